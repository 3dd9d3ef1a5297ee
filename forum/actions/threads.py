"""Starting, locking and removing threads."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from core.pictures import EncodedPicture
from core.text import render_markdown
from forum import events, feeds, permissions
from forum.actions.drafts import drop_draft
from forum.actions.first_look import look_first
from forum.actions.pictures import keep_picture
from forum.models import Post, Reading, Space, Thread
from forum.names import get_or_create_alias
from forum.voices import speaks_anonymously
from people.actions import wait_for_turn
from people.models import Member
from people.queries import pack_notes
from safety.actions import keep_pace, record


class ThreadClosed(Exception):
    """The thread was locked or removed since the page was opened."""


@transaction.atomic
def start_thread(
    space: Space,
    *,
    author: Member,
    title: str,
    body: str,
    wants: str,
    now: datetime,
    notes: Iterable[str] = (),
    anonymous: bool = False,
    nonce: UUID | None = None,
    picture: EncodedPicture | None = None,
    picture_description: str = "",
) -> Thread:
    """Start a thread with its opening post, follow it for the author and tell the space.

    What has to wait for a person is held and announced to nobody.
    Refused for those who may not post here; TooSoon for those who post more slowly for now. The same nonce with the
    same words returns the first thread.
    """
    if not permissions.can_post(author, space):
        raise PermissionDenied
    wait_for_turn(author)
    earlier = _posted_before(author, nonce) if nonce else None
    if earlier and earlier.is_opening and (earlier.title, earlier.body) == (title, body):
        return earlier.thread
    keep_pace(author, now=now)
    thread, post = _create(
        space, author, title=title, body=body, wants=wants, notes=pack_notes(notes), anonymous=anonymous,
        nonce=None if earlier else nonce, now=now,
    )  # fmt: skip
    if picture:
        keep_picture(post, picture, description=picture_description)
    Reading.objects.create(member=author, thread=thread, seen_post_id=post.pk, followed_at=now)
    drop_draft(author, space=space)
    if not look_first(post, now=now):
        feeds.forget(space.pk)
        events.announce_thread(thread)
    return thread


def _create(
    space: Space, author: Member, *, title: str, body: str, wants: str, notes: str, anonymous: bool,
    nonce: UUID | None, now: datetime,
) -> tuple[Thread, Post]:  # fmt: skip
    """Return a new thread and the post it begins with."""
    anonymous = speaks_anonymously(space, author, wishes=anonymous)
    thread = Thread.objects.create(
        space=space, author=author, title=title, wants=wants, notes=notes, nonce=nonce, created_at=now,
        last_activity_at=now, last_author=None if anonymous else author,
    )  # fmt: skip
    if anonymous:
        thread.alias = get_or_create_alias(thread, author, nonce=nonce)
    post = Post.objects.create(
        thread=thread, author=author, alias=thread.alias, is_opening=True, title=title, body=body,
        html=render_markdown(body), notes=notes, nonce=nonce, created_at=now,
    )  # fmt: skip
    thread.last_post_id = post.pk
    thread.save(update_fields=["alias", "last_post_id"])
    return thread, post


def _posted_before(author: Member, nonce: UUID) -> Post | None:
    return Post.objects.filter(author=author, nonce=nonce).select_related("thread").first()


@transaction.atomic
def lock_thread(thread: Thread, *, by: Member, now: datetime) -> None:
    """Close a thread to new replies; moderators of its space only."""
    _set_locked(thread, by=by, locked_at=now, now=now)


@transaction.atomic
def unlock_thread(thread: Thread, *, by: Member, now: datetime) -> None:
    """Open a locked thread again; moderators of its space only."""
    _set_locked(thread, by=by, locked_at=None, now=now)


def _set_locked(thread: Thread, *, by: Member, locked_at: datetime | None, now: datetime) -> None:
    if not permissions.can_moderate(by, thread.space):
        raise PermissionDenied
    set_locked(thread, by=by, locked_at=locked_at, now=now)


@transaction.atomic
def set_locked(thread: Thread, *, by: Member, locked_at: datetime | None, now: datetime) -> None:
    """Close a thread or open it again, after somebody asked who may."""
    act = "forum.thread_locked" if locked_at else "forum.thread_unlocked"
    record(act, by=by, now=now, about_id=thread.author_id, subject=f"forum.thread:{thread.pk}")
    Thread.objects.filter(pk=thread.pk).update(locked_at=locked_at, version=F("version") + 1)
    thread.locked_at = locked_at
    feeds.forget(thread.space_id)
    events.announce_change(thread)


@transaction.atomic
def remove_thread(thread: Thread, *, by: Member, now: datetime) -> None:
    """Take a whole thread away: its author, or a moderator of its space."""
    own = thread.author_id == by.pk
    if not own and not permissions.can_moderate(by, thread.space):
        raise PermissionDenied
    if not own:
        record(
            "forum.thread_removed",
            by=by,
            now=now,
            about_id=thread.author_id,
            subject=f"forum.thread:{thread.pk}",
        )
    Thread.objects.filter(pk=thread.pk, removed_at__isnull=True).update(
        removed_at=now, removed_by_author=own, version=F("version") + 1
    )
    feeds.forget(thread.space_id)
    events.announce_change(thread)
