"""One record at least of every kind that is not for everybody, as each room makes it, and who may read it: the proof that nothing
leaks (tests/guards/test_leaks.py) plants its marks in these.

A room adds its kinds here: a function that makes them through its own actions, and a line of ``KINDS`` for each table.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import time_machine

from peelian.core import actions
from peelian.core.acting import COMMAND, acting, now
from peelian.core.exempt.actions import seal
from peelian.core.exempt.files import File
from peelian.core.exempt.models import ExemptPart
from peelian.core.jobs.models import Job
from peelian.core.jobs.working import run
from peelian.core.models import Invitation, OrganisationArea, Person
from peelian.core.running.actions import extend
from peelian.core.running.models import Clock, Notice
from peelian.decisions import signing
from peelian.decisions.actions import write
from peelian.decisions.models import DecisionSignature, DecisionVersion
from peelian.decisions.unread import Unread
from peelian.figures.house import LONDON, House
from peelian.figures.loading import load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases import scheduling
from peelian.figures.releases.build import draft, release
from peelian.figures.releases.publication import Publication
from peelian.figures.releases.release import Releases
from peelian.localities.models import IndicatorWords, LocalIndicator, LocalRule, QuarterReport
from peelian.performance.models import (
    CalendarEntry,
    Commentary,
    CorrectiveAction,
    FigureNote,
    PreRelease,
    ReleaseRecord,
)
from peelian.performance.planning import propose
from peelian.plans import actions as plans
from peelian.plans.claiming import keep_document
from peelian.plans.models import PlanDocument, PlanItem, PlanRecord, PlanStep, PlanVersion, Proposal
from peelian.public.views.search import KINDS as FOUND
from peelian.scrutiny.ledger import actions as ledger
from peelian.scrutiny.ledger import requesting
from peelian.scrutiny.ledger.models import (
    ActivityRecord,
    FormatRequest,
    InvestigationRecord,
    RecommendationRecord,
    ReportDocument,
    ReportProposal,
    ReportRecord,
)
from peelian.scrutiny.meetings import agenda, committees, life, minutes
from peelian.scrutiny.meetings.actions import Wanted
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, ItemRecord, MeetingRecord, PaperRecord
from peelian.scrutiny.meetings.papers import PapersDocument, PapersProposal
from tests.support import decisions, programs, rooms
from tests.support import ledger as reports
from tests.support.canaries import Kept, Planted, Who
from tests.support.exempt import drafted_part
from tests.support.office import CAST, Office
from tests.support.wide import two_boroughs, write_boroughs

NOW = dt.datetime(2026, 11, 26, 10, tzinfo=LONDON)
NIGHT = dt.datetime(2026, 11, 27, tzinfo=LONDON)
"""Midnight: what is exempt until tomorrow and what is deferred until tomorrow is released by a worker."""
MORNING = dt.datetime(2026, 11, 27, 9, 30, tzinfo=LONDON)
"""The release is out."""
DRAFT_RELEASE, EMBARGOED = "2026-11-26", "2026-11-27"
BARNET = "E09000003"


def r(*roles: str) -> frozenset[str]:
    """A set of roles."""
    return frozenset(roles)


MANAGER = r("installation-manager")
AUDIT = r("administrator", "auditor")
"""They read the events of their own body that are not closed to them; the installation manager those of all."""
DRAFTS = r("analyst", "quality-reviewer", "person-responsible")
BOROUGH = r("borough-analyst", "borough-lead")
PLANNERS = r("plan-officer", "plan-issuer")
PAPERS = r("committee-officer", "committee-chair", "committee-member")
DECISIONS = r("decision-officer", "decision-adviser", "decision-director", "decision-maker")
EXEMPT = PAPERS | DECISIONS
STAFF = frozenset(role for _, _, role in CAST.values())
EVERYBODY = Who(everybody=True)
NOBODY = Who()


@dataclass
class World:
    """An office in which every room holds something that is not out, and the marks that are planted in it."""

    office: Office
    house: House
    planted: Planted = field(default_factory=Planted)
    secrets: dict[str, str] = field(default_factory=dict)
    """Names that only who may see a record knows, by the parameter of addresses that they stand in."""
    seen: set[tuple[str, str]] = field(default_factory=set)
    """What somebody has read where they may: the mark's table and the name of the address."""
    walked: set[str] = field(default_factory=set)
    """Who of the cast has walked."""
    searches: set[tuple[str, str]] = field(default_factory=set)
    """The searches that public pages offer: the address and the field of each."""
    broken: set[str] = field(default_factory=set)
    """Addresses that answered that the server is broken."""


