"""Coming into a call, letting in and putting out, and leaving."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404

from calls import events, permissions, queries
from calls.actions.media import hang_up, new_room
from calls.actions.telling import forget_empty, forget_silent_in, tell_all
from calls.models import Call, Participant, Signal
from calls.queries import Gathering
from calls.venues import Venue, tell_begun, tell_outside
from people.models import Member


class CallIsFull(Exception):
    """As many are in the call as fit."""


class CallIsLocked(Exception):
    """Those inside want nobody else to come in now."""


class WasPutOut(Exception):
    """A host put this member out of this call; until it is over they stay out."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who would like to come into the call of a venue."""

    venue: Venue
    member: Member
    way: str

    @property
    def place(self) -> tuple[str, int]:
        return self.venue.kind, self.venue.id


Joined = tuple[Participant, Gathering]


def join(venue: Venue, *, member: Member, way: str, now: datetime) -> Participant:
    """Do what join_all does for one; raise PermissionDenied, WasPutOut, CallIsLocked or CallIsFull."""
    [found] = join_all([Arrival(venue, member, way)], now=now)
    if isinstance(found, Exception):
        raise found
    return found[0]


def join_all(arrivals: Sequence[Arrival], *, now: datetime) -> list[Joined | Exception]:
    """Come into the calls of these venues; the first one begins it. Where whoever comes is let in, wait at the door.

    Whoever is in it already with another browser, or another tab, goes on here. Returns, for each, their place and
    everybody in the call; where somebody is refused, why (PermissionDenied, WasPutOut, CallIsLocked, CallIsFull).
    """
    allowed = [each for each in arrivals if permissions.is_possible() and each.venue.may_join]
    # Before the transaction: another server is asked, and nobody else has to wait for that.
    rooms = _new_rooms(allowed)
    joined = dict(zip(map(id, allowed), _join_all(allowed, rooms=rooms, now=now), strict=True))
    return [joined.get(id(each)) or PermissionDenied() for each in arrivals]


@transaction.atomic
def _join_all(
    arrivals: Sequence[Arrival], *, rooms: Mapping[tuple[str, int], str], now: datetime
) -> list[Joined | Exception]:
    calls = _calls_of({each.place for each in arrivals}, rooms=rooms, now=now)
    gatherings = queries.gatherings(calls.values(), now=now)
    for gathering in gatherings.values():
        forget_silent_in(gathering)
    coming = _Coming()
    joined: list[Joined | Exception] = []
    for each in arrivals:
        gathering = gatherings[calls[each.place].pk]
        try:
            joined.append((coming.let_in(each, gathering, now=now), gathering))
        except (WasPutOut, CallIsLocked, CallIsFull) as problem:
            joined.append(problem)
    coming.write()
    return joined


class _Coming:
    """Those who are about to come in, and whom they take the place of."""

    def __init__(self) -> None:
        self._new: list[Participant] = []
        self._replaced: list[int] = []
        self._begun: list[Arrival] = []
        self._woken: dict[Call, set[int]] = defaultdict(set)

    def let_in(self, arrival: Arrival, gathering: Gathering, *, now: datetime) -> Participant:
        """Count somebody in; raise where they may not be."""
        venue, member = arrival.venue, arrival.member
        before = gathering.of(member)
        if before and before.removed_at:
            raise WasPutOut
        was_inside = before is not None and before in gathering.inside
        if not permissions.can_come(venue, gathering.call, was_here=was_inside):
            raise CallIsLocked
        others = [each for each in gathering.present if each.member_id != member.pk]
        if sum(each.admitted_at is not None for each in others) >= permissions.most_in(venue, gathering.call):
            raise CallIsFull
        if not gathering.present:
            self._begun.append(arrival)
        goes_in = was_inside or not permissions.waits_at_door(venue, gathering.call)
        participant = Participant(
            call=gathering.call,
            member=member,
            ref=secrets.token_urlsafe(16),
            way=arrival.way,
            came_at=now,
            seen_at=now,
            admitted_at=now if goes_in else None,
        )
        # In another tab of theirs they were, too: that one learns that it is over there.
        self._woken[gathering.call] |= {each.member_id for each in others} | (
            {member.pk} if before else set()
        )
        self._take_place(participant, before)
        gathering.note_arrival(participant, instead_of=before)
        return participant

    def _take_place(self, participant: Participant, before: Participant | None) -> None:
        if before and before.pk:
            self._replaced.append(before.pk)
        self._new = [*(each for each in self._new if each is not before), participant]

    def write(self) -> None:
        """Write all of it down, and tell those who are there, and those outside."""
        if self._replaced:
            Participant.objects.filter(pk__in=self._replaced).delete()
        Participant.objects.bulk_create(self._new)
        for call, woken in self._woken.items():
            events.wake(call, woken)
        for each in self._new:
            tell_outside(each.call.venue, each.call.venue_id, member_id=each.member_id)
        for arrival in self._begun:
            tell_begun(arrival.venue, by=arrival.member)


