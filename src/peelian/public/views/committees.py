"""Committees, their meetings and what is to be done after them, from the house's files or its pack; no release is needed."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from peelian.core.running.queries import published_calendar
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.public import wording
from peelian.public.pages import sealed_file, show
from peelian.public.selectors.account import linked
from peelian.public.selectors.committees import CommitteePage, committee_page, must_be_topic, topic_title
from peelian.public.selectors.packs import files_of, pages_said
from peelian.public.site import opened
from peelian.scrutiny.ledger.annual_report import years_of
from peelian.scrutiny.ledger.shelf import shelf as ledger_out
from peelian.scrutiny.meetings.records import Item, Paper
from peelian.scrutiny.meetings.shelf import Shelf, shelf
from peelian.ui.components import Link
from peelian.ui.deadlines import table as days_of
from peelian.ui.format import counted, day
from peelian.ui.meeting import MeetingPage, lines, tally

TRAIL = (Link("Scrutiny", "/scrutiny"), Link("Committees", "/committees"))


def out() -> Shelf:
    """Everything of committees that is out. Raises PeelianError where a file is not what was published."""
    house = House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)
    return shelf(house.root, house.pack)


def covering(area_id: str) -> list[Link]:
    """The committees that a place's page names; none where a file of them was altered: their own pages say so."""
    try:
        return [Link(one.title, f"/committees/{one.id}") for one in out().covering(area_id)]
    except PeelianError:
        return []


def page_of(committee_id: str) -> CommitteePage:
    """A committee. Raises PeelianError."""
    return committee_page(out(), committee_id, today(), published_calendar(settings.PEELIAN_DATA))


def committees(request: HttpRequest) -> HttpResponse:
    """Every committee with its next or last meeting and what is open of what it asked for."""
    held, calendar = out(), published_calendar(settings.PEELIAN_DATA)
    pages = [CommitteePage(one, held, today(), calendar) for one in held.committees]
    return show(
        request, "committees", title="Committees", nav="scrutiny", trail=TRAIL[:1], pages=pages, coming=_coming(pages)[:5],
        say=tally(lines(held.actions, held.meetings, today())) if held.actions else "",
        counts=f"{counted(len(held.committees), 'committee', 'committees')}, {counted(len(held.meetings), 'meeting', 'meetings')}",
        topics=[Link(topic_title(one), f"/topics/{one}") for one in held.topics],
    )  # fmt: skip


def _coming(pages: list[CommitteePage]) -> list[MeetingPage]:
    return sorted((one for page in pages for one in page.coming), key=lambda one: one.meeting.order)


def committee(request: HttpRequest, committee_id: str) -> HttpResponse:
    """One committee."""
    page = page_of(committee_id)
    own = page.committee
    return show(
        request, "committee", title=own.title, nav="scrutiny", trail=TRAIL, page=page, table=page.table(),
        source=_source(request, own.source),
        asked=_asked(own.id), areas=_areas(request, own.areas),
        topics=[Link(topic_title(one), f"/topics/{one}") for one in own.topics],
    )  # fmt: skip


def _asked(committee_id: str) -> dict[str, list[Link]]:
    """What the committee looks into, the reports that it made, and the years that are put together; nothing of an altered file."""
    house = House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)
    try:
        held = ledger_out(house.root, house.pack)
    except PeelianError:
        return {}
    years = [
        Link(one[2:].replace("-", "–"), f"/committees/{committee_id}/annual-report/{one}")
        for one in years_of(held, committee_id, out().meetings)
    ]
    return {
        "reports": [
            Link(one.title, f"/recommendations/{one.id}") for one in held.reports if one.committee == committee_id
        ],
        "investigations": [
            Link(one.title, f"/investigations/{one.id}") for one in held.investigations if one.committee == committee_id
        ],
        "years": years,
    }


def _areas(request: HttpRequest, areas: tuple[str, ...]) -> list[Link]:
    site = opened(request)
    known = site.release.areas.by_id if site else {}
    return [Link(known[one].name, f"/areas/{one}") for one in areas if one in known]


def meeting(request: HttpRequest, committee_id: str, slug: str) -> HttpResponse:
    """One meeting: its agenda and papers, who was there, what became of each item."""
    page = page_of(committee_id)
    shown = page.shelf.meeting(f"{committee_id}/{slug}")
    found = replace(page.meeting(shown), touched={one.number: _touched(request, one.touches) for one in shown.items})
    of = list(reversed(page.meetings))
    at = [one.meeting.id for one in of].index(found.meeting.id)
    return show(
        request, "meeting", title=found.title, nav="scrutiny", keep=f", {day(found.meeting.on)}",
        crumb=day(found.meeting.on), trail=[*TRAIL, Link(page.committee.title, page.href)],
        page=page, meeting=found, table=days_of(found.notice) if found.notice and not found.sitting.notice else None,
        before=of[at - 1] if at else None, after=of[at + 1] if at + 1 < len(of) else None, description=found.say,
        source=_source(request, shown.source), packs=files_of(settings.PEELIAN_DATA, shown),
        pages_said=pages_said(settings.PEELIAN_DATA, shown),
    )  # fmt: skip


