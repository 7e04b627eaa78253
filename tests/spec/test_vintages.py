"""Vintages in a release: each as a release made only from it, what moved by age, a figure's past; sealed, verified, taken over."""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.support import force
from tests.support.wide import Counts, write_boroughs

from peelian import cli
from peelian.figures.house import House
from peelian.figures.lake import Snapshot
from peelian.figures.loading import load
from peelian.figures.periods import Period, month_ordinal, month_text
from peelian.figures.releases import vintages
from peelian.figures.releases.between import between
from peelian.figures.releases.build import manifest_text, release
from peelian.figures.releases.figure import figure
from peelian.figures.releases.parts import seal_of
from peelian.figures.releases.release import Release, Releases
from peelian.figures.releases.revised import past
from peelian.figures.releases.verify import verify
from peelian.figures.vintages import LENGTHS, Moves, joined_moves, moves, usual

START = month_ordinal(2024, 1)
HAVERING = "E09000016"
BOROUGHS = ("Barnet", "Brent", "Bromley", "Camden", "Croydon", "Ealing", "Enfield", "Hackney", "Havering", "Hounslow")
BURGLARY = ("BURGLARY", "RES BURGLARY OF A HOME")
OLDER = ("Burglary", "Burglary - Residential")


def counts(months: int, more: int = 0, category: tuple[str, str] = BURGLARY) -> Counts:
    """A hundred or so a month; the newest three months lack ``more`` that is still to come, and the very last lacks it twice."""
    found = {}
    for place, borough in enumerate(BOROUGHS):
        row = [100 + place + step for step in range(months)]
        row[-3:] = [value - more for value in row[-3:]]
        row[-1] -= more
        found[(*category, borough)] = row
    return found


