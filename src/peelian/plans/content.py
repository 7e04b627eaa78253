"""A plan's records put together: the form that they make, and what an edition of it holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.plans.kinds import Loose, compose
from peelian.plans.models import PlanItem, PlanRecord, PlanStep, PlanVersion
from peelian.plans.rules import Done, public_route


def head_of(record: PlanRecord, version: PlanVersion | None = None) -> dict[str, Any]:
    """What a plan's form says before its items."""
    head: dict[str, Any] = {
        "id": record.slug, "title": record.title, "status": "draft", "document": record.document or None,
        "first_line": record.first_line, "last_line": record.last_line,
        "years": {"from": record.first_month, "to": record.last_month}, "owner": record.organisation.slug,
        "scrutiny": record.scrutiny or None, "area": record.area, "about": record.about or None,
        "known_from": record.known_from or None,
    }  # fmt: skip
    if version and version.opens and version.closes:
        head["consultation"] = {"opens": version.opens.isoformat(), "closes": version.closes.isoformat(), "line": None}
    return head


def items_of(record: PlanRecord) -> list[Loose]:
    """The items of a plan as they are written now, in order."""
    rows = PlanItem.objects.filter(plan=record).values_list("kind", "slug", "body")
    return [Loose(*row) for row in rows]


def form_of(record: PlanRecord, version: PlanVersion | None = None) -> dict[str, Any]:
    """The plan as it is written now, in its form."""
    return compose(head_of(record, version), items_of(record))


def route_of(version: PlanVersion) -> dict[str, Done]:
    """The steps that a version has taken, by duty."""
    return {
        step.duty: Done(step.duty, step.on, step.note, step.link, step.wording)
        for step in PlanStep.objects.filter(of=version)
    }


def edition_of(version: PlanVersion, form: dict[str, Any], kind: str, number: int, at: dt.datetime) -> dict[str, Any]:
    """What an edition holds: the text, the road that it came, and from when it holds."""
    return {
        "edition": number, "kind": kind, "version": version.number, "out_at": at.isoformat(timespec="seconds"),
        "why": version.why, "opens": version.opens.isoformat() if version.opens else None,
        "closes": version.closes.isoformat() if version.closes else None,
        "issued_on": version.issued_on.isoformat() if version.issued_on and kind == "issued" else None,
        "takes_effect": version.takes_effect.isoformat() if version.takes_effect else None,
        "route": public_route(route_of(version).values()),
        "plan": form | {"status": "final" if kind == "issued" else "draft"},
    }  # fmt: skip
