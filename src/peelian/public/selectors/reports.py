"""Reports as pages show them, and what a reader asks to see of the list of recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from peelian.core.addresses import is_address
from peelian.figures.house import today
from peelian.plans.records import Reach
from peelian.public import wording
from peelian.public.narrowing import Narrowed, narrowed, switched
from peelian.public.selectors.account import how_many, linked
from peelian.public.selectors.recommendations import (
    Entry,
    committee_name,
    full_name,
    ledger_of,
    name_of,
    when_words,
)
from peelian.public.site import Site
from peelian.scrutiny.ledger import life
from peelian.scrutiny.ledger.formats import Asked, together
from peelian.scrutiny.ledger.records import Report
from peelian.scrutiny.ledger.shelf import Ledger
from peelian.scrutiny.ledger.standing import Life
from peelian.ui.components import Link


@dataclass(frozen=True)
class OtherFormats:
    """Whom to ask for something in another language, in large print or in braille, and how many did: counts alone are public."""

    reach: Reach | None
    asked: Asked

    @staticmethod
    def of(ledger: Ledger, body: str, reports: Iterable[Report]) -> OtherFormats | None:
        """Of reports of one body; None where the pack names nobody to ask, and nobody asked."""
        held = ledger.names.get(body)
        found = together(ledger.formats[one.id] for one in reports if one.id in ledger.formats)
        reach = held.formats if held else None
        return OtherFormats(reach, found) if reach or found.asked else None

    @property
    def dial(self) -> str:
        """The telephone as a link dials it: ``02079834100``."""
        return "".join(sign for sign in self.reach.telephone if sign in "+0123456789") if self.reach else ""

    @property
    def telephone(self) -> str:
        """The telephone as it is read, on one line."""
        return self.reach.telephone.replace(" ", "\N{NO-BREAK SPACE}") if self.reach else ""

    @property
    def say(self) -> str:
        """``2 asked for, 1 open``; empty where nobody asked."""
        return f"{self.asked.asked} asked for, {self.asked.open} open" if self.asked.asked else ""

    @property
    def sentence(self) -> str:
        """Whom to ask, as paper says it."""
        by = [f"call {self.reach.telephone}"] if self.reach and self.reach.telephone else []
        by += [f"write to {self.reach.email}"] if self.reach and self.reach.email else []
        return " ".join(
            text
            for text in (f"{' or '.join(by).capitalize()}." if by else "", f"{self.say}." if self.say else "")
            if text
        )


@dataclass(frozen=True)
class Printed:
    """A report as pages show it."""

    site: Site
    ledger: Ledger
    report: Report

    @property
    def link(self) -> Link:
        """Its own page."""
        return Link(self.report.title, f"/recommendations/{self.report.id}")

    @property
    def caption(self) -> str:
        """What a table of its recommendations is called."""
        return f"Recommendations of “{self.report.title}”"

    @property
    def kind(self) -> str:
        """``Letter``."""
        return life.KINDS[self.report.kind].title

    @property
    def when(self) -> str:
        """When it was made."""
        return when_words(self.report)

    @property
    def maker(self) -> str:
        """Whose it is."""
        return full_name(self.ledger, self.report.body)

    @property
    def to(self) -> str:
        """Whom it addresses."""
        names = [name_of(self.ledger, one) for one in self.addressees]
        return ", ".join(names) or "no line says to whom"

    @property
    def addressees(self) -> tuple[str, ...]:
        """Bodies that it addresses as a whole or by a recommendation."""
        asked = [body for one in self.report.recommendations for body in one.addressees]
        return tuple(dict.fromkeys((*self.report.addressees, *asked)))

    @property
    def duty(self) -> life.Duty:
        """The law under which it must be answered."""
        return life.DUTIES[self.report.duty]

    @property
    def authority(self) -> str:
        """What it rests on."""
        return life.KINDS[self.report.kind].authority

    @property
    def published_at(self) -> str:
        """Where it can be read as it was published; empty where that is no address."""
        return self.report.link if is_address(self.report.link) else ""

    @property
    def document_name(self) -> str:
        """The document that tells of it."""
        return wording.document(self.site.release.catalogue, self.report.source) if self.report.source else ""

    @property
    def document(self) -> str:
        """The document that tells of it, with its lines."""
        return f"{self.document_name}, {self.at}" if self.at and self.document_name else self.document_name

    @property
    def at(self) -> str:
        """``lines 252, 315``."""
        lines = ", ".join(map(str, self.report.lines))
        return f"line{'s' if len(self.report.lines) > 1 else ''} {lines}" if lines else ""

    @property
    def count(self) -> str:
        """``16 recommendations``."""
        size = self.report.size
        return "recommendations not counted" if size is None else how_many(size, "recommendation", "recommendations")

    @property
    def other_formats(self) -> OtherFormats | None:
        """Whom to ask for it in another format, and how often that was done; None where nothing is known of it."""
        return OtherFormats.of(self.ledger, self.report.body, (self.report,))

    @cached_property
    def entries(self) -> list[Entry]:
        """Its recommendations."""
        return [Entry(self.site, self.ledger, self.report, one, today()) for one in self.report.recommendations]


@dataclass(frozen=True)
class Choice:
    """What a reader asked to see of the list."""

    body: str = ""
    by: str = ""
    state: str = ""
    item: str = ""
    report: str = ""
    overdue: bool = False

    @staticmethod
    def of(query: Mapping[str, str]) -> Choice:
        """As an address asks; ``controls`` has the values. Raises PeelianError for one that says neither yes nor no."""
        said = {name: query.get(name, "") for name in ("body", "by", "state", "item", "report")}
        return Choice(overdue=switched(query, "overdue", "Overdue only"), **said)

    def but(self, **more: str) -> str:
        """Where the same is asked for but for something, as the rest of an address: ``?body=mopac&state=made``."""
        told = {"body": self.body, "by": self.by, "state": self.state, "item": self.item, "report": self.report,
                "overdue": "1" if self.overdue else "", **more}  # fmt: skip
        query = urlencode({key: value for key, value in told.items() if value})
        return f"?{query}" if query else ""

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        return self != Choice()

    def takes(self, one: Life) -> bool:
        """Whether it is what was asked for."""
        asked = one.recommendation
        return (
            (not self.body or one.of(self.body)) and self.by in ("", one.report.committee, one.report.body)
            and self.state in ("", one.state.id) and self.report in ("", one.report.id)
            and (not self.item or self.item in asked.touches) and (not self.overdue or bool(one.overdue))
        )  # fmt: skip


def controls(site: Site, ledger: Ledger, query: Mapping[str, str]) -> list[Narrowed]:
    """The choices of the list, each showing what the address asks for. Raises PeelianError for a value that there is not.

    A body, a report or a plan's item that is known and of which nothing was asked is no error: then nothing is like that.
    """
    value = {name: query.get(name, "") for name in ("body", "item", "report")}
    to = [name for one in ledger.lives(today()) for name in (one.addressee, *one.owed_by)] + [
        one for report in ledger.reports for one in report.addressees
    ]
    asked = dict.fromkeys([*to, *([value["body"]] if value["body"] in ledger.names else [])])
    makers = dict.fromkeys(one for report in ledger.reports for one in (report.body, report.committee) if one)
    found = [
        narrowed(query, "body", "Asked of", "Everybody", [(one, name_of(ledger, one)) for one in asked]),
        narrowed(
            query, "by", "Asked by", "Every committee", [(one, committee_name(site, ledger, one)) for one in makers]
        ),
        narrowed(query, "state", "Where it stands", "Anywhere", [(one.id, one.title) for one in life.STAGES.values()]),
    ]
    if value["report"]:
        reports = [(one.id, one.title) for one in ledger.reports]
        found.append(narrowed(query, "report", "Report", "Every report", reports))
    if value["item"]:
        touched = {item for one in ledger.reports for asked in one.recommendations for item in asked.touches}
        link = linked(site, value["item"])
        items = [(value["item"], link.text if link else value["item"])] if link or value["item"] in touched else []
        found.append(narrowed(query, "item", "In the plan", "Everything", items))
    return found


def chosen(ledger: Ledger, choice: Choice) -> list[Life]:
    """What a reader asked to see, each with each body that was asked."""
    return [one for one in ledger.lives(today()) if choice.takes(one)]


def entries_of(site: Site, ledger: Ledger, held: Iterable[Life], only: str = "") -> list[Entry]:
    """Lives as entries, each recommendation once; with ``only`` as one body has it."""
    found = {one.recommendation.id: Entry(site, ledger, one.report, one.recommendation, one.on, only) for one in held}
    return list(found.values())


def tally(held: Iterable[Life]) -> list[tuple[str, str, int]]:
    """How many recommendations stand where, in the order of a life: state, its title, how many.

    One that is asked of two bodies stands in two places where they are not equally far.
    """
    names: dict[str, set[str]] = {}
    for one in held:
        names.setdefault(one.state.id, set()).add(one.recommendation.id)
    return [(stage.id, stage.title, len(names[stage.id])) for stage in life.STAGES.values() if stage.id in names]


def about_plan(site: Site, plan: str) -> list[tuple[Printed, list[Entry]]]:
    """The recommendations that reports about a plan make, report by report, each with the plan's items that it touches."""
    ledger = ledger_of(site)
    found = [Printed(site, ledger, one) for one in ledger.reports if one.plan == plan]
    return [(one, one.entries) for one in found]


def about(site: Site, item: str, plan: str = "") -> list[Entry]:
    """The recommendations that touch an item, for its page: of a plan those that are about this plan, or about none by name."""
    ledger = ledger_of(site)
    found = [(ledger.report(one.report), one) for one in ledger.touching(item)]
    return [
        Entry(site, ledger, report, one, today())
        for report, one in found
        if plan in ("", report.plan) or not report.plan
    ]
