"""How good probabilities are, in plain Python: order, recall where it matters, calibration, and how sure of it."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Pairs = Sequence[tuple[float, int]]
BINS = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """One text's probability beside what is known about it, and who wrote it."""

    chance: float
    label: int
    user: str


def auroc(pairs: Pairs) -> float:
    """Return the chance that a case is placed above a non-case; ties count half."""
    cases = sum(label for _, label in pairs)
    others = len(pairs) - cases
    if not cases or not others:
        return float("nan")
    ranks, place = 0.0, 0
    ordered = sorted(pairs)
    while place < len(ordered):
        last = place
        while last < len(ordered) and ordered[last][0] == ordered[place][0]:
            last += 1
        ranks += sum(label for _, label in ordered[place:last]) * (place + last + 1) / 2
        place = last
    return (ranks - cases * (cases + 1) / 2) / (cases * others)


def average_precision(pairs: Pairs) -> float:
    """Return the mean precision over the cases, going down the list; equal probabilities come together."""
    cases = sum(label for _, label in pairs)
    if not cases:
        return float("nan")
    ordered = sorted(pairs, key=lambda pair: -pair[0])
    total, found, place = 0.0, 0, 0
    while place < len(ordered):
        last = place
        while last < len(ordered) and ordered[last][0] == ordered[place][0]:
            last += 1
        here = sum(label for _, label in ordered[place:last])
        found += here
        total += here * found / last
        place = last
    return total / cases


def recall_at_specificity(pairs: Pairs, specificity: float = 0.95) -> float:
    """Return the share of cases above the level that leaves this share of non-cases at or below it."""
    others = sorted(probability for probability, label in pairs if not label)
    cases = [probability for probability, label in pairs if label]
    if not others or not cases:
        return float("nan")
    level = others[min(len(others) - 1, int(len(others) * specificity))]
    return sum(probability > level for probability in cases) / len(cases)


def recall_at_alerts(pairs: Pairs, share: float = 0.05) -> float:
    """Return the share of cases among this share of all texts, the likeliest first."""
    cases = sum(label for _, label in pairs)
    if not cases:
        return float("nan")
    ordered = sorted(pairs, key=lambda pair: -pair[0])
    return sum(label for _, label in ordered[: max(1, round(len(ordered) * share))]) / cases


def calibration_error(pairs: Pairs) -> float:
    """Return how far probabilities are from what happened, over ten equally wide bins."""
    bins: list[list[tuple[float, int]]] = [[] for _ in range(BINS)]
    for probability, label in pairs:
        bins[min(BINS - 1, int(probability * BINS))].append((probability, label))
    off = (
        abs(sum(probability for probability, _ in one) - sum(label for _, label in one))
        for one in bins
        if one
    )
    return sum(off) / len(pairs) if pairs else float("nan")


FIGURES: dict[str, Callable[[Pairs], float]] = {
    "AUROC": auroc,
    "AP": average_precision,
    "recall@95%spec": recall_at_specificity,
    "recall@5%alerts": recall_at_alerts,
    "ECE": calibration_error,
}


def interval(
    rows: Sequence[Measured], figure: Callable[[Pairs], float], *, times: int, seed: int = 1
) -> tuple[float, float]:
    """Return the middle 95 % of the figure over samples of users drawn again, all texts of a user together."""
    texts_of: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for row in rows:
        texts_of[row.user].append((row.chance, row.label))
    users = list(texts_of.values())
    draw = random.Random(seed)
    values = (
        figure([pair for one in draw.choices(users, k=len(users)) for pair in one]) for _ in range(times)
    )
    found = sorted(value for value in values if value == value)
    if not found:
        return float("nan"), float("nan")
    return found[int(len(found) * 0.025)], found[min(len(found) - 1, int(len(found) * 0.975))]
