"""A plan with what was claimed of it, in words for pages: where each promise stands, what is overdue, where each has its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, today
from peelian.figures.periods import month_name, parse_month
from peelian.plans.kinds import KINDS
from peelian.plans.queries import find
from peelian.plans.records import Plan
from peelian.plans.shelf import Volume
from peelian.plans.standing import Overdue, Standing, milestone, standing
from peelian.plans.statuses import EVIDENCE, Claim, Status
from peelian.public.site import Site
from peelian.ui.components import Link, Stand, StatusSign
from peelian.ui.format import day, number

UNSAID = StatusSign("◌", "Nobody has reported on this yet", "unsaid")
FAILED = ("broken", "rejected", "stopped", "given-up")
PAGES = {
    "commitment": "/commitments/{}", "objective": "/objectives/{}", "theme": "/plan/themes/{}",
    "publication": "/plan/publications#publication-{}", "programme": "/plan/programmes#programme-{}",
    "pilot": "/plan/programmes#pilot-{}", "review": "/plan/programmes#review-{}",
    "finding": "/plan/programmes#finding-{}", "trade-off": "/plan/trade-offs#trade-off-{}",
}  # fmt: skip
"""Where the items of the plan in force have their place; those of any other plan stand on that plan's own page."""


@dataclass(frozen=True)
class Named:
    """An item of a plan by its id alone: what kind it is, and its record."""

    kind: str
    record: Any
    link: Link
    sign: StatusSign | None = None
    """Where it stands; None where nobody has said, and of what has no status."""

    @property
    def what(self) -> str:
        """``commitment``, ``promised publication``."""
        return KINDS[self.kind].title

    @property
    def in_parts(self) -> bool:
        """Whether its status is of a whole with milestones, of which each may stand elsewhere."""
        return bool(getattr(self.record, "details", ()))


@dataclass(frozen=True)
class Shown:
    """A piece of evidence: what kind it is, and where it can be read."""

    what: str
    link: Link

    @property
    def outside(self) -> bool:
        """Whether it lies on another site."""
        return not self.link.href.startswith("/")


@dataclass(frozen=True)
class Told:
    """One claim of what is so since a day, as pages show it."""

    claim: Claim
    sign: StatusSign
    item: Link
    of: str = ""
    """The milestone or the touched item that it is of, where it is of a part."""

    @property
    def since(self) -> str:
        """``1 June 2017``."""
        return day(self.claim.on)

    @property
    def told_on(self) -> dt.date:
        """On which day it was reported: it may be so for longer."""
        return self.claim.made_at.astimezone(LONDON).date() if self.claim.made_at else self.claim.on

    @property
    def told(self) -> str:
        """``26 November 2026``."""
        return day(self.told_on)

    @property
    def evidence(self) -> list[Shown]:
        """What shows it."""
        return [Shown(EVIDENCE[one.kind], Link(one.title, one.link)) for one in self.claim.evidence]


@dataclass(frozen=True)
class Late:
    """Something overdue."""

    found: Overdue
    title: str
    link: Link
    sign: StatusSign
    owner: str

    @property
    def what(self) -> str:
        """``a milestone of``, or what kind of thing it is."""
        return "milestone" if self.found.part else KINDS[self.found.kind].title

    @property
    def due(self) -> str:
        """``December 2017``."""
        return month_name(parse_month(self.found.due))

    @property
    def from_day(self) -> str:
        """``1 January 2018``."""
        return day(self.since)

    @property
    def words(self) -> str:
        """``overdue since 1 January 2018``: a date that is printed as a month bears no count of days."""
        return f"overdue since {self.from_day}"

    @property
    def since(self) -> dt.date:
        """The first day on which it was."""
        return after_month(self.found.due)


@dataclass(frozen=True)
class Behind:
    """Something overdue with what belongs to it and was due in the same month."""

    late: Late
    parts: tuple[Late, ...]


