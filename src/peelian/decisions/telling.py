"""How what is done to a decision reads in the audit."""

from __future__ import annotations

from peelian.audit.presenting import Telling, phrases, tells
from peelian.core.queries import CLOSED_TO
from peelian.decisions.queries import closed_to
from peelian.decisions.records import SUBJECTS

CLOSED_TO.append(closed_to)
phrases({
    "decision.take-in": "took a decision in from the pack: {whom}",
    "decision.begin": "began a decision: {whom}",
    "decision.write": "wrote in {whom}",
    "decision.ask-advice": "asked for advice on {whom}",
    "decision.send": "signed as lead officer, and sent to be countersigned: {whom}",
    "decision.countersign": "countersigned {whom}",
    "decision.sign": "took the decision {whom}",
    "decision.publish": "published {whom}",
    "decision.defer": "deferred the publication of {whom}",
    "decision.end-deferral": "ended the deferral of {whom}, and published it",
    "decision.come-out": "published {whom}, whose day had come",
    "decision.take-back": "took {whom} back to be mended",
    "decision.ask-changes": "asked for changes to {whom}",
    "decision.return": "returned {whom} to be mended",
    "decision.refer-back": "referred {whom} back",
    "decision.withdraw": "withdrew {whom}",
    "decision.correct": "began a correction: {whom}",
    "decision.call-in": "noted that {whom} was called in",
    "decision.conclude-call-in": "noted how a call-in ended: {whom}",
    "decision.note-payment": "noted the payment of a grant of {whom}",
    "decision.settle-call-in": "noted what came of a call-in: {whom}",
})  # fmt: skip


@tells("decision.advise")
def _(told: Telling) -> str:
    subject = SUBJECTS.get(str(told.now("part")).partition(":")[2], "")
    did = "said that none is required on" if told.now("not_required") else "gave advice on"
    return f"{told.who} {did} {told.whom}{f': {subject.lower()}' if subject else ''}."
