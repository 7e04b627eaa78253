"""The register as rows: one for each decision that is out, and one for each part of Part 2. The same names in CSV and in JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from peelian.core.clocks.calendars import Calendar
from peelian.core.exempt.records import Stub
from peelian.decisions.checks import punctuality, put_off
from peelian.decisions.form import stub_json, to_form
from peelian.decisions.procedure import effect
from peelian.decisions.shelf import Filed, Register
from peelian.figures.house import LONDON

COLUMNS = (
    "reference", "series", "body", "title", "kind", "signed_on", "taken_by", "published_on", "due_on", "working_days_late",
    "held", "amount", "currency", "money_is", "fund", "plan", "plan_items", "grants", "part_2_parts", "part_2_withheld", "version",
    "corrected", "known_from", "document", "line", "seal",
)  # fmt: skip
WITHHELD = (
    "reference", "decision", "part", "title", "length", "scheme", "paragraph", "reason", "decided_by", "decided_on", "review_on",
    "release_on", "released_at", "commitment",
)  # fmt: skip


def row_of(one: Filed, calendar: Calendar, today: dt.date) -> dict[str, Any]:
    """One decision; an amount in several currencies is a row's text with both."""
    held, first = one.decision, one.versions[0]
    out = first.out_at.astimezone(LONDON).date() if first.out_at else None
    told = punctuality(first.decision, out, calendar, today, put_off(first.decision, first.put_off, calendar))
    totals = list(held.totals.items())
    return {
        "reference": str(one.reference), "series": one.series.id, "body": one.series.body, "title": held.title, "kind": held.kind,
        "signed_on": one.taken_on, "taken_by": held.maker.post if held.maker else one.series.taken_by, "published_on": out,
        "due_on": told.due, "working_days_late": told.working_days if out and told.late else 0 if out else None,
        "held": effect(held, out, one.call_ins, calendar, today).held if not held.known_from else None,
        "amount": totals[0][1] if len(totals) == 1 else "; ".join(str(amount) for _, amount in totals) or None,
        "currency": "; ".join(currency for currency, _ in totals) or None, "money_is": held.money_is, "fund": held.fund or None,
        "plan": held.plan or None, "plan_items": " ".join(held.plan_items) or None, "grants": len(held.grants),
        "part_2_parts": len(one.exempt), "part_2_withheld": len(one.withheld), "version": one.newest.number,
        "corrected": len(one.versions) > 1, "known_from": held.known_from or None,
        "document": held.printed.document if held.printed else None, "line": held.printed.line if held.printed else None,
        "seal": one.newest.seal or None,
    }  # fmt: skip


def rows_of(filed: Iterable[Filed], calendar: Calendar, today: dt.date) -> list[dict[str, Any]]:
    """A row for each decision, in the order of the register."""
    return [row_of(one, calendar, today) for one in filed]


def withheld_rows(filed: Iterable[Filed]) -> list[dict[str, Any]]:
    """A row for each ground of each part of Part 2, released ones too."""
    return [
        {"reference": str(one.reference), "decision": one.decision.title, **_stub(part.stub), **ground}
        for one in filed for part in one.exempt
        for ground in (
            {"scheme": held.scheme, "paragraph": held.paragraph, "reason": held.reason} for held in part.stub.grounds
        )
    ]  # fmt: skip


def _stub(stub: Stub) -> dict[str, Any]:
    return {
        "part": stub.id, "title": stub.title, "length": stub.length, "decided_by": stub.decided_by, "decided_on": stub.decided_on,
        "review_on": stub.review_on, "release_on": stub.release_on, "released_at": stub.released_at, "commitment": stub.commitment,
    }  # fmt: skip


def whole(one: Filed) -> dict[str, Any]:
    """Everything that is public of a decision: each version in its form with its seal, what is exempt, call-ins, payments."""
    return {
        "id": one.id, "series": one.series.id, "body": one.series.body,
        "versions": [
            {"number": held.number, "why": held.why or None, "seal": held.seal or None, "out_at": held.out_at,
             "deferrals": [{"until": each.until, "reason": each.reason, "set_on": each.set_on} for each in held.deferrals],
             "decision": to_form(held.decision)}
            for held in one.versions
        ],
        "exempt": [stub_json(part.stub) | ({"text": part.text} if part.text else {}) for part in one.exempt],
        "call_ins": [vars(called) for called in one.call_ins],
        "payments": [vars(paid) for paid in one.payments],
    }  # fmt: skip


def numbers(register: Register) -> list[dict[str, Any]]:
    """What is known of the numbers of each series: how many, from which to which, and which are missing."""
    found = []
    for series in register.series:
        known = register.numbers_of(series)
        if known:
            found.append({
                "series": series.id, "title": series.title, "known": len(known), "first": str(known[0]), "last": str(known[-1]),
                "missing": register.missing_of(series), "gaps": [str(gap) for gap in register.gaps_of(series)],
            })  # fmt: skip
    return found
