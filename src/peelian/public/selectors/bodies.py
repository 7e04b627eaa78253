"""A body before the committees: what it was asked, what it said, what it did, and how long that takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.public.selectors.account import accounts, how_many
from peelian.public.selectors.recommendations import (
    NO_ANSWER,
    NO_CLAIM,
    NO_VERDICT,
    Entry,
    full_name,
    ledger_of,
    name_of,
    sign_of,
)
from peelian.public.selectors.registers import Entry as Registered
from peelian.public.selectors.reports import Printed, entries_of
from peelian.public.selectors.years import Done, occasion_of
from peelian.public.site import Site
from peelian.scrutiny.ledger.activities import once
from peelian.scrutiny.ledger.life import Word
from peelian.scrutiny.ledger.shelf import Ledger
from peelian.scrutiny.ledger.standing import Life, overdue_in
from peelian.scrutiny.ledger.survival import FEWEST, Curve
from peelian.scrutiny.ledger.timing import Timed, answers, deliveries
from peelian.ui.charts import WaitChart, WaitPoint
from peelian.ui.components import Cell, ChartBlock, Column, FigureTable, Link, Row, StatusSign
from peelian.ui.format import day, number


@dataclass(frozen=True)
class Timing:
    """How long one thing takes: a sentence, and the curve with its table where there is enough to draw."""

    id: str
    heading: str
    timed: Timed
    done: str
    """``answered``."""
    verb: str

    @property
    def curve(self) -> Curve:
        """The curve."""
        return self.timed.curve

    @property
    def short(self) -> str:
        """``64 days (38 to 90)``: within how many half are done, with its limits; else why that cannot be told."""
        held = self.curve
        if not held.enough:
            return f"cannot be told: {held.ended} of {held.waits}"
        half, (low, high) = held.quantile(0.5), held.quantile_limits(0.5)
        if half is None:
            return f"not yet: {round(held.points[-1].waiting * 100)}% still wait after {number(held.longest)} days"
        return f"{how_many(half, 'day', 'days')} ({number(low or 0)} {'to ' + number(high) if high is not None else 'upwards'})"

    @property
    def sentence(self) -> str:
        """What it comes to, or why it cannot be told."""
        held = self.curve
        if not held.enough:
            over = f"{held.ended} of {held.waits} {'is' if held.ended == 1 else 'are'} {self.done}"
            return f"How long it takes cannot be told: {over}, and it takes at least {FEWEST} to tell."
        half, (low, high) = held.quantile(0.5), held.quantile_limits(0.5)
        if half is None:
            still = round(held.points[-1].waiting * 100)
            return f"More than half are not {self.done} yet: after {number(held.longest)} days {still}% still wait."
        last = f"to {number(high)}" if high is not None else "upwards; these data set no upper one"
        within = f" (95% limits: {number(low or 0)} {last})"
        return f"Half are {self.done} within {number(half)} days{within}."

    @property
    def left_out(self) -> str:
        """What could not be counted."""
        if not self.timed.left_out:
            return ""
        return f"{how_many(self.timed.left_out, 'recommendation', 'recommendations')} left out: no day of the report is known."

    @property
    def block(self) -> ChartBlock | None:
        """The curve drawn; None where there is too little."""
        held = self.curve
        if not held.enough:
            return None
        points = tuple(WaitPoint(one.days, one.waiting, one.low, one.high) for one in held.points)
        drawn = WaitChart(
            self.heading, f"{self.sentence} {held.ended} of {held.waits} are {self.done}.", points, held.longest,
            f"% not {self.done} yet", "days since the report", tuple(one.days for one in held.held),
            tuple(one.days for one in held.held if not one.over), "still watched on that day",
            tuple(one.entered for one in held.held),
        )  # fmt: skip
        return ChartBlock(
            f"curve-{self.id}", self.heading, drawn, level=3,
            how_to_read=(
                f"{self.sentence} Shaded: 95% limits. A tick is where one was still waiting when last seen: today, or on the day "
                "on which the committee closed or withdrew it."
            ),
        )  # fmt: skip

    @property
    def table(self) -> FigureTable:
        """The same in figures."""
        columns = (Column("Day", True), Column("Not yet", True), Column("95% limits", True),
                   Column(self.done.capitalize(), True, note="of those still watched"))  # fmt: skip
        rows = tuple(
            Row((Cell(number(one.days)), Cell(f"{number(one.waiting * 100, 1)}%"),
                 Cell(f"{number(one.low * 100, 1)}–{number(one.high * 100, 1)}%"),
                 Cell(f"{number(one.ended)} of {number(one.at_risk)}", order=one.ended)))
            for one in self.curve.points
        )  # fmt: skip
        return FigureTable(f"table-{self.id}", f"{self.heading}, in figures", columns, rows)


@dataclass(frozen=True)
class BodyPage:
    """Everything about one body."""

    site: Site
    ledger: Ledger
    body: str

    @property
    def name(self) -> str:
        """Its whole name."""
        return full_name(self.ledger, self.body)

    @property
    def short(self) -> str:
        """As a table names it."""
        return name_of(self.ledger, self.body)

    @cached_property
    def asked(self) -> list[Life]:
        """What it was asked, and what it owes in the place of one that is gone."""
        return self.ledger.asked_of(self.body, today())

    @cached_property
    def entries(self) -> list[Entry]:
        """What it was asked, as entries."""
        return entries_of(self.site, self.ledger, self.asked, self.body)

    @property
    def overdue(self) -> int:
        """How much of what it owes is overdue: what others owe since they took its place is theirs."""
        return overdue_in(one for one in self.asked if one.owed(self.body))

    @property
    def places(self) -> list[str]:
        """Who took its place and when, and how many of the recommendations it owes in whose place."""
        held = self.ledger.names.get(self.body)
        told = [
            f"{name_of(self.ledger, one.by)} took its place on {day(one.on)} and owes since what it was asked."
            for one in (held.succeeded if held else ()) if one.on <= today()
        ]  # fmt: skip
        taken = Counter(one.addressee for one in self.asked if one.addressee != self.body)
        told += [
            f"{how_many(count, 'was', 'were')} made to {name_of(self.ledger, one)}, whose place it took."
            for one, count in taken.items()
        ]
        return told

    @property
    def answered(self) -> list[tuple[StatusSign, int]]:
        """How many it answered how."""
        return _counted(self.asked, lambda one: one.answer, NO_ANSWER)

    @property
    def claimed(self) -> list[tuple[StatusSign, int]]:
        """How many it says it delivered."""
        return _counted(self.asked, lambda one: one.claim, NO_CLAIM)

    @property
    def found(self) -> list[tuple[StatusSign, int]]:
        """What the committees found."""
        return _counted(self.asked, lambda one: one.verdict, NO_VERDICT)

    @property
    def disputed(self) -> int:
        """How often the committee finds otherwise than the body says."""
        return sum(one.disputed for one in self.asked)

    @cached_property
    def reports(self) -> list[Printed]:
        """Reports and letters to it of which no recommendation is here."""
        to_it = [one for one in self.ledger.reports if self.body in one.addressees and not one.recommendations]
        return [Printed(self.site, self.ledger, one) for one in to_it]

    @cached_property
    def made(self) -> list[Printed]:
        """Reports that it made itself."""
        return [Printed(self.site, self.ledger, one) for one in self.ledger.reports if one.body == self.body]

    @cached_property
    def done(self) -> list[Done]:
        """What it did, each once, the latest first: the diary of a body, or of a committee what it did beside investigations."""
        own = [one for one in self.ledger.activities if one.committee == self.body]
        return [occasion_of(self.site, self.ledger, one) for one in reversed(once(own))]

    @cached_property
    def timings(self) -> list[Timing]:
        """How long its answers and its deliveries take; none where it was asked nothing."""
        if not self.asked:
            return []
        return [
            Timing("answers", "How long until an answer", answers(self.asked, self.body), "answered", "answers"),
            Timing(
                "deliveries",
                "How long until the committee finds it delivered",
                deliveries(self.asked, self.body),
                "delivered",
                "delivers",
            ),
        ]

    @cached_property
    def findings(self) -> list[Registered]:
        """Findings of inspections and inquiries that a plan says it has to answer (N46)."""
        return [
            Registered(held, "finding", one)
            for held in accounts(self.site)
            for one in held.plan.findings if one.owner.id == self.body
        ]  # fmt: skip

    @property
    def say(self) -> str:
        """What stands at the top, in one sentence."""
        if not self.asked:
            return f"No recommendation to {self.short} is on record with its text."
        replied = sum(one.answered_on is not None for one in self.asked)
        done = sum(one.verdict is not None and one.verdict.id == "delivered" for one in self.asked)
        return (
            f"Asked {how_many(len(self.asked), 'thing', 'things')}. On record: {replied or 'none'} answered, "
            f"{done or 'none'} that a committee found delivered, {self.overdue or 'none'} overdue."
        )


def _counted(
    held: list[Life], told: Callable[[Life], Word | None], missing: StatusSign
) -> list[tuple[StatusSign, int]]:
    signs = [sign_of(told(one), missing) for one in held]
    return [(sign, signs.count(sign)) for sign in dict.fromkeys(signs)]


def body_page(site: Site, body: str) -> BodyPage:
    """A body that was asked something, that asked, or of which it is told what it did. Raises PeelianError for any other."""
    ledger = ledger_of(site)
    did = (one.committee for one in ledger.activities)
    named = body in (*ledger.bodies, *did) or any(
        body == one.owner.id for held in accounts(site) for one in held.plan.findings
    )
    if not named:
        raise PeelianError(
            "unknown-body", f"No committee has asked anything of {body}.", "The list of recommendations names every body.",
            {"body": body},
        )  # fmt: skip
    return BodyPage(site, ledger, body)


COMPARED = (
    "body", "name", "recommendations", "answered", "found_delivered", "overdue", "days_to_answer", "days_to_answer_low",
    "days_to_answer_high", "days_to_delivery", "days_to_delivery_low", "days_to_delivery_high", "left_out", "as_at",
)  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """A body beside the others: what it was asked, what came of it, and how long that takes."""

    page: BodyPage

    @property
    def answered(self) -> int:
        """How many recommendations it answered, every point of them."""
        return sum(one.answered_on is not None for one in self.page.asked)

    @property
    def delivered(self) -> int:
        """How many a committee found delivered."""
        return sum(one.verdict is not None and one.verdict.id == "delivered" for one in self.page.asked)

    def as_row(self) -> dict[str, Any]:
        """By ``COMPARED``. The days are empty where they cannot be told."""
        page = self.page
        days: dict[str, int | None] = {}
        for name, one in zip(("days_to_answer", "days_to_delivery"), page.timings, strict=True):
            told = (
                (one.curve.quantile(0.5), *one.curve.quantile_limits(0.5)) if one.curve.enough else (None, None, None)
            )
            days |= dict(zip((name, f"{name}_low", f"{name}_high"), told, strict=True))
        return {
            "body": page.body, "name": page.name, "recommendations": len(page.asked), "answered": self.answered,
            "found_delivered": self.delivered, "overdue": page.overdue, **days, "left_out": page.timings[0].timed.left_out,
            "as_at": today(),
        }  # fmt: skip


def bodies_beside(site: Site) -> list[Beside]:
    """Every body that was asked something, the most asked first."""
    ledger = ledger_of(site)
    return [Beside(BodyPage(site, ledger, link.href.rpartition("/")[2])) for link, _, _ in bodies_asked(site, ledger)]


def bodies_asked(site: Site, ledger: Ledger) -> list[tuple[Link, int, int]]:
    """Every body that was asked something: its page, how many recommendations, how many overdue; the most asked first."""
    held = list(ledger.lives(today()))
    found = [
        (Link(name_of(ledger, body), f"/bodies/{body}"), sum(one.of(body) for one in held),
         overdue_in(one for one in held if one.owed(body)))
        for body in dict.fromkeys(name for one in held for name in (one.addressee, *one.owed_by))
    ]  # fmt: skip
    return sorted(found, key=lambda one: -one[1])
