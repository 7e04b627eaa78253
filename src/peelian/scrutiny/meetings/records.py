"""Committees and meetings as frozen records: what everybody may read of them. `form.py` has checked them before they exist.

What is exempt is not here: a restricted item or paper holds its public stub (`core.exempt.Stub`) and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Literal

from peelian.core.exempt.records import Stub

CommitteeKind = Literal[
    "assembly-committee", "crime-and-disorder-committee", "overview-board", "topic-group", "police-and-crime-panel",
    "neighbourhood-board",
]  # fmt: skip
MemberRole = Literal["chair", "deputy-chair", "member", "co-opted", "substitute", "adviser"]
MeetingState = Literal["planned", "called", "held", "cancelled", "postponed"]
ItemKind = Literal[
    "announcements", "apologies", "interests", "minutes", "actions", "report", "presentation", "update", "questions", "petition",
    "motion", "performance", "exclusion", "urgent", "next-meeting", "other",
]  # fmt: skip
PaperKind = Literal["main", "supplementary", "late", "tabled"]
Presence = Literal["present", "substitute", "apologies", "absent", "attending", "witness"]
OutcomeKind = Literal[
    "noted", "agreed", "agreed-as-amended", "not-agreed", "deferred", "referred", "withdrawn", "none-needed"
]
MinutesState = Literal["draft", "agreed", "signed"]
ActionState = Literal["open", "done", "dropped"]
InterestKind = Literal["disclosable pecuniary", "pecuniary", "personal", "other"]
Voted = Literal["for", "against", "abstained"]
Corrected = Literal["minute", "outcome", "votes", "interests", "attendance"]

Order = tuple[date, time, str]
"""Where a meeting stands among others."""


def order_of(on: date, begins: time | None, name: str) -> Order:
    """Where a meeting stands: two of one day follow their hours. One without an hour stands before those that have one."""
    return on, begins or time.min, name


@dataclass(frozen=True)
class Member:
    """Somebody's seat from a day until a day (the last included; None: until further notice).

    ``party`` is empty where there is none; ``votes`` is False for co-opted members to whom the committee gave no vote and for
    advisers; ``body`` is whom a co-opted member or adviser comes from.
    """

    name: str
    role: MemberRole
    party: str
    since: date | None
    until: date | None
    votes: bool = True
    body: str = ""

    def sits(self, day: date) -> bool:
        """Whether they hold the seat on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Ruled:
    """How a committee meets from a day on: its quorum and its clear days, as they were changed on that day."""

    since: date
    quorum: int | None = None
    clear_days: int = 5
    weekends_count: bool = False


@dataclass(frozen=True)
class Committee:
    """A body that meets. ``organisation`` is the slug of who keeps its papers; ``parent`` of the committee that set it up.

    ``quorum`` is a number of voting members; None where no document says it. ``clear_days`` are those of its notice and agenda
    (five by LGA 1972 s.100B), ``weekends_count`` whether weekends and bank holidays are counted among them. ``reply_days`` is the
    period in which the law makes a body answer its reports: 28 for a crime and disorder committee (SI 2009/942 reg 7), None for
    an Assembly committee. ``areas`` are those whose pages list it, ``topics`` what it follows.
    """

    id: str
    title: str
    kind: CommitteeKind
    organisation: str
    members: tuple[Member, ...]
    quorum: int | None
    terms: str = ""
    powers: tuple[str, ...] = ()
    parent: str | None = None
    areas: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    clear_days: int = 5
    weekends_count: bool = False
    reply_days: int | None = None
    since: date | None = None
    until: date | None = None
    source: str = ""
    """Document and lines that it was taken from (``seed-004:100-104``); empty where it was entered."""
    publishes_drafts: bool = False
    """Whether everybody may read its minutes before it has agreed them."""
    changes: tuple[Ruled, ...] = ()
    """Its quorum and clear days as they were changed, by day; before the first hold those above."""

    def ruled(self, day: date) -> Committee:
        """The committee with the quorum and the clear days that were in force on a day."""
        held = [one for one in self.changes if one.since <= day]
        if not held:
            return self
        last = held[-1]
        return replace(self, quorum=last.quorum, clear_days=last.clear_days, weekends_count=last.weekends_count)

    def sitting(self, day: date) -> tuple[Member, ...]:
        """Who holds a seat on a day."""
        return tuple(one for one in self.members if one.sits(day))


