"""The life of a recommendation: which steps there are, who takes them, what the law demands. Tables and pure functions.

The ledger is append-only: a state is never written, it follows from the steps (``state_after``), one life for each body that was
asked. No database and no Django: the command and the public pages read a house by these tables (rules.py says who may).

Law: Police Reform and Social Responsibility Act 2011 (PRSRA) ss.6(6), 12(4), 29(3), 33; Greater London Authority Act 1999 (GLA)
ss.45(2), 60; Police and Justice Act 2006 ss.19-20 with SI 2009/942 reg 7 (DOMAIN 1.1, 1.3, 1.4).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from peelian.core.addresses import is_address, must_be_address
from peelian.figures.errors import PeelianError
from peelian.figures.periods import day_name
from peelian.scrutiny.ledger.records import LINKS, Answer, Evidence, LedgerStep, Recommendation, StepKind


@dataclass(frozen=True)
class Duty:
    """A law under which a body must answer. ``days`` are calendar days from the date of the report; None where it says none."""

    id: str
    title: str
    must: bool
    days: int | None
    law: str
    means: str
    late: bool = False
    """Whether the law lets an answer come later with a reason (not reasonably possible)."""
    body_sets: bool = False
    """Whether the committee's own day binds."""


DUTIES = {
    one.id: one
    for one in (
        Duty(
            "none", "No duty to answer", False, None, "",
            "No law makes a body answer. A day is asked for, and only asked for.",
        ),
        Duty(
            "plan", "The response to a report on the draft plan", True, None, "PRSRA 2011 s.6(6)(e)-(f)",
            "The body must have regard to it, give a response and publish it before the plan is issued. The law sets no number of "
            "days.",
        ),
        Duty(
            "annual-report", "The response to a report on the annual report", True, None, "PRSRA 2011 s.12(4)",
            "The body must give a response and publish it as the committee decides. The law sets no number of days.",
        ),
        Duty(
            "proposal", "The answer to a proposal of the Assembly", True, None, "GLA Act 1999 ss.45(2)(c), 60",
            "The Mayor answers in the next periodic report to the Assembly. The law sets no number of days.",
        ),
        Duty(
            "crime-and-disorder", "The answer to a crime and disorder committee", True, 28,
            "Police and Justice Act 2006 s.19; SI 2009/942 reg 7",
            "In writing, within 28 days of the date of the report; where that is not reasonably possible, as soon as it is.",
            late=True,
        ),
        Duty(
            "panel", "The answer to a police and crime panel", True, None, "PRSRA 2011 s.29(3)",
            "In writing, within the reasonable period that the panel sets.", body_sets=True,
        ),
    )
}  # fmt: skip
"""By what a report is and who made it. London's Assembly committee has none for an ordinary report (PRSRA s.33 imports no s.29)."""


@dataclass(frozen=True)
class Kind:
    """A kind of report: what it is called, what it rests on, and the duties that it can bring."""

    id: str
    title: str
    authority: str
    duties: tuple[str, ...]


KINDS = {
    one.id: one
    for one in (
        Kind("report", "Report", "a committee's report", ("none", "crime-and-disorder", "panel")),
        Kind("letter", "Letter", "a letter of a committee's chair", ("none", "panel")),
        Kind("plan-response", "Response to a draft plan", "PRSRA 2011 ss.6(6), 33(1)", ("plan",)),
        Kind("annual-report-response", "Response to an annual report", "PRSRA 2011 s.12(3)-(4)", ("annual-report",)),
        Kind("proposal", "Proposal", "GLA Act 1999 s.60, which a committee cannot use for the Assembly", ("proposal",)),
        Kind("motion", "Motion", "a resolution that the Assembly or council agreed", ("none",)),
    )
}  # fmt: skip


def duty_of(kind: str, maker: str) -> str:
    """The duty that a report brings, by its kind and by the kind of organisation that made it (core.models.ORGANISATION_KINDS)."""
    allowed = KINDS[kind].duties
    made_by = {"council": "crime-and-disorder", "panel": "panel"}.get(maker, "none")
    return made_by if made_by in allowed else allowed[0]


