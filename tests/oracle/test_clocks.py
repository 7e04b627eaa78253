"""Every deadline of every rule from every day of 2000 to 2040, against a second implementation that is slow and obvious.

Nothing of ``peelian.core.clocks`` counts here: a table says of each day whether it is open, and a finger moves along it. Only the
fields of the rules, which are data, are shared.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import pytest

from peelian.core.clocks.calendars import CALENDARS, FIRST, LAST, united_kingdom
from peelian.core.clocks.deadlines import Extension, Stop, deadline
from peelian.core.clocks.rules import Rule, rules
from peelian.figures.errors import PeelianError

ONE = timedelta(1)
EVERY_DAY = [FIRST + ONE * at for at in range((LAST - FIRST).days + 1)]
UK = united_kingdom()


# ---- bank holidays, asked day by day


def gauss_easter(year: int) -> date:
    """Easter by Gauss's rule for 1900 to 2099."""
    d = (19 * (year % 19) + 24) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7
    after = d + e - (7 if (d == 29 and e == 6) or (d == 28 and e == 6 and year % 19 > 10) else 0)
    return date(year, 3, 22) + ONE * after


def kept(day: date, division: str) -> bool:
    """Whether a weekday is a regular holiday, by what each Act and proclamation says of such a day."""
    month, number, weekday, scotland = day.month, day.day, day.weekday(), division == "scotland"
    easter = gauss_easter(day.year)
    moving = [day == easter - ONE * 2, day == easter + ONE and not scotland]
    moving.append(month == 5 and weekday == 0 and (number <= 7 or number >= 25))
    moving.append(month == 8 and weekday == 0 and (number <= 7 if scotland else number >= 25))
    if month == 1 and not scotland:
        return number == 1 or (weekday == 0 and number in (2, 3))
    if month == 1:  # two days after a new year that is no weekend
        return number == sorted(n for n in range(1, 6) if date(day.year, 1, n).weekday() < 5)[0] or number == second(
            day
        )
    if month == 12:
        christmas = date(day.year, 12, 25).weekday()
        both = {5: (27, 28), 6: (26, 27), 4: (25, 28)}.get(christmas, (25, 26))
        if number in both:
            return True
    if division == "northern-ireland" and month in (3, 7):
        feast = 17 if month == 3 else 12
        if number == feast or (weekday == 0 and number - feast in (1, 2)):
            return True
    if scotland and day.year >= 2007 and (month, number) in ((11, 30), (12, 1), (12, 2)):
        return (month, number) == (11, 30) or (weekday == 0)
    return any(moving)


def second(day: date) -> int:
    """The second of the two Scottish days: the weekday after the first."""
    return sorted(n for n in range(1, 6) if date(day.year, 1, n).weekday() < 5)[1]


@pytest.mark.parametrize("division", ["england-and-wales", "scotland", "northern-ireland"])
def test_the_regular_holidays_are_those_that_each_act_names(division: str) -> None:
    asked = [day for day in EVERY_DAY if day.weekday() < 5 and kept(day, division)]
    held = sorted({item.date for item in UK.as_version(1).holidays if division in item.divisions})
    assert held == asked


# ---- counting with a finger


@lru_cache(maxsize=8)
def open_days(calendar: str) -> dict[date, bool]:
    """Of each day whether it is a working day: by the union of all lists for the United Kingdom."""
    holidays = {item.date for item in UK.holidays if calendar in ("united-kingdom", *item.divisions)}
    return {day: day.weekday() < 5 and day not in holidays for day in EVERY_DAY}


EVERY = dict.fromkeys(EVERY_DAY, True)


def slow(rule: Rule, start: date, number: int, without: frozenset[date] = frozenset()) -> tuple[date, list[date]]:
    """The due date and the counted days. Raises KeyError where the finger leaves the table."""
    step = -ONE if rule.direction == "before" else ONE
    table = open_days(rule.calendar) if "working" in rule.unit else EVERY
    finger = of_period(rule.period, start, step) if rule.period else start
    counted: list[date] = []
    if rule.unit == "months":
        counted = list(month_days(rule, finger, number, without))
        finger = counted[-1]
    elif number == 0:
        finger += step if step < ONE else ONE * 0
    else:
        wanted = number * 7 if rule.unit == "weeks" else number
        if rule.first == "with":
            finger -= ONE
        while len(counted) < wanted:
            finger += step
            if table[finger] and finger not in without:
                counted.append(finger)
        if rule.unit.startswith("clear"):
            finger += step
    if rule.roll:
        while not open_days(rule.calendar)[finger]:
            finger += ONE if rule.roll == "next" else -ONE
    return inside(finger), counted


