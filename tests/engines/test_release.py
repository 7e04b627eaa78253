"""A whole release by each engine: every block has the same bytes as the one that the default made."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from peelian.figures.compute.engines import Engine, open_engine
from peelian.figures.house import House
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Release, Releases


def released_again(house: House, folder: Path) -> Release:
    """The same lake in a house of its own, which has no block yet."""
    folder.mkdir()
    shutil.copytree(house.root / "lake", folder / "lake")
    shutil.copyfile(house.root / "house.json", folder / "house.json")
    return release(House(folder))[0]


def blocks(made: Release) -> list[dict[str, Any]]:
    assert made.manifest["series"] > 30
    return list(made.manifest["blocks"])


@pytest.mark.parametrize("which", ["real_house", "illustrative_house"])
def test_a_release_is_the_same_whoever_adds_up(
    which: str, engine: Engine, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    house: House = request.getfixturevalue(which)
    before = Releases(house.root).newest()
    assert before is not None
    monkeypatch.setenv("PEELIAN_ENGINE", engine.name)
    opened: list[str] = []

    def spied() -> Engine:
        another = open_engine()
        opened.append(another.name)
        return another

    monkeypatch.setattr("peelian.figures.releases.making.open_engine", spied)
    assert blocks(released_again(house, tmp_path / "again")) == blocks(before)
    assert set(opened) == {engine.name}
