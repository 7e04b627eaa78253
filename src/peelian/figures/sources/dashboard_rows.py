"""The rows of the Met's monthly crime dashboard as columns of text, whether they come as CSV, Parquet or in a workbook."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from peelian.figures.sources.base import Finding, RefusedFile, named, note
from peelian.figures.sources.bulk import Bulk, read_bulk, tidied
from peelian.figures.sources.document import Document
from peelian.figures.sources.table import column_key
from peelian.figures.sources.workbook import Sheet

COLUMNS = {
    "month": ("Month_Year",),
    "level": ("Area Type",),
    "major": ("Offence Group", "Crime Type"),
    "minor": ("Offence Subgroup", "Crime Subtype"),
    "measure": ("Measure",),
    "value": ("Count",),
}
"""Our name -> the headers it has had."""
SOMETIMES = {
    "place": ("Borough_SNT",),
    "name": ("Area Name",),
    "code": ("Area Code",),
    "refreshed": ("Refresh Date",),
}
"""Columns that not every publication has."""
LEFT_ALONE = ("Financial Year", "FY_FYIndex")
"""They say again what the month says."""
MOST_ROWS, MOST_BYTES = 5_000_000, 1 << 30
LONGEST_NUMBER = 1000
_NEEDED = (frozenset({"monthyear", "areatype", "measure", "count"}), frozenset({"offencegroup", "crimetype"}))


def has_columns(keys: frozenset[str]) -> bool:
    """Whether a header is the dashboard's."""
    return _NEEDED[0] <= keys and bool(_NEEDED[1] & keys)


def sheets_of(document: Document) -> list[tuple[Sheet, int]]:
    """The sheets of a workbook that have the dashboard's columns, each with the row of its header (0 is the first)."""
    if document.workbook is None:
        return []
    found = []
    for sheet in document.workbook.shown:
        at = sheet.header_row(_NEEDED[0])
        if at is not None and has_columns(frozenset(map(column_key, sheet.rows(at, 1)[0]))):
            found.append((sheet, at))
    return found


def read_rows(document: Document) -> list[tuple[str | None, Bulk]]:
    """Every row, as one table or one for each sheet with the sheet's name. Raises RefusedFile."""
    if document.form == "parquet":
        return [(None, _of_parquet(document))]
    if document.form == "workbook":
        return [(sheet.name, _of_sheet(sheet, at)) for sheet, at in sheets_of(document)]
    return [(None, read_bulk(document, COLUMNS | _present(document.header), plain=frozenset({"value"})))]


def about_sheets(document: Document) -> list[Finding]:
    """What a workbook holds besides."""
    if document.workbook is None:
        return []
    read = {sheet.name for sheet, _ in sheets_of(document)}
    rest = [sheet.name for sheet in document.workbook.shown if sheet.name not in read]
    left = [note(f"sheets without the dashboard's columns: {named(rest)}", "left out")] if rest else []
    return [*document.workbook.findings, note(f"a workbook; read: {named(read)}", "rows are those of the sheet"), *left]


def _present(keys: frozenset[str]) -> dict[str, tuple[str, ...]]:
    return {name: headers for name, headers in SOMETIMES.items() if any(column_key(each) in keys for each in headers)}


def _position(header: list[str], headers: tuple[str, ...], sheet: str | None = None) -> int:
    """Where the first of the headers stands. Raises RefusedFile where it is missing or stands twice."""
    keys = [column_key(cell) for cell in header]
    for key in map(column_key, headers):
        if keys.count(key) > 1:
            raise RefusedFile("the column stands twice", "Keep one of the two columns.", column=headers[0], sheet=sheet)
        if key in keys:
            return keys.index(key)
    raise RefusedFile(f"the column {headers[0]} is not in it", "Fetch the file again.", column=headers[0], sheet=sheet)


def _of_parquet(document: Document) -> Bulk:
    """Row n is the nth row: Parquet has no line for the header. Raises RefusedFile where the file is broken or too long."""
    wanted = COLUMNS | _present(document.parquet_columns)
    try:
        schema = pq.read_schema(document.path)
        names = schema.names
        picked = {name: names[_position(names, headers)] for name, headers in wanted.items()}
        _refuse_nested([schema.field(printed) for printed in picked.values()])
        # a few bytes can say a long text a milliard times: texts are never laid out, and rows are counted first
        with pq.ParquetFile(document.path, read_dictionary=list(picked.values())) as file:
            _refuse_length(file.metadata)
            table = file.read(columns=list(picked.values()), use_threads=False)
            table.validate(full=True)  # texts that are no UTF-8, dictionaries that are too short
        columns = {name: _texts(table[printed], plain=name == "value") for name, printed in picked.items()}
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise RefusedFile("the Parquet file is damaged or cut off", "Fetch the file again.") from error
    numbers = np.arange(1, table.num_rows + 1, dtype=np.int32)
    return Bulk(tuple(names), columns, numbers, [note("a Parquet file", "row 1 is its first row; it has no header")])


def _refuse_nested(fields: list[pa.Field]) -> None:
    for field in fields:
        if pa.types.is_nested(field.type):
            what = f"the column holds {field.type}, where a text or a number ought to be"
            raise RefusedFile(what, "Fetch the file again.", column=field.name)


def _refuse_length(about: pq.FileMetaData) -> None:
    rows = about.num_rows
    size = sum(about.row_group(place).total_byte_size for place in range(about.num_row_groups))
    if rows > MOST_ROWS or size > MOST_BYTES:
        what = f"it says that it has {rows:,} rows, unpacked to {size:,} bytes"
        raise RefusedFile(f"{what}: the dashboard has never had half a million rows", "Fetch the file again.")
    if not rows:
        raise RefusedFile("it has no row", "Fetch the file again.")


def _of_sheet(sheet: Sheet, at: int) -> Bulk:
    """The rows below a sheet's header, those of nothing left out."""
    header = [" ".join(cell.split()) for cell in sheet.rows(at, 1)[0]]
    wanted = COLUMNS | _present(frozenset(map(column_key, header)))
    places = {name: _position(header, headers, sheet.name) for name, headers in wanted.items()}
    body = sheet.cells.slice(at + 1)
    filled = np.zeros(body.num_rows, dtype=bool)
    for place in places.values():
        filled |= ~np.asarray(body.column(place).is_null())
    kept = body.filter(pa.array(filled))
    columns = {name: _texts(kept.column(place), plain=name == "value") for name, place in places.items()}
    return Bulk(tuple(header), columns, (np.flatnonzero(filled) + at + 2).astype(np.int32), [])


def _texts(column: pa.ChunkedArray, *, plain: bool) -> pa.DictionaryArray | pa.StringArray:
    """A column of any type as trimmed text, nothing for what is missing; ``plain``: numbers, not as a dictionary."""
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    encoded = pc.dictionary_encode(column.combine_chunks(), null_encoding="encode")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0)
    indices, texts = encoded.indices.cast(pa.int32()), pc.fill_null(encoded.dictionary.cast(pa.string()), "")
    if indices.null_count:
        indices, texts = pc.fill_null(indices, len(texts)), pa.concat_arrays([texts, pa.array([""])])
    trimmed = tidied(pa.DictionaryArray.from_arrays(indices, texts))
    if not plain:
        return trimmed
    if (pc.max(pc.binary_length(trimmed.dictionary)).as_py() or 0) > LONGEST_NUMBER:
        raise RefusedFile("a count has more than a thousand characters", "Fetch the file again.", column="Count")
    return trimmed.dictionary.take(trimmed.indices)
