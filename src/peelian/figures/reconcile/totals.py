"""Printed totals, recomputed from printed periods and from the measures they are made of; figures printed twice."""

from __future__ import annotations

from collections.abc import Iterator

from peelian.figures.catalogue import Catalogue, Measure
from peelian.figures.reconcile.records import Certainty, Finding, Ledger, Outcomes, Printed, amount, judge
from peelian.figures.reconcile.tiling import Figures, add, tilings

PERIODS = "total is not the sum of its periods"
PARTS = "total is not the sum of its parts"
LARGER = "part is larger than its whole"
AREAS = "areas have more than the area that they lie in"
TWICE = "the same figure is printed with two values"
TWICE_CHANGE = "the same change is printed with two values"


def check_periods(ledger: Ledger) -> Outcomes:
    """Every printed count whose months other printed counts of the same document, measure and area make up."""
    for figures in ledger.series.values():
        for whole in figures.values():
            if not whole.row.adds_up:
                continue
            found = list(tilings(figures, whole.span))
            yield from (_compare(whole, tiles, PERIODS) for tiles in found)
            if not found:
                yield from _within(figures, whole)


def _compare(whole: Printed, parts: list[Printed], what: str) -> Finding | None:
    total = add(parts)
    certainty = judge(total, whole.text)
    if not certainty:
        return None
    names = ", ".join(
        f"{part.row.measure_id if what == PARTS else part.period} (line {part.row.cells['page_or_line']})"
        for part in parts
    )
    return Finding(
        "total",
        what,
        whole.row,
        whole.period,
        whole.text,
        total.shown(),
        certainty,
        f"{total.how} = {total.shown()}: {names}",
    )


def _within(figures: Figures, whole: Printed) -> Outcomes:
    """A period that lies within another cannot count more. Where the whole adds up, its sum has said so already."""
    for span, part in figures.items():
        if span != whole.span and whole.span[0] <= span[0] and span[1] <= whole.span[1]:
            yield _larger(part, whole) if part.amount.low > whole.amount.high else None


def _larger(part: Printed, whole: Printed) -> Finding:
    return Finding(
        "total",
        LARGER,
        part.row,
        part.period,
        part.text,
        f"at most {whole.text}",
        "certain",
        f"{whole.row.measure_id} {whole.period} is printed as {whole.text} (line {whole.row.cells['page_or_line']})",
    )


def check_parts(ledger: Ledger, catalogue: Catalogue) -> Outcomes:
    """Every printed measure against the measures that the catalogue says it is made of.

    Where all are printed for the same document, area and period their sum must be the total; where some are, it must
    not be more. A part that is not printed may be made up of its own parts.
    """
    for whole in ledger.figures:
        if whole.row.measure and whole.row.measure.parts and ledger.of(whole.row)[whole.span] is whole:
            found, complete = _printed_parts(ledger, catalogue, whole, whole.row.measure)
            if found and complete:
                yield _compare(whole, found, PARTS)
            elif found:
                yield _at_most(whole, found)


def _printed_parts(
    ledger: Ledger, catalogue: Catalogue, whole: Printed, measure: Measure
) -> tuple[list[Printed], bool]:
    found: list[Printed] = []
    complete = bool(measure.parts)
    for part_id in measure.parts:
        part = ledger.of(whole.row, part_id).get(whole.span)
        inner, all_of_it = ([part], True) if part else _printed_parts(ledger, catalogue, whole, catalogue[part_id])
        found += inner
        complete = complete and all_of_it
    return found, complete


def _at_most(whole: Printed, parts: list[Printed]) -> Finding | None:
    total = add(parts)
    if total.low <= whole.amount.high:
        return None
    if len(parts) == 1:
        return _larger(parts[0], whole)
    return Finding(
        "total",
        LARGER,
        whole.row,
        whole.period,
        whole.text,
        f"at least {total.shown()}",
        "certain",
        f"{total.how} = {total.shown()} of its parts alone",
    )


def check_areas(ledger: Ledger, catalogue: Catalogue) -> Outcomes:
    """Every printed count of an area against the areas of one kind that lie in it: together they cannot count more.

    They may count less, for some of what happens has no place, or a place that is none of them.
    """
    groups: dict[tuple[str, ...], dict[str | None, Printed]] = {}
    for figure in ledger.figures:
        if figure.row.adds_up and figure.row.area in catalogue.areas:
            groups.setdefault((figure.row.document, figure.row.measure_id, str(figure.span)), {})[figure.row.area] = (
                figure
            )
    for figures in groups.values():
        inside: dict[tuple[str | None, str], list[Printed]] = {}
        for figure in figures.values():
            area = catalogue.areas[figure.row.area]
            for above in {area.parent, area.bcu, area.policed_by} & figures.keys():
                inside.setdefault((above, area.kind), []).append(figure)
        yield from (_areas_at_most(figures[above], parts) for (above, _), parts in inside.items())


def _areas_at_most(whole: Printed, parts: list[Printed]) -> Finding | None:
    """One area with more than the area that it lies in is named; else all of them together."""
    larger = next((part for part in parts if part.amount.low > whole.amount.high), None)
    total = add(parts)
    if total.low <= whole.amount.high:
        return None
    shown = f"{len(parts)} areas within it" if larger is None else f"{larger.row.area} alone has {larger.text}"
    because = f"{shown}; line {parts[0].row.cells['page_or_line']} and others: {total.shown()} together"
    at_least = f"at least {total.shown()}"
    return Finding("total", AREAS, whole.row, whole.period, whole.text, at_least, "certain", because)


def check_twice(ledger: Ledger) -> Outcomes:
    """Every figure and change that is printed more than once, in one document or in several.

    Two prints agree if one true value can stand behind both (67 and 67.3 per cent do). Within one document two values
    are certainly wrong; between documents the later one may have been revised, so a person must look.
    """
    figures: dict[tuple[str, ...], Printed] = {}
    for figure in ledger.figures:
        row = figure.row
        when = str(figure.span) if row.adds_up else str(figure.period)
        first = figures.setdefault((row.measure_id, row.area, when), figure)
        if first is not figure:
            yield _disagreement(first, figure, TWICE)
    yield from _changes_twice(ledger)


def _changes_twice(ledger: Ledger) -> Outcomes:
    changes: dict[tuple[str, ...], Printed] = {}
    for change in _changes(ledger):
        row = change.row
        key = (row.measure_id, row.area, str(row.period), str(row.compared), row.cells["change_unit"])
        first = changes.setdefault(key, change)
        if first.identity != change.identity:
            yield _disagreement(first, change, TWICE_CHANGE)


def _changes(ledger: Ledger) -> Iterator[Printed]:
    for row in ledger.rows:
        text = row.cells["printed_change"]
        if text and row.compared:
            yield Printed(row, text, row.period, amount(text, exact=False))


def _disagreement(first: Printed, other: Printed, what: str) -> Finding | None:
    one, two = first.amount, other.amount
    if one.low <= two.high and two.low <= one.high:
        return None
    document, line = first.row.document, first.row.cells["page_or_line"]
    certainty: Certainty = "certain" if document == other.row.document else "ask"
    return Finding(
        "twice",
        what,
        other.row,
        other.period,
        other.text,
        first.text,
        certainty,
        f"{document}, line {line} prints {first.text}",
    )
