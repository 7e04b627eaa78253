"""Open a file of any kind: what it is, and its text, table or JSON, told from its bytes."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any, Literal

from peelian.figures.sources.base import WITHIN, Finding, RefusedFile, note, warning
from peelian.figures.sources.scan import Scan, scan
from peelian.figures.sources.table import Table, column_key, delimiter_of, first_row, read_table
from peelian.figures.sources.workbook import Workbook, is_workbook, open_workbook

__all__ = ["HEAD_BYTES", "LARGEST_TEXT", "Document", "Form", "Table", "column_key"]

HEAD_BYTES = 131_072
LARGEST_TEXT = 32 << 20
"""A text that is read row by row, or as JSON, may have so many bytes: it takes up to twenty times as much memory."""
MOST_PARTS = 4_000_000
"""A map may have so many points: each takes a hundred and fifty bytes once it is read."""
MOST_COLUMNS = 2_000
"""A wide table has a column a month: a hundred years and more. What is wider is no publisher's table."""
Form = Literal["table", "json", "workbook", "pdf", "parquet", "binary", "text", "empty"]

_MAGIC: tuple[tuple[bytes, Form], ...] = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0", "workbook"),
    (b"PAR1", "parquet"),
    (b"\x89PNG", "binary"),
    (b"\xff\xd8\xff", "binary"),
    (b"\x1f\x8b", "binary"),
    (b"\xff\xfe\x00\x00", "binary"),  # UTF-32, which begins as UTF-16 does
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"


class Document:
    """A file on disk, with what its bytes say about it. Nothing is taken from its name but the name.

    ``name``: what the publisher calls it, without the folders and the archive that it came in.
    """

    def __init__(self, path: Path, name: str | None = None, scanned: Scan | None = None) -> None:
        self.path = path
        self.name = PurePath((name or path.name).rpartition(WITHIN)[2]).name
        if scanned:
            self.scan = scanned

    @cached_property
    def scan(self) -> Scan:
        """One pass over all bytes. Raises RefusedFile at an endless line in a table."""
        return scan(self.path, lines=self.form == "table")

    @cached_property
    def head(self) -> bytes:
        """The first 128 KiB."""
        with self.path.open("rb") as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def form(self) -> Form:
        """What kind of thing it is: a table of text, JSON, a workbook, a PDF, other binary, prose, or nothing."""
        head = self.head
        for magic, form in _MAGIC:
            if head.startswith(magic):
                return form
        if head.count(b"\x00") * 100 > len(head) and not head.startswith(_UTF16):
            return "binary"  # a few NULs in a table are a fault to be refused by row, many are no text at all
        first = self.start.lstrip()[:1]
        if not first:
            return "empty"
        if first in "{[":
            return "json"
        if first == "<":  # a web page or XML, however many commas are in it
            return "text"
        return "text" if delimiter_of(self.start) is None else "table"

    @cached_property
    def start(self) -> str:
        """The text of the head, for recognising: what cannot be decoded matters only when the whole is read."""
        head = self.head
        if head.startswith(_UTF16):
            return head.decode("utf-16", errors="ignore")
        head = head.removeprefix(_UTF8_MARK)
        try:
            text = head.decode("utf-8")
        except UnicodeDecodeError as error:
            cut = (
                len(self.head) == HEAD_BYTES and len(head) - error.start < 4
            )  # a character cut in two by the end of the head
            text = head[: error.start].decode("utf-8") if cut else head.decode("cp1252", errors="replace")
        return text

    @cached_property
    def plain_utf8(self) -> bool:
        """Whether the head is UTF-8, the only encoding that is read in columns."""
        head = self.head.removeprefix(_UTF8_MARK)
        try:
            head.decode("utf-8")
        except UnicodeDecodeError as error:
            return len(self.head) == HEAD_BYTES and len(head) - error.start < 4
        return True

    @cached_property
    def header(self) -> frozenset[str]:
        """The column keys of the first row, for recognising a table cheaply; empty for what is no table."""
        first = first_row(self.start) if self.form == "table" else []
        if len(first) > MOST_COLUMNS:
            raise RefusedFile(
                f"the first line has {len(first):,} columns or more",
                "No publisher's table is so wide; fetch it again.",
                row=1,
            )
        return frozenset(column_key(cell) for cell in first if cell.strip())

    @cached_property
    def parquet_columns(self) -> frozenset[str]:
        """The column keys of a Parquet file; empty for anything else, and for a broken one."""
        if self.form != "parquet":
            return frozenset()
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return frozenset(map(column_key, pq.read_schema(self.path).names))
        except (pa.ArrowException, OSError, UnicodeDecodeError):
            return frozenset()

    @cached_property
    def workbook(self) -> Workbook | None:
        """The opened workbook, or None for what is none. Raises RefusedFile for an old, encrypted or hostile one."""
        return open_workbook(self.path) if self.form == "workbook" and is_workbook(self.path) else None

    @cached_property
    def text(self) -> tuple[str, list[Finding]]:
        """The whole text and how it was decoded. Raises RefusedFile for NUL characters and for bytes that are no text."""
        text, findings = _decode(self.read_whole())
        if "\x00" in text:
            row = text[: text.index("\x00")].count("\n") + 1
            raise RefusedFile("a NUL character stands in the text", "Export the table again as UTF-8 CSV.", row=row)
        return text.lstrip("\ufeff"), findings

    def read_whole(self) -> bytes:
        """All bytes of a file that is read row by row, or as JSON. Raises RefusedFile for one that is too large for that."""
        with self.path.open("rb") as stream:
            data = stream.read(LARGEST_TEXT + 1)
        if len(data) > LARGEST_TEXT:
            raise RefusedFile(
                f"it has more than {LARGEST_TEXT >> 20} MB", "Load the publisher's own files, or split it by month."
            )
        return data

    @cached_property
    def json(self) -> Any:
        """The parsed JSON. Raises RefusedFile where it is broken, or has more parts than any map."""
        text = self.text[0]
        if text.count("[") + text.count("{") > MOST_PARTS:
            raise RefusedFile(f"the JSON has more than {MOST_PARTS:,} lists and objects", "Simplify the map.")
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            raise RefusedFile(f"the JSON breaks off: {error.msg}", "Fetch the file again.", row=error.lineno) from error
        except (ValueError, RecursionError) as error:
            # a number of thousands of digits, or brackets in thousands of brackets
            what = "the JSON is no map: its numbers or its nesting have no end"
            raise RefusedFile(what, "Fetch the file again.") from error

    @cached_property
    def table(self) -> Table:
        """Header and rows. Raises RefusedFile where there are none, or where rows do not fit the header."""
        return read_table(*self.text)


def _decode(data: bytes) -> tuple[str, list[Finding]]:
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16"), [note("text is UTF-16", "read as such")]
        except UnicodeDecodeError as error:
            row = data[: error.start].decode("utf-16", errors="ignore").count("\n") + 1
            raise RefusedFile("the UTF-16 text breaks off", "Fetch the file again.", row=row) from error
    findings = []
    if data.startswith(_UTF8_MARK):
        data = data[3:]
        findings.append(note("a byte-order mark stands before the first column", "passed over"))
    try:
        return data.decode("utf-8"), findings
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise RefusedFile(
            f"byte 0x{data[error.start]:02X} is no text, neither in UTF-8 nor in Windows-1252",
            "Export the table again as UTF-8 CSV.",
            row=row,
        ) from error
    return text, [*findings, warning("text is not UTF-8", "read as Windows-1252; check names with accents", row=row)]
