"""The two fits: weights for hashed pieces of text, and weights of readable signals that start from what we expect."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse
from sklearn.linear_model import LogisticRegression

from safety.screening.weights import BUCKETS, PIECES_WEIGH, bucket_of, learn_from, pieces_of

FEWEST_AUTHORS = 4
Parts = tuple[dict[str, float], float]


def parts_of(sentences) -> Parts:
    """Return the features of a text as the model reads them, before hashing, and their length."""
    words, pairs = learn_from(sentences)
    parts: dict[str, float] = defaultdict(float)
    for word in words:
        parts[word] += 1
        pieces = pieces_of(word)
        for piece in pieces:
            parts["#" + piece] += PIECES_WEIGH / len(pieces) ** 0.5
    for pair in pairs:
        parts[" ".join(pair)] += 1
    return dict(parts), max(len(words) + len(pairs), 1) ** 0.5


def shared_parts(texts: list[Parts], groups: list[str]) -> set[str]:
    """Return the features that enough different people wrote; the rest is never learnt."""
    authors: dict[str, set[str]] = defaultdict(set)
    for (parts, _), group in zip(texts, groups, strict=True):
        for part in parts:
            if len(authors[part]) < FEWEST_AUTHORS:
                authors[part].add(group)
    return {part for part, seen in authors.items() if len(seen) >= FEWEST_AUTHORS}


def hashed(texts: list[Parts], shared: set[str]) -> sparse.csr_matrix:
    """Return the texts as rows of buckets."""
    rows, columns, values = [], [], []
    for row, (parts, length) in enumerate(texts):
        for part, value in parts.items():
            if part in shared:
                rows.append(row)
                columns.append(bucket_of(part))
                values.append(value / length)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), BUCKETS))


def fit_buckets(matrix, targets: NDArray, weights: NDArray, strength: float = 1.0) -> NDArray:
    """Fit bucket weights to soft targets: every text counts as both, in the shares its target says."""
    both = sparse.vstack([matrix, matrix]).tocsr()
    labels = np.r_[np.ones(len(targets)), np.zeros(len(targets))]
    shares = np.r_[targets * weights, (1 - targets) * weights]
    model = LogisticRegression(C=strength, max_iter=200).fit(both, labels, sample_weight=shares)
    return np.asarray(model.coef_[0])


def fit_readable(
    table: NDArray, targets: NDArray, weights: NDArray, expected: NDArray, pull: float
) -> tuple[NDArray, float]:
    """Fit logistic weights that leave what we expect only as far as the data insist."""

    def loss(values: NDArray) -> tuple[float, NDArray]:
        moved, bias = values[:-1], values[-1]
        score = table @ (expected + moved) + bias
        chance = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
        wrong = weights * (chance - targets)
        cost = -np.sum(
            weights * (targets * np.log(chance + 1e-12) + (1 - targets) * np.log(1 - chance + 1e-12))
        )
        slope = np.r_[table.T @ wrong + 2 * pull * moved, wrong.sum()]
        return cost + pull * float(moved @ moved), slope

    start = np.r_[np.zeros(table.shape[1]), -4.0]
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return expected + found[:-1], float(found[-1])
