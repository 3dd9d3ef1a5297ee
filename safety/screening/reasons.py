"""Which words of a text counted, where they stand, and how a person reads that."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from safety.screening import phrases
from safety.screening.reading import Sentence
from safety.screening.softening import Signal
from safety.screening.weighing import Found, concern_of

MOST_REASONS = 8
MOST_PER_CONCERN = 4
WORTH_A_REASON = 0.1
LONGEST_EXCERPT = 160
# The most telling kinds first; a kind that is not here is shown for the concern its rule file names, or not at all.
TELLING = {
    "crisis": "active imminent passive thoughts attempt self_harm naming other_at_risk hopeless".split(),
    "hate": "wishes_harm says_they_are hostile_feeling accuses slur_at_someone slur".split(),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Words that counted for a concern, where they stand in the text (or its title), and what took weight from them.

    `kind` and `softened` are keys of phrases.py: keep them rather than sentences, and every reader gets their language.
    """

    concern: str
    kind: str
    words: str
    start: int
    end: int
    softened: tuple[str, ...] = ()
    in_title: bool = False

    @property
    def says(self) -> str:
        """Return in words what kind of signal this is."""
        return str(phrases.SAYS[self.kind])

    def __str__(self) -> str:
        softened = ", ".join(str(phrases.SOFTENED[one]) for one in self.softened)
        return f"{self.concern}: {self.says}: “{self.words}”{f' ({softened})' if softened else ''}"


def reasons_for(
    whole: str, sentences: list[Sentence], found: Iterable[Found], concerns: dict[str, float], *, title: int
) -> tuple[Reason, ...]:
    """Return the reasons worth reading, likeliest concern first. `title` is how many letters stand before the text."""
    reasons: list[Reason] = []
    seen: set[tuple[str, int]] = set()
    per_concern: Counter[str] = Counter()
    for concern, signal in _telling(found):
        spans = sentences[signal.hit.sentence].spans
        start, end = spans[signal.hit.first][0], spans[signal.hit.last][1]
        is_enough = per_concern[concern] >= MOST_PER_CONCERN or (concern, end) in seen
        if concerns[concern] < WORTH_A_REASON or is_enough:
            continue
        per_concern[concern] += 1
        seen.add((concern, end))
        words = " ".join(whole[start:end].split())[:LONGEST_EXCERPT]
        shift = title if start >= title else 0
        in_title = start < title
        reasons.append(
            Reason(concern, signal.hit.kind, words, start - shift, end - shift, signal.softened, in_title)
        )
    reasons.sort(key=lambda reason: -concerns[reason.concern])
    return tuple(reasons[:MOST_REASONS])


def _telling(found: Iterable[Found]) -> Iterable[tuple[str, Signal]]:
    for one in found:
        order = TELLING.get(one.file)
        if order is None:
            yield from ((concern_of(one.file, signal), signal) for signal in one.signals)
            continue
        shown = [signal for signal in one.signals if signal.hit.kind in order]
        for signal in sorted(shown, key=lambda signal: order.index(signal.hit.kind)):
            yield one.file, signal
