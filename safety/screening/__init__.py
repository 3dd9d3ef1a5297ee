"""Sort what people write by how soon a person should look: locally, explained, never deciding anything itself.

`screen` is pure and quick. Its reasons quote the text: they are for staff on the case, never for other members or logs.
What it can and cannot do is measured in docs/screening-model.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from safety.screening import weighing
from safety.screening.bands import BANDS, CONCERNS, THRESHOLDS, Threshold, highest_band
from safety.screening.reading import read
from safety.screening.reasons import Reason, reasons_for
from safety.screening.weights import load_model

__all__ = [
    "ALONE",
    "BANDS",
    "CONCERNS",
    "THRESHOLDS",
    "Context",
    "Reason",
    "Screening",
    "Threshold",
    "screen",
]


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a text: the title above it, and the band of the text it answers."""

    title: str = ""
    answering: str = "none"


@dataclass(frozen=True, slots=True)
class Screening:
    """How soon a person should look, how likely each concern is, and why."""

    band: str
    concerns: dict[str, float]
    reasons: tuple[Reason, ...]
    model: str

    def raises(self, concern: str) -> bool:
        """Tell whether this concern alone would ask somebody to look."""
        return THRESHOLDS[concern].band(self.concerns[concern]) != "none"


ALONE = Context()


def screen(
    text: str,
    language: str | None = None,
    context: Context = ALONE,
    *,
    thresholds: Mapping[str, Threshold] = THRESHOLDS,
) -> Screening:
    """Screen one text with its title; broken, empty and endless texts too.

    `language` is a tag such as “es” or “pt-BR”, where it is known; unknown ones are no error.
    """
    whole = f"{context.title}\n{text}" if context.title else text
    sentences = read(whole)
    answers_danger = BANDS.index(context.answering) >= BANDS.index("soon")
    found = weighing.find_all(sentences, language, answers_danger=answers_danger)
    concerns = weighing.weigh_concerns(sentences, found)
    reasons = reasons_for(whole, sentences, found, concerns, title=len(whole) - len(text))
    return Screening(highest_band(concerns, thresholds), concerns, reasons, load_model().name)
