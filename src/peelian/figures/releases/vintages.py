"""Vintages in a release: every publication as a release made only from it, and how far figures of an age have usually moved since.

Sealed when a release is made, looked up ever after. A publication's figures are blocks like a release's own, and the same files
where they are the same figures: what the newest publication supplies alone is stored once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from peelian.figures.areas import Areas
from peelian.figures.canonical import sha256_of
from peelian.figures.catalogue import Catalogue
from peelian.figures.compute.blocks import Group
from peelian.figures.compute.derive import METHODS
from peelian.figures.compute.packing import Key
from peelian.figures.compute.series import Series
from peelian.figures.house import Progress
from peelian.figures.lake import Snapshot
from peelian.figures.releases.choosing import Chosen
from peelian.figures.releases.judging import KINDS
from peelian.figures.releases.making import groups
from peelian.figures.releases.parts import Blocks
from peelian.figures.releases.release import Release, holding
from peelian.figures.releases.store import Store
from peelian.figures.vintages import (
    AGES,
    LENGTHS,
    Moves,
    Triangle,
    Usual,
    group_of,
    joined_moves,
    moves,
    stacked,
    triangle,
    usual,
)

MOST = 24
"""Publications of a dataset and classification that are kept side by side, the newest: two years of monthly ones, in which a file
of 24 months gives a month as often as it ever does, and a whole force has figures enough of every age to tell what is usual."""
_COLUMNS = ("pairs", "publications", "low", "median", "high", "later")
_DIGITS = 6


@dataclass(frozen=True)
class Publication:
    """What a publisher gave out at one time: the files of one dataset, classification and vintage."""

    dataset: str
    classification: str | None
    vintage: str
    snapshots: tuple[Snapshot, ...]

    def groups(self, catalogue: Catalogue, areas: Areas) -> list[Group]:
        """What a release made only from it would compute."""
        return groups(catalogue, areas, Chosen([*self.snapshots], []))

    def recipe(self, catalogue: Catalogue, areas: Areas) -> str:
        """A hash of everything that its figures follow from, found without a look at any file."""
        files = [[item.sha256, item.table_sha256] for item in self.snapshots]
        return sha256_of([self.dataset, self.classification, self.vintage, files, catalogue.sha256, areas.sha256])


def publications(snapshots: Iterable[Snapshot]) -> list[Publication]:
    """Publications of which another of the same dataset and classification holds a month, oldest first; the newest ``MOST``.

    ``snapshots`` come oldest publication first. Of files of one force each, a month is held again where one of that force is.
    """
    by_kind: dict[tuple[str, str | None], dict[str, list[Snapshot]]] = {}
    for item in snapshots:
        if item.facts:
            by_kind.setdefault((item.dataset, item.classification), {}).setdefault(item.vintage, []).append(item)
    found = []
    for (dataset, classification), by_vintage in by_kind.items():
        if len(by_vintage) > 1:
            shared = _overlapping(by_vintage)
            there = [name for name in by_vintage if name in shared]
            found += [Publication(dataset, classification, name, tuple(by_vintage[name])) for name in there[-MOST:]]
    return found


def _overlapping(by_vintage: dict[str, list[Snapshot]]) -> set[str]:
    """The vintages that share a month of a scope with another."""
    first: dict[tuple[str | None, int], str] = {}
    found: set[str] = set()
    for vintage, snapshots in by_vintage.items():
        for cell in {(item.scope, month) for item in snapshots for month, _ in item.months}:
            if first.setdefault(cell, vintage) != vintage:
                found |= {vintage, first[cell]}
    return found


def sealed(catalogue: Catalogue, areas: Areas, chosen: Chosen, store: Store, progress: Progress) -> dict[str, Any]:
    """What a release keeps of vintages: its publications with their blocks, and by dataset what is usual of each measure.

    What the release before has of the same files is taken as it is.
    """
    known = {entry["recipe"]: entry for entry in store.vintages.get("publications", ())}
    listed = []
    for item in publications(sorted((*chosen.used, *chosen.aside), key=lambda snapshot: snapshot.precedence)):
        recipe = item.recipe(catalogue, areas)
        held = known.get(recipe)
        if held is None or not store.whole(held["blocks"]):
            held = _entry(item, recipe, store.keep(item.groups(catalogue, areas), progress))
        listed.append(held)
    before = store.vintages.get("usual", {})
    return {"publications": listed, "usual": movements(catalogue, listed, store.blocks, before)}


def _entry(item: Publication, recipe: str, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    return {"dataset": item.dataset, "classification": item.classification, "vintage": item.vintage, "recipe": recipe,
            "snapshots": [snapshot.sha256 for snapshot in item.snapshots], "blocks": blocks}  # fmt: skip


def movements(
    catalogue: Catalogue, listed: Sequence[dict[str, Any]], blocks: Blocks, before: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Dataset -> what is usual of its monthly counts: measure, area kind, months added up, then a column each for groups of ages.

    ``before``: what a release says already; a dataset of the same blocks is taken from it.
    """
    found = {}
    for dataset in dict.fromkeys(entry["dataset"] for entry in listed):
        mine = [entry for entry in listed if entry["dataset"] == dataset]
        about = [
            [entry["classification"], entry["vintage"], [block["sha256"] for block in entry["blocks"]]]
            for entry in mine
        ]
        digest = sha256_of([METHODS["usual-movement"], catalogue.sha256, about])
        held = (before or {}).get(dataset)
        if held and held["of"] == digest:
            found[dataset] = held
        else:
            found[dataset] = {"of": digest, "measures": _measured(catalogue, mine, blocks)}
    return found


