"""The decisions of a pack taken into the records, once: from then on the records own them."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from peelian.core.acting import COMMAND, Actor, acting, action
from peelian.core.following import sealed
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.published import text_of
from peelian.decisions.actions import SIGNED
from peelian.decisions.content import sealed_content
from peelian.decisions.following import follow
from peelian.decisions.form import to_form
from peelian.decisions.models import DecisionRecord, DecisionVersion
from peelian.decisions.pack import decisions_of, series_of
from peelian.decisions.records import Decision
from peelian.decisions.references import Series
from peelian.figures.house import House

WHY = "taken from the pack"


def take_in_decisions(house: House) -> list[str]:
    """Take in every decision of the house's pack that the records do not know; returns what was done, in words.

    A decision of a body that is no organisation here is left where it is, and so are all while no office is kept.
    """
    bodies = {one.pk: one for one in Organisation.objects.all()}
    known = set(DecisionRecord.objects.values_list("pk", flat=True))
    done = []
    for one in decisions_of(house.pack):
        series = next(row for row in series_of(house.pack) if row.has(one.reference))
        if series.body in bodies and one.id not in known:
            take_in(bodies[series.body], series, one, house, by=COMMAND, reason=WHY)
            done.append(f"Decision taken in: {one.reference}.")
    return done


@action("decision.take-in")
def take_in(
    owner: Organisation, series: Series, decision: Decision, house: House, *, by: Actor, reason: str = ""
) -> DecisionRecord:
    """Make the records of a decision that a document prints: signed, and public since before this office was kept."""
    by.must(P.WRITE_DECISION, owner.key)
    act, one = acting(), decision.reference
    record = act.create(
        DecisionRecord, reference=one.key, series=series.id, year=one.year, number=one.number, organisation=owner
    )
    form = {key: value for key, value in to_form(decision).items() if key not in (*SIGNED, "reference")}
    version = act.create(
        DecisionVersion, decision=record, number=1, state="published", form=form, signed_on=decision.signed_on
    )
    version.sealed = text_of(sealed(sealed_content(version, decision, [], series.id)))
    version.save(update_fields=("sealed",))
    act.about(version)
    transaction.on_commit(partial(follow, house.root, record))
    return record
