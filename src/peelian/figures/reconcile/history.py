"""What our files say of printed values for months that they lack, and of changes that are printed without their values."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from peelian.figures.reconcile import usual
from peelian.figures.reconcile.beside import by_series
from peelian.figures.reconcile.changes import recomputable
from peelian.figures.reconcile.records import Finding, Ledger, Outcomes, Printed, Row, amount
from peelian.figures.reconcile.runs import Record

UNUSUAL = "value is far from anything in our files"
OWN_CHANGE = "change is not what our files have"
MULTIPLE = 3.0
"""Values are expected between a third of the lowest and three times the highest that the release has, revisions allowed for. By
the Met's borough history 0.2 per cent of the runs of boroughs in 2023 to 2025 lie beyond what 2010 to 2022 set, and 0.04 per
cent of those of 2010 to 2013 beyond what came later, fraud apart, which moved to a national bureau; of the force none."""


def check_history(ledger: Ledger, record: Record) -> Outcomes:
    """Every printed value of a period that the release lacks, against all it has of that measure, area and length."""
    for held, limit, figures in by_series(ledger.figures, record):
        names = [figure.row.area for figure in figures]
        first, last = (np.array([figure.span[end] for figure in figures], np.int64) for end in (0, 1))
        lacks = ~np.isfinite(held.at(names, first, last))
        low, high = held.range_of(names, last - first + 1)
        limits = np.tile(np.array(limit, float), (len(figures), 1))
        least, most = low / MULTIPLE - usual.room(limits, low), MULTIPLE * high + usual.room(limits, high)
        for place in np.flatnonzero(lacks & np.isfinite(low)):
            bounds = (float(least[place]), float(most[place]))
            yield _unusual(figures[place], (float(low[place]), float(high[place])), bounds, record.release.id)


def _unusual(figure: Printed, seen: tuple[float, float], bounds: tuple[float, float], release: str) -> Finding | None:
    if bounds[0] <= figure.amount.value <= bounds[1]:
        return None
    beyond = f"at most {bounds[1]:.0f}" if figure.amount.value > bounds[1] else f"at least {bounds[0]:.0f}"
    because = (
        f"periods of {figure.period.months} months have {seen[0]:.0f} to {seen[1]:.0f} in release {release}, "
        f"which has no figure for {figure.period.label()}"
    )
    return Finding("magnitude", UNUSUAL, figure.row, figure.period, figure.text, beyond, "likely", because)


def check_own_changes(ledger: Ledger, record: Record) -> Outcomes:
    """Every change that nothing printed can confirm, where the release has both of its periods."""
    for row in ledger.rows:
        if row.cells["printed_change"] and row.compared and row.measure and not recomputable(ledger, row):
            for pair in _pair(row, record):
                yield _change(row, *pair, record.release.id)


def _pair(row: Row, record: Record) -> Iterator[tuple[float, float, float, float]]:
    """Both figures of ours and how much each may be revised, where both are held and the earlier is not nothing."""
    release, compared = record.release, row.compared
    if compared is None or row.measure_id not in release.catalogue.measures or row.area not in release.areas:
        return
    kind = release.areas[row.area].kind
    held = record.held(row.measure_id, kind)
    if held is None:
        return
    spans = [(row.period.first, row.period.last), (compared.first, compared.last)]
    first, last = (np.array([span[end] for span in spans], np.int64) for end in (0, 1))
    ours = held.at([row.area, row.area], first, last)
    if np.isfinite(ours).all() and ours[1] > 0:
        limits = np.tile(np.array(usual.limit_of(release.catalogue[row.measure_id], kind), float), (2, 1))
        now, before = usual.room(limits, ours)
        yield float(ours[0]), float(ours[1]), float(now), float(before)


def _change(row: Row, now: float, before: float, room_now: float, room_before: float, release: str) -> Finding | None:
    """The printed change against ours. Revisions of the two figures are taken as independent, which leaves more room."""
    text, unit = row.cells["printed_change"], row.cells["change_unit"]
    per_cent = unit == "percent"
    times = 100 / before if per_cent else 1.0
    ours = (now - before) * times
    room = float(np.hypot(room_now, room_before * (now / before if per_cent else 1.0))) * times
    print_ = amount(text, exact=False)
    gap = max(float(print_.low) - ours, ours - float(print_.high), 0.0)
    if not unit or gap <= room:
        return None
    certainty = "likely" if gap > usual.BEYOND * room else "ask"
    because = f"release {release} has {now:.0f} against {before:.0f}; revisions leave room for {room:.1f}"
    return Finding("ours", OWN_CHANGE, row, row.period, text, f"{ours:.1f}", certainty, because)  # type: ignore[arg-type]
