"""Recommendations: the list, a report, one recommendation, and a body that was asked; each as page, table, JSON and feed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.http import HttpRequest, HttpResponse

from peelian.figures.house import today
from peelian.figures.spreadsheets import csv_text
from peelian.public.downloads import json_answer
from peelian.public.pages import show, site_of
from peelian.public.paging import paged
from peelian.public.selectors.account import linked
from peelian.public.selectors.bodies import COMPARED, bodies_asked, bodies_beside, body_page
from peelian.public.selectors.recommendations import Entry, entry_of, ledger_of, name_of
from peelian.public.selectors.reports import Choice, Printed, chosen, controls, entries_of, tally
from peelian.public.site import Site
from peelian.scrutiny.ledger.exporting import atom, news, table, whole, whole_report
from peelian.scrutiny.ledger.records import Report
from peelian.scrutiny.ledger.shelf import Ledger
from peelian.scrutiny.ledger.standing import overdue_in
from peelian.scrutiny.ledger.survival import FEWEST
from peelian.ui.components import Link

SCRUTINY = Link("Scrutiny", "/scrutiny")
TRAIL = (SCRUTINY, Link("Recommendations", "/recommendations"))
PAGE = 40
"""Recommendations on one page."""


def recommendations(request: HttpRequest, form: str = "") -> HttpResponse:
    """Everything that committees asked: by body, committee, state, plan item, and what is overdue."""
    site = site_of(request)
    ledger, query = ledger_of(site), request.GET.dict()
    narrowing, choice = controls(site, ledger, query), Choice.of(query)
    held = chosen(ledger, choice)
    if form == "atom":
        among = {one.recommendation.id for one in held} if choice.any else None
        return _feed(request, ledger, "Recommendations", f"/recommendations{choice.but()}", choice.body, among=among)
    if form:
        return csv_file(table(held), "recommendations") if form == "csv" else json_answer(whole(held, today()))
    entries = entries_of(site, ledger, held, choice.body)
    page = paged(entries, query, PAGE)
    shown = (
        [one for one in ledger.reports if not one.recommendations and _of(choice, one)]
        if page.page == page.pages
        else []
    )
    bodies = bodies_asked(site, ledger)
    return show(
        request, "recommendations", title="What was asked, and what came of it", nav="scrutiny", crumb="Recommendations",
        trail=[SCRUTINY], choice=choice, page=page,
        groups=_groups(site, ledger, page.items),
        tally=[(choice.but(state=state), name, count) for state, name, count in tally(held)],
        in_two=sum(count for _, _, count in tally(held)) > len(entries),
        overdue=overdue_in(held), overdue_href=choice.but(overdue="1"),
        total=len(entries), bodies=bodies, controls=narrowing, query=request.GET.urlencode(),
        others=[Printed(site, ledger, one) for one in shown], item=linked(site, choice.item) if choice.item else None,
    )  # fmt: skip


def _of(choice: Choice, report: Report) -> bool:
    """Whether a report without texts belongs under what was asked for: only where nothing narrower was."""
    addressed = choice.body == "" or choice.body in report.addressees
    made = choice.by in ("", report.body, report.committee)
    return addressed and made and not (choice.state or choice.item or choice.overdue)


def _groups(site: Site, ledger: Ledger, entries: Iterable[Entry]) -> list[tuple[Printed, list[Entry]]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.report.id, []).append(entry)
    return [(Printed(site, ledger, ledger.report(name)), held) for name, held in groups.items()]


def report(request: HttpRequest, body: str, slug: str, form: str = "") -> HttpResponse:
    """One report or letter: what it is, the law of answers to it, and its recommendations."""
    site = site_of(request)
    ledger, name = ledger_of(site), f"{body}/{slug}"
    found = ledger.report(name)
    if form == "atom":
        return _feed(request, ledger, found.title, f"/recommendations/{name}", report=name)
    if form:
        held = [one for one in ledger.lives(today()) if one.report.id == name]
        return csv_file(table(held), slug) if form == "csv" else json_answer(whole_report(found, today()))
    page = Printed(site, ledger, found)
    investigation = next((one for one in ledger.investigations if one.id == found.investigation), None)
    held = [one for one in ledger.lives(today()) if one.report.id == name]
    return show(
        request, "report", title=found.title, nav="scrutiny", trail=TRAIL, page=page, report=found, tally=tally(held),
        overdue=overdue_in(held), investigation=investigation,
        plan=next((one.newest.plan for one in site.plans.volumes if one.id == found.plan), None),
        to=[Link(name_of(ledger, one), f"/bodies/{one}") for one in page.addressees], address=f"/recommendations/{name}",
    )  # fmt: skip


def recommendation(request: HttpRequest, body: str, slug: str, number: str, form: str = "") -> HttpResponse:
    """One recommendation: its two texts, both verdicts, everything that happened, and the plan items that it touches."""
    site = site_of(request)
    ledger, name = ledger_of(site), f"{body}/{slug}/{number}"
    entry = entry_of(site, ledger, name)
    if form:
        return json_answer(whole([side.life for side in entry.sides], today()))
    above = Printed(site, ledger, entry.report)
    return show(
        request, "recommendation", title=entry.asked.title, nav="scrutiny", trail=[*TRAIL, above.link], entry=entry, page=above,
        address=f"/recommendations/{name}", neighbours=_neighbours(above, number),
    )  # fmt: skip


def _neighbours(above: Printed, number: str) -> tuple[Link | None, Link | None]:
    """The recommendation before it and the one after it in its report."""
    numbers = [one.number for one in above.report.recommendations]
    at = numbers.index(number)
    around = [numbers[place] if 0 <= place < len(numbers) else None for place in (at - 1, at + 1)]
    before, after = (
        Link(f"Recommendation {one}", f"/recommendations/{above.report.id}/{one}") if one else None for one in around
    )
    return before, after


def bodies(request: HttpRequest, form: str = "") -> HttpResponse:
    """Every body that was asked something, side by side: what came of it, and how long that takes."""
    found = bodies_beside(site_of(request))
    if form:
        rows = [one.as_row() for one in found]
        told = {"bodies": [one | {"as_at": one["as_at"].isoformat()} for one in rows]}
        return csv_file(csv_text(COMPARED, rows), "bodies") if form == "csv" else json_answer(told)
    return show(
        request, "bodies", title="Body by body", nav="scrutiny", trail=[SCRUTINY], found=found, fewest=FEWEST,
    )  # fmt: skip


def body(request: HttpRequest, body: str, form: str = "") -> HttpResponse:
    """What a body was asked, what it said, what it did, and how long that takes."""
    site = site_of(request)
    page = body_page(site, body)
    if form == "atom":
        return _feed(request, page.ledger, page.name, f"/bodies/{body}", body)
    if form:
        return csv_file(table(page.asked), body) if form == "csv" else json_answer(whole(page.asked, today()))
    return show(
        request, "body", title=page.name, nav="scrutiny", trail=[SCRUTINY, Link("Body by body", "/bodies")],
        page=page, address=f"/bodies/{body}",
        groups=_groups(site, page.ledger, page.entries),
    )  # fmt: skip


def _feed(
    request: HttpRequest,
    ledger: Ledger,
    title: str,
    page: str,
    body: str = "",
    report: str = "",
    among: Collection[str] | None = None,
) -> HttpResponse:
    names = {name: one.short for name, one in ledger.names.items()}
    host = request.build_absolute_uri("/").rstrip("/")
    text = atom(news(ledger, names, body, report, among), title, host, request.get_full_path(), page)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def csv_file(text: str, name: str) -> HttpResponse:
    """A table to keep."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