def due_of(duty: str, on: dt.date | None, requested: dt.date | None) -> tuple[dt.date | None, str, str]:
    """The day by which an answer is due, who says so (``law``, ``requested`` or nobody) and by which law.

    The law's day holds where it sets one; what the committee asks for beside it is only asked.
    """
    rule = DUTIES[duty]
    if rule.days is not None and on is not None:
        return on + dt.timedelta(rule.days), "law", rule.law
    if rule.body_sets and requested is not None:
        return requested, "law", rule.law
    return requested, "requested" if requested else "", rule.law if rule.must else ""


MADE, ACKNOWLEDGED, ANSWERED, CLAIMED, JUDGED, CLOSED, WITHDRAWN = (
    "made", "acknowledged", "answered", "claimed", "judged", "closed", "withdrawn",
)  # fmt: skip
OPEN = (MADE, ACKNOWLEDGED, ANSWERED, CLAIMED, JUDGED)
ENDED = (CLOSED, WITHDRAWN)


@dataclass(frozen=True)
class Stage:
    """A state of a recommendation with one body. ``waits_for`` says in words who must act; ``who`` is which side that is."""

    id: str
    title: str
    waits_for: str = ""
    who: str = ""


@dataclass(frozen=True)
class Move:
    """A step that can be taken. ``after`` is empty where it leaves the state; ``who`` may take it: ``addressee``, ``committee``
    (who speaks for it), ``officer`` (who writes its papers).
    """

    kind: StepKind
    action: str
    title: str
    before: tuple[str, ...]
    after: str
    who: str
    reason: bool = False


STAGES = {
    one.id: one
    for one in (
        Stage(MADE, "Made", "the body that was asked", "addressee"),
        Stage(ACKNOWLEDGED, "Acknowledged", "the body that was asked", "addressee"),
        Stage(ANSWERED, "Answered", "the body that was asked, to say what it did", "addressee"),
        Stage(CLAIMED, "Progress claimed", "the committee’s verdict", "committee"),
        Stage(JUDGED, "Verdict given", "the body’s next claim, or the committee to close it", "committee"),
        Stage(CLOSED, "Closed by the committee"),
        Stage(WITHDRAWN, "Withdrawn by the committee"),
    )
}
MOVES: dict[str, Move] = {
    one.kind: one
    for one in (
        Move("acknowledged", "recommendation.acknowledge", "Acknowledge", (MADE,), ACKNOWLEDGED, "addressee"),
        Move("late-reason", "recommendation.give-late-reason", "Say why it cannot be in time", (MADE, ACKNOWLEDGED), "",
             "addressee", reason=True),
        Move("answered", "recommendation.answer", "Answer", (MADE, ACKNOWLEDGED, ANSWERED, JUDGED), ANSWERED, "addressee"),
        Move("claimed", "recommendation.claim", "Say what was done", (ANSWERED, CLAIMED, JUDGED), CLAIMED, "addressee",
             reason=True),
        Move("verdict", "recommendation.verdict", "Give the committee’s verdict", OPEN, JUDGED, "committee", reason=True),
        Move("closed", "recommendation.close", "Close it", (JUDGED,), CLOSED, "committee", reason=True),
        Move("reopened", "recommendation.reopen", "Take it up again", (CLOSED,), JUDGED, "committee", reason=True),
        Move("withdrawn", "recommendation.withdraw", "Ask for it no more", OPEN, WITHDRAWN, "committee", reason=True),
        Move("linked", "recommendation.link", "Link to an earlier one", (*OPEN, *ENDED), "", "officer"),
        Move("unlinked", "recommendation.unlink", "Undo a link", (*OPEN, *ENDED), "", "officer", reason=True),
    )
}  # fmt: skip
"""By kind of step. One life for each body that was asked; what the committee withdraws it makes anew or not at all."""


