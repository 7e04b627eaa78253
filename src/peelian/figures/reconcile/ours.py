"""Printed values against our own figures for the very months they claim.

A release is compared with what is printed; it never decides. Files are revised, and a document may count another thing
under the same name, so nothing found here is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from peelian.figures.catalogue import Break, Catalogue
from peelian.figures.periods import month_ordinal
from peelian.figures.reconcile import usual, windows
from peelian.figures.reconcile.records import Certainty, Finding, Ledger, Printed, Row, is_per_cent
from peelian.figures.reconcile.runs import Floats, Held, Record

VALUE = "value is not what our files have for its period"
MONTHS = "value covers other months than it says"
COLUMN = "column covers other months than it says"
NAMED = 5
"""So many figures of a column are named in its finding."""


@dataclass(frozen=True)
class Comparison:
    """Printed figures beside a release's, in one order. ``later`` is the break after which ours counts otherwise, if any."""

    figures: list[Printed]
    later: list[Break | None]
    value: Floats
    low: Floats
    high: Floats
    own: Floats
    limits: Floats
    runs: windows.Runs
    other: Floats

    @cached_property
    def away(self) -> Floats:
        """How many limits each print lies from our figure."""
        return usual.distance(self.low, self.high, self.own, self.limits)

    @cached_property
    def other_away(self) -> Floats:
        """How many limits each print lies from our figures for other runs of months."""
        return usual.distance(self.low, self.high, self.other, self.limits)

    @cached_property
    def counted_alike(self) -> Any:
        """Of which figures no break says that ours count another thing."""
        return np.array([item is None for item in self.later], bool)

    def groups(self, places: Iterable[int], key: Any) -> dict[Any, list[int]]:
        """Places of figures by a key of the figure."""
        found: dict[Any, list[int]] = {}
        for place in places:
            found.setdefault(key(self.figures[place]), []).append(place)
        return found


def compare(ledger: Ledger, record: Record) -> tuple[list[Finding | None], dict[str, Any]]:
    """Findings, one item a value compared (and one a column that covers other months), and how the values compare in all."""
    found = _comparison(ledger, record)
    columns = dict(_columns(found))
    scales = _scales(found, columns)
    findings: list[Finding | None] = [
        _column(found, places, column, record.release.id) for column, places in _judged(columns)
    ]
    findings += [
        _value(found, place, columns.get(place), scales, record.release.id) for place in range(len(found.figures))
    ]
    return findings, _tally(ledger, found, columns, scales, record)


def _comparison(ledger: Ledger, record: Record) -> Comparison:
    """Every printed value that the release has a figure for, measure and area kind by area kind."""
    catalogue, parts = record.release.catalogue, []
    for held, limit, figures in by_series(ledger.figures, record):
        names = [figure.row.area for figure in figures]
        first, last = (np.array([figure.span[end] for figure in figures], np.int64) for end in (0, 1))
        runs = windows.others(first, last)
        limits = np.tile(np.array(limit, float), (len(figures), 1))
        parts.append((figures, held.at(names, first, last), limits, runs, held.at(names, runs.first, runs.last)))
    return _joined(parts, catalogue, _printed_in(ledger, catalogue))


def by_series(figures: Iterable[Printed], record: Record) -> Iterator[tuple[Held, usual.Limit, list[Printed]]]:
    """Printed figures by the series of the release that could hold them, with what is usual for it."""
    catalogue, areas = record.release.catalogue, record.release.areas
    groups: dict[tuple[str, str], list[Printed]] = {}
    for figure in figures:
        row = figure.row
        if row.measure_id in catalogue.measures and row.area in areas and _same_unit(row):
            groups.setdefault((row.measure_id, areas[row.area].kind), []).append(figure)
    for (measure_id, kind), mine in groups.items():
        held = record.held(measure_id, kind)
        if held:
            yield held, usual.limit_of(catalogue[measure_id], kind), mine


