"""Removing posts, and pinning an update."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from forum import events, feeds, permissions
from forum.actions.counts import count_again
from forum.actions.holding import take_back_held
from forum.actions.threads import remove_thread
from forum.models import Post, Reading, Thread
from notifications.actions import notify
from people.models import Member
from safety.actions import record


@transaction.atomic
def remove_post(post: Post, *, by: Member, now: datetime) -> None:
    """Take a post away: its author, or a moderator of its space. An opening post takes its thread along."""
    post = Post.objects.select_related("thread__space").get(pk=post.pk)
    if post.removed_at and not post.held_at:
        return
    if not permissions.can_remove(by, post):
        raise PermissionDenied
    if post.held_at:
        take_back_held(post, now=now)
        return
    if post.is_opening:
        remove_thread(post.thread, by=by, now=now)
        return
    if post.author_id != by.pk:
        record("forum.post_removed", by=by, now=now, about_id=post.author_id, subject=f"forum.post:{post.pk}")
    Post.objects.filter(pk=post.pk).update(
        removed_at=now, removed_by_author=post.author_id == by.pk, version=F("version") + 1
    )
    count_again([post.thread_id])
    feeds.forget(post.thread.space_id)
    events.announce_post(events.POST_REMOVED, post)


@transaction.atomic
def pin_update(post: Post, *, by: Member, now: datetime) -> None:
    """Show one of the author's own replies at the top of the thread as its update."""
    if not permissions.can_pin(by, post):
        raise PermissionDenied
    Thread.objects.filter(pk=post.thread_id).update(update_post=post, version=F("version") + 1)
    events.announce_change(post.thread)
    followers = Reading.objects.filter(thread_id=post.thread_id, followed_at__isnull=False)
    notify(
        "forum.update",
        subject_id=post.pk,
        member_ids=list(followers.exclude(member=by).values_list("member_id", flat=True)),
        actor_id=by.pk if post.alias_id is None else None,
        now=now,
    )


@transaction.atomic
def unpin_update(thread: Thread, *, by: Member) -> None:
    """Take the update off the top again; the reply stays where it was."""
    if thread.author_id != by.pk:
        raise PermissionDenied
    Thread.objects.filter(pk=thread.pk).update(update_post=None, version=F("version") + 1)
    events.announce_change(thread)


def forget_names_of(member_id: int) -> None:
    """Let pages that show this member be drawn again, after a change of name."""
    with transaction.atomic():
        threads = Post.objects.filter(author_id=member_id, alias__isnull=True).values("thread_id")
        Thread.objects.filter(pk__in=threads).update(version=F("version") + 1)
        for space_id in (
            Thread.objects.filter(author_id=member_id).values_list("space_id", flat=True).distinct()
        ):
            feeds.forget(space_id)
