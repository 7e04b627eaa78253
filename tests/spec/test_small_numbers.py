"""Small numbers: what leaves of a protected measure, and that nobody can work out the rest. ``docs/reference/small-numbers.md``."""

from __future__ import annotations

import itertools
import json
import random
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from tests.support.guarded import (
    FORCE,
    SOME_RULE,
    START,
    Counts,
    Place,
    attacker_of,
    counts_in,
    drawn,
    narrowed,
    small_runs,
    write_files,
    write_pack,
)

from peelian.cli import main
from peelian.figures.compute.series import PRESENT, Series
from peelian.figures.disclosure import PROTECTED
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period
from peelian.figures.releases import trace
from peelian.figures.releases.build import manifest_text, release
from peelian.figures.releases.figure import figure
from peelian.figures.releases.guarding import with_prints
from peelian.figures.releases.parts import seal_of
from peelian.figures.releases.release import Release, Releases
from peelian.figures.releases.verify import verify

PLACE = Place(boroughs=3, wards=6)
MEANS = {"theft": [12, 3, 6, 9, 2, 7], "burglary": [0.5, 3, 6, 9, 2, 7], "robbery": [2, 1, 3, 2, 1, 3]}
RULES = {"theft": SOME_RULE, "burglary": SOME_RULE, "robbery": None}
MONTHS = (36, 39, 42)
SAMPLE = 80


def everything() -> dict[str, Counts]:
    return {name: drawn(PLACE, means, MONTHS[-1], seed) for seed, (name, means) in enumerate(MEANS.items(), start=1)}


