"""Any deadline for anyone: a rule and a date give the day it is due, and every day between with why it counts."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time
from http import HTTPStatus

import icalendar
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from peelian.core.clocks.calendars import FIRST, LAST
from peelian.core.clocks.dates import in_full
from peelian.core.clocks.deadlines import Deadline
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.public import asked as asking
from peelian.public.asked import Asked
from peelian.public.downloads import json_answer
from peelian.public.pages import fitted, show
from peelian.public.views import errors
from peelian.ui import deadlines as select
from peelian.ui.components import Link

TITLE = "Work out a deadline"
EXAMPLES = (
    Link("A request for information received on 18 December 2026", "/deadlines?rule=foi-reply&start=2026-12-18"),
    Link("Notice of a private meeting on 30 June 2027", "/deadlines?rule=private-meeting-28-clear-days&start=2027-06-30"),
    Link("A report that the inspectorate publishes on 31 May 2027",
         "/deadlines?rule=peel-within-one-month-beginning-with&start=2027-05-31"),
)  # fmt: skip


def deadlines(request: HttpRequest, form: str = "") -> HttpResponse:
    """The form, and beneath it the answer; each answer has an address, also as JSON and for calendars."""
    short = asking.lasting(request.GET)
    if short is not None:
        return HttpResponseRedirect(f"{request.path_info}?{short}" if short else request.path_info)
    asked = asking.read(request.GET)
    if form:
        return _file(request, asked, form)
    found = asked.found
    title = f"{found.rule.title}: {in_full(found.due)}" if found and found.due else TITLE
    return show(
        request, "deadlines", title=TITLE, status=HTTPStatus.BAD_REQUEST if asked.problems else HTTPStatus.OK,
        tab=fitted(title, f": {in_full(found.due)}" if found and found.due else ""),
        asked=asked, found=found, groups=select.grouped(), first=FIRST, last=LAST,
        rule=asked.rule, rows=_stop_rows(asked), examples=EXAMPLES,
        short=[(rule, select.in_short(rule)) for _heading, rules in select.grouped() for rule in rules],
        facts=select.facts(found, select.left(found, today())) if found else [],
        table=select.table(found) if found else None, sheets=select.sheets(found) if found else [],
        links=_links(asked) if found else [], description=found.sentence if found else "",
        canonical_url=request.build_absolute_uri(f"/deadlines?{asked.query}" if asked.query else "/deadlines"),
    )  # fmt: skip


def _links(asked: Asked) -> list[Link]:
    assert asked.found
    query = asked.query
    links = [Link("JSON", f"/deadlines.json?{query}")]
    if asked.found.due:
        links.append(Link("Put it into a calendar (.ics)", f"/deadlines.ics?{query}"))
    if not asked.version:
        number = asked.found.calendar.version.number
        links.append(Link("This answer for ever, whatever holidays are added", f"/deadlines?{query}&calendar={number}"))
    return links


def _stop_rows(asked: Asked) -> list[tuple[int, str, str, str]]:
    """What the form shows of stops: those that were asked, and an empty row for one more."""
    held = [(stop.kind, str(stop.first), str(stop.last or "")) for stop in asked.stops]
    return [(at, *row) for at, row in enumerate([*held, ("", "", "")], start=1)]


def _file(request: HttpRequest, asked: Asked, form: str) -> HttpResponse:
    found = asked.found
    if found is None or (form == "ics" and found.due is None):
        return errors.failed(request, _refusal(asked), HTTPStatus.BAD_REQUEST)
    return json_answer(found.to_json()) if form == "json" else _calendar(request, asked, found)


def _refusal(asked: Asked) -> PeelianError:
    if asked.error:
        return asked.error
    if asked.problems:
        return PeelianError("bad-question", asked.problems[0].text, "Correct that part of the address.",
                            {"field": asked.problems[0].field})  # fmt: skip
    if asked.found:
        return PeelianError(
            "clock-stopped", asked.found.sentence, "Ask again when the stop has ended.", {"rule": asked.found.rule.id}
        )
    missing = "start" if asked.rule else "rule"
    return PeelianError("bad-question", "A deadline needs a rule and a date.",
                        "Write them as ?rule=foi-reply&start=2026-12-18.", {"field": missing})  # fmt: skip


def _calendar(request: HttpRequest, asked: Asked, found: Deadline) -> HttpResponse:
    """The one deadline as an iCalendar event: a whole day, or a moment where the rule counts hours."""
    address = request.build_absolute_uri(f"/deadlines?{asked.query}")
    event = icalendar.Event()
    event.add("uid", f"{hashlib.sha256(asked.query.encode()).hexdigest()[:32]}@{request.get_host()}")
    event.add("dtstamp", datetime.combine(today(), time(0), UTC))
    event.add("summary", found.rule.title if found.rule.bound == "not before" else f"Due: {found.rule.title}")
    event.add("dtstart", found.at.astimezone(UTC) if found.at else found.due)
    event.add("description", f"{found.sentence}\n{found.rule.law}\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    made = icalendar.Calendar()
    made.add("prodid", "-//Peelian//Deadlines//EN")
    made.add("version", "2.0")
    made.add_component(event)
    response = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.rule.id}-{found.start}.ics"'
    return response
