"""Clocks that run: due where they should be, moved by a holiday that is added late, explained before one is taken away."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.office import Office

from peelian.audit.models import Event
from peelian.core.acting import COMMAND, Actor, NotAllowed, action
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.running import actions, queries
from peelian.core.running.models import Clock, Notice
from peelian.core.seeding import read_organisations, take_in
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today

pytestmark = pytest.mark.django_db
RECEIVED = dt.date(2026, 9, 1)
MOURNING = dt.date(2026, 9, 14)


@pytest.fixture
def mopac() -> Organisation:
    for entry in read_organisations(House(Path("nowhere")).pack):
        if entry["id"] in ("mopac", "barnet"):
            take_in(entry)
    return Organisation.objects.get(pk="mopac")


@pytest.fixture
def manager(mopac: Organisation) -> Actor:
    return Office().joined(mopac, "installation-manager", "Mia")


@pytest.fixture
def owner(mopac: Organisation) -> Actor:
    return Office().joined(mopac, "reader", "Otto")


@action("test.start")
def started(mopac: Organisation, owner: Actor, rule: str = "foi-reply", *, by: Actor) -> Clock:
    """A clock of a request."""
    by.must(P.MANAGE_ORGANISATIONS)
    return actions.start_clock(
        rule, mopac, RECEIVED, organisation=mopac, title="Request 17", href="/office/x", waits_for=owner.person
    )


@action("test.with")
def within(clock: Clock, do: Any, *, by: Actor) -> None:
    """Something done to a clock."""
    by.must(P.MANAGE_ORGANISATIONS)
    do(clock)


def test_a_clock_knows_its_last_day_and_every_day_before_it(mopac: Organisation, owner: Actor) -> None:
    clock = started(mopac, owner, by=COMMAND)
    assert clock.due == dt.date(2026, 9, 29)
    found = queries.deadline_of(clock)
    assert [day.number for day in found.days if day.number] == list(range(1, 21))


def test_a_holiday_added_late_moves_every_running_clock_and_tells_its_owner(
    mopac: Organisation, owner: Actor, manager: Actor
) -> None:
    clock, met = started(mopac, owner, by=COMMAND), started(mopac, owner, by=COMMAND)
    within(met, actions.meet, by=COMMAND)
    moved = actions.add_holiday(MOURNING, "Day of mourning", why="proclaimed on 9 September", by=manager)
    clock.refresh_from_db()
    met.refresh_from_db()
    assert (len(moved), clock.due, met.due) == (1, dt.date(2026, 9, 30), dt.date(2026, 9, 29))
    [notice] = Notice.objects.all()
    assert notice.person == owner.person
    assert "due Wednesday 30 September 2026 instead of Tuesday 29 September 2026" in notice.text
    assert "Mia" not in notice.text
    event = Event.objects.latest("number")
    assert (event.action, [change["field"] for change in event.changes if change["record"] == clock.key]) == (
        "calendar.add-holiday", ["due", "calendar"],
    )  # fmt: skip
    assert queries.deadline_of(clock, queries.calendar_in_force().as_version(clock.calendar - 1)).due == met.due


def test_taking_one_away_that_is_in_use_is_explained_not_blocked(
    mopac: Organisation, owner: Actor, manager: Actor
) -> None:
    actions.add_holiday(MOURNING, "Day of mourning", why="proclaimed", by=manager)
    clock = started(mopac, owner, by=COMMAND)
    change = queries.Changed(MOURNING, "Day of mourning", queries.changes()[0].divisions, False, today(), "x", "y")
    [(found, told)] = actions.foreseen(change)[1]
    assert (found, told.before.due, told.after.due) == (clock, dt.date(2026, 9, 30), dt.date(2026, 9, 29))
    clock.refresh_from_db()
    assert clock.due == dt.date(2026, 9, 30)  # nothing has happened yet
    actions.remove_holiday(MOURNING, why="withdrawn", by=manager)
    clock.refresh_from_db()
    assert clock.due == dt.date(2026, 9, 29)


def test_a_change_needs_a_reason_and_a_role(mopac: Organisation, owner: Actor, manager: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.add_holiday(MOURNING, "Day of mourning", why="because", by=owner)
    with pytest.raises(PeelianError, match="needs a reason"):
        actions.add_holiday(MOURNING, "Day of mourning", why=" ", by=manager)
    with pytest.raises(PeelianError, match="is no working day anyway"):
        actions.add_holiday(dt.date(2026, 9, 13), "Day of mourning", why="because", by=manager)
    assert queries.changes() == ()


def test_a_clock_stops_for_what_its_rule_knows_and_runs_on(mopac: Organisation, owner: Actor) -> None:
    clock = started(mopac, owner, by=COMMAND)
    within(clock, lambda it: actions.stop_clock(it, "clarification", dt.date(2026, 9, 3)), by=COMMAND)
    clock.refresh_from_db()
    assert (clock.due, queries.late([clock], dt.date(2030, 1, 1))) == (None, [])
    within(clock, lambda it: actions.go_on(it, dt.date(2026, 9, 10)), by=COMMAND)
    clock.refresh_from_db()
    assert clock.due == dt.date(2026, 10, 8)
    with pytest.raises(PeelianError, match="stops this clock"):
        within(clock, lambda it: actions.stop_clock(it, "holiday of the officer", dt.date(2026, 9, 11)), by=COMMAND)


def test_who_sees_a_clock_and_a_notice(mopac: Organisation, owner: Actor, manager: Actor) -> None:
    stranger = Office().joined(Organisation.objects.get(pk="barnet"), "reader", "Sam")
    clock = started(mopac, owner, by=COMMAND)
    assert owner.person and manager.person and stranger.person
    assert [list(queries.clocks_for(person)) for person in (owner.person, manager.person, stranger.person)] == [
        [clock],
        [],
        [],
    ]
    within(clock, lambda it: actions.pass_on(it, None), by=COMMAND)
    assert list(queries.clocks_for(manager.person)) == [clock]
    actions.add_holiday(MOURNING, "Day of mourning", why="proclaimed", by=manager)
    [notice] = queries.notices_for(manager.person)
    assert not queries.notices_for(stranger.person)
    with pytest.raises(PeelianError, match="not for you"):
        actions.read(notice, by=stranger)
    actions.read(notice, by=owner)
    assert not queries.notices_for(manager.person)


def test_public_pages_count_by_the_same_calendar_without_a_record(
    mopac: Organisation, manager: Actor, tmp_path: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.PEELIAN_DATA = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        actions.add_holiday(MOURNING, "Day of mourning", why="proclaimed", by=manager)
    assert json.loads((tmp_path / queries.FILE).read_text())[0]["title"] == "Day of mourning"
    assert queries.published_calendar(tmp_path) == queries.calendar_in_force()
    assert (
        queries.published_calendar(tmp_path / "none").version.number == queries.calendar_in_force().version.number - 1
    )
