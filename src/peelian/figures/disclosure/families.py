"""Measures that are categories of one whole, decided together: what is shown of one must not give away another."""

from __future__ import annotations

from dataclasses import dataclass, field

from peelian.figures.disclosure.deciding import Known, decide, lacking
from peelian.figures.disclosure.tables import Chain, Place
from peelian.figures.errors import PeelianError

Cell = tuple[str, str, str]
"""Measure, area kind and area."""


@dataclass
class Family:
    """The chains of some measures, by their ids; ``whole`` is the one of which the others are categories, if it is shown too."""

    chains: dict[str, Chain]
    whole: str | None = None
    exposed: list[Cell] = field(default_factory=list)
    """Areas of which earlier releases gave small numbers away: nothing new is shown of them."""


def protect(family: Family) -> Family:
    """Set what is shown of every measure of a family, so that no small number lacks room; the same input always gives the same.

    Where an area lacks room, or a category could be shown if the whole were not, nothing new is shown of the whole in its
    group; where it still lacks room, nothing of the family, then nothing in the group of the wider area, up to the widest. What
    lacks room even where nothing new is shown at all was given away before: it is named, and nothing more is shown of that area.
    """
    _give_up(family)
    dark: set[Place] = set()
    blind: set[Place] = set()
    known: dict[str, Known] = {name: {} for name in family.chains}
    while True:
        short, costs = _tried(family, dark, blind, known)
        dimmer = set().union(*(group for group in (*short, *costs) if not group <= blind)) if family.whole else set()
        if dimmer:
            blind |= dimmer
            continue
        darker = set().union(*short)
        if darker <= dark:
            return family
        dark |= darker


def _give_up(family: Family) -> None:
    """Find what earlier releases gave away: what lacks room though nothing new is shown of anything."""
    if not any(table.before.any() for chain in family.chains.values() for table in chain):
        return
    every = {table.place(row) for chain in family.chains.values() for table in chain for row in range(len(table.areas))}
    for name, chain in family.chains.items():
        found = decide(chain, every, every, {}, whole=name == family.whole)
        for level, row, lost in lacking(chain, found.every):
            chain[level].give_away(row, lost)
            family.exposed.append((name, chain[level].kind, chain[level].areas[row]))


def _tried(
    family: Family, dark: set[Place], blind: set[Place], known: dict[str, Known]
) -> tuple[list[set[Place]], list[set[Place]]]:
    """Decide all chains; the groups to darken next, and those that the whole costs a category."""
    short: list[set[Place]] = []
    costs: list[set[Place]] = []
    for name, chain in family.chains.items():
        found = decide(chain, dark, blind, known[name], whole=name == family.whole)
        lack = lacking(chain, [*found.every, *found.overtaken])
        short += [_darker(chain, level, row, dark) for level, row, _ in lack]
        costs += [_group(chain, level, row) for level, row in found.refused]
    return short, costs


def _group(chain: Chain, level: int, row: int) -> set[Place]:
    """The areas beside an area within the same wider one, and itself."""
    return {chain[level].place(other) for other in _rows_beside(chain, level, row)}


def _rows_beside(chain: Chain, level: int, row: int) -> list[int]:
    table = chain[level]
    parent = int(table.parent[row])
    return [row] if parent < 0 else [int(other) for other in (table.parent == parent).nonzero()[0]]


def _darker(chain: Chain, level: int, row: int, dark: set[Place]) -> set[Place]:
    """The narrowest group around an area that is not dark; nothing where all are."""
    while level >= 0 and row >= 0:
        if not all(chain[level].dark(other, dark) for other in _rows_beside(chain, level, row)):
            return _group(chain, level, row)
        level, row = level - 1, int(chain[level].parent[row])
    return set()


def audit(family: Family) -> None:
    """Look at every small number of a family anew.

    Raises PeelianError where one lacks room: such a release must not be sealed.
    """
    for name, chain in family.chains.items():
        every = [(level, row) for level, table in enumerate(chain) for row in range(len(table.areas))]
        for level, row, _ in lacking(chain, every):
            raise PeelianError(
                "unsafe-release",
                f"A small number of {name} in {chain[level].areas[row]} could be worked out from what would be shown.",
                "Nothing was released. Report this: it is a fault of the program.",
                {"measure": name, "area": chain[level].areas[row]},
            )
