"""A plan's records written back as the form that they were read from (docs/reference/plan-form.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from peelian.figures.periods import Period
from peelian.plans.records import Body, Commitment, Detail, Objective, Plan

_RENAMED: dict[tuple[Any, str], str] = {(Detail, "start"): "from"}
_PLACED: set[tuple[Any, str]] = {(Commitment, "theme"), (Objective, "theme")}
"""What the form says by where an entry stands, and no key does."""


def form_of(plan: Plan) -> dict[str, Any]:
    """A plan with its yardsticks in its form: what reads an edition reads this as the same plan."""
    form: dict[str, Any] = _plain(plan)
    first, last = form.pop("first_month"), form.pop("last_month")
    return {**form, "years": {"from": first, "to": last}, "about": plan.about or None}


def bodies_of(plan: Plan) -> list[Body]:
    """Every body that a plan names as owner, partner or scrutiny, each once, in the order in which it is met."""
    named = [plan.owner, *([plan.scrutiny] if plan.scrutiny else [])]
    for commitment in (*plan.commitments, *plan.promises):
        named += [commitment.owner, *commitment.partners]
    named += [one.owner for one in plan.programmes] + [one.owner for one in plan.findings]
    named += [one.by for one in plan.publications]
    return list({body.id: body for body in named}.values())


def _plain(value: Any) -> Any:
    """A value as JSON has it: a record as a mapping by the form's keys, a body by its id."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, Body | Period):
        of: Any = type(value)
        return {
            _RENAMED.get((of, one.name), one.name): _plain(getattr(value, one.name))
            for one in fields(value)
            if (of, one.name) not in _PLACED
        }
    return _leaf(value)


def _leaf(value: Any) -> Any:
    if isinstance(value, Body):
        return value.id
    if isinstance(value, Decimal):
        return number(value)
    return str(value) if isinstance(value, Period | dt.date) else value


def number(value: Decimal) -> int | float:
    """A number as JSON has it: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)
