"""What the doctor asks about letters."""

from collections.abc import Iterator
from datetime import timedelta

from core.doctor import Finding, Look, checkup
from notifications.models import LetterState
from notifications.queries import sending

LATE = timedelta(minutes=30)


@checkup("Notes outside")
def notes_outside(look: Look) -> Iterator[Finding]:
    now = sending()
    given_up = sum(count for (_way, state), count in now.counts.items() if state == LetterState.GIVEN_UP)
    if now.oldest_due_at and look.now - now.oldest_due_at > LATE:
        yield Finding.look(
            "A note has waited for more than half an hour.",
            "Look whether the background jobs run, and the mail server.",
        )
    elif given_up:
        yield Finding.look(f"{given_up} notes were given up.", "Open /operator/notes/: it says why.")
    else:
        yield Finding.fine("None waits too long, and none was given up.")
