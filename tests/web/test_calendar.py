"""The release calendar as everybody sees it: a page, JSON, and iCalendar that people subscribe to; no database behind it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from icalendar import Calendar

from peelian.figures.house import House
from peelian.public.planned import NAME
from tests.web.conftest import Visitor

NOW = dt.datetime(2026, 12, 8, 10, tzinfo=dt.UTC)
MOVED = {"from": "2027-07-14", "to": "2027-07-15", "why": "The files come later.", "on": "2027-06-01"}


def entry(uid: str, day: str, at: str, **more: Any) -> dict[str, Any]:
    return {
        "uid": uid, "title": "Police figures", "organisation": "MOPAC", "covers": "2026-11", "day": day, "at": at, "fixed": False,
        "cancelled": "", "moves": [], "sequence": 0, "stamp": "2026-12-01T09:00:00+00:00", **more,
    }  # fmt: skip


@pytest.fixture
def visitor(
    illustrative_house: House, copy_of: Callable[[House], House], visiting: Callable[[House], Visitor]
) -> Visitor:
    house = copy_of(illustrative_house)
    entries = [
        entry(
            "b@mopac",
            "2027-07-15",
            "2027-07-15T08:30:00+00:00",
            moves=[MOVED],
            sequence=2,
            fixed=True,
            covers="2027-06",
        ),
        entry("a@mopac", "2026-12-14", "2026-12-14T09:30:00+00:00"),
        entry("c@mopac", "2027-08-16", "2027-08-16T08:30:00+00:00", cancelled="An election."),
        entry("old@mopac", "2026-11-16", "2026-11-16T09:30:00+00:00"),
    ]
    (house.root / NAME).write_text(json.dumps({"entries": entries}))
    return visiting(house)


def test_the_page_says_when_and_how_sure(visitor: Visitor) -> None:
    with time_machine.travel(NOW, tick=False):
        page = visitor.page("/calendar")
        rows = next(iter(page.tables.values()))
        assert [(row[0][:-5], row[0][-5:], row[2][:9]) for row in rows[1:]] == [
            ("Monday 14 December 2026", "09:30", "provision"),
            ("Thursday 15 July 2027", "09:30", "fixed"),
            ("Monday 16 August 2027", "09:30", "cancelled"),
        ], "the time is that of London, in summer too"
        text = visitor.text("/calendar")
    assert "Moved from 14 July 2027: The files come later." in text
    assert "An election." in text
    assert "Nothing was released on that day." in text


def test_a_calendar_that_people_subscribe_to_follows_each_entry(visitor: Visitor) -> None:
    answer = visitor.get("/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert list(events) == ["old@mopac", "a@mopac", "b@mopac", "c@mopac"]
    moved = events["b@mopac"]
    assert moved["sequence"] == 2
    assert moved["dtstart"].dt == dt.datetime(2027, 7, 15, 8, 30, tzinfo=dt.UTC)
    assert moved["dtstamp"].dt == dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    assert [str(events[uid]["status"]) for uid in ("a@mopac", "b@mopac", "c@mopac")] == [
        "TENTATIVE", "CONFIRMED", "CANCELLED",
    ]  # fmt: skip
    assert "The files come later." in str(moved["description"])


def test_the_same_as_json(visitor: Visitor) -> None:
    assert len(visitor.get("/calendar.json").json()["entries"]) == 4  # type: ignore[attr-defined]


def test_a_calendar_that_changes_is_another_page(visitor: Visitor) -> None:
    before = visitor.get("/calendar").headers["ETag"]
    path = visitor.house.root / NAME
    path.write_text(path.read_text().replace("An election.", "A by-election."))
    assert "A by-election." in visitor.get("/calendar", 200, if_none_match=before).content.decode()


def test_nothing_planned_and_a_damaged_file_are_said(visitor: Visitor) -> None:
    path = visitor.house.root / NAME
    path.write_text("{")
    assert visitor.client.get("/calendar").status_code == 500
    path.unlink()
    assert "Nothing is planned yet" in visitor.text("/calendar")
    (zone,) = Calendar.from_ical(visitor.get("/calendar.ics").content).subcomponents
    assert zone.name == "VTIMEZONE", "a calendar with nothing in it is refused by readers (RFC 5545 3.6)"


def test_no_database_is_asked(visitor: Visitor) -> None:
    """Tests without a mark for the database fail when one is touched: these have none."""
    visitor.get("/calendar")
