"""What happens to a published recommendation: each step is added to the ledger, and nothing in it is ever changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction

from peelian.core.acting import Actor, acting, action, now
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.periods import day_name
from peelian.scrutiny.ledger import life
from peelian.scrutiny.ledger.actions import owers, read
from peelian.scrutiny.ledger.evidence import found
from peelian.scrutiny.ledger.following import follow
from peelian.scrutiny.ledger.form import form_of
from peelian.scrutiny.ledger.models import RecommendationRecord, RecommendationStep, ReportRecord
from peelian.scrutiny.ledger.queries import recommendation_named
from peelian.scrutiny.ledger.records import (
    OF_COMMITTEE,
    Answer,
    Evidence,
    LedgerStep,
    Recommendation,
    Report,
    StepKind,
)

NOTED = ("acknowledged", "answered")
"""Steps of a body that the committee's officer can note from what the body published."""


@dataclass(frozen=True)
class Said:
    """What a step says beside its kind and day."""

    status: str = ""
    answers: tuple[Answer, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=())
    to: str = ""
    link: str = ""


@action("recommendation.acknowledge")
def acknowledge(
    recommendation: RecommendationRecord, addressee: str, on: dt.date, house: House, *, link: str = "", by: Actor, reason: str = "",
) -> RecommendationStep:  # fmt: skip
    """Say that the body has received it."""
    return _of_body(recommendation, "acknowledged", addressee, on, house, Said(link=link), by, reason)


@action("recommendation.answer")
def answer(
    recommendation: RecommendationRecord, addressee: str, answers: Iterable[Answer], on: dt.date, house: House, *, link: str = "",
    by: Actor, reason: str = "",
) -> RecommendationStep:  # fmt: skip
    """Answer it, as a whole or point by point, with the answer's own text; it is published at once.

    Who writes the committee's papers can note an answer that the body published, with the ``link`` to it, or that a body without
    an office here sent.
    """
    said = Said(answers=tuple(answers), link=link)
    return _of_body(recommendation, "answered", addressee, on, house, said, by, reason)


@action("recommendation.give-late-reason")
def give_late_reason(
    recommendation: RecommendationRecord, addressee: str, on: dt.date, house: House, *, by: Actor, reason: str = "",
) -> RecommendationStep:  # fmt: skip
    """Say why an answer within the law's days is not reasonably possible (SI 2009/942 reg 7)."""
    return _of_body(recommendation, "late-reason", addressee, on, house, Said(), by, reason)


@action("recommendation.claim")
def claim(
    recommendation: RecommendationRecord, addressee: str, status: str, on: dt.date, house: House, *,
    evidence: Iterable[Evidence] = (), by: Actor, reason: str = "",
) -> RecommendationStep:  # fmt: skip
    """Say what the body did about it, with what shows it; the committee's verdict stands beside it."""
    return _of_body(
        recommendation, "claimed", addressee, on, house, Said(status, evidence=found(evidence, house)), by, reason
    )


@action("recommendation.verdict")
def verdict(
    recommendation: RecommendationRecord, status: str, on: dt.date, house: House, *, about: str = "",
    evidence: Iterable[Evidence] = (), by: Actor, reason: str = "",
) -> RecommendationStep:  # fmt: skip
    """Give the committee's own verdict on what was done, with its reason; the body's claim stays beside it."""
    return _of_committee(
        recommendation, "verdict", about, on, house, Said(status, evidence=found(evidence, house)), by, reason
    )


@action("recommendation.close")
def close(
    recommendation: RecommendationRecord, on: dt.date, house: House, *, about: str = "", by: Actor, reason: str = "",
) -> RecommendationStep:  # fmt: skip
    """Follow it no further: only who speaks for the committee can, after a verdict, and must say why."""
    return _of_committee(recommendation, "closed", about, on, house, Said(), by, reason)


@action("recommendation.reopen")
def reopen(
    recommendation: RecommendationRecord, on: dt.date, house: House, *, about: str = "", by: Actor, reason: str = "",
) -> RecommendationStep:  # fmt: skip
    """Take up again what the committee had closed."""
    return _of_committee(recommendation, "reopened", about, on, house, Said(), by, reason)


@action("recommendation.withdraw")
def withdraw(
    recommendation: RecommendationRecord, on: dt.date, house: House, *, about: str = "", by: Actor, reason: str = "",
) -> RecommendationStep:  # fmt: skip
    """Say that the committee asks for it no more; it stays on record."""
    return _of_committee(recommendation, "withdrawn", about, on, house, Said(), by, reason)


@action("recommendation.link")
def link(
    recommendation: RecommendationRecord, earlier: str, on: dt.date, house: House, *, by: Actor, reason: str = "",
) -> RecommendationStep:  # fmt: skip
    """Say that it asks again for what an earlier recommendation asked for (``<body>/<report>/<number>``)."""
    other = recommendation_named(earlier)
    if not _is_earlier(other.report, recommendation.report):
        raise PeelianError(
            "not-earlier",
            f"“{other}” is not earlier than this one.",
            "Open the later of the two, and link that to the earlier.",
        )
    return _of_committee(recommendation, "linked", "", on, house, Said(to=earlier), by, reason)


