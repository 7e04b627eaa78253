"""How long a body takes to answer and to deliver, as waits that a curve is made of (survival.py). Pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from peelian.scrutiny.ledger.owing import since, until
from peelian.scrutiny.ledger.standing import Life
from peelian.scrutiny.ledger.survival import Curve, Wait, curve


@dataclass(frozen=True)
class Timed:
    """The curve of one kind of wait, and what could not be counted because its report has no day."""

    curve: Curve
    left_out: int


def answers(held: Iterable[Life], body: str = "") -> Timed:
    """From the date of the report to the first answer; who still owes one has waited until the day of looking, or of closing."""
    return _timed(((one, one.answered_on, one.ended_on) for one in held), body)


def deliveries(held: Iterable[Life], body: str = "") -> Timed:
    """From the date of the report to the delivery that the committee found; a body's own claim ends no wait.

    What the body rejected or only noted is watched until that day: from then on it owes no delivery.
    """
    return _timed(((one, one.delivered_on, _first(one.ended_on, one.refused_on)) for one in held), body)


def _first(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day), default=None)


def _timed(held: Iterable[tuple[Life, dt.date | None, dt.date | None]], body: str) -> Timed:
    """Waits that are over on a day, or that were watched until another one, or until the day of looking.

    Of one ``body`` each wait is watched while that body owed it: from the day on which it took another's place, or until the day
    before others took its own.
    """
    waits, left_out = [], 0
    for one, over, left in held:
        begun = one.report.on
        if begun is None or begun > one.on:
            left_out += begun is None
            continue
        first, gone = _span(one, body, begun)
        last = over or left or one.on
        ended = over is not None and not (gone and gone <= last)
        last = min(last, gone - dt.timedelta(1)) if gone else last
        if first <= last:
            waits.append(Wait((last - begun).days, ended, (first - begun).days))
    return Timed(curve(waits), left_out)


def _span(one: Life, body: str, begun: dt.date) -> tuple[dt.date, dt.date | None]:
    """From when a body owed something, and the day from which it did no longer."""
    handed = one.recommendation.handed
    taken = since(handed, one.addressee, body) if body else None
    return max(begun, taken or begun), until(handed, body) if body else None
