"""A plan as files for programs: JSON, CSV and StratML (docs/reference/plan-files.md). No database is asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.plans.exporting.released import actuals_of, names_of
from peelian.plans.exporting.stratml import performance_plan, strategic_plan
from peelian.plans.exporting.tables import claims_csv, items_csv
from peelian.plans.exporting.whole import whole
from peelian.plans.shelf import Shelf, Volume, shelf
from peelian.public.downloads import json_answer
from peelian.public.pages import site_of
from peelian.public.site import Site


def as_json(request: HttpRequest, plan_id: str = "") -> HttpResponse:
    """The whole plan: text, editions, claims, and how everything stands."""
    held, volume = _found(site_of(request), plan_id)
    return json_answer(whole(volume, today(), held.state(volume, today())))


def items(request: HttpRequest, plan_id: str = "") -> HttpResponse:
    """A row for each item of the plan."""
    volume = _found(site_of(request), plan_id)[1]
    return _csv(items_csv(volume.standing(today())), volume.id)


def claims(request: HttpRequest, plan_id: str = "") -> HttpResponse:
    """A row for each claim of progress."""
    volume = _found(site_of(request), plan_id)[1]
    return _csv(claims_csv(volume.standing(today())), f"{volume.id}-claims")


def strategy(request: HttpRequest, plan_id: str = "") -> HttpResponse:
    """StratML Part 1: the plan."""
    site = site_of(request)
    volume, day = _found(site, plan_id)[1], today()
    names = names_of(site.release.catalogue, _source(request, plan_id))
    return _xml(strategic_plan(volume.standing(day), volume.edition_on(day), names))


def performance(request: HttpRequest, plan_id: str = "") -> HttpResponse:
    """StratML Part 2: the plan with its targets, the figures of the release, and what was claimed."""
    site = site_of(request)
    volume, day = _found(site, plan_id)[1], today()
    standing, names = volume.standing(day), names_of(site.release.catalogue, _source(request, plan_id))
    return _xml(performance_plan(standing, volume.edition_on(day), names, actuals_of(site.release, standing.plan)))


def _found(site: Site, plan_id: str) -> tuple[Shelf, Volume]:
    """The plan of that id, else the one in force. Raises PeelianError where there is none."""
    held = shelf(site.house.root, site.house.pack)
    if plan_id:
        return held, held.volume(plan_id)
    volume = held.in_force(today())
    if volume is None:
        raise PeelianError(
            "no-plan", f"No plan is kept here for {site.words.place}.", "The measures show what is counted."
        )
    return held, volume


def _source(request: HttpRequest, plan_id: str) -> str:
    return request.build_absolute_uri(f"/plans/{plan_id}" if plan_id else "/plan")


def _csv(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _xml(text: bytes) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
