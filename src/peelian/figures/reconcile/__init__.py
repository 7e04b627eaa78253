"""Check published tables against themselves, each other and what is possible.

Every printed number is checked by what else is printed, at its own number of decimals, half up:

* a change (per cent, points or count) from its two values; one that is not printed is made up of printed periods;
* a gap between two measures from both;
* a total from printed periods that lie end to end within it, and from the measures it is made of; an area's count is at
  least that of the areas within it;
* a share from its numerator and denominator;
* a figure or change that is printed twice, in one document or in several;
* magnitudes: negative counts, shares beyond 0 to 100, a part larger than its whole, the catalogue's ``plausible``;
* statuses: one for each indicator, and the one that its printed target or band gives;
* stated periods: odd comparisons, periods that end after their document.

With a release at hand, every value is also compared with our own figure of exactly its months (``ours``): one that
revisions do not explain, or that fits other months, is told, and a column that covers other months is told once.

How sure a finding is
---------------------

Whole counts are exact. Headcounts, per cents and whatever has decimals are rounded: 67 per cent stands for anything
from 66.5 to 67.5.

``certain``
    No true values behind the printed ones give what is printed, and all of them are printed. Counts of 1,322 and 1,140
    are 16.0 per cent apart, and 15.9 is wrong whatever the rounding. What is impossible by definition is certain too.
``likely``
    The same, but something had to be taken on trust: a value that is not printed was made up of periods that are, or a
    limit is the catalogue's judgement and no law of nature, or points seem to be printed as per cent.
``ask``
    A person must look: rounding of the inputs (or another rule for an exact half) may explain the print, two ways of
    recomputing disagree, two documents print different values (a revision, perhaps), or no unit is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from peelian.figures.catalogue import Catalogue
from peelian.figures.reconcile import ours
from peelian.figures.reconcile.changes import check_changes, check_gaps, check_shares, recomputable
from peelian.figures.reconcile.history import check_history, check_own_changes
from peelian.figures.reconcile.magnitudes import PopulationOf, check_magnitudes
from peelian.figures.reconcile.reading import read_all
from peelian.figures.reconcile.records import CHECKS, Check, Finding, Ledger, Outcomes, Row
from peelian.figures.reconcile.report import FileOutcome, Report
from peelian.figures.reconcile.runs import Record
from peelian.figures.reconcile.stated import check_stated
from peelian.figures.reconcile.status import check_statuses
from peelian.figures.reconcile.totals import check_areas, check_parts, check_periods, check_twice
from peelian.figures.sources.base import note

__all__ = ["Finding", "Report", "check", "examine"]

Tables = list[tuple[FileOutcome, list[Row]]]


def check(
    paths: Iterable[Path],
    catalogue: Catalogue,
    population_of: PopulationOf,
    record: Record | None = None,
    better: Mapping[str, int] | None = None,
) -> Report:
    """Recompute what the published tables at ``paths`` (files or folders) print, and compare it with a release's figures.

    ``population_of`` gives the residents of an area by its id, or None where they are not known; ``better`` the direction
    that is wanted of a measure (status.better_of). A file that is not the officers' form, or has a cell that cannot be
    read, is reported as refused and its rows are left out. Raises PeelianError where a path does not exist.
    """
    return examine(read_all(paths, catalogue), catalogue, population_of, record, better)


def examine(
    tables: Tables,
    catalogue: Catalogue,
    population_of: PopulationOf,
    record: Record | None = None,
    better: Mapping[str, int] | None = None,
) -> Report:
    """As ``check``, of tables that have been read already."""
    ledger = Ledger(row for _, rows in tables for row in rows)
    for file, rows in tables:
        _note_unrecomputable(ledger, file, rows)
    findings: dict[tuple[str, ...], Finding] = {}
    counts: dict[Check, int] = dict.fromkeys(CHECKS, 0)
    compared, tally = ours.compare(ledger, record) if record else ([], None)
    for sort, outcomes in _checks(ledger, catalogue, population_of, better or {}, record, compared):
        for outcome in outcomes:
            counts[sort] += 1
            if outcome:
                findings.setdefault(_once(outcome), outcome)
    order = {id(row): place for place, row in enumerate(ledger.rows)}
    ordered = sorted(findings.values(), key=lambda finding: (order[id(finding.row)], CHECKS.index(finding.check)))
    files = [file.to_json() for file, _ in tables]
    return Report(ordered, len(set(_numbers(ledger))), files, counts, tally)


def _once(finding: Finding) -> tuple[str, ...]:
    """By what a finding counts once: two entries of one print have it twice, and a number is of impossible size in one way only."""
    row = finding.row
    place = (row.document, row.cells["page_or_line"], row.measure_id, row.area, str(finding.period), finding.printed)
    return ("magnitude", *place) if finding.check == "magnitude" else finding.identity


def _checks(
    ledger: Ledger,
    catalogue: Catalogue,
    population_of: PopulationOf,
    better: Mapping[str, int],
    record: Record | None,
    compared: Iterable[Finding | None],
) -> Iterator[tuple[Check, Outcomes]]:
    yield "change", check_changes(ledger)
    yield "change", check_gaps(ledger)
    yield "total", check_periods(ledger)
    yield "total", check_parts(ledger, catalogue)
    yield "total", check_areas(ledger, catalogue)
    yield "share", check_shares(ledger)
    yield "twice", check_twice(ledger)
    yield "magnitude", check_magnitudes(ledger, population_of)
    yield "status", check_statuses(ledger, better)
    yield "period", check_stated(ledger, catalogue)
    if record:
        yield "ours", iter(compared)
        yield "ours", check_own_changes(ledger, record)
        yield "magnitude", check_history(ledger, record)


def _numbers(ledger: Ledger) -> Iterator[tuple[str, ...]]:
    """Every printed number once, however many rows it took to enter it."""
    yield from (("figure", *figure.identity) for figure in ledger.figures)
    for row in ledger.rows:
        place = (row.document, row.cells["page_or_line"], row.measure_id, row.area, str(row.period))
        lone = () if row.compared else ("compared_value",)
        for name in ("printed_change", "numerator", "denominator", *lone):
            if row.cells[name]:
                yield (name, *place, str(row.compared), row.cells["change_unit"], row.cells[name])


def _note_unrecomputable(ledger: Ledger, file: FileOutcome, rows: list[Row]) -> None:
    """Say which of a file's changes nothing printed can confirm: silence would look like agreement."""
    lonely = [str(row.number) for row in rows if row.cells["printed_change"] and not recomputable(ledger, row)]
    if lonely:
        file.findings.append(
            note(f"changes printed without values to recompute them from: rows {', '.join(lonely)}", "not recomputed")
        )
