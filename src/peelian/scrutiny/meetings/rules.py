"""How committees meet: states, and what the law and the committee's own rules ask, as pure functions of records; no database.

LGA 1972 s.100B (agenda and reports open five clear days before; an item that is not on it only for special circumstances), s.100A
(exclusion by resolution), Sch 12A; SI 2009/942 for crime and disorder committees. Needs N33, N42, N43.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from peelian.core.clocks.calendars import Calendar
from peelian.core.clocks.deadlines import Deadline, deadline
from peelian.core.clocks.rules import Rule, rule
from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow
from peelian.figures.house import LONDON
from peelian.reading.persons import warned
from peelian.scrutiny.meetings.records import ActionPoint, Committee, Item, Meeting, Paper

AGENDA_DUE = "meeting-agenda-five-clear-days"
"""The rule of the clocks by which agenda and reports are to be open."""
_OFFICER = "the committee officer"

MEETING = Workflow(
    "meeting",
    (
        State("planned", "Planned", _OFFICER, P.WRITE_PAPERS),
        State("called", "Called", _OFFICER, P.WRITE_PAPERS),
        State("held", "Held"),
        State("cancelled", "Cancelled"),
        State("postponed", "Postponed"),
    ),
    (
        Step("meeting.call", "Call the meeting", ("planned",), "called", P.WRITE_PAPERS),
        Step("meeting.hold", "Note that it was held", ("called",), "held", P.WRITE_PAPERS),
        Step("meeting.postpone", "Postpone", ("planned", "called"), "postponed", P.WRITE_PAPERS, reason=True),
        Step("meeting.cancel", "Cancel", ("planned", "called"), "cancelled", P.WRITE_PAPERS, reason=True),
    ),
)
AGENDA = Workflow(
    "agenda",
    (
        State("draft", "Being written", _OFFICER, P.WRITE_PAPERS),
        State("out", "Open to the public"),
    ),
    (Step("meeting.dispatch", "Send out agenda and papers", ("draft",), "out", P.WRITE_PAPERS),),
)
MINUTES = Workflow(
    "minutes",
    (
        State("draft", "Draft", _OFFICER, P.WRITE_PAPERS),
        State("agreed", "Agreed by the committee", "the chair", P.SPEAK_FOR_COMMITTEE),
        State("signed", "Signed"),
    ),
    (
        Step("minutes.agree", "Note that the committee agreed them", ("draft",), "agreed", P.WRITE_PAPERS),
        Step("minutes.sign", "Sign", ("agreed",), "signed", P.SPEAK_FOR_COMMITTEE),
    ),
)
CORRECTABLE = ("agreed", "signed")
"""Minutes that are changed by a resolution alone, with what stood there kept."""


@dataclass(frozen=True)
class Lack:
    """Something that is missing before a step (``warning``: that somebody must look at), and where it is mended."""

    what: str
    item: str = ""
    warning: bool = False


def rule_of(clear_days: int, *, weekends_count: bool) -> Rule:
    """The rule of notice with a committee's own number of clear days, and whether weekends and bank holidays are counted."""
    usual = rule(AGENDA_DUE)
    if weekends_count:
        return replace(usual, number=clear_days, unit="clear days", calendar="", roll="", note="")
    return replace(usual, number=clear_days)


def notice_by(committee: Committee, on: dt.date, calendar: Calendar) -> Deadline:
    """By which day a meeting is to be called and its agenda to be open, with every day between and why it counts."""
    return deadline(rule_of(committee.clear_days, weekends_count=committee.weekends_count), on, calendar=calendar)


def in_time(found: Deadline, given: dt.date | dt.datetime) -> bool:
    """Whether something that was given on a day leaves all the clear days."""
    day = given.astimezone(LONDON).date() if isinstance(given, dt.datetime) else given
    return found.due is not None and day <= found.due


def clear_days_left(committee: Committee, given: dt.date, on: dt.date, calendar: Calendar) -> int:
    """How many clear days lie between a day and the meeting, by the committee's own way of counting."""
    between = (given + dt.timedelta(days=ahead) for ahead in range(1, (on - given).days))
    return sum(committee.weekends_count or not calendar.closed(day, "england-and-wales") for day in between)


_RANK = {"main": 0, "supplementary": 1, "late": 2, "tabled": 3}


def paged(items: Iterable[Item]) -> list[tuple[Item, Paper]]:
    """Papers that have pages, in the order of the pack: those of the agenda first, then what came after it."""
    found = [(item, paper) for item in items for paper in item.papers if paper.first_page is not None]
    return sorted(found, key=lambda one: _RANK[one[1].kind])