@dataclass(frozen=True)
class Word:
    """What can be said in an answer, a claim or a verdict. ``sign`` stands beside its word, never a colour alone."""

    id: str
    title: str
    sign: str
    means: str


def _words(*entries: tuple[str, str, str, str]) -> dict[str, Word]:
    return {entry[0]: Word(*entry) for entry in entries}


ANSWERS = _words(
    ("accepted", "Accepted", "●", "The body will do it."),
    ("partly", "Accepted in part", "◑", "The body will do part of it, or something like it."),
    ("rejected", "Rejected", "✕", "The body will not do it, and says why."),
    ("noted", "Noted", "○", "The body has read it and says neither yes nor no."),
    ("no-answer", "Not answered", "–", "The body answered the others and left this one out."),
)
CLAIMS = _words(
    ("under-way", "Under way", "◐", "The body says that it is being done."),
    ("delivered", "Delivered", "●", "The body says that it is done, and shows it."),
    ("partly", "Delivered in part", "◑", "The body says that part of it is done, and shows that."),
    ("not-delivered", "Not delivered", "✕", "The body says that it is not done and will not be."),
)
VERDICTS = _words(
    ("delivered", "Delivered", "●", "The committee finds that it was done."),
    ("partly", "Delivered in part", "◑", "The committee finds that part of it was done."),
    ("not", "Not delivered", "✕", "The committee finds that it was not done."),
    ("too-early", "Too early to say", "○", "The committee will look at it again."),
)
_FIGURE = re.compile(r"[a-z0-9-]+(?:/[A-Za-z0-9:-]+){1,2}(?:@[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[0-9]+)?)?")
"""A figure as evidence names it: ``measure/area/period@release``; a page of ours follows from it."""
SHOWS = ("delivered", "partly")
"""What is claimed with evidence or not at all."""
PROMISED = ("accepted", "partly")
"""Answers after which a body owes the delivery; of what it rejects, notes or leaves out it owes none."""
FINAL = ("delivered", "partly", "not")
"""Verdicts that a recommendation can be closed after."""


def state_after(state: str, kind: str) -> str:
    """The state that a step leads to. Raises PeelianError for a step that the state does not have."""
    move = MOVES[kind]
    if state not in move.before:
        raise PeelianError(
            "wrong-state", f"This recommendation is {STAGES[state].title.lower()}: “{move.title}” is not open.",
            "Look at its history: somebody may have acted meanwhile.", {"state": state, "step": kind},
        )  # fmt: skip
    return move.after or state


def state_of(steps: Iterable[LedgerStep], addressee: str) -> str:
    """Where a recommendation stands with one body that was asked. Raises PeelianError for steps that cannot follow each other."""
    state = MADE
    for step in steps:
        if step.concerns(addressee):
            after = state_after(state, step.kind)
            state = state if silent(step) else after
    return state


def silent(step: LedgerStep) -> bool:
    """Whether it is an answer that says of everything that it was not answered: then nothing was."""
    return step.kind == "answered" and answer_of(step.answers) == "no-answer"


def check(step: LedgerStep, asked: Recommendation, addressee: str, today: dt.date, duty: str = "none") -> None:
    """Raises PeelianError where a step lacks what it needs, or says what cannot be so."""
    earlier = [one for one in asked.steps if one.concerns(addressee)]
    state_after(state_of(earlier, addressee), step.kind)
    if step.on > today:
        raise PeelianError("not-yet", f"{day_name(step.on)} has not come yet.", "Say what was so on a day up to today.")
    dated = [one for one in earlier if one.kind not in LINKS]  # which are open in every state, and hold up nothing
    if dated and step.on < dated[-1].on:
        raise PeelianError(
            "out-of-order", f"The last step is of {day_name(dated[-1].on)}: {day_name(step.on)} is before that.",
            "What was said stays on record; say what is so since then.",
        )  # fmt: skip
    if dated and _same(step, dated[-1]):
        raise PeelianError(
            "said-already",
            "Exactly this is on record already.",
            "Nothing more is to be done; it may have been sent twice.",
        )
    must_be_address(step.link)
    _CHECKS[step.kind](step, asked, earlier, duty)


