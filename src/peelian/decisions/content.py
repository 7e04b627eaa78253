"""What of a decision may be public: composed here and nowhere else, for the sealed file, for what stands around it, for previews.

Nothing of what is exempt comes through here but its stub, and of a deferred decision nothing but what ``stub_of`` says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container
from pathlib import Path
from typing import Any

from django.conf import settings

from peelian.audit.chain import canonical
from peelian.core.exempt.records import Stub
from peelian.core.records import plain
from peelian.decisions import withheld
from peelian.decisions.form import normal, stub_json, to_form
from peelian.decisions.lacking import SUBSTANCE
from peelian.decisions.models import CallInRecord, DecisionRecord, DecisionSignature, DecisionVersion, GrantPayment
from peelian.decisions.pack import read_content, series_of
from peelian.decisions.records import Decision
from peelian.decisions.references import Series
from peelian.figures.house import House


def form_of(version: DecisionVersion) -> dict[str, Any]:
    """A version as its form has it, with what was signed of it; once it is sealed, as it was sealed.

    Names stand only of those whose series says so (decision 0030): a sealed form is never changed, and a name could not go.
    """
    if version.sealed:
        return dict(json.loads(version.sealed)["decision"])
    form: dict[str, Any] = {"reference": str(version.decision), **version.form}
    advice: list[dict[str, Any]] = []
    named = _named(version.decision.series)
    for one in DecisionSignature.objects.filter(of=version).select_related("person"):
        signer = "advice" if one.subject else one.part
        name = one.person.name if one.person and signer in named else ""
        signature = {"post": one.post, "name": name, "day": one.day.isoformat()}
        if not one.subject:
            form[one.part] = signature
        elif one.not_required:
            advice.append({"subject": one.subject, "not_required": one.not_required})
        else:
            advice.append({"subject": one.subject, "text": one.text, "signature": signature})
    if advice:
        form["advice"] = advice
    return form


def _named(series: str) -> tuple[str, ...]:
    """Who of a series signs by name; of one that the pack does not know any more, who usually does."""
    pack = House(Path(settings.PEELIAN_DATA), settings.PEELIAN_PACK).pack
    return next((one.named for one in series_of(pack) if one.id == series), Series.named)


def decision_of(version: DecisionVersion) -> Decision:
    """A version as a record. Raises PackError where its form cannot be read."""
    return read_content(form_of(version), str(version.decision))


def substance_of(version: DecisionVersion) -> str:
    """The fingerprint of what advice is about: what the form decides (lacking.SUBSTANCE), however it writes it, and Part 2."""
    whole = normal(version.form)
    held = {key: whole[key] for key in SUBSTANCE if key in whole}
    held["withheld"] = withheld.ciphers(version.decision)
    return f"sha256:{hashlib.sha256(canonical(held)).hexdigest()}"


def sealed_content(version: DecisionVersion, decision: Decision, stubs: list[Stub], series: str) -> dict[str, Any]:
    """What a signature seals: the whole form, and of each exempt part what is public, with the commitment to its text."""
    return {
        "id": version.decision.pk, "version": version.number, "series": series, "body": version.decision.organisation_id,
        "why": version.why, "signed_on": decision.signed_on.isoformat() if decision.signed_on else None,
        "decision": to_form(decision), "exempt": [stub_json(one) for one in stubs],
    }  # fmt: skip


def facts_content(
    record: DecisionRecord,
    versions: list[DecisionVersion],
    stubs: list[Stub],
    texts: dict[str, str],
    calls: list[CallInRecord],
    payments: list[GrantPayment],
) -> dict[str, Any]:
    """What stands around a decision that is out: versions with when each was out, what is exempt now, call-ins, payments."""
    return {
        "id": record.pk, "series": record.series, "body": record.organisation_id,
        "versions": [
            {"number": one.number, "out_at": one.published_at.isoformat(timespec="seconds") if one.published_at else None,
             "deferrals": one.deferrals}
            for one in versions
        ],
        "exempt": [stub_json(one) | ({"text": texts[one.id]} if one.id in texts else {}) for one in stubs],
        "call_ins": [
            {"day": one.day.isoformat(), "by": one.called_in_by, "reason": one.why, "referred_to": one.referred_to,
             "outcome": one.outcome, "settled": one.settled.isoformat() if one.settled else None, "note": one.note,
             "result": one.result, "concluded": one.concluded.isoformat() if one.concluded else None, "conclusion": one.conclusion}
            for one in calls
        ],
        "payments": [
            {"grant": one.grant, "day": one.day.isoformat() if one.day else None, "noted_on": one.noted_on.isoformat(),
             "why": one.why}
            for one in payments
        ],
    }  # fmt: skip


def ahead_content(version: DecisionVersion, known: Container[str]) -> list[dict[str, Any]]:
    """What is public of the exempt parts of a version that is signed and not out: the hash of each that is not public (``known``)
    already, its length and the day of the signature. Of which decision it is, stands there where its deferral is public.
    """
    of = {"id": version.decision_id} if version.state == "deferred" and version.number == 1 else {}
    return [
        {**of, "commitment": one["commitment"], "length": one["length"], "form": one.get("form", "text"),
         "signed_on": plain(version.signed_on)}
        for one in json.loads(version.sealed)["exempt"] if one["id"] not in known
    ]  # fmt: skip


def deferred_content(version: DecisionVersion) -> dict[str, Any]:
    """All that is public of a decision while it is deferred: its reference, that it is, until when, and why."""
    last = version.deferrals[-1] if version.deferrals else {"until": None, "reason": ""}
    return {"id": version.decision_id, "until": last["until"], "reason": last["reason"]}