def page_faults(items: Iterable[Item]) -> list[Lack]:
    """Where the pages of a pack leave a gap, overlap, or do not begin with 1."""
    expected, found = 1, []
    for item, paper in paged(items):
        assert paper.first_page is not None and paper.last_page is not None
        if paper.first_page != expected:
            why = (
                "these pages are another paper's already"
                if paper.first_page < expected
                else "pages are missing before it"
            )
            found.append(
                Lack(
                    f"“{paper.title}” begins on page {paper.first_page}, where {expected} comes next: {why}.",
                    item.number,
                )
            )
        expected = max(expected, paper.last_page + 1)
    return found


@dataclass(frozen=True)
class Quorate:
    """Whether an item was taken with enough voting members; ``enough`` is None where the committee's quorum is not known, or
    nobody noted who was there.
    """

    item: str
    present: tuple[str, ...]
    needed: int | None
    enough: bool | None

    @property
    def sentence(self) -> str:
        """For who reads the item."""
        counted = f"{len(self.present)} voting {'member was' if len(self.present) == 1 else 'members were'} there"
        if not self.present:
            return "Who was there is not on record: whether there was a quorum cannot be told."
        if self.needed is None:
            return f"{counted}; the committee’s quorum is not known."
        return f"{counted}, {self.needed} are the quorum{'' if self.enough else ': the item was taken without one'}."


def quorum_of(meeting: Meeting, committee: Committee) -> tuple[Quorate, ...]:
    """Item by item, who of the voting members was there. Who left the room for an interest does not count for that item."""
    order = {item.number: place for place, item in enumerate(meeting.items)}
    return tuple(_quorate(item, meeting, committee, order) for item in meeting.items)


def _quorate(item: Item, meeting: Meeting, committee: Committee, order: dict[str, int]) -> Quorate:
    voteless = {one.name for one in committee.sitting(meeting.on) if not one.votes or one.role == "adviser"}
    left = {one.member for one in item.interests if one.left}
    here = order[item.number]
    present = tuple(
        one.name
        for one in meeting.attendance
        if one.presence in ("present", "substitute")
        and one.name not in voteless | left
        and order.get(one.from_item, 0) <= here <= order.get(one.to_item, len(order))
    )
    known = committee.quorum is not None and any(
        one.presence in ("present", "substitute") for one in meeting.attendance
    )
    enough = len(present) >= committee.quorum if known and committee.quorum is not None else None
    return Quorate(item.number, present, committee.quorum, enough)


FORMAL = ("announcements", "apologies", "interests", "exclusion", "next-meeting", "urgent")
"""Kinds of items on which nothing is decided unless something comes up."""


def without_outcome(items: Iterable[Item]) -> list[Item]:
    """Items whose minute says something and not what the committee did with it."""
    return [item for item in items if item.minute and item.outcome is None and item.kind not in FORMAL]


def lacks_of_agenda(meeting: Meeting) -> list[Lack]:
    """What an agenda lacks before it goes out."""
    found = [] if meeting.items else [Lack("The agenda has no item.")]
    if meeting.notice is None:
        found.append(Lack("The meeting has not been called."))
    found += page_faults(meeting.items)
    for item in meeting.items:
        for paper in item.papers:
            said = paper.text or paper.link or paper.quarter or paper.stub or paper.first_page
            if paper.kind == "main" and not said:  # what comes later may be withheld, and its part is kept after it
                found.append(Lack(f"“{paper.title}” has neither text nor link nor pages.", item.number))
            if paper.kind != "main" and not paper.reason:
                found.append(Lack(f"“{paper.title}” is {paper.kind}: say why it comes late.", item.number))
        if item.kind == "urgent" and item.papers and not item.urgent:
            found.append(Lack(f"“{item.title}” has a paper and no reason for its urgency.", item.number))
    return found + [
        one for item in meeting.items for one in _warnings(item, item.title, item.recommended, *_texts_of(item))
    ]


def _texts_of(item: Item) -> list[str]:
    return [text for paper in item.papers for text in (paper.title, paper.text)]


def _warnings(item: Item, *texts: str) -> list[Lack]:
    """What in texts of an item may tell of one person (N43)."""
    return [
        Lack(f"Item {item.number}: {one.sentence}", item.number, warning=True) for text in texts for one in warned(text)
    ]


