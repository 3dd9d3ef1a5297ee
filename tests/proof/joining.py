"""Trying to join anonymous posts: by everything each of them shows, alone and together.

In every thread each member wrote one post. If what a page shows of a post says nothing about its author, then
which member wrote which post of a thread is as good as drawn by chance, and the pairs of posts that look alike
belong to one member as often as chance will have it. How often that is, and how far it strays, follows exactly
(matching two shuffled hands: Hoeffding 1951, "A combinatorial central limit theorem").
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

Post = int
Marks = frozenset[str]
SIGMAS = 6
RARE = 6  # where almost none are expected the spread says little; so many more are always let pass


@dataclass(frozen=True)
class Joined:
    """How many pairs of posts of one member a mark would join, and what chance would."""

    mark: str
    pairs: int
    expected: float
    spread: float

    @property
    def is_more_than_chance(self) -> bool:
        return self.pairs > self.expected + SIGMAS * self.spread + RARE

    def __str__(self) -> str:
        return f"“{self.mark}” joins {self.pairs} pairs; by chance {self.expected:.1f} ± {self.spread:.1f}"


def joined_by_one_mark(threads: list[Mapping[Post, int]], marks: Mapping[Post, Marks]) -> list[Joined]:
    """Return what every single mark joins: for each two threads, the members who carry it in both."""
    carriers: dict[str, list[list[int]]] = defaultdict(list)
    for thread in threads:
        in_thread: dict[str, list[int]] = defaultdict(list)
        for post, member in thread.items():
            for mark in marks[post]:
                in_thread[mark].append(member)
        for mark, members in in_thread.items():
            carriers[mark].append(members)
    return [_joined(mark, found, len(threads[0])) for mark, found in carriers.items() if len(found) > 1]


def _joined(mark: str, carriers: list[list[int]], size: int) -> Joined:
    """Compare with chance: of n members a carry the mark in one thread, b in another; summed over each two threads."""
    times = Counter(member for members in carriers for member in members)
    pairs = sum(many * (many - 1) // 2 for many in times.values())
    expected = _over_pairs([len(members) for members in carriers]) / size
    variance = _over_pairs([len(members) * (size - len(members)) for members in carriers])
    return Joined(mark, pairs, expected, sqrt(variance / (size * size * (size - 1))))


def _over_pairs(values: list[int]) -> float:
    """Return the sum of the products of each two values."""
    return (sum(values) ** 2 - sum(value * value for value in values)) / 2


def joined_by_all_marks(threads: list[Mapping[Post, int]], marks: Mapping[Post, Marks]) -> Joined:
    """Put everything together: for each post guess the one in the next thread that shares the rarest marks with it."""
    carried = Counter(mark for found in marks.values() for mark in found)
    weight = {mark: log(len(marks) / times) for mark, times in carried.items() if times > 1}
    known = {post: frozenset(mark for mark in found if mark in weight) for post, found in marks.items()}
    right = guesses = 0
    for one, other in pairwise(threads):
        for post, member in one.items():
            best = max(other, key=lambda guess: sum(map(weight.__getitem__, known[post] & known[guess])))
            right += other[best] == member
            guesses += 1
    expected = guesses / len(threads[0])
    return Joined("everything together", right, expected, sqrt(expected))
