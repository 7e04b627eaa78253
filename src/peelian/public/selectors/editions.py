"""The plans that are out and the texts that each went through: their state in a sentence, and the steps of the law."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peelian.core.addresses import is_address
from peelian.figures.house import LONDON, today
from peelian.figures.periods import month_name, parse_month
from peelian.plans.rules import days_open
from peelian.plans.shelf import Edition
from peelian.public.selectors.account import PlanAccount, how_many
from peelian.public.selectors.plan import years
from peelian.ui.components import Link
from peelian.ui.format import counted, day

STATES = {
    "consulted": "Draft, published for consultation", "in force": "In force", "to come": "Issued, not yet in force",
    "superseded": "Superseded", "given up": "Given up", "in part": "Known in part",
}  # fmt: skip


@dataclass(frozen=True)
class LawStep:
    """One step of the route, as it was done."""

    title: str
    law: str
    on: str
    note: str
    link: str

    @property
    def linked(self) -> bool:
        """Whether where it can be read is an address, and not where a paper lies."""
        return is_address(self.link)


@dataclass(frozen=True)
class EditionPage:
    """A text of a plan that went out."""

    plan_id: str
    edition: Edition

    @property
    def number(self) -> int:
        """Its number; 0 where only the pack holds it."""
        return self.edition.number

    @property
    def title(self) -> str:
        """``Edition 2, as issued``."""
        what = "as issued" if self.edition.issued else "for consultation"
        if self.edition.plan.known_from:
            what = "as far as it is known"
        return f"Edition {self.number}, {what}" if self.number else f"The text, {what}"

    @property
    def link(self) -> Link:
        """The plan as this edition prints it."""
        return Link(self.title, f"/plans/{self.plan_id}/editions/{self.number}")

    @property
    def out_on(self) -> dt.date | None:
        """When it went out; None where nothing says it, as of a plan that is known in part alone."""
        at = None if self.edition.plan.known_from else self.edition.content.get("out_at")
        return dt.datetime.fromisoformat(at).astimezone(LONDON).date() if at else None

    @property
    def out(self) -> str:
        """``20 March 2017``; empty where nothing says it."""
        return day(self.out_on) if self.out_on else ""

    @property
    def issued_on(self) -> str:
        """The day of its issue, which may be long before it was put here; empty of a draft."""
        found = _day(self.edition.content.get("issued_on"))
        return day(found) if found else ""

    @property
    def holds_from(self) -> str:
        """From which day it holds; empty of a draft."""
        return day(self.edition.takes_effect) if self.edition.takes_effect else ""

    @property
    def why(self) -> str:
        """Why the plan was varied."""
        return str(self.edition.content.get("why") or "")

    @property
    def consultation(self) -> str:
        """``1 December 2016 to 23 February 2017, open for 85 days``."""
        opens, closes = (_day(self.edition.content.get(name)) for name in ("opens", "closes"))
        if opens is None or closes is None:
            return ""
        return f"{day(opens)} to {day(closes)}, open for {counted(days_open(opens, closes), 'day', 'days')}"

    @property
    def still_open(self) -> bool:
        """Whether it can be answered today."""
        opens, closes = (_day(self.edition.content.get(name)) for name in ("opens", "closes"))
        return bool(opens and closes and opens <= today() <= closes)

    @property
    def route(self) -> list[LawStep]:
        """The steps of the law that it went through, in the law's order."""
        return [
            LawStep(step["title"], step["law"], day(dt.date.fromisoformat(step["on"])), step["note"], step["link"])
            for step in self.edition.content.get("route", ())
        ]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class PlanEntry:
    """A plan in the list of plans."""

    account: PlanAccount

    @property
    def id(self) -> str:
        """Its id."""
        return self.account.volume.id

    @property
    def title(self) -> str:
        """Its title."""
        return self.account.plan.title

    @property
    def link(self) -> Link:
        """Its own page; the plan in force has the short address."""
        return Link(self.title, "/plan" if self.account.current else f"/plans/{self.id}")

    @property
    def years(self) -> str:
        """``April 2017 to March 2021``."""
        return years(self.account.plan)

    @property
    def state(self) -> str:
        """``In force``, ``Superseded``, ``Known in part``."""
        if self.account.plan.known_from and not self.issued:
            return STATES["in part"]
        return STATES[self.account.site.plans.state(self.account.volume, today())]

    @property
    def issued(self) -> EditionPage | None:
        """Its last issued text; None of a draft."""
        return next((one for one in reversed(self.editions) if one.edition.issued), None)

    @property
    def editions(self) -> list[EditionPage]:
        """Every text that went out, oldest first."""
        return [EditionPage(self.id, one) for one in self.account.volume.editions]

    @property
    def say(self) -> str:
        """How it stands, in sentences that a resident can repeat."""
        plan, on = self.account.plan, today()
        last = parse_month(plan.last_month)
        over = last < on.year * 12 + on.month - 1
        superseded = self.issued and self.account.site.plans.state(self.account.volume, on) == "superseded"
        return self._state + (f" Its years ended in {month_name(last)}." if over and not superseded else "")

    @property
    def _state(self) -> str:
        last, plan = self.issued, self.account.plan
        if last is None:
            return _of_draft(self.editions[-1], plan.known_from)
        when = f"Issued on {last.issued_on or last.out}" if last.issued_on or last.out else "Issued"
        state = self.account.site.plans.state(self.account.volume, today())
        if state == "superseded":
            newer = self.account.site.volume
            then = newer.edition_on(today()).takes_effect if newer else None
            since = f" since {day(then)}" if then else ""
            return f"{when}. Another plan holds in its place{since}."
        holds = f", in force {'since' if state == 'in force' else 'from'} {last.holds_from}" if last.holds_from else ""
        return f"{when}{holds}."

    @property
    def size(self) -> str:
        """``44 promises, 26 objectives``."""
        plan = self.account.plan
        promised = len(plan.commitments) + len(plan.promises)
        return (
            f"{how_many(promised, 'promise', 'promises')}, {how_many(len(plan.objectives), 'objective', 'objectives')}"
        )


def _of_draft(last: EditionPage, known_from: str | None) -> str:
    if known_from:
        return f"Known only in part. {known_from}"
    if last.still_open:
        return f"A draft that is out to consultation: {last.consultation}."
    if last.consultation:
        return f"A draft, as published for consultation: {last.consultation}. No issued plan is on record."
    return "A draft, as published for consultation. No issued plan is on record."
