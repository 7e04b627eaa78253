"""The Met's monthly dashboard: the real Parquet file against DuckDB, and generated files in every form it has been published in."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.support import tables, workbooks

from peelian.figures.sources.base import Reading, RefusedFile, Settings
from peelian.figures.sources.document import Document
from peelian.figures.sources.known import recognise

REAL = "mps-dashboard/monthly-crime-dashboard-2025-07.parquet"
GENERATED_HEADER = tables.DASHBOARD_HEADER
GENERATED = tables.DASHBOARD
"""Rows made up for these tests, in the form of the publisher's files."""
OLDER = ("Month_Year", "Area Type", "Borough_SNT", "Area name", "Area code", "Crime Type", "Crime Subtype", "Measure",
         "Financial Year", "Count")  # fmt: skip


@pytest.fixture(scope="module")
def real(data: Path) -> Reading:
    document = Document(data / REAL)
    source = recognise(document).source
    assert source is not None
    return source.read(document, Settings())


def sql(reading: Reading, query: str) -> list[tuple[object, ...]]:
    """An answer of DuckDB about the facts of a reading."""
    with duckdb.connect() as connection:
        connection.register("facts", reading.table)
        return connection.sql(query).fetchall()


def test_the_real_file_is_what_duckdb_says(data: Path, real: Reading) -> None:
    """Every sum by kind of area, category, way of counting, month and area, made by SQL on the publisher's columns."""
    said = duckdb.sql(f"""
        select case area_type when 'Borough' then 'borough' else 'team' end, lower(crime_subtype), measure,
               year(month_year) * 12 + month(month_year) - 1,
               case when area_code like case area_type when 'Borough' then 'E09______' else 'E05______' end
                    then area_code else coalesce(area_name, borough_snt) end,
               sum(count)::bigint
        from '{data / REAL}' group by all""").fetchall()
    ours = sql(real, "select level, crime, measure, month, area, sum(value)::bigint from facts group by all")
    assert len(said) > 450_000
    assert sorted(ours) == sorted(said)
    assert real.table.num_rows == 472_354


def test_a_row_number_leads_to_the_row(data: Path, real: Reading) -> None:
    printed = pq.read_table(data / REAL, columns=["count", "crime_subtype", "borough_snt"])
    rows = real.table["row"].to_numpy() - 1
    assert real.table["value"].to_pylist() == printed["count"].take(rows).to_pylist()
    assert real.table["minor"].cast(pa.string()).to_pylist() == printed["crime_subtype"].take(rows).to_pylist()
    assert real.table["name"].cast(pa.string()).to_pylist() == printed["borough_snt"].take(rows).to_pylist()
    assert set(real.table["column"].to_pylist()) == {"count"}


def test_every_offence_stands_under_its_borough_and_under_its_team(real: Reading) -> None:
    sums = sql(real, "select level, measure, sum(value)::bigint from facts group by all order by all")
    assert sums == [
        ("borough", "Offences", 4_753_121), ("borough", "Positive Outcomes", 423_533),
        ("team", "Offences", 4_753_121), ("team", "Positive Outcomes", 423_533),
    ]  # fmt: skip


def test_the_real_file_s_oddities(real: Reading) -> None:
    said = tables.said(real)
    for sentence in (
        "48 months from 2021-08 to 2025-07",
        "49,431 rows are for boroughs and 422,923 for neighbourhood teams, which add up to the same",
        "areas of neighbourhood teams are wards: 679 codes",
        "17 wards are called NOT ACTIVE",
        "62 wards have more than one name",
        "'and' was replaced by '&' inside 22 names: Alex&ra, Alex&ra Park, Berryl&s",
        "3 categories stand under another group or spelling for positive outcomes",
        "no count is zero",
        "2 refresh dates stand in it: 2025-08-02, 2025-08-21",
        "column 'crime_type' is called 'Offence Group' in other publications",
    ):
        assert sentence in said
    assert "repeat" not in said
    assert [finding.severity for finding in real.findings].count("warning") == 1


