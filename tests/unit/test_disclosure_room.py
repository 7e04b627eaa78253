"""How far a count could be otherwise: the shortest paths of ``disclosure.room`` against every table of whole numbers there is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peelian.figures.disclosure.room import Needs, Run, enough, frame_of, needs, open_room

CAP = 4
MONTHS = 4
RUNS = [(first, last) for first in range(MONTHS) for last in range(first + 1, MONTHS + 1)]


def moves(fewer: list[int], more: list[int], shown: list[Run]) -> list[tuple[int, ...]]:
    """Every change of months within bounds that leaves the sums of shown runs as they are."""
    return [
        move for move in itertools.product(*(range(-down, up + 1) for down, up in zip(fewer, more, strict=True)))
        if all(sum(move[first:last]) == 0 for first, last in shown)
    ]  # fmt: skip


def room_of(fewer: list[int], more: list[int], shown: list[Run]) -> dict[Run, int]:
    """From node to node how much room there is."""
    opened = open_room(frame_of(MONTHS, tuple(shown)), np.array([fewer]), np.array([more]), CAP)
    pairs = [(start, end) for start in range(MONTHS + 1) for end in range(MONTHS + 1) if start != end]
    start, end = (np.array(ends, np.intp) for ends in zip(*pairs, strict=True))
    asked = Needs(np.zeros(len(pairs), np.intp), start, end, np.zeros(len(pairs), np.int64), 1)
    found = opened.shut_all(shown, np.ones((1, len(shown)), bool)).reach(asked)
    return dict(zip(pairs, found.tolist(), strict=True))


small = st.lists(st.integers(0, 3), min_size=MONTHS, max_size=MONTHS)


@settings(max_examples=150, deadline=None)
@given(fewer=small, more=small, shown=st.lists(st.sampled_from(RUNS), max_size=4, unique=True))
def test_room_is_exactly_what_whole_numbers_can_do(fewer: list[int], more: list[int], shown: list[Run]) -> None:
    possible = moves(fewer, more, shown)
    room = room_of(fewer, more, shown)
    for first, last in RUNS:
        sums = [sum(move[first:last]) for move in possible]
        assert min(room[first, last], CAP) == min(max(sums), CAP), (first, last)
        assert min(room[last, first], CAP) == min(-min(sums), CAP), (first, last)
        assert set(sums) >= set(
            range(-int(room[last, first]), int(room[first, last]) + 1) if max(sums) < CAP else ()
        ), "and everything between"


@settings(max_examples=50, deadline=None)
@given(
    fewer=small,
    more=small,
    shown=st.lists(st.sampled_from(RUNS), min_size=1, max_size=4, unique=True),
    seed=st.integers(0, 99),
)
def test_the_order_in_which_runs_are_shown_does_not_matter(
    fewer: list[int], more: list[int], shown: list[Run], seed: int
) -> None:
    mixed = [shown[at] for at in np.random.default_rng(seed).permutation(len(shown))]
    assert room_of(fewer, more, shown) == room_of(fewer, more, mixed)


def test_a_shown_run_takes_all_of_its_room_and_leaves_that_within_it() -> None:
    room = room_of([2, 2, 2, 2], [2, 2, 2, 2], [(0, 2)])
    assert room[0, 2] == room[2, 0] == 0
    assert room[0, 1] == room[1, 0] == 2
    assert room[2, 4] == 4


def wanted_of(counts: list[int], threshold: int) -> dict[Run, int]:
    found = needs(np.array([counts]), threshold)
    return dict(zip(zip(found.start.tolist(), found.end.tolist(), strict=True), found.amount.tolist(), strict=True))


def test_every_run_of_months_that_counts_few_needs_to_be_able_to_be_any_small_number() -> None:
    assert wanted_of([0, 3, 0, 1, 9], 5) == {
        (1, 2): 1, (2, 1): 2, (0, 2): 1, (2, 0): 2, (1, 3): 1, (3, 1): 2, (0, 3): 1, (3, 0): 2,  # 3, as 4 and as 1
        (3, 4): 3, (2, 4): 3,  # 1, as 4
        (4, 1): 3, (4, 0): 3,  # 3 + 0 + 1, as 1
    }  # fmt: skip


@pytest.mark.parametrize("short", ["up", "down"])
def test_room_by_one_way_for_more_and_another_for_less_will_do(short: str) -> None:
    wanted, frame = needs(np.array([[2]]), 5), frame_of(1, ())
    up, down = (
        open_room(frame, np.array([[fewer]]), np.array([[more]]), 5).reach(wanted) for fewer, more in ((0, 2), (1, 0))
    )
    assert enough([up, down], wanted).all()
    assert not enough([up if short == "down" else down], wanted).any()
    assert not enough([], wanted).any()


def test_the_needs_of_some_series_are_theirs_alone() -> None:
    every = needs(np.array([[9, 3], [1, 9], [2, 2]]), 5)
    for places in ([1], [2, 0]):
        some = every.some(np.array(places))
        for at, place in enumerate(places):
            mine, own = some.series == at, every.series == place
            assert some.amount[mine].tolist() == every.amount[own].tolist()
