"""Workbooks made by hand, good and hostile: small ZIP files whose every byte a test decides."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

_NAME = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
WORKFORCE_SHEETS = {
    "Table_1": ("police officers", "FTE"), "Table_2": ("police staff", "FTE"),
    "Table_3": ("designated officers (s.38, s.39)", "FTE"),
    "Table_4": ("police staff and designated officers (s.38, s.39)", "FTE"),
    "Table_5": ("police community support officers", "FTE"), "Table_7": ("police officers", "headcount"),
    "Table_8": ("police staff", "headcount"), "Table_9": ("designated officers (s.38, s.39)", "headcount"),
    "Table_10": ("police staff and designated officers (s.38, s.39)", "headcount"),
    "Table_11": ("police community support officers", "headcount"), "Table_12": ("special constables", "headcount"),
    "Table_13": ("police support volunteers", "headcount"),
}  # fmt: skip
"""What each sheet of the Home Office's tables of September 2019 counts, and how."""

Cell = str | int | float | date | None
Rows = Iterable[Sequence[Cell]]

_DAY_0 = date(1899, 12, 30)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def packed(members: dict[str, str | bytes], *, stored: Sequence[str] = ()) -> bytes:
    """A ZIP file of the members, in their order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def xlsx(sheets: dict[str, Rows], hidden: Sequence[str] = (), **bodies: str) -> bytes:
    """An XLSX workbook. ``bodies``: the XML of a sheet's rows, in place of what its rows would give."""
    return packed(xlsx_members(sheets, hidden, **bodies))


def xlsx_members(sheets: dict[str, Rows], hidden: Sequence[str] = (), **bodies: str) -> dict[str, str | bytes]:
    """The members of an XLSX workbook, for tests that spoil one of them."""
    places = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{place}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for place in places
    )
    listed = "".join(
        f"<sheet name={quoteattr(name)} sheetId={quoteattr(str(place))} "
        f'state="{"hidden" if name in hidden else "visible"}" r:id="rId{place}"/>'
        for place, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in places
    )
    style = f'<Relationship Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'spreadsheetml.sheet.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{style}{links}</Relationships>',
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
    }
    for place, (name, rows) in enumerate(sheets.items(), start=1):
        body = bodies.get(name) or "".join(_xlsx_row(at, row) for at, row in enumerate(rows, start=1))
        members[f"xl/worksheets/sheet{place}.xml"] = (
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
        )
    return members


def _xlsx_row(at: int, row: Sequence[Cell]) -> str:
    cells = "".join(_xlsx_cell(f"{letters(place)}{at}", cell) for place, cell in enumerate(row) if cell is not None)
    return f'<row r="{at}">{cells}</row>'


def letters(place: int) -> str:
    """The name of a column: A, B, … Z, AA."""
    name = ""
    while place >= 0:
        name = chr(ord("A") + place % 26) + name
        place = place // 26 - 1
    return name


def _xlsx_cell(at: str, cell: Cell) -> str:
    if isinstance(cell, str):
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    if isinstance(cell, date):
        return f'<c r="{at}" s="1"><v>{(cell - _DAY_0).days}</v></c>'
    return f'<c r="{at}"><v>{cell!r}</v></c>'


def ods(sheets: dict[str, Rows], **bodies: str) -> bytes:
    """An ODS workbook. ``bodies``: the XML of a sheet's rows, in place of what its rows would give."""
    return packed(ods_members(sheets, **bodies), stored=["mimetype"])


def ods_members(sheets: dict[str, Rows], **bodies: str) -> dict[str, str | bytes]:
    """The members of an ODS workbook, for tests that spoil one of them."""
    spaces = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{bodies.get(name) or ''.join(map(_ods_row, rows))}</table:table>"
        for name, rows in sheets.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return {
        "mimetype": kind,
        "content.xml": f"{_HEAD}<office:document-content {spaces}><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>",
        "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
    }


def _ods_row(row: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
    kind, key = ("date", "date-value") if isinstance(cell, date) else ("float", "value")
    value = cell.isoformat() if isinstance(cell, date) else repr(cell)
    return f'<table:table-cell office:value-type="{kind}" office:{key}="{value}"><text:p>{value}</text:p></table:table-cell>'


def lying(data: bytes, name: str, size: int) -> bytes:
    """The ZIP file with another unpacked size for a member, in its directory and before the member."""
    spoilt = bytearray(data)
    for signature, at_size, at_name in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            if data[at + at_name : at + at_name + len(name)] == name.encode():
                spoilt[at + at_size : at + at_size + 4] = struct.pack("<L", size)
    return bytes(spoilt)


def old_office(*entries: str) -> bytes:
    """The beginning of a file of the Office of before 2007, with the names of its streams: enough to be told by."""
    names = b"".join(entry.encode("utf-16-le").ljust(64, b"\x00") + b"\x00" * 64 for entry in entries)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + names


def ods_rows(path: Path) -> dict[str, list[list[str]]]:
    """Each sheet's rows of cells, read from the XML with the standard library."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    sheets = {}
    for table in root.iter(_NAME % ("table", "table")):
        rows: list[list[str]] = []
        for row in table.iter(_NAME % ("table", "table-row")):
            cells: list[str] = []
            for cell in row:  # cells, and those that a merged one covers
                text = cell.get(_NAME % ("office", "date-value")) or cell.get(_NAME % ("office", "value"))
                text = text or "".join("".join(part.itertext()) for part in cell.iter(_NAME % ("text", "p")))
                cells += [text] * min(int(cell.get(_NAME % ("table", "number-columns-repeated"), "1")), 20)
            rows += [cells] * min(int(row.get(_NAME % ("table", "number-rows-repeated"), "1")), 20)
        sheets[str(table.get(_NAME % ("table", "name")))] = rows
    return sheets