def build(
    folder: Path, counts: Mapping[str, Counts], rules: Mapping[str, str | None], months: tuple[int, ...]
) -> House:
    """A house with a release after each number of months."""
    house = House(folder / "house", pack=str(write_pack(folder, PLACE, rules)))
    for at, known in enumerate(months):
        files = write_files(
            folder, f"2025-{3 * at + 1:02d}", PLACE, {name: rows[:, :known] for name, rows in counts.items()}
        )
        load(house, [files])
        release(House(house.root))
    return House(house.root)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Three releases, a quarter apart."""
    return build(tmp_path_factory.mktemp("guarded"), everything(), RULES, MONTHS)


@pytest.fixture(scope="module")
def newest(house: House) -> Release:
    found = Releases(house.root).newest()
    assert found is not None
    return found


def ward(place: int) -> str:
    return PLACE.ward_codes[place]


def test_a_rule_lets_out_one_period_by_each_kind_of_area(newest: Release) -> None:
    shown = {key: newest.series(*key) for key in newest.blocks_of}
    assert {key: series.step for key, series in shown.items() if series and key[0] == "theft"} == {
        ("theft", "force"): 1, ("theft", "borough"): 1, ("theft", "ward"): 3,
    }  # fmt: skip
    by_ward = shown["theft", "ward"]
    assert by_ward is not None
    counts = everything()["theft"]
    for row, at in np.argwhere(by_ward.states == PRESENT):
        end = by_ward.first + 3 * int(at) - START + 1
        assert by_ward.values[row, at] == counts[PLACE.ward_codes.index(by_ward.areas[row]), end - 12 : end].sum()


def test_what_is_withheld_leaves_no_value(newest: Release) -> None:
    for key in newest.blocks_of:
        series = newest.series(*key)
        assert series is not None
        hidden = series.states == PROTECTED
        assert not series.values[hidden].any()
        assert not series.flags[hidden].any()
        if key[0] == "robbery":
            assert hidden.all(), "no rule: all of it is withheld"


def test_no_small_number_is_shown(newest: Release) -> None:
    for key in newest.blocks_of:
        series = newest.series(*key)
        assert series is not None
        shown = series.values[series.states == PRESENT]
        assert not ((shown > 0) & (shown < 5)).any(), key


@pytest.mark.parametrize("measure", ["theft", "burglary"])
def test_whoever_reads_every_release_narrows_no_small_number(house: House, measure: str) -> None:
    """Every run of months that counts 1 to 4, of wards, boroughs and the force, could be 1 and could be 4."""
    small = small_runs(PLACE, everything()[measure], 5)
    chosen = random.Random(7).sample(small, min(SAMPLE, len(small)))
    attacker = attacker_of(house, PLACE, {name: [name] for name in MEANS})
    assert narrowed(attacker, PLACE, [measure], chosen, 5) == []


def test_the_same_attacker_would_break_a_release_that_hid_small_numbers_alone(house: House) -> None:
    """It is no straw man: with every rolling year of five or more shown, it finds small numbers."""
    counts = everything()["burglary"]
    attacker = attacker_of(house, PLACE, {name: [name] for name in MEANS})
    for place, row in enumerate(counts):
        for end in range(12, counts.shape[1] + 1, 3):
            if (total := int(row[end - 12 : end].sum())) >= 5:
                attacker.learn(counts_in(PLACE, ["burglary"], ward(place), range(START + end - 12, START + end)), total)
    small = [entry for entry in small_runs(PLACE, counts, 5) if entry[0].startswith("E05") and len(entry[1]) >= 3]
    chosen = random.Random(7).sample(small, min(60, len(small)))
    assert len(narrowed(attacker, PLACE, ["burglary"], chosen, 5)) > 10


def test_a_figure_that_was_shown_stays_shown(house: House) -> None:
    releases = [Releases(house.root).open(name) for name in Releases(house.root).ids()]
    for before, after in itertools.pairwise(releases):
        for key in before.blocks_of:
            old, new = before.series(*key), after.series(*key)
            assert old is not None and new is not None
            there = new.states[:, : old.states.shape[1]]
            assert (there[old.states == PRESENT] == PRESENT).all(), key


def test_each_release_verifies_and_says_how_much_it_withholds(house: House) -> None:
    for name in Releases(house.root).ids():
        verdict = verify(House(house.root), name)
        assert verdict.failures == []
        made = Releases(house.root).open(name)
        told = made.parts.get_json(made.manifest["small_numbers"])
        assert told["given_away_before"] == []
        for entry in told["series"]:
            series = made.series(entry["measure"], entry["area_kind"])
            assert series is not None
            assert entry["shown"] == (series.states == PRESENT).sum()
            assert entry["withheld"] == (series.states == PROTECTED).sum()
        assert made.manifest["shown_before"] == Releases(house.root).ids()[: Releases(house.root).ids().index(name)]


def test_derived_figures_of_withheld_months_are_withheld(newest: Release, house: House) -> None:
    hidden = newest.series("theft", "ward")
    assert hidden is not None
    last = hidden.last
    for text in ("2023-12", "2023", "FY2022-23", "FY2023-24-Q3", "FYTD-2023-12", "R12-2023-11"):
        found = figure(newest, "theft", ward(0), Period.parse(text))
        assert (found.value, found.numerator, found.comparison, found.symbol) == (None, None, None, "[c]"), text
        assert found.note is not None and found.note.startswith("Withheld")
    shown = figure(newest, "theft", ward(0), Period.of("r12", last))
    assert shown.value == int(everything()["theft"][0, -12:].sum())
    assert [source["rows"] for source in trace.sources(newest, house.lake, shown)] == [[]], "its cells are months"
    assert json.dumps(shown.to_json(trace.sources(newest, house.lake, shown)))
    later = figure(newest, "theft", ward(0), Period.parse("2031-01"))
    assert later.symbol == "[x]", "what nobody has is no secret"


def test_what_a_document_prints_counts_as_shown(house: House) -> None:
    """A borough's printed month and year are known; a quarter and a per cent are not looked at."""
    catalogue = house.catalogue
    rows = [
        {
            "measure": "theft",
            "area": "E09000900",
            "period": period,
            "value": value,
            "compared_period": "",
            "compared_value": "",
        }
        for period, value in (
            ("2021-03", "7"),
            ("R12-2021-12", "81"),
            ("FY2021-22-Q1", "20"),
            ("2021-04", "6.5"),
            ("2021-05", ""),
        )
    ]
    found = with_prints({}, rows, catalogue, house.areas)["theft", "borough"]
    assert [(item.first, item.step, int(item.values[0, 0])) for item in found] == [
        (START + 2, 1, 7), (START + 11, 12, 81),
    ]  # fmt: skip


def test_the_whole_force_is_shown_by_month(newest: Release) -> None:
    found = figure(newest, "theft", FORCE, Period.parse("2023-12"))
    assert found.value == int(everything()["theft"][:, 35].sum())


