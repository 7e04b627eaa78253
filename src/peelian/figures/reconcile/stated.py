"""Stated periods that cannot be meant: odd comparisons, and periods that end after their document."""

from __future__ import annotations

from collections import Counter

from peelian.figures.catalogue import Catalogue
from peelian.figures.periods import Period, month_name, month_ordinal
from peelian.figures.reconcile.records import Finding, Ledger, Outcomes, Row

APART = "compared periods are neither years apart nor neighbours"
AFTER = "period ends after its document"
COMMON = 0.5
"""A distance that half of a document's comparisons of that length have is its custom, whatever it is."""


def check_stated(ledger: Ledger, catalogue: Catalogue) -> Outcomes:
    """Every comparison of counts by how far apart its periods are, every count's period by its document's date."""
    custom = _customs(ledger)
    for row in ledger.rows:
        if row.adds_up and row.compared and row.compared.kind == row.period.kind:
            yield _apart(row, row.compared, custom)
        if row.adds_up and row.value:
            yield from _after(row, catalogue)


def _customs(ledger: Ledger) -> Counter[tuple[str, int, int | None]]:
    """How often each document compares periods of a length at a distance; under None how often at any."""
    custom: Counter[tuple[str, int, int | None]] = Counter()
    for row in ledger.rows:
        if row.adds_up and row.compared:
            custom[row.document, row.period.months, row.period.last - row.compared.last] += 1
            custom[row.document, row.period.months, None] += 1
    return custom


def _apart(row: Row, compared: Period, custom: Counter[tuple[str, int, int | None]]) -> Finding | None:
    distance, months = row.period.last - compared.last, row.period.months
    known = distance > 0 and (distance % 12 == 0 or distance == months)
    often = custom[row.document, months, distance] >= COMMON * custom[row.document, months, None]
    if known or (often and custom[row.document, months, None] > 1):
        return None
    because = f"{row.period.label()} is compared with {compared.label()}"
    shown = f"{distance} months apart"
    return Finding("period", APART, row, row.period, str(compared), shown, "ask", because)


def _after(row: Row, catalogue: Catalogue) -> Outcomes:
    date = catalogue.documents[row.document].date if row.document in catalogue.documents else None
    if not date:
        return
    printed = month_ordinal(*map(int, str(date).split("-")[:2]))
    if row.period.last <= printed:
        yield None
        return
    because = f"the document is of {month_name(printed)}"
    yield Finding(
        "period", AFTER, row, row.period, str(row.period), f"to {month_name(printed)} at the latest", "likely", because
    )
