"""The items of a plan as its pages list them: kind by kind, each with what a line says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peelian.plans.kinds import KINDS, Kind
from peelian.plans.models import PlanItem
from peelian.plans.records import HEADS
from peelian.ui import format as words
from peelian.workspace.plans.items import Choices
from peelian.workspace.plans.months import month

SHORT = 160


@dataclass(frozen=True)
class Line:
    """One item in the list."""

    item: PlanItem
    title: str
    notes: tuple[str, ...]
    first: bool
    last: bool


@dataclass(frozen=True)
class Group:
    """The items of one kind. ``more`` says whether another can be added: of required contents there are six."""

    kind: Kind
    lines: tuple[Line, ...]
    more: bool


def groups_of(rows: Iterable[PlanItem], choices: Choices) -> list[Group]:
    """Every kind with its items, in the form's order."""
    held: dict[str, list[PlanItem]] = {}
    for row in rows:
        held.setdefault(row.kind, []).append(row)
    return [
        Group(
            kind, tuple(_lines(held.get(kind.id, []), choices)), kind.id != "content" or len(choices.heads) < len(HEADS)
        )
        for kind in KINDS.values()
    ]


def _lines(rows: list[PlanItem], choices: Choices) -> Iterable[Line]:
    for place, row in enumerate(rows):
        yield Line(row, title_of(row, choices), tuple(_notes(row, choices)), place == 0, place == len(rows) - 1)


def title_of(item: PlanItem, choices: Choices) -> str:
    """How a list names an item: a yardstick by the titles of its objective and measure."""
    if item.kind != "yardstick":
        return str(item)
    objectives = dict(choices.objectives)
    objective, measure = item.body["objective"], item.body["measure"]
    return f"{choices.measures.names.get(measure, measure)}, for “{objectives.get(objective, objective)}”"


def _notes(item: PlanItem, choices: Choices) -> Iterable[str]:
    body, themes = item.body, dict(choices.themes)
    owner = body.get("owner") or body.get("by")
    if owner:
        yield choices.bodies.names.get(owner, owner)
    if due := body.get("due"):
        yield f"due {month(due)}"
    elif body.get("due_words"):
        yield f"due {body['due_words']}"
    if theme := body.get("theme"):
        yield themes.get(theme, theme)
    if item.kind == "commitment" and not body.get("theme"):
        yield "outside the themes"
    yield from _particular(item, choices)


def _particular(item: PlanItem, choices: Choices) -> Iterable[str]:
    """What only one kind says of itself."""
    body: dict[str, Any] = item.body
    if item.kind == "commitment" and body.get("details"):
        yield words.counted(len(body["details"]), "milestone", "milestones")
    if item.kind == "yardstick":
        yield words.counted(len(body["targets"]), "target", "targets")
    if item.kind == "objective" and body.get("no_source"):
        yield "nothing measures it yet"
    if item.kind == "content":
        yield shortened(body["text"])
    if item.kind == "trade-off":
        yield f"because of {choices.items.names.get(body['of'], body['of'])}"
    if item.kind == "review":
        yield body["body"]
        yield f"expected {month(body['expected'])}" if body.get("expected") else "no date expected"
    if item.kind == "pilot":
        yield words.counted(len(body["aims"]), "aim", "aims") if body["aims"] else "no aims yet: it cannot start"


def shortened(text: str) -> str:
    """The beginning of a text."""
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(maxsplit=1)[0]} …"


def differing(mine: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """The keys in which two entries say different things."""
    return [key for key in {**theirs, **mine} if (mine.get(key) or None) != (theirs.get(key) or None)]
