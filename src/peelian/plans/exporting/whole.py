"""A plan as JSON: its text, its editions and the road they came, its claims, and how each item stands on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from peelian.plans.exporting.form import bodies_of, form_of
from peelian.plans.exporting.items import Item, items_of
from peelian.plans.exporting.tables import claims_of
from peelian.plans.records import Body
from peelian.plans.shelf import Edition, Volume
from peelian.plans.standing import Overdue, Standing, missing_years
from peelian.plans.statuses import STATUSES, scale_of

_TALLIED = ("commitment", "programme", "publication", "pilot", "review", "finding")


def _body(body: Body) -> dict[str, Any]:
    """A body as it is named in the plan; who took its place since, with the day."""
    after = [{"by": one.by, "from": one.on.isoformat()} for one in body.succeeded]
    told = {name: getattr(body, name) for name in ("id", "name", "short", "kind")}
    return told | {"formats": asdict(body.formats) if body.formats else None} | ({"succeeded": after} if after else {})


def whole(volume: Volume, on: dt.date, state: str) -> dict[str, Any]:
    """Everything that is out of a plan, as it stands on a day; ``state`` is where it stands among the others (Shelf.state)."""
    standing, edition = volume.standing(on), volume.edition_on(on)
    plan = standing.plan
    return {
        "id": plan.id, "title": plan.title, "state": state, "as_at": on.isoformat(), "edition": edition.number,
        "editions": [_edition(one) for one in volume.editions],
        "document": {key: volume.document[key] for key in ("name", "sha256", "read_at")} if volume.document else None,
        "plan": form_of(plan),
        "bodies": [_body(body) for body in bodies_of(plan)],
        "items": [_item(standing, one) for one in items_of(standing)],
        "tally": {kind: {status.id if status else "unspoken": count for status, count in standing.tally(kind)}
                  for kind in _TALLIED},
        "overdue": [_overdue(standing, one) for one in standing.overdue],
        "reopened": [{"review": one.review.id, "id": one.item, "why": one.why} for one in standing.reopened],
        "missing_targets": {one.id: [str(year) for year in years] for one in plan.yardsticks
                            if (years := missing_years(plan, one))},
        "themes_without_trade_off": standing.untraded,
        "claims": [one.to_json() | {"kind": one.scale} for one in claims_of(standing)],
        "statuses": {scale: [{"id": one.id, "title": one.title, "ends": one.ends, "means": one.means} for one in found]
                     for scale, found in STATUSES.items()},
    }  # fmt: skip


def _edition(edition: Edition) -> dict[str, Any]:
    """What an edition says of itself: everything but its text, of which the one that holds is under ``plan``."""
    return {key: value for key, value in edition.content.items() if key != "plan"}


def _item(standing: Standing, item: Item) -> dict[str, Any]:
    last = item.last
    return {
        "kind": item.scale, "id": item.id, "part": item.part, "title": item.title,
        "status": last.status if last else None, "since": last.on.isoformat() if last else None,
        "reason": last.reason if last else None, "evidence": [one.to_json() for one in last.evidence] if last else [],
        "by": last.by if last else None, "overdue": [_overdue(standing, one) for one in item.overdue],
    }  # fmt: skip


def _overdue(standing: Standing, one: Overdue) -> dict[str, Any]:
    return {
        "kind": scale_of(one.kind, one.part), "id": one.item, "part": one.part, "title": one.title, "due": one.due,
        "days": one.days(standing.on), "why": one.why or None,
    }  # fmt: skip
