"""Whatever the bytes, a reader answers with a reading or a refusal: never with a traceback, never slowly."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import pytest
from tests.support import tables, workbooks

from peelian.figures.sources import recognise
from peelian.figures.sources.base import Reading, RefusedFile, Settings
from peelian.figures.sources.document import Document

FILES_EACH = 250
WORKBOOKS = 80
"""Each is opened in a process of its own, which takes a tenth of a second."""
SPICE = (
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b'"',
    b"'",
    b",",
    b";",
    b"\t",
    b"|",
    b"\r",
    b"\n",
    b"\r\n",
    b"\x1a",
    b"-",
    b"%",
    b"[",
    b"{",
    b"]",
    b"}",
    b"nan",
    b"1e999",
    b"9" * 30,
    "\u00b2".encode(),
    "\u0660".encode(),
    b"\x85",
    "\u2028".encode(),
    b"\\",
    b"x" * 2000,
)
SETTINGS = (Settings(), Settings("d/m/y", "comma"), Settings("m/d/y", "point"))


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
    """Mutated anywhere, or only below the first line, so that half of the files are still recognised.

    A workbook is mutated inside one of its members as well: whatever else is changed in a ZIP file is found by its checksum.
    """
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _wounded_member(data, chance)
    header, _, body = data.partition(b"\n")
    return mutated(data, chance) if chance.random() < 0.5 or not body else header + b"\n" + mutated(body, chance)


def _wounded_member(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in members if name.endswith(".xml")])
    members[name] = mutated(bytes(members[name]), chance)  # type: ignore[arg-type]
    return workbooks.packed(members, stored=["mimetype"])


def answer(path: Path, settings: Settings) -> Reading | RefusedFile | None:
    """What loading would get of the file; anything else than these three fails the test."""
    document = Document(path)
    try:
        source = recognise(document).source
        return source.read(document, settings) if source else None
    except RefusedFile as refusal:
        return refusal


@pytest.mark.parametrize("dataset", sorted(tables.EVERY_KIND))
def test_no_wound_makes_a_traceback(tmp_path: Path, dataset: str) -> None:
    chance = random.Random(dataset)  # the same wounds every time
    read = refused = 0
    for _ in range(FILES_EACH if tables.EVERY_KIND[dataset][:2] != b"PK" else WORKBOOKS):
        data = wounded(tables.EVERY_KIND[dataset], chance)
        path = tables.save(tmp_path, data, chance.choice(["x.csv", "x.json", "x.md", "x"]))
        try:
            got = answer(path, chance.choice(SETTINGS))
        except Exception as error:
            raise AssertionError(f"{type(error).__name__}: {error}; bytes: {data!r}") from error
        if isinstance(got, Reading):
            read += 1
            assert got.table.num_rows > 0
            assert all(len(finding.sentence()) < 1000 for finding in got.findings)
            assert got.periods is None or got.periods[0] <= got.periods[1]
        elif got is not None:
            refused += 1
            assert got.finding.remedy
            assert len(got.finding.sentence()) < 1000
    assert refused > 10
    assert read > 1


@pytest.mark.parametrize(
    "data",
    [
        b'"',
        b'"\n"',
        b"a,b\rc,d",
        b",",
        b"\n,\n",
        b"a,b\n",
        b"\xff\xfe",
        b"\xff\xfe\x00\x00",
        b"{",
        b"[[",
        b"\x00,\x00\n1,2\n",
    ],
)
def test_odd_little_files(tmp_path: Path, data: bytes) -> None:
    assert not isinstance(answer(tables.save(tmp_path, data, "x"), Settings()), Reading)


def seconds(path: Path) -> tuple[float, Reading | RefusedFile | None]:
    start = time.perf_counter()
    got = answer(path, Settings())
    return time.perf_counter() - start, got


def test_ten_thousand_columns_are_quick(tmp_path: Path) -> None:
    spare = [f" column {place} " for place in range(10_000)]
    data = tables.table(
        [*tables.BOROUGH_HEADER, *tables.MONTHS, *spare], [[*row, *["1"] * 10_000] for row in tables.CRIME]
    )
    took, got = seconds(tables.save(tmp_path, data))
    assert isinstance(got, Reading)
    assert len(got.findings) < 20
    assert took < 3


def test_ten_thousand_stray_cells_are_told_in_a_few_lines(tmp_path: Path) -> None:
    rows = [
        [f"{day:02d}/12/2015", "PAS", f"Area {area}", "Trust MPS", "0.5", "stray"]
        for day in (31,)
        for area in range(10_000)
    ]
    took, got = seconds(tables.save(tmp_path, tables.table([*tables.SURVEY_HEADER, ""], rows)))
    assert isinstance(got, Reading)
    assert len(got.findings) < 20
    assert took < 3


def test_a_quote_mark_that_swallows_the_file_is_refused_quickly(tmp_path: Path) -> None:
    took, got = seconds(
        tables.save(tmp_path, tables.crime() + b'THEFT,"OTHER,Barnet,1,2,3\n' + b"THEFT,OTHER,Camden,1,2,3\n" * 50_000)
    )
    assert isinstance(got, RefusedFile)
    assert took < 3


def test_one_long_cell_takes_no_memory_for_the_others(tmp_path: Path) -> None:
    rows = [["THEFT", f"KIND {place}", "Barnet", *["1"] * 24] for place in range(2_000)]
    rows[1_000][10] = "1" * 100_000  # as an array of fixed width this would be 19 GB
    months = [f"{2024 + step // 12}{step % 12 + 1:02d}" for step in range(24)]
    took, got = seconds(tables.save(tmp_path, tables.crime(rows, months)))
    assert isinstance(got, RefusedFile)
    assert (got.finding.row, got.finding.column) == (1_002, months[7])
    assert took < 3