@dataclass(frozen=True)
class Notice:
    """That a meeting was called: when, and by which channels (``website``, ``notice board``, ``e-mail to members``)."""

    on: date
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """A paper on an item: pages of the pack, first and last included; None where it was not paged (tabled, spoken).

    ``text`` is what the pack prints of it, in Markdown; ``quarter`` names a borough's quarterly report instead
    (``havering:FY2016-17-Q3``), frozen at dispatch. ``background`` lists background papers (s.100D). ``stub`` is there where it
    is exempt, and then ``text`` is empty. Where several parts of it are, ``more_stubs`` has the others: the first is withheld as
    long as any is. ``released`` are the texts of those that were released, by the id of their stub.
    """

    id: str
    title: str
    kind: PaperKind
    first_page: int | None = None
    last_page: int | None = None
    author: str = ""
    text: str = ""
    quarter: str = ""
    link: str = ""
    background: tuple[str, ...] = ()
    reason: str = ""
    """Why it came late."""
    stub: Stub | None = None
    added: datetime | None = None
    """When it was opened to the public, where that was after the agenda."""
    more_stubs: tuple[Stub, ...] = ()
    released: tuple[tuple[str, str], ...] = ()
    withdrawn: str = ""
    """Why it was taken back after it was out; its title stays, and nothing else of it."""
    withdrawn_on: date | None = None

    @property
    def stubs(self) -> tuple[Stub, ...]:
        """What is public of each exempt part."""
        return stubs_in(self)


@dataclass(frozen=True)
class Interest:
    """That a member declared an interest in an item, of which kind, and whether they left the room."""

    member: str
    kind: InterestKind
    what: str
    left: bool


