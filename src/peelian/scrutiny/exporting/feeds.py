"""What is new of meetings as Atom (RFC 4287): agendas, late papers, minutes, actions, meetings called, moved or off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from peelian.scrutiny.exporting.following import Followed, name_for_ever
from peelian.scrutiny.exporting.markup import element, escaped, group
from peelian.scrutiny.exporting.published import LONDON, Published, aware, page_of, papers_of
from peelian.scrutiny.meetings.records import ActionPoint, Meeting, Minutes

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
NAMESPACE = "http://www.w3.org/2005/Atom"
MOST = 100
SAID = {"planned": "Planned", "called": "Called", "cancelled": "Cancelled", "postponed": "Postponed"}
ADDED = {"supplementary": "Supplementary paper", "late": "Late paper", "tabled": "Tabled paper"}
MINUTES = {"draft": "Draft minutes", "agreed": "Minutes agreed", "signed": "Minutes agreed and signed"}


@dataclass(frozen=True)
class News:
    """One entry: ``key`` names it for ever, ``at`` is when it last changed, ``kind`` is its category."""

    key: str
    kind: str
    title: str
    at: dt.datetime
    page: str
    summary: str = ""


def news_of(held: Published, followed: Followed, now: dt.datetime) -> list[News]:
    """What is new, the newest first, a hundred at most. Nothing is told of before its moment."""
    meetings = {one.id: one for one in held.held}
    found = [news for one in followed.meetings for news in _of_meeting(held, one)]
    found += [_of_action(one, meetings[one.meeting]) for one in followed.actions if one.meeting in meetings]
    out = [one for one in found if one.at <= now]
    return sorted(out, key=lambda one: (one.at, one.key), reverse=True)[:MOST]


def _of_meeting(held: Published, one: Meeting) -> Iterator[News]:
    day = f"{one.on.day} {one.on:%B %Y}"
    if one.state in SAID:
        hour = f" at {one.begins:%H:%M}" if one.begins else ""
        where = f", {one.place}" if one.place else ""
        summary = " ".join(part for part in (f"{day}{hour}{where}.", one.why) if part)
        yield News(
            f"{one.id}/meeting",
            one.state,
            f"{SAID[one.state]}: {one.title}, {day}",
            held.changed(one),
            page_of(one),
            summary,
        )
    if one.agenda_out and one.items:
        titles = "; ".join(f"{item.number + '. ' if item.number else ''}{item.title}" for item in one.items)
        yield News(
            f"{one.id}/agenda", "agenda", f"Agenda: {one.title}, {day}", aware(one.agenda_out), page_of(one), titles
        )
    for paper in papers_of(one):
        if paper.paper.added and one.agenda_out and paper.paper.added > one.agenda_out:
            said = f"{ADDED.get(paper.paper.kind, 'Paper')}: {paper.paper.title}"
            told = " ".join(
                part for part in (f"For item {paper.item.number} of {one.title}, {day}.", paper.paper.reason) if part
            )
            yield News(f"{paper.key}/added", "paper", said, aware(paper.paper.added), page_of(one), told)
    if one.minutes and (out := _minutes_at(one.minutes)):
        corrected = ", corrected since" if one.minutes.corrections else ""
        said = f"{MINUTES[one.minutes.state]}{corrected}: {one.title}, {day}"
        outcomes = [
            f"{item.number}. {item.title}: {item.outcome.kind.replace('-', ' ')}" for item in one.items if item.outcome
        ]
        yield News(f"{one.id}/minutes", "minutes", said, out, page_of(one), "; ".join(outcomes))


def _minutes_at(minutes: Minutes) -> dt.datetime | None:
    """When the minutes were last published, agreed, signed or corrected; None where no day of it is known."""
    days = [day for day in (minutes.published_on, minutes.agreed_on, minutes.signed_on) if day]
    days += [one.on for one in minutes.corrections]
    return _start_of(max(days)) if days else None


def _of_action(one: ActionPoint, meeting: Meeting) -> News:
    """An action, and what was last said of it."""
    at = (
        _start_of(one.followed[-1].on)
        if one.followed
        else (meeting.minutes and _minutes_at(meeting.minutes)) or _start_of(meeting.on)
    )
    said = {"open": "Action", "done": "Action done", "dropped": "Action dropped"}[one.state]
    due = f"due {one.due.day} {one.due:%B %Y}" if one.due else one.due_words or "no date"
    told = f"{one.owner or 'Nobody is named'}, {due}. {one.followed[-1].words if one.followed else ''}".strip()
    key = f"{one.meeting}/action/{one.id}"
    return News(key, "action", f"{said}: {_short(one.text)}", at, f"/committees/{one.committee}/actions", told)


def _short(text: str, most: int = 100) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]}…"


def _start_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), LONDON)


def feed_of(held: Published, followed: Followed, site: str, address: str, now: dt.datetime) -> tuple[str, dt.datetime]:
    """The feed, and when it last changed. ``address`` is its own path on ``site`` (``https://host``)."""
    news = news_of(held, followed, now)
    updated = news[0].at if news else min(held.at, now)
    parts = [
        element("id", f"urn:uuid:{name_for_ever('feed', followed.key)}"), element("title", followed.title),
        element("updated", _moment(updated)), group("author", [element("name", followed.by)]),
        _link("self", f"{site}{address}", "application/atom+xml"), _link("alternate", f"{site}{followed.page}", "text/html"),
        element("generator", "Peelian"), *(_entry(one, site) for one in news),
    ]  # fmt: skip
    return f'{HEAD}<feed xmlns="{NAMESPACE}" xml:lang="en-GB">{"".join(parts)}</feed>\n', updated


def _entry(one: News, site: str) -> str:
    return group("entry", [
        element("id", f"urn:uuid:{name_for_ever('news', one.key)}"), element("title", one.title),
        element("updated", _moment(one.at)), _link("alternate", f"{site}{one.page}", "text/html"),
        f'<category term="{escaped(one.kind)}"/>', element("summary", one.summary) if one.summary else "",
    ])  # fmt: skip


def _link(rel: str, address: str, kind: str) -> str:
    return f'<link rel="{rel}" type="{kind}" href="{escaped(address)}"/>'


def _moment(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")
