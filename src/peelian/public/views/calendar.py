"""When releases are planned: a page, a calendar that people can subscribe to, and the same as JSON."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from icalendar import Calendar, Event

from peelian.figures.errors import PeelianError
from peelian.figures.releases.release import Releases, day_of
from peelian.public import downloads
from peelian.public.pages import show
from peelian.public.planned import Planned, planned
from peelian.public.views import errors
from peelian.scrutiny.exporting.calendars import london

LENGTH = dt.timedelta(minutes=30)
STATUS = {"provisional": "TENTATIVE", "fixed": "CONFIRMED", "cancelled": "CANCELLED"}


def _root() -> Path:
    return Path(settings.PEELIAN_DATA)


def calendar(request: HttpRequest) -> HttpResponse:
    """What is planned, and what was planned and is out."""
    try:
        entries = planned(_root())
    except PeelianError as error:
        return errors.failed(request, error)
    now = dt.datetime.now(dt.UTC)
    return show(
        request, "calendar", title="Release calendar", nav="data", ahead=[item for item in entries if item.at > now],
        past=[(item, _released(item)) for item in reversed(entries) if item.at <= now],
        feed=request.build_absolute_uri("/calendar.ics"),
    )  # fmt: skip


def _released(item: Planned) -> str:
    """The release of a planned day that is out; empty where there is none."""
    if item.row["cancelled"]:
        return ""
    day = dt.date.fromisoformat(item.row["day"])
    return next((name for name in Releases(_root()).ids() if day_of(name) == day), "")


def as_json(request: HttpRequest) -> HttpResponse:
    """The calendar as JSON."""
    try:
        return downloads.json_answer({"entries": [item.row for item in planned(_root())]})
    except PeelianError as error:
        return errors.failed(request, error)


def ics(request: HttpRequest) -> HttpResponse:
    """The calendar as iCalendar (RFC 5545): an entry keeps its UID for ever, and its SEQUENCE rises when it moves."""
    try:
        entries = planned(_root())
    except PeelianError as error:
        return errors.failed(request, error)
    made = Calendar()
    made.add("prodid", "-//Peelian//Release calendar//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Release calendar")
    made.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    made.add_component(london())  # a calendar without anything in it is none (RFC 5545 3.6)
    for item in entries:
        made.add_component(_event(request, item))
    response = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="releases.ics"'
    return response


def _event(request: HttpRequest, item: Planned) -> Event:
    event, changed = Event(), dt.datetime.fromisoformat(item.row["stamp"])
    event.add("uid", item.row["uid"])
    event.add("sequence", item.row["sequence"])
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", item.at)
    event.add("dtend", item.at + LENGTH)
    event.add("summary", f"{item.title}: {item.covers}" + (" (provisional day)" if item.state == "provisional" else ""))
    event.add("status", STATUS[item.state])
    event.add("description", " ".join(_told(item)))
    event.add("url", request.build_absolute_uri("/calendar"))
    return event


def _told(item: Planned) -> list[str]:
    """What a reader of the entry should know."""
    if item.state == "cancelled":
        return [f"Not published: {item.row['cancelled']}"]
    fixed = "The day is fixed." if item.state == "fixed" else "The exact day is fixed four weeks before."
    return [f"Published by {item.row['organisation']} at {item.hour} in London.", fixed, *item.moves]
