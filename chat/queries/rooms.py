"""Rooms of places the viewer may enter. All others are as if absent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import F, OuterRef, Subquery
from django.http import Http404

from chat import hours
from chat.models import Conversation, Message, Room, Seat
from chat.room_places import RoomPlace, find_place, places_open_to
from people.models import Member


@dataclass(frozen=True, slots=True)
class RoomState:
    """How a room stands right now. `opens_at` and `closes_at` are its next times, None where it has none."""

    room: Room
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    has_news: bool = False

    def turns_in(self, *, now: datetime) -> int | None:
        """Return in how many seconds it opens or closes next, None where it does neither."""
        turns_at = self.closes_at if self.is_open else self.opens_at
        return ceil((turns_at - now).total_seconds()) if turns_at else None

    @property
    def is_paused(self) -> bool:
        return self.room.paused_at is not None

    @property
    def is_closed(self) -> bool:
        """Whether it was closed for good."""
        return self.room.conversation.ended_at is not None


def state_of(room: Room, *, now: datetime, has_news: bool = False) -> RoomState:
    """Return how a room stands at this moment."""
    return RoomState(
        room, hours.is_open(room, now=now), hours.opens_next(room, now=now), hours.closes_next(room, now=now), has_news
    )  # fmt: skip


def place_of(room: Room, *, viewer: Member) -> RoomPlace:
    """Return where a room belongs; Http404 where the viewer may not enter."""
    place = find_place(room.place, viewer=viewer)
    if place is None:
        raise Http404
    return place


def get_room(room_id: int, *, viewer: Member) -> Room:
    """Return a room the viewer may enter; Http404 for all others."""
    room = Room.objects.select_related("conversation").filter(pk=room_id).first()
    if room is None:
        raise Http404
    place_of(room, viewer=viewer)
    return room


def rooms_of(place: str, *, now: datetime) -> list[RoomState]:
    """Return the rooms of a place that were not closed for good; the caller asked who may enter."""
    rooms = Room.objects.filter(place=place, conversation__ended_at__isnull=True)
    return [state_of(room, now=now) for room in rooms.select_related("conversation")]


def list_rooms(viewer: Member, *, now: datetime) -> list[tuple[RoomPlace, list[RoomState]]]:
    """Return every room the viewer may enter, by place."""
    places = places_open_to(viewer)
    found = Room.objects.filter(place__in=places, conversation__ended_at__isnull=True)
    by_place: dict[str, list[RoomState]] = {}
    for room in found.select_related("conversation"):
        by_place.setdefault(room.place, []).append(state_of(room, now=now))
    return [(places[ref], by_place[ref]) for ref in places if ref in by_place]


def rooms_on_list(viewer: Member, *, now: datetime) -> list[RoomState]:
    """Return the rooms the viewer entered and has not closed for themselves, by name."""
    seats = Seat.objects.filter(member=viewer, conversation__room__place__in=places_open_to(viewer))
    rooms = Room.objects.filter(conversation__in=seats.values("conversation")).select_related("conversation")
    news = _with_news(viewer, [room.pk for room in rooms])
    return [state_of(room, now=now, has_news=room.pk in news) for room in rooms]


def may_listen(member: Member, room_id: int) -> bool:
    """Tell whether the member may hear what happens in a room."""
    place = Room.objects.filter(pk=room_id).values_list("place", flat=True).first()
    return place is not None and find_place(place, viewer=member) is not None


def seat_in(room: Conversation, viewer: Member) -> Seat:
    """Return the viewer's seat in a room; a new one, not kept yet, where they have not entered."""
    found = Seat.objects.filter(conversation=room, member=viewer).select_related("member").first()
    return found or Seat(conversation=room, member=viewer)


def _with_news(viewer: Member, room_ids: Iterable[int]) -> set[int]:
    seen_by_viewer = Message.objects.standing().exclude(author=viewer).not_by(viewer.hidden_ids)
    newest = seen_by_viewer.filter(conversation=OuterRef("conversation")).order_by("-pk").values("pk")[:1]
    seats = Seat.objects.filter(member=viewer, conversation__in=list(room_ids))
    seats = seats.annotate(newest=Subquery(newest)).filter(newest__gt=F("seen_message_id"))
    return set(seats.values_list("conversation_id", flat=True))
