"""What of meetings waits for whom: each on its way to signed minutes, and what a body was asked to do after one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow
from peelian.figures.house import LONDON, today
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, MeetingRecord
from peelian.scrutiny.meetings.papers import PapersProposal
from peelian.scrutiny.meetings.queries import goes_on
from peelian.ui.format import counted
from peelian.workspace.boards import SOURCES, Work
from peelian.workspace.committees.desk import home_of

OFFICER = "the committee officer"
WAY = Workflow(
    "meeting",
    (
        State("planned", "To be called", OFFICER, P.WRITE_PAPERS),
        State("called", "Agenda to go out", OFFICER, P.WRITE_PAPERS),
        State("out", "To be held"),
        State("past", "Held or not: to be noted", OFFICER, P.WRITE_PAPERS),
        State("adjourned", "When it goes on: to be fixed", OFFICER, P.WRITE_PAPERS),
        State("draft", "Minutes to be agreed", OFFICER, P.WRITE_PAPERS),
        State("agreed", "Minutes to be signed", "the chair", P.SPEAK_FOR_COMMITTEE),
    ),
    (
        Step("meeting.call", "Call the meeting", ("planned",), "called", P.WRITE_PAPERS),
        Step("meeting.dispatch", "Send out agenda and papers", ("called",), "out", P.WRITE_PAPERS),
        Step("meeting.hold", "Note that it was held", ("past",), "draft", P.WRITE_PAPERS),
        Step("meeting.resume", "Fix when it goes on", ("adjourned",), "draft", P.WRITE_PAPERS),
        Step("minutes.agree", "Write the minutes, and note that the committee agreed them", ("draft",), "agreed", P.WRITE_PAPERS),
        Step("minutes.sign", "Sign the minutes", ("agreed",), "signed", P.SPEAK_FOR_COMMITTEE),
    ),
)  # fmt: skip
"""The way of a meeting as boards read it: its three workflows as one line."""
ASKED = Workflow(
    "action",
    (State("open", "Asked by a committee", "who answers committees", P.ANSWER_COMMITTEE),
     State("claimed", "Said to be done", OFFICER, P.WRITE_PAPERS)),
    (Step("action-point.claim", "Do it, and say so", ("open",), "claimed", P.ANSWER_COMMITTEE),
     Step("action-point.close", "Close it, or say why not", ("claimed",), "done", P.WRITE_PAPERS)),
)  # fmt: skip


def meetings(person: Person) -> list[Work]:
    """Every meeting whose minutes are not signed, for who may see its papers; one taken in from a document too."""
    mine = person.where(P.SEE_PAPERS)
    if not mine:
        return []
    rows = MeetingRecord.objects.filter(committee__organisation__in=mine, deleted=False)
    open_ones = rows.exclude(state__in=("cancelled", "postponed")).exclude(minutes="signed")
    return [_work(one) for one in open_ones.select_related("committee__organisation")]


def _work(meeting: MeetingRecord) -> Work:
    return Work(
        meeting.key, str(meeting), home_of(meeting), WAY, WAY.state(_state(meeting)), meeting.committee.organisation, None,
        lambda _: {}, meeting.on if meeting.source else None,
    )  # fmt: skip


def _state(meeting: MeetingRecord) -> str:
    if meeting.adjourned and goes_on(meeting) is None:
        return "adjourned"
    if meeting.state == "held":
        return meeting.minutes
    if meeting.on <= today():
        return "past"
    return "out" if meeting.agenda == "out" else meeting.state


def asked(person: Person) -> list[Work]:
    """Open actions: for the body that was asked, until it says that it is done; then for the committee, until it closes them."""
    bodies, committees = person.where(P.ANSWER_COMMITTEE), person.where(P.SEE_PAPERS)
    if not bodies and not committees:
        return []
    rows = ActionRecord.objects.select_related("committee__organisation", "meeting", "asked").prefetch_related("words")
    found = rows.filter(asked__in=bodies) | rows.filter(committee__organisation__in=committees)
    return [work for one in found.distinct() for work in _points(one, bodies, committees)]


def _points(point: ActionRecord, bodies: list[str], committees: list[str]) -> Iterator[Work]:
    said = list(point.words.all())
    if said and said[-1].state != "open":
        return
    claimed = bool(said) and said[-1].claimed
    if not claimed and point.asked is not None and point.asked_id in bodies:
        yield _asked(point, "open", f"/office/asked/{point.slug}", point.meeting.on)
    if claimed and point.committee.organisation_id in committees:
        yield _asked(point, "claimed", f"/office/actions/{point.slug}", said[-1].on)


def _asked(point: ActionRecord, state: str, href: str, since: dt.date) -> Work:
    owner = point.asked if state == "open" and point.asked else point.committee.organisation
    return Work(
        f"{point.key}:{state}", f"{point.committee.title}: {point.text}"[:200], href, ASKED, ASKED.state(state), owner, None,
        lambda _: {}, since,
    )  # fmt: skip


PAPERS = Workflow(
    "papers that were read in",
    (State("read", "To be looked at", OFFICER, P.WRITE_PAPERS), State("decided", "Decided")),
    (Step("papers.confirm", "Take in, or reject, what was read from papers", ("read",), "decided", P.WRITE_PAPERS),),
)


def papers(person: Person) -> list[Work]:
    """What was read in from papers of the committees whose papers somebody keeps, and nobody has looked at yet."""
    rows = PapersProposal.objects.filter(
        document__committee__organisation__in=person.where(P.WRITE_PAPERS), state="proposed"
    )
    counts = Counter(rows.values_list("document__committee", flat=True))
    found = []
    for one in CommitteeRecord.objects.filter(pk__in=counts).select_related("organisation"):
        since = (
            rows.filter(document__committee=one)
            .order_by("document__read_at")
            .values_list("document__read_at", flat=True)[0]
        )
        title = f"{one.title}: {counted(counts[one.pk], 'proposal', 'proposals')} read in from papers"
        found.append(Work(
            f"{one.key}:papers", title, f"/office/committees/{one.pk}/papers", PAPERS, PAPERS.state("read"), one.organisation, None,
            lambda _: {}, since.astimezone(LONDON).date(),
        ))  # fmt: skip
    return found


SOURCES.extend((meetings, asked, papers))
