"""Open a file of any kind and find its table: encoding, delimiter, header and rows, told from the bytes."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from peelian.figures.sources.base import Finding, RefusedFile, note, warning

HEAD_BYTES = 65_536
DELIMITERS = ",;\t|"
Form = Literal["table", "json", "workbook", "pdf", "binary", "text", "empty"]

_MAGIC: tuple[tuple[bytes, Form], ...] = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0", "workbook"),
    (b"PAR1", "binary"),
    (b"\x89PNG", "binary"),
    (b"\xff\xd8\xff", "binary"),
    (b"\x1f\x8b", "binary"),
)
_PROSE_NAMES = {".md", ".txt", ".html", ".htm", ".rst", ".py", ".yaml", ".yml"}


@dataclass(frozen=True)
class Table:
    """A header and its rows as text. ``numbers`` are the 1-based lines of the table that the rows stand on."""

    header: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]
    delimiter: str
    findings: list[Finding] = field(default_factory=list)

    def position(self, *names: str) -> int:
        """Where the first of ``names`` stands, whatever its case, spaces or underscores; -1 if none does."""
        keys = [column_key(name) for name in self.header]
        return next((keys.index(column_key(name)) for name in names if column_key(name) in keys), -1)

    def has(self, *names: str) -> bool:
        """Whether every one of ``names`` is a column."""
        return all(self.position(name) >= 0 for name in names)

    def column(self, *names: str) -> list[str]:
        """The cells of the first of ``names`` that is there, stripped. The column must exist."""
        place = self.position(*names)
        return [row[place].strip() for row in self.rows]


def column_key(name: str) -> str:
    """A column name without case, spaces, underscores and hyphens: ``LookUp_BoroughName`` -> ``lookupboroughname``."""
    return re.sub(r"[\s_\-]+", "", name).casefold()


class Document:
    """A file on disk, with what its bytes say about it. Nothing is taken from its name but the name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB."""
        with self.path.open("rb") as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def form(self) -> Form:
        """What kind of thing it is: a table of text, JSON, a workbook, a PDF, other binary, prose, or nothing."""
        head = self.head
        if not head.strip():
            return "empty"
        for magic, form in _MAGIC:
            if head.startswith(magic):
                return form
        if head.count(b"\x00") * 100 > len(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "binary"  # a few NULs in a table are a fault to be refused by row, many are no text at all
        text = self._decode(head, whole=False)[0].lstrip("\ufeff \t\r\n")
        if text[:1] in "{[":
            return "json"
        if self.path.suffix.lower() in _PROSE_NAMES or _delimiter(text) is None:
            return "text"
        return "table"

    @cached_property
    def header(self) -> frozenset[str]:
        """The column keys of the first row, for recognising a table cheaply; empty for what is no table."""
        if self.form != "table":
            return frozenset()
        text = self._decode(self.head, whole=False)[0].lstrip("\ufeff")
        first = next(iter(csv.reader(io.StringIO(text), delimiter=_delimiter(text) or ",")), [])
        return frozenset(column_key(cell) for cell in first if cell.strip())

    @cached_property
    def text(self) -> tuple[str, list[Finding]]:
        """The whole text and how it was decoded. Raises RefusedFile for NUL characters."""
        text, findings = self._decode(self.path.read_bytes(), whole=True)
        if "\x00" in text:
            row = text[: text.index("\x00")].count("\n") + 1
            raise RefusedFile("a NUL character stands in the text", "Export the table again as UTF-8 CSV.", row=row)
        return text.lstrip("\ufeff"), findings

    @cached_property
    def json(self) -> Any:
        """The parsed JSON. Raises RefusedFile where it is broken."""
        try:
            return json.loads(self.text[0])
        except json.JSONDecodeError as error:
            raise RefusedFile(f"the JSON breaks off: {error.msg}", "Fetch the file again.", row=error.lineno) from error

    @cached_property
    def table(self) -> Table:
        """Header and rows. Raises RefusedFile where rows and header differ in length."""
        text, findings = self.text
        delimiter = _delimiter(text) or ","
        rows, numbers = _rows(text, delimiter)
        if not rows:
            raise RefusedFile("there is no row in it", "Fetch the file again.")
        header, body = rows[0], rows[1:]
        if not body:
            raise RefusedFile("there is a header and no row below it", "Fetch the file again.")
        findings = [*findings, *_header_findings(header, delimiter)]
        _refuse_ragged(header, body, numbers[1:])
        header, body, dropped = _without_empty_columns(header, body, numbers[1:])
        return Table(tuple(cell.strip() for cell in header), body, numbers[1:], delimiter, [*findings, *dropped])

    def _decode(self, data: bytes, *, whole: bool) -> tuple[str, list[Finding]]:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", errors="replace"), [note("text is UTF-16", "read as such")]
        if data.startswith(b"\xef\xbb\xbf"):
            return _utf8(data[3:], whole), [note("a byte-order mark stands before the first column", "passed over")]
        try:
            return _utf8(data, whole), []
        except UnicodeDecodeError as error:
            row = data[: error.start].count(b"\n") + 1
            found = warning("text is not UTF-8", "read as Windows-1252; check names with accents", row=row)
            return data.decode("cp1252", errors="replace"), [found]


def _utf8(data: bytes, whole: bool) -> str:
    if whole:
        return data.decode("utf-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4:  # a character cut in two by the end of the head
            return data[: error.start].decode("utf-8")
        raise


def _delimiter(text: str) -> str | None:
    """The delimiter that splits the first lines into the same number of cells, or None for prose."""
    lines = [line for line in itertools.islice(io.StringIO(text), 51) if line.strip()]
    if len(lines) > 2:
        lines = lines[:-1]  # the last may be cut off by the end of the head
    best: tuple[float, str] | None = None
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        width, agreeing = max(widths.items(), key=lambda item: (item[1], item[0])) if widths else (0, 0)
        share = agreeing / max(1, sum(widths.values()))
        if width > 1 and share >= 0.6:
            score = share * 1000 + width
            best = max(best, (score, delimiter)) if best else (score, delimiter)
    return best[1] if best else None


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    csv.field_size_limit(1_000_000)
    rows, numbers = [], []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, start=1):
            if any(cell.strip() for cell in row):
                rows.append(row)
                numbers.append(number)
    except csv.Error as error:
        raise RefusedFile(f"the table breaks off: {error}", "Fetch the file again.", row=reader.line_num) from error
    return rows, numbers


def _header_findings(header: list[str], delimiter: str) -> list[Finding]:
    findings = []
    if delimiter != ",":
        shown = {";": "semicolons", "\t": "tabs", "|": "bars"}[delimiter]
        findings.append(note(f"cells are separated by {shown}", "read as such", row=1))
    for cell in header:
        if cell != cell.strip():
            findings.append(note(f"column name {cell!r} has spaces around it", f"read as {cell.strip()!r}",
                                 row=1, column=cell.strip()))
    return findings


def _refuse_ragged(header: list[str], rows: Iterable[list[str]], numbers: Iterable[int]) -> None:
    width = len(header)
    for row, number in zip(rows, numbers, strict=True):
        if len(row) != width:
            raise RefusedFile(f"has {len(row)} cells where the header has {width}",
                              "Fetch the file again; it may be cut off there.", row=number)


def _without_empty_columns(
    header: list[str], rows: list[list[str]], numbers: list[int]
) -> tuple[list[str], list[list[str]], list[Finding]]:
    """Leave out columns without a name, and say so where a stray cell stands in one."""
    keep = [place for place, name in enumerate(header) if name.strip()]
    if len(keep) == len(header):
        return header, rows, []
    spare = [place for place, name in enumerate(header) if not name.strip()]
    findings = [note(f"{len(spare)} columns have no name", "left out", row=1)]
    for row, number in zip(rows, numbers, strict=True):
        stray = [row[place] for place in spare if row[place].strip()]
        if stray:
            findings.append(warning(f"stray cells {', '.join(map(repr, stray))} stand in columns without a name",
                                    "left out", row=number))
    return [header[place] for place in keep], [[row[place] for place in keep] for row in rows], findings
