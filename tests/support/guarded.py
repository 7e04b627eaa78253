"""A made-up force whose crimes are protected: a pack with release rules, and wide files by borough and by ward that agree.

Nothing in it is real. Counts are drawn once with a fixed seed; a longer house holds the months of a shorter one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from peelian.figures.areas import Areas
from peelian.figures.catalogue import Catalogue, load_catalogue
from peelian.figures.compute.series import PRESENT, Series
from peelian.figures.house import House
from peelian.figures.periods import month_ordinal, month_text
from peelian.figures.releases.release import Releases
from tests.support import tables
from tests.support.attacker import Attacker, Unknown

FORCE = "E23000099"
NAMES = ("Barchester", "Framley", "Plumstead", "Allington")
START = month_ordinal(2021, 1)
SOME_RULE = "{threshold: 5, force: {period: month}, borough: {period: month}, ward: {period: r12, every: 3}}"
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Place:
    """A made-up force: how many boroughs, and wards in each."""

    boroughs: int = 3
    wards: int = 6

    @cached_property
    def borough_codes(self) -> list[str]:
        """Codes of the boroughs."""
        return [f"E09{place + 900:06d}" for place in range(self.boroughs)]

    @cached_property
    def borough_names(self) -> list[str]:
        """Names of the boroughs."""
        return [NAMES[place] if place < len(NAMES) else f"District {place:02d}" for place in range(self.boroughs)]

    @cached_property
    def ward_codes(self) -> list[str]:
        """Codes of all wards, borough by borough."""
        return [f"E05{place + 1:06d}" for place in range(self.boroughs * self.wards)]

    def wards_in(self, area: str) -> list[str]:
        """The wards that an area of any kind is made of."""
        if area in self.borough_codes:
            at = self.borough_codes.index(area) * self.wards
            return self.ward_codes[at : at + self.wards]
        return self.ward_codes if area == FORCE else [area]

    def borough_of(self, ward: int) -> int:
        """The place of a ward's borough."""
        return ward // self.wards


def write_pack(folder: Path, place: Place, measures: Mapping[str, str | None]) -> Path:
    """A pack whose measures count a category each (``crime`` all of them), with the release rule given, if any."""
    pack = folder / "guarded"
    (pack / "measures").mkdir(parents=True, exist_ok=True)
    lines = [f"- {{id: {FORCE}, name: Barsetshire Police area, kind: force, aliases: [Barsetshire Police]}}"]
    lines += [
        f"- {{id: {code}, name: {name}, kind: borough, policed_by: {FORCE}}}"
        for code, name in zip(place.borough_codes, place.borough_names, strict=True)
    ]
    (pack / "areas.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (pack / "datasets.yaml").write_text(
        "- {id: mps-borough, title: Crime by borough, publisher: Barsetshire, licence: none, absent_rows: zero, "
        "area_kinds: [borough], rolls_up_to: [force]}\n"
        "- {id: mps-ward, title: Crime by ward, publisher: Barsetshire, licence: none, absent_rows: zero, area_kinds: [ward]}\n",
        encoding="utf-8",
    )
    for name, rule in measures.items():
        where = "" if name == "crime" else f", where: {{major: [{name.upper()}]}}"
        (pack / "measures" / f"{name}.yaml").write_text(
            f"id: {name}\ntitle: {name.capitalize()}\ngroup: crime\nquestion: How many?\ncounts: offences\nkind: count\n"
            f"denominator: null\nsource:\n  borough: {{dataset: mps-borough{where}}}\n  ward: {{dataset: mps-ward{where}}}\n"
            f"periods: month\nprotect: protected\n{f'release: {rule}' if rule else ''}\nbreaks: []\ncaveats: []\n"
            "author: A tester\nchecked_by: null\nreview_by: 2027-11-01\n",
            encoding="utf-8",
        )
    return pack


def drawn(place: Place, means: Sequence[float], months: int, seed: int = 1) -> Counts:
    """Wards × months, Poisson around a mean for each ward; the first months are the same whatever comes after."""
    random = np.random.default_rng(seed)
    return np.stack([random.poisson(np.resize(means, place.boroughs * place.wards)) for _ in range(months)], axis=1)