def furnished(folder: Path) -> House:
    """A house with a release that is out, and figures since."""
    house, start = House(folder / "house"), month_ordinal(2024, 1)
    with time_machine.travel(NOW - dt.timedelta(days=30), tick=True):
        load(house, [write_boroughs(folder / "2026-01" / "crime.csv", start, two_boroughs())])
        release(house)
        load(house, [write_boroughs(folder / "2026-02" / "crime.csv", start + 1, two_boroughs(seed=1))])
    return house


def build(world: World) -> World:
    """Fill every room, and plant. Whoever calls has set the clock to ``NOW``."""
    from peelian.cli.healing import heal

    with time_machine.travel(NOW - dt.timedelta(days=40), tick=True):
        world.office.everybody()
    heal(world.house)
    for make in (_people, _jobs, _releases, _quarters, _plans, _decisions, _meetings, _ledger):
        make(world)
        for kind in KINDS:
            world.planted.plant(kind)
    _sign_and_seal(world)
    for job in Job.objects.filter(kind="pack.print"):
        run(job.pk)
    heal(world.house)
    return world


def _people(world: World) -> None:
    office = world.office
    for body, area in (("havering", "E09000016"), ("mopac", "E23000001")):
        actions.give_area(office.organisation(body), area, dt.date(2012, 1, 16), by=COMMAND)
    _, secret = actions.invite(
        office.organisation("mopac"), "reader", email="new@mopac.example", name="New Person", title="Reader", by=COMMAND
    )
    world.secrets["secret"] = secret
    ticking = rooms.clock(office, waits_for=office.bob)
    rooms.do(lambda: extend(ticking, 5, told=NOW.date(), by="Head of Information", reason="To weigh the interest"))
    rooms.clock(office, "Request 18", organisation="havering", waits_for=office.esther)
    rooms.notice(office, "A day has moved.", person=office.bob)
    rooms.notice(office, "Another day has moved.", organisation="havering")


def _jobs(world: World) -> None:
    job = rooms.job(world.office, "bob")
    Job.bookkeeping.filter(pk=job.pk).update(
        state="failed",
        error="It broke off",
        remedy="Try again",
        details="At line 3",
        result={"said": "two words"},
        what="the third file",
    )


def _releases(world: World) -> None:
    office, house = world.office, world.house
    propose(office.organisation("mopac"), house, by=office.by("dev"))
    draft(house, DRAFT_RELEASE)
    first = rooms.draft(office, author=office.bob, draft=DRAFT_RELEASE, why="A first look", remarks="Look again")
    rooms.words(first, "of the draft", author=office.bob)
    made = draft(house, EMBARGOED)
    second = rooms.draft(
        office, "Release for November", author=office.bob, draft=EMBARGOED, state="scheduled", at=MORNING
    )
    rooms.words(second, "of what is embargoed", author=office.bob)
    rooms.access(second, office.jo, granted_by=office.dev)
    rooms.access(second, None, name="Somebody Else", granted_by=office.dev)
    new = lambda name: world.planted.new("publication", name, EMBARGOED, "mopac", _of_release, MORNING).mark  # noqa: E731
    about = {"measure": "burglary", "area": BARNET}
    scheduling.schedule(house, made.id, Publication(
        made.id, made.manifest["seal"], MORNING, new("title"), why=new("why"),
        commentary=({**about, "text": new("commentary"), "by": new("by")},),
        actions=({**about, "what": new("action"), "owner": new("owner"), "by_when": "2027-01-31", "why": new("red"),
                  "objective": "fewer-neighbourhood-crimes", "demand": []},),
        notes=({**about, "period": "2026-01", "text": new("note")},),
        pre_release=({"title": new("who"), "organisation": "MPS", "from": "2026-11-26T09:30:00+00:00"},),
        longer_access=new("longer"), signed_off_by={"title": new("signer"), "organisation": "MOPAC"},
    ), NOW)  # fmt: skip
    world.secrets["release_id"] = EMBARGOED


_of_release = Who(DRAFTS, people=frozenset({"jo"}))


