"""Whatever the bytes, a reader answers with a reading or a refusal: never with a traceback, never slowly."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.support import tables

from peelian.figures.sources.base import Reading, RefusedFile, Settings
from peelian.figures.sources.document import MOST_COLUMNS, Document
from peelian.figures.sources.known import recognise


def answer(path: Path, settings: Settings) -> Reading | RefusedFile | None:
    """What loading would get of the file; anything else than these three fails the test."""
    document = Document(path)
    try:
        source = recognise(document).source
        return source.read(document, settings) if source else None
    except RefusedFile as refusal:
        return refusal


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
    start = time.process_time()
    got = answer(path, Settings())
    return time.process_time() - start, got


def test_columns_that_nobody_knows_are_told_in_a_few_lines(tmp_path: Path) -> None:
    wide = MOST_COLUMNS - len(tables.BOROUGH_HEADER) - len(tables.MONTHS)
    spare = [f" column {place} " for place in range(wide)]
    rows = [[*row, *["1"] * wide] for row in tables.CRIME]
    took, got = seconds(tables.save(tmp_path, tables.table([*tables.BOROUGH_HEADER, *tables.MONTHS, *spare], rows)))
    assert isinstance(got, Reading)
    assert len(got.findings) < 20
    assert took < 3
    rows = [[*row, "1"] for row in rows]
    _, got = seconds(
        tables.save(tmp_path, tables.table([*tables.BOROUGH_HEADER, *tables.MONTHS, *spare, "one more"], rows))
    )
    assert isinstance(got, RefusedFile)
    assert "the first line has 2,001 columns or more" in got.finding.what


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
