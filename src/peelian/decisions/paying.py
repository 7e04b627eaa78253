"""How the payment of a grant is noted: after its decision was sealed, beside it, and never changed. A further note corrects it."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction

from peelian.core.acting import Actor, acting, action
from peelian.core.permissions import Permission as P
from peelian.decisions.content import decision_of
from peelian.decisions.following import follow, versions_out
from peelian.decisions.models import DecisionRecord, GrantPayment
from peelian.decisions.records import Grant
from peelian.decisions.texts import said
from peelian.decisions.waits import must_be_possible
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today


def grants_out(record: DecisionRecord) -> list[Grant]:
    """The grants of a decision as it holds, each with its name; none before it is out."""
    newest = versions_out(record).last()
    return [one for one in decision_of(newest).grants if one.id] if newest else []


def last_note(record: DecisionRecord, grant: str) -> GrantPayment | None:
    """What was noted last of the payment of a grant; None where nothing was."""
    return GrantPayment.objects.filter(decision=record, grant=grant).last()


@action("decision.note-payment")
def note_payment(
    record: DecisionRecord, grant: str, day: dt.date | None, house: House, *, by: Actor, reason: str = ""
) -> GrantPayment:
    """Note that a grant was paid. Where that was noted before, the further note corrects it: with a ``reason``, and no ``day``
    where it was not paid after all.

    Raises PeelianError for a grant of no decision that is out, for a day that cannot be, and for a correction that says no reason
    or corrects nothing.
    """
    by.must(P.WRITE_DECISION, record.owner)
    DecisionRecord.objects.select_for_update(of=("self",)).get(
        pk=record.pk
    )  # of two at once the second finds the first
    held = next((one for one in grants_out(record) if one.id == grant), None)
    if held is None:
        raise PeelianError("unknown-grant", f"No grant {grant} of {record} is out.", "Publish its decision first.")
    before = last_note(record, grant)
    if (before.day if before else None) == day:
        known = f"was paid on {day}" if day else "is not paid"
        raise PeelianError("noted", f"That {held.title} {known} is what is on record.", "Correct the day.")
    if before and not said(reason):
        raise PeelianError("no-reason", "It corrects what was noted before.", "Say what was wrong with that.")
    if day:
        must_be_possible(held.applied_on, day, today())
    made = acting().create(
        GrantPayment, decision=record, grant=grant, day=day, noted_on=today(), noted_by=by.person,
        why=said(reason) if before else "",
    )  # fmt: skip
    transaction.on_commit(partial(follow, house.root, record))
    return made
