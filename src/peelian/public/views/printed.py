"""Pages that are printed as tagged PDF: minutes, a decision form, a committee's year. Made when first asked for, then kept."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from peelian.core.seeding import read_organisations
from peelian.documents.decision_forms import form_of_decision
from peelian.documents.keeping import kept
from peelian.documents.minutes import minutes_of
from peelian.documents.pdf import Print
from peelian.documents.sections import Entry, Section, report_of
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.public.caching import kept_by_content
from peelian.public.pages import site_of
from peelian.public.selectors.packs import has_minutes
from peelian.public.selectors.reports import Printed
from peelian.public.selectors.years import Year
from peelian.public.views.committees import out
from peelian.public.views.investigations import found_year
from peelian.scrutiny.ledger.annual_report import days_of
from peelian.scrutiny.meetings.records import Member


def minutes(request: HttpRequest, committee_id: str, slug: str) -> HttpResponse:
    """The minutes of a meeting as far as they are public. Raises PeelianError where none are."""
    held = out()
    meeting, committee = held.meeting(f"{committee_id}/{slug}"), held.committee(committee_id)
    if meeting.minutes is None or not has_minutes(meeting):
        raise PeelianError(
            "unknown-minutes", f"No minutes of {meeting.title} are public.", "The meeting's page says what is.",
            {"meeting": meeting.id},
        )  # fmt: skip
    made = meeting.changed or _midnight(meeting.minutes.signed_on or meeting.minutes.agreed_on or meeting.on)
    document = minutes_of(committee, meeting, held.arisen_at(meeting.id), body=_body(committee.organisation), made=made)
    return _answer(request, document, f"{committee_id}-{slug}-minutes")


def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """The form of a decision as it holds: Part 1, and of Part 2 what everybody may know. Raises PeelianError where none is out."""
    filed = site_of(request).decisions.decision(reference)
    held = filed.newest
    if held.decision.signed_on is None:
        raise PeelianError(
            "unknown-form", f"The form of {filed.reference} is not known here.", "Its page shows what is known of it.",
            {"decision": filed.id},
        )  # fmt: skip
    document = form_of_decision(
        held.decision, [one.stub for one in filed.exempt], body=_body(filed.series.body),
        made=held.out_at or _midnight(held.decision.signed_on), version=held.number, why=held.why,
    )  # fmt: skip
    return _answer(request, document, f"decision-{filed.id}")


def annual_report(request: HttpRequest, committee: str, year: str) -> HttpResponse:
    """A committee's year, with a cover and contents. Raises PeelianError for a year of which nothing is on record."""
    site = site_of(request)
    found = found_year(site, committee, year)
    base = request.build_absolute_uri("/").rstrip("/")
    title = f"{found.name}: the work of {found.words}"
    document = report_of(
        title, sections_of(found, base), body=found.name, about=title, made=_midnight(days_of(year)[1])
    )  # fmt: skip
    return _answer(request, document, f"{committee}-{year}")


def sections_of(year: Year, base: str) -> list[Section]:
    """The year part by part; ``base`` makes addresses whole."""
    report = year.report
    told = [
        Section("The year in numbers", words=year.say),
        Section("Who sat", entries=[Entry(one.name, words=_seat(one)) for one in report.members]),
        Section("Investigations", entries=[
            Entry(one.title, words=one.terms, link=f"{base}/investigations/{one.id}") for one in report.investigations
        ]),
        Section("Letters and reports", entries=[
            Entry(
                one.link.text, one.when, _sent(one),
                f"{base}{one.link.href}",
            )
            for one in year.reports
        ]),
        Section("What came of recommendations", entries=[
            Entry(one.link.text, one.day, one.sentence, f"{base}{one.link.href}") for one in year.happened
        ]),
        Section("Meetings", entries=[
            Entry(one.title, link=f"{base}/committees/{one.id}") for one in report.meetings
        ]),
    ]  # fmt: skip
    done = [
        Section(heading, entries=[Entry(one.title, one.when, one.met, _whole(base, one.href)) for one in held])
        for heading, held in year.sections
    ]
    formats = year.other_formats
    asked = Section("In another language, large print or braille", words=formats.sentence if formats else "")
    return [one for one in (*told, *done, asked) if one.words or one.entries]


def _sent(one: Printed) -> str:
    to = f" to {one.to}" if one.addressees else f", {one.to}"
    return f"{one.kind}{to}; recommendations: {one.report.size or 'not counted'}."


def _seat(one: Member) -> str:
    return ", ".join(filter(None, (one.party, "" if one.role == "member" else one.role.replace("-", " "))))


def _whole(base: str, href: str) -> str:
    return f"{base}{href}" if href.startswith("/") else href


def _body(organisation: str) -> str:
    """The name of a body as the pack has it."""
    house = House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)
    names = {str(entry["id"]): str(entry["name"]) for entry in read_organisations(house.pack)}
    return names.get(organisation, organisation)


def _midnight(day: dt.date) -> dt.datetime:
    """The moment that stands in a document that has only a day: the same content gives the same bytes."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _answer(request: HttpRequest, document: Print, name: str) -> HttpResponse:
    file = kept(settings.PEELIAN_DATA, document)
    answer = HttpResponse(file.path.read_bytes(), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return kept_by_content(request, answer, document.made)
