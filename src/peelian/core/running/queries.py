"""The calendar as the records know it, and clocks by what they count."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.db.models import Q, QuerySet

from peelian.core.clocks.calendars import Calendar, united_kingdom
from peelian.core.clocks.deadlines import Deadline, Extension, Stop, deadline
from peelian.core.clocks.rules import rule, rules
from peelian.core.models import Organisation, Person
from peelian.core.permissions import Permission
from peelian.core.queries import overseen
from peelian.core.running.models import RUNNING, CalendarChange, Clock, Notice
from peelian.figures.house import today

FILE = "holidays.json"
"""Changes of the calendar as the public site reads them: a file of the house, which the records own."""


@dataclass(frozen=True)
class Changed:
    """A change of the calendar, by whom and why."""

    day: date
    title: str
    divisions: tuple[str, ...]
    adds: bool
    known: date
    why: str
    by: str

    def applied(self, calendar: Calendar) -> Calendar:
        """The next version. Raises PeelianError where it cannot be made of this one."""
        if self.adds:
            return calendar.with_holiday(
                self.day, self.title, self.divisions, known=self.known, by=self.by, why=self.why
            )
        return calendar.without(self.day, self.divisions, known=self.known, by=self.by, why=self.why)


@lru_cache(maxsize=16)
def _calendar(changes: tuple[Changed, ...]) -> Calendar:
    calendar = united_kingdom()
    for change in changes:
        calendar = change.applied(calendar)
    return calendar


def changes() -> tuple[Changed, ...]:
    """Every change that the records hold, oldest first."""
    return tuple(
        Changed(item.day, item.title, tuple(item.divisions), item.adds, item.known, item.why, item.by)
        for item in CalendarChange.objects.all()
    )


def calendar_in_force() -> Calendar:
    """The calendar of the reviewed file with every change since."""
    return _calendar(changes())


def published_calendar(root: Path) -> Calendar:
    """The same, as the house's file tells it: for pages that open no record. The reviewed file's own where there is none."""
    try:
        data = json.loads((root / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return united_kingdom()
    return _calendar(tuple(
        Changed(date.fromisoformat(item["day"]), item["title"], tuple(item["divisions"]), item["adds"],
                date.fromisoformat(item["known"]), item["why"], item["by"])
        for item in data
    ))  # fmt: skip


def deadline_of(clock: Clock, calendar: Calendar | None = None) -> Deadline:
    """A clock's deadline with every day and why it counts; by the calendar in force where none is given. Raises PeelianError."""
    start: date | datetime = datetime.combine(clock.start, clock.received) if clock.received else clock.start
    stops = tuple(
        Stop(
            item["kind"], date.fromisoformat(item["first"]), date.fromisoformat(item["last"]) if item["last"] else None
        )
        for item in clock.stops
    )
    extensions = tuple(
        Extension(
            item["number"], date.fromisoformat(item["told"]) if item["told"] else None, item["by"], item["reason"]
        )
        for item in clock.extensions
    )
    return deadline(
        rule(clock.rule), start, calendar=calendar or calendar_in_force(), stops=stops, extensions=extensions
    )


def running() -> QuerySet[Clock]:
    """Every clock that has not ended."""
    return Clock.objects.filter(state=RUNNING).select_related("organisation", "waits_for")


def clocks_for(person: Person) -> QuerySet[Clock]:
    """Running clocks that wait for a person, or for nobody yet in an organisation that they work in."""
    mine = {post.organisation_id for post in person.held}
    return running().filter(Q(waits_for=person) | Q(waits_for=None, organisation__in=mine))


LEADING = (Permission.MANAGE_PEOPLE, Permission.SIGN_OFF_RELEASE, Permission.SIGN_OFF_QUARTER)
"""Who holds one of these over an organisation looks after its deadlines, whomever they wait for."""


def led_by(person: Person) -> list[Organisation]:
    """The organisations whose deadlines somebody looks after, by name."""
    found: dict[str, Organisation] = {}
    for permission in LEADING:
        if person.may(permission):
            found |= {item.pk: item for item in overseen(person, permission)}
    return sorted(found.values(), key=lambda item: item.name)


def clocks_seen_by(person: Person) -> QuerySet[Clock]:
    """Every clock, ended ones too, that waits for a person or for nobody where they work, and all of what they lead."""
    mine = {post.organisation_id for post in person.held}
    led = {item.pk for item in led_by(person)}
    seen = Q(waits_for=person) | Q(waits_for=None, organisation__in=mine) | Q(organisation__in=led)
    return Clock.objects.filter(seen).select_related("organisation", "waits_for")


def overdue() -> Q:
    """Running clocks whose day has passed; what may not come before a day is never late."""
    return Q(state=RUNNING, due__lt=today(), rule__in=[key for key, item in rules().items() if item.bound == "by"])


def notices_for(person: Person) -> QuerySet[Notice]:
    """What a person has not read yet: told to them, or to an organisation that they work in."""
    mine = {post.organisation_id for post in person.held}
    return Notice.objects.filter(Q(person=person) | Q(person=None, organisation__in=mine), read_at=None)


def late(clocks: Iterable[Clock], day: date | None = None) -> list[Clock]:
    """Those whose last day has passed."""
    now = day or today()
    return [clock for clock in clocks if clock.due is not None and clock.due < now]