def _same(one: LedgerStep, other: LedgerStep) -> bool:
    """Whether two steps say the same of the same day; who wrote which down, and when, does not count."""
    plain = [replace(step, about="", noted_by="", made=None, number=0) for step in (one, other)]
    return plain[0] == plain[1]


def _said(table: dict[str, Word], status: str, what: str) -> None:
    if status not in table:
        raise PeelianError("unknown-status", f"{what} cannot be “{status}”.", f"Use one of {', '.join(table)}.")


def _reason(step: LedgerStep, what: str) -> None:
    if not step.reason.strip():
        raise PeelianError("no-reason", f"{what} needs a reason.", "Say why, in a sentence that everybody can read.")


def _check_answer(step: LedgerStep, asked: Recommendation, _earlier: list[LedgerStep], _duty: str) -> None:
    if not step.answers:
        raise PeelianError("no-answer", "This says nothing of any point.", "Answer the whole, or each of its points.")
    letters = {point.letter for text in asked.texts for point in text.points}
    seen: set[str] = set()
    for one in step.answers:
        _said(ANSWERS, one.status, "An answer")
        if one.point and one.point not in letters:
            raise PeelianError(
                "unknown-point",
                f"It has no point {one.point}.",
                f"Its points are {', '.join(sorted(letters)) or 'none'}.",
            )
        if one.point in seen:
            raise PeelianError(
                "answered-twice", f"Point {one.point or '(the whole)'} is answered twice.", "Say it once."
            )
        seen.add(one.point)
        if one.status != "no-answer" and not one.text.strip():
            raise PeelianError(
                "no-words", f"“{ANSWERS[one.status].title}” has no words.", "Give the answer’s own text."
            )


def _check_claim(step: LedgerStep, _asked: Recommendation, earlier: list[LedgerStep], _duty: str) -> None:
    _said(CLAIMS, step.status, "A claim")
    if not any(one.kind == "answered" and not silent(one) for one in earlier):
        raise PeelianError("not-answered", "It has not been answered yet.", "Say first what the body answers to it.")
    _reason(step, f"“{CLAIMS[step.status].title}”")
    if step.status in SHOWS and not step.evidence:
        raise PeelianError(
            "no-evidence", f"“{CLAIMS[step.status].title}” needs evidence.",
            "Name at least one thing that shows it, with where it can be read.",
        )  # fmt: skip
    for one in step.evidence:
        check_evidence(one)


def _check_verdict(step: LedgerStep, _asked: Recommendation, _earlier: list[LedgerStep], _duty: str) -> None:
    _said(VERDICTS, step.status, "A verdict")
    _reason(step, "A verdict")
    for one in step.evidence:
        check_evidence(one)


def _check_close(step: LedgerStep, _asked: Recommendation, earlier: list[LedgerStep], _duty: str) -> None:
    _reason(step, "Closing")
    last = next((one for one in reversed(earlier) if one.kind == "verdict"), None)
    if last is None or last.status not in FINAL:
        raise PeelianError(
            "no-verdict", "The committee has given no verdict that it could be closed after.",
            "Say first whether it was delivered, in part or not at all.",
        )  # fmt: skip


def _check_late(step: LedgerStep, _asked: Recommendation, _earlier: list[LedgerStep], duty: str) -> None:
    _reason(step, "An answer that comes later")
    if not DUTIES[duty].late:
        raise PeelianError(
            "no-such-duty", "No law sets a number of days here that an answer could be late for.",
            "Acknowledge it, and say in the answer why it took so long.",
        )  # fmt: skip


def _check_link(step: LedgerStep, asked: Recommendation, earlier: list[LedgerStep], _duty: str) -> None:
    if not step.to or step.to == asked.id:
        raise PeelianError(
            "no-link", "It has to be said which earlier recommendation this repeats.", "Choose another one."
        )
    if step.to in links_after(asked.repeats, earlier):
        raise PeelianError("linked-already", f"It is linked to {step.to} already.", "Nothing more is to be done.")
    _not_before_its_like(step, earlier)


