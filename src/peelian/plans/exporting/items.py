"""Every item of a plan in one list, whatever its kind, with how it stands: what the CSV has a row for and JSON an entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from peelian.plans.records import Commitment, Objective, Plan, Review
from peelian.plans.standing import Overdue, Standing
from peelian.plans.statuses import Claim, scale_of


@dataclass(frozen=True)
class Item:
    """One item, or a part of one: a milestone of a commitment, or what a review touches."""

    kind: str
    id: str
    part: str
    title: str
    theme: str | None = None
    owner: str = ""
    partners: tuple[str, ...] = ()
    body: str = ""
    """Whose review or finding it is: free text, as inquiries have names of their own."""
    start: str | None = None
    due: str | None = None
    due_words: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    money: str = ""
    measures: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    """Ids of what it goes with: what an objective is served by, what a trade-off is because of, what a review touches."""
    document: str | None = None
    line: int | None = None
    last: Claim | None = None
    overdue: tuple[Overdue, ...] = ()

    @property
    def scale(self) -> str:
        """Its kind; ``milestone`` and ``touched`` of a part, which have statuses of their own."""
        return scale_of(self.kind, self.part)


def items_of(standing: Standing) -> list[Item]:
    """Every commitment with its milestones, objective, publication, programme, pilot, review (with what it touches), finding
    and trade-off of a plan, kind by kind in the plan's order, each with its last claim and what is overdue of it."""
    return [_standing(standing, item) for item in _items(standing.plan)]


def _standing(standing: Standing, item: Item) -> Item:
    if item.kind == "objective":
        of = {one.id for one in standing.plan.yardsticks_of(item.id)}
        late = tuple(one for one in standing.overdue if one.kind == "yardstick" and one.item in of)
        return replace(item, overdue=late)
    late = tuple(one for one in standing.overdue_of(item.kind, item.id) if one.part == item.part)
    return replace(item, last=standing.last(item.kind, item.id, item.part), overdue=late)


def _items(plan: Plan) -> Iterator[Item]:
    for commitment in (*plan.commitments, *plan.promises):
        yield from _commitment(plan, commitment)
    for objective in plan.objectives:
        yield _objective(plan, objective)
    for review in plan.reviews:
        yield from _review(plan, review)
    yield from _beside(plan)


def _commitment(plan: Plan, one: Commitment) -> Iterator[Item]:
    whole = Item(
        "commitment", one.id, "", one.title, one.theme, one.owner.id, tuple(body.id for body in one.partners),
        due=one.due, due_words=one.due_words, money="; ".join(f"{m.currency} {m.amount} ({m.what})" for m in one.money),
        measures=one.measures, document=plan.document, line=one.line,
    )  # fmt: skip
    yield whole
    for detail in one.details:
        yield replace(
            whole, part=detail.id, title=detail.title, start=detail.start, due=detail.due, due_words=detail.due_words,
            value=detail.value, unit=detail.unit, money="", measures=(), line=detail.line,
        )  # fmt: skip


def _objective(plan: Plan, one: Objective) -> Item:
    measures = tuple(yardstick.measure for yardstick in plan.yardsticks_of(one.id))
    return Item("objective", one.id, "", one.title, one.theme, measures=measures, of=one.commitments,
                document=plan.document, line=one.line)  # fmt: skip


def _review(plan: Plan, one: Review) -> Iterator[Item]:
    whole = Item("review", one.id, "", one.title, body=one.body, due=one.expected, due_words=one.expected_words,
                 of=one.touches, document=plan.document, line=one.line)  # fmt: skip
    yield whole
    for touched in one.touches:
        yield replace(whole, part=touched, title=titles(plan).get(touched, touched), due=None, due_words=None, of=())


def _beside(plan: Plan) -> Iterator[Item]:
    printed: dict[str, Any] = {"document": plan.document}
    for one in plan.publications:
        yield Item("publication", one.id, "", one.title, owner=one.by.id, due=one.due, due_words=one.due_words,
                   of=(one.commitment,) if one.commitment else (), line=one.line, **printed)  # fmt: skip
    for programme in plan.programmes:
        yield Item("programme", programme.id, "", programme.title, owner=programme.owner.id, due=programme.due,
                   due_words=programme.due_words, measures=programme.measures, of=programme.commitments,
                   document=programme.document or plan.document, line=programme.line)  # fmt: skip
    for pilot in plan.pilots:
        aims = tuple(aim.measure for aim in pilot.aims if aim.measure)
        yield Item("pilot", pilot.id, "", pilot.title, start=pilot.starts, due=pilot.ends, measures=aims,
                   of=(pilot.commitment,) if pilot.commitment else (), line=pilot.line, **printed)  # fmt: skip
    for finding in plan.findings:
        yield Item("finding", finding.id, "", finding.title, owner=finding.owner.id, body=finding.body, due=finding.due,
                   due_words=finding.due_words, document=finding.document or plan.document, line=finding.line)  # fmt: skip
    for trade in plan.trade_offs:
        yield Item("trade-off", trade.id, "", trade.title, of=(trade.of,), line=trade.line, **printed)


def titles(plan: Plan) -> dict[str, str]:
    """How everything that another item can point at is called, by id."""
    named: tuple[Any, ...] = (*plan.themes, *plan.commitments, *plan.promises, *plan.objectives, *plan.trade_offs, *plan.reviews,
             *plan.pilots, *plan.programmes, *plan.publications, *plan.findings)  # fmt: skip
    return {one.id: one.title for one in named}
