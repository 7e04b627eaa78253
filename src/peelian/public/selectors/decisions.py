"""The register of decisions as its page shows it: narrowed, added up with what the sum leaves out, and the missing numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from peelian.core.clocks.calendars import Calendar
from peelian.decisions.awards import Award
from peelian.decisions.records import Meeting
from peelian.decisions.references import Series
from peelian.decisions.shelf import Deferred, Filed, Register, Totals, totals
from peelian.decisions.waits import Waits, sum_up
from peelian.figures.errors import PeelianError
from peelian.plans.queries import find
from peelian.plans.shelf import Shelf
from peelian.public.narrowing import Narrowed, narrowed, switched
from peelian.scrutiny.meetings.shelf import Shelf as Meetings
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Link, Row
from peelian.ui.decision import DecisionPage
from peelian.ui.decision_words import money_words, totals_words

ORDERS = {"newest": "Newest first", "number": "By number", "amount": "Largest amount first"}
FIELDS = ("q", "series", "year", "by", "item", "fund", "from", "to", "withheld", "order")
SHOWN = 50
POUNDS = "GBP"
"""What amounts are asked for and ordered in: other currencies are never added to it."""


@dataclass(frozen=True)
class Asked:
    """What a reader narrowed the register to; empty texts and None narrow nothing."""

    q: str = ""
    series: str = ""
    year: str = ""
    by: str = ""
    item: str = ""
    fund: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    withheld: bool = False
    order: str = "newest"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """From an address; ``RegisterPage.controls`` has the values. Raises PeelianError for an amount that is none."""
        text = {name: " ".join(query.get(name, "").split())[:120] for name in FIELDS}
        order = narrowed(query, "order", "Order", "", ORDERS.items()).value or "newest"
        return cls(
            text["q"], text["series"], text["year"], text["by"], text["item"], text["fund"], _amount("from", text),
            _amount("to", text), switched(query, "withheld", "Only with something withheld"), order,
        )  # fmt: skip

    @property
    def narrowed(self) -> bool:
        """Whether it leaves anything out."""
        return self != Asked(order=self.order)

    def keeps(self, one: Filed) -> bool:
        """Whether a decision is what was asked for."""
        held = one.decision
        total = held.totals.get(POUNDS)
        return all((
            not self.q or _holds(one, self.q), self.series in ("", one.series.id), self.year in ("", year_of(one)),
            self.by in ("", maker_of(one)), self.item in ("", *held.plan_items), self.fund in ("", held.fund),
            self.least is None or (total is not None and total >= self.least),
            self.most is None or (total is not None and total <= self.most), not self.withheld or bool(one.withheld),
        ))  # fmt: skip


def _amount(name: str, asked: Mapping[str, str]) -> Decimal | None:
    text = asked[name]
    try:
        found = Decimal(text.replace(",", "").replace("£", "").replace(" ", "")) if text else None
    except InvalidOperation:
        found = Decimal("NaN")
    if found is not None and not found.is_finite():
        raise PeelianError(
            "unknown-amount",
            f"“{text}” is no amount.",
            "Write pounds in digits, as in 25,000 or 25000.50.",
            {name: text},
        )
    return found


def _holds(one: Filed, query: str) -> bool:
    held = one.decision
    text = f"{one.reference} {one.id} {held.title} {held.summary} {held.decision} {held.introduction} {held.issues} {held.fund}"
    found = text.casefold()
    return all(word in found for word in query.casefold().split())


def year_of(one: Filed) -> str:
    """The year in which it was taken, or that its number has; empty where neither is known."""
    return str(one.taken_on.year if one.taken_on else one.reference.year or "")


def maker_of(one: Filed) -> str:
    """The post that took it."""
    return one.decision.maker.post if one.decision.maker else one.series.taken_by


@dataclass(frozen=True)
class Numbers:
    """What is known of the numbers of a series."""

    series: Series
    known: int
    first: str
    last: str
    missing: int
    gaps: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """``19 are known between PCD 132 and PCD 218; 68 numbers between them are missing here.``"""
        if self.known == 1:
            return f"One is known: {self.first}."
        lead = f"{words.number(self.known)} are known between {self.first} and {self.last}"
        if not self.missing:
            return f"{lead}, and none between them is missing."
        verb = "is" if self.missing == 1 else "are"
        return f"{lead}; {words.counted(self.missing, 'number', 'numbers')} between them {verb} missing here."


@dataclass(frozen=True)
class RegisterPage:
    """The register, narrowed to what was asked for."""

    register: Register
    asked: Asked
    calendar: Calendar
    today: dt.date
    plans: Shelf

    @cached_property
    def filed(self) -> list[Filed]:
        """What was asked for, in the order that was asked for."""
        found = [one for one in self.register.filed if self.asked.keeps(one)]
        key, reverse = _ORDER[self.asked.order]
        return sorted(found, key=key, reverse=reverse) if key else found

    def entry(self, one: Filed) -> DecisionPage:
        """A decision as a line of the list."""
        return DecisionPage(one, self.calendar, self.today)

    @cached_property
    def totals(self) -> Totals:
        """What they commit, and what that leaves out."""
        return totals(self.filed)

    @property
    def sum(self) -> str:
        """``Together £120,000.`` Empty where none states an amount."""
        return totals_words(self.totals.stated)

    @property
    def leaves_out(self) -> str:
        """``19 of 20 state no amount: 1 says that no money is involved, of 18 it is not known.``"""
        held = self.totals
        if not held.without:
            return ""
        parts = [
            (held.none, "{} {verb} that no money is involved"), (held.withheld, "{} {keep} the amount in Part 2"),
            (held.without - held.none - held.withheld, "of {} it is not known here"),
        ]  # fmt: skip
        said = [_part(count, text) for count, text in parts if count]
        lead = f"{words.number(held.without)} of {words.number(held.count)} state{'s' if held.without == 1 else ''} no amount"
        return f"{lead}: {', '.join(said)}."

    @property
    def numbers(self) -> list[Numbers]:
        """What is known of the numbers of each series that has any."""
        found = []
        for series in self.register.series:
            held = self.register.numbers_of(series)
            if held:
                gaps = tuple(str(gap) for gap in self.register.gaps_of(series))
                found.append(
                    Numbers(series, len(held), str(held[0]), str(held[-1]), self.register.missing_of(series), gaps)
                )
        return found

    @property
    def deferred(self) -> list[tuple[Deferred, str, bool]]:
        """What is signed and not public, each with the day until which it is deferred, and whether that is over."""
        return [
            (one, words.day(one.until) if one.until else "a day that is not said", one.overdue(self.today))
            for one in self.register.deferred
        ]

    def controls(self, query: Mapping[str, str]) -> list[Narrowed]:
        """The choices of the list, each showing what the address asks for. Raises PeelianError for a value that there is not."""
        held, asked = self.choices, query.get("item", "")
        if asked and asked not in dict(held["item"]):  # a plan's item that no decision serves is no error
            titles = {self.item_title(one.id, asked) for one in self.plans.volumes} - {asked}
            held["item"] += [(asked, min(titles))] if titles else []
        labels = {
            "series": "Series",
            "year": "Year",
            "by": "Who decided",
            "item": "What it serves in the plan",
            "fund": "Fund",
        }
        found = [narrowed(query, name, label, "All", held[name]) for name, label in labels.items()]
        return [one for one in found if one.choices or one.name not in ("item", "fund")]

    @property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What the register can be narrowed to, as values and words."""
        filed = self.register.filed
        items = {(one.decision.plan, item) for one in filed for item in one.decision.plan_items}
        return {
            "series": [(one.id, one.title) for one in self.register.series if self.register.numbers_of(one)],
            "year": _distinct(year_of(one) for one in filed)[::-1],
            "by": _distinct(maker_of(one) for one in filed),
            "item": sorted({(item, self.item_title(plan, item)) for plan, item in items}, key=lambda pair: pair[1]),
            "fund": _distinct(one.decision.fund for one in filed),
        }  # fmt: skip

    def item_title(self, plan: str, item: str) -> str:
        """The title of an item of a plan; its key where that plan is not kept here."""
        link = item_link(self.plans, plan, item)
        return link.text if link else item


