"""Printed statuses (red, amber, green, within, outside): one for each indicator, and the one that its target or band gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple

from peelian.figures.reconcile.records import Certainty, Finding, Ledger, Outcomes, Printed, Row
from peelian.figures.sources.published import TARGETS, TOLERANCE

TWO = "one indicator has two statuses"
UNMET = "status does not follow from the target"
COLOURS = ("red", "amber", "green")
WORDS: dict[str, str] = {
    **dict.fromkeys(("red", "r"), "red"),
    **dict.fromkeys(("amber", "a", "yellow"), "amber"),
    **dict.fromkeys(("green", "g"), "green"),
    **dict.fromkeys(("within", "met", "on target", "within target", "within tolerance", "achieved"), "within"),
    **dict.fromkeys(("outside", "not met", "missed", "off target", "outside tolerance", "not achieved"), "outside"),
}
"""What a printed status says. A word that is not here stands for itself, and is only compared with others."""
_ALIKE = {("green", "within"), ("red", "outside"), ("amber", "outside")}
Place = Literal["in", "out"]


class Reading(NamedTuple):
    """One way to read a target: values from ``low`` to ``high`` are within it; None is no limit."""

    low: Fraction | None
    high: Fraction | None

    def place(self, figure: Printed) -> Place | None:
        """Where a print lies: None where its rounding leaves both open."""
        low, high = figure.amount.low, figure.amount.high
        if (self.low is not None and high < self.low) or (self.high is not None and low > self.high):
            return "out"
        inside = (self.low is None or low >= self.low) and (self.high is None or high <= self.high)
        return "in" if inside else None


@dataclass
class Indicator:
    """What a document prints of a measure, area and period: statuses and targets, wherever they stand."""

    statuses: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)


def meaning(row: Row) -> str:
    """What a row's status says."""
    words = " ".join(row.cells.get("status", "").casefold().split())
    return WORDS.get(words, words)


def check_statuses(ledger: Ledger, better: Mapping[str, int]) -> Outcomes:
    """Every status against the others of its indicator, and against its target or band.

    ``better``: 1 or -1 for measures of which more or less is wanted by everyone who says so; the side on which a target
    that is one number is missed.
    """
    indicators: dict[tuple[str, str, str, tuple[int, int]], Indicator] = {}
    for row in ledger.rows:
        key = (row.document, row.measure_id, row.area, (row.period.first, row.period.last))
        if row.cells.get("status"):
            indicators.setdefault(key, Indicator()).statuses.append(row)
        if any(row.cells.get(name) for name in TARGETS):
            indicators.setdefault(key, Indicator()).targets.append(row)
    for indicator in indicators.values():
        yield from _between(indicator.statuses)
        for row in indicator.statuses:
            figure = row.value or ledger.of(row).get((row.period.first, row.period.last))
            if figure:
                yield from (_against(row, figure, target, better.get(row.measure_id)) for target in indicator.targets)
    yield from _between_documents(ledger)


def _between(rows: list[Row]) -> Outcomes:
    for row in rows[1:]:
        certainty = _contradict(meaning(rows[0]), meaning(row))
        yield _two(rows[0], row, certainty) if certainty else None


def _between_documents(ledger: Ledger) -> Outcomes:
    """Two bodies may colour by two rules."""
    first: dict[tuple[str, str, tuple[int, int]], Row] = {}
    for row in ledger.rows:
        if row.cells.get("status"):
            earlier = first.setdefault((row.measure_id, row.area, (row.period.first, row.period.last)), row)
            if earlier.document != row.document:
                yield _two(earlier, row, "ask") if _contradict(meaning(earlier), meaning(row)) else None


def _two(first: Row, row: Row, certainty: Certainty) -> Finding:
    because = f"{first.document}, line {first.cells['page_or_line']} prints {first.cells['status']}"
    return Finding("status", TWO, row, row.period, row.cells["status"], first.cells["status"], certainty, because)


