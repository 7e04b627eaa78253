"""The same survey in every locale reads to the same facts; what cannot be told is asked for, never guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support import tables

from peelian.figures.sources.base import RefusedFile, Settings

AREAS = ("Barnet", "Havering", "Kingston upon Thames")
MEASURES = ('"Good Job" local', "Trust MPS", "Informed, local; both")
QUARTERS = [dt.date(2015 + step // 4, step % 4 * 3 + 3, 30 if step % 4 in (1, 2) else 31) for step in range(12)]
DATES = {
    "d/m/y": "{0.day:02d}/{0.month:02d}/{0.year}",
    "d/m/y short": "{0.day}/{0.month}/{0.year}",
    "d.m.y": "{0.day:02d}.{0.month:02d}.{0.year}",
    "m/d/y": "{0.month:02d}/{0.day:02d}/{0.year}",
    "iso": "{0.year}-{0.month:02d}-{0.day:02d}",
    "iso with midnight": "{0.year}-{0.month:02d}-{0.day:02d} 00:00:00",
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")

keys = st.tuples(st.sampled_from(QUARTERS), st.sampled_from(AREAS), st.sampled_from(MEASURES))
surveys = st.dictionaries(keys, st.integers(0, 10_000), min_size=1, max_size=12)
ways = st.fixed_dictionaries(
    {
        "dates": st.sampled_from(sorted(DATES)),
        "comma": st.booleans(),
        "percent": st.booleans(),
        "spare": st.integers(0, 4),
        "delimiter": st.sampled_from([",", ";", "\t", "|"]),
        "encoding": st.sampled_from(ENCODINGS),
        "newline": st.sampled_from(["\n", "\r\n", "\r"]),
        "quoted": st.booleans(),
    }
)
property_test = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(survey: dict[Any, int], way: dict[str, Any]) -> bytes:
    """A survey of ten-thousandths, written in one way."""
    rows = []
    for (day, area, measure), value in survey.items():
        number = f"{Decimal(value) / 100:.2f} %" if way["percent"] else f"{Decimal(value) / 10_000:.4f}"
        number = number.replace(".", ",") if way["comma"] else number
        rows.append([DATES[way["dates"]].format(day), "PAS", area, measure, number, *[""] * way["spare"]])
    how = {name: way[name] for name in ("delimiter", "encoding", "newline", "quoted")}
    return tables.table([*tables.SURVEY_HEADER, *[""] * way["spare"]], rows, **how)


def expected(survey: dict[Any, int]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            (0, day.year * 12 + day.month - 1, value * 100, area, measure)
            for (day, area, measure), value in survey.items()
        ),
        key=repr,
    )


@property_test
@given(survey=surveys, way=ways)
def test_every_locale_reads_to_the_same_facts(tmp_path: Path, survey: dict[Any, int], way: dict[str, Any]) -> None:
    assert tables.facts(tables.read(tmp_path, written(survey, way))) == expected(survey)


@property_test
@given(survey=surveys, way=ways)
def test_saying_the_truth_changes_nothing(tmp_path: Path, survey: dict[Any, int], way: dict[str, Any]) -> None:
    order = "m/d/y" if way["dates"] == "m/d/y" else "d/m/y"
    told = Settings(dates=order, decimal="comma" if way["comma"] else "point")  # type: ignore[arg-type]
    assert tables.facts(tables.read(tmp_path, written(survey, way), told)) == expected(survey)


@property_test
@given(survey=surveys, way=ways)
def test_a_decimal_mark_that_the_content_contradicts_is_refused(
    tmp_path: Path, survey: dict[Any, int], way: dict[str, Any]
) -> None:
    told = Settings(decimal="point" if way["comma"] else "comma")
    with pytest.raises(RefusedFile, match="cannot be read with a decimal") as refusal:
        tables.read(tmp_path, written(survey, way), told)
    assert (refusal.value.finding.row, refusal.value.finding.column) == (2, "Proportion")


@pytest.mark.parametrize(("written_as", "told", "row"), [("m/d/y", "d/m/y", 2), ("d/m/y", "m/d/y", 2)])
def test_a_date_order_that_the_content_contradicts_is_refused(
    tmp_path: Path, written_as: str, told: Any, row: int
) -> None:
    rows = [[DATES[written_as].format(QUARTERS[0]), *tables.SURVEY[0][1:]]]
    with pytest.raises(RefusedFile, match="is no date as") as refusal:
        tables.read(tmp_path, tables.survey(rows), Settings(dates=told))
    assert (refusal.value.finding.row, refusal.value.finding.column) == (row, "Date")


def dated(*dates: str) -> bytes:
    return tables.survey([[date, "PAS", "Barnet", f"measure {at}", "0.5"] for at, date in enumerate(dates)])


def test_ambiguous_dates_are_asked_for(tmp_path: Path) -> None:
    data = dated("01/01/2015", "03/12/2015", "06/03/2015")
    with pytest.raises(RefusedFile, match="cannot be told apart") as refusal:
        tables.read(tmp_path, data)
    assert "--dates d/m/y or --dates m/d/y" in refusal.value.finding.remedy
    assert (refusal.value.finding.row, refusal.value.finding.column) == (3, "Date")
    by_day = tables.read(tmp_path, data, Settings(dates="d/m/y"))
    by_month = tables.read(tmp_path, data, Settings(dates="m/d/y"))
    assert by_day.table["month"].to_pylist() == [tables.month_of(text) for text in ("201501", "201512", "201503")]
    assert by_month.table["month"].to_pylist() == [tables.month_of(text) for text in ("201501", "201503", "201506")]
    assert "as you said" in tables.said(by_day)


def test_dates_that_are_the_same_both_ways_need_no_asking(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, dated("06/06/2015", "12/12/2015"))
    assert reading.table["month"].to_pylist() == [tables.month_of("201506"), tables.month_of("201512")]
    assert "told from days above 12" not in tables.said(reading)


def test_one_day_above_twelve_decides_for_the_column(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, dated("03/12/2015", "31/12/2015"))
    assert set(reading.table["month"].to_pylist()) == {tables.month_of("201512")}


@pytest.mark.parametrize(
    ("dates", "what", "row"),
    [
        (("31/12/2015", "12/31/2015"), "some dates are day/month/year and others", 3),
        (("31/12/2015", "soon"), "'soon' is no date", 3),
        (("31/12/2015", "29/02/2015"), "is no date as day/month/year", 3),
        (("31/12/2015", ""), "'' is no date", 3),
        (("31/12/15",), "is no date", 2),
        (("31/12.2015",), "is no date", 2),
        (("31/12/0000",), "is no date as", 2),
        (("2015-13-01",), "is no date", 2),
    ],
)
def test_what_is_no_date_is_refused_at_its_cell(tmp_path: Path, dates: tuple[str, ...], what: str, row: int) -> None:
    with pytest.raises(RefusedFile, match=what) as refusal:
        tables.read(tmp_path, dated(*dates))
    assert (refusal.value.finding.row, refusal.value.finding.column) == (row, "Date")


def valued(*values: str) -> bytes:
    return tables.survey([["31/12/2015", "PAS", "Barnet", f"measure {at}", value] for at, value in enumerate(values)])


@pytest.mark.parametrize("printed", ["1,000", "1.000"])
def test_an_ambiguous_decimal_is_asked_for_and_then_read_as_said(tmp_path: Path, printed: str) -> None:
    data = valued("0", printed)
    with pytest.raises(RefusedFile, match="may be thousands or decimals") as refusal:
        tables.read(tmp_path, data)
    assert "--decimal comma or --decimal point" in refusal.value.finding.remedy
    assert (refusal.value.finding.row, refusal.value.finding.column) == (3, "Proportion")
    mark, other = ("comma", "point") if "," in printed else ("point", "comma")
    one = tables.read(tmp_path, data, Settings(decimal=mark))  # type: ignore[arg-type]
    assert one.table["value"].to_pylist() == [0, 1_000_000]
    with pytest.raises(
        RefusedFile, match="1000 is no proportion"
    ):  # read as thousands, as was said, and refused as such
        tables.read(tmp_path, data, Settings(decimal=other))  # type: ignore[arg-type]


def test_one_clear_decimal_decides_for_the_column(tmp_path: Path) -> None:
    assert tables.read(tmp_path, valued("1,000", "0,5")).table["value"].to_pylist() == [1_000_000, 500_000]


@pytest.mark.parametrize(
    ("values", "what", "row"),
    [
        (("0.5", "0,5"), "some numbers have a decimal comma and others a decimal point", 3),
        (("0.5", "half"), "'half' is no number", 3),
        (("0.5", "0.5.1"), "is no number", 3),
        (("0.5", "0..5"), "is no number", 3),
        (("0.5", "%"), "is no number", 3),
        (("0.5", "-0.1"), "no proportion between 0 and 1", 3),
        (("0.5", "56"), "no proportion between 0 and 1", 3),
        (("0.5", "156%"), "no proportion between 0 and 1", 3),
        (("0.5", "٠.٥"), "is no number", 3),
        (("0.5", "9" * 5000), "is no number", 3),
        (("0.5", "1e-1"), "is no number", 3),
        (("0.5", "nan"), "is no number", 3),
    ],
)
def test_what_is_no_proportion_is_refused_at_its_cell(
    tmp_path: Path, values: tuple[str, ...], what: str, row: int
) -> None:
    with pytest.raises(RefusedFile, match=what) as refusal:
        tables.read(tmp_path, valued(*values))
    assert (refusal.value.finding.row, refusal.value.finding.column) == (row, "Proportion")
    assert len(refusal.value.finding.what) < 200


def test_an_empty_proportion_is_missing_and_not_zero(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, valued("0,5", "", " "))
    assert reading.table["value"].to_pylist() == [500_000, None, None]
    assert "2 cells are empty (row 3, column Proportion): read as missing, not as zero" in tables.said(reading)


def test_a_spreadsheet_s_long_decimals_are_rounded_half_up_and_said(tmp_path: Path) -> None:
    reading = tables.read(tmp_path, valued("0.66999999999999993", "0.1234565", "0.5"))
    assert reading.table["value"].to_pylist() == [670_000, 123_457, 500_000]
    assert "2 proportions have more than 6 decimals" in tables.said(reading)
