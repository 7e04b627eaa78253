"""Every grant that decisions award, with how long its money took: those over target first. No database is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peelian.decisions.records import Grant
from peelian.decisions.shelf import Filed
from peelian.decisions.waits import Wait, paid_on

COLUMNS = (
    "reference", "grant", "series", "title", "recipient", "recipient_name", "amount", "currency", "fund", "programme", "taken_on",
    "applied_on", "paid_on", "state", "days", "target_days", "days_over_target",
)  # fmt: skip


@dataclass(frozen=True)
class Award:
    """A grant of a decision that is out."""

    filed: Filed
    grant: Grant
    wait: Wait


def wait_of(filed: Filed, grant: Grant, today: dt.date) -> Wait:
    """How long the money of a grant took. The target is that of the grant, else that of its series."""
    paid = paid_on(filed.payments, grant.id)
    return Wait(grant.applied_on, paid, grant.target_days or filed.series.target_days, today)


def awards(filed: Iterable[Filed], today: dt.date) -> list[Award]:
    """Every grant: those over target first, most days over before fewer; then by days; last those of which they cannot be told."""
    found = [Award(one, grant, wait_of(one, grant, today)) for one in filed for grant in one.decision.grants]
    return sorted(found, key=_place)


def _place(one: Award) -> tuple[int, bool, int]:
    days = one.wait.days
    return -one.wait.over, days is None, -(days or 0)


def rows_of(held: Iterable[Award]) -> list[dict[str, Any]]:
    """A row for each; days are those so far where it is waiting, and are empty where they cannot be told."""
    return [
        {
            "reference": str(one.filed.reference), "grant": one.grant.id or None, "series": one.filed.series.id,
            "title": one.grant.title, "recipient": one.grant.recipient or None, "recipient_name": one.grant.recipient_name,
            "amount": one.grant.amount, "currency": one.grant.currency, "fund": one.filed.decision.fund or None,
            "programme": one.grant.programme or None, "taken_on": one.filed.taken_on, "applied_on": one.wait.applied,
            "paid_on": one.wait.paid, "state": one.wait.state, "days": one.wait.days, "target_days": one.wait.target,
            "days_over_target": one.wait.over if one.wait.target is not None and one.wait.days is not None else None,
        }
        for one in held
    ]  # fmt: skip
