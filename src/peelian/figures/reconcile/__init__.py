"""Check published tables against themselves, each other and what is possible.

Every printed number is checked by what else is printed, at its own number of decimals, half up:

* a change (per cent, points or count) from its two values; one that is not printed is made up of printed periods;
* a gap between two measures from both;
* a total from printed periods that lie end to end within it, and from the measures it is made of;
* a share from its numerator and denominator;
* a figure or change that is printed twice, in one document or in several;
* magnitudes: negative counts, shares beyond 0 to 100, a part larger than its whole, the catalogue's ``plausible``.

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

from collections.abc import Iterable, Iterator
from pathlib import Path

from peelian.figures.catalogue import Catalogue
from peelian.figures.reconcile.changes import check_changes, check_gaps, check_shares, recomputable
from peelian.figures.reconcile.magnitudes import PopulationOf, check_magnitudes
from peelian.figures.reconcile.reading import read_all
from peelian.figures.reconcile.records import CHECKS, Check, FileOutcome, Finding, Ledger, Outcomes, Report, Row
from peelian.figures.reconcile.totals import check_parts, check_periods, check_twice
from peelian.figures.sources.base import note

__all__ = ["Finding", "Report", "check"]


def check(paths: Iterable[Path], catalogue: Catalogue, population_of: PopulationOf) -> Report:
    """Recompute what the published tables at ``paths`` (files or folders) print.

    ``population_of`` gives the residents of an area by its id, or None where they are not known. A file that is not the
    officers' form, or has a cell that cannot be read, is reported as refused and its rows are left out. Raises
    PeelianError where a path does not exist.
    """
    read = read_all(paths, catalogue)
    ledger = Ledger(row for _, rows in read for row in rows)
    for file, rows in read:
        _note_unrecomputable(ledger, file, rows)
    findings: dict[tuple[str, ...], Finding] = {}
    counts: dict[Check, int] = dict.fromkeys(CHECKS, 0)
    for sort, outcomes in _checks(ledger, catalogue, population_of):
        for outcome in outcomes:
            counts[sort] += 1
            if outcome:
                findings.setdefault(outcome.identity, outcome)
    order = {id(row): place for place, row in enumerate(ledger.rows)}
    ordered = sorted(findings.values(), key=lambda finding: (order[id(finding.row)], CHECKS.index(finding.check)))
    return Report(ordered, len(set(_numbers(ledger))), [file.to_json() for file, _ in read], counts)


def _checks(ledger: Ledger, catalogue: Catalogue, population_of: PopulationOf) -> Iterator[tuple[Check, Outcomes]]:
    yield "change", check_changes(ledger)
    yield "change", check_gaps(ledger)
    yield "total", check_periods(ledger)
    yield "total", check_parts(ledger, catalogue)
    yield "share", check_shares(ledger)
    yield "twice", check_twice(ledger)
    yield "magnitude", check_magnitudes(ledger, population_of)


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