@dataclass(frozen=True)
class Vote:
    """How a vote went; names only where it was recorded. A casting vote is the chair's second one."""

    for_: int
    against: int
    abstained: int
    casting: str = ""
    names: tuple[tuple[str, Voted], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What the committee did with an item. ``until`` says when a deferred item comes back, ``to`` whom it was referred to."""

    kind: OutcomeKind
    words: str = ""
    until: str = ""
    to: str = ""


@dataclass(frozen=True)
class Question:
    """A question to a witness and the answer. ``undertakings`` are ids of the actions that the answer became."""

    topic: str
    asked_by: str
    answered_by: str
    question: str
    answer: str
    undertakings: tuple[str, ...] = ()
    head: str = ""
    """Which head of PRSRA s.3(8) it is about; empty where nobody said."""


CLOSED_THERE = "Not open to the public, says who published it"
"""How an item that was taken in begins where its publisher says that it is restricted: no part of it is sealed here."""


@dataclass(frozen=True)
class Item:
    """An item of an agenda. ``number`` is as printed (``9``, ``4a``); ``urgent`` the reason why it was taken though not on the
    agenda (s.100B(4)(b)); ``stub`` says that its discussion is exempt: its title stays, its words do not. ``more_stubs`` and
    ``released`` are as of a paper.
    """

    number: str
    title: str
    kind: ItemKind
    recommended: str = ""
    """What the report asks the committee to do: beside the outcome it shows what changed."""
    papers: tuple[Paper, ...] = ()
    urgent: str = ""
    interests: tuple[Interest, ...] = ()
    votes: tuple[Vote, ...] = ()
    minute: str = ""
    """What the minutes say of it, in Markdown; empty until they are out."""
    minute_number: str = ""
    outcome: Outcome | None = None
    questions: tuple[Question, ...] = ()
    topics: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    """Plan items and measures that it is about: ``commitment:<id>``, ``objective:<id>``, ``measure:<id>``."""
    stub: Stub | None = None
    line: int | None = None
    more_stubs: tuple[Stub, ...] = ()
    released: tuple[tuple[str, str], ...] = ()

    @property
    def closed_there(self) -> bool:
        """Whether who published the meeting that it was taken from says that it is not open to the public."""
        return self.recommended.startswith(CLOSED_THERE)

    @property
    def stubs(self) -> tuple[Stub, ...]:
        """What is public of each exempt part of its discussion."""
        return stubs_in(self)


def stubs_in(one: Item | Paper) -> tuple[Stub, ...]:
    """Every stub of an item or a paper, those still withheld first."""
    return () if one.stub is None else (one.stub, *one.more_stubs)


@dataclass(frozen=True)
class Attendance:
    """Who was there and for which items: ``from_item`` and ``to_item`` as numbered, empty for the whole meeting."""

    name: str
    presence: Presence
    for_: str = ""
    """Whom a substitute stood in for."""
    from_item: str = ""
    to_item: str = ""
    body: str = ""
    chaired: bool = False
    """Whether they were in the chair for these items."""


@dataclass(frozen=True)
class Correction:
    """What the committee corrected in the minutes before it agreed them, or in agreed minutes by a later resolution."""

    on: date
    at_meeting: str
    item: str
    """Its number; empty where it is who was there."""
    before: str
    after: str
    what: Corrected = "minute"
    """What was corrected: the words of a minute, else data; ``before`` and ``after`` say of it what stood and what stands."""

    @property
    def about(self) -> str:
        """``Item 2, its outcome``."""
        said = {"minute": "", "outcome": ", its outcome", "votes": ", its votes", "interests": ", interests declared"}
        return f"Item {self.item}{said[self.what]}" if self.what != "attendance" else "Who was there"


@dataclass(frozen=True)
class Minutes:
    """How far the minutes are: agreed and signed at which meeting, with every correction visible."""

    state: MinutesState
    published_on: date | None = None
    agreed_on: date | None = None
    agreed_at: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class Followed:
    """What was said about an action at a later meeting or between meetings.

    ``claimed`` marks that the body which was asked (``by``) says that it is done: it is open until the committee closes it.
    """

    on: date
    words: str
    state: ActionState
    meeting: str = ""
    claimed: bool = False
    by: str = ""


@dataclass(frozen=True)
class ActionPoint:
    """Something to be done after a meeting. ``owner`` is a body or a post, empty where nobody was named; ``due`` is None where no
    date was; ``due_words`` keeps what was said instead (``next year``); ``due_meeting`` is the meeting by which, its id or
    ``<committee>/next``; ``from_question`` marks an undertaking in an answer.
    """

    id: str
    committee: str
    meeting: str
    item: str
    text: str
    owner: str
    due: date | None
    due_words: str = ""
    due_meeting: str = ""
    from_question: bool = False
    followed: tuple[Followed, ...] = ()
    touches: tuple[str, ...] = ()
    line: int | None = None
    asked: str = ""
    """The slug of the body that may say that it is done; ``owner`` names it in words."""

    @property
    def state(self) -> ActionState:
        """As last said; open where nothing was."""
        return self.followed[-1].state if self.followed else "open"


@dataclass(frozen=True)
class Adjournment:
    """That a sitting was broken off: why, with which items standing over (by number), and when. ``inquorate`` says that it was for
    want of a quorum, else the committee resolved it. ``to``, ``begins`` and ``place`` are what was fixed at the meeting itself for
    the sitting that goes on; ``to`` is None where the day was left to be fixed.
    """

    why: str
    items: tuple[str, ...]
    at: time | None = None
    inquorate: bool = False
    to: date | None = None
    begins: time | None = None
    place: str = ""


@dataclass(frozen=True)
class Meeting:
    """One meeting. ``id`` is ``<committee>/<day>`` with ``-2`` for a second on one day."""

    id: str
    committee: str
    title: str
    on: date
    begins: time | None
    ends: time | None
    place: str
    state: MeetingState
    items: tuple[Item, ...] = ()
    notice: Notice | None = None
    agenda_out: datetime | None = None
    """When agenda and reports were opened to the public."""
    attendance: tuple[Attendance, ...] = ()
    minutes: Minutes | None = None
    exclusion: str = ""
    """The resolution that excludes the public, as agreed."""
    why: str = ""
    """Why it was cancelled, postponed or called at short notice."""
    contact: str = ""
    broadcast: str = ""
    source: str = ""
    changed: datetime | None = None
    """When what is public of it last changed (OParl ``modified``)."""
    made: datetime | None = None
    deleted: bool = False
    extras: dict[str, str] = field(default_factory=dict, hash=False)
    """Ids that other systems know it by: ``moderngov``, ``oparl``."""
    adjourned: Adjournment | None = None
    """Why and to when it was adjourned; None of one that was not."""
    resumes: str = ""
    """The id of the sitting that it goes on with: the same meeting, on another day."""

    @property
    def order(self) -> Order:
        """Where it stands among meetings: by day, then by hour; those of a day whose hour nobody said, as they are named."""
        return order_of(self.on, self.begins, self.id)

    def stands_over(self, item: str) -> bool:
        """Whether an item was left to the sitting that goes on."""
        return self.adjourned is not None and item in self.adjourned.items
