"""Made-up sentences that are shaped like real ones; bench/fill.py writes them, searches look for them."""

import random
from itertools import accumulate

VOCABULARY = 30_000
SENTENCES = 40_000


class Words:
    """Sentences of made-up words, common ones often and rare ones seldom."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.vocabulary = _vocabulary(chance)
        weights = list(accumulate(1 / (rank + 8) for rank in range(VOCABULARY)))
        self.sentences = [
            " ".join(
                chance.choices(self.vocabulary, cum_weights=weights, k=chance.randint(6, 20))
            ).capitalize()
            for _ in range(SENTENCES)
        ]

    def body(self, sentences: int) -> str:
        chosen = self.chance.choices(self.sentences, k=sentences)
        half = len(chosen) // 2
        first, second = ". ".join(chosen[:half]), ". ".join(chosen[half:])
        return f"{first}.\n\n{second}." if first else f"{second}."

    def title(self) -> str:
        return " ".join(self.chance.choice(self.sentences).split()[:7])


def _vocabulary(chance: random.Random) -> list[str]:
    starts = [
        "b",
        "d",
        "f",
        "g",
        "h",
        "k",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "t",
        "v",
        "w",
        "br",
        "st",
        "tr",
        "sh",
        "",
    ]
    vowels, ends = ["a", "e", "i", "o", "u", "ai", "ou", "ea"], ["n", "r", "l", "t", "m", "nd", "sk", "p", ""]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        count = chance.choice([1, 2, 2, 3])
        words[
            "".join(chance.choice(starts) + chance.choice(vowels) for _ in range(count)) + chance.choice(ends)
        ] = None
    return list(words)
