"""Clocks as office pages show them: how much time is left, what happened to each, what another calendar would give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from peelian.audit.models import Event
from peelian.audit.presenting import Telling
from peelian.core.clocks.calendars import Calendar, Version
from peelian.core.clocks.dates import in_full
from peelian.core.clocks.deadlines import Deadline
from peelian.core.clocks.rules import Rule, rule
from peelian.core.clocks.words import units
from peelian.core.models import Person
from peelian.core.queries import tellings
from peelian.core.running.models import DROPPED, MET, RUNNING, Clock
from peelian.core.running.queries import calendar_in_force, deadline_of
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, today
from peelian.ui import format as words
from peelian.ui.deadlines import in_hand


@dataclass(frozen=True)
class Ticking:
    """A clock with its deadline; None of it where no calendar of ours reaches so far."""

    clock: Clock
    found: Deadline | None
    day: date

    @property
    def overdue(self) -> bool:
        """Whether its last day has passed."""
        running = self.clock.state == RUNNING
        return running and (
            self.found.overdue(self.day) if self.found else bool(self.clock.due and self.clock.due < self.day)
        )

    @property
    def due(self) -> str:
        """The day in words."""
        return in_full(self.clock.due) if self.clock.due else "no day while it stands still"

    @property
    def left(self) -> str:
        """How much time there is, in a few words; of a clock that has ended, how it ended."""
        if self.clock.state == MET:
            assert self.clock.met_on
            return f"met on {words.day(self.clock.met_on)}"
        if self.clock.state == DROPPED:
            return "dropped"
        return in_hand(self.found, self.day) if self.found else "cannot be counted"

    @property
    def rule(self) -> str:
        """What it is a deadline of."""
        return rule(self.clock.rule).title

    @property
    def href(self) -> str:
        """Its own page, with every day."""
        return f"/office/clocks/{self.clock.pk}"


def ticking(clocks: Iterable[Clock], calendar: Calendar | None = None) -> list[Ticking]:
    """Clocks counted to today by one calendar: that in force where none is given."""
    calendar = calendar or calendar_in_force()
    return [Ticking(clock, counted_out(clock, calendar), today()) for clock in clocks]


def counted_out(clock: Clock, calendar: Calendar) -> Deadline | None:
    """Its deadline; by the version that it ended by, where it has ended. None where it cannot be counted."""
    try:
        by = calendar if clock.state == RUNNING else calendar.as_version(clock.calendar)
        return deadline_of(clock, by)
    except PeelianError:
        return None


@dataclass(frozen=True)
class Versions:
    """A run of versions of the calendar that give a clock the same day."""

    first: Version
    last: Version
    due: str
    current: bool

    @property
    def numbers(self) -> str:
        """``3``, ``1 to 7``."""
        same = self.first.number == self.last.number
        return str(self.first.number) if same else f"{self.first.number} to {self.last.number}"


def by_versions(clock: Clock, calendar: Calendar, due: date | None) -> list[Versions]:
    """What each version of the calendar gives, newest first; ``due`` is what holds."""
    given = [(version, counted_by(clock, calendar.as_version(version.number))) for version in calendar.versions]
    found = []
    for day, run in groupby(given, key=lambda item: item[1]):
        versions = [version for version, _ in run]
        told = in_full(day) if isinstance(day, date) else day or "no day while it stands still"
        found.append(Versions(versions[0], versions[-1], told, day == due))
    return found[::-1]


def counted_by(clock: Clock, calendar: Calendar) -> date | str | None:
    """The day by a calendar; in words where it cannot be counted by it."""
    try:
        return deadline_of(clock, calendar).due
    except PeelianError as error:
        return error.message


@dataclass(frozen=True)
class Happened:
    """One thing that happened to a clock. ``number`` is of its event, 0 for who may not read the audit."""

    moment: str
    at: str
    sentence: str
    number: int = 0


def history(clock: Clock, reader: Person, readable: Iterable[str] = ()) -> list[Happened]:
    """What happened to a clock, newest first, told of the clock alone: its record may be more than the reader may see.

    ``readable`` are keys of the organisations whose audit the reader may open.
    """
    events = Event.objects.filter(Q(subject__in=[clock.key, clock.subject]) | Q(action__startswith="calendar."))
    events = events.annotate(said=Cast("changes", TextField())).filter(said__contains=f'"{clock.key}"')
    may_open = set(readable)
    found = []
    for told in tellings(events.order_by("-number")):
        local = told.event.at.astimezone(LONDON)
        sentence = " ".join(_told(told, clock))
        number = told.event.number if told.event.organisation in may_open else 0
        if sentence:
            moment = f"{words.day(local)}, {local:%H:%M}"
            found.append(Happened(moment, local.isoformat(timespec="seconds"), sentence, number))
    return found


def _told(told: Telling, clock: Clock) -> Iterator[str]:
    """The sentences of one event about one clock."""
    moved = {name: (before, after) for record, name, before, after in told.changes() if record == clock.key}
    who, made = told.who, "start" in moved and moved["start"][0] is None
    if made:
        due = f", due on {_day(moved['due'][1])}" if moved.get("due", (None, None))[1] else ""
        yield f"{who} started it, counted from {_day(moved['start'][1])}{due}."
    if "stops" in moved and not made:
        yield _stopped(who, *moved["stops"], rule(clock.rule))
    if "extensions" in moved and not made:
        yield _extended(who, moved["extensions"][1], rule(clock.rule))
    if "due" in moved and not made:
        because = ", because the calendar of bank holidays changed" if told.event.action.startswith("calendar.") else ""
        yield f"It is due on {_day(moved['due'][1])} instead of {_day(moved['due'][0])}{because}."
    if "waits_for" in moved:
        yield f"It waits for {told.name(moved['waits_for'][1]) if moved['waits_for'][1] else 'whoever takes it up'}."
    if "state" in moved and not made:
        met = moved.get("met_on", (None, None))[1]
        yield f"{who} met it on {_day(met)}." if met else f"{who} dropped it."


def _extended(who: str, after: Any, by: Rule) -> str:
    """Time that was given; what was said of it may have been erased."""
    if not isinstance(after, list):
        return f"{who} extended it."
    return f"{who} extended it by {units(by, after[-1]['number'])}: {after[-1]['reason'] or 'no reason was given'}."


def _stopped(who: str, before: Any, after: Any, by: Rule) -> str:
    """A stop that began, or that ended."""
    last = after[-1]
    kind = by.stop(last["kind"])
    if len(after) > len(before or ()):
        return f"{who} stopped it from {_day(last['first'])}: {kind.asked}."
    return f"{who} let it run again after {_day(last['last'])}: {kind.answered}."


def _day(text: str | None) -> str:
    return in_full(date.fromisoformat(text)) if text else "no day"
