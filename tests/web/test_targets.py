"""A plan that sets a year's target: its outlook on the objective's page, and on the measure's what the chart says of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period, month_ordinal
from peelian.figures.releases.build import release
from peelian.figures.releases.outlooks import target_outlook
from tests.support.wide import write_boroughs
from tests.unit.test_decided import london
from tests.web.conftest import Visitor

START, MONTHS = month_ordinal(2019, 1), 84
YEAR = Period.parse("FY2025-26")
OBJECTIVE, MEASURE = "/objectives/fewer-neighbourhood-crimes", "/measures/burglary"
KEY = "  measure: burglary\n  wanted: lower\n  baseline: {period: R12-2016-06, source: seed-002}\n  targets: "


def visited(folder: Path, visiting: Callable[[House], Visitor], targets: str) -> Visitor:
    """All of London's boroughs at five a month each, by a plan with these targets for burglary."""
    pack = london(folder)
    path = pack / "yardsticks.yaml"
    text = path.read_text(encoding="utf-8")
    assert KEY + "[]" in text
    path.write_text(text.replace(KEY + "[]", KEY + targets), encoding="utf-8")
    house = House(folder / "house", str(pack))
    chance = np.random.default_rng(1)
    names = [area.name for area in house.areas.of_kind("borough") if area.policed_by == house.catalogue.force.id]
    rows = {("BURGLARY", "RES BURGLARY OF A HOME", name): chance.poisson(5, MONTHS).tolist() for name in names}
    load(house, [write_boroughs(folder / "2026-01" / "crime.csv", START, rows)])
    release(house)
    return visiting(house)


def test_the_objective_says_how_its_target_stands(tmp_path: Path, visiting: Callable[[House], Visitor]) -> None:
    visitor = visited(tmp_path, visiting, "[{by: FY2025-26, value: 1900, line: 1}]")
    made = visitor.release
    said = target_outlook(
        made, made.catalogue["burglary"], made.catalogue.force, YEAR, Decimal(1900), at_most=True
    ).sentence()
    assert said.startswith("At most 1,900 in financial year 2025/26: ")
    assert "we cannot tell" not in said
    assert said in visitor.text(OBJECTIVE)


@pytest.mark.parametrize(
    ("value", "said", "sentence"),
    [
        (4800, "passes", "as things are it is met every month. (400 a month)"),
        (480, "fails", "as things are no month will meet it. (40 a month)"),
        (1920, "hit and miss", "chance decides which months meet it. (160 a month)"),
    ],
)
def test_the_chart_says_whether_the_target_is_met_by_more_than_chance(
    tmp_path: Path, visiting: Callable[[House], Visitor], value: int, said: str, sentence: str
) -> None:
    """A hundred and sixty a month; a year's target is a twelfth of it for each, the newest where there are several."""
    visitor = visited(tmp_path, visiting, f"[{{by: FY2019-20, value: 1}}, {{by: FY2025-26, value: {value}}}]")
    assert visitor.get(f"{MEASURE}.json").json()["control"]["assurance"] == said  # type: ignore[attr-defined]
    assert sentence in visitor.text(MEASURE)
    borough = visitor.get(f"{MEASURE}/E09000016.json").json()["control"]  # type: ignore[attr-defined]
    assert borough["assurance"] is None, "the target is the force's, not the borough's"


def test_without_a_date_there_is_nothing_to_look_out_for(tmp_path: Path, visiting: Callable[[House], Visitor]) -> None:
    visitor = visited(tmp_path, visiting, "[{by: null, value: 1900, line: 1}]")
    assert "are expected in all" not in visitor.text(OBJECTIVE)
    assert visitor.get(f"{MEASURE}.json").json()["control"]["assurance"] is None  # type: ignore[attr-defined]
