"""Stated periods that cannot be meant: odd comparisons, and periods that end after their document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from peelian.figures.catalogue import Catalogue
from peelian.figures.periods import Period, month_name, month_ordinal
from peelian.figures.reconcile.records import Finding, Ledger, Outcomes, Row

APART = "compared periods are neither years apart nor neighbours"
AFTER = "period ends after its document"
ODD = "period is not that of all the rows around it"
NEIGHBOURS = 8
"""So many rows of one measure, or of one area, that all have one period make another one odd."""
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
    yield from _odd(ledger, lambda row: (row.measure_id, row.area))
    yield from _odd(ledger, lambda row: (row.area, row.measure_id))


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


def _odd(ledger: Ledger, names: Callable[[Row], tuple[str, str]]) -> Outcomes:
    """The one place of a measure (or measure of a place) whose count has another period than eight others and none of theirs."""
    groups: dict[tuple[str, str, str], dict[str, list[Row]]] = {}
    for row in ledger.rows:
        if row.adds_up and row.value:
            one, other = names(row)
            groups.setdefault((row.document, one, row.period.kind), {}).setdefault(other, []).append(row)
    for rows in groups.values():
        periods = Counter(row.period for several in rows.values() for row in several)
        (common, _), *others = periods.most_common()
        odd = [several for several in rows.values() if all(row.period != common for row in several)]
        if len(others) == 1 and len(odd) == 1 and len(rows) > NEIGHBOURS:
            row = odd[0][0]
            because = f"the other {len(rows) - 1} are of {common.label()}"
            yield Finding("period", ODD, row, row.period, str(row.period), str(common), "ask", because)


def _after(row: Row, catalogue: Catalogue) -> Outcomes:
    printed = month_of(row.document, catalogue)
    if printed is None:
        return
    if row.period.last <= printed:
        yield None
        return
    because = f"the document is of {month_name(printed)}"
    latest = f"to {month_name(printed)} at the latest"
    yield Finding("period", AFTER, row, row.period, str(row.period), latest, "likely", because)


def month_of(document: str, catalogue: Catalogue) -> int | None:
    """The month that a document is of, where the pack knows its date to the month."""
    known = catalogue.documents.get(document)
    found = re.match(r"(\d{4})-(\d{2})", str(known.date)) if known else None
    return month_ordinal(int(found[1]), int(found[2])) if found else None
