"""The plan in force: where its promises stand, its themes and its objectives."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from peelian.public import wording
from peelian.public.pages import show, site_of
from peelian.public.selectors import pictures, said
from peelian.public.selectors import plan as plans
from peelian.public.selectors.account import PlanAccount, account, how_many
from peelian.public.selectors.changes import month_of
from peelian.public.selectors.decisions import decisions_on
from peelian.public.selectors.discussed import discussed
from peelian.public.selectors.editions import PlanEntry
from peelian.public.selectors.promises import promises
from peelian.public.selectors.registers import entries
from peelian.public.selectors.reports import about
from peelian.public.site import Site
from peelian.ui.components import ChartBlock, Link

TRAIL = Link("The plan", "/plan")


def _show(request: HttpRequest, site: Site, template: str, **context: Any) -> HttpResponse:
    """A page of the plan, which names the document that prints it."""
    document = site.own_plan.document
    printed = wording.document(site.release.catalogue, document) if document else ""
    return show(request, template, nav="plan", plan=site.own_plan, plan_document=printed, **context)


def plan(request: HttpRequest) -> HttpResponse:
    """What the plan promises, theme by theme, and where its promises stand."""
    site = site_of(request)
    held = account(site)
    return _show(
        request, site, "plan", title=f"The plan: {site.own_plan.title}", years=plans.years(site.own_plan), account=held,
        entry=PlanEntry(held), month=month_of(held, ""), promises=promises(held, site.own_plan.promises),
        themes=[(theme, promises(held, theme.commitments)) for theme in site.own_plan.themes], counts=_counts(held),
        other_plans=len(site.plans.volumes) - 1, promised=len(held.plan.commitments) + len(held.plan.promises),
    )  # fmt: skip


def _counts(held: PlanAccount) -> dict[str, str]:
    """What stands beside the themes, in counts for the links that lead there."""
    plan = held.plan
    out = sum(1 for one in entries(held, "publication") if one.published)
    beside = [
        how_many(len(plan.programmes), "programme", "programmes"), how_many(len(plan.pilots), "pilot", "pilots"),
        how_many(len(plan.reviews), "awaited review", "awaited reviews"),
        how_many(len(plan.findings), "finding of an inspection", "findings of inspections"),
    ]  # fmt: skip
    untraded = len(held.standing.untraded)
    return {
        "publications": f"{how_many(len(plan.publications), 'promised', 'promised')}, {out or 'none'} reported as out",
        "programmes": ", ".join(beside),
        "trade_offs": f"{how_many(len(plan.trade_offs), 'named', 'named')}; {how_many(untraded, 'theme', 'themes')} without any",
        "summary": how_many(len(plan.summary), "sentence", "sentences"),
    }  # fmt: skip


def theme(request: HttpRequest, theme_id: str) -> HttpResponse:
    """One theme with its objectives read and its commitments listed."""
    site = site_of(request)
    held = account(site)
    found = site.own_plan.theme(theme_id)
    read = plans.ThemeReading(found, tuple(plans.objective(site, item) for item in found.objectives))
    return _show(
        request, site, "theme", title=found.title, trail=[TRAIL], theme=found, read=read, looks=plans.looks([read]),
        commitments=promises(held, found.commitments),
    )  # fmt: skip


def objective(request: HttpRequest, objective_id: str) -> HttpResponse:
    """One objective: every yardstick with its reading, its chart, and the commitments that serve it."""
    site = site_of(request)
    found = site.own_plan.objective(objective_id)
    read = plans.objective(site, found)
    theme_ = site.own_plan.theme(found.theme)
    newest = max((item.reading.figure.period.last for item in read.live if item.reading), default=0)
    return _show(
        request, site, "objective", title=found.title, trail=[TRAIL, Link(theme_.title, f"/plan/themes/{theme_.id}")],
        objective=found, read=read, looks=plans.looks_at(read.yardsticks), theme=theme_, years=plans.years(site.own_plan),
        after_plan=plans.after_plan_note(site.plan, newest),
        charts=[(item, _chart(site, item)) for item in (*read.live, *read.printed, *read.without)],
        commitments=promises(account(site), tuple(site.own_plan.commitment(item) for item in found.commitments)),
        decided=decisions_on(site.decisions, site.own_plan.id, f"objective:{found.id}"),
        asked=about(site, f"objective:{objective_id}", site.volume.id if site.volume else ""),
        discussed=discussed(site, f"objective:{objective_id}"),
        actions=said.actions(site, objective=found.id), comments=_comments(site, read),
    )  # fmt: skip


def _comments(site: Site, read: plans.ObjectiveReading) -> list[said.Comment]:
    """What was said of the measures that an objective is read by, at the plan's own area."""
    return [
        item
        for reading in read.yardsticks
        for item in said.comments(site, measure=reading.measure.id, area=site.home.id)
    ]


def _chart(site: Site, item: plans.YardstickReading) -> ChartBlock | None:
    drawn = pictures.over_time(site, item.measure, site.home)
    if drawn is None or item.reading is None:
        return None
    return ChartBlock(f"chart-{item.measure.id}", f"{item.measure.title} over time", drawn, level=4,
                      how_to_read=f"Shaded: the plan’s years. The plan wants {item.wants}.",
                      links=(Link("All about this measure", f"/measures/{item.measure.id}"),
                             Link("How the latest figure is made", item.reading.href)))  # fmt: skip
