"""The Home Office's workforce tables: the real ODS against its own XML, and small generated sheets with every form and fault."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from tests.support import tables, workbooks

from peelian.figures.sources.base import Reading, RefusedFile, Settings
from peelian.figures.sources.document import Document
from peelian.figures.sources.known import recognise

REAL = "home-office/police-workforce-sep19-tables.ods"


@pytest.fixture(scope="module")
def real(data: Path) -> Reading:
    document = Document(data / REAL)
    source = recognise(document).source
    assert source is not None
    return source.read(document, Settings())


def test_the_real_file_is_what_its_xml_says(data: Path, real: Reading) -> None:
    """Every force's figure of every table, found by its sheet, row and date in the XML, with the sums of the forces."""
    sheets = workbooks.ods_rows(data / REAL)
    held = 0
    for fact in real.table.to_pylist():
        rows = sheets[fact["sheet"]]
        [at] = [number for number, row in enumerate(rows[:8]) if fact["column"] in [cell[:10] for cell in row]]
        place = [cell[:10] for cell in rows[at]].index(fact["column"])
        row = rows[fact["row"] - 1]
        assert " ".join(row[0].split()) == fact["area"]
        assert (fact["item"], fact["basis"]) == workbooks.WORKFORCE_SHEETS[fact["sheet"]]
        if row[place] == "..":
            assert fact["value"] is None
        else:
            held += 1
            assert fact["value"] == int((Decimal(row[place]) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    assert (held, real.table.num_rows) == (1369 - 70, 1369)


def test_what_the_met_and_the_city_had(real: Reading) -> None:
    def of(area: str, item: str, basis: str) -> dict[str, float]:
        return {fact["column"]: fact["value"] / 100 for fact in real.table.to_pylist()
                if (fact["area"], fact["item"], fact["basis"]) == (area, item, basis) and fact["value"] is not None}  # fmt: skip

    assert of("Metropolitan Police", "police officers", "FTE") == {
        "2018-09-30": 30136.17, "2019-03-31": 30435.49, "2019-09-30": 30940.23,
    }  # fmt: skip
    assert of("Metropolitan Police", "special constables", "headcount")["2019-09-30"] == 1838
    assert of("London, City of", "police officers", "headcount") == {"2019-03-31": 748, "2019-09-30": 765}
    assert of("London, City of", "designated officers (s.38, s.39)", "FTE") == {}


def test_the_real_file_s_oddities(real: Reading) -> None:
    said = tables.said(real)
    for sentence in (
        "sheets that are no table by force: Index, Table_6",
        "12 tables by force",
        "counts at the end of September 2018, March 2019, September 2019: a count at one day",
        "341 figures of regions and totals are checked against their forces",
        "65 cells hold '..' (data not available): read as missing, not as zero",
        "5 cells hold '..', which the sheet does not explain",
        "379 cells hold more decimals than 2, as 5516.6500000000015",
        "10 headcounts are no whole numbers, as 311.2075 for Central Service Secondments",
        "a note of Table_10, Table_11, Table_7, Table_8, Table_9 says: Headcount data were not collected for September 2018",
    ):
        assert sentence in said
    assert "add up to" not in said


# --- generated sheets ---


def read(
    folder: Path, change: Callable[[list[list[workbooks.Cell]]], object] = lambda rows: None, make=workbooks.ods
) -> Reading:  # type: ignore[no-untyped-def]
    """The small table with a change made to its rows."""
    rows = [list(row) for row in tables.WORKFORCE["Table_1"]]
    change(rows)
    return tables.read(folder, make({**tables.WORKFORCE, "Table_1": rows}))


def figures(reading: Reading) -> dict[tuple[str, str], int | None]:
    return {(fact["area"], fact["column"]): fact["value"] for fact in reading.table.to_pylist()}


@pytest.mark.parametrize("make", [workbooks.ods, workbooks.xlsx])
def test_forces_are_read_and_regions_and_totals_left_out(tmp_path: Path, make: object) -> None:
    reading = read(tmp_path, make=make)
    assert {area for area, _ in figures(reading)} == {
        "Cleveland", "Northumbria", "West Midlands", "London, City of", "Metropolitan Police", "Gwent", "British Transport Police",
    }  # fmt: skip
    assert figures(reading)["Northumbria", "2018-09-30"] == 315110  # 3151.095, half up
    assert figures(reading)["London, City of", "2018-09-30"] is None
    assert set(reading.table["item"].to_pylist()) == {"police officers"}
    assert reading.periods == ["2018-09", "2019-09"]


def put(row: int, column: int, cell: workbooks.Cell) -> Callable[[list[list[workbooks.Cell]]], object]:
    return lambda rows: rows[row].__setitem__(column, cell)


def test_a_region_that_differs_from_its_forces_is_warned_of(tmp_path: Path) -> None:
    said = tables.said(read(tmp_path, put(3, 1, 4000)))
    assert (
        "North East is printed as 4000 and its forces add up to 4375.015 (sheet Table_1, row 4, column 2018-09-30)"
        in said
    )
    said = tables.said(read(tmp_path, put(13, 2, 1)))
    assert "Total 43 forces is printed as 1 and its forces add up to 42850.73" in said


@pytest.mark.parametrize(
    ("symbol", "explained", "value"),
    [
        ("[x]", "", None),
        ("*", "", None),
        ("-", "", None),
        ("-", "'-' denotes nil", 0),
        ("[z]", "'[z]' = not applicable", None),
    ],
)
def test_symbols(tmp_path: Path, symbol: str, explained: str, value: int | None) -> None:
    def change(rows: list[list[workbooks.Cell]]) -> None:
        rows[4][1] = symbol
        rows.append([explained])

    reading = read(tmp_path, change)
    assert figures(reading)["Cleveland", "2018-09-30"] == value
    unexplained = f"'{symbol}', which the sheet does not explain" in tables.said(reading)
    assert unexplained == (not explained)


def test_a_cell_that_is_no_figure_is_refused_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match="'about 1,200' is neither a number nor a symbol") as refusal:
        read(tmp_path, put(4, 1, "about 1,200"))
    finding = refusal.value.finding
    assert (finding.sheet, finding.row, finding.column) == ("Table_1", 5, "2018-09-30")


def test_numbers_as_text_with_separators_are_read(tmp_path: Path) -> None:
    assert figures(read(tmp_path, put(4, 1, "1,223.92")))["Cleveland", "2018-09-30"] == 122392


def test_dates_in_words_are_read(tmp_path: Path) -> None:
    reading = read(tmp_path, put(2, 1, "30 September 2018"))
    assert reading.periods == ["2018-09", "2019-09"]
    assert ("Cleveland", "30 September 2018") in figures(reading)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda rows: rows.__setitem__(2, ["", "a", "b"]), "no dates stand above the figures"),
        (lambda rows: rows[2].__setitem__(2, rows[2][1]), "a date stands twice"),
        (lambda rows: rows.__delitem__(slice(3, 15)), "no row of figures stands below the dates"),
        (lambda rows: rows.insert(5, rows[4]), "counts police officers of Cleveland again, as row 5 of Table_1 does"),
    ],
)
def test_tables_that_are_refused(
    tmp_path: Path, change: Callable[[list[list[workbooks.Cell]]], object], what: str
) -> None:
    with pytest.raises(RefusedFile, match=what):
        read(tmp_path, change)


def test_heads_and_full_time_equivalents_are_told_apart(tmp_path: Path) -> None:
    rows = [list(row) for row in tables.WORKFORCE["Table_1"]]
    heads = [[str(rows[0][0]).replace("Table 1", "Table 7").replace("FTE", "headcount")], *rows[1:]]
    reading = tables.read(tmp_path, workbooks.ods({"Table_1": rows, "Table_7": heads}))
    assert set(reading.table["basis"].to_pylist()) == {"FTE", "headcount"}
    assert "headcounts are no whole numbers" in tables.said(reading)


def test_a_workbook_with_the_title_only_in_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    data = workbooks.xlsx({**tables.WORKFORCE}, hidden=["Table_1"])
    assert recognise(Document(tables.save(tmp_path, data, "hidden.xlsx"))).source is None
