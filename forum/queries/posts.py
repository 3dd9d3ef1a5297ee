"""Posts of a thread, and single posts, for one viewer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from core.text import number_in
from forum import permissions
from forum.models import Bookmark, Picture, Post, PostRevision, Reading, Support, Thread
from forum.models.posts import PostQuerySet
from forum.queries.cursors import decode_cursor, encode_cursor
from forum.queries.spaces import readable_space_ids
from people.models import Member
from safety.queries import ids_at_desk

PAGE = 50


@dataclass(frozen=True, slots=True)
class PostPage:
    """Posts and the cursor of the next page, None at the end."""

    items: list[Post]
    next_cursor: str | None


def list_posts(thread: Thread, *, viewer: Member | None, cursor: str | None = None) -> PostPage:
    """Return one page of a thread as this viewer reads it: the opening post first, then 50 replies at a time."""
    after = decode_cursor(cursor, (int,))
    found = list(list_replies(thread, viewer=viewer, after=after[0] if after else 0, limit=PAGE + 1))
    items, more = found[:PAGE], len(found) > PAGE
    if not after:
        items = [get_opening(thread), *items]
    return PostPage(items, encode_cursor(items[-1].pk) if more else None)


def list_replies(
    thread: Thread, *, viewer: Member | None, after: int = 0, limit: int = PAGE
) -> QuerySet[Post]:
    """Return the replies this viewer may read, oldest first, beyond the post `after`.

    Leaves out members blocked in either direction, muted members, and topics the viewer leaves out. A removed
    reply stays as a stub that says so.
    """
    return (
        Post.objects.filter(thread=thread, is_opening=False, pk__gt=after)
        .visible_to(viewer)
        .select_related("author", "alias", "quoted__author", "quoted__alias", "picture")
        .oldest_first()[:limit]
    )


def get_opening(thread: Thread) -> Post:
    """Return the opening post of a thread the viewer may read."""
    return Post.objects.select_related("author", "alias", "picture").get(thread=thread, is_opening=True)


def get_update(thread: Thread, *, viewer: Member | None) -> Post | None:
    """Return the reply its author pinned to the top, if there is one this viewer may read."""
    if not thread.update_post_id:
        return None
    return Post.objects.standing().visible_to(viewer).filter(pk=thread.update_post_id).first()


def is_bookmarked(post: Post, *, member: Member) -> bool:
    """Tell whether this member keeps the post for themselves."""
    return Bookmark.objects.filter(member=member, post=post).exists()


def get_post(
    post_id: int, *, viewer: Member | None, removed_too: bool = False, held_too: bool = False
) -> Post:
    """Return a standing post the viewer may read; 404 alike when missing or not for this viewer.

    `held_too`: also one of their own that is held and that they did not take back.

    One query whatever the answer, so that the time it takes does not tell which it was.
    """
    found = _readable_by(viewer) if removed_too else _readable_by(viewer).standing()
    if held_too and viewer:
        own = Q(author=viewer, held_at__isnull=False, removed_by_author=False)
        found = Post.objects.filter(Q(pk__in=found.filter(pk=post_id).values("pk")) | own)
    post = (
        found.filter(pk=post_id)
        .select_related("thread__space", "author", "alias", "quoted__author", "quoted__alias", "picture")
        .first()
    )
    if post is None:
        raise Http404
    return post


def get_own_held_thread(thread_id: int, *, author: Member | None) -> Post:
    """Return the held opening post of somebody's own thread; 404 for everybody else."""
    if author is None or thread_id > 2**63 - 1:
        raise Http404
    opening = Post.objects.filter(thread=thread_id, is_opening=True).values_list("pk", flat=True).first()
    post = get_post(opening or 0, viewer=author, held_too=True)
    if post.held_at is None:
        raise Http404
    return post


def get_own_post(post_id: int, *, author: Member) -> Post:
    """Return somebody's own post that stands or is held; 404 alike for every other."""
    post = get_post(post_id, viewer=author, held_too=True)
    if post.author_id != author.pk:
        raise Http404
    return post


def get_own_standing(post_id: int, *, author: Member) -> Post | None:
    """Return somebody's own post where it stands, None where it does not any more."""
    return Post.objects.standing().filter(pk=post_id, author=author).first()


def list_own_held(member: Member) -> QuerySet[Post]:
    """Return what this member wrote that waits for a person, newest first; for themselves alone."""
    held = Post.objects.filter(author=member, held_at__isnull=False, kept_back_at__isnull=True)
    return held.filter(removed_by_author=False).select_related("thread").order_by("-pk")


def offers_care_for(post: Post, *, author: Member) -> bool:
    """Tell whether the thread offers the author somebody to talk to because of this post."""
    return Reading.objects.filter(member=author, thread=post.thread_id, care_post_id=post.pk).exists()


def care_words(post: Post) -> str:
    """Return what the offer of somebody to talk to says first: that the words are up; nothing where they are held."""
    if post.held_at:
        return ""
    return _("Your post is up.") if post.is_opening else _("Your reply is up.")


def get_picture(picture_id: UUID, *, viewer: Member | None) -> Picture:
    """Return the picture of a standing post the viewer may read; 404 and one query, as for posts.

    Also of one's own post that is held, and, for staff, of what a case of theirs is about and what stands around it.
    """
    found = Q(pk__in=_readable_by(viewer).standing().filter(picture=picture_id).values("pk"))
    if viewer:
        found |= Q(author=viewer, held_at__isnull=False, removed_by_author=False) | _at_desk(viewer)
    post = Post.objects.filter(found, picture=picture_id).select_related("picture").first()
    if post is None:
        raise Http404
    return post.picture


