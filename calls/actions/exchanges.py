"""What browsers have to tell each other: taken once, in order, and kept until it is fetched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from calls import events, permissions, queries
from calls.actions.telling import forget_silent_in, tell_all
from calls.models import Participant, Signal

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
    silent = forget_silent_in(mine.call, now=now)
    if silent or looks_different:
        tell_all(mine.call, moved=silent, but=mine)
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