def _measured(catalogue: Catalogue, mine: Sequence[dict[str, Any]], blocks: Blocks) -> dict[str, Any]:
    """What is usual of each measure and area kind that two publications carry."""
    carried: dict[Key, list[tuple[dict[str, Any], Series]]] = {}
    for entry, near in zip(mine, _near(mine), strict=True):
        held = holding(blocks, near)
        wanted = {key: shas for key, shas in held.items() if key[1] in KINDS and _counted(catalogue, key[0])}
        for key, series in blocks.series(wanted).items():
            carried.setdefault(key, []).append((entry, series))
    found: dict[str, Any] = {}
    for kind in KINDS:
        of_kind = {key[0]: _side_by_side(carried[key]) for key in sorted(carried) if key[1] == kind}
        for measure, told in _told(of_kind).items():
            found.setdefault(measure, {})[kind] = told
    return found


def _near(mine: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Of every publication the blocks of years that another of its classification has too, and of the years beside them.

    Nothing else can move, over twelve months at most.
    """
    years = Counter((entry["classification"], int(year)) for entry in mine
                    for year in {block["from"][:4] for block in entry["blocks"]})  # fmt: skip
    twice = {(name, year + by) for (name, year), count in years.items() if count > 1 for by in (-1, 0, 1)}
    return [
        [block for block in entry["blocks"] if (entry["classification"], int(block["from"][:4])) in twice]
        for entry in mine
    ]


def _counted(catalogue: Catalogue, measure: str) -> bool:
    """Whether a measure is a monthly count: only of such is it asked what is usual."""
    return catalogue[measure].kind == "count" and catalogue[measure].periods == "month"


def _side_by_side(published: Sequence[tuple[dict[str, Any], Series]]) -> list[Triangle]:
    """A triangle for each classification, that of the oldest vintage first."""
    kinds: dict[str | None, list[tuple[str, Series]]] = {}
    for entry, series in published:
        kinds.setdefault(entry["classification"], []).append((entry["vintage"], series))
    return [triangle(classification, mine) for classification, mine in kinds.items()]


def _told(of_kind: dict[str, list[Triangle]]) -> dict[str, dict[str, Any]]:
    """Of measures, what is usual by how many months are added up, where there is any figure to say it of.

    Triangles of one grid are asked together.
    """
    place = {measure: at for at, measure in enumerate(of_kind)}
    alike: dict[Any, list[tuple[int, Triangle]]] = {}
    for measure, several in of_kind.items():
        for item in several:
            grid = (item.classification, item.vintages, item.first, item.scale, item.values.shape[2])
            alike.setdefault(grid, []).append((place[measure], item))
    found: dict[str, dict[str, Any]] = {}
    for months in LENGTHS:
        moved = joined_moves([_moved(mine, months) for mine in alike.values()])
        for measure, told in zip(place, usual(moved, len(place)), strict=True):
            if any(item.pairs for item in told):
                columns = {name: [_kept(getattr(item, name)) for item in told] for name in _COLUMNS}
                found.setdefault(measure, {})[str(months)] = columns
    return found


def _moved(mine: Sequence[tuple[int, Triangle]], months: int) -> Moves:
    """The moves of triangles of one grid, each with the place of its measure."""
    series = np.repeat([at for at, _ in mine], [len(item.areas) for _, item in mine])
    return moves(stacked([item for _, item in mine]), months, series)


def _kept(value: Any) -> Any:
    return round(value, _DIGITS) if isinstance(value, float) else value


def looked_up(release: Release, measure: str, kind: str, months: int) -> list[Usual]:
    """What a release says is usual of a measure by a kind of area, a group of ages each; empty where it says nothing."""
    source = release.catalogue[measure].source.get(kind)
    mine = release.vintages["usual"].get(source.dataset, {}).get("measures", {}) if source else {}
    columns = mine.get(measure, {}).get(kind, {}).get(str(months))
    if columns is None:
        return []
    return [
        Usual(age, **{name: columns[name][at] for name in _COLUMNS[:-1]}, later=(later[0], later[1]) if later else None)
        for at, (age, later) in enumerate(zip(AGES, columns["later"], strict=True))
    ]


def usual_at(release: Release, measure: str, kind: str, months: int, age: int) -> Usual | None:
    """What is usual of figures of an age; None where the release has none to say it of."""
    groups, place = looked_up(release, measure, kind, months), group_of(age)
    return groups[place] if groups and place is not None else None


def published(release: Release, measure: str, kind: str) -> Iterator[tuple[dict[str, Any], Series]]:
    """A series as every publication had it, oldest first: the release's entry of the publication, and the series."""
    source = release.catalogue[measure].source.get(kind)
    for entry in release.vintages["publications"]:
        if source is not None and entry["dataset"] == source.dataset:
            shas = holding(release.blocks, entry["blocks"]).get((measure, kind))
            if shas:
                yield entry, release.blocks.series({(measure, kind): shas})[measure, kind]


def triangles(release: Release, measure: str, kind: str) -> list[Triangle]:
    """The revision triangle of a measure and area kind, one for each classification; empty where nothing was published twice."""
    return _side_by_side(list(published(release, measure, kind)))
