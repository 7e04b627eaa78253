"""A made-up London: the real names of its boroughs, invented wards and small areas, and the points where police.uk puts crimes.

Everything follows from one seed, so that two machines time the same work.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

SEED = 2017
WARDS, SMALL_AREAS = 680, 4_994
"""As many wards, and as many LSOAs of 2021, as London has."""

BOROUGHS = ("Barking and Dagenham", "Barnet", "Bexley", "Brent", "Bromley", "Camden", "Croydon", "Ealing", "Enfield",
            "Greenwich", "Hackney", "Hammersmith and Fulham", "Haringey", "Harrow", "Havering", "Hillingdon",
            "Hounslow", "Islington", "Kensington and Chelsea", "Kingston upon Thames", "Lambeth", "Lewisham",
            "Merton", "Newham", "Redbridge", "Richmond upon Thames", "Southwark", "Sutton", "Tower Hamlets",
            "Waltham Forest", "Wandsworth", "Westminster")  # fmt: skip
_FIRST = ("Abbey", "Bishop's", "Chapel", "Dean", "East", "Fair", "Grange", "Heath", "Ivy", "King's", "Long", "Manor", "North",
          "Oak", "Palace", "Queen's", "River", "South", "Tower", "Upper", "Vicarage", "West")  # fmt: skip
_LAST = ("bridge", "croft", "field", "gate", "green", "ham", "hill", "lands", "park", "rise", "side", "well", "wood")
_STREETS = ("Road", "Street", "Avenue", "Close", "Gardens", "Lane", "Mews", "Terrace")
_PLACES = ("Supermarket", "Parking Area", "Shopping Area", "Petrol Station", "Park/Open Space", "Nightclub", "Station")


@dataclass(frozen=True)
class Geography:
    """Small areas in order of name, as the files have them; ``ward`` and ``borough`` say by place where each lies."""

    codes: list[str]
    names: list[str]
    ward: npt.NDArray[np.int64]
    ward_codes: list[str]
    ward_names: list[str]
    borough: npt.NDArray[np.int64]
    """The borough of each ward."""


def borough_code(place: int) -> str:
    """GSS code of a borough: they are numbered by name, after the City."""
    return f"E{9_000_002 + place:08d}"


@dataclass(frozen=True)
class Points:
    """Where crimes are put: the points of small area i are numbered ``first[i]`` to ``first[i + 1] - 1``."""

    first: npt.NDArray[np.int64]
    longitude: list[str]
    latitude: list[str]
    location: list[str]


@cache
def geography() -> Geography:
    """Wards shared out among the boroughs, small areas among the wards, five to a middle area (001A to 001E)."""
    chance = np.random.default_rng(SEED)
    borough = np.sort(np.concatenate([np.arange(32), chance.integers(0, 32, WARDS - 32)]))
    ward = np.sort(np.concatenate([np.arange(WARDS), chance.integers(0, WARDS, SMALL_AREAS - WARDS)]))
    within = borough[ward]
    number = np.arange(SMALL_AREAS) - np.searchsorted(within, within)
    names = [
        f"{BOROUGHS[home]} {place // 5 + 1:03d}{'ABCDE'[place % 5]}" for home, place in zip(within, number, strict=True)
    ]
    invented = [first + last for first, last in product(_FIRST, _LAST)]
    ward_names = [
        invented[place % len(invented)] for place in range(WARDS)
    ]  # wards of several boroughs share names, as they do
    ward_codes = [f"E{5_013_500 + place:08d}" for place in range(WARDS)]
    codes = [f"E{1_000_001 + place:08d}" for place in chance.permutation(SMALL_AREAS)]
    return Geography(codes, names, ward, ward_codes, ward_names, borough)


@cache
def points() -> Points:
    """About nine points to a small area, within a kilometre of its middle."""
    chance = np.random.default_rng(SEED + 1)
    first = np.concatenate([[0], np.cumsum(1 + chance.poisson(8, SMALL_AREAS))])
    home = np.repeat(np.arange(SMALL_AREAS), np.diff(first))
    middle = np.stack([chance.uniform(-0.5, 0.3, SMALL_AREAS), chance.uniform(51.3, 51.68, SMALL_AREAS)])
    spots = middle[:, home] + chance.normal(0, 0.004, (2, len(home)))
    streets = [f"On or near {first}{last} {kind}" for first, last, kind in product(_FIRST, _LAST, _STREETS)]
    streets += [f"On or near {place}" for place in _PLACES] * 40
    location = [streets[place] for place in chance.integers(0, len(streets), len(home))]
    longitude, latitude = ([f"{value:.6f}" for value in axis.tolist()] for axis in spots)
    return Points(first, longitude, latitude, location)


def write_lookups(folder: Path) -> None:
    """The two look-ups as the Office for National Statistics publishes them: ward to borough, small area to ward."""
    folder.mkdir(exist_ok=True)
    made = geography()
    homes = [
        (code, name, borough_code(home), BOROUGHS[home])
        for code, name, home in zip(made.ward_codes, made.ward_names, made.borough, strict=True)
    ]
    _write(folder / "ward-to-borough-2023.csv", ("WD23CD", "WD23NM", "LAD23CD", "LAD23NM"), homes)
    small = [(code, name, *homes[ward]) for code, name, ward in zip(made.codes, made.names, made.ward, strict=True)]
    _write(
        folder / "lsoa-to-ward-2023.csv",
        ("LSOA21CD", "LSOA21NM", "WD23CD", "WD23NM", "LAD23CD", "LAD23NM"),
        sorted(small),
    )


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
