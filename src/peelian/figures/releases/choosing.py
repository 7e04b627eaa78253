"""Which snapshots a release is built from, and which small areas they name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from peelian.figures.areas import Area, Areas
from peelian.figures.canonical import sha256_of
from peelian.figures.combinations import int64s
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.lake import Snapshot, days_since


@dataclass(frozen=True)
class Chosen:
    """The snapshots that a release is built from, oldest publication first, and those left out with the reason.

    ``aside`` are those of them that are left out only because they count in another way: no figure is of them, but they tell how
    their publisher revises.
    """

    used: list[Snapshot]
    left_out: list[tuple[Snapshot, str]]
    named: bool = False
    aside: list[Snapshot] = field(default_factory=list)

    def of(self, dataset: str) -> list[Snapshot]:
        """The used snapshots of a dataset."""
        return [snapshot for snapshot in self.used if snapshot.dataset == dataset]


def choose(house: House, *, as_of: dt.date | None = None, names: Iterable[str] = ()) -> Chosen:
    """The newest snapshots, or those published by a date, or the named ones; one classification for each dataset.

    Raises PeelianError where nothing is left.
    """
    named = {snapshot.sha256: snapshot for snapshot in map(house.lake.get, names)}.values()
    candidates = sorted(named, key=lambda item: item.precedence) if named else list(house.lake)
    used, left_out = [], []
    for snapshot in candidates:
        late = as_of is not None and not _published_by(snapshot, as_of)
        if late:
            left_out.append((snapshot, f"published after {as_of}"))
        else:
            used.append(snapshot)
    newest = {snapshot.dataset: snapshot.classification for snapshot in used}
    kept, aside = [], []
    for snapshot in used:
        if snapshot.classification == newest[snapshot.dataset]:
            kept.append(snapshot)
        else:
            aside.append(snapshot)
            why = f"classification {snapshot.classification} is never joined to {newest[snapshot.dataset]}"
            left_out.append((snapshot, why))
    if not any(snapshot.facts for snapshot in kept):
        raise PeelianError(
            "nothing-to-release",
            "No snapshot of figures is there to build from.",
            "Load files first: peelian load FOLDER.",
            {"house": str(house.root)},
        )
    return Chosen(kept, left_out, bool(named), aside)


def _published_by(snapshot: Snapshot, day: dt.date) -> bool:
    """A vintage that names only its month counts as published when the month is over."""
    return days_since(snapshot.vintage, day) >= 0


@dataclass(frozen=True)
class Named:
    """The pack's areas and those that files name; ``digest`` says what that follows from."""

    areas: Areas
    digest: str


def registry(areas: Areas, chosen: Chosen, before: Named | None = None) -> Named:
    """The pack's areas, and the wards and small areas that files name.

    ``before``: those of an earlier release. Where they are of the same pack and look-ups and of the first of the same monthly
    files, only the files after these are read.
    """
    monthly = [snapshot for snapshot in chosen.used if snapshot.scope and snapshot.facts]
    lookups = [snapshot for snapshot in chosen.used if snapshot.dataset in _LOOKUPS]
    digests = [sha256_of([_RULES, areas.sha256, [[item.sha256, item.table_sha256] for item in lookups]])]
    for item in monthly:
        digests.append(sha256_of([digests[-1], item.sha256, item.table_sha256]))
    if before and before.digest in digests:
        known, base = digests.index(before.digest), before.areas
    else:
        known, base = 0, areas.with_small("ward", _wards(areas, chosen))
    return Named(_with_small_areas(base, chosen, monthly[known:]), digests[-1])


def _wards(areas: Areas, chosen: Chosen) -> Iterable[tuple[str, str, str]]:
    """Wards of ward files and look-ups. A look-up's borough goes before a file's."""
    wards: dict[str, tuple[str, str, str]] = {}
    for snapshot in chosen.of("mps-ward"):
        for row in snapshot.places().to_pylist():
            home = areas.match(row["borough"])
            if home:
                wards[row["area"]] = (row["area"], row["ward"], home)
    for snapshot in (*chosen.of("ward-lookup"), *chosen.of("lsoa-ward-lookup")):
        columns = (
            ["code", "name", "district"] if snapshot.dataset == "ward-lookup" else ["ward", "ward_name", "district"]
        )
        for code, name, district in _distinct(snapshot, columns):
            if district in areas:
                wards[code] = (code, name, district)
    return wards.values()


