"""Writing, changing and taking back messages, and answering one with a press."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from chat import events, permissions, unread
from chat.actions.attachments import NewAttachment, keep_attachments
from chat.actions.rooms import enter_room, let_speak
from chat.actions.screening import screen_in_room
from chat.models import Conversation, Message, Seat, Support
from chat.queries import Standing
from chat.room_places import voice_in
from chat.signs import signs_of
from core.support import SupportKind
from notifications.actions import notify
from people.models import Member
from people.queries import apart_from, pack_notes
from safety.actions import keep_pace


class ConversationEnded(Exception):
    """It ended while somebody was writing."""


class TooLateToEdit(Exception):
    """Words can be changed for five minutes, so that nobody has answered something that was never said."""


@transaction.atomic
def send_message(
    standing: Standing,
    *,
    author: Member,
    body: str,
    now: datetime,
    notes: Iterable[str] = (),
    answers: Message | None = None,
    nonce: UUID | None = None,
    attachments: Sequence[NewAttachment] = (),
) -> Message:
    """Say something in a conversation; tell those who are in it, unless they muted it or see no trace of its author.

    The same nonce with the same words returns the first message, so a browser may send until it hears an answer.
    Raises ConversationEnded, PermissionDenied for whoever may not write, TooSoon for those who write more slowly for
    now, and in a room what `let_speak` raises.
    """
    # One after the other in each conversation, so that numbers are in the order in which readers get them.
    conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=standing.conversation.pk)
    earlier = Message.objects.filter(author=author, nonce=nonce).first() if nonce else None
    if earlier and earlier.conversation_id == conversation.pk:
        return earlier
    _may_say(conversation, standing, author, with_files=bool(attachments), now=now)
    voice, voice_seed = voice_in(conversation.room.place, author) if conversation.is_room else ("", 0)
    said = "\n".join([body, *(each.description for each in attachments)])
    message = Message.objects.create(
        conversation=conversation, author=author, voice=voice, voice_seed=voice_seed, body=body,
        notes=pack_notes(notes), signs=signs_of(said),
        answers=answers if answers and answers.conversation_id == conversation.pk else None,
        nonce=None if earlier else nonce, created_at=now,
    )  # fmt: skip
    keep_attachments(message, attachments)
    if conversation.is_room:
        _tell_the_room(message, standing, now=now)
    else:
        _tell_the_others(message, standing.mine, now=now)
    return message


def _may_say(
    conversation: Conversation, standing: Standing, author: Member, *, with_files: bool, now: datetime
) -> None:
    """Raise whatever stands against a message of this author here and now."""
    if conversation.ended_at:
        raise ConversationEnded
    if not permissions.can_write(author, conversation, standing.others, now=now):
        raise PermissionDenied
    if with_files and not permissions.takes_attachments(conversation):
        raise PermissionDenied
    keep_pace(author, now=now)
    if conversation.is_room:
        let_speak(conversation.room, author, now=now)


def _tell_the_room(message: Message, standing: Standing, *, now: datetime) -> None:
    """Sort what was said, and let everybody who has the room open hear of it at once unless it is held."""
    screen_in_room(message, now=now)
    enter_room(standing, now=now)
    events.announce_sent(message, to=())


def _tell_the_others(message: Message, mine: Seat, *, now: datetime) -> None:
    """Note that something came, for all who may see it, and tell those who want to hear."""
    if not Seat.objects.filter(pk=mine.pk).update(seen_message_id=message.pk, active_at=now):
        raise PermissionDenied
    seats = Seat.objects.filter(conversation=message.conversation_id).exclude(member=message.author_id)
    others = list(seats.exclude(member__in=apart_from(message.author_id)))
    Seat.objects.filter(pk__in=[seat.pk for seat in others]).update(active_at=now)
    listening = [seat.member_id for seat in others if seat.muted_at is None]
    notify(
        "chat.message", subject_id=message.conversation_id, member_ids=listening, actor_id=message.author_id, now=now
    )  # fmt: skip
    events.announce_sent(message, to=others)
    unread.forget([message.author_id, *listening])


@transaction.atomic
def edit_message(
    message: Message, *, by: Member, body: str, now: datetime, notes: Iterable[str] = ()
) -> Message:
    """Change one's own words within five minutes; readers see that they were changed. In a room, many changes in a row
    raise ChangedTooOften."""
    message = (
        Message.objects.select_for_update(of=("self",)).select_related("conversation").get(pk=message.pk)
    )
    if message.author_id != by.pk:
        raise PermissionDenied
    if not permissions.can_edit(by, message, now=now) or not permissions.can_speak(by, now=now):
        raise TooLateToEdit
    was_held = message.held_at is not None
    message.body, message.notes, message.edited_at = body, pack_notes(notes), now
    message.signs = signs_of(message.all_words)
    message.save(update_fields=["body", "notes", "signs", "edited_at"])
    if message.conversation.is_room:
        screen_in_room(message, now=now, changed=True)
    events.announce_message_change(message, was_held=was_held)
    return message


@transaction.atomic
def remove_message(message: Message, *, by: Member, now: datetime) -> None:
    """Take one's own words back. Their place stays; the words are kept sealed for some days in case of a report."""
    if message.author_id != by.pk:
        raise PermissionDenied
    if Message.objects.filter(pk=message.pk, removed_at__isnull=True).update(removed_at=now):
        Support.objects.filter(message=message).delete()
        events.announce_message_change(message, was_held=message.held_at is not None)
        _look_again(message)


@transaction.atomic
def take_down(message_ids: Iterable[int], *, now: datetime) -> None:
    """Take messages down for all; the desk has asked who may, and keeps the reasons.

    One that waited for a person stays out of everybody else's sight: they never saw it, and no line says it was there.
    """
    for message in Message.objects.filter(pk__in=list(message_ids), taken_down_at__isnull=True):
        Message.objects.filter(pk=message.pk).update(taken_down_at=now)
        events.announce_message_change(message, was_held=message.held_at is not None)
        _look_again(message)


@transaction.atomic
def put_back(message_ids: Iterable[int]) -> None:
    """Put messages back that were taken down, or show those that waited for a person."""
    kept_from_others = Q(taken_down_at__isnull=False) | Q(held_at__isnull=False)
    for message in Message.objects.filter(kept_from_others, pk__in=list(message_ids)):
        Message.objects.filter(pk=message.pk).update(taken_down_at=None, held_at=None)
        events.announce_message_change(message)


@transaction.atomic
def toggle_support(
    message: Message, *, member: Member, kind: str, now: datetime, wanted: bool | None = None
) -> bool:
    """Say it with a press, or take it back when it was said before; return whether it stands.

    With `wanted` it ends up said or not said, whatever was before.
    """
    if kind not in SupportKind.values or not permissions.can_support(member, message):
        raise PermissionDenied
    given, made = Support.objects.get_or_create(
        message=message, member=member, kind=kind, defaults={"created_at": now}
    )
    stands = made if wanted is None else wanted
    if not stands:
        given.delete()
    if made or not stands:
        events.announce_support(message, by=member)
    return stands


def _look_again(message: Message) -> None:
    seats = Seat.objects.filter(conversation=message.conversation_id)
    unread.forget(seats.values_list("member_id", flat=True))
