"""How a target stands before its date, from a release: settled months alone, never across a break, in words and as JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from tests.spec.test_judgements import HAVERING, MONTHS, START, boroughs, released

from peelian import cli
from peelian.figures.catalogue import Break, Catalogue
from peelian.figures.errors import PeelianError
from peelian.figures.judge.target import Standing
from peelian.figures.periods import Period, month_text
from peelian.figures.releases.outlooks import TargetOutlook, target_outlook
from peelian.figures.releases.release import Release

YEAR = Period.of("fy", START + MONTHS - 1)
"""April 2025 to March 2026; the file ends in December 2025 and its last three months are provisional."""
COUNTS = [int(count) for count in np.random.default_rng(8).poisson(50, MONTHS)]


@pytest.fixture
def made(tmp_path: Path) -> Release:
    return released(tmp_path, boroughs(Havering=COUNTS))[1]


def stands(made: Release, target: int, period: Period = YEAR, *, at_most: bool = True) -> TargetOutlook:
    measure, area = made.catalogue["burglary"], made.areas[HAVERING]
    return target_outlook(made, measure, area, period, Decimal(target), at_most=at_most)


def test_what_is_settled_counts_and_the_rest_is_still_to_come(made: Release) -> None:
    found = stands(made, 600)
    april, settled = YEAR.first - START, MONTHS - 3
    assert found.last == START + settled - 1
    assert found.found.to_date[0] == sum(COUNTS[april:settled])
    assert found.found.left == 12 - (settled - april)
    assert found.found.run_rate[0] == pytest.approx((600 - sum(COUNTS[april:settled])) / found.found.left)
    assert found.found.inner.low[0] < 600 < found.found.inner.high[0], "fifty a month for a year"


def test_a_wider_target_is_likelier_and_the_other_way_round_for_at_least(made: Release) -> None:
    chances = [stands(made, target).probability or 0 for target in (560, 600, 640)]
    assert chances == sorted(chances)
    assert 0.2 < chances[1] < 0.8
    least = [stands(made, target, at_most=False).probability or 0 for target in (560, 600, 640)]
    assert least == sorted(least, reverse=True)


def test_what_is_over_is_met_or_missed(made: Release) -> None:
    before = YEAR.year_before()
    total = sum(COUNTS[before.first - START : before.last + 1 - START])
    assert stands(made, total, before).standing == Standing.MET
    assert stands(made, total - 1, before).standing == Standing.MISSED
    assert f"missed ({total:,})" in stands(made, total - 1, before).sentence()


def test_it_refuses_to_look_across_a_break(made: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    def at(month: int) -> list[Break]:
        return [Break("anew", month, "counting", "Counted anew", "Burglary is counted anew.", True, "a test")]

    first, last = YEAR.first, YEAR.last
    cases = {last - 1: "a break lies ahead", first + 2: "a break lies within the months", first: "fewer than 24 months"}
    for month, why in cases.items():
        monkeypatch.setattr(Catalogue, "breaks_within", lambda *_, month=month: at(month))
        found = stands(made, 600)
        assert found.standing == Standing.CANNOT_TELL
        assert found.probability is None
        assert why in found.sentence()
        assert "we cannot tell" in found.sentence()


def test_what_is_no_monthly_count_has_no_outlook(made: Release) -> None:
    with pytest.raises(PeelianError) as raised:
        target_outlook(
            made, made.catalogue["confidence-good-job"], made.areas[HAVERING], YEAR, Decimal(1), at_most=True
        )
    assert raised.value.code == "no-outlook"
    with pytest.raises(PeelianError) as raised:
        target_outlook(made, made.catalogue["homicide"], made.areas[HAVERING], YEAR, Decimal(1), at_most=True)
    assert raised.value.code == "no-figure"


def test_the_command_says_it_in_words_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house, made = released(tmp_path, boroughs(Havering=COUNTS))
    asked = ["outlook", "burglary", HAVERING, str(YEAR), "600", "--data", str(house.root)]
    assert cli.main(asked) == 0
    assert capsys.readouterr().out.strip() == stands(made, 600).sentence()
    assert cli.main([*asked, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == json.loads(json.dumps(stands(made, 600).to_json()))
    assert (answer["method"], answer["settled_to"]) == ("forecast-level-and-season", month_text(START + MONTHS - 4))
    assert answer["back_test"]["origins"] > 0
    assert len(answer["straight"]) == len(answer["seasonal"]) == 12
    with pytest.raises(SystemExit):
        cli.main([*asked[:4], "many", "--data", str(house.root)])
    assert "'many' is no number" in capsys.readouterr().err
