"""What is decided of small constructed tables, against attackers who try every table of whole numbers, or solve for each count."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.support.attacker import Attacker, every_table
from tests.support.guarded import (
    START,
    Counts,
    Place,
    catalogue_and_areas,
    counts_in,
    drawn,
    narrowed,
    small_runs,
    tell,
    truths,
    write_pack,
)

from peelian.figures.compute.series import PRESENT, Series
from peelian.figures.disclosure import PROTECTED, deciding
from peelian.figures.disclosure.releasing import Leaving, leave
from peelian.figures.errors import PeelianError

MONTHLY = "{threshold: 3, borough: {period: month}, ward: {period: month}}"
ROLLING = "{threshold: 5, force: {period: month}, borough: {period: month}, ward: {period: r12, every: 3}}"


class World:
    """Releases of some counts, one after the other, and what an attacker learns of them."""

    def __init__(
        self, folder: Path, place: Place, rules: Mapping[str, str | None], wholes: Mapping[str, Sequence[str]]
    ) -> None:
        self.place, self.rules, self.wholes = place, rules, wholes
        self.pack = write_pack(folder, place, rules)
        self.attacker = Attacker()
        self.history: dict[tuple[str, str], list[Series]] = {}

    @property
    def leaves(self) -> dict[str, Sequence[str]]:
        """Of which categories each measure is the sum."""
        return {name: self.wholes.get(name, (name,)) for name in self.rules}

    def release(self, counts: Mapping[str, Counts]) -> Leaving:
        """One more release: what leaves is told to the attacker, and counts as shown from then on."""
        truth = {key: series for key, series in truths(self.place, counts, self.wholes).items() if key[0] in self.rules}
        left = leave(*catalogue_and_areas(self.pack, self.place), truth, self.history)
        for series in left.series:
            tell(self.attacker, self.place, self.leaves, series)
            self.history.setdefault((series.measure, series.kind), []).append(series)
        return left

    def narrowed(self, categories: Sequence[str], counts: Counts, threshold: int = 5, most: int = 120) -> list[Any]:
        """Small counts that the attacker narrows, of a sample where they are many."""
        small = small_runs(self.place, counts, threshold)
        chosen = random.Random(3).sample(small, min(most, len(small)))
        return narrowed(self.attacker, self.place, categories, chosen, threshold)


World_ = Callable[..., World]


@pytest.fixture
def world(tmp_path: Path) -> World_:
    def make(place: Place, rules: Mapping[str, str | None], wholes: Mapping[str, Sequence[str]] | None = None) -> World:
        return World(tmp_path, place, rules, wholes or {})

    return make


def shown(left: Leaving, measure: str, kind: str) -> float:
    [series] = [item for item in left.series if (item.measure, item.kind) == (measure, kind)]
    return float((series.states == PRESENT).mean())


@pytest.mark.parametrize("seed", range(12))
def test_every_small_table_leaves_every_small_number_possible(world: World_, seed: int) -> None:
    """Three wards, two months, threshold 3: of all tables that agree with what is shown, some have a 1 there and some a 2."""
    place = Place(boroughs=1, wards=3)
    counts = np.random.default_rng(seed).integers(0, 5, (3, 2))
    here = world(place, {"theft": MONTHLY})
    here.release({"theft": counts})
    names = sorted(counts_in(place, ["theft"], place.borough_codes[0], range(START, START + 2)))
    tables = list(every_table(here.attacker.shown, names, 7))
    assert tables
    for area, months, count in small_runs(place, counts, 3):
        found = {sum(table[name] for name in counts_in(place, ["theft"], area, months)) for table in tables}
        assert {1, 2} <= found, (area, months, count, counts)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_given_away_from_release_to_release(world: World_, seed: int) -> None:
    """Rolling years of two boroughs of four wards, a quarter more in each of four releases."""
    place = Place(boroughs=2, wards=4)
    counts = drawn(place, [1.0, 3, 6, 10, 0.4, 2, 8, 5], 30, seed)
    here = world(place, {"theft": ROLLING})
    for months in (21, 24, 27, 30):
        here.release({"theft": counts[:, :months]})
    assert here.narrowed(["theft"], counts) == []


def test_large_numbers_are_all_shown(world: World_) -> None:
    place = Place(boroughs=2, wards=4)
    left = world(place, {"theft": ROLLING}).release({"theft": drawn(place, [40.0], 30)})
    assert {shown(left, "theft", kind) for kind in ("force", "borough", "ward")} == {1.0}


def test_one_small_ward_is_not_given_away_by_the_others_and_the_borough(world: World_) -> None:
    place = Place(boroughs=1, wards=4)
    counts = np.array([[9], [2], [8], [7]]) * np.ones((1, 3), int)
    here = world(place, {"theft": "{threshold: 5, borough: {period: month}, ward: {period: month}}"})
    left = here.release({"theft": counts})
    assert 0 < shown(left, "theft", "ward") < 1
    assert here.narrowed(["theft"], counts) == []


@pytest.mark.parametrize("seed", range(2))
def test_categories_do_not_give_one_another_away(world: World_, seed: int) -> None:
    """A whole and two of its three categories are shown; the third, and the small numbers of all, cannot be worked out."""
    place = Place(boroughs=2, wards=4)
    parts = ("theft", "burglary", "drugs")
    counts = {name: drawn(place, means, 27, seed * 10 + at) for at, (name, means) in
              enumerate({"theft": [14.0, 9], "burglary": [6.0, 3, 5], "drugs": [9.0, 2, 6]}.items())}  # fmt: skip
    part = ROLLING.replace("threshold: 5", "threshold: 5, whole: crime")
    here = world(place, {"crime": ROLLING, "theft": part, "burglary": part}, {"crime": parts})
    for months in (24, 27):
        here.release({name: rows[:, :months] for name, rows in counts.items()})
    for name in parts:
        assert here.narrowed([name], counts[name]) == [], name
    assert here.narrowed(parts, sum(counts.values(), np.zeros_like(counts["theft"]))) == []


def test_what_is_left_of_a_whole_is_not_given_away(world: World_) -> None:
    """Large categories and their whole are shown; what no category counts is small, and is no figure of its own."""
    place = Place(boroughs=2, wards=6)
    parts = {"burglary": [60.0], "theft": [50.0], "drugs": [1.0, 3, 5]}
    counts = {name: drawn(place, means, 30, at) for at, (name, means) in enumerate(parts.items())}
    part = ROLLING.replace("threshold: 5", "threshold: 5, whole: crime")
    here = world(place, {"crime": ROLLING, "theft": part, "burglary": part}, {"crime": tuple(parts)})
    left = here.release(counts)
    assert (shown(left, "crime", "ward"), shown(left, "theft", "ward")) == (1.0, 1.0)
    assert 0.8 < shown(left, "burglary", "ward") < 1, "the first category hides what would give the rest away"
    assert here.narrowed(["drugs"], counts["drugs"], most=200) == []


def test_the_rest_stays_protected_when_another_category_becomes_the_largest(world: World_) -> None:
    place = Place(boroughs=1, wards=3)
    rule = "{threshold: 6, whole: crime, force: {period: month}, borough: {period: month}}"
    rules = {"crime": rule.replace(" whole: crime,", ""), "theft": rule, "burglary": rule}
    rising = {
        "theft": drawn(place, [9.0], 24, 1),
        "burglary": drawn(place, [4.0], 24, 2),
        "drugs": drawn(place, [2.0], 24, 3),
    }
    rising["burglary"][:, 12:] += 30
    here = world(place, rules, {"crime": tuple(rising)})
    for months in (12, 24):
        left = here.release({name: rows[:, :months] for name, rows in rising.items()})
        assert left.exposed == []
    for name, rows in rising.items():
        assert here.narrowed([name], rows, 6) == []


def test_months_of_a_whole_that_were_shown_before_do_not_make_later_ones_known(world: World_) -> None:
    """From the thirteenth month on there is one theft and nothing of the rest: whole and other category may not both go on."""
    place = Place(boroughs=2, wards=1)
    rule = "{threshold: 3, whole: crime, borough: {period: month}}"
    rules = {"crime": rule.replace(" whole: crime,", ""), "theft": rule.replace("month", "year"), "burglary": rule}
    counts = {name: np.full((2, 15), few) for name, few in {"burglary": 9, "theft": 5, "drugs": 6}.items()}
    counts["theft"][:, 12:], counts["drugs"][:, 12:] = 1, 0
    here = world(place, rules, {"crime": ("burglary", "theft", "drugs")})
    for months in (12, 15):
        left = here.release({name: rows[:, :months] for name, rows in counts.items()})
        assert left.exposed == []
    assert shown(left, "burglary", "borough") == 1.0
    assert here.narrowed(["theft"], counts["theft"], 3) == []


def test_figures_by_smaller_areas_that_were_shown_before_are_thought_of_by_wider_ones(world: World_) -> None:
    """Months by borough were shown before the force had a year; the force's year must leave room with them there."""
    place = Place(boroughs=1, wards=4)
    rules = {
        "crime": "{threshold: 5, force: {period: r12}, borough: {period: year}}",
        "theft": "{threshold: 5, whole: crime, force: {period: r12}, borough: {period: month}, ward: {period: r12}}",
    }
    counts = {"theft": drawn(place, [9.0], 12), "drugs": np.full((4, 12), 4)}
    counts["drugs"][:, 9:] = 1
    here = world(place, rules, {"crime": ("theft", "drugs")})
    for months in (9, 12):
        here.release({name: rows[:, :months] for name, rows in counts.items()})
    for name, rows in counts.items():
        assert here.narrowed([name], rows) == []


