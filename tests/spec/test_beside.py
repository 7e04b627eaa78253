"""Boroughs side by side: expected at the rate of all, limits with room for how places differ, the small left out by rule."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from peelian.figures.areas import Area
from peelian.figures.house import House
from peelian.figures.judge.funnels import funnel
from peelian.figures.periods import Period
from peelian.figures.releases.beside import FEWEST_PLACES, FEWEST_RESIDENTS, beside
from peelian.figures.releases.figure import Figure, figure
from peelian.figures.releases.release import Release, Releases


@pytest.fixture
def made(real_house: House) -> Release:
    found = Releases(real_house.root).newest()
    assert found is not None
    return found


def rates(made: Release, measure: str = "burglary") -> list[Figure]:
    """The latest rates of all boroughs that have one."""
    period = made.latest(measure, "borough")
    assert period is not None
    areas = [area for area in made.areas.of_kind("borough") if area.policed_by == made.catalogue.force.id]
    return [figure(made, measure, area.id, period, "rate") for area in areas]


def test_what_is_expected_adds_up_to_what_there_is(made: Release) -> None:
    found = beside(rates(made))
    assert found is not None
    assert sum(found.expected) == pytest.approx(sum(found.observed))
    by_hand = sum(item.numerator or 0 for item in rates(made)) / sum(item.denominator or 0 for item in rates(made))
    one = rates(made)[0]
    assert found.expected[found.areas.index(one.area)] == pytest.approx(float((one.denominator or 0) * by_hand))


def test_the_answer_is_the_funnels(made: Release) -> None:
    found = beside(rates(made))
    assert found is not None
    alone = funnel(np.array(found.observed), np.array(found.expected))
    assert [found.beyond(area) for area in found.areas] == alone.beyond.tolist()
    assert found.funnel.between > 0, "boroughs differ by more than chance"


def test_a_place_with_few_residents_is_left_out_and_said_so(made: Release) -> None:
    figures = rates(made)
    figures[0] = replace(figures[0], denominator=Decimal(FEWEST_RESIDENTS - 1))
    figures[1] = replace(figures[1], numerator=None)
    found = beside(figures)
    assert found is not None
    assert [(area.id, why) for area, why in found.left_out] == [
        (figures[0].area.id, "fewer than 20,000 residents"), (figures[1].area.id, "no figure"),
    ]  # fmt: skip
    assert found.beyond(figures[0].area) is None
    kept = [replace(figures[0], denominator=Decimal(FEWEST_RESIDENTS)), *figures[2:]]
    again = beside(kept)
    assert again is not None
    assert again.beyond(figures[0].area) is not None


def test_where_little_is_expected_or_few_are_left_nothing_is_said(made: Release) -> None:
    figures = rates(made)
    rare = [replace(item, numerator=Decimal(1)) for item in figures]
    assert beside(rare) is None
    assert beside(figures[: FEWEST_PLACES - 1]) is None
    assert beside(figures[:FEWEST_PLACES]) is not None
    assert beside([]) is None


def test_shares_are_set_side_by_side_by_their_two_counts(made: Release) -> None:
    measure = "positive-outcome-rate-flow"
    period = made.latest(measure, "borough")
    assert period == Period.of("r12", period.last if period else 0)
    areas: list[Area] = [area for area in made.areas.of_kind("borough") if area.policed_by == made.catalogue.force.id]
    found = beside([figure(made, measure, area.id, period) for area in areas])
    assert found is not None
    assert len(found.areas) == len(areas)
