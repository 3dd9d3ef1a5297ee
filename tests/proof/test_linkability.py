"""Two anonymous posts by one member in two threads cannot be joined by anybody else.

Not by what they show, not by their order or their times, not by how the pages about them answer.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from django.db import transaction

from tests.proof.community import forget
from tests.proof.crowd import MEMBERS, THREADS, Crowd
from tests.proof.joining import Joined, joined_by_all_marks, joined_by_one_mark
from tests.proof.marks import Marks

pytestmark = pytest.mark.django_db
ENOUGH = 6  # threads in which a fault is seen as well as in all of them


@pytest.fixture(scope="module")
def _gathered(django_db_setup: None, django_db_blocker: Any) -> Iterator[Crowd]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Crowd()
        transaction.set_rollback(True)
    forget()


@pytest.fixture
def crowd(_gathered: Crowd, db: None) -> Crowd:
    """Forty members and their thousand posts, which no other test has changed."""
    assert sum(map(len, _gathered.posts.values())) == MEMBERS * THREADS == 1000
    forget()
    return _gathered


def joined(marks: Marks) -> list[Joined]:
    """Return what joins more posts than chance would: marks that do it alone, or else all of them together."""
    threads, found = marks.threads(), marks.by_post()
    alone = [one for one in joined_by_one_mark(threads, found) if one.is_more_than_chance]
    return alone or [one for one in [joined_by_all_marks(threads, found)] if one.is_more_than_chance]


def must_not_join(marks: Marks) -> None:
    found = joined(marks)
    assert not found, "\n".join(map(str, found))


def test_a_thousand_anonymous_posts_are_joined_no_better_than_by_chance(crowd: Crowd) -> None:
    marks = Marks(crowd)

    marks.study_numbers()
    marks.read_threads()
    marks.read_posts_alone("", "fragment/", "history/")
    marks.press()
    marks.search()
    marks.read_notices()

    must_not_join(marks)


@pytest.mark.parametrize("who", ["keeper", "stranger"])
def test_neither_those_who_moderate_nor_strangers_join_them(who: str, crowd: Crowd) -> None:
    marks = Marks(crowd, who)

    marks.read_threads()
    marks.read_posts_alone("")

    must_not_join(marks)


def test_whatever_joins_them_is_seen(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    missed = []
    for name, (plant, look) in FAULTS.items():
        forget()
        with monkeypatch.context() as patch, transaction.atomic():
            plant(patch)
            marks = Marks(crowd, threads=ENOUGH)
            look(marks)
            transaction.set_rollback(True)
        if not joined(marks):
            missed.append(name)

    assert not missed


def _drawn_with(patch: Any, added: Callable[[Any], str]) -> None:
    """Have each post drawn with something more in it."""
    from forum import fragments

    draw = fragments._draw

    def marked(post: Any, *rest: Any) -> Any:
        drawn = draw(post, *rest)
        return replace(drawn, head=f"{drawn.head} {added(post)}")

    patch.setattr(fragments, "_draw", marked)


def _a_key_in_the_page(patch: Any) -> None:
    _drawn_with(patch, lambda post: sha256(f"salted {post.author_id}".encode()).hexdigest()[:6])


def _times_with_seconds(patch: Any) -> None:
    _drawn_with(patch, lambda post: f"{post.created_at:%H:%M:%S}")


def _roles_shown(patch: Any) -> None:
    _drawn_with(patch, lambda post: post.author.role)


def _in_the_order_of_members(patch: Any) -> None:
    from forum.models.posts import PostQuerySet

    patch.setattr(PostQuerySet, "oldest_first", lambda self: self.order_by("author_id"))


def _blocks_that_hide_anonymous_posts(patch: Any) -> None:
    from forum import fragments
    from forum.models.posts import PostQuerySet

    def visible(self: Any, viewer: Any) -> Any:
        return self.exclude(author__in=viewer.hidden_ids) if viewer else self

    patch.setattr(PostQuerySet, "visible_to", visible)
    patch.setattr(fragments, "_may_see", lambda fragment, viewer: fragment.author_id not in viewer.hidden_ids)


def _blocks_that_hide_single_posts(patch: Any) -> None:
    from django.http import Http404

    from forum import queries

    get = queries.get_post

    def apart(post_id: int, *, viewer: Any, **more: Any) -> Any:
        post = get(post_id, viewer=viewer, **more)
        if viewer and post.author_id in viewer.hidden_ids:
            raise Http404
        return post

    patch.setattr(queries, "get_post", apart)


def _a_header_for_the_author(patch: Any) -> None:
    from forum.views import posts

    render = posts.render

    def marked(request: Any, template: str, context: Any, **more: Any) -> Any:
        response = render(request, template, context, **more)
        response["X-Part"] = sha256(str(context["post"].author_id).encode()).hexdigest()[:8]
        return response

    patch.setattr(posts, "render", marked)


def _posts_alone(marks: Marks) -> None:
    marks.read_posts_alone("")


Look = Callable[[Marks], None]
FAULTS: dict[str, tuple[Callable[[Any], None], Look]] = {
    "a key that stands for the author": (_a_key_in_the_page, Marks.read_threads),
    "posts in the order of their authors": (_in_the_order_of_members, Marks.read_threads),
    "seconds": (_times_with_seconds, Marks.read_threads),
    "blocks that hide anonymous posts from a thread": (_blocks_that_hide_anonymous_posts, Marks.read_threads),
    "blocks that hide anonymous posts from a search": (_blocks_that_hide_anonymous_posts, Marks.search),
    "blocks that hide anonymous posts from notices": (_blocks_that_hide_anonymous_posts, Marks.read_notices),
    "blocks that hide an anonymous post asked for alone": (
        _blocks_that_hide_single_posts,
        _posts_alone,
    ),
    "a moderator's anonymous posts called a moderator's": (_roles_shown, Marks.read_threads),
    "a header that stands for the author": (_a_header_for_the_author, _posts_alone),
}
