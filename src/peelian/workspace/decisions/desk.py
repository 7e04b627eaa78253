"""What the desk of a decision shows: where it stands, what it lacks and where to mend that, who signed, Part 2, who did what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from peelian.audit.models import Event
from peelian.core.acting import Actor
from peelian.core.exempt.models import ExemptPart
from peelian.core.permissions import Permission as P
from peelian.core.queries import told_once
from peelian.core.running.queries import calendar_in_force
from peelian.core.workflow import State, Step
from peelian.decisions import withheld
from peelian.decisions.awards import wait_of
from peelian.decisions.content import decision_of
from peelian.decisions.lacking import Lack
from peelian.decisions.models import CallInRecord, DecisionRecord, DecisionSignature, DecisionVersion, GrantPayment
from peelian.decisions.paying import grants_out, last_note
from peelian.decisions.procedure import SENT_ON, notice_lacks
from peelian.decisions.queries import (
    earlier_of,
    lacks_now,
    may_correct,
    newest_among,
    newest_of,
    series_named,
    stale_of,
    versions_of,
    warned,
)
from peelian.decisions.records import SUBJECTS, Decision, Grant
from peelian.decisions.references import Series
from peelian.decisions.rules import DECISION, OUT, PART_2_OPEN, UNSIGNED, WAITING
from peelian.decisions.shelf import Deferral, Filed, Part, Version
from peelian.decisions.waits import Payment, Wait
from peelian.decisions.warnings import Warned
from peelian.figures.house import House, today
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Link, Row
from peelian.ui.decision import DecisionPage
from peelian.ui.decision_words import signature_words
from peelian.workspace.decisions.forms import SECTION_OF

LIST = Link("Decisions", "/office/decisions")
CORRECT = Step("decision.correct", "Correct it", ("published",), "drafting", P.WRITE_DECISION, reason=True)
"""Not a step of one version: it makes another."""
SAVES = ("decision.write",)
"""What is done many times while somebody writes."""
NAMED = {
    ("decision.defer", "signed"): "Defer publication", ("decision.defer", "deferred"): "Change until when it is deferred",
}  # fmt: skip
"""What a step is called where it stands, if that is not its title."""
WAY = ("drafting", "advice", "countersigning", "deciding", "signed", "published")
PLACES = {
    "summary": "id_summary", "decision": "id_decision", "introduction": "id_introduction", "issues": "id_issues",
    "options": "rows-options", "money": "rows-money", "fund": "id_fund", "grants": "rows-grants", "delegation": "id_source",
    "plan_items": "id_plan", "deferral": "id_until", "notices": "id_decision_day", "consultees": "rows-consulted",
    "title": "id_title", "papers": "rows-papers", "no_options": "id_no_options", "no_money": "id_no_money",
}  # fmt: skip
"""Where in the form each thing that can be missing is asked for."""


def part_of(what: str) -> str:
    """The part of the form in which it is asked for."""
    return SECTION_OF[PLACES[what].removeprefix("id_").removeprefix("rows-")]


@dataclass(frozen=True)
class Missing:
    """Something that is missing, or must be looked at, with where it can be mended."""

    sentence: str
    law: str
    href: str
    around: str = ""


@dataclass(frozen=True)
class AdviceRow:
    """One subject of advice on the desk."""

    subject: str
    title: str
    signature: DecisionSignature | None
    stale: bool

    @property
    def state(self) -> str:
        """Where it stands."""
        if self.signature is None:
            return "not given yet"
        said = "not required" if self.signature.not_required else "signed"
        return f"{said}, and needed anew: what is decided, or Part 2, became another" if self.stale else said

    @property
    def by(self) -> str:
        """Who signed it, and when."""
        held = self.signature
        return f"{held.post}, {words.day(held.day)}" if held else ""


@dataclass(frozen=True)
class GrantLine:
    """A grant on the desk."""

    grant: Grant
    wait: Wait
    noted: GrantPayment | None
    """What was noted last of its payment."""

    @property
    def state(self) -> str:
        """How long its money took, or takes so far."""
        return words.with_days(self.wait.sentence)


class DecisionDesk:
    """A decision as somebody who may see it before it is out finds it."""

    def __init__(self, record: DecisionRecord, house: House, by: Actor) -> None:
        self.record, self.house, self.by = record, house, by
        self.version = newest_of(record)
        self.series: Series = series_named(house.pack, record.series)

    @property
    def home(self) -> str:
        """Its address."""
        return f"/office/decisions/{self.record.pk}"

    @property
    def title(self) -> str:
        """``Grants for safer wards``."""
        return str(self.version.form.get("title") or self.record)

    @property
    def state(self) -> State:
        """Where it stands."""
        return DECISION.state(self.version.state)

    @cached_property
    def decision(self) -> Decision:
        """The form with what was signed."""
        return decision_of(self.version)

    @property
    def writes(self) -> bool:
        """Whether whoever looks may write in it now."""
        return self.version.state == "drafting" and self.by.may(P.WRITE_DECISION, self.record.owner)

    @cached_property
    def earlier(self) -> dict[str, str | None]:
        """Who took part before, as whoever looks is barred by it."""
        return earlier_of(self.version, self.by.key)

    @property
    def steps(self) -> list[Step]:
        """What whoever looks can do next; advice is given beside its subject."""
        found = DECISION.open_to(self.by, self.version.state, owner=self.record.owner, earlier=self.earlier)
        found = [
            one
            for one in found
            if one.action != "decision.advise" and not (one.action == "decision.send" and self.lacks)
        ]
        return [*map(self.named, found), *([CORRECT] if may_correct(self.record, self.by) else [])]

    def named(self, step: Step) -> Step:
        """A step by what it does now: what is not deferred yet is not put off further."""
        title = NAMED.get((step.action, self.version.state))
        return replace(step, title=title) if title else step

    @property
    def advises(self) -> bool:
        """Whether whoever looks may give advice now."""
        found = DECISION.open_to(self.by, self.version.state, owner=self.record.owner, earlier=self.earlier)
        return any(one.action == "decision.advise" for one in found)

    @property
    def line(self) -> list[tuple[str, str]]:
        """The states on the way to published, each done, current or ahead."""
        state = "signed" if self.version.state == "deferred" else self.version.state
        at = WAY.index(state) if state in WAY else len(WAY)
        return [
            (
                DECISION.state(self.version.state if name == state else name).title,
                "done" if place < at else "now" if place == at else "ahead",
            )
            for place, name in enumerate(WAY)
        ]

    @cached_property
    def lacks(self) -> list[Lack]:
        """What is missing before the next step."""
        return lacks_now(self.version, self.house)

    @cached_property
    def lacks_later(self) -> list[Lack]:
        """What is missing of its notices before it can be taken, while they are not asked for yet: writing can mend them now."""
        if self.version.state not in ("drafting", "advice", "countersigning"):
            return []
        return [Lack("notices", *one) for one in notice_lacks(self.decision, calendar_in_force())]

    @property
    def missing(self) -> list[Missing]:
        """What is missing, each with where it can be mended."""
        return [self._missing(one) for one in self.lacks]

    @property
    def missing_later(self) -> list[Missing]:
        """What will be, likewise."""
        return [self._missing(one) for one in self.lacks_later]

    def _missing(self, lack: Lack) -> Missing:
        return Missing(words.with_days(lack.sentence), lack.law, self._place(lack.what))

    @cached_property
    def warned(self) -> list[Warned]:
        """What must be looked at before it is public."""
        return warned(self.version) if self.version.state in (*UNSIGNED, "signed") else []

    @property
    def warnings(self) -> list[Missing]:
        """The same, each with where it can be mended."""
        return [Missing(one.sentence, "", self._place(one.what), one.around) for one in self.warned]

    def _place(self, what: str) -> str:
        kind, _, name = what.partition(":")
        if kind == "unread":
            return f"{self.home}/write#{name}"
        if kind == "advice":
            return f"{self.home}/advice/{name}"
        if what == "part-2":
            return f"{self.home}#part-2"
        if what not in PLACES:
            return self.home
        section = part_of(what)
        return f"{self.home}/write?open={section}#{PLACES[what]}"

    @property
    def missing_in(self) -> dict[str, list[Missing]]:
        """What is missing of the form itself, by the part of it that asks for it."""
        found: dict[str, list[Missing]] = {}
        for lack in (*self.lacks, *self.lacks_later):
            if lack.what in PLACES:
                found.setdefault(part_of(lack.what), []).append(
                    Missing(words.with_days(lack.sentence), lack.law, f"#{PLACES[lack.what]}")
                )
        return found

    @property
    def advice(self) -> list[AdviceRow]:
        """Each subject that the form asks for."""
        held = {one.subject: one for one in DecisionSignature.objects.filter(of=self.version) if one.subject}
        stale = stale_of(self.version)
        return [AdviceRow(one, SUBJECTS[one], held.get(one), one in stale) for one in self.series.advice]

    @property
    def parts(self) -> list[ExemptPart]:
        """Part 2, drafts too."""
        return withheld.parts(self.record)

    @property
    def keeps_part_2(self) -> bool:
        """Whether whoever looks may write in Part 2 now."""
        return (
            self.version.state in PART_2_OPEN
            and self.by.may(P.WRITE_DECISION, self.record.owner) and self.by.may(P.SEE_EXEMPT, self.record.owner)
        )  # fmt: skip

    @property
    def seals(self) -> bool:
        """Whether whoever looks may seal a part of it now."""
        return self.version.state in PART_2_OPEN and self.by.may(P.SEAL_EXEMPT, self.record.owner)

    @property
    def calls(self) -> list[CallInRecord]:
        """Each time that it was called in."""
        return list(CallInRecord.objects.filter(decision=self.record))

    @cached_property
    def payments(self) -> list[GrantPayment]:
        """Everything that was noted of the payment of its grants, in that order."""
        return list(GrantPayment.objects.filter(decision=self.record))

    @property
    def may_note_call_in(self) -> bool:
        """Whether a call-in can be put on record now."""
        return (
            self.version.state in OUT
            and self.decision.kind == "key"
            and not (self.decision.key_notice and self.decision.key_notice.no_call_in_by)
            and not any(not one.outcome or one.outcome in SENT_ON for one in self.calls)
            and self.by.may(P.WRITE_DECISION, self.record.owner)
        )

    @cached_property
    def grants(self) -> list[GrantLine]:
        """The grants of what is out, with how long the money of each takes."""
        filed = self.preview.filed
        return [
            GrantLine(one, wait_of(filed, one, today()), last_note(self.record, one.id))
            for one in grants_out(self.record)
        ]

    @property
    def may_note_payment(self) -> bool:
        """Whether whoever looks may note a payment."""
        return self.by.may(P.WRITE_DECISION, self.record.owner)

    @property
    def out(self) -> bool:
        """Whether a version of it stands in the register."""
        return any(one.published_at for one in versions_of(self.record))

    @property
    def preview(self) -> DecisionPage:
        """What becomes public, drawn as the public page draws it."""
        earlier = [one for one in versions_of(self.record)[::-1] if one.sealed and one.number < self.version.number]
        found = (*(_version(one) for one in earlier), _version(self.version))
        parts = tuple(Part(one) for one in withheld.stubs(self.record))
        payments = tuple(Payment(one.grant, one.day, one.noted_on, one.why) for one in self.payments)
        return DecisionPage(
            Filed(self.series, found, parts, payments=payments),
            calendar_in_force(),
            today(),
            draft=self.version.published_at is None,
        )

    @cached_property
    def due(self) -> str:
        """By when a signed decision must be out; empty where it is, or is not signed."""
        return words.with_days(self.preview.punctual.sentence) if self.version.state in WAITING else ""

    @property
    def overdue(self) -> bool:
        """Whether it should be out and is not."""
        return bool(self.due) and self.preview.punctual.late

    @property
    def table(self) -> FigureTable:
        """Every version, and when it was out."""
        rows = tuple(Row(_version_cells(one)) for one in versions_of(self.record))
        heads = tuple(map(Column, ("Version", "Where it stands", "Signed", "Published")))
        return FigureTable("versions", "Versions", heads, rows, caption_hidden=True)

    @property
    def signatures(self) -> list[tuple[str, str]]:
        """Who signed the whole."""
        held = self.decision
        rows = (("Lead officer", held.officer), ("Countersigned", held.director), ("Taken by", held.maker))
        return [(name, signature_words(one) or "not yet") for name, one in rows]

    @property
    def events(self) -> list[Event]:
        """What was done to it, newest first; of each person's writing in a row the last event stands for all."""
        keys = [self.record.key, *(one.key for one in versions_of(self.record)), *(one.key for one in self.parts)]
        keys += [one.key for one in (*self.calls, *self.payments)]
        return told_once(Event.objects.filter(subject__in=keys).order_by("-number")[:400], SAVES)[:40]


