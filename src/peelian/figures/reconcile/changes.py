"""Printed changes and shares, recomputed from the values printed beside them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import NamedTuple

from peelian.figures.reconcile.records import (
    Amount,
    Certainty,
    Finding,
    Ledger,
    Outcomes,
    Printed,
    Row,
    amount,
    is_per_cent,
    judge,
)
from peelian.figures.reconcile.tiling import routes

CHANGE = "change does not follow from its values"
POINTS = "change in points is printed as per cent"
FROM_NOTHING = "per cent change from nothing"
UNLIKE = "periods of different length are compared"
GAP = "gap is not the difference of its two figures"
SHARE = "share does not follow from its numbers"


class Attempt(NamedTuple):
    """One recomputation of a change, from one pair of values."""

    result: Amount
    now: Amount
    before: Amount
    verdict: Certainty | None


def check_changes(ledger: Ledger) -> Outcomes:
    """Every printed change for which both values are printed or can be made up of printed ones."""
    for row in ledger.rows:
        if row.cells["printed_change"]:
            yield from _check_change(ledger, row)
        yield from _check_length(row)


def recomputable(ledger: Ledger, row: Row) -> bool:
    """Whether both values of a printed change are known."""
    return bool(_values(ledger, row, "value") and _values(ledger, row, "compared_value"))


def _values(ledger: Ledger, row: Row, column: str) -> list[Amount]:
    if row.cells[column]:
        return [row.read(row.cells[column])]
    period = row.period if column == "value" else row.compared
    if period is None:
        return []
    figures, span = ledger.of(row), (period.first, period.last)
    elsewhere = figures.get(span)
    if elsewhere and (row.adds_up or elsewhere.period == period):
        return [elsewhere.amount]
    return routes(figures, span) if row.adds_up else []


def _check_change(ledger: Ledger, row: Row) -> Outcomes:
    pairs = list(product(_values(ledger, row, "value"), _values(ledger, row, "compared_value")))
    if not pairs:
        return
    if row.cells["change_unit"] == "percent":
        from_nothing, pairs = pairs[0], [pair for pair in pairs if pair[1].value != 0]
        if not pairs:
            yield _from_nothing(row, *from_nothing)
            return
    yield _verdict(row, [_attempt(row, now, before) for now, before in pairs])


def _verdict(row: Row, attempts: list[Attempt]) -> Finding | None:
    failed = [attempt for attempt in attempts if attempt.verdict]
    if not failed:
        return None
    if _looks_like_points(row, failed[0]):
        certainty: Certainty = "ask" if failed[0].verdict == "ask" else "likely"
        because = f"{_working(row, failed[0])}; in points it is {row.cells['printed_change']}"
        return _finding(row, POINTS, failed[0], certainty, because)
    return _finding(row, CHANGE, failed[0], _certainty(row, attempts), _because(row, attempts, failed[0]))


def _attempt(row: Row, now: Amount, before: Amount) -> Attempt:
    """Recompute by the row's unit; without a unit, by whichever of count and per cent gives what is printed."""
    unit = row.cells["change_unit"]
    ways = {"percent": (per_cent,), "": (Amount.__sub__, per_cent)}.get(unit, (Amount.__sub__,))
    tried = []
    for way in ways:
        if way is not per_cent or before.value != 0:
            result = way(now, before)
            tried.append(Attempt(result, now, before, judge(result, row.cells["printed_change"])))
    return max(tried, key=lambda attempt: ("certain", "ask", None).index(attempt.verdict))


def per_cent(now: Amount, before: Amount) -> Amount:
    """(now - before) / before in per cent, with the range that rounded values allow.

    ``before`` is not zero, and so at least one unit of its last decimal: no value behind it is zero.
    """
    value = (now.value - before.value) / abs(before.value) * 100
    corners = [(top - base) / abs(base) * 100 for top in (now.low, now.high) for base in (before.low, before.high)]
    return Amount(value, min(corners), max(corners), 1, f"{now.how} from {before.how}")


def _from_nothing(row: Row, now: Amount, before: Amount) -> Finding | None:
    """A change from 0 to k has no per cent, unless 0 is rounded. From 0 to 0 nothing changed, and 0 may be printed."""
    if now.value == 0 and Fraction(row.cells["printed_change"]) == 0:
        return None
    recomputed = f"n/a, from 0 to {now.shown()}"
    return Finding(
        "change",
        FROM_NOTHING,
        row,
        row.period,
        row.cells["printed_change"],
        recomputed,
        "certain" if before.low == before.high else "ask",
        "a change from nothing has no per cent: give the two counts",
    )


def _looks_like_points(row: Row, attempt: Attempt) -> bool:
    points = attempt.now - attempt.before
    return row.per_cent and row.cells["change_unit"] == "percent" and judge(points, row.cells["printed_change"]) is None


