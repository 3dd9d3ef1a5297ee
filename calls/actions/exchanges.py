"""What browsers have to tell each other: taken once, in order, and kept until it is fetched."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from calls import events, permissions, queries
from calls.actions.presence import note_sign_of_life
from calls.actions.telling import forget_silent_in, tell_all
from calls.models import Participant, Signal
from calls.queries import Gathering

MOST_WAITING = 300


class TooMuchSaid(Exception):
    """A browser has more to tell another than any call needs."""


@dataclass(frozen=True, slots=True)
class Said:
    """One signal as a browser sent it: numbered by the sender, cleaned by calls.forms."""

    number: int
    to: str
    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What one browser gets: its own place, whom the call consists of, and what others have to tell it."""

    mine: Participant
    gathering: Gathering
    signals: list[Signal]


def exchange(
    participant: Participant,
    *,
    said: Sequence[Said] = (),
    fetched: Sequence[int] = (),
    way: str,
    is_muted: bool,
    now: datetime,
) -> Exchanged:
    """Take what this browser says, forget what it has fetched, note that it is there; return what waits for it.

    Each signal is taken once, however often a browser on a bad line sends it, and waits until it is fetched. Thousands
    do this in the same minute, so where there is nothing to write nothing is written.
    """
    looks_different = (participant.way, participant.is_muted) != (way, is_muted)
    note_sign_of_life(participant.ref, now=now)
    if fetched:
        Signal.objects.filter(to=participant, pk__in=fetched).delete()
    if said or looks_different:
        gathering = _take(participant, said, way=way, is_muted=is_muted, now=now)
    else:
        gathering = Gathering(participant.call, now=now)
    mine = _own_place(gathering, participant)
    if silent := forget_silent_in(gathering):
        tell_all(mine.call, moved=silent, but=mine)
    elif looks_different:
        tell_all(mine.call, but=mine)
    return Exchanged(mine, gathering, list(queries.signals_for(mine)))


@transaction.atomic
def _take(
    participant: Participant, said: Sequence[Said], *, way: str, is_muted: bool, now: datetime
) -> Gathering:
    """Write down how this one takes part and what they say."""
    # First, so that of two exchanges of one browser the second waits and sees what the first one took.
    looks = {"way": way, "is_muted": is_muted, "seen_at": now}
    Participant.objects.present().filter(pk=participant.pk).update(**looks)
    gathering = Gathering(participant.call, now=now)
    events.wake(participant.call, _pass_on(_own_place(gathering, participant), said, gathering, now=now))
    return gathering


def _own_place(gathering: Gathering, participant: Participant) -> Participant:
    mine = gathering.of(participant.member)
    if mine is None or mine.pk != participant.pk or mine.removed_at:
        raise Http404
    mine.member = participant.member
    return mine


def _pass_on(
    mine: Participant, said: Sequence[Said], gathering: Gathering, *, now: datetime
) -> Collection[int]:
    """Put signals before those they are for; return whose browsers have something to fetch."""
    fresh = [each for each in said if each.number > mine.heard]
    if not fresh:
        return ()
    if not permissions.can_talk(mine):
        raise PermissionDenied
    there = {each.ref: each for each in gathering.others(mine)}
    if any(each.to not in there for each in fresh) and not _has_just_left(fresh, there):
        raise Http404
    signals = [
        Signal(to=there[each.to], sender=mine, kind=each.kind, body=each.body, sent_at=now)
        for each in fresh
        if each.to in there
    ]
    Signal.objects.bulk_create(signals)
    Participant.objects.filter(pk=mine.pk).update(heard=max(each.number for each in fresh))
    if Signal.objects.filter(sender=mine).count() > MOST_WAITING:
        raise TooMuchSaid
    return {each.to.member_id for each in signals}


def _has_just_left(fresh: Sequence[Said], there: dict[str, Participant]) -> bool:
    """Tell whether what is said to nobody here was meant for somebody who has gone, and not for another call."""
    gone = {each.to for each in fresh if each.to not in there}
    return not Participant.objects.filter(ref__in=gone).exists()
