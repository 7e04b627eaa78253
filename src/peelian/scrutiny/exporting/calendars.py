"""Meetings as iCalendar (RFC 5545): an entry keeps its UID for ever, its SEQUENCE rises with each change, what is off says so."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from peelian.scrutiny.exporting.following import Followed, name_for_ever
from peelian.scrutiny.exporting.published import LONDON, Published, begins, ends, page_of, withheld
from peelian.scrutiny.meetings.records import Item, Meeting

STATUS = {
    "planned": "TENTATIVE", "called": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED", "postponed": "CANCELLED",
}  # fmt: skip
_BEGAN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""Where a record does not say when it was made, its changes are counted from here."""
_SUMMER, _WINTER = (dt.datetime(1996, *day) for day in ((3, 31, 1), (10, 27, 2)))  # noqa: DTZ001, by the clock on the wall


def calendar_of(held: Published, followed: Followed, site: str, now: dt.datetime) -> bytes:
    """The calendar of what somebody follows. ``site`` is the host's address (``https://host``)."""
    made = Calendar()
    made.add("prodid", "-//Peelian//Meetings//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", followed.title)
    made.add("x-wr-calname", followed.title)
    made.add("url", f"{site}{followed.page}")
    made.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    made.add_component(london())
    for one in followed.meetings:
        made.add_component(_event(held, one, site, now))
    return made.to_ical()


def _event(held: Published, one: Meeting, site: str, now: dt.datetime) -> Event:
    event, changed = Event(), min(held.changed(one), now)
    event.add("uid", name_for_ever("meeting", one.id))
    event.add("sequence", _sequence(held, one))
    event.add("dtstamp", changed.astimezone(dt.UTC))
    event.add("created", min(held.made(one), changed).astimezone(dt.UTC))
    event.add("last-modified", changed.astimezone(dt.UTC))
    event.add("dtstart", begins(one) or one.on)
    over = ends(one)
    if over is not None:
        event.add("dtend", over)
    event.add("summary", f"{_off(one)}{one.title}")
    event.add("status", STATUS[one.state])
    if one.place:
        event.add("location", one.place)
    event.add("description", "\n".join(_told(one, f"{site}{page_of(one)}")))
    event.add("url", f"{site}{page_of(one)}")
    if one.resumes:
        event.add("related-to", name_for_ever("meeting", one.resumes))
    return event


def _sequence(held: Published, one: Meeting) -> int:
    """Seconds between when a meeting came here and its last change: 0 of one that never changed, and never less than before."""
    if one.changed is None:
        return 0
    began = held.made(one) if one.made else _BEGAN
    return max(0, int((held.changed(one) - began).total_seconds()))


def _off(one: Meeting) -> str:
    return {"cancelled": "Cancelled: ", "postponed": "Postponed: "}.get(one.state, "")


def _told(one: Meeting, page: str) -> list[str]:
    """Why it is off, its agenda by title, and where to read more."""
    lines = [one.why] if one.why else []
    lines += [f"Adjourned: {one.adjourned.why}"] if one.adjourned else []
    lines += ["It goes on with the sitting that was adjourned."] if one.resumes else []
    lines += [] if one.begins else ["The hour is not known."]
    return [*lines, *map(_line, one.items), *([one.broadcast] if one.broadcast else []), page]


def _line(item: Item) -> str:
    number = f"{item.number}. " if item.number else ""
    return f"{number}{item.title}{' (exempt: not open to the public)' if withheld(item) else ''}"


def london() -> Timezone:
    """Europe/London by the rule that has held since 1996: an hour ahead from the last Sunday of March to that of October."""
    zone = Timezone()
    zone.add("tzid", str(LONDON))
    for of, name, start, month, before, after in (
        (TimezoneDaylight, "BST", _SUMMER, 3, 0, 1),
        (TimezoneStandard, "GMT", _WINTER, 10, 1, 0),
    ):
        part = of()
        part.add("tzname", name)
        part.add("dtstart", start)
        part.add("tzoffsetfrom", dt.timedelta(hours=before))
        part.add("tzoffsetto", dt.timedelta(hours=after))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone
