"""Survey, population, look-ups, boundaries, printed tables and generated figures: what each accepts and what each refuses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.support import tables

from peelian.figures.sources.base import RefusedFile
from peelian.figures.sources.known import BY_DATASET


def with_row(header: Sequence[str], rows: tables.Rows, *row: str) -> bytes:
    return tables.table(header, [*rows, row])


SURVEY = (tables.SURVEY_HEADER, tables.SURVEY)
PEOPLE = (tables.POPULATION_HEADER, tables.PEOPLE)
WARDS = (tables.WARD_LOOKUP_HEADER, tables.WARDS)
LSOAS = (tables.LSOA_LOOKUP_HEADER, tables.LSOAS)
PRINTED = tables.PRINTED[0]


def printed(**cells: str) -> bytes:
    row = [cells.get(name, cell) for name, cell in zip(tables.PUBLISHED_HEADER, PRINTED, strict=True)]
    return tables.table(tables.PUBLISHED_HEADER, [row])


@pytest.mark.parametrize("dataset", sorted(tables.EVERY_KIND))
def test_each_small_file_is_recognised_and_read(tmp_path: Path, dataset: str) -> None:
    reading = tables.read(tmp_path, tables.EVERY_KIND[dataset], name=tables.NAME_OF.get(dataset, "table.csv"))
    assert reading.dataset == dataset
    assert reading.table.num_rows > 0
    assert reading.facts is BY_DATASET[dataset].facts


def test_there_is_a_small_file_of_every_source() -> None:
    assert set(tables.EVERY_KIND) == set(BY_DATASET)


@pytest.mark.parametrize(
    ("data", "what", "row", "column"),
    [
        pytest.param(
            with_row(*SURVEY, *tables.SURVEY[0]),
            "repeats area, measure and date of row 2",
            6,
            None,
            id="survey: repeated",
        ),
        pytest.param(
            with_row(*SURVEY, tables.SURVEY[0][0], "PAS", "BARNET", *tables.SURVEY[0][3:]),
            "repeats area, measure and date of row 2",
            6,
            None,
            id="survey: repeated in another case",
        ),
        pytest.param(
            with_row(*SURVEY, "30/06/2015", "USS", "Barnet", "Trust MPS", "0.5"),
            "two surveys are never mixed",
            6,
            "Survey",
            id="survey: another survey",
        ),
        pytest.param(
            with_row(*SURVEY, "30/06/2015", "PAS", " ", "Trust MPS", "0.5"),
            "the cell is empty",
            6,
            "Borough",
            id="survey: no area",
        ),
        pytest.param(
            with_row(*SURVEY, "30/06/2015", "PAS", "Barnet", "", "0.5"),
            "the cell is empty",
            6,
            "Measure",
            id="survey: no measure",
        ),
        pytest.param(
            with_row(*PEOPLE, *tables.PEOPLE[0]),
            "repeats area, year and source of row 2",
            5,
            None,
            id="people: repeated",
        ),
        pytest.param(
            with_row(*PEOPLE, "E09000016", "Havering", "210", "ONS MYE", "5"),
            "'210' is no year",
            5,
            "Year",
            id="people: year",
        ),
        pytest.param(
            with_row(*PEOPLE, "Havering", "Havering", "2012", "ONS MYE", "5"),
            "is no area code",
            5,
            "Code",
            id="people: code",
        ),
        pytest.param(
            with_row(*PEOPLE, "E09000016", "Havering", "2012", "", "5"),
            "the cell is empty",
            5,
            "Source",
            id="people: source",
        ),
        pytest.param(
            with_row(*PEOPLE, "E09000016", "Havering", "2012", "ONS MYE", "-5"),
            "is no count",
            5,
            "Population",
            id="people: negative",
        ),
        pytest.param(
            with_row(*PEOPLE, "E09000016", "Havering", "2012", "ONS MYE", "many"),
            "is no count",
            5,
            "Population",
            id="people: words",
        ),
        pytest.param(
            with_row(*WARDS, "E05013538", "Beam Park", "E09000002", "Barking"),
            "stands in E09000002 and, in row 2, in E09000016",
            4,
            "LAD23CD",
            id="wards: two districts",
        ),
        pytest.param(
            with_row(*WARDS, "Beam Park", "Beam Park", "E09000002", "Barking"),
            "is no area code",
            4,
            "WD23CD",
            id="wards: code",
        ),
        pytest.param(
            with_row(*WARDS, "E05013540", "Beam Park", "Barking", "Barking"),
            "is no area code",
            4,
            "LAD23CD",
            id="wards: district",
        ),
        pytest.param(
            with_row(*LSOAS, "E01000001", "City of London 001A", "Camden"),
            "stands in Camden and, in row 2, in City of London",
            4,
            "BoroughName",
            id="lsoas: two boroughs",
        ),
        pytest.param(
            with_row(*LSOAS, "1", "City of London 001A", "Camden"), "is no area code", 4, "AreaCode", id="lsoas: code"
        ),
        pytest.param(printed(period="2017"[:3]), "'201' is no period", 2, "period", id="printed: period"),
        pytest.param(
            printed(compared_period="June"), "'June' is no period", 2, "compared_period", id="printed: compared period"
        ),
        pytest.param(printed(value="1,234"), "'1,234' is no number", 2, "value", id="printed: number"),
        pytest.param(printed(value="£5"), "'£5' is no number", 2, "value", id="printed: unit in the number"),
        pytest.param(printed(value="9" * 40), "is no number", 2, "value", id="printed: endless number"),
        pytest.param(
            printed(change_unit="%"), "'%' is no unit of change", 2, "change_unit", id="printed: unit of change"
        ),
        pytest.param(printed(measure=""), "the cell is empty", 2, "measure", id="printed: no measure"),
        pytest.param(printed(page_or_line=""), "the cell is empty", 2, "page_or_line", id="printed: no line"),
        pytest.param(
            tables.table(tables.PUBLISHED_HEADER, [PRINTED, PRINTED]), "of row 2", 3, None, id="printed: entered twice"
        ),
        pytest.param(
            tables.EVERY_KIND["illustrative"].replace(b"2017-06", b"June"),
            "'June' is no month",
            2,
            "month",
            id="made: month",
        ),
        pytest.param(
            tables.EVERY_KIND["illustrative"].replace(b",12", b",1.234"), "is no figure", 2, "value", id="made: value"
        ),
        pytest.param(
            tables.EVERY_KIND["illustrative"].replace(b",12", b"," + b"9" * 30),
            "is no figure",
            2,
            "value",
            id="made: endless",
        ),
    ],
)
def test_wrong_content_is_refused_where_it_is(
    tmp_path: Path, data: bytes, what: str, row: int, column: str | None
) -> None:
    with pytest.raises(RefusedFile) as refusal:
        tables.read(tmp_path, data)
    assert what in refusal.value.finding.what
    assert (refusal.value.finding.row, refusal.value.finding.column) == (row, column)
    assert refusal.value.finding.remedy


def test_estimates_go_before_projections_and_wider_areas_are_named(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, tables.EVERY_KIND["population-borough"])
    assert reading.table["rank"].to_pylist() == [0, 1, 0]
    assert reading.table["month"].to_pylist() == [tables.month_of(text) for text in ("201012", "201112", "201012")]
    assert "1 rows of GLA Population Projections, 2011 to 2011: read as projections" in tables.said(reading)
    assert "rows of wider areas stand among the boroughs: Greater London" in tables.said(reading)


def test_many_sources_of_population_are_told_in_a_line(tmp_path: Path) -> None:
    rows = [("E09000016", "Havering", "2010", f"Source {place}", "5") for place in range(200)]
    reading = tables.read(tmp_path, tables.table(tables.POPULATION_HEADER, rows))
    assert len(reading.findings) < 5
    assert (
        "rows of 200 sources: Source 0, Source 1, Source 10, Source 100, Source 101, Source 102 and 194 more"
        in tables.said(reading)
    )


def test_an_empty_population_is_missing_and_not_zero(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, with_row(*PEOPLE, "E09000016", "Havering", "2012", "ONS MYE", ""))
    assert reading.table["value"].to_pylist() == [236100, 237900, 8061500, None]


def test_a_look_up_keeps_one_row_of_each_area(tmp_path: Path) -> None:
    reading = tables.read(
        tmp_path, tables.table(tables.LSOA_LOOKUP_HEADER, [*tables.LSOAS, *tables.LSOAS, tables.LSOAS[0]])
    )
    assert reading.table["code"].to_pylist() == ["E01000001", "E01002200"]
    assert reading.table["row"].to_pylist() == [2, 3]
    assert "rows are repeated: 5 rows for 2 areas (1 areas 2 times, 1 areas 3 times)" in tables.said(reading)


@pytest.mark.parametrize("year", ["22", "23", "25"])
def test_a_ward_look_up_of_any_edition(tmp_path: Path, year: str) -> None:
    header = [f" WD{year}CD", f"WD{year}NM", f"LAD{year}CD", f"LAD{year}NM", "ObjectId"]
    reading = tables.read(tmp_path, tables.table(header, [(*row, "1") for row in tables.WARDS]))
    assert f"edition 20{year}: 2 wards" in tables.said(reading)
    assert "columns that are not read: ObjectId" in tables.said(reading)


def test_a_topology_and_a_feature_collection_draw_the_same_lines(tmp_path: Path) -> None:
    topo = tables.read(tmp_path, tables.topology("E09000016"), name="map.json")
    geo = tables.read(tmp_path, tables.feature_collection("E09000016"), name="map.json")
    [ring] = json.loads(topo.table["rings"][0].as_py())
    assert (
        ring == [[-0.2, 51.5], [-0.1, 51.5], [-0.1, 51.6], [-0.2, 51.5]] == json.loads(geo.table["rings"][0].as_py())[0]
    )
    assert topo.table["name"].to_pylist() == ["Somewhere"]


def broken_map(old: bytes, new: bytes) -> bytes:
    good = tables.feature_collection("E09000016")
    assert old in good
    return good.replace(old, new)


GRID = [[530000.0, 180000.0], [531000.0, 180000.0], [531000.0, 181000.0], [530000.0, 180000.0]]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(tables.feature_collection("E09000016", ring=GRID), "coordinates are no degrees", id="metres"),
        pytest.param(
            tables.feature_collection("E09000016", ring=[[y, x] for x, y in tables.SQUARE]),
            "outside the British Isles",
            id="latitude first",
        ),
        pytest.param(tables.feature_collection("E09000016", ring=[]), "has no outline", id="empty"),
        pytest.param(tables.feature_collection("E09000016", "Havering"), "is no GSS code", id="a name for a code"),
        pytest.param(tables.feature_collection("E09000016", ""), "feature 2 has no GSS code", id="no code"),
        pytest.param(
            tables.feature_collection("XX0000015"), "no code of a local authority", id="a map of something else"
        ),
        pytest.param(tables.feature_collection("E09000016")[:-9], "the JSON breaks off", id="cut off"),
        pytest.param(broken_map(b"51.6", b"NaN"), "coordinates are no degrees", id="not a number"),
        pytest.param(broken_map(b"51.6", b"1" * 5000), "no end", id="a number without end"),
        pytest.param(broken_map(b"51.6", b'"x"'), "is not built as", id="a word for a number"),
        pytest.param(broken_map(b'"Polygon"', b'"Point"'), "is not built as", id="points"),
        pytest.param(broken_map(b"-0.1, 51.6", b"-0.1"), "is not built as", id="half a point"),
        pytest.param(
            broken_map(b'{"code"', b'[{"code"').replace(b'"}, "geometry"', b'"}], "geometry"'),
            "is not built as",
            id="a list",
        ),
        pytest.param(broken_map(b"51.6", b"[" * 50_000), "no end", id="nested without end"),
        pytest.param(
            tables.topology("E09000016").replace(b"[0, -2]", b"[0, 7]"),
            "is not built as",
            id="an arc that is not there",
        ),
    ],
)
def test_a_map_that_is_none_is_refused(tmp_path: Path, data: bytes, what: str) -> None:
    with pytest.raises(RefusedFile) as refusal:
        tables.read(tmp_path, data, name="boroughs.geojson")
    assert what in refusal.value.finding.what
    assert refusal.value.finding.remedy


def test_a_printed_table_may_give_two_changes_of_one_figure(tmp_path: Path) -> None:
    other = [*PRINTED[:10], "8", "count", ""]
    reading = tables.read(
        tmp_path, tables.table([*tables.PUBLISHED_HEADER, "numerator"], [[*PRINTED, ""], [*other, "4"]])
    )
    assert reading.table["numerator"].to_pylist() == ["", "4"]
    assert reading.table["denominator"].to_pylist() == ["", ""]
