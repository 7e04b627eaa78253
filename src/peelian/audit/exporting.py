"""Events as JSON lines, with all that it takes to recompute the chain without this program (docs/reference/audit.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from peelian.audit.models import Event, Kept

_AT_ONCE = 500


def lines(events: QuerySet[Event] | None = None) -> Iterator[str]:
    """One JSON object for each event, oldest first; of all events where none are given."""
    for some in batches(Event.objects.order_by("number") if events is None else events):
        for item in exported(some):
            yield json.dumps(item, ensure_ascii=False)


def batches(events: QuerySet[Event]) -> Iterator[tuple[Event, ...]]:
    """Events in bounded memory."""
    rows = events.iterator(_AT_ONCE)
    return iter(lambda: tuple(islice(rows, _AT_ONCE)), ())


def exported(events: tuple[Event, ...]) -> Iterator[dict[str, Any]]:
    """Events as they are sealed, with their hash and the values kept apart, each with its salt."""
    kept: dict[int, list[dict[str, Any]]] = {}
    for item in Kept.objects.filter(event__in=[event.number for event in events]).order_by("event", "name"):
        told = {"name": item.name, "class": item.privacy, "value": item.value, "salt": item.salt}
        kept.setdefault(item.event, []).append(told)
    for event in events:
        yield event.sealed() | {"hash": event.hash, "kept": kept.get(event.number, [])}
