"""Who is in a call, for whoever may know. Two who see no trace of each other are not in the same call for either."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404

from calls import venues
from calls.models import Call, Participant, Signal
from calls.venues import Venue
from core.avatars import avatar_svg
from people.models import Member

# Three missed signs of life: whoever is silent for so long has gone.
SILENT_AFTER = timedelta(seconds=75)


@dataclass(frozen=True, slots=True)
class Going:
    """What is going on in a venue: the call, and who is in it."""

    call: Call | None
    there: list[Participant]
    names: list[str]
    was_here: bool = False


def going_on(venue_kind: str, venue_id: int, *, viewer: Member, now: datetime) -> Going:
    """Return the call in this venue and those who are in it, the viewer left out."""
    call = Call.objects.filter(venue=venue_kind, venue_id=venue_id).first()
    if call is None:
        return Going(None, [], [])
    gathering = Gathering(call, now=now)
    there = gathering.met_by(viewer, gathering.inside)
    was_here = any(each.member_id == viewer.pk for each in gathering.inside)
    return Going(call, there, [each["name"] for each in shown(there, gathering, viewer=viewer)], was_here)


def calls_with_somebody(venue_kind: str, *, viewer: Member, now: datetime) -> set[int]:
    """Return the venues of this kind in whose call somebody else is right now."""
    there = Participant.objects.admitted().filter(call__venue=venue_kind, seen_at__gt=now - SILENT_AFTER)
    return set(there.exclude(member=viewer).values_list("call__venue_id", flat=True))


def get_participant(ref: str, *, viewer: Member) -> Participant:
    """Return this member's own place in a call; Http404 for anybody else's, and once it is over."""
    found = Participant.objects.present().filter(ref=ref, member=viewer).select_related("call").first()
    if found is None:
        raise Http404
    found.member = viewer  # so that what is known of them already is not read again
    return found


def venue_of(participant: Participant) -> Venue:
    """Return where somebody is, as they have it now; Http404 once they may not be there any more."""
    call = participant.call
    venue = venues.find_venue(call.venue, call.venue_id, viewer=participant.member)
    if not venue.may_join:
        raise Http404
    return venue


def get_places(asked: Mapping[str, Member]) -> dict[str, Participant]:
    """Return the places with these refs, each only where it is this member's own."""
    found = Participant.objects.present().filter(ref__in=asked).select_related("call")
    places = {each.ref: each for each in found if each.member_id == asked[each.ref].pk}
    for ref, place in places.items():
        place.member = asked[ref]
    return places


class Gathering:
    """Everybody in one call, read once: who is in it, who waits at its door, who has fallen silent, who was put out."""

    def __init__(self, call: Call, *, now: datetime, everybody: list[Participant] | None = None) -> None:
        self._everybody = list(_in_calls([call])) if everybody is None else everybody
        for each in self._everybody:
            each.call = call
        self.call = call
        self._heard_since = now - SILENT_AFTER
        self._faces: dict[int, Mapping[int, venues.Face]] = {}

    @property
    def present(self) -> list[Participant]:
        return [each for each in self._left if each.seen_at > self._heard_since]

    @property
    def silent(self) -> list[Participant]:
        return [each for each in self._left if each.seen_at <= self._heard_since]

    @property
    def inside(self) -> list[Participant]:
        return [each for each in self.present if each.admitted_at]

    def note_arrival(self, participant: Participant, *, instead_of: Participant | None) -> None:
        """Count somebody in who has just come, in place of where they were before."""
        self._everybody = [each for each in self._everybody if each is not instead_of] + [participant]
        self._faces.clear()

    def of(self, member: Member) -> Participant | None:
        """Return this member's own row, also where they were put out."""
        return next((each for each in self._everybody if each.member_id == member.pk), None)

    def others(self, mine: Participant) -> list[Participant]:
        """Return whom this one is in the call with, in the order in which they came; nobody while they wait."""
        return self.met_by(mine.member, self.inside) if mine.admitted_at else []

    def at_the_door(self, mine: Participant) -> list[Participant]:
        """Return who would like to come in."""
        return self.met_by(mine.member, [each for each in self.present if each.admitted_at is None])

    def met_by(self, viewer: Member, participants: Sequence[Participant]) -> list[Participant]:
        """Return those of these whom the viewer meets here, themselves left out."""
        faces = self.faces_for(viewer)
        return [each for each in participants if each.member_id in faces and each.member_id != viewer.pk]

    def faces_for(self, viewer: Member) -> Mapping[int, venues.Face]:
        """Return how the viewer sees each of these, by the member's number; whom it leaves out, they do not meet."""
        if viewer.pk not in self._faces:
            members = [each.member for each in self._everybody]
            place = (self.call.venue, self.call.venue_id, members)
            self._faces[viewer.pk] = venues.faces_in(*place, viewer=viewer) if members else {}
        return self._faces[viewer.pk]

    @property
    def _left(self) -> list[Participant]:
        return [each for each in self._everybody if each.removed_at is None]


def gatherings(calls: Iterable[Call], *, now: datetime) -> dict[int, Gathering]:
    """Return who is in each of these calls, by the call's number; all of them are read at once."""
    by_number = {call.pk: call for call in calls}
    there: dict[int, list[Participant]] = {pk: [] for pk in by_number}
    for each in _in_calls(by_number.values()):
        there[each.call_id].append(each)
    return {pk: Gathering(call, now=now, everybody=there[pk]) for pk, call in by_number.items()}


def others(participant: Participant, *, now: datetime) -> list[Participant]:
    """Return whom this one is in the call with, in the order in which they came; nobody while they wait."""
    return Gathering(participant.call, now=now).others(participant)


def feeds_for(participant: Participant, *, now: datetime) -> dict[str, str]:
    """Return what this one may have of the media server: the feeds of those they meet, each with whose it is."""
    return {each.feed: each.ref for each in others(participant, now=now) if each.feed}


def signals_for(participants: Iterable[Participant]) -> dict[int, list[Signal]]:
    """Return what others have to tell each of these browsers, in the order in which each of them said it."""
    waiting: dict[int, list[Signal]] = {each.pk: [] for each in participants}
    found = Signal.objects.filter(to__in=waiting).defer("sent_at").annotate(sender_ref=F("sender__ref"))
    for each in found:
        waiting[each.to_id].append(each)
    return waiting


def shown(
    participants: Sequence[Participant], gathering: Gathering, *, viewer: Member
) -> list[dict[str, Any]]:
    """Return those who are in one call as the others see them: under the names they have there."""
    faces = gathering.faces_for(viewer)
    return [
        {
            "ref": each.ref,
            "name": faces[each.member_id].name,
            "avatar": str(avatar_svg(faces[each.member_id].avatar_seed, 96)),
            "way": each.way,
            "muted": each.is_muted,
            "since": each.came_at.timestamp(),
            "feed": each.feed,
        }
        for each in participants
    ]


def _in_calls(calls: Collection[Call]) -> QuerySet[Participant]:
    """Return everybody in these calls in the order in which they came, with no more of the members than is shown."""
    found = Participant.objects.filter(call__in=calls).select_related("member").defer("line")
    return found.order_by("came_at", "pk")
