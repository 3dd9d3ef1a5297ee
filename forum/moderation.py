"""The forum's side of the safety desk: what can be reported, how staff see it, and what goes on the record."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from core.languages import isolated
from core.pace import TooSoon
from core.text import number_in, plain_text
from forum import actions, permissions, queries
from forum.models import Picture, Post, Space, SpaceMembership
from forum.models.spaces import Access
from live import topics
from people.models import Member
from people.queries import describe_notes
from safety import pace
from safety.acts import register_act
from safety.subjects import Subject, SubjectKind, Unanswerable, register, register_places

AROUND = 3
LATELY = 12
_FOR_ALL_STAFF = ~Q(thread__space__access__in=[Access.REQUEST, Access.GROUP]) & Q(
    thread__space__archived_at=None
)


def _place(space_id: int) -> str:
    return f"space:{space_id}"


# ---- posts


def find_post(ref: str, viewer: Member) -> Subject:
    """Return a post this member may read and did not write."""
    post = queries.get_post(number_in(ref), viewer=viewer)
    if post.author_id == viewer.pk:
        raise Http404
    return subject_of(post)


def find_picture(ref: str, viewer: Member) -> Subject:
    """Return the post of a picture: that is what somebody decides about."""
    try:
        picture = Picture.objects.filter(pk=UUID(ref)).first()
    except ValueError:
        raise Http404 from None
    if picture is None:
        raise Http404
    return find_post(str(picture.post_id), viewer)


def load_posts(ids: Collection[int]) -> dict[int, Subject]:
    """Return posts for staff, removed ones too."""
    posts = Post.objects.filter(pk__in=ids).select_related("thread__space", "author", "alias", "picture")
    return {post.pk: subject_of(post) for post in posts}


def subject_of(post: Post) -> Subject:
    """Return the post as the desk knows it. The author is in it by number only."""
    name = post.alias.name if post.alias else post.author.name
    sentence = _("A thread by %(name)s") if post.is_opening else _("A reply by %(name)s")
    removed_at = post.thread.removed_at if post.is_opening else post.removed_at
    by_author = post.thread.removed_by_author if post.is_opening else post.removed_by_author
    return Subject(
        kind="forum.post", pk=post.pk, ref=str(post.pk), line=sentence % {"name": isolated(name)},
        address=post.get_absolute_url(), place=_place(post.thread.space_id), place_name=post.thread.space.name,
        author_id=post.author_id, voice=name, is_anonymous=post.alias_id is not None,
        is_hidden=removed_at is not None, has_picture=hasattr(post, "picture"), words=plain_text(post.body),
        title=post.title, text=post.body,
        can=_can(post, is_gone=removed_at is not None, by_author=by_author),
    )  # fmt: skip


def _can(post: Post, *, is_gone: bool, by_author: bool) -> frozenset[str]:
    can = {"unlock" if post.thread.locked_at else "lock"}
    if not is_gone or (post.held_at and not post.kept_back_at and not by_author):
        can.add("hide")
    if is_gone and not by_author and post.body:
        can.add("restore")
    return frozenset(can)


def draw_post(subject: Subject, viewer: Member) -> Markup:
    """Draw a post among its neighbours, with the words of what was taken down, for whoever handles the case."""
    post = _post(subject.pk)
    others = _not_taken_back(Post.objects.filter(thread=post.thread).standing())
    others = others.select_related("author", "alias", "picture")
    before = list(others.filter(pk__lt=post.pk, is_opening=False).order_by("-pk")[:AROUND])[::-1]
    after = list(others.filter(pk__gt=post.pk, is_opening=False).order_by("pk")[:AROUND])
    opening = list(others.filter(is_opening=True).exclude(pk=post.pk))
    drawn = render_to_string(
        "forum/_case_post.html",
        {
            "this": post,
            "thread": post.thread,
            "posts": [*opening, *before, post, *after],
            "notes_of": _notes_of,
            "before": list(post.revisions.order_by("-pk")) if post.held_at else [],
        },
    )
    return Markup(drawn)  # noqa: S704 our own template drew it


def _notes_of(post: Post) -> str:
    return str(describe_notes(post.notes)) if post.notes else ""


def draw_voice(subject: Subject) -> Markup:
    """Draw what the same voice wrote lately: under its name, without a name in the same thread alone.

    A case is no way through other doors: what was written in a space by request, or in one that was put away, is
    left out, unless the case is about that very space.
    """
    its_own = Q(thread__space=_post(subject.pk).thread.space_id)
    posts = Post.objects.filter(pk__in=_ids_of_voice(subject)).exclude(pk=subject.pk)
    posts = _not_taken_back(posts.filter(_FOR_ALL_STAFF | its_own))
    return _draw_list(posts.select_related("thread__space", "alias").order_by("-pk")[:LATELY])


def draw_member(member_id: int) -> Markup:
    """Draw what a member wrote lately under their own name, for staff."""
    posts = _not_taken_back(Post.objects.filter(_FOR_ALL_STAFF, author=member_id, alias__isnull=True))
    return _draw_list(posts.select_related("thread__space", "alias").order_by("-pk")[:LATELY])


def _not_taken_back(posts: Any) -> Any:
    """Leave out what its author took back: a case about something else is no reason to read it."""
    return posts.exclude(removed_by_author=True).exclude(is_opening=True, thread__removed_by_author=True)


def _draw_list(posts: Any) -> Markup:
    drawn = render_to_string("forum/_case_voice.html", {"posts": list(posts)})
    return Markup(drawn)  # noqa: S704 our own template drew it


def _ids_of_voice(subject: Subject) -> list[int]:
    post = _post(subject.pk)
    same = Post.objects.filter(author=post.author_id, alias__isnull=True)
    if post.alias_id:
        same = Post.objects.filter(alias=post.alias_id)
    return list(same.order_by("-pk").values_list("pk", flat=True)[:500])


def may_read_post(subject: Subject, viewer: Member) -> bool:
    """Whether a member of the staff could read the post's space without the desk."""
    return permissions.can_read(viewer, _post(subject.pk).thread.space)