def lacks_of_minutes(meeting: Meeting, committee: Committee) -> list[Lack]:
    """What minutes lack before they go out or are agreed: a record that keeps silent on who was there, on an outcome, or on why."""
    found = []
    if not any(one.presence in ("present", "substitute") for one in meeting.attendance):
        found.append(Lack("Who was there is not on record."))
    for item in meeting.items:
        if item.outcome is None and item.kind not in FORMAL:
            found.append(Lack(f"Item {item.number}, “{item.title}”, has no outcome.", item.number, warning=True))
        if item.kind == "urgent" and item.minute and not item.urgent:
            found.append(Lack(f"Item {item.number} was urgent: the minutes must say why (s.100B(4)).", item.number))
        if item.stub and not meeting.exclusion:
            found.append(
                Lack(f"Item {item.number} was taken in private, and no resolution excludes the public.", item.number)
            )
        found += _votes(item, meeting, committee)
        said = [one for question in item.questions for one in (question.question, question.answer)]
        found += _warnings(item, item.minute, *said)
    return found


def _votes(item: Item, meeting: Meeting, committee: Committee) -> Iterable[Lack]:
    present = next((one.present for one in quorum_of(meeting, committee) if one.item == item.number), ())
    for vote in item.votes:
        cast = vote.for_ + vote.against + vote.abstained
        if present and cast > len(present):
            yield Lack(f"Item {item.number}: {cast} votes, and {len(present)} voting members were there.", item.number)
        if vote.casting and vote.for_ != vote.against:
            yield Lack(f"Item {item.number}: a casting vote decides a tie, and there was none.", item.number)


NEXT = "/next"
"""How an action names the meeting after the one that it arose at, of its own committee or another: ``<committee>/next``."""


def meeting_due(action: ActionPoint, meetings: Sequence[Meeting]) -> Meeting | None:
    """The meeting by which an action is due; None where it names none, or one that nobody has called yet."""
    if not action.due_meeting:
        return None
    if not action.due_meeting.endswith(NEXT):
        return next((one for one in meetings if one.id == action.due_meeting), None)
    arisen = next((one.on for one in meetings if one.id == action.meeting), None)
    committee = action.due_meeting.removesuffix(NEXT)
    coming = [
        one for one in meetings
        if one.committee == committee and one.state not in ("cancelled", "postponed") and arisen and one.on > arisen
    ]  # fmt: skip
    return min(coming, key=lambda one: one.on, default=None)


def due_of(action: ActionPoint, meetings: Sequence[Meeting]) -> dt.date | None:
    """The last day for an action: its own, else that of the meeting by which it is due."""
    if action.due is not None:
        return action.due
    found = meeting_due(action, meetings)
    return found.on if found else None


def overdue(action: ActionPoint, meetings: Sequence[Meeting], day: dt.date) -> bool:
    """Whether an action is open after its last day; one without a day never is, and is shown as having none."""
    due = due_of(action, meetings)
    return action.state == "open" and due is not None and due < day


def has_date(action: ActionPoint) -> bool:
    """Whether an action names a date or a meeting."""
    return action.due is not None or bool(action.due_meeting)


def open_on(actions: Iterable[ActionPoint], arisen: dict[str, dt.date], day: dt.date) -> list[ActionPoint]:
    """The actions that were open at the beginning of a day: what a committee's summary list had on it then.

    ``arisen`` says of each meeting when it was.
    """
    return [
        action for action in actions
        if arisen[action.meeting] < day
        and next((one.state for one in reversed(action.followed) if one.on < day), "open") == "open"
    ]  # fmt: skip


def attended(meetings: Iterable[Meeting], committee: Committee) -> list[tuple[str, int, int, int]]:
    """Of everybody who held a seat: name, meetings attended, apologies sent, and meetings that they could attend.

    Of a meeting that keeps no attendance nobody is said to have been away. A substitute's seat asks them to no meeting.
    """
    found = []
    kept = [one for one in meetings if one.state == "held" and one.attendance]
    for name in dict.fromkeys(one.name for one in committee.members):
        seats = [one for one in committee.members if one.name == name]
        could = [one for one in kept if any(seat.sits(one.on) and seat.role != "substitute" for seat in seats)]
        noted = {one.id: {a.presence for a in one.attendance if a.name == name} for one in kept}
        there = sum(bool({"present", "substitute"} & noted[one.id]) for one in kept)
        sent = sum("apologies" in noted[one.id] for one in could)
        if could or there:
            found.append((name, there, sent, len(could)))
    return found
