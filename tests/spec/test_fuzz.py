"""A few hundred files that are wrong at random, all the way: loaded, released, verified; what was there before stays.

The files are the same every time; ``PEELIAN_SEED`` gives others.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest
from tests.support import tables, workbooks, wounds
from tests.support.wide import two_boroughs, write_boroughs

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases.build import release
from peelian.figures.releases.verify import verify
from peelian.figures.sources.base import Settings

SEED = os.environ.get("PEELIAN_SEED", "")
ROUNDS, FILES_EACH = 12, 32
LOADED = {"accepted", "accepted-with-warnings"}
KINDS = sorted(name for name, data in tables.EVERY_KIND.items() if not data.startswith(b"PK"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with a release, which every round has a copy of."""
    folder = tmp_path_factory.mktemp("base")
    house = House(folder / "house")
    load(house, [write_boroughs(folder / "2025-06" / "crime.csv", month_ordinal(2024, 1), two_boroughs())])
    release(house)
    return house


def visible(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def wounded_files(folder: Path, chance: random.Random) -> Path:
    """Files of every kind, wounded, good, or wounded in an archive; each in a folder of its own, so that it keeps its name."""
    for place in range(FILES_EACH):
        dataset = chance.choice(KINDS)
        good = tables.EVERY_KIND[dataset]
        data = wounds.wounded(good, chance) if chance.random() < 0.8 else good
        name = tables.NAME_OF.get(dataset, "x.csv")
        if chance.random() < 0.15:
            data, name = workbooks.packed({name: data, "other.csv": wounds.wounded(good, chance)}), "x.zip"
            data = data if chance.random() < 0.5 else wounds.mutated(data, chance)
        (folder / f"{place:02d}").mkdir(parents=True)
        tables.save(folder / f"{place:02d}", data, name)
    return folder


@pytest.mark.parametrize("number", range(ROUNDS))
def test_whatever_is_loaded_a_release_is_made_and_verifies(base: House, tmp_path: Path, number: int) -> None:
    chance = random.Random(f"{number}{SEED}")
    house = House(shutil.copytree(base.root, tmp_path / "house"))
    before = visible(house.root)
    settings = chance.choice((Settings(), Settings("d/m/y", "comma"), Settings("m/d/y", "point")))
    files = wounded_files(tmp_path / "files", chance)
    reports = load(house, [files], vintage=chance.choice([None, "2025-12"]), settings=settings)
    outcomes = Counter(report.outcome for report in reports)
    assert len(reports) >= FILES_EACH
    assert all(report.findings for report in reports if report.outcome not in LOADED)
    made, _ = release(House(house.root))
    after = visible(house.root)
    assert {name: after.get(name) for name in before} == before
    kept = {report.snapshot for report in reports if report.outcome in LOADED}
    assert kept <= {snapshot.sha256 for snapshot in House(house.root).lake}
    for name in (base_release(base), made.id):
        verdict = verify(House(house.root), name)
        assert verdict.sound, verdict.failures
    assert outcomes["refused"] and outcomes.keys() & LOADED, outcomes


def base_release(base: House) -> str:
    [found] = (base.root / "releases").iterdir()
    return found.name


def test_they_are_a_few_hundred() -> None:
    assert ROUNDS * FILES_EACH > 300