def _joined(parts: list[Any], catalogue: Catalogue, printed: Mapping[str, int]) -> Comparison:
    """All groups in one, without the values that the release has no figure for."""
    figures = [figure for part in parts for figure in part[0]]
    width = windows.others(*np.zeros((2, 1), np.int64)).first.shape[1]
    own, limits, first, last, other = (
        np.concatenate([np.zeros(shape), *(pick(part) for part in parts)])
        for shape, pick in (
            ((0,), lambda part: part[1]),
            ((0, 3), lambda part: part[2]),
            ((0, width), lambda part: part[3].first),
            ((0, width), lambda part: part[3].last),
            ((0, width), lambda part: part[4]),
        )
    )
    here = np.flatnonzero(np.isfinite(own))
    figures = [figures[place] for place in here]
    low, value, high = (
        np.array([float(getattr(figure.amount, name)) for figure in figures], float)
        for name in ("low", "value", "high")
    )
    runs = windows.Runs(first[here].astype(np.int64), last[here].astype(np.int64))
    later = [_break_after(catalogue, figure.row, printed[figure.row.document]) for figure in figures]
    return Comparison(figures, later, value, low, high, own[here], limits[here], runs, other[here])


def _same_unit(row: Row) -> bool:
    """Whether the unit does not say that another thing is printed than the measure counts: a rate, or a per cent of it."""
    unit = row.cells["unit"].casefold()
    return row.per_cent or row.measure is None or not (is_per_cent(unit) or "per 1" in unit or "per cent" in unit)


def _printed_in(ledger: Ledger, catalogue: Catalogue) -> dict[str, int]:
    """The month of each document: its date where the pack knows it, else the last month of any of its values."""
    found: dict[str, int] = {}
    for figure in ledger.figures:
        name = figure.row.document
        found[name] = max(found.get(name, 0), figure.span[1])
    for name in found:
        date = catalogue.documents[name].date if name in catalogue.documents else None
        if date:
            found[name] = month_ordinal(*map(int, str(date).split("-")[:2]))
    return found


def _break_after(catalogue: Catalogue, row: Row, printed: int) -> Break | None:
    """The break of classification that came after the print: our files count its months in the newer one."""
    breaks = catalogue.breaks_of(catalogue[row.measure_id])
    return next((item for item in breaks if item.kind == "classification" and item.month > printed), None)


Judged = tuple[windows.Column, tuple[int, ...]]


def _columns(found: Comparison) -> Iterator[tuple[int, Judged]]:
    """For each figure of a column that covers other months, what was found of the column and who is in it.

    A column is first what a document prints under one period, then whatever it prints for periods of one length. Figures
    that ours count otherwise have no say, and are in it where they fit.
    """
    left = list(range(len(found.figures)))
    for key in (_under_one_period, _of_one_length):
        for group in found.groups(left, key).values():
            alike = [place for place in group if found.counted_alike[place]]
            column = windows.judge_column(
                found.value[alike], found.own[alike], found.other[alike], found.away[alike], found.other_away[alike]
            )
            if column:
                run = column.run
                places = tuple(place for place in group if place in alike or found.other_away[place, run] <= 1)
                yield from ((place, (column, places)) for place in places)
                left = [place for place in left if place not in places]


def _under_one_period(figure: Printed) -> tuple[Any, ...]:
    return (figure.row.document, figure.column, figure.span)


def _of_one_length(figure: Printed) -> tuple[Any, ...]:
    return (figure.row.document, figure.column, figure.period.months)


def _judged(columns: Mapping[int, Judged]) -> list[Judged]:
    return list(dict.fromkeys(columns.values()))


def _away(found: Comparison, place: int, judged: Judged | None) -> float:
    """How far a figure lies from ours, for the months that its column turned out to cover."""
    return float(found.other_away[place, judged[0].run] if judged else found.away[place])


def _scales(found: Comparison, columns: Mapping[int, Judged]) -> dict[str, float]:
    """By how much each document's limits grow, because it differs from ours throughout."""
    alike = [place for place in range(len(found.figures)) if found.counted_alike[place]]
    return {
        document: usual.scale(np.array([_away(found, place, columns.get(place)) for place in places]))
        for document, places in found.groups(alike, lambda figure: figure.row.document).items()
    }