@dataclass(frozen=True)
class PlanAccount:
    """A plan, what was claimed of it, and how it stands today."""

    site: Site
    volume: Volume
    standing: Standing

    @property
    def plan(self) -> Plan:
        """Its text."""
        return self.standing.plan

    @property
    def current(self) -> bool:
        """Whether it is the plan in force, or the draft that stands for it."""
        return self.volume is self.site.volume

    @property
    def said(self) -> bool:
        """Whether anybody has claimed anything of it."""
        return bool(self.standing.claims)

    def sign(self, kind: str, item: str, part: str = "") -> StatusSign:
        """Where an item stands, or a part of it."""
        return sign_of(self.standing.status(kind, item, part))

    def address(self, kind: str, item: str) -> str:
        """Where an item has its place."""
        if kind == "yardstick":
            return self.address("objective", item.partition(".")[0])
        if self.current and kind in PAGES:
            return PAGES[kind].format(item)
        own = f"/plans/{self.volume.id}"
        if kind == "commitment":
            known = bool(self.site.plan and find(self.site.plan, kind, item))
            return f"/commitments/{item}{f'?plan={self.volume.id}' if known else ''}"
        return f"{own}#{kind}-{item}"

    def link(self, kind: str, item: str) -> Link:
        """An item by kind and id, under its title."""
        found = find(self.plan, kind, item)
        return Link(self.title(kind, found) if found else item, self.address(kind, item))

    def title(self, kind: str, record: Any) -> str:
        """How pages call an item."""
        if kind == "yardstick":
            measure = self.site.release.catalogue.measures.get(record.measure)
            return f"Target for “{measure.title if measure else record.measure}”"
        return str(getattr(record, "title", "") or getattr(record, "text", "") or record.id)

    def named(self, item: str) -> Named | None:
        """What an id alone names; None where the plan has no such."""
        for kind in (*PAGES, "yardstick"):
            found = find(self.plan, kind, item)
            if found:
                last = self.standing.status(kind, item)
                link = Link(self.title(kind, found), self.address(kind, item))
                return Named(kind, found, link, sign_of(last) if last else None)
        return None

    def all_named(self, items: tuple[str, ...]) -> list[Named]:
        """Everything that some ids name."""
        return [found for item in items if (found := self.named(item))]

    def history(self, kind: str, item: str, part: str = "") -> list[Told]:
        """Every claim of an item or of one of its parts, newest first."""
        return [self.told(claim) for claim in reversed(self.standing.history(kind, item, part))]

    def told(self, claim: Claim) -> Told:
        """A claim in words."""
        return Told(claim, sign_of(claim.what), self.link(claim.kind, claim.item), self._part(claim))

    def _part(self, claim: Claim) -> str:
        if not claim.part:
            return ""
        found = find(self.plan, claim.kind, claim.item)
        if claim.kind == "commitment":
            part = milestone(found, claim.part) if found else None
            return part.title if part else claim.part
        touched = self.named(claim.part)
        return touched.link.text if touched else claim.part

    @cached_property
    def tally(self) -> list[tuple[StatusSign, int]]:
        """How many commitments stand where; those that nobody has reported on last."""
        return [(sign_of(status), count) for status, count in self.standing.tally() if count]

    @cached_property
    def late(self) -> list[Late]:
        """Everything overdue, longest first."""
        return [self._late(one) for one in self.standing.overdue]

    @cached_property
    def overdue(self) -> list[Behind]:
        """Everything overdue as one would count it: a promise with what of it was due in the same month is one thing."""
        above = [(one, self._above(one)) for one in self.late]
        return [
            Behind(one, tuple(part for part, whole in above if whole is one)) for one, whole in above if whole is None
        ]

    def _above(self, one: Late) -> Late | None:
        """The commitment that an overdue milestone or publication belongs to, where that was due in the same month."""
        found = one.found
        record = find(self.plan, "publication", found.item) if found.kind == "publication" else None
        item = found.item if found.part else record.commitment if record else None
        return next((whole for whole in self.late
                     if (whole.found.kind, whole.found.part) == ("commitment", "")
                     and (whole.found.item, whole.found.due) == (item, found.due)), None)  # fmt: skip

    def late_of(self, kind: str, item: str) -> dict[str, Late]:
        """What is overdue of one item, by its part; the whole of it under an empty name."""
        return {one.found.part: one for one in self.late if (one.found.kind, one.found.item) == (kind, item)}

    def _late(self, one: Overdue) -> Late:
        record = find(self.plan, one.kind, one.item)
        title = self.title(one.kind, record) if one.kind == "yardstick" else one.title
        owner = getattr(record, "owner", None) or getattr(record, "by", None)
        sign = UNSAID if one.kind == "yardstick" else self.sign(one.kind, one.item, one.part)
        link = self.link(one.kind, one.item)
        return Late(one, title, link, sign, owner.short if owner else self.plan.owner.short)

    def told_in(self, year: int, month: int) -> list[Told]:
        """What was reported in a month, newest first."""
        return [one for one in self.everything_told if (one.told_on.year, one.told_on.month) == (year, month)]

    @cached_property
    def everything_told(self) -> list[Told]:
        """Every claim, the one reported last first."""
        told = [self.told(claim) for claim in self.standing.claims]
        return sorted(told, key=lambda one: (one.told_on, one.claim.number), reverse=True)


