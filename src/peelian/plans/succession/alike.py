"""How alike two items are: own word weights (TF-IDF), token measures of rapidfuzz, theme and measures, as one probability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from peelian.plans.succession.items import Item
from peelian.plans.succession.wording import pairs, terms
from peelian.reading.wordings import plain

Table = NDArray[np.float64]
Bags = Sequence[frozenset[str]]

FEATURES = ("cosine", "set", "sort", "least", "most", "theme", "measures", "shared")
INTERCEPT = -11.03
WEIGHTS: dict[str, float] = {
    "cosine": 3.36, "set": 2.32, "sort": 2.75, "least": 2.29, "most": 3.49, "theme": 0.25, "measures": 1.6, "shared": 1.64,
}  # fmt: skip
"""Logistic regression of "one came from the other" on the features of a pair."""
LINKED = (1.89, 0.56, 0.92)
"""The same of an assigned pair, on one, its own score, and its lead over the next best pair of either.

benchmarks/succession.py fits and prints all of these.
"""
ENOUGH = 20.0
"""Shared weight from which more of it says nothing more: about five rare words."""
NEVER = -30.0
"""The score of a pair that cannot be one."""
_KIN = {"commitment", "objective"}
"""Kinds that may become one another: a plan may state as an aim what was to be done."""


@dataclass(frozen=True)
class Alike:
    """Old × new: ``score`` in log-odds that one came from the other, seen alone; and what the scores were made from."""

    score: Table
    weights: dict[str, float]
    terms_old: tuple[frozenset[str], ...]
    terms_new: tuple[frozenset[str], ...]

    def lead(self, old: int, new: int) -> float:
        """By how much a pair's score is above the next best of either; at most 10, which is as good as alone."""
        row, column = np.delete(self.score[old], new), np.delete(self.score[:, new], old)
        best = max(row.max(initial=NEVER), column.max(initial=NEVER))
        return float(min(10.0, self.score[old, new] - best))

    def sure(self, old: int, new: int) -> float:
        """The chance that a pair is one, by its score and by how far it leads."""
        if self.score[old, new] <= NEVER:
            return 0.0
        one, score, lead = LINKED
        return float(1 / (1 + np.exp(-(one + score * self.score[old, new] + lead * self.lead(old, new)))))

    def weigh(self, found: frozenset[str] | set[str]) -> float:
        """The weight of a set of terms: a rare one counts more."""
        return sum(self.weights[term] for term in found)


def alike(older: Sequence[Item], newer: Sequence[Item]) -> Alike:
    """The tables for two lists of items; pairs of kinds that do not mix (a theme and a commitment) have no chance."""
    table, parts = features(older, newer)
    scores = INTERCEPT + sum(WEIGHTS[name] * table[name] for name in FEATURES)
    return Alike(np.where(_kin(older, newer), scores, NEVER), *parts)


Parts = tuple[dict[str, float], tuple[frozenset[str], ...], tuple[frozenset[str], ...]]


def features(older: Sequence[Item], newer: Sequence[Item]) -> tuple[dict[str, Table], Parts]:
    """Each feature as an old × new table from 0 to 1, and what they were made from."""
    from rapidfuzz import fuzz, process

    left, right = [item.text for item in older], [item.text for item in newer]
    texts = [plain(text).casefold() for text in (*left, *right)]
    before, after = texts[: len(left)], texts[len(left) :]
    weights, vectors, bags = _vectors(*left, *right)
    *held, shared = _held(bags[: len(left)], bags[len(left) :], weights)
    table = {
        "cosine": vectors[: len(left)] @ vectors[len(left) :].T,
        "set": process.cdist(before, after, scorer=fuzz.token_set_ratio) / 100.0,
        "sort": process.cdist(before, after, scorer=fuzz.token_sort_ratio) / 100.0,
        "least": np.minimum(*held),
        "most": np.maximum(*held),
        "shared": np.minimum(shared / ENOUGH, 1.0),
        "theme": _theme(older, newer),
        "measures": _jaccard([set(item.measures) for item in older], [set(item.measures) for item in newer]),
    }
    return table, (weights, tuple(bags[: len(left)]), tuple(bags[len(left) :]))


def _vectors(*texts: str) -> tuple[dict[str, float], Table, list[frozenset[str]]]:
    """Weights by term, one unit vector a text over terms and their neighbours, and each text's set of terms."""
    counts = [Counter(pairs(text)) for text in texts]
    seen = Counter(term for count in counts for term in count)
    idf = {term: float(np.log((1 + len(texts)) / (1 + often)) + 1) for term, often in seen.items()}
    place = {term: at for at, term in enumerate(seen)}
    vectors = np.zeros((len(texts), max(len(place), 1)))
    for row, count in enumerate(counts):
        for term, often in count.items():
            share = 0.5 if " " in term else 1.0  # a pair of neighbours is said by its two words too
            vectors[row, place[term]] = share * (1 + np.log(often)) * idf[term]
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return idf, vectors, [frozenset(terms(text)) for text in texts]


def _held(
    left: Sequence[frozenset[str]], right: Sequence[frozenset[str]], weights: dict[str, float]
) -> tuple[Table, Table, Table]:
    """How much of each left text's weight the right one holds, and the reverse."""
    names = {term: at for at, term in enumerate({term for bag in (*left, *right) for term in bag})}
    heavy = np.array([weights[term] for term in names])
    first, second = (np.zeros((len(bags), max(len(names), 1))) for bags in (left, right))
    for rows, bags in ((first, left), (second, right)):
        for row, bag in enumerate(bags):
            rows[row, [names[term] for term in bag]] = 1.0
    if not len(heavy):
        nothing = np.zeros((len(left), len(right)))
        return nothing, nothing, nothing
    shared = (first * heavy) @ second.T
    of_first, of_second = (np.maximum(rows @ heavy, 1e-12) for rows in (first, second))
    return shared / of_first[:, None], shared / of_second[None, :], shared


def _theme(older: Sequence[Item], newer: Sequence[Item]) -> Table:
    """1 where both stand under a theme of one id or of one wording, else 0."""
    before = [(item.theme, terms(item.theme_title)) for item in older]
    after = [(item.theme, terms(item.theme_title)) for item in newer]
    return np.array(
        [[float(bool(a[0]) and (a[0] == b[0] or (bool(a[1]) and a[1] == b[1]))) for b in after] for a in before]
    ).reshape(len(older), len(newer))


def _jaccard(left: Sequence[set[str]], right: Sequence[set[str]]) -> Table:
    """What both hold as a share of what either holds; 0 where neither holds anything."""
    rows = [[len(a & b) / len(a | b) if a and b else 0.0 for b in right] for a in left]
    return np.array(rows).reshape(len(left), len(right))


def _kin(older: Sequence[Item], newer: Sequence[Item]) -> NDArray[np.bool_]:
    """Which pairs may be one: of the same kind, or of two kinds that say what is to be done or reached."""
    mixes = [
        [a.kind == b.kind or {a.kind, b.kind} == _KIN or (b.kind == "trade-off" and a.kind != "theme") for b in newer]
        for a in older
    ]
    return np.array(mixes, dtype=bool).reshape(len(older), len(newer))
