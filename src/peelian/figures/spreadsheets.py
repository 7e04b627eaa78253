"""CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

FORMULA = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet takes for the beginning of a formula, in the width of Chinese and Japanese letters too."""
MARK = "\ufeff"
"""Makes spreadsheets read UTF-8 as what it is."""


def guarded(text: str) -> str:
    """A text that begins as a formula does gets an apostrophe in front, as spreadsheets themselves do it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def moment(at: dt.datetime) -> str:
    """A moment as every file writes it: ISO 8601 to the second, with its zone."""
    return at.isoformat(timespec="seconds")


def cell(value: Any) -> Any:
    """A number stays one; nothing is an empty cell; a moment is ISO 8601; all else is guarded text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return value
    return moment(value) if isinstance(value, dt.datetime) else guarded(str(value))


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A whole file: the mark, the columns, a line for each row; a name that a row lacks is an empty cell."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row.get(name)) for name in columns])
    return MARK + stream.getvalue()
