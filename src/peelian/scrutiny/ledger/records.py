"""Investigations, reports and recommendations as frozen records: what everybody may read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

ReportKind = Literal["report", "letter", "plan-response", "annual-report-response", "proposal", "motion"]
"""Six records with six kinds of authority; a summons and a question to the Mayor are no reports."""
ActivityKind = Literal[
    "session", "written-evidence", "visit", "briefing", "roundtable", "launch", "statement", "meeting"
]
StepKind = Literal["acknowledged", "answered", "late-reason", "claimed", "verdict", "reopened", "linked", "withdrawn"]
AnswerStatus = Literal["accepted", "partly", "rejected", "noted", "no-answer"]
ClaimStatus = Literal["under-way", "delivered", "partly", "not-delivered"]
VerdictStatus = Literal["delivered", "partly", "not", "too-early"]


@dataclass(frozen=True)
class Evidence:
    """What a claim or a verdict rests on: a link, a figure of a release (``measure/area/period@release``), a paper, a decision."""

    kind: Literal["link", "figure", "paper", "decision", "document"]
    what: str
    where: str


@dataclass(frozen=True)
class Activity:
    """Something that a committee did: a session, a visit, a call for evidence. ``bodies`` are whom it met.

    ``on`` is None where only the month is known, which ``month`` then says.
    """

    kind: ActivityKind
    title: str
    on: date | None
    month: str
    bodies: tuple[str, ...] = ()
    place: str = ""
    meeting: str = ""
    investigation: str = ""
    topic: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Finding:
    """What an investigation found, with what it rests on."""

    id: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    line: int | None = None


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
    source: str = ""


@dataclass(frozen=True)
class SubPoint:
    """One bullet of a recommendation: ``a``, ``b``, ``c``."""

    letter: str
    text: str
    line: int | None = None


@dataclass(frozen=True)
class Text:
    """One printed text of a recommendation: ``summary`` (the list) or ``chapter`` (where it is argued)."""

    place: Literal["summary", "chapter"]
    text: str
    points: tuple[SubPoint, ...] = ()
    page: int | None = None
    line: int | None = None


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
    ``linked`` the recommendation that it repeats (``to``). ``by`` is the body that said it, never a person.
    """

    kind: StepKind
    on: date
    by: str
    status: str = ""
    reason: str = ""
    answers: tuple[Answer, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    to: str = ""
    made: datetime | None = None


@dataclass(frozen=True)
class Recommendation:
    """One numbered recommendation to one named body.

    ``due`` is the day by which an answer is asked for or owed; ``due_by`` whether the committee asks (``requested``) or the law
    demands it (``law``, with ``due_law``); None where neither says a day. ``deliver_by`` is what the recommendation itself asks
    for by a day. ``touches`` are plan items and measures.
    """

    id: str
    """``<body>/<report>/<number>``: the address that lasts."""
    report: str
    number: str
    title: str
    texts: tuple[Text, ...]
    addressees: tuple[str, ...]
    due: date | None = None
    due_by: Literal["", "requested", "law"] = ""
    due_law: str = ""
    deliver_by: date | None = None
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    steps: tuple[LedgerStep, ...] = ()


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
    investigation: str = ""
    meeting: str = ""
    plan: str = ""
    link: str = ""
    source: str = ""
    published: datetime | None = None
