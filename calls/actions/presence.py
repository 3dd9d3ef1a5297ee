"""Who is still there. Signs of life are noted in memory and written together: those of thousands cost one write.

Each process notes its own. One that dies takes a few seconds of signs along; the next ones come within half a minute.
"""

import threading
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from calls.models import Participant, Signal

WRITTEN_EVERY = timedelta(seconds=5)

AT_ONCE = 1000

_lock = threading.Lock()
_noted: set[str] = set()
_written_at: datetime | None = None


def note_here(mine: Participant, *, now: datetime) -> bool:
    """Note that this browser is still there; return whether something waits for it."""
    return mine.pk in note_all_here([mine], now=now)


def note_all_here(places: Collection[Participant], *, now: datetime) -> set[int]:
    """Note that these browsers are still there; return the places for which something waits."""
    note_signs_of_life([each.ref for each in places], now=now)
    waiting = Signal.objects.filter(to__in=[each.pk for each in places]).order_by()
    return set(waiting.values_list("to_id", flat=True).distinct())


def note_waiting(ref: str) -> None:
    """Note that a browser is there whose exchange has not been read yet; it is written down with the next ones."""
    with _lock:
        _noted.add(ref)


def note_signs_of_life(refs: Iterable[str], *, now: datetime) -> None:
    """Note that browsers are still there, and from time to time write down all that were noted."""
    due = _due(refs, now)
    for start in range(0, len(due), AT_ONCE):
        Participant.objects.filter(ref__in=due[start : start + AT_ONCE]).update(seen_at=now)


def _due(refs: Iterable[str], now: datetime) -> list[str]:
    """Return whose signs of life are to be written now; mostly nobody's."""
    global _written_at
    with _lock:
        _noted.update(refs)
        if _written_at is not None and timedelta(0) <= now - _written_at < WRITTEN_EVERY:
            return []
        _written_at = now
        due = list(_noted)
        _noted.clear()
        return due