def inside(day: date) -> date:
    """The day, if the table has it."""
    if day not in EVERY:
        raise KeyError(day)
    return day


def of_period(period: str, finger: date, step: timedelta) -> date:
    """On to the last day of the period, or back to its first."""
    firsts = {"month": range(1, 13), "quarter": (1, 4, 7, 10), "financial year": (4,), "calendar year": (1,)}[period]
    if step < ONE:
        while finger.day != 1 or finger.month not in firsts:
            finger -= ONE
    else:
        while (finger + ONE).day != 1 or (finger + ONE).month not in firsts:
            finger += ONE
    return inside(finger)


def month_days(rule: Rule, start: date, number: int, without: frozenset[date]) -> Iterator[date]:
    """The days of so many months, plus one for each day taken out that would have been one of them."""
    year, month = start.year, start.month
    for _ in range(number):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    there = [day for day in (date(year, month, 1) + ONE * at for at in range(31)) if day.month == month]
    same = [day for day in there if day.day == start.day]
    end = same[0] if same else there[-1]
    if same and rule.first == "with":
        end -= ONE
    finger = start if rule.first == "with" else start + ONE
    left = (end - finger).days + 1
    while left:
        if inside(finger) not in without:
            left -= 1
            yield finger
        finger += ONE


def counted_alike(rule: Rule) -> tuple[object, ...]:
    """What the counting of a rule depends on: rules that share it are counted once."""
    return (rule.unit, rule.number, rule.first, rule.direction, rule.period, rule.roll, rule.calendar)


DISTINCT = {counted_alike(rule): rule for rule in rules().values() if rule.unit != "hours"}


@pytest.mark.parametrize("rule", DISTINCT.values(), ids=lambda rule: rule.id)
def test_every_start_of_every_rule_is_due_when_the_finger_says(rule: Rule) -> None:
    wrong, reached = [], 0
    for at, start in enumerate(EVERY_DAY):
        try:
            expected, counted = slow(rule, start, rule.number)
        except KeyError:
            with pytest.raises(PeelianError, match="outside the years"):
                deadline(rule, start, calendar=UK)
            continue
        found, reached = deadline(rule, start, calendar=UK), reached + 1
        if found.due != expected:
            wrong.append((start, found.due, expected))
        if (at % 23 == 0 or start.year == 2026) and [item.date for item in found.days if item.number] != counted:
            wrong.append((start, "its days", counted))
    assert wrong == []
    assert reached > len(EVERY_DAY) - 400


def test_a_rule_of_hours_is_the_same_moment_of_the_day_before_but_for_the_two_nights_the_clocks_change() -> None:
    rule = rules()["pre-release-24-hours"]
    odd = [start for start in EVERY_DAY[1:] if f"{deadline(rule, start, calendar=UK).at:%H:%M}" != "09:30"]
    changes = [day for day in EVERY_DAY if day.month in (3, 10) and day.day >= 25 and day.weekday() == 6]
    assert odd == changes, "the last Sundays of March and October"


def test_stops_and_extensions_are_what_the_finger_makes_of_them() -> None:
    dice = random.Random(37)
    able = [rule for rule in rules().values() if rule.stops]
    wrong = []
    for _ in range(4000):
        rule, start = dice.choice(able), dice.choice(EVERY_DAY[400:-400])
        stop_rule, more = dice.choice(rule.stops), dice.choice([0, 1, 2])
        first = start + ONE * dice.randrange(0, 25)
        last = first + ONE * dice.randrange(0, 40)
        found = deadline(
            rule,
            start,
            calendar=UK,
            stops=[Stop(stop_rule.kind, first, last)],
            extensions=[Extension(more)] if more else (),
        )
        gone = frozenset(first + ONE * at for at in range((last - first).days + 1))
        begin, without = (last, frozenset[date]()) if stop_rule.effect == "restart" else (start, gone)
        expected, counted = slow(rule, begin, rule.number + more, without)
        if found.due != expected or [item.date for item in found.days if item.number] != counted:
            wrong.append((rule.id, start, stop_rule.kind, first, last, more, found.due, expected))
    assert wrong == []


def test_all_calendars_are_counted_by() -> None:
    """A rule of twenty working days by each of them, so that Scotland's and Northern Ireland's are held too."""
    from dataclasses import replace

    for calendar in CALENDARS:
        rule = replace(rules()["mayors-letters"], calendar=calendar)
        for start in EVERY_DAY[:-60:5]:
            assert deadline(rule, start, calendar=UK).due == slow(rule, start, 20)[0]
