"""How long who was awarded a grant waits for the money: from application to payment, beside the target. Pure.

No law sets how long that may take: a target is what the body promises (seed-001, lines 158 and 385), and where it set none, none
is used. Days are days of the calendar: a grant applied for and paid on one day took none.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from peelian.figures.errors import PeelianError


@dataclass(frozen=True)
class Payment:
    """What was noted of the payment of a grant; ``day`` is None where it says that it was not paid after all.

    ``why`` says what was wrong with what was noted before; of the first it is empty.
    """

    grant: str
    day: dt.date | None
    noted_on: dt.date
    why: str = ""


def paid_on(payments: Iterable[Payment], grant: str) -> dt.date | None:
    """The day on which a grant was paid, as it was noted last; None where it is not paid. Payments come in the order of noting."""
    return next((one.day for one in reversed(list(payments)) if grant and one.grant == grant), None)


def must_be_possible(applied: dt.date | None, paid: dt.date, today: dt.date) -> None:
    """Raises PeelianError for a day of payment that is still to come, or that lies before the application."""
    if paid > today:
        raise PeelianError("wrong-day", f"{paid} is still to come.", "Note the payment once it is made.")
    if applied and paid < applied:
        raise PeelianError(
            "wrong-day", f"It was applied for on {applied}: it cannot have been paid on {paid}.",
            "Correct the day; where that of the application is wrong, correct the decision first.",
        )  # fmt: skip


@dataclass(frozen=True)
class Wait:
    """How long the money of a grant took, or takes so far on ``today``."""

    applied: dt.date | None
    paid: dt.date | None
    target: int | None
    today: dt.date

    @property
    def days(self) -> int | None:
        """Days from application to payment, or so far; None where that cannot be told."""
        if self.applied is None:
            return None
        found = ((self.paid or self.today) - self.applied).days
        return found if found >= 0 else None

    @property
    def state(self) -> str:
        """``paid``, ``waiting``, or ``cannot tell`` where no days can be counted."""
        return "cannot tell" if self.days is None else "paid" if self.paid else "waiting"

    @property
    def over(self) -> int:
        """By how many days it is over its target; 0 where it is not, and where that cannot be told."""
        return 0 if self.days is None or self.target is None else max(self.days - self.target, 0)

    @property
    def sentence(self) -> str:
        """``Applied 2026-09-01, paid 2026-11-14: 74 days (target 60: 14 over).``"""
        if self.days is None:
            return f"{self._unknown} {self._target}."
        count = _days(self.days)
        if self.paid:
            return f"Applied {self.applied}, paid {self.paid}: {count} ({self._measured})."
        return f"Applied {self.applied}, not paid yet: {count} so far ({self._measured})."

    @property
    def _unknown(self) -> str:
        known = f"Paid {self.paid}" if self.paid else "No payment is noted"
        if self.applied is None:
            return f"{known}; the days cannot be told: the day of application is not known."
        than = "the payment" if self.paid else "today"
        return f"{known}; the days cannot be told: the day of application, {self.applied}, is later than {than}."

    @property
    def _target(self) -> str:
        return "No target is set" if self.target is None else f"The target is {_days(self.target)}"

    @property
    def _measured(self) -> str:
        if self.target is None:
            return "no target is set"
        return f"target {self.target}: {f'{self.over} over' if self.over else 'kept' if self.paid else 'not over yet'}"


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"


@dataclass(frozen=True)
class Waits:
    """Many waits summed up. Open ones are counted with the days that they have waited, and not left out."""

    paid: int
    open: int
    """Of which no payment is noted."""
    unknown: int
    """Of which no days can be counted, paid or not."""
    paid_over: int
    open_over: int
    without_target: int
    """Of those whose days can be counted."""
    median: float | None
    """The median of days; None where none can be counted."""
    at_least: bool
    """Whether that is the least that the median can become: open ones among the longer half are still to grow."""

    @property
    def count(self) -> int:
        """How many there are."""
        return self.paid + self.open

    @property
    def over(self) -> int:
        """How many are over their target, paid or not."""
        return self.paid_over + self.open_over

    @property
    def with_target(self) -> int:
        """How many can be held to a target: those whose days can be counted, and that have one."""
        return self.count - self.unknown - self.without_target


def sum_up(waits: Iterable[Wait]) -> Waits:
    """How many are paid, waiting and over target, and the median of their days: open ones count with the days so far."""
    held = list(waits)
    paid = [one for one in held if one.state == "paid"]
    waiting = [one for one in held if one.state == "waiting"]
    known = [*paid, *waiting]
    least = [float(one.days or 0) for one in known]
    most = [float(one.days or 0) for one in paid] + [math.inf] * len(waiting)
    return Waits(
        sum(bool(one.paid) for one in held), sum(not one.paid for one in held), len(held) - len(known),
        sum(one.over > 0 for one in paid), sum(one.over > 0 for one in waiting), sum(one.target is None for one in known),
        median(least) if least else None, bool(least) and median(least) != median(most),
    )  # fmt: skip
