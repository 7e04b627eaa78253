"""Periods: the notation of DESIGN 9, both ways, and which months each holds."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.figures.errors import PeelianError
from peelian.figures.periods import KINDS, Period, ends_period, month_text, parse_month

MONTHS = st.integers(min_value=1902 * 12, max_value=2190 * 12)


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2017-06", "2017-06", "2017-06", "June 2017"),
        ("2016", "2016-01", "2016-12", "2016"),
        ("FY2016-17", "2016-04", "2017-03", "financial year 2016/17"),
        ("FY1999-00", "1999-04", "2000-03", "financial year 1999/00"),
        ("FY2016-17-Q1", "2016-04", "2016-06", "April to June 2016"),
        ("FY2016-17-Q3", "2016-10", "2016-12", "October to December 2016"),
        ("FY2016-17-Q4", "2017-01", "2017-03", "January to March 2017"),
        ("FYTD-2016-12", "2016-04", "2016-12", "April to December 2016"),
        ("FYTD-2017-02", "2016-04", "2017-02", "April 2016 to February 2017"),
        ("FYTD-2016-04", "2016-04", "2016-04", "April 2016"),
        ("R12-2017-06", "2016-07", "2017-06", "12 months to June 2017"),
    ],
)
def test_each_form_holds_its_months(text: str, first: str, last: str, label: str) -> None:
    period = Period.parse(text)
    assert (month_text(period.first), month_text(period.last), period.label(), str(period)) == (
        first,
        last,
        label,
        text,
    )


@pytest.mark.parametrize(
    "text", ["", "2017-13", "2017-00", "FY2016-18", "FY2016-17-Q5", "R12-2017", "2017/06", " 2017", "FYTD-2016-17"]
)
def test_what_is_no_period_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(PeelianError) as refused:
        Period.parse(text)
    assert refused.value.code == "unknown-period"
    assert "R12-2017-06" in refused.value.remedy


@given(MONTHS, st.sampled_from(KINDS))
def test_every_period_reads_back(month: int, kind: str) -> None:
    period = Period.of(kind, month)  # type: ignore[arg-type]
    assert Period.parse(str(period)) == period
    assert period.year_before().months == period.months
    assert period.year_before().kind == period.kind


@given(MONTHS)
def test_months_read_back_and_quarters_tile_the_year(month: int) -> None:
    assert parse_month(month_text(month)) == month
    year = Period.of("fy", month)
    quarters = sorted({Period.of("quarter", inside) for inside in range(year.first, year.last + 1)})
    assert [(quarter.first, quarter.last) for quarter in quarters] == [
        (year.first + 3 * q, year.first + 3 * q + 2) for q in range(4)
    ]


@pytest.mark.parametrize(("step", "ends"), [(1, range(12)), (3, [2, 5, 8, 11]), (6, [2, 8]), (12, [11])])
def test_which_months_end_a_publisher_s_period(step: int, ends: Iterable[int]) -> None:
    """Months of the year from January, 0: workforce is counted at the ends of March and September."""
    assert [month for month in range(12) if ends_period(2019 * 12 + month, step)] == list(ends)
