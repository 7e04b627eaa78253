"""What `peelian check` says of a printed table beside our own figures. Read it as the manual of that part of the check.

The figures are of two generated publications (tests/support/publications.py): the later one is the release that tables are compared
with. What the documents' own tables give is at the end, with the Met's files.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.altered import FORCE, Cells, Desk, Truth, row, shifted
from tests.support.prints import PACK
from tests.support.publications import two_publications

from peelian import cli
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period
from peelian.figures.reconcile import Report
from peelian.figures.reconcile.runs import Record
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Release
from peelian.figures.sources.published import ADDED, COLUMNS

CAMDEN = "E09000007"
YEAR = Period.parse("R12-2024-06")


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release to compare with."""
    return two_publications(tmp_path_factory.mktemp("publications"))[1]


@pytest.fixture(scope="module")
def ours(later: Release) -> Truth:
    """Its figures."""
    return Truth(later)


@pytest.fixture
def checked(later: Release, tmp_path: Path) -> Callable[[list[Cells]], Report]:
    """The check of a table beside it."""
    return Desk(tmp_path, later.catalogue, Record(later)).report


def value(area: str, period: Period | str, count: int, **more: str) -> Cells:
    """A row of robberies."""
    return {"measure": "robbery", "area": area, "period": str(period), "value": str(count), "unit": "offences", **more}


def said(report: Report) -> list[tuple[str, str, str, str]]:
    """Check, printed, recomputed and certainty of each finding."""
    return [(found.check, found.printed, found.recomputed, found.certainty) for found in report.findings]


class TestOneValue:
    """A printed count beside our figure of exactly its months."""

    def test_what_our_files_have_is_no_finding(self, ours: Truth, checked: Callable[[list[Cells]], Report]) -> None:
        count = ours.of("robbery", CAMDEN, YEAR) or 0
        report = checked([value(CAMDEN, YEAR, count)])
        assert said(report) == []
        assert report.ours is not None
        assert (report.ours["compared"], report.ours["agree"]) == (1, 1)

    def test_nor_is_what_publications_differ_by(self, ours: Truth, checked: Callable[[list[Cells]], Report]) -> None:
        """Some five hundred robberies may well have been five or ten fewer when the report was made."""
        count = ours.of("robbery", CAMDEN, YEAR) or 0
        report = checked([value(CAMDEN, YEAR, count - 8)])
        assert said(report) == []
        assert report.ours is not None
        assert report.ours["within_revisions"] == 1

    def test_more_than_that_is_a_question_and_much_more_is_likely_wrong(
        self, ours: Truth, checked: Callable[[list[Cells]], Report]
    ) -> None:
        count = ours.of("robbery", CAMDEN, YEAR) or 0
        limit = 3 + 1.2 * count**0.5 + 0.006 * count
        [question] = checked([value(CAMDEN, YEAR, round(count - 1.5 * limit))]).findings
        [likely] = checked([value(CAMDEN, YEAR, round(count - 6 * limit))]).findings
        assert (question.certainty, likely.certainty) == ("ask", "likely")
        assert {question.recomputed, likely.recomputed} == {str(count)}
        assert "between publications up to" in question.because

    def test_ten_thousand_would_be_found_too(self, ours: Truth, checked: Callable[[list[Cells]], Report]) -> None:
        count = ours.of("robbery", CAMDEN, YEAR) or 0
        [found] = checked([value(CAMDEN, YEAR, count * 1000)]).findings
        assert (found.check, found.certainty) == ("ours", "likely")

    def test_a_value_for_months_that_our_files_lack(
        self, ours: Truth, checked: Callable[[list[Cells]], Report]
    ) -> None:
        """There is nothing to compare it with, but the measure was never near it in that borough."""
        count = ours.of("robbery", CAMDEN, YEAR) or 0
        assert said(checked([value(CAMDEN, "R12-2017-06", count)])) == []
        [found] = checked([value(CAMDEN, "R12-2017-06", count * 1000)]).findings
        assert (found.check, found.what, found.certainty) == (
            "magnitude",
            "value is far from anything in our files",
            "likely",
        )

    def test_a_number_of_impossible_size_is_told_once(self, checked: Callable[[list[Cells]], Report]) -> None:
        """It is negative, and far from anything in our files."""
        assert said(checked([value(CAMDEN, "R12-2017-06", -50000)])) == [
            ("magnitude", "-50000", "at least 0", "certain")
        ]

    def test_what_has_no_figure_is_counted(self, checked: Callable[[list[Cells]], Report]) -> None:
        report = checked([value(CAMDEN, "R12-2017-06", 500), {**value(CAMDEN, YEAR, 5), "measure": "asb-calls"}])
        assert report.ours is not None
        assert (report.ours["compared"], report.ours["without_figure"]) == (0, 2)

    def test_a_rate_is_not_taken_for_a_count(self, checked: Callable[[list[Cells]], Report]) -> None:
        report = checked([{**value(CAMDEN, YEAR, 3), "unit": "offences per 1,000 residents"}])
        assert said(report) == []
        assert report.ours is not None
        assert report.ours["compared"] == 0