def _quarters(world: World) -> None:
    office = world.office
    of = {"organisation": office.organisation("havering"), "year": "FY2025-26"}
    rooms.do(lambda: acting().create(
        LocalRule, **of, title="Rating", amber="movement", unchanged="amber", compared_with="previous quarter", two_sided=False,
        source="Corporate plan", decided_by="Cabinet",
    ))  # fmt: skip
    rooms.do(lambda: acting().create(LocalIndicator, **of, measure="burglary", wanted="lower"))
    report = rooms.report(
        office,
        author=office.esther,
        period="FY2025-26-Q2",
        text="of the quarter",
        demand_note="More was asked",
        remarks="Look again",
    )
    rooms.change(report, release=Releases(world.house.root).ids()[0])


def _plans(world: World) -> None:
    office, house, by = world.office, world.house, world.office.by("olive")
    begun = plans.begin(
        office.organisation("mopac"), "plan-2025-29", by=by, title="The next plan", about="What comes next",
        first_month="2025-04", last_month="2029-03", area="E23000001",
    )  # fmt: skip
    plans.add(begun.plan, "theme", {"id": "homes", "title": "Homes and streets", "line": None, "about": "Safe homes."},
              house.pack, by=by)  # fmt: skip
    plans.note_step(begun, "people", NOW.date(), note="Asked at ten meetings", by=by)
    proposal = {"kind": "theme", "reference": "", "text": "Homes and streets", "page": 1, "line": 1, "confidence": 1.0,
                "fields": {"about": "Safe homes for all"}}  # fmt: skip
    lines = [{"line": 1, "page": 1, "text": "Homes and streets"}]
    keep_document(begun.plan, "the next plan.pdf", "0" * 64, lines, [proposal], house.root, by=by)
    world.secrets |= {"plan_id": "plan-2025-29", "newer": "plan-2025-29"}


def _decisions(world: World) -> None:
    office, house = world.office, world.house
    held = {"part_2": True, "part_2_reason": "Offers of bidders"}
    first = decisions.begun(office, house, **held)
    second = decisions.begun(
        office, house, **held, deferral={"until": NIGHT.date().isoformat(), "reason": "The groups are told first"}
    )
    for version in (first, second):
        decisions.part_2(office, version.decision, text=_text(world, version))
        _filed(world, version)
    unread = [Unread("id_limit", "The power to decide", "Write digits.", {"limit": ["half a million"]})]
    write(decisions.fresh(first), first.form, number=first.version, unread=unread, by=office.by("dora"))
    world.secrets["reference"] = second.decision.reference


def _filed(world: World, version: DecisionVersion) -> None:
    """A workbook that is exempt: a mark in its words, one in its metadata, one in its name."""
    copied = Who(DECISIONS, only_at=frozenset({"exempt-file"}))
    new = lambda where, who: world.planted.new("core.ExemptPart", where, version.key, "mopac", who).mark  # noqa: E731
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:  # not packed, so that a mark in the clear would be seen
        made.writestr("xl/workbook.xml", f"<workbook>{new('file', copied)}</workbook>")
        made.writestr("docProps/core.xml", f"<creator>{new('metadata', copied)}</creator>")
    decisions.part_2(
        world.office,
        version.decision,
        title="A workbook",
        text=File(f"{new('name', NOBODY)}.xlsx", "", content.getvalue()),
    )


def _text(world: World, version: DecisionVersion) -> str:
    who = Who(DECISIONS, only_at=frozenset({"exempt-read", "decision-part"}))
    return world.planted.new("core.ExemptPart", "text", version.key, "mopac", who).mark + " is what nobody may read"


