"""The release after one new month looks at that month alone, and is the same as one made from nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.support import force, tables

from peelian.figures.house import House
from peelian.figures.lake import Snapshot
from peelian.figures.loading import load
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Release
from peelian.figures.releases.verify import verify

MONTHS = force.MONTHS[:25]
HERE = ("-2.0", "51.0", "On or near High Street")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Two years of files are loaded and released; the first month of the third is waiting."""
    files = force.write_files(tmp_path, MONTHS)
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    for path in files.glob(f"{MONTHS[-1]}-*"):
        shutil.move(path, waiting)
    house = House(tmp_path / "house", str(force.write_pack(tmp_path)))
    load(house, [files], vintage="2023-02")
    release(house)
    return house


def street(folder: Path, month: str, code: str, name: str) -> Path:
    """One more file of another month: a burglary in a small area."""
    row = ("a" * 64, month, force.NAME, force.NAME, *HERE, code, name, "Burglary", "Under investigation", "")
    path = folder / f"{month}-barsetshire-street.csv"
    path.write_bytes(tables.table(tables.STREET_HEADER, [row]))
    return path


def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose areas, categories or rows are looked at from now on."""
    seen: list[str] = []
    for name in ("places", "categories", "table"):
        look = getattr(Snapshot, name)

        def spied(snapshot: Snapshot, *arguments: Any, look: Any = look) -> Any:
            seen.append(snapshot.file)
            return look(snapshot, *arguments)

        monkeypatch.setattr(Snapshot, name, spied)
    return seen


def from_nothing(house: House, folder: Path) -> Release:
    """The same lake in a house that has no release yet."""
    folder.mkdir()
    shutil.copytree(house.root / "lake", folder / "lake")
    shutil.copyfile(house.root / "house.json", folder / "house.json")
    return release(House(folder))[0]


def essence(made: Release) -> dict[str, Any]:
    """All that a release says, but when it was made and what it was compared with."""
    names = (
        "inputs",
        "left_out",
        "aside",
        "catalogue",
        "areas",
        "naming",
        "printed",
        "outlines",
        "series",
        "blocks",
        "vintages",
    )
    return {name: made.manifest[name] for name in names}


def test_only_the_new_month_is_looked_at(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(house, [tmp_path / "waiting"], vintage="2023-02")
    seen = opened(monkeypatch)
    made, changes = release(House(house.root))
    assert set(seen) == {f"{MONTHS[-1]}-barsetshire-street.csv", f"{MONTHS[-1]}-barsetshire-outcomes.csv"}
    assert (changes.revised, changes.vanished) == (0, 0)
    assert changes.new > 0
    monkeypatch.undo()
    assert essence(made) == essence(from_nothing(house, tmp_path / "again"))
    assert verify(House(house.root), made.id).sound


def test_a_release_again_looks_at_no_file(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = opened(monkeypatch)
    made, changes = release(House(house.root))
    assert not seen
    assert (changes.revised, changes.new, changes.vanished) == (0, 0, 0)
    assert verify(House(house.root), made.id).sound


def test_a_new_small_area_leaves_the_blocks_of_other_years_as_they_are(house: House, tmp_path: Path) -> None:
    """They get another recipe and keep their key: no row of them is counted again."""
    before = {entry["key"]: entry for entry in release(house)[0].manifest["blocks"]}
    load(house, [street(tmp_path, MONTHS[-1], "E01901999", "Barchester 200A")], vintage="2023-02")
    made, _ = release(House(house.root))
    assert "E01901999" in made.areas
    kept = [entry for entry in made.manifest["blocks"] if entry["key"] in before]
    assert {entry["from"] for entry in kept} == {"2021-01", "2022-01"}
    assert all(entry["sha256"] == before[entry["key"]]["sha256"] for entry in kept)
    assert all(entry["recipe"] != before[entry["key"]]["recipe"] for entry in kept)
    assert essence(made) == essence(from_nothing(house, tmp_path / "again"))
    assert verify(House(house.root), made.id).sound


@pytest.mark.parametrize("month", ["2020-06", MONTHS[-1]], ids=["an older month", "a newer month"])
def test_a_small_area_that_gets_a_home_by_a_later_name(house: House, tmp_path: Path, month: str) -> None:
    """A code whose first name lies nowhere waits for a name that does, in whatever order the files come."""
    load(house, [street(tmp_path, MONTHS[-2], "E01909001", "Elsewhere 001A")], vintage="2023-03")
    assert "E01909001" not in release(House(house.root))[0].areas
    load(house, [street(tmp_path, month, "E01909001", "Framley 009A")], vintage="2023-04")
    made, _ = release(House(house.root))
    assert made.areas["E01909001"].parent == force.CODES["Framley"]
    assert essence(made) == essence(from_nothing(house, tmp_path / "again"))
    assert verify(House(house.root), made.id).sound


def test_a_month_published_again_counts_its_year_again_and_no_other(house: House, tmp_path: Path) -> None:
    before = {entry["sha256"] for entry in release(house)[0].manifest["blocks"]}
    load(house, [street(tmp_path, "2021-07", "E01901000", "Barchester 001A")], vintage="2023-03")
    made, changes = release(House(house.root))
    again = [entry for entry in made.manifest["blocks"] if entry["sha256"] not in before]
    assert {entry["from"] for entry in again} == {"2021-01"}
    assert {entry.month for entry in changes.largest} == {"2021-07"}
    assert essence(made) == essence(from_nothing(house, tmp_path / "again"))
    assert verify(House(house.root), made.id).sound


def test_damaged_areas_of_the_release_before_are_made_anew(house: House, tmp_path: Path) -> None:
    made, _ = release(house)
    path = made.parts.path(made.manifest["areas"])
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    load(house, [tmp_path / "waiting"], vintage="2023-02")
    again, _ = release(House(house.root))
    assert path.read_bytes() == whole
    assert verify(House(house.root), again.id).sound


def test_another_pack_names_areas_anew(house: House, tmp_path: Path) -> None:
    """A district that the pack is given later takes in what its name says."""
    load(house, [street(tmp_path, MONTHS[-1], "E01909001", "Hogglestock 001A")], vintage="2023-02")
    assert "E01909001" not in release(House(house.root))[0].areas
    areas = tmp_path / "barsetshire" / "areas.yaml"
    with areas.open("a", encoding="utf-8") as out:
        out.write(f"- {{id: E06000094, name: Hogglestock, kind: borough, policed_by: {force.FORCE}}}\n")
    made, _ = release(House(house.root))
    assert made.areas["E01909001"].parent == "E06000094"
    assert essence(made) == essence(from_nothing(house, tmp_path / "again"))
