"""How a plan stands on a day: the last claim of each item, what is overdue, what a review has reopened. Pure; nothing is typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peelian.figures.periods import Period, parse_month
from peelian.plans.records import Commitment, Detail, Plan, Review, Yardstick, month_has_ended
from peelian.plans.statuses import STATUSES, Claim, Status


@dataclass(frozen=True)
class Overdue:
    """Something whose month has ended and that nothing shows to be done: its kind, item and part, what it is, since when."""

    kind: str
    item: str
    part: str
    title: str
    due: str
    why: str = ""

    def days(self, on: dt.date) -> int:
        """For how many days it has been overdue."""
        year, month = divmod(parse_month(self.due) + 1, 12)
        return (on - dt.date(year, month + 1, 1)).days + 1


@dataclass(frozen=True)
class Reopened:
    """An item that a review has reopened and that nobody has decided on since."""

    review: Review
    item: str
    why: str


@dataclass(frozen=True)
class Standing:
    """A plan with everything that was claimed of it, read on a day."""

    plan: Plan
    claims: tuple[Claim, ...]
    on: dt.date

    @cached_property
    def _by_item(self) -> dict[tuple[str, str, str], list[Claim]]:
        found: dict[tuple[str, str, str], list[Claim]] = {}
        for claim in sorted(self.claims, key=lambda one: (one.on, one.number)):
            if claim.on <= self.on:
                found.setdefault((claim.kind, claim.item, claim.part), []).append(claim)
        return found

    def history(self, kind: str, item: str, part: str = "") -> list[Claim]:
        """Every claim of an item, or of a part of it, oldest first."""
        return self._by_item.get((kind, item, part), [])

    def last(self, kind: str, item: str, part: str = "") -> Claim | None:
        """The last claim; None where nobody has claimed anything."""
        held = self.history(kind, item, part)
        return held[-1] if held else None

    def status(self, kind: str, item: str, part: str = "") -> Status | None:
        """Where it stands; None where nobody has said."""
        last = self.last(kind, item, part)
        return last.what if last else None

    def ended(self, kind: str, item: str, part: str = "") -> bool:
        """Whether nothing more is awaited of it."""
        found = self.status(kind, item, part)
        return found is not None and found.ends

    def tally(self, kind: str = "commitment") -> list[tuple[Status | None, int]]:
        """How many items of a kind are at each status, in the scale's order; None is for those nobody has spoken of."""
        items = [one.id for one in self._items(kind)]
        found = [self.status(kind, item) for item in items]
        counted = [(one, sum(held is not None and held.id == one.id for held in found)) for one in STATUSES[kind]]
        return [*((one, count) for one, count in counted if count), (None, found.count(None))]

    def _items(self, kind: str) -> tuple[Any, ...]:
        plan = self.plan
        return {
            "commitment": (*plan.commitments, *plan.promises), "programme": plan.programmes, "publication": plan.publications,
            "pilot": plan.pilots, "review": plan.reviews, "finding": plan.findings,
        }[kind]  # fmt: skip

    @cached_property
    def overdue(self) -> list[Overdue]:
        """Everything whose month has ended and that nothing shows to be done, longest overdue first."""
        return sorted(self._overdue(), key=lambda one: one.due)

    def _overdue(self) -> Iterator[Overdue]:
        for one in (*self.plan.commitments, *self.plan.promises):
            if self._late(one.due) and not self.ended("commitment", one.id):
                yield Overdue("commitment", one.id, "", one.title, one.due or "")
            for detail in one.details:
                if self._late(detail.due) and not self._covered(one.id, detail):
                    yield Overdue("commitment", one.id, detail.id, detail.title, detail.due or "")
        for kind in ("publication", "programme", "finding"):
            for item in self._items(kind):
                if self._late(item.due) and not self.ended(kind, item.id):
                    yield Overdue(kind, item.id, "", item.title, item.due)
        for pilot in self.plan.pilots:
            if self._late(pilot.ends) and not self.ended("pilot", pilot.id):
                yield Overdue(
                    "pilot", pilot.id, "", pilot.title, pilot.ends or "", "Its end has passed, and nothing was decided."
                )
        for yardstick in self.plan.yardsticks:
            if self._late(yardstick.targets_due) and not yardstick.targets:
                title = f"Target for {yardstick.measure}"
                yield Overdue(
                    "yardstick", yardstick.id, "", title, yardstick.targets_due or "", "No target has been set."
                )

    def _covered(self, commitment: str, detail: Detail) -> bool:
        """Whether nothing more is awaited of a milestone: by a claim of its own, or by one that ended its commitment. That the
        whole was kept says nothing of a part which was due later; that it was broken, or kept in part for good, ends every part.
        """
        if self.ended("commitment", commitment, detail.id):
            return True
        last = self.last("commitment", commitment)
        if last is None or not last.what.ends:
            return False
        later = detail.due is not None and parse_month(detail.due) > last.on.year * 12 + last.on.month - 1
        return not (later and last.status in ("kept", "kept-late"))

    def _late(self, due: str | None) -> bool:
        return due is not None and month_has_ended(due, self.on)

    def overdue_of(self, kind: str, item: str) -> list[Overdue]:
        """What is overdue of one item."""
        return [one for one in self.overdue if (one.kind, one.item) == (kind, item)]

    @cached_property
    def reopened(self) -> list[Reopened]:
        """Items that a review touches which has concluded, or whose month has passed, and on which nobody has decided since."""
        return list(self._reopened())

    def _reopened(self) -> Iterator[Reopened]:
        for review in self.plan.reviews:
            last = self.last("review", review.id)
            if last and last.status == "given-up":
                continue
            concluded = last is not None and last.status == "concluded"
            if not concluded and not self._late(review.expected):
                continue
            why = f"concluded on {last.on}" if last and concluded else "expected by now, and not concluded"
            for item in review.touches:
                decided = self.last("review", review.id, item)
                if decided is None or (concluded and last and decided.on < last.on):
                    yield Reopened(review, item, why)

    def since(self, first: dt.date) -> list[Claim]:
        """What was claimed from a day on, newest first."""
        return sorted(
            (one for one in self.claims if first <= one.on <= self.on),
            key=lambda one: (one.on, one.number),
            reverse=True,
        )

    @property
    def untraded(self) -> list[str]:
        """Titles of the themes with nothing that is done less because of them (N04)."""
        traded = {one.of for one in self.plan.trade_offs}
        return [
            theme.title for theme in self.plan.themes
            if not traded & {theme.id, *(one.id for one in theme.commitments), *(one.id for one in theme.objectives)}
        ]  # fmt: skip


def missing_years(plan: Plan, yardstick: Yardstick) -> list[Period]:
    """The financial years of a plan for which a yardstick that asks for yearly targets has none (N23)."""
    if not yardstick.yearly:
        return []
    first, last = parse_month(plan.first_month), parse_month(plan.last_month)
    years = [Period.of("fy", month) for month in range(first, last + 1, 12)]
    held = {str(target.by) for target in yardstick.targets if target.by}
    return [year for year in years if str(year) not in held]


def milestone(commitment: Commitment, part: str) -> Detail | None:
    """The milestone of a commitment by its id; None where it has no such."""
    return next((detail for detail in commitment.details if detail.id == part), None)


def standing(plan: Plan, claims: Iterable[Claim], on: dt.date) -> Standing:
    """A plan as it stands on a day."""
    return Standing(plan, tuple(claims), on)
