"""What a release judges: sealed with it, made again by verification, and of nothing that it may not look at."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.support import force
from tests.support.wide import Counts, two_boroughs, write_boroughs

from peelian.figures.catalogue import Break, Catalogue
from peelian.figures.house import House
from peelian.figures.judge.direction import Verdict, Why
from peelian.figures.loading import load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases.build import manifest_text, release
from peelian.figures.releases.judging import agree, judged, judgement
from peelian.figures.releases.parts import seal_of
from peelian.figures.releases.release import Release
from peelian.figures.releases.verify import verify

START = month_ordinal(2019, 1)
MONTHS = 84
HAVERING, BARNET = "E09000016", "E09000003"
BURGLARY = ("BURGLARY", "RES BURGLARY OF A HOME")


def boroughs(**settled: list[int]) -> Counts:
    """Seven years of two boroughs: chance about a level, or what a borough is given."""
    chance = np.random.default_rng(4)
    rows = {key: [int(count) for count in chance.poisson(50, MONTHS)] for key in two_boroughs(months=MONTHS)}
    return rows | {(*BURGLARY, borough): counts for borough, counts in settled.items()}


def released(folder: Path, rows: Counts) -> tuple[House, Release]:
    house = House(folder / "house")
    load(house, [write_boroughs(folder / "2026-01" / "crime.csv", START, rows)])
    return house, release(house)[0]


def said(made: Release, area: str, measure: str = "burglary", kind: str = "borough") -> tuple[Verdict, Why]:
    found = judgement(made, made.catalogue[measure], area, kind)
    assert found is not None
    return found.verdict, found.why


def test_a_rise_is_told_where_it_is_and_nowhere_else(tmp_path: Path) -> None:
    chance = np.random.default_rng(8)
    risen = [int(count) for count in chance.poisson([50] * (MONTHS - 9) + [80] * 9)]
    house, made = released(tmp_path, boroughs(Havering=risen))
    assert said(made, HAVERING) == (Verdict.HIGHER, Why.TOLD)
    assert said(made, BARNET) == (Verdict.NO_REAL_CHANGE, Why.TOLD)
    found = judgement(made, made.catalogue["burglary"], HAVERING, "borough")
    assert found is not None
    assert 1.3 < found.low < found.ratio < found.high < 2.0
    assert found.last == START + MONTHS - 1 - made.catalogue.datasets["mps-borough"].provisional_months
    assert verify(house, made.id).sound


def test_months_that_are_still_provisional_are_left_out(tmp_path: Path) -> None:
    """The newest months of a file are often incomplete: a fall in them alone is no fall."""
    provisional = 3
    chance = np.random.default_rng(8)
    fallen = [int(count) for count in chance.poisson([50] * (MONTHS - provisional) + [10] * provisional)]
    _, made = released(tmp_path, boroughs(Havering=fallen))
    assert made.catalogue.datasets["mps-borough"].provisional_months == provisional
    assert said(made, HAVERING) == (Verdict.NO_REAL_CHANGE, Why.TOLD)


def test_what_is_too_rare_or_too_short_is_not_told(tmp_path: Path) -> None:
    _, made = released(tmp_path, boroughs(Havering=[0, 1] * (MONTHS // 2)))
    assert said(made, HAVERING) == (Verdict.CANNOT_TELL, Why.TOO_WIDE)
    _, short = released(tmp_path / "short", {key: counts[:20] for key, counts in boroughs().items()})
    assert said(short, HAVERING) == (Verdict.CANNOT_TELL, Why.TOO_SHORT)


@pytest.mark.parametrize(("blocks", "why"), [(True, Why.TOO_SHORT), (False, Why.TOLD)])
def test_nothing_is_looked_at_before_a_break_that_no_comparison_may_cross(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocks: bool, why: Why
) -> None:
    _, made = released(tmp_path, boroughs())
    there = Break("anew", START + 60, "counting", "Counted anew", "Burglary is counted anew.", blocks, "a test")
    monkeypatch.setattr(Catalogue, "breaks_within", lambda *_: [there])
    columns = judged(made)["burglary"]["borough"]["six-months"]
    assert set(columns["why"]) == {why}
    assert set(columns["months"]) == ({MONTHS - 60 - 3} if blocks else {66})


def test_a_small_area_is_not_judged(tmp_path: Path) -> None:
    house = House(tmp_path / "house", str(force.write_pack(tmp_path)))
    load(house, [force.write_files(tmp_path)], vintage="2024-01")
    made, _ = release(house)
    assert "lsoa" in made.kinds_of["street-burglary"]
    assert set(made.judgements["street-burglary"]) == {"borough", "force"}
    assert judgement(made, made.catalogue["street-burglary"], "E01901000", "lsoa") is None


def test_protected_figures_are_judged_by_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is protected is protected before it is judged: no verdict leaks through."""
    from peelian.figures import disclosure
    from peelian.figures.compute.series import PRESENT, Series

    def withheld(measure: object, series: Series) -> Series:
        states = np.where(series.states == PRESENT, disclosure.PROTECTED, series.states).astype(np.uint8)
        return type(series)(**{**series.__dict__, "states": states, "values": np.zeros_like(series.values)})

    monkeypatch.setattr(disclosure, "door", withheld)
    _, made = released(tmp_path, boroughs())
    assert "burglary" not in made.judgements


def test_a_forged_judgement_is_found(tmp_path: Path) -> None:
    """Somebody who turns a verdict and makes all hashes and the seal anew is caught by the figures."""
    house, made = released(tmp_path, boroughs())
    forged = json.loads(json.dumps(made.judgements))
    forged["burglary"]["borough"]["six-months"]["verdict"][0] = int(Verdict.LOWER)
    path = house.root / "releases" / made.id / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["judgements"] = made.parts.put_json(forged)
    manifest["seal"] = seal_of(manifest)
    path.write_text(manifest_text(manifest), encoding="utf-8")
    assert [failure["where"] for failure in verify(House(house.root), made.id).failures] == [{"part": "judgements"}]


def test_the_last_digit_of_another_computer_is_no_difference(tmp_path: Path) -> None:
    _, made = released(tmp_path, boroughs())
    again = judged(made)
    columns = again["burglary"]["borough"]["year-before"]
    assert agree(made.judgements, again)
    columns["ratio"][0] += 1e-4
    assert agree(made.judgements, again)
    columns["ratio"][0] += 1e-2
    assert not agree(made.judgements, again)
    columns["ratio"][0] = None
    assert not agree(made.judgements, again)
