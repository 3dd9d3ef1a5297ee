"""Conversations of one member. One with somebody they see no trace of is as if absent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import Http404

from chat import unread
from chat.models import LENGTHS, Conversation, Lifetime, Message, Seat
from chat.models.conversations import pair_of
from chat.queries.requests import requests_for
from core.paging import Page, keyset_page
from people.models import Member

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation as one of the two has it. `other` is None when the other's account is closed."""

    conversation: Conversation
    mine: Seat
    other: Seat | None
    has_news: bool = False

    @property
    def partner(self) -> Member | None:
        return self.other.member if self.other else None

    @property
    def lifetime(self) -> str:
        """How long messages stay: of what the two chose, the shorter."""
        chosen = {self.mine.lifetime, self.other.lifetime if self.other else Lifetime.KEPT}
        return next(each for each in Lifetime.values if each in chosen)

    def both_show(self, what: str) -> bool:
        """Tell whether both would show this of themselves: "read", "writing" or "here"."""
        name = f"shows_{what}"
        return self.other is not None and bool(getattr(self.mine, name) and getattr(self.other, name))

    @property
    def is_ended(self) -> bool:
        return self.conversation.ended_at is not None


def conversations_of(viewer: Member) -> QuerySet[Conversation]:
    """Return the conversations this member may know of."""
    found = Conversation.objects.filter(seats__member=viewer)
    if viewer.hidden_ids:
        apart = Seat.objects.filter(conversation=OuterRef("pk"), member__in=viewer.hidden_ids)
        found = found.exclude(Exists(apart))
    return found


def get_standing(conversation_id: int, *, viewer: Member) -> Standing:
    """Return one conversation as this member has it; Http404 for everybody else's."""
    conversation = conversations_of(viewer).filter(pk=conversation_id).first()
    if conversation is None:
        raise Http404
    return _standings([conversation], viewer)[0]


def find_standing(viewer: Member, other: Member) -> Standing | None:
    """Return what the two have together, None while they have never talked."""
    conversation = conversations_of(viewer).filter(pair=pair_of(viewer, other)).first()
    return _standings([conversation], viewer)[0] if conversation else None


def all_standings(viewer: Member) -> dict[int, Standing]:
    """Return every conversation of the member, by number."""
    return {each.conversation.pk: each for each in _standings(conversations_of(viewer), viewer)}


def list_conversations(viewer: Member, cursor: str | None = None) -> Page:
    """Return one page of the member's conversations, last active first, as Standing."""
    page = keyset_page(
        conversations_of(viewer), order=("-last_message_at", "-pk"), cursor=cursor, size=PAGE_SIZE
    )
    return Page(_standings(page.items, viewer), page.next_cursor)


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


def since_when(standing: Standing, *, now: datetime) -> datetime | None:
    """Return from when on messages of this conversation still stand, None where all do."""
    length = LENGTHS.get(Lifetime(standing.lifetime))
    return now - length if length else None


def _standings(conversations: Iterable[Conversation], viewer: Member) -> list[Standing]:
    found = list(conversations)
    seats = Seat.objects.filter(conversation__in=found).select_related("member__account")
    by_place = {(seat.conversation_id, seat.member_id == viewer.pk): seat for seat in seats}
    news = set(_seats_with_news(viewer).values_list("conversation_id", flat=True))
    return [
        Standing(
            conversation,
            mine=by_place[conversation.pk, True],
            other=by_place.get((conversation.pk, False)),
            has_news=conversation.pk in news,
        )
        for conversation in found
    ]


def _seats_with_news(viewer: Member) -> QuerySet[Seat]:
    """Return the member's seats where somebody else wrote since they looked, without muted ones."""
    newest = (
        Message.objects.standing()
        .filter(conversation=OuterRef("conversation"))
        .exclude(author=viewer)
        .order_by("-pk")
    )
    seats = Seat.objects.filter(member=viewer, muted_at__isnull=True)
    seats = seats.filter(conversation__in=conversations_of(viewer).values("pk"))
    return seats.annotate(newest=Subquery(newest.values("pk")[:1])).filter(newest__gt=F("seen_message_id"))
