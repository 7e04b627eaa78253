"""What the ledger's desk shows: reports and investigations of one's committees, and what a body was asked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from peelian.core.acting import Actor
from peelian.core.addresses import is_address
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.plans.pack import read_bodies
from peelian.plans.shelf import shelf as plans_out
from peelian.scrutiny.ledger import life
from peelian.scrutiny.ledger.actions import read
from peelian.scrutiny.ledger.checks import lacks, worth_knowing
from peelian.scrutiny.ledger.life import KINDS, MOVES, Move, duty_of
from peelian.scrutiny.ledger.models import ActivityRecord, InvestigationRecord, RecommendationRecord, ReportRecord
from peelian.scrutiny.ledger.records import NO_STATE, OF_COMMITTEE, LedgerStep, Recommendation, Report
from peelian.scrutiny.ledger.rules import may
from peelian.scrutiny.ledger.standing import Life, Overdue, lives, whole_state
from peelian.scrutiny.meetings.models import CommitteeRecord
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Link, Row
from peelian.workspace.plans.fields import Among

HOME = Link("Recommendations", "/office/recommendations")
ANSWERS = Link("Recommendations to answer", "/office/recommendations/answers")


def bodies_among(house: House) -> Among:
    """Whom a recommendation can be addressed to."""
    own = {one.pk: one.name for one in Organisation.objects.all()}
    named = {one.id: one.name for one in read_bodies(house.pack / "bodies.yaml").values()}
    return Among.of("bodies", "body", {**own, **named}.items())


def short_names(house: House) -> dict[str, str]:
    """Bodies by id, as tables name them."""
    own = {one.pk: one.short for one in Organisation.objects.all()}
    return {**own, **{one.id: one.short for one in read_bodies(house.pack / "bodies.yaml").values()}}


def committees_among(bodies: Iterable[str]) -> dict[str, str]:
    """The committees of some bodies that sit today, as a form names them: ``<body>/<committee>``; a body without any by itself."""
    among = list(bodies)
    rows = CommitteeRecord.objects.filter(organisation__in=among).exclude(until__lt=today()).order_by("title")
    found = {f"{one.organisation_id}/{one.slug}": one.title for one in rows}
    own = Organisation.objects.filter(pk__in=set(among) - {one.organisation_id for one in rows})
    return found | {f"{one.pk}/{one.pk}": one.name for one in own}


def duty_by(kind: str, owner: Organisation, committee: str) -> str:
    """The duty that a report brings: of a council's committees only the one on crime and disorder brings its law."""
    found = duty_of(kind, owner.kind)
    held = CommitteeRecord.objects.filter(pk=committee, organisation=owner).first()
    if found == "crime-and-disorder" and held is not None and held.kind != "crime-and-disorder-committee":
        return "none"
    return found


def plans_among(house: House) -> list[tuple[str, str]]:
    """The plans that are out; none where their files cannot be read."""
    try:
        return [(one.id, one.newest.plan.title) for one in plans_out(house.root, house.pack).volumes]
    except PeelianError:
        return []


def items_among(house: House, plan: str) -> Among:
    """Items that a recommendation can touch: of the plan that its report is about, else of the one in force."""
    try:
        held = plans_out(house.root, house.pack)
        volume = next((one for one in held.volumes if one.id == plan), None) or held.in_force(today())
    except PeelianError:
        volume = None
    if volume is None:
        return Among.of("items", "item of the plan", ())
    found = volume.newest.plan
    pairs = [(f"objective:{one.id}", one.title) for one in found.objectives]
    return Among.of(
        "items", "item of the plan",
        [*((f"commitment:{one.id}", one.title) for one in (*found.commitments, *found.promises)), *pairs],
    )  # fmt: skip


