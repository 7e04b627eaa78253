"""What a plan promises, commitment by commitment, as lists and pages show it: status, dates, money, milestones, measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peelian.figures.catalogue import Measure
from peelian.figures.periods import month_name, parse_month
from peelian.plans.other_words import other_words
from peelian.plans.queries import bodies
from peelian.plans.records import (
    Body,
    Commitment,
    Detail,
    Money,
    Objective,
    Pilot,
    Programme,
    Publication,
    Review,
    TradeOff,
)
from peelian.public import wording
from peelian.public.selectors import judging, pictures, readings
from peelian.public.selectors.account import Late, Named, PlanAccount, Told
from peelian.public.selectors.decisions import decisions_on
from peelian.public.selectors.definition import needed
from peelian.public.selectors.judging import Judged
from peelian.public.selectors.plan import after_plan_note, due_words
from peelian.public.selectors.readings import Reading
from peelian.ui.components import ChartBlock, Link, StatusSign
from peelian.ui.format import all_of, number, plain

CHARTS = 4
"""How many of a commitment's measures are drawn; the others are one link away."""


@dataclass(frozen=True)
class Milestone:
    """A dated, costed or counted part of a commitment."""

    detail: Detail
    due: str
    sign: StatusSign
    late: Late | None
    told: tuple[Told, ...]
    measured: bool

    @property
    def amount(self) -> str:
        """``2 constables a ward``; empty where nothing is counted."""
        return f"{plain(self.detail.value)} {self.detail.unit}" if self.detail.value is not None else ""

    @property
    def speaks(self) -> bool:
        """Whether its status says more than nothing."""
        return bool(self.told or self.late or self.detail.due)


@dataclass(frozen=True)
class Beside:
    """A measure beside what is claimed: its latest figure, the judgement as the plan reads it, and its picture."""

    measure: Measure
    reading: Reading | None
    judged: Judged | None
    wanted: str
    needed: str
    block: ChartBlock | None

    @property
    def verdict(self) -> str:
        """``Better``, ``No real change``."""
        return self.judged.read_by(self.wanted) if self.judged else ""

    @property
    def tone(self) -> str:
        """The colour beside it."""
        return self.judged.tone(self.wanted) if self.judged else "none"

    @property
    def wants(self) -> str:
        """What the plan wants of it; empty where it reads it in two ways or names no direction."""
        return wording.wants(self.wanted, None, self.measure) if self.wanted in ("lower", "higher") else ""


@dataclass(frozen=True)
class Passage:
    """Another place where the plan says a promise: the document's words, what they leave out, and whether a machine found it."""

    line: int
    words: str
    left_out: str
    found: bool


def left_out(elements: Iterable[str], names: Iterable[Body]) -> str:
    """``the PCSO, December 2017 and the number 2``: what a passage leaves out of a promise; empty where nothing."""
    short = {body.id: body.short for body in names}
    return all_of(_element(one, short) for one in elements)


def _element(element: str, short: dict[str, str]) -> str:
    kind, _, value = element.partition(" ")
    if kind == "date" and len(value) == len("2017-12"):
        return month_name(parse_month(value))
    if kind == "number":
        return f"the number {value}"
    return f"the {short.get(element, element.upper() if len(element) < 6 else element)}"


