"""Which new items an old one leads to: the best assignment of one to one, then what was merged and what was split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from peelian.plans.succession.alike import NEVER, Alike, alike
from peelian.plans.succession.items import Item

LEAST = 0.5
"""Below this chance two items are not matched."""
PART_HELD, PART_GAIN = 0.55, 0.3
"""How much of a part's weight the whole must hold, and how much of it only the part accounts for."""


@dataclass
class Links:
    """Old places by new place and the reverse; ``sure`` is a confidence for each pair, ``nearest`` the best chance of each old."""

    to: dict[int, list[int]] = field(default_factory=dict)
    sure: dict[tuple[int, int], float] = field(default_factory=dict)
    nearest: dict[int, tuple[float, int]] = field(default_factory=dict)

    def into(self, new: int) -> list[int]:
        """The old places that lead to a new one."""
        return [old for old, places in self.to.items() if new in places]


def link(older: Sequence[Item], newer: Sequence[Item]) -> Links:
    """The links between two lists of items. One old leads to several new only by a split, several to one by a merger."""
    links = Links()
    if not older or not newer:
        return links
    found = alike(older, newer)
    _assign(found, links)
    given_up = {place for place, item in enumerate(newer) if item.kind == "trade-off"}
    _split(found, links, given_up)
    _merge(found, links, given_up)
    for old in range(len(older)):
        best = int(np.argmax(found.score[old]))
        links.nearest[old] = (found.sure(old, best), best)
    return links


def _assign(found: Alike, links: Links) -> None:
    from scipy.optimize import linear_sum_assignment

    for old, new in zip(*linear_sum_assignment(np.maximum(found.score, NEVER / 2), maximize=True), strict=True):
        sure = found.sure(int(old), int(new))
        if sure >= LEAST:
            links.to[int(old)] = [int(new)]
            links.sure[int(old), int(new)] = sure


def _split(found: Alike, links: Links, barred: set[int]) -> None:
    """A new item that nothing leads to is a part of the matched old one that holds it, where it says what the other does not."""
    taken = {new for places in links.to.values() for new in places}
    for new in sorted(set(range(found.score.shape[1])) - taken - barred):
        options = []
        for old, places in links.to.items():
            if found.score[old, new] <= NEVER or barred.intersection(places):
                continue
            rest = frozenset[str]().union(*(found.terms_new[place] for place in places))
            fit = _part(found, found.terms_new[new], found.terms_old[old], rest)
            if fit:
                options.append((fit, old))
        if options:
            fit, old = max(options)
            links.to[old].append(new)
            links.sure[old, new] = fit


def _merge(found: Alike, links: Links, barred: set[int]) -> None:
    """An old item that leads nowhere went into the matched new one that holds it, where no other accounts for those words."""
    for old in sorted(set(range(found.score.shape[0])) - set(links.to)):
        options = []
        for new in {place for places in links.to.values() for place in places} - barred:
            if found.score[old, new] <= NEVER:
                continue
            rest = frozenset[str]().union(*(found.terms_old[place] for place in links.into(new)))
            fit = _part(found, found.terms_old[old], found.terms_new[new], rest)
            if fit and all(len(links.to[other]) == 1 for other in links.into(new)):
                options.append((fit, new))
        if options:
            fit, new = max(options)
            links.to[old] = [new]
            links.sure[old, new] = fit


def _part(found: Alike, part: frozenset[str], whole: frozenset[str], rest: frozenset[str]) -> float:
    """How sure a part is of a whole beside the rest of it; 0 where the whole holds too little of it, or nothing of its own."""
    if not part or not whole:
        return 0.0
    held = found.weigh(part & whole) / found.weigh(part)
    gain = found.weigh((part & whole) - rest) / found.weigh(part)
    if held < PART_HELD or gain < PART_GAIN:
        return 0.0
    fit = float(held * min(1.0, 0.5 + gain / 2))
    return fit if fit >= LEAST else 0.0
