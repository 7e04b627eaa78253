"""Start, stop, lengthen and end clocks; change the calendar, which recomputes every clock that runs and tells whom it concerns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from peelian.core.acting import Actor, acting, action, now
from peelian.core.clocks.calendars import Calendar
from peelian.core.clocks.changes import Change, recompute
from peelian.core.clocks.statutory import DIVISIONS
from peelian.core.following import rewrite
from peelian.core.models import Organisation, Person
from peelian.core.permissions import Permission as P
from peelian.core.records import Record
from peelian.core.running import queries
from peelian.core.running.models import DROPPED, MET, RUNNING, CalendarChange, Clock, Notice
from peelian.core.running.queries import Changed, calendar_in_force, changes, deadline_of, running
from peelian.figures.errors import PeelianError
from peelian.figures.house import today


def start_clock(
    rule: str, about: Record, start: date, *, organisation: Organisation, title: str, href: str = "",
    received: time | None = None, waits_for: Person | None = None,
) -> Clock:  # fmt: skip
    """Start a clock, as part of the action that is running. Raises PeelianError for a day beyond the calendar."""
    calendar = calendar_in_force()
    made = Clock(
        rule=rule, subject=about.key, title=title[:200], href=href, organisation=organisation, waits_for=waits_for, start=start,
        received=received,
    )  # fmt: skip
    due = deadline_of(made, calendar).due
    return acting().create(
        Clock, rule=rule, subject=about.key, title=title[:200], href=href, organisation=organisation, waits_for=waits_for,
        start=start, received=received, due=due, calendar=calendar.version.number,
    )  # fmt: skip


def pass_on(clock: Clock, person: Person | None) -> None:
    """Let a clock wait for somebody else, as part of the action that is running."""
    acting().change(clock, waits_for=person)


def stop_clock(clock: Clock, kind: str, first: date) -> None:
    """Stop a clock, as part of the action that is running. Raises PeelianError where its rule knows no such stop."""
    _moved(clock, stops=[*clock.stops, {"kind": kind, "first": first.isoformat(), "last": None}])


def go_on(clock: Clock, last: date) -> None:
    """Let a stopped clock run again. Raises PeelianError where it is not stopped."""
    if not clock.stops or clock.stops[-1]["last"]:
        raise PeelianError("not-stopped", "This clock is not stopped.", "Nothing needs to be done.")
    _moved(clock, stops=[*clock.stops[:-1], clock.stops[-1] | {"last": last.isoformat()}])


def extend(clock: Clock, number: int, *, told: date, by: str, reason: str) -> None:
    """Give a clock more time, as its rule allows. Raises PeelianError where it does not."""
    more = {"number": number, "told": told.isoformat(), "by": by, "reason": reason}
    _moved(clock, extensions=[*clock.extensions, more])


def meet(clock: Clock, day: date | None = None) -> None:
    """End a clock: what was due is done."""
    if clock.state == RUNNING:
        acting().change(clock, state=MET, met_on=day or today())


def drop_clock(clock: Clock) -> None:
    """End a clock that nothing waits for any more."""
    if clock.state == RUNNING:
        acting().change(clock, state=DROPPED)


def clocks_of(about: Record, rule: str = "") -> list[Clock]:
    """The running clocks of a record, held for this transaction."""
    found = running().filter(subject=about.key).select_for_update(of=("self",))
    return list(found.filter(rule=rule) if rule else found)


def _moved(clock: Clock, **fields: object) -> None:
    for name, value in fields.items():
        setattr(clock, name, value)
    calendar = calendar_in_force()
    due = deadline_of(clock, calendar).due
    clock.refresh_from_db(fields=list(fields))
    acting().change(clock, **fields, due=due, calendar=calendar.version.number)


def tell(text: str, *, organisation: Organisation, person: Person | None = None, href: str = "") -> Notice:
    """Tell a person, or whoever works in an organisation, as part of the action that is running."""
    return acting().create(Notice, person=person, organisation=organisation, text=text[:600], href=href, at=now())


@action("notice.read")
def read(notice: Notice, *, by: Actor, reason: str = "") -> None:
    """Note that a notice was read."""
    by.must(P.USE_OFFICE)
    if by.person is None or not queries.notices_for(by.person).filter(pk=notice.pk).exists():
        raise PeelianError("not-yours", "This notice is not for you.", "Nothing needs to be done.")
    acting().change(notice, read_at=now())


@action("calendar.add-holiday")
def add_holiday(
    day: date, title: str, divisions: Sequence[str] = DIVISIONS, *, why: str, known: date | None = None, by: Actor,
    reason: str = "",
) -> list[Change]:  # fmt: skip
    """Add a bank holiday: every running clock is counted anew, and whom it moves is told."""
    return _change(Changed(day, title, tuple(divisions), True, known or today(), why, _post(by)), by)


@action("calendar.remove-holiday")
def remove_holiday(
    day: date, divisions: Sequence[str] = DIVISIONS, *, why: str, known: date | None = None, by: Actor, reason: str = ""
) -> list[Change]:
    """Take a bank holiday out: every running clock is counted anew, and whom it moves is told."""
    title = "; ".join(item.title for item in calendar_in_force().on(day)) or "holiday"
    return _change(Changed(day, title, tuple(divisions), False, known or today(), why, _post(by)), by)


def _post(by: Actor) -> str:
    """Who changed the calendar, as the public may know it: the post, not the name."""
    return (by.person.title or "installation manager") if by.person else by.name


def foreseen(change: Changed) -> tuple[Calendar, list[tuple[Clock, Change]]]:
    """What a change would do to the clocks that run: to be shown before it is made. Raises PeelianError where it cannot be."""
    old = calendar_in_force()
    new = change.applied(old)
    found = []
    for clock in running():
        found += [(clock, moved) for moved in recompute([deadline_of(clock, old)], old, new)]
    return new, found


def _change(change: Changed, by: Actor) -> list[Change]:
    by.must(P.MANAGE_HOLIDAYS)
    if not change.why.strip():
        raise PeelianError("no-reason", "A change of the calendar needs a reason.", "Say where it was announced.")
    list(CalendarChange.objects.select_for_update().values_list("pk"))
    new, moved = foreseen(change)
    act = acting()
    act.about(act.create(CalendarChange, **{**asdict(change), "divisions": list(change.divisions)}))
    for clock, each in moved:
        act.change(clock, due=each.after.due, calendar=new.version.number)
        tell(
            f"{clock.title}: {each.sentence}", organisation=clock.organisation, person=clock.waits_for, href=clock.href
        )
    transaction.on_commit(lambda: publish_calendar(settings.PEELIAN_DATA))
    return [each for _, each in moved]


def publish_calendar(root: Path) -> None:
    """Write the changes as the public site reads them: all of them or none."""
    rewrite(root / queries.FILE, _changes_as_text)


def _changes_as_text() -> str:
    rows = [asdict(change) | {"divisions": list(change.divisions)} for change in changes()]
    return json.dumps(rows, ensure_ascii=False, indent=1, default=str)
