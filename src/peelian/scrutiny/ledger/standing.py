"""How a recommendation stands on a day with each body that was asked: pure; nothing is typed, nothing can be hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from peelian.scrutiny.ledger import life
from peelian.scrutiny.ledger.life import DUTIES, Duty, Stage, Word
from peelian.scrutiny.ledger.owing import owing, until
from peelian.scrutiny.ledger.records import Answer, LedgerStep, Recommendation, Report, StepKind


@dataclass(frozen=True)
class Overdue:
    """What was not there by its day: the answer, or the delivery. ``by_law`` says that the law demanded it by then."""

    what: Literal["answer", "delivery"]
    due: dt.date
    days: int
    by_law: bool
    reason: str = ""
    """Why the body says that it could not be in time."""
    points: tuple[str, ...] = ()
    """Where the body answered some points and not others: those that are owed."""
    by_delivery: bool = False
    """Of an answer for which no day was set: that its day is the one by which the recommendation was to be done."""


@dataclass(frozen=True)
class Life:
    """A recommendation with one body that was asked, read on a day. What happened later is not known yet."""

    report: Report
    recommendation: Recommendation
    addressee: str
    on: dt.date

    @cached_property
    def steps(self) -> tuple[LedgerStep, ...]:
        """What happened up to the day, oldest first."""
        return tuple(
            one for one in self.recommendation.steps if one.on <= self.on and one.concerns(self.addressee)
        )  # fmt: skip

    @cached_property
    def owed_by(self) -> tuple[str, ...]:
        """Who owes it on the day: the body that was asked, or who took its place since."""
        return owing(self.recommendation.handed, self.addressee, self.on)

    @property
    def passed_on(self) -> dt.date | None:
        """The day since which the body that was asked is gone and others owe it; None while it is there."""
        day = until(self.recommendation.handed, self.addressee)
        return day if day and day <= self.on else None

    def owed(self, body: str) -> bool:
        """Whether a body owes it on the day."""
        return body in self.owed_by

    def of(self, body: str) -> bool:
        """Whether a body was asked it, or owes it in the place of who was."""
        return body == self.addressee or self.owed(body)

    @cached_property
    def state(self) -> Stage:
        """Where it stands."""
        return life.STAGES[life.state_of(self.steps, self.addressee)]

    def last(self, kind: StepKind) -> LedgerStep | None:
        """The last step of a kind; None where there is none."""
        return next((one for one in reversed(self.steps) if one.kind == kind), None)

    def first(self, kind: StepKind) -> LedgerStep | None:
        """The first step of a kind; None where there is none."""
        return next((one for one in self.steps if one.kind == kind), None)

    @property
    def duty(self) -> Duty:
        """The law under which it must be answered."""
        return DUTIES[self.report.duty]

    @property
    def answer(self) -> Word | None:
        """What the body said to it, as last said of each point; None while it has not answered."""
        return life.ANSWERS[life.answer_of(self.answers.values())] if self.answers else None

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """What was last said of each point, by its letter (empty: of the whole)."""
        return life.last_said(self.steps)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The points that nothing was said of, where it answered others; none where it answered the whole, or nothing."""
        said = {one.point for one in self.answers.values() if one.status != "no-answer"}
        return tuple(sorted(self._letters - said)) if said and "" not in said else ()

    @cached_property
    def _letters(self) -> set[str]:
        return {point.letter for text in self.recommendation.texts for point in text.points}

    @property
    def claim(self) -> Word | None:
        """What the body says that it did; None where it has not said."""
        step = self.last("claimed")
        return life.CLAIMS[step.status] if step else None

    @property
    def verdict(self) -> Word | None:
        """What the committee finds; None where it has not said."""
        step = self.last("verdict")
        return life.VERDICTS[step.status] if step else None

    @property
    def judged_since(self) -> bool:
        """Whether the committee's verdict is younger than the body's last claim."""
        kinds = [one.kind for one in self.steps if one.kind in ("claimed", "verdict")]
        return bool(kinds) and kinds[-1] == "verdict"

    @property
    def reopened_since(self) -> bool:
        """Whether the committee took it up again after its last verdict, which then stands until it gives another."""
        kinds = [one.kind for one in self.steps if one.kind in ("verdict", "reopened")]
        return bool(kinds) and kinds[-1] == "reopened"

    @property
    def disputed(self) -> bool:
        """Whether the body says delivered, in whole or in part, and the committee otherwise."""
        if self.claim is None or self.verdict is None or not self.judged_since:
            return False
        said = {"delivered": "delivered", "partly": "partly", "not-delivered": "not"}.get(self.claim.id)
        return said is not None and self.verdict.id not in ("too-early", said)

    @property
    def ended(self) -> bool:
        """Whether nothing more is awaited: the committee closed or withdrew it."""
        return self.state.id in life.ENDED

    @property
    def answer_left(self) -> int | None:
        """Days until the answer is due; negative once they are over. None where none is owed, or by no day."""
        due = self.recommendation.due
        return None if due is None or self.ended or self.answered_on else (due - self.on).days

    @property
    def delivery_owed(self) -> bool:
        """Whether the body accepted it, in whole or in part, and it goes on: an answer is owed of all, a delivery of this."""
        return not self.ended and life.promised(self.answers.values())

    @property
    def refused_on(self) -> dt.date | None:
        """The day since which everything is answered and nothing of it accepted; None while a delivery is owed, or may yet be."""
        if self.answered_on is None or life.promised(self.answers.values()):
            return None
        since = self.answered_on
        for place, step in enumerate(self.steps):
            if step.kind == "answered" and life.promised(life.last_said(self.steps[: place + 1]).values()):
                since = next(one.on for one in self.steps[place + 1 :] if one.kind == "answered")
        return max(since, self.answered_on)

    @property
    def waits_for(self) -> str:
        """Who must act, in words; empty where nobody must."""
        if self.state.id == life.ANSWERED and self.unanswered:
            return "the body that was asked, to answer the rest"
        if self.state.id == life.ANSWERED and self.refused_on:
            return "the committee, to say what it finds or to ask no more; no delivery is owed"
        if self.passed_on and self.state.who == "addressee":
            return self.state.waits_for.replace(
                "the body that was asked", "the body that took the place of who was asked"
            )
        return self.state.waits_for

    @cached_property
    def overdue(self) -> tuple[Overdue, ...]:
        """What is owed, was due before the day and is not there: an answer until it is given, the delivery of what was accepted."""
        return tuple(one for one in (self._late_answer(), self._late_delivery()) if one)

    def _late_answer(self) -> Overdue | None:
        """An answer is owed until it is given: by its own day, else at the latest by the one on which the thing was to be done."""
        asked = self.recommendation
        due = asked.due or asked.deliver_by
        if due is None or self.on <= due or self.ended or self.answered_on:
            return None
        why, left = self.last("late-reason"), (self.on - due).days
        return Overdue(
            "answer", due, left, asked.due_by == "law", why.reason if why else "", self.unanswered, asked.due is None
        )

    def _late_delivery(self) -> Overdue | None:
        due = self.recommendation.deliver_by
        if due is None or self.on <= due or not self.delivery_owed:
            return None
        if self.delivered_on is not None or self._said_delivered:
            return None
        return Overdue("delivery", due, (self.on - due).days, False)

    @property
    def _said_delivered(self) -> bool:
        """A claim of delivery that the committee has not contradicted: then its verdict is awaited, not the delivery."""
        return self.claim is not None and self.claim.id == "delivered" and not (
            self.judged_since and self.verdict is not None and self.verdict.id in ("not", "partly")
        )  # fmt: skip

    @property
    def delivered_late(self) -> int:
        """By how many days what the body says that it delivered came after its day; 0 where in time, or the committee says no.

        A claim ends what is overdue, and not that it is late.
        """
        due, claimed = self.recommendation.deliver_by, self.last("claimed")
        owed = life.promised(self.answers.values())
        return max((claimed.on - due).days, 0) if due and owed and claimed and self._said_delivered else 0

    @property
    def delivered_on(self) -> dt.date | None:
        """The day of the claim of delivery that the committee upheld, or of its verdict where nobody claimed as much; None while it
        has not found so.
        """
        said = self.last("verdict")
        if said is None or said.status != "delivered" or not self.judged_since:
            return None
        claimed = self.last("claimed")
        return claimed.on if claimed and claimed.status == "delivered" else said.on

    @property
    def answered_on(self) -> dt.date | None:
        """The first day on which everything was answered: the whole, or each of its points; None while anything is owed."""
        said: set[str] = set()
        for step in (one for one in self.steps if one.kind == "answered"):
            said |= {one.point for one in step.answers if one.status != "no-answer"}
            if "" in said or (self._letters and self._letters <= said):
                return step.on
        return None

    @property
    def ended_on(self) -> dt.date | None:
        """The day on which the committee closed or withdrew it."""
        ends = [one.on for one in self.steps if one.kind in ("closed", "withdrawn")]
        return ends[-1] if ends and self.ended else None

    @property
    def late(self) -> int:
        """By how many days its first answer came after the day on which it was due; 0 where it did not, or no day was set."""
        due, answered = self.recommendation.due, self.answered_on
        return max((answered - due).days, 0) if due and answered else 0


def lives(report: Report, recommendation: Recommendation, on: dt.date) -> tuple[Life, ...]:
    """A recommendation with each body that was asked."""
    return tuple(Life(report, recommendation, one, on) for one in recommendation.addressees)


def overdue_in(held: Iterable[Life]) -> int:
    """How many recommendations are overdue, each once, with whichever of their bodies: the one count of every page and board."""
    return len({one.recommendation.id for one in held if one.overdue})


def overdue_since(held: Iterable[Life]) -> dt.date | None:
    """The first of the days by which something was due that is not there; None where nothing is overdue: then nothing is owed by a
    day, however long ago it was asked.
    """
    return min((late.due for one in held for late in one.overdue), default=None)


def whole_state(held: Iterable[Life]) -> Stage:
    """Where a recommendation stands as a whole: as with the body that is least far."""
    order = list(life.STAGES)
    return min((one.state for one in held), key=lambda state: order.index(state.id))
