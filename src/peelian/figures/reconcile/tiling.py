"""Which printed periods add up to which: tilings of one run of months by others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from itertools import product

from peelian.figures.reconcile.records import Amount, Printed, Span

Figures = Mapping[Span, Printed]


def tilings(figures: Figures, whole: Span) -> Iterator[list[Printed]]:
    """Every way to make up ``whole`` of two or more printed periods, end to end, that nothing shorter explains.

    A tiling of which some neighbours make up another printed period is left out: that period is compared with those
    neighbours, and the whole with that period, so that one wrong number is not reported once for each level.
    """
    starting: dict[int, list[Printed]] = {}
    for span, figure in figures.items():
        if whole[0] <= span[0] and span[1] <= whole[1] and span != whole:
            starting.setdefault(span[0], []).append(figure)
    inner = {figure.span for tiles in starting.values() for figure in tiles}
    yield from _extend([], whole, starting, inner)


def _extend(
    tiles: list[Printed], whole: Span, starting: Mapping[int, list[Printed]], inner: Collection[Span]
) -> Iterator[list[Printed]]:
    month = tiles[-1].span[1] + 1 if tiles else whole[0]
    if month > whole[1]:
        yield tiles
    for figure in starting.get(month, []):
        if not any((tile.span[0], figure.span[1]) in inner for tile in tiles):
            yield from _extend([*tiles, figure], whole, starting, inner)


def routes(figures: Figures, wanted: Span) -> list[Amount]:
    """Every value that printed periods give for one that is not: sums of its parts, then wholes less the rest.

    Routes to the same value count once.
    """
    found = [add(tiles) for tiles in tilings(figures, wanted)]
    for span, whole in figures.items():
        if span != wanted and span[0] <= wanted[0] and wanted[1] <= span[1]:
            before = _covers(figures, (span[0], wanted[0] - 1))
            after = _covers(figures, (wanted[1] + 1, span[1]))
            found += [
                reduce(Amount.__sub__, (tile.amount for tile in (*left, *right)), whole.amount)
                for left, right in product(before, after)
            ]
    return list({amount.value: amount for amount in reversed(found)}.values())[::-1]


def _covers(figures: Figures, span: Span) -> list[list[Printed]]:
    """A run of months as printed, else made up of printed ones; an empty run needs nothing."""
    if span[0] > span[1]:
        return [[]]
    return [[figures[span]]] if span in figures else list(tilings(figures, span))


def add(figures: list[Printed]) -> Amount:
    """The sum of printed figures."""
    return reduce(Amount.__add__, (figure.amount for figure in figures))
