"""Areas: what the pack says of them, the names they have in files, and how small ones lie in large ones."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from peelian.figures.canonical import canonical
from peelian.figures.errors import PeelianError
from peelian.figures.packfile import PackError, check_keys, load_yaml

KINDS = ("force", "region", "bcu", "borough", "ward", "lsoa", "other")
_NESTED = ("lsoa", "ward", "borough")
"""Kinds that lie in one another: a small area in a ward or borough, a ward in a borough."""
_REQUIRED = ("id", "name", "kind")
_ALLOWED = (*_REQUIRED, "parent", "abbr", "population_2021", "tile", "aliases", "policed_by", "bcu", "note")


class Area(NamedTuple):
    """A place that figures are for. There are tens of thousands of small ones: a named tuple is made ten times as fast.

    ``population`` is the rounded census of 2021 where the pack gives it; ``note`` is said on the place's own page.
    """

    id: str
    name: str
    kind: str
    parent: str | None = None
    abbr: str | None = None
    population: int | None = None
    tile: tuple[int, int] | None = None
    aliases: tuple[str, ...] = ()
    policed_by: str | None = None
    bcu: str | None = None
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The area as a release keeps it."""
        return {key: value for key, value in self._asdict().items() if value not in (None, ())}


class Areas:
    """All areas of a house. Names are matched without case; a code or an id is always understood.

    ``sha256``: the hash of them all, where it is known already.
    """

    def __init__(self, areas: Iterable[Area], *, sha256: str | None = None) -> None:
        self.by_id: dict[str, Area] = {area.id: area for area in areas}
        self._sha256 = sha256
        self.homes: dict[tuple[str, str, bool], dict[str, str | None]] = {}
        """What has been found out about where printed names count (``compute.supply``), kept as long as the areas are."""

    def __iter__(self) -> Iterator[Area]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def __getitem__(self, area_id: str) -> Area:
        """The area of that id. Raises PeelianError where there is none."""
        if area_id not in self.by_id:
            raise PeelianError(
                "unknown-area", f"No area {area_id}.", "peelian areas --json lists all areas.", {"area": area_id}
            )
        return self.by_id[area_id]

    def __contains__(self, area_id: object) -> bool:
        return area_id in self.by_id

    @property
    def sha256(self) -> str:
        """The hash of the text that a release keeps them in: the same exactly for the same areas."""
        self._sha256 = self._sha256 or hashlib.sha256(self.text.encode()).hexdigest()
        return self._sha256

    @property
    def text(self) -> str:
        """All of them in one canonical text."""
        return canonical([area.to_json() for area in self])

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for area in self:
            if area.kind not in ("ward", "lsoa"):  # wards share names: only their codes tell them apart
                names |= {name.casefold(): area.id for name in (area.name, *area.aliases)}
        return names

    def match(self, printed: str) -> str | None:
        """The id of the area that a file calls by this name or code; None if the house knows none."""
        return printed if printed in self.by_id else self._names.get(printed.casefold())

    def of_kind(self, kind: str) -> list[Area]:
        """All areas of a kind, in order of name."""
        return sorted((area for area in self if area.kind == kind), key=lambda area: (area.name, area.id))

    def within(self, area: Area, kind: str) -> str | None:
        """The area of ``kind`` that holds ``area``: itself, a ward or borough above it, its command unit, or its force."""
        if area.kind == kind:
            return area.id
        if area.kind in _NESTED:
            if kind == "bcu" and area.bcu:
                return area.bcu
            if kind == "force" and area.policed_by:
                return area.policed_by
            return self._above(area.parent, kind)
        return self._beside(area, kind)

    def _above(self, parent: str | None, kind: str) -> str | None:
        """What holds the areas of a parent; found once for all of them, because small areas are many."""
        if (parent, kind) not in self._held:
            above = self.by_id.get(parent or "")
            held = self.within(above, kind) if above and above.kind in _NESTED else None
            self._held[parent, kind] = held
        return self._held[parent, kind]

    @cached_property
    def _held(self) -> dict[tuple[str | None, str], str | None]:
        return {}

    @staticmethod
    def _beside(area: Area, kind: str) -> str | None:
        """Places that are no part of a borough have their command unit and force themselves."""
        if kind == "bcu":
            return area.bcu
        return area.policed_by if kind == "force" else None

    @cached_property
    def force(self) -> Area:
        """The force area that most boroughs lie in: what figures of the whole are for."""
        policed = Counter(area.policed_by for area in self if area.kind == "borough" and area.policed_by)
        return self.by_id[policed.most_common(1)[0][0]] if policed else self.of_kind("force")[0]

    def census(self, area_id: str) -> int | None:
        """Residents by the pack's census: the area's own, or those of the boroughs within it; None where there are none."""
        area = self.by_id.get(area_id)
        if area is None:
            return None
        within = (
            part.population or 0 for part in self if part.kind == "borough" and self.within(part, area.kind) == area_id
        )
        return area.population or sum(within) or None

    def home(self, area: Area, kind: str, *, rolls_up: bool) -> str | None:
        """The area of ``kind`` that a row for ``area`` counts towards: itself, or where figures roll up one that holds it."""
        return self.within(area, kind) if rolls_up or area.kind == kind else None

    def with_small(self, kind: str, places: Iterable[tuple[str, str, str]]) -> Areas:
        """These areas and small ones that files name: (code, name, id of the area that each lies in)."""
        return Areas([*self, *(Area(code, name, kind, parent=home) for code, name, home in places)])

    def find(self, text: str, limit: int = 50) -> list[Area]:
        """Areas whose name, alias or code holds the text: first those that begin with it, then by kind and name."""
        wanted = " ".join(text.split()).casefold()
        if not wanted:
            return []
        found = []
        for area in self:
            names = [name.casefold() for name in (area.name, area.id, *area.aliases)]
            if any(wanted in name for name in names):
                found.append(
                    (not any(name.startswith(wanted) for name in names), KINDS.index(area.kind), area.name, area.id)
                )
        return [self.by_id[entry[3]] for entry in sorted(found)[:limit]]


def load_areas(path: Path) -> Areas:
    """The pack's areas. Raises PackError for an unknown kind, a repeated id, or a parent that is not there."""
    data, line_of = load_yaml(path)
    areas: list[Area] = []
    for place, entry in enumerate(data or []):
        line = line_of((place,))
        check_keys(path, line, entry, required=_REQUIRED, allowed=_ALLOWED)
        if entry["kind"] not in KINDS:
            raise PackError(path, line, f"kind {entry['kind']!r} is unknown.", f"Use one of {', '.join(KINDS)}.")
        if any(area.id == entry["id"] for area in areas):
            raise PackError(path, line, f"area {entry['id']} stands twice.", "Keep one of the two.")
        areas.append(area_from_json(entry | {"population": entry.get("population_2021")}))
    known = {area.id for area in areas}
    for place, area in enumerate(areas):
        for key in ("parent", "policed_by", "bcu"):
            link = getattr(area, key)
            if link and link not in known:
                line = line_of((place, key))
                raise PackError(path, line, f"area {link} is not in this file.", "Add it, or correct the id.")
    return Areas(areas)


def area_from_json(entry: dict[str, Any]) -> Area:
    """An area from a pack's or a release's mapping."""
    fields = {name: value for name, value in entry.items() if name in _FIELDS and value is not None}
    if "aliases" in fields:
        fields["aliases"] = tuple(fields["aliases"])
    if "tile" in fields:
        fields["tile"] = (fields["tile"][0], fields["tile"][1])
    return Area(**fields)


_FIELDS = frozenset(Area._fields)
