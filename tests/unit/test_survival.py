"""The survival curve: against a second implementation that follows every single day, and against a published example."""

from __future__ import annotations

import math
import random

import pytest

from peelian.scrutiny.ledger.survival import FEWEST, Wait, curve

FREIREICH = [
    *((days, True) for days in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *((days, False) for days in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
"""Weeks of remission under 6-mercaptopurine (Freireich and others, Blood 21, 1963), the example of every textbook."""
S = {6: 0.857143, 7: 0.806723, 10: 0.752941, 13: 0.690196, 16: 0.627451, 22: 0.537815, 23: 0.448179}
ERRORS = {6: 0.076360, 7: 0.086935, 10: 0.096349, 13: 0.106816, 16: 0.114055, 22: 0.128234, 23: 0.134591}


def waits(pairs: list[tuple[int, bool]]) -> list[Wait]:
    return [Wait(*pair) for pair in pairs]


def day_by_day(pairs: list[tuple[int, bool]], day: int) -> float:
    """The share that still waits after a day, from the definition: on each day, who is at risk and who ends."""
    share = 1.0
    for one in range(day + 1):
        at_risk = [pair for pair in pairs if pair[0] >= one]
        ended = [pair for pair in at_risk if pair == (one, True)]
        if at_risk:
            share *= 1 - len(ended) / len(at_risk)
    return share


def test_the_textbook_example_comes_out_as_printed() -> None:
    found = curve(waits(FREIREICH))
    assert [one.days for one in found.points] == [0, *S]
    for one in found.points[1:]:
        assert one.waiting == pytest.approx(S[one.days], abs=5e-7)
        # Greenwood's standard error, recomputed here from the rows of the table
        summed = sum(
            p.ended / (p.at_risk * (p.at_risk - p.ended)) for p in found.points if p.days <= one.days and p.ended
        )
        assert one.waiting * math.sqrt(summed) == pytest.approx(ERRORS[one.days], abs=5e-6)
        width = 1.959964 * math.sqrt(summed) / abs(math.log(one.waiting))
        assert one.low == pytest.approx(one.waiting ** math.exp(width), abs=1e-6)
        assert one.high == pytest.approx(one.waiting ** math.exp(-width), abs=1e-6)
    assert (found.quantile(0.5), found.quantile_limits(0.5)) == (23, (13, None))


@pytest.mark.parametrize("seed", range(40))
def test_it_agrees_with_following_every_day(seed: int) -> None:
    chance = random.Random(seed)
    pairs = [(chance.randrange(0, 40), chance.random() < 0.6) for _ in range(chance.randrange(1, 30))]
    found = curve(waits(pairs))
    for day in range(45):
        assert found.at(day).waiting == pytest.approx(day_by_day(pairs, day), abs=1e-12)
    assert found.ended == sum(over for _, over in pairs)
    for before, after in zip(found.points, found.points[1:], strict=False):
        assert after.waiting < before.waiting
        assert 0 <= after.low <= after.waiting <= after.high <= 1


def test_where_nothing_is_censored_it_is_the_plain_share() -> None:
    days = [3, 5, 5, 8, 13]
    found = curve([Wait(day, True) for day in days])
    for day in range(15):
        assert found.at(day).waiting == pytest.approx(sum(one > day for one in days) / len(days))
    assert found.points[-1].waiting == 0
    assert found.points[-1].high == found.points[-2].high, (
        "the last of all leaves no variance: the limit before it holds"
    )


def test_the_limits_hold_what_they_promise() -> None:
    chance, kept, times = random.Random(7), 0, 400
    for _ in range(times):
        drawn = [(chance.expovariate(1 / 50), chance.uniform(0, 120)) for _ in range(40)]
        point = curve([Wait(int(min(one)), one[0] <= one[1]) for one in drawn]).at(34)
        kept += point.low <= math.exp(-35 / 50) <= point.high
    assert 0.92 <= kept / times <= 0.98


def test_few_ends_say_nothing() -> None:
    assert not curve([Wait(10, True)] * (FEWEST - 1) + [Wait(90, False)] * 30).enough
    assert curve([Wait(10, True)] * FEWEST).enough
    nothing = curve([])
    assert (nothing.waits, nothing.quantile(0.5), nothing.points[0].waiting) == (0, None, 1.0)


def test_a_median_is_not_told_where_half_have_not_ended() -> None:
    assert curve([Wait(10, True)] * 5 + [Wait(30, False)] * 6).quantile(0.5) is None


def test_a_wait_before_it_began_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter than 0"):
        curve([Wait(-1, True)])
