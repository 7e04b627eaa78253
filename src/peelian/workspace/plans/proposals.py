"""What was read in from a document and a person looks over: lists, and the form that a proposal begins as an item with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from peelian.plans.kinds import KINDS
from peelian.plans.models import PlanRecord, Proposal
from peelian.ui import format as words
from peelian.workspace.plans.items import Choices
from peelian.workspace.plans.months import month

ON_A_PAGE = 25
STATES = {"proposed": "To be looked at", "confirmed": "Confirmed", "rejected": "Rejected"}
SHOWN = {
    "theme": "Theme", "due": "Due", "due_words": "As printed", "start": "From", "owner": "Owner", "partners": "Partners",
    "money": "Money", "numbers": "Numbers", "publication": "Will be published",
}  # fmt: skip
"""Fields that readers of documents find, in the order in which they are shown; others follow under their own names."""


HOW = ("form", "start_words", "is")
"""How something was found, which is of no use to who looks it over; and what it seems to be, which is offered to be confirmed."""


def kind_words(kind: str, many: bool = False) -> str:
    """What a kind of proposal is called; a consultation's questions are no items of a plan."""
    if kind in KINDS:
        return KINDS[kind].heading if many else words.capital(KINDS[kind].title)
    return f"{words.capital(kind)}{'s' if many else ''}"


@dataclass(frozen=True)
class Shown:
    """One proposal as the list shows it."""

    proposal: Proposal
    kind: str
    where: str
    sure: str
    found: list[tuple[str, str]]
    became: str
    """The item that it became or is: ``kind/slug``, as addresses have it."""
    seems: tuple[str, str] | None
    """The item of the plan that it seems to be: its id and its title."""


@dataclass(frozen=True)
class Reading:
    """The proposals of a plan, narrowed as asked."""

    page: Page[Proposal]
    shown: list[Shown]
    kinds: list[tuple[str, str]]
    kind: str
    state: str
    looked: int
    total: int

    @property
    def query(self) -> str:
        """What narrows it, for the way back."""
        return f"kind={self.kind}&state={self.state}"

    @property
    def said(self) -> str:
        """``12 of 140 looked at``."""
        return f"{self.looked} of {self.total} looked at"


def reading_of(plan: PlanRecord, asked: Mapping[str, str], choices: Choices) -> Reading:
    """What is asked for: at first everything that nobody has looked at, in the document's order."""
    rows: QuerySet[Proposal] = Proposal.objects.filter(plan=plan).select_related("document")
    kinds = list(dict.fromkeys(rows.order_by("kind").values_list("kind", flat=True)))
    kind = asked.get("kind", "") if asked.get("kind", "") in kinds else ""
    state = asked.get("state", "proposed") if asked.get("state", "proposed") in (*STATES, "") else "proposed"
    narrowed = rows.filter(**({"kind": kind} if kind else {}), **({"state": state} if state else {}))
    page = Paginator(narrowed, ON_A_PAGE).get_page(asked.get("page"))
    total = rows.count()
    return Reading(
        page, [shown(one, choices) for one in page], [(one, kind_words(one, many=True)) for one in kinds], kind, state,
        total - rows.filter(state="proposed").count(), total,
    )  # fmt: skip


def shown(proposal: Proposal, choices: Choices) -> Shown:
    """A proposal in words."""
    place = [f"page {proposal.page}"] if proposal.page else []
    place += [f"line {proposal.line}"] if proposal.line else []
    place += [f"“{proposal.reference}”"] if proposal.reference else []
    return Shown(
        proposal, kind_words(proposal.kind), ", ".join(place) or "place not known",
        f"{round(proposal.confidence * 100)}% sure", _found(proposal.fields, choices), proposal.item.replace(":", "/", 1),
        _seems(proposal, choices),
    )  # fmt: skip


def _seems(proposal: Proposal, choices: Choices) -> tuple[str, str] | None:
    name = str(proposal.fields.get("is") or "").partition(":")[2]
    return (name, choices.items.names[name]) if name in choices.items.names else None


def _found(fields: Mapping[str, Any], choices: Choices) -> list[tuple[str, str]]:
    order = [*(name for name in SHOWN if name in fields), *(name for name in fields if name not in (*SHOWN, *HOW))]
    found = [(SHOWN.get(name, words.capital(name.replace("_", " "))), _said(fields[name], choices)) for name in order]
    return [(name, words.capital(said.replace("-", " ")) if name == SHOWN["theme"] else said) for name, said in found]


def _said(value: Any, choices: Choices) -> str:
    if isinstance(value, list):
        return "; ".join(_said(one, choices) for one in value)
    if isinstance(value, dict):
        return str(value.get("words") or " ".join(str(one) for one in value.values() if one is not None))
    if isinstance(value, bool):
        return "yes" if value else "no"
    named = choices.bodies.names.get(str(value)) or dict(choices.themes).get(str(value))
    return named or month(str(value))


def first_entry(proposal: Proposal, kind: str, choices: Choices, plan: PlanRecord) -> dict[str, Any]:
    """The entry that a form begins with: what was found, as far as the plan knows it; a person looks it over."""
    fields, text = proposal.fields, " ".join(proposal.text.split())
    entry: dict[str, Any] = {"title": text[:300], "text": text, "line": _line(proposal, plan)}
    theme = fields.get("theme")
    entry["theme"] = theme if theme in dict(choices.themes) else ""
    owner = fields.get("owner") if fields.get("owner") in choices.bodies.names else ""
    entry |= {
        "owner": owner,
        "by": owner,
        "partners": [one for one in fields.get("partners") or () if one in choices.bodies.names],
    }
    entry |= {"due": fields.get("due") or "", "due_words": fields.get("due_words") or ""}
    entry["money"] = [
        {"amount": one.get("amount"), "currency": one.get("currency") or "GBP", "what": "", "line": None}
        for one in fields.get("money") or ()
    ]
    if kind == "programme":
        entry["promise"] = text
    if kind == "theme":
        entry["about"] = ""
    return entry


def _line(proposal: Proposal, plan: PlanRecord) -> int | None:
    """The line, where it is one of the document that prints the plan."""
    inside = range(plan.first_line or 0, (plan.last_line or -1) + 1) if plan.document else ()
    return proposal.line if proposal.line in inside else None
