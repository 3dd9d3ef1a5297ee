"""Coming into a call, letting in and putting out, and leaving."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404

from calls import events, permissions, queries
from calls.actions.media import hang_up, new_room
from calls.actions.telling import forget_empty, forget_silent_in, tell_all
from calls.models import Call, Participant, Signal
from calls.venues import Venue, tell_begun, tell_outside
from people.models import Member


class CallIsFull(Exception):
    """As many are in the call as fit."""


class CallIsLocked(Exception):
    """Those inside want nobody else to come in now."""


class WasPutOut(Exception):
    """A host put this member out of this call; until it is over they stay out."""


def join(venue: Venue, *, member: Member, way: str, now: datetime) -> Participant:
    """Come into the call of this venue; the first one begins it. Where whoever comes is let in, wait at the door.

    Whoever is in it already with another browser, or another tab, goes on here.
    """
    if not (permissions.is_possible() and venue.may_join):
        raise PermissionDenied
    # Before the transaction: another server is asked, and nobody else has to wait for that.
    room = new_room(venue)
    return _join(venue, member=member, way=way, room=room, now=now)


@transaction.atomic
def _join(venue: Venue, *, member: Member, way: str, room: str, now: datetime) -> Participant:
    call = _call_of(venue, room=room, now=now)
    gathering = queries.Gathering(call, now=now)
    forget_silent_in(gathering)
    before = gathering.of(member)
    if before and before.removed_at:
        raise WasPutOut
    was_inside = before is not None and before in gathering.inside
    if not permissions.can_come(venue, call, was_here=was_inside):
        raise CallIsLocked
    others = [each for each in gathering.present if each.member_id != member.pk]
    if sum(each.admitted_at is not None for each in others) >= permissions.most_in(venue, call):
        raise CallIsFull
    if before:
        Participant.objects.filter(pk=before.pk).delete()
    goes_in = was_inside or not permissions.waits_at_door(venue, call)
    participant = Participant.objects.create(
        call=call,
        member=member,
        ref=secrets.token_urlsafe(16),
        way=way,
        came_at=now,
        seen_at=now,
        admitted_at=now if goes_in else None,
    )
    # In another tab of theirs they were, too: that one learns that it is over there.
    events.wake(call, [each.member_id for each in others] + ([member.pk] if before else []))
    tell_outside(venue.kind, venue.id, member_id=member.pk)
    if not gathering.present:
        tell_begun(venue, by=member)
    return participant


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


def _call_of(venue: Venue, *, room: str, now: datetime) -> Call:
    """Return the venue's call, held for this transaction; a new one where the last person is just leaving it."""
    facts = {"began_at": now, "room": room}
    while True:
        if held := Call.objects.select_for_update().filter(venue=venue.kind, venue_id=venue.id).first():
            return held
        Call.objects.get_or_create(venue=venue.kind, venue_id=venue.id, defaults=facts)
