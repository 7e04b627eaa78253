"""How long a body takes to answer and to deliver, as waits that a curve is made of (survival.py). Pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from peelian.scrutiny.ledger.standing import Life
from peelian.scrutiny.ledger.survival import Curve, Wait, curve


@dataclass(frozen=True)
class Timed:
    """The curve of one kind of wait, and what could not be counted because its report has no day."""

    curve: Curve
    left_out: int


def answers(held: Iterable[Life]) -> Timed:
    """From the date of the report to the first answer; who still owes one has waited until the day of looking, or of closing."""
    return _timed((one, one.answered_on, one.ended_on) for one in held)


def deliveries(held: Iterable[Life]) -> Timed:
    """From the date of the report to the delivery that the committee found; a body's own claim ends no wait.

    What the body rejected or only noted is watched until that day: from then on it owes no delivery.
    """
    return _timed((one, one.delivered_on, _first(one.ended_on, one.refused_on)) for one in held)


def _first(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day), default=None)


def _timed(held: Iterable[tuple[Life, dt.date | None, dt.date | None]]) -> Timed:
    """Waits that are over on a day, or that were watched until another one, or until the day of looking."""
    waits, left_out = [], 0
    for one, over, left in held:
        begun = one.report.on
        if begun is None or begun > one.on:
            left_out += begun is None
            continue
        until = over or left or one.on
        waits.append(Wait((until - begun).days, over is not None))
    return Timed(curve(waits), left_out)