def sign_of(status: Status | None) -> StatusSign:
    """A status as pages show it; of something that nobody has spoken of, that."""
    if status is None:
        return UNSAID
    stand: Stand = "open" if not status.ends else ("failed" if status.id in FAILED else "ended")
    return StatusSign(status.sign, status.title, stand)


def after_month(month: str) -> dt.date:
    """The day after a month such as ``2017-12``."""
    year, number_ = divmod(parse_month(month) + 1, 12)
    return dt.date(year, number_ + 1, 1)


def account(site: Site) -> PlanAccount:
    """The plan in force, read by the release's yardsticks. Raises PeelianError where no plan is kept."""
    plan, volume = site.own_plan, site.volume
    assert volume is not None
    return PlanAccount(site, volume, standing(plan, volume.claims, today()))


def account_of(site: Site, plan_id: str, edition: int | None = None) -> PlanAccount:
    """Any plan that is out, in its last edition or in an earlier one. Raises PeelianError where it is not out."""
    volume = site.plans.volume(plan_id)
    if edition is None:
        return account(site) if volume is site.volume else PlanAccount(site, volume, volume.standing(today()))
    found = next((one for one in volume.editions if one.number == edition), None)
    if found is None:
        raise PeelianError(
            "unknown-edition", f"{volume.newest.plan.title} has no edition {edition}.", "Its page lists those that are out.",
            {"plan": plan_id, "edition": str(edition)},
        )  # fmt: skip
    return PlanAccount(site, volume, standing(found.plan, volume.claims, today()))


def accounts(site: Site) -> Iterator[PlanAccount]:
    """Every plan that is out: the one in force, then the others, newest first."""
    if site.volume is None:
        return
    yield account(site)
    yield from (account_of(site, volume.id) for volume in site.plans.volumes if volume is not site.volume)


def linked(site: Site, item: str, first: str = "") -> Link | None:
    """A measure or an item of a plan by its kind and name, ``first`` in the plan that is named; None where no plan has it."""
    kind, _, name = item.partition(":")
    if kind == "measure":
        measure = site.release.catalogue.measures.get(name)
        return Link(measure.title, f"/measures/{name}") if measure else None
    known = {one.id for one in site.plans.volumes}
    held = [account_of(site, first)] if first in known else accounts(site)
    return next((one.link(kind, name) for one in held if find(one.plan, kind, name)), None)


def how_many(count: int, one: str, many: str) -> str:
    """``no promises``, ``1 promise``, ``44 promises``."""
    return f"no {many}" if not count else f"{number(count)} {one if count == 1 else many}"
