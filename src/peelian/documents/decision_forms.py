"""A decision form as it is printed: Part 1 in full, of Part 2 what everybody may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from peelian.core.exempt.records import Stub
from peelian.decisions.records import KINDS, SUBJECTS, Advice, Amount, Decision, Party, Signature
from peelian.documents.pdf import Part, Print
from peelian.documents.rendering import rendered, stub_of, stub_seen
from peelian.documents.wording import cut
from peelian.ui import format as words
from peelian.ui.prose import prose

_TEXTS = (
    ("Executive summary", "summary"), ("Decision", "decision"), ("Introduction and background", "introduction"),
    ("Issues for consideration", "issues"),
)  # fmt: skip
_NO_MONEY = {"none": "None", "withheld": "Stated in Part 2", "unknown": "No record says"}


def form_of_decision(
    decision: Decision, stubs: Sequence[Stub] = (), *, body: str, made: datetime, version: int = 1, why: str = ""
) -> Print:
    """The form of a signed decision. ``stubs`` are its exempt parts; ``why`` says what a version after the first corrects."""
    title = f"{decision.reference} {decision.title}"
    seen = {
        "body": body, "decision": decision, "kind": KINDS.get(decision.kind, decision.kind), "version": version, "why": why,
        "texts": [(heading, prose(getattr(decision, name), 2)) for heading, name in _TEXTS if getattr(decision, name)],
        "amounts": [_amount(one) for one in decision.money] or [_no_money(decision)],
        "delegation": decision.delegation, "delegated_on": _day(decision.delegation.day) if decision.delegation else "",
        "to_consult": _parties(decision.delegation.consult) if decision.delegation else "",
        "consulted": _parties(decision.consulted or decision.consultees), "advice": [_advice(one) for one in decision.advice],
        "signatures": [(what, _signed(by)) for what, by in (
            ("Officer", decision.officer), ("Director", decision.director), ("Decision-maker", decision.maker))],
        "stubs": [stub_seen(stub_of(stub)) for stub in stubs],
        "deferred": _day(decision.deferral.until) if decision.deferral and decision.deferral.until else "",
    }  # fmt: skip
    return Print(
        title=title, author=body, about=f"Decision form {decision.reference}", made=made,
        parts=(Part("decision", rendered("decision", seen), head=cut(title), look="opening"),),
        foot=f"{body}, decision {decision.reference}",
    )  # fmt: skip


def _amount(one: Amount) -> str:
    sign = "£" if one.currency == "GBP" else f"{one.currency} "
    years = f", {', '.join(one.years)}" if one.years else ""
    return f"{sign}{one.amount:,} {one.kind}{years}{f': {one.what}' if one.what else ''}"


def _no_money(decision: Decision) -> str:
    said = _NO_MONEY[decision.money_is] if decision.money_is in _NO_MONEY else _NO_MONEY["unknown"]
    return f"{said}: {decision.no_money}" if decision.no_money else said


def _parties(parties: Sequence[Party]) -> str:
    return ", ".join(one.name for one in parties)


def _advice(one: Advice) -> dict[str, object]:
    return {
        "title": SUBJECTS.get(one.subject, one.subject), "text": prose(one.text, 3), "not_required": one.not_required,
        "signed": _signed(one.signature) if one.signature else "",
    }  # fmt: skip


def _signed(by: Signature | None) -> str:
    if by is None:
        return "not signed"
    return ", ".join(filter(None, [by.name, by.post, _day(by.day) or "no day is printed"]))


def _day(day: object) -> str:
    return words.day(day) if day else ""  # type: ignore[arg-type]