def places_of_pictures(pictures: Iterable[Picture], viewer: Member, now: datetime) -> dict[Picture, str]:
    """Return where these pictures stand, of those whose posts stand and are the viewer's to read."""
    mine = {picture.post_id: picture for picture in pictures}
    posts = _readable_by(viewer).standing().filter(pk__in=mine).select_related("thread")
    return {mine[post.pk]: post.get_absolute_url() for post in posts}


def _at_desk(viewer: Member) -> Q:
    at_issue = ids_at_desk("forum.post", viewer)
    around = Post.objects.filter(pk__in=at_issue).values("thread")
    stands = Q(removed_at__isnull=True, held_at__isnull=True, thread__in=around)
    return (Q(pk__in=at_issue) | stands) & Q(removed_by_author=False, thread__removed_by_author=False)


def _readable_by(viewer: Member | None) -> PostQuerySet:
    """Posts in threads the viewer may read, without named ones of people they may see no trace of."""
    found = Post.objects.not_held().filter(
        thread__removed_at__isnull=True, thread__space__in=readable_space_ids(viewer)
    )
    if viewer and viewer.hidden_ids:
        found = found.exclude(alias__isnull=True, author__in=viewer.hidden_ids)
        found = found.exclude(thread__alias__isnull=True, thread__author__in=viewer.hidden_ids)
    return found


def get_quotable(post_id: str | None, *, thread: Thread, viewer: Member) -> Post | None:
    """Return the post somebody wants to quote in this thread, or None if it is not theirs to see."""
    try:
        post = get_post(number_in(post_id), viewer=viewer)
    except Http404:
        return None
    return post if post.thread_id == thread.pk else None


def page_start_of(post: Post, *, viewer: Member | None) -> int:
    """Return the `after` of the page of 50 on which this reply stands for this viewer."""
    before = (
        Post.objects.filter(thread=post.thread_id, is_opening=False, pk__lt=post.pk)
        .visible_to(viewer)
        .oldest_first()
        .values_list("pk", flat=True)
    )
    full_pages = before.count() // PAGE
    return before[full_pages * PAGE - 1] if full_pages else 0


def own_support(thread: Thread, *, member: Member, post_ids: list[int]) -> set[tuple[int, str]]:
    """Return what this member said with a press on these posts, as (post id, kind)."""
    return set(
        Support.objects.filter(member=member, post__in=post_ids, post__thread=thread).values_list(
            "post_id", "kind"
        )
    )


def list_supporters(posts: list[int], *, author: Member) -> dict[int, list[Support]]:
    """Return who answered these posts with a press, for their author, without people they may not see."""
    given = (
        Support.objects.filter(
            post__in=posts, post__author=author, member__in=Member.objects.visible_to(author)
        )
        .select_related("member")
        .order_by("pk")
    )
    by_post: dict[int, list[Support]] = {}
    for support in given:
        by_post.setdefault(support.post_id, []).append(support)
    return by_post


def list_revisions(post: Post, *, viewer: Member | None) -> QuerySet[PostRevision]:
    """Return what a post said before, newest first; for its author and moderators, 404 for others.

    For showing it to somebody there is forum.actions.read_history, which leaves a trace of the look.
    """
    if not permissions.can_see_history(viewer, post):
        raise Http404
    return post.revisions.order_by("-pk")


def list_posts_of(member: Member, *, viewer: Member | None, cursor: str | None = None) -> PostPage:
    """Return what a member wrote under their own name and this viewer may read, newest first, 20 a page."""
    from forum.models import Space

    before = decode_cursor(cursor, (int,))
    posts = (
        Post.objects.standing()
        .visible_to(viewer)
        .filter(
            author=member, alias__isnull=True, thread__removed_at__isnull=True,
            thread__space__in=Space.objects.standing().readable_by(viewer).values("pk"),
        )
        .select_related("thread__space", "thread__alias")
        .order_by("-pk")
    )  # fmt: skip
    if viewer and viewer.hidden_ids:
        posts = posts.exclude(thread__alias__isnull=True, thread__author__in=viewer.hidden_ids)
    if before:
        posts = posts.filter(pk__lt=before[0])
    found = list(posts[:21])
    return PostPage(found[:20], encode_cursor(found[19].pk) if len(found) > 20 else None)


def list_bookmarks(member: Member, *, cursor: str | None = None) -> PostPage:
    """Return the posts a member keeps and may still read, last kept first, 20 a page."""
    from forum.models import Space

    before = decode_cursor(cursor, (int,))
    kept = Bookmark.objects.filter(member=member, post__removed_at__isnull=True).filter(
        post__thread__removed_at__isnull=True,
        post__thread__space__in=Space.objects.standing().readable_by(member).values("pk"),
    )
    if member.hidden_ids:
        kept = kept.exclude(post__alias__isnull=True, post__author__in=member.hidden_ids)
        kept = kept.exclude(post__thread__alias__isnull=True, post__thread__author__in=member.hidden_ids)
    if before:
        kept = kept.filter(pk__lt=before[0])
    found = list(
        kept.select_related("post__thread__space", "post__author", "post__alias").order_by("-pk")[:21]
    )
    return PostPage(
        [bookmark.post for bookmark in found[:20]], encode_cursor(found[19].pk) if len(found) > 20 else None
    )