def test_the_same_input_gives_the_same(world: World_) -> None:
    place = Place(boroughs=2, wards=5)
    counts = {"theft": drawn(place, [2.0, 5, 9], 30)}
    one, other = (world(place, {"theft": ROLLING}).release(counts) for _ in range(2))
    for mine, theirs in zip(one.series, other.series, strict=True):
        np.testing.assert_array_equal(mine.states, theirs.states)


def test_a_wider_area_with_small_numbers_shows_nothing_within(world: World_) -> None:
    place = Place(boroughs=3, wards=3)
    counts = drawn(place, [9.0], 24)
    counts[:3] = [[1] * 24, [0] * 24, [0, 1] * 12]
    here = world(place, {"theft": ROLLING})
    here.release({"theft": counts})
    assert here.narrowed(["theft"], counts) == []


@pytest.mark.parametrize(("boroughs", "wards"), [(1, 1), (1, 2), (2, 1), (2, 2)])
def test_few_areas_have_few_to_hide_behind(world: World_, boroughs: int, wards: int) -> None:
    place = Place(boroughs, wards)
    counts = drawn(place, [3.0, 8], 24, seed=boroughs * 2 + wards)
    here = world(place, {"theft": ROLLING})
    here.release({"theft": counts})
    assert here.narrowed(["theft"], counts) == []


