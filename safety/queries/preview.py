"""What other numbers would have made of what was written lately. It counts; nobody's words or names are in it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from safety.models import ScreenedText
from safety.queries.screening import screening_rules
from safety.sorting import HELD, NAMES, Rules, Sorted

SPAN = timedelta(days=30)
MOST = 20_000
OUTCOMES = ("now", "soon", "look", "none", "held")


@dataclass(frozen=True, slots=True)
class Preview:
    """How many texts of the last month are where, as it is and with other numbers.

    `outcomes` and `held` are (name, as it is, with these numbers). `is_whole`: whether every text was counted.
    """

    texts: int
    outcomes: list[tuple[str, int, int]]
    held: list[tuple[str, int, int]]
    sooner: int
    later: int
    newly_held: int
    held_no_more: int
    is_whole: bool

    @property
    def most(self) -> int:
        """The largest number of texts a person looks at or that wait, for drawing bars against."""
        return max((number for name, *both in self.outcomes if name != "none" for number in both), default=0)


def preview_rules(rules: Rules, *, now: datetime) -> Preview:
    """Sort what was written in the last month once as it is and once with these rules, and count."""
    recent = ScreenedText.objects.filter(screened_at__gt=now - SPAN).order_by("-screened_at")
    found = list(recent.values_list("subject_kind", "concerns", "account_days")[: MOST + 1])
    as_is = screening_rules()
    pairs = [(_sort(as_is, *one), _sort(rules, *one)) for one in found[:MOST]]
    return Preview(
        len(pairs),
        _both(OUTCOMES, ((_outcomes(before), _outcomes(after)) for before, after in pairs)),
        _both(HELD, (([before.held_for], [after.held_for]) for before, after in pairs)),
        sum(_urgency(after) < _urgency(before) for before, after in pairs),
        sum(_urgency(after) > _urgency(before) for before, after in pairs),
        sum(bool(after.held_for) and not before.held_for for before, after in pairs),
        sum(bool(before.held_for) and not after.held_for for before, after in pairs),
        len(found) <= MOST,
    )


def _sort(rules: Rules, kind: str, concerns: Mapping[str, float], account_days: int) -> Sorted:
    said = rules.sort(concerns, account_days=account_days)
    return Sorted(said.band, said.concern) if kind == "people.member" else said  # a profile is never held


def _outcomes(said: Sorted) -> list[str]:
    return [NAMES.get(said.band, "none"), *(["held"] if said.held_for else [])]


def _urgency(said: Sorted) -> int:
    return said.band or len(NAMES) + 1


def _both(names: Iterable[str], pairs: Iterable[Any]) -> list[tuple[str, int, int]]:
    as_is: Counter[str] = Counter()
    with_these: Counter[str] = Counter()
    for before, after in pairs:
        as_is.update(before)
        with_these.update(after)
    return [(name, as_is[name], with_these[name]) for name in names]
