"""Lists as CSV files that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from peelian.figures.spreadsheets import MARK, guarded


def cell(value: Any) -> Any:
    """Text that would be a formula is led by an apostrophe, as spreadsheets themselves do it."""
    return guarded(value) if isinstance(value, str) else value


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A file line by line, with a byte-order mark so that names keep their letters."""
    yield MARK
    yield _line(columns)
    for row in rows:
        yield _line(row)


def _line(row: Sequence[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([cell(value) for value in row])
    return buffer.getvalue()


def as_file(lines: Iterator[str], name: str, kind: str = "text/csv") -> StreamingHttpResponse:
    """A download, sent as it is made."""
    response = StreamingHttpResponse(lines, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
