"""The main job: load, release, compare, verify. What a house promises to the people who keep it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.support.wide import two_boroughs, write_boroughs

from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.illustrative import furnish
from peelian.figures.loading import load
from peelian.figures.periods import Period, month_ordinal
from peelian.figures.releases import trace
from peelian.figures.releases.build import release
from peelian.figures.releases.compare import compare
from peelian.figures.releases.figure import figure
from peelian.figures.releases.release import Release, Releases
from peelian.figures.releases.verify import verify
from peelian.figures.sources.document import Document

START = month_ordinal(2024, 1)
PRINTED = (("period", "value"), ("compared_period", "compared_value"))


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with two years of two boroughs, released once."""
    house = House(tmp_path / "house")
    load(house, [write_boroughs(tmp_path / "files" / "2026-01" / "crime.csv", START, two_boroughs())])
    release(house)
    return house


def test_the_same_bytes_again_change_nothing(house: House, tmp_path: Path) -> None:
    before = sorted(path.name for path in house.root.rglob("*"))
    [report] = load(house, [tmp_path / "files"])
    assert report.unchanged
    assert report.outcome == "accepted"
    assert sorted(path.name for path in house.root.rglob("*")) == before


def test_a_release_is_never_edited_and_a_second_one_of_the_day_has_a_number(house: House) -> None:
    first = Releases(house.root).open(Releases(house.root).ids()[0])
    manifest = (house.root / "releases" / first.id / "manifest.json").read_bytes()
    second, _ = release(house)
    assert second.id == f"{first.id}.2"
    assert (house.root / "releases" / first.id / "manifest.json").read_bytes() == manifest
    blocks = [{entry["sha256"] for entry in made.manifest["blocks"]} for made in (first, second)]
    assert blocks[0] == blocks[1], "unchanged blocks are shared by content"


def test_a_new_vintage_says_what_it_revised_added_and_dropped(house: House, tmp_path: Path) -> None:
    rows = {key: list(counts) for key, counts in two_boroughs(months=23).items()}
    rows["BURGLARY", "RES BURGLARY OF A HOME", "Havering"][3] = 57
    load(house, [write_boroughs(tmp_path / "new" / "2026-02" / "crime.csv", START + 1, rows)])
    second, changes = release(house)
    burglary = [item for item in changes.largest if (item.measure, item.area) == ("burglary", "E09000016")]
    assert [(item.month, item.before, item.after) for item in burglary] == [("2024-05", "50", "57")]
    assert changes.vanished == 0, "a month that the newer file lacks still comes from the older one"
    series = second.series("burglary", "borough")
    assert series is not None
    [(month, _, _)] = series.joins()
    assert month == START + 1, "the join between two vintages is known"


def test_a_release_can_be_built_as_of_a_day(house: House, tmp_path: Path) -> None:
    load(house, [write_boroughs(tmp_path / "new" / "2026-02" / "crime.csv", START + 1, two_boroughs(seed=5))])
    newest, _ = release(house)
    old, _ = release(house, as_of=dt.date(2026, 1, 31))
    when = Period.parse("2025-06")
    assert figure(newest, "burglary", "E09000016", when).value == 55
    assert figure(old, "burglary", "E09000016", when).value == 50
    with pytest.raises(PeelianError, match="No snapshot of figures"):
        release(house, as_of=dt.date(2026, 1, 30))


def test_two_classifications_are_never_mixed_in_one_series(house: House, tmp_path: Path) -> None:
    old = {("Burglary", "Domestic Burglary", "Havering"): [9] * 24}
    load(
        house,
        [write_boroughs(tmp_path / "old" / "2022-01" / "crime.csv", START - 24, old, header="LookUp_BoroughName")],
    )
    made, _ = release(house)
    series = made.series("burglary", "borough")
    assert series is not None
    assert series.first == START
    assert [entry["why"] for entry in made.manifest["left_out"]] == [
        "classification mps-2019 is never joined to mps-2024"
    ]


def test_a_surveys_whole_is_never_a_sum_of_its_boroughs(tmp_path: Path) -> None:
    lines = [
        "Date,Survey,Borough,Measure,Proportion",
        *(f"31/12/2014,PAS,{name},Listen to concerns,0.7" for name in ("Barnet", "Camden")),
    ]
    path = tmp_path / "2015-02" / "survey.csv"
    path.parent.mkdir()
    path.write_text("\n".join(lines) + "\n")
    house = House(tmp_path / "house")
    load(house, [path])
    made, _ = release(house)
    assert made.kinds_of["listen-to-concerns"] == ["borough"]
    assert figure(made, "listen-to-concerns", "E09000003", Period.parse("R12-2014-12")).value == 70


