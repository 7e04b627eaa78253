"""Dates whatever the locale: told from the whole column, asked for where it cannot be told, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from peelian.figures.periods import month_ordinal
from peelian.figures.sources.base import Finding, RefusedFile, note, shown
from peelian.figures.sources.table import Table

Order = Literal["d/m/y", "m/d/y"]
_WORDS: dict[Order, str] = {"d/m/y": "day/month/year", "m/d/y": "month/day/year"}

_MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"
_DATE = re.compile(rf"([0-9]{{1,2}})([/.\-])([0-9]{{1,2}})\2([0-9]{{4}}){_MIDNIGHT}")
_ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}}){_MIDNIGHT}")


@dataclass(frozen=True)
class _Printed:
    """A date as it stands: its two small numbers in the order printed, or an ISO date whose order is known."""

    text: str
    row: int
    first: int
    second: int
    year: int
    iso: bool

    def month(self, order: Order, column: str) -> int:
        """Its month's ordinal. Raises RefusedFile where there is no such day."""
        iso_or_american = self.iso or order == "m/d/y"
        month, day = (self.first, self.second) if iso_or_american else (self.second, self.first)
        try:
            dt.date(self.year, month, day)
        except ValueError as error:
            kind = "date" if self.iso else f"date as {_WORDS[order]}"
            raise RefusedFile(
                f"{self.text!r} is no {kind}",
                "Correct the cell, or say the other order with --dates.",
                row=self.row,
                column=column,
            ) from error
        return month_ordinal(self.year, month)


def read_dates(table: Table, column: str, told: Order | None) -> tuple[list[int], list[Finding]]:
    """Month ordinals of a column of dates. Raises RefusedFile where day and month cannot be told apart."""
    cells = table.column(column)
    first: dict[str, int] = {}
    for cell, number in zip(cells, table.numbers, strict=True):
        first.setdefault(cell, number)
    months, findings = months_of(first, column, told)
    return [months[cell] for cell in cells], findings


def months_of(
    first: Mapping[str, int], column: str, told: Order | None, *, monthly: bool = False
) -> tuple[dict[str, int], list[Finding]]:
    """The month ordinal of each date that a column holds. ``first``: the date as printed, and the row it first stands on.

    ``monthly``: each stands for its month, so that it is likely to be the first of it. Raises RefusedFile where day and
    month cannot be told apart.
    """
    dates = {cell: _printed(cell, row, column) for cell, row in first.items()}
    slashed = [date for date in dates.values() if not date.iso]
    above = _order(slashed, column)
    proof = above or (_of_first_days(slashed) if monthly else None)
    _refuse_unsure(slashed, proof or told, column)
    order = told or proof or "d/m/y"
    months = {cell: date.month(order, column) for cell, date in dates.items()}
    if told:
        how = "as you said"
    elif proof:
        how = "told from days above 12" if above else "each is the first of its month"
    else:
        how = "day and month are the same number throughout"
    return months, [note(f"dates are {_WORDS[order]}", how, column=column)] if slashed else []


def _of_first_days(slashed: list[_Printed]) -> Order | None:
    """The order under which every date is the first of a month, and not every one in January."""
    firsts, seconds = {date.first for date in slashed}, {date.second for date in slashed}
    if firsts == {1} and seconds != {1}:
        return "d/m/y"
    return "m/d/y" if seconds == {1} and firsts != {1} else None


def _printed(cell: str, row: int, column: str) -> _Printed:
    found = _ISO.fullmatch(cell)
    if found:
        return _Printed(cell, row, int(found[2]), int(found[3]), int(found[1]), iso=True)
    found = _DATE.fullmatch(cell)
    if not found:
        raise RefusedFile(
            f"{shown(cell)} is no date", "Write dates as 2017-06-30 or 30/06/2017.", row=row, column=column
        )
    return _Printed(cell, row, int(found[1]), int(found[3]), int(found[4]), iso=False)


def _order(slashed: list[_Printed], column: str) -> Order | None:
    """The order that days above 12 prove; None where there is no such day. Raises RefusedFile for a mixture."""
    day_first = next((date for date in slashed if date.first > 12), None)
    month_first = next((date for date in slashed if date.second > 12), None)
    if day_first and month_first:
        raise RefusedFile(
            "some dates are day/month/year and others month/day/year",
            "Export the table again in one order.",
            row=max(day_first.row, month_first.row),
            column=column,
        )
    if day_first:
        return "d/m/y"
    return "m/d/y" if month_first else None


def _refuse_unsure(slashed: list[_Printed], known: Order | None, column: str) -> None:
    unsure = next((date for date in slashed if date.first != date.second), None)
    if unsure and known is None:
        raise RefusedFile(
            f"no date has a day above 12: in {unsure.text!r} day and month cannot be told apart",
            "Say which with --dates d/m/y or --dates m/d/y.",
            row=unsure.row,
            column=column,
        )
