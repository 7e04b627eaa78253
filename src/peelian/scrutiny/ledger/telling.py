"""How what is done to reports, investigations and recommendations reads in the audit."""

from __future__ import annotations

from peelian.audit.presenting import phrases
from peelian.core.queries import CLOSED_TO
from peelian.scrutiny.ledger.queries import closed_to

CLOSED_TO.append(closed_to)
phrases({
    "report.begin": "began a report: {whom}",
    "report.write": "changed what is said of a report: {whom}",
    "report.add": "added a recommendation to {whom}",
    "report.change": "changed a recommendation of {whom}",
    "report.remove": "took a recommendation out of {whom}",
    "report.publish": "published {whom}",
    "report.take-in": "took a report in from the pack: {whom}",
    "report.read-in": "read in a document of a report: {whom}",
    "report.confirm": "confirmed what was found in a document: {whom}",
    "report.confirm-answer": "confirmed an answer that was found in a document: {whom}",
    "report.confirm-finding": "kept a finding of a document with the investigation of {whom}",
    "report.reject": "rejected what was found in a document: {whom}",
    "investigation.begin": "began to prepare an investigation: {whom}",
    "investigation.write": "changed an investigation: {whom}",
    "investigation.publish-words": "published what was written of the investigation {whom}",
    "investigation.open": "opened the investigation {whom}",
    "investigation.close": "closed the investigation {whom}",
    "investigation.take-in": "took investigations in from the pack: {whom}",
    "activity.record": "recorded what a committee did: {whom}",
    "activity.remove": "took out a recorded activity: {whom}",
    "format.log": "logged a request for another format: {whom}",
    "format.meet": "met a request for another format: {whom}",
    "format.withdraw": "withdrew a request for another format: {whom}",
    "recommendation.acknowledge": "acknowledged {whom}",
    "recommendation.answer": "answered {whom}",
    "recommendation.give-late-reason": "said why an answer comes later: {whom}",
    "recommendation.claim": "claimed what was done about {whom}",
    "recommendation.verdict": "gave the committee’s verdict on {whom}",
    "recommendation.close": "closed {whom}",
    "recommendation.reopen": "reopened {whom}",
    "recommendation.withdraw": "withdrew {whom}",
    "recommendation.link": "linked {whom} to an earlier one",
    "recommendation.unlink": "undid the link of {whom} to an earlier one",
})  # fmt: skip
