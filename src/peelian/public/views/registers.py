"""What a reader looks up in the plan: what is overdue, what changed, what was to be published, what stands beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.public.pages import show, site_of
from peelian.public.selectors import registers
from peelian.public.selectors.account import account
from peelian.public.selectors.changes import month_links, month_of
from peelian.public.selectors.editions import PlanEntry
from peelian.public.views.plan import TRAIL
from peelian.ui.components import Link


def overdue(request: HttpRequest) -> HttpResponse:
    """Everything whose month has ended and that nothing shows to be done."""
    held = account(site_of(request))
    undated = [one for one in (*held.plan.commitments, *held.plan.promises) if not one.due]
    return show(
        request, "overdue", title="What is overdue", nav="plan", trail=[TRAIL], account=held, plan=held.plan,
        entry=PlanEntry(held), undated=len(undated), promised=len(held.plan.commitments) + len(held.plan.promises),
    )  # fmt: skip


def changes(request: HttpRequest) -> HttpResponse:
    """What was reported in a month, what went out, what became overdue."""
    held = account(site_of(request))
    month = month_of(held, request.GET.get("month", ""))
    links = month_links(held)
    here = f"/plan/changes?month={month.year}-{month.month:02d}"
    return show(
        request, "plan_changes", title=f"What changed in {month.title}", nav="plan", trail=[TRAIL], account=held,
        plan=held.plan, month=month, others=[link for link in links if link.href != here],
    )  # fmt: skip


def publications(request: HttpRequest) -> HttpResponse:
    """Every promised publication: by whom, by when, and where it is."""
    held = account(site_of(request))
    found = registers.entries(held, "publication")
    return show(
        request, "publications", title="What was to be published", nav="plan", trail=[TRAIL], account=held, plan=held.plan,
        entries=found, out=sum(1 for one in found if one.published),
    )  # fmt: skip


def programmes(request: HttpRequest) -> HttpResponse:
    """Programmes, pilots, reviews and findings."""
    held = account(site_of(request))
    groups = registers.programmes(held)
    pilots, reviews, findings = (registers.entries(held, kind) for kind in ("pilot", "review", "finding"))
    places = [("pilots", "Pilots", pilots), ("reviews", "Reviews that are awaited", reviews),
              ("findings", "Findings of inspections", findings)]  # fmt: skip
    return show(
        request, "programmes", title="Programmes, pilots and reviews", nav="plan", trail=[TRAIL], account=held,
        plan=held.plan, groups=groups, pilots=pilots, reviews=reviews, findings=findings,
        places=[Link(f"{heading} ({len(held_)})", f"#{name}") for name, heading, held_ in (*places, *groups) if held_],
    )  # fmt: skip


def trade_offs(request: HttpRequest) -> HttpResponse:
    """What will be done less, and for what; and the themes that give nothing up."""
    held = account(site_of(request))
    return show(
        request, "trade_offs", title="What is done less", nav="plan", trail=[TRAIL], account=held, plan=held.plan,
        traded=registers.traded(held),
    )  # fmt: skip
