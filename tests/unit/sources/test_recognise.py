"""A file's kind is told by its content; its name only says what was promised."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from tests.support import tables

from peelian.figures.sources.base import RefusedFile
from peelian.figures.sources.document import Document
from peelian.figures.sources.known import recognise

PAGE = b"<!DOCTYPE html>\n<html><head><title>Not found</title></head>\n<body><p>Sorry, nothing is here.</p></body></html>\n"
NO_TABLES = [
    (b"", "empty"),
    (b" \r\n\r\n", "empty"),
    (b"\xef\xbb\xbf", "empty"),
    (b"%PDF-1.7 \n1,2,3\n", "pdf"),
    (b"PK\x03\x04rest", "workbook"),
    (b"\x89PNG\r\n", "binary"),
    (gzip.compress(b"a,b\n1,2\n", mtime=0), "binary"),
    (bytes(range(256)) * 4, "table"),
    (b"\x00" * 500, "binary"),
    (PAGE, "text"),
    (b"One plain sentence.\nAnd another one\n", "text"),
]


@pytest.mark.parametrize(("data", "form"), NO_TABLES)
def test_forms(tmp_path: Path, data: bytes, form: str) -> None:
    assert Document(tables.save(tmp_path, data)).form in (
        form,
        "text" if form == "table" else form,
        "binary" if form == "table" else form,
    )


@pytest.mark.parametrize(("data", "form"), [case for case in NO_TABLES if case[1] != "table"])
@pytest.mark.parametrize("name", ["table.csv", "map.geojson", "notes.md", "notes", "report.pdf"])
def test_a_failed_download_is_refused_and_other_things_are_passed_over(
    tmp_path: Path, data: bytes, form: str, name: str
) -> None:
    document = Document(tables.save(tmp_path, data, name))
    if name.endswith((".csv", ".geojson")):
        with pytest.raises(RefusedFile, match="it is named"):
            recognise(document)
    else:
        found = recognise(document)
        assert found.source is None
        assert found.passed_over


@pytest.mark.parametrize("name", ["table.csv", "notes.md", "dashboard.parquet", "noname"])
def test_a_damaged_parquet_file_is_refused_whatever_its_name(tmp_path: Path, name: str) -> None:
    document = Document(tables.save(tmp_path, b"PAR1 and then nothing", name))
    assert document.form == "parquet"
    with pytest.raises(RefusedFile, match="the Parquet file is damaged or cut off"):
        recognise(document)


@pytest.mark.parametrize("name", ["x.csv", "x.txt", "README.md", "noname", "PAS_Total.csv", "x.json", "x.pdf"])
@pytest.mark.parametrize("dataset", sorted(tables.EVERY_KIND))
def test_the_name_never_decides_what_is_read(tmp_path: Path, dataset: str, name: str) -> None:
    source = recognise(Document(tables.save(tmp_path, tables.EVERY_KIND[dataset], name))).source
    assert source is not None
    assert source.dataset == dataset


def test_wrong_content_under_a_right_name_is_no_survey(tmp_path: Path) -> None:
    name = "MPS Borough Level Crime (most recent 24 months).csv"
    assert recognise(Document(tables.save(tmp_path, b"fruit,price\napple,1\npear,2\n", name))).source is None
    assert recognise(Document(tables.save(tmp_path, b"fruit,price\napple,1\npear,2\n", name))).passed_over is None


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("Offence_Code,Offence,Police.uk_Cat", "offence codes"),
    ],
)
def test_what_is_known_and_not_read_yet_is_passed_over_by_name(tmp_path: Path, header: str, what: str) -> None:
    row = ",".join("x" * (header.count(",") + 1))
    found = recognise(Document(tables.save(tmp_path, f"{header}\n{row}\n".encode())))
    assert found.source is None
    assert what in (found.passed_over or "")


def test_json_that_is_no_map_is_passed_over(tmp_path: Path) -> None:
    assert (
        recognise(Document(tables.save(tmp_path, b'{"name": "a package"}', "datapackage.json"))).passed_over
        == "JSON, no map"
    )


def test_a_table_of_lsoas_is_not_taken_for_boroughs(tmp_path: Path) -> None:
    header = ("MajorText", "MinorText", "LSOA Code", "BoroughName")
    rows = [("THEFT", "SHOPLIFTING", "E01000001", "Barnet", "1", "2", "3")]
    assert recognise(Document(tables.save(tmp_path, tables.crime(rows, header=header)))).source is None


def test_rows_of_nothing_before_the_header_do_not_hide_it(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, b"\n\r\n,,,,,\n" + tables.crime())
    assert reading.dataset == "mps-borough"
    assert reading.table["row"].to_pylist()[0] == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    rows = [("THEFT", "SHOPLIFTING", "Crêpe Street", "1", "2", "3")]
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    reading = tables.read(tmp_path, mark + tables.crime(rows, encoding=encoding))
    assert reading.table["area"].unique().to_pylist() == ["Crêpe Street"]


@pytest.mark.parametrize(
    ("data", "what", "row"),
    [
        (b"\xef\xbb\xbf" + tables.crime().replace(b"Barnet,10", b"B\x81rnet,10"), "byte 0x81 is no text", 2),
        (tables.crime().replace(b"Havering,7", b"H\x9dvering,7"), "byte 0x9D is no text", 3),
        (tables.crime(encoding="utf-16")[:-1], "the UTF-16 text breaks off", 5),
    ],
)
def test_bytes_that_are_no_text_are_refused_by_row(tmp_path: Path, data: bytes, what: str, row: int) -> None:
    with pytest.raises(RefusedFile) as refusal:
        tables.read(tmp_path, data)
    assert what in refusal.value.finding.what
    assert refusal.value.finding.row == row


def test_windows_1252_is_read_and_warned_of_by_row(tmp_path: Path) -> None:
    rows = [("THEFT", "SHOPLIFTING", "Barnet", "1", "2", "3"), ("THEFT", "SHOPLIFTING", "Crêpe", "1", "2", "3")]
    assert "text is not UTF-8 (row 3): read as Windows-1252" in tables.said(
        tables.read(tmp_path, tables.crime(rows, encoding="cp1252"))
    )
