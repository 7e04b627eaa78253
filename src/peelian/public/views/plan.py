"""The plan: its themes, objectives and commitments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from peelian.plans.records import Commitment
from peelian.public import wording
from peelian.public.pages import show, site_of
from peelian.public.selectors import pictures, readings, said
from peelian.public.selectors import plan as plans
from peelian.public.selectors.definition import needed
from peelian.public.site import Site
from peelian.ui.components import ChartBlock, Link
from peelian.ui.format import day, number

TRAIL = Link("The plan", "/plan")


def _show(request: HttpRequest, site: Site, template: str, **context: Any) -> HttpResponse:
    """A page of the plan, which names the document that prints it."""
    document = site.own_plan.document
    printed = wording.document(site.release.catalogue, document) if document else ""
    return show(request, template, nav="plan", plan=site.own_plan, plan_document=printed, **context)


def plan(request: HttpRequest) -> HttpResponse:
    """What the plan promises, theme by theme."""
    site = site_of(request)
    consultation = site.own_plan.consultation
    return _show(
        request, site, "plan", title=f"The plan: {site.own_plan.title}", years=plans.years(site.own_plan),
        consultation=f"{day(consultation.opens)} to {day(consultation.closes)}" if consultation else "",
        promises=[_commitment_line(item) for item in site.own_plan.promises],
        themes=[(theme, [_commitment_line(item) for item in theme.commitments]) for theme in site.own_plan.themes],
    )  # fmt: skip


def theme(request: HttpRequest, theme_id: str) -> HttpResponse:
    """One theme with its objectives read and its commitments listed."""
    site = site_of(request)
    found = site.own_plan.theme(theme_id)
    read = plans.ThemeReading(found, tuple(plans.objective(site, item) for item in found.objectives))
    return _show(
        request, site, "theme", title=found.title, trail=[TRAIL], theme=found, read=read, looks=plans.looks([read]),
        commitments=[_commitment_line(item) for item in found.commitments],
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
        commitments=[_commitment_line(site.own_plan.commitment(item)) for item in found.commitments],
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


def commitment(request: HttpRequest, commitment_id: str) -> HttpResponse:
    """One commitment: where it is printed, when it is due, what it costs, what would show it."""
    site = site_of(request)
    found = site.own_plan.commitment(commitment_id)
    trail = [TRAIL]
    if found.theme:
        trail.append(Link(site.own_plan.theme(found.theme).title, f"/plan/themes/{found.theme}"))
    catalogue = site.release.catalogue
    measures = [(catalogue[name], readings.reading(site, catalogue[name], site.home), needed(catalogue, catalogue[name]))
                for name in found.measures]  # fmt: skip
    return _show(
        request, site, "commitment", title=found.title, trail=trail, commitment=found,
        due=plans.due_words(found.due, found.due_words, found.due_line),
        money=[(f"£{number(item.amount)}" if item.currency == "GBP" else f"{item.currency} {number(item.amount)}", item)
               for item in found.money],
        details=[(item, plans.due_words(item.due, item.due_words, None)) for item in found.details],
        objectives=site.own_plan.objectives_served_by(found.id), measures=measures,
    )  # fmt: skip


def _commitment_line(item: Commitment) -> tuple[Commitment, str]:
    return item, plans.due_words(item.due, item.due_words, None)
