"""A made-up force with a pack of its own and generated files of data.police.uk, for tests that need no real file.

Nothing in it is real: Barsetshire, its three districts and 160 small areas, and three years of street crime and outcomes.
Counts follow a plain rule, so that a test can say what it expects.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.support import tables

FORCE, DISTRICTS = "E23000099", ("Barchester", "Framley", "Plumstead")
CODES = {name: f"E0600009{place}" for place, name in enumerate(DISTRICTS, start=1)}
NAME = "Barsetshire Police"
MONTHS = tuple(f"{year}-{month:02d}" for year in (2021, 2022, 2023) for month in range(1, 13))
SMALL = 150  # small areas of Barchester; five in each of the others
PACK = """\
id: barsetshire
title: Barsetshire
place: Barsetshire
force: E23000099
headline: street-crime
kinds:
  borough: {one: district, many: districts}
includes: [police-uk]
"""


def write_pack(folder: Path) -> Path:
    """The pack's folder, made below ``folder``."""
    pack = folder / "barsetshire"
    pack.mkdir()
    (pack / "pack.yaml").write_text(PACK, encoding="utf-8")
    lines = [f"- {{id: {FORCE}, name: {NAME} area, kind: force, aliases: [{NAME}, barsetshire]}}"]
    lines += [f"- {{id: {code}, name: {name}, kind: borough, policed_by: {FORCE}}}" for name, code in CODES.items()]
    (pack / "areas.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return pack


def small_areas() -> list[tuple[str, str]]:
    """Code and name of every small area."""
    found = []
    for place, name in enumerate(DISTRICTS, start=1):
        count = SMALL if place == 1 else 5
        found += [
            (f"E0190{place}{number:03d}", f"{name} {number // 5 + 1:03d}{'ABCDE'[number % 5]}")
            for number in range(count)
        ]
    return found


def crimes(month: str, number: int) -> int:
    """Burglaries of a month in a small area: more in later ones and in December, one fewer each year."""
    year = int(month[:4])
    return max(0, 2 + number % 3 + (2 if month.endswith("-12") else 0) - (year - 2021))


def write_files(folder: Path, months: tuple[str, ...] = MONTHS) -> Path:
    """A street file and an outcomes file for each month.

    Every fourth crime has an outcome; in 2023 the force closes old cases, and there are two outcomes for each crime.
    """
    target = folder / "files"
    target.mkdir()
    header = (*tables.STREET_HEADER[:9], "Outcome type")
    for month in months:
        street = [row for place, (code, name) in enumerate(small_areas()) for row in _street(month, place, code, name)]
        (target / f"{month}-barsetshire-street.csv").write_bytes(tables.table(tables.STREET_HEADER, street))
        recorded = [row for row in street if row[0]]
        closed = recorded * 2 if month.startswith("2023") else recorded[::4]
        outcomes = [(*row[:9], "Suspect charged") for row in closed]
        (target / f"{month}-barsetshire-outcomes.csv").write_bytes(tables.table(header, outcomes))
    return target


def _street(month: str, place: int, code: str, name: str) -> list[tuple[str, ...]]:
    """Burglaries, every third of them charged, and one incident of anti-social behaviour in every tenth small area."""
    here = ("-2.0", "51.0", "On or near High Street", code, name)
    found = []
    for number in range(crimes(month, place)):
        known = hashlib.sha256(f"{month} {code} {number}".encode()).hexdigest()
        outcome = "Suspect charged" if number % 3 == 0 else "Under investigation"
        found.append((known, month, NAME, NAME, *here, "Burglary", outcome, ""))
    if place % 10 == 0:
        found.append(("", month, NAME, NAME, *here, "Anti-social behaviour", "", ""))
    return found
