"""Plans in the office: which there are, how one is begun, and the desk that takes it step by step to its issue."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from peelian.core.access import needs
from peelian.core.acting import Actor
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.queries import overseen, tellings
from peelian.core.workflow import Step
from peelian.figures.house import today
from peelian.figures.pack import load_pack
from peelian.plans import actions
from peelian.plans.kinds import new_slug
from peelian.plans.models import PlanRecord, PlanStep, PlanVersion
from peelian.plans.queries import earlier_of, may_vary, unfinished
from peelian.plans.rules import ROUTE, VERSION
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Row
from peelian.workspace.doing import attempt, person_of, refusal, who
from peelian.workspace.history import told_event
from peelian.workspace.plans.choosing import body_names, place_names
from peelian.workspace.plans.desk import LIST, VARY, PlanDesk, facts_of, listed, trail
from peelian.workspace.plans.forms import STEP_FIELDS, BeginForm, DutyForm, HeadForm, StepForm
from peelian.workspace.views.desk import house

NAV = {"nav": "/office/plans"}


def plans_of(request: HttpRequest, permission: P = P.SEE_PLAN) -> QuerySet[PlanRecord]:
    """Plans of the organisations over which one has a permission."""
    mine = overseen(person_of(request), permission)
    return PlanRecord.objects.filter(organisation__in=mine).select_related("organisation")


def plan_of(request: HttpRequest, slug: str, permission: P = P.SEE_PLAN) -> PlanRecord:
    """A plan. Raises Http404, also where it is somebody else's."""
    return get_object_or_404(plans_of(request, permission), pk=slug)


@needs(P.SEE_PLAN)
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan of one's organisation: where it stands, and who it waits for."""
    rows = tuple(
        Row((
            Cell(item.plan.title, f"/office/plans/{item.plan.pk}", note=item.years),
            Cell(item.state.title, note=f"version {item.newest.number}"),
            Cell(words.capital(item.state.waits_for) if item.under_way else "nobody"),
            Cell(words.counted(item.missing, "thing", "things") if item.under_way else "", order=item.missing),
        ))
        for item in listed(plans_of(request), house().pack)
    )  # fmt: skip
    heads = tuple(map(Column, ("Plan", "Where it stands", "Waits for", "Missing before issue")))
    return render(request, "workspace/plans/list.html", NAV | {
        "table": FigureTable("plans", "Plans", heads, rows, caption_hidden=True), "may_begin": bool(_writes_for(request)),
    })  # fmt: skip


def _writes_for(request: HttpRequest) -> list[str]:
    return person_of(request).where(P.WRITE_PLAN)


