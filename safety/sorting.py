"""What follows from what a program made of a text: how soon a person looks, and whether others see it before that.

Being in pain is never a reason to hold anything. Every number here is the operator's to change.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from safety.models import Band
from safety.screening import BANDS, CONCERNS, THRESHOLDS, Threshold

# The only concerns a text is ever held for, the gravest first.
HELD = ("method", "hate", "contact", "spam")
HOLDS: dict[str, float | None] = {"method": 0.40, "hate": 0.85, "contact": 0.40, "spam": 0.55}
YOUNG_DAYS = 7
_BANDS = {"now": Band.NOW, "soon": Band.SOON, "look": Band.LOOK}
NAMES: dict[int | None, str] = {band: name for name, band in _BANDS.items()}


@dataclass(frozen=True, slots=True)
class Sorted:
    """How soon a person looks (None: no need) and what for; what it is held for; whether its author is shown care.

    `in_pain`: somebody sounds as if they thought of suicide or self-harm, however softly.
    """

    band: int | None
    concern: str
    held_for: str = ""
    shows_care: bool = False
    in_pain: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """From which probability on each concern has which band, and from which on a text waits for a person.

    Contact details and money wait only while their author's account is younger than `young_days`.
    """

    thresholds: Mapping[str, Threshold]
    holds: Mapping[str, float | None]
    young_days: int

    def sort(self, concerns: Mapping[str, float], *, account_days: int) -> Sorted:
        """Say what follows from these probabilities."""
        bands = {name: self.thresholds[name].band(concerns[name]) for name in CONCERNS}
        concern = max(CONCERNS, key=lambda name: BANDS.index(bands[name]))
        band = _BANDS.get(bands[concern])
        held_for = self._held_for(
            concerns, is_young=account_days < self.young_days, in_danger=_is_urgent(bands["crisis"])
        )
        if held_for and band is None:
            band, concern = Band.LOOK, held_for
        shows_care = _is_urgent(bands["crisis"]) or _is_urgent(bands["method"]) or held_for == "method"
        return Sorted(band, concern, held_for, shows_care, in_pain=bands["crisis"] != "none")

    def _held_for(self, concerns: Mapping[str, float], *, is_young: bool, in_danger: bool) -> str:
        for name in HELD:
            least = self.holds.get(name)
            if least is None or concerns[name] < least:
                continue
            if name == "method" or (not in_danger and (name != "contact" or is_young)):
                return name
        return ""


def _is_urgent(band: str) -> bool:
    return band in ("now", "soon")


OURS = Rules(THRESHOLDS, HOLDS, YOUNG_DAYS)
