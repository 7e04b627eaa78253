"""What a committee did with an item, in a few words, and read back from them: ``Deferred until 5 May 2026.``"""

from __future__ import annotations

import re

from peelian.scrutiny.meetings.records import Outcome, OutcomeKind

OUTCOMES: dict[OutcomeKind, str] = {
    "noted": "Noted", "agreed": "Agreed", "agreed-as-amended": "Agreed as amended", "not-agreed": "Not agreed",
    "deferred": "Deferred", "referred": "Referred", "withdrawn": "Withdrawn", "none-needed": "No decision was needed",
}  # fmt: skip
_KINDS = {text: kind for kind, text in OUTCOMES.items()}
_LEAD = re.compile(
    rf"(?P<kind>{'|'.join(sorted(_KINDS, key=len, reverse=True))})"
    r"(?:(?<=Deferred) until (?P<until>.+?)|(?<=Referred) to (?P<to>.+?))?\.",
    re.DOTALL,
)


def lead_of(outcome: Outcome) -> str:
    """The outcome without its words, as a sentence."""
    more = {"deferred": ("until", outcome.until), "referred": ("to", outcome.to)}.get(outcome.kind, ("", ""))
    return f"{OUTCOMES[outcome.kind]}{f' {more[0]} {more[1]}' if more[1] else ''}."


def outcome_of(said: str) -> Outcome | None:
    """The outcome that a text says of which the first paragraph is its lead; None for any other text."""
    lead, _, words = said.strip().partition("\n\n")
    found = _LEAD.fullmatch(lead.strip())
    if found is None:
        return None
    return Outcome(_KINDS[found["kind"]], words.strip(), found["until"] or "", found["to"] or "")
