"""Leaving small numbers out of figures for everybody, also where they could be had by taking away.

A number below five can point at a person. So it is left out, and the total of its group with it: whatever the small
numbers were, what is published is the same.
"""

from collections.abc import Mapping

SMALL = 5


def without_small(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return the counts of a group, with None for those left out. A nought counts as small."""
    return {name: count if count >= SMALL else None for name, count in counts.items()}


def total_of(counts: Mapping[str, int]) -> int | None:
    """Return what a group adds up to, None where one of its numbers is left out."""
    return None if None in without_small(counts).values() else sum(counts.values())


def share(part: int, whole: int) -> int | None:
    """Return a share in percent, to the nearest five so that nothing can be counted back; None of fewer than 20."""
    return 5 * round(20 * part / whole) if whole >= 20 else None