@action("recommendation.unlink")
def unlink(
    recommendation: RecommendationRecord, earlier: str, on: dt.date, house: House, *, by: Actor, reason: str = "",
) -> RecommendationStep:  # fmt: skip
    """Say that it was linked to an earlier one by mistake, and why: the link stays on record, and counts no longer."""
    return _of_committee(recommendation, "unlinked", "", on, house, Said(to=earlier), by, reason)


def _is_earlier(one: ReportRecord, other: ReportRecord) -> bool:
    """Whether a report was made before another, as far as their days or months say; one of its own may repeat another too."""
    days = [f"{report.on or report.month}" for report in (one, other)]
    if not all(days):
        return True
    shortest = min(map(len, days))
    return days[0][:shortest] <= days[1][:shortest]


def _of_body(
    recommendation: RecommendationRecord, kind: StepKind, addressee: str, on: dt.date, house: House, said: Said, by: Actor,
    reason: str,
) -> RecommendationStep:  # fmt: skip
    held = _held(recommendation)
    body = _speaks(held, addressee, on, house, by)
    noted_by, about = _who_says(held, kind, body, said, by), "" if body == addressee else addressee
    return _add(
        held, LedgerStep(kind, on, body, about=about, reason=reason, noted_by=noted_by, **vars(said)), house, by
    )


def _speaks(held: RecommendationRecord, addressee: str, on: dt.date, house: House, by: Actor) -> str:
    """The body that says it: who was asked, or who had taken its place by that day; of several the one that somebody speaks for."""
    heirs = owers(addressee, house, on)
    return next((one for one in heirs if by.may(P.ANSWER_COMMITTEE, f"{Organisation.KIND}:{one}")), heirs[0])


def _who_says(held: RecommendationRecord, kind: StepKind, speaks: str, said: Said, by: Actor) -> str:
    """Empty where the body speaks for itself, else the committee's body, which notes what it said. Raises NotAllowed."""
    body = Organisation.objects.filter(pk=speaks).first()
    if body is not None and by.may(P.ANSWER_COMMITTEE, body.key):
        return ""
    if body is None or (kind in NOTED and said.link and by.may(P.WRITE_PAPERS, held.owner)):
        by.must(P.WRITE_PAPERS, held.owner)
        return str(held.report.organisation_id)
    by.must(P.ANSWER_COMMITTEE, body.key)
    raise AssertionError("who may answer was asked before")


def _of_committee(
    recommendation: RecommendationRecord, kind: StepKind, about: str, on: dt.date, house: House, said: Said, by: Actor, reason: str,
) -> RecommendationStep:  # fmt: skip
    held = _held(recommendation)
    permission = P.WRITE_PAPERS if life.MOVES[kind].who == "officer" else P.SPEAK_FOR_COMMITTEE
    by.must(permission, held.owner)
    step = LedgerStep(kind, on, str(held.report.organisation_id), about=about, reason=reason, **vars(said))
    return _add(held, step, house, by)


def _held(recommendation: RecommendationRecord) -> RecommendationRecord:
    """The recommendation, held for this transaction, so that two steps follow each other. Raises WrongStep for a draft."""
    rows = RecommendationRecord.objects.select_for_update(of=("self",)).select_related("report__organisation")
    held = rows.get(pk=recommendation.pk)
    if held.report.state != "published":
        raise WrongStep("not-out", "Its report is not published yet.", "Nobody can answer what nobody was asked.")
    return held


def _add(held: RecommendationRecord, step: LedgerStep, house: House, by: Actor) -> RecommendationStep:
    report = read(held.report, house)
    asked = next(one for one in report.recommendations if one.number == held.number)
    for addressee in _concerned(asked, step):
        life.check(step, asked, addressee, today(), report.duty)
    _must_follow(report, step)
    made = acting().create(
        RecommendationStep, recommendation=held, kind=step.kind, on=step.on, by_body=step.by, about=step.about, status=step.status,
        reason=step.reason, answers=_json(step.answers), evidence=form_of(step.evidence), to=step.to, link=step.link,
        noted_by=step.noted_by, author=by.person, made_at=now(),
    )  # fmt: skip
    acting().about(held)
    transaction.on_commit(partial(follow, house.root))
    return made


def _json(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    return [{"point": one.point, "status": one.status, "text": one.text} for one in answers]


def _concerned(asked: Recommendation, step: LedgerStep) -> list[str]:
    """The bodies that a step is of or about. Raises PeelianError for one that was not asked."""
    named = step.about if step.kind in OF_COMMITTEE else step.about or step.by
    if named and named not in asked.addressees:
        raise PeelianError(
            "not-asked",
            f"{named} was not asked this.",
            f"It was addressed to {', '.join(asked.addressees)}.",
            {"body": named},
        )
    return [named] if named else list(asked.addressees)


def _must_follow(report: Report, step: LedgerStep) -> None:
    if report.on and step.on < report.on:
        raise PeelianError(
            "too-early",
            f"The report is of {day_name(report.on)}: {day_name(step.on)} is before that.",
            "Correct the day of this step.",
        )
