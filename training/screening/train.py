"""Train and write the screening model: python -m training.screening.train FOLDER. See README.md beside this file."""

import json
import sys
from pathlib import Path

import numpy as np

from safety.screening import features, files, reading, rules, softening, weights
from training.screening import data, expected, learn

SEED, FOLDS = 20261127, 5


def look_at(rows, head):
    """Read every text once: its learnable parts and its counted signals."""
    for row in rows:
        sentences = reading.read(row.text)
        signals = softening.weigh(rules.find_hits(sentences, head), sentences)
        if head == "crisis":
            counts = features.together(features.count_signals(signals, features.IN_CRISIS))
        else:
            counts = features.together_hate(features.count_signals(signals, features.IN_HATE))
            sentences = weights.without_groups(sentences, signals)
        row.facts = {"counts": counts, "parts": learn.parts_of(sentences)}


def folds_of(rows):
    """Return each row's fold; all rows of one person are in one fold."""
    groups = sorted({row.group for row in rows})
    drawn = np.random.RandomState(SEED).permutation(len(groups)) % FOLDS
    fold = dict(zip(groups, drawn, strict=True))
    return np.array([fold[row.group] for row in rows])


def table_of(rows, names):
    return np.array([[float(row.facts["counts"].get(name, 0)) for name in names] for row in rows])


def learnt_column(rows, shared, coefficients):
    """Return the learnt score of each text."""
    return np.clip(learn.hashed([row.facts["parts"] for row in rows], shared) @ coefficients, -4, 4)


def crisis_targets(rows):
    """Return what is known (1, 0, a half for the past), how much it counts, and which rows are known at all."""
    target = np.zeros(len(rows))
    weight = np.zeros(len(rows))
    for place, row in enumerate(rows):
        if row.reading in {"a", "p", "s", "h", "n"}:
            target[place], weight[place] = {"h": 0.6, "n": 0.0}.get(row.reading, 1.0), 1.0
        elif row.reading != "x" and row.source in {"idiom", "ordinary", "distress"}:
            weight[place] = {"distress": 4.0, "idiom": 1.0, "ordinary": 0.2}[row.source]
        elif row.source.startswith("own"):
            target[place], weight[place] = row.label, 1.5
    return target, weight, weight > 0


def soften_by_signals(rows, target, known, guess):
    """Multiple instances: a person's unread posts get what the signals say, less when the clinicians saw no risk."""
    believed = np.array([1.0 if row.label else 0.3 for row in rows])
    return np.where(known, target, guess * believed)


def fit(rows, train, names, prior, targets, head, pull):
    """Fit both parts on the training rows; return what is needed to score any row."""
    target, weight, known = targets
    wanted = np.array([prior.get(name, 0.0) for name in names])
    plain = table_of(rows, names)
    first = train & known
    own = [name != "learnt" for name in names]
    coefficients, bias = learn.fit_readable(
        plain[first][:, own], target[first], weight[first], wanted[own], pull
    )
    guess = 1 / (1 + np.exp(-(plain[:, own] @ coefficients + bias)))
    soft = soften_by_signals(rows, target, known, guess) if head == "crisis" else target
    mass = np.where(known, np.maximum(weight, 0.3) * np.where(soft > 0.5, 2, 1), 0.5)
    inside = np.flatnonzero(train)
    texts, groups = [rows[i].facts["parts"] for i in inside], [rows[i].group for i in inside]
    shared = learn.shared_parts(texts, groups)
    matrix = learn.hashed(texts, shared)
    inner = folds_of([rows[i] for i in inside])
    unseen = np.zeros(len(inside))
    for fold in range(
        3
    ):  # scores of rows the weights have not seen, or the second fit would trust them too much
        away = inner % 3 != fold
        part = learn.fit_buckets(matrix[away], soft[inside][away], mass[inside][away])
        unseen[~away] = learnt_column([rows[i] for i in inside[~away]], shared, part)
    buckets = learn.fit_buckets(matrix, soft[inside], mass[inside])
    table = plain[inside].copy()
    table[:, names.index("learnt")] = unseen
    sure = known[inside]
    final, bias = learn.fit_readable(table[sure], target[inside][sure], weight[inside][sure], wanted, pull)
    return shared, buckets, final, bias


