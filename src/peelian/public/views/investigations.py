"""What a committee looks into, and what it did in a year."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.errors import PeelianError
from peelian.public import wording
from peelian.public.downloads import json_answer
from peelian.public.pages import show, site_of
from peelian.public.selectors.recommendations import ledger_of, name_of, year_words
from peelian.public.selectors.years import Year, occasion_of, year_of_committee
from peelian.public.site import Site
from peelian.public.views.recommendations import TRAIL
from peelian.scrutiny.ledger.activities import once
from peelian.scrutiny.ledger.form import form_of
from peelian.ui.components import Link


def investigation(request: HttpRequest, name: str, form: str = "") -> HttpResponse:
    """One investigation: its terms, what was done for it, what it found, and the reports that it led to."""
    site = site_of(request)
    ledger = ledger_of(site)
    found = ledger.investigation(name)
    if form:
        return json_answer(form_of(found))
    led_to = [one for one in ledger.reports if one.investigation == name]
    return show(
        request, "investigation", title=found.title, nav="scrutiny", trail=[TRAIL], found=found,
        committee=name_of(ledger, found.committee), occasions=[occasion_of(site, ledger, one) for one in once(found.activities)],
        led_to=[Link(one.title, f"/recommendations/{one.id}") for one in led_to], years=year_words(found.years),
        document=wording.document(site.release.catalogue, found.source) if found.source else "",
    )  # fmt: skip


def annual_report(request: HttpRequest, committee: str, year: str, form: str = "") -> HttpResponse:
    """A committee's year, put together from its records. Raises PeelianError for a year of which nothing is on record."""
    found = found_year(site_of(request), committee, year)
    if form:
        return json_answer(found.as_json())
    return show(
        request, "annual_report", title=f"{found.name}: the work of {year_words(year)}", nav="scrutiny", trail=[TRAIL], year=found,
        keep=f": the work of {year_words(year)}",
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
