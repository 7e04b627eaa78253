"""The check's arithmetic against slow second implementations, its guards, and what it does with bad files."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from peelian.figures.catalogue import load_catalogue
from peelian.figures.errors import PeelianError
from peelian.figures.periods import KINDS, Period
from peelian.figures.reconcile import Report, check
from peelian.figures.reconcile.records import amount, judge, rounded, shown
from peelian.figures.reconcile.tiling import tilings
from peelian.figures.sources.published import ADDED, COLUMNS

CATALOGUE = load_catalogue(Path(__file__).resolve().parents[2] / "src" / "peelian" / "packs" / "london")
FILLED = {"document": "report-1", "page_or_line": "10", "body": "MOPAC", "area": "E23000001", "measure": "robbery"}
APRIL = Period.parse("2016-04").last
Table = list[dict[str, str]]


def residents(area_id: str) -> Decimal | None:
    """The census that the pack holds, where it knows the area."""
    people = CATALOGUE.areas.census(area_id)
    return Decimal(people) if people else None


def write(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    """An officers' table of the given cells."""
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, [*COLUMNS, *ADDED])
        writer.writeheader()
        writer.writerows({**FILLED, **row} for row in rows)
    return path


def checked(rows: Iterable[dict[str, str]]) -> Report:
    """The report on a table, in a folder of its own because hypothesis calls a test many times."""
    with TemporaryDirectory() as folder:
        return check([write(Path(folder) / "table.csv", rows)], CATALOGUE, residents)


