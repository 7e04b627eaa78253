"""What a plan that is out promises and how it stands, as the office lists it: overdue first, then what a review has reopened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peelian.plans.kinds import KINDS
from peelian.plans.shelf import Volume
from peelian.plans.standing import Overdue, Reopened, Standing
from peelian.plans.statuses import STATUSES, Claim
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Link, Row
from peelian.workspace.plans.months import month

CLAIMED = tuple(kind for kind in KINDS if kind in STATUSES)
"""Kinds of which it can be said how they stand."""


@dataclass(frozen=True)
class Claimed:
    """What is claimed of: an item, or a part of one, with what is due and what was said last."""

    kind: str
    item: str
    part: str
    title: str
    due: str | None
    standing: Standing

    @property
    def last(self) -> Claim | None:
        """What was said last."""
        return self.standing.last(self.kind, self.item, self.part)

    @property
    def status(self) -> Cell:
        """How it stands, in a cell."""
        last = self.last
        if last is None:
            return Cell("Nothing said yet")
        return Cell(f"{last.what.sign} {last.what.title}", note=f"since {words.day(last.on)}")


class Progress:
    """One plan that is out, on a day."""

    def __init__(self, plan: str, volume: Volume, standing: Standing, measures: dict[str, str]) -> None:
        self.home, self.volume, self.standing = f"/office/plans/{plan}", volume, standing
        self.measures = measures

    def href(self, kind: str, item: str, part: str = "") -> str:
        """Where it is said how something stands; of a target, where it is set."""
        if kind == "yardstick":
            return f"{self.home}/items/yardstick/{item}"
        return f"{self.home}/progress/{kind}/{item}{f'/{part}' if part else ''}"

    def _of(self, item: str) -> Any:
        plan = self.standing.plan
        every: tuple[Any, ...] = (
            *plan.themes, *plan.commitments, *plan.promises, *plan.objectives, *plan.trade_offs, *plan.reviews, *plan.pilots,
            *plan.programmes, *plan.publications, *plan.findings,
        )  # fmt: skip
        return next((one for one in every if one.id == item), None)

    def title(self, item: str) -> str:
        """The title of an item of any kind; its id where what is out has no such."""
        found = self._of(item)
        return str(found.title) if found else item

    @property
    def overdue(self) -> FigureTable | None:
        """What is late, longest first; None where nothing is."""
        rows = tuple(self._late(one) for one in self.standing.overdue)
        heads = tuple(map(Column, ("What", "Due", "Overdue for", "Said last")))
        return FigureTable("overdue-table", "What is overdue", heads, rows, caption_hidden=True) if rows else None

    def _late(self, one: Overdue) -> Row:
        of = self.title(one.item) if one.part else KINDS[one.kind].title.capitalize()
        title = (
            f"Target for {self.measures.get(one.item.partition('.')[2], one.title)}"
            if one.kind == "yardstick"
            else one.title
        )
        said = Claimed(one.kind, one.item, one.part, title, one.due, self.standing)
        return Row((
            Cell(title, self.href(one.kind, one.item, one.part), note=one.why or of), Cell(month(one.due), order=one.due),
            Cell(words.counted(one.days(self.standing.on), "day", "days"), order=one.days(self.standing.on)), said.status,
        ))  # fmt: skip

    @property
    def reopened(self) -> list[tuple[Reopened, str, Link]]:
        """What has to be decided anew, each with its title and where that is said."""
        return [
            (one, self.title(one.item), Link("Decide", self.href("review", one.review.id, one.item)))
            for one in self.standing.reopened
        ]

    @property
    def kinds(self) -> Iterator[tuple[str, str, FigureTable]]:
        """Every kind with its items, each with how it stands."""
        for kind in CLAIMED:
            rows = tuple(self._row(one) for one in claimed_of(self.standing, kind))
            if rows:
                heads = tuple(map(Column, (KINDS[kind].title.capitalize(), "Due", "How it stands")))
                table = FigureTable(f"of-{kind}", KINDS[kind].heading, heads, rows, caption_hidden=True)
                yield kind, KINDS[kind].heading, table

    def _row(self, one: Claimed) -> Row:
        late = any(o.part == one.part for o in self.standing.overdue_of(one.kind, one.item))
        note = f"part of “{self.title(one.item)}”" if one.part else ""
        return Row((
            Cell(one.title, self.href(one.kind, one.item, one.part), note=note),
            Cell(month(one.due) if one.due else "no date", note="overdue" if late else "", order=one.due or ""), one.status,
        ))  # fmt: skip

    @property
    def tally(self) -> str:
        """How many commitments stand how, in a sentence."""
        told = [
            f"{count} {status.title.lower() if status else 'not spoken of yet'}"
            for status, count in self.standing.tally()
            if count
        ]
        total = sum(count for _, count in self.standing.tally())
        return f"{words.counted(total, 'commitment', 'commitments')}: {', '.join(told)}."


def claimed_of(standing: Standing, kind: str) -> Iterator[Claimed]:
    """The items of a kind, and the dated parts of commitments behind theirs."""
    plan = standing.plan
    among: dict[str, tuple[Any, ...]] = {
        "commitment": (*plan.commitments, *plan.promises), "programme": plan.programmes, "publication": plan.publications,
        "pilot": plan.pilots, "review": plan.reviews, "finding": plan.findings,
    }  # fmt: skip
    for one in among[kind]:
        due = getattr(one, {"pilot": "ends", "review": "expected"}.get(kind, "due"))
        yield Claimed(kind, one.id, "", one.title, due, standing)
        for detail in one.details if kind == "commitment" else ():
            if detail.due:
                yield Claimed(kind, one.id, detail.id, detail.title, detail.due, standing)
