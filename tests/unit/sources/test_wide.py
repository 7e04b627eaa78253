"""Recorded crime, wide: order and noise change nothing, and each corruption is refused at its row and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support import tables

from peelian.figures.sources.base import RefusedFile, Settings

AREAS = ("Barnet", "Camden", "Hammersmith and Fulham", "Unknown")
PAIRS = (("BURGLARY", "RES BURGLARY OF A HOME"), ("THEFT", "SHOPLIFTING"), ("THEFT", "OTHER THEFT"))
property_test = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def crimes(draw: st.DrawFn) -> tuple[list[str], dict[tuple[str, str, str], list[int | None]]]:
    """Months and, for some rows, a count or nothing for each."""
    months = draw(
        st.lists(st.sampled_from([f"2024{month:02d}" for month in range(1, 13)]), min_size=1, max_size=5, unique=True)
    )
    keys = st.tuples(st.sampled_from(PAIRS), st.sampled_from(AREAS)).map(lambda key: (*key[0], key[1]))
    count = st.one_of(st.none(), st.integers(0, 40))
    counts = st.lists(count, min_size=len(months), max_size=len(months))
    return months, draw(st.dictionaries(keys, counts, min_size=1, max_size=8))


def expected(months: list[str], rows: dict[Any, list[int | None]]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            (0, tables.month_of(month), count, major, minor, area)
            for (major, minor, area), counts in rows.items()
            for month, count in zip(months, counts, strict=True)
        ),
        key=repr,
    )


@property_test
@given(crime=crimes(), data=st.data())
def test_the_order_of_columns_rows_and_months_does_not_matter(tmp_path: Path, crime: Any, data: st.DataObject) -> None:
    months, rows = crime
    header = [*tables.BOROUGH_HEADER, *months]
    body = [[*key, *("" if count is None else str(count) for count in counts)] for key, counts in rows.items()]
    columns = data.draw(st.permutations(range(len(header))))
    body = [[row[place] for place in columns] for row in data.draw(st.permutations(body))]
    reading = tables.read(tmp_path, tables.table([header[place] for place in columns], body))
    assert tables.facts(reading) == expected(months, rows)
    for row, column, value, area in zip(
        *(reading.table[name].to_pylist() for name in ("row", "column", "value", "area")), strict=True
    ):
        printed = body[row - 2]
        shuffled = [header[place] for place in columns]
        assert printed[shuffled.index(column)] == ("" if value is None else str(value))
        assert printed[shuffled.index("BoroughName")] == area


@property_test
@given(crime=crimes(), data=st.data())
def test_noise_changes_no_fact(tmp_path: Path, crime: Any, data: st.DataObject) -> None:
    months, rows = crime
    padding = st.sampled_from(["", " ", "  ", "\t", "\u00a0"])
    pad = lambda cell: data.draw(padding) + cell + data.draw(padding)  # noqa: E731
    body: list[list[str]] = []
    for key, counts in rows.items():
        body += [[]] * data.draw(st.integers(0, 2))  # rows of nothing at all
        body += [[""] * (3 + len(months))] * data.draw(st.integers(0, 1))
        body.append(
            [
                *map(pad, key),
                *(pad("" if count is None else str(count)) for count in counts),
                *[""] * data.draw(st.integers(0, 2)),
            ]
        )
    reading = tables.read(tmp_path, tables.table([*map(pad, tables.BOROUGH_HEADER), *map(pad, months)], body))
    assert tables.facts(reading) == expected(months, rows)


def test_cells_that_are_padded_with_tabs_are_split_at_their_commas(tmp_path: Path) -> None:
    """A tab on either side of two commas splits the header into more cells than the commas do, and some are commas."""
    header = ["MajorText", "MinorText\t", "\tBoroughName\t", "\t202401"]
    reading = tables.read(
        tmp_path, tables.table(header, [["BURGLARY", "RES BURGLARY OF A HOME", "\tBarnet\t", "\t\t"]])
    )
    assert tables.facts(reading) == expected(["202401"], {("BURGLARY", "RES BURGLARY OF A HOME", "Barnet"): [None]})


def test_an_empty_cell_is_missing_and_an_absent_row_is_not_there(tmp_path: Path) -> None:
    rows = [list(row) for row in tables.CRIME]
    rows[1][4] = ""
    reading = tables.read(tmp_path, tables.crime(rows))
    assert reading.table["value"].null_count == 1
    assert "1 cell is empty (row 3, column 202402): read as missing, not as zero" in tables.said(reading)
    assert "2 rows of the one in the other are not in it" in tables.said(reading)


@pytest.mark.parametrize("header", ["BoroughName", "LookUp_BoroughName", "lookup boroughname", " BoroughName "])
def test_old_and_new_headers(tmp_path: Path, header: str) -> None:
    new = tables.read(tmp_path, tables.crime())
    assert tables.facts(tables.read(tmp_path, tables.crime(header=("MajorText", "MinorText", header)))) == tables.facts(
        new
    )


@pytest.mark.parametrize(
    ("months", "first"), [(("2024-01", "2024-02", "2024-03"), "2024-01"), (("2024_01", "202402", "202403"), "2024_01")]
)
def test_a_month_written_with_a_mark_is_a_month_and_keeps_its_printed_name(
    tmp_path: Path, months: tuple[str, ...], first: str
) -> None:
    reading = tables.read(tmp_path, tables.crime(months=months))
    assert reading.periods == ["2024-01", "2024-03"]
    assert reading.table["column"].to_pylist()[0] == first


def test_both_classifications(tmp_path: Path) -> None:
    title = [[row[0].title(), row[1].title(), *row[2:]] for row in tables.CRIME]
    assert tables.read(tmp_path, tables.crime(title)).classification == "mps-2019"
    assert tables.read(tmp_path, tables.crime()).classification == "mps-2024"


@pytest.mark.parametrize(
    ("printed", "told", "value"),
    [
        ("1,234", None, 1234),
        ("1.234", None, 1234),
        ("12.0", None, 12),
        ("12,00", None, 12),
        ("12,345,678", None, 12345678),
        ("1,000", "point", 1000),
        ("1,000", "comma", 1),
        ("1.000", "point", 1),
        ("1.000", "comma", 1000),
        ("0012", None, 12),
    ],
)
def test_counts_as_spreadsheets_write_them(tmp_path: Path, printed: str, told: Any, value: int) -> None:
    rows = [[*tables.CRIME[0][:3], printed, "2", "3"]]
    reading = tables.read(tmp_path, tables.crime(rows), Settings(decimal=told))
    assert reading.table["value"].to_pylist() == [value, 2, 3]


def corrupted(row: int, place: int, cell: str) -> bytes:
    rows = [list(cells) for cells in tables.CRIME]
    rows[row - 2][place] = cell
    return tables.crime(rows)


LAST = tables.crime().rindex(b"BICYCLE")
TOTALS = [(*pair, area, "9", "9", "9") for *pair, area in (("THEFT", "TOTAL", "Barnet"), ("TOTAL", "TOTAL", "Barnet"))]


@pytest.mark.parametrize(
    ("data", "what", "row", "column"),
    [
        pytest.param(corrupted(3, 4, "1O"), "'1O' is no count", 3, "202402", id="a letter in a count"),
        pytest.param(corrupted(3, 4, "-4"), "'-4' is no count", 3, "202402", id="a negative"),
        pytest.param(corrupted(3, 4, "4%"), "'4%' is no count", 3, "202402", id="a per cent"),
        pytest.param(corrupted(3, 4, "4.5"), "'4.5' is no count", 3, "202402", id="half an offence"),
        pytest.param(corrupted(3, 4, "1,23"), "'1,23' is no count", 3, "202402", id="a misplaced separator"),
        pytest.param(corrupted(3, 4, "²"), "'²' is no count", 3, "202402", id="a digit that is no digit"),
        pytest.param(corrupted(3, 4, "9" * 10), "is no count", 3, "202402", id="more offences than people"),
        pytest.param(corrupted(3, 4, "9" * 30), "is no count", 3, "202402", id="more digits than a number holds"),
        pytest.param(corrupted(3, 4, "x" * 100_000), "is no count", 3, "202402", id="a very long cell"),
        pytest.param(corrupted(3, 4, "1,000"), "may be thousands or decimals", 3, "202402", id="ambiguous"),
        pytest.param(corrupted(3, 2, " "), "the cell is empty", 3, "BoroughName", id="no area"),
        pytest.param(corrupted(4, 0, ""), "the cell is empty", 4, "MajorText", id="no category"),
        pytest.param(corrupted(4, 0, "Theft"), "two classifications are mixed", 4, "MajorText", id="mixed majors"),
        pytest.param(
            corrupted(4, 1, "Shoplifting"), "two classifications are mixed", 4, "MinorText", id="mixed minors"
        ),
        pytest.param(
            corrupted(3, 2, "BARNET"),
            "repeats the category and area of row 2",
            3,
            None,
            id="a row repeated in another case",
        ),
        pytest.param(
            tables.crime([*tables.CRIME, tables.CRIME[1]]),
            "repeats the category and area of row 3",
            6,
            None,
            id="a repeated row",
        ),
        pytest.param(
            tables.crime(months=("202401", "202402", "202401")),
            "the month stands twice",
            1,
            "202401",
            id="a repeated month",
        ),
        pytest.param(
            tables.crime(months=("202401", "202402", "2024-01")),
            "the month stands twice",
            1,
            "2024-01",
            id="a month repeated in another form",
        ),
        pytest.param(
            tables.crime([*tables.CRIME, TOTALS[0]]), "a row of totals", 6, "MinorText", id="a total of a category"
        ),
        pytest.param(tables.crime([*tables.CRIME, TOTALS[1]]), "a row of totals", 6, "MajorText", id="a total of all"),
        pytest.param(
            tables.crime([*tables.CRIME, ("THEFT", "SHOPLIFTING", "Grand Total", "1", "1", "1")]),
            "a row of totals",
            6,
            "BoroughName",
            id="a total of areas",
        ),
        pytest.param(tables.crime()[: LAST + 9], "has 2 cells where the header has 6", 5, None, id="cut off in a row"),
        pytest.param(
            tables.crime(quoted=True)[:-2],
            "a quote mark is opened and never closed",
            5,
            None,
            id="cut off in a quoted cell",
        ),
        pytest.param(
            tables.crime([*tables.CRIME[:1], (*tables.CRIME[1], "5"), *tables.CRIME[2:]]),
            "has 7 cells",
            3,
            None,
            id="a cell too many",
        ),
        pytest.param(
            tables.crime().replace(b"Havering,1,", b"Havering,1\x00,"), "a NUL character", 5, None, id="a NUL"
        ),
        pytest.param(
            tables.table([*tables.BOROUGH_HEADER, *tables.MONTHS], []), "a header and no row", 1, None, id="header only"
        ),
        pytest.param(
            tables.crime(header=("MajorText", "MinorText", "BoroughName"), months=("BoroughName", "202401", "202402")),
            "the column stands twice",
            1,
            "BoroughName",
            id="a repeated column",
        ),
    ],
)
def test_corruption_is_refused_where_it_is(
    tmp_path: Path, data: bytes, what: str, row: int, column: str | None
) -> None:
    with pytest.raises(RefusedFile) as refusal:
        tables.read(tmp_path, data)
    finding = refusal.value.finding
    assert what in finding.what
    assert (finding.row, finding.column) == (row, column)
    assert finding.remedy
    assert len(finding.what) < 250


def test_a_file_cut_off_in_its_last_figure_is_warned_of(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, tables.crime()[:-1])
    assert "the last line has no end (row 5)" in tables.said(reading)
    assert [finding.severity for finding in reading.findings if "no end" in finding.what] == ["warning"]


def nine_months(area: str, count: int) -> list[tuple[str, ...]]:
    return [("THEFT", "SHOPLIFTING", area, *(str(count * month) for month in range(1, 10)))]


def test_a_total_without_the_name_is_found_by_adding_up(tmp_path: Path) -> None:
    months = [f"2024{month:02d}" for month in range(1, 10)]
    others = nine_months("Barnet", 3) + nine_months("Camden", 5) + nine_months("Brent", 7)
    with pytest.raises(RefusedFile, match="sum of all others in every month") as refusal:
        tables.read(tmp_path, tables.crime([*others, *nine_months("Metropolis", 15)], months))
    assert (refusal.value.finding.row, refusal.value.finding.column) == (5, "BoroughName")
    tables.read(tmp_path, tables.crime([*others, *nine_months("Metropolis", 16)], months))


def test_a_month_that_vanished_is_missing_and_said(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, tables.crime(months=("202401", "202402", "202404")))
    assert "1 month has no column: 2024-03" in tables.said(reading)


def test_a_column_that_changed_its_name_is_said(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, tables.crime(months=("202401", "202402", "Mar-24")))
    [found] = [finding for finding in reading.findings if "Mar-24" in finding.what]
    assert found.severity == "warning"
    assert reading.periods == ["2024-01", "2024-02"]


WARD = (("THEFT", "SHOPLIFTING", "Abbey", "E05013500", "Barnet", "1", "2", "3"),)


def wards(*rows: tuple[str, ...]) -> bytes:
    return tables.crime([*WARD, *rows], header=tables.WARD_HEADER)


def test_wards_are_told_apart_by_code(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, wards(("THEFT", "SHOPLIFTING", "Abbey", "E05009317", "Camden", "4", "5", "6")))
    assert (reading.dataset, reading.areas) == ("mps-ward", 2)
    assert "2 ward codes have 1 names; shared: Abbey" in tables.said(reading)
    assert "1 of 2 ward codes came in with the boundaries of 2022" in tables.said(reading)


def test_one_ward_under_two_boroughs_or_names_is_said(tmp_path: Path) -> None:
    reading = tables.read(
        tmp_path, wards(("THEFT", "SHOPLIFTING", "Abbey Road", "E05013500", "Aviation Security (SO18)", "4", "5", "6"))
    )
    assert "stands under Aviation Security (SO18), Barnet" in tables.said(reading)
    assert "E05013500 is Abbey, Abbey Road" in tables.said(reading)


@pytest.mark.parametrize("code", ["E0501350", "e05013500", "E09000001", "Abbey", "E0501350٠"])
def test_what_is_no_ward_code_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(RefusedFile, match="is no ward code") as refusal:
        tables.read(tmp_path, wards(("THEFT", "SHOPLIFTING", "Abbey", code, "Camden", "4", "5", "6")))
    assert (refusal.value.finding.row, refusal.value.finding.column) == (3, "WardCode")


def test_wards_without_any_code_of_2022_are_warned_of(tmp_path: Path) -> None:
    rows = [("THEFT", "SHOPLIFTING", "Abbey", "E05009317", "Camden", "4", "5", "6")]
    assert "no ward code is of the boundaries of 2022" in tables.said(
        tables.read(tmp_path, tables.crime(rows, header=tables.WARD_HEADER))
    )
