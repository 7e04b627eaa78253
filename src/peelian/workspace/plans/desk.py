"""What the desk of a plan shows: where it stands, the route with what each step lacks, what was published, and who did what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from peelian.audit.models import Event
from peelian.core.acting import Actor
from peelian.core.addresses import is_address
from peelian.core.permissions import Permission as P
from peelian.core.queries import told_once
from peelian.core.workflow import State, Step
from peelian.figures.house import LONDON
from peelian.figures.periods import parse_month
from peelian.plans.models import ClaimRecord, PlanDocument, PlanEdition, PlanRecord, PlanStep, PlanVersion
from peelian.plans.queries import WRITING, earlier_of, lacks_of, may_vary, unfinished, versions_of
from peelian.plans.rules import DUTIES, OUT, ROUTE, UNFINISHED, VERSION, WRITABLE, Duty, Lack, days_open
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, Fact, FigureTable, Link, Row

LIST = Link("Plans", "/office/plans")
VARY = Step("plan.vary", "Begin a variation", ("issued", "superseded"), "drafting", P.WRITE_PLAN, reason=True)
"""Not a step of one version: it makes another."""
READY = State("revising", "Ready to be issued", "who issues the plan", P.ISSUE_PLAN)
"""A version that lacks nothing any more: it is not for who writes it."""
HOLDS = State("superseded", "In force until another plan takes effect")
"""Another plan is issued, but its day has not come."""
NEEDED = {
    "consulting": "needed before the consultation", "issued": "needed before it is issued", "": "follows the issue",
}  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """Something that is missing, with its law and where it can be mended."""

    sentence: str
    law: str
    href: str


@dataclass(frozen=True)
class RouteRow:
    """One step of the law: what was done, or by when it has to be."""

    duty: Duty
    step: PlanStep | None
    wrong: tuple[str, ...]
    """Why what is on record does not do, in words."""
    notes: bool
    """Whether whoever looks may put it on record now."""

    @property
    def day(self) -> str:
        """When it was done; else what it is needed for."""
        return words.day(self.step.on) if self.step else words.capital(NEEDED[self.duty.before])

    @property
    def linked(self) -> bool:
        """Whether where it can be read is an address."""
        return bool(self.step and is_address(self.step.link))


class PlanDesk:
    """A plan as somebody who may see drafts of it finds it."""

    def __init__(self, plan: PlanRecord, pack: Path, by: Actor) -> None:
        self.plan, self.pack, self.by = plan, pack, by
        self.versions = versions_of(plan)
        self.open = next((one for one in self.versions if one.state in UNFINISHED), None)
        held = [one for one in self.versions if one.state != "dropped"] or self.versions
        self.version = self.open or held[0]

    @cached_property
    def lacks(self) -> list[Lack]:
        """Everything that is missing before the version under way can be issued."""
        return lacks_of(self.open, self.pack, "issued") if self.open else []

    @cached_property
    def lacks_now(self) -> list[Lack]:
        """What is missing before the next step can be taken: the consultation of a draft, else the issue."""
        drafting = self.open is not None and self.open.state == "drafting"
        return lacks_of(self.open, self.pack, "consulting") if drafting and self.open else self.lacks

    @property
    def state(self) -> State:
        """Where it stands; a revision that lacks nothing waits for somebody else than one that does."""
        return state_of(self.version, self.lacks)

    @property
    def writes(self) -> bool:
        """Whether whoever looks may write in it now."""
        return bool(self.open and self.open.state in WRITABLE and self.by.may(P.WRITE_PLAN, self.plan.owner))

    @property
    def notes(self) -> bool:
        """Whether whoever looks may put steps on record."""
        return self.by.may(P.WRITE_PLAN, self.plan.owner) and self.version.state in (*UNFINISHED, *OUT)

    @property
    def steps(self) -> list[Step]:
        """What whoever looks can do next."""
        version = self.version
        found = VERSION.open_to(self.by, version.state, owner=version.owner, earlier=earlier_of(version, self.by.key))
        by_role = self.by.may(P.WRITE_PLAN, version.owner) or self.by.may(P.ISSUE_PLAN, version.owner)
        return [*found, *([VARY] if by_role and not self.open and may_vary(self.plan) else [])]

    @property
    def line(self) -> list[tuple[str, str]]:
        """The states on the way to issued, each done, current or ahead."""
        way = ("drafting", "consulting", "revising", "issued")
        at = way.index(self.version.state) if self.version.state in way else len(way)
        return [
            (VERSION.state(name).title, "done" if place < at else "now" if place == at else "ahead")
            for place, name in enumerate(way)
        ]

    @property
    def route(self) -> list[RouteRow]:
        """Every step of the law, with what was done."""
        now, done = self.version.state in UNFINISHED, self._done
        return [
            RouteRow(
                duty, done.get(duty.id), self._wrong(duty, duty.id in done), self.notes and bool(duty.before) == now
            )
            for duty in DUTIES
        ]

    def _wrong(self, duty: Duty, done: bool) -> tuple[str, ...]:
        told = [one.sentence for one in self.lacks if one.what == duty.id]
        return tuple(told) if done or duty.id == "commissioner-again" else ()

    @property
    def missing(self) -> list[Missing]:
        """What is missing before the next step, each with where it can be mended."""
        return [self._mended(one) for one in self.lacks_now]

    @property
    def undone(self) -> int:
        """How many steps that the next one needs have no day yet: the route shows which, so that nothing is said twice."""
        return len([one for one in self.lacks_now if self._undone(one)])

    @property
    def missing_beside(self) -> list[Missing]:
        """What is missing beside those steps."""
        return [self._mended(one) for one in self.lacks_now if not self._undone(one)]

    def _undone(self, lack: Lack) -> bool:
        return lack.what in ROUTE and lack.what != "commissioner-again" and lack.what not in self._done

    @cached_property
    def _done(self) -> dict[str, PlanStep]:
        return {step.duty: step for step in PlanStep.objects.filter(of=self.version)}

    @property
    def missing_later(self) -> list[Missing]:
        """What is missing before the issue beside that."""
        now = {one.sentence for one in self.lacks_now}
        return [self._mended(one) for one in self.lacks if one.sentence not in now]

    def _mended(self, lack: Lack) -> Missing:
        home = f"/office/plans/{self.plan.pk}"
        kind, _, name = lack.what.partition(":")
        way = "close" if self.version.state == "consulting" else "open"
        href = {
            "content": f"{home}/add/content?head={name}", "subject": f"{home}/items#objective",
            "objective": f"{home}/items/objective/{name}", "yardstick": f"{home}/items/yardstick/{name}",
            "contradiction": f"{home}/items#sentence", "consultation": f"{home}/step/{way}-consultation",
        }.get(kind, f"{home}/items")  # fmt: skip
        return Missing(lack.sentence, lack.law, f"{home}/route/{lack.what}" if lack.what in ROUTE else href)

    @property
    def published(self) -> FigureTable | None:
        """Every version, and the editions of it that went out."""
        editions: dict[int, list[PlanEdition]] = {}
        for one in PlanEdition.objects.filter(plan=self.plan).defer("sealed"):
            editions.setdefault(one.of_id, []).append(one)
        rows = tuple(Row(self._version(one, editions.get(one.pk, []))) for one in self.versions)
        heads = tuple(map(Column, ("Version", "Where it stands", "Consultation", "Editions that are out")))
        return FigureTable("versions", "Versions and editions", heads, rows, caption_hidden=True)

    def _version(self, one: PlanVersion, editions: Iterable[PlanEdition]) -> tuple[Cell, ...]:
        consultation = f"{words.day(one.opens)} to {words.day(one.closes)}" if one.opens and one.closes else "none yet"
        many = words.counted(days_open(one.opens, one.closes), "day", "days") if one.opens and one.closes else ""
        since = f"in force from {words.day(one.takes_effect)}" if one.takes_effect else ""
        out = "; ".join(
            f"{e.number}, {e.get_kind_display()}, {words.day(e.out_at.astimezone(LONDON))}" for e in editions
        )
        return (
            Cell(f"Version {one.number}", note=one.why), Cell(VERSION.state(one.state).title, note=since),
            Cell(consultation, note=many), Cell(out or "none"),
        )  # fmt: skip

    @property
    def events(self) -> list[Event]:
        """What was done to it, newest first. Of each person's writing in a row the last event stands for all."""
        keys = [self.plan.key, *(one.key for one in self.versions)]
        keys += [
            f"{ClaimRecord.KIND}:{pk}" for pk in ClaimRecord.objects.filter(plan=self.plan).values_list("pk", flat=True)
        ]
        keys += [
            f"{PlanDocument.KIND}:{pk}"
            for pk in PlanDocument.objects.filter(plan=self.plan).values_list("pk", flat=True)
        ]
        return told_once(Event.objects.filter(subject__in=keys).order_by("-number")[:400], WRITING)[:40]