def _meetings(world: World) -> None:
    office, by = world.office, world.office.by("clara")
    panel = committees.found(
        office.organisation("london-assembly-pcc"),
        "the-panel",
        title="The Panel",
        kind="assembly-committee",
        quorum=1,
        by=by,
    )
    committees.seat(panel, "Ada Ash", role="member", since=dt.date(2026, 1, 1), by=by)
    coming = life.plan(panel, dt.date(2026, 12, 15), begins=dt.time(10), place="City Hall", by=by)
    _withheld(world, _agenda(coming, office), None)
    with time_machine.travel(NOW - dt.timedelta(days=24), tick=True):
        past = life.plan(panel, dt.date(2026, 11, 24), begins=dt.time(10), place="City Hall", by=by)
        past = life.call(past, dt.date(2026, 11, 2), ["website"], by=by)
        for until in (None, NIGHT):
            paper = _agenda(past, office)
            _withheld(world, paper, until)
        _withheld(world, paper, None)  # of this paper one part is out at midnight, and the other is not
        for part in ExemptPart.objects.filter(
            subject__in=[paper.key for paper in PaperRecord.objects.filter(item__meeting=past)]
        ):
            seal(part, by=office.by("chris"))
        past = agenda.dispatch(past, by=by)
    past = life.hold(past, dt.time(12), by=by)
    minutes.note_attendance(past, [{"name": "Ada Ash", "presence": "present", "body": "The Panel"}], by=by)
    item = past.items.first()
    assert item is not None
    minutes.write(item, version=item.version, minute="They read it.", outcome={"kind": "noted", "words": "That it be noted"},
                  by=by)  # fmt: skip
    minutes.note_vote(item, (1, 0, 0), names={"Ada Ash": "for"}, by=by)
    minutes.declare(item, "Ada Ash", "personal", what="A friend sells knives", by=by)
    minutes.ask(
        item, "Knife sales", asked_by="Ada Ash", answered_by="Commander Lee", question="How many were sold?",
        answer="We will write.", undertakings=[Wanted("Write to members", "Met Police", due_words="by the summer")], by=by,
    )  # fmt: skip
    rooms.do(_papers, panel)
    world.secrets |= {"committee_id": "the-panel", "day": "2026-12-15"}


def _papers(panel: CommitteeRecord) -> None:
    """A pack that was read in, and what it proposes."""
    lines = [{"line": 1, "page": 1, "text": "Write to the Commander"}]
    read = acting().create(
        PapersDocument, committee=panel, name="the pack.pdf", sha256="1" * 64, lines=lines, read_at=now()
    )
    acting().create(
        PapersProposal, document=read, kind="action", day=dt.date(2026, 11, 24), place="1:1", page=1, line=1, confidence=0.9,
        text="Write to the Commander", fields={"owner": "The clerk"},
    )  # fmt: skip


def _agenda(meeting: MeetingRecord, office: Office) -> PaperRecord:
    """An item with a report that everybody will read, and a paper that is exempt; gives the latter."""
    by = office.by("clara")
    title = f"Knife crime, {meeting.items.count() + 1}"
    item = agenda.add_item(meeting, title, kind="report", recommended="Note the report.", by=by)
    agenda.add_paper(item, "Report on knife crime", text="Fewer knives.", background=["The survey of schools"], by=by)
    return agenda.add_paper(item, "Tenders received", by=by)


def _withheld(world: World, paper: PaperRecord, until: dt.datetime | None) -> None:
    """The text of a paper that is exempt: of a draft, until midnight, or for good."""
    body = "london-assembly-pcc"
    who = Who(PAPERS, only_at=frozenset({"exempt-read", "meeting-exempt", "restricted-pack"}))
    nth = ExemptPart.objects.filter(subject=paper.key).count() + 1
    mark = world.planted.new("core.ExemptPart", "text", f"{paper.key}, part {nth}", body, who, until).mark
    drafted_part(
        world.office, f"{mark} is withheld", body=body, title="Tenders received", subject=paper.key, release_on=until
    )
    for kind in KINDS:
        if kind.label == "core.ExemptPart":
            world.planted.plant(kind)


def _ledger(world: World) -> None:
    office, house, by = world.office, world.house, world.office.by("clara")
    body = office.organisation("london-assembly-pcc")
    report = reports.drafted(office, house)
    rooms.do(_read_in, report)
    looked = ledger.begin_investigation(
        body,
        "knives",
        house,
        by=by,
        title="Knives in schools",
        terms="To ask how many",
        findings=[{"id": "none", "text": "Schools hold no figures"}],
    )
    public = ledger.begin_investigation(body, "bail", house, by=by, title="Bail", terms="To ask how long it lasts")
    ledger.open_investigation(public, dt.date(2026, 11, 2), house, by=office.by("chris"))
    ledger.write_investigation(public, house, version=1, by=by, terms="To ask who is released on it")
    ledger.record_activity(body, house, by=by, kind="visit", title="A visit to a school", on=dt.date(2026, 11, 3),
                           investigation=looked, bodies=["A school"])  # fmt: skip
    _formats(world)
    world.secrets |= {"report_id": "knives-2026", "investigation_id": "knives"}