class TestOtherMonths:
    """Values that are those of other months than the table says."""

    def test_a_row_whose_two_values_are_of_the_quarter_before(
        self, ours: Truth, checked: Callable[[list[Cells]], Report]
    ) -> None:
        """Its arithmetic is right: only our files can tell, in a borough where quarters differ."""
        spring = Period.parse("FY2024-25-Q1")

        def apart(area: str) -> float:
            return min(
                abs(
                    (ours.of("other-theft", area, period) or 0)
                    - (ours.of("other-theft", area, shifted(period, -3)) or 0)
                )
                for period in (spring, spring.year_before())
            )

        area = max(ours.boroughs, key=apart)
        found = checked([row(ours, "other-theft", area, spring, spring.year_before(), "percent", content=-3)]).findings
        assert [item.check for item in found] == ["period", "period"]
        assert found[0].to_json()["covers"] == ["2024-01", "2024-03"]
        assert found[0].because.startswith("covers January 2024 to March 2024")

    def test_a_value_that_is_exactly_that_of_another_year(
        self, ours: Truth, checked: Callable[[list[Cells]], Report]
    ) -> None:
        """No other run of months that is tried comes near it, in at least one borough."""
        april = Period.parse("2024-04")
        claimed = []
        for area in ours.boroughs:
            found = checked([row(ours, "other-theft", area, april, None, "", content=-36)]).findings
            claimed += [item for item in found if item.what == "value covers other months than it says"]
            assert all("it would fit" in item.because for item in found if item not in claimed)
        assert {item.covers for item in claimed} == {(Period.parse("2021-04").first,) * 2}

    def test_a_column_is_told_once(self, ours: Truth, checked: Callable[[list[Cells]], Report]) -> None:
        """Every borough's figure is of eleven months; the column beside it is of twelve."""
        table = [row(ours, "other-theft", area, YEAR, YEAR.year_before(), "") for area in ours.boroughs]
        for cells in table:
            june = ours.of("other-theft", cells["area"], Period.parse("2024-06")) or 0
            cells["value"] = str(int(cells["value"]) - june)
            del cells["printed_change"], cells["change_unit"]
        [found] = checked(table).findings
        assert (found.what, found.printed, found.recomputed) == (
            "column covers other months than it says", "R12-2024-06", "2023-07 to 2024-05",
        )  # fmt: skip
        assert found.certainty == "likely"
        assert found.figures == len(ours.boroughs)

    def test_a_row_that_fits_neither_is_told_apart(self, ours: Truth, checked: Callable[[list[Cells]], Report]) -> None:
        table = [row(ours, "other-theft", area, YEAR, None, "", content=-1) for area in ours.boroughs]
        table[4]["value"] = str(int(table[4]["value"]) * 2)
        column, single = checked(table).findings
        assert column.what == "column covers other months than it says"
        assert single.row.area == table[4]["area"]
        assert "which its column seems to cover" in single.because

    def test_a_series_whose_months_are_all_one_off(self, ours: Truth, checked: Callable[[list[Cells]], Report]) -> None:
        """A row a month: the column is what the document prints for periods of one length."""
        months = [shifted(Period.parse("2024-06"), back) for back in range(-20, 0)]
        [found] = checked([row(ours, "shoplifting", FORCE, month, None, "", content=1) for month in months]).findings
        assert found.recomputed == "first month +1, last month +1"

    def test_a_document_that_counts_more_throughout_is_asked_about_not_accused(
        self, ours: Truth, checked: Callable[[list[Cells]], Report]
    ) -> None:
        """Nine per cent less of one measure everywhere may be another way of counting, or a month that is missing."""
        table = [row(ours, "other-theft", area, YEAR, None, "") for area in ours.boroughs]
        for cells in table:
            cells["value"] = str(round(int(cells["value"]) * 0.915))
        found = checked(table).findings
        assert {item.certainty for item in found} == {"ask"}
        assert any("a constant difference of -8.5 % would explain it as well" in item.because for item in found)


class TestChanges:
    """A change that is printed without its values."""

    def test_it_is_recomputed_from_our_files(self, ours: Truth, checked: Callable[[list[Cells]], Report]) -> None:
        now, then = (ours.of("theft", FORCE, period) or 0 for period in (YEAR, YEAR.year_before()))
        true = 100 * (now - then) / then
        compared = {"compared_period": str(YEAR.year_before()), "change_unit": "percent"}
        row = {"measure": "theft", "area": FORCE, "period": str(YEAR), "unit": "offences", **compared}
        assert said(checked([{**row, "printed_change": f"{true:.1f}"}])) == []
        [found] = checked([{**row, "printed_change": f"{true + 30:.1f}"}]).findings
        assert (found.what, found.recomputed, found.certainty) == (
            "change is not what our files have",
            f"{true:.1f}",
            "likely",
        )


