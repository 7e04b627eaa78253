"""The register of decisions: everything that is out, each decision, and the register as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from peelian.audit.chain import canonical
from peelian.core.clocks.calendars import Calendar
from peelian.core.following import unsealed
from peelian.core.running.queries import published_calendar
from peelian.decisions import awards
from peelian.decisions.exporting import feeds, giving, tables
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.figures.spreadsheets import csv_text
from peelian.plans.queries import bodies
from peelian.public import wording
from peelian.public.downloads import json_answer
from peelian.public.pages import sealed_file, show, site_of
from peelian.public.paging import paged
from peelian.public.selectors.decisions import (
    FIELDS,
    ORDERS,
    SHOWN,
    Asked,
    AwardsPage,
    RegisterPage,
    item_link,
    meeting_address,
)
from peelian.public.site import Site
from peelian.scrutiny.meetings.shelf import shelf
from peelian.ui.components import Link
from peelian.ui.decision import DecisionPage

TRAIL = Link("Decisions", "/decisions")


def _calendar(site: Site) -> Calendar:
    return published_calendar(site.house.root)


def _page(site: Site, query: dict[str, str]) -> RegisterPage:
    return RegisterPage(site.decisions, Asked.of(query), _calendar(site), today(), site.plans)


def _typed(site: Site, query: dict[str, str]) -> tuple[RegisterPage, dict[str, str]]:
    """The list without the amounts that are none, and what is said at each: who typed one keeps the rest of the form."""
    wrong: dict[str, str] = {}
    while True:
        try:
            return _page(site, {name: text for name, text in query.items() if name not in wrong}), wrong
        except PeelianError as error:
            if error.code != "unknown-amount":
                raise
            wrong |= dict.fromkeys(error.where, f"{error.message} {error.remedy} It narrows nothing.")


def decisions(request: HttpRequest, form: str = "") -> HttpResponse:
    """The register, narrowed to what was asked for; as a page, CSV or JSON."""
    site = site_of(request)
    page, wrong = (_page(site, request.GET.dict()), {}) if form else _typed(site, request.GET.dict())
    controls = page.controls(request.GET.dict())
    if form:
        return _rows(page, form)
    query = {name: request.GET[name] for name in FIELDS if request.GET.get(name)}
    listed = paged(page.filed, query | request.GET.dict(), SHOWN)
    return show(
        request, "decisions", title="Decisions", nav="decisions", page=page, asked=page.asked, listed=listed,
        entries=[page.entry(one) for one in listed.items], orders=ORDERS, query=request.GET.urlencode(),
        given=request.GET, controls=controls, wrong=wrong,
    )  # fmt: skip


def _rows(page: RegisterPage, form: str) -> HttpResponse:
    rows = tables.rows_of(page.filed, page.calendar, page.today)
    if form == "csv":
        return _csv(csv_text(tables.COLUMNS, rows), "decisions")
    return json_answer({
        "name": "decisions", "as_at": page.today, "numbers": tables.numbers(page.register),
        "deferred": [
            {"reference": str(one.reference), "until": one.until, "reason": one.reason, "overdue": one.overdue(page.today)}
            for one in page.register.deferred
        ],
        "withdrawn": [str(one) for one in page.register.withdrawn], "rows": rows,
    })  # fmt: skip


def decision(request: HttpRequest, reference: str, form: str = "") -> HttpResponse:
    """One decision, with everything that is public of it. Raises PeelianError where none of that number is out."""
    site = site_of(request)
    register = site.decisions
    if (stub := register.stub(reference)) and register.find(reference) is None and not form:
        return show(
            request,
            "deferred",
            title=str(stub.reference),
            nav="decisions",
            trail=[TRAIL],
            stub=stub,
            overdue=stub.overdue(today()),
        )
    filed = register.decision(reference)
    if form:
        return json_answer(tables.whole(filed))
    held = filed.decision
    links = [item_link(site.plans, held.plan, item) for item in held.plan_items]
    printed = wording.document(site.release.catalogue, held.printed.document) if held.printed else ""
    met = meeting_address(shelf(site.house.root, site.house.pack), held.meeting)
    page = DecisionPage(filed, _calendar(site), today(), tuple(link for link in links if link), printed, met)
    return show(
        request, "decision", title=f"{filed.reference}: {held.title}", nav="decisions", crumb=str(filed.reference),
        trail=[TRAIL], page=page, filed=filed,
        description=held.summary,
    )  # fmt: skip


def sealed_version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What a version's signature sealed, byte by byte: the SHA-256 of this answer is the seal that its page prints."""
    filed = site_of(request).decisions.decision(reference)
    held = next((one for one in filed.versions if one.number == number and one.seal), None)
    if held is None:
        raise PeelianError(
            "unknown-version",
            f"No sealed version {number} of {filed.reference} is here.",
            "Its page lists its versions.",
        )
    return HttpResponse(canonical(unsealed(held.content)), content_type="application/json")


def awarded(request: HttpRequest, form: str = "") -> HttpResponse:
    """Every grant, with the days from application to payment and the target: those over target first."""
    site = site_of(request)
    held = awards.awards(site.decisions.filed, today())
    if form == "csv":
        return _csv(csv_text(awards.COLUMNS, awards.rows_of(held)), "awards")
    page = AwardsPage(held)
    if form:
        return json_answer({"name": "awards", "as_at": today(), "summary": page.told, "rows": awards.rows_of(held)})
    listed = paged(held, request.GET.dict(), SHOWN)
    return show(
        request, "awards", title="How long grants take to be paid", nav="decisions", crumb="Grants", trail=[TRAIL], page=page,
        listed=listed, table=page.table(listed.items),
    )  # fmt: skip


def released(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """The text of a part of Part 2 that was released, as the file whose SHA-256 was published when it was sealed."""
    filed = site_of(request).decisions.decision(reference)
    held = next((one for one in filed.exempt if one.stub.id == part and one.text and one.stub.released_at), None)
    if held is None:
        raise PeelianError(
            "unknown-part", "No text of that name is public.", "The decision's page says what is withheld."
        )
    return sealed_file(held.stub, held.text, f"{reference}-{part}")


def atom(request: HttpRequest) -> HttpResponse:
    """The newest decisions as a feed, narrowed as the list is."""
    site = site_of(request)
    page, query = _page(site, request.GET.dict()), request.GET.urlencode()
    title = f"Decisions, {site.words.place}"
    return HttpResponse(
        feeds.feed(page.filed, _site(request), title, query), content_type="application/atom+xml; charset=utf-8"
    )


def grants(request: HttpRequest, form: str) -> HttpResponse:
    """The grants that decisions award, in the form of 360Giving."""
    site = site_of(request)
    register, names = site.decisions, {one.id: one.name for one in bodies(site.house.pack)}
    funders = giving.funders_of(register.series, names)
    found, left = giving.grants(register.filed, funders, _site(request))
    if form == "csv":
        return _csv(csv_text(giving.COLUMNS, giving.flat(found)), "360giving")
    told: dict[str, Any] = {"grants": found}
    if left:
        told["leftOut"] = [vars(one) for one in left]
    return json_answer(told)


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _csv(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
