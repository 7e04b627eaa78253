"""Gaps between places: in points, with limits where both counts are known, and without where nobody says how many were asked."""

from __future__ import annotations

import pytest

from peelian.figures.judge.intervals import difference_of_shares
from peelian.figures.releases.figure import figure
from tests.web.conftest import Visitor

HILLINGDON, HAMMERSMITH = "E09000017", "E09000013"
SHARE, SURVEY = "positive-outcome-rate-flow", "confidence-good-job"


def asked(measure: str, *areas: str) -> str:
    return f"measure={measure}&" + "&".join(f"area={area}" for area in areas)


def test_a_gap_between_shares_of_counts_has_limits_and_a_verdict(real: Visitor) -> None:
    query = asked(SHARE, HILLINGDON, HAMMERSMITH)
    [gap] = real.get(f"/compare.json?{query}").json()["gaps"]  # type: ignore[attr-defined]
    period = real.release.latest(SHARE, "borough")
    assert period is not None
    high, low = (figure(real.release, SHARE, gap[side], period) for side in ("higher", "lower"))
    assert high.value is not None and low.value is not None
    assert gap["points"] == pytest.approx(float(high.value - low.value), abs=0.01)
    sides = [float(number or 0) for item in (high, low) for number in (item.numerator, item.denominator)]
    _, limits = difference_of_shares(sides[0] / sides[1], sides[1], sides[2] / sides[3], sides[3])
    assert (gap["low"], gap["high"]) == pytest.approx((100 * float(limits.low), 100 * float(limits.high)))
    assert gap["sentence"] in real.text(f"/compare?{query}").replace("&#x27;", "'")
    assert (gap["chance"] < 0.05) == ("more than chance" in gap["sentence"])


def test_a_surveys_gap_is_in_points_and_its_chance_cannot_be_told(real: Visitor) -> None:
    query = asked(SURVEY, HILLINGDON, HAMMERSMITH)
    [gap] = real.get(f"/compare.json?{query}").json()["gaps"]  # type: ignore[attr-defined]
    period = real.release.latest(SURVEY, "borough")
    assert period is not None
    values = [figure(real.release, SURVEY, area, period).value or 0 for area in (HILLINGDON, HAMMERSMITH)]
    assert gap["points"] == float(abs(values[0] - values[1]))
    assert (gap["low"], gap["high"], gap["chance"]) == (None, None, None)
    assert f"{gap['points']:.0f} points" in gap["sentence"]
    assert "we cannot tell" in real.text(f"/compare?{query}")


def test_counts_have_no_gap_in_points(real: Visitor) -> None:
    query = asked("burglary", HILLINGDON, HAMMERSMITH)
    assert real.get(f"/compare.json?{query}").json()["gaps"] == []  # type: ignore[attr-defined]
    assert 'id="gaps"' not in real.text(f"/compare?{query}")


def test_a_place_without_the_measure_has_no_gap(real: Visitor) -> None:
    query = asked(SURVEY, HILLINGDON, "E23000001")
    assert real.get(f"/compare.json?{query}").json()["gaps"] == []  # type: ignore[attr-defined]