def written(folder: Path, vintage: str, months: int, more: int = 0, **how: Any) -> Path:
    return write_boroughs(folder / vintage / "crime.csv", START, counts(months, more, **how))


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Files of December, January, February and March; each lacks a little of its newest months, by another number."""
    house = House(tmp_path / "house")
    for place, vintage in enumerate(("2025-12", "2026-01", "2026-02", "2026-03")):
        load(house, [written(tmp_path / "files", vintage, 24 + place, more=1 + place)])
    return house


def files(release: Release) -> list[str]:
    return [entry["vintage"] for entry in release.vintages["publications"]]


# --- what a release keeps ---


def test_one_publication_keeps_nothing(tmp_path: Path) -> None:
    house = House(tmp_path / "house")
    load(house, [written(tmp_path, "2025-12", 24)])
    made, _ = release(house)
    assert made.vintages == {"publications": [], "usual": {}}
    assert made.manifest["aside"] == []
    found = past(made, figure(made, "burglary", HAVERING, Period.parse("2025-12")))
    assert found.to_json() == {"age": 0, "revised": False, "earlier": [], "usual_movement": None}


def test_publications_that_share_no_month_keep_nothing(tmp_path: Path) -> None:
    house = House(tmp_path / "house")
    load(house, [write_boroughs(tmp_path / "2025-12" / "crime.csv", START, counts(12))])
    load(house, [write_boroughs(tmp_path / "2026-12" / "crime.csv", START + 12, counts(12))])
    assert release(house)[0].vintages["publications"] == []


def test_every_vintage_is_as_a_release_made_only_from_it(house: House, tmp_path: Path) -> None:
    made, _ = release(house)
    assert files(made) == ["2025-12", "2026-01", "2026-02", "2026-03"]
    _compare_with_releases(made, house, tmp_path)


def _compare_with_releases(made: Release, house: House, folder: Path) -> None:
    """Series by series against a release made only from the files of each publication, in a house of its own."""
    for entry in made.vintages["publications"]:
        alone = House(folder / entry["vintage"])
        shutil.copytree(house.root / "lake", alone.root / "lake")
        shutil.copyfile(house.root / "house.json", alone.root / "house.json")
        other, _ = release(House(alone.root), names=entry["snapshots"])
        mine = {key: series for key in other.blocks_of for it, series in vintages.published(made, *key) if it == entry}
        assert set(mine) == set(other.blocks_of)
        for key, series in mine.items():
            theirs = other.blocks.series({key: other.blocks_of[key]})[key]
            assert (series.areas, series.first) == (theirs.areas, theirs.first), (entry["vintage"], key)
            assert np.array_equal(series.values, theirs.values), (entry["vintage"], key)
            assert np.array_equal(series.states, theirs.states), (entry["vintage"], key)


def test_what_the_newest_file_supplies_alone_is_stored_once(house: House) -> None:
    made, _ = release(house)
    own = {entry["sha256"] for entry in made.manifest["blocks"]}
    assert {entry["sha256"] for entry in made.vintages["publications"][-1]["blocks"]} <= own


def test_what_is_usual_is_told_by_age(house: House) -> None:
    """Each file lacks so many of its last month as of both before it, and twice: 2, 4, 6 or 8 of some 120."""
    made, _ = release(house)
    [own, one, two, *_] = vintages.looked_up(made, "burglary", "borough", 1)
    assert (own.pairs, own.publications, own.later) == (30, 3, (1, 3))
    assert own.told
    # the newest file lacks four of its three newest months too, so a figure may have fallen since
    assert own.low is not None and own.low < own.median < own.high  # type: ignore[operator]
    assert (one.pairs, two.pairs) == (30, 30)
    assert vintages.looked_up(made, "homicide", "borough", 1) == []  # not in these files


def test_files_of_another_classification_are_a_triangle_of_their_own(house: House, tmp_path: Path) -> None:
    header = "LookUp_BoroughName"
    for vintage, more in (("2024-12", 5), ("2025-01", 0)):
        rows = counts(12, more, category=OLDER)
        load(house, [write_boroughs(tmp_path / vintage / "crime.csv", START, rows, header=header)])
    made, _ = release(house)
    found = vintages.triangles(made, "burglary", "borough")
    assert [(item.classification, item.vintages[0], item.vintages[-1]) for item in found] == [
        ("mps-2019", "2024-12", "2025-01"), ("mps-2024", "2025-12", "2026-03")]  # fmt: skip
    assert [entry["vintage"] for entry in made.manifest["aside"]] == ["2024-12", "2025-01"]
    assert {entry["snapshot"] for entry in made.manifest["aside"]} <= {
        item["snapshot"] for item in made.manifest["left_out"]
    }
    # pairs of both are what is usual of the measure, and no figure of one is an earlier figure of the other
    assert vintages.looked_up(made, "burglary", "borough", 1)[0].publications == 3 + 1
    seen = past(made, figure(made, "burglary", HAVERING, Period.parse("2024-12"))).seen
    assert [item.vintage for item in seen] == ["2025-12", "2026-01", "2026-02"]
    assert verify(house, made.id).sound


def test_what_was_published_later_is_not_compared_in_a_release_of_a_past_day(house: House) -> None:
    import datetime as dt

    made, _ = release(house, as_of=dt.date(2026, 2, 1))
    assert files(made) == ["2025-12", "2026-01"]


def test_monthly_files_of_a_force_are_compared_month_by_month(tmp_path: Path) -> None:
    """Six months, of which the force gives the last three again: with one crime more in each, in the first small area."""
    months = force.MONTHS[:6]
    house = House(tmp_path / "house", str(force.write_pack(tmp_path)))
    given = force.write_files(tmp_path, months)
    load(house, [given], vintage="2021-06")
    again = tmp_path / "again"
    again.mkdir()
    code, name = force.small_areas()[0]
    for month in months[3:]:
        text = (given / f"{month}-barsetshire-street.csv").read_text(encoding="utf-8")
        here = f"{force.NAME},{force.NAME},-2.0,51.0,On or near High Street,{code},{name}"
        new = f"{'b' * 64},{month},{here},Burglary,Under investigation,"
        (again / f"{month}-barsetshire-street.csv").write_text(f"{text.rstrip()}\n{new}\n", encoding="utf-8")
    load(house, [again], vintage="2021-07")
    made, _ = release(house)
    for kind, area, counted in (("force", force.FORCE, range(len(force.small_areas()))), ("lsoa", code, range(1))):
        [found] = vintages.triangles(made, "street-burglary", kind)
        first = [sum(force.crimes(month, place) for place in counted) for month in months]
        assert found.row(area) == [[value, value + 1 if at > 2 else None] for at, value in enumerate(first)]
    april = past(made, figure(made, "street-burglary", force.FORCE, Period.parse("2021-04"))).to_json()
    assert (april["revised"], april["age"]) == (True, 3)
    assert [item["vintage"] for item in april["earlier"]] == ["2021-06"]
    assert vintages.looked_up(made, "street-burglary", "lsoa", 1) == []  # too little in a month
    assert verify(house, made.id).sound


# --- taken from the release before ---


def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    look = Snapshot.table

    def spied(snapshot: Snapshot, *arguments: Any) -> Any:
        seen.append(snapshot.vintage)
        return look(snapshot, *arguments)

    monkeypatch.setattr(Snapshot, "table", spied)
    return seen


def test_the_next_release_takes_over_what_it_compared(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peelian.figures.releases import store

    first, _ = release(house)
    counted: list[tuple[str, int]] = []
    count = store.computed

    def spied(wanted: Any, needed: Any) -> Any:
        for block, made in count(wanted, needed):
            counted.append((block.group.shelf.snapshots[-1].vintage, block.first))
            yield block, made

    monkeypatch.setattr(store, "computed", spied)
    again, _ = release(House(house.root))
    assert counted == []
    assert again.manifest["vintages"] == first.manifest["vintages"]
    load(house, [written(tmp_path / "next", "2026-04", 28)])
    made, _ = release(House(house.root))
    assert {vintage for vintage, _ in counted} == {"2026-04"}
    assert made.vintages["publications"][:4] == first.vintages["publications"]
    assert made.vintages["usual"] != first.vintages["usual"]
    assert verify(house, made.id).sound


def test_a_release_from_nothing_says_the_same(house: House, tmp_path: Path) -> None:
    release(house)
    load(house, [written(tmp_path / "next", "2026-04", 28)])
    made, _ = release(house)
    other = House(tmp_path / "other")
    shutil.copytree(house.root / "lake", other.root / "lake")
    shutil.copyfile(house.root / "house.json", other.root / "house.json")
    assert release(House(other.root))[0].manifest["vintages"] == made.manifest["vintages"]


def test_only_the_newest_are_kept_side_by_side(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vintages, "MOST", 2)
    made, _ = release(house)
    assert files(made) == ["2026-02", "2026-03"]
    assert verify(house, made.id).sound


# --- verified ---


def forge(house: House, made: Release, change: Callable[[dict[str, Any]], None]) -> list[dict[str, Any]]:
    """Change what a release says of vintages, make all hashes and the seal anew, and verify."""
    said = json.loads(json.dumps(made.vintages))
    change(said)
    path = house.root / "releases" / made.id / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["vintages"] = made.parts.put_json(said)
    manifest["seal"] = seal_of(manifest)
    path.write_text(manifest_text(manifest), encoding="utf-8")
    return verify(House(house.root), made.id).failures


def test_a_forged_range_is_found(house: House) -> None:
    made, _ = release(house)
    assert verify(house, made.id).sound

    def change(said: dict[str, Any]) -> None:
        said["usual"]["mps-borough"]["measures"]["burglary"]["borough"]["1"]["high"][0] = 0.001

    assert [failure["where"] for failure in forge(house, made, change)] == [{"part": "vintages"}]


def test_a_publication_that_is_left_out_is_missed(house: House) -> None:
    made, _ = release(house)
    [failure] = forge(house, made, lambda said: said["publications"].pop(0))
    assert failure["where"] == {"part": "vintages"}


def test_the_blocks_of_another_vintage_are_found(house: House) -> None:
    """Somebody who lets an old file say what the new one says makes its revisions vanish; the original says otherwise."""
    made, _ = release(house)

    def change(said: dict[str, Any]) -> None:
        first, second = said["publications"][0], said["publications"][1]
        first["blocks"] = second["blocks"]

    failures = forge(house, made, change)
    assert {failure["where"].get("vintage") for failure in failures} >= {"2025-12"}


def test_a_damaged_block_of_a_vintage_is_found_and_mended(house: House) -> None:
    made, _ = release(house)
    own = {entry["sha256"] for entry in made.manifest["blocks"]}
    others = [
        entry["sha256"]
        for item in made.vintages["publications"]
        for entry in item["blocks"]
        if entry["sha256"] not in own
    ]
    path = made.blocks.path(others[0])
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert any("was altered" in failure["what"] for failure in verify(House(house.root), made.id).failures)
    again, _ = release(House(house.root))
    assert path.read_bytes() == whole
    assert verify(House(house.root), again.id).sound


def test_a_file_that_is_only_compared_is_looked_at_too(house: House, tmp_path: Path) -> None:
    for vintage, more in (("2024-12", 5), ("2025-01", 0)):
        rows = counts(12, more, category=OLDER)
        load(house, [write_boroughs(tmp_path / vintage / "crime.csv", START, rows, header="LookUp_BoroughName")])
    made, _ = release(house)
    [old, _] = made.manifest["aside"]
    path = house.lake.get(old["snapshot"]).original
    path.write_bytes(path.read_bytes().replace(b"100", b"101", 1))
    assert {failure["where"]["snapshot"] for failure in verify(House(house.root), made.id).failures} == {
        old["snapshot"][:12]
    }


# --- a figure's past ---


def test_a_figure_says_what_it_was_in_earlier_vintages(house: House) -> None:
    made, _ = release(house)
    found = figure(made, "burglary", HAVERING, Period.parse("2025-12"))
    told = past(made, found).to_json()
    # Havering is the ninth: 100 + 8 + 23, of which the first file lacked two, the second two and the third three
    assert [(item["vintage"], item["value"]) for item in told["earlier"]] == [
        ("2025-12", 129),
        ("2026-01", 129),
        ("2026-02", 128),
    ]
    assert (found.value, told["revised"], told["age"]) == (131, True, 3)
    december = Period.parse("R12-2024-12")
    assert past(made, figure(made, "burglary", HAVERING, december)).to_json()["revised"] is False


def test_sums_were_what_the_vintage_adds_up_to(house: House) -> None:
    made, _ = release(house)
    year = Period.parse("2025")
    found = past(made, figure(made, "burglary", HAVERING, year))
    whole = sum(108 + step for step in range(12, 24))
    # October, November and December lack one each and December another; then November and December two; then December three
    assert [int(item.value) for item in found.seen] == [whole - 4, whole - 4, whole - 3]
    assert found.value == whole
    assert found.earlier == found.seen[0]


def test_the_release_before_is_an_earlier_sight(house: House, tmp_path: Path) -> None:
    before, _ = release(house)
    load(house, [written(tmp_path / "next", "2026-04", 28)])
    made, _ = release(house)
    found = figure(made, "burglary", HAVERING, Period.parse("2026-03"))
    told = past(made, found, Releases(house.root).before(made)).to_json()["earlier"]
    assert [(item["vintage"], item["release"]) for item in told] == [("2026-03", None), (None, before.id)]
    assert {item["value"] for item in told} == {134 - 8}
    assert found.value == 134


def test_a_release_that_counts_otherwise_is_no_earlier_sight(house: House, tmp_path: Path) -> None:
    old = House(tmp_path / "old")
    load(
        old,
        [
            write_boroughs(
                tmp_path / "2024-12" / "crime.csv", START, counts(12, category=OLDER), header="LookUp_BoroughName"
            )
        ],
    )
    release(old)
    load(old, [written(tmp_path / "files", "2025-12", 24)])
    made, _ = release(old)
    before = Releases(old.root).before(made)
    assert before is not None
    assert past(made, figure(made, "burglary", HAVERING, Period.parse("2024-06")), before).seen == ()


def test_a_figure_as_fresh_as_those_that_are_known_says_how_far_they_moved(house: House) -> None:
    made, _ = release(house)
    newest = Period.parse("2026-03")
    told = past(made, figure(made, "burglary", HAVERING, newest)).to_json()
    assert told["age"] == 0
    group = vintages.looked_up(made, "burglary", "borough", 1)[0]
    assert told["usual_movement"] == {
        "low_pct": round(100 * (group.low or 0), 4), "median_pct": round(100 * (group.median or 0), 4),
        "high_pct": round(100 * (group.high or 0), 4), "pairs": 30, "publications": 3, "months_later": [1, 3],
        "method": {"id": "usual-movement", "version": 1},
    }  # fmt: skip
    # nothing is said of months that no group of figures was added up over, nor of a rate
    assert (
        past(made, figure(made, "burglary", HAVERING, Period.parse("FYTD-2026-03"))).usual is not None
    )  # twelve months
    assert past(made, figure(made, "burglary", HAVERING, Period.parse("FYTD-2026-02"))).usual is None
    assert past(made, figure(made, "burglary", HAVERING, Period.parse("R12-2026-03"), "rate")).usual is None


# --- two releases compared ---


def test_two_releases_are_compared_cell_by_cell(house: House, tmp_path: Path) -> None:
    before, _ = release(house)
    load(house, [written(tmp_path / "next", "2026-04", 28)])
    made, changes = release(house)
    found = between(before, made)
    expected = {
        (area, month_text(month), measure): (old, new)
        for measure, kind in made.blocks_of
        for area, month, old, new in _plainly(before, made, measure, kind)
    }
    told = {
        (item.area, item.month, item.category["measure"]): (item.before, item.after) for item in found.differences()
    }
    assert told == expected
    assert found.revised == changes.revised == len(told)
    assert (found.appeared, found.vanished) == (0, 0)
    assert found.comparable
    answer = found.to_json()
    assert answer["months"] == ["2024-01", "2026-03"]
    assert answer["before"] == {"release": before.id, "seal": before.fingerprint}
    assert len(answer["differences"]) == answer["revised"]


def _plainly(before: Release, made: Release, measure: str, kind: str) -> Iterator[tuple[str, int, float, float]]:
    """The slow way: figure by figure."""
    series = made.series(measure, kind)
    assert series is not None
    for area in series.areas:
        for month in series.held:
            period = Period.of("month", month)
            old, new = (figure(release, measure, area, period).value for release in (before, made))
            if old is not None and new is not None and old != new:
                yield area, month, float(old), float(new)


def test_releases_of_two_classifications_say_that_they_count_otherwise(tmp_path: Path) -> None:
    house = House(tmp_path / "house")
    load(
        house,
        [
            write_boroughs(
                tmp_path / "2024-12" / "crime.csv", START, counts(12, category=OLDER), header="LookUp_BoroughName"
            )
        ],
    )
    before, _ = release(house)
    load(house, [written(tmp_path / "files", "2025-12", 24)])
    made, _ = release(house)
    found = between(before, made)
    assert found.signs == ("the classification of mps-borough is mps-2024, not mps-2019",)
    assert not found.comparable


def test_the_command_compares_releases_as_it_does_snapshots(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, _ = release(house)
    load(house, [written(tmp_path / "next", "2026-04", 28)])
    made, _ = release(house)
    where = ["--data", str(house.root)]
    answers = []
    for names in ((before.id, made.id), tuple(entry["snapshot"] for entry in made.manifest["inputs"][-2:])):
        assert cli.main(["compare", *names, "--json", *where]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0].keys() == answers[1].keys()
    assert answers[0]["differences"][0].keys() == answers[1]["differences"][0].keys()
    assert cli.main(["compare", before.id, made.id, "--most", "1", *where]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Release {before.id} against Release {made.id}, 2024-01 to 2026-03 in both:")
    assert f"{answers[0]['revised']:,} of {answers[0]['cells']:,} cells differ" in said
    for wrong in (
        [before.id, answers[1]["before"]["snapshot"]],
        [before.id, made.id, "--by", "major"],
        [before.id, "1999-01-01"],
    ):
        assert cli.main(["compare", *wrong, *where]) == 2
        assert "peelian: " in capsys.readouterr().err


# --- real files ---


@pytest.fixture(scope="module")
def borough(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, Release]:
    house = House(tmp_path_factory.mktemp("borough") / "house")
    load(house, [data / "mps-borough"])
    return house, release(house)[0]


def plainly(house: House, entry: dict[str, Any], area: str) -> dict[int, int]:
    """Burglaries of a borough by month, from the files of a publication, with nothing but the csv module; the later file counts."""
    found: dict[int, int] = {}
    for sha256 in entry["snapshots"]:
        mine: dict[int, int] = defaultdict(int)
        with house.lake.get(sha256).original.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                name = row.get("BoroughName") or row.get("LookUp_BoroughName") or ""
                counted = name.strip() == area and row["MajorText"].strip().lower() == "burglary"
                for head, text in row.items():
                    if head.strip().isdigit():
                        month = int(head.strip()[:4]) * 12 + int(head.strip()[4:]) - 1
                        mine[month] += int(text) if counted else 0
        found |= mine
    return found


def test_the_triangle_of_the_real_files_is_what_they_say(borough: tuple[House, Release]) -> None:
    house, made = borough
    assert files(made) == ["2020-05", "2020-06", "2023-07", "2024-01", "2024-10", "2025-11", "2025-12"]
    entries = made.vintages["publications"]
    older, newer = vintages.triangles(made, "burglary", "borough")
    assert [older.vintages, newer.vintages] == [tuple(files(made)[:4]), tuple(files(made)[4:])]
    for found, mine in ((older, entries[:4]), (newer, entries[4:])):
        said = [plainly(house, entry, "Havering") for entry in mine]
        assert found.row(HAVERING) == [[one.get(month) for one in said] for month in found.months]


def test_every_real_vintage_is_as_a_release_made_only_from_it(borough: tuple[House, Release], tmp_path: Path) -> None:
    house, made = borough
    _compare_with_releases(made, house, tmp_path)


def test_what_is_kept_of_movements_follows_from_the_whole_triangles(borough: tuple[House, Release]) -> None:
    """Measures are asked together, and of the years near another file only; one by one and of all years the same comes out."""
    made, told = borough[1], 0
    kept = made.vintages["usual"]["mps-borough"]["measures"]
    for measure, kind in (
        ("burglary", "borough"),
        ("burglary", "force"),
        ("robbery", "bcu"),
        ("theft", "borough"),
        ("arson", "other"),
    ):
        whole = vintages.triangles(made, measure, kind)
        for months in LENGTHS:
            [groups] = usual(joined_moves([moves(item, months) for item in whole]))
            found = vintages.looked_up(made, measure, kind, months)
            assert (
                bool(found)
                == any(item.pairs for item in groups)
                == (str(months) in kept.get(measure, {}).get(kind, {}))
            )
            for one, other in zip(found, groups, strict=bool(found)):
                assert (one.pairs, one.publications, one.later) == (other.pairs, other.publications, other.later)
                assert (one.low, one.median, one.high) == pytest.approx((other.low, other.median, other.high), abs=1e-6)
                told += one.told
    assert told > 40


def test_what_is_usual_of_the_real_files(borough: tuple[House, Release]) -> None:
    """Fresh figures move most; over twelve months less; of one force the files are too few for the newest."""
    made = borough[1]
    month, year = (vintages.looked_up(made, "burglary", "borough", months) for months in (1, 12))
    assert (month[0].pairs, month[0].publications, month[0].later) == (160, 5, (1, 38))
    widths = [(item.high or 0) - (item.low or 0) for item in month if item.told]
    assert widths == sorted(widths, reverse=True) or widths[0] == max(widths)
    assert all(
        one.high - one.low > other.high - other.low  # type: ignore[operator]
        for one, other in zip(month[:5], year[:5], strict=True)
    )
    whole = vintages.looked_up(made, "burglary", "force", 1)
    assert [item.told for item in whole[:6]] == [False, False, False, False, True, True]
    assert not month[-1].told  # nothing was given at 24 months and again later


def test_a_publication_unlike_the_others_is_not_foretold(borough: tuple[House, Release]) -> None:
    """Why it is a description: each publication left out in turn, its borough months set against the range of the other four."""
    made = borough[1]
    inside: dict[str, list[float]] = defaultdict(list)
    for measure in made.vintages["usual"]["mps-borough"]["measures"]:
        whole = vintages.triangles(made, measure, "borough")
        moved = joined_moves([moves(item, 1) for item in whole])
        for place in set(moved.publication.tolist()):
            [groups] = usual(_only(moved, moved.publication != place))
            mine = _only(moved, (moved.publication == place) & (moved.age >= 3) & (moved.age < 6))
            if groups[3].told:
                name = [vintage for item in whole for vintage in item.vintages[:-1]][place]
                inside[name] += ((groups[3].low <= mine.change) & (mine.change <= groups[3].high)).tolist()
    shares = {name: sum(found) / len(found) for name, found in inside.items()}
    assert set(shares) == {"2020-05", "2020-06", "2023-07", "2024-10", "2025-11"}
    assert {name for name, share in shares.items() if share < 0.8} == {"2024-10"}
    assert 0.4 < shares["2024-10"] < 0.6


def _only(found: Moves, rows: Any) -> Moves:
    return Moves(*(getattr(found, item.name)[rows] for item in fields(found)))
