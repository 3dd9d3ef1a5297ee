"""Coming into a call, telling each other's browsers things, letting in and putting out, and leaving."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from calls import events, permissions, queries
from calls.models import Call, Participant, Signal
from calls.venues import Venue, tell_begun, tell_outside
from people.models import Member

MOST_WAITING = 300


class CallIsFull(Exception):
    """As many are in the call as fit."""


class CallIsLocked(Exception):
    """Those inside want nobody else to come in now."""


class WasPutOut(Exception):
    """A host put this member out of this call; until it is over they stay out."""


class TooMuchSaid(Exception):
    """A browser has more to tell another than any call needs."""


@dataclass(frozen=True, slots=True)
class Said:
    """One signal as a browser sent it: numbered by the sender, cleaned by calls.forms."""

    number: int
    to: str
    kind: str
    body: str


@transaction.atomic
def join(venue: Venue, *, member: Member, way: str, now: datetime) -> Participant:
    """Come into the call of this venue; the first one begins it. Where there is a waiting room, wait at the door.

    Whoever is in it already with another browser, or another tab, goes on here.
    """
    if not (permissions.is_possible() and venue.may_join):
        raise PermissionDenied
    call = _call_of(venue, now=now)
    _forget_silent(call, now=now)
    before = Participant.objects.filter(call=call, member=member).first()
    if before and before.removed_at:
        raise WasPutOut
    was_inside = before is not None and before.admitted_at is not None
    if not permissions.can_come(venue, call, was_here=was_inside):
        raise CallIsLocked
    if call.participants.exclude(member=member).admitted().count() >= permissions.most_in(venue):
        raise CallIsFull
    if before:
        before.delete()
    is_first = not call.participants.present().exists()
    goes_in = was_inside or venue.is_host or not venue.has_waiting_room
    participant = Participant.objects.create(
        call=call,
        member=member,
        ref=secrets.token_urlsafe(16),
        way=way,
        came_at=now,
        seen_at=now,
        admitted_at=now if goes_in else None,
    )
    _tell_all(call, moved=[member.pk])
    if is_first and before is None:
        tell_begun(venue, by=member)
    return participant


@transaction.atomic
def exchange(
    participant: Participant,
    *,
    said: Sequence[Said] = (),
    fetched: Sequence[int] = (),
    way: str,
    is_muted: bool,
    now: datetime,
) -> list[Signal]:
    """Take what this browser says, forget what it has fetched, note that it is there; return what waits for it.

    Each signal is taken once, however often a browser on a bad line sends it, and waits until it is fetched.
    """
    mine = Participant.objects.select_for_update().present().filter(pk=participant.pk).first()
    if mine is None:
        raise Http404
    looks_different = (mine.way, mine.is_muted) != (way, is_muted)
    mine.way, mine.is_muted, mine.seen_at = way, is_muted, now
    if fetched:
        Signal.objects.filter(to=mine, pk__in=fetched).delete()
    reached = _pass_on(mine, said, now=now)
    mine.save(update_fields=["way", "is_muted", "seen_at", "heard"])
    silent = _forget_silent(mine.call, now=now)
    if silent or looks_different:
        _tell_all(mine.call, moved=silent, but=mine)
    else:
        events.wake(mine.call, reached)
    return list(queries.signals_for(mine))


def _pass_on(mine: Participant, said: Sequence[Said], *, now: datetime) -> set[int]:
    """Put signals before those they are for; return whose browsers have something to fetch."""
    fresh = [each for each in said if each.number > mine.heard]
    if not fresh:
        return set()
    if not permissions.can_talk(mine):
        raise PermissionDenied
    there = {each.ref: each for each in queries.others(mine, now=now)}
    if any(each.to not in there for each in fresh) and not _has_just_left(fresh, there):
        raise Http404
    reached = set()
    for each in fresh:
        mine.heard = each.number
        if to := there.get(each.to):
            Signal.objects.create(to=to, sender=mine, kind=each.kind, body=each.body, sent_at=now)
            reached.add(to.member_id)
    if Signal.objects.filter(sender=mine).count() > MOST_WAITING:
        raise TooMuchSaid
    return reached


def _has_just_left(fresh: Sequence[Said], there: dict[str, Participant]) -> bool:
    """Tell whether what is said to nobody here was meant for somebody who has gone, and not for another call."""
    gone = {each.to for each in fresh if each.to not in there}
    return not Participant.objects.filter(ref__in=gone).exists()


def leave(participant: Participant) -> None:
    """Go. The last one to go takes the call along."""
    _put_out([participant])


def admit(participant: Participant, ref: str, *, host: Venue, now: datetime) -> None:
    """Let somebody in who waits at the door. Hosts only."""
    waiting = _under_host(participant, ref, host)
    with transaction.atomic():
        Participant.objects.filter(pk=waiting.pk, admitted_at__isnull=True).update(admitted_at=now)
        _tell_all(participant.call, moved=[waiting.member_id])


@transaction.atomic
def remove(participant: Participant, ref: str, *, host: Venue, now: datetime) -> None:
    """Put somebody out, or leave them outside, until this call is over. Hosts only.

    The browsers of the others change their keys at once, and say nothing to that one any more.
    """
    out = _under_host(participant, ref, host)
    Participant.objects.filter(pk=out.pk).update(removed_at=now)
    Signal.objects.filter(Q(to=out) | Q(sender=out)).delete()
    events.wake(out.call, [out.member_id])
    _tell_all(out.call, moved=[out.member_id])


@transaction.atomic
def lock(participant: Participant, *, host: Venue, is_locked: bool, now: datetime) -> None:
    """Let nobody else in, or do so again. Hosts only."""
    if not host.is_host:
        raise PermissionDenied
    Call.objects.filter(pk=participant.call_id).update(locked_at=now if is_locked else None)
    _tell_all(participant.call)


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
    _forget_empty(Call.objects.all())


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
        _tell_all(each.call, moved=[each.member_id])


def _call_of(venue: Venue, *, now: datetime) -> Call:
    """Return the venue's call, held for this transaction; a new one where the last person is just leaving it."""
    while True:
        begun, _ = Call.objects.get_or_create(venue=venue.kind, venue_id=venue.id, defaults={"began_at": now})
        if held := Call.objects.select_for_update().filter(pk=begun.pk).first():
            return held


def _forget_silent(call: Call, *, now: datetime) -> list[int]:
    """Delete whoever has gone without a word; return who that was."""
    silent = Participant.objects.present().filter(call=call, seen_at__lte=now - queries.SILENT_AFTER)
    gone = list(silent.values_list("member_id", flat=True))
    if gone:
        silent.delete()
    return gone


def _forget_empty(calls: QuerySet[Call]) -> None:
    somebody = Participant.objects.present().filter(call=OuterRef("pk"))
    calls.filter(~Exists(somebody)).delete()


def _tell_all(call: Call, *, moved: Iterable[int] = (), but: Participant | None = None) -> None:
    """Have everybody in the call look again, and those outside see who moved; with nobody left in it, it is over."""
    present = Participant.objects.present().filter(call=call.pk).values_list("member_id", flat=True)
    events.wake(call, [pk for pk in present if but is None or pk != but.member_id])
    if not present:
        _forget_empty(Call.objects.filter(pk=call.pk))
    for member_id in moved:
        tell_outside(call.venue, call.venue_id, member_id=member_id)