@dataclass(frozen=True)
class Promise:
    """A commitment with where it stands."""

    account: PlanAccount
    commitment: Commitment

    @property
    def link(self) -> Link:
        """Its own page."""
        return Link(self.commitment.title, self.account.address("commitment", self.commitment.id))

    @cached_property
    def sign(self) -> StatusSign:
        """Where it stands."""
        return self.account.sign("commitment", self.commitment.id)

    @property
    def last(self) -> Told | None:
        """What was claimed last; None where nobody has."""
        return self.history[0] if self.history else None

    @cached_property
    def history(self) -> list[Told]:
        """Every claim of the whole of it, newest first."""
        return self.account.history("commitment", self.commitment.id)

    @cached_property
    def _late(self) -> dict[str, Late]:
        return self.account.late_of("commitment", self.commitment.id)

    @property
    def late(self) -> Late | None:
        """Whether the whole of it is overdue, and by how much."""
        return self._late.get("")

    @property
    def due(self) -> str:
        """``due December 2017``."""
        return due_words(self.commitment.due, self.commitment.due_words, None)

    @property
    def dated(self) -> bool:
        """Whether the plan prints any date for it."""
        return bool(self.commitment.due or self.commitment.due_words)

    @property
    def money(self) -> list[tuple[str, Money]]:
        """Amounts, and what each is for."""
        return [(money_words(item), item) for item in self.commitment.money]

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Its parts with their own status."""
        return [self._milestone(item) for item in self.commitment.details]

    def _milestone(self, item: Detail) -> Milestone:
        told = tuple(self.account.history("commitment", self.commitment.id, item.id))
        return Milestone(
            item, due_words(item.due, item.due_words, None), self.account.sign("commitment", self.commitment.id, item.id),
            self._late.get(item.id), told, item.value is not None,
        )  # fmt: skip

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """What it should bring about."""
        return self.account.plan.objectives_served_by(self.commitment.id)

    @property
    def words(self) -> str:
        """The plan's own words, as the records have them or as the document prints them; empty where neither is kept."""
        return self.commitment.text or self.account.volume.words_at(self.commitment.line)

    @cached_property
    def passages(self) -> list[Passage]:
        """Where else the plan says it, as its records list and as is found in its document; with what is left out there."""
        volume, site = self.account.volume, self.account.site
        names = bodies(site.house.pack)
        found = other_words(volume, names).get(self.commitment.id)
        said = {one.line: one for one in found.said} if found else {}
        lines = sorted({*self.commitment.passages, *said} - {self.commitment.line})
        return [
            Passage(line, volume.words_at(line), left_out(said[line].leaves_out, names) if line in said else "",
                    line not in self.commitment.passages)
            for line in lines if line is not None
        ]  # fmt: skip

    @cached_property
    def beside(self) -> list[Beside]:
        """The measures that would show it."""
        found = [_beside(self.account, name, place) for place, name in enumerate(self.commitment.measures)]
        return [one for one in found if one is not None]

    @property
    def after_plan(self) -> str:
        """Said where the figures beside it are from after the plan's years."""
        newest = max((one.reading.figure.period.last for one in self.beside if one.reading), default=0)
        return after_plan_note(self.account.plan, newest)

    @property
    def unsaid(self) -> list[Milestone]:
        """Its parts that nobody has reported on."""
        return [one for one in self.milestones if not one.told]

    @property
    def decided(self) -> list[Link]:
        """The decisions that touch it."""
        return decisions_on(self.account.site.decisions, self.account.volume.id, f"commitment:{self.commitment.id}")

    @cached_property
    def touched_by(self) -> list[tuple[str, list[Named]]]:
        """What stands beside it in the plan, by kind."""
        return [(kind, found) for kind, found in touching(self.account, self.commitment) if found]


def money_words(item: Money) -> str:
    """``£72,000,000``."""
    return f"£{number(item.amount)}" if item.currency == "GBP" else f"{item.currency} {number(item.amount)}"


def promises(account: PlanAccount, among: tuple[Commitment, ...]) -> list[Promise]:
    """Commitments with where each stands."""
    return [Promise(account, item) for item in among]


def _beside(account: PlanAccount, name: str, place: int) -> Beside | None:
    site = account.site
    measure = site.release.catalogue.measures.get(name)
    if measure is None:
        return None
    reading = readings.reading(site, measure, site.home)
    drawn = pictures.over_time(site, measure, site.home) if reading and place < CHARTS else None
    block = ChartBlock(f"chart-{measure.id}", f"{measure.title} over time", drawn, level=4) if drawn else None
    return Beside(
        measure, reading, judging.judged(site, measure, site.home), account.plan.wanted_of(name),
        needed(site.release.catalogue, measure), block,
    )  # fmt: skip


def touching(account: PlanAccount, commitment: Commitment) -> list[tuple[str, list[Named]]]:
    """Pilots, reviews, publications, programmes and trade-offs that name a commitment, or an objective that it serves."""
    plan = account.plan
    about = {commitment.id}

    def named(kind: str, records: tuple[Any, ...]) -> list[Named]:
        return [
            Named(kind, one, Link(one.title, account.address(kind, one.id)))
            for one in records
            if about & set(names(one))
        ]

    return [
        ("Less because of it", named("trade-off", plan.trade_offs)), ("Programmes", named("programme", plan.programmes)),
        ("Pilots", named("pilot", plan.pilots)), ("Promised publications", named("publication", plan.publications)),
        ("Reviews that may change it", named("review", plan.reviews)),
    ]  # fmt: skip


def names(record: Programme | Pilot | Publication | Review | TradeOff) -> tuple[str, ...]:
    """The items that a record beside the plan names."""
    match record:
        case Programme():
            return record.commitments
        case Review():
            return record.touches
        case TradeOff():
            return (record.of,)
        case _:
            return (record.commitment,) if record.commitment else ()