# --- rounding ---------------------------------------------------------------------------------------------------------


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=6), st.integers(0, 5))
def test_rounding_is_that_of_decimal(value: Decimal, places: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert rounded(Fraction(value), places) == Fraction(expected)
    assert Decimal(shown(Fraction(value), places)) == expected
    assert len(shown(Fraction(value), places).partition(".")[2]) == places


@pytest.mark.parametrize(("result", "exact", "printed", "verdict"), [
    ("15.96", True, "16.0", None),
    ("15.96", True, "15.9", "certain"),
    ("2.5", True, "3", None),
    ("2.5", True, "2", "ask"),
    ("-0.04", True, "-0.0", None),
    ("3810", True, "3811", "certain"),
    ("2", False, "3", "ask"),
    ("2", False, "4", "certain"),
])  # fmt: skip
def test_judgement_of_one_print(result: str, exact: bool, printed: str, verdict: str | None) -> None:
    assert judge(amount(result, exact=exact), printed) == verdict


# --- tables made of consistent counts ---------------------------------------------------------------------------------


def half_up(value: Fraction, places: int) -> str:
    """A second, independent rounding: through Decimal with many digits."""
    quotient = Decimal(value.numerator) / Decimal(value.denominator)
    return str(quotient.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def periods_of_two_years() -> list[Period]:
    """Every period that lies within April 2016 to March 2018."""
    every = {Period.of(kind, last) for kind in KINDS for last in range(APRIL, APRIL + 24)}
    return sorted(period for period in every if period.first >= APRIL and period.last < APRIL + 24)


def count_rows(months: list[int], periods: list[Period], decimals: int, measure: str = "robbery") -> Table:
    """Rows of counts with the year before and the change, all made from the same months (24 and the 24 before them)."""
    rows = []
    for period in periods:
        start = period.first - APRIL
        now, before = (sum(months[at : at + period.months]) for at in (start + 24, start + 12))
        row = {
            "measure": measure,
            "period": str(period),
            "value": str(now),
            "unit": "offences",
            "compared_period": str(period.year_before()),
            "compared_value": str(before),
        }
        if before:
            change = half_up(Fraction(now - before, before) * 100, decimals)
            row |= {"printed_change": change, "change_unit": "percent"}
        rows.append(row)
    return rows


MONTHS = st.lists(st.integers(0, 5000), min_size=48, max_size=48)
PERIODS = st.lists(st.sampled_from(periods_of_two_years()), min_size=1, max_size=12, unique=True)
DECIMALS = st.integers(0, 2)


@st.composite
def shares(draw: st.DrawFn) -> Table:
    """Rows of shares with their numerators, and the points between the per cents as printed."""
    rows = []
    for month in range(1, draw(st.integers(1, 4)) + 1):
        bottom = draw(st.integers(1, 9999))
        top = draw(st.integers(0, bottom))
        places = draw(DECIMALS)
        value = half_up(Fraction(top, bottom) * 100, places)
        before = half_up(Fraction(draw(st.integers(0, 1000)), 10), places)
        rows.append(
            {
                "measure": "mayors-questions-in-time",
                "period": f"2016-{month:02d}",
                "value": value,
                "unit": "percent",
                "compared_period": f"2015-{month:02d}",
                "compared_value": before,
                "printed_change": str(Decimal(value) - Decimal(before)),
                "change_unit": "points",
                "numerator": str(top),
                "denominator": str(bottom),
            }
        )
    return rows


@settings(max_examples=60, deadline=None)
@given(MONTHS, MONTHS, PERIODS, DECIMALS, shares())
def test_a_consistent_table_has_no_findings(
    personal: list[int], business: list[int], periods: list[Period], decimals: int, of_questions: Table
) -> None:
    total = [one + two for one, two in zip(personal, business, strict=True)]
    rows = [
        *count_rows(total, periods, decimals),
        *count_rows(personal, periods, decimals, "robbery-personal"),
        *count_rows(business, periods, decimals, "robbery-business"),
        *of_questions,
    ]
    report = checked(rows)
    assert [found.sentence() for found in report.findings] == []
    assert report.checked > 0


@settings(max_examples=60, deadline=None)
@given(MONTHS, PERIODS, DECIMALS, st.data())
def test_one_wrong_change_is_found(
    months: list[int], periods: list[Period], decimals: int, data: st.DataObject
) -> None:
    rows = count_rows(months, periods, decimals)
    candidates = [row for row in rows if row.get("printed_change")]
    assume(candidates)
    row = data.draw(st.sampled_from(candidates))
    off = data.draw(st.integers(-500, 500).filter(bool))
    row["printed_change"] = str(Decimal(row["printed_change"]) + Decimal(off).scaleb(-decimals))
    found = [finding for finding in checked(rows).findings if finding.check == "change"]
    assert [(str(finding.period), finding.printed) for finding in found] == [(row["period"], row["printed_change"])]


@settings(max_examples=60, deadline=None)
@given(
    MONTHS,
    PERIODS,
    st.sampled_from(["FY2016-17", "FY2017-18", "FYTD-2016-09", "R12-2017-09"]),
    st.booleans(),
    st.integers(-500, 500).filter(bool),
)
def test_one_wrong_total_is_found(months: list[int], others: list[Period], text: str, before: bool, off: int) -> None:
    """Whatever else is printed: a total stands with its months, and one of its two sides is off."""
    whole = Period.parse(text)
    wanted = {*others, whole, *(Period.of("month", month) for month in range(whole.first, whole.last + 1))}
    same_months = [period for period in wanted if (period.first, period.last) == (whole.first, whole.last)]
    rows = count_rows(months, [*sorted(wanted - set(same_months)), whole], 1)
    column = "compared_value" if before else "value"
    rows[-1][column] = str(int(rows[-1][column]) + off)
    found = checked(rows).findings
    assert any(finding.check in ("total", "twice") for finding in found)


@settings(max_examples=60, deadline=None)
@given(MONTHS, MONTHS, PERIODS, st.integers(1, 500), st.data())
def test_one_wrong_part_is_found(
    personal: list[int], business: list[int], periods: list[Period], off: int, data: st.DataObject
) -> None:
    total = [one + two for one, two in zip(personal, business, strict=True)]
    rows = [
        *count_rows(total, periods, 1),
        *count_rows(personal, periods, 1, "robbery-personal"),
        *count_rows(business, periods, 1, "robbery-business"),
    ]
    row = data.draw(st.sampled_from(rows))
    row["value"] = str(int(row["value"]) + off)
    assert "total" in {finding.check for finding in checked(rows).findings} or _printed_twice(rows, row)


def _printed_twice(rows: Table, changed: dict[str, str]) -> bool:
    """Where the same months stand twice, under two names or on two sides, the two values are found to differ."""
    return "twice" in {finding.check for finding in checked(rows).findings}


# --- tilings against all subsets --------------------------------------------------------------------------------------


def every_tiling(periods: list[Period], whole: Period) -> list[tuple[Period, ...]]:
    """All sets of two or more periods that fill ``whole`` without gap or overlap: tried one by one."""
    inside = [period for period in periods if whole.first <= period.first and period.last <= whole.last]
    found = []
    for size in range(2, len(inside) + 1):
        for chosen in itertools.combinations(inside, size):
            months = [month for period in chosen for month in range(period.first, period.last + 1)]
            if sorted(months) == list(range(whole.first, whole.last + 1)):
                found.append(chosen)
    return found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(periods_of_two_years()),
        min_size=2,
        max_size=9,
        unique_by=lambda period: (period.first, period.last),
    ),
    st.data(),
)
def test_totals_are_wrong_exactly_where_some_tiling_is(periods: list[Period], data: st.DataObject) -> None:
    values = {period: data.draw(st.integers(10 * period.months, 10 * period.months + 1)) for period in periods}
    wrong = {
        str(whole)
        for whole in periods
        for tiles in every_tiling(periods, whole)
        if sum(values[tile] for tile in tiles) != values[whole]
    }
    report = checked([{"period": str(period), "value": str(values[period])} for period in periods])
    sums = [finding for finding in report.findings if finding.what == "total is not the sum of its periods"]
    found = {str(finding.period) for finding in sums}
    assert found <= wrong
    assert bool(found) == bool(wrong)