def test_teams_are_the_wards_of_the_met_s_ward_file(data: Path, real: Reading) -> None:
    ward_file = data / "mps-ward" / "2025-12" / "MPS Ward Level Crime (most recent 24 months).csv"
    wards = {
        row[0] for row in duckdb.sql(f"select distinct WardCode from read_csv('{ward_file}', header = true)").fetchall()
    }
    held = {row[0] for row in sql(real, "select distinct area from facts where level = 'team' and area like 'E05%'")}
    assert wards <= held
    assert len(held - wards) == 17


# --- generated files: no CSV or workbook of the dashboard is in ../shared ---


def _day(printed: str) -> dt.date:
    day, month, year = map(int, printed.split("/"))
    return dt.date(year, month, day)


def parquet(rows: Sequence[Sequence[str]] = GENERATED) -> bytes:
    """Typed columns with lower-case names, as the public conversion has them."""
    names = [name.lower().replace(" ", "_") for name in GENERATED_HEADER]
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    stream = io.BytesIO()
    typed = {
        **{name: [cell or None for cell in cells] for name, cells in columns.items()},
        "month_year": [dt.datetime.combine(_day(cell), dt.time()) for cell in columns["month_year"]],
        "refresh_date": [dt.datetime.combine(_day(cell), dt.time()) for cell in columns["refresh_date"]],
        "count": [int(cell) for cell in columns["count"]],
    }
    pq.write_table(pa.table(typed), stream)
    return stream.getvalue()


def csv_of(rows: Sequence[Sequence[str]] = GENERATED, header: Sequence[str] = GENERATED_HEADER, **how: str) -> bytes:
    return tables.table(header, rows, **how)  # type: ignore[arg-type]


def dates(form: str) -> list[list[str]]:
    """The rows with their months written in another form."""
    return [[_day(row[0]).strftime(form), *row[1:]] for row in GENERATED]


def older() -> bytes:
    """A yearly file of before 2024: other headers, no index and no refresh date, years of two digits."""
    return csv_of([[*row[:9], row[10]] for row in dates("%d.%m.%y")], OLDER)


def workbook(*parts: Sequence[Sequence[str]], hidden: Sequence[str] = ()) -> bytes:
    """A workbook with the rows on one sheet or several, below a title, with dates and counts as such."""
    sheets = {
        f"Sheet {place}": [["Monthly crime dashboard"], [], GENERATED_HEADER, *map(_typed, rows)]
        for place, rows in enumerate(parts, start=1)
    }
    return workbooks.xlsx({**sheets, "Notes": [["Read me first"]]}, hidden=hidden)


def _typed(row: Sequence[str]) -> list[workbooks.Cell]:
    month = _day(row[0])
    return [month, *(cell or None for cell in row[1:10]), int(row[10]), row[11]]


VARIANTS = {
    "CSV": csv_of(),
    "semicolons and a byte-order mark": csv_of(delimiter=";", encoding="utf-8-sig"),
    "UTF-16": csv_of(encoding="utf-16"),
    "CR LF": csv_of(newline="\r\n"),
    "ISO dates": csv_of(dates("%Y-%m-%d")),
    "time stamps": csv_of(dates("%Y-%m-%d 00:00:00")),
    "month before day": csv_of(dates("%m/%d/%Y")),
    "lower case and underscores": csv_of(header=[name.lower().replace(" ", "_") for name in GENERATED_HEADER]),
    "older headers": older(),
    "shuffled columns": csv_of([row[::-1] for row in GENERATED], GENERATED_HEADER[::-1]),
    "Parquet": parquet(),
    "workbook": workbook(GENERATED),
    "workbook of two sheets": workbook(GENERATED[:5], GENERATED[5:]),
}


def facts(reading: Reading) -> list[tuple[object, ...]]:
    names = ("area", "level", "crime", "measure", "month", "value", "name")
    return sorted(zip(*(reading.table[name].to_pylist() for name in names), strict=True))


@pytest.mark.parametrize("variant", sorted(VARIANTS))
def test_every_variant_gives_the_same_facts(tmp_path: Path, variant: str) -> None:
    assert facts(tables.read(tmp_path, VARIANTS[variant])) == facts(tables.read(tmp_path, csv_of()))


