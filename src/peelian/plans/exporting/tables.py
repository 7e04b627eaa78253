"""A plan as two tables: a row for each of its items as it stands, and a row for each claim that was made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peelian.figures.spreadsheets import csv_text
from peelian.plans.exporting.form import bodies_of
from peelian.plans.exporting.items import Item, items_of, titles
from peelian.plans.records import Plan
from peelian.plans.standing import Standing, milestone
from peelian.plans.statuses import Claim

COLUMNS = (
    "plan", "as_at", "kind", "id", "part", "theme", "theme_title", "title", "owner", "owner_name", "partners", "body", "from",
    "due", "due_words", "value", "unit", "money", "status", "status_title", "since", "reason", "evidence", "by", "overdue",
    "overdue_days", "measures", "of", "document", "line",
)  # fmt: skip
CLAIMS = (
    "plan", "number", "kind", "id", "part", "title", "status", "status_title", "on", "reason", "evidence", "by", "made_at",
)  # fmt: skip
_CANNOT_BE_LATE = ("trade-off",)


def items_csv(standing: Standing) -> str:
    """The items of a plan as they stand on a day, as a CSV file."""
    return csv_text(COLUMNS, item_rows(standing))


def item_rows(standing: Standing) -> list[dict[str, Any]]:
    """A row for each item, by ``COLUMNS``."""
    names = {body.id: body.name for body in bodies_of(standing.plan)}
    return [_item(standing, item, names) for item in items_of(standing)]


def _item(standing: Standing, item: Item, names: Mapping[str, str]) -> dict[str, Any]:
    plan, last = standing.plan, item.last
    return {
        "plan": plan.id, "as_at": standing.on, "kind": item.scale,
        "id": item.id, "part": item.part, "theme": item.theme,
        "theme_title": plan.theme(item.theme).title if item.theme else None, "title": item.title,
        "owner": item.owner, "owner_name": names.get(item.owner), "partners": " ".join(item.partners), "body": item.body,
        "from": item.start, "due": item.due, "due_words": item.due_words, "value": item.value, "unit": item.unit,
        "money": item.money,
        "status": last.status if last else None, "status_title": last.what.title if last else None,
        "since": last.on if last else None, "reason": last.reason if last else None,
        "evidence": " ".join(one.link for one in last.evidence) if last else None, "by": last.by if last else None,
        "overdue": None if item.kind in _CANNOT_BE_LATE else bool(item.overdue),
        "overdue_days": max((one.days(standing.on) for one in item.overdue), default=None),
        "measures": " ".join(item.measures), "of": " ".join(item.of), "document": item.document, "line": item.line,
    }  # fmt: skip


def claims_csv(standing: Standing) -> str:
    """Every claim made of a plan up to a day, oldest first, as a CSV file."""
    return csv_text(CLAIMS, claim_rows(standing))


def claim_rows(standing: Standing) -> list[dict[str, Any]]:
    """A row for each claim, by ``CLAIMS``."""
    return [_claim(standing.plan, claim) for claim in claims_of(standing)]


def claims_of(standing: Standing) -> list[Claim]:
    """The claims made up to the day, oldest first."""
    return sorted((one for one in standing.claims if one.on <= standing.on), key=lambda one: (one.on, one.number))


def _claim(plan: Plan, claim: Claim) -> dict[str, Any]:
    return {
        "plan": plan.id, "number": claim.number, "kind": claim.scale, "id": claim.item, "part": claim.part,
        "title": _title(plan, claim), "status": claim.status, "status_title": claim.what.title, "on": claim.on,
        "reason": claim.reason, "evidence": "; ".join(f"{one.kind}: {one.title} {one.link}" for one in claim.evidence),
        "by": claim.by, "made_at": claim.made_at.isoformat(timespec="seconds") if claim.made_at else None,
    }  # fmt: skip


def _title(plan: Plan, claim: Claim) -> str | None:
    """What the claim is of; None where this edition has it no longer."""
    found = titles(plan)
    if claim.kind != "commitment" or not claim.part:
        return found.get(claim.part or claim.item)
    held = next((one for one in (*plan.commitments, *plan.promises) if one.id == claim.item), None)
    part = milestone(held, claim.part) if held else None
    return part.title if part else None