def _part(count: int, text: str) -> str:
    one = count == 1
    return text.format(words.number(count), verb="says" if one else "say", keep="keeps" if one else "keep")


def _distinct(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(one, one) for one in sorted({value for value in values if value})]


_Key = Callable[[Filed], Any]
_ORDER: dict[str, tuple[_Key | None, bool]] = {
    "newest": (lambda one: (str(one.taken_on or ""), one.reference), True),
    "number": (None, False),
    "amount": (lambda one: (one.decision.totals.get(POUNDS, Decimal(-1)), one.reference), True),
}  # fmt: skip


def decisions_on(register: Register, plan: str, item: str) -> list[Link]:
    """The decisions that touch an item of a plan (``commitment:…``), each with its day and what it commits."""
    return [Link(_what_it_did(one), f"/decisions/{one.id}") for one in register.touching(plan, item)]


def _what_it_did(one: Filed) -> str:
    """``PCD 219: Grants for safer wards (26 November 2026, £120,000)``."""
    known = [words.day(one.taken_on) if one.taken_on else "", totals_words(one.decision.totals)]
    told = ", ".join(filter(None, known))
    return f"{one.reference}: {one.decision.title}" + (f" ({told})" if told else "")


def meeting_address(shelf: Meetings, meeting: Meeting | None) -> str:
    """Where the meeting of a decision has its page; empty where none, or more than one, of that day bears its committee's name.

    A form often leaves out of which body the committee is: ``Police and Crime Committee``.
    """
    if meeting is None:
        return ""
    names = {one.id: one.title for one in shelf.committees}
    of_that_day = [one for one in shelf.meetings if one.on == meeting.day]
    found = [one.id for one in of_that_day if names.get(one.committee, "").endswith(meeting.committee)]
    return f"/committees/{found[0]}" if len(found) == 1 else ""


