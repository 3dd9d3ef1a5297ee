"""Replying in a thread."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from core.pictures import EncodedPicture
from core.text import render_markdown
from forum import events, feeds, permissions
from forum.actions.drafts import drop_draft
from forum.actions.first_look import look_first
from forum.actions.offers import settle_offers
from forum.actions.pictures import keep_picture
from forum.actions.telling import tell_followers
from forum.actions.threads import ThreadClosed
from forum.models import Post, Reading, Thread
from forum.names import get_or_create_alias
from forum.passages import passage_of
from forum.queries.answers import is_answer
from forum.voices import speaks_anonymously
from people.models import Member
from people.queries import pack_notes
from safety.actions import keep_pace


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
    earlier = Post.objects.filter(author=author, nonce=nonce).first() if nonce else None
    if earlier and (earlier.body, earlier.thread_id) == (body, thread.pk):
        return earlier
    _must_be_able_to_reply(thread, author, now=now)
    anonymous = speaks_anonymously(thread.space, author, wishes=anonymous)
    post = Post(
        thread=thread, author=author, alias=get_or_create_alias(thread, author) if anonymous else None, body=body,
        html=render_markdown(body), notes=pack_notes(notes), nonce=None if earlier else nonce, created_at=now,
    )  # fmt: skip
    if quoted and quoted.thread_id == thread.pk and (passage := passage_of(quoted, quoted_text)):
        post.quoted, post.quoted_text = quoted, passage
    post.save()
    if picture:
        keep_picture(post, picture, description=picture_description)
    _note_own(post, now=now)
    if not look_first(post, now=now):
        _show(post, thread, now=now)
    return post


def _must_be_able_to_reply(thread: Thread, author: Member, *, now: datetime) -> None:
    if thread.locked_at or thread.removed_at:
        raise ThreadClosed
    if not permissions.can_reply(author, thread):
        raise PermissionDenied
    keep_pace(author, now=now)


def _show(post: Post, thread: Thread, *, now: datetime) -> None:
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


def _note_own(post: Post, *, now: datetime) -> None:
    """Have its author know of it: it is read, the thread is followed, and what was kept as a draft is posted."""
    Reading.objects.update_or_create(
        member=post.author,
        thread=post.thread,
        defaults={"seen_post_id": post.pk},
        create_defaults={"seen_post_id": post.pk, "followed_at": now},
    )
    drop_draft(post.author, thread=post.thread)
