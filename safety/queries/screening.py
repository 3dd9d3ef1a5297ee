"""What screening makes of a text, and what it made of those that were written. For staff on the case alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from safety import sorting
from safety.models import ScreenedText, ScreeningSettings
from safety.screening import ALONE, Context, Screening, Threshold, phrases, screen
from safety.sorting import Rules
from safety.subjects import Subject


def screen_text(text: str, *, language: str | None = None, context: Context = ALONE) -> Screening:
    """Return how soon a person should look at this text, and why. Reads nothing, writes nothing, quick enough to call
    inside the transaction that saves a post."""
    return screen(text, language, context)


def screening_rules() -> Rules:
    """Return the operator's numbers; ours where none were set."""
    kept = ScreeningSettings.objects.filter(pk=1).first()
    return rules_from(kept.numbers, kept.young_days) if kept else sorting.OURS


def rules_from(numbers: Mapping[str, Mapping[str, Any]], young_days: int) -> Rules:
    """Put rules together from stored numbers; a concern that is not among them keeps ours."""
    thresholds = dict(sorting.OURS.thresholds)
    holds = dict(sorting.OURS.holds)
    for name in numbers.keys() & thresholds.keys():
        thresholds[name] = Threshold(**{band: numbers[name][band] for band in ("look", "soon", "now")})
        holds[name] = numbers[name]["hold"]
    return Rules(thresholds, holds, young_days)


def band_of(kind: str, pk: int) -> str:
    """Return the name of the band a text is in, "none" where nobody has to look."""
    band = (
        ScreenedText.objects.filter(subject_kind=kind, subject_id=pk).values_list("band", flat=True).first()
    )
    return sorting.NAMES.get(band, "none")


def held_for(kind: str, pk: int) -> str:
    """Return what a text was held for, for its author; "" where it is not known any more."""
    found = ScreenedText.objects.filter(subject_kind=kind, subject_id=pk).values_list("held_for", flat=True)
    return found.first() or ""


def sorted_already(kind: str, ids: Collection[int]) -> list[int]:
    """Return those of these texts that were sorted before."""
    found = ScreenedText.objects.filter(subject_kind=kind, subject_id__in=ids)
    return list(found.values_list("subject_id", flat=True))


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that counted: what kind it is, the words as they stand in the text now, and what softened it."""

    says: str
    words: str
    softened: list[str]


def signs_by_subject(wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], list[str]]:
    """Return what counted in these subjects, in words that quote nothing, each once."""
    found = ScreenedText.objects.filter(
        subject_kind__in={kind for kind, _ in wanted}, subject_id__in={pk for _, pk in wanted}
    )
    return {
        (each.subject_kind, each.subject_id): list(dict.fromkeys(_says(one) for one in each.reasons))
        for each in found
    }


def list_signs(subject: Subject) -> list[Sign]:
    """Return what counted in this subject, with its words cut from the text as it stands now."""
    found = ScreenedText.objects.filter(subject_kind=subject.kind, subject_id=subject.pk).first()
    if found is None:
        return []
    return [
        Sign(
            _says(one),
            " ".join((subject.title if one["in_title"] else subject.text)[one["start"] : one["end"]].split())[:160],
            [str(phrases.SOFTENED[each]) for each in one["softened"] if each in phrases.SOFTENED],
        )
        for one in found.reasons
    ]  # fmt: skip


def _says(reason: Mapping[str, Any]) -> str:
    return str(phrases.SAYS.get(reason["kind"], reason["kind"]))
