"""What a committee looks into, and what it did in a year."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.errors import PeelianError
from peelian.figures.spreadsheets import csv_text
from peelian.public import wording
from peelian.public.downloads import json_answer
from peelian.public.pages import show, site_of
from peelian.public.selectors.investigations import COLUMNS, chosen, controls, looked_into
from peelian.public.selectors.recommendations import committee_name, ledger_of
from peelian.public.selectors.years import Year, occasion_of, year_of_committee
from peelian.public.site import Site
from peelian.public.views.recommendations import SCRUTINY, csv_file
from peelian.scrutiny.ledger.activities import once
from peelian.scrutiny.ledger.form import form_of
from peelian.scrutiny.ledger.records import NO_STATE
from peelian.ui import format as words
from peelian.ui.components import Link

TRAIL = (SCRUTINY, Link("Investigations", "/investigations"))


def investigations(request: HttpRequest, form: str = "") -> HttpResponse:
    """What committees look into: where each stands, its days, and what came of it."""
    every, query = looked_into(site_of(request)), request.GET.dict()
    narrowing, found = controls(every, query), chosen(every, query)
    if form == "csv":
        return csv_file(csv_text(COLUMNS, (one.as_row() for one in found)), "investigations")
    if form:
        return json_answer({"investigations": [form_of(one.found) | {"state": one.state or None} for one in found]})
    return show(
        request, "investigations", title="What committees look into", nav="scrutiny", crumb="Investigations",
        trail=[SCRUTINY], found=found, all=len(every), controls=narrowing, query=request.GET.urlencode(),
        open=sum(one.state == "open" for one in found),
    )  # fmt: skip


def investigation(request: HttpRequest, name: str, form: str = "") -> HttpResponse:
    """One investigation: its terms, what was done for it, what it found, and the reports that it led to."""
    site = site_of(request)
    ledger = ledger_of(site)
    found = ledger.investigation(name)
    if form:
        return json_answer(form_of(found))
    led_to = [one for one in ledger.reports if one.investigation == name]
    return show(
        request, "investigation", title=found.title, nav="scrutiny", trail=TRAIL, found=found,
        committee=committee_name(site, ledger, found.committee),
        occasions=[occasion_of(site, ledger, one) for one in once(found.activities)],
        led_to=[Link(one.title, f"/recommendations/{one.id}") for one in led_to], years=words.years(found.years),
        no_state=NO_STATE,
        document=wording.document(site.release.catalogue, found.source) if found.source else "",
    )  # fmt: skip


def annual_report(request: HttpRequest, committee: str, year: str, form: str = "") -> HttpResponse:
    """A committee's year, put together from its records. Raises PeelianError for a year of which nothing is on record."""
    found = found_year(site_of(request), committee, year)
    if form:
        return json_answer(found.as_json())
    return show(
        request, "annual_report", title=f"{found.name}: the work of {words.years(year)}", nav="scrutiny", year=found,
        trail=[SCRUTINY, Link("Committees", "/committees"), Link(found.name, f"/committees/{committee}")],
        keep=f": the work of {words.years(year)}",
    )  # fmt: skip


def found_year(site: Site, committee: str, year: str) -> Year:
    """A committee's year. Raises PeelianError for one of which nothing is on record."""
    found = year_of_committee(site, committee, year)
    if found.report.empty:
        raise PeelianError(
            "unknown-year", f"Nothing of {year} is on record of this committee.", "Its page lists the years that are.",
            {"committee": committee, "year": year},
        )  # fmt: skip
    return found
