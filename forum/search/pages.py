"""One page of what was found."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from markupsafe import Markup

from core.paging import BadCursor, read_cursor, write_cursor
from forum.models import Post, Space, Thread
from forum.search import postgres, sqlite
from forum.search.ranges import Range
from forum.search.snippets import make_snippet
from forum.search.words import Asked, read_query
from people.models import Member
from people.queries import is_covered

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Hit:
    """A post that was found, as much of it as the viewer may see in a list.

    `name` is the one it appears under. `notes` are its content notes as they are stored; a covered post has no
    snippet.
    """

    post_id: int
    thread_id: int
    title: str
    is_opening: bool
    space_name: str
    space_slug: str
    name: str
    avatar_seed: int
    is_anonymous: bool
    notes: str
    is_covered: bool
    snippet_html: Markup
    created_at: datetime
    url: str


@dataclass(frozen=True)
class SearchPage:
    """Hits, newest first, and the cursor of the next page; None at the end."""

    hits: list[Hit]
    next_cursor: str | None = None


def search(
    text: str,
    *,
    viewer: Member | None,
    space: Space | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: str | None = None,
    limit: int = 20,
) -> SearchPage:
    """Return the posts with all these words and "phrases in quotes" that the viewer may read.

    Leaves out removed posts, spaces with a closed door, topics the viewer leaves out, and people the viewer may
    see no trace of, unless they wrote anonymously. When no post has the last word, it is taken as the beginning
    of a word. Text without a word in it finds nothing; nothing is ever an error.
    """
    start, open_ended = _read_cursor(before)
    asked = read_query(text, open_ended=open_ended)
    if not asked.terms:
        return SearchPage([])
    spaces = Space.objects.standing().readable_by(viewer)
    if space:
        spaces = spaces.filter(pk=space.pk)
    span = Range(space_ids=tuple(spaces.values_list("pk", flat=True)), one_space=bool(space),
                 since=since, until=until, before=start)  # fmt: skip
    visible = _visible_posts(viewer, span)
    found = _backend().find(asked, span, visible, limit + 1)
    if not found and not start and len(asked.terms[-1][-1]) > 2:
        asked = Asked(asked.terms, open_ended=True)
        found = _backend().find(asked, span, visible, limit + 1)
    hits = _hits(found[:limit], asked, viewer)
    return SearchPage(hits, _write_cursor(hits[-1], asked) if len(found) > limit and hits else None)


def _backend():  # type: ignore[no-untyped-def]
    return postgres if connection.vendor == "postgresql" else sqlite


def _visible_posts(viewer: Member | None, span: Range) -> "QuerySet[Post]":
    """Return the viewer's posts by the same rules as every other page.

    Threads are asked for one by one: a list of all of them would be made anew for every search.
    """
    threads = Thread.objects.visible_to(viewer).without_left_out(viewer).filter(pk=OuterRef("thread"))
    posts = Post.objects.standing().visible_to(viewer).filter(Exists(threads))
    if span.since:
        posts = posts.filter(created_at__gte=span.since)
    return posts.filter(created_at__lte=span.until) if span.until else posts


def _hits(post_ids: list[int], asked: Asked, viewer: Member | None) -> list[Hit]:
    posts = Post.objects.select_related("thread__space", "author", "alias").in_bulk(post_ids)
    return [_hit(posts[post_id], asked, viewer) for post_id in post_ids if post_id in posts]


def _hit(post: Post, asked: Asked, viewer: Member | None) -> Hit:
    covered = is_covered(post.notes, viewer)
    shown = post.alias or post.author
    return Hit(
        post_id=post.pk,
        thread_id=post.thread_id,
        title=post.thread.title,
        is_opening=post.is_opening,
        space_name=post.thread.space.name,
        space_slug=post.thread.space.slug,
        name=shown.name,
        avatar_seed=shown.avatar_seed,
        is_anonymous=post.alias is not None,
        notes=post.notes,
        is_covered=covered,
        snippet_html=Markup() if covered else make_snippet(post.html, asked),
        created_at=post.created_at,
        url=post.get_absolute_url(),
    )


def _write_cursor(last: Hit, asked: Asked) -> str:
    return write_cursor([last.created_at, last.post_id, int(asked.open_ended)])


def _read_cursor(cursor: str | None) -> tuple[tuple[datetime, int] | None, bool]:
    if not cursor:
        return None, False
    try:
        at, post_id, open_ended = read_cursor(cursor)
    except (BadCursor, ValueError):
        return None, False
    if not isinstance(at, datetime) or not isinstance(post_id, int) or not 0 <= post_id <= LARGEST_ID:
        return None, False
    return (at, post_id), open_ended == 1