def _check_unlink(step: LedgerStep, asked: Recommendation, earlier: list[LedgerStep], _duty: str) -> None:
    if step.to not in links_after(asked.repeats, earlier):
        raise PeelianError(
            "not-linked",
            f"It is not linked to {step.to or 'another'}.",
            "Look at its history: it may be undone already.",
        )
    _reason(step, "Undoing a link")
    _not_before_its_like(step, earlier)


def _not_before_its_like(step: LedgerStep, earlier: list[LedgerStep]) -> None:
    """What was said last of a link holds: nothing of the same link comes before that by its day."""
    last = max((one.on for one in earlier if one.kind in LINKS and one.to == step.to), default=step.on)
    if step.on < last:
        raise PeelianError(
            "out-of-order", f"The last step of this link is of {day_name(last)}: {day_name(step.on)} is before that.",
            "What was said stays on record; say what is so since then.",
        )  # fmt: skip


def links_after(repeats: Iterable[str], steps: Iterable[LedgerStep]) -> tuple[str, ...]:
    """The earlier recommendations that one is linked to: as it was made, with what was linked since and not undone."""
    found = dict.fromkeys(repeats)
    for step in steps:
        if step.kind == "linked":
            found[step.to] = None
        elif step.kind == "unlinked":
            found.pop(step.to, None)
    return tuple(found)


def _only_reason(step: LedgerStep, _asked: Recommendation, _earlier: list[LedgerStep], _duty: str) -> None:
    _reason(step, MOVES[step.kind].title)


def _nothing(_step: LedgerStep, _asked: Recommendation, _earlier: list[LedgerStep], _duty: str) -> None:
    """An acknowledgement says nothing but that."""


_CHECKS = {
    "acknowledged": _nothing, "answered": _check_answer, "late-reason": _check_late, "claimed": _check_claim,
    "verdict": _check_verdict, "closed": _check_close, "reopened": _only_reason, "withdrawn": _only_reason,
    "linked": _check_link, "unlinked": _check_unlink,
}  # fmt: skip


def check_evidence(one: Evidence) -> None:
    """Raises PeelianError for evidence without a title, or that nobody can find."""
    if not one.what.strip():
        raise PeelianError("no-title", "A piece of evidence has no title.", "Say what it is.")
    if one.kind == "figure" and one.where.strip() and not _FIGURE.fullmatch(one.where):
        raise PeelianError(
            "no-figure", f"“{one.where}” names no figure.",
            "Write measure, area and period, as the address of its page does: burglary/E09000016/2026-04, and @ with its release.",
        )  # fmt: skip
    if (one.kind == "link" and not is_address(one.where)) or not one.where.strip():
        raise PeelianError(
            "no-link", f"“{one.what}” does not say where it can be read.",
            "Begin it with https://, or with / for a page of ours; name a figure, a paper or a decision by its own name.",
        )  # fmt: skip


def answer_of(answers: Iterable[Answer]) -> str:
    """What the answers to a recommendation come to: their one status; where they differ ``partly``, if anything was accepted at
    all, else ``noted``.
    """
    said = {one.status for one in answers if one.status != "no-answer"}
    if not said:
        return "no-answer"
    if len(said) == 1:
        return said.pop()
    return "partly" if said & set(PROMISED) else "noted"


def last_said(steps: Iterable[LedgerStep]) -> dict[str, Answer]:
    """What was last said of each point, by its letter (empty: of the whole). That nothing was said replaces no answer."""
    found: dict[str, Answer] = {}
    for one in (one for step in steps if step.kind == "answered" for one in step.answers):
        if one.status == "no-answer":
            found.setdefault(one.point, one)
        elif not one.point:
            found = {"": one}
        else:
            found[one.point] = one
    return found


def promised(answers: Iterable[Answer]) -> bool:
    """Whether a delivery is owed after these answers: the body said of the whole or of a point that it does it, or some of it."""
    return any(one.status in PROMISED for one in answers)