def score(rows, names, fitted):
    shared, buckets, final, bias = fitted
    table = table_of(rows, names)
    table[:, names.index("learnt")] = learnt_column(rows, shared, buckets)
    return 1 / (1 + np.exp(-np.clip(table @ final + bias, -30, 30)))


def write_scored(path, rows, chance, head):
    """Write the unseen probability of every row whose label says something about that very text."""
    with path.open("w") as file:
        for row, p in zip(rows, chance, strict=True):
            if row.reading == "x" or (row.source == "user-label" and not row.reading):
                continue
            label = int(row.reading in {"a", "p", "s", "h"}) if row.reading else int(row.label)
            subset = f"read posts, {row.drawn}" if row.reading else row.source
            entry = {"id": row.id, "user": row.group, "concern": head, "label": label, "subset": subset}
            file.write(json.dumps(entry | {"concerns": {head: round(float(p), 4)}}) + "\n")


def write_people(path, rows, chance):
    """Write for every person the highest probability among their posts beside the clinicians' judgement of them."""
    highest, judged = {}, {}
    for row, p in zip(rows, chance, strict=True):
        if row.user_label:
            highest[row.group] = max(highest.get(row.group, 0.0), float(p))
            judged[row.group] = row.user_label
    with path.open("w") as file:
        for user, p in highest.items():
            label = int(judged[user] not in {"Supportive", "Indicator"})
            entry = {"id": user, "user": user, "label": label, "subset": judged[user]}
            file.write(json.dumps(entry | {"concerns": {"crisis": round(p, 4)}}) + "\n")


def run(head, rows, prior, targets, pull, out):
    """Cross-validate by author, write the unseen probabilities for screen-report, and fit on everything."""
    look_at(rows, head)
    names = sorted({name for row in rows for name in row.facts["counts"]} | set(prior))
    fold, chance = folds_of(rows), np.zeros(len(rows))
    for one in range(FOLDS):
        fitted = fit(rows, fold != one, names, prior, targets, head, pull)
        away = np.flatnonzero(fold == one)
        chance[away] = score([rows[i] for i in away], names, fitted)
        print(f"{head}: fold {one + 1} of {FOLDS}", flush=True)
    write_scored(out / f"{head}.scored.jsonl", rows, chance, head)
    if head == "crisis":
        write_people(out / "crisis.users.jsonl", rows, chance)
    return names, fit(rows, np.ones(len(rows), bool), names, prior, targets, head, pull)


def pack(fitted):
    """Return bucket weights as one byte each and the number that turns them back."""
    shared, buckets, _, _ = fitted
    used = np.zeros(weights.BUCKETS, bool)
    used[[weights.bucket_of(part) for part in shared]] = True
    largest = np.quantile(np.abs(buckets[used]), 0.999)
    steps = np.clip(np.round(np.where(used, buckets, 0) / largest * 127), -127, 127)
    return (steps + 128).astype(np.uint8).tobytes(), float(largest / 127)


def main(folder, out):
    crisis = data.read_crisis(folder) + data.own_crisis_rows()
    hate = data.read_abuse(folder) + data.own_hate_rows()
    hate_weight = np.array(
        [4.0 if row.source.startswith("own") else 0.6 if "hatemoji" in row.source else 0.15 for row in hate]
    )
    hate_targets = (np.array([float(row.label) for row in hate]), hate_weight, np.ones(len(hate), bool))
    done = {
        "crisis": run("crisis", crisis, expected.CRISIS, crisis_targets(crisis), 2.0, out),
        "hate": run("hate", hate, expected.HATE, hate_targets, 20.0, out),
    }
    scale, readable, raw = {}, {}, b""
    for head in weights.HEADS:
        names, fitted = done[head]
        packed, scale[head] = pack(fitted)
        raw += packed
        readable[head] = {name: round(float(value), 4) for name, value in zip(names, fitted[2], strict=True)}
        readable[head]["bias"] = round(fitted[3], 4)
    (files.DATA / "model.bin").write_bytes(raw)
    facts = {"name": "hearthside-screening-2", "scale": scale, "readable": readable}
    (files.DATA / "model.json").write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "."))
