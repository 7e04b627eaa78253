"""For which items somebody was at a meeting, as places on its agenda."""

from __future__ import annotations

from collections.abc import Sequence

from peelian.scrutiny.meetings.records import Attendance, Item


def span_of(one: Attendance, items: Sequence[Item]) -> tuple[int, int]:
    """The places of the first and the last item that somebody was there for."""
    order = {item.number: place for place, item in enumerate(items)}
    return order.get(one.from_item, 0), order.get(one.to_item, len(order))


def meet(one: Attendance, other: Attendance, items: Sequence[Item]) -> bool:
    """Whether two entries speak of one item."""
    (first, last), (begin, end) = span_of(one, items), span_of(other, items)
    return first <= end and begin <= last
