"""What of plans waits for whom: versions on their way, what is overdue, what a review has reopened, what was read in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings

from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.periods import parse_month
from peelian.plans.models import PlanRecord, PlanVersion, Proposal
from peelian.plans.queries import lacks_of, writers_of
from peelian.plans.rules import UNFINISHED, VERSION
from peelian.plans.shelf import Shelf, shelf
from peelian.plans.standing import Standing
from peelian.ui.format import counted
from peelian.workspace.boards import SOURCES, Earlier, Work
from peelian.workspace.plans.desk import READY

_REVISE = Step("plan.step", "Put on record what is missing", ("revising",), "ready", P.WRITE_PLAN)
_READY = State("ready", READY.title, READY.waits_for, READY.permission)
_ISSUE = Step("plan.issue", "Issue the plan", ("ready",), "issued", P.ISSUE_PLAN, ("author",))
ROUTE = Workflow(
    "plan",
    (*VERSION.states, _READY),
    (*(step for step in VERSION.steps if step.action != "plan.issue"), _REVISE, _ISSUE),
)
"""The way of a version as boards read it: while a revision lacks anything it is for who writes it, then for who issues it."""
KEPT = Workflow(
    "promises of a plan",
    (
        State("overdue", "Overdue", "who says how promises are kept", P.CLAIM_PROGRESS),
        State("reopened", "To be decided anew", "who says how promises are kept", P.CLAIM_PROGRESS),
        State("proposed", "Read in, to be looked at", "who writes the plan", P.WRITE_PLAN),
    ),
    (
        Step("plan.claim", "Say how they stand", ("overdue",), "overdue", P.CLAIM_PROGRESS),
        Step("plan.claim", "Say whether they stand or are varied", ("reopened",), "reopened", P.CLAIM_PROGRESS),
        Step("plan.confirm", "Confirm, tie or reject each", ("proposed",), "proposed", P.WRITE_PLAN),
    ),
)
"""What of a plan waits beside its versions, each kind of it as one line of a board."""


def plans(person: Person) -> list[Work]:
    """Everything of plans that is open, for who may see drafts of them."""
    mine = person.where(P.SEE_PLAN)
    if not mine:
        return []
    rows = list(PlanRecord.objects.filter(organisation__in=mine).select_related("organisation"))
    pack = House(settings.PEELIAN_DATA, settings.PEELIAN_PACK).pack
    return [work for plan in rows for work in (*_versions(plan, pack), *_promises(plan, pack), *_proposals(plan))]


def _versions(plan: PlanRecord, pack: Path) -> Iterator[Work]:
    rows = PlanVersion.objects.filter(plan=plan, state__in=UNFINISHED).select_related("plan__organisation", "author")
    for version in rows:
        lacking = lacks_of(version, pack, "issued") if version.state == "revising" else []
        state = _READY if version.state == "revising" and not lacking else VERSION.state(version.state)
        title = f"{version}: {counted(len(lacking), 'thing is', 'things are')} missing" if lacking else str(version)
        author, written = version.author.key if version.author else None, writers_of(version)
        yield Work(
            version.key, title, f"/office/plans/{plan.pk}", ROUTE, state, plan.organisation, version.author,
            _earlier(author, written),
        )  # fmt: skip


def _earlier(author: str | None, written: set[str]) -> Earlier:
    def before(key: str) -> Mapping[str, str | None]:
        return {"author": key if key in written else author}

    return before


def _promises(plan: PlanRecord, pack: Path) -> Iterator[Work]:
    found = _standing(plan, pack)
    if found is None:
        return
    if late := found.overdue:
        what = counted(len(late), "promise is", "promises are")
        yield _work(plan, "overdue", f"{plan.title}: {what} overdue", "progress#overdue", _after(late[0].due))
    if again := found.reopened:
        what = counted(len(again), "item is", "items are")
        yield _work(plan, "reopened", f"{plan.title}: {what} reopened by a review", "progress#reopened", today())


def _standing(plan: PlanRecord, pack: Path) -> Standing | None:
    """How a plan that holds stands; None while nothing of it is in force, and where its files cannot be read."""
    try:
        plans_out: Shelf = shelf(Path(settings.PEELIAN_DATA), pack)
        volume = next((one for one in plans_out.volumes if one.id == plan.pk), None)
        if volume is None or plans_out.state(volume, today()) != "in force":
            return None
        return volume.standing(today())
    except PeelianError:
        return None


def _after(month: str) -> dt.date:
    """The first day after a month."""
    year, place = divmod(parse_month(month) + 1, 12)
    return dt.date(year, place + 1, 1)


def _proposals(plan: PlanRecord) -> Iterator[Work]:
    open_ones = Proposal.objects.filter(plan=plan, state="proposed").select_related("document")
    if first := open_ones.order_by("document__read_at").first():
        title = f"{plan.title}: {counted(open_ones.count(), 'proposal', 'proposals')} read in from a document"
        yield _work(plan, "proposed", title, "proposals", first.document.read_at.date())


def _work(plan: PlanRecord, state: str, title: str, place: str, since: dt.date) -> Work:
    return Work(
        f"{plan.key}:{state}", title, f"/office/plans/{plan.pk}/{place}", KEPT, KEPT.state(state), plan.organisation, None,
        lambda _: {}, since,
    )  # fmt: skip


SOURCES.append(plans)
