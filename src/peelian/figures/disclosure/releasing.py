"""What leaves of the protected measures with a release rule: decided family by family, each looked at anew before it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from peelian.figures.areas import Areas
from peelian.figures.catalogue import Catalogue, Measure
from peelian.figures.compute.series import PRESENT, Series
from peelian.figures.disclosure import PROTECTED
from peelian.figures.disclosure.building import Builder, History, Truth, families_of, leaving
from peelian.figures.disclosure.families import audit, protect
from peelian.figures.protection import NESTED


@dataclass
class Leaving:
    """The series that may leave, how much of them is shown, and which areas earlier releases gave away."""

    series: list[Series] = field(default_factory=list)
    exposed: list[tuple[str, str, str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As a release keeps it: cells and how many are shown, by measure and area kind."""
        told = [
            {"measure": item.measure, "area_kind": item.kind, "shown": int((item.states == PRESENT).sum()),
             "withheld": int((item.states == PROTECTED).sum())} for item in self.series
        ]  # fmt: skip
        return {"series": told, "given_away_before": [list(entry) for entry in self.exposed]}


def leave(catalogue: Catalogue, areas: Areas, truth: Truth, history: History) -> Leaving:
    """Decide what of every ruled measure is shown, given all that was shown before.

    Raises PeelianError where categories overlap, counts are no counts, or the decision fails its own audit.
    """
    left = Leaving()
    for whole, measures in families_of(catalogue):
        mine = [item for item in measures if any((item.id, kind) in truth for kind in NESTED)]
        if not mine:
            continue
        builder = Builder(catalogue, areas, whole, mine, truth, history)
        family = protect(builder.family())
        audit(family)
        left.exposed += family.exposed
        for name, chain in family.chains.items():
            for table in (table for table in chain if ruled(catalogue[name], table.kind)):
                left.series.append(leaving(catalogue[name], truth[name, table.kind], table, builder.span))
    left.series.sort(key=lambda item: (item.measure, item.kind))
    return left


def ruled(measure: Measure, kind: str) -> bool:
    """Whether a release rule says what of a measure leaves by an area kind: such figures are decided upon all together."""
    return measure.release is not None and kind in measure.release.kinds
