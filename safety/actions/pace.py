"""Whoever may write only so often for a while waits, wherever they write; what they wrote stays with them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.pace import HOUR, TooSoon
from people.actions import wait_for_turn
from people.models import Member
from safety.pace import times_since
from safety.queries import pace_of


class SlowedDown(TooSoon):
    """Somebody decided that this member posts more slowly."""

    wait = ngettext_lazy(
        "Somebody decided that you post more slowly for now. The next post can come in %(num)s minute.",
        "Somebody decided that you post more slowly for now. The next post can come in %(num)s minutes.",
        "num",
    )
    kept = _("Your words are still here. Why stands under “Decisions about you”.")


def keep_pace(author: Member, *, now: datetime) -> None:
    """Raise SlowedDown when this member has written as often in the last hour as they may, wherever it was."""
    per_hour = pace_of(author, now=now)
    if per_hour is None:
        return
    wait_for_turn(author)
    times = times_since(author, now - HOUR)
    if len(times) >= per_hour:
        raise SlowedDown(again_at=times[per_hour - 1] + HOUR)