def test_what_a_row_is_for(tmp_path: Path) -> None:
    areas = Counter((area, level) for area, level, *_ in facts(tables.read(tmp_path, csv_of())))
    assert areas == {
        ("E09000016", "borough"): 5, ("Aviation Security (SO18) (Legacy Only)", "borough"): 1, ("Other / NK", "borough"): 1,
        ("E05013976", "team"): 5, ("Non MET police force", "team"): 1,
    }  # fmt: skip


def test_rows_of_a_workbook_lead_to_their_sheet(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, VARIANTS["workbook of two sheets"])
    assert reading.table["sheet"].to_pylist() == ["Sheet 1"] * 5 + ["Sheet 2"] * (len(GENERATED) - 5)
    assert reading.table["row"].to_pylist()[:6] == [4, 5, 6, 7, 8, 4]
    said = tables.said(reading)
    assert "a workbook; read: Sheet 1, Sheet 2" in said
    assert "sheets without the dashboard's columns: Notes" in said


def test_a_hidden_sheet_is_named_and_left_out(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, workbook(GENERATED, GENERATED[:5], hidden=["Sheet 2"]))
    assert facts(reading) == facts(tables.read(tmp_path, csv_of()))
    assert "1 sheet is hidden: Sheet 2" in tables.said(reading)


def test_a_workbook_without_the_columns_is_passed_over(tmp_path: Path) -> None:
    document = Document(tables.save(tmp_path, workbooks.xlsx({"Other": [["fruit", "price"], ["apple", 1]]}), "x.xlsx"))
    assert recognise(document).passed_over == "an archive, or a workbook without a sheet that any reader knows"


def changed(at: int, **cells: str) -> list[list[str]]:
    rows = [list(row) for row in GENERATED]
    for name, cell in cells.items():
        rows[at][GENERATED_HEADER.index(name.replace("_", " ") if name not in GENERATED_HEADER else name)] = cell
    return rows


def test_a_row_that_repeats_another_is_counted_and_left_out(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, csv_of([*GENERATED, GENERATED[2], GENERATED[2]]))
    assert facts(reading) == facts(tables.read(tmp_path, csv_of()))
    assert "2 rows repeat another in all they say (row 15): one of each is read" in tables.said(reading)


def test_a_later_refresh_replaces_an_earlier_one(tmp_path: Path) -> None:
    newer = changed(0, Count="99", Refresh_Date="21/08/2025")
    for rows in ([*GENERATED, newer[0]], [newer[0], *GENERATED]):
        reading = tables.read(tmp_path, csv_of(rows))
        assert facts(reading) == facts(tables.read(tmp_path, csv_of(newer)))
        assert "1 rows stand in it again with a later refresh date" in tables.said(reading)


def test_rows_of_one_refresh_that_disagree_are_refused(tmp_path: Path) -> None:
    refusal = refused(tmp_path, csv_of([*GENERATED, changed(0, Count="99")[0]]))
    assert "says 99 of what row 2 says 273 of (row 15)" in refusal


def refused(folder: Path, data: bytes) -> str:
    with pytest.raises(RefusedFile) as refusal:
        tables.read(folder, data)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"Month_Year": "August"}, "'August' is no date (row 4, column Month_Year)"),
        ({"Month_Year": ""}, "the cell is empty (row 4, column Month_Year)"),
        ({"Area_Type": ""}, "the cell is empty (row 4, column Area Type)"),
        ({"Measure": ""}, "the cell is empty (row 4, column Measure)"),
        ({"Count": "-1"}, "'-1' is no count"),
        ({"Count": "1.5"}, "'1.5' is no count"),
        ({"Count": "=SUM(K2:K9)"}, "is no count"),
        ({"Count": "9" * 12}, "is no count"),
    ],
)  # fmt: skip
def test_cells_that_are_refused(tmp_path: Path, cells: dict[str, str], what: str) -> None:
    assert what in refused(tmp_path, csv_of(changed(2, **cells)))


