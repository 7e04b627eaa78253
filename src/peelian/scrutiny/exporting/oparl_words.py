"""What OParl's objects say in words, and what of ours it has no field for."""

from __future__ import annotations

from typing import Any

from peelian.core.exempt.records import Stub
from peelian.scrutiny.meetings.records import Item, Outcome, Paper, Vote

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
"""What everything of the System is published under, where no source says otherwise: the licence that each page names."""
STATES = {
    "planned": "terminiert", "called": "eingeladen", "held": "eingeladen", "cancelled": "abgesagt", "postponed": "verschoben",
}  # fmt: skip
"""The words that the specification recommends, and two that it lacks; a meeting that was held is ``durchgeführt`` once its minutes
are out."""
KINDS = {
    "assembly-committee": "London Assembly committee", "crime-and-disorder-committee": "Crime and disorder committee",
    "overview-board": "Overview and scrutiny board", "topic-group": "Topic group",
    "police-and-crime-panel": "Police and crime panel", "neighbourhood-board": "Neighbourhood board",
}  # fmt: skip
ROLES = {
    "chair": "Chair", "deputy-chair": "Deputy Chair", "member": "Member", "co-opted": "Co-opted member",
    "substitute": "Substitute", "adviser": "Adviser",
}  # fmt: skip
OUTCOMES = {
    "noted": "Noted", "agreed": "Agreed", "agreed-as-amended": "Agreed as amended", "not-agreed": "Not agreed",
    "deferred": "Deferred", "referred": "Referred", "withdrawn": "Withdrawn", "none-needed": "No decision needed",
}  # fmt: skip
NOT_DECIDED = {"noted", "none-needed"}
"""Outcomes that leave a paper as it was."""
PAPERS = {"main": "Report", "supplementary": "Supplementary report", "late": "Late report", "tabled": "Tabled paper"}


def outcome_of(outcome: Outcome) -> dict[str, str]:
    """What became of an item, as data: when a deferred one comes back, whom another was referred to."""
    told = {"kind": outcome.kind, "until": outcome.until, "to": outcome.to}
    return {key: value for key, value in told.items() if value}


def role_of(outcome: Outcome | None) -> str:
    """What a paper was before a meeting for, as far as the minutes say it."""
    if outcome is None:
        return "Consideration"
    return "For information" if outcome.kind in NOT_DECIDED else "Decision"


def vote_of(vote: Vote) -> dict[str, Any]:
    """How a vote went; names where it was recorded."""
    told: dict[str, Any] = {"for": vote.for_, "against": vote.against, "abstained": vote.abstained}
    named = {"casting": vote.casting} if vote.casting else {}
    return told | named | ({"names": dict(vote.names)} if vote.names else {})


def exempt_in(one: Item | Paper) -> dict[str, Any]:
    """What is exempt of an item or a paper: the first part, and behind it more where there are more."""
    found = [exempt_of(stub) for stub in one.stubs]
    return {"peelian:exempt": found[0] if found else None, "peelian:moreExempt": found[1:]}


def exempt_of(stub: Stub) -> dict[str, Any]:
    """The public entry of something withheld: that it exists, how long it is, on which ground, until when."""
    released = (
        {"releasedAt": stub.released_at.isoformat(timespec="seconds"), "salt": stub.salt} if stub.released_at else {}
    )
    return {
        **released, "title": stub.title, "length": stub.length, **({"unit": "bytes"} if stub.form == "file" else {}),
        "decidedBy": stub.decided_by, "decidedOn": stub.decided_on.isoformat(),
        "reviewOn": stub.review_on.isoformat(), "commitment": stub.commitment,
        "grounds": [{"scheme": one.scheme, "paragraph": one.paragraph, "reason": one.reason} for one in stub.grounds],
    }  # fmt: skip
