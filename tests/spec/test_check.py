"""What `peelian check` says of a published table, example by example. Read it as the manual of the check.

Each table is written as officers write it, with only the columns that matter; the Met's area and document ``report-1``,
line 10, are filled in.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from peelian.figures.catalogue import load_catalogue
from peelian.figures.reconcile import Report, check
from peelian.figures.reconcile.status import better_of
from peelian.figures.sources.published import ADDED, COLUMNS

PACK = Path(__file__).resolve().parents[2] / "src" / "peelian" / "packs" / "london"
CATALOGUE = load_catalogue(PACK)
FILLED = {"document": "report-1", "page_or_line": "10", "body": "MOPAC", "area": "E23000001"}


def residents(area_id: str) -> Decimal | None:
    """The census that the pack holds."""
    return Decimal(CATALOGUE.areas.census(area_id) or 0)


@pytest.fixture
def checked(tmp_path: Path) -> Any:
    """Write a table of the given columns and check it."""

    def run(table: str, measure: str = "robbery") -> Report:
        header, *lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
        with (tmp_path / "table.csv").open("w", newline="") as stream:
            writer = csv.DictWriter(stream, [*COLUMNS, *ADDED])
            writer.writeheader()
            writer.writerows({**FILLED, "measure": measure, **dict(zip(header, line, strict=True))} for line in lines)
        return check([tmp_path / "table.csv"], CATALOGUE, residents)

    return run


def said(report: Report) -> list[tuple[str, str, str, str]]:
    """What, printed, recomputed and certainty of each finding."""
    return [(found.what, found.printed, found.recomputed, found.certainty) for found in report.findings]


class TestChanges:
    """A change is recomputed from its two values, at as many decimals as it is printed with."""

    def test_a_change_that_follows(self, checked: Any) -> None:
        report = checked("""
            period      | value | compared_period | compared_value | printed_change | change_unit
            R12-2017-06 | 24001 | R12-2016-06     | 21428          | 12.0           | percent
        """)
        assert said(report) == []
        assert report.checked == 3

    def test_a_change_that_does_not(self, checked: Any) -> None:
        report = checked(
            """
            period       | value | compared_period | compared_value | printed_change | change_unit
            FY2016-17-Q3 | 1322  | FY2015-16-Q3    | 1140           | 15.9           | percent
        """,
            "asb-incidents",
        )
        assert said(report) == [("change does not follow from its values", "15.9", "16.0", "certain")]
        assert report.findings[0].because == "1322 against 1140 gives 16.0"

    def test_halves_go_up(self, checked: Any) -> None:
        """820 against 800 is 2.5 per cent exactly: printed whole, that is 3."""
        assert (
            said(
                checked("""
            period  | value | compared_period | compared_value | printed_change | change_unit
            2017-06 | 820   | 2016-06         | 800            | 3              | percent
            2017-05 | 780   | 2016-05         | 800            | -3             | percent
        """)
            )
            == []
        )

    def test_another_rule_for_halves_is_a_question(self, checked: Any) -> None:
        assert said(
            checked("""
            period  | value | compared_period | compared_value | printed_change | change_unit
            2017-06 | 820   | 2016-06         | 800            | 2              | percent
        """)
        ) == [("change does not follow from its values", "2", "3", "ask")]

    def test_a_change_in_counts(self, checked: Any) -> None:
        assert (
            said(
                checked(
                    """
            period  | value    | compared_period | compared_value | printed_change | change_unit
            2017-05 | 30822.23 | 2016-05         | 31601.41       | -779.18        | count
            2017-05 | 30822.23 | 2016-05         | 31601.41       | -2.47          | percent
        """,
                    "police-officers",
                )
            )
            == []
        )

    def test_a_change_with_the_wrong_sign(self, checked: Any) -> None:
        report = checked("""
            period  | value | compared_period | compared_value | printed_change | change_unit
            2017-06 | 90    | 2016-06         | 100            | 10.0           | percent
        """)
        assert said(report) == [("change does not follow from its values", "10.0", "-10.0", "certain")]
        assert report.findings[0].because.endswith("with the other sign it follows")

    def test_a_change_from_nothing_has_no_per_cent(self, checked: Any) -> None:
        assert said(
            checked("""
            period  | value | compared_period | compared_value | printed_change | change_unit
            2017-06 | 7     | 2016-06         | 0              | 100            | percent
            2017-05 | 0     | 2016-05         | 0              | 0              | percent
        """)
        ) == [("per cent change from nothing", "100", "n/a, from 0 to 7", "certain")]

    def test_a_rounded_nothing_may_be_something(self, checked: Any) -> None:
        assert said(
            checked(
                """
            period      | value | compared_period | compared_value | printed_change | change_unit
            R12-2016-12 | 1     | R12-2015-12     | 0              | 150            | percent
        """,
                "confidence-good-job",
            )
        ) == [("per cent change from nothing", "150", "n/a, from 0 to 1", "ask")]

    def test_a_change_without_a_unit_follows_if_either_reading_does(self, checked: Any) -> None:
        assert said(
            checked("""
            period  | value | compared_period | compared_value | printed_change | change_unit
            2017-06 | 110   | 2016-06         | 100            | 10             |
            2017-05 | 60    | 2016-05         | 50             | 20             |
            2017-04 | 60    | 2016-04         | 50             | 99             |
        """)
        ) == [("change does not follow from its values", "99", "10", "ask")]

    def test_periods_of_different_length(self, checked: Any) -> None:
        report = checked("""
            period  | value | compared_period | compared_value | printed_change | change_unit
            2017-06 | 110   | R12-2016-06     | 100            | 10.0           | percent
        """)
        assert said(report)[0] == ("periods of different length are compared", "10.0", "1 months against 12", "ask")


class TestPointsAndPerCent:
    """A per cent moves by points; 67 to 69 per cent is 2 points, and about 3 per cent more."""

    def test_points(self, checked: Any) -> None:
        assert (
            said(
                checked(
                    """
            period      | value | compared_period | compared_value | printed_change | change_unit
            R12-2016-12 | 69    | R12-2015-12     | 67             | 2              | points
        """,
                    "confidence-good-job",
                )
            )
            == []
        )

    def test_points_printed_as_per_cent(self, checked: Any) -> None:
        """Whole per cents leave room: 67.4 to 68.8 is 2 per cent more. So a person must look."""
        report = checked(
            """
            period      | value | compared_period | compared_value | printed_change | change_unit
            R12-2016-12 | 69    | R12-2015-12     | 67             | 2              | percent
        """,
            "confidence-good-job",
        )
        assert said(report) == [("change in points is printed as per cent", "2", "3", "ask")]

    def test_points_printed_as_per_cent_where_no_rounding_explains_it(self, checked: Any) -> None:
        assert said(
            checked(
                """
            period      | value | compared_period | compared_value | printed_change | change_unit
            R12-2016-12 | 30.0  | R12-2015-12     | 20.0           | 10.0           | percent
        """,
                "confidence-good-job",
            )
        ) == [("change in points is printed as per cent", "10.0", "50.0", "likely")]

    def test_points_of_rounded_per_cents_may_be_off_by_one(self, checked: Any) -> None:
        """66.5 to 69.4 is 2.9 points and prints as 67, 69 and 3. 4 points cannot be."""
        assert said(
            checked(
                """
            period      | value | compared_period | compared_value | printed_change | change_unit
            R12-2016-12 | 69    | R12-2015-12     | 67             | 3              | points
            R12-2017-12 | 69    | R12-2015-12     | 67             | 4              | points
        """,
                "confidence-good-job",
            )
        ) == [
            ("change does not follow from its values", "3", "2", "ask"),
            ("change does not follow from its values", "4", "2", "certain"),
        ]


class TestGaps:
    """A gap between two groups follows from both, in points, whatever the print calls them."""

    TABLE = """
        measure                          | period      | value | page_or_line
        confidence-young-ethnic-minority | R12-2016-09 | 61    | 473
        confidence-young-white           | R12-2016-09 | 70    | 473
        confidence-gap-young             | R12-2016-09 | {gap} | 586
    """

    def test_a_gap_that_follows_and_one_that_rounding_may_explain(self, checked: Any) -> None:
        assert said(checked(self.TABLE.format(gap=9))) == []
        assert said(checked(self.TABLE.format(gap=10))) == [
            ("gap is not the difference of its two figures", "10", "9", "ask")
        ]

    def test_a_gap_that_does_not(self, checked: Any) -> None:
        report = checked(self.TABLE.format(gap=11))
        assert said(report) == [("gap is not the difference of its two figures", "11", "9", "certain")]
        sides = "confidence-young-white (line 473), confidence-young-ethnic-minority (line 473)"
        assert report.findings[0].because == f"70 - 61 = 9: {sides}"

    def test_one_side_alone_says_nothing(self, checked: Any) -> None:
        assert (
            said(
                checked("""
            measure                | period      | value
            confidence-young-white | R12-2016-09 | 70
            confidence-gap-young   | R12-2016-09 | 11
        """)
            )
            == []
        )


class TestTotals:
    """Printed periods that lie end to end add up to the period that they fill; parts add up to their measure."""

    def test_quarters_and_the_year_to_date(self, checked: Any) -> None:
        """The compared side is checked as the other: 1202 + 1468 + 1140 is not 3817."""
        report = checked(
            """
            period       | value | compared_period | compared_value
            FYTD-2016-12 | 4810  | FYTD-2015-12    | 3817
            FY2016-17-Q1 | 1392  | FY2015-16-Q1    | 1202
            FY2016-17-Q2 | 2096  | FY2015-16-Q2    | 1468
            FY2016-17-Q3 | 1322  | FY2015-16-Q3    | 1140
        """,
            "asb-incidents",
        )
        assert said(report) == [("total is not the sum of its periods", "3817", "3810", "certain")]
        assert str(report.findings[0].period) == "FYTD-2015-12"

    def test_a_year_and_its_quarter_of_months(self, checked: Any) -> None:
        """One wrong quarter is reported once, against its months; the year agrees with the quarters as printed."""
        assert said(
            checked("""
            period       | value
            FY2016-17    | 1001
            FY2016-17-Q1 | 301
            FY2016-17-Q2 | 200
            FY2016-17-Q3 | 200
            FY2016-17-Q4 | 300
            2016-04      | 100
            2016-05      | 100
            2016-06      | 100
        """)
        ) == [("total is not the sum of its periods", "301", "300", "certain")]

    def test_the_same_months_under_another_name(self, checked: Any) -> None:
        """The first quarter is the year to date in June."""
        assert said(
            checked("""
            period       | value
            FYTD-2016-09 | 500
            FYTD-2016-06 | 300
            FY2016-17-Q2 | 201
        """)
        ) == [("total is not the sum of its periods", "500", "501", "certain")]

    def test_a_month_larger_than_its_quarter(self, checked: Any) -> None:
        assert said(
            checked("""
            period       | value
            FY2016-17-Q1 | 300
            2016-05      | 310
        """)
        ) == [("part is larger than its whole", "310", "at most 300", "certain")]

    def test_headcounts_are_never_added_over_time(self, checked: Any) -> None:
        assert (
            said(
                checked(
                    """
            period       | value
            FY2016-17-Q1 | 30000
            2016-04      | 30100
            2016-05      | 30000
            2016-06      | 29900
        """,
                    "police-officers",
                )
            )
            == []
        )

    def test_the_parts_of_a_measure(self, checked: Any) -> None:
        assert said(
            checked("""
            measure           | period      | value | compared_period | compared_value
            robbery           | R12-2017-06 | 24001 | R12-2016-06     | 21429
            robbery-personal  | R12-2017-06 | 22285 | R12-2016-06     | 19760
            robbery-business  | R12-2017-06 | 1716  | R12-2016-06     | 1668
        """)
        ) == [("total is not the sum of its parts", "21429", "21428", "certain")]

    def test_some_of_the_parts(self, checked: Any) -> None:
        """Where one part is not printed, the others can still be too many."""
        assert said(
            checked("""
            measure               | period      | value
            theft                 | R12-2017-06 | 100
            shoplifting           | R12-2017-06 | 60
            theft-from-the-person | R12-2017-06 | 50
        """)
        ) == [("part is larger than its whole", "100", "at least 110", "certain")]

    def test_a_value_made_up_of_others(self, checked: Any) -> None:
        """The half-year before is not printed, its quarters are: so the finding is likely, no more."""
        assert said(
            checked(
                """
            period       | value | compared_period | compared_value | printed_change | change_unit
            FYTD-2016-09 | 3488  | FYTD-2015-09    |                | 30.3           | percent
            FY2016-17-Q1 |       | FY2015-16-Q1    | 1202           |                |
            FY2016-17-Q2 |       | FY2015-16-Q2    | 1468           |                |
        """,
                "asb-incidents",
            )
        ) == [("change does not follow from its values", "30.3", "30.6", "likely")]

    def test_two_ways_that_disagree(self, checked: Any) -> None:
        """With the year to date printed too, the half-year can be had by taking away, and then the change follows."""
        report = checked(
            """
            period       | value | compared_period | compared_value | printed_change | change_unit
            FYTD-2016-09 | 3488  | FYTD-2015-09    |                | 30.3           | percent
            FYTD-2016-12 |       | FYTD-2015-12    | 3817           |                |
            FY2016-17-Q1 |       | FY2015-16-Q1    | 1202           |                |
            FY2016-17-Q2 |       | FY2015-16-Q2    | 1468           |                |
            FY2016-17-Q3 |       | FY2015-16-Q3    | 1140           |                |
        """,
            "asb-incidents",
        )
        assert ("change does not follow from its values", "30.3", "30.6", "ask") in said(report)
        assert "but 3488 against 3817 - 1140 = 2677 gives 30.3" in report.findings[0].because


class TestShares:
    """A share follows from its numerator and denominator."""

    def test_shares(self, checked: Any) -> None:
        assert said(
            checked(
                """
            period  | value | unit    | numerator | denominator
            2017-06 | 91    | percent | 92        | 101
            2017-05 | 90    | percent | 92        | 101
        """,
                "mayors-questions-in-time",
            )
        ) == [("share does not follow from its numbers", "90", "91", "certain")]

    def test_more_than_all(self, checked: Any) -> None:
        assert said(
            checked(
                """
            period  | value | unit    | numerator | denominator
            2017-06 | 91    | percent | 101       | 92
            2017-05 | 0     | percent | 0         | 0
        """,
                "mayors-questions-in-time",
            )
        ) == [
            ("share does not follow from its numbers", "91", "110", "certain"),
            ("part is larger than its whole", "101", "at most 92", "certain"),
            ("share does not follow from its numbers", "0", "n/a, 0 of 0", "certain"),
        ]


class TestPrintedTwice:
    """The same measure, area and period has one value."""

    def test_in_one_document(self, checked: Any) -> None:
        assert said(
            checked("""
            period      | value | page_or_line
            R12-2017-06 | 24001 | 10
            R12-2017-06 | 24010 | 99
        """)
        ) == [("the same figure is printed with two values", "24010", "24001", "certain")]

    def test_between_documents_a_person_must_look(self, checked: Any) -> None:
        report = checked("""
            document | period      | value
            july     | R12-2017-06 | 24001
            october  | R12-2017-06 | 24010
        """)
        assert said(report) == [("the same figure is printed with two values", "24010", "24001", "ask")]
        assert report.findings[0].because == "july, line 10 prints 24001"

    def test_more_decimals_are_no_other_value(self, checked: Any) -> None:
        assert (
            said(
                checked(
                    """
            document | period      | value
            summary  | R12-2016-12 | 67
            annex    | R12-2016-12 | 67.3
        """,
                    "confidence-good-job",
                )
            )
            == []
        )

    def test_a_change_printed_twice(self, checked: Any) -> None:
        assert said(
            checked("""
            document | period      | compared_period | printed_change | change_unit
            july     | R12-2017-06 | R12-2016-06     | 12.7           | percent
            october  | R12-2017-06 | R12-2016-06     | 12.9           | percent
        """)
        ) == [("the same change is printed with two values", "12.9", "12.7", "ask")]


class TestMagnitudes:
    """Values that cannot be."""

    def test_more_staff_than_a_city_can_have(self, checked: Any) -> None:
        """156,556 is a likely slip for 1,565.56: more than 10 staff for each 1,000 of 8,791,300 residents."""
        report = checked(
            """
            period  | value   | compared_period | compared_value
            2017-05 | 1387.69 | 2016-05         | 156556.00
        """,
            "pcsos",
        )
        assert said(report) == [("value of impossible magnitude", "156556.00", "at most 87913", "likely")]
        assert report.findings[0].because == "17.8 per 1,000 of 8791300 residents; the catalogue allows 10"

    def test_negative_counts_and_shares_beyond_all(self, checked: Any) -> None:
        assert said(
            checked("""
            measure                  | period  | value
            robbery                  | 2017-05 | -4
            mayors-questions-in-time | 2017-05 | 101
        """)
        ) == [
            ("value of impossible magnitude", "-4", "at least 0", "certain"),
            ("value of impossible magnitude", "101", "0 to 100", "certain"),
        ]

    def test_a_fall_of_more_than_everything(self, checked: Any) -> None:
        assert said(
            checked("""
            period  | printed_change | change_unit
            2017-05 | -120           | percent
        """)
        ) == [("change of impossible magnitude", "-120", "at least -100", "certain")]


class TestAnswer:
    """The shape of the answer is a promise."""

    def test_json_of_a_finding(self, checked: Any) -> None:
        answer = checked(
            """
          document | page_or_line | area     | period       | value | compared_period | compared_value | printed_change | change_unit
          seed-004 | 227-229      | Havering | FY2016-17-Q3 | 1322  | FY2015-16-Q3    | 1140           | 15.9           | percent
        """,
            "asb-incidents",
        ).to_json()
        (found,) = answer["findings"]
        assert {key: found[key] for key in ("what", "printed", "recomputed", "certainty")} == {
            "what": "change does not follow from its values",
            "printed": "15.9",
            "recomputed": "16.0",
            "certainty": "certain",
        }
        assert found["where"] == {
            "document": "seed-004",
            "line": 227,
            "measure": "asb-incidents",
            "area": "E09000016",
            "period": "FY2016-17-Q3",
            "page_or_line": "227-229",
            "file": "table.csv",
            "row": 2,
        }
        assert answer["checked"] == 3
        assert answer["refused"] == 0
        assert answer["files"] == [{"file": "table.csv", "outcome": "accepted", "rows": 1, "why": None, "findings": []}]

    def test_a_number_entered_on_two_rows_is_one_number(self, checked: Any) -> None:
        """A line that gives its change twice takes two rows: two values and two changes are printed, no more."""
        report = checked(
            """
            period  | value    | compared_period | compared_value | printed_change | change_unit
            2017-05 | 30822.23 | 2016-05         | 31601.41       | -779.18        | count
            2017-05 | 30822.23 | 2016-05         | 31601.41       | -2.47          | percent
        """,
            "police-officers",
        )
        assert report.checked == 4

    def test_changes_that_nothing_can_confirm_are_named(self, checked: Any) -> None:
        report = checked("""
            period  | value | compared_period | printed_change | change_unit
            2017-05 | 40    | 2016-05         | 3.8            | percent
        """)
        assert [found["what"] for found in report.files[0]["findings"]] == [
            "changes printed without values to recompute them from: rows 2"
        ]


class TestStatuses:
    """One status for each indicator, and the one that its target or band gives."""

    def test_one_indicator_in_two_colours(self, checked: Any) -> None:
        """Two rows of one measure, area and period; the value may stand on neither."""
        report = checked(
            """
            page_or_line | period       | status
            12           | FY2016-17-Q3 | Green
            31           | FY2016-17-Q3 | red
        """,
            "marac-repeat-referrals",
        )
        assert said(report) == [("one indicator has two statuses", "red", "Green", "certain")]
        assert report.findings[0].because == "report-1, line 12 prints Green"

    def test_another_period_may_have_another_colour(self, checked: Any) -> None:
        report = checked("""
            period       | status
            FY2016-17-Q2 | red
            FY2016-17-Q3 | green
        """)
        assert said(report) == []

    def test_words_and_colours_that_mean_the_same(self, checked: Any) -> None:
        report = checked("""
            page_or_line | period       | status
            1            | FY2016-17-Q3 | green
            2            | FY2016-17-Q3 | Within tolerance
        """)
        assert said(report) == []

    def test_a_colour_and_a_word_of_the_other_side(self, checked: Any) -> None:
        report = checked("""
            page_or_line | period       | status
            1            | FY2016-17-Q3 | green
            2            | FY2016-17-Q3 | missed
        """)
        assert said(report) == [("one indicator has two statuses", "missed", "green", "likely")]

    def test_a_word_of_the_body_s_own_is_a_question(self, checked: Any) -> None:
        report = checked("""
            page_or_line | period       | status
            1            | FY2016-17-Q3 | green
            2            | FY2016-17-Q3 | watch
        """)
        assert said(report) == [("one indicator has two statuses", "watch", "green", "ask")]

    def test_two_documents_may_colour_by_two_rules(self, checked: Any) -> None:
        report = checked("""
            document | period       | status
            report-1 | FY2016-17-Q3 | green
            report-2 | FY2016-17-Q3 | red
        """)
        assert said(report) == [("one indicator has two statuses", "red", "green", "ask")]

    @pytest.mark.parametrize(
        ("value", "status", "expected"),
        [
            ("25.7", "within", [("within", "outside band 28 to 40", "certain")]),
            ("25.7", "green", [("green", "outside band 28 to 40", "likely")]),
            ("25.7", "red", []),
            ("28.8", "within", []),
            ("28.8", "outside", [("outside", "within band 28 to 40", "certain")]),
            ("28.8", "red", [("red", "within band 28 to 40", "likely")]),
            ("28", "outside", []),  # it stands for anything from 27.5 to 28.5
            ("25.7", "amber", []),  # what amber means is the body's own rule
        ],
    )
    def test_a_band(self, checked: Any, value: str, status: str, expected: list[tuple[str, str, str]]) -> None:
        report = checked(
            f"""
            period       | value   | status   | target_low | target_high
            FYTD-2016-12 | {value} | {status} | 28         | 40
        """,
            "marac-repeat-referrals",
        )
        assert [found[1:] for found in said(report)] == expected

    def test_a_tolerance_widens_the_band(self, checked: Any) -> None:
        """A bare number may be points or a per cent: 26 is within 2 points of 28, and not within 2 per cent of it."""
        report = checked(
            """
            area      | period       | value | status | target_low | target_high | tolerance
            E09000001 | FYTD-2016-12 | 26.0  | within | 28         | 40          | 3 points
            E09000002 | FYTD-2016-12 | 26.0  | within | 28         | 40          | 2 percent
            E09000003 | FYTD-2016-12 | 26.3  | within | 28         | 40          | 2
        """,
            "marac-repeat-referrals",
        )
        assert [found.row.area for found in report.findings] == ["E09000002"]

    def test_a_target_needs_to_know_which_side_is_wanted(self, checked: Any, tmp_path: Path) -> None:
        """Of burglary every yardstick wants less; of a measure that nobody has set a direction for, nothing is said."""
        checked("""
            measure  | period       | value | status | target
            burglary | FY2016-17-Q3 | 60    | green  | 51
            burglary | FY2016-17-Q2 | 40    | red    | 51
            robbery  | FY2016-17-Q3 | 60    | green  | 51
        """)
        report = check([tmp_path / "table.csv"], CATALOGUE, residents, better={"burglary": -1})
        assert said(report) == [
            ("status does not follow from the target", "green", "outside target 51", "likely"),
            ("status does not follow from the target", "red", "within target 51", "likely"),
        ]

    def test_directions_are_those_that_every_yardstick_wants(self) -> None:
        wanted = [
            {"measure": "burglary", "wanted": "lower"},
            {"measure": "burglary", "wanted": "lower"},
            {"measure": "stop-and-search", "wanted": "lower"},
            {"measure": "stop-and-search", "wanted": "higher"},
            {"measure": "asb-calls", "wanted": "none"},
            {"measure": "confidence-good-job", "wanted": "higher"},
        ]
        assert better_of(wanted) == {"burglary": -1, "confidence-good-job": 1}


class TestStatedPeriods:
    """Periods that cannot be meant, as far as a table alone can tell."""

    def test_a_comparison_that_is_neither_years_nor_neighbours_apart(self, checked: Any) -> None:
        report = checked("""
            period  | value | compared_period | compared_value
            2016-07 | 10    | 2015-07         | 9
            2016-08 | 10    | 2016-07         | 10
            2016-09 | 10    | 2012-09         | 30
            2016-10 | 10    | 2015-09         | 8
        """)
        assert said(report) == [
            ("compared periods are neither years apart nor neighbours", "2015-09", "13 months apart", "ask")
        ]

    def test_what_a_document_does_throughout_is_its_custom(self, checked: Any) -> None:
        report = checked("""
            period       | value | compared_period | compared_value
            FY2016-17-Q3 | 10    | FY2016-17-Q1    | 9
            FY2016-17-Q4 | 10    | FY2016-17-Q2    | 9
        """)
        assert said(report) == []

    def test_a_period_that_ends_after_its_document(self, checked: Any) -> None:
        """The pack knows that seed-002 is of 20 July 2017."""
        report = checked("""
            document | period  | value
            seed-002 | 2017-07 | 10
            seed-002 | 2017-09 | 10
        """)
        assert said(report) == [
            ("period ends after its document", "2017-09", "to July 2017 at the latest", "likely"),
        ]


class TestOddPeriods:
    """A row whose period is not that of all the rows around it."""

    BOROUGHS = tuple(f"E090000{number:02d}" for number in range(2, 12))

    def table(self, *periods: str) -> str:
        rows = zip(self.BOROUGHS, periods, strict=False)
        return "area | period | value\n" + "\n".join(f"{area} | {period} | 10" for area, period in rows)

    def test_nine_boroughs_of_one_year_and_one_of_another(self, checked: Any) -> None:
        report = checked(self.table(*["R12-2017-06"] * 9, "R12-2016-06"))
        assert said(report) == [
            ("period is not that of all the rows around it", "R12-2016-06", "R12-2017-06", "ask"),
        ]

    def test_two_of_another_may_be_meant(self, checked: Any) -> None:
        assert said(checked(self.table(*["R12-2017-06"] * 8, "R12-2016-06", "R12-2016-06"))) == []

    def test_so_may_one_among_few(self, checked: Any) -> None:
        assert said(checked(self.table(*["R12-2017-06"] * 7, "R12-2016-06"))) == []

    def test_or_one_that_has_both(self, checked: Any) -> None:
        table = self.table(*["R12-2017-06"] * 10) + f"\n{self.BOROUGHS[0]} | R12-2016-06 | 10"
        assert said(checked(table)) == []


class TestAreas:
    """Areas that lie in another have at most what it has."""

    def test_boroughs_that_have_more_than_the_force(self, checked: Any) -> None:
        report = checked("""
            area      | period  | value
            E23000001 | 2017-06 | 100
            E09000002 | 2017-06 | 60
            E09000003 | 2017-06 | 41
        """)
        assert said(report) == [("areas have more than the area that they lie in", "100", "at least 101", "certain")]

    def test_they_may_have_less(self, checked: Any) -> None:
        """Some of what happens has no place, or one that is no borough; and a borough of the City is not the Met's."""
        report = checked("""
            area      | period  | value
            E23000001 | 2017-06 | 100
            E09000002 | 2017-06 | 60
            E09000003 | 2017-06 | 30
            E09000001 | 2017-06 | 30
        """)
        assert said(report) == []


