"""Big tables in columns: the columns that a reader needs, as Arrow text, without a Python object for any cell.

What is regular is read by Arrow. Whatever is not (another encoding, empty lines, an open quote mark) goes the careful way of
``document.table``, which names the row; a file too big for that is refused in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from peelian.figures.sources.base import Finding, RefusedFile, note, shown, warning
from peelian.figures.sources.document import LARGEST_TEXT, Document
from peelian.figures.sources.table import MOST_FINDINGS, Table, column_key, delimiter_of, first_row

LARGEST = 256 << 20
"""A single table may have so many bytes; a publisher's largest monthly file has a tenth."""
_BLOCK = 4 << 20
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Bulk:
    """Some columns of a table as text. ``columns`` are keyed as the reader named them, dictionary-encoded and trimmed.

    ``numbers`` are the 1-based lines of the table that the rows stand on.
    """

    header: tuple[str, ...]
    columns: dict[str, pa.DictionaryArray | pa.StringArray]
    numbers: npt.NDArray[np.int32]
    findings: list[Finding] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.numbers)

    def row(self, mask: Any) -> int | None:
        """The line of the first row for which an Arrow mask is true, or None."""
        found = np.flatnonzero(np.asarray(mask))
        return int(self.numbers[found[0]]) if len(found) else None


def read_bulk(
    document: Document, wanted: Mapping[str, tuple[str, ...]], *, plain: frozenset[str] = frozenset()
) -> Bulk:
    """Read the columns of a table: our name -> the headers it has had (the first that is there is taken).

    Columns of ``plain`` are text as it is; all others are dictionaries of trimmed texts. Raises RefusedFile where a
    column is missing or stands twice, a row does not fit the header, or the table is too big.
    """
    if document.scan.size > LARGEST:
        raise RefusedFile(
            f"the table has {document.scan.size >> 20:,} MB, more than the {LARGEST >> 20} that are read at once",
            "Load the publisher's own files, one a month.",
        )
    fast = _by_arrow(document, wanted, plain)
    return fast if fast is not None else _carefully(document, wanted, plain)


def _by_arrow(document: Document, wanted: Mapping[str, tuple[str, ...]], plain: frozenset[str]) -> Bulk | None:
    """The table by Arrow, or None where it is not regular enough."""
    start = document.start
    line, _, rest = start.partition("\n")
    if not document.plain_utf8 or document.scan.nuls or document.scan.quotes % 2 or not line.strip() or not rest:
        return None
    delimiter = delimiter_of(start) or ","
    header = [cell.strip() for cell in first_row(start)]
    if line.rstrip("\r").count('"') % 2 or "\r" in line.rstrip("\r") or not all(header):
        return None
    places = {name: _position(header, names) for name, names in wanted.items()}
    refused: list[RefusedFile | None] = []
    try:
        table = arrow_csv.read_csv(
            document.path,
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=_BLOCK, skip_rows=1, column_names=[f"c{at}" for at in range(len(header))]
            ),
            parse_options=_parsing(delimiter, document, header, refused),
            convert_options=_converting(places, plain),
        )
    except (pa.ArrowInvalid, pa.ArrowCapacityError):
        if refused and refused[0]:
            raise refused[0] from None
        return None
    if not table.num_rows:
        raise RefusedFile("there is a header and no row below it", "Fetch the file again.", row=1)
    columns = {name: _tidy(table[f"c{at}"], name in plain) for name, at in places.items()}
    if _has_empty_rows(columns):
        return None
    numbers = np.arange(2, table.num_rows + 2, dtype=np.int32)
    return Bulk(tuple(header), columns, numbers, [*_marked(document), *_cut_off(document, int(numbers[-1]))])


def _parsing(
    delimiter: str, document: Document, header: list[str], refused: list[RefusedFile | None]
) -> arrow_csv.ParseOptions:
    """How to cut lines into cells. What does not fit ends the reading: an empty line goes the careful way, the rest is refused."""

    def unfit(row: Any) -> str:
        blank = not row.text.strip(f" \r\n{delimiter}")
        cells = "1 cell" if row.actual_columns == 1 else f"{row.actual_columns} cells"
        refused.append(
            None if blank or row.number is None or row.actual_columns > len(header)
            else RefusedFile(
                f"has {cells} where the header has {len(header)}",
                "Fetch the file again; it may be cut off there.",
                row=row.number,
            )
        )  # fmt: skip
        return "error"

    quoted = document.scan.quotes > 0
    return arrow_csv.ParseOptions(
        delimiter=delimiter, quote_char='"' if quoted else False, newlines_in_values=quoted, ignore_empty_lines=False,
        invalid_row_handler=unfit,
    )  # fmt: skip


def _converting(places: Mapping[str, int], plain: frozenset[str]) -> arrow_csv.ConvertOptions:
    text, repeated = pa.string(), pa.dictionary(pa.int32(), pa.string())
    types = {f"c{at}": text if name in plain else repeated for name, at in places.items()}
    return arrow_csv.ConvertOptions(column_types=types, include_columns=list(types), strings_can_be_null=False)