def _post(pk: int) -> Post:
    return Post.objects.select_related("thread__space", "author", "alias", "picture").get(pk=pk)


def may_answer_post(subject: Subject, viewer: Member) -> bool:
    """Whether this member of the staff can reply in the thread: not where a block or a door stands between."""
    try:
        thread = queries.get_thread(_post(subject.pk).thread_id, viewer=viewer)
    except Http404:
        return False
    return permissions.can_reply(viewer, thread)


def answer_post(subject: Subject, words: str, *, by: Member, now: datetime) -> None:
    """Reply in the thread, under the name of whoever answers; Unanswerable where it was closed meanwhile."""
    try:
        actions.post_reply(_post(subject.pk).thread, author=by, body=words, now=now)
    except (actions.ThreadClosed, TooSoon, PermissionDenied):
        raise Unanswerable from None


def _hide(subject: Subject, *, by: Member, now: datetime) -> None:
    actions.hide_post(subject.pk, by=by, now=now)


def _restore(subject: Subject, *, by: Member, now: datetime) -> None:
    actions.restore_post(subject.pk, by=by, now=now)


def _lock(subject: Subject, *, by: Member, now: datetime) -> None:
    actions.lock_thread_of(subject.pk, by=by, now=now)


def _unlock(subject: Subject, *, by: Member, now: datetime) -> None:
    actions.unlock_thread_of(subject.pk, by=by, now=now)


# ---- spaces


def find_space(ref: str, viewer: Member) -> Subject:
    """Return a space this member may know of."""
    return _subject_of_space(queries.get_space(ref, viewer=viewer))


def load_spaces(ids: Collection[int]) -> dict[int, Subject]:
    return {space.pk: _subject_of_space(space) for space in Space.objects.filter(pk__in=ids)}


