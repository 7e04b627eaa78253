"""Words above a plot and beside it, placed so that none touches another, a rule or the frame.

Above: each label starts at its own place on the axis of time and may drop a dotted line to the foot. Taken from left to
right, a label goes one lane below every earlier label that reaches over it; so no dotted line ever runs through a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

LANE = 21
PAD = 8


@dataclass(frozen=True)
class Item:
    """A label wanted above the plot. ``short`` is its width when only its number is shown."""

    key: str
    x: float
    width: float
    short: float = 0
    flipped: bool = False
    lane: int = 0
    shortened: bool = False

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where it stands."""
        return (self.x - self.width, self.x) if self.flipped else (self.x - PAD, self.x + self.width)


def place(items: Sequence[Item], *, right: float, max_lanes: int) -> list[Item]:
    """Lanes for all labels. Those that do not fit lose their words and keep their number, widest first."""
    fitted = [_inside(item, right) for item in sorted(items, key=lambda item: item.x)]
    while True:
        placed = _lanes(fitted)
        crowded = max((item.lane for item in placed), default=0) >= max_lanes
        widest = max((i for i in fitted if i.short and not i.shortened), key=lambda i: i.width, default=None)
        if not crowded or widest is None:
            return placed
        fitted = [_shorten(item) if item is widest else item for item in fitted]


def _inside(item: Item, right: float) -> Item:
    if item.x + item.width <= right:
        return item
    return _shorten(item) if item.short else replace(item, flipped=True, x=min(right, max(item.x, item.width)))


def _shorten(item: Item) -> Item:
    return replace(item, width=item.short, shortened=True)


def _lanes(items: Sequence[Item]) -> list[Item]:
    """Flipped labels take a lane of their own on top, since the lines of earlier labels would run through them."""
    flipped = [replace(item, lane=lane) for lane, item in enumerate(i for i in items if i.flipped)]
    placed: list[Item] = []
    for item in (i for i in items if not i.flipped):
        above = [other.lane for other in placed if other.reach[1] + PAD > item.reach[0]]
        placed.append(replace(item, lane=max(above, default=len(flipped) - 1) + 1))
    return flipped + placed


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres for labels beside a plot: as near to the wanted as may be, none overlapping, all between low and high.

    Where they do not all fit they keep their order and share the overlap.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    centres = list(wanted)
    edge = low
    for index in order:
        centres[index] = max(wanted[index], edge + heights[index] / 2)
        edge = centres[index] + heights[index] / 2
    edge = high
    for index in reversed(order):
        centres[index] = min(centres[index], edge - heights[index] / 2)
        edge = centres[index] - heights[index] / 2
    return centres
