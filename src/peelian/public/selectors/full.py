"""Everything that a plan says, in its own order, for a page that is read or printed as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period, month_name, parse_month
from peelian.plans.records import HEADS, Content, Objective, Target, Theme, Yardstick
from peelian.plans.standing import missing_years
from peelian.public import wording
from peelian.public.selectors.account import Named, PlanAccount
from peelian.public.selectors.plan import YardstickReading, read
from peelian.public.selectors.promises import Promise, promises
from peelian.public.selectors.registers import Entry, entries, programmes, traded
from peelian.ui.format import capital


@dataclass(frozen=True)
class Reader:
    """A yardstick with its targets, and the years of the plan that have none."""

    account: PlanAccount
    yardstick: Yardstick

    @property
    def title(self) -> str:
        """The measure's title."""
        found = self.account.site.release.catalogue.measures.get(self.yardstick.measure)
        return found.title if found else self.yardstick.measure

    @property
    def href(self) -> str:
        """The measure's page; empty where this release has no such measure."""
        known = self.yardstick.measure in self.account.site.release.catalogue.measures
        return f"/measures/{self.yardstick.measure}" if known else ""

    @cached_property
    def _read(self) -> YardstickReading | None:
        """With its latest figure; of a plan that is not in force, and of a measure that is gone, nothing is read."""
        if not self.account.current:
            return None
        try:
            return read(self.account.site, self.yardstick)
        except PeelianError:
            return None

    @property
    def wants(self) -> str:
        """What the plan wants of it."""
        found = self.account.site.release.catalogue.measures.get(self.yardstick.measure)
        return (
            wording.wants(self.yardstick.wanted, self.yardstick.reading, found)
            if found
            else (self.yardstick.reading or "")
        )

    @property
    def latest(self) -> str:
        """``46,100 offences in 12 months to December 2025``; empty where no figure is held."""
        found = self._read.reading if self._read else None
        return f"{found.value}{f' {found.unit}' if found.unit else ''}, {found.period}" if found else ""

    @property
    def baseline(self) -> str:
        """Where it starts from."""
        return self._read.baseline if self._read else ""

    @property
    def targets(self) -> list[str]:
        """Its targets in words, and the band to stay within."""
        if self._read is None:
            return [_target(target) for target in self.yardstick.targets]
        return [*self._read.targets, *([f"between {self._read.band}"] if self._read.band else [])]

    @property
    def missing(self) -> str:
        """The years for which a yearly target is promised and none is set."""
        years: list[Period] = missing_years(self.account.plan, self.yardstick)
        return ", ".join(year.label().removeprefix("financial year ") for year in years)

    @property
    def to_be_set(self) -> str:
        """By when, and with whom, its targets are to be set."""
        due = self.yardstick.targets_due
        when = f"targets to be set by {month_name(parse_month(due))}" if due else ""
        people = "with the people they are for" if self.yardstick.with_people else ""
        if self.yardstick.set_with:
            people = f"set with: {self.yardstick.set_with}"
        return ", ".join(filter(None, (when, people)))


def _target(target: Target) -> str:
    return f"{target.value} by {target.by.label()}" if target.by else str(target.value)


@dataclass(frozen=True)
class Goal:
    """An objective with everything that reads it."""

    account: PlanAccount
    objective: Objective

    @property
    def href(self) -> str:
        """Its own page; empty where only the plan in force has one."""
        return self.account.address("objective", self.objective.id) if self.account.current else ""

    @property
    def readers(self) -> list[Reader]:
        """How it is read."""
        return [Reader(self.account, one) for one in self.account.plan.yardsticks_of(self.objective.id)]


@dataclass(frozen=True)
class Chapter:
    """A theme with its promises and its goals."""

    theme: Theme
    promises: list[Promise]
    goals: list[Goal]


@dataclass(frozen=True)
class Whole:
    """A plan from its first theme to the last thing that stands beside it."""

    account: PlanAccount

    @property
    def chapters(self) -> list[Chapter]:
        """Its themes."""
        return [
            Chapter(theme, promises(self.account, theme.commitments), [Goal(self.account, one) for one in theme.objectives])
            for theme in self.account.plan.themes
        ]  # fmt: skip

    @property
    def others(self) -> list[Promise]:
        """Promises outside the themes' lists."""
        return promises(self.account, self.account.plan.promises)

    @property
    def contents(self) -> list[tuple[str, str, Content | None]]:
        """The six things that a plan must set out by PRSRA 2011 s.7(1), each as the plan does it; None where it does not."""
        held = {content.head: content for content in self.account.plan.contents}
        return [
            (letter, capital(words), held.get(head))
            for letter, (head, words) in zip("abcdef", HEADS.items(), strict=True)
        ]

    @property
    def trade_offs(self) -> list[tuple[Entry, Named | None]]:
        """What is done less because of something else."""
        return traded(self.account)

    @property
    def programmes(self) -> list[tuple[str, str, list[Entry]]]:
        """Programmes by kind."""
        return programmes(self.account)

    @property
    def pilots(self) -> list[Entry]:
        """Trials."""
        return entries(self.account, "pilot")

    @property
    def reviews(self) -> list[Entry]:
        """Reviews that are awaited."""
        return entries(self.account, "review")

    @property
    def publications(self) -> list[Entry]:
        """Promised publications."""
        return entries(self.account, "publication")

    @property
    def findings(self) -> list[Entry]:
        """Findings of inspections."""
        return entries(self.account, "finding")
