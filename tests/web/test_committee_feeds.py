"""A committee, a topic, a place to be followed: calendars that are read back, feeds that keep the rules of Atom."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client

from peelian.scrutiny.exporting.calendars import calendar_of
from peelian.scrutiny.exporting.feeds import feed_of, news_of
from peelian.scrutiny.exporting.following import of_committee, of_topic
from peelian.scrutiny.exporting.published import Published
from tests.support import meetings as made
from tests.support.atom import ATOM, wrong_with

SITE = "https://barchester.example"
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> Path:
    """A house whose office has published the made-up meetings."""
    settings.PEELIAN_DATA = tmp_path
    made.put(tmp_path)
    return tmp_path


def events(held: Published, now: dt.datetime = made.NOW) -> dict[str, icalendar.Event]:
    """A committee's calendar, read back: the events by their summary and day."""
    followed = of_committee(held, "towns-and-crime")
    assert followed
    calendar = icalendar.Calendar.from_ical(calendar_of(held, followed, SITE, now))
    return {f"{one['summary']} {one.decoded('dtstart'):%Y-%m-%d}": one for one in calendar.walk("VEVENT")}


def entries(held: Published, now: dt.datetime = made.NOW) -> list[tuple[str, str]]:
    """A committee's feed: kind and title of each entry, the newest first."""
    followed = of_committee(held, "towns-and-crime")
    assert followed
    return [(one.kind, one.title) for one in news_of(held, followed, now)]


# Calendars


def test_a_calendar_has_every_meeting_with_its_hours_in_london(house: Path) -> None:
    found = events(made.published())
    held = found["Towns & Crime Sub-Committee 2026-04-21"]
    assert held.decoded("dtstart") == dt.datetime(2026, 4, 21, 19, 30, tzinfo=LONDON)
    assert held.decoded("dtend") == dt.datetime(2026, 4, 21, 21, 5, tzinfo=LONDON)
    assert held["dtstart"].params["TZID"] == "Europe/London"
    assert (held["status"], held["location"]) == ("CONFIRMED", "Committee Room 3B, Town Hall")
    assert found["Towns & Crime Sub-Committee 2026-09-15"].decoded("dtstart") == dt.date(2026, 9, 15), (
        "no hour is known"
    )
    assert found["Towns & Crime Sub-Committee 2026-09-15"]["status"] == "TENTATIVE"
    assert found["Cancelled: Towns & Crime Sub-Committee 2026-06-16"]["status"] == "CANCELLED"


def test_its_zone_has_the_clock_change_of_every_year() -> None:
    held = made.published()
    followed = of_committee(held, "towns-and-crime")
    assert followed
    (zone,) = icalendar.Calendar.from_ical(calendar_of(held, followed, SITE, made.NOW)).walk("VTIMEZONE")
    told = zone.to_tz()
    for day in (dt.datetime(year, month, 28, 12) for year in (1998, 2012, 2026) for month in range(1, 13)):  # noqa: DTZ001
        assert day.replace(tzinfo=told).utcoffset() == day.replace(tzinfo=LONDON).utcoffset(), day


def test_an_entry_lists_the_agenda_by_title_and_what_is_exempt_as_such() -> None:
    description = str(events(made.published())["Towns & Crime Sub-Committee 2026-04-21"]["description"])
    assert description.splitlines() == [
        "1. Chair's Announcements", '2. Minutes of "7 March"', "4a. Burglary < 2,000 & falling",
        "5. CCTV contract (exempt: not open to the public)", "6. Date of Next Meeting",
        "https://barchester.example/committees/towns-and-crime/2026-04-21",
    ]  # fmt: skip


def test_an_entry_that_changes_keeps_its_uid_and_rises_in_sequence() -> None:
    before = made.meeting(changed=None)
    moved = replace(before, begins=dt.time(18, 0), changed=dt.datetime(2026, 4, 1, 9, 0, tzinfo=dt.UTC))
    off = replace(moved, state="cancelled", why="A flood.", changed=dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC))
    found = [next(iter(events(made.published(meetings=(one,))).values())) for one in (before, moved, off)]
    assert len({one["uid"] for one in found}) == 1
    sequences = [one["sequence"] for one in found]
    assert sequences[0] == 0 and sequences == sorted(set(sequences))
    assert found[2].decoded("last-modified") == dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
    assert found[2]["status"] == "CANCELLED" and str(found[2]["description"]).startswith("A flood.")


def test_a_meeting_that_runs_past_midnight_ends_the_next_day() -> None:
    late = made.meeting(begins=dt.time(22, 0), ends=dt.time(0, 30))
    (event,) = events(made.published(meetings=(late,))).values()
    assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(hours=2, minutes=30)


def test_a_meeting_that_ends_as_it_begins_has_no_end() -> None:
    """It was adjourned at once, or its host wrote one hour twice: it did not last a day."""
    short = made.meeting(begins=dt.time(19, 0), ends=dt.time(19, 0))
    (event,) = events(made.published(meetings=(short,))).values()
    assert "dtend" not in event


def test_lines_are_folded_as_the_standard_wants(house: Path, client: Client) -> None:
    text = client.get("/committees/towns-and-crime/calendar.ics").content
    assert all(len(line) <= 75 for line in text.split(b"\r\n")) and b"\r\nBEGIN:VTIMEZONE\r\n" in text