def write_files(folder: Path, vintage: str, place: Place, counts: Mapping[str, Counts], start: int = START) -> Path:
    """A ward file and a borough file of the same crimes, published in a month."""
    target = folder / vintage
    target.mkdir(parents=True)
    months = [month_text(start + at).replace("-", "") for at in range(next(iter(counts.values())).shape[1])]
    by_ward, by_borough = [], []
    for name, values in counts.items():
        for ward, row in enumerate(values):
            home = place.borough_names[place.borough_of(ward)]
            code = place.ward_codes[ward]
            by_ward.append((name.upper(), name.upper(), f"Ward {code[-3:]}", code, home, *map(str, row)))
        for borough, name_of in enumerate(place.borough_names):
            inside = values[borough * place.wards : (borough + 1) * place.wards].sum(axis=0)
            by_borough.append((name.upper(), name.upper(), name_of, *map(str, inside)))
    (target / "ward.csv").write_bytes(tables.table([*tables.WARD_HEADER, *months], by_ward))
    (target / "borough.csv").write_bytes(tables.table([*tables.BOROUGH_HEADER, *months], by_borough))
    return target


def attacker_of(house: House, place: Place, leaves: Mapping[str, Sequence[str]]) -> Attacker:
    """Whoever read every figure of every release. ``leaves``: of which categories a measure is the sum."""
    found = Attacker()
    for made in map(Releases(house.root).open, Releases(house.root).ids()):
        for series in made.several(made.blocks_of).values():
            tell(found, place, leaves, series)
    return found


def tell(attacker: Attacker, place: Place, leaves: Mapping[str, Sequence[str]], series: Series) -> None:
    """Let an attacker read what a series shows."""
    length = 1 if series.step == 1 else 12
    for row, at in np.argwhere(series.states == PRESENT):
        end = series.first + series.step * int(at)
        months = range(end - length + 1, end + 1)
        counts = counts_in(place, leaves[series.measure], series.areas[row], months)
        attacker.learn(counts, int(series.values[row, at]))


def truths(
    place: Place, counts: Mapping[str, Counts], wholes: Mapping[str, Sequence[str]], start: int = START
) -> dict[tuple[str, str], Series]:
    """What files of these wards' counts say by ward, borough and force; ``wholes`` are sums of categories."""
    every = {**counts, **{name: np.sum([counts[part] for part in parts], axis=0) for name, parts in wholes.items()}}
    found = {}
    for name, by_ward in every.items():
        by_borough = by_ward.reshape(place.boroughs, place.wards, -1).sum(axis=1)
        tables = {"ward": (place.ward_codes, by_ward), "borough": (place.borough_codes, by_borough)}
        for kind, (areas, values) in {**tables, "force": ([FORCE], by_ward.sum(axis=0, keepdims=True))}.items():
            states, origin = np.full(values.shape, PRESENT, np.uint8), np.zeros((1, values.shape[1]), np.int16)
            found[name, kind] = Series(
                name, kind, tuple(areas), start, 1, 0, values.astype(np.int64), states, np.zeros_like(states), origin, ("file",),
                ("",), np.zeros(len(areas), np.int16),
            )  # fmt: skip
    return found


def catalogue_and_areas(pack: Path, place: Place) -> tuple[Catalogue, Areas]:
    """A pack's catalogue, and its areas with the wards."""
    catalogue = load_catalogue(pack)
    wards = [
        (code, f"Ward {code[-3:]}", place.borough_codes[place.borough_of(at)])
        for at, code in enumerate(place.ward_codes)
    ]
    return catalogue, catalogue.areas.with_small("ward", wards)


def counts_in(place: Place, categories: Sequence[str], area: str, months: Iterable[int]) -> set[Unknown]:
    """The smallest counts that a figure adds up."""
    wards = place.wards_in(area)
    return {(category, ward, month) for category in categories for ward in wards for month in months}


def small_runs(place: Place, counts: Counts, threshold: int, start: int = START) -> list[tuple[str, range, int]]:
    """Every area and run of months whose true count is from 1 to threshold - 1, with the count."""
    tables = [(code, counts[at]) for at, code in enumerate(place.ward_codes)]
    for at, code in enumerate(place.borough_codes):
        tables.append((code, counts[at * place.wards : (at + 1) * place.wards].sum(axis=0)))
    found = []
    for code, row in [*tables, (FORCE, counts.sum(axis=0))]:
        for first in range(len(row)):
            total = 0
            for last in range(first, len(row)):
                total += int(row[last])
                if total >= threshold:
                    break
                if total:
                    found.append((code, range(start + first, start + last + 1), total))
    return found


def narrowed(
    attacker: Attacker, place: Place, categories: Sequence[str], small: Iterable[tuple[str, range, int]], threshold: int
) -> list[Any]:
    """Small counts of which an attacker knows more than that they are from 1 to threshold - 1."""
    found = []
    for area, months, count in small:
        low, high = attacker.bounds(counts_in(place, categories, area, months))
        if low > 1 + EXACT or high < threshold - 1 - EXACT:
            found.append((area, months, count, low, high))
    return found


EXACT = 1e-6
"""What a solver's answer may be off by."""
