"""Files that are wrong at random, the same ones for the same seed: wounded byte by byte, or cell by cell and still tables."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.support import tables, workbooks

SPICE = (b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b"'", b",", b";", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\x1a", b"-",
         b"%", b"[", b"{", b"]", b"}", b"nan", b"1e999", b"9" * 30, "\u00b2".encode(), "\u0660".encode(), b"\x85",
         "\u2028".encode(), b"\\", b"x" * 2000)  # fmt: skip
CELLS = ("", " ", "\u00a0", "0", "-0", "-1", "+1", "1.0", "1,0", "1,234", "1.234", "1,234,567.8", "1e5", "1E-400", "nan", "inf",
         "NULL", "#N/A", "n/a", "-", "\u2212", "%", "5%", "0x10", "1_000", "\u0663", "\u00bd",
         "9" * 18, "9" * 19, "9" * 400, "0" * 400,
         "=1+1", "@SUM(A1)", "\x1b[2J", "\u202e", "a" * 64, "A1" * 32, "e" * 63, "x" * 5000, '"', "'", "a\nb", "a\rb", "\ufeff",
         "E09000016", "E05013538", "E01000001", "E99999999", "e09000016", "E0900001\u0666", "S12000033", "Total", "Unknown",
         "Havering", "HAVERING", "Barnet ", "2024-01", "2024-13", "2024-1", "0000-00", "1900-01", "2099-12", "9999-99", "202401",
         "202413", "31/12/2014", "12/31/2014", "31/02/2015", "00/00/0000", "2014-12-31", "29/02/1900", "31.12.14",
         "2024-03-31T01:30:00+00:00", "2024-10-27T00:30:00+00:00", "2024-01-31T23:30:00Z", "2024-01-31T23:30:00",
         "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2024-W05-1", "20240131T233000+0000", "False", "TRUE",
         "PAS", "USS", "Offences", "Positive Outcomes", "Borough", "Safer Neighbourhood Teams", "City of London Police",
         "Kent Police", "FY2016-17", "R12-2017-06", "2017-06-31", "count", "percent", "projection")  # fmt: skip
"""Cells that one reader or another takes for something, or that a program stumbles over."""
VALUES: tuple[Any, ...] = (None, True, 0, -1, 1e308, 10**400, "", "x", "E09000016", "E06000001", [], {}, [[]], [None], [[0, 0]] * 3,
                           [[[181, 91]]], {"type": "Polygon"}, {"type": "Point", "coordinates": [0, 51]})  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to six small wounds."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.choices(range(len(data) + 1), k=2))
        wound = chance.randrange(8)
        if wound == 0:
            data = data[:at] + chance.choice(SPICE) + data[at:]
        elif wound == 1:
            data = data[:at] + data[at + chance.randint(1, 4) :]
        elif wound == 2:
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        elif wound == 3:
            data = data[:to] + data[at:to] + data[to:]
        elif wound == 4:
            data = data[:at] if chance.random() < 0.5 else data[at:]
        elif wound == 5:
            lines = data.split(b"\n")
            chance.shuffle(lines)
            data = b"\n".join(lines)
        elif wound == 6:
            data = data.replace(chance.choice((b",", b"\n", b'"', b"0", b"E", b":")), chance.choice(SPICE))
        else:
            data = data[:at] + chance.choice(list(tables.EVERY_KIND.values()))[:200] + data[to:]
    return data


def wounded(data: bytes, chance: random.Random) -> bytes:
    """Wounded anywhere, only below the first line, or cell by cell, so that half of the files are still recognised.

    A workbook is wounded inside one of its members as well: whatever else is changed in a ZIP file is found by its checksum.
    """
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _wounded_member(data, chance)
    how = chance.random()
    if how < 0.5 and not data.startswith(b"PK"):
        return _reshaped(data, chance)
    header, _, body = data.partition(b"\n")
    return mutated(data, chance) if how < 0.75 or not body else header + b"\n" + mutated(body, chance)


def _wounded_member(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in members if name.endswith(".xml")])
    members[name] = mutated(bytes(members[name]), chance)  # type: ignore[arg-type]
    return workbooks.packed(members, stored=["mimetype"])


def _reshaped(data: bytes, chance: random.Random) -> bytes:
    """Still a table, or still JSON, with other cells, rows and columns, written in some way that is met."""
    if data.lstrip().startswith(b"{"):
        return json.dumps(_other_value(json.loads(data), chance)).encode()
    rows = list(csv.reader(io.StringIO(data.decode())))
    for _ in range(chance.randint(1, 4)):
        chance.choice(_RESHAPE)(rows, chance)
    stream = io.StringIO(newline="")
    newline = chance.choice(["\n", "\n", "\r\n", "\r", "\n\n"])
    quoting = chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    csv.writer(stream, delimiter=chance.choice(",,,;\t|"), quoting=quoting, lineterminator=newline).writerows(rows)
    encoding = chance.choice(["utf-8"] * 6 + ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32"])
    return stream.getvalue().encode(encoding, errors="replace")


Rows = list[list[str]]


def _place(rows: Rows, chance: random.Random) -> tuple[int, int]:
    at = chance.randrange(len(rows))
    return at, chance.randrange(max(1, len(rows[at])))


def _other_cell(rows: Rows, chance: random.Random) -> None:
    at, to = _place(rows, chance)
    rows[at][to : to + 1] = [chance.choice(CELLS)]


def _other_column(rows: Rows, chance: random.Random) -> None:
    _, to = _place(rows, chance)
    cells = chance.choices(CELLS, k=chance.choice([1, len(rows)]))
    for at, row in enumerate(rows[1:]):
        row[to : to + 1] = [cells[at % len(cells)]]


def _longer_cell(rows: Rows, chance: random.Random) -> None:
    at, to = _place(rows, chance)
    if to < len(rows[at]):
        cell = rows[at][to]
        rows[at][to] = chance.choice(
            [cell + chance.choice(CELLS), f" {cell} ", cell.upper(), cell.lower(), cell[:-1], cell * 2]
        )


def _swapped_cells(rows: Rows, chance: random.Random) -> None:
    (at, to), (other, there) = _place(rows, chance), _place(rows, chance)
    if to < len(rows[at]) and there < len(rows[other]):
        rows[at][to], rows[other][there] = rows[other][there], rows[at][to]


def _row_again(rows: Rows, chance: random.Random) -> None:
    rows.insert(chance.randrange(len(rows) + 1), list(chance.choice(rows)))


def _row_less(rows: Rows, chance: random.Random) -> None:
    if len(rows) > 1:
        rows.pop(chance.randrange(len(rows)))


def _row_of_another(rows: Rows, chance: random.Random) -> None:
    other = [kind for kind in tables.EVERY_KIND.values() if not kind.startswith((b"PK", b"{"))]
    lines = list(csv.reader(io.StringIO(chance.choice(other).decode())))
    rows.insert(chance.randrange(len(rows) + 1), chance.choice(lines))


def _column_again(rows: Rows, chance: random.Random) -> None:
    _, to = _place(rows, chance)
    for row in rows:
        row[to:to] = row[to : to + 1]


def _column_less(rows: Rows, chance: random.Random) -> None:
    _, to = _place(rows, chance)
    for row in rows:
        del row[to : to + 1]


def _other_order(rows: Rows, chance: random.Random) -> None:
    order = list(range(max(map(len, rows))))
    chance.shuffle(order)
    rows[:] = [[row[to] for to in order if to < len(row)] for row in rows]


def _many_rows(rows: Rows, chance: random.Random) -> None:
    rows += [list(chance.choice(rows)) for _ in range(50)]


def _spare(rows: Rows, chance: random.Random) -> None:
    for row in rows[chance.randrange(2) :]:
        row.extend(chance.choices(CELLS, k=chance.randint(0, 2)))


_RESHAPE = (_other_cell, _other_cell, _other_cell, _other_column, _longer_cell, _longer_cell, _swapped_cells, _row_again, _row_less,
            _row_of_another, _column_again, _column_less, _other_order, _many_rows, _spare)  # fmt: skip


def _other_value(value: Any, chance: random.Random) -> Any:
    """JSON with another value at some place of it."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        if chance.random() < 0.1:
            return {name: each for name, each in value.items() if name != key}
        return value | {key: _other_value(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        at = chance.randrange(len(value))
        return [*value[:at], *[_other_value(value[at], chance)] * chance.randrange(3), *value[at + 1 :]]
    return chance.choice(VALUES)


def parquet(chance: random.Random) -> bytes:
    """The Met's dashboard in Parquet with columns of other types, missing or odd, and in half of the files with wounded bytes."""
    rows = list(tables.DASHBOARD) * chance.choice([1, 1, 50])
    columns = {name: _column([row[at] for row in rows], chance) for at, name in enumerate(tables.DASHBOARD_HEADER)}
    if chance.random() < 0.1:
        columns.pop(chance.choice(tables.DASHBOARD_HEADER))
    table = pa.table(columns)
    stream = io.BytesIO()
    pq.write_table(table.slice(0, 0) if chance.random() < 0.05 else table, stream,
                   compression=chance.choice(["NONE", "SNAPPY", "ZSTD", "GZIP"]), row_group_size=chance.choice([3, 1000]),
                   data_page_version=chance.choice(["1.0", "2.0"]))  # fmt: skip
    data = bytearray(stream.getvalue())
    for _ in range(chance.choice([0, 0, 0, 1, 2, 4])):
        at, wound = chance.randrange(len(data)), chance.random()
        if wound < 0.7:
            data[at] = chance.randrange(256)
        elif wound < 0.85:
            del data[at : at + chance.randint(1, 9)]
        else:
            data[at:at] = chance.randbytes(chance.randint(1, 9))
    return bytes(data)


def _column(cells: list[str], chance: random.Random) -> pa.Array:
    """A column as it is, or of a type or with cells that nobody expects."""
    odd: list[list[Any]] = [
        [chance.choice(CELLS) for _ in cells], [None] * len(cells), list(range(len(cells))), [[cell] for cell in cells],
        [{"a": cell} for cell in cells], [1.5e300] * len(cells), [cell.encode() for cell in cells], [b"\xff\xfe"] * len(cells),
    ]  # fmt: skip
    if chance.random() < 0.03 * len(odd):
        return pa.array(chance.choice(odd))
    numbers = all(cell.isdigit() for cell in cells) and chance.random() < 0.5
    column = pa.array([int(cell) for cell in cells] if numbers else cells)
    if not numbers and chance.random() < 0.4:
        return column.dictionary_encode() if chance.random() < 0.7 else column.cast(pa.large_string())
    return column