def test_what_was_given_away_before_is_named_and_nothing_new_is_shown_there(world: World_) -> None:
    """The measure was public by ward once. Nothing can take that back; no more is added to it."""
    place = Place(boroughs=2, wards=4)
    counts = drawn(place, [3.0, 5, 8, 2], 27)
    here = world(place, {"theft": ROLLING})
    once = truths(place, {"theft": counts[:, :24]}, {})["theft", "ward"]
    here.history["theft", "ward"] = [once]
    left = here.release({"theft": counts})
    assert ("theft", "ward", place.ward_codes[0]) in left.exposed
    [by_ward] = [series for series in left.series if series.kind == "ward"]
    fresh = by_ward.states[:, -1]  # the twelve months to the last quarter, of which nine were shown month by month
    assert not (fresh == PRESENT).any()


def test_a_figure_that_became_small_is_withheld_from_then_on(world: World_) -> None:
    place = Place(boroughs=2, wards=4)
    counts = drawn(place, [9.0], 24)
    here = world(place, {"theft": ROLLING})
    here.release({"theft": counts})
    revised = counts.copy()
    revised[0, -12:] = [1, 1, 1] + [0] * 9
    left = here.release({"theft": revised})
    [by_ward] = [series for series in left.series if series.kind == "ward"]
    assert by_ward.states[0, -1] == PROTECTED
    assert not by_ward.values[0, -1]


def test_a_higher_threshold_withholds_what_a_lower_one_showed(world: World_) -> None:
    place = Place(boroughs=1, wards=3)
    counts = drawn(place, [7.0], 12)
    here = world(place, {"theft": MONTHLY})
    here.release({"theft": counts})
    write_pack(here.pack.parent, place, {"theft": MONTHLY.replace("threshold: 3", "threshold: 10")})
    for series in here.release({"theft": counts}).series:
        figures = series.values[series.states == PRESENT]
        assert not ((figures > 0) & (figures < 10)).any()


def test_months_that_come_late_never_take_back_what_was_shown(world: World_) -> None:
    place = Place(boroughs=2, wards=5)
    counts = drawn(place, [2.0, 5, 9, 4], 36, seed=5)
    here = world(place, {"theft": ROLLING})
    states = []
    for months in (15, 24, 36):
        left = here.release({"theft": counts[:, :months]})
        states.append(next(series.states for series in left.series if series.kind == "ward"))
    for old, new in ((states[0], states[1]), (states[1], states[2])):
        assert (new[:, : old.shape[1]][old == PRESENT] == PRESENT).all()
    assert here.narrowed(["theft"], counts) == []


def test_categories_that_overlap_are_refused_in_words(world: World_) -> None:
    place = Place(boroughs=1, wards=2)
    part = MONTHLY.replace("threshold: 3", "threshold: 3, whole: crime")
    here = world(place, {"crime": MONTHLY, "theft": part, "burglary": part}, {"crime": ("theft",)})
    with pytest.raises(PeelianError, match="categories of crime add up to more than it in E09000900: burglary, theft"):
        here.release({"theft": drawn(place, [4.0], 2), "burglary": drawn(place, [9.0], 2)})


def test_counts_that_are_no_counts_are_refused_in_words(world: World_) -> None:
    place = Place(boroughs=1, wards=2)
    with pytest.raises(PeelianError, match="theft by ward has figures that are no whole numbers from zero up"):
        world(place, {"theft": MONTHLY}).release({"theft": np.array([[5, -1], [7, 9]])})


def test_a_decision_that_leaves_a_small_number_no_room_is_not_released(
    world: World_, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit looks at everything anew: a decision that went wrong stops the release."""
    place = Place(boroughs=1, wards=4)
    monkeypatch.setattr(deciding.Group, "decided", lambda self: deciding.Trial(self.full, [[] for _ in self.rows]))
    with pytest.raises(PeelianError, match="could be worked out from what would be shown"):
        world(place, {"theft": ROLLING}).release({"theft": drawn(place, [2.0, 5, 9], 24)})