class ReportDesk:
    """One report as its committee works on it."""

    def __init__(self, record: ReportRecord, house: House, by: Actor) -> None:
        self.record, self.house, self.by = record, house, by

    @cached_property
    def report(self) -> Report:
        """As its form is read."""
        return read(self.record, self.house)

    @property
    def draft(self) -> bool:
        """Whether its text can be written."""
        return bool(self.record.state == "drafting")

    @property
    def writes(self) -> bool:
        """Whether one may write in it now."""
        return self.draft and self.by.may(P.WRITE_PAPERS, self.record.owner)

    @property
    def logs(self) -> bool:
        """Whether one may log that it was asked for in another format."""
        return not self.draft and self.by.may(P.WRITE_PAPERS, self.record.owner)

    @property
    def publishes(self) -> bool:
        """Whether one may publish it now."""
        return self.draft and self.by.may(P.SPEAK_FOR_COMMITTEE, self.record.owner)

    @cached_property
    def lacks(self) -> list[str]:
        """What is missing before it can be published."""
        return lacks(self.report, today())

    @property
    def worth_knowing(self) -> list[str]:
        """What somebody should know before they publish."""
        return worth_knowing(self.report)

    @property
    def kind(self) -> str:
        """``Letter``."""
        return KINDS[self.report.kind].title

    @property
    def table(self) -> FigureTable:
        """Its recommendations: as written, or how each stands."""
        names = short_names(self.house)
        heads = tuple(map(Column, ("Recommendation", "Asked of", "Where it stands", "Overdue")))
        rows = tuple(self._row(one, names) for one in self.record.recommendations.all())
        return FigureTable("recommendations", "Its recommendations", heads, rows, caption_hidden=True)

    def _row(self, record: RecommendationRecord, names: dict[str, str]) -> Row:
        asked = next(one for one in self.report.recommendations if one.number == record.number)
        held = lives(self.report, asked, today())
        href = f"/office/recommendations/{record.pk}" if not self.draft else (
            f"/office/recommendations/reports/{self.record.pk}/{record.number}" if self.writes else ""
        )  # fmt: skip
        return Row((
            Cell(f"{record.number}. {asked.title}", href, order=record.place),
            Cell(", ".join(names.get(one, one) for one in asked.addressees)),
            Cell("not published yet" if self.draft else whole_state(held).title),
            Cell("" if self.draft else late_words(held)),
        ))  # fmt: skip


def late_words(held: Iterable[Life]) -> str:
    """``answer for 12 days``; empty where nothing is overdue."""
    late = [one for life_ in held for one in life_.overdue]
    return "; ".join(f"{one.what}{_to(one)} for {words.counted(one.days, 'day', 'days')}{_why(one)}" for one in late)


def _why(one: Overdue) -> str:
    return f", since it was to be done by {words.day(one.due)}" if one.by_delivery else ""


def _to(one: Overdue) -> str:
    points = ", ".join(f"({point})" for point in one.points)
    return f" to {points}" if points else ""


def reports_table(rows: Iterable[ReportRecord]) -> FigureTable:
    """The reports of one's committees."""
    rows = list(rows)
    several = len({one.organisation_id for one in rows}) > 1
    heads = tuple(map(Column, ("Report", "Kind", "Date", "State")))
    found = tuple(
        Row((
            Cell(one.title, f"/office/recommendations/reports/{one.pk}", note=one.organisation.short if several else ""),
            Cell(KINDS[one.kind].title),
            Cell(
                words.when(one.on, one.month, one.years),
                order=one.on.isoformat() if one.on else one.month or one.years.removeprefix("FY"),
            ),
            Cell("Being written" if one.state == "drafting" else "Published"),
        ))
        for one in rows
    )  # fmt: skip
    return FigureTable("reports", "Reports and letters", heads, found, caption_hidden=True)


def investigation_state(one: InvestigationRecord) -> str:
    """Where it stands; of one that was taken in without a day nobody can say, and its public page does not either."""
    if one.state != "drafting" and not (one.opened or one.closed):
        return NO_STATE
    return {"drafting": "Being prepared", "open": "Open", "closed": "Closed"}[one.state]


def investigations_table(rows: Iterable[InvestigationRecord]) -> FigureTable:
    """The investigations of one's committees."""
    heads = tuple(map(Column, ("Investigation", "State", "Opened")))
    found = tuple(
        Row((
            Cell(one.title, f"/office/recommendations/investigations/{one.slug}"), Cell(investigation_state(one)),
            Cell(
                words.when(one.opened, year=one.years) if one.opened or one.years else "",
                order=one.opened.isoformat() if one.opened else one.years.removeprefix("FY"),
            ),
        ))
        for one in rows
    )  # fmt: skip
    return FigureTable("investigations", "Investigations", heads, found, caption_hidden=True)


def activities_of(rows: Iterable[ActivityRecord], names: dict[str, str]) -> list[tuple[ActivityRecord, str, str]]:
    """What was done, when, and whom the committee met."""
    return [
        (one, words.when(one.on, one.month, one.years), ", ".join(names.get(body, body) for body in one.bodies))
        for one in rows
    ]