def _formats(world: World) -> None:
    """A published report that somebody asked for in Polish, and one that was sent in braille."""
    office, house, by, day = world.office, world.house, world.office.by("clara"), dt.date(2026, 11, 2)
    out = reports.published(office, house, slug="asked-for", title="Stalking")
    requesting.log(out, house, format="language", language="Polish", received=day, contact="020 7946 0000", by=by)
    met = requesting.log(out, house, format="braille", received=day, contact="By post", by=by)
    requesting.meet(met, day, "The summary in braille", house, by=by)


def _read_in(report: ReportRecord) -> None:
    """A document of the report, and what it proposes."""
    lines = [{"line": 1, "page": 1, "text": "Publish the figures"}]
    read = acting().create(
        ReportDocument, report=report, name="the report.pdf", sha256="0" * 64, lines=lines, read_at=now()
    )
    acting().create(ReportProposal, document=read, kind="recommendation", text="Publish the figures", page=1, line=1,
                    confidence=1.0, fields={"title": "Publish the figures"})  # fmt: skip


def _sign_and_seal(world: World) -> None:
    """What is marked by now goes its way: a decision is signed and deferred, parts are sealed."""
    office, house = world.office, world.house
    version = DecisionVersion.objects.get(decision=world.secrets["reference"])
    for part in ExemptPart.objects.filter(subject=version.decision.key):
        seal(part, by=office.by("drew"))
    decisions.advised(office, house, version, without=("equality",))
    signing.advise(version, "equality", house, not_required="Nobody is treated otherwise.", by=office.by("finn"))
    for kind in KINDS:
        world.planted.plant(kind)
    signing.send(version, house, warnings_read=True, by=office.by("dora"))
    signing.countersign(version, house, by=office.by("drew"))
    signing.sign(version, house, interests="None.", by=office.by("debbie"))


def _signs(person: Person) -> dt.datetime | None:
    """Who signs a decision, as adviser, officer, director or maker, is named in it when it is out."""
    return NIGHT if person.name.endswith(tuple(CAST[name][0] for name in ("dora", "finn", "drew", "debbie"))) else None


def _staff(row: Any, _: str) -> Who:
    """A colleague's name stands on boards, jobs and in the audit of the same body; Jo's on the list of who sees MOPAC's release."""
    return Who(STAFF, MANAGER, people=MOPAC_DRAFTS if row.name.endswith(CAST["jo"][0]) else frozenset())


def _of_part(part: ExemptPart, _: str) -> Who:
    """What is public of an exempt part is so with what it belongs to: an agenda that is out, a decision."""
    paper = (
        PaperRecord.objects.filter(pk=int(part.subject.partition(":")[2]))
        if part.subject.startswith("paper:")
        else None
    )
    past = paper and paper.filter(item__meeting__on__lt=NOW.date()).exists()
    return EVERYBODY if past else Who(EXEMPT)


def _out_with(part: ExemptPart) -> dt.datetime | None:
    """When what is public of an exempt part is out: with its decision."""
    version = DecisionVersion.objects.filter(decision=part.subject.partition(":")[2]).first()
    return NIGHT if version and version.form.get("deferral") else None


MOPAC_DRAFTS = frozenset({"alice", "harry", "bob", "carol", "dev"})


def _form(row: Any, where: str) -> Who:
    """Why a decision is deferred is public from its signature on: that there is one is no secret."""
    return EVERYBODY if where.startswith("form.deferral") else Who(DECISIONS)


def _always(who: Who) -> Callable[[Any, str], Who]:
    return lambda _, __: who


def _drafting(row: Any) -> Any:
    """The version of a plan that is being written."""
    return PlanVersion.objects.filter(plan=row.plan if hasattr(row, "plan") else row).order_by("-number").first()


