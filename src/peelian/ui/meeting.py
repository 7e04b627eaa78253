"""A committee and its meetings as pages show them: in public, and to who writes them as a preview. Frozen, formatted, in words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from peelian.core.clocks.calendars import Calendar
from peelian.core.clocks.dates import in_full
from peelian.core.clocks.deadlines import Deadline
from peelian.decisions.shelf import Part
from peelian.figures.house import LONDON
from peelian.figures.periods import Period
from peelian.scrutiny.meetings.outcomes import OUTCOMES, lead_of
from peelian.scrutiny.meetings.records import ActionPoint, Committee, Item, Meeting, Paper
from peelian.scrutiny.meetings.rules import (
    FORMAL,
    NEXT,
    Quorate,
    clear_days_left,
    due_of,
    has_date,
    in_time,
    meeting_due,
    notice_known,
    overdue,
    quorum_of,
)
from peelian.scrutiny.meetings.saying import interest_words, named_words, vote_words
from peelian.ui.components import Link, StatusSign, Tag
from peelian.ui.decision import StubLine
from peelian.ui.format import capital, counted, day
from peelian.ui.meeting_words import corrected_words
from peelian.ui.sittings import Sittings

COMMITTEES = {
    "assembly-committee": "Committee of the London Assembly",
    "crime-and-disorder-committee": "Crime and disorder committee of a council",
    "overview-board": "Overview and scrutiny board",
    "topic-group": "Topic group",
    "police-and-crime-panel": "Police and crime panel",
    "neighbourhood-board": "Neighbourhood board",
}
ROLES = {
    "chair": "Chair", "deputy-chair": "Deputy chair", "member": "Member", "co-opted": "Co-opted member",
    "substitute": "Substitute", "adviser": "Adviser",
}  # fmt: skip
PRESENCE = {
    "present": "Members there", "substitute": "Substitutes", "apologies": "Apologies", "absent": "Absent",
    "witness": "Witnesses", "attending": "Also there",
}  # fmt: skip
SIGNS = {
    "open": StatusSign("○", "Open", "unsaid"), "done": StatusSign("✓", "Done", "ended"),
    "dropped": StatusSign("–", "Dropped", "ended"),
}  # fmt: skip
STATES = {"planned": "Planned", "called": "Called", "held": "Held", "cancelled": "Cancelled", "postponed": "Postponed"}
PAPERS = {"main": "", "supplementary": "Supplementary", "late": "Late", "tabled": "Tabled at the meeting"}


@dataclass(frozen=True)
class ActionLine:
    """An action as a line of a list."""

    action: ActionPoint
    meetings: Sequence[Meeting]
    day: dt.date

    @property
    def href(self) -> str:
        """Its line in the committee's list."""
        return f"/committees/{self.action.committee}/actions#{self.action.id}"

    @property
    def owner(self) -> str:
        """Who does it."""
        return self.action.owner or "nobody was named"

    @property
    def arisen(self) -> Link:
        """The meeting at which it arose."""
        committee, _, slug = self.action.meeting.partition("/")
        found = next((one for one in self.meetings if one.id == self.action.meeting), None)
        item = f", item {self.action.item}"
        return Link(
            f"{day(found.on) if found else slug}{item}", f"/committees/{committee}/{slug}#item-{self.action.item}"
        )

    @property
    def due(self) -> str:
        """When it is due: its day, the meeting, or what was said instead."""
        said = f" (“{self.action.due_words}”)" if self.action.due_words else ""
        if self.action.due:
            return f"due {day(self.action.due)}{said}"
        if self.action.due_meeting:
            found = meeting_due(self.action, self.meetings)
            if found:
                return f"due at the meeting of {day(found.on)}{said}"
            which = "the next meeting" if self.action.due_meeting.endswith(NEXT) else self.action.due_meeting
            return f"due at {which}, which is not planned yet{said}"
        return f"no date{said}"

    @cached_property
    def late(self) -> bool:
        """Whether it is open after its day."""
        return overdue(self.action, self.meetings, self.day)

    @property
    def tags(self) -> list[Tag]:
        """What must be seen at once."""
        found = []
        if self.late:
            due = due_of(self.action, self.meetings)
            assert due is not None
            found.append(Tag(f"Overdue since {day(due)}", "glow"))
        if self.action.state == "open" and not has_date(self.action):
            found.append(Tag("No date"))
        if self.action.state == "open" and not self.action.owner:
            found.append(Tag("No owner"))
        if self.claimed:
            found.append(Tag("Said to be done", "lamp"))
        return found

    @property
    def claimed(self) -> bool:
        """Whether the last word is the body's own, that it is done."""
        return bool(self.action.followed) and self.action.followed[-1].claimed

    @property
    def sign(self) -> StatusSign:
        """Where it stands."""
        return SIGNS[self.action.state]

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """What was said of it, newest first: day, by whom or where, words."""
        return [
            (day(one.on), f"{one.by} says" if one.by else "at the meeting" if one.meeting else "", one.words)
            for one in reversed(self.action.followed)
        ]


