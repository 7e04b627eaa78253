"""The days of a deadline, one by one, each with its number or the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from peelian.core.clocks import words
from peelian.core.clocks.counting import Count
from peelian.core.clocks.dates import in_full
from peelian.core.clocks.hours import per_day
from peelian.core.clocks.rules import CLEAR, Rule

if TYPE_CHECKING:
    from peelian.core.clocks.deadlines import Deadline

Kind = Literal["start", "counted", "weekend", "holiday", "stopped", "set aside", "before", "last", "hours"]


class Day(NamedTuple):
    """One day of a deadline: its number where it counts, and why it does or does not."""

    date: date
    number: int | None
    kind: Kind
    why: str


def days_of(found: Deadline) -> Iterator[Day]:
    """Every calendar day from the start to the due date, or to an open stop, in the order of counting."""
    return _counted(found) if found.at is None else _hours(found)


def _hours(found: Deadline) -> Iterator[Day]:
    assert found.at is not None
    for day, length in per_day(found.at, found.start_at):
        yield Day(day, None, "hours", f"{words.hours(length)} of it")


def _counted(found: Deadline) -> Iterator[Day]:
    """Walk from the start to the end, telling of each day what ``Count`` makes of it."""
    count = Count(found.rule, found.calendar, found.pauses)
    end = found.due or max(found.stops[-1].first, found.start)
    number = 0
    for away in range(abs((end - found.start).days) + 1):
        day = found.start + count.step * away
        ahead = (day - found.begin) * count.step.days
        if ahead < timedelta(0):
            told = _before(found, day)
        elif not ahead and found.rule.first == "after":
            told = _at_begin(found)
        else:
            told = _after(found, count, day, number + 1)
        number = told.number or number
        yield told


def _at_begin(found: Deadline) -> Day:
    """The day that is counted from, which is not counted itself."""
    rule, day = found.rule, found.begin
    if found.due == day:
        return Day(day, None, "last", f"the last day of the {rule.period}")
    moved = day != found.start and not (found.restarted or rule.period)
    late = ": what came after the cut-off counts as received today" if moved else ""
    return Day(day, None, "start", f"{found.restarted or rule.zero.removeprefix('the ')}, not counted{late}")


def _before(found: Deadline, day: date) -> Day:
    """A day between the start and the day that counting rests on."""
    rule, begin = found.rule, in_full(found.begin)
    if rule.period:
        turns = "begins" if rule.direction == "before" else "ends"
        return Day(day, None, "before", f"in the {rule.period} that {turns} on {begin}")
    if found.restarted:
        return Day(day, None, "set aside", f"set aside: the clock began anew on {begin}, {found.restarted}")
    if day == found.start:
        return Day(day, None, "before", f"received after {found.cut_off:%H:%M}: counts as received on {begin}")
    return Day(day, None, _closed_kind(day), found.calendar.closed(day, rule.holidays))


def _after(found: Deadline, count: Count, day: date, number: int) -> Day:
    """A day that counting goes over: its number, or why it has none."""
    rule = found.rule
    if found.due is None and day >= found.stops[-1].first:
        return Day(day, None, "stopped", found.pauses[-1].why)
    beyond = found.last is not None and (day - found.last) * count.step.days > timedelta(0)
    if beyond or (day == found.last and _ends_outside(rule)):
        return _at_end(found, day)
    aside = count.aside(day)
    if aside:
        return Day(day, None, "stopped" if count.paused(day) else _closed_kind(day), aside)
    moves = f"; {found.calendar.closed(day, rule.holidays)}, {_moves(rule)}" if day == found.last != found.due else ""
    return Day(day, number, "counted", f"counted: {words.day_unit(rule)} {number}{moves}")


def _ends_outside(rule: Rule) -> bool:
    """Whether the last day is no counted one: it lies beyond clear days, or before a period."""
    return rule.unit in CLEAR or rule.number == 0


def _at_end(found: Deadline, day: date) -> Day:
    rule = found.rule
    if day != found.due:
        return Day(day, None, _closed_kind(day), f"{found.calendar.closed(day, rule.holidays)}: {_moves(rule)}")
    if day != found.last:
        return Day(day, None, "last", "the last day, moved here")
    before = f"the last day before the {rule.period} begins"
    return Day(day, None, "last", before if rule.period else "the last day for it, not one of the days between")


def _closed_kind(day: date) -> Kind:
    return "weekend" if day.weekday() >= 5 else "holiday"


def _moves(rule: Rule) -> str:
    return f"the last day moves to the {rule.roll} working day"