def test_a_tiling_that_something_shorter_explains_is_left_out(tmp_path: Path) -> None:
    texts = ["FY2016-17", "FYTD-2016-09", *(f"FY2016-17-Q{quarter}" for quarter in (1, 2, 3, 4))]
    figures = {(period.first, period.last): _Figure(period) for period in map(Period.parse, texts)}
    year = Period.parse("FY2016-17")
    found = [[str(tile.period) for tile in tiles] for tiles in tilings(figures, (year.first, year.last))]  # type: ignore[arg-type]
    assert found == [["FYTD-2016-09", "FY2016-17-Q3", "FY2016-17-Q4"]]


class _Figure:
    """As much of a printed figure as a tiling looks at."""

    def __init__(self, period: Period) -> None:
        self.period, self.span = period, (period.first, period.last)


# --- guards -----------------------------------------------------------------------------------------------------------


def test_population_decides_and_its_absence_is_no_finding(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [{"measure": "pcsos", "period": "2017-05", "value": "1387.69"}])
    assert not check([path], CATALOGUE, lambda area: Decimal(138769)).findings
    (found,) = check([path], CATALOGUE, lambda area: Decimal(138768)).findings
    assert (found.printed, found.recomputed) == ("1387.69", "at most 1388")
    assert not check([path], CATALOGUE, lambda area: None).findings


def test_two_files_of_one_document_are_one_document(tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", [{"period": "FYTD-2016-05", "value": "31"}])
    second = write(tmp_path / "b.csv", [{"period": "2016-04", "value": "10"}, {"period": "2016-05", "value": "20"}])
    (found,) = check([first, second], CATALOGUE, residents).findings
    assert (found.printed, found.recomputed, found.row.file, found.row.number) == ("31", "30", "a.csv", 2)


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [{"period": "2016-04", "value": "10"}])
    assert len(check([path, tmp_path], CATALOGUE, residents).files) == 1


def test_an_unknown_measure_has_its_changes_checked(tmp_path: Path) -> None:
    report = checked(
        [
            {
                "measure": "stray-dogs",
                "area": "E09000099",
                "period": "2016-04",
                "value": "10",
                "unit": "dogs",
                "compared_period": "2015-04",
                "compared_value": "8",
                "printed_change": "20",
                "change_unit": "percent",
            }
        ]
    )
    (found,) = report.findings
    assert (found.printed, found.recomputed, found.certainty) == ("20", "25", "certain")
    (file,) = report.files
    assert file["outcome"] == "accepted-with-warnings"
    assert [oddity["where"]["column"] for oddity in file["findings"]] == ["measure", "area"]


