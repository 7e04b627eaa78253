"""Open a workbook (XLSX, ODS) safely: its sheets as columns of text, whatever is in the file.

It is looked through before it is opened (``archive.py``), and opened in a process of its own under limits of memory, time
and disk (``workbook_cells.py``): a hostile file ends that process, never ours.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv

from peelian.figures.sources.archive import check_archive
from peelian.figures.sources.base import Finding, RefusedFile, named, note
from peelian.figures.sources.table import column_key

HEAD_ROWS = 20
"""A header stands within so many rows, below titles and notes."""
TIMEOUT = 300
"""Seconds for opening: more than the process may spend computing, for a machine that is busy."""
_OLD = b"\xd0\xcf\x11\xe0"
_CELLS = Path(__file__).with_name("workbook_cells.py")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_SAVE = "Save it as CSV, or fetch it again."


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``cells`` has a column of text for each of its columns from A on, and null for an empty cell.

    Row n of the sheet is at n - 1. Numbers are as a person would type them, dates as 2019-09-30.
    """

    name: str
    hidden: bool
    cells: pa.Table

    def rows(self, start: int = 0, most: int | None = None) -> list[list[str]]:
        """Some rows as lists of text, empty cells as empty text: for small sheets, and for the head of large ones."""
        columns = [column.to_pylist() for column in self.cells.slice(start, most).columns]
        return [[cell or "" for cell in row] for row in zip(*columns, strict=True)]

    def header_row(self, needed: Set[str]) -> int | None:
        """The row (0 is the first) that holds all of these column keys; None where none of the first rows does."""
        for place, row in enumerate(self.rows(0, HEAD_ROWS)):
            if needed <= {column_key(cell) for cell in row}:
                return place
        return None


@dataclass(frozen=True)
class Workbook:
    """All sheets of a workbook in their order, and what is odd about it."""

    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]

    @property
    def shown(self) -> tuple[Sheet, ...]:
        """The sheets that a person sees."""
        return tuple(sheet for sheet in self.sheets if not sheet.hidden)


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook by its content, or one that is refused: an old or an encrypted one. Never raises."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(_OLD):
        return _old_kind(path) is not None
    return _ODS in head or _holds(path, b"xl/workbook")


def _holds(path: Path, name: bytes, most: int = 8 << 20) -> bool:
    """Whether the end of a file, where a ZIP file has its directory, names a member."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - most))
        return name in stream.read()


def _old_kind(path: Path) -> str | None:
    """What a file of the old Office container is: encrypted, an old workbook, or neither (a letter, an installer)."""
    for name, kind in (("EncryptedPackage", "encrypted"), ("Workbook", "old"), ("Book", "old")):
        if any(name.encode("utf-16-le") + b"\x00\x00" in piece for piece in _pieces(path)):
            return kind
    return None


def _pieces(path: Path) -> Iterator[bytes]:
    tail = b""
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            yield tail + piece
            tail = piece[-64:]


def open_workbook(path: Path) -> Workbook:
    """Every sheet of a workbook. Raises RefusedFile for what is encrypted, old, hostile, broken or too large."""
    with path.open("rb") as stream:
        old = stream.read(4) == _OLD
    if old:
        raise _refuse_old(_old_kind(path))
    names = check_archive(path)
    if "META-INF/manifest.xml" in names and _encrypted(path):
        raise RefusedFile("the workbook is encrypted", "Save it without a password.")
    with tempfile.TemporaryDirectory(prefix="peelian-workbook-") as folder:
        named_by_kind = Path(folder, f"book.{_kind(names)}")
        named_by_kind.symlink_to(path.resolve())
        told = _run(named_by_kind, folder)
        sheets = tuple(
            Sheet(about["name"], about["hidden"], _cells(Path(folder, f"{place}.csv"), about["columns"]))
            for place, about in enumerate(told)
        )
    return Workbook(sheets, tuple(_findings(sheets)))


def _kind(names: list[str]) -> str:
    """The ending that a workbook of these members ought to have: the parser goes by it, and a name may be wrong."""
    for member, kind in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("content.xml", "ods")):
        if member in names:
            return kind
    raise RefusedFile("it is no workbook that can be read: neither XLSX nor ODS", _SAVE)


def _refuse_old(kind: str | None) -> RefusedFile:
    if kind == "encrypted":
        return RefusedFile("the workbook is encrypted", "Save it without a password.")
    return RefusedFile("it is a workbook of before 2007 (.xls)", "Open it and save it as .xlsx or .ods.")


def _encrypted(path: Path) -> bool:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return b"encryption-data" in archive.read("META-INF/manifest.xml")


def _run(path: Path, folder: str) -> list[dict[str, Any]]:
    """What the process says of the sheets it wrote. Raises RefusedFile."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CELLS), str(path), folder],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise RefusedFile("the workbook takes too long to open", _SAVE) from error
    try:
        told = json.loads(done.stdout)
    except ValueError:
        told = {"problem": "large"}
    if "sheets" in told:
        return list(told["sheets"])
    if told["problem"] == "password":
        raise RefusedFile("the workbook is encrypted", "Save it without a password.")
    if told["problem"] == "broken":
        raise RefusedFile(f"the workbook cannot be opened: {told['why']}", "Fetch the file again.")
    raise RefusedFile("opening the workbook takes more memory or time than any table needs", _SAVE)


def _cells(path: Path, columns: int) -> pa.Table:
    names = [f"c{place}" for place in range(columns)]
    if not columns:
        return pa.table({})
    try:
        return pa.csv.read_csv(
            path,
            read_options=pa.csv.ReadOptions(column_names=names, block_size=16 << 20),
            parse_options=pa.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid as error:
        raise RefusedFile("a row of the workbook is longer than any table needs", _SAVE) from error


def _findings(sheets: tuple[Sheet, ...]) -> list[Finding]:
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    if not hidden:
        return []
    which = "1 sheet is hidden" if len(hidden) == 1 else f"{len(hidden)} sheets are hidden"
    return [note(f"{which}: {named(hidden)}", "not read; show the sheet and save the workbook again if it is wanted")]
