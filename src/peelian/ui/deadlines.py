"""A deadline as pages show it: rules to choose from, a table of days, the same days as months on a wall."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from peelian.core.clocks.calendars import UNITED_KINGDOM
from peelian.core.clocks.dates import WEEKDAYS, in_full
from peelian.core.clocks.days import Day
from peelian.core.clocks.deadlines import Deadline
from peelian.core.clocks.rules import STANDINGS, WORKING, Rule, rules
from peelian.core.clocks.words import units
from peelian.figures.periods import month_name, month_ordinal
from peelian.ui.components import Cell, Column, Fact, FigureTable, Row
from peelian.ui.format import capital

NAMES = {
    UNITED_KINGDOM: "all of the United Kingdom: a bank holiday in any part of it is no working day",
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}
_SHORT = {"stopped": "stop", "set aside": "set aside", "before": "before", "start": "start", "last": "due"}


@dataclass(frozen=True)
class Square:
    """One day on a month's sheet; ``day`` is None where the deadline does not reach it."""

    number: int
    day: Day | None
    short: str
    due: bool

    @property
    def tone(self) -> str:
        """How it is drawn; the words in it say the same."""
        if self.day is None:
            return "none"
        if self.due:
            return "due"
        return {"counted": "counted", "hours": "counted", "start": "start"}.get(self.day.kind, "aside")


@dataclass(frozen=True)
class Sheet:
    """A month on the wall: its name and its weeks from Monday to Sunday, None before its first day and after its last."""

    name: str
    weeks: list[list[Square | None]]


def grouped() -> list[tuple[str, list[Rule]]]:
    """The rules under their headings, in the file's order."""
    ordered = list(rules().values())
    headings = list(dict.fromkeys(rule.group for rule in ordered))
    return [(heading, [rule for rule in ordered if rule.group == heading]) for heading in headings]


def in_short(rule: Rule) -> str:
    """What a rule counts, in a few words: ``20 working days``, ``5 clear working days before``."""
    if not rule.number:
        return f"before the {rule.period} begins" if rule.direction == "before" else f"by the end of the {rule.period}"
    told = units(rule, rule.number)
    if rule.period:
        return f"{told} after the {rule.period} ends"
    if rule.first == "with":
        return f"{told} beginning with the day"
    return f"{told} before" if rule.direction == "before" else told


def facts(found: Deadline, left: str) -> list[Fact]:
    """What the answer rests on."""
    rule, version = found.rule, found.calendar.version
    told = [Fact("Rule", rule.title, note=rule.note), Fact("Set by", rule.law, note=capital(STANDINGS[rule.standing])),
            Fact("Counted from", f"{capital(rule.start)}: {in_full(found.start)}")]  # fmt: skip
    if rule.unit in WORKING or rule.roll:
        held = f"Version {version.number} of the calendar, known from {in_full(version.known)}: {version.why}"
        told.append(Fact("Bank holidays", capital(NAMES[rule.holidays]), note=held))
    told += [Fact("Stopped", capital(rule.stop(stop.kind).asked), note=f"{in_full(stop.first)} to "
                  f"{in_full(stop.last) if stop.last else 'now'}; {rule.stop(stop.kind).law}") for stop in found.stops]  # fmt: skip
    if found.extensions and rule.extension:
        more = units(rule, sum(item.number for item in found.extensions))
        told.append(Fact("Extended", f"By {more}", note=f"{capital(rule.extension.by)}: {rule.extension.law}"))
    return [*told, Fact("Left", left)] if left else told


def left(found: Deadline, today: date) -> str:
    """How much time there is, as somebody would say it today."""
    remaining = found.remaining(today)
    if remaining is None or found.at is not None or found.rule.bound != "by":
        return ""
    if today < found.start and found.rule.direction == "after":
        return ""
    kind = "working day" if found.rule.unit in WORKING else "day"
    count = f"{abs(remaining)} {kind}{'' if abs(remaining) == 1 else 's'}"
    if found.overdue(today):
        return f"Overdue by {count} on {in_full(today)}"
    return f"Due today, {in_full(today)}" if found.due == today else f"{count}; today, {in_full(today)}, is not counted"


def in_hand(found: Deadline, today: date) -> str:
    """The same in a few words, for lists: ``3 working days left``, ``overdue by 1 working day``."""
    remaining = found.remaining(today)
    if remaining is None:
        return "stands still"
    if found.rule.bound != "by":
        return "over" if remaining < 0 else "not before that day"
    if remaining == 0 and found.due == today:
        return "due today"
    kind = "working day" if found.rule.unit in WORKING else "day"
    count = f"{abs(remaining)} {kind}{'' if abs(remaining) == 1 else 's'}"
    return f"overdue by {count}" if found.overdue(today) else f"{count} left"


def table(found: Deadline) -> FigureTable:
    """Every day with its number and why it has one or none."""
    rows = [Row((Cell(in_full(day.date)), Cell(str(day.number or ""), order=day.number or ""), Cell(day.why)),
                current=day.date == found.due) for day in found.days]  # fmt: skip
    back = ", counted back" if found.rule.direction == "before" else ""
    return FigureTable("days", f"Every day, and why it counts{back}",
                       (Column("Day"), Column("Number", numeric=True), Column("Why")), tuple(rows))  # fmt: skip


def sheets(found: Deadline) -> list[Sheet]:
    """The months that the deadline reaches over, in the order of the calendar."""
    known = {day.date: day for day in found.days}
    months = groupby(sorted(known), key=lambda day: month_ordinal(day.year, day.month))
    return [_sheet(ordinal, known, found.due) for ordinal, _ in months]


def _sheet(ordinal: int, known: dict[date, Day], due: date | None) -> Sheet:
    first = date(ordinal // 12, ordinal % 12 + 1, 1)
    squares = [_square(day, known.get(day), day == due) for day in _month(first)]
    padded: list[Square | None] = [*[None] * first.weekday(), *squares]
    padded += [None] * (-len(padded) % 7)
    return Sheet(month_name(ordinal), [padded[at : at + 7] for at in range(0, len(padded), 7)])


def _month(first: date) -> Iterable[date]:
    return (day for number in range(1, 32) if (day := _day(first, number)))


def _day(first: date, number: int) -> date | None:
    try:
        return first.replace(day=number)
    except ValueError:
        return None


def _square(day: date, told: Day | None, due: bool) -> Square:
    if told is None:
        return Square(day.day, None, "", False)
    return Square(day.day, told, _in_a_square(told), due)


def _in_a_square(told: Day) -> str:
    """Why a day has no number, in the room that a square has; the table beneath says it in full."""
    if told.kind == "weekend":
        return WEEKDAYS[told.date.weekday()][:3]
    if told.kind == "holiday":
        name = re.split(r"[,:;(]", told.why)[0].strip()
        return name.replace("Christmas", "Christ\N{SOFT HYPHEN}mas").replace("Coronation", "Corona\N{SOFT HYPHEN}tion")
    return told.why.removesuffix(" of it") if told.kind == "hours" else _SHORT.get(told.kind, "")