def _distinct(snapshot: Snapshot, columns: list[str], codes: Collection[str] | None = None) -> list[tuple[str, ...]]:
    """The combinations of texts in some columns, in order; of the codes in the first that are asked for."""
    table = snapshot.table(columns)
    if codes is not None:
        wanted = pa.array(sorted(codes), pa.string())
        table = table.filter(pc.is_in(table[columns[0]].cast(pa.string()), value_set=wanted))
    return sorted(set(zip(*(table[name].to_pylist() for name in columns), strict=True)))


_LOOKUPS = ("mps-ward", "ward-lookup", "lsoa-ward-lookup", "lsoa-lookup")
"""Datasets that say which wards and small areas there are."""
_RULES = 1
"""Rises when the same files would name other areas."""
_NUMBERED = re.compile(r"(.+) \d{3}[A-Z]")


def _with_small_areas(areas: Areas, chosen: Chosen, monthly: Sequence[Snapshot]) -> Areas:
    """With the small areas that monthly files name, where a look-up or their own name puts them into an area of the pack.

    Of two homes the smaller counts: the ward of a look-up, else its borough, else the district in the name. The first name that
    has a home is the one that is kept.
    """
    unknown = [(code, name) for code, name in _named_places(monthly) if code and code not in areas]
    homes = _homes(areas, chosen, {code for code, _ in unknown})
    found: dict[str, tuple[str, str, str]] = {}
    for code, name in unknown:
        if code not in found and (home := homes.get(code) or _district(areas, name)):
            found[code] = (code, name, home)
    if not found:
        return areas
    small = {area.id: area for area in areas if area.kind == "lsoa"}
    small |= {code: Area(code, name, "lsoa", parent=home) for code, name, home in found.values()}
    return Areas([*(area for area in areas if area.id not in small), *(small[code] for code in sorted(small))])


def _homes(areas: Areas, chosen: Chosen, codes: Collection[str]) -> dict[str, str | None]:
    """Where look-ups put small areas, of those that are asked for."""
    homes: dict[str, str | None] = {}
    for snapshot in chosen.of("lsoa-lookup") if codes else ():
        homes |= {code: areas.match(borough) for code, borough in _distinct(snapshot, ["code", "borough"], codes)}
    for snapshot in chosen.of("lsoa-ward-lookup") if codes else ():
        homes |= {code: ward if ward in areas else areas.match(district)
                  for code, ward, district in _distinct(snapshot, ["code", "ward", "district"], codes)}  # fmt: skip
    return homes


def _named_places(monthly: Sequence[Snapshot]) -> list[tuple[str, str]]:
    """Codes and names of the small areas in monthly files, each pair once, in the order of publication."""
    tables = [snapshot.places() for snapshot in monthly]
    if not tables:
        return []
    pairs = pa.concat_tables(
        [table.select(["area", "name" if "name" in table.column_names else "area"]).rename_columns(["area", "name"])
         for table in tables]
    )  # fmt: skip
    pairs = pa.table({name: pairs[name].fill_null("") for name in pairs.column_names})
    codes = [pairs[name].dictionary_encode().combine_chunks() for name in ("area", "name")]
    joint = np.asarray(codes[0].indices, np.int64) * max(1, len(codes[1].dictionary)) + np.asarray(codes[1].indices)
    first = np.sort(np.unique(joint, return_index=True)[1])
    found = pairs.take(int64s(first))
    return list(zip(found["area"].to_pylist(), found["name"].to_pylist(), strict=True))


def _district(areas: Areas, name: str) -> str | None:
    """``Camden 024A`` lies in Camden, if the pack has it."""
    numbered = _NUMBERED.fullmatch(name)
    return areas.match(numbered[1]) if numbered else None
