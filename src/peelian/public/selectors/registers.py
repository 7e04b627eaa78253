"""What stands beside a plan's themes: programmes, pilots, reviews, findings, promised publications, trade-offs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peelian.figures.catalogue import Measure
from peelian.figures.periods import month_name, parse_month
from peelian.plans.records import PROGRAMME_KINDS, Aim, Body
from peelian.plans.statuses import DECIDES
from peelian.public import wording
from peelian.public.selectors import readings
from peelian.public.selectors.account import Late, Named, PlanAccount, Told
from peelian.public.selectors.plan import due_words
from peelian.public.selectors.promises import names
from peelian.public.selectors.readings import Reading
from peelian.ui.components import Link, StatusSign

HEADINGS = {
    "strategy": "Strategies", "action plan": "Action plans", "review": "Reviews of its own", "service": "Services",
    "system": "Systems", "pilot": "Pilots run as programmes",
}  # fmt: skip
EVERY = {"year": "every year", "quarter": "every quarter", "month": "every month"}


@dataclass(frozen=True)
class Watched:
    """A measure that a record names, with its latest figure."""

    measure: Measure
    reading: Reading | None


@dataclass(frozen=True)
class AimRead:
    """An aim of a pilot, with the figure by which it would be seen."""

    aim: Aim
    watched: Watched | None

    @property
    def wants(self) -> str:
        """``fewer``, where a measure is named and a direction."""
        if self.watched is None or self.aim.wanted == "none":
            return ""
        return wording.wants(self.aim.wanted, None, self.watched.measure)


@dataclass(frozen=True)
class Decided:
    """What was decided of an item that a review touches."""

    item: Named
    told: Told | None
    reopened: str


@dataclass(frozen=True)
class Entry:
    """One record of a register, of any kind."""

    account: PlanAccount
    kind: str
    record: Any

    @property
    def id(self) -> str:
        """Its place on the page."""
        return f"{self.kind}-{self.record.id}"

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.record.title)

    @property
    def owner(self) -> Body | None:
        """Who answers for it."""
        found: Body | None = getattr(self.record, "owner", None) or getattr(self.record, "by", None)
        return found

    @cached_property
    def sign(self) -> StatusSign:
        """Where it stands."""
        return self.account.sign(self.kind, self.record.id)

    @cached_property
    def history(self) -> list[Told]:
        """Every claim of it, newest first."""
        return self.account.history(self.kind, self.record.id)

    @property
    def last(self) -> Told | None:
        """What was claimed last."""
        return self.history[0] if self.history else None

    @property
    def decision(self) -> Told | None:
        """Of a pilot: whether it was rolled out or stopped."""
        return next((one for one in self.history if one.claim.status in DECIDES), None)

    @property
    def late(self) -> Late | None:
        """Whether it is overdue."""
        return self.account.late_of(self.kind, self.record.id).get("")

    @property
    def due(self) -> str:
        """When it is due, and how often it comes."""
        every = EVERY.get(getattr(self.record, "every", None) or "", "")
        when, words = getattr(self.record, "due", None), getattr(self.record, "due_words", None)
        if every and not when and not words:
            return every
        return f"{due_words(when, words, None)}{f', {every}' if every else ''}"

    @property
    def expected(self) -> str:
        """Of a review: ``expected October 2016``."""
        when, words = self.record.expected, self.record.expected_words
        printed = f"printed as “{words}”" if words else ""
        month = f"expected {month_name(parse_month(when))}" if when else ""
        return ", ".join(filter(None, (month, printed))) or "no date printed"

    @property
    def span(self) -> str:
        """Of a pilot: ``from January 2017, no end printed``."""
        starts, ends = self.record.starts, self.record.ends
        begin = f"from {month_name(parse_month(starts))}" if starts else "no start printed"
        return f"{begin} to {month_name(parse_month(ends))}" if ends else f"{begin}, no end printed"

    @property
    def source(self) -> str:
        """Where it is printed: a line of the plan's document, or of another."""
        if self.record.line is None:
            return ""
        other: str | None = getattr(self.record, "document", None)
        if other is None or other == self.account.plan.document:
            return f"line {self.record.line}"
        return f"{wording.document(self.account.site.release.catalogue, other)}, line {self.record.line}"

    @cached_property
    def about(self) -> list[Named]:
        """The items of the plan that it names."""
        return self.account.all_named(names(self.record))

    @cached_property
    def measures(self) -> list[Watched]:
        """The measures that it should move."""
        return [found for name in self.record.measures if (found := watched(self.account, name))]

    @cached_property
    def aims(self) -> list[AimRead]:
        """Of a pilot: what it is to show."""
        return [AimRead(aim, watched(self.account, aim.measure) if aim.measure else None) for aim in self.record.aims]

    @cached_property
    def touched(self) -> list[Decided]:
        """Of a review: each item that it touches, and what was decided of it."""
        reopened = {one.item: one.why for one in self.account.standing.reopened if one.review.id == self.record.id}
        return [
            Decided(item, self._decided(item), reopened.get(item.record.id, ""))
            for item in self.account.all_named(self.record.touches)
        ]

    def _decided(self, item: Named) -> Told | None:
        found = self.account.history("review", self.record.id, item.record.id)
        return found[0] if found else None

    @property
    def published(self) -> Link | None:
        """Of a publication: where it can be read; None while it is not out."""
        last = self.last
        return last.evidence[0].link if last and last.claim.status == "published" else None


def watched(account: PlanAccount, name: str) -> Watched | None:
    """A measure with its latest figure at the plan's own area; None where the catalogue has no such."""
    site = account.site
    measure = site.release.catalogue.measures.get(name)
    return Watched(measure, readings.reading(site, measure, site.home)) if measure else None


def entries(account: PlanAccount, kind: str) -> list[Entry]:
    """Every record of a kind, in the plan's order."""
    plan = account.plan
    among: dict[str, tuple[Any, ...]] = {
        "programme": plan.programmes, "pilot": plan.pilots, "review": plan.reviews, "finding": plan.findings,
        "publication": plan.publications, "trade-off": plan.trade_offs,
    }  # fmt: skip
    return [Entry(account, kind, one) for one in among[kind]]


def programmes(account: PlanAccount) -> list[tuple[str, str, list[Entry]]]:
    """Programmes under the heading of their kind, and the place of that heading."""
    every = entries(account, "programme")
    found = [(kind, [one for one in every if one.record.kind == kind]) for kind in PROGRAMME_KINDS]
    return [(kind.replace(" ", "-"), HEADINGS[kind], held) for kind, held in found if held]


def traded(account: PlanAccount) -> list[tuple[Entry, Named | None]]:
    """Each trade-off, and what it makes room for."""
    return [(one, account.named(one.record.of)) for one in entries(account, "trade-off")]
