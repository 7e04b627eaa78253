"""A deadline: a rule from a start, with its stops and extensions, by a calendar; and every day between with why it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from peelian.core.clocks import words
from peelian.core.clocks.calendars import Calendar
from peelian.core.clocks.counting import ONE, Count, Pause, period_end, period_start, within
from peelian.core.clocks.dates import in_full
from peelian.core.clocks.days import Day, days_of
from peelian.core.clocks.hours import LONDON, back
from peelian.core.clocks.rules import WORKING, Rule
from peelian.figures.errors import PeelianError


@dataclass(frozen=True)
class Stop:
    """A time during which a clock stands still: ``first`` the day of asking, ``last`` that of the answer, None while open."""

    kind: str
    first: date
    last: date | None = None


@dataclass(frozen=True)
class Extension:
    """More time, in the rule's own unit; ``told`` is the day on which it was said, where that is known."""

    number: int
    told: date | None = None
    by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Deadline:
    """What ``deadline`` found. ``due`` is None while the clock stands still; ``begin`` is the day that counting rests on.

    ``last`` is where counting ends before a day that is no working day is moved; ``number`` is the rule's with its extensions;
    ``at`` is the moment, where the rule counts hours.
    """

    rule: Rule
    start: date
    received: time | None
    cut_off: time | None
    stops: tuple[Stop, ...]
    extensions: tuple[Extension, ...]
    calendar: Calendar = field(repr=False)
    begin: date
    number: int
    last: date | None
    due: date | None
    pauses: tuple[Pause, ...] = ()
    restarted: str = ""
    at: datetime | None = None

    @property
    def start_at(self) -> datetime:
        """The start as a moment, where the rule counts hours."""
        return datetime.combine(self.start, self.received or self.rule.at or time(0), LONDON)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Every calendar day from the start to the due date (to the stop, while it lasts), in the order of counting."""
        return tuple(days_of(self))

    @cached_property
    def sentence(self) -> str:
        """The answer in plain words."""
        return words.sentence(self)

    @property
    def computed(self) -> str:
        """The years among its days whose bank holidays are computed and not announced yet, where it counts working days."""
        if self.due is None or not (self.rule.unit in WORKING or self.rule.roll):
            return ""
        years = range(min(self.start, self.due).year, max(self.start, self.due).year + 1)
        return " and ".join(str(year) for year in years if year > self.calendar.announced_to)

    def remaining(self, today: date) -> int | None:
        """How many days of the rule's kind are left after today, the due one with them; negative once it is overdue.

        None while the clock stands still. Working days where the rule counts them, calendar days otherwise.
        """
        if self.due is None:
            return None
        count = Count(self.rule, self.calendar, self.pauses)
        first, last, sign = (today, self.due, 1) if today <= self.due else (self.due, today, -1)
        span = ((first + ONE * ahead) for ahead in range(1, (last - first).days + 1))
        return sign * sum(not count.aside(day) for day in span)

    def overdue(self, today: date) -> bool:
        """Whether the last day has passed; never while the clock stands still, nor of what may not come *before* a day."""
        return self.rule.bound == "by" and self.due is not None and today > self.due

    def by(self, calendar: Calendar) -> Deadline:
        """The same deadline by another calendar. Raises PeelianError as ``deadline`` does."""
        start = datetime.combine(self.start, self.received) if self.received else self.start
        more = {"stops": self.stops, "extensions": self.extensions, "cut_off": self.cut_off}
        return deadline(self.rule, start, calendar=calendar, **more)  # type: ignore[arg-type]

    def to_json(self) -> dict[str, Any]:
        """Everything that the answer rests on, and every day; dates as dates, for whoever writes the file to put in words."""
        version = self.calendar.version
        return {
            "rule": self.rule.id, "title": self.rule.title, "law": self.rule.law, "standing": self.rule.standing,
            "start": self.start, "received": _clock(self.received), "cut_off": _clock(self.cut_off),
            "counted_from": self.begin, "number": self.number, "unit": self.rule.unit, "bound": self.rule.bound,
            "due": self.due, "at": self.at and self.at.isoformat(), "sentence": self.sentence,
            "stops": [{"kind": stop.kind, "first": stop.first, "last": stop.last} for stop in self.stops],
            "extensions": [{"number": item.number, "told": item.told} for item in self.extensions],
            "calendar": {"name": self.rule.calendar or None, "version": version.number, "known": version.known},
            "days": [day._asdict() for day in self.days],
        }  # fmt: skip


def _clock(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at else None


def deadline(
    rule: Rule,
    start: date | datetime,
    *,
    calendar: Calendar,
    stops: Sequence[Stop] = (),
    extensions: Sequence[Extension] = (),
    cut_off: time | None = None,
) -> Deadline:
    """When something is due. ``start`` with a time is a moment in London; only a cut-off and rules of hours ask for it.

    Raises PeelianError for a day beyond the calendar's years, and for stops and extensions that the rule does not have, that
    overlap, run backwards, or come too late.
    """
    moment = _in_london(start) if isinstance(start, datetime) else None
    day = moment.date() if moment else start
    received = moment.time().replace(tzinfo=None) if moment else None
    assert isinstance(day, date)
    within(day)
    ordered = tuple(sorted(stops, key=lambda stop: stop.first))
    common = {"rule": rule, "start": day, "received": received, "cut_off": cut_off or rule.cut_off,
              "stops": ordered, "extensions": tuple(extensions), "calendar": calendar}  # fmt: skip
    if rule.unit == "hours":
        _refuse_more(rule, ordered, extensions)
        at = back(datetime.combine(day, received or rule.at or time(0), LONDON), rule.number)
        found = within(at.date())
        return Deadline(**common, begin=day, number=rule.number, last=found, due=found, at=at)  # type: ignore[arg-type]
    begin = _begin(rule, day, received, cut_off or rule.cut_off, calendar)
    _check_extensions(rule, begin, ordered, extensions, calendar)
    number = rule.number + sum(extension.number for extension in extensions)
    return Deadline(**common, number=number, **_run(rule, begin, number, ordered, calendar))  # type: ignore[arg-type]


def _in_london(moment: datetime) -> datetime:
    return moment.replace(tzinfo=LONDON) if moment.tzinfo is None else moment.astimezone(LONDON)


def _begin(rule: Rule, day: date, received: time | None, cut_off: time | None, calendar: Calendar) -> date:
    """The day that counting rests on, before any stop: the start, the working day after it, or an end of its period."""
    if rule.period:
        return period_start(day, rule.period) if rule.direction == "before" else within(period_end(day, rule.period))
    if rule.direction == "before" or received is None or cut_off is None or received <= cut_off:
        return day
    day += ONE
    while calendar.closed(day, rule.holidays):
        day += ONE
    return day


def _run(rule: Rule, begin: date, number: int, stops: Sequence[Stop], calendar: Calendar) -> dict[str, Any]:
    """Count to the end, stop by stop, in order: each must begin before the clock has run out."""
    pauses: tuple[Pause, ...] = ()
    restarted, free_from = "", begin
    last = Count(rule, calendar).last(begin, number)
    for stop in stops:
        kind = rule.stop(stop.kind)
        _check_stop(rule, stop, free_from, Count(rule, calendar).moved(last))
        if stop.last is None:
            if stop is not stops[-1]:
                raise _refused(
                    "stop-open",
                    f"The stop of {in_full(stop.first)} has no end, and another follows it.",
                    "Say when it ended.",
                    rule,
                    stop,
                )
            pauses = (*pauses, Pause(stop.first, stop.first, f"clock stopped: {kind.asked}"))
            return {"begin": begin, "last": None, "due": None, "pauses": pauses, "restarted": restarted}
        if kind.effect == "restart":
            begin, pauses, restarted = within(stop.last), (), kind.answered
        else:
            first, final = stop.first + ONE * kind.counts_first, stop.last - ONE * kind.counts_last
            pauses = (*pauses, Pause(first, final, f"clock stopped: {kind.asked}"))
        free_from = stop.last + ONE
        last = Count(rule, calendar, pauses).last(begin, number)
    due = Count(rule, calendar).moved(last)
    return {"begin": begin, "last": last, "due": due, "pauses": pauses, "restarted": restarted}


def _check_stop(rule: Rule, stop: Stop, free_from: date, due: date) -> None:
    if stop.last is not None and stop.last < stop.first:
        raise _refused("stop-backwards", f"A stop ends on {in_full(stop.last)}, before it begins on {in_full(stop.first)}.",
                       "Give the day of asking first, then that of the answer.", rule, stop)  # fmt: skip
    if stop.first < free_from:
        raise _refused("stop-overlaps", f"A stop begins on {in_full(stop.first)}, before {in_full(free_from)}.",
                       "Begin it on the day of receipt or later, and after the one before it has ended.", rule, stop)  # fmt: skip
    if stop.first > due:
        raise _refused("stop-too-late", f"A stop begins on {in_full(stop.first)}; the time had run out on {in_full(due)}.",
                       "What has run out cannot be stopped: leave the stop out.", rule, stop)  # fmt: skip


def _check_extensions(
    rule: Rule, begin: date, stops: Sequence[Stop], extensions: Sequence[Extension], calendar: Calendar
) -> None:
    known, number = rule.extension, rule.number
    for extension in extensions:
        if known is None:
            raise _refused(
                "no-extension", f"Nothing extends this clock: {rule.title}.", "Leave the extension out.", rule
            )
        if not 1 <= extension.number <= known.number or len(extensions) > known.times:
            most = words.units(rule, known.number)
            times = "once" if known.times == 1 else f"{known.times} times"
            raise _refused("extension-too-long", f"{words.units(rule, extension.number)} more is not what the rule allows.",
                           f"It may be extended {times}, by 1 to {most}: {known.law}.", rule)  # fmt: skip
        if extension.told is not None:
            until = [stop for stop in stops if stop.first <= extension.told]
            due = _run(rule, begin, number, until, calendar)["due"]
            if due is not None and extension.told > due:
                raise _refused("extension-too-late", f"The time had run out on {in_full(due)}, before the extension was told.",
                               "What has run out cannot be extended: leave it out.", rule)  # fmt: skip
        number += extension.number


def _refuse_more(rule: Rule, stops: Sequence[Stop], extensions: Sequence[Extension]) -> None:
    for stop in stops:
        rule.stop(stop.kind)
    if extensions:
        raise _refused("no-extension", f"Nothing extends this clock: {rule.title}.", "Leave the extension out.", rule)


def _refused(code: str, message: str, remedy: str, rule: Rule, stop: Stop | None = None) -> PeelianError:
    where = {"rule": rule.id} | ({"stop": stop.kind, "first": str(stop.first)} if stop else {})
    return PeelianError(code, message, remedy, where)
