"""How many altered tables the check notices, and how often it cries wolf over tables that are right.

Tables of the usual layouts are made from one publication and checked against a release of a later one, so that revisions are real.
``docs/how-to/check-a-published-table.md`` has the results of longer runs; ``scripts/measure_check.py`` makes them.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.conftest import needed
from tests.support import altered
from tests.support.altered import Desk, Tally, Truth
from tests.support.publications import two_publications

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period
from peelian.figures.reconcile.runs import Record
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Release

LEAST_RECALL, MOST_ALARMS = 0.95, 1.0


def measured(truth: Truth, against: Release | None, folder: Path, tables: int = 6) -> Tally:
    """What the check makes of tables of one publication, beside a release of another or none."""
    catalogue = (against or truth.release).catalogue
    desk = Desk(folder, catalogue, Record(against) if against else None)
    return altered.measure(truth, desk, tables=tables, seed=20261126)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    return two_publications(tmp_path_factory.mktemp("publications"))


@pytest.fixture(scope="module")
def published(data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    """A release of the borough files of each of some publications."""
    found = {}
    for vintage in ("2020-06", "2023-07"):
        if not (data / "mps-borough" / vintage).is_dir():
            needed(f"the borough files of {vintage}")
        house = House(tmp_path_factory.mktemp("vintage") / "house")
        load(house, [data / "mps-borough" / vintage])
        found[vintage] = release(house)[0]
    return found


class TestGeneratedTables:
    """Publications that are made up, so that this can be measured anywhere."""

    def test_alterations_that_can_be_told_are_told(self, generated: tuple[Release, Release], tmp_path: Path) -> None:
        earlier, later = generated
        tally = measured(Truth(earlier), later, tmp_path)
        assert tally.recall() >= LEAST_RECALL, "\n".join(tally.lines())
        assert tally.false_alarms <= MOST_ALARMS, "\n".join(tally.examples)
        for kind in (*altered.ONE_ROW, *altered.WHOLE):
            assert tally.noticed[kind] >= 5, f"{kind} was hardly measured"

    def test_without_a_release_only_arithmetic_is_left(
        self, generated: tuple[Release, Release], tmp_path: Path
    ) -> None:
        """No column of other months is found, and nothing is found that is not there."""
        tally = measured(Truth(generated[0]), None, tmp_path, tables=2)
        assert sum(tally.noticed[kind] for kind in altered.WHOLE) == 0
        assert tally.noticed[altered.SIGN] > 0
        assert tally.false_alarms == 0

    def test_the_measure_can_fail(self, generated: tuple[Release, Release], tmp_path: Path) -> None:
        """Tables of figures half as high again: everything is an alarm."""
        tally = measured(Exaggerated(generated[0]), generated[1], tmp_path, tables=1)
        assert tally.false_alarms > MOST_ALARMS


class Exaggerated(Truth):
    """A publication that says what is not so."""

    def of(self, measure: str, area: str, period: Period) -> int | None:
        found = super().of(measure, area, period)
        return None if found is None else found * 3 // 2


class TestPublishedTables:
    """The Met's own files: tables of June 2020 against a release of July 2023, three years of revisions later."""

    def test_alterations_that_can_be_told_are_told(self, published: dict[str, Release], tmp_path: Path) -> None:
        tally = measured(Truth(published["2020-06"]), published["2023-07"], tmp_path)
        assert tally.recall() >= LEAST_RECALL, "\n".join(tally.lines())
        assert tally.false_alarms <= MOST_ALARMS, "\n".join(tally.examples)


class TestTablesOfTheFiveDocuments:
    """The pack's own tables, altered cell by cell; what they say already does not count as noticed."""

    def test_an_altered_number_is_noticed_where_a_change_is_printed(self, tmp_path: Path) -> None:
        tally = altered.measure_printed(tmp_path, random.Random(20261126), each=20)
        assert tally.recall() >= LEAST_RECALL, "\n".join(tally.examples)
        assert min(tally.noticed[kind] for kind in (altered.SWAP, altered.THOUSAND, altered.SIGN, altered.MONTH)) >= 10
