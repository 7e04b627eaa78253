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
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON
from peelian.reading.persons import warned
from peelian.scrutiny.meetings.records import ActionPoint, Committee, Followed, Item, Meeting, Paper, Vote
from peelian.scrutiny.meetings.spans import meet, span_of
from peelian.scrutiny.meetings.voting import Room, faults

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
        Step("meeting.hold", "Note that it was held", ("planned", "called"), "held", P.WRITE_PAPERS),
        Step("meeting.adjourn", "Note that it was adjourned", ("called",), "held", P.WRITE_PAPERS, reason=True),
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
    """By which day a meeting is to be called and its agenda to be open, with every day between and why it counts, by the rule that
    is in force on its own day.
    """
    own = committee.ruled(on)
    return deadline(rule_of(own.clear_days, weekends_count=own.weekends_count), on, calendar=calendar)


def notice_known(committee: Committee, on: dt.date, calendar: Calendar) -> Deadline | None:
    """As ``notice_by``; None of a day beyond the years whose bank holidays are held: then nobody can tell."""
    try:
        return notice_by(committee, on, calendar)
    except PeelianError:
        return None


def in_time(found: Deadline, given: dt.date | dt.datetime) -> bool:
    """Whether something that was given on a day leaves all the clear days."""
    day = given.astimezone(LONDON).date() if isinstance(given, dt.datetime) else given
    return found.due is not None and day <= found.due


def clear_days_left(committee: Committee, given: dt.date, on: dt.date, calendar: Calendar) -> int:
    """How many clear days lie between a day and the meeting, by the committee's own way of counting.

    What was given on a day that is not counted was given on the next that is.
    """
    own = committee.ruled(on)
    while not own.weekends_count and given < on and calendar.closed(given, "england-and-wales"):
        given += dt.timedelta(days=1)
    between = (given + dt.timedelta(days=ahead) for ahead in range(1, (on - given).days))
    return sum(own.weekends_count or not calendar.closed(day, "england-and-wales") for day in between)


def paged(items: Iterable[Item]) -> list[tuple[Item, Paper]]:
    """Papers that have pages, in the order of the pack: those of the agenda, then what came after it, as it was paged: a late
    paper may have gone out before a supplementary one.
    """
    found = [(item, paper) for item in items for paper in item.papers if paper.first_page is not None]
    return sorted(found, key=lambda one: (one[1].kind != "main", one[1].kind != "main" and one[1].first_page))


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
        if not self.present and self.enough is None:
            return "Who was there is not on record: whether there was a quorum cannot be told."
        if self.needed is None:
            return f"{counted}; the committee’s quorum is not known."
        return f"{counted}, {self.needed} are the quorum{'' if self.enough else ': the item was taken without one'}."


def quorum_of(meeting: Meeting, committee: Committee) -> tuple[Quorate, ...]:
    """Item by item, who of the voting members was there.

    The quorum is the one in force on the day of the meeting. Who left the room for an interest does not count for that item, nor
    does who holds no seat with a vote on that day, or stands in for somebody without one. Where no seat of that day is known,
    everybody counts who is noted as a member.
    """
    return tuple(_quorate(place, item, meeting, committee) for place, item in enumerate(meeting.items))


def _quorate(here: int, item: Item, meeting: Meeting, committee: Committee) -> Quorate:
    left = {one.member for one in item.interests if one.left}
    votes = voters(committee, meeting.on)
    present = tuple(dict.fromkeys(
        one.name
        for one in meeting.attendance
        if one.presence in ("present", "substitute")
        and one.name not in left
        and (votes is None or (one.for_ or one.name) in votes)
        and (span := span_of(one, meeting.items))[0] <= here <= span[1]
    ))  # fmt: skip
    needed = committee.ruled(meeting.on).quorum
    known = needed is not None and any(one.presence in ("present", "substitute") for one in meeting.attendance)
    enough = len(present) >= needed if known and needed is not None else None
    return Quorate(item.number, present, needed, enough)