def item_link(plans: Shelf, plan: str, item: str) -> Link | None:
    """Where an item of a plan has its page, with its title; None where no such plan or item is kept."""
    volume = next((one for one in plans.volumes if one.id == plan), None)
    kind, _, name = item.partition(":")
    found = find(volume.newest.plan, kind, name) if volume else None
    if found is None or kind not in ("commitment", "objective"):
        return None
    if kind == "commitment":
        return Link(found.title, f"/commitments/{name}?plan={plan}")
    return Link(found.title, f"/objectives/{name}")


@dataclass(frozen=True)
class AwardsPage:
    """How long grants take from application to payment, as its page shows it."""

    awards: list[Award]

    @cached_property
    def waits(self) -> Waits:
        """All of them summed up."""
        return sum_up(one.wait for one in self.awards)

    @property
    def lead(self) -> str:
        """``5 grants: 3 paid, 2 not. Of 1 the days cannot be told.``"""
        held = self.waits
        said = f"{words.counted(held.count, 'grant', 'grants')}: {words.number(held.paid)} paid, {words.number(held.open)} not."
        return f"{said} Of {words.number(held.unknown)} the days cannot be told." if held.unknown else said

    @property
    def over(self) -> str:
        """``2 of 4 with a target are over it, 1 of them not paid yet. Of 1 no target is set.``"""
        held = self.waits
        if held.count == held.unknown:
            return ""
        if not held.with_target:
            return "No target is set for any whose days can be told: whether one took too long cannot be told."
        many = words.number(held.over) if held.over else "None"
        said = f"{many} of {words.number(held.with_target)} with a target {'are' if held.over > 1 else 'is'} over it"
        said += f", {words.number(held.open_over)} of them not paid yet." if held.open_over else "."
        return said + (f" Of {words.number(held.without_target)} no target is set." if held.without_target else "")

    @property
    def median(self) -> str:
        """``The median is 60 days from application to payment.`` Empty where no days can be counted."""
        held = self.waits
        if held.median is None:
            return ""
        count = words.number(held.median, 0 if held.median.is_integer() else 1)
        unit = "day" if count == "1" else "days"
        least = (
            f"at least {count} {unit}: those not paid yet count with the days so far"
            if held.at_least
            else f"{count} {unit}"
        )
        return f"From application to payment the median is {least}."

    @property
    def told(self) -> dict[str, Any]:
        """The same for programs."""
        return {**vars(self.waits), "count": self.waits.count, "over": self.waits.over}

    def table(self, shown: Iterable[Award]) -> FigureTable:
        """Some of them, a row each."""
        heads = (
            Column("Grant"), Column("Days", True), Column("Target", True), Column("Over", True), Column("Recipient"),
            Column("Amount", True), Column("Applied"), Column("Paid"),
        )  # fmt: skip
        rows = tuple(_award_row(one) for one in shown)
        return FigureTable("awards", "Grants, those over target first", heads, rows, note="Days of the calendar")


def _award_row(one: Award) -> Row:
    held, grant = one.wait, one.grant
    days = "cannot tell" if held.days is None else f"{words.number(held.days)}{'' if held.paid else ' so far'}"
    over = held.over if held.target is not None and held.days is not None else None
    return Row((
        Cell(grant.title, f"/decisions/{one.filed.id}#grants", note=str(one.filed.reference)), Cell(days),
        Cell(words.number(held.target) if held.target is not None else "none set"),
        Cell("" if over is None else words.number(over)), Cell(grant.recipient_name),
        Cell(money_words(grant.amount, grant.currency)), Cell(words.day(held.applied) if held.applied else "not known"),
        Cell(words.day(held.paid) if held.paid else "not noted"),
    ))  # fmt: skip