def lines(actions: Iterable[ActionPoint], meetings: Sequence[Meeting], today: dt.date) -> list[ActionLine]:
    """Actions as lines of a list, in their order."""
    return [ActionLine(one, meetings, today) for one in actions]


def tally(found: Sequence[ActionLine]) -> str:
    """``11 actions are open: 4 are overdue, 6 have no date, 4 name nobody.``"""
    still = [one for one in found if one.action.state == "open"]
    if not still:
        return "No action is open." if found else "No action is on record."
    parts = [
        (sum(one.late for one in still), "is overdue", "are overdue"),
        (sum(not has_date(one.action) for one in still), "has no date", "have no date"),
        (sum(not one.action.owner for one in still), "names nobody", "name nobody"),
        (sum(one.claimed for one in still), "is said to be done", "are said to be done"),
    ]
    told = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in parts if number)
    return f"{counted(len(still), 'action is', 'actions are')} open{f': {told}' if told else ''}."


@dataclass(frozen=True)
class PaperLine:
    """A paper as its item lists it."""

    paper: Paper

    @property
    def pages(self) -> str:
        """``pages 7 to 78``; empty where it was not paged."""
        first, last = self.paper.first_page, self.paper.last_page
        if first is None:
            return ""
        return f"page {first}" if first == last else f"pages {first} to {last}"

    @property
    def kind(self) -> str:
        """Whether it came late; empty of one that came with the agenda."""
        return PAPERS[self.paper.kind]

    @property
    def added(self) -> str:
        """When it came, where that was after the agenda."""
        return day(self.paper.added.astimezone(LONDON)) if self.paper.added else ""

    @property
    def stubs(self) -> list[StubLine]:
        """What is public of each exempt part of it."""
        return _stubs(self.paper)

    @property
    def quarter(self) -> str:
        """The quarterly report that it is; empty of all others."""
        if not self.paper.quarter:
            return ""
        return f"the quarterly report of {Period.parse(self.paper.quarter.partition(':')[2]).label()}"

    @property
    def facts(self) -> str:
        """Whose it is, its pages, what it is and when it came, as far as that is known."""
        added = f"added on {self.added}" if self.added else ""
        return " · ".join(part for part in (self.paper.author, self.pages, self.quarter, added) if part)


@dataclass(frozen=True)
class ItemPage:
    """An item of a meeting: what the committee was asked to do, and what it did."""

    item: Item
    quorate: Quorate
    actions: Sequence[ActionLine]
    minuted: bool
    touched: Sequence[Link] = ()
    """The plan's items and measures that it is about."""
    over: str = ""
    """That it stands over to the sitting that goes on, and what became of it there; empty of an item that does not."""
    before: str = ""
    """Since which sitting it stood over; empty of an item that did not."""
    corrected: Sequence[str] = ()
    """What of it was corrected as a later meeting resolved, a sentence for each day."""

    @property
    def papers(self) -> list[PaperLine]:
        """Its papers."""
        return [PaperLine(one) for one in self.item.papers]

    @property
    def stubs(self) -> list[StubLine]:
        """What is public of each exempt part of its discussion."""
        return _stubs(self.item)

    @property
    def outcome(self) -> str:
        """What the committee did with it; empty where the minutes do not say."""
        return lead_of(self.item.outcome).rstrip(".") if self.item.outcome else ""

    @property
    def silent(self) -> bool:
        """Whether the minutes say something of it, but not what the committee did."""
        return (
            not self.over
            and self.minuted
            and self.item.outcome is None
            and self.item.kind not in FORMAL
            and self.item.stub is None
        )

    @property
    def votes(self) -> list[str]:
        """Each vote in a sentence."""
        return [vote_words(one) for one in self.item.votes]

    @property
    def interests(self) -> list[str]:
        """Each interest in a sentence."""
        return [interest_words(one) for one in self.item.interests]

    @property
    def alarm(self) -> str:
        """What must be said of its quorum; empty where there was one, or nobody can tell."""
        return self.quorate.sentence if self.quorate.enough is False and not self.over else ""


def _stubs(one: Item | Paper) -> list[StubLine]:
    texts = dict(one.released)
    return [StubLine(Part(stub, texts.get(stub.id, ""))) for stub in one.stubs]


