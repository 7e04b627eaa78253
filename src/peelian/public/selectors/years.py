"""A committee's year in words, for its annual report: each line with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peelian.core.addresses import is_address
from peelian.figures.errors import PeelianError
from peelian.public import wording
from peelian.public.selectors.account import how_many
from peelian.public.selectors.recommendations import committee_name, ledger_of, name_of
from peelian.public.selectors.reports import OtherFormats, Printed
from peelian.public.site import Site
from peelian.scrutiny.ledger.activities import Occasion, month_of
from peelian.scrutiny.ledger.annual_report import AnnualReport, Happened, assemble, days_of, years_of
from peelian.scrutiny.ledger.exporting import what
from peelian.scrutiny.ledger.form import form_of
from peelian.scrutiny.ledger.shelf import Ledger
from peelian.scrutiny.meetings.records import Meeting
from peelian.scrutiny.meetings.shelf import shelf as meetings_of
from peelian.ui.components import Link
from peelian.ui.format import day, when, years


@dataclass(frozen=True)
class Done:
    """One occasion in words."""

    occasion: Occasion
    when: str
    met: str
    source: str
    """The document that tells of it."""
    at: str
    """``lines 244 and 376``."""
    href: str

    @property
    def title(self) -> str:
        """What was done."""
        return self.occasion.told.title

    @property
    def also(self) -> list[str]:
        """How the other entries of it name it, where they name it otherwise."""
        return [one.title for one in self.occasion.entries[1:] if one.title != self.title]

    @property
    def twice(self) -> bool:
        """Whether it is printed or recorded more than once."""
        return self.occasion.twice


def occasion_of(site: Site, ledger: Ledger, one: Occasion) -> Done:
    """An occasion in words."""
    told = one.told
    month = month_of(told)
    at_time = when(told.on, month)
    lines = one.lines
    where = wording.document(site.release.catalogue, told.source) if told.source else ""
    at = f"line{'s' if len(lines) > 1 else ''} {' and '.join(map(str, lines))}" if lines else ""
    href = f"/committees/{told.meeting}" if told.meeting else told.link if is_address(told.link) else ""
    return Done(one, at_time, ", ".join(name_of(ledger, body) for body in one.bodies), where, at, href)


@dataclass(frozen=True)
class Step:
    """Something that happened to a recommendation in the year."""

    happened: Happened
    ledger: Ledger

    @property
    def day(self) -> str:
        """``2 March 2026``."""
        return day(self.happened.step.on)

    @property
    def sentence(self) -> str:
        """``MOPAC answered (accepted)``."""
        return f"{name_of(self.ledger, self.happened.step.by)} {what(self.happened.step)}"

    @property
    def link(self) -> Link:
        """The recommendation."""
        asked = self.happened.recommendation
        return Link(f"{asked.number}. {asked.title}", f"/recommendations/{asked.id}")


@dataclass(frozen=True)
class Year:
    """A committee's year."""

    site: Site
    ledger: Ledger
    report: AnnualReport
    met: tuple[Meeting, ...] = ()
    """Every meeting that is out, whatever its year."""
    body: str = ""
    """The body that keeps the committee's papers."""

    @property
    def name(self) -> str:
        """The committee."""
        return committee_name(self.site, self.ledger, self.report.committee)

    @property
    def words(self) -> str:
        """``2019–20``."""
        return years(self.report.year)

    @cached_property
    def reports(self) -> list[Printed]:
        """Letters and reports, by date."""
        return [Printed(self.site, self.ledger, one) for one in self.report.reports]

    @cached_property
    def sections(self) -> list[tuple[str, list[Done]]]:
        """What was done, part by part."""
        return [(title, [self._done(one) for one in held]) for title, held in self.report.sections]

    @cached_property
    def twice(self) -> list[Done]:
        """What is told more than once, and stands here once."""
        return [self._done(one) for one in self.report.twice]

    @cached_property
    def perhaps(self) -> list[tuple[Done, Done]]:
        """Pairs that may be one."""
        return [(self._done(one), self._done(other)) for one, other in self.report.perhaps]

    def _done(self, one: Occasion) -> Done:
        return occasion_of(self.site, self.ledger, one)

    @cached_property
    def documents(self) -> list[str]:
        """The documents whose lines are given."""
        told = [one.source for _, held in self.sections for one in held if one.at]
        return list(dict.fromkeys([*(one.document_name for one in self.reports if one.at), *told]))

    @cached_property
    def happened(self) -> list[Step]:
        """Answers, claims and verdicts of the year."""
        return [Step(one, self.ledger) for one in self.report.happened]

    @property
    def other_formats(self) -> OtherFormats | None:
        """Whom to ask for the year's reports in another format, and how often that was done; None where nothing is known of it."""
        return OtherFormats.of(self.ledger, self.body, self.report.reports)

    @property
    def say(self) -> str:
        """The year in one sentence."""
        held = self.report
        parts = [
            how_many(len(held.investigations), "investigation", "investigations"),
            how_many(len(held.letters), "letter", "letters"), how_many(len(held.others), "report", "reports"),
            f"{how_many(held.recommendations, 'recommendation', 'recommendations')} that are counted",
        ]  # fmt: skip
        return f"{', '.join(parts[:-1])}, {parts[-1]}."

    @property
    def counted(self) -> str:
        """How the count of recommendations is made up: ``16 + 10``."""
        return " + ".join(
            str(one.size) for one in sorted(self.report.reports, key=lambda one: -(one.size or 0)) if one.size
        )

    @property
    def others(self) -> list[Link]:
        """Other years of the committee."""
        return [
            Link(years(one), f"/committees/{self.report.committee}/annual-report/{one}")
            for one in years_of(self.ledger, self.report.committee, self.met) if one != self.report.year
        ]  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """The year as JSON has it."""
        held = self.report
        return {
            "committee": held.committee, "year": held.year, "investigations": [form_of(one) for one in held.investigations],
            "reports": [form_of(one) | {"recommendations": one.size} for one in held.reports],
            "recommendations_counted": held.recommendations, "uncounted": [one.id for one in held.uncounted],
            "occasions": [{"entries": form_of(one.entries), "twice": one.twice} for one in held.occasions],
            "happened": [{"recommendation": one.recommendation.id, **form_of(one.step)} for one in held.happened],
            "meetings": [one.id for one in held.meetings], "members": form_of(held.members),
        }  # fmt: skip


def year_of_committee(site: Site, committee: str, year: str) -> Year:
    """A committee's year. Raises PeelianError for what is no financial year."""
    try:
        days_of(year)
    except ValueError as error:
        raise PeelianError(
            "unknown-year", f"{year} is no financial year.", "Write it as FY2019-20.", {"year": year}
        ) from error
    ledger = ledger_of(site)
    kept = meetings_of(site.house.root, site.house.pack)
    made = next((one for one in kept.committees if one.id == committee), None)
    found = assemble(ledger, committee, year, kept.meetings, made)
    return Year(site, ledger, found, kept.meetings, made.organisation if made else committee)
