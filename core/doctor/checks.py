"""The list of checks, and what one of them finds."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.module_loading import autodiscover_modules

from core.doctor.visit import Visit

log = logging.getLogger("hearthside.doctor")


class Level(StrEnum):
    """How a finding is to be taken."""

    FINE = "fine"
    LOOK = "look"  # can wait until the next quiet evening
    ACT = "act"  # somebody may come to harm, or words may be lost


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, in a sentence; `to_do` says in another what to do about it, empty when it is fine."""

    level: Level
    what: str
    to_do: str = ""

    @classmethod
    def fine(cls, what: str) -> "Finding":
        return cls(Level.FINE, what)

    @classmethod
    def look(cls, what: str, to_do: str) -> "Finding":
        return cls(Level.LOOK, what, to_do)

    @classmethod
    def act(cls, what: str, to_do: str) -> "Finding":
        return cls(Level.ACT, what, to_do)


@dataclass(frozen=True, slots=True)
class Look:
    """What a check can look at besides the database: the time, and the answers of the running server."""

    now: datetime
    visit: Visit


Check = Callable[[Look], Iterable[Finding]]

_checks: dict[str, Check] = {}


def checkup(title: str) -> Callable[[Check], Check]:
    """Have the decorated function of a `checkups` module examined under this title."""

    def register(check: Check) -> Check:
        _checks[title] = check
        return check

    return register


def examine(look: Look) -> Iterator[tuple[str, list[Finding]]]:
    """Yield what each check finds, by title. A check that fails is itself a finding; the others go on."""
    autodiscover_modules("checkups")
    for title, check in _checks.items():
        try:
            yield title, list(check(look))
        except Exception as problem:
            log.exception("A check could not be made")
            yield (
                title,
                [
                    Finding.act(
                        f"This could not be looked at ({type(problem).__name__}).",
                        "Look at the database and the lines above, then ask the doctor again.",
                    )
                ],
            )
