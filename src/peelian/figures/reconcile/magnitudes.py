"""Printed values that cannot be: negative counts, shares beyond 0 to 100, and the catalogue's rules of plausibility."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from peelian.figures.reconcile.records import Certainty, Finding, Ledger, Outcomes, Printed, Row, shown

IMPOSSIBLE = "value of impossible magnitude"
IMPOSSIBLE_CHANGE = "change of impossible magnitude"
LARGER = "part is larger than its whole"
PopulationOf = Callable[[str], Decimal | None]
Limit = tuple[bool, str, Certainty, str]
"""Whether the limit is broken, the limit in words, how sure that is, and why."""


def check_magnitudes(ledger: Ledger, population_of: PopulationOf) -> Outcomes:
    """Every printed value against what its measure can be, and every printed change and numerator."""
    for figure in ledger.figures:
        broken = next((limit for limit in _limits(figure, population_of) if limit[0]), None)
        yield _finding(figure, broken) if broken else None
    for row in ledger.rows:
        yield from _check_change(row)
        yield from _check_numerator(row)


def _finding(figure: Printed, broken: Limit) -> Finding:
    _, words, certainty, because = broken
    return Finding("magnitude", IMPOSSIBLE, figure.row, figure.period, figure.text, words, certainty, because)


def _limits(figure: Printed, population_of: PopulationOf) -> Iterator[Limit]:
    """Limits from the hardest to the softest; the first that is broken is reported."""
    measure, value = figure.row.measure, figure.amount.value
    if measure is None:
        return
    if measure.kind in ("count", "share", "rate"):
        yield value < 0, "at least 0", "certain", f"a {measure.kind} is never negative"
    if measure.per_cent:
        yield not 0 <= value <= 100, "0 to 100", "certain", "per cents of a whole lie between 0 and 100"
    plausible = measure.plausible or {}
    if "min" in plausible:
        yield value < _exact(plausible["min"]), f"at least {plausible['min']}", "likely", "the catalogue's lower limit"
    if "max" in plausible:
        yield value > _exact(plausible["max"]), f"at most {plausible['max']}", "likely", "the catalogue's upper limit"
    if "max_per_1000_residents" in plausible:
        yield from _per_resident(figure, plausible["max_per_1000_residents"], population_of(figure.row.area))


def _per_resident(figure: Printed, most: float, people: Decimal | None) -> Iterator[Limit]:
    value = figure.amount.value
    yield value < 0, "at least 0", "certain", "a headcount is never negative"
    if people:
        limit = _exact(most) * Fraction(people) / 1000
        rate = shown(value / Fraction(people) * 1000, 1)
        yield (
            value > limit,
            f"at most {shown(limit, 0)}",
            "likely",
            f"{rate} per 1,000 of {shown(Fraction(people), 0)} residents; the catalogue allows {most}",
        )


def _exact(number: float) -> Fraction:
    """A limit as the catalogue writes it, not as a binary float comes near it."""
    return Fraction(str(number))


def _check_change(row: Row) -> Outcomes:
    """A count cannot fall by more than all of it, nor a per cent move by more than 100 points."""
    text, unit = row.cells["printed_change"], row.cells["change_unit"]
    if not text or row.measure is None:
        return
    if unit == "percent":
        yield _change(row, "at least -100", "more than all of it cannot go") if Fraction(text) < -100 else None
    elif row.per_cent and unit == "points":
        yield _change(row, "-100 to 100", "per cents lie between 0 and 100") if abs(Fraction(text)) > 100 else None


def _change(row: Row, words: str, because: str) -> Finding:
    printed = row.cells["printed_change"]
    return Finding("magnitude", IMPOSSIBLE_CHANGE, row, row.period, printed, words, "certain", because)


def _check_numerator(row: Row) -> Outcomes:
    """What is counted of a whole is not more than the whole, and neither is negative."""
    top, bottom = row.cells["numerator"], row.cells["denominator"]
    for text in filter(None, (top, bottom)):
        if Fraction(text) < 0:
            yield Finding(
                "magnitude", IMPOSSIBLE, row, row.period, text, "at least 0", "certain", "a count is never negative"
            )
    if top and bottom and row.per_cent:
        larger = Fraction(top) > Fraction(bottom)
        yield (
            Finding("magnitude", LARGER, row, row.period, top, f"at most {bottom}", "certain", f"{top} of {bottom}")
            if larger
            else None
        )