@needs(P.WRITE_PLAN)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a plan: with nothing in it, or with the items of another."""
    owner, others = Organisation.objects.get(pk=_writes_for(request)[0]), list(plans_of(request))
    form = BeginForm(
        request.POST or None,
        plans=[(one.pk, one.title) for one in others],
        initial=_next_years(others),
        **_head_choices(),
    )
    if request.method == "POST" and form.is_valid():
        like = next((one for one in others if one.pk == form.cleaned_data["like"]), None)
        slug = _slug(form.head)
        made = attempt(form, lambda: actions.begin(owner, slug, like=like, by=who(request), **form.head))
        if made:
            messages.success(request, f"“{form.head['title']}” is begun.")
            return redirect("plan-desk", slug)
    return render(request, "workspace/plans/form.html", NAV | {
        "form": form, "title": "Begin a plan", "button": "Begin", "trail": [LIST], "back": "/office/plans",
    })  # fmt: skip


def _head_choices() -> dict[str, list[tuple[str, str]]]:
    pack = house().pack
    force, places = load_pack(pack).force, place_names(pack)
    areas = sorted(places.items(), key=lambda one: (one[0] != force, one[1]))
    return {"areas": areas, "scrutiny": list(body_names(pack).items())}


def _next_years(others: list[PlanRecord]) -> dict[str, Any]:
    """The four years after the newest plan; its area and its scrutiny."""
    if not others:
        return {}
    newest = max(others, key=lambda one: one.last_month)
    year = int(newest.last_month[:4])
    months = {"first_month": f"{year}-04", "last_month": f"{year + 4}-03"} if newest.last_month.endswith("-03") else {}
    return {**months, "area": newest.area, "scrutiny": newest.scrutiny}


def _slug(head: dict[str, Any]) -> str:
    """``plan-2021-25``; with a number behind it where there is one of that name."""
    taken = PlanRecord.objects.values_list("pk", flat=True)
    return new_slug(f"plan {head['first_month'][:4]} {head['last_month'][2:4]}", taken)


def about(desk: PlanDesk) -> dict[str, Any]:
    """What every page of a plan says at its head."""
    return NAV | {
        "desk": desk,
        "plan": desk.plan,
        "version": desk.version,
        "state": desk.state,
        "trail": trail(desk.plan),
    }


def desk_of(request: HttpRequest, slug: str, permission: P = P.SEE_PLAN) -> PlanDesk:
    """The desk of a plan. Raises Http404."""
    return PlanDesk(plan_of(request, slug, permission), house().pack, who(request))


@needs(P.SEE_PLAN)
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan: where it stands, the route, what is missing, what was published, who did what."""
    found, pack = desk_of(request, slug), house().pack
    return render(request, "workspace/plans/desk.html", about(found) | {
        "trail": [LIST], "facts": facts_of(found, body_names(pack), place_names(pack)),
        "events": [told_event(told) for told in tellings(found.events)],
    })  # fmt: skip


@needs(P.WRITE_PLAN)
def head(request: HttpRequest, slug: str) -> HttpResponse:
    """What the plan is called, about and for which years."""
    found = desk_of(request, slug, P.WRITE_PLAN)
    plan = found.plan
    shown = {
        name: getattr(plan, name)
        for name in ("title", "first_month", "last_month", "about", "area", "scrutiny", "version")
    }
    form = HeadForm(request.POST or None, initial=shown, **_head_choices())
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        attempt(form, lambda: actions.write_head(plan, version=version, by=who(request), **form.head))
        if form.is_valid():
            messages.success(request, "Title, years and words are saved.")
            return redirect("plan-desk", slug)
        if version != plan.version:
            _read_again(form, request, plan)
    return render(request, "workspace/plans/form.html", about(found) | {
        "form": form, "title": "Title, years and words", "button": "Save", "back": f"/office/plans/{slug}", "where": plan.title,
    })  # fmt: skip


def _read_again(form: Any, request: HttpRequest, plan: PlanRecord) -> None:
    """Say what stands there now: a second save writes over it."""
    form.data = {**request.POST.dict(), "version": plan.version}
    now = "; ".join(
        f"{name.replace('_', ' ')}: {getattr(plan, name)}" for name in ("title", "first_month", "last_month", "about")
    )
    form.add_error(None, f"It now says {now}. Save again to write over that.")


