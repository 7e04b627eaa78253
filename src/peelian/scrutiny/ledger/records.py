"""Investigations, reports and recommendations as frozen records: what everybody may read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from peelian.figures.house import LONDON
from peelian.scrutiny.ledger.owing import Handed

ReportKind = Literal["report", "letter", "plan-response", "annual-report-response", "proposal", "motion"]
"""Six records with six kinds of authority (``life.KINDS``); a summons and a question to the Mayor are no reports."""
ActivityKind = Literal[
    "session", "written-evidence", "visit", "briefing", "roundtable", "launch", "statement", "meeting"
]
StepKind = Literal[
    "acknowledged",
    "answered",
    "late-reason",
    "claimed",
    "verdict",
    "closed",
    "reopened",
    "linked",
    "unlinked",
    "withdrawn",
]
AnswerStatus = Literal["accepted", "partly", "rejected", "noted", "no-answer"]
ClaimStatus = Literal["under-way", "delivered", "partly", "not-delivered"]
VerdictStatus = Literal["delivered", "partly", "not", "too-early"]
EvidenceKind = Literal["link", "figure", "paper", "decision", "document"]
NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,3})?[a-z]?"
"""How a report numbers what it recommends: ``4``, ``12a``, or by its paragraph ``8.6``."""
NUMBERED = "Write digits, with a point or one letter where the report prints them: 4, 8.6, 12a."


@dataclass(frozen=True)
class Evidence:
    """What a claim or a verdict rests on: a link, a figure of a release (``measure/area/period@release``), a paper, a decision."""

    kind: EvidenceKind
    what: str
    where: str


@dataclass(frozen=True)
class Activity:
    """Something that a committee did: a session, a visit, a call for evidence. ``bodies`` are whom it met.

    ``on`` is None where only the month is known, which ``month`` then says; both are empty where neither is. ``line`` is where
    ``source`` prints it: a document that prints one activity twice makes two of these, which ``activities.once`` finds.
    """

    kind: ActivityKind
    title: str
    on: date | None
    month: str
    committee: str = ""
    bodies: tuple[str, ...] = ()
    """In words where the pack knows no such body (``Hestia``)."""
    place: str = ""
    meeting: str = ""
    investigation: str = ""
    topic: str = ""
    source: str = ""
    line: int | None = None
    link: str = ""
    years: str = ""
    """The financial year of an activity without a date, as the report that prints it says (``FY2019-20``)."""


@dataclass(frozen=True)
class Finding:
    """What an investigation found, with what it rests on."""

    id: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    line: int | None = None


NO_STATE = "State not on record"
"""What is said of an investigation of which no day says whether it is open or closed: the same word everywhere."""


@dataclass(frozen=True)
class Reworded:
    """That public words of an investigation changed on a day: ``what`` of it, why, and what stood there before (may be nothing)."""

    what: Literal["title", "terms", "topics", "findings", "committee"]
    on: date
    reason: str
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Investigation:
    """What a committee looks into, from its terms of reference to its report or letter."""

    id: str
    committee: str
    title: str
    terms: str
    opened: date | None
    closed: date | None
    activities: tuple[Activity, ...] = ()
    findings: tuple[Finding, ...] = ()
    topics: tuple[str, ...] = ()
    years: str = ""
    """The financial year that it belongs to where no day is known."""
    source: str = ""
    lines: tuple[int, ...] = ()
    changes: tuple[Reworded, ...] = ()
    """How its words changed since it was opened, the first change first."""


@dataclass(frozen=True)
class SubPoint:
    """One bullet of a recommendation: ``a``, ``b``, ``c``."""

    letter: str
    text: str
    line: int | None = None


@dataclass(frozen=True)
class Text:
    """One text of a recommendation: ``summary`` (the list) or ``chapter`` (where it is argued).

    ``words`` says whose it is: as ``printed``, or ``ours`` where the document is not read in and only what it asks is told.
    """

    place: Literal["summary", "chapter"]
    text: str
    points: tuple[SubPoint, ...] = ()
    page: int | None = None
    line: int | None = None
    words: Literal["printed", "ours"] = "printed"


@dataclass(frozen=True)
class Answer:
    """What the addressee said to a recommendation, or to one point of it (``point`` empty: to the whole)."""

    point: str
    status: AnswerStatus
    text: str


@dataclass(frozen=True)
class LedgerStep:
    """One thing that happened to a recommendation, never edited; what mends it is a further step.

    By kind: ``answered`` has ``answers``; ``claimed`` a ``status`` of ClaimStatus with ``evidence``; ``verdict`` a ``status`` of
    VerdictStatus with ``reason``; ``late-reason`` why 28 days were not reasonably possible; ``reopened`` a ``reason``;
    ``linked`` the recommendation that it repeats (``to``); ``unlinked`` one that it was linked to by mistake, with a ``reason``.
    ``by`` is the body that said it, never a person; ``about`` the addressee that a step of the committee is about (empty: every
    one), or whose place the body took that says it.
    """

    kind: StepKind
    on: date
    by: str
    about: str = ""
    status: str = ""
    reason: str = ""
    answers: tuple[Answer, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    to: str = ""
    link: str = ""
    """Where the answer can be read as it was given."""
    noted_by: str = ""
    """The committee's body where it wrote down what a body without an office here said, or what a body published."""
    made: datetime | None = None
    number: int = 0

    @property
    def recorded(self) -> date | None:
        """The day, in London as every day of the ledger, on which it was put on record; None where no moment is kept."""
        return self.made.astimezone(LONDON).date() if self.made else None

    def concerns(self, addressee: str) -> bool:
        """Whether it is a step of this addressee, or of who took its place, or of the committee about it."""
        if self.about:
            return self.about == addressee
        return self.by == addressee or self.kind in OF_COMMITTEE