def released(request: HttpRequest, committee_id: str, slug: str, part: str) -> HttpResponse:
    """The text of an exempt part that was released, as the file whose SHA-256 was published when it was sealed."""
    shown = out().meeting(f"{committee_id}/{slug}")
    places: list[Item | Paper] = [*shown.items, *(paper for item in shown.items for paper in item.papers)]
    for one in places:
        text = dict(one.released).get(part)
        stub = next((stub for stub in one.stubs if stub.id == part and stub.released_at), None)
        if stub is not None and text:
            return sealed_file(stub, text, f"{committee_id}-{slug}-{part}")
    raise PeelianError("unknown-part", "No text of that name is public.", "The meeting's page says what is withheld.")


def _source(request: HttpRequest, source: str) -> str:
    """Where it was taken from: the document as it is called, and its lines; empty where it was entered."""
    site, (document, _, lines) = opened(request), source.partition(":")
    if not source:
        return ""
    named = wording.document(site.release.catalogue, document) if site else document
    return f"{named}, {'line' if lines.isdigit() else 'lines'} {lines}" if lines else named


def _touched(request: HttpRequest, touches: tuple[str, ...]) -> list[Link]:
    """The plan's items and measures that an item is about."""
    site = opened(request)
    return [link for one in touches if (link := linked(site, one))] if site else []


def actions(request: HttpRequest, committee_id: str) -> HttpResponse:
    """What a committee asked to be done: all of it, or with ``at`` what was open at the beginning of a meeting."""
    page, slug = page_of(committee_id), request.GET.get("at", "")
    held, found = page.open_at(slug) if slug else (None, page.actions)
    title = f"Actions open on {day(held.on)}" if held else "Actions"
    groups = [
        ("Open", [one for one in found if one.action.state == "open" or held]),
        ("Done", [one for one in found if one.action.state == "done" and not held]),
        ("Dropped", [one for one in found if one.action.state == "dropped" and not held]),
    ]
    return show(
        request, "committee_actions", title=f"{page.committee.title}: {title.lower()}", nav="scrutiny", crumb=title,
        trail=[*TRAIL, Link(page.committee.title, page.href)], page=page, heading=title, held=held,
        groups=[(name, own) for name, own in groups if own],
        say=f"{counted(len(found), 'action was', 'actions were')} open when this meeting began." if held else tally(found),
        others=[one for one in page.meetings if one.meeting.state in ("held", "called") and one.meeting != held],
    )  # fmt: skip


def topic(request: HttpRequest, topic_id: str) -> HttpResponse:
    """The meetings about a topic."""
    held, calendar = out(), published_calendar(settings.PEELIAN_DATA)
    must_be_topic(held, topic_id)
    pages = {one.id: CommitteePage(one, held, today(), calendar) for one in held.committees}
    about = [pages[one.committee].meeting(one) for one in reversed(held.on_topic(topic_id))]
    items = [(found, [item for item in found.items if topic_id in item.item.topics]) for found in about]
    return show(
        request, "meetings_about", title=topic_title(topic_id), nav="scrutiny", trail=TRAIL, found=items,
        where="Meetings of committees that follow this topic, and items about it.", feed=f"/topics/{topic_id}/feed.atom",
        ics=f"/topics/{topic_id}/calendar.ics",
        following=[pages[one.id] for one in held.committees if topic_id in one.topics],
    )  # fmt: skip


def here(request: HttpRequest, area_id: str) -> HttpResponse:
    """The committees of a place and their meetings. Raises PeelianError for no area."""
    held, calendar = out(), published_calendar(settings.PEELIAN_DATA)
    site = opened(request)
    name = site.release.areas[area_id].name if site else area_id
    pages = [CommitteePage(one, held, today(), calendar) for one in held.covering(area_id)]
    found = sorted((one for page in pages for one in page.meetings), key=lambda one: one.meeting.order, reverse=True)
    return show(
        request, "meetings_about", title=f"{name}: committees and meetings", nav="scrutiny", crumb="Committees and meetings",
        trail=[Link("Places", "/areas"), Link(name, f"/areas/{area_id}")], found=[(one, []) for one in found],
        where=f"Committees that look at policing and crime in {name}.", feed=f"/areas/{area_id}/meetings.atom",
        ics=f"/areas/{area_id}/meetings.ics", following=pages,
    )  # fmt: skip
