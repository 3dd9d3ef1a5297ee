"""Add up signals to a probability for each concern, and say which words counted."""

import math
from dataclasses import dataclass

from safety.screening import features, rules, softening
from safety.screening.bands import CONCERNS
from safety.screening.files import read_rules
from safety.screening.reading import Sentence
from safety.screening.softening import Signal
from safety.screening.weights import learnt_score, load_model, without_groups

UNTRAINED_BIAS = -3.6
SOFTENED = 0.25
ENGLISH = ("others", "agreeing")
_LANGUAGE_SIGNS = {
    "es": frozenset("que de la el los una con por para mi no me estoy quiero muy".split()),
    "fr": frozenset("je ne pas que les des une dans suis plus mon est avec veux".split()),
    "de": frozenset("ich nicht und der die das ist ein mich mir mein auch mehr".split()),
    "pt": frozenset("que eu nao uma com para meu minha mais estou quero muito voce".split()),
}


@dataclass(frozen=True, slots=True)
class Found:
    """Signals of one rule file in one text."""

    file: str
    signals: list[Signal]


def chance(score: float) -> float:
    """Return the probability a sum of weights stands for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def languages_of(sentences: list[Sentence], language: str | None) -> list[str]:
    """Return the languages besides English to look for: the one told, and what the text looks like."""
    words = {word for sentence in sentences[:30] for word in sentence.words}
    likely = [name for name, signs in _LANGUAGE_SIGNS.items() if len(words & signs) >= 2]
    if any("\u0600" <= word[0] <= "\u06ff" for word in words):
        likely.append("ar")
    told = (language or "").lower().replace("_", "-").partition("-")[0]
    if told in {*_LANGUAGE_SIGNS, "ar"} and told not in likely:
        likely.append(told)
    return likely


def find_all(sentences: list[Sentence], language: str | None, *, answers_danger: bool = False) -> list[Found]:
    """Return the signals of every rule file that applies."""
    names = ["crisis", "hate", "others", *languages_of(sentences, language)]
    if answers_danger:
        names.append("agreeing")
    return [Found(name, softening.weigh(rules.find_hits(sentences, name), sentences)) for name in names]


def concern_of(file: str, signal: Signal) -> str:
    """Return the concern a signal of an untrained rule file speaks for."""
    return str(read_rules(file)[signal.hit.kind]["concern"])


def weigh_concerns(sentences: list[Sentence], found: list[Found]) -> dict[str, float]:
    """Return a probability for every concern."""
    sums = dict.fromkeys(CONCERNS, UNTRAINED_BIAS)
    chances = dict.fromkeys(CONCERNS, 0.0)
    for one in found:
        if one.file == "crisis":
            chances["crisis"] = _crisis(sentences, one.signals)
        elif one.file == "hate":
            chances["hate"] = _hate(sentences, one.signals)
        else:
            _add_up(one, sums)
    for concern, score in sums.items():
        if concern not in {"crisis", "hate"} or score > UNTRAINED_BIAS:
            chances[concern] = max(chances[concern], chance(score))
    return {concern: round(value, 4) for concern, value in chances.items()}


def _add_up(found: Found, sums: dict[str, float]) -> None:
    strongest: dict[tuple[str, str], float] = {}
    rules_of_file = read_rules(found.file)
    for signal in found.signals:
        rule = rules_of_file[signal.hit.kind]
        weight = float(rule["weight"]) * (SOFTENED if _is_softened(signal, found.file) else 1.0)
        key = (str(rule["concern"]), signal.hit.kind)
        strongest[key] = max(strongest.get(key, 0.0), weight)
    for (concern, _), weight in strongest.items():
        sums[concern] += weight


def _is_softened(signal: Signal, file: str) -> bool:
    """Say whether a signal is softened; what softens is English, so elsewhere only quotation marks count."""
    return features.is_soft(signal) if file in ENGLISH else "quoted" in signal.softened


def _crisis(sentences: list[Sentence], signals: list[Signal]) -> float:
    numbers = features.together(features.count_signals(signals, features.IN_CRISIS))
    numbers["learnt"] = _within(learnt_score(sentences, "crisis"))
    return _weighed(numbers, "crisis")


def _hate(sentences: list[Sentence], signals: list[Signal]) -> float:
    numbers = features.together_hate(features.count_signals(signals, features.IN_HATE))
    numbers["learnt"] = _within(learnt_score(without_groups(sentences, signals), "hate"))
    return _weighed(numbers, "hate")


def _within(score: float) -> float:
    return max(-4.0, min(4.0, score))


def _weighed(numbers: dict[str, float], head: str) -> float:
    weights = load_model().readable[head]
    return chance(weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in numbers.items()))
