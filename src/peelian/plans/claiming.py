"""What is said about plans beside their text: claims of progress, succession, what a document proposes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from peelian.core.acting import Actor, acting, action, now
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.plans import statuses
from peelian.plans.actions import add
from peelian.plans.following import follow
from peelian.plans.models import ClaimRecord, Match, PlanDocument, PlanEdition, PlanRecord, Proposal
from peelian.plans.queries import asked_of, item_of_edition, unfinished, writing_in
from peelian.plans.statuses import Claim, Evidence
from peelian.plans.succession.deciding import decide
from peelian.plans.successions import comparison, decisions_of


@action("plan.claim")
def claim(
    plan: PlanRecord, kind: str, item: str, status: str, on: dt.date, house: House, *, part: str = "",
    evidence: Iterable[Evidence] = (), by: Actor, reason: str = "",
) -> ClaimRecord:  # fmt: skip
    """Say how far something is kept that a plan which is out promises; it is published at once.

    Raises PeelianError where the plan that is out has no such item, and for everything that a claim needs (statuses.check).
    """
    by.must(P.CLAIM_PROGRESS, plan.owner)
    item_of_edition(plan, house, kind, item, part)
    made_at = now()
    said = Claim(kind, item, part, status, on, reason, tuple(evidence), made_at)
    statuses.check(said, asked_of(plan, house, kind, item, part), today())
    made = acting().create(
        ClaimRecord, plan=plan, kind=kind, item=item, part=part, status=status, on=on, reason=reason,
        evidence=[one.to_json() for one in said.evidence], author=by.person, made_at=made_at,
    )  # fmt: skip
    transaction.on_commit(partial(follow, house.root))
    return made


@action("plan.match")
def match(
    older: PlanRecord,
    newer: PlanRecord,
    decisions: Mapping[str, Mapping[str, Any]],
    house: House,
    *,
    by: Actor,
    reason: str = "",
) -> None:
    """Decide what became of items of an older plan in a newer one, both as they are out: by key of the old item its ``class`` and
    the keys ``to`` which it led, as succession.decide takes them; what the machine proposed is kept beside each.

    Raises PeelianError, and takes nothing, where an item would not be in exactly one class, and where a decision that is not what
    was proposed has no reason.
    """
    by.must(P.WRITE_PLAN, newer.owner)
    proposed = comparison(house, older.slug, newer.slug)
    said = {key: {**one, "reason": reason} for key, one in decisions.items()}
    decide(proposed, {**decisions_of(house, proposed), **said})
    act, at = acting(), now()
    for key, one in decisions.items():
        found = proposed.match(key)
        fields = {
            "decision": {"class": one["class"], "to": list(one.get("to", ()))},
            "proposed": {"class": found.kind, "to": list(found.to), "confidence": found.confidence},
            "reason": reason,
            "author": by.person,
            "made_at": at,
        }
        held = Match.objects.select_for_update().filter(older=older, newer=newer, item=key).first()
        if held is None:
            act.create(Match, older=older, newer=newer, item=key, **fields)
        else:
            act.change(held, **fields)
    transaction.on_commit(partial(follow, house.root))


@action("plan.read-in")
def keep_document(
    plan: PlanRecord, name: str, sha256: str, lines: list[dict[str, Any]], proposals: Iterable[dict[str, Any]], root: Path, *,
    by: Actor, reason: str = "",
) -> PlanDocument:  # fmt: skip
    """Keep the lines of the document that prints a plan, with what was found in it for a person to confirm.

    The same document again adds only what is proposed anew. Everybody may read what is read in while nobody writes the plan and
    something of it is out. Before that it is a draft; it becomes public when it is read in again after that. The event names the
    document by its hash, from which the lines and the proposals follow.
    """
    by.must(P.WRITE_PLAN, plan.owner)
    out = not writing_in(plan) and PlanEdition.objects.filter(plan=plan).exists()
    kept = PlanDocument.objects.filter(plan=plan, sha256=sha256).first()
    if kept is None:
        [kept] = PlanDocument.objects.bulk_create(
            [PlanDocument(plan=plan, name=name, sha256=sha256, lines=lines, read_at=now(), out=out)]
        )
    elif out:
        acting().change(kept, out=True)
    there = set(Proposal.objects.filter(document=kept).values_list("kind", "line", "text"))
    fresh = [one for one in proposals if (one["kind"], one["line"], one["text"]) not in there]
    Proposal.objects.bulk_create(
        [Proposal(plan=plan, document=kept, **one | {"reference": one["reference"] or ""}) for one in fresh]
    )
    acting().note(kept, "document", sha256)
    acting().note(kept, "proposed", len(fresh))
    acting().about(kept)
    transaction.on_commit(partial(follow, root))
    return kept


@action("plan.confirm")
def confirm(proposal: Proposal, kind: str, body: dict[str, Any], pack: Path, *, by: Actor, reason: str = "") -> None:
    """Make a proposal an item of the plan, as a person has looked it over. Raises PeelianError as ``add`` does."""
    held = _undecided(proposal, by)
    made = add(held.plan, kind, body, pack, by=by)
    acting().change(held, state="confirmed", item=f"{made.kind}:{made.slug}"[:160], author=by.person)


@action("plan.link")
def link(proposal: Proposal, item: str, *, by: Actor, reason: str = "") -> None:
    """Confirm that a proposal is an item that the plan has already (``kind:slug``)."""
    held = _undecided(proposal, by)
    acting().about(unfinished(held.plan) or held.document)
    acting().change(held, state="confirmed", item=item, author=by.person)


@action("plan.reject")
def reject(proposal: Proposal, *, by: Actor, reason: str = "") -> None:
    """Say that a proposal is no item of the plan."""
    held = _undecided(proposal, by)
    acting().about(unfinished(held.plan) or held.document)
    acting().change(held, state="rejected", author=by.person)


def _undecided(proposal: Proposal, by: Actor) -> Proposal:
    held = Proposal.objects.select_for_update(of=("self",)).select_related("plan__organisation").get(pk=proposal.pk)
    by.must(P.WRITE_PLAN, held.owner)
    if held.state != "proposed":
        raise PeelianError("decided", f"This proposal is {held.state} already.", "Change the item in the plan instead.")
    return held