def test_what_is_not_held_is_missing_and_what_is_left_out_as_zero_is_zero(house: House) -> None:
    made = Releases(house.root).newest()
    assert made is not None
    assert figure(made, "shoplifting", "E09000003", Period.parse("2024-05")).value == 0, "the file drops rows of zeros"
    outside = figure(made, "shoplifting", "E09000003", Period.parse("2023-05"))
    assert (outside.value, outside.symbol) == (None, "[x]")
    with pytest.raises(PeelianError, match="no figure for Camden"):
        figure(made, "shoplifting", "E09000007", Period.parse("2024-05"))


def test_a_figure_leads_to_its_cells(house: House) -> None:
    made = Releases(house.root).newest()
    assert made is not None
    found = figure(made, "burglary", "E09000003", Period.parse("R12-2024-12"))
    [source] = trace.sources(made, house.lake, found)
    assert found.value == sum(range(100, 112))
    assert source["sum"] == found.value
    assert source["rows"][0] == {"row": 2, "column": "202401", "value": 100, "of": "RES BURGLARY OF A HOME, Barnet"}
    assert source["cells"] == 12


def test_a_protected_measure_leaves_no_trace_of_its_size(house: House) -> None:
    from dataclasses import replace

    from peelian.figures import disclosure

    made = Releases(house.root).newest()
    assert isinstance(made, Release)
    series = made.series("burglary", "borough")
    assert series is not None
    shut = disclosure.door(replace(made.catalogue["burglary"], protect="protected"), series)
    assert not shut.values.any()
    assert (shut.states == disclosure.PROTECTED).all()


def test_real_and_generated_figures_never_share_a_house(tmp_path: Path) -> None:
    crime = write_boroughs(tmp_path / "2026-01" / "crime.csv", START, two_boroughs())
    generated = House(tmp_path / "generated")
    furnish(generated)
    [report] = load(generated, [crime])
    assert report.outcome == "refused"
    assert "PEELIAN_DATA=" in report.findings[0].remedy
    with pytest.raises(PeelianError, match="This house is real"):
        real = House(tmp_path / "real")
        load(real, [crime])
        furnish(real)


def test_generated_months_add_up_to_the_prints_exactly(illustrative_house: House) -> None:
    made = Releases(illustrative_house.root).newest()
    assert made is not None
    assert made.illustrative
    checked = 0
    for (measure, area), rows in made.printed.items():
        if made.series(measure, "force") is None or area != "E23000001":
            continue
        pairs = [(row[when], row[what]) for row in rows for when, what in PRINTED if row[what]]
        for period, value in pairs:
            assert figure(made, measure, area, Period.parse(period)).value == Decimal(value), (measure, period)
            checked += 1
    assert checked >= 80


@pytest.mark.parametrize("target", ["original", "table.parquet", "snapshot.json", "block", "manifest", "catalogue"])
def test_one_altered_byte_is_found_and_named(house: House, copy_of: Callable[[House], House], target: str) -> None:
    mine = copy_of(house)
    made = Releases(mine.root).newest()
    assert made is not None
    assert verify(mine, made.id).sound
    path = {
        "block": made.blocks.path(made.blocks_of["burglary", "borough"][-1]),
        "catalogue": made.parts.path(made.manifest["catalogue"].removeprefix("sha256:")),
        "manifest": mine.root / "releases" / made.id / "manifest.json",
    }.get(target) or next(iter(mine.lake)).folder / target
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    verdict = verify(House(mine.root), made.id)
    assert not verdict.sound
    assert path.name in json.dumps(verdict.failures) or path.parent.name in json.dumps(verdict.failures)


