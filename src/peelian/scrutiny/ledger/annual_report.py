"""A committee's annual report, put together from the records of its year: each line says where it comes from. Pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from peelian.core.days import FIRST
from peelian.figures.house import today
from peelian.scrutiny.ledger.activities import MEETINGS, Occasion, financial_year, once, perhaps, year_of
from peelian.scrutiny.ledger.records import Activity, Investigation, LedgerStep, Recommendation, Report
from peelian.scrutiny.ledger.shelf import Ledger
from peelian.scrutiny.meetings.records import Committee, Meeting, Member

SECTIONS = {
    "sessions": ("Meetings and briefings", MEETINGS),
    "visits": ("Visits", ("visit",)),
    "evidence": ("Evidence asked for", ("written-evidence",)),
    "launches": ("Launches", ("launch",)),
    "statements": ("Statements of the Assembly or council", ("statement",)),
}
"""The parts of what was done, and the kinds of activity in each."""


@dataclass(frozen=True)
class Happened:
    """A step of the ledger that falls in the year."""

    report: Report
    recommendation: Recommendation
    step: LedgerStep


@dataclass(frozen=True)
class AnnualReport:
    """A committee's year. ``year`` is a financial year (``FY2019-20``)."""

    committee: str
    year: str
    investigations: tuple[Investigation, ...]
    reports: tuple[Report, ...]
    occasions: tuple[Occasion, ...]
    happened: tuple[Happened, ...]
    meetings: tuple[Meeting, ...]
    members: tuple[Member, ...]

    @property
    def empty(self) -> bool:
        """Whether the records tell nothing of the year."""
        return not (self.investigations or self.reports or self.occasions or self.happened or self.meetings)

    @cached_property
    def sections(self) -> list[tuple[str, list[Occasion]]]:
        """What was done, part by part; parts without anything are left out."""
        found = [
            (title, [one for one in self.occasions if one.told.kind in kinds]) for title, kinds in SECTIONS.values()
        ]
        return [(title, held) for title, held in found if held]

    @property
    def letters(self) -> tuple[Report, ...]:
        """Letters among the reports."""
        return tuple(one for one in self.reports if one.kind == "letter")

    @property
    def others(self) -> tuple[Report, ...]:
        """Reports, responses, proposals and motions."""
        return tuple(one for one in self.reports if one.kind != "letter")

    @property
    def recommendations(self) -> int:
        """How many recommendations its letters and reports make, as far as they are here or somebody has counted them."""
        return sum(one.size or 0 for one in self.reports)

    @property
    def uncounted(self) -> tuple[Report, ...]:
        """Letters and reports of which nobody says how many recommendations they make."""
        return tuple(one for one in self.reports if one.size is None)

    @property
    def twice(self) -> tuple[Occasion, ...]:
        """What is printed or recorded more than once, and stands here once."""
        return tuple(one for one in self.occasions if one.twice)

    @property
    def perhaps(self) -> list[tuple[Occasion, Occasion]]:
        """Pairs of which a person should say whether they are one."""
        return perhaps(self.occasions)

    def steps(self, *kinds: str) -> list[Happened]:
        """What happened to recommendations, of some kinds."""
        return [one for one in self.happened if one.step.kind in kinds]


def assemble(
    ledger: Ledger, committee: str, year: str, meetings: Iterable[Meeting] = (), made: Committee | None = None
) -> AnnualReport:
    """Everything that the records tell of a committee's year, with the statements of the body that it is a committee of."""
    first, last = days_of(year)
    activities = [one for held in ledger.investigations for one in held.activities] + list(ledger.activities)
    of_year = [one for one in activities if year_of(one) == year and _of(one, committee)]
    steps = [
        Happened(report, asked, step)
        for report in ledger.reports if report.committee == committee
        for asked in report.recommendations
        for step in asked.steps if first <= step.on <= last
    ]  # fmt: skip
    return AnnualReport(
        committee, year, tuple(one for one in ledger.investigations if one.committee == committee and _in(one, year)),
        tuple(sorted((one for one in ledger.reports if one.committee == committee and year_of_report(one) == year), key=_when)),
        once(of_year), tuple(sorted(steps, key=lambda one: one.step.on)),
        tuple(one for one in meetings if one.committee == committee and first <= one.on <= last and one.state == "held"),
        tuple(one for one in made.members if _sat(one, first, last)) if made else (),
    )  # fmt: skip


def _of(one: Activity, committee: str) -> bool:
    """Whether it is the committee's, or a statement of the body that it is a committee of (``london-assembly`` of its ``-pcc``)."""
    return one.committee == committee or (one.kind == "statement" and committee.startswith(f"{one.committee}-"))


def _in(one: Investigation, year: str) -> bool:
    """Whether it was open, or anything was done for it, in a year."""
    first, last = days_of(year)
    if one.opened:
        return one.opened <= last and (one.closed is None or one.closed >= first)
    return one.years == year or any(year_of(held) == year for held in one.activities)


def _sat(one: Member, first: dt.date, last: dt.date) -> bool:
    return (one.since is None or one.since <= last) and (one.until is None or one.until >= first)


def _when(one: Report) -> str:
    return one.since or "9999"


def year_of_report(one: Report) -> str:
    """The financial year of a report; empty where nothing says."""
    return financial_year(one.since) if one.since else one.years


def years_of(ledger: Ledger, committee: str, meetings: Iterable[Meeting] = ()) -> list[str]:
    """The years of which the records tell anything of a committee, newest first: those whose report would not be empty."""
    reports = [one for one in ledger.reports if one.committee == committee]
    looked = [one for one in ledger.investigations if one.committee == committee]
    found = {year_of_report(one) for one in reports} | {one.years for one in looked if not one.opened}
    found |= {
        financial_year(f"{step.on:%Y-%m}") for one in reports for asked in one.recommendations for step in asked.steps
    }
    done = [one for held in ledger.investigations for one in held.activities] + list(ledger.activities)
    found |= {year_of(one) for one in done if _of(one, committee)}
    found |= {year_of(one) for held in looked if not held.opened for one in held.activities}
    found |= {
        financial_year(f"{one.on:%Y-%m}") for one in meetings if one.committee == committee and one.state == "held"
    }
    found |= {year for one in looked if one.opened for year in _years_open(one.opened, one.closed or today())}
    return sorted((one for one in found if one and int(one[2:].partition("-")[0]) >= FIRST.year), reverse=True)


def _years_open(opened: dt.date, last: dt.date) -> Iterator[str]:
    first, end = (int(financial_year(f"{day:%Y-%m}")[2:6]) for day in (opened, last))
    return (financial_year(f"{year}-04") for year in range(first, end + 1))


def days_of(year: str) -> tuple[dt.date, dt.date]:
    """The first and last day of ``FY2019-20``. Raises ValueError for what is no such year."""
    first = int(year.removeprefix("FY")[:4])
    if year != financial_year(f"{first}-04"):
        raise ValueError(f"{year} is no financial year")
    return dt.date(first, 4, 1), dt.date(first + 1, 3, 31)
