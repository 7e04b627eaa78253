"""What pages and reports ask of plans: of the text that is out, and of the records that it is written in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.core.queries import who_did
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.plans.content import form_of, route_of
from peelian.plans.following import claims_of
from peelian.plans.models import PlanDocument, PlanEdition, PlanRecord, PlanVersion
from peelian.plans.pack import read_bodies, read_content, read_pack
from peelian.plans.publishing import changed, fingerprint
from peelian.plans.records import Body, Plan, Yardstick
from peelian.plans.rules import UNFINISHED, WRITABLE, Facts, Lack, lacks
from peelian.plans.shelf import read_by
from peelian.plans.standing import milestone
from peelian.plans.statuses import Asked, Claim
from peelian.plans.summary import blocking, findings


@cache
def load_plan(pack_dir: Path) -> Plan | None:
    """The plan of a pack with its yardsticks, read once per process: a pack changes only with the program.

    None where the pack holds no plan.
    """
    return read_pack(pack_dir)


def plan_as_released(house: House, yardsticks_file: Path) -> Plan | None:
    """The plan in force today, read by the yardsticks that a release was sealed with (JSON, which YAML readers read)."""
    return read_by(house.root, house.pack, yardsticks_file, today(), changed(house.root))


def yardsticks(pack_dir: Path) -> tuple[Yardstick, ...]:
    """Every yardstick of a pack, in the pack's order; none where it holds no plan."""
    plan = load_plan(pack_dir)
    return plan.yardsticks if plan else ()


def bodies(pack_dir: Path) -> tuple[Body, ...]:
    """Every body of a pack, in the pack's order."""
    return tuple(read_bodies(pack_dir / "bodies.yaml").values())


def unfinished(plan: PlanRecord) -> PlanVersion | None:
    """The version of a plan that is under way; None where there is none."""
    return (
        PlanVersion.objects.filter(plan=plan, state__in=UNFINISHED)
        .select_related("plan__organisation", "author")
        .first()
    )


def writing_in(plan: PlanRecord) -> bool:
    """Whether somebody may write in a plan now: what is read in then is a draft of it."""
    return PlanVersion.objects.filter(plan=plan, state__in=WRITABLE).exists()


def superseded_by(plan: PlanRecord, day: dt.date) -> PlanVersion | None:
    """The issued version of another plan of the same body that holds in a plan's place on a day; None where none does."""
    issued = PlanVersion.objects.filter(takes_effect__lte=day)
    others = issued.filter(state="issued", plan__organisation=plan.organisation_id).exclude(plan=plan)
    if own := issued.filter(plan=plan).order_by("takes_effect").last():
        others = others.filter(takes_effect__gte=own.takes_effect)
    return others.select_related("plan").order_by("takes_effect").last()


def may_vary(plan: PlanRecord) -> bool:
    """Whether a plan is issued and in force, or to come: until another takes effect in its place, not until that is issued."""
    issued = PlanVersion.objects.filter(plan=plan, state__in=("issued", "superseded")).exists()
    return issued and superseded_by(plan, today()) is None


def versions_of(plan: PlanRecord) -> list[PlanVersion]:
    """Every version of a plan, newest first."""
    return list(PlanVersion.objects.filter(plan=plan).select_related("author", "issuer", "plan__organisation"))


def lacks_of(version: PlanVersion, pack: Path, before: str) -> list[Lack]:
    """What a version lacks before it can be ``consulting`` or ``issued`` (rules.lacks)."""
    form = form_of(version.plan)
    plan = read_content(form, pack, str(version))
    found = blocking(findings(plan, bodies(pack)))
    return lacks(plan, Facts(route_of(version), fingerprint(form), version.consulted, found), before)


def writers_of(version: PlanVersion) -> set[str]:
    """Keys of everybody who wrote in a version, who noted its steps apart: they may not issue it."""
    return who_did(WRITING, [version.key]).get(version.key, set())


def claims_on(plan: PlanRecord) -> tuple[Claim, ...]:
    """What was claimed of a plan, oldest first."""
    return tuple(map(Claim.from_json, claims_of(plan)))


def edition_out(plan: PlanRecord, house: House) -> Plan:
    """The text of a plan that is out today, as its records have it. Raises PeelianError where none is."""
    rows = PlanEdition.objects.filter(plan=plan)
    day = today().isoformat()
    held = [json.loads(text) for text in rows.values_list("sealed", flat=True)]
    holding = [one for one in held if one["takes_effect"] and one["takes_effect"] <= day]
    if not held:
        raise PeelianError("not-out", f"Nothing of {plan} is out yet.", "Progress is claimed of what people can read.")
    return read_content((holding or held)[-1]["plan"], house.pack, str(plan))


def item_of_edition(plan: PlanRecord, house: House, kind: str, item: str, part: str = "") -> Any:
    """The record of what is out (a Commitment, a Pilot …), or its milestone. Raises PeelianError where it has no such item."""
    found = find(edition_out(plan, house), kind, item)
    wanted = found if found is None or not part else _part(found, kind, part)
    if wanted is None:
        raise PeelianError(
            "unknown-item", f"What is out of {plan} has no {kind} {item}{f' with {part}' if part else ''}.",
            "The plan's page lists everything that it promises.", {"kind": kind, "item": item},
        )  # fmt: skip
    return wanted


def find(plan: Plan, kind: str, item: str) -> Any:
    """An item of a plan by kind and id; None where it has no such."""
    among: dict[str, Iterable[Any]] = {
        "commitment": (*plan.commitments, *plan.promises), "objective": plan.objectives, "theme": plan.themes,
        "programme": plan.programmes, "publication": plan.publications, "pilot": plan.pilots, "review": plan.reviews,
        "finding": plan.findings, "trade-off": plan.trade_offs, "yardstick": plan.yardsticks, "content": plan.contents,
        "sentence": plan.summary,
    }  # fmt: skip
    return next((one for one in among.get(kind, ()) if one.id == item), None)


def _part(found: Any, kind: str, part: str) -> Any:
    if kind == "commitment":
        return milestone(found, part)
    return part if kind == "review" and part in found.touches else None


def asked_of(plan: PlanRecord, house: House, kind: str, item: str, part: str = "") -> Asked:
    """What a claim of an item is checked against."""
    found = item_of_edition(plan, house, kind, item, part)
    earlier = tuple(one for one in claims_on(plan) if (one.kind, one.item, one.part) == (kind, item, part))
    due = getattr(found, "due", None)
    return Asked(due, len(getattr(found, "aims", ())), earlier)


def closed_to(person: Person) -> list[str]:
    """Keys of versions that are being written, and of documents that are not out, of bodies whose drafts somebody may not see."""
    ours = person.where(P.SEE_PLAN)
    versions = PlanVersion.objects.filter(state__in=(*WRITABLE, "dropped")).exclude(plan__organisation__in=ours)
    documents = PlanDocument.objects.filter(out=False).exclude(plan__organisation__in=ours)
    return [one.key for one in (*versions, *documents.only("pk"))]


def earlier_of(version: PlanVersion, key: str) -> dict[str, str | None]:
    """Who took part in a version, as a step by somebody (their key) sees it: whoever wrote any of it counts as its author."""
    return {"author": key if key in writers_of(version) else version.author.key if version.author else None}


WRITING = (
    "plan.begin",
    "plan.write-head",
    "plan.add",
    "plan.write",
    "plan.remove",
    "plan.move",
    "plan.vary",
    "plan.confirm",
)
"""The actions by which a plan's words are written."""
