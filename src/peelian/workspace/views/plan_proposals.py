"""What was read in from a document: a person makes each an item of the plan, ties it to one that is there, or rejects it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.permissions import Permission as P
from peelian.plans import claiming
from peelian.plans.kinds import KINDS
from peelian.plans.models import PlanDocument, PlanItem, Proposal
from peelian.ui.components import Link
from peelian.workspace.doing import attempt, refusal, who
from peelian.workspace.plans.choosing import choices_of
from peelian.workspace.plans.desk import PlanDesk, trail
from peelian.workspace.plans.forms import LinkForm
from peelian.workspace.plans.items import FORMS
from peelian.workspace.plans.proposals import STATES, first_entry, kind_words, reading_of, shown
from peelian.workspace.views.desk import house
from peelian.workspace.views.plan_desk import about, desk_of
from peelian.workspace.views.plan_items import FIELDS

USUAL = "commitment"
"""As what a proposal is confirmed that is of no kind of item, unless another is chosen."""


def _home(slug: str) -> str:
    return f"/office/plans/{slug}/proposals"


@needs(P.SEE_PLAN)
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """What was read in, with what was found in it, and how much of it has been looked at."""
    desk = desk_of(request, slug)
    found = reading_of(desk.plan, request.GET, choices_of(desk.plan, house().pack))
    return render(request, "workspace/plans/proposals.html", about(desk) | {
        "reading": found, "states": STATES.items(), "documents": PlanDocument.objects.filter(plan=desk.plan).defer("lines"),
        "decides": who(request).may(P.WRITE_PLAN, desk.plan.owner),
    })  # fmt: skip


def _proposal(desk: PlanDesk, pk: int) -> Proposal:
    return get_object_or_404(Proposal.objects.filter(plan=desk.plan).select_related("document"), pk=pk)


def _next(request: HttpRequest, desk: PlanDesk, done: Proposal) -> HttpResponse:
    """Back to the list as it was narrowed, at the next that nobody has looked at."""
    kind = request.GET.get("kind", "")
    left = Proposal.objects.filter(plan=desk.plan, state="proposed", **({"kind": kind} if kind else {}))
    line = done.line or 0
    after = left.filter(line__gte=line).order_by("line", "id").first() or left.first()
    narrowed = f"?kind={kind}" if kind else ""
    return redirect(f"{_home(desk.plan.pk)}{narrowed}{f'#proposal-{after.pk}' if after else ''}")


@needs(P.WRITE_PLAN)
def confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make a proposal an item: the form of its kind, filled with what was found."""
    desk = desk_of(request, slug, P.WRITE_PLAN)
    proposal, choices = _proposal(desk, pk), choices_of(desk.plan, house().pack)
    kind = request.GET.get("as") or (proposal.kind if proposal.kind in KINDS else USUAL)
    if kind not in KINDS:
        raise Http404
    data, more = request.POST if request.method == "POST" else None, "more" in request.POST
    initial = first_entry(proposal, kind, choices, desk.plan) if data is None else None
    form = FORMS[kind](data, choices=choices, initial=initial, more=more)
    if data is not None and not more and form.is_valid():
        attempt(form, lambda: claiming.confirm(proposal, kind, form.body(), house().pack, by=who(request)), FIELDS)
        if form.is_valid():
            messages.success(request, f"It is {KINDS[kind].one} of the plan now.")
            return _next(request, desk, proposal)
    return render(request, "workspace/plans/item.html", _inside(desk) | {
        "form": form, "kind": KINDS[kind], "title": f"Make it {KINDS[kind].one}", "lists": choices.lists,
        "writes": desk.writes, "closed": _closed(desk, proposal), "back": f"{_home(slug)}#proposal-{pk}",
        "button": f"Make it {KINDS[kind].one}", "says": shown(proposal, choices), "kinds": KINDS.values(),
    })  # fmt: skip


def _inside(desk: PlanDesk) -> dict[str, Any]:
    return about(desk) | {"trail": trail(desk.plan, Link("Read in", _home(desk.plan.pk)))}


def _closed(desk: PlanDesk, proposal: Proposal) -> str:
    if proposal.state != "proposed":
        return f"This proposal is {proposal.state} already: change the item in the plan instead."
    if not desk.writes:
        return "The plan cannot be written now: a proposal can be tied to an item that is there, or rejected."
    return ""


@needs(P.WRITE_PLAN)
def link(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a proposal is an item that the plan has already."""
    desk = desk_of(request, slug, P.WRITE_PLAN)
    proposal, choices = _proposal(desk, pk), choices_of(desk.plan, house().pack)
    form = LinkForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["item"]
        held = (
            PlanItem.objects.filter(plan=desk.plan, slug=name)
            .order_by("kind")
            .exclude(kind__in=("content", "sentence"))
            .first()
        )
        assert held is not None
        attempt(form, lambda: claiming.link(proposal, f"{held.kind}:{held.slug}", by=who(request)))
        if form.is_valid():
            messages.success(request, f"It is “{held}”.")
            return _next(request, desk, proposal)
    return render(request, "workspace/plans/form.html", _inside(desk) | {
        "form": form, "title": "It is in the plan already", "button": "Tie it to this item", "lists": choices.lists,
        "back": f"{_home(slug)}#proposal-{pk}", "where": kind_words(proposal.kind), "say": proposal.text,
    })  # fmt: skip


@needs(P.WRITE_PLAN)
@require_POST
def reject(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a proposal is no item of the plan."""
    desk = desk_of(request, slug, P.WRITE_PLAN)
    proposal = _proposal(desk, pk)
    if why := refusal(lambda: claiming.reject(proposal, by=who(request))):
        messages.error(request, why)
    else:
        messages.success(request, "It is rejected.")
    return _next(request, desk, proposal)
