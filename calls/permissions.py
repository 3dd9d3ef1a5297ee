"""Who may do what around calls: yes or no, from facts already loaded."""

from django.conf import settings

from calls.models import Call, Participant
from calls.venues import Venue

# Each sends to each of the others: so many, an ordinary line and an old telephone can still carry.
MOST_WITHOUT_SERVER = 6
MOST_WITH_PICTURES = 4


def is_possible() -> bool:
    """Whether this installation can have calls at all: only through a relay, or members would see where others are."""
    return settings.CALLS is not None


def can_come(venue: Venue, call: Call | None, *, was_here: bool) -> bool:
    """Whether the member may come in now: a locked call takes nobody new but its hosts."""
    if not (is_possible() and venue.may_join):
        return False
    return call is None or call.locked_at is None or venue.is_host or was_here


def most_in(venue: Venue) -> int:
    """How many fit into the call of a venue: as many as it wants, and as browsers can carry among themselves."""
    return min(venue.most, MOST_WITHOUT_SERVER)


def can_show_pictures(count: int) -> bool:
    """Whether so many in one call may show pictures; with more of them voices go on alone."""
    return count <= MOST_WITH_PICTURES


def can_talk(participant: Participant) -> bool:
    """Whether this browser may reach others: not while it waits at the door."""
    return participant.admitted_at is not None