def state_of(version: PlanVersion, lacks: list[Lack]) -> State:
    """Where a version stands, given what it lacks before it can be issued."""
    if version.state == "superseded" and may_vary(version.plan):
        return HOLDS
    return READY if version.state == "revising" and not lacks else VERSION.state(version.state)


def trail(plan: PlanRecord, *inside: Link) -> list[Link]:
    """The way back from a page of a plan."""
    return [LIST, Link(plan.title, f"/office/plans/{plan.pk}"), *inside]


@dataclass(frozen=True)
class Listed:
    """One plan in the list of plans."""

    plan: PlanRecord
    state: State
    under_way: PlanVersion | None
    newest: PlanVersion
    missing: int

    @property
    def years(self) -> str:
        """From when until when it is."""
        first, last = (words.month_full(parse_month(month)) for month in (self.plan.first_month, self.plan.last_month))
        return f"{first} to {last}"


def listed(plans: Iterable[PlanRecord], pack: Path) -> list[Listed]:
    """Plans with where each stands."""
    found = []
    for plan in plans:
        version = unfinished(plan)
        newest = version or versions_of(plan)[0]
        lacks = lacks_of(version, pack, "issued") if version else []
        found.append(Listed(plan, state_of(newest, lacks), version, newest, len(lacks)))
    return found


def facts_of(desk: PlanDesk, names: dict[str, str], places: dict[str, str]) -> list[Fact]:
    """What a plan is, in a list."""
    plan = desk.plan
    found = [
        Fact("Years", Listed(plan, desk.state, None, desk.version, 0).years), Fact("Area", places.get(plan.area, plan.area)),
        Fact("Owner", plan.organisation.name),
    ]  # fmt: skip
    if plan.scrutiny:
        found.append(Fact("Scrutinised by", names.get(plan.scrutiny, plan.scrutiny)))
    if plan.document:
        found.append(Fact("Printed in", plan.document, note=f"lines {plan.first_line} to {plan.last_line}"))
    if desk.version.author:
        found.append(Fact("Begun by", desk.version.author.name))
    if desk.version.issuer:
        found.append(Fact("Issued by", desk.version.issuer.name))
    return found
