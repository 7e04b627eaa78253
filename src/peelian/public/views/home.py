"""Home: how is the plan doing? Where a pack holds no plan: what do the figures say?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from peelian.plans.records import Plan
from peelian.public.pages import show, site_of
from peelian.public.selectors import plan as plans
from peelian.public.selectors import releases as releases_
from peelian.public.selectors import sources
from peelian.public.selectors.areas import AreaPage
from peelian.public.site import Site


def home(request: HttpRequest) -> HttpResponse:
    """The plan's objectives or else the measures, with latest value, change, period and age; what this release changed."""
    site = site_of(request)
    shown = _plan(site, site.plan) if site.plan else _measures(site)
    return show(
        request, nav="home", hide_header_search=True, freshness=sources.freshness(site),
        changes=releases_.change_words(site.release), biggest=releases_.largest(site, 5), **shown,
    )  # fmt: skip


def _plan(site: Site, plan: Plan) -> dict[str, Any]:
    """Themes, objectives, and the direction wanted."""
    themes = plans.themes(site)
    newest = max((item.reading.figure.period.last for theme in themes for objective in theme.objectives
                  for item in objective.live if item.reading), default=0)  # fmt: skip
    return {
        "template": "home", "title": "The plan, and how it is doing", "plan": plan, "themes": themes,
        "lead": plans.lead(themes, site.release.illustrative), "unread": plans.unread(themes), "years": plans.years(plan),
        "after_plan": plans.after_plan_note(plan, newest), "looks": plans.looks(themes),
    }  # fmt: skip


def _measures(site: Site) -> dict[str, Any]:
    """Every measure that has figures for the home area."""
    page = AreaPage(site, site.home)
    return {
        "template": "home_measures",
        "title": f"Crime and policing in {site.words.place}",
        "view": page,
        "looks": page.looks,
    }
