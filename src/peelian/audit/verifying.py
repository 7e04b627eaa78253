"""Recompute the chain: find any edit, any gap, any value kept apart that is not the one that was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from peelian.audit import chain
from peelian.audit.models import Event, Head, Kept

_AT_ONCE = 2_000
ERASED = "audit.erase"
ERASED_INVITATION = "audit.erase-invitation"
ERASED_NAME = "audit.erase-name"
ERASURES = (ERASED, ERASED_INVITATION, ERASED_NAME)
"""The actions whose events name the values that were erased."""


@dataclass
class Verdict:
    """What a verification found. ``faults`` is empty where the record is whole."""

    events: int = 0
    values: int = 0
    erased: int = 0
    head: str = chain.BEGINNING
    faults: list[dict[str, Any]] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    def fault(self, number: int, what: str) -> None:
        """Note one thing that is wrong with an event."""
        self.faults.append({"event": number, "what": what})


def verify(anchors: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Read every event in order and recompute its hash.

    ``anchors`` are numbers and hashes that were published elsewhere (with releases): somebody who rewrote the whole chain
    cannot have rewritten those.
    """
    verdict, expected = Verdict(), dict(anchors)
    previous, number = chain.BEGINNING, 0
    erased = _erased()
    for event, values in _with_values():
        number += 1
        if event.number != number:
            verdict.fault(event.number, f"events {number} to {event.number - 1} are missing")
            number = event.number
        if event.previous != previous:
            verdict.fault(event.number, "does not follow the event before it")
        if chain.hash_of(event.sealed()) != event.hash:
            verdict.fault(event.number, "was edited: its hash is not that of its content")
        if expected.pop(event.number, event.hash) != event.hash:
            verdict.fault(event.number, "is not the event whose hash was published")
        _values(verdict, event, values, erased)
        previous = event.hash
        verdict.events += 1
    verdict.head = previous
    head = Head.objects.filter(pk=1).first()
    if (head.number, head.hash) != (number, previous) if head else number > 0:
        verdict.fault(number, "is not the last event that was recorded: the end is missing, or was replaced")
    for missing in expected:
        verdict.fault(missing, "is missing, although its hash was published")
    return verdict


def _values(verdict: Verdict, event: Event, values: list[Kept], erased: set[tuple[int, str]]) -> None:
    held = {item.name: item for item in values}
    for name, committed in event.apart.items():
        item = held.pop(name, None)
        if item is None:
            if (event.number, name) in erased:
                verdict.erased += 1
            else:
                verdict.fault(event.number, f"the value of {name} is gone, and no event says that it was erased")
        elif chain.commitment(item.salt, item.value) != committed:
            verdict.fault(event.number, f"the value of {name} was edited")
        else:
            verdict.values += 1
    for name in held:
        verdict.fault(event.number, f"a value {name} was added that the event does not know")


def _erased() -> set[tuple[int, str]]:
    """Event and name of every value that an event says was erased: of a person, of an invitation that nobody took up, of a name."""
    return {
        (int(number), name)
        for event in Event.objects.filter(action__in=ERASURES)
        for change in event.changes
        if change["field"] == "erased values"
        for number, name in change["after"]
    }


def _with_values() -> Iterator[tuple[Event, list[Kept]]]:
    """Every event with what is kept apart of it, in order, in bounded memory."""
    batches = groupby(enumerate(Event.objects.order_by("number").iterator(_AT_ONCE)), lambda pair: pair[0] // _AT_ONCE)
    for _, batch in batches:
        events = [event for _, event in batch]
        of: dict[int, list[Kept]] = {}
        for item in Kept.objects.filter(event__gte=events[0].number, event__lte=events[-1].number):
            of.setdefault(item.event, []).append(item)
        yield from ((event, of.get(event.number, [])) for event in events)
