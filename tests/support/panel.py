"""A panel at work that tests share: an office on the second of November 2026, a committee of three with a quorum of two, and its
meeting of the twenty-fourth, as far on as a test asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from peelian.figures.house import House
from peelian.scrutiny.meetings import agenda, committees, life, minutes
from peelian.scrutiny.meetings.models import CommitteeRecord, ItemRecord, MeetingRecord
from peelian.scrutiny.meetings.shelf import Shelf, shelf
from tests.support.office import Office

FIRST = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
MEETS = dt.date(2026, 11, 24)
"""A Tuesday: five clear working days before it end on Monday 16 November."""
PANEL = [
    {"name": "Ada Ash", "presence": "present"}, {"name": "Ben Bay", "presence": "present", "chaired": True},
    {"name": "Cy Cole", "presence": "present"},
]  # fmt: skip


@pytest.fixture
def clock() -> Iterator[Any]:
    """The second of November 2026; tests move it."""
    with time_machine.travel(FIRST, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    """A house of its own."""
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


@pytest.fixture
def office(clock: Any, house: House, office: Office) -> Office:
    """The small office, at that moment and in that house."""
    return office


@pytest.fixture
def panel(office: Office) -> CommitteeRecord:
    """A committee of three with a quorum of two, and a substitute."""
    made = committees.found(
        office.organisation("london-assembly-pcc"), "the-panel", title="The Panel", kind="assembly-committee", quorum=2,
        areas=["E12000007"], by=office.by("clara"),
    )  # fmt: skip
    for name in ("Ada Ash", "Ben Bay", "Cy Cole"):
        committees.seat(made, name, role="member", since=dt.date(2026, 1, 1), by=office.by("clara"))
    committees.seat(made, "Di Dell", role="substitute", since=dt.date(2026, 1, 1), by=office.by("clara"))
    return made


@pytest.fixture
def meeting(panel: CommitteeRecord, office: Office) -> MeetingRecord:
    """Its meeting, planned."""
    return life.plan(panel, MEETS, begins=dt.time(10), place="City Hall", by=office.by("clara"))


def on(clock: Any, month: int, day: int, hour: int = 12) -> None:
    """Let it be a day of 2026."""
    clock.move_to(dt.datetime(2026, month, day, hour, tzinfo=dt.UTC))


def called(meeting: MeetingRecord, office: Office) -> MeetingRecord:
    """Called, in time."""
    return life.call(meeting, dt.date(2026, 11, 2), ["website", "notice board"], by=office.by("clara"))


def with_agenda(meeting: MeetingRecord, office: Office) -> MeetingRecord:
    """Called, with minutes and a report on the agenda, and out."""
    by, kept = office.by("clara"), called(meeting, office)
    agenda.add_item(kept, "Minutes of the last meeting", kind="minutes", by=by)
    item = agenda.add_item(
        kept, "Knife crime", kind="report", recommended="Note the report.", topics=["violence"], by=by
    )
    agenda.add_paper(item, "Report on knife crime", text="Fewer knives.", first_page=1, last_page=4, by=by)
    return agenda.dispatch(kept, by=by)


def was_held(meeting: MeetingRecord, office: Office, clock: Any) -> MeetingRecord:
    """Held, on the evening of its day."""
    kept = with_agenda(meeting, office)
    on(clock, 11, 24, 18)
    return life.hold(kept, dt.time(12), by=office.by("clara"))


def minuted(meeting: MeetingRecord, office: Office, clock: Any) -> MeetingRecord:
    """Held with the whole panel, and minuted item by item."""
    kept, by = was_held(meeting, office, clock), office.by("clara")
    minutes.note_attendance(kept, PANEL, by=by)
    for item in kept.items.all():
        minutes.write(item, version=item.version, minute="They read it.", outcome={"kind": "noted"}, by=by)
    kept.refresh_from_db()
    return kept


def item_of(meeting: MeetingRecord, number: str = "2") -> ItemRecord:
    """An item of it, as the records have it."""
    found: ItemRecord = ItemRecord.objects.get(meeting=meeting, number=number)
    return found


def out(house: House) -> Shelf:
    """What everybody reads."""
    return shelf(house.root, house.pack)


def next_meeting(after: MeetingRecord, office: Office, clock: Any) -> MeetingRecord:
    """The meeting of 15 December, held with the whole panel."""
    by = office.by("clara")
    made = life.plan(after.committee, dt.date(2026, 12, 15), by=by)
    life.call(made, dt.date(2026, 11, 24), ["website"], by=by)
    agenda.add_item(made, "Minutes", kind="minutes", by=by)
    agenda.dispatch(made, by=by)
    on(clock, 12, 15, 18)
    life.hold(made, by=by)
    minutes.note_attendance(made, PANEL, by=by)
    made.refresh_from_db()
    return made
