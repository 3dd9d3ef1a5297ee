"""Conversations of one member. One with somebody they see no trace of is as if absent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from chat import unread
from chat.models import LENGTHS, Conversation, Kind, Lifetime, Message, Seat
from chat.models.conversations import pair_of
from chat.queries.requests import requests_for
from chat.queries.rooms import RoomState, place_of, rooms_on_list, seat_in, state_of
from core.paging import Page, keyset_page
from people.models import Account, Member
from people.queries import are_here

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation as one of its people has it. `others` are those they may see.

    `lifetime` is how long messages stay: of what all who are in it chose, the shortest. Of a room, `room` is how it
    stands now; who else is in it is not told.
    """

    conversation: Conversation
    viewer: Member
    mine: Seat
    others: tuple[Seat, ...] = ()
    lifetime: str = Lifetime.KEPT
    has_news: bool = False
    room: RoomState | None = None

    @property
    def other(self) -> Seat | None:
        """Between two the seat of the other; None when their account is closed."""
        return self.others[0] if self.conversation.is_between_two and self.others else None

    @property
    def partner(self) -> Member | None:
        return self.other.member if self.other else None

    @property
    def name(self) -> str:
        """What a group or a room is called for the viewer; "" between two."""
        if self.room:
            return self.room.room.name
        return self.conversation.name_for(self.viewer) if self.conversation.is_group else ""

    @property
    def is_kept_by_viewer(self) -> bool:
        """Tell whether the viewer looks after this group."""
        return self.conversation.is_group and self.conversation.keeper_id == self.viewer.pk

    @property
    def keeper(self) -> Member | None:
        """Who looks after this group, None where it is nobody the viewer sees."""
        seats = [self.mine, *self.others]
        return next((seat.member for seat in seats if seat.member_id == self.conversation.keeper_id), None)

    def both_show(self, what: str) -> bool:
        """Tell whether both would show this of themselves: "read", "writing" or "here"; never more than two."""
        name = f"shows_{what}"
        return self.other is not None and bool(getattr(self.mine, name) and getattr(self.other, name))

    @property
    def is_ended(self) -> bool:
        return self.conversation.ended_at is not None


def conversations_of(viewer: Member) -> QuerySet[Conversation]:
    """Return the conversations this member may know of; rooms are not among them.

    One with somebody they see no trace of is left out; of a group only what that one says in it.
    """
    found = Conversation.objects.filter(seats__member=viewer).exclude(kind=Kind.ROOM)
    if viewer.hidden_ids:
        apart = Seat.objects.filter(conversation=OuterRef("pk"), member__in=viewer.hidden_ids)
        found = found.exclude(Q(kind=Kind.TWO), Exists(apart))
    return found


def get_standing(conversation_id: int, *, viewer: Member) -> Standing:
    """Return one conversation as this member has it, or a room they may enter; Http404 for everybody else's."""
    conversation = Conversation.objects.select_related("room").filter(pk=conversation_id).first()
    if conversation and conversation.is_room:
        return _standing_in_room(conversation, viewer)
    if conversation is None or not conversations_of(viewer).filter(pk=conversation_id).exists():
        raise Http404
    return _standings([conversation], viewer)[0]


def _standing_in_room(conversation: Conversation, viewer: Member) -> Standing:
    place_of(conversation.room, viewer=viewer)
    return _standing_in(state_of(conversation.room, now=timezone.now()), viewer)


def _standing_in(state: RoomState, viewer: Member) -> Standing:
    room = state.room
    mine = seat_in(room.conversation, viewer)
    return Standing(room.conversation, viewer, mine, lifetime=room.lifetime, room=state)


def find_standing(viewer: Member, other: Member) -> Standing | None:
    """Return what the two have together, None while they have never talked."""
    conversation = conversations_of(viewer).filter(pair=pair_of(viewer, other)).first()
    return _standings([conversation], viewer)[0] if conversation else None


