"""What members answered afterwards, in sums alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404

from listening import permissions
from listening.models import Heard, Safer, Talk
from people.models import Member

ANSWERS_AT_LEAST = 5


@dataclass(frozen=True, slots=True)
class Sums:
    """How many gave which answer, of those who answered: (label, count)."""

    answered: int
    heard: list[tuple[str, int]]
    safer: list[tuple[str, int]]


def sums_of_answers(viewer: Member) -> Sums | None:
    """Return the sums, for whoever leads; None while they could tell what one person said. Http404 for others.

    They grow by fives: otherwise looking before and after one talk would tell its answer.
    """
    if not permissions.can_read_notes(viewer):
        raise Http404
    answers = list(
        Talk.objects.filter(answered_at__isnull=False)
        .order_by("answered_at", "pk")
        .values_list("heard", "safer")
    )
    whole = answers[: len(answers) - len(answers) % ANSWERS_AT_LEAST]
    if not whole:
        return None
    heard, safer = (Counter(column) for column in zip(*whole, strict=True))
    return Sums(len(whole), _counted(heard, Heard), _counted(safer, Safer))


def _counted(counts: Mapping[str, int], answers: type[Heard] | type[Safer]) -> list[tuple[str, int]]:
    return [(str(answer.label), counts.get(answer.value, 0)) for answer in answers]