def _version(version: DecisionVersion) -> Version:
    deferrals = tuple(
        Deferral(dt.date.fromisoformat(one["until"]), one["reason"], dt.date.fromisoformat(one["set_on"]))
        for one in version.deferrals
    )
    return Version(version.number, decision_of(version), version.why, {}, version.published_at, deferrals)


def _version_cells(one: DecisionVersion) -> tuple[Cell, ...]:
    until = f"until {words.day(one.deferred_until)}" if one.state == "deferred" and one.deferred_until else ""
    return (
        Cell(f"Version {one.number}", note=one.why), Cell(DECISION.state(one.state).title, note=until),
        Cell(words.day(one.signed_on) if one.signed_on else ""),
        Cell(words.day(one.published_at) if one.published_at else ""),
    )  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """One decision in the list."""

    record: DecisionRecord
    version: DecisionVersion
    called_in: bool = False

    @property
    def note(self) -> str:
        """What stands out: that its publication is overdue, or that it is called in and not settled."""
        until = self.version.deferred_until
        late = self.version.state == "deferred" and until is not None and until < today()
        return "publication overdue" if late else "called in, not settled" if self.called_in else ""

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.version.form.get("title") or "")

    @property
    def state(self) -> State:
        """Where it stands."""
        return DECISION.state(self.version.state)


def listed(records: Iterable[DecisionRecord]) -> list[Listed]:
    """Decisions with where each stands: what is on its way first, then by number, newest first."""
    rows = list(records)
    versions: dict[str, list[DecisionVersion]] = {}
    for version in DecisionVersion.objects.filter(decision__in=rows).order_by("decision", "-number"):
        versions.setdefault(version.decision_id, []).append(version)
    calls = CallInRecord.objects.filter(decision__in=rows)
    called = {one.decision_id for one in calls if not one.outcome or one.awaits_result}
    found = [Listed(one, newest_among(versions[one.pk]), one.pk in called) for one in rows if one.pk in versions]
    open_ones = (*UNSIGNED, *WAITING)
    return sorted(
        found,
        key=lambda one: (one.version.state not in open_ones, one.record.series, -one.record.year, -one.record.number),
    )


def trail(record: DecisionRecord, *inside: Link) -> list[Link]:
    """The way back from a page of a decision."""
    return [LIST, Link(str(record), f"/office/decisions/{record.pk}"), *inside]