def test_a_changed_method_is_named_and_no_failure(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from peelian.figures.compute import derive

    monkeypatch.setitem(derive.METHODS, "sum-of-months", 2)
    verdict = verify(house, Releases(house.root).ids()[0])
    assert verdict.sound
    assert verdict.notes == ["method sum-of-months was version 1 and is now 2"]


def test_a_forged_manifest_with_a_fresh_seal_is_found_by_rebuilding(house: House) -> None:
    """Somebody who recomputes hashes and seal after changing a figure is caught by the original bytes."""
    from peelian.figures.releases.build import manifest_text
    from peelian.figures.releases.parts import seal_of

    releases = Releases(house.root)
    made = releases.open(releases.ids()[0])
    path = house.root / "releases" / made.id / "manifest.json"
    manifest = json.loads(path.read_text())
    sha256 = made.blocks_of["burglary", "borough"][0]
    held = made.blocks.series({key: [sha256] for key in made.blocks.head(sha256).entries})
    values = held["burglary", "borough"].values.copy()
    values[0, 0] += 1
    held["burglary", "borough"] = replace(held["burglary", "borough"], values=values)
    [entry] = [entry for entry in manifest["blocks"] if entry["sha256"] == sha256]
    entry["sha256"], entry["bytes"] = made.blocks.put(list(held.values()))
    manifest["seal"] = seal_of(manifest)
    path.write_text(manifest_text(manifest), encoding="utf-8")
    verdict = verify(House(house.root), made.id)
    assert [failure["what"] for failure in verdict.failures] == ["figures differ when rebuilt"]
    assert verdict.failures[0]["where"]["area"] == "E09000003"


def test_two_releases_compare_cell_by_cell(house: House) -> None:
    first = Releases(house.root).newest()
    assert first is not None
    assert compare(first, first).to_json() == {
        "since": first.id,
        "revised": 0,
        "new": 0,
        "vanished": 0,
        "by_part": [],
        "largest": [],
    }


def test_a_folder_is_walked_and_everything_in_it_is_named(tmp_path: Path) -> None:
    write_boroughs(tmp_path / "in" / "2026-01" / "crime.csv", START, two_boroughs())
    (tmp_path / "in" / "README.md").write_text("About these files.")
    (tmp_path / "in" / "paper.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "in" / "MPS Borough Level Crime (most recent 24 months).csv").write_text("Name,Age\nA,1\nB,2\n")
    reports = load(House(tmp_path / "house"), [tmp_path / "in"])
    assert {report.file: report.outcome for report in reports} == {
        "crime.csv": "accepted-with-warnings", "README.md": "passed-over", "paper.pdf": "passed-over",
        "MPS Borough Level Crime (most recent 24 months).csv": "refused",
    }  # fmt: skip


def test_the_vintage_is_said_then_a_sidecar_then_a_folder_then_the_day(tmp_path: Path) -> None:
    def vintage(path: Path, **named: str) -> tuple[str | None, str | None, bool]:
        [report] = load(House(tmp_path / path.parent.name / "house"), [path], **named)  # type: ignore[arg-type]
        return report.vintage, report.vintage_from, any("published" in finding.what for finding in report.findings)

    one = write_boroughs(tmp_path / "2026-01" / "a.csv", START, two_boroughs())
    assert vintage(one) == ("2026-01", "folder", False)
    (one.parent / "a.csv.vintage").write_text("2026-01-20\n")
    two = write_boroughs(tmp_path / "plain" / "a.csv", START, two_boroughs())
    _, how, warned = vintage(two)
    assert (how, warned) == ("load time", True)
    three = write_boroughs(tmp_path / "sidecar" / "a.csv", START, two_boroughs())
    (three.parent / "a.csv.vintage").write_text("2026-01-20\n")
    assert vintage(three) == ("2026-01-20", "sidecar", False)
    four = write_boroughs(tmp_path / "said" / "a.csv", START, two_boroughs())
    assert vintage(four, vintage="2026-03") == ("2026-03", "said", False)
    with pytest.raises(PeelianError, match="is no vintage"):
        vintage(four, vintage="March")
    assert Document(four).form == "table"


def test_a_release_that_looks_back_is_never_the_current_one(house: House, tmp_path: Path) -> None:
    load(house, [write_boroughs(tmp_path / "new" / "2026-02" / "crime.csv", START + 1, two_boroughs(seed=5))])
    newest, _ = release(house)
    back, _ = release(house, as_of=dt.date(2026, 1, 31))
    releases = Releases(house.root)
    assert releases.ids()[-1] == back.id
    assert releases.newest_id() == newest.id


def test_a_printed_figure_of_the_compared_period_shows_its_own_cell(illustrative_house: House) -> None:
    made = Releases(illustrative_house.root).newest()
    assert made is not None
    found = figure(made, "police-staff", "E23000001", Period.parse("2016-05"))
    [source] = trace.sources(made, illustrative_house.lake, found)[:1]
    assert str(found.value) == source["rows"][0]["value"] == found.to_json()["printed"][0]["value"] == "941064.00"
    assert source["rows"][0]["column"] == "compared_value"


def test_a_printed_change_in_doubt_is_not_shown_as_a_change(real_release: Release) -> None:
    found = figure(real_release, "knife-crime", "E23000001", Period.parse("R12-2017-06"))
    assert found.comparison is not None
    assert found.comparison.blocked == ("print-eleven-months-2017",)
    assert (found.comparison.change, found.comparison.change_pct) == (None, None)


def test_a_print_that_cannot_be_right_is_no_change_either(illustrative_house: House) -> None:
    made = Releases(illustrative_house.root).newest()
    assert made is not None
    for measure, doubt in (("police-staff", "print-impossible-2017"), ("pcsos", "print-impossible-pcsos-2017")):
        found = figure(made, measure, "E23000001", Period.parse("2017-05"))
        assert found.comparison is not None
        assert found.comparison.blocked == (doubt,)


def test_every_doubt_about_a_print_is_a_break_of_the_pack(illustrative_house: House) -> None:
    made = Releases(illustrative_house.root).newest()
    assert made is not None
    doubts = {row["doubt"] for rows in made.printed.values() for row in rows if row["doubt"]}
    assert doubts == {
        "print-eleven-months-2017",
        "print-impossible-2017",
        "print-impossible-pcsos-2017",
        "print-domestic-abuse-2018",
        "print-council-funding-2017",
    }
    assert all(made.catalogue.breaks[doubt].blocks and made.catalogue.breaks[doubt].doubts for doubt in doubts)


def test_the_working_of_a_protected_figure_is_protected(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    catalogue = house.catalogue
    shut = replace(catalogue["burglary"], protect="protected")
    monkeypatch.setitem(catalogue.measures, "burglary", shut)  # type: ignore[arg-type]
    made, _ = release(house)
    when = Period.parse("R12-2025-12")
    for kind in (None, "rate"):
        found = figure(made, "burglary", "E09000016", when, kind)
        answer = found.to_json(trace.sources(made, house.lake, found))
        assert (found.value, found.symbol) == (None, "[c]")
        assert answer["sources"] == []
        assert answer["numerator"] is None
    quarter = figure(made, "burglary", "E09000016", Period.parse("FY2025-26-Q2"), "rate")
    assert (quarter.symbol, trace.sources(made, house.lake, quarter)) == ("[c]", [])


def test_a_rate_says_whose_residents_it_divides_by(house: House, tmp_path: Path) -> None:
    made = Releases(house.root).newest()
    assert made is not None
    found = figure(made, "burglary", "E09000016", Period.parse("R12-2025-12"), "rate")
    assert found.note == "Residents by the census of 2021, rounded to hundreds."
    assert found.denominator == 262_000
    assert str(found.value) == "2.3"


def test_damage_is_said_plainly_and_healed_by_loading_again(house: House, tmp_path: Path) -> None:
    [snapshot] = [one for one in house.lake if one.facts]
    for name in ("snapshot.json", "table.parquet", "original"):
        (snapshot.folder / name).write_bytes(b"{")
        broken = House(house.root)
        assert not verify(broken, Releases(broken.root).ids()[0]).sound
        if name == "snapshot.json":
            with pytest.raises(PeelianError, match="is damaged"):
                release(broken)
        [report] = load(House(house.root), [tmp_path / "files"])
        assert (report.outcome, report.unchanged) == ("accepted-with-warnings", False), report
        assert verify(House(house.root), release(House(house.root))[0].id).sound
    made = Releases(house.root).newest()
    assert made is not None
    made.blocks.path(made.blocks_of["burglary", "borough"][-1]).write_bytes(b"")
    with pytest.raises(PeelianError, match="is damaged"):
        figure(Releases(house.root).open(made.id), "burglary", "E09000016", Period.parse("2025-12"))
    again, _ = release(House(house.root), corrects=made.id)
    assert figure(again, "burglary", "E09000016", Period.parse("2025-12")).value == 50


def test_changed_yardsticks_make_a_house_stale(illustrative_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from peelian.figures import starting

    assert not starting.stale(illustrative_house)
    monkeypatch.setattr(starting, "yardsticks", lambda house: [])
    assert starting.stale(illustrative_house)


def test_a_corrected_entry_takes_the_place_of_the_old_one(
    illustrative_house: House, copy_of: Callable[[House], House], tmp_path: Path
) -> None:
    mine = copy_of(illustrative_house)
    text = (mine.pack / "published" / "seed-002.csv").read_text(encoding="utf-8")
    (tmp_path / "corrected.csv").write_text(text.replace(",116,offences,", ",117,offences,"), encoding="utf-8")
    load(mine, [tmp_path / "corrected.csv"], vintage="2017-07-21")
    made, _ = release(mine)
    assert [row["value"] for row in made.printed["homicide", "E23000001"]] == ["117"]


def test_years_between_two_files_are_missing_and_nothing_else(tmp_path: Path) -> None:
    """A file of 2020 and one of 2024, and nothing of the three years between."""
    house = House(tmp_path / "house")
    write_boroughs(tmp_path / "2020-04" / "old.csv", month_ordinal(2020, 1), two_boroughs(months=3))
    write_boroughs(tmp_path / "2024-04" / "new.csv", month_ordinal(2024, 1), two_boroughs(months=3))
    load(house, [tmp_path / "2020-04", tmp_path / "2024-04"])
    made, _ = release(house)
    assert figure(made, "burglary", "E09000016", Period.parse("2020-02")).value == 50
    assert figure(made, "burglary", "E09000016", Period.parse("2024-02")).value == 50
    between = figure(made, "burglary", "E09000016", Period.parse("2022-02"))
    assert (between.value, between.symbol) == (None, "[x]")
    assert verify(house, made.id).sound
