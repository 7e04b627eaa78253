"""Two editions from one source: what residents read, for London and for their borough, and the whole plan for print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.areas import Area
from peelian.figures.errors import PeelianError
from peelian.public import wording
from peelian.public.pages import show, site_of
from peelian.public.selectors.account import account
from peelian.public.selectors.editions import PlanEntry
from peelian.public.selectors.full import Whole
from peelian.public.selectors.here import Here, by_theme
from peelian.public.selectors.plan import after_plan_note
from peelian.public.site import Site
from peelian.public.views.plan import TRAIL
from peelian.public.views.quarters import latest
from peelian.ui.components import Link


def summary(request: HttpRequest, area_id: str = "") -> HttpResponse:
    """What is in it for me: the summary, for everybody or for a borough. Raises PeelianError for a place that is none."""
    site = site_of(request)
    held = account(site)
    here = Here(held, _borough(site, area_id)) if area_id else None
    name = wording.place(here.area) if here else site.words.place
    title = f"What is in the plan for {name}" if here else "What is in it for me"
    trail = [TRAIL, *([Link("What is in it for me", "/plan/summary")] if here else [])]
    return show(
        request, "summary", title=title, nav="plan", trail=trail, account=held, plan=held.plan, entry=PlanEntry(held),
        here=here, after_plan=after_plan_note(held.plan, here.newest) if here else "", place=name,
        area=here.area if here else None, quarters=latest(here.area.id) if here else [],
        themes=here.everywhere if here else by_theme(held, (one for one in held.plan.summary if one.where is None)),
        boroughs=site.release.areas.of_kind("borough"),
    )  # fmt: skip


def _borough(site: Site, area_id: str) -> Area:
    area = site.release.areas[area_id]
    if area.kind != "borough":
        raise PeelianError(
            "unknown-area", f"There is no summary for {area.name}: it is no {site.words.kind('borough').one}.",
            "The summary is made for the whole and for each borough.", {"area": area_id},
        )  # fmt: skip
    return area


def full(request: HttpRequest) -> HttpResponse:
    """Everything in the plan on one page."""
    site = site_of(request)
    held = account(site)
    document = held.plan.document
    return show(
        request, "full_plan", title="The whole plan", nav="plan", trail=[TRAIL], account=held, plan=held.plan,
        entry=PlanEntry(held), whole=Whole(held),
        plan_document=wording.document(site.release.catalogue, document) if document else "",
    )  # fmt: skip


def here(request: HttpRequest, area_id: str) -> HttpResponse:
    """What the plan promises at one place. Raises PeelianError where no plan is kept."""
    site = site_of(request)
    area = site.release.areas[area_id]
    held = account(site)
    page = Here(held, area)
    return show(
        request, "plan_here", title=f"{area.name}: what the plan promises here", nav="areas",
        keep=": what the plan promises here",
        trail=[Link("Places", "/areas"), Link(area.name, f"/areas/{area.id}")], account=held, plan=held.plan, here=page,
        after_plan=after_plan_note(held.plan, page.newest),
        area=area, place=wording.place(area), kind=site.words.kind(area.kind),
        homes=[place for place in page.places if place.id != area.id and place.kind == "borough"],
    )  # fmt: skip
