"""How long a grant's money takes, from application to payment, beside the target: rules that know no database."""

from __future__ import annotations

import datetime as dt

import pytest

from peelian.decisions.waits import Payment, Wait, must_be_possible, paid_on, sum_up
from peelian.figures.errors import PeelianError

TODAY = dt.date(2026, 11, 26)


def back(days: int) -> dt.date:
    """So many days before today."""
    return TODAY - dt.timedelta(days=days)


def wait(applied: int | None, paid: int | None = None, target: int | None = 60) -> Wait:
    """A wait whose days are told as days before today."""
    return Wait(None if applied is None else back(applied), None if paid is None else back(paid), target, TODAY)


def test_days_are_counted_from_application_to_payment() -> None:
    held = Wait(dt.date(2026, 9, 1), dt.date(2026, 11, 14), 60, TODAY)
    assert (held.state, held.days, held.over) == ("paid", 74, 14)
    assert held.sentence == "Applied 2026-09-01, paid 2026-11-14: 74 days (target 60: 14 over)."


@pytest.mark.parametrize(
    ("days", "over"), [(0, 0), (59, 0), (60, 0), (61, 1)], ids=["same day", "before", "on it", "after"]
)
def test_a_target_is_kept_on_its_last_day_and_missed_on_the_next(days: int, over: int) -> None:
    assert (wait(days, 0).over, wait(days).over) == (over, over), "paid, and still waiting"


def test_one_that_is_not_paid_waits_until_today() -> None:
    assert wait(40).sentence == "Applied 2026-10-17, not paid yet: 40 days so far (target 60: not over yet)."
    assert wait(61).sentence.endswith("61 days so far (target 60: 1 over).")
    assert wait(0).sentence == "Applied 2026-11-26, not paid yet: 0 days so far (target 60: not over yet)."


def test_a_leap_day_is_a_day_and_one_day_is_no_days() -> None:
    assert Wait(dt.date(2028, 2, 28), dt.date(2028, 3, 1), None, TODAY).days == 2
    assert "1 day (no target is set)." in Wait(dt.date(2026, 2, 28), dt.date(2026, 3, 1), None, TODAY).sentence


def test_without_a_target_none_is_invented() -> None:
    held = wait(900, 0, target=None)
    assert held.over == 0
    assert "no target is set" in held.sentence


def test_without_a_day_of_application_nothing_can_be_told() -> None:
    assert wait(None).state == wait(None, 3).state == "cannot tell"
    assert wait(None).sentence == (
        "No payment is noted; the days cannot be told: the day of application is not known. The target is 60 days."
    )
    assert wait(None, 3, None).sentence.startswith("Paid 2026-11-23; the days cannot be told")


def test_a_correction_that_puts_the_application_behind_the_payment_leaves_nothing_to_count() -> None:
    held = wait(3, 10)
    assert (held.state, held.days, held.over) == ("cannot tell", None, 0)
    assert "the day of application, 2026-11-23, is later than the payment" in held.sentence
    assert "is later than today" in wait(-1).sentence


def test_no_payment_lies_before_its_application_or_after_today() -> None:
    must_be_possible(back(10), back(10), TODAY)
    must_be_possible(back(10), TODAY, TODAY)
    must_be_possible(None, back(10), TODAY)
    with pytest.raises(PeelianError, match="was applied for on 2026-11-16: it cannot have been paid on 2026-11-15"):
        must_be_possible(back(10), back(11), TODAY)
    with pytest.raises(PeelianError, match="2026-11-27 is still to come"):
        must_be_possible(back(10), back(-1), TODAY)


def test_of_several_notes_of_a_grant_the_last_holds() -> None:
    notes = [Payment("1", back(9), back(9)), Payment("2", back(8), back(8)), Payment("1", back(7), back(6), "A slip.")]
    assert (paid_on(notes, "1"), paid_on(notes, "2"), paid_on(notes, "3")) == (back(7), back(8), None)
    assert paid_on([*notes, Payment("1", None, TODAY, "It came back.")], "1") is None
    assert paid_on([Payment("", back(9), back(9))], "") is None, "what has no name was not paid by a note of another"


def test_the_median_counts_open_ones_with_the_days_so_far() -> None:
    paid = [wait(100, 90), wait(100, 70), wait(100, 20)]
    assert (sum_up(paid).median, sum_up(paid).at_least) == (30, False)
    late = sum_up([*paid, wait(200), wait(300)])
    assert (late.median, late.at_least) == (80, False), "both are beyond it already, however long they still wait"
    young = sum_up([*paid, wait(5), wait(6)])
    assert (young.median, young.at_least) == (10, True), "left out they would not lower it, and it can only grow"


def test_a_sum_leaves_nothing_out() -> None:
    held = sum_up([wait(100, 0), wait(61), wait(10, 0), wait(10), wait(None), wait(500, 0, target=None)])
    assert (held.count, held.paid, held.open, held.unknown) == (6, 3, 3, 1)
    assert (held.over, held.paid_over, held.open_over, held.without_target, held.with_target) == (2, 1, 1, 1, 4)
    nothing = sum_up([wait(None), wait(None, 3)])
    assert (nothing.median, nothing.at_least, nothing.unknown, nothing.paid) == (None, False, 2, 1)
