"""Every plan that is out, and each in full: its texts, the steps of the law, what it said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.plans.successions import before
from peelian.public import wording
from peelian.public.pages import show, site_of
from peelian.public.selectors.account import account_of, accounts
from peelian.public.selectors.editions import EditionPage, PlanEntry
from peelian.public.selectors.full import Whole
from peelian.public.selectors.reports import about_plan
from peelian.public.site import Site
from peelian.ui.components import Link

TRAIL = Link("Plans", "/plans")


def plans(request: HttpRequest) -> HttpResponse:
    """Every plan with its state and years. Raises PeelianError where none is kept."""
    site = site_of(request)
    assert site.own_plan
    found = [PlanEntry(one) for one in accounts(site)]
    return show(
        request, "plans", title="Plans", nav="plan", plans=[(entry, _before(site, entry)) for entry in found],
    )  # fmt: skip


def _before(site: Site, entry: PlanEntry) -> Link | None:
    """Where a plan is compared with the one that it followed."""
    earlier = before(site.plans, entry.account.volume)
    if earlier is None:
        return None
    return Link(f"What became of “{earlier.newest.plan.title}” in it", f"/plans/{entry.id}/from/{earlier.id}")


def plan(request: HttpRequest, plan_id: str, number: int | None = None) -> HttpResponse:
    """One plan in its last text, or in an earlier one."""
    site = site_of(request)
    held = account_of(site, plan_id, number)
    entry = PlanEntry(held)
    editions = entry.editions
    shown: EditionPage | None = next((one for one in editions if one.number == number), None)
    trail = [TRAIL]
    title = held.plan.title if shown is None else f"{held.plan.title}: {shown.title[0].lower()}{shown.title[1:]}"
    if shown:
        trail.append(Link(held.plan.title, f"/plans/{plan_id}"))
    document = held.plan.document
    return show(
        request, "other_plan", title=title, nav="plan", trail=trail, account=held, plan=held.plan, entry=entry, shown=shown,
        asked=about_plan(site, plan_id),
        editions=list(reversed(editions)), whole=Whole(held), newest=shown is editions[-1], years=entry.years,
        plan_document=wording.document(site.release.catalogue, document) if document else "",
    )  # fmt: skip