class TestTheCommand:
    """What is compared with what, and what is said where there is nothing to compare with."""

    @staticmethod
    def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
        code = cli.main(["check", *words])
        return code, capsys.readouterr().out

    @staticmethod
    def table(path: Path, *rows: Cells) -> str:
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, [*COLUMNS, *ADDED])
            writer.writeheader()
            writer.writerows({"document": "r", "page_or_line": "1", **cells} for cells in rows)
        return str(path)

    def test_a_house_without_a_release_says_so(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        table = self.table(tmp_path / "table.csv", value(CAMDEN, YEAR, 10))
        code, out = self.run(capsys, table, "--data", str(tmp_path / "house"), "--pack", "london")
        assert code == 0
        assert "This house has no release of real figures to compare with" in out

    def test_generated_figures_are_not_compared_with(
        self, illustrative_house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        table = self.table(tmp_path / "table.csv", value(CAMDEN, "R12-2017-06", 10))
        code, out = self.run(capsys, table, "--data", str(illustrative_house.root), "--json")
        assert (code, json.loads(out)["ours"]) == (0, None)

    def test_the_newest_release_is_compared_with_unless_one_is_named(
        self, later: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        house = str(later.parts.root.parent)
        table = self.table(tmp_path / "table.csv", value(CAMDEN, YEAR, 10))
        code, out = self.run(capsys, table, "--data", house)
        assert code == 1
        assert f"1 printed values compared with release {later.id}: 0 agree" in out
        assert self.run(capsys, table, "--data", house, "--release", later.id)[0] == 1
        assert self.run(capsys, table, "--data", house, "--release", "2001-01-01")[0] == 2

    def test_a_release_s_own_printed_tables_are_checked_by_its_id(
        self, later: Release, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, out = self.run(capsys, later.id, "--data", str(later.parts.root.parent), "--json")
        answer = json.loads(out)
        assert code == 1
        assert [file["file"] for file in answer["files"]] == [
            path.name for path in sorted((PACK / "published").glob("*.csv"))
        ]
        assert answer["ours"]["release"] == later.id
        assert {"3817", "15.9"} <= {found["printed"] for found in answer["findings"]}

    def test_an_older_release_s_tables_are_compared_with_its_own_figures(
        self, later: Release, copy_of: Callable[[House], House], capsys: pytest.CaptureFixture[str]
    ) -> None:
        house = copy_of(House(later.parts.root.parent))
        newer = release(house)[0].id
        answers = [
            json.loads(self.run(capsys, name, "--data", str(house.root), "--json")[1])["ours"]["release"]
            for name in (later.id, newer)
        ]
        assert answers == [later.id, newer]
        other = self.run(capsys, later.id, "--release", newer, "--data", str(house.root), "--json")[1]
        assert json.loads(other)["ours"]["release"] == newer

    def test_a_name_that_is_neither_path_nor_release(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["check", "2001-01-01", "--data", str(tmp_path / "house")]) == 2
        assert "no release has that name" in capsys.readouterr().err


@pytest.fixture(scope="module")
def of_the_met(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The five documents' tables beside the Met's borough files."""
    house = House(tmp_path_factory.mktemp("met") / "house", "london")
    load(house, [data / "mps-borough"])
    made = release(house)[0]
    from peelian.figures.reconcile.desk import check_named

    return check_named(house, [str(PACK / "published")], made.id)


class TestTheFiveDocuments:
    """What the Met's files say of the documents' tables: no rule was written for any of it."""

    def test_the_column_of_2016_17_covers_eleven_months(self, of_the_met: Report) -> None:
        """Seventeen rows say so; the two that count another thing since 2019 have no say."""
        [found] = [item for item in of_the_met.findings if item.what == "column covers other months than it says"]
        assert (found.row.document, found.line, found.printed) == ("seed-002", 108, "R12-2017-06")
        assert (found.recomputed, found.certainty) == ("2016-07 to 2017-05", "likely")
        assert found.because.startswith("covers July 2016 to May 2017, not 12 months to June 2017: 14 of 14 figures")
        assert found.figures >= 17
        assert "constant" not in found.because  # the column beside it is not lower throughout

    def test_what_is_counted_otherwise_since_is_a_question(self, of_the_met: Report) -> None:
        asked = {(found.row.measure_id, found.certainty) for found in of_the_met.findings if found.check == "ours"}
        assert asked == {("violence-against-the-person", "ask"), ("criminal-damage", "ask")}

    def test_nothing_else_of_the_crime_tables_is_doubted(self, of_the_met: Report) -> None:
        """The year to June 2016 agrees in sixteen rows of the same scope; Havering's three totals agree as well."""
        assert of_the_met.ours is not None
        tally = of_the_met.ours
        assert tally["beyond"] == 3
        assert tally["agree"] + tally["within_revisions"] >= 20
        assert not [found for found in of_the_met.findings if found.what == "value covers other months than it says"]