@pytest.fixture(scope="module")
def report() -> Report:
    """The check of every table that the pack holds."""
    return check([PACK / "published"], CATALOGUE, residents)


class TestPrintedTablesOfLondon:
    """The tables that the pack holds, of all five documents."""

    @staticmethod
    def of(report: Report, document: str) -> list[tuple[int | None, str, str, str, str, str]]:
        return [
            (found.line, found.check, str(found.period), found.printed, found.recomputed, found.certainty)
            for found in report.findings
            if found.row.document == document
        ]

    def test_the_report_of_july_2017(self, report: Report) -> None:
        """All forty crime changes follow; two workforce rows hold three impossible cells; nothing else is amiss."""
        assert self.of(report, "seed-002") == [
            (155, "magnitude", "2017-05", "850815.00", "at most 87913", "likely"),
            (155, "magnitude", "2016-05", "941064.00", "at most 87913", "likely"),
            (156, "magnitude", "2016-05", "156556.00", "at most 87913", "likely"),
        ]
        crime = entered(PACK / "published" / "seed-002.csv")[:40]
        assert all(row["printed_change"] and row["value"] and row["compared_value"] for row in crime)
        assert (crime[0]["page_or_line"], crime[-1]["page_or_line"]) == ("108", "147")

    def test_haverings_papers(self, report: Report) -> None:
        """The draft plan, the briefing that sums it up with a slip, the borough's report; and another letter's savings."""
        assert self.of(report, "seed-004") == [
            (227, "change", "FYTD-2016-09", "30.3", "30.6", "ask"),
            (586, "change", "R12-2016-09", "11", "9", "certain"),
            (1650, "twice", "2020", "0.3", "63", "certain"),
            (1664, "twice", "FY2020-21", "800", "420", "ask"),
            (1746, "share", "FY2016-17-Q3", "66.6", "66.7", "certain"),
            (1785, "status", "FYTD-2016-12", "within", "outside band 28 to 40", "certain"),
            (1803, "total", "FYTD-2015-12", "3817", "3810", "certain"),
            (1803, "change", "FY2016-17-Q3", "15.9", "16.0", "certain"),
            (1833, "status", "FY2016-17-Q3", "red", "green", "certain"),
            (1833, "status", "FY2016-17-Q3", "red", "within band 28 to 40", "likely"),
        ]

    def test_the_committee_and_the_labour_group(self, report: Report) -> None:
        assert [found for found in report.findings if found.row.document not in ("seed-002", "seed-004")] == []

    def test_what_nothing_printed_can_confirm_is_named(self, report: Report) -> None:
        """Changes without their values: the reader is told which rows they are."""
        said = {file["file"]: [one["what"] for one in file["findings"]] for file in report.files}
        lonely = {
            name: sum(what.partition("rows ")[2].count(",") + 1 for what in whats if what.startswith("changes printed"))
            for name, whats in said.items()
        }
        assert lonely == {"seed-000.csv": 0, "seed-001.csv": 0, "seed-002.csv": 0, "seed-003.csv": 1, "seed-004.csv": 9}

    def test_every_printed_number_is_counted(self, report: Report) -> None:
        assert report.checked == len(printed_numbers())
        assert report.refused == 0

    def test_the_census_of_the_met_is_that_of_its_boroughs(self) -> None:
        boroughs = [area for area in CATALOGUE.areas.of_kind("borough") if area.policed_by == "E23000001"]
        assert sum(area.population or 0 for area in boroughs) == residents("E23000001") == 8791300


def entered(path: Path) -> list[dict[str, str]]:
    """The rows of a table as they stand in the file."""
    return list(csv.DictReader(path.read_text().splitlines()))


def printed_numbers() -> set[tuple[str, ...]]:
    """The distinct numbers of the pack's tables, counted the plain way."""
    numbers = set()
    for path in (PACK / "published").glob("*.csv"):
        for row in entered(path):
            place = (row["document"], row["page_or_line"], row["measure"], row["area"])
            sides = ((row["value"], row["period"]), (row["compared_value"], row["compared_period"]))
            numbers |= {(*place, period, text) for text, period in sides if text}
            for name in ("printed_change", "numerator", "denominator"):
                if row[name]:
                    numbers.add((*place, row["period"], name, row["change_unit"], row[name]))
    return numbers
