"""Keeping a post from others until a person looked at it, and letting it go up. Its author is told at once.

A held post is a removed one to every query that leaves removed posts out, so nothing has to remember it by itself.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from forum import events, feeds
from forum.actions.counts import count_again
from forum.actions.offers import settle_offers
from forum.actions.telling import tell_followers
from forum.models import Post, Thread
from notifications.actions import notify


@transaction.atomic
def hold(post: Post, *, now: datetime, others_saw_it: bool = False) -> None:
    """Keep a post from everybody but its author and staff; an opening post keeps its thread along."""
    post.held_at = now
    if post.is_opening:
        Thread.objects.filter(pk=post.thread_id).update(removed_at=now, version=F("version") + 1)
        post.thread.removed_at = now
    else:
        post.removed_at = now
    Post.objects.filter(pk=post.pk).update(
        held_at=now, removed_at=post.removed_at, kept_back_at=None, version=F("version") + 1
    )
    if others_saw_it:
        _gone_from_pages(post)
    notify("forum.held", subject_id=post.pk, member_ids=[post.author_id], now=now)


def _gone_from_pages(post: Post) -> None:
    feeds.forget(post.thread.space_id)
    if post.is_opening:
        events.announce_change(post.thread)
    else:
        count_again([post.thread_id])
        events.announce_post(events.POST_REMOVED, post)


@transaction.atomic
def let_go_up(post: Post, *, now: datetime) -> None:
    """Show a held post to everybody, as if it were just posted; one that was up before comes back as it was."""
    others_saw_it = post.was_up_before
    changes = {} if others_saw_it else {"created_at": now}
    edits = {} if others_saw_it else {"edited_at": None}
    Post.objects.filter(pk=post.pk).update(
        held_at=None, kept_back_at=None, removed_at=None, version=F("version") + 1, **changes, **edits
    )
    if post.is_opening:
        Thread.objects.filter(pk=post.thread_id).update(
            removed_at=None, version=F("version") + 1, last_activity_at=Greatest(F("last_activity_at"), now), **changes
        )  # fmt: skip
    else:
        count_again([post.thread_id])
    feeds.forget(post.thread.space_id)
    if others_saw_it:
        events.announce_change(post.thread)
    elif post.is_opening:
        events.announce_thread(post.thread)
    else:
        _told_as_new(post, now=now)


def _told_as_new(post: Post, *, now: datetime) -> None:
    was_answered = post.thread.answered_at is not None
    thread = Thread.objects.select_related("space").get(pk=post.thread_id)
    if thread.answered_at and not was_answered:
        settle_offers(thread, answered_by=post.author, now=now)
    events.announce_post(events.REPLY_POSTED, post)
    tell_followers(post, thread, now=now)


def keep_back(post: Post, *, now: datetime) -> None:
    """Leave a held post unseen, after a person decided so."""
    Post.objects.filter(pk=post.pk, kept_back_at__isnull=True).update(
        kept_back_at=now, version=F("version") + 1
    )


@transaction.atomic
def take_back_held(post: Post, *, now: datetime) -> None:
    """Let the author take away what others never saw; nobody is told."""
    Post.objects.filter(pk=post.pk).update(removed_at=now, removed_by_author=True, version=F("version") + 1)
    if post.is_opening:
        Thread.objects.filter(pk=post.thread_id).update(removed_by_author=True, version=F("version") + 1)