def _column(found: Comparison, places: tuple[int, ...], column: windows.Column, release: str) -> Finding:
    figure, run = found.figures[places[0]], column.run
    periods = {found.figures[place].span for place in places}
    stated = figure.period.label()
    covers, recomputed = None, _relative(found, places[0], run)
    if len(periods) == 1:
        covers = (int(found.runs.first[places[0], run]), int(found.runs.last[places[0], run]))
        recomputed = windows.short(*covers)
    seems = found.runs.words(places[0], run)
    named = ", ".join(
        f"{figure.row.measure_id} {figure.row.area} {figure.text} against {_whole(found.other[place, run])}"
        for place, figure in ((place, found.figures[place]) for place in places[:NAMED])
    )
    because = (
        f"covers {seems}, not {stated}: {column.nearer} of {column.telling} figures that can tell lie nearer to those months "
        f"in release {release} ({named}{' and others' if len(places) > NAMED else ''})"
    )
    certainty: Certainty = "likely" if column.sure else "ask"
    return Finding("period", COLUMN, figure.row, figure.period, str(figure.period), recomputed, certainty, because,
                   covers, len(places))  # fmt: skip


def _relative(found: Comparison, place: int, run: int) -> str:
    """How other months lie to the printed period: ``first month -1, last month -1``."""
    first, last = found.figures[place].span
    return f"first month {found.runs.first[place, run] - first:+d}, last month {found.runs.last[place, run] - last:+d}"


def _value(
    found: Comparison, place: int, judged: Judged | None, scales: Mapping[str, float], release: str
) -> Finding | None:
    """One value against ours: nothing where revisions explain the difference."""
    figure, later = found.figures[place], found.later[place]
    grown = scales.get(figure.row.document, 1.0)
    away = _away(found, place, judged) / grown
    if not away > 1:
        return None
    ours = float(found.other[place, judged[0].run] if judged else found.own[place])
    certainty: Certainty = "likely" if away > usual.BEYOND and not later else "ask"
    when = (
        f"{found.runs.words(place, judged[0].run)}, which its column seems to cover,"
        if judged
        else figure.period.label()
    )
    limit = float(usual.room(found.limits[place : place + 1], np.array([ours]))[0]) * grown
    parts = [f"release {release} has {_whole(ours)} for {when} {_apart(float(found.value[place]), ours)}"]
    parts.append(f"between publications up to {_whole(limit)} is usual{' in this document' if grown > 1 else ''}")
    if later:
        parts.append(f"since {later.id} our files count in another classification")
    covers = None
    fits = [] if judged or later else windows.fitting(float(found.away[place]), found.other_away[place])
    if fits:
        covers = (int(found.runs.first[place, fits[0]]), int(found.runs.last[place, fits[0]]))
        parts.insert(
            0, f"covers {windows.months(*covers)} ({_whole(found.other[place, fits[0]])}), not {figure.period.label()}"
        )
        parts += [f"{len(fits) - 1} more of the runs that were tried fit as well"] if len(fits) > 1 else []
    return Finding("period" if fits else "ours", MONTHS if fits else VALUE, figure.row, figure.period, figure.text,
                   _whole(ours), certainty, "; ".join(parts), covers)  # fmt: skip


def _whole(value: float) -> str:
    """A figure of ours in digits: to the unit from a hundred on, else with at most two decimals."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")


def _apart(printed: float, ours: float) -> str:
    return f"({100 * (printed - ours) / abs(ours):+.1f} % printed)" if ours else "(nothing)"


def _tally(
    ledger: Ledger, found: Comparison, columns: Mapping[int, Judged], scales: Mapping[str, float], record: Record
) -> dict[str, Any]:
    """How the printed values compare in all: what agrees, what revisions explain, what they do not, what has no figure."""
    grown = np.array([scales.get(figure.row.document, 1.0) for figure in found.figures])
    away = np.array([_away(found, place, columns.get(place)) for place in range(len(found.figures))]) / grown
    elsewhere = np.array([place in columns for place in range(len(found.figures))], bool)
    return {
        "release": record.release.id,
        "illustrative": record.release.illustrative,
        "compared": len(found.figures),
        "agree": int(((away == 0) & ~elsewhere).sum()),
        "within_revisions": int(((away > 0) & (away <= 1) & ~elsewhere).sum()),
        "other_months": int(elsewhere.sum()),
        "beyond": int((~(away <= 1) & ~elsewhere).sum()),
        "without_figure": len(ledger.figures) - len(found.figures),
        "differ_throughout": {name: round(grown, 1) for name, grown in scales.items() if grown > 1},
    }
