"""The addresses of the public site; DESIGN 8 promises that they last."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, register_converter
from django.urls.resolvers import URLPattern

from peelian.core.access import public
from peelian.decisions.references import SHAPE
from peelian.figures.errors import PeelianError
from peelian.public import committee_urls, interop_urls
from peelian.public.site import opened
from peelian.public.views import (
    about,
    areas,
    calendar,
    commitments,
    compare,
    crawlers,
    data,
    deadlines,
    decisions,
    errors,
    figures,
    home,
    investigations,
    measures,
    plan,
    plan_editions,
    plan_files,
    plan_words,
    plans,
    printed,
    quarters,
    recommendations,
    registers,
    releases,
    revisions,
    scrutiny,
    search,
    signals,
    succession,
    withheld,
)
from peelian.scrutiny.ledger.records import NUMBER

View = Callable[..., HttpResponse]


class _Converter:
    regex = "[a-z0-9-]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Name(_Converter):
    """A measure, objective, commitment or theme."""


class AreaId(_Converter):
    regex = "[A-Za-z0-9:-]+"


class PeriodText(_Converter):
    regex = "[A-Za-z0-9-]+"


class ReleaseId(_Converter):
    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[0-9]+)?"


class Hash(_Converter):
    regex = "[0-9a-f]{12,64}"


class ReferenceOf(_Converter):
    regex = SHAPE


class MeetingDay(_Converter):
    """The day of a meeting, with -2 for a second one on it."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[2-9])?"


class Numbered(_Converter):
    """The number of a recommendation in its report."""

    regex = NUMBER


class Form(_Converter):
    regex = "csv|json"


for converter, name in (
    (Name, "name"),
    (Numbered, "numbered"),
    (AreaId, "area"),
    (PeriodText, "period"),
    (ReleaseId, "release"),
    (Hash, "hash"),
    (ReferenceOf, "reference"),
    (MeetingDay, "meeting_day"),
    (Form, "form"),
):
    register_converter(converter, name)


def needs_release(view: View) -> View:
    """Say what to run while there is no release; turn a refusal of the figures half into its page or object."""

    @public
    @wraps(view)
    def wrapped(request: HttpRequest, **parts: Any) -> HttpResponse:
        if opened(request) is None:
            return errors.nothing_yet(request)
        try:
            return view(request, **parts)
        except PeelianError as error:
            return errors.failed(request, error)

    return wrapped


def page(route: str, view: View, *forms: str) -> list[URLPattern]:
    """An address; with ``forms`` its downloads too."""
    shown = needs_release(view)
    found = [path(route, shown)]
    return [*found, path(f"{route}.<form:form>", shown)] if forms else found


def followed(route: str, view: View) -> list[URLPattern]:
    """An address with its table, its JSON and its feed."""
    return [*page(route, view, "csv", "json"), path(f"{route}.atom", needs_release(view), {"form": "atom"})]


def plan_file(ending: str, view: View) -> list[URLPattern]:
    """A file of the plan in force, and of each plan by its id."""
    shown = needs_release(view)
    return [path(f"plan{ending}", shown), path(f"plans/<name:plan_id>{ending}", shown)]


