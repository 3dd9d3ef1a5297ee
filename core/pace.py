"""How often something may be done for a while. Whoever is too soon is told when they can go on, and loses no words."""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

HOUR = timedelta(hours=1)
CHANGES_AN_HOUR = 10


class TooSoon(Exception):
    """It was done too often lately; `again_at` is when it can be done again.

    Each kind says in `wait` what they read, with the minutes that remain, and in `kept` what became of their words.
    """

    wait: Any
    kept: Any

    def __init__(self, *, again_at: datetime) -> None:
        super().__init__()
        self.again_at = again_at

    def minutes_left(self, now: datetime) -> int:
        """Return how many minutes remain, one at least."""
        return max(1, -int((now - self.again_at).total_seconds() // 60))

    def in_words(self, *, now: datetime) -> str:
        """Return what they read, with the minutes that remain."""
        return f"{self.wait % {'num': self.minutes_left(now)}} {self.kept}"


class ChangedTooOften(TooSoon):
    """The same words were changed too often within an hour, whatever became of them."""

    wait = ngettext_lazy(
        "You changed this many times within the hour. The next change can come in %(num)s minute.",
        "You changed this many times within the hour. The next change can come in %(num)s minutes.",
        "num",
    )
    kept = _("Your words are still here.")


def count_change(of: str, *, now: datetime) -> None:
    """Count a change of these words; raise ChangedTooOften where it would be one too many for an hour.

    It counts alike for everything, so that being told to wait says nothing about what anybody thinks of the words.
    """
    key = f"changes:{of}"
    lately = [at for at in cache.get(key, []) if at > now - HOUR]
    if len(lately) >= CHANGES_AN_HOUR:
        raise ChangedTooOften(again_at=lately[-CHANGES_AN_HOUR] + HOUR)
    cache.set(key, [*lately, now], timeout=int(HOUR.total_seconds()))
