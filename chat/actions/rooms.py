"""Rooms: opened and run by whoever looks after their place, entered by whoever may be there."""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from chat import events, hours, permissions
from chat.models import Conversation, Kind, Message, Room, Seat
from chat.queries import Standing
from chat.room_places import looks_after, why_not_now
from people.models import Member
from safety.actions import record

SEEN_SECONDS = 30  # a room is read by hundreds at once: how far each has read is written down now and then


class RoomPaused(Exception):
    """Whoever looks after the room asked for a moment of quiet."""


class NotNow(RoomPaused):
    """The place has a reason why this one cannot say anything right now; `words` says it."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class RoomShut(Exception):
    """The room is outside its hours; `opens_at` is when it opens next, None where it does not."""

    def __init__(self, *, opens_at: datetime | None) -> None:
        super().__init__()
        self.opens_at = opens_at


class WaitALittle(Exception):
    """One message after the other, slowly; `again_at` is when the next can come."""

    def __init__(self, *, again_at: datetime) -> None:
        super().__init__()
        self.again_at = again_at


@transaction.atomic
def open_room(place: str, *, by: Member, now: datetime, **facts: Any) -> Room:
    """Open a room in a place one looks after; `facts` are the fields of a room."""
    _looks_after(by, place)
    conversation = Conversation.objects.create(kind=Kind.ROOM, started_at=now)
    room = Room.objects.create(conversation=conversation, place=place, **facts)
    _recorded("chat.room_opened", room, by=by, now=now)
    return room


def make_room(place: str, *, name: str, lifetime: str, now: datetime) -> Room:
    """Make the room that belongs to what a feature above holds; who may be there is that feature's to say."""
    conversation = Conversation.objects.create(kind=Kind.ROOM, started_at=now)
    return Room.objects.create(conversation=conversation, place=place, name=name, lifetime=lifetime)


def rename_rooms(place: str, *, was_called: str, name: str) -> None:
    """Have the rooms of a place that are called after it go by its new name."""
    Room.objects.filter(place=place, name=was_called).update(name=name)


def end_room(room: Room, *, now: datetime) -> None:
    """Have nothing more be said in a room a feature above made; what was said goes when its time is over."""
    if Conversation.objects.filter(pk=room.pk, ended_at__isnull=True).update(ended_at=now):
        events.announce_change(room.conversation)


def forget_room(room: Room) -> None:
    """Delete a room a feature above made, and all that was said in it."""
    Conversation.objects.filter(pk=room.pk).delete()


@transaction.atomic
def edit_room(room: Room, *, by: Member, now: datetime, **facts: Any) -> None:
    """Change what a room says about itself and how it is run."""
    _looks_after(by, room.place)
    Room.objects.filter(pk=room.pk).update(**facts)
    _recorded("chat.room_edited", room, by=by, now=now)
    events.announce_change(room.conversation)


@transaction.atomic
def pause_room(room: Room, *, by: Member, now: datetime) -> None:
    """Have the room be quiet for a while: it can be read, and only those who look after it write."""
    _looks_after(by, room.place)
    if Room.objects.filter(pk=room.pk, paused_at__isnull=True).update(paused_at=now):
        _recorded("chat.room_paused", room, by=by, now=now)
        events.announce_change(room.conversation)


@transaction.atomic
def resume_room(room: Room, *, by: Member, now: datetime) -> None:
    """Let everybody write again."""
    _looks_after(by, room.place)
    if Room.objects.filter(pk=room.pk, paused_at__isnull=False).update(paused_at=None):
        _recorded("chat.room_resumed", room, by=by, now=now)
        events.announce_change(room.conversation)


@transaction.atomic
def close_room(room: Room, *, by: Member, now: datetime) -> None:
    """Close a room for good; it is not listed any more, and can be read by whoever has it in their list."""
    _looks_after(by, room.place)
    if Conversation.objects.filter(pk=room.pk, ended_at__isnull=True).update(ended_at=now):
        _recorded("chat.room_closed", room, by=by, now=now)
        events.announce_change(room.conversation)


@transaction.atomic
def reopen_room(room: Room, *, by: Member, now: datetime) -> None:
    """Open a room again that was closed."""
    _looks_after(by, room.place)
    if Conversation.objects.filter(pk=room.pk, ended_at__isnull=False).update(ended_at=None):
        _recorded("chat.room_reopened", room, by=by, now=now)
        events.announce_change(room.conversation)


def announce_door_change(place: str) -> None:
    """Have everybody who listens in the rooms of a place asked again whether they may."""
    events.announce_door_change(Room.objects.filter(place=place).values_list("pk", flat=True))


def enter_room(standing: Standing, *, now: datetime) -> None:
    """Put the room on the member's list, and note that they have seen what is there."""
    newest = _newest(standing)
    mine = Seat.objects.filter(conversation=standing.conversation, member=standing.viewer)
    if mine.filter(seen_message_id=newest).exists() or mine.update(seen_message_id=newest):
        return  # looking again writes nothing
    Seat.objects.get_or_create(
        conversation=standing.conversation, member=standing.viewer,
        defaults={"seen_message_id": newest, "active_at": now},
    )  # fmt: skip


def follow_room(standing: Standing, *, now: datetime) -> None:
    """Note how far a member has read who has the room open; at most every half minute."""
    if cache.add(f"chat-room-seen-{standing.conversation.pk}-{standing.viewer.pk}", 1, SEEN_SECONDS):
        Seat.objects.filter(conversation=standing.conversation, member=standing.viewer).update(
            seen_message_id=_newest(standing)
        )


def leave_room(standing: Standing) -> None:
    """Take the room off the member's list. What they wrote stays; the door stays open to them."""
    Seat.objects.filter(conversation=standing.conversation, member=standing.viewer).delete()


def let_speak(room: Room, author: Member, *, now: datetime) -> None:
    """Raise what stands against a message of this author in this room right now.

    Whoever looks after it may write while it is paused or shut, and without waiting.
    """
    if not looks_after(author, room.place):
        if not hours.is_open(room, now=now):
            raise RoomShut(opens_at=hours.opens_next(room, now=now))
        if room.paused_at:
            raise RoomPaused
        if why_not := why_not_now(room.place, author):
            raise NotNow(why_not)
        _slowly(room, author, now=now)


def _slowly(room: Room, author: Member, *, now: datetime) -> None:
    wait = timedelta(seconds=room.slow_seconds)
    last = Message.objects.filter(conversation=room.pk, author=author, created_at__gt=now - wait).order_by(
        "-pk"
    )
    if wait and (said := last.first()):
        raise WaitALittle(again_at=said.created_at + wait)


def _newest(standing: Standing) -> int:
    newest: int | None = Message.objects.filter(conversation=standing.conversation).aggregate(pk=Max("pk"))[
        "pk"
    ]
    return newest or 0


def _looks_after(member: Member, place: str) -> None:
    if not permissions.can_run_rooms(member, place):
        raise PermissionDenied


def _recorded(act: str, room: Room, *, by: Member, now: datetime) -> None:
    record(act, by=by, now=now, about_id=None, subject=f"chat.room:{room.pk}")