MINUTED = frozenset({"minute", "interests", "votes", "questions", "outcome"})
DRAFT_PLAN = {"plan": "plan-2025-29"}
KINDS: tuple[Kept, ...] = (
    Kept("core.Person", Person.objects.all, _staff, fixed=frozenset({"email"}), out=_signs),
    Kept("core.Invitation", Invitation.objects.filter(accepted_at=None).all, _always(Who(AUDIT, MANAGER))),
    Kept("running.Clock", Clock.objects.all, _always(Who(STAFF, MANAGER))),
    Kept("running.Notice", Notice.objects.all, _always(Who(STAFF, MANAGER))),
    Kept(
        "jobs.Job",
        lambda: Job.objects.filter(kind="files.load"),
        _always(Who(r("analyst"), MANAGER)),
        fixed=frozenset({"arguments"}),
        quiet=True,
    ),
    Kept(
        "performance.ReleaseRecord",
        ReleaseRecord.objects.all,
        _always(_of_release),
        all_fields=True,
        out=lambda row: row.at,
    ),
    *(
        Kept(
            f"performance.{model.__name__}",
            model.objects.all,
            _always(_of_release),
            about=lambda row: row.release,
            all_fields=True,
            out=lambda row: row.release.at,
        )
        for model in (Commentary, CorrectiveAction, FigureNote, PreRelease)
    ),
    Kept("localities.QuarterReport", QuarterReport.objects.all, _always(Who(BOROUGH)), all_fields=True),
    Kept(
        "localities.IndicatorWords",
        IndicatorWords.objects.all,
        _always(Who(BOROUGH)),
        about=lambda row: row.report,
        all_fields=True,
    ),
    Kept(
        "plans.PlanRecord",
        lambda: PlanRecord.objects.filter(slug="plan-2025-29"),
        _always(Who(PLANNERS)),
        about=_drafting,
        all_fields=True,
    ),
    Kept(
        "plans.PlanVersion", lambda: PlanVersion.objects.filter(**DRAFT_PLAN), _always(Who(PLANNERS)), all_fields=True
    ),
    Kept(
        "plans.PlanStep",
        lambda: PlanStep.objects.filter(of__plan="plan-2025-29"),
        _always(Who(PLANNERS)),
        about=lambda row: row.of,
        all_fields=True,
    ),
    Kept(
        "plans.PlanItem",
        lambda: PlanItem.objects.filter(**DRAFT_PLAN),
        _always(Who(PLANNERS)),
        about=_drafting,
        all_fields=True,
    ),
    Kept(
        "plans.PlanDocument",
        lambda: PlanDocument.objects.filter(**DRAFT_PLAN),
        _always(Who(PLANNERS)),
        about=_drafting,
        all_fields=True,
    ),
    Kept(
        "plans.Proposal",
        lambda: Proposal.objects.filter(**DRAFT_PLAN),
        _always(Who(PLANNERS)),
        about=_drafting,
        all_fields=True,
    ),
    Kept(
        "decisions.DecisionVersion",
        lambda: DecisionVersion.objects.filter(state="drafting"),
        _form,
        all_fields=True,
        out=lambda row: NIGHT if row.form.get("deferral") else None,
        fixed=frozenset({"deferrals"}),
    ),
    Kept(
        "decisions.DecisionSignature",
        lambda: DecisionSignature.objects.exclude(of__state__in=("published", "corrected")),
        _always(Who(DECISIONS)),
        about=lambda row: row.of,
        all_fields=True,
        filled=True,
        fixed=frozenset({"post"}),
        out=lambda _: NIGHT,
    ),
    Kept(
        "core.ExemptPart",
        lambda: ExemptPart.objects.filter(state="draft"),
        _of_part,
        all_fields=True,
        fixed=frozenset({"text"}),
        out=_out_with,
    ),
    Kept(
        "scrutiny.MeetingRecord",
        lambda: MeetingRecord.objects.filter(minutes="draft", minutes_open=False),
        _always(Who(PAPERS)),
        all_fields=True,
        fixed=frozenset(
            {"title", "place", "why", "contact", "broadcast", "extras", "corrections", "signed_by", "adjourned"}
        ),
    ),
    Kept(
        "scrutiny.ItemRecord",
        lambda: ItemRecord.objects.filter(meeting__agenda="draft"),
        _always(Who(PAPERS)),
        about=lambda row: row.meeting,
        all_fields=True,
        fixed=MINUTED,
    ),
    Kept(
        "scrutiny.ItemRecord",
        lambda: ItemRecord.objects.filter(meeting__minutes="draft", meeting__minutes_open=False),
        _always(Who(PAPERS)),
        about=lambda row: row.meeting,
        all_fields=True,
        fixed=frozenset({"title", "recommended", "urgent"}),
    ),
    Kept(
        "scrutiny.PaperRecord",
        lambda: PaperRecord.objects.filter(item__meeting__agenda="draft"),
        _always(Who(PAPERS)),
        about=lambda row: row.item.meeting,
        all_fields=True,
    ),
    Kept(
        "scrutiny.ActionRecord",
        lambda: ActionRecord.objects.filter(meeting__minutes="draft", meeting__minutes_open=False),
        _always(Who(PAPERS)),
        all_fields=True,
    ),
    Kept(
        "scrutiny.InvestigationRecord",
        lambda: InvestigationRecord.objects.filter(state="drafting"),
        _always(Who(PAPERS)),
        all_fields=True,
        fixed=frozenset({"lines", "draft", "changes"}),
    ),
    Kept(
        "scrutiny.InvestigationRecord",
        lambda: InvestigationRecord.objects.filter(state="open").exclude(draft=None),
        _always(Who(PAPERS)),
        fixed=frozenset(
            {"slug", "committee", "title", "terms", "topics", "findings", "changes", "years", "source", "lines"}
        ),
    ),
    Kept(
        "scrutiny.ActivityRecord",
        lambda: ActivityRecord.objects.filter(investigation__state="drafting"),
        _always(Who(PAPERS)),
        all_fields=True,
    ),
    Kept(
        "scrutiny.ReportRecord",
        lambda: ReportRecord.objects.exclude(state="published"),
        _always(Who(PAPERS)),
        all_fields=True,
        fixed=frozenset({"lines"}),
    ),
    Kept(
        "scrutiny.FormatRequest",
        FormatRequest.objects.all,
        _always(Who(r("committee-officer"))),
        filled=True,
    ),
    Kept(
        "scrutiny.RecommendationRecord",
        lambda: RecommendationRecord.objects.exclude(report__state="published"),
        _always(Who(PAPERS)),
        about=lambda row: row.report,
        all_fields=True,
    ),
    Kept(
        "scrutiny.PapersDocument",
        PapersDocument.objects.all,
        _always(Who(PAPERS)),
        all_fields=True,
    ),
    Kept(
        "scrutiny.PapersProposal",
        PapersProposal.objects.all,
        _always(Who(PAPERS)),
        about=lambda row: row.document,
        all_fields=True,
        fixed=frozenset({"place"}),
    ),
    Kept(
        "scrutiny.ReportDocument",
        lambda: ReportDocument.objects.exclude(report__state="published"),
        _always(Who(PAPERS)),
        about=lambda row: row.report,
        all_fields=True,
    ),
    Kept(
        "scrutiny.ReportProposal",
        lambda: ReportProposal.objects.exclude(document__report__state="published"),
        _always(Who(PAPERS)),
        about=lambda row: row.document.report,
        all_fields=True,
    ),
)


