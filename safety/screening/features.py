"""From the signals found in a text to the few numbers a concern is weighed by."""

from collections import Counter
from collections.abc import Collection, Iterable

from safety.screening.softening import Signal

MOST = 3
NOT_THEIR_OWN = frozenset({"quoted", "song"})
IN_CRISIS = frozenset("reported past other jest".split())
IN_HATE = frozenset({"quoted", "reported"})
DANGER = ("active", "imminent", "passive", "thoughts", "attempt", "self_harm", "naming")
HOSTILE = ("hostile_feeling", "says_they_are", "wishes_harm", "accuses", "slur_at_someone")


def count_signals(signals: Iterable[Signal], softeners: Collection[str]) -> Counter[str]:
    """Return how often each kind stands plainly, softened (“kind~”), denied (“kind-”) and in others' words (“kind=”).

    At most thrice each. `softeners` says what makes a signal softened.
    """
    counts: Counter[str] = Counter()
    for signal in signals:
        key = signal.hit.kind
        if "denied" in signal.softened:
            key += "-"
        elif not set(softeners).isdisjoint(signal.softened):
            key += "~"
        elif not NOT_THEIR_OWN.isdisjoint(signal.softened):
            key += "="
        if counts[key] < MOST:
            counts[key] += 1
    return counts


def is_soft(signal: Signal) -> bool:
    """Say whether something takes weight from a signal; merely supposing it does not."""
    return any(softener != "supposed" for softener in signal.softened)


def together(counts: Counter[str]) -> dict[str, float]:
    """Add what only kinds side by side tell, such as danger beside an everyday saying."""
    plain = sum(1 for kind in DANGER if counts[kind])
    soft = sum(1 for kind in DANGER if counts[f"{kind}~"])
    denied = sum(1 for kind in DANGER if counts[f"{kind}-"])
    features = {kind: float(count) for kind, count in counts.items() if kind[-1] not in "-="}
    features["denied_danger"] = float(denied >= 1 and not plain)
    features["quoted_danger"] = float(any(counts[f"{kind}="] for kind in DANGER) and not plain)
    features["several"] = float(plain >= 2)
    features["any_danger"] = float(plain >= 1)
    features["any_soft_danger"] = float(soft >= 1 and not plain)
    features["danger_and_idiom"] = float(plain >= 1 and counts["idiom"] > 0)
    features["danger_and_jest"] = float(plain + soft >= 1 and counts["humour"] > 0)
    features["danger_and_advice"] = float(plain + soft >= 1 and counts["advice"] > 0)
    features["danger_and_better"] = float(plain + soft >= 1 and counts["recovery"] > 0)
    features["hope_gone_and_danger"] = float(plain >= 1 and counts["hopeless"] > 0)
    return features


def together_hate(counts: Counter[str]) -> dict[str, float]:
    """Add what only kinds side by side tell about hate: hostility beside a refusal of it, a slur beside “I am”."""
    plain = sum(1 for kind in HOSTILE if counts[kind])
    denied = sum(1 for kind in HOSTILE if counts[f"{kind}~"] + counts[f"{kind}-"])
    features = {kind: float(min(count, 2)) for kind, count in counts.items() if kind[-1] not in "~-"}
    is_slurred = counts["slur"] + counts["slur~"] + counts["slur-"] > 0
    features["slur~"] = float(counts["slur~"] > 0)
    features["hostile_refused"] = float(any(counts[f"{kind}-"] for kind in HOSTILE) and not plain)
    features["hostile"] = float(plain >= 1)
    features["hostile_twice"] = float(plain >= 2)
    features["hostile_soft"] = float(any(counts[f"{kind}~"] for kind in HOSTILE) and not plain)
    features["slur_plain"] = float(counts["slur"] > 0)
    features["slur_own"] = float(is_slurred and counts["own"] > 0)
    features["slur_spoken_against"] = float(is_slurred and counts["speaks_up"] > 0)
    features["hostile_spoken_against"] = float(plain + denied >= 1 and counts["speaks_up"] > 0)
    features["hostile_denied"] = float(plain + denied >= 1 and counts["denies_hate"] > 0)
    features["hostile_valued"] = float(plain + denied >= 1 and counts["values"] > 0)
    features["hostile_own"] = float(plain + denied >= 1 and counts["own"] > 0)
    features["only_named"] = float(counts["named"] > 0 and plain + denied == 0 and not is_slurred)
    features["nobody_named"] = float(counts["named"] == 0 and not is_slurred)
    features["soft_slur_alone"] = float(counts["soft_slur"] > 0 and plain == 0 and not is_slurred)
    features["swears_only"] = float(counts["profane"] > 0 and counts["named"] == 0 and not is_slurred)
    return features
