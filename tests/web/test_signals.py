"""What changed and is real: every verdict of a release that something changed, and how many chance alone would turn."""

from __future__ import annotations

import csv
import io
import math
import re
from pathlib import Path

import numpy as np
import pytest

from peelian.figures.house import House
from peelian.figures.judge.direction import CHANCE, Verdict, Why
from peelian.figures.loading import load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases.build import release
from peelian.figures.releases.judging import Judgement, judgements_of
from peelian.public.selectors.signals import Looks
from tests.support.wide import two_boroughs, write_boroughs
from tests.web.conftest import Visitor

MONTHS, START = 84, month_ordinal(2019, 1)
CHANGED = (Verdict.LOWER, Verdict.HIGHER)


def house_of(folder: Path, *, rise: bool, months: int = MONTHS, house: House | None = None) -> House:
    """Two boroughs at fifty a month; with ``rise`` burglary in Havering is up by half in the last nine."""
    chance = np.random.default_rng(12)
    rows = {key: [int(count) for count in chance.poisson(50, months)] for key in two_boroughs(months=months)}
    if rise:
        risen = [int(count) for count in chance.poisson([50] * (months - 9) + [75] * 9)]
        rows[("BURGLARY", "RES BURGLARY OF A HOME", "Havering")] = risen
    house = house or House(folder / "house")
    load(house, [write_boroughs(folder / f"2026-0{1 + rise}" / "crime.csv", START, rows)])
    release(house)
    return house


def test_the_list_has_every_verdict_that_something_changed_and_no_other(some: Visitor) -> None:
    rows = some.rows("/signals.json")
    told = {
        (measure, area): found.verdict.name.lower()
        for measure, kind, area, found in judgements_of(some.release)
        if kind in ("force", "region", "borough") and found.verdict in CHANGED
    }
    assert {(row["measure"], row["area"]): row["verdict"] for row in rows} == told
    strengths = [row["strength"] for row in rows]
    assert strengths == sorted(strengths, reverse=True)
    assert min(strengths) >= 1, "a signal is beyond its limits"


def test_a_kind_of_area_has_its_own_list(some: Visitor) -> None:
    rows = some.rows("/signals.json?kind=bcu")
    assert {row["area_kind"] for row in rows} <= {"bcu"}
    assert 'aria-current="true">Command units' in some.text("/signals?kind=bcu")
    answer = some.get("/signals.json?kind=planet", 400).json()
    assert answer["error"]["code"] == "unknown-kind"


def test_it_says_how_many_there_would_be_by_chance_alone(some: Visitor) -> None:
    found = [item for _, kind, _, item in judgements_of(some.release) if kind in ("force", "region", "borough")]
    tested = [item for item in found if item.why != Why.TOO_SHORT]
    changed = sum(item.verdict in CHANGED for item in tested)
    said = re.search(r'<p class="pe-say[^>]*>(.*?)</p>', some.text("/signals"), re.DOTALL)
    assert said is not None
    assert f"{changed or 'None'} of the {len(tested):,} series" in said[1]
    assert f"up to {math.ceil(CHANCE * len(tested)):,} still would" in said[1]


def test_a_rise_is_named_with_its_size_and_read_as_the_plan_wants_it(tmp_path: Path, visiting: object) -> None:
    visitor: Visitor = visiting(house_of(tmp_path, rise=True))  # type: ignore[operator]
    [row] = [row for row in visitor.rows("/signals.json?kind=borough") if row["measure"] == "burglary"]
    assert (row["area_name"], row["verdict"], row["wanted"], row["read"]) == ("Havering", "higher", "lower", "Worse")
    assert row["low"] < 1.5 < row["high"]
    text = visitor.text("/signals?kind=borough")
    assert ">Burglary in Havering<" in text
    assert "pb-tone--worse" in text


def test_what_the_release_before_did_not_have_is_new(tmp_path: Path, visiting: object) -> None:
    house = house_of(tmp_path, rise=False)
    visitor: Visitor = visiting(house_of(tmp_path, rise=True, house=house))  # type: ignore[operator]
    fresh = {row["measure"]: row["new"] for row in visitor.rows("/signals.json?kind=borough")}
    assert fresh["burglary"] is True
    assert visitor.text("/signals?kind=borough").count('<span class="pe-tag">new</span>') == sum(fresh.values())
    release(visitor.house)
    assert not any(row["new"] for row in visitor.rows("/signals.json"))
    assert "All of these were in the release" in visitor.text("/signals")


def test_where_nothing_is_long_enough_it_says_so(tmp_path: Path, visiting: object) -> None:
    visitor: Visitor = visiting(house_of(tmp_path, rise=False, months=20))  # type: ignore[operator]
    text = visitor.text("/signals")
    assert "long enough to tell change from chance" in text
    assert "Not tested for chance" in visitor.text("/")


def told(verdict: Verdict, why: Why = Why.TOLD) -> Judgement:
    return Judgement(verdict, why, 1, 0.9, 1.1, 66, START)


NO_CHANGE, HIGHER, LOWER = told(Verdict.NO_REAL_CHANGE), told(Verdict.HIGHER), told(Verdict.LOWER)
SHORT, WIDE = told(Verdict.CANNOT_TELL, Why.TOO_SHORT), told(Verdict.CANNOT_TELL, Why.TOO_WIDE)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ([], ""),
        ([SHORT] * 9, ""),
        ([HIGHER], "Of 1 verdict here 1 says that something changed; if nothing had, the odds of its doing so would be one in 20."),
        ([NO_CHANGE] * 21, "Of 21 verdicts here none says that something changed; if nothing had, up to 2 would by chance."),
        ([LOWER] * 5 + [WIDE] * 15, "Of 20 verdicts here 5 say that something changed; if nothing had, up to 1 would by chance."),
    ],
)  # fmt: skip
def test_many_looks_are_counted_in_a_sentence(found: list[Judgement], says: str) -> None:
    """What is too short is no look: it cannot be wrong."""
    assert Looks.at(found).words == says


def test_pages_with_many_verdicts_say_how_many_chance_turns(some: Visitor) -> None:
    for address in (
        "/",
        "/areas/E09000016",
        "/plan/themes/children-and-young-people",
        "/objectives/fewer-neighbourhood-crimes",
    ):
        assert "say that something changed; if nothing had" in some.text(address).replace("none says", "none say"), (
            address
        )


def test_a_table_of_figures_carries_the_verdict_of_its_newest(some: Visitor) -> None:
    read = csv.DictReader(io.StringIO(some.text("/measures/burglary.csv").removeprefix("\ufeff")))
    rows = [row for row in read if row["area"] == some.release.catalogue.force.id]
    judged = [row for row in rows if row["verdict"]]
    assert [row["period"] for row in judged] == [str(some.release.latest("burglary", "force"))]
    assert judged[0]["kind"] == "count"
    assert judged[0]["verdict_from"] < judged[0]["verdict_to"]
