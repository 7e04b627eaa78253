"""Bank holidays by the statutes, for years that nobody has announced yet.

Banking and Financial Dealings Act 1971, section 1 and Schedule 1; St Andrew's Day Bank Holiday (Scotland) Act 2007; the days that
a proclamation names every year (New Year's Day, early May, Scotland's spring and Boxing Day, 12 July in Northern Ireland); and
the two common law holidays, Good Friday and Christmas Day. A holiday that falls on a weekend gives its substitute day only,
because Saturdays and Sundays are no working days anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ENGLAND_AND_WALES, SCOTLAND, NORTHERN_IRELAND = "england-and-wales", "scotland", "northern-ireland"
DIVISIONS = (ENGLAND_AND_WALES, SCOTLAND, NORTHERN_IRELAND)
ST_ANDREWS_FROM = 2007
MONDAY, SATURDAY = 0, 5


@dataclass(frozen=True, order=True)
class Holiday:
    """A day that is no working day where it is kept. ``announced``: printed by the government, not computed by us."""

    date: date
    title: str
    divisions: tuple[str, ...]
    substitute: bool = False
    announced: bool = False


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (the anonymous algorithm, in Meeus, Astronomical Algorithms, chapter 8)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    skipped, leap = divmod(century, 4)
    moon = (19 * golden + century - skipped - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * leap + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def statutory(year: int) -> tuple[Holiday, ...]:
    """All holidays of a year by rule, in order; a day that several divisions keep under one title is one entry."""
    kept: dict[tuple[date, str, bool], list[str]] = {}
    for division in DIVISIONS:
        for day, title, substitute in _of(division, year):
            kept.setdefault((day, title, substitute), []).append(division)
    return tuple(
        Holiday(day, title, tuple(where), substitute) for (day, title, substitute), where in sorted(kept.items())
    )


def _of(division: str, year: int) -> Iterator[tuple[date, str, bool]]:
    yield from _substituted(_new_year(division, year))
    sunday = easter(year)
    yield sunday - timedelta(2), "Good Friday", False
    if division != SCOTLAND:
        yield sunday + timedelta(1), "Easter Monday", False
    yield _monday(year, 5), "Early May bank holiday", False
    yield _last_monday(year, 5), "Spring bank holiday", False
    yield _monday(year, 8) if division == SCOTLAND else _last_monday(year, 8), "Summer bank holiday", False
    if division == NORTHERN_IRELAND:
        yield from _substituted([(date(year, 3, 17), "St Patrick’s Day")])
        yield from _substituted([(date(year, 7, 12), "Battle of the Boyne")])
    if division == SCOTLAND and year >= ST_ANDREWS_FROM:
        yield from _substituted([(date(year, 11, 30), "St Andrew’s Day")])
    yield from _substituted([(date(year, 12, 25), "Christmas Day"), (date(year, 12, 26), "Boxing Day")])


def _new_year(division: str, year: int) -> list[tuple[date, str]]:
    first = [(date(year, 1, 1), "New Year’s Day")]
    return [*first, (date(year, 1, 2), "2 January")] if division == SCOTLAND else first


def _substituted(days: Sequence[tuple[date, str]]) -> Iterator[tuple[date, str, bool]]:
    """Those on weekdays keep their day; then each of the others takes the next weekday that is still free."""
    taken = {day for day, _title in days if day.weekday() < SATURDAY}
    for day, title in days:
        if day in taken:
            yield day, title, False
            continue
        free = day
        while free.weekday() >= SATURDAY or free in taken:
            free += timedelta(1)
        taken.add(free)
        yield free, title, True


def _monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta((MONDAY - first.weekday()) % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)  # May and August have 31 days
    return last - timedelta(last.weekday())
