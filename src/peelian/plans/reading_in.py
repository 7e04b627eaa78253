"""A plan's document kept with the plan, and what it proposes laid out for a person to confirm."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from peelian.core.acting import COMMAND, Actor
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.plans.claiming import keep_document
from peelian.plans.importing import Imported, Proposal
from peelian.plans.models import PlanDocument, PlanItem, PlanRecord
from peelian.plans.models import Proposal as ProposalRecord
from peelian.reading import Document


def keep(
    house: House, slug: str, document: Document, found: Imported, *, by: Actor = COMMAND
) -> tuple[PlanDocument, int, int]:
    """Keep a document with a plan; returns its record, how many proposals are new and how many were there.

    Raises PeelianError for a plan that the records do not know.
    """
    plan = PlanRecord.objects.filter(slug=slug).select_related("organisation").first()
    if plan is None:
        known = ", ".join(PlanRecord.objects.values_list("slug", flat=True)) or "none yet"
        raise PeelianError("unknown-plan", f"The records have no plan {slug}.", f"Known: {known}.", {"plan": slug})
    lines = [asdict(line) for line in document.lines if found.whole or _inside(found, (line.page, line.number))]
    there = items_at(plan)
    before = ProposalRecord.objects.filter(document__plan=plan, document__sha256=document.sha256).count()
    proposals = [_fields(one, there) for one in found.proposals]
    kept = keep_document(plan, document.name, document.sha256, lines, proposals, house.root, by=by)
    after = ProposalRecord.objects.filter(document=kept).count()
    return kept, after - before, before


def _inside(found: Imported, place: tuple[int | None, int]) -> bool:
    first, last = ((page or 0, line) for page, line in (found.first, found.last))
    return first <= (place[0] or 0, place[1]) <= last


def items_at(plan: PlanRecord) -> dict[tuple[str, int], str]:
    """Items of a plan by kind and line, as ``kind:slug``: what a document proposes at their line is what they are."""
    rows = PlanItem.objects.filter(plan=plan).values_list("kind", "slug", "body")
    return {(kind, body["line"]): f"{kind}:{slug}" for kind, slug, body in rows if body.get("line")}


def _fields(one: Proposal, there: dict[tuple[str, int], str]) -> dict[str, Any]:
    told = one.to_json()
    fields = dict(told["fields"])
    if known := there.get((one.kind, one.line)):
        fields["is"] = known
    return {**told, "reference": told["reference"] or "", "fields": fields}
