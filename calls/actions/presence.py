"""Who is still there. Signs of life are noted in memory and written together: those of thousands cost one write.

Each process notes its own. One that dies takes a few seconds of signs along; the next ones come within half a minute.
"""

import threading
from datetime import datetime, timedelta

from calls.models import Participant, Signal

WRITTEN_EVERY = timedelta(seconds=5)

_lock = threading.Lock()
_noted: set[int] = set()
_written_at: datetime | None = None


def note_here(mine: Participant, *, now: datetime) -> bool:
    """Note that this browser is still there; return whether something waits for it."""
    if due := _due(mine.pk, now):
        Participant.objects.filter(pk__in=due).update(seen_at=now)
    return Signal.objects.filter(to=mine).exists()


def _due(pk: int, now: datetime) -> set[int]:
    """Return whose signs of life are to be written now; mostly nobody's."""
    global _written_at
    with _lock:
        _noted.add(pk)
        if _written_at is not None and timedelta(0) <= now - _written_at < WRITTEN_EVERY:
            return set()
        _written_at = now
        due = set(_noted)
        _noted.clear()
        return due