def test_a_compared_value_without_its_period(tmp_path: Path) -> None:
    report = checked(
        [{"period": "2016-04", "value": "10", "compared_value": "8", "printed_change": "20", "change_unit": "percent"}]
    )
    assert [(found.printed, found.recomputed) for found in report.findings] == [("20", "25")]
    assert report.files[0]["findings"][0]["what"] == "the compared value has no period"
    assert report.checked == 3


@given(st.integers(1, 99), st.integers(1, 99), st.integers(-4, 4), st.integers(-4, 4))
def test_what_rounding_can_explain_is_never_called_certain(now: int, before: int, up: int, down: int) -> None:
    """True per cents are rounded for print; their change, made before rounding, need not follow from the print."""
    true_now, true_before = now + Fraction(up, 10), before + Fraction(down, 10)
    row = {
        "measure": "confidence-good-job",
        "period": "R12-2016-12",
        "value": shown(true_now, 0),
        "compared_period": "R12-2015-12",
        "compared_value": shown(true_before, 0),
    }
    changes = {"points": shown(true_now - true_before, 0), "percent": shown((true_now / true_before - 1) * 100, 1)}
    report = checked([row | {"printed_change": text, "change_unit": unit} for unit, text in changes.items()])
    assert {found.certainty for found in report.findings} <= {"ask"}


# --- files that are no table ------------------------------------------------------------------------------------------


BAD_CELLS = [
    ({"period": "June 2016"}, "period"),
    ({"value": "1,234"}, "value"),
    ({"value": "9" * 5000}, "value"),
    ({"change_unit": "pp"}, "change_unit"),
    ({"measure": ""}, "measure"),
    ({"target": "about 5"}, "target"),
    ({"tolerance": "a little"}, "tolerance"),
    ({"target_low": "40", "target_high": "28"}, "target_low"),
]


@pytest.mark.parametrize(("cells", "column"), BAD_CELLS)
def test_a_bad_cell_refuses_the_file_and_says_where(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    good = write(tmp_path / "good.csv", [{"period": "2016-04", "value": "-1"}])
    rows = [{"period": "2016-04", "value": "1"}, {"period": "2016-05", "value": "1"} | cells]
    bad = write(tmp_path / "bad.csv", rows)
    report = check([bad, good], CATALOGUE, residents)
    assert [file["outcome"] for file in report.files] == ["refused", "accepted"]
    assert report.refused == 1
    where = report.files[0]["findings"][0]["where"]
    assert (where["row"], where["column"]) == (3, column)
    assert len(report.findings) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4", b"a,b\n1,2\n3,4\n", b"hello there\n", b"\x00\x01" * 50, b'{"a": 1}', ",".join(COLUMNS).encode()],
)
def test_what_is_not_the_form_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    report = check([path], CATALOGUE, residents)
    (file,) = report.files
    assert (file["outcome"], report.checked) == ("refused", 0)
    assert file["why"].startswith(file["findings"][0]["what"])


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("document,page_or_line,period,value\na,1,2016-04,1\nb,2,2016-05,2\n")
    assert "measure" in check([path], CATALOGUE, residents).files[0]["why"]


def test_a_folder_passes_over_what_is_no_table_and_refuses_tables_nobody_knows(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [{"period": "2016-04", "value": "1"}])
    (tmp_path / "notes.md").write_text("Notes on the tables.\n")
    (tmp_path / "z.csv").write_text("a,b\n1,2\n3,4\n")
    (tmp_path / ".hidden.csv").write_text("a,b\n")
    report = check([tmp_path], CATALOGUE, residents)
    assert [(file["file"], file["outcome"]) for file in report.files] == [
        ("a.csv", "accepted"),
        ("notes.md", "passed-over"),
        ("z.csv", "refused"),
    ]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PeelianError, match="does not exist"):
        check([tmp_path / "gone.csv"], CATALOGUE, residents)