LINKS = ("linked", "unlinked")
"""Steps that say whether it repeats another: open in every state, they hold up nothing."""
OF_COMMITTEE = ("verdict", "closed", "reopened", "withdrawn", *LINKS)
"""Steps that only the committee takes."""


@dataclass(frozen=True)
class Recommendation:
    """One numbered recommendation to one or more named bodies.

    ``due`` is the day by which an answer is asked for or owed; ``due_by`` whether the committee asks (``requested``) or the law
    demands it (``law``, with ``due_law``); None where neither says a day. ``requested`` is what the committee asked, also where the
    law sets another. ``deliver_by`` is what the recommendation itself asks
    for by a day, ``deliver_words`` how it says so. ``touches`` are plan items and measures (``commitment:<id>``,
    ``objective:<id>``, ``measure:<id>``).
    """

    id: str
    """``<body>/<report>/<number>``: the address that lasts."""
    report: str
    number: str
    title: str
    texts: tuple[Text, ...]
    addressees: tuple[str, ...]
    requested: date | None = None
    due: date | None = None
    due_by: Literal["", "requested", "law"] = ""
    due_law: str = ""
    deliver_by: date | None = None
    deliver_words: str = ""
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    differs: str = ""
    """What its two printed texts say differently, in the words of the person who read both; empty where nothing or nobody did."""
    steps: tuple[LedgerStep, ...] = ()
    handed: tuple[Handed, ...] = ()
    """Who took the place of the bodies that it asks, as the pack says; not part of the record."""

    def text(self, place: str) -> Text | None:
        """Its text in the list or in the chapter; None where that is not here."""
        return next((one for one in self.texts if one.place == place), None)


@dataclass(frozen=True)
class Report:
    """A report or a letter with its recommendations. ``body`` is who made it, ``id`` ``<body>/<slug>``."""

    id: str
    body: str
    committee: str
    kind: ReportKind
    title: str
    on: date | None
    month: str
    recommendations: tuple[Recommendation, ...] = ()
    addressees: tuple[str, ...] = ()
    counted: int | None = None
    """How many recommendations it is said to have where their texts are not here (the VRU letter's ten)."""
    duty: str = "none"
    """Under which law its addressees must answer: a key of ``life.DUTIES``."""
    date_words: str = ""
    """What its document says of its date where that is less than a day."""
    addressed_to: str = ""
    """The post that it names where that says more than the body."""
    topic: str = ""
    years: str = ""
    """The financial year of a report without a date, as another document tells it."""
    investigation: str = ""
    meeting: str = ""
    plan: str = ""
    link: str = ""
    source: str = ""
    lines: tuple[int, ...] = ()
    """Lines of ``source`` that tell of it."""
    answer_line: int | None = None
    """The line of ``source`` that tells of an answer whose text is not here."""
    published: datetime | None = None

    @property
    def slug(self) -> str:
        """Its name in its body."""
        return self.id.rpartition("/")[2]

    @property
    def since(self) -> str:
        """Its month, by which reports are put in order; empty where nothing says when it was made."""
        return f"{self.on:%Y-%m}" if self.on else self.month

    @property
    def size(self) -> int | None:
        """How many recommendations it has: those that are here, else what it is said to have; None where nobody says."""
        return len(self.recommendations) or self.counted
