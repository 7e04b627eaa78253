"""What committees looked into, in words: where each stands, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peelian.figures.house import today
from peelian.public.narrowing import Narrowed, narrowed
from peelian.public.selectors.account import how_many
from peelian.public.selectors.recommendations import committee_name, ledger_of
from peelian.public.site import Site
from peelian.scrutiny.ledger.activities import once
from peelian.scrutiny.ledger.records import NO_STATE, Investigation, Report
from peelian.scrutiny.ledger.shelf import Ledger
from peelian.scrutiny.ledger.standing import Life, lives, overdue_in
from peelian.ui.components import Link
from peelian.ui.format import day, when

COLUMNS = (
    "investigation", "title", "committee", "state", "opened", "closed", "financial_year", "activities", "findings", "reports",
    "recommendations", "found_delivered", "overdue",
)  # fmt: skip
STATES = {"open": "Open", "closed": "Closed", "": NO_STATE}
UNSAID = "not-on-record"
"""How an address asks for those of which no day says."""


@dataclass(frozen=True)
class Looked:
    """An investigation as a list shows it."""

    ledger: Ledger
    found: Investigation
    name: str
    """Of its committee."""

    @property
    def link(self) -> Link:
        """Its own page."""
        return Link(self.found.title, f"/investigations/{self.found.id}")

    @property
    def committee(self) -> Link:
        """Whose it is."""
        return Link(self.name, f"/committees/{self.found.committee}")

    @property
    def state(self) -> str:
        """``open``, ``closed``; empty where no day says."""
        return "closed" if self.found.closed else "open" if self.found.opened else ""

    @property
    def stands(self) -> str:
        """``Open``."""
        return STATES[self.state]

    @property
    def dates(self) -> str:
        """``2 March 2026 to 4 June 2026``, ``since 2 March 2026``, ``2019–20, no date known``."""
        opened, closed = self.found.opened, self.found.closed
        if opened and closed:
            return f"{day(opened)} to {day(closed)}"
        if opened:
            return f"since {day(opened)}"
        return f"until {day(closed)}" if closed else when(None, year=self.found.years)

    @cached_property
    def reports(self) -> list[Report]:
        """The reports and letters that it led to."""
        return [one for one in self.ledger.reports if one.investigation == self.found.id]

    @cached_property
    def _lives(self) -> dict[str, list[Life]]:
        return {
            one.id: [life for asked in one.recommendations for life in lives(one, asked, today())]
            for one in self.reports
        }

    @property
    def came(self) -> list[tuple[Link, str]]:
        """Each report, with what came of its recommendations."""
        return [(Link(one.title, f"/recommendations/{one.id}"), self._said(one)) for one in self.reports]

    def _said(self, one: Report) -> str:
        if one.size is None:
            return "recommendations not counted"
        held = self._lives[one.id]
        told = [how_many(one.size, "recommendation", "recommendations")]
        told += [
            f"{count} {word}"
            for count, word in ((_delivered(held), "found delivered"), (overdue_in(held), "overdue"))
            if count
        ]
        return ", ".join(told)

    @property
    def done(self) -> str:
        """``3 activities and 2 findings on record``; empty where there are none."""
        parts = [
            how_many(count, one, many)
            for count, one, many in (
                (len(once(self.found.activities)), "activity", "activities"), (len(self.found.findings), "finding", "findings"),
            ) if count
        ]  # fmt: skip
        return f"{' and '.join(parts)} on record" if parts else ""

    def as_row(self) -> dict[str, Any]:
        """By ``COLUMNS``."""
        held, sizes = [one for lives_ in self._lives.values() for one in lives_], [one.size for one in self.reports]
        return {
            "investigation": self.found.id, "title": self.found.title, "committee": self.found.committee,
            "state": self.state or None,
            "opened": self.found.opened, "closed": self.found.closed, "financial_year": self.found.years or None,
            "activities": len(once(self.found.activities)), "findings": len(self.found.findings),
            "reports": " ".join(one.id for one in self.reports) or None,
            "recommendations": None if None in sizes else sum(one or 0 for one in sizes),
            "found_delivered": _delivered(held), "overdue": overdue_in(held),
        }  # fmt: skip


def _delivered(held: list[Life]) -> int:
    """Recommendations that the committee found delivered by every body that it asked."""
    return sum(
        all(one.verdict and one.verdict.id == "delivered" for one in together) for together in _by_recommendation(held)
    )


def _by_recommendation(held: list[Life]) -> Iterator[list[Life]]:
    for name in dict.fromkeys(one.recommendation.id for one in held):
        yield [one for one in held if one.recommendation.id == name]


def controls(found: list[Looked], query: Mapping[str, str]) -> list[Narrowed]:
    """The choices of the list. Raises PeelianError for a value that there is not."""
    committees = dict.fromkeys((one.found.committee, one.committee.text) for one in found)
    return [
        narrowed(query, "committee", "Committee", "Every committee", committees),
        narrowed(query, "state", "State", "Any", [(one or UNSAID, title) for one, title in STATES.items()]),
    ]


def chosen(found: list[Looked], query: Mapping[str, str]) -> list[Looked]:
    """The investigations that an address asks for."""
    committee, state = query.get("committee", ""), query.get("state", "")
    return [one for one in found if committee in ("", one.found.committee) and state in ("", one.state or UNSAID)]


def looked_into(site: Site) -> list[Looked]:
    """Every investigation that is out, the newest first; those without a day by the year that they are told under."""
    ledger = ledger_of(site)
    found = sorted(ledger.investigations, key=lambda one: one.title)
    found.sort(key=lambda one: f"{one.opened or one.closed or one.years.removeprefix('FY')}", reverse=True)
    return [Looked(ledger, one, committee_name(site, ledger, one.committee)) for one in found]
