"""Exempt parts for tests: of a decision of MOPAC unless another body and record are named."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.core.exempt import actions
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.records import Ground
from peelian.core.records import writing
from peelian.decisions.models import DecisionRecord, DecisionVersion
from peelian.figures.house import today
from tests.support.office import Office

REASON = "Publishing it while others are asked would cost the public money."
GROUNDS = {"mopac": Ground("foi", "43", REASON), "london-assembly-pcc": Ground("sch-12a", "3", REASON),
           "havering": Ground("sch-12a", "7", REASON)}  # fmt: skip
WRITERS = {"mopac": "dora", "london-assembly-pcc": "clara", "havering": "hanna"}
DECIDERS = {"mopac": "drew", "london-assembly-pcc": "chris"}


def decided_on(office: Office, reference: str = "PCD-1560", body: str = "mopac") -> DecisionRecord:
    """A decision that is being written, so that parts can belong to it."""
    prefix, _, number = reference.partition("-")
    found = DecisionRecord.objects.filter(pk=reference).first()
    if found is None:
        with writing():
            found = DecisionRecord.objects.create(
                reference=reference, series=prefix.lower(), number=int(number), organisation=office.organisation(body)
            )
            DecisionVersion.objects.create(decision=found, number=1, form={"title": "A contract", "kind": "ordinary"})
    return found


def drafted_part(
    office: Office, text: str = "Lantern bid £1,250,000.", *, body: str = "mopac", title: str = "The bids", **more: Any
) -> ExemptPart:
    """A draft of what is to be withheld."""
    told: dict[str, Any] = {
        "subject": "decision:PCD-1560", "grounds": [GROUNDS[body]], "decided_by": "Director of Commissioning",
        "review_on": today() + dt.timedelta(days=180), **more,
    }  # fmt: skip
    if told["subject"] == "decision:PCD-1560":
        decided_on(office, body=body)
    return actions.keep(
        told["subject"], office.organisation(body), title, text, told["grounds"], told["decided_by"], told["review_on"],
        told.get("release_on"), by=office.by(WRITERS[body]),
    )  # fmt: skip


def sealed_part(
    office: Office, text: str = "Lantern bid £1,250,000.", *, body: str = "mopac", **more: Any
) -> ExemptPart:
    """What is withheld."""
    part = drafted_part(office, text, body=body, **more)
    actions.seal(part, by=office.by(DECIDERS[body]))
    return part
