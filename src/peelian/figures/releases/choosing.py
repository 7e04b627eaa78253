"""Which snapshots a release is built from, and which small areas they name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from peelian.figures.areas import Areas
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.lake import Snapshot
from peelian.figures.loading import days_since


@dataclass(frozen=True)
class Chosen:
    """The snapshots that a release is built from, oldest publication first, and those left out with the reason."""

    used: list[Snapshot]
    left_out: list[tuple[Snapshot, str]]
    named: bool = False

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
    kept = []
    for snapshot in used:
        if snapshot.classification == newest[snapshot.dataset]:
            kept.append(snapshot)
        else:
            why = f"classification {snapshot.classification} is never joined to {newest[snapshot.dataset]}"
            left_out.append((snapshot, why))
    if not any(snapshot.facts for snapshot in kept):
        raise PeelianError(
            "nothing-to-release",
            "No snapshot of figures is there to build from.",
            "Load files first: peelian load FOLDER.",
            {"house": str(house.root)},
        )
    return Chosen(kept, left_out, named=bool(named))


def _published_by(snapshot: Snapshot, day: dt.date) -> bool:
    """A vintage that names only its month counts as published when the month is over."""
    return days_since(snapshot.vintage, day) >= 0


def registry(areas: Areas, chosen: Chosen) -> Areas:
    """The pack's areas, and the wards and small areas that files name."""
    with_wards = areas.with_small("ward", _wards(areas, chosen))
    return with_wards.with_small("lsoa", _small_areas(with_wards, chosen))


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


def _distinct(snapshot: Snapshot, columns: list[str]) -> list[tuple[str, ...]]:
    table = snapshot.table(columns)
    return sorted(set(zip(*(table[name].to_pylist() for name in columns), strict=True)))


_NUMBERED = re.compile(r"(.+) \d{3}[A-Z]")


def _small_areas(areas: Areas, chosen: Chosen) -> Iterable[tuple[str, str, str]]:
    """Small areas that street-level files name, where a look-up or their own name puts them into an area of the pack.

    Of two homes the smaller counts: the ward of a look-up, else its borough, else the district in the name.
    """
    homes: dict[str, str | None] = {}
    for snapshot in chosen.of("lsoa-lookup"):
        homes |= {code: areas.match(borough) for code, borough in _distinct(snapshot, ["code", "borough"])}
    for snapshot in chosen.of("lsoa-ward-lookup"):
        homes |= {code: ward if ward in areas else areas.match(district)
                  for code, ward, district in _distinct(snapshot, ["code", "ward", "district"])}  # fmt: skip
    found: dict[str, tuple[str, str, str]] = {}
    for code, name in _named_places(chosen):
        if code not in found and (home := homes.get(code) or _district(areas, name)):
            found[code] = (code, name, home)
    return [found[code] for code in sorted(found)]


def _named_places(chosen: Chosen) -> Iterator[tuple[str, str]]:
    """Codes and names of the small areas in all monthly files, each code once, in the order of publication."""
    known: set[str] = {""}
    for snapshot in chosen.used:
        if snapshot.scope and snapshot.facts:
            places = snapshot.places()
            codes = places["area"].to_pylist()
            if known.issuperset(codes):  # as nearly every month is
                continue
            names = places["name"].to_pylist() if "name" in places.column_names else codes
            yield from ((code, name) for code, name in zip(codes, names, strict=True) if code not in known)
            known.update(codes)


def _district(areas: Areas, name: str) -> str | None:
    """``Camden 024A`` lies in Camden, if the pack has it."""
    numbered = _NUMBERED.fullmatch(name)
    return areas.match(numbered[1]) if numbered else None
