"""Who owes what a body was asked that is gone: its successors, from the day on which they took its place. Pure functions.

Nothing is rewritten: what was made to a body stays made to it. Who owes it on a day follows from the pack's bodies, of which each
may be ``succeeded`` by others, and they by others again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from peelian.plans.entry import Bodies


@dataclass(frozen=True)
class Handed:
    """What a body owed is owed by another one from a day on: from this day alone by it, or by each of several."""

    body: str
    to: str
    on: dt.date


def handed_on(bodies: Bodies, asked: Iterable[str]) -> tuple[Handed, ...]:
    """Every succession from the bodies that were asked, directly or through others."""
    found: dict[Handed, None] = {}
    ahead = list(asked)
    while ahead:
        body = bodies.get(ahead.pop(0))
        for one in body.succeeded if body else ():
            if (held := Handed(body.id if body else "", one.by, one.on)) not in found:
                found[held] = None
                ahead.append(one.by)
    return tuple(found)


def owing(handed: Collection[Handed], asked: str, on: dt.date) -> tuple[str, ...]:
    """The bodies that owe on a day what one was asked: itself until it is succeeded, then who took its place."""
    heirs = [one.to for one in handed if one.body == asked and one.on <= on]
    if not heirs:
        return (asked,)
    return tuple(dict.fromkeys(name for heir in heirs for name in owing(handed, heir, on)))


def since(handed: Collection[Handed], asked: str, body: str) -> dt.date | None:
    """The day from which a body owes what another one was asked; None where it was asked itself, or never owes it."""
    days = [max(one.on, since(handed, asked, one.body) or one.on) for one in handed
            if one.to == body and (one.body == asked or since(handed, asked, one.body))]  # fmt: skip
    return None if body == asked else min(days, default=None)


def until(handed: Collection[Handed], body: str) -> dt.date | None:
    """The day from which a body owes nothing any more, because others took its place; None while it is there."""
    return min((one.on for one in handed if one.body == body), default=None)