def by_hand(world: World) -> list[str]:
    """Addresses to which no link of a page that is asked leads: those that only scripts and other programs ask, and those of what
    only some state of a record shows.
    """
    release, report = ReleaseRecord.objects.get(draft=DRAFT_RELEASE), QuarterReport.objects.get()
    embargoed, entry = ReleaseRecord.objects.get(draft=EMBARGOED), CalendarEntry.objects.first()
    assert entry is not None
    part = ExemptPart.objects.filter(subject__startswith="decision:").first()
    plan, desk = "plan-2021-25/from/plan-2017-21", f"/office/releases/{release.pk}"
    quarter, settings = f"/office/quarters/{report.pk}", "/office/quarters/settings/havering/FY2025-26"
    area = OrganisationArea.objects.first()
    item = ItemRecord.objects.filter(meeting__committee="the-panel", meeting__slug="2026-11-24").first()
    papers_of_it = PaperRecord.objects.filter(item__meeting__slug="2026-12-15").values_list("slug", flat=True)
    assert part is not None and area is not None and item is not None and papers_of_it
    return [
        *(f"/office/exempt/{one.pk}{what}" for one in ExemptPart.objects.all() for what in ("", "/read", "/file")),
        "/calendar.ics", "/calendar.json", "/healthz", "/office/board/jobs", "/office/notices/read", "/office/pre-release",
        f"/areas/E09000016/quarters/{report.period}/1", f"/decisions/{world.secrets['reference']}/part-2/{part.pk}.txt",
        *(f"/committees/the-panel/2026-11-24/exempt/{one.pk}.txt"
          for one in ExemptPart.objects.filter(subject__startswith="paper:")),
        *(f"/office/calendar/{entry.pk}/{what}" for what in ("cancel", "fix", "move")), "/office/calendar/propose",
        f"/office/desk/begin/{entry.pk}", "/office/me/sessions/1/end", "/office/holidays/changes/1",
        f"/office/organisations/havering/areas/{area.pk}/end", f"/office/plans/{plan}/commitment:local-priorities",
        *(f"{quarter}/{what}" for what in ("preview", "release", "step/send", "write/report", "write/report.json")),
        f"{quarter}/write/burglary",
        *(f"{settings}/{what}" for what in ("demand/burglary", "figures/1", "find/demand", "indicators/burglary",
                                            "remove/demand/burglary")),
        *(f"{desk}/{what}" for what in (
            "access", "access/1/end", f"action/burglary/{BARNET}/-", "commentary", f"commentary/burglary/{BARNET}", "note",
            "preview/", "preview/measures/burglary", "preview/releases",
        )),
        f"/office/releases/{embargoed.pk}/preview/releases/{EMBARGOED}", f"/office/releases/{embargoed.pk}/preview/",
        f"/office/releases/{embargoed.pk}/preview/measures/burglary/{BARNET}",
        "/robots.txt", "/sitemap.xml", *(f"/sitemap-{kind}.xml" for kind in ("fronts", *FOUND)),
        "/oparl", "/oparl/", "/oparl/v1.1", "/oparl/v1.1/", "/mgWebService.asmx", "/mgWebService.asmx?WSDL",
        *programs.addresses("the-panel", ["2026-12-15"], papers_of_it),
        *_of_drafts(world),
        "/committees/the-panel/calendar.ics", "/committees/the-panel/feed.atom", "/topics/violence/calendar.ics",
        "/topics/violence/feed.atom", "/committees/the-panel/annual-report/FY2026-27",
        "/committees/the-panel/annual-report/FY2026-27.json",
        f"/office/committees/the-panel/2026-11-24/minutes/{item.pk}/strike/votes/0",
        *(f"/office/committees/the-panel/2026-11-24/{name}" for name in (
            "attendance/correct", f"minutes/{item.pk}/questions/0",
            *(f"minutes/{item.pk}/correct/{what}" for what in ("outcome", "votes", "interests")),
        )),
        "/office/decisions/PCD-219/advice/legal",
        "/office/decisions/PCD-219/grants/1/payment",
        "/decisions/withheld", "/decisions/withheld.json",
        *(f"/withheld/{one.pk}{what}" for one in ExemptPart.objects.all() for what in ("", "/file")),
        f"/figures/burglary/{BARNET}/2026-01", f"/areas/{BARNET}.csv",
        *(f"/committees/the-panel/{name}.pdf" for name in (
            "2026-11-24/pack", "2026-11-24/pack-2", "2026-11-24/minutes", "2026-12-15/pack", "2026-12-15/minutes",
        )),
        "/office/committees/the-panel/2026-11-24/packs/1/restricted", "/office/plans/plan-2025-29/route/people",
        "/office/recommendations/investigations/knives", "/office/committees/the-panel/rules/2026-01-01/remove",
        f"/office/committees/the-panel/2026-11-24/exempt/item/{item.pk}/add", "/office/committees/the-panel/papers/read-in",
        "/office/committees/the-panel/papers/decide",
    ]  # fmt: skip


def _of_drafts(world: World) -> Iterator[str]:
    """Where each draft would stand for everybody, for who guesses its name."""
    report, forms = f"/recommendations/london-assembly-pcc/{world.secrets['report_id']}", (".csv", ".json", ".atom")
    yield from (report, *(f"{report}{form}" for form in forms), f"{report}/1", f"{report}/1.json")
    yield from (f"/investigations/{world.secrets['investigation_id']}{form}" for form in ("", ".json"))
    yield f"/committees/the-panel/{world.secrets['day']}"
    for decision in DecisionVersion.objects.values_list("decision", flat=True).distinct():
        yield from (f"/decisions/{decision}{form}" for form in ("", ".json", ".pdf"))
    yield from (f"/releases/{one}{form}" for one in (DRAFT_RELEASE, EMBARGOED) for form in ("", "/revisions.json"))


def of_releases() -> list[str]:
    """Pages as a release that is not out would have them: the address before every other, which is no pattern."""
    pages = (
        "/",
        "/measures/burglary",
        f"/measures/burglary/{BARNET}.json",
        f"/areas/{BARNET}",
        "/releases",
        "/calendar",
    )
    return [f"/r/{release}{page}" for release in (EMBARGOED, DRAFT_RELEASE) for page in pages]
