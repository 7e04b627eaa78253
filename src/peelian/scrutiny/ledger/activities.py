"""Activities of a committee, each once: what is printed or recorded twice is found by a rule. Pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from peelian.scrutiny.ledger.records import Activity

MEETINGS = ("session", "briefing", "roundtable", "meeting")
"""Kinds that one occasion is called by in two places: the committee met somebody."""


@dataclass(frozen=True)
class Occasion:
    """One activity with every entry of it, the one that says most first."""

    entries: tuple[Activity, ...]

    @property
    def told(self) -> Activity:
        """The entry that says most: a day before a month, then the first in print."""
        return self.entries[0]

    @property
    def twice(self) -> bool:
        """Whether it is printed or recorded more than once."""
        return len(self.entries) > 1

    @property
    def lines(self) -> tuple[int, ...]:
        """Every line that tells of it."""
        return tuple(sorted(one.line for one in self.entries if one.line is not None))

    @property
    def bodies(self) -> tuple[str, ...]:
        """Everybody whom any of its entries names."""
        return tuple(dict.fromkeys(body for one in self.entries for body in one.bodies))


def once(found: Iterable[Activity]) -> tuple[Occasion, ...]:
    """Each activity once, by date; those without any date come last, as they stand.

    Two entries are one occasion where one committee did them, both are meetings or both of one other kind, their days or months
    agree, and they have one topic, or met exactly the same bodies. Two different days are two occasions, whatever else agrees.
    """
    groups: list[list[Activity]] = []
    for one in found:
        group = next((held for held in groups if all(same(one, other) for other in held)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    occasions = [Occasion(tuple(sorted(held, key=lambda one: one.on is None))) for held in groups]
    return tuple(sorted(occasions, key=lambda held: _when(held.told)))


def same(one: Activity, other: Activity) -> bool:
    """Whether two entries tell of one occasion."""
    if one.committee != other.committee or not _one_kind(one, other) or not _one_time(one, other):
        return False
    return bool(one.topic and one.topic == other.topic) or bool(one.bodies and set(one.bodies) == set(other.bodies))


def perhaps(found: Iterable[Occasion]) -> list[tuple[Occasion, Occasion]]:
    """Pairs that a person should look at: same time and kind, and they met some of the same bodies."""
    held = list(found)
    return [
        (one, other)
        for place, one in enumerate(held)
        for other in held[place + 1 :]
        if one.told.committee == other.told.committee and _one_kind(one.told, other.told) and _dated(one.told)
        and _one_time(one.told, other.told) and set(one.bodies) & set(other.bodies)
    ]  # fmt: skip


def month_of(one: Activity) -> str:
    """Its month; empty where nothing says it."""
    return f"{one.on:%Y-%m}" if one.on else one.month


def year_of(one: Activity) -> str:
    """The financial year that it falls in, or that it is told under; empty where nothing says."""
    month = month_of(one)
    return financial_year(month) if month else one.years


def financial_year(month: str) -> str:
    """``FY2019-20`` of ``2019-12``."""
    year, number = (int(part) for part in month.split("-"))
    first = year if number >= 4 else year - 1
    return f"FY{first}-{(first + 1) % 100:02}"


def _one_kind(one: Activity, other: Activity) -> bool:
    return one.kind == other.kind or (one.kind in MEETINGS and other.kind in MEETINGS)


def _dated(one: Activity) -> bool:
    return bool(month_of(one))


def _one_time(one: Activity, other: Activity) -> bool:
    """Whether their times agree: one day, or one month where one of them says no day, or none at all in one year."""
    if one.on and other.on:
        return one.on == other.on
    return month_of(one) == month_of(other) and year_of(one) == year_of(other)


def _when(one: Activity) -> tuple[str, dt.date]:
    return month_of(one) or "9999", one.on or dt.date.min
