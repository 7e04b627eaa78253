"""An attacker of published tables: whoever holds every figure that any release has shown, and can add, subtract and solve.

It knows nothing of how the figures were chosen. It takes every shown sum as true, knows which areas make up which and that counts
are no less than zero, and asks of a count how small and how large it can be (linear programming; HiGHS by way of SciPy).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array

Unknown = tuple[str, str, int]
"""A count of the smallest areas that is in no table: category, area, month."""
Sum = tuple[frozenset[Unknown], int]
"""Counts that add up to a figure that is shown."""


@dataclass
class Attacker:
    """All sums that are shown, over counts that are not."""

    shown: list[Sum] = field(default_factory=list)
    _places: dict[Unknown, list[int]] = field(default_factory=dict)

    def learn(self, counts: Iterable[Unknown], figure: int) -> None:
        """Take down a figure that is shown, and what it adds up."""
        self.shown.append((frozenset(counts), figure))
        for name in self.shown[-1][0]:
            self._places.setdefault(name, []).append(len(self.shown) - 1)

    def bounds(self, counts: Iterable[Unknown]) -> tuple[float, float]:
        """Between which limits the sum of some counts must lie. Raises ValueError where the figures contradict one another."""
        wanted = frozenset(counts)
        sums = self._touching(wanted)
        names = sorted(wanted.union(*(part for part, _ in sums)))
        place = {name: at for at, name in enumerate(names)}
        goal = np.zeros(len(names))
        goal[[place[name] for name in wanted]] = 1.0
        ends = [_solved(sign * goal, sums, place) for sign in (1.0, -1.0)]
        return ends[0], -ends[1]

    def _touching(self, wanted: frozenset[Unknown]) -> list[Sum]:
        """The sums that have to do with some counts, directly or by way of others; the rest say nothing of them."""
        found, todo, seen = set[int](), list(wanted), set(wanted)
        while todo:
            for at in self._places.get(todo.pop(), ()):
                if at not in found:
                    found.add(at)
                    fresh = self.shown[at][0] - seen
                    seen |= fresh
                    todo += fresh
        return [self.shown[at] for at in sorted(found)]


def _solved(goal: npt.NDArray[np.float64], sums: Sequence[Sum], place: dict[Unknown, int]) -> float:
    rows = [at for at, (counts, _) in enumerate(sums) for _ in counts]
    columns = [place[name] for counts, _ in sums for name in counts]
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(sums), len(place)))
    figures = np.array([figure for _, figure in sums], float)
    found = linprog(
        goal, A_eq=matrix if sums else None, b_eq=figures if sums else None, bounds=(0, None), method="highs"
    )
    if found.status == 3:
        return -np.inf
    if found.status:
        raise ValueError(found.message)
    return float(found.fun)


def every_table(shown: Sequence[Sum], names: Sequence[Unknown], most: int) -> Iterable[dict[Unknown, int]]:
    """Every table of whole numbers up to ``most`` that agrees with all shown sums: for a handful of counts."""
    for values in itertools.product(range(most + 1), repeat=len(names)):
        table = dict(zip(names, values, strict=True))
        if all(sum(table[name] for name in counts) == figure for counts, figure in shown):
            yield table