urlpatterns = [
    *page("", home.home),
    *page("plan", plan.plan),
    *page("plan/themes/<name:theme_id>", plan.theme),
    *plan_file(".json", plan_files.as_json),
    *plan_file(".csv", plan_files.items),
    *plan_file("/claims.csv", plan_files.claims),
    *plan_file(".stratml", plan_files.strategy),
    path("plan-performance.stratml", needs_release(plan_files.performance)),
    path("plans/<name:plan_id>/performance.stratml", needs_release(plan_files.performance)),
    *page("objectives/<name:objective_id>", plan.objective),
    *page("plan/before", succession.latest),
    *page("plans/<name:newer>/from/<name:older>", succession.succession, "csv", "json"),
    *page("plan/overdue", registers.overdue),
    *page("plan/changes", registers.changes),
    *page("plan/publications", registers.publications),
    *page("plan/programmes", registers.programmes),
    *page("plan/trade-offs", registers.trade_offs),
    *page("plan/summary", plan_editions.summary),
    *page("plan/summary/<area:area_id>", plan_editions.summary),
    *page("plan/full", plan_editions.full),
    *page("plan/words", plan_words.words),
    *page("plans", plans.plans),
    *page("plans/<name:plan_id>", plans.plan),
    *page("plans/<name:plan_id>/editions/<int:number>", plans.plan),
    *page("commitments/<name:commitment_id>", commitments.commitment),
    *page("scrutiny", scrutiny.scrutiny),
    *page("decisions", decisions.decisions, "csv", "json"),
    path("decisions.atom", needs_release(decisions.atom)),
    path("decisions/withheld", public(withheld.of_decisions)),
    path("decisions/withheld.<form:form>", public(withheld.of_decisions)),
    *page("decisions/awards", decisions.awarded, "csv", "json"),
    path("decisions/360giving.<form:form>", needs_release(decisions.grants)),
    *page("decisions/<reference:reference>", decisions.decision),
    path("decisions/<reference:reference>/versions/<int:number>.json", needs_release(decisions.sealed_version)),
    path("decisions/<reference:reference>/part-2/<hash:part>.txt", needs_release(decisions.released)),
    path("decisions/<reference:reference>.json", needs_release(decisions.decision), {"form": "json"}),
    path("decisions/<reference:reference>.pdf", needs_release(printed.decision)),
    *followed("recommendations", recommendations.recommendations),
    *followed("recommendations/<name:body>/<name:slug>", recommendations.report),
    *page("recommendations/<name:body>/<name:slug>/<numbered:number>", recommendations.recommendation),
    path(
        "recommendations/<name:body>/<name:slug>/<numbered:number>.json",
        needs_release(recommendations.recommendation),
        {"form": "json"},
    ),
    *page("bodies", recommendations.bodies, "csv", "json"),
    *followed("bodies/<name:body>", recommendations.body),
    *page("investigations", investigations.investigations, "csv", "json"),
    *page("investigations/<name:name>", investigations.investigation),
    path("investigations/<name:name>.json", needs_release(investigations.investigation), {"form": "json"}),
    *page("committees/<name:committee>/annual-report/<period:year>", investigations.annual_report),
    path("committees/<name:committee>/annual-report/<period:year>.pdf", needs_release(printed.annual_report)),
    path(
        "committees/<name:committee>/annual-report/<period:year>.json",
        needs_release(investigations.annual_report),
        {"form": "json"},
    ),
    *page("measures", measures.measures),
    *page("measures/<name:measure_id>", measures.measure, "csv", "json"),
    *page("measures/<name:measure_id>/<area:area_id>", measures.measure, "csv", "json"),
    *page("measures/<name:measure_id>/<area:area_id>/revisions", revisions.revisions, "csv", "json"),
    *page("areas", areas.areas),
    *page("areas/<area:area_id>", areas.area, "csv", "json"),
    *page("areas/<area:area_id>/plan", plan_editions.here),
    *page("areas/<area:area_id>/quarters", quarters.quarters),
    *page("areas/<area:area_id>/quarters/<period:period>", quarters.quarter, "csv", "json"),
    *page("areas/<area:area_id>/quarters/<period:period>/<int:edition>", quarters.quarter),
    *page("figures/<name:measure_id>/<area:area_id>/<period:period>", figures.one_figure),
    path(
        "figures/<name:measure_id>/<area:area_id>/<period:period>.json",
        needs_release(figures.one_figure),
        {"form": "json"},
    ),
    path("calendar", public(calendar.calendar)),
    path("calendar.ics", public(calendar.ics)),
    path("calendar.json", public(calendar.as_json)),
    *page("releases", releases.releases),
    *page("releases/<release:release_id>", releases.release),
    path("releases/<release:release_id>/revisions.<form:form>", needs_release(releases.revisions)),
    *page("signals", signals.signals, "csv", "json"),
    *page("compare", compare.compare, "csv", "json"),
    *page("data", data.data),
    *page("snapshots/<hash:sha256>", releases.snapshot),
    *page("search", search.search),
    path("deadlines", public(deadlines.deadlines)),
    path("deadlines.json", public(deadlines.deadlines), {"form": "json"}),
    path("deadlines.ics", public(deadlines.deadlines), {"form": "ics"}),
    path("withheld", public(withheld.withheld)),
    path("withheld.<form:form>", public(withheld.withheld)),
    path("withheld.atom", public(withheld.withheld), {"form": "atom"}),
    path("withheld/<hash:part>", public(withheld.part)),
    path("withheld/<hash:part>/file", public(withheld.file)),
    path("accessibility", public(about.accessibility)),
    path("about", public(about.about)),
    path("healthz", public(about.healthz)),
    path("robots.txt", public(crawlers.robots)),
    path("sitemap.xml", needs_release(crawlers.index)),
    path("sitemap-<name:section>.xml", needs_release(crawlers.sitemap), name="sitemap-of"),
    *committee_urls.addresses(),
    *interop_urls.addresses(),
]
