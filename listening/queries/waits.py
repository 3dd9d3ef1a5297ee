"""How long people waited lately, told truly: whoever gave up counts as somebody who found nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from listening.models import Talk

LATELY = timedelta(days=14)
AT_LEAST, AT_MOST = 5, 50
TELLS_SOMETHING = timedelta(minutes=5)  # whoever left sooner would perhaps have found somebody
STEPS = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120)


@dataclass(frozen=True, slots=True)
class UsualWait:
    """Half of those who asked lately had somebody within `minutes`; None where half of them found nobody."""

    minutes: int | None


def usual_wait(*, now: datetime) -> UsualWait | None:
    """Return how long it usually takes; None while too few asked lately to say."""
    asked = Talk.objects.filter(waits_since__gt=now - LATELY).exclude(left_at=None, began_at=None)
    waits = sorted(
        length for length in map(_length, asked.order_by("-waits_since")[:AT_MOST]) if length is not None
    )
    if len(waits) < AT_LEAST:
        return None
    return UsualWait(_rounded_up(waits[(len(waits) - 1) // 2]))


def _length(talk: Talk) -> float | None:
    """Return how many minutes somebody waited: without end where nobody came, None where that tells nothing."""
    if talk.began_at:
        return (talk.began_at - talk.waits_since).total_seconds() / 60
    gave_up = talk.left_at and talk.left_at - talk.waits_since >= TELLS_SOMETHING
    return inf if gave_up else None


def _rounded_up(minutes: float) -> int | None:
    return next((step for step in STEPS if minutes <= step), None)