def all_standings(viewer: Member, *, with_rooms: bool, now: datetime) -> dict[int, Standing]:
    """Return every conversation of the member by number, and every room on their list where these are wanted too."""
    found = _standings(conversations_of(viewer), viewer)
    if with_rooms:
        found += [_standing_in(state, viewer) for state in rooms_on_list(viewer, now=now)]
    return {each.conversation.pk: each for each in found}


def without_names_of_others(account: Account, rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Leave out of an export groups that are called what somebody said of whom its owner sees no trace."""
    return rows.exclude(named_by__in=account.member.hidden_ids)  # type: ignore[attr-defined]


def list_conversations(viewer: Member, cursor: str | None = None) -> Page:
    """Return one page of the member's conversations, last active first, as Standing."""
    seats = Seat.objects.filter(member=viewer, conversation__in=conversations_of(viewer).values("pk"))
    page = keyset_page(
        seats.select_related("conversation"), order=("-active_at", "-pk"), cursor=cursor, size=PAGE_SIZE
    )
    return Page(_standings([seat.conversation for seat in page.items], viewer), page.next_cursor)


def has_unread(viewer: Member) -> bool:
    """Say whether a message or a request waits; never how many. Remembered for fifteen seconds."""
    answer = unread.recall(viewer)
    if answer is None:
        answer = has_news(viewer)
        unread.remember(viewer, answer)
    return answer


def has_news(viewer: Member) -> bool:
    """Say whether a message or a request waits right now."""
    return _seats_with_news(viewer).exists() or requests_for(viewer).exists()


def is_here(standing: Standing) -> bool | None:
    """Tell whether the other is here right now, None where not both show that."""
    if standing.partner is None or not standing.both_show("here"):
        return None
    return standing.partner.pk in are_here([standing.partner.pk])


def read_until(standing: Standing) -> int | None:
    """Return up to which message the other has read, None where not both show that."""
    return standing.other.seen_message_id if standing.other and standing.both_show("read") else None


def with_news(viewer: Member) -> set[int]:
    """Return the conversations in which something stands that this member has not seen, without muted ones."""
    return set(_seats_with_news(viewer).values_list("conversation_id", flat=True))


def since_when(standing: Standing, *, now: datetime) -> datetime | None:
    """Return from when on messages of this conversation still stand, None where all do."""
    length = LENGTHS.get(Lifetime(standing.lifetime))
    return now - length if length else None


def _standings(conversations: Iterable[Conversation], viewer: Member) -> list[Standing]:
    found = list(conversations)
    seats: dict[int, list[Seat]] = {each.pk: [] for each in found}
    for seat in Seat.objects.filter(conversation__in=found).select_related("member__account").order_by("pk"):
        seats[seat.conversation_id].append(seat)
    news = with_news(viewer)
    return [_standing(each, seats[each.pk], viewer, has_news=each.pk in news) for each in found]


def _standing(conversation: Conversation, seats: list[Seat], viewer: Member, *, has_news: bool) -> Standing:
    chosen = {seat.lifetime for seat in seats}
    return Standing(
        conversation,
        viewer,
        mine=next(seat for seat in seats if seat.member_id == viewer.pk),
        others=tuple(seat for seat in seats if seat.member_id not in {viewer.pk, *viewer.hidden_ids}),
        lifetime=next(each for each in Lifetime.values if each in chosen),
        has_news=has_news,
    )


def _seats_with_news(viewer: Member) -> QuerySet[Seat]:
    """Return the member's seats where somebody they see wrote since they looked, without muted ones."""
    newest = (
        Message.objects.standing()
        .filter(conversation=OuterRef("conversation"))
        .exclude(author__in=[viewer.pk, *viewer.hidden_ids])
        .order_by("-pk")
    )
    seats = Seat.objects.filter(member=viewer, muted_at__isnull=True)
    seats = seats.filter(conversation__in=conversations_of(viewer).values("pk"))
    return seats.annotate(newest=Subquery(newest.values("pk")[:1])).filter(newest__gt=F("seen_message_id"))