def test_a_measure_that_was_public_once_is_protected_from_then_on_and_says_what_was_given_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its months by ward were shown. They stand in the old release for ever; the new one adds nothing to them."""
    house = House(tmp_path / "house", pack=str(write_pack(tmp_path, PLACE, RULES)))
    measure = house.pack / "measures" / "theft.yaml"
    ruled = measure.read_text(encoding="utf-8")
    public = ruled.replace("protect: protected", "protect: public-source").replace(f"release: {SOME_RULE}\n", "")
    measure.write_text(public, encoding="utf-8")
    load(house, [write_files(tmp_path, "2025-01", PLACE, {name: rows[:, :36] for name, rows in everything().items()})])
    before, _ = release(House(house.root))
    measure.write_text(ruled, encoding="utf-8")
    load(house, [write_files(tmp_path, "2025-04", PLACE, {name: rows[:, :39] for name, rows in everything().items()})])
    assert main(["release", "--data", str(house.root)]) == 0
    said = capsys.readouterr().out
    assert f"theft in ward {ward(1)}: earlier releases gave small numbers away; nothing new is shown there." in said
    made = Releases(house.root).newest()
    assert made is not None
    assert ["theft", "ward", ward(1)] in made.small_numbers["given_away_before"]
    assert figure(before, "theft", ward(1), Period.parse("2023-12")).value is not None
    assert figure(made, "theft", ward(1), Period.parse("R12-2024-03")).symbol == "[c]"
    for name in (before.id, made.id):
        assert verify(House(house.root), name).failures == []


def test_nothing_in_the_house_but_the_files_holds_what_is_withheld(tmp_path: Path) -> None:
    """The same house with other numbers in what is withheld: all that a release keeps is the same to the last byte."""
    counts = {"robbery": everything()["robbery"][:, :24], "theft": 50 + everything()["theft"][:, :24]}
    rules = {"theft": SOME_RULE, "robbery": None}
    kept = []
    for name, more in (("one", 0), ("other", 7)):
        house = build(tmp_path / name, counts | {"robbery": counts["robbery"] + more}, rules, (24,))
        made = Releases(house.root).newest()
        assert made is not None
        inputs = {entry["snapshot"]: f"file {at}" for at, entry in enumerate(made.manifest["inputs"])}
        texts = {}
        for key in made.blocks_of:
            series = made.series(*key)
            assert series is not None
            texts[key] = (series.values.tolist(), series.states.tolist(), [inputs[item] for item in series.inputs])
        kept.append((texts, made.judgements, made.changes, made.parts.get_json(made.manifest["small_numbers"])))
    assert kept[0] == kept[1]


def test_a_withheld_figure_that_somebody_puts_in_is_found(tmp_path: Path) -> None:
    """A forged release is sealed again and whole by every hash; rebuilt from the files it differs."""
    house = build(tmp_path, everything(), RULES, MONTHS[:2])
    made = Releases(house.root).newest()
    assert made is not None
    series = made.series("burglary", "ward")
    assert series is not None
    row, at = np.argwhere(series.states == PROTECTED)[0]
    states, values = series.states.copy(), series.values.copy()
    end = series.first + 3 * int(at) - START + 1
    states[row, at] = PRESENT
    values[row, at] = everything()["burglary"][PLACE.ward_codes.index(series.areas[row]), end - 12 : end].sum()
    forge(house, made, replace(series, states=states, values=values, flags=np.zeros_like(states)))
    found = verify(House(house.root), made.id).failures
    assert [failure["what"] for failure in found] == ["figures differ when rebuilt"]
    assert found[0]["where"]["area"] == series.areas[row]


def test_verification_needs_the_releases_that_were_made_before(tmp_path: Path) -> None:
    house = build(tmp_path, everything(), RULES, MONTHS[:2])
    first, second = Releases(house.root).ids()
    shutil.rmtree(house.root / "releases" / first)
    found = verify(House(house.root), second).failures
    assert f"what was shown before cannot be known without {first}" in [failure["what"] for failure in found]


def forge(house: House, made: Release, series: Series) -> None:
    """Put another series into a release and seal it again."""
    old = made.blocks_of[series.measure, series.kind]
    sha256, size = made.blocks.put([series])
    manifest = made.manifest
    for entry in manifest["blocks"]:
        if entry["sha256"] in old:
            entry |= {"sha256": sha256, "recipe": sha256, "key": sha256, "bytes": size}
    told = made.parts.get_json(manifest["small_numbers"])
    for entry in told["series"]:
        if (entry["measure"], entry["area_kind"]) == (series.measure, series.kind):
            entry |= {"shown": entry["shown"] + 1, "withheld": entry["withheld"] - 1}
    manifest["seal"] = seal_of(manifest)
    path = house.root / "releases" / made.id / "manifest.json"
    path.write_text(manifest_text(manifest), encoding="utf-8")


@pytest.fixture
def site(house: House, settings: Any) -> Client:
    settings.PEELIAN_DATA = house.root
    return Client()


@pytest.mark.parametrize(
    "address", ["/measures/burglary/{}", "/figures/burglary/{}/2023-12", "/figures/burglary/{}/R12-2023-12"]
)
def test_pages_and_downloads_say_protected_and_never_a_number(site: Client, address: str) -> None:
    """Ward 1 has half a burglary a month: none of its years is shown. Page, CSV and JSON say ``[c]``."""
    page = site.get(address.format(ward(0)))
    assert page.status_code == 200
    assert "[c]" in page.content.decode()
    told = site.get(f"{address.format(ward(0))}.json")
    assert told.status_code == 200
    assert '"[c]"' in told.content.decode()
    if address.startswith("/figures"):
        answer = told.json()
        assert (answer["value"], answer["numerator"], answer["symbol"]) == (None, None, "[c]")
        assert all(source["rows"] == [] for source in answer["sources"])
    else:
        csv = site.get(f"{address.format(ward(0))}.csv").content.decode()
        assert "[c]" in csv


def test_the_command_says_protected(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    for period in ("R12-2023-12", "2023-12", "FY2022-23"):
        assert main(["figure", "burglary", ward(0), period, "--data", str(house.root)]) == 0
        assert "[c]" in capsys.readouterr().out