@dataclass(frozen=True)
class MeetingPage:
    """A meeting with all that is public of it, on a day."""

    meeting: Meeting
    committee: Committee
    actions: Sequence[ActionLine]
    today: dt.date
    calendar: Calendar
    touched: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    """By item: what of the plan it is about."""
    out: bool = True
    """Whether its agenda is open to the public; a draft is looked at in the office alone."""
    sittings: Sequence[Meeting] = ()
    """The committee's meetings: among them an adjourned one goes on."""

    @property
    def href(self) -> str:
        """Its address."""
        return f"/committees/{self.meeting.id}"

    @property
    def slug(self) -> str:
        """Its day, as addresses name it."""
        return self.meeting.id.partition("/")[2]

    @property
    def title(self) -> str:
        """``Crime & Disorder Sub-Committee, 17 January 2017``."""
        return f"{self.meeting.title}, {day(self.meeting.on)}"

    @property
    def when(self) -> str:
        """``Tuesday 17 January 2017, 19:00``."""
        begins, ends = self.meeting.begins, self.meeting.ends
        hours = f", {begins:%H:%M}" if begins else ""
        return f"{in_full(self.meeting.on)}{hours}{f' to {ends:%H:%M}' if begins and ends else ''}"

    @property
    def state(self) -> Tag:
        """Where it stands."""
        late = self.meeting.state in ("planned", "called") and self.meeting.on < self.today
        if self.meeting.adjourned:
            return Tag("Adjourned", "glow")
        tone = {"held": "ink", "called": "lamp", "cancelled": "glow", "postponed": "glow"}.get(
            self.meeting.state, "plain"
        )
        known = "Agenda only" if self.meeting.items else "Not known"
        return Tag(known if late else STATES[self.meeting.state], "plain" if late else tone)  # type: ignore[arg-type]

    @property
    def minuted(self) -> bool:
        """Whether its minutes are out."""
        return self.meeting.minutes is not None

    @cached_property
    def items(self) -> list[ItemPage]:
        """Its items in order."""
        found = {one.item: one for one in quorum_of(self.meeting, self.committee)}
        corrections = self.meeting.minutes.corrections if self.meeting.minutes else ()
        return [
            ItemPage(
                item,
                found[item.number],
                [one for one in self.actions if one.action.item == item.number],
                self.minuted,
                self.touched.get(item.number, ()),
                self.sitting.over(item),
                self.sitting.since(item),
                corrected_words(one for one in corrections if one.item and one.item == item.number),
            )
            for item in self.meeting.items
        ]

    @cached_property
    def ruled(self) -> Committee:
        """Its committee with the quorum and the clear days in force on its day."""
        return self.committee.ruled(self.meeting.on)

    @cached_property
    def sitting(self) -> Sittings:
        """It as one sitting of a meeting that was adjourned."""
        return Sittings(self.meeting, self.sittings)

    @property
    def pages(self) -> int:
        """How many pages its papers have."""
        return max((paper.last_page or 0 for item in self.meeting.items for paper in item.papers), default=0)

    @cached_property
    def notice(self) -> Deadline | None:
        """By when its agenda had to be open, with every day and why it counts; None beyond the years of the calendar."""
        return notice_known(self.committee, self.meeting.on, self.calendar)

    @property
    def notice_words(self) -> list[str]:
        """What is known of its notice and its agenda, each held against the clear days."""
        meeting, found = self.meeting, list[str]()
        if self.sitting.notice:
            return [self.sitting.notice]
        if self.notice is None:
            return ["Whether its notice was in time cannot be told: no bank holidays are held of its year."]
        if meeting.notice:
            by = ", ".join(meeting.notice.channels)
            left = self._left(self.notice, meeting.notice.on)
            found.append(f"Called on {day(meeting.notice.on)}{f', by {by}' if by else ''}: {left}.")
        elif meeting.state == "held" and not meeting.source:
            found.append("No notice of this meeting is on record, so nobody can tell whether it was lawfully called.")
        if meeting.agenda_out and self.opened_after:
            at = meeting.agenda_out.astimezone(LONDON)
            found.append(f"Agenda and papers were opened on {day(at)}, after the meeting, and not before it.")
        elif meeting.agenda_out:
            at = meeting.agenda_out.astimezone(LONDON)
            found.append(f"Agenda and papers out on {day(at)}: {self._left(self.notice, at.date())}.")
        elif meeting.items and self.out:
            found.append(
                "On which day the agenda was opened to the public is not on record, so whether it was in time cannot be told."
            )
        elif meeting.state in ("planned", "called") and meeting.on >= self.today and self.notice.due:
            due = in_full(self.notice.due)
            late = self.notice.due < self.today
            found.append(
                f"Its agenda was to be open by {due}, and is not out."
                if late
                else f"Its agenda is to be open by {due}."
            )
        return found

    @property
    def opened_after(self) -> bool:
        """Whether its agenda was opened only after its day."""
        at = self.meeting.agenda_out
        return at is not None and at.astimezone(LONDON).date() > self.meeting.on

    @property
    def why_words(self) -> str:
        """Why it was at short notice, or held without what the law asks; empty where nothing is said, or it was called off."""
        if not self.meeting.why or self.meeting.state in ("cancelled", "postponed"):
            return ""
        usual = self.meeting.notice is not None and not self.opened_after
        return f"{'Why at short notice' if usual else 'Why'}: {self.meeting.why}"

    def _left(self, due: Deadline, given: dt.date) -> str:
        left = clear_days_left(self.committee, given, self.meeting.on, self.calendar)
        told = (
            f"{counted(left, 'clear day', 'clear days')} before the meeting, where {self.ruled.clear_days} are the rule"
        )
        return told if in_time(due, given) else f"short notice, {told}"

    @property
    def attendance(self) -> list[tuple[str, list[str]]]:
        """Who was there and who was not, by how."""
        found = []
        for presence, title in PRESENCE.items():
            named = [named_words(one) for one in self.meeting.attendance if one.presence == presence]
            if named:
                found.append((title, named))
        return found

    @property
    def say(self) -> str:
        """The meeting in a sentence or two that a resident can repeat."""
        if self.meeting.state in ("cancelled", "postponed"):
            return f"This meeting was {self.meeting.state}{f': {self.meeting.why}' if self.meeting.why else '.'}"
        if self.meeting.state == "held":
            return self._held()
        if self.meeting.on < self.today:
            known = (
                "Its agenda is all that is known of it"
                if self.meeting.items
                else "That it was planned is all that is known of it"
            )
            return f"{known}: what happened there is not on record."
        return self._agenda()

    def _agenda(self) -> str:
        if not self.meeting.items:
            return "Its agenda is not out yet."
        papers = sum(len(item.papers) for item in self.meeting.items)
        told = f", with {counted(papers, 'paper', 'papers')}" if papers else ""
        sized = f" of {counted(self.pages, 'page', 'pages')}" if self.pages else ""
        return f"{capital(counted(len(self.meeting.items), 'item is', 'items are'))} on its agenda{told}{sized}."

    def _held(self) -> str:
        broken = self.sitting.broken_off
        if not self.minuted:
            return f"{broken or 'It was held.'} Its minutes are not out yet."
        if not self.meeting.items:
            return f"It was held. {self.minutes_words} What they say is not kept here."
        there = [one for one in self.meeting.attendance if one.presence in ("present", "substitute")]
        needed = f", where {self.ruled.quorum} are the quorum" if self.ruled.quorum else ""
        who = f"{counted(len(there), 'member was', 'members were')} there{needed}. " if there else ""
        return " ".join(f"{broken} {who}{self._outcomes()} {self._left_to_do()}".split())

    def _outcomes(self) -> str:
        done = Counter(item.outcome.kind for item in self.meeting.items if item.outcome)
        if not done:
            return ""
        told = [f"{number} {OUTCOMES[kind].lower()}" for kind, number in done.most_common()]
        silent = sum(one.silent for one in self.items)
        if silent:
            told.append(f"{silent} without an outcome in the minutes")
        return f"Of {counted(len(self.items), 'item', 'items')}: {', '.join(told)}."

    def _left_to_do(self) -> str:
        if not self.actions:
            return ""
        dated = sum(has_date(one.action) for one in self.actions)
        return (
            f"{capital(counted(len(self.actions), 'thing was', 'things were'))} left to be done; "
            f"{dated or 'none'} with a date or a meeting to be done by."
        )

    @property
    def minutes_words(self) -> str:
        """How far the minutes are."""
        found = self.meeting.minutes
        if found is None:
            return ""
        agreed = f"agreed on {day(found.agreed_on)}" if found.agreed_on else "agreed"
        if found.state == "signed":
            on = f" on {day(found.signed_on)}" if found.signed_on else ""
            return f"The minutes were {agreed} and signed by {found.signed_by}{on}."
        if found.state == "agreed":
            return f"The minutes were {agreed}; they are not signed yet."
        if self.meeting.source:
            return "These are draft minutes: no document here says that the committee agreed them."
        return "These are draft minutes: the committee has not agreed them yet, and may correct them."
