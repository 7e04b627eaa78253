"""How a plan that is out stands, and saying so: with a reason, with evidence, on a day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from peelian.core.access import needs
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.plans.claiming import claim as claim_action
from peelian.plans.models import PlanRecord
from peelian.plans.queries import item_of_edition
from peelian.plans.shelf import shelf
from peelian.plans.statuses import STATUSES, scale_of
from peelian.ui import format as words
from peelian.ui.components import Fact, Link
from peelian.workspace.doing import attempt, who
from peelian.workspace.plans.choosing import measure_titles
from peelian.workspace.plans.desk import PlanDesk, trail
from peelian.workspace.plans.forms import CLAIM_FIELDS, ClaimForm
from peelian.workspace.plans.months import month
from peelian.workspace.plans.progress import Progress
from peelian.workspace.views.desk import house
from peelian.workspace.views.plan_desk import about, desk_of

EVIDENCE = ("no-evidence", "unknown-evidence", "no-title", "no-link")
"""Refusals that are about the rows of evidence."""


def _progress(plan: PlanRecord) -> Progress | None:
    """How the plan stands today; None while nothing of it is out."""
    found = house()
    held = next((one for one in shelf(found.root, found.pack).volumes if one.id == plan.pk), None)
    return Progress(plan.pk, held, held.standing(today()), measure_titles(found.pack)) if held else None


@needs(P.SEE_PLAN)
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """What is overdue, what a review has reopened, and how everything stands."""
    desk = desk_of(request, slug)
    found = _progress(desk.plan)
    return render(request, "workspace/plans/progress.html", about(desk) | {
        "progress": found, "kinds": list(found.kinds) if found else [],
        "claims": who(request).may(P.CLAIM_PROGRESS, desk.plan.owner),
    })  # fmt: skip


@needs(P.CLAIM_PROGRESS)
def claim(request: HttpRequest, slug: str, kind: str, name: str, part: str = "") -> HttpResponse:
    """Say how far something is kept."""
    desk = desk_of(request, slug, P.CLAIM_PROGRESS)
    found, subject = _progress(desk.plan), _subject(desk, kind, name, part)
    if found is None:
        raise Http404
    data, more = request.POST if request.method == "POST" else None, "more" in request.POST
    form = ClaimForm(data, scale=scale_of(kind, part), more=more, initial={"on": today()})
    title = found.title(name) if not part or kind == "review" else subject.title
    if data is not None and not more and form.is_valid():
        _say(desk.plan, (kind, name, part), form, request)
        if form.is_valid() and not form.parts[0].error:
            messages.success(request, f"“{title}”: it is said how it stands, and published.")
            return redirect(f"/office/plans/{slug}/progress#{kind}")
    return render(request, "workspace/plans/claim.html", about(desk) | {
        "form": form, "title": found.title(part) if kind == "review" and part else title,
        "trail": trail(desk.plan, Link("Progress", f"/office/plans/{slug}/progress")),
        "facts": _facts(found, subject, (kind, name, part)), "history": found.standing.history(kind, name, part)[::-1],
        "back": f"/office/plans/{slug}/progress", "words": _words(found, subject),
    })  # fmt: skip


def _say(plan: PlanRecord, of: tuple[str, str, str], form: ClaimForm, request: HttpRequest) -> None:
    """Claim it. What is wrong with the evidence is said at its rows."""
    told, (kind, name, part), rows = form.cleaned_data, of, form.parts[0]

    def act() -> Any:
        try:
            return claim_action(
                plan, kind, name, told["status"], told["on"], house(), part=part, reason=told["reason"], by=who(request),
                evidence=[row.evidence() for row in rows.forms if row.is_bound and not row.blank],
            )  # fmt: skip
        except PeelianError as error:
            if error.code not in EVIDENCE:
                raise
            rows.error = f"{error.message} {error.remedy}"
            return None

    attempt(form, act, CLAIM_FIELDS)


def _subject(desk: PlanDesk, kind: str, name: str, part: str) -> Any:
    """What is claimed of, as it is out. Raises Http404 where what is out has no such."""
    if kind not in STATUSES or kind in ("milestone", "touched"):
        raise Http404
    try:
        return item_of_edition(desk.plan, house(), kind, name, part)
    except PeelianError as error:
        raise Http404 from error


def _facts(found: Progress, subject: Any, of: tuple[str, str, str]) -> list[Fact]:
    kind, name, part = of
    facts = []
    if part:
        facts.append(Fact("Reopened by" if kind == "review" else "Part of", found.title(name)))
    owner = getattr(subject, "owner", None) or getattr(subject, "by", None)
    if owner:
        facts.append(Fact("Owner", owner.name))
    due = getattr(subject, "due", None) or getattr(subject, "ends", None) or getattr(subject, "expected", None)
    if due:
        late = [one for one in found.standing.overdue_of(kind, name) if one.part == part]
        overdue = f"overdue for {words.counted(late[0].days(found.standing.on), 'day', 'days')}" if late else ""
        facts.append(Fact("Due", month(due), note=overdue))
    for aim in getattr(subject, "aims", ()):
        facts.append(Fact("Aim", aim.text, note=found.measures.get(aim.measure or "", "")))
    for measure in getattr(subject, "measures", ()):
        facts.append(Fact("Measure", found.measures.get(measure, measure), f"/measures/{measure}"))
    return facts


def _words(found: Progress, subject: Any) -> str:
    """The plan's own words, where the records have them."""
    return getattr(subject, "text", None) or found.volume.words_at(getattr(subject, "line", None))
