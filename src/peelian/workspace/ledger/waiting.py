"""What of the ledger waits for whom: drafts, answers that a body owes, verdicts that a committee owes, what was read in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings

from peelian.core.models import Organisation, Person
from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.scrutiny.ledger import rules
from peelian.scrutiny.ledger.actions import read
from peelian.scrutiny.ledger.checks import lacks
from peelian.scrutiny.ledger.models import InvestigationRecord, ReportProposal, ReportRecord
from peelian.scrutiny.ledger.queries import Due, format_requests_of, ledger_of, undecided, waiting
from peelian.scrutiny.ledger.standing import Life, overdue_in, overdue_since
from peelian.ui.format import counted
from peelian.workspace.boards import SOURCES, Work

OWED = Workflow(
    "recommendations",
    (
        State("unanswered", "Answers owed", "who answers committees for the body", P.ANSWER_COMMITTEE),
        State("unjudged", "Verdicts owed", "who speaks for the committee", P.SPEAK_FOR_COMMITTEE),
        State("proposed", "Read in, to be looked at", "who writes the committee’s papers", P.WRITE_PAPERS),
    ),
    (
        Step(
            "recommendation.answer", "Answer, or say what was done", ("unanswered",), "unanswered", P.ANSWER_COMMITTEE
        ),
        Step(
            "recommendation.verdict", "Say what the committee finds", ("unjudged",), "unjudged", P.SPEAK_FOR_COMMITTEE
        ),
        Step("report.confirm", "Confirm or reject each", ("proposed",), "proposed", P.WRITE_PAPERS),
    ),
)
"""What waits beside drafts, each kind of it as one line of a board."""


def ledger(person: Person) -> list[Work]:
    """Everything of the ledger that is open, for who may see it."""
    papers, answering = person.where(P.SEE_PAPERS), person.where(P.ANSWER_COMMITTEE)
    if not papers and not answering:
        return []
    speaks = person.where(P.SPEAK_FOR_COMMITTEE)
    return [
        *_drafts(papers), *_proposals(papers), *_words(papers, speaks), *_owed(papers, answering), *_formats(person),
    ]  # fmt: skip


READY = Workflow(
    "report",
    (
        State("drafting", "Ready to be published", "who speaks for the committee", P.SPEAK_FOR_COMMITTEE),
        State("published", "Published"),
    ),
    rules.REPORT.steps,
)
"""A report that lacks nothing, and of whose documents everything was looked at: the officer has done theirs."""


def _drafts(bodies: list[str]) -> Iterator[Work]:
    rows = ReportRecord.objects.filter(organisation__in=bodies, state="drafting").select_related(
        "organisation", "author"
    )
    for one in rows:
        flow = READY if _ready(one) else rules.REPORT
        yield Work(
            one.key, one.title, f"/office/recommendations/reports/{one.pk}", flow, flow.state(one.state),
            one.organisation, one.author, lambda _: {},
        )  # fmt: skip


def _ready(one: ReportRecord) -> bool:
    try:
        return (
            not lacks(read(one, House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)), today())
            and not undecided(one).exists()
        )
    except PeelianError:  # its page says what cannot be read
        return False


WRITTEN = Workflow(
    "words of an open investigation",
    (
        State("written", "Written, and not published yet", "who speaks for the committee", P.SPEAK_FOR_COMMITTEE),
        State("open", "Published"),
    ),
    (
        Step("investigation.write", "Write", ("open",), "written", P.WRITE_PAPERS),
        Step("investigation.publish-words", "Publish what was written", ("written",), "open", P.SPEAK_FOR_COMMITTEE),
    ),
)
"""What was written since it was opened and everybody is to read: it waits since it was last written."""


def _words(bodies: list[str], speaks: list[str]) -> Iterator[Work]:
    """Investigations with words that are not published; who speaks for the committee is led to the page that publishes them."""
    rows = InvestigationRecord.objects.filter(organisation__in=bodies, state="open", draft__isnull=False)
    for one in rows.select_related("organisation"):
        page = f"/office/recommendations/investigations/{one.pk}"
        href = f"{page}/step/publish" if one.organisation_id in speaks else page
        yield Work(one.key, one.title, href, WRITTEN, WRITTEN.state("written"), one.organisation, None, lambda _: {})


def _formats(person: Person) -> Iterator[Work]:
    """Requests for another format, the longest waiting first."""
    for one in format_requests_of(person).filter(state="open"):
        yield Work(
            one.key, f"{one.wanted}: {one.report.title}", f"/office/recommendations/formats/{one.pk}", rules.FORMAT_REQUEST,
            rules.FORMAT_REQUEST.state(one.state), one.report.organisation, None, lambda _: {}, one.received,
        )  # fmt: skip


def _proposals(bodies: list[str]) -> Iterator[Work]:
    rows = ReportProposal.objects.filter(document__report__organisation__in=bodies, state="proposed")
    counts: dict[int, int] = {}
    for pk in rows.values_list("document__report", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    for one in ReportRecord.objects.filter(pk__in=counts).select_related("organisation"):
        since = (
            rows.filter(document__report=one)
            .order_by("document__read_at")
            .values_list("document__read_at", flat=True)[0]
        )
        title = f"{one.title}: {counted(counts[one.pk], 'proposal', 'proposals')} read in from a document"
        yield _work(
            one.organisation, "proposed", title, f"/office/recommendations/reports/{one.pk}/proposals", since.date()
        )


def _owed(papers: list[str], answering: list[str]) -> Iterator[Work]:
    house = House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)
    try:
        found = ledger_of(house)
    except PeelianError:  # a file was altered: the public page says which
        return
    for side, bodies in (("addressee", answering), ("committee", papers)):
        for body in bodies:
            if due := _asked_here(waiting(found, [body], side)):
                yield _line(Organisation.objects.get(pk=body), side, due)


def _asked_here(due: list[Due]) -> list[Due]:
    """Those of which the records know the report: what a pack alone tells nobody can answer here."""
    known = {one.name for one in ReportRecord.objects.filter(state="published").select_related("organisation")}
    return [one for one in due if one.life.report.id in known]


def _line(body: Organisation, side: str, due: list[Due]) -> Work:
    """One line of a board: for a body how long it owes, as the ledger counts it, and nothing where nothing is overdue; for a
    committee how long ago the body said what it did. Nobody sets a day for a verdict.
    """
    held = [one.life for one in due]
    what = counted(len({one.recommendation.id for one in held}), "recommendation", "recommendations")
    if side == "addressee":
        late = overdue_in(held)
        said = f"{what} for {body.short} to answer or deliver{f', {late} overdue' if late else ''}"
        return _work(body, "unanswered", said, "/office/recommendations/answers", overdue_since(held))
    return _work(body, "unjudged", f"{what} to be judged", "/office/recommendations#waiting", _said_since(held))


def _said_since(held: list[Life]) -> dt.date | None:
    """The day of the oldest claim or verdict that waits for the committee; a link made since changes nothing of that."""
    kinds = ("claimed", "verdict")
    return min((next(step.on for step in reversed(one.steps) if step.kind in kinds) for one in held), default=None)


def _work(body: Organisation, state: str, title: str, href: str, since: dt.date | None) -> Work:
    key = f"{body.key}:{state}" if state != "proposed" else f"{href}:{state}"
    return Work(key, title, href, OWED, OWED.state(state), body, None, lambda _: {}, since)


SOURCES.append(ledger)
