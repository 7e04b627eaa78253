"""A measure's control chart from a release: of which months, by which chart, and what named persons decide about it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.spec.test_judgements import BURGLARY, HAVERING, MONTHS, START, boroughs, released
from tests.support.wide import write_boroughs
from tests.unit.test_decided import BASELINE, london

from peelian.figures.catalogue import Break, Catalogue
from peelian.figures.house import House
from peelian.figures.judge.charts import xmr
from peelian.figures.loading import load
from peelian.figures.periods import month_text
from peelian.figures.releases.build import release
from peelian.figures.releases.control import FEWEST, WINDOW, Control, control
from peelian.figures.releases.release import Release

PROVISIONAL = 3


def chart(made: Release, measure: str = "burglary", area: str = HAVERING) -> Control:
    found = control(made, made.catalogue[measure], made.areas[area])
    assert found is not None
    return found


def test_it_is_of_the_last_three_settled_years(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    counts = [int(count) for count in chance.poisson(50, MONTHS)]
    _, made = released(tmp_path, boroughs(Havering=counts))
    found = chart(made)
    end = MONTHS - PROVISIONAL
    assert found.values.tolist() == counts[end - WINDOW : end]
    assert (found.first, found.last) == (START + end - WINDOW, START + end - 1)
    assert found.chart is not None
    assert found.chart.kind == "xmr"
    alone = xmr(counts[end - WINDOW : end])
    assert np.array_equal(found.chart.upper, alone.upper)
    assert found.rows()[-1]["upper"] == alone.upper[0, -1]


def test_a_month_beyond_the_limits_is_marked_and_read_as_the_objective_wants(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    counts = [int(count) for count in chance.poisson(50, MONTHS)]
    counts[-PROVISIONAL - 1] = 120
    _, made = released(tmp_path, boroughs(Havering=counts))
    found = chart(made)
    assert (found.rows()[-1]["rule"], found.rows()[-1]["going"]) == ("outside the limits", 1)
    assert [found.result(better) for better in (-1, 1, 0)] == ["concern", "improvement", "special cause, high"]
    assert found.assured(200, -1) == "passes"
    assert found.assured(5, -1) == "fails"
    assert found.assured(50, -1) == "hit and miss"


@pytest.mark.parametrize(("blocks", "months"), [(True, 20 - PROVISIONAL), (False, WINDOW)])
def test_nothing_before_a_break_that_no_comparison_may_cross(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocks: bool, months: int
) -> None:
    _, made = released(tmp_path, boroughs())
    there = Break(
        "anew", START + MONTHS - 20, "counting", "Counted anew", "Burglary is counted anew.", blocks, "a test"
    )
    monkeypatch.setattr(Catalogue, "breaks_within", lambda *_: [there])
    assert len(chart(made).values) == months


def test_too_few_months_have_no_limits_and_few_have_them_on_trial(tmp_path: Path) -> None:
    rows = boroughs()
    _, few = released(tmp_path / "few", {key: counts[: FEWEST - 1 + PROVISIONAL] for key, counts in rows.items()})
    assert (chart(few).chart, chart(few).why) == (
        None,
        f"Only {FEWEST - 1} settled months are counted alike: limits need {FEWEST}.",
    )
    _, trial = released(tmp_path / "trial", {key: counts[: 12 + PROVISIONAL] for key, counts in rows.items()})
    drawn = chart(trial).chart
    assert drawn is not None
    assert drawn.trial.all()


def test_what_is_rare_has_no_chart_of_months(tmp_path: Path) -> None:
    _, made = released(tmp_path, boroughs(Havering=[0, 1, 2] * (MONTHS // 3)))
    assert chart(made).chart is None
    assert "days between events" in chart(made).why


def test_a_named_person_begins_a_new_usual(tmp_path: Path) -> None:
    """The level falls for good; limits are made anew from there once somebody stands for it, and only for that area."""
    chance = np.random.default_rng(3)
    fallen = [int(count) for count in chance.poisson([80] * 64 + [40] * (MONTHS - 64))]
    rows = boroughs(Havering=fallen)
    _, undecided = released(tmp_path / "undecided", rows)
    assert chart(undecided).proposed == START + 64
    assert chart(undecided).result(-1) == "improvement"

    month = month_text(START + 64)
    pack = london(tmp_path, baselines=BASELINE.replace("2024-03", month))
    house = House(tmp_path / "decided", str(pack))
    load(house, [write_boroughs(tmp_path / "2026-01" / "crime.csv", START, rows)])
    made, _ = release(house)
    found = chart(made)
    assert [item.by for item in found.baselines] == ["A. Person"]
    assert found.chart is not None
    place = START + 64 - found.first
    assert found.chart.centre[0, place - 1] > 1.5 * found.chart.centre[0, place]
    assert found.result(-1) == "common cause"
    assert chart(made, area="E09000003").baselines == ()


def test_a_surveys_overlapping_quarters_are_never_charted(real_house: House) -> None:
    from peelian.figures.releases.release import Releases

    made = Releases(real_house.root).newest()
    assert made is not None
    found = control(made, made.catalogue["confidence-good-job"], made.catalogue.force)
    assert found is not None
    assert found.chart is None
    assert "overlap" in found.why
    share = control(made, made.catalogue["positive-outcome-rate-flow"], made.catalogue.force)
    assert share is not None
    assert share.chart is not None
    assert share.chart.kind == "p-prime"
    assert share.base is not None
    assert (share.base > 1000).all()


def test_where_no_series_is_there_is_nothing(tmp_path: Path) -> None:
    _, made = released(tmp_path, {(*BURGLARY, "Barnet"): [50] * MONTHS})
    assert control(made, made.catalogue["burglary"], made.areas[HAVERING]) is None
    assert control(made, made.catalogue["homicide"], made.areas[HAVERING]) is None
