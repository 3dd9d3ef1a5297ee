"""Who may do what around calls: yes or no, from facts already loaded."""

from django.conf import settings

from calls import janus
from calls.models import Call, Participant
from calls.venues import Venue

# Where each sends to each of the others, so many an ordinary line and an old telephone can still carry.
MOST_WITHOUT_SERVER = 6
MOST_WITH_PICTURES = 4
# Where a media server passes on what each sends once.
MOST_WITH_SERVER = 12


def is_possible() -> bool:
    """Whether this installation can have calls at all: only through a relay, or members would see where others are."""
    return settings.CALLS is not None


def can_come(venue: Venue, call: Call | None, *, was_here: bool) -> bool:
    """Whether the member may come in now: a locked call takes nobody new but its hosts."""
    if not (is_possible() and venue.may_join):
        return False
    return call is None or call.locked_at is None or venue.is_host or was_here


def waits_at_door(venue: Venue, call: Call) -> bool:
    """Whether whoever comes is to be let in: always in some places, in others while a host wants it so."""
    return not venue.is_host and (venue.has_waiting_room or call.waits_since is not None)


def needs_server(venue: Venue) -> bool:
    """Whether a call that begins here goes through the media server: where there is one, and many may come."""
    return janus.is_named() and venue.most > MOST_WITH_PICTURES


def most_in(venue: Venue, call: Call | None) -> int:
    """How many fit into the call of a venue: as many as it wants, and as browsers and servers can carry."""
    has_server = bool(call.room) if call else needs_server(venue)
    return min(venue.most, MOST_WITH_SERVER if has_server else MOST_WITHOUT_SERVER)


def can_show_pictures(call: Call, count: int) -> bool:
    """Whether so many in one call may show pictures; with more of them voices go on alone."""
    return count <= (MOST_WITH_SERVER if call.room else MOST_WITH_PICTURES)


def can_talk(participant: Participant) -> bool:
    """Whether this browser may reach others: not while it waits at the door."""
    return participant.admitted_at is not None
