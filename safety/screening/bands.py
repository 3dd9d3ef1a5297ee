"""The one place where a probability becomes a band. An operator's own thresholds replace these."""

from collections.abc import Mapping
from dataclasses import dataclass

CONCERNS = ("crisis", "abuse", "harm_to_others", "hate", "contact", "method", "spam")
BANDS = ("none", "look", "soon", "now")


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which probability on a concern asks for a look, for somebody soon, for somebody now; None is never."""

    look: float | None
    soon: float | None = None
    now: float | None = None

    def band(self, probability: float) -> str:
        """Return the band of one probability."""
        for band, least in (("now", self.now), ("soon", self.soon), ("look", self.look)):
            if least is not None and probability >= least:
                return band
        return "none"


THRESHOLDS: dict[str, Threshold] = {
    "crisis": Threshold(look=0.40, soon=0.50, now=0.75),
    "abuse": Threshold(look=0.25, soon=0.60, now=0.99),
    "harm_to_others": Threshold(look=0.25, soon=0.40, now=0.80),
    "hate": Threshold(look=0.50, soon=0.85),
    "contact": Threshold(look=0.25),
    "method": Threshold(look=0.25, soon=0.40),
    "spam": Threshold(look=0.30),
}


def highest_band(concerns: Mapping[str, float], thresholds: Mapping[str, Threshold] = THRESHOLDS) -> str:
    """Return the most urgent band any concern reaches."""
    return max((thresholds[name].band(concerns[name]) for name in concerns), key=BANDS.index, default="none")