def _contradict(one: str, two: str) -> Certainty | None:
    """Two statuses of one family are one thing or another; a colour and a word may mean the same; other words may mean anything."""
    if one == two or (one, two) in _ALIKE or (two, one) in _ALIKE:
        return None
    families = [("colour" if word in COLOURS else "word" if word in WORDS.values() else "") for word in (one, two)]
    if "" in families:
        return "ask"
    if families[0] == families[1]:
        return "certain"
    return "ask" if "amber" in (one, two) else "likely"


def _against(row: Row, figure: Printed, target: Row, better: int | None) -> Finding | None:
    said = meaning(row)
    wanted: Place | None = {"green": "in", "within": "in", "red": "out", "outside": "out"}.get(said)  # type: ignore[assignment]
    readings = list(_readings(target, figure, better))
    places = {reading.place(figure) for reading in readings}
    if wanted is None or len(places) != 1 or None in places or wanted in places:
        return None
    recomputed = f"{'within' if wanted == 'out' else 'outside'} {_words(target)}"
    because = f"{figure.text} against {_words(target)}{_tolerance_words(target)}, line {target.cells['page_or_line']}"
    return Finding(
        "status", UNMET, row, row.period, row.cells["status"], recomputed, _certainty(said, target, wanted), because
    )


def _certainty(said: str, target: Row, wanted: Place) -> Certainty:
    """Words of a band are plain. A colour may follow a tolerance that is not printed; a side of a target is taken on trust."""
    band = not target.cells["target"]
    if band and said in ("within", "outside"):
        return "certain"
    return "certain" if band and target.cells["tolerance"] and wanted == "in" else "likely"


def _words(target: Row) -> str:
    low, high = target.cells["target_low"], target.cells["target_high"]
    if target.cells["target"]:
        return f"target {target.cells['target']}"
    return f"band {low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"


def _tolerance_words(target: Row) -> str:
    return f" with a tolerance of {target.cells['tolerance']}" if target.cells["tolerance"] else ""


def _readings(target: Row, figure: Printed, better: int | None) -> Iterator[Reading]:
    """The target in every way its print can be read: a bare tolerance is a per cent or a number, a target has a bad side."""
    cells = target.cells
    if not cells["target"]:
        for share, number in _tolerances(cells["tolerance"]):
            ends = [Fraction(cells[name]) if cells[name] else None for name in ("target_low", "target_high")]
            low, high = (None if end is None else (abs(end) * share + number) for end in ends)
            yield Reading(
                None if ends[0] is None or low is None else ends[0] - low,
                None if ends[1] is None or high is None else ends[1] + high,
            )
        return
    goal = Fraction(cells["target"])
    for share, number in _tolerances(cells["tolerance"]):
        room = abs(goal) * share + number
        if better in (None, 1):
            yield Reading(goal - room, None)
        if better in (None, -1):
            yield Reading(None, goal + room)


def _tolerances(text: str) -> Iterator[tuple[Fraction, Fraction]]:
    """A tolerance as a share of the target and as a number, in each way it can be read; none at all is (0, 0)."""
    found = TOLERANCE.fullmatch(text)
    if not found:
        yield Fraction(0), Fraction(0)
        return
    number, unit = Fraction(found[1]), found[2]
    if unit in ("percent", "%", None):
        yield number / 100, Fraction(0)
    if unit in ("points", "count", None):
        yield Fraction(0), number


def better_of(yardsticks: list[dict[str, str]]) -> dict[str, int]:
    """Measures that every yardstick wants to go one way: 1 where higher, -1 where lower."""
    wanted: dict[str, set[str]] = {}
    for entry in yardsticks:
        wanted.setdefault(str(entry["measure"]), set()).add(str(entry["wanted"]))
    sides = {"higher": 1, "lower": -1}
    return {measure: sides[one] for measure, (one, *more) in wanted.items() if not more and one in sides}