def leave(participant: Participant) -> None:
    """Go. The last one to go takes the call along."""
    _put_out([participant])


def admit(participant: Participant, ref: str, *, host: Venue, now: datetime) -> None:
    """Let somebody in who waits at the door. Hosts only."""
    waiting = _under_host(participant, ref, host)
    with transaction.atomic():
        Participant.objects.filter(pk=waiting.pk, admitted_at__isnull=True).update(admitted_at=now)
        tell_all(participant.call, moved=[waiting.member_id])


@transaction.atomic
def remove(participant: Participant, ref: str, *, host: Venue, now: datetime) -> None:
    """Put somebody out, or leave them outside, until this call is over. Hosts only.

    The browsers of the others change their keys at once, and say nothing to that one any more.
    """
    out = _under_host(participant, ref, host)
    transaction.on_commit(lambda: hang_up(out.line))
    Participant.objects.filter(pk=out.pk).update(removed_at=now, line="", feed="")
    Signal.objects.filter(Q(to=out) | Q(sender=out)).delete()
    events.wake(out.call, [out.member_id])
    tell_all(out.call, moved=[out.member_id])


@transaction.atomic
def lock(participant: Participant, *, host: Venue, is_locked: bool, now: datetime) -> None:
    """Let nobody else in, or do so again. Hosts only."""
    if not host.is_host:
        raise PermissionDenied
    Call.objects.filter(pk=participant.call_id).update(locked_at=now if is_locked else None)
    tell_all(participant.call)


@transaction.atomic
def ask_to_wait(participant: Participant, *, host: Venue, is_asked: bool, now: datetime) -> None:
    """Have whoever comes from now on wait at the door until they are let in, or walk in again. Hosts only."""
    if not host.is_host:
        raise PermissionDenied
    Call.objects.filter(pk=participant.call_id).update(waits_since=now if is_asked else None)
    tell_all(participant.call)


def recheck(participants: Iterable[Participant]) -> None:
    """Put out whoever may not be where they are any more."""
    gone = []
    for each in participants:
        try:
            queries.venue_of(each)
        except Http404:
            gone.append(each)
    _put_out(gone)


def recheck_members(member_ids: Iterable[int]) -> None:
    """The same for whatever calls these members are in, when something between them changed."""
    found = Participant.objects.filter(member__in=list(member_ids)).order_by("pk")
    recheck(found.select_related("call", "member"))


def recheck_venue(kind: str, venue_id: int) -> None:
    """The same for everybody in the call of one venue, when something about it changed."""
    found = Participant.objects.filter(call__venue=kind, call__venue_id=venue_id).order_by("pk")
    recheck(found.select_related("call", "member"))


def forget_silent(*, now: datetime) -> None:
    """End what browsers left without a word: a flat battery, a cut line."""
    silent = Participant.objects.present().filter(seen_at__lte=now - queries.SILENT_AFTER)
    _put_out(silent.select_related("call"))
    forget_empty(Call.objects.all())


def _under_host(participant: Participant, ref: str, host: Venue) -> Participant:
    if not host.is_host:
        raise PermissionDenied
    there = Participant.objects.present().filter(call=participant.call_id, ref=ref)
    found = there.select_related("call").first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def _put_out(gone: Iterable[Participant]) -> None:
    for each in gone:
        Participant.objects.filter(pk=each.pk).delete()
        events.wake(each.call, [each.member_id])
        tell_all(each.call, moved=[each.member_id])


def _new_rooms(arrivals: Sequence[Arrival]) -> dict[tuple[str, int], str]:
    """Return rooms at the media server for those of these venues in which a call is about to begin."""
    going = set(_find_calls({each.place for each in arrivals}))
    begun = {each.place: each.venue for each in arrivals if each.place not in going}
    return {place: new_room(venue) for place, venue in begun.items()}


def _find_calls(places: Collection[tuple[str, int]], *, held: bool = False) -> dict[tuple[str, int], Call]:
    """Return the calls that go on in these venues, held for this transaction where that is wanted."""
    found: dict[tuple[str, int], Call] = {}
    for kind in sorted({kind for kind, _ in places}):
        there = Call.objects.filter(venue=kind, venue_id__in=[number for of, number in places if of == kind])
        calls = there.order_by("pk").select_for_update() if held else there
        found |= {(kind, call.venue_id): call for call in calls}
    return found


def _calls_of(
    places: Collection[tuple[str, int]], *, rooms: Mapping[tuple[str, int], str], now: datetime
) -> dict[tuple[str, int], Call]:
    """Return the calls of these venues, held for this transaction; new ones where the last person is just leaving."""
    while True:
        found = _find_calls(places, held=True)
        missing = [place for place in places if place not in found]
        if not missing:
            return found
        new = [Call(venue=at[0], venue_id=at[1], began_at=now, room=rooms.get(at, "")) for at in missing]
        Call.objects.bulk_create(new, ignore_conflicts=True)
