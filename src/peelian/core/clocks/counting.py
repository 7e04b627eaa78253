"""How a deadline is counted: which days are left aside and why, and on which day the last one falls."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from peelian.core.clocks.calendars import FIRST, LAST, Calendar, outside
from peelian.core.clocks.rules import CLEAR, WORKING, Period, Rule

ONE = timedelta(1)


@dataclass(frozen=True)
class Pause:
    """Days that do not count, both included, and why."""

    first: date
    last: date
    why: str


@dataclass(frozen=True)
class Count:
    """A rule over a calendar, with its pauses: what ``number`` units from a day come to."""

    rule: Rule
    calendar: Calendar
    pauses: tuple[Pause, ...] = ()

    @property
    def step(self) -> timedelta:
        """One day on, or one back where notice is counted."""
        return -ONE if self.rule.direction == "before" else ONE

    def aside(self, day: date) -> str:
        """Why a day does not count; "" where it does. Raises PeelianError beyond the calendar's years."""
        pause = self.paused(day)
        if pause is not None:
            return pause.why
        return self.calendar.closed(day, self.rule.calendar) if self.rule.unit in WORKING else ""

    def paused(self, day: date) -> Pause | None:
        """The pause that a day lies in."""
        return next((pause for pause in self.pauses if pause.first <= day <= pause.last), None)

    def last(self, begin: date, number: int) -> date:
        """The day on which the last of ``number`` units falls, counted from ``begin``; not yet moved off a weekend."""
        if number == 0:
            return begin if self.step == ONE else within(begin + self.step)
        if self.rule.unit == "months":
            return self._month_end(begin, number)
        days = number * 7 if self.rule.unit == "weeks" else number
        day = begin - self.step if self.rule.first == "with" else begin
        while days:
            day = within(day + self.step)
            days -= not self.aside(day)
        return within(day + self.step) if self.rule.unit in CLEAR else day

    def moved(self, day: date) -> date:
        """The day, or the working day next to it on the side that the rule names. Raises PeelianError as ``aside``."""
        step = {"next": ONE, "previous": -ONE, "": timedelta(0)}[self.rule.roll]
        while step and self.calendar.closed(day, self.rule.calendar):
            day += step
        return day

    def _month_end(self, begin: date, number: int) -> date:
        """The month's end with as many days more as pauses took out of it; a pause after that end takes none."""
        included = self.rule.first == "with"
        day, counted_from = (with_months(begin, number), begin) if included else (months_on(begin, number), begin + ONE)
        for pause in self.pauses:
            if counted_from <= pause.last and pause.first <= day:
                day += pause.last - max(pause.first, counted_from) + ONE
        return within(day)


def within(day: date) -> date:
    """The day itself. Raises PeelianError where it is beyond the years of the calendar."""
    if not FIRST <= day <= LAST:
        raise outside(day)
    return day


def months_on(day: date, number: int) -> date:
    """The same day so many months later, or that month's last day where it has no such day."""
    month = day.year * 12 + day.month - 1 + number
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def with_months(day: date, number: int) -> date:
    """The last day of so many months beginning with a day: 15 June to 14 July, 31 May to 30 June."""
    same = months_on(day, number)
    return same if same.day < day.day else same - ONE


def period_end(day: date, period: Period) -> date:
    """The last day of the period that a day lies in. Quarters are those of the financial year, from April."""
    months = {"month": 1, "quarter": 3, "financial year": 12, "calendar year": 12}[period]
    first = 4 if period in ("quarter", "financial year") else 1
    into = (day.month - first) % months
    return with_months(day.replace(day=1), months - into)


def period_start(day: date, period: Period) -> date:
    """The first day of the period that a day lies in."""
    months = {"month": 1, "quarter": 3, "financial year": 12, "calendar year": 12}[period]
    first = 4 if period in ("quarter", "financial year") else 1
    return months_on(day.replace(day=1), -((day.month - first) % months))
