"""One commitment: what is said of it, what shows it, and what else touches it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.errors import PeelianError
from peelian.plans.queries import find
from peelian.public import wording
from peelian.public.pages import show, site_of
from peelian.public.selectors.account import PlanAccount, account_of, accounts
from peelian.public.selectors.discussed import discussed
from peelian.public.selectors.editions import PlanEntry
from peelian.public.selectors.plan import due_words
from peelian.public.selectors.promises import Promise
from peelian.public.selectors.reports import about
from peelian.public.site import Site
from peelian.ui.components import Link


def commitment(request: HttpRequest, commitment_id: str) -> HttpResponse:
    """A commitment of the plan in force, else of another plan; with ``plan`` that of a plan which is named."""
    site = site_of(request)
    held = _held(site, commitment_id, request.GET.get("plan", ""))
    found = held.plan.commitment(commitment_id)
    entry = PlanEntry(held)
    trail = [Link("The plan", "/plan")] if held.current else [Link("Plans", "/plans"), entry.link]
    if found.theme:
        trail.append(Link(held.plan.theme(found.theme).title, held.address("theme", found.theme)))
    document = held.plan.document
    return show(
        request, "commitment", title=found.title, nav="plan", trail=trail, promise=Promise(held, found), commitment=found,
        account=held, plan=held.plan, entry=entry, also=_also(site, held, commitment_id),
        plan_document=wording.document(site.release.catalogue, document) if document else "",
        due=due_words(found.due, found.due_words, found.due_line), asked=about(site, f"commitment:{commitment_id}", held.volume.id),
        discussed=discussed(site, f"commitment:{commitment_id}"),
    )  # fmt: skip


def _held(site: Site, commitment_id: str, plan_id: str) -> PlanAccount:
    assert site.own_plan
    if plan_id:
        return account_of(site, plan_id)
    found = next((one for one in accounts(site) if find(one.plan, "commitment", commitment_id)), None)
    if found is None:
        raise PeelianError(
            "unknown-commitment", f"No commitment {commitment_id}.", "The plan lists every commitment.",
            {"commitment": commitment_id},
        )  # fmt: skip
    return found


def _also(site: Site, held: PlanAccount, commitment_id: str) -> list[Link]:
    """The same id in other plans."""
    return [
        Link(one.plan.title, f"/commitments/{commitment_id}{'' if one.current else f'?plan={one.volume.id}'}")
        for one in accounts(site)
        if one.volume is not held.volume and find(one.plan, "commitment", commitment_id)
    ]
