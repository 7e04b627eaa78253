"""Columns that cover other months than they say, each judged as a whole and told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from peelian.figures.reconcile import windows
from peelian.figures.reconcile.beside import Comparison, digits
from peelian.figures.reconcile.records import Certainty, Finding, Printed, Span

COLUMN = "column covers other months than it says"
NAMED = 5
"""So many figures of a column are named in its finding."""

Judged = tuple[windows.Column, tuple[int, ...]]


def columns(found: Comparison) -> Iterator[tuple[int, Judged]]:
    """For each figure of a column that covers other months, what was found of the column and who is in it.

    A column is first what a document prints under one period, then whatever it prints for periods of one length. Figures
    that ours count otherwise have no say where there are others, and are in it where they fit.
    """
    left = list(range(len(found.figures)))
    for key in (_under_one_period, _of_one_length):
        for group in found.groups(left, key).values():
            alike = [place for place in group if found.counted_alike[place]]
            say = alike if len(alike) >= windows.FEWEST else group
            own_say = set(say)
            column = windows.judge_column(
                found.value[say], found.own[say], found.other[say], found.away[say], found.other_away[say]
            )
            if column:
                run = column.run
                column = column._replace(sure=column.sure and say is alike)
                places = tuple(place for place in group if place in own_say or found.other_away[place, run] <= 1)
                yield from ((place, (column, places)) for place in places)
                decided = set(places)
                left = [place for place in left if place not in decided]


def _under_one_period(figure: Printed) -> tuple[str, str, int | Span]:
    return (figure.row.document, figure.column, figure.span)


def _of_one_length(figure: Printed) -> tuple[str, str, int | Span]:
    return (figure.row.document, figure.column, figure.period.months)


def judged(columns: Mapping[int, Judged]) -> list[Judged]:
    """Each column that covers other months, once."""
    return list(dict.fromkeys(columns.values()))


def column_finding(found: Comparison, places: tuple[int, ...], column: windows.Column, release: str) -> Finding:
    """A column that covers other months, told at its first row, with some of its figures."""
    figure, run = found.figures[places[0]], column.run
    periods = {found.figures[place].span for place in places}
    stated = figure.period.label()
    covers, recomputed = None, _relative(found, places[0], run)
    if len(periods) == 1:
        covers = found.runs.span(places[0], run)
        recomputed = windows.short(*covers)
    seems = found.runs.words(places[0], run)
    named = ", ".join(
        f"{figure.row.measure_id} {figure.row.area} {figure.text} against {digits(found.other[place, run])}"
        for place, figure in ((place, found.figures[place]) for place in places[:NAMED])
    )
    because = (
        f"covers {seems}, not {stated}{'' if covers else ', and so in each row'}: {column.nearer} of {column.telling} figures that "
        f"can tell lie nearer to those months in release {release} ({named}{' and others' if len(places) > NAMED else ''})"
    )
    constant = _constant(found, places, run)
    if constant is not None:
        because += f"; a constant difference of {100 * constant:+.1f} % would explain it as well"
    one_measure = len({found.figures[place].row.measure_id for place in places}) == 1
    certainty: Certainty = "likely" if column.sure and not (one_measure and constant is not None) else "ask"
    return Finding("period", COLUMN, figure.row, figure.period, str(figure.period), recomputed, certainty, because,
                   covers, len(places))  # fmt: skip


def _constant(found: Comparison, places: tuple[int, ...], run: int) -> float | None:
    """By what share a column lies off its own months, if that explains it too and the rest of the document does not deny it."""
    chosen = list(places)
    share = windows.constant(found.value[chosen], found.own[chosen], found.other[chosen, run])
    document, inside = found.figures[places[0]].row.document, set(places)
    rest = [
        place
        for place, figure in enumerate(found.figures)
        if figure.row.document == document
        and place not in inside
        and found.counted_alike[place]
        and found.own[place] > 0
    ]
    if share is None or len(rest) < windows.FEWEST:
        return share
    return share if abs(float(np.median(found.value[rest] / found.own[rest])) - 1) > abs(share) / 2 else None


def _relative(found: Comparison, place: int, run: int) -> str:
    """How other months lie to the printed period: ``first month -1, last month -1``."""
    first, last = found.figures[place].span
    return f"first month {found.runs.first[place, run] - first:+d}, last month {found.runs.last[place, run] - last:+d}"
