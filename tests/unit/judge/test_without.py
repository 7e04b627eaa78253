"""A share without campaigns: its two ends hold whatever can be true, both can be reached, and a slow count of all cases agrees."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.figures.judge.without import Misfit, Share, Why, without

SMALL = st.integers(0, 6)


def slow(whole: int, part: int, campaigns: list[tuple[int, int | None]]) -> set[Fraction | None]:
    """Every share that the others can have: each campaign's number in time is tried, and what cannot be is left out."""
    found: set[Fraction | None] = set()
    for inside in product(*(range(size + 1) if known is None else [known] for size, known in campaigns)):
        others = whole - sum(size for size, _ in campaigns)
        in_time = part - sum(inside)
        late = (whole - part) - sum(size - got for (size, _), got in zip(campaigns, inside, strict=True))
        if others >= 0 and in_time >= 0 and late >= 0:
            found.add(Fraction(in_time, others) if others else None)
    return found


def exact(share: Share) -> Fraction | None:
    return Fraction(share.part, share.whole) if share.whole else None


@given(SMALL, SMALL, st.lists(st.tuples(SMALL, st.booleans(), SMALL), max_size=3))
def test_every_case_counted_slowly_gives_the_same_ends(
    part: int, late: int, drawn: list[tuple[int, bool, int]]
) -> None:
    campaigns = [(size, min(size, got) if known else None) for size, known, got in drawn]
    can_be = slow(part + late, part, campaigns)
    try:
        found = without(part + late, part, campaigns)
    except Misfit:
        assert not can_be
        return
    assert can_be
    if None in can_be:
        assert found.worst.per_cent is found.best.per_cent is None
    else:
        ends = [share for share in can_be if share is not None]
        assert (exact(found.worst), exact(found.best)) == (min(ends), max(ends))
        assert found.known == (len(set(ends)) == 1)


@given(st.lists(st.tuples(*[st.integers(0, 10**9)] * 4, st.booleans()), min_size=1, max_size=4))
def test_the_truth_lies_between_the_ends(split: list[tuple[int, int, int, int, bool]]) -> None:
    """Letters in time and late, of campaigns and of others, month by month: only sums are printed, and the truth is within."""
    ours_in, ours_late, others_in, others_late = (sum(row[at] for row in split) for at in range(4))
    campaigns = [(row[0] + row[1], row[0] if row[4] else None) for row in split]
    found = without(
        ours_in + ours_late + others_in + others_late, ours_in + others_in, campaigns
    )  # fmt: skip
    assert found.worst.whole == found.best.whole == others_in + others_late
    assert 0 <= found.worst.part <= others_in <= found.best.part <= found.best.whole
    if all(row[4] for row in split):
        assert found.worst.part == found.best.part == others_in


def test_the_letters_of_may_and_june_2017() -> None:
    found = without(3510 + 3178, 3467 + 3153, [(6250, None)])
    assert (found.all, found.worst, found.best) == (Share(6620, 6688), Share(370, 438), Share(438, 438))
    assert (found.worst_if, found.best_if) == (Why.ALL_IN_TIME, Why.EVERY_LATE)
    assert round(found.worst.per_cent or 0, 1) == Decimal("84.5")


@pytest.mark.parametrize(
    ("whole", "part", "campaigns", "worst", "best"),
    [
        (100, 90, [(50, 45)], (45, 50), (45, 50)),  # known: one answer
        (100, 10, [(50, None)], (0, 50), (10, 50)),  # more than were in time: clamped at none
        (100, 90, [(5, None)], (85, 95), (90, 95)),  # fewer than were late: all of them may be
        (100, 90, [(50, 45), (20, None)], (25, 30), (30, 30)),
        (100, 0, [(50, None)], (0, 50), (0, 50)),  # nothing was in time: it is known without being told
        (100, 90, [(100, None)], (0, 0), (0, 0)),  # nothing else was received
        (100, 90, [], (90, 100), (90, 100)),
    ],
)
def test_ends(
    whole: int,
    part: int,
    campaigns: list[tuple[int, int | None]],
    worst: tuple[int, int],
    best: tuple[int, int],
) -> None:
    found = without(whole, part, campaigns)
    assert (found.worst, found.best) == (Share(*worst), Share(*best))
    assert found.known == (worst == best)


@pytest.mark.parametrize(
    ("part", "number", "worst_if", "best_if"),
    [
        (90, 5, Why.ALL_IN_TIME, Why.ALL_LATE),
        (90, 50, Why.ALL_IN_TIME, Why.EVERY_LATE),
        (10, 50, Why.EVERY_IN_TIME, Why.ALL_LATE),
        (50, 60, Why.EVERY_IN_TIME, Why.EVERY_LATE),
        (50, 50, Why.ALL_IN_TIME, Why.ALL_LATE),
    ],
)
def test_what_each_end_assumes(part: int, number: int, worst_if: Why, best_if: Why) -> None:
    found = without(100, part, [(number, None)])
    assert (found.worst_if, found.best_if) == (worst_if, best_if)


@pytest.mark.parametrize(
    ("campaigns", "what", "number", "most"),
    [
        ([(101, None)], "received", 101, 100),
        ([(60, None), (41, None)], "received", 101, 100),
        ([(95, 91)], "in time", 91, 90),
        ([(50, 39)], "late", 11, 10),
    ],
)
def test_more_than_there_is_cannot_be_taken_out(
    campaigns: list[tuple[int, int | None]], what: str, number: int, most: int
) -> None:
    with pytest.raises(Misfit) as error:
        without(100, 90, campaigns)
    assert (error.value.what, error.value.found, error.value.most) == (what, number, most)
