"""How signed decisions become public, at once or when their deferral ends; and what follows: corrections, call-ins."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction

from peelian.core.acting import CLOCK, Actor, acting, action, now
from peelian.core.permissions import Permission as P
from peelian.core.running.actions import clocks_of, meet
from peelian.core.running.queries import calendar_in_force
from peelian.core.workflow import WrongStep
from peelian.decisions.actions import held_version, take_step
from peelian.decisions.content import decision_of
from peelian.decisions.following import follow, versions_out
from peelian.decisions.models import CallInRecord, DecisionRecord, DecisionVersion
from peelian.decisions.procedure import OUTCOMES, RESULTS, SENT_ON, call_in_ends
from peelian.decisions.records import Deferral
from peelian.decisions.signing import must_have_read, set_deferral
from peelian.decisions.texts import said
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, House, today


@action("decision.publish")
def publish(version: DecisionVersion, house: House, *, warnings_read: bool, by: Actor, reason: str = "") -> None:
    """Publish what is signed, now. Raises PeelianError while what must be looked at has not been read."""
    held, step = take_step(version, "decision.publish", by)
    must_have_read(held, warnings_read)
    _out(held, step.after, house)


@action("decision.end-deferral")
def end_deferral(version: DecisionVersion, house: House, *, by: Actor, reason: str = "") -> None:
    """Publish a deferred decision before its day."""
    held, step = take_step(version, "decision.end-deferral", by, reason)
    _out(held, step.after, house)


@action("decision.defer")
def defer(version: DecisionVersion, until: dt.date, house: House, *, by: Actor, reason: str = "") -> None:
    """Defer the publication of what is signed, or change until when. The reason is published while it is deferred."""
    held, _ = take_step(version, "decision.defer", by, reason)
    set_deferral(held, Deferral(until, reason.strip()), house)


@action("decision.come-out")
def come_out(version: DecisionVersion, house: House, *, by: Actor, reason: str = "") -> bool:
    """Publish a deferred decision whose day has come; False where it has not, or where it is out. This is the clock's."""
    held = held_version(version)
    by.must(P.SIGN_DECISION, held.owner)
    if held.state != "deferred" or held.deferred_until is None or held.deferred_until > today():
        return False
    acting().about(held)
    _out(held, "published", house)
    return True


def come_out_due(house: House) -> list[str]:
    """Publish everything whose day has come, as a worker does that was not there at the moment; returns what, in words."""
    rows = DecisionVersion.objects.filter(state="deferred", deferred_until__lte=today()).order_by(
        "deferred_until", "pk"
    )
    return [f"Decision published, whose day had come: {one.label}." for one in rows if come_out(one, house, by=CLOCK)]


def _out(held: DecisionVersion, state: str, house: House) -> None:
    for earlier in DecisionVersion.objects.filter(decision=held.decision, state="published").exclude(pk=held.pk):
        acting().change(earlier, state="corrected")
    acting().change(held, state=state, published_at=now())
    for clock in clocks_of(held):
        meet(clock)
    transaction.on_commit(partial(follow, house.root, held.decision))


def out_on(version: DecisionVersion) -> dt.date | None:
    """The day on which a version was published, in London."""
    return version.published_at.astimezone(LONDON).date() if version.published_at else None


@action("decision.call-in")
def call_in(
    record: DecisionRecord, house: House, *, day: dt.date, called_in_by: str, why: str, referred_to: str = "", by: Actor,
    reason: str = "",
) -> CallInRecord:  # fmt: skip
    """Note that a key decision was called in. Raises PeelianError where it is none, where it is too late, and where one is open."""
    by.must(P.WRITE_DECISION, record.owner)
    DecisionRecord.objects.select_for_update(of=("self",)).get(
        pk=record.pk
    )  # of two at once the second finds the first
    first = record.versions.filter(state__in=("published", "corrected")).order_by("number").first()
    out = out_on(first) if first else None
    if first is None or out is None or decision_of(first).kind != "key":
        raise WrongStep(
            "no-key-decision", f"{record} is no key decision that is out.", "Only such a decision is called in."
        )
    notice = decision_of(first).key_notice
    if notice and notice.no_call_in_by:
        raise WrongStep(
            "too-urgent", f"{record} cannot be called in: {notice.no_call_in_by} agreed that it is too urgent for that.",
            "It stands as it was taken.",
        )  # fmt: skip
    if not (said(called_in_by) and said(why)):
        raise PeelianError("says-nothing", "It does not say who called it in, or why.", "Write both.")
    ends = call_in_ends(out, calendar_in_force())
    if not out <= day <= min(ends, today()):
        raise PeelianError(
            "not-in-time",
            f"It could be called in from {out} until {ends}.",
            "Correct the day; later it cannot be called in.",
        )
    if record.call_ins.filter(outcome="").exists():
        raise WrongStep("called-in", f"{record} is called in already.", "Settle that first.")
    if record.call_ins.filter(outcome__in=SENT_ON).exists():
        raise WrongStep(
            "called-in",
            f"{record} was called in and sent back or on: it is not called in again.",
            "Note what came of it.",
        )
    made = acting().create(
        CallInRecord,
        decision=record,
        day=day,
        called_in_by=said(called_in_by),
        why=said(why),
        referred_to=said(referred_to),
    )
    transaction.on_commit(partial(follow, house.root, record))
    return made


@action("decision.settle-call-in")
def settle_call_in(
    called: CallInRecord, house: House, *, outcome: str, day: dt.date, note: str = "", by: Actor, reason: str = ""
) -> None:
    """Note what a committee did with a decision that was called in. Raises PeelianError where that is on record already."""
    by.must(P.WRITE_DECISION, called.owner)
    held = CallInRecord.objects.select_for_update(of=("self",)).select_related("decision").get(pk=called.pk)
    if held.outcome:
        raise WrongStep("settled", "It is settled already.", "What came of it stays on record.")
    if outcome not in OUTCOMES or not held.day <= day <= today():
        raise PeelianError("wrong-day", "Say what came of it, and a day between the call-in and today.", "Correct it.")
    acting().change(held, outcome=outcome, settled=day, note=said(note))
    transaction.on_commit(partial(follow, house.root, held.decision))


@action("decision.conclude-call-in")
def conclude_call_in(
    called: CallInRecord, house: House, *, result: str, day: dt.date, note: str = "", by: Actor, reason: str = ""
) -> None:
    """Note what came of a decision that a call-in sent back to who took it, or to the council: it stands then, or is given up.

    Raises PeelianError where nobody was to say, where it is said already, and for a change while no correction is out.
    """
    by.must(P.WRITE_DECISION, called.owner)
    held = CallInRecord.objects.select_for_update(of=("self",)).select_related("decision").get(pk=called.pk)
    if not held.awaits_result or held.settled is None:
        raise WrongStep("settled", "Nothing more is to be said of this call-in.", "What is on record stays.")
    if result not in RESULTS or not held.settled <= day <= today():
        raise PeelianError(
            "wrong-day", "Say what came of it, and a day between the committee's and today.", "Correct it."
        )
    corrections = versions_out(held.decision)[1:]
    if result == "changed" and not any((out_on(one) or dt.date.min) >= held.settled for one in corrections):
        raise WrongStep(
            "no-correction", "It is said to be changed, and no correction of it is out since.",
            "Correct the decision and publish that first: what is carried out must be what everybody can read.",
        )  # fmt: skip
    acting().change(held, result=result, concluded=day, conclusion=said(note))
    transaction.on_commit(partial(follow, house.root, held.decision))