def voters(committee: Committee, day: dt.date) -> set[str] | None:
    """Who holds a seat with a vote on a day; None where no seat is known."""
    seats = committee.sitting(day)
    votes = {one.name for one in seats if one.votes and one.role not in ("adviser", "substitute")}
    return votes if seats else None


FORMAL = ("announcements", "apologies", "interests", "exclusion", "next-meeting", "urgent")
"""Kinds of items on which nothing is decided unless something comes up."""


def without_outcome(items: Iterable[Item]) -> list[Item]:
    """Items whose minute says something and not what the committee did with it."""
    return [item for item in items if item.minute and item.outcome is None and item.kind not in FORMAL]


NOT_CALLED = Lack("The meeting has not been called.")


def lacks_of_agenda(meeting: Meeting) -> list[Lack]:
    """What an agenda lacks before it goes out."""
    found = [] if meeting.items else [Lack("The agenda has no item.")]
    if meeting.notice is None and not meeting.resumes:
        found.append(NOT_CALLED)
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
    found += _seats(meeting, committee)
    for item in meeting.items:
        if item.outcome is None and item.kind not in FORMAL and not meeting.stands_over(item.number):
            found.append(Lack(f"Item {item.number}, “{item.title}”, has no outcome.", item.number, warning=True))
        if item.kind == "urgent" and item.minute and not item.urgent:
            found.append(Lack(f"Item {item.number} was urgent: the minutes must say why (s.100B(4)).", item.number))
        if item.stub and not meeting.exclusion:
            found.append(
                Lack(f"Item {item.number} was taken in private, and no resolution excludes the public.", item.number)
            )
        found += votes_that_do_not_fit(item, meeting, committee)
        found += decided_oddly(item, meeting, committee)
        found += personal(item)
    return found


def personal(item: Item) -> list[Lack]:
    """What in the minute of an item may tell of one person (N43)."""
    said = [one for question in item.questions for one in (question.question, question.answer)]
    return _warnings(item, item.minute, *said)


def votes_that_do_not_fit(item: Item, meeting: Meeting, committee: Committee) -> Iterable[Lack]:
    """Votes that those in the room cannot have cast."""
    room = room_of(item.number, meeting, committee)
    for vote in item.votes:
        for said in faults(vote, room):
            yield Lack(f"Item {item.number}: {said}", item.number)


def room_of(number: str, meeting: Meeting, committee: Committee) -> Room:
    """Who could vote on an item, and who presided: whoever is noted in the chair, else who holds the chair or stands in for it."""
    quorate = next((one for one in quorum_of(meeting, committee) if one.item == number), None)
    noted = any(one.presence in ("present", "substitute") for one in meeting.attendance)
    there = quorate.present if quorate and noted else None
    seats = committee.sitting(meeting.on)
    voting = [one for one in seats if one.votes and one.role != "adviser"]
    chairs = [one.name for one in meeting.attendance if one.chaired]
    chairs += [one.name for role in ("chair", "deputy-chair") for one in seats if one.role == role]
    return Room(
        there,
        frozenset(one.name for one in voting) if seats else None,
        sum(one.role != "substitute" for one in voting),
        next((name for name in chairs if there and name in there), ""),
    )


def _seats(meeting: Meeting, committee: Committee) -> Iterable[Lack]:
    """What must be looked at of who was there: members without a seat, and two who held one seat at once."""
    seated = {one.name for one in committee.sitting(meeting.on)}
    for one in meeting.attendance:
        if seated and one.presence == "present" and one.name not in seated:
            yield Lack(f"{one.name} is noted as a member who was there, and holds no seat on that day.", warning=True)
        if seated and one.for_ and one.for_ not in seated:
            yield Lack(f"{one.name} stood in for {one.for_}, who holds no seat on that day.", warning=True)
        for other in meeting.attendance:
            if one.for_ and other.name == one.for_ and other.presence == "present" and meet(one, other, meeting.items):
                yield Lack(f"{one.for_} was there, and {one.name} in their place.", warning=True)


_CARRIED = ("agreed", "agreed-as-amended", "referred", "deferred")
_DECIDED = (*_CARRIED, "not-agreed")