def _certainty(row: Row, attempts: list[Attempt]) -> Certainty:
    """Values that are not printed but made up of others make a finding likely, and a question where ways disagree."""
    if not row.cells["change_unit"] or any(attempt.verdict != "certain" for attempt in attempts):
        return "ask"
    made_up = any(side.made_up for attempt in attempts for side in (attempt.now, attempt.before))
    return "likely" if made_up else "certain"


def _working(row: Row, attempt: Attempt) -> str:
    now, before = (
        f"{side.how} = {side.shown()}" if side.made_up else side.how for side in (attempt.now, attempt.before)
    )
    return f"{now} against {before} gives {attempt.result.shown(_places(row))}"


def _because(row: Row, attempts: list[Attempt], failed: Attempt) -> str:
    parts = [_working(row, failed)]
    parts += [f"but {_working(row, attempt)}" for attempt in attempts if attempt.verdict is None]
    printed, unit = row.cells["printed_change"], row.cells["change_unit"]
    if failed.verdict == "ask":
        parts.append("rounding may explain it")
    if not unit:
        parts.append("no unit of change is given")
    if judge(failed.result, _other_sign(printed)) is None:
        parts.append("with the other sign it follows")
    if unit == "points" and failed.before.value != 0 and judge(per_cent(failed.now, failed.before), printed) is None:
        parts.append("as a per cent it follows")
    return "; ".join(parts)


def _other_sign(text: str) -> str:
    return text[1:] if text.startswith("-") else f"-{text.lstrip('+')}"


def _finding(row: Row, what: str, attempt: Attempt, certainty: Certainty, because: str) -> Finding:
    return Finding(
        "change",
        what,
        row,
        row.period,
        row.cells["printed_change"],
        attempt.result.shown(_places(row)),
        certainty,
        because,
    )


def _places(row: Row) -> int:
    return len(row.cells["printed_change"].partition(".")[2])


def _check_length(row: Row) -> Outcomes:
    """Counts of periods of different length are never like with like."""
    if row.compared and row.adds_up and row.compared.months != row.period.months:
        printed = row.cells["printed_change"] or row.cells["compared_value"]
        lengths = f"{row.period.months} months against {row.compared.months}"
        yield Finding(
            "change", UNLIKE, row, row.period, printed, lengths, "ask", f"{row.period} is compared with {row.compared}"
        )


def check_gaps(ledger: Ledger) -> Outcomes:
    """Every gap whose two sides are printed for the same document, area and period."""
    for figure in ledger.figures:
        measure = figure.row.measure
        sides = [ledger.of(figure.row, name).get(figure.span) for name in measure.gap] if measure else []
        if len(sides) == 2 and sides[0] and sides[1]:
            yield _check_gap(figure, sides[0], sides[1])


def _check_gap(figure: Printed, higher: Printed, lower: Printed) -> Finding | None:
    result = higher.amount - lower.amount
    certainty = judge(result, figure.text)
    if not certainty:
        return None
    recomputed = result.shown(figure.amount.places)
    names = ", ".join(f"{side.row.measure_id} (line {side.row.cells['page_or_line']})" for side in (higher, lower))
    because = f"{higher.amount.how} - {lower.amount.how} = {recomputed}: {names}"
    return Finding("change", GAP, figure.row, figure.period, figure.text, recomputed, certainty, because)


def check_shares(ledger: Ledger) -> Outcomes:
    """Every share or rate printed with its numerator and denominator."""
    for row in ledger.rows:
        cells = row.cells
        times = _times(row)
        if not (row.value and cells["numerator"] and cells["denominator"] and times):
            continue
        top, bottom = (amount(cells[name], exact="." not in cells[name]) for name in ("numerator", "denominator"))
        if bottom.low <= 0:
            yield Finding(
                "share",
                SHARE,
                row,
                row.period,
                row.value.text,
                f"n/a, {top.how} of {bottom.how}",
                "certain",
                "a share of nothing is no number",
            )
            continue
        corners = [upper / lower * times for upper in (top.low, top.high) for lower in (bottom.low, bottom.high)]
        result = Amount(top.value / bottom.value * times, min(corners), max(corners), 1, f"{top.how} of {bottom.how}")
        certainty = judge(result, row.value.text)
        places = row.value.amount.places
        yield (
            Finding(
                "share",
                SHARE,
                row,
                row.period,
                row.value.text,
                result.shown(places),
                certainty,
                f"{result.how} is {result.shown(places)}",
            )
            if certainty
            else None
        )


def _times(row: Row) -> int | None:
    """What a quotient is multiplied by: 100 for per cents, 1,000 for rates per 1,000; None where neither is meant."""
    if row.per_cent or is_per_cent(row.cells["unit"]):
        return 100
    return 1000 if row.measure and row.measure.kind == "rate" else None