def _position(header: list[str], names: tuple[str, ...]) -> int:
    """Where the first of the names stands. Raises RefusedFile where it is missing or stands twice."""
    keys = [column_key(cell) for cell in header]
    for key in map(column_key, names):
        if keys.count(key) > 1:
            raise RefusedFile("the column stands twice", "Keep one of the two columns.", row=1,
                              column=header[keys.index(key)])  # fmt: skip
        if key in keys:
            return keys.index(key)
    raise RefusedFile(f"the column {names[0]} is not in it", "Fetch the file again.", row=1, column=names[0])


def _tidy(column: pa.ChunkedArray, plain: bool) -> Any:
    """One array; texts of a dictionary without spaces to spare, each held once."""
    if plain:
        return column.combine_chunks()
    joined = column.unify_dictionaries().combine_chunks()
    if isinstance(joined, pa.ChunkedArray):
        joined = joined.chunk(0)
    return tidied(joined)


def tidied(texts: pa.DictionaryArray) -> pa.DictionaryArray:
    """The same texts without spaces to spare, each held once, as ``Table.column`` gives them."""
    if not pc.any(pc.match_substring_regex(texts.dictionary, "^ | $|  |[^ -~]")).as_py():
        return texts
    trimmed = pa.array([" ".join(text.split()) for text in texts.dictionary.to_pylist()], type=pa.string())
    if trimmed.equals(texts.dictionary):
        return texts
    distinct = trimmed.dictionary_encode()
    indices = np.asarray(distinct.indices)[np.asarray(texts.indices)]
    return pa.DictionaryArray.from_arrays(pa.array(indices, type=pa.int32()), distinct.dictionary)


def _has_empty_rows(columns: Mapping[str, pa.DictionaryArray | pa.StringArray]) -> bool:
    """Whether any row has nothing in any of the columns. Most columns of most tables are never empty: the first tells."""
    empty: Any = None
    for texts in sorted(columns.values(), key=lambda texts: not pa.types.is_dictionary(texts.type)):
        if pa.types.is_dictionary(texts.type):
            if not (nothing := np.flatnonzero(np.asarray(pc.equal(texts.dictionary, "")))).size:
                return False
            here = np.asarray(texts.indices) == nothing[0]
        else:
            here = np.asarray(pc.equal(texts, ""))
        empty = here if empty is None else empty & here
        if not empty.any():
            return False
    return True


def _marked(document: Document) -> list[Finding]:
    marked = document.head.startswith(_MARK)
    return [note("a byte-order mark stands before the first column", "passed over")] if marked else []


def _cut_off(document: Document, row: int) -> list[Finding]:
    if document.scan.last in (b"\n", b"\r"):
        return []
    return [
        warning(
            "the last line has no end", "if the file was cut off there, its last cell is wrong; compare it", row=row
        )
    ]


def _carefully(document: Document, wanted: Mapping[str, tuple[str, ...]], plain: frozenset[str]) -> Bulk:
    """The table by rows, which names every oddity. Raises RefusedFile where it is too big for that."""
    if document.scan.size > LARGEST_TEXT:
        raise RefusedFile(
            "the table is not regular: an empty or uneven line, a NUL, an open quote mark or another encoding stands in it",
            "Export it again as UTF-8 CSV without empty lines.",
        )
    table = document.table
    columns: dict[str, Any] = {}
    for name, names in wanted.items():
        cells = pa.array(table.column(*names), type=pa.string())
        columns[name] = cells if name in plain else cells.dictionary_encode()
    return Bulk(table.header, columns, np.asarray(table.numbers, dtype=np.int32), list(table.findings))


def refuse_other(bulk: Bulk, name: str, column: str, good: str, what: str, *, empty: bool = False) -> None:
    """Raise RefusedFile at the first cell of a dictionary column that does not match a pattern in whole.

    ``empty``: an empty cell is no fault.
    """
    texts = bulk.columns[name]
    fits = pc.match_substring_regex(texts.dictionary, f"^(?:{good})$")
    if empty:
        fits = pc.or_(fits, pc.equal(texts.dictionary, ""))
    wrong = np.flatnonzero(~np.asarray(fits))
    if len(wrong):
        at = np.isin(np.asarray(texts.indices), wrong)
        row = bulk.row(at)
        if row is not None:
            cell = texts[int(np.flatnonzero(at)[0])].as_py()
            raise RefusedFile(
                f"{shown(cell)} is {what}", "Correct the cell, or fetch the file again.", row=row, column=column
            )


def spare_columns(header: tuple[str, ...], used: Mapping[str, tuple[str, ...]]) -> list[Finding]:
    """The note that says which columns a reader leaves alone, if there are any."""
    return Table(header, [], [], ",").unread_note(*(name for names in used.values() for name in names))


__all__ = ["MOST_FINDINGS", "Bulk", "read_bulk", "refuse_other", "spare_columns", "tidied"]
