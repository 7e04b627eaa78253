"""The files of plans follow their records: written after each change, and again where a killed process did not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from peelian.core.following import rewrite
from peelian.core.published import text_of
from peelian.plans.models import ClaimRecord, Match, PlanDocument, PlanEdition, PlanRecord, PlanVersion
from peelian.plans.publishing import FOLDER, altered, edition_path, folder_of, put, touch, yardsticks_of
from peelian.plans.statuses import Claim, Evidence


def follow(root: Path) -> None:
    """Write every file of plans that says something else than the records. Editions are written once, and never again."""
    folder = root / FOLDER
    if not PlanRecord.objects.exists():
        return
    wrote: list[bool] = []
    for plan in PlanRecord.objects.all():
        own = folder_of(root, plan.slug)
        wrote.append(rewrite(own / "claims.json", _text(partial(_claims, plan))))
        if PlanDocument.objects.filter(plan=plan, out=True).exists():
            wrote.append(rewrite(own / "document.json", _text(partial(_document, plan))))
    for older, newer in set(Match.objects.values_list("older", "newer")):
        wrote.append(rewrite(folder / newer / f"from-{older}.json", _text(partial(matches_of, older, newer))))
    wrote.append(rewrite(folder / "index.json", _text(_index)))
    if PlanEdition.objects.exists():
        wrote.append(rewrite(folder / "yardsticks.json", _text(_yardsticks)))
    if any(wrote):
        touch(root)


def _text(content: Callable[[], Any]) -> Callable[[], str]:
    return lambda: text_of(content())


def _index() -> dict[str, Any]:
    """Plans with an edition that is out, newest first."""
    editions: dict[str, list[int]] = {}
    for plan, number in PlanEdition.objects.order_by("number").values_list("plan", "number"):
        editions.setdefault(plan, []).append(number)
    given_up = _given_up()
    return {
        "plans": [
            {"id": one.slug, "editions": editions[one.slug], "given_up": one.slug in given_up}
            for one in PlanRecord.objects.all() if one.slug in editions
        ]
    }  # fmt: skip


def _given_up() -> set[str]:
    """Plans of which every version was dropped: what went out of them stays to be read, and holds nowhere."""
    states: dict[str, set[str]] = {}
    for plan, state in PlanVersion.objects.values_list("plan", "state"):
        states.setdefault(plan, set()).add(state)
    return {plan for plan, found in states.items() if found == {"dropped"}}


def _yardsticks() -> list[dict[str, Any]]:
    """The yardsticks of the plans in force, from each day on which another text holds, oldest first; a release is read by those of
    its day. So nobody has to write this file on the day itself.
    """
    plans: dict[str, dict[str, list[dict[str, Any]]]] = {}
    rows = PlanEdition.objects.exclude(plan__in=_given_up()).order_by("-plan__first_month", "plan", "number")
    for body, plan, sealed in rows.values_list("plan__organisation", "plan", "sealed"):
        plans.setdefault(body, {}).setdefault(plan, []).append(json.loads(sealed))
    texts = [one for body in plans.values() for held in body.values() for one in held]
    days = sorted({one["takes_effect"] for one in texts if one["takes_effect"]})
    return [{"from": day, "yardsticks": yardsticks_of(_in_force(plans.values(), day or ""))} for day in (None, *days)]


def _in_force(bodies: Iterable[dict[str, list[dict[str, Any]]]], day: str) -> Iterator[dict[str, Any]]:
    """Of each body the form that holds on a day, as Shelf.in_force has it; before it has issued any, its newest that is whole."""
    for plans in bodies:
        holding = [
            held
            for texts in plans.values()
            if (held := [one for one in texts if "" < (one["takes_effect"] or "") <= day])
        ]
        whole = [texts for texts in plans.values() if not texts[-1]["plan"].get("known_from")]
        if holding:
            yield max(holding, key=lambda texts: max(one["takes_effect"] for one in texts))[-1]["plan"]
        elif whole:
            yield whole[0][-1]["plan"]


def _document(plan: PlanRecord) -> dict[str, Any]:
    newest = PlanDocument.objects.filter(plan=plan, out=True).first()
    assert newest is not None
    return {
        "name": newest.name,
        "sha256": newest.sha256,
        "read_at": newest.read_at.isoformat(timespec="seconds"),
        "lines": newest.lines,
    }


def _claims(plan: PlanRecord) -> dict[str, Any]:
    return {"claims": claims_of(plan)}


def claims_of(plan: PlanRecord) -> list[dict[str, Any]]:
    """What was claimed of a plan, oldest first, as its file has it."""
    rows = ClaimRecord.objects.filter(plan=plan).select_related("author")
    return [
        Claim(row.kind, row.item, row.part, row.status, row.on, row.reason, tuple(Evidence(**one) for one in row.evidence),
              row.made_at, row.author.title if row.author else "", row.pk).to_json()
        for row in rows
    ]  # fmt: skip


def matches_of(older: str, newer: str) -> dict[str, Any]:
    """What a person decided of the items of an older plan, by key."""
    rows = Match.objects.filter(older=older, newer=newer).select_related("author").order_by("item")
    return {
        "older": older, "newer": newer,
        "decisions": {
            row.item: {**row.decision, "reason": row.reason, "by": row.author.title if row.author else "", "proposed": row.proposed,
                       "made_at": row.made_at.isoformat(timespec="seconds")}
            for row in rows
        },
    }  # fmt: skip


def heal(root: Path) -> list[str]:
    """Write the file of every edition that has none, and whatever else does not follow; returns the editions in words."""
    found = []
    for plan, number, sealed in PlanEdition.objects.values_list("plan", "number", "sealed"):
        if not edition_path(root, plan, number).is_file():
            put(root, sealed)
            found.append(f"{plan}, edition {number}")
    follow(root)
    if PlanRecord.objects.exists():
        touch(root)  # whoever was killed may have written, and not said so
    return found


def check(root: Path) -> list[str]:
    """What is wrong with the editions' files, in words: altered, missing, or not what the record says."""
    broken = set(altered(root))
    found = [f"{FOLDER}/{name} was altered: its seal does not hold" for name in sorted(broken)]
    for plan, number, sealed in PlanEdition.objects.values_list("plan", "number", "sealed"):
        path = edition_path(root, plan, number)
        if not path.is_file():
            found.append(f"{FOLDER}/{plan}/{number} is missing; peelian office prepare writes it again")
        elif f"{plan}/{number}" not in broken and path.read_text(encoding="utf-8") != sealed:
            found.append(f"{FOLDER}/{plan}/{number} is not what its record says was published")
    return found
