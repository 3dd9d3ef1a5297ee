"""The trained part: a number for every hashed word, pair of words and piece of a word, per concern.

Only pieces that at least four people had written were learnt, and only as numbers in buckets: nothing anybody wrote can
be read out of the file.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from zlib import crc32

from safety.screening.files import DATA
from safety.screening.reading import Sentence
from safety.screening.rules import GROUP
from safety.screening.softening import Signal

BUCKETS = 1 << 17
HEADS = ("crisis", "hate")
PIECES_WEIGH = 0.5
_START = "^"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Model:
    """What training wrote: its name, bucket weights per head, and the weights of readable features."""

    name: str
    buckets: dict[str, bytes]
    scale: dict[str, float]
    readable: dict[str, dict[str, float]]


@cache
def load_model() -> Model:
    """Return the model shipped beside this package."""
    facts = json.loads((DATA / "model.json").read_text(encoding="utf-8"))
    raw = (DATA / "model.bin").read_bytes()
    buckets = {head: raw[place * BUCKETS : (place + 1) * BUCKETS] for place, head in enumerate(HEADS)}
    return Model(facts["name"], buckets, facts["scale"], facts["readable"])


def pieces_of(word: str) -> list[str]:
    """Return the four-letter pieces of a word, with its beginning and end marked."""
    marked = f"<{word}>"
    return [marked[place : place + 4] for place in range(len(marked) - 3)] if len(word) > 3 else []


def bucket_of(feature: str) -> int:
    """Return where a feature's weight is kept."""
    return crc32(feature.encode("utf-8", "replace")) % BUCKETS


@lru_cache(maxsize=32_768)
def is_learnt(word: str) -> bool:
    """Say whether a word may be learnt: numbers, names of places on the web and stand-ins may not."""
    return word not in STAND_INS and not _DIGIT.search(word)


STAND_INS = frozenset("link email phone user http https www com rt amp reddit subreddit suicidewatch".split())


def learn_from(sentences: Iterable[Sentence]) -> tuple[set[str], set[tuple[str, str]]]:
    """Return the distinct words and pairs of neighbours of some sentences."""
    words: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for sentence in sentences:
        kept = [word for word in sentence.words if is_learnt(word)]
        words.update(kept)
        pairs.update(zip([_START, *kept], kept, strict=False))
    return words, pairs


def without_groups(sentences: Iterable[Sentence], signals: Iterable[Signal]) -> list[Sentence]:
    """Return the sentences with one stand-in for every group that is named, so that no group tells anything."""
    named: dict[int, set[int]] = defaultdict(set)
    for signal in signals:
        if signal.hit.kind == "named":
            named[signal.hit.sentence].update(range(signal.hit.first, signal.hit.last + 1))
    return [
        Sentence([GROUP if place in named[number] else word for place, word in enumerate(sentence.words)])
        if number in named
        else sentence
        for number, sentence in enumerate(sentences)
    ]


def learnt_score(sentences: Iterable[Sentence], head: str) -> float:
    """Return how the trained weights see these sentences together: above nought speaks for the concern."""
    words, pairs = learn_from(sentences)
    if not words:
        return 0.0
    total = sum(_word_weight(word, head) for word in words) + sum(_pair_weight(pair, head) for pair in pairs)
    return total * load_model().scale[head] / (len(words) + len(pairs)) ** 0.5


@lru_cache(maxsize=32_768)
def _word_weight(word: str, head: str) -> float:
    buckets = load_model().buckets[head]
    pieces = pieces_of(word)
    weight = float(buckets[bucket_of(word)] - 128)
    if pieces:
        each = PIECES_WEIGH / len(pieces) ** 0.5
        weight += each * sum(buckets[bucket_of("#" + piece)] - 128 for piece in pieces)
    return weight


@lru_cache(maxsize=65_536)
def _pair_weight(pair: tuple[str, str], head: str) -> float:
    return float(load_model().buckets[head][bucket_of(" ".join(pair))] - 128)