def asked_table(
    held: Iterable[Life], names: dict[str, str], pks: dict[str, int], answering: bool = False, name: str = "asked"
) -> FigureTable:
    """What bodies were asked: each leads to its page for who answers (``answering``), else to that of the committee."""
    held = [one for one in held if one.recommendation.id in pks]
    several = not answering or len({one.addressee for one in held}) > 1 or any(one.passed_on for one in held)
    heads = tuple(
        map(Column, ("Recommendation", *(["Asked of"] if several else []), "Where it stands", "Answer due", "Overdue"))
    )
    rows = [
        Row((
            Cell(f"{one.recommendation.number}. {one.recommendation.title}", _page_of(one, pks, answering), note=one.report.title),
            *([Cell(asked_words(one, names))] if several else []),
            Cell(one.state.title, note="" if name == "owed" else _waits(one, answering)),
            Cell(
                due_words(one.recommendation), order=one.recommendation.due.isoformat() if one.recommendation.due else "",
                note=words.days_left(one.answer_left) if one.answer_left is not None and one.answer_left >= 0 else "",
            ),
            Cell(late_words([one]), order=max((late.days for late in one.overdue), default=0)),
        ))
        for one in held
    ]  # fmt: skip
    return FigureTable(name, "What was asked", heads, tuple(rows), caption_hidden=True, sortable=True)


def asked_words(one: Life, names: dict[str, str]) -> str:
    """``MOPAC``; ``MPA, now owed by MOPAC`` where that is gone."""
    asked, heirs = names.get(one.addressee, one.addressee), [names.get(name, name) for name in one.owed_by]
    return f"{asked}, now owed by {' and '.join(heirs)}" if one.passed_on else asked


def _waits(one: Life, answering: bool) -> str:
    """For whom it waits, where that is not the side that reads."""
    theirs = one.state.who == ("addressee" if answering else "committee")
    return f"waits for {one.waits_for}" if one.waits_for and not theirs else ""


def _page_of(one: Life, pks: dict[str, int], answering: bool) -> str:
    pk = pks[one.recommendation.id]
    return f"{ANSWERS.href}/{pk}/{one.addressee}" if answering else f"{HOME.href}/{pk}"


def due_words(asked: Recommendation) -> str:
    """``2 May 2026, asked for``."""
    if asked.due is None:
        return "no day"
    return f"{words.day(asked.due)}, {'by law' if asked.due_by == 'law' else 'asked for'}"


def _answer_words(one: Life) -> str:
    left_out = ", ".join(f"({point})" for point in one.unanswered)
    return (one.answer.title if one.answer else "nothing on record") + (f"; nothing to {left_out}" if left_out else "")


def _due_in_full(one: Life) -> str:
    left = "" if one.answer_left is None else f": {words.days_left(one.answer_left)}"
    return f"{due_words(one.recommendation)}{left}"


def steps_open(held: Iterable[Life], by: Actor, owner: str, side: str) -> list[Move]:
    """The steps that somebody may take: of the committee (``side``), or as one of the bodies that were asked."""
    states = {one.state.id for one in held}
    found = []
    for move in MOVES.values():
        theirs = (move.who == "addressee") == (side == "addressee")
        if theirs and states & set(move.before) and by.may(may(move), owner):
            found.append(move)
    return found


def facts_of(one: Life, names: dict[str, str]) -> list[tuple[str, str]]:
    """What stands beside the steps of a recommendation."""
    duty = life.DUTIES[one.report.duty]
    return [
        ("Asked of", asked_words(one, names)), ("State", _state_words(one)),
        ("Answer due", _due_in_full(one)), ("What the law says", duty.means),
        ("It answered", _answer_words(one)),
        ("It says it did", one.claim.title if one.claim else "nothing on record"),
        ("The committee finds", one.verdict.title if one.verdict else "no verdict yet"),
    ]  # fmt: skip


def _state_words(one: Life) -> str:
    return f"{one.state.title}; it waits for {one.waits_for}" if one.waits_for else one.state.title


def _place_of(one: LedgerStep, names: dict[str, str]) -> str:
    heir = one.about and one.kind not in OF_COMMITTEE
    return f"(in the place of {names.get(one.about, one.about)}) " if heir else ""


def told_steps(asked: Recommendation, names: dict[str, str]) -> list[dict[str, Any]]:
    """Everything that happened, newest first."""
    from peelian.scrutiny.ledger.exporting import what

    return [
        {"day": words.day(one.on), "who": names.get(one.by, one.by), "what": f"{_place_of(one, names)}{what(one)}",
         "reason": one.reason, "to": one.to,
         "answers": one.answers, "evidence": one.evidence,
         "link": one.link if is_address(one.link) else "", "noted_by": names.get(one.noted_by, one.noted_by)}
        for one in reversed(asked.steps)
    ]  # fmt: skip
