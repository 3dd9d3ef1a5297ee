"""Replying, editing, removing, and pinning an update."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from core.pictures import EncodedPicture
from core.text import render_markdown
from forum import events, feeds, permissions
from forum.actions.care import offer_care
from forum.actions.counts import count_again
from forum.actions.drafts import drop_draft
from forum.actions.holding import hold, take_back_held
from forum.actions.offers import settle_offers
from forum.actions.pace import keep_pace
from forum.actions.pictures import keep_picture
from forum.actions.screening import screen_post
from forum.actions.telling import tell_followers
from forum.actions.threads import ThreadClosed, remove_thread
from forum.models import Post, PostRevision, Reading, Thread
from forum.names import get_or_create_alias
from forum.passages import passage_of
from forum.queries.answers import is_answer
from notifications.actions import notify
from people.models import Member
from people.queries import pack_notes
from safety.actions import record


class EditConflict(Exception):
    """The post was edited elsewhere since this form was opened; `post` is how it stands now."""

    def __init__(self, post: Post) -> None:
        super().__init__()
        self.post = post


@transaction.atomic
def post_reply(
    thread: Thread,
    *,
    author: Member,
    body: str,
    now: datetime,
    notes: Iterable[str] = (),
    anonymous: bool = False,
    quoted: Post | None = None,
    quoted_text: str = "",
    nonce: UUID | None = None,
    picture: EncodedPicture | None = None,
    picture_description: str = "",
) -> Post:
    """Add a reply, follow the thread for its author, and tell readers and followers.

    What has to wait for a person is held: nobody is told, and `held_at` says so.
    Raises ThreadClosed on a locked or removed thread, PermissionDenied without the right to write here, and TooSoon for
    those who post more slowly for now.
    The same nonce with the same words returns the first reply.
    """
    thread = Thread.objects.select_for_update(of=("self",)).select_related("space").get(pk=thread.pk)
    if nonce and (earlier := Post.objects.filter(author=author, nonce=nonce).first()):
        if earlier.body == body and earlier.thread_id == thread.pk:
            return earlier
        nonce = None
    if thread.locked_at or thread.removed_at:
        raise ThreadClosed
    if not permissions.can_reply(author, thread):
        raise PermissionDenied
    keep_pace(author, now=now)
    alias = get_or_create_alias(thread, author) if anonymous else None
    post = Post(
        thread=thread, author=author, alias=alias, body=body, html=render_markdown(body),
        notes=pack_notes(notes), nonce=nonce, created_at=now,
    )  # fmt: skip
    if quoted and quoted.thread_id == thread.pk and (passage := passage_of(quoted, quoted_text)):
        post.quoted, post.quoted_text = quoted, passage
    post.save()
    if picture:
        keep_picture(post, picture, description=picture_description)
    said = screen_post(post, now=now)
    if said.held_for:
        hold(post, now=now)
    else:
        _show_reply(post, thread, now=now)
    Reading.objects.update_or_create(
        member=author,
        thread=thread,
        defaults={"seen_post_id": post.pk},
        create_defaults={"seen_post_id": post.pk, "followed_at": now},
    )
    if said.shows_care:
        offer_care(post)
    drop_draft(author, thread=thread)
    return post


def _show_reply(post: Post, thread: Thread, *, now: datetime) -> None:
    """Count a reply in and tell those it concerns."""
    author = post.author
    Thread.objects.filter(pk=thread.pk).update(
        reply_count=F("reply_count") + 1, version=F("version") + 1, last_post_id=post.pk,
        last_activity_at=Greatest(F("last_activity_at"), now), last_author=None if post.alias_id else author,
    )  # fmt: skip
    if thread.answered_at is None and is_answer(post, thread):
        Thread.objects.filter(pk=thread.pk).update(answered_at=now)
        settle_offers(thread, answered_by=author, now=now)
    feeds.forget(thread.space_id)
    events.announce_post(events.REPLY_POSTED, post)
    tell_followers(post, thread, now=now)


@transaction.atomic
def edit_post(
    post: Post,
    *,
    by: Member,
    body: str,
    version: int,
    now: datetime,
    notes: Iterable[str] = (),
    title: str = "",
    wants: str = "",
) -> Post:
    """Change one's own words, keep what they were, and show that they were edited.

    `version` is the one the form was opened with; EditConflict if the post has moved on since.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("thread__space").get(pk=post.pk)
    if post.author_id != by.pk or post.removed_at or post.held_at:
        raise PermissionDenied
    if post.thread.locked_at or post.thread.removed_at:
        raise ThreadClosed
    if not permissions.can_edit(by, post):
        raise PermissionDenied
    if post.version != version:
        raise EditConflict(post)
    stored_notes = pack_notes(notes)
    title = title if post.is_opening else ""
    has_other_words = (post.body, post.title) != (body, title)
    if (post.body, post.notes, post.title) != (body, stored_notes, title):
        PostRevision.objects.create(
            post=post, title=post.title, body=post.body, written_at=post.edited_at or post.created_at
        )
        post.edited_at = now
    post.title, post.body, post.notes = title, body, stored_notes
    post.html = render_markdown(body)
    post.version += 1
    post.save(update_fields=["title", "body", "html", "notes", "version", "edited_at"])
    changes: dict[str, Any] = {"version": F("version") + 1}
    if post.is_opening:
        changes |= {"title": title, "notes": stored_notes, "wants": wants or post.thread.wants}
    Thread.objects.filter(pk=post.thread_id).update(**changes)
    said = screen_post(post, now=now) if has_other_words else None
    if said and said.shows_care:
        offer_care(post)
    if said and said.held_for:
        hold(post, now=now, others_saw_it=True)
        return post
    feeds.forget(post.thread.space_id)
    events.announce_post(events.POST_EDITED, post)
    return post


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