def test_a_column_that_is_missing_or_stands_twice_is_refused(tmp_path: Path) -> None:
    twice = csv_of([[*row, row[10]] for row in GENERATED], [*GENERATED_HEADER, "count"])
    assert "the column stands twice" in refused(tmp_path, twice)


def test_counts_with_separators_and_empty_ones_are_said(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, csv_of(changed(0, Count="1,273")))
    assert (
        1273 in reading.table["value"].to_pylist(),
        "1 counts are written like '1,273'" in tables.said(reading),
    ) == (True, True)
    reading = tables.read(tmp_path, csv_of(changed(0, Count="")))
    assert reading.table["value"].null_count == 1
    assert "1 cell is empty (row 2, column Count): read as missing, not as zero" in tables.said(reading)


def test_unknown_kinds_of_area_and_ways_of_counting_are_said(tmp_path: Path) -> None:
    said = tables.said(tables.read(tmp_path, csv_of(changed(0, Area_Type="Command Unit"))))
    assert "rows of an unknown Area Type: 'Command Unit'" in said
    said = tables.said(tables.read(tmp_path, csv_of(changed(0, Measure="Victims"))))
    assert "rows of an unknown Measure: 'Victims'" in said


def test_case_does_not_matter_for_what_is_counted(tmp_path: Path) -> None:
    loud = [[cell.upper() if place in (1, 6, 7) else cell for place, cell in enumerate(row)] for row in GENERATED]
    assert facts(tables.read(tmp_path, csv_of(loud))) == facts(tables.read(tmp_path, csv_of()))


def test_teams_that_add_up_to_something_else_are_warned_of(tmp_path: Path) -> None:
    assert "which add up to the same" in tables.said(tables.read(tmp_path, csv_of()))
    said = tables.said(tables.read(tmp_path, csv_of(changed(0, Count="274"))))
    assert "in 1 of 5 categories and months they add up differently" in said


def test_other_accepted_crime_is_no_notifiable_offence(tmp_path: Path) -> None:
    rows = changed(0, Offence_Group="Other Accepted Crime", Offence_Subgroup="Other Accepted Crime")
    assert "rows of Other Accepted Crime, which is not notifiable: in no total" in tables.said(
        tables.read(tmp_path, csv_of(rows))
    )


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    data = parquet()
    assert "damaged or cut off" in refused(tmp_path, data[:-20])


def test_no_wound_of_a_parquet_file_makes_a_traceback(tmp_path: Path) -> None:
    good, chance, outcomes = parquet(), random.Random(7), Counter[str]()
    for _ in range(400):
        data = bytearray(good)
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(data))
            if chance.random() < 0.8:
                data[at] ^= chance.randrange(1, 256)
            else:
                del data[at : at + chance.randint(1, 4)]
        document = Document(tables.save(tmp_path, bytes(data), "x"))
        try:
            source = recognise(document).source
            outcomes["read" if source and source.read(document, Settings()) else "passed over"] += 1
        except RefusedFile as refusal:
            assert refusal.finding.remedy
            outcomes["refused"] += 1
    assert outcomes["refused"] > 200
    assert outcomes["read"] > 5


def test_a_long_text_said_a_million_times_is_not_laid_out(tmp_path: Path) -> None:
    """Parquet holds a text once, however often it stands: so must we, or a small file would fill the memory."""
    names = [name.lower().replace(" ", "_") for name in GENERATED_HEADER]
    size = 300_000
    columns = {name: pa.DictionaryArray.from_arrays(pa.array([0] * size, pa.int32()), [GENERATED[0][at]])
               for at, name in enumerate(names)}  # fmt: skip
    columns["offence_group"] = pa.DictionaryArray.from_arrays(pa.array([0] * size, pa.int32()), ["x" * 50_000])
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, compression="zstd")
    assert len(stream.getvalue()) < 100_000
    before = pa.total_allocated_bytes()
    reading = tables.read(tmp_path, stream.getvalue())
    assert reading.table.num_rows == 1
    assert pa.total_allocated_bytes() - before < 50 << 20
