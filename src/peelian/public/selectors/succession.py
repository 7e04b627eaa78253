"""What became of each item of an older plan in a newer one, as a page and its downloads show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peelian.plans.succession.comparing import CLASSES, WORDS, Comparison, Match
from peelian.plans.succession.items import Item
from peelian.reading.wordings import differences
from peelian.ui.format import all_of, tenths

KINDS = {"theme": "theme", "commitment": "commitment", "promise": "promise", "objective": "objective"}
MEANING = {
    "carried-forward": "The same promise, in the same words or nearly so.",
    "reworded": "The same promise in other words: read what changed.",
    "target-changed": "The same promise with another target, measure, date or sum.",
    "merged": "Several promises became one.",
    "split": "One promise became several.",
    "dropped": "Nothing in the newer plan follows it.",
    "not-known": "The newer plan is known only in part, and what is known does not speak of it.",
}
SIGNS = {
    "carried-forward": "=",
    "reworded": "≈",
    "target-changed": "≠",
    "merged": "⤙",
    "split": "⤚",
    "dropped": "✕",
    "not-known": "?",
}
COLUMNS = (
    "older_plan", "kind", "id", "title", "class", "newer_plan", "newer_ids", "confidence", "confirmed", "confirmed_by", "reason",
    "proposed_class", "strength", "measures", "notes",
)  # fmt: skip


Place = Callable[[str, str, str], str]
"""Where a plan's item has its place: of plan, kind and id."""


@dataclass(frozen=True)
class Placed:
    """An item with where it is shown."""

    item: Item
    address: str

    @property
    def kind(self) -> str:
        """``commitment``."""
        return KINDS.get(self.item.kind, self.item.kind)


@dataclass(frozen=True)
class Row:
    """One item of the older plan, and what became of it."""

    match: Match
    old: Item
    address: str
    became: tuple[Placed, ...]

    @property
    def kind(self) -> str:
        """``commitment``."""
        return KINDS.get(self.old.kind, self.old.kind)

    @property
    def confirmed(self) -> bool:
        """Whether a person has said so."""
        return self.match.decision is not None

    @property
    def sure(self) -> str:
        """``The machine proposes this; of proposals this sure 9 in 10 were right.`` or who confirmed it."""
        decision = self.match.decision
        if decision is not None:
            who = f" by {decision.by}" if decision.by else ""
            return f"Confirmed{who}" + (f", against the proposal: {decision.reason}" if decision.changed else "")
        return f"Proposed by the machine, nobody has confirmed it; of proposals like it {tenths(self.match.confidence)} were right"

    @property
    def strength(self) -> str:
        """Whether it promises less or more, in words; empty where as much."""
        return {"weaker": "It promises less than before.", "stronger": "It promises more than before."}.get(
            self.match.strength or "", ""
        )

    @property
    def differs(self) -> list[tuple[str, str]]:
        """The words of both, each run ``kept``, ``removed`` or ``added``; empty where no word differs. Of themes the titles."""
        held: list[tuple[str, str]] = [*self.match.differences]
        if self.old.kind == "theme" and self.became:
            held = [*differences(self.old.title, " ".join(one.item.title for one in self.became))]
        return held if any(part != "kept" for part, _ in held) else []

    @property
    def measures(self) -> str:
        """Whether its figures compare across the plans; empty where it has none."""
        found = self.match.measures
        return f"Its figures across the two plans: {found.sentence()}." if found else ""


@dataclass(frozen=True)
class Group:
    """The items of one class."""

    id: str
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        """``Carried forward``."""
        return WORDS[self.id][0].upper() + WORDS[self.id][1:]

    @property
    def sign(self) -> str:
        """What stands beside the word."""
        return SIGNS[self.id]

    @property
    def meaning(self) -> str:
        """What the class says."""
        return MEANING[self.id]


@dataclass(frozen=True)
class Succession:
    """A comparison as a page shows it."""

    comparison: Comparison
    place: Place

    @cached_property
    def rows(self) -> list[Row]:
        """Every item of the older plan, in its order."""
        older, newer = self.comparison.older, self.comparison.newer
        return [
            Row(match, older[match.item], self._address(older.id, older[match.item]),
                tuple(self._placed(newer[key]) for key in match.leads_to))
            for match in self.comparison.matches
        ]  # fmt: skip

    def _placed(self, item: Item) -> Placed:
        """An item of the newer plan."""
        return Placed(item, self._address(self.comparison.newer.id, item))

    def _address(self, plan: str, item: Item) -> str:
        return self.place(plan, "commitment" if item.kind == "promise" else item.kind, item.id)

    @property
    def groups(self) -> list[Group]:
        """The classes that hold anything, in their order."""
        found = [Group(name, tuple(row for row in self.rows if row.match.settled == name)) for name in CLASSES]
        return [group for group in found if group.rows]

    @property
    def new(self) -> list[Placed]:
        """What nothing old leads to."""
        return [self._placed(item) for item in self.comparison.new]

    @property
    def settled(self) -> bool:
        """Whether a person has decided on every item: until then something new may be something old in other words."""
        return self.confirmed == len(self.rows)

    @property
    def confirmed(self) -> int:
        """Of how many a person has said what became of them."""
        return sum(row.confirmed for row in self.rows)

    @property
    def say(self) -> str:
        """``As the machine proposes, of 76 items of the older plan 3 are reworded; what became of 73 is not known.``"""
        counted = [(WORDS[group.id], len(group.rows)) for group in self.groups if group.id != "not-known"]
        unknown = sum(len(group.rows) for group in self.groups if group.id == "not-known")
        said = (
            all_of(f"{count} {'is' if count == 1 else 'are'} {word}" for word, count in counted) or "none can be told"
        )
        rest = f"; what became of {unknown} is not known" if unknown else ""
        who = "Of" if self.confirmed else "As the machine proposes, of"
        return f"{who} {len(self.rows)} items of the older plan {said}{rest}. {self._say_new()}".strip()

    def _say_new(self) -> str:
        count = len(self.new)
        if not count:
            return ""
        items = "item of the newer plan is" if count == 1 else "items of the newer plan are"
        if self.settled:
            return f"{count} {items} new."
        return f"For {count} {'item' if count == 1 else 'items'} of the newer plan nothing older was found."

    def answer(self) -> list[dict[str, Any]]:
        """The rows of the downloads, what is new last."""
        rows = [_row(row, self.comparison) for row in self.rows]
        return rows + [_new(item, self.comparison) for item in self.comparison.new]


def _row(row: Row, comparison: Comparison) -> dict[str, Any]:
    match, decision = row.match, row.match.decision
    return {
        "older_plan": comparison.older.id, "kind": row.kind, "id": row.old.id, "title": row.old.title, "class": match.settled,
        "newer_plan": comparison.newer.id, "newer_ids": " ".join(one.item.id for one in row.became),
        "confidence": round(match.confidence, 2), "confirmed": row.confirmed, "confirmed_by": decision.by if decision else "",
        "reason": decision.reason if decision else "", "proposed_class": match.kind, "strength": match.strength or "",
        "measures": match.measures.sentence() if match.measures else "", "notes": "; ".join(match.notes),
    }  # fmt: skip


def _new(item: Item, comparison: Comparison) -> dict[str, Any]:
    return dict.fromkeys(COLUMNS, "") | {
        "older_plan": comparison.older.id, "kind": KINDS.get(item.kind, item.kind), "title": item.title, "class": "new",
        "newer_plan": comparison.newer.id, "newer_ids": item.id, "confidence": None, "confirmed": False,
    }  # fmt: skip