def decided_oddly(item: Item, meeting: Meeting, committee: Committee) -> Iterable[Lack]:
    """What must be looked at of an outcome: taken without a quorum, or other than its vote says."""
    kind = item.outcome.kind if item.outcome else ""
    quorate = next((one for one in quorum_of(meeting, committee) if one.item == item.number), None)
    if quorate and quorate.enough is False and (kind in _DECIDED or item.votes):
        yield Lack(f"Item {item.number} was decided without a quorum: {quorate.sentence}", item.number, warning=True)
    there = {one.name for one in meeting.attendance if one.presence in ("present", "substitute")}
    for one in item.interests:
        if there and one.member not in there:
            yield Lack(
                f"Item {item.number}: {one.member} declared an interest, and is not noted as there.",
                item.number,
                warning=True,
            )
    if len(item.votes) == 1 and kind in _DECIDED and carried(item.votes[0]) not in (None, kind in _CARRIED):
        yield Lack(f"Item {item.number}: its outcome is other than its vote says.", item.number, warning=True)


def carried(vote: Vote) -> bool | None:
    """Whether a vote was carried: a tie alone is not. None where it is known who had the casting vote and not how they used it."""
    if vote.for_ != vote.against:
        return vote.for_ > vote.against
    return {"": False, "for": True, "against": False}.get(vote.casting.lower())


CALLED_OFF = ("cancelled", "postponed")
"""States of a meeting that does not take place."""
NEXT = "/next"
"""How an action names the meeting after the one that it arose at, of its own committee or another: ``<committee>/next``."""


def meeting_due(action: ActionPoint, meetings: Sequence[Meeting]) -> Meeting | None:
    """The meeting by which an action is due; None where it names none, or one that nobody has called yet.

    What was due at a meeting that was called off is due at the next one: it is carried forward.
    """
    if not action.due_meeting:
        return None
    if not action.due_meeting.endswith(NEXT):
        named = next((one for one in meetings if one.id == action.due_meeting), None)
        if named is None or named.state not in CALLED_OFF:
            return named
        return _first_after(named.committee, named, meetings)
    arisen = next((one for one in meetings if one.id == action.meeting), None)
    return _first_after(action.due_meeting.removesuffix(NEXT), arisen, meetings)


def _first_after(committee: str, before: Meeting | None, meetings: Sequence[Meeting]) -> Meeting | None:
    """The first meeting of a committee after another that was not called off, by day and hour; a sitting that goes on is no meeting
    of its own.
    """
    if before is None:
        return None
    coming = [
        one for one in meetings
        if one.committee == committee and one.state not in CALLED_OFF and one.order > before.order and not one.resumes
    ]  # fmt: skip
    return min(coming, key=lambda one: one.order, default=None)


def resumed_by(meeting: Meeting, meetings: Iterable[Meeting]) -> Meeting | None:
    """The sitting at which an adjourned meeting goes on, or went on; None where there is none, or it was called off."""
    return next((one for one in meetings if one.resumes == meeting.id and one.state not in CALLED_OFF), None)


def undecided(meeting: Meeting, committee: Committee) -> list[str]:
    """The items that nothing was done with where the meeting has no quorum: they can stand over. None where it has one."""
    short = {one.item for one in quorum_of(meeting, committee) if one.enough is False}
    return [item.number for item in meeting.items if item.number in short and item.outcome is None and not item.votes]


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


def open_at(actions: Iterable[ActionPoint], meetings: Iterable[Meeting], at: Meeting) -> list[ActionPoint]:
    """The actions that were open when a meeting began: what a committee's summary list had on it then.

    Of what was said on that very day only what was said at an earlier meeting counts.
    """
    order = {one.id: one.order for one in meetings}

    def said_before(one: Followed) -> bool:
        return one.on < at.on or (one.on == at.on and one.meeting in order and order[one.meeting] < at.order)

    return [
        action for action in actions
        if order[action.meeting] < at.order
        and next((one.state for one in reversed(action.followed) if said_before(one)), "open") == "open"
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
