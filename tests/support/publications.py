"""Two generated publications of the same crimes, the later revising the earlier, each in a house with a release."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import month_text, parse_month
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Release
from tests.support import tables

FIRST, MONTHS = "2021-01", 60
CATEGORIES = (
    ("ROBBERY", "ROBBERY OF PERSONAL PROPERTY", 60),
    ("ROBBERY", "ROBBERY OF BUSINESS PROPERTY", 6),
    ("BURGLARY", "RES BURGLARY OF A HOME", 90),
    ("BURGLARY", "BURGLARY BUSINESS AND COMMUNITY", 40),
    ("SEXUAL OFFENCES", "RAPE", 22),
    ("SEXUAL OFFENCES", "OTHER SEXUAL OFFENCES", 40),
    ("DRUG OFFENCES", "TRAFFICKING OF DRUGS", 15),
    ("DRUG OFFENCES", "POSSESSION OF DRUGS", 95),
    ("THEFT", "THEFT FROM THE PERSON", 140),
    ("THEFT", "SHOPLIFTING", 160),
    ("THEFT", "BICYCLE THEFT", 50),
    ("THEFT", "OTHER THEFT", 280),
)
"""The Met's categories, and about how many there are in a borough's month."""
REVISED = (0.02, 0.008, 0.005)
"""Which share of a newest, next and older month's offences appear or go by the next publication; as measured (datasets.yaml)."""


def two_publications(folder: Path, seed: int = 1) -> tuple[Release, Release]:
    """An earlier and a later release."""
    chance = np.random.default_rng(seed)
    first = parse_month(FIRST)
    earlier = _counts(chance)
    later = _revised(earlier, chance)
    months = [month_text(first + place).replace("-", "") for place in range(MONTHS)]
    return _release(folder / "earlier", earlier, months), _release(folder / "later", later, months)


def _boroughs() -> list[str]:
    areas = House(Path("nowhere"), "london").areas
    return [area.name for area in areas.of_kind("borough") if area.policed_by == "E23000001"]


def _counts(chance: np.random.Generator) -> npt.NDArray[np.int64]:
    """Categories x boroughs x months: a level, a season and a drift of each, and chance."""
    shape = (len(CATEGORIES), len(_boroughs()))
    level = np.array([size for *_, size in CATEGORIES])[:, None] * chance.lognormal(0, 0.5, shape)
    months = np.arange(MONTHS)
    season = 1 + 0.12 * np.sin(2 * np.pi * (months + chance.uniform(0, 12, (*shape, 1))) / 12)
    drift = np.exp(chance.normal(0, 0.005, (*shape, 1)) * months)
    return chance.poisson(level[:, :, None] * season * drift)


def _revised(counts: npt.NDArray[np.int64], chance: np.random.Generator) -> npt.NDArray[np.int64]:
    share = np.full(MONTHS, REVISED[-1])
    share[-1], share[-2] = REVISED[:2]
    gone = chance.binomial(counts, share / 2)
    return np.asarray(counts - gone + chance.poisson(counts * share))


def _release(folder: Path, counts: npt.NDArray[np.int64], months: list[str]) -> Release:
    rows = [
        (major, minor, name, *map(str, counts[category, place].tolist()))
        for category, (major, minor, _) in enumerate(CATEGORIES)
        for place, name in enumerate(_boroughs())
    ]
    folder.mkdir(parents=True)
    tables.save(folder, tables.crime(rows, months), "crime.csv")
    house = House(folder / "house", "london")
    [report] = load(house, [folder / "crime.csv"], vintage=months[-1][:4] + "-" + months[-1][4:])
    assert report.outcome.startswith("accepted"), report
    return release(house)[0]