# Feeds


def test_a_feed_tells_of_agendas_minutes_actions_and_what_is_off() -> None:
    assert entries(made.published()) == [
        ("called", "Called: Towns & Crime Sub-Committee, 16 June 2026"),
        ("agenda", "Agenda: Towns & Crime Sub-Committee, 16 June 2026"),
        ("cancelled", "Cancelled: Towns & Crime Sub-Committee, 16 June 2026"),
        ("minutes", "Minutes agreed and signed: Towns & Crime Sub-Committee, 21 April 2026"),
        ("action", "Action done: Write to members with figures by ward."),
        ("planned", "Planned: Towns & Crime Sub-Committee, 15 September 2026"),
        ("paper", "Late paper: Map"),
        ("agenda", "Agenda: Towns & Crime Sub-Committee, 21 April 2026"),
    ]


def test_nothing_is_told_before_its_moment() -> None:
    assert entries(made.published(), made.NOW.replace(month=4, day=11)) == [
        ("agenda", "Agenda: Towns & Crime Sub-Committee, 21 April 2026"),
    ]


def test_feeds_keep_the_rules_of_atom(house: Path, client: Client) -> None:
    for address in (
        "/committees/towns-and-crime/feed.atom",
        "/committees/panel/feed.atom",
        "/topics/burglary/feed.atom",
    ):
        answer = client.get(address)
        assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert wrong_with(answer.content) == [], address


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<author>.*?</author>", ""),
        ("urn:uuid:", "no name "),
        (r"<updated>\d{4}", "<updated>next year"),
        ('rel="self"', 'rel="related"'),
        ('href="[^"]*"', 'href=""'),
        ("<title>", "<headline></headline><title>"),
    ],
)
def test_the_check_of_atom_sees_what_is_wrong(before: str, after: str) -> None:
    held = made.published()
    followed = of_committee(held, "towns-and-crime")
    assert followed
    text = feed_of(held, followed, SITE, "/x.atom", made.NOW)[0]
    assert wrong_with(re.sub(before, after, text).encode()) != []


def test_an_entry_keeps_its_id_whatever_the_host_is() -> None:
    held = made.published()
    followed = of_committee(held, "towns-and-crime")
    assert followed
    ids = [
        [one.text for one in ET.fromstring(feed_of(held, followed, site, "/x.atom", made.NOW)[0]).iter(f"{ATOM}id")]
        for site in (SITE, "http://127.0.0.1:8000")
    ]
    assert ids[0] == ids[1] and len(set(ids[0])) == len(ids[0])


def test_a_reader_that_has_the_newest_is_told_so(house: Path, client: Client) -> None:
    for address in ("/committees/towns-and-crime/feed.atom", "/committees/towns-and-crime/calendar.ics"):
        first = client.get(address)
        for name, header in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
            again = client.get(address, headers={name: first.headers[header]})
            assert again.status_code == 304 and not again.content, (address, name)
        old = client.get(address, headers={"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"})
        assert old.status_code == 200


def test_a_committee_without_news_has_a_feed_all_the_same() -> None:
    held = made.published(meetings=(), actions=())
    followed = of_committee(held, "panel")
    assert followed
    assert wrong_with(feed_of(held, followed, SITE, "/x.atom", made.NOW)[0].encode()) == []


# Topics and places


def test_a_topic_has_the_meetings_of_those_who_follow_it_and_the_items_about_it() -> None:
    item = made.items()[2]
    panel = made.meeting(
        id="panel/2026-01-20", committee="panel", on=dt.date(2026, 1, 20), items=(replace(item, topics=("cctv",)),)
    )
    held = made.published(meetings=(*made.meetings()[:5], panel))
    burglary, cctv = of_topic(held, "burglary"), of_topic(held, "cctv")
    assert burglary and cctv
    assert {one.committee for one in burglary.meetings} == {"towns-and-crime"} and len(burglary.actions) == 1
    assert [one.id for one in cctv.meetings] == ["panel/2026-01-20"] and cctv.actions == ()
    assert of_topic(held, "cricket") is None


def test_a_place_has_the_meetings_of_the_committees_that_it_lists(
    tmp_path: Path, settings: Any, client: Client
) -> None:
    settings.PEELIAN_DATA = tmp_path
    calendar = icalendar.Calendar.from_ical(client.get("/areas/E09000016/meetings.ics").content)
    assert len(calendar.walk("VEVENT")) == 3, "the pack's meetings of Havering"
    assert wrong_with(client.get("/areas/E09000016/meetings.atom").content) == []
    assert wrong_with(client.get("/areas/E09000001/meetings.atom").content) == [], "where no committee is known"


@pytest.mark.parametrize(
    "address",
    [
        "committees/nobody/calendar.ics",
        "committees/nobody/feed.atom",
        "topics/cricket/feed.atom",
        "areas/E99/meetings.ics",
    ],
)
def test_what_is_not_there_is_said(house: Path, client: Client, address: str) -> None:
    answer = client.get(f"/{address}")
    assert answer.status_code == 404 and answer.json()["error"]["code"].startswith("unknown-")
