"""Cut text into a header and rows: which mark separates cells, where rows stand, what does not fit the header."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from peelian.figures.sources.base import Finding, RefusedFile, note, shown, warning

DELIMITERS = ",;\t|"
SNIFFED = 65_536
"""How many characters tell the delimiter and the header."""
MOST_FINDINGS = 5
"""Of one kind of oddity so many are told one by one; the others are counted."""
MOST_CELLS = 6_000_000
"""A table that is read row by row may have so many: each takes sixty bytes or more."""
_LONGEST_CELL = 131_072
_END = "the end of the table"
_NAMES = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class Table:
    """A header and its rows as text. ``numbers`` are the 1-based lines of the table that the rows stand on."""

    header: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]
    delimiter: str
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def keys(self) -> list[str]:
        """The header without case, spaces, underscores and hyphens."""
        return [column_key(name) for name in self.header]

    def position(self, *names: str) -> int:
        """Where the first of ``names`` stands, whatever its case, spaces or underscores; -1 if none does.

        Raises RefusedFile where it stands twice: which of the two is meant cannot be told.
        """
        for key in map(column_key, names):
            times = self.keys.count(key)
            if times > 1:
                raise RefusedFile(
                    "the column stands twice",
                    "Keep one of the two columns.",
                    row=1,
                    column=self.header[self.keys.index(key)],
                )
            if times:
                return self.keys.index(key)
        return -1

    def has(self, *names: str) -> bool:
        """Whether every one of ``names`` is a column."""
        return all(self.position(name) >= 0 for name in names)

    def column(self, *names: str) -> list[str]:
        """The cells of the first of ``names`` that is there, without spaces to spare. Raises RefusedFile if none is."""
        place = self.position(*names)
        if place < 0:
            raise RefusedFile(f"the column {names[0]} is not in it", "Fetch the file again.", row=1, column=names[0])
        cells = [row[place] for row in self.rows]
        tidy = {cell: " ".join(cell.split()) for cell in set(cells)}
        return [tidy[cell] for cell in cells]

    def filled(self, *names: str) -> list[str]:
        """As ``column``, for one that says what a row is about. Raises RefusedFile at an empty cell."""
        cells = self.column(*names)
        if "" in cells:
            raise RefusedFile(
                "the cell is empty",
                "Say what the row is for.",
                row=self.numbers[cells.index("")],
                column=self.header[self.position(*names)],
            )
        return cells

    def unread(self, *used: str) -> list[str]:
        """The names of the columns that a reader does not use."""
        known = set(map(column_key, used))
        return [name for name, key in zip(self.header, self.keys, strict=True) if key not in known]

    def unread_note(self, *used: str) -> list[Finding]:
        """The note that says which columns a reader leaves alone, if there are any."""
        spare = self.unread(*used)
        more = f" and {len(spare) - 12} more" if len(spare) > 12 else ""
        return (
            [note(f"columns that are not read: {', '.join(spare[:12])}{more}", "kept in the snapshot's original")]
            if spare
            else []
        )


def column_key(name: str) -> str:
    """A column name without case, spaces, underscores and hyphens: ``LookUp_BoroughName`` -> ``lookupboroughname``."""
    return re.sub(r"[\s_\-]+", "", name).casefold()


def delimiter_of(text: str) -> str | None:
    """The delimiter that splits the first lines into as many cells as the header, or None for prose."""
    start = text[:SNIFFED]
    lines = [line for line in itertools.islice(io.StringIO(start, newline=""), 51) if line.strip()]
    if len(lines) > 2:
        lines = lines[:-1]  # the last may be cut off
    scores = [(score, delimiter) for delimiter in DELIMITERS if (score := _score(lines, delimiter))]
    return max(scores)[1] if scores else None


def _score(lines: list[str], delimiter: str) -> float:
    """How well a delimiter fits: first the share of rows that fit the first one, then its width; 0 where it does not."""
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if _filled(row)]
    if rows and any(cell.strip() in DELIMITERS for cell in rows[0] if cell.strip()):
        return 0  # a heading that is nothing but another delimiter: that one splits, and this one pads
    width = _filled(rows[0]) if rows else 0
    share = sum(len(row) >= width and _filled(row) <= len(rows[0]) for row in rows) / max(1, len(rows))
    return share * 1000 + min(width, 900) if width > 1 and share >= 0.6 else 0


def _filled(row: list[str]) -> int:
    """The width of a row without the empty cells at its end."""
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return width


def first_row(text: str) -> list[str]:
    """The first row that is not empty, for recognising a table cheaply."""
    reader = csv.reader(io.StringIO(text[: 2 * SNIFFED], newline=""), delimiter=delimiter_of(text) or ",")
    return next((row for row in reader if _filled(row)), [])


def read_table(text: str, findings: Iterable[Finding]) -> Table:
    """Header and rows. Raises RefusedFile where there are none, or where rows do not fit the header."""
    delimiter = delimiter_of(text) or ","
    rows, numbers = _rows(text, delimiter)
    if not rows:
        raise RefusedFile("there is no row in it", "Fetch the file again.")
    header, body = [cell.strip() for cell in rows[0]], rows[1:]
    if not body:
        raise RefusedFile("there is a header and no row below it", "Fetch the file again.", row=numbers[0])
    _refuse_ragged(header, body, numbers[1:])
    told = [*findings, *_header_findings(rows[0], delimiter, numbers[0])]
    if not text.endswith(("\n", "\r")):
        told.append(
            warning(
                "the last line has no end",
                "if the file was cut off there, its last cell is wrong; compare it",
                row=numbers[-1],
            )
        )
    header, body, dropped = _without_nameless(header, body, numbers[1:])
    return Table(tuple(header), body, numbers[1:], delimiter, [*told, *dropped])


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """All rows that are not empty, with their numbers. Raises RefusedFile for a quote mark that is never closed."""
    csv.field_size_limit(_LONGEST_CELL)
    rows, numbers = [], []
    # The added last line is swallowed by a quote mark that was left open: nothing else would tell of a cut-off cell.
    reader = csv.reader(itertools.chain(io.StringIO(text, newline=""), [_END]), delimiter=delimiter)
    row: list[str] = []
    number = cells = 0
    try:
        for number, row in enumerate(reader, start=1):
            if row and (row[0].strip() or _filled(row)):
                rows.append(row)
                numbers.append(number)
                cells += len(row)
                if cells > MOST_CELLS:
                    raise RefusedFile(f"the table has more than {MOST_CELLS:,} cells", "Split it by month or by area.")
    except csv.Error as error:
        raise RefusedFile(f"the table breaks off: {error}", "Fetch the file again.", row=number + 1) from error
    if row != [_END]:
        raise RefusedFile(
            "a quote mark is opened and never closed", "Fetch the file again; it may be cut off there.", row=number
        )
    return rows[:-1], numbers[:-1]


def _header_findings(header: list[str], delimiter: str, row: int) -> list[Finding]:
    findings = []
    if delimiter != ",":
        findings.append(note(f"cells are separated by {_NAMES[delimiter]}", "read as such", row=row))
    spaced = [cell for cell in header if cell.strip() and cell != cell.strip()]
    findings += [
        note(
            f"column name {shown(cell)} has spaces around it",
            f"read as {shown(cell.strip())}",
            row=row,
            column=cell.strip(),
        )
        for cell in spaced[:MOST_FINDINGS]
    ]
    if len(spaced) > MOST_FINDINGS:
        findings.append(
            note(f"{len(spaced) - MOST_FINDINGS} more column names have spaces around them", "read without", row=row)
        )
    return findings


def _refuse_ragged(header: list[str], rows: list[list[str]], numbers: list[int]) -> None:
    """A row must reach the last column that has a name; beyond the header it may only be empty."""
    width = len(header)
    needed = max((place for place, name in enumerate(header, start=1) if name), default=0)
    for row, number in zip(rows, numbers, strict=True):
        if len(row) != width and (len(row) < needed or any(cell.strip() for cell in row[width:])):
            cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            raise RefusedFile(
                f"has {cells} where the header has {width}",
                "Fetch the file again; it may be cut off there.",
                row=number,
            )


def _without_nameless(
    header: list[str], rows: list[list[str]], numbers: list[int]
) -> tuple[list[str], list[list[str]], list[Finding]]:
    """Leave out columns without a name, and say so where a stray cell stands in one."""
    keep = [place for place, name in enumerate(header) if name]
    if len(keep) == len(header):
        return header, rows, []
    spare = [place for place, name in enumerate(header) if not name]
    findings = [
        note("1 column has no name" if len(spare) == 1 else f"{len(spare)} columns have no name", "left out", row=1)
    ]
    strays = [
        (number, cells)
        for row, number in zip(rows, numbers, strict=True)
        if (cells := [row[place] for place in spare if place < len(row) and row[place].strip()])
    ]
    findings += [
        warning(f"stray cells {', '.join(map(shown, cells))} stand in columns without a name", "left out", row=number)
        for number, cells in strays[:MOST_FINDINGS]
    ]
    if len(strays) > MOST_FINDINGS:
        findings.append(
            warning(f"{len(strays) - MOST_FINDINGS} more rows have stray cells in columns without a name", "left out")
        )
    return [header[place] for place in keep], [[row[place] for place in keep] for row in rows], findings