def _subject_of_space(space: Space) -> Subject:
    return Subject(
        kind="forum.space", pk=space.pk, ref=space.slug, line=_("The space %(name)s") % {"name": isolated(space.name)},
        address=space.get_absolute_url(), place_name=space.name,
    )  # fmt: skip


def draw_space(subject: Subject, viewer: Member) -> Markup:
    """Draw what a space says about itself."""
    drawn = render_to_string("forum/_case_space.html", {"space": Space.objects.get(pk=subject.pk)})
    return Markup(drawn)  # noqa: S704 our own template drew it


# ---- how often somebody writes


def times_posted(member: Member, since: datetime) -> Iterable[datetime]:
    """Return when this member posted since then, under whatever name."""
    return Post.objects.filter(author=member, created_at__gt=since).values_list("created_at", flat=True)


# ---- who looks after what


def places_of(member: Member) -> frozenset[str]:
    """Return the spaces this member looks after, as places."""
    return frozenset(_place(space_id) for space_id in permissions.doors_of(member).moderated)


def keepers_of(place: str) -> frozenset[int]:
    """Return who looks after a space."""
    name, _, number = place.partition(":")
    if name != "space":
        return frozenset()
    keepers = SpaceMembership.objects.filter(space=int(number), moderates_since__isnull=False)
    return frozenset(keepers.values_list("member_id", flat=True))


def may_listen_to_desk_of(member: Member, space_id: int) -> bool:
    """Moderators of a space hear of the cases in it."""
    return _place(space_id) in places_of(member)


def install() -> None:
    """Make the forum's subjects, places and acts known to the desk and the record."""
    deeds = {"hide": _hide, "restore": _restore, "lock": _lock, "unlock": _unlock}
    for name, find in (("forum.post", find_post), ("forum.picture", find_picture)):
        register(
            SubjectKind(
                name, find, load_posts, draw_post, draw_voice=draw_voice, same_voice=_ids_of_voice,
                may_see=may_read_post, may_answer=may_answer_post, answer=answer_post, deeds=deeds,
            )
        )  # fmt: skip
    register(SubjectKind("forum.space", find_space, load_spaces, draw_space))
    register_places(places_of, keepers_of, draw_member)
    pace.register(times_posted)
    topics.register("desk_space", may_listen_to_desk_of)
    register_act("forum.post_removed", gettext_lazy("took a post away"))
    register_act("forum.post_kept_back", gettext_lazy("left a post unseen that waited for a person"))
    register_act("forum.post_restored", gettext_lazy("put a post back"))
    register_act("forum.thread_removed", gettext_lazy("took a thread away"))
    register_act("forum.thread_restored", gettext_lazy("put a thread back"))
    register_act("forum.thread_locked", gettext_lazy("closed a thread to replies"))
    register_act("forum.thread_unlocked", gettext_lazy("opened a thread to replies again"))
    register_act(
        "forum.history_read",
        gettext_lazy("read what a post said before it was changed"),
        to_member=gettext_lazy("read what a post of yours said before you changed it"),
    )
    register_act("forum.offers_set", gettext_lazy("changed when helpers are asked about a thread"))
    register_act("forum.space_created", gettext_lazy("opened a space"))
    register_act("forum.space_edited", gettext_lazy("changed a space"))
    register_act("forum.space_archived", gettext_lazy("closed a space"))
    register_act("forum.space_reopened", gettext_lazy("opened a closed space again"))
    for act, words in (
        ("forum.member_admitted", gettext_lazy("let somebody into a space")),
        ("forum.member_turned_away", gettext_lazy("took back somebody's way into a space")),
        ("forum.moderator_appointed", gettext_lazy("made somebody a moderator of a space")),
        ("forum.moderator_dismissed", gettext_lazy("took a space out of somebody's care")),
    ):
        register_act(act, words, names_member=True)