@needs(P.WRITE_PLAN)
def duty(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Put a step of the law on record, or mend what stands there."""
    found = desk_of(request, slug, P.WRITE_PLAN)
    if name not in ROUTE:
        raise Http404
    asked = ROUTE[name]
    kept = PlanStep.objects.filter(of=found.version, duty=name).first()
    shown = {"on": kept.on, "note": kept.note, "link": kept.link} if kept else {"on": today()}
    form = DutyForm(request.POST or None, duty=asked, kept=kept, initial=shown)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        fields = {"not-yet": "on", "too-early": "on", "no-reason": "reason"}
        attempt(form, lambda: actions.note_step(
            found.version, name, told["on"], note=told["note"], link=told["link"], again=told.get("again", False),
            reason=told.get("reason", ""), by=who(request),
        ), fields)  # fmt: skip
        if form.is_valid():
            messages.success(request, f"“{asked.title}” is on record.")
            return redirect(f"/office/plans/{slug}#route-{name}")
    return render(request, "workspace/plans/duty.html", about(found) | {
        "form": form, "duty": asked, "kept": kept, "after": [ROUTE[one] for one in asked.after], "title": asked.title,
    })  # fmt: skip


@needs(P.SEE_PLAN)
def step(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A step between drafting and issue: what it asks for, what it lacks, and what cannot be undone."""
    found, by = desk_of(request, slug), who(request)
    chosen = next((item for item in (*VERSION.steps, VARY) if item.slug == name), None)
    if chosen is None:
        raise Http404
    version = found.version
    form = StepForm(
        request.POST if request.method == "POST" else None, step=chosen, closes=version.closes, today=today()
    )
    closed = _closed(found, chosen, by)
    lacks = found.missing if not closed and chosen.action in ("plan.open-consultation", "plan.issue") else []
    if request.method == "POST" and not closed and form.is_valid():
        attempt(form, lambda: _take(found.plan, version, chosen, form.cleaned_data, by), STEP_FIELDS)
        if form.is_valid():
            messages.success(request, _done(found.plan, chosen))
            return redirect("plan-desk", slug)
    return render(request, "workspace/plans/step.html", about(found) | {
        "form": form, "step": chosen, "closed": closed, "lacks": lacks, "say": SAY[chosen.action], "title": chosen.title,
        "warning": chosen.action == "plan.drop",
    })  # fmt: skip


SAY = {
    "plan.open-consultation": "The text as it is goes out as an edition that everybody can read. Nobody writes in it until the "
    "consultation is closed.",
    "plan.close-consultation": "From then on the text can be revised. What went out stays as it was.",
    "plan.consult-again": "The plan is drafted anew, and another consultation is opened on it.",
    "plan.issue": "It is out at once, for everybody, as an edition that is sealed and stays. A plan that it replaces is "
    "superseded, an earlier version of it is varied.",
    "plan.drop": "The version is given up. Of a variation the items are put back as they were issued.",
    "plan.vary": "A variation takes the whole route again. What is issued holds until the variation is issued too.",
}


def _closed(desk: PlanDesk, step: Step, by: Actor) -> str:
    """Why a step is not open to somebody; empty where it is. Raises PermissionDenied where it never is."""
    version = desk.version
    if step is VARY:
        if not (by.may(P.WRITE_PLAN, version.owner) or by.may(P.ISSUE_PLAN, version.owner)):
            return refusal(lambda: by.must(P.WRITE_PLAN, version.owner))
        if desk.open or not may_vary(desk.plan):
            return f"The plan is {VERSION.state(version.state).title.lower()}: a variation is of one that is issued and in force."
        return ""
    return refusal(lambda: VERSION.check(
        step.action, by, version.state, owner=version.owner, reason="asked for later", earlier=earlier_of(version, by.key)
    ))  # fmt: skip


def _take(plan: PlanRecord, version: PlanVersion, step: Step, told: dict[str, Any], by: Actor) -> Any:
    reason = told.get("reason", "")
    if step.action == "plan.open-consultation":
        return actions.open_consultation(version, house(), told["opens"], told["closes"], by=by)
    if step.action == "plan.issue":
        return actions.issue(version, house(), told["on"], told["takes_effect"], by=by)
    if step.action == "plan.vary":
        return actions.vary(plan, by=by, reason=reason)
    if step.action == "plan.drop":
        return actions.drop(version, house(), by=by, reason=reason)
    act = {"plan.close-consultation": actions.close_consultation, "plan.consult-again": actions.consult_again}[
        step.action
    ]
    return act(version, by=by, reason=reason)


def _done(plan: PlanRecord, step: Step) -> str:
    version = unfinished(plan)
    return {
        "plan.open-consultation": "The consultation is open, and the draft is out.",
        "plan.close-consultation": "The consultation is closed: the text can be revised.",
        "plan.consult-again": "The plan is being drafted again.",
        "plan.issue": f"“{plan.title}” is issued.",
        "plan.drop": "The version is given up.",
        "plan.vary": f"The variation is begun: version {version.number if version else ''}.",
    }[step.action]
