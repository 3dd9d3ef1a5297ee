"""What the safety desk decides about posts and threads. The desk has asked who may; here it is done and recorded."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from forum import events, feeds
from forum.actions.counts import count_again
from forum.actions.holding import keep_back, let_go_up
from forum.actions.threads import set_locked
from forum.models import Post, Thread
from people.models import Member
from safety.actions import record


@transaction.atomic
def hide_post(post_id: int, *, by: Member, now: datetime) -> None:
    """Take a post down, or leave a held one unseen. An opening post takes its thread along.

    Its words are kept, so that it can be put back.
    """
    post = _locked(post_id)
    if post.held_at:
        keep_back(post, now=now)
        record(
            "forum.post_kept_back", by=by, now=now, about_id=post.author_id, subject=f"forum.post:{post.pk}"
        )
        return
    if post.is_opening:
        _put(post.thread, removed_at=now)
        record("forum.thread_removed", by=by, now=now, about_id=post.author_id, subject=_name(post.thread))
        return
    Post.objects.filter(pk=post.pk, removed_at__isnull=True).update(
        removed_at=now, removed_by_author=False, version=F("version") + 1
    )
    record("forum.post_removed", by=by, now=now, about_id=post.author_id, subject=f"forum.post:{post.pk}")
    _redrawn(post)


@transaction.atomic
def restore_post(post_id: int, *, by: Member, now: datetime) -> None:
    """Put back what a moderator took down, or let a held post go up; never what its author took back."""
    post = _locked(post_id)
    if post.held_at:
        let_go_up(post, now=now)
        record(
            "forum.post_restored", by=by, now=now, about_id=post.author_id, subject=f"forum.post:{post.pk}"
        )
        return
    if post.is_opening:
        _put(post.thread, removed_at=None)
        record("forum.thread_restored", by=by, now=now, about_id=post.author_id, subject=_name(post.thread))
        return
    Post.objects.filter(pk=post.pk, removed_by_author=False).update(removed_at=None, version=F("version") + 1)
    record("forum.post_restored", by=by, now=now, about_id=post.author_id, subject=f"forum.post:{post.pk}")
    _redrawn(post)


def lock_thread_of(post_id: int, *, by: Member, now: datetime) -> None:
    """Close the thread of this post to new replies."""
    set_locked(_locked(post_id).thread, by=by, locked_at=now, now=now)


def unlock_thread_of(post_id: int, *, by: Member, now: datetime) -> None:
    """Open the thread of this post to replies again."""
    set_locked(_locked(post_id).thread, by=by, locked_at=None, now=now)


def _locked(post_id: int) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("thread__space").get(pk=post_id)


def _name(thread: Thread) -> str:
    return f"forum.thread:{thread.pk}"


def _put(thread: Thread, *, removed_at: datetime | None) -> None:
    standing = Thread.objects.filter(pk=thread.pk, removed_by_author=False)
    standing.update(removed_at=removed_at, version=F("version") + 1)
    feeds.forget(thread.space_id)
    events.announce_change(thread)


def _redrawn(post: Post) -> None:
    count_again([post.thread_id])
    feeds.forget(post.thread.space_id)
    events.announce_post(events.POST_REMOVED, post)
