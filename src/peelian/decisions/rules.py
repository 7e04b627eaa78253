"""How a decision is taken: its states, and the steps between them with who may take each. A table.

What a form lacks before a step can be taken is in lacking.py; what is wrong with one that was taken in checks.py.
"""

from __future__ import annotations

from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow

DECISION = Workflow(
    "decision",
    (
        State("drafting", "Being written", "who writes the form", P.WRITE_DECISION),
        State("advice", "Out for advice", "the advisers", P.ADVISE_DECISION),
        State("countersigning", "To be countersigned", "the director", P.COUNTERSIGN_DECISION),
        State("deciding", "To be decided", "who takes the decision", P.SIGN_DECISION),
        State("signed", "Signed, to be published", "who publishes it", P.WRITE_DECISION),
        State("deferred", "Signed, publication deferred", "the day until which it is deferred"),
        State("published", "Published"),
        State("corrected", "Corrected since"),
        State("withdrawn", "Withdrawn"),
    ),
    (
        Step("decision.ask-advice", "Ask for advice", ("drafting",), "advice", P.WRITE_DECISION),
        Step("decision.advise", "Give advice", ("advice",), "advice", P.ADVISE_DECISION, ("author",)),
        Step("decision.send", "Sign as lead officer, and send it to be countersigned", ("advice",), "countersigning",
             P.WRITE_DECISION),
        Step("decision.countersign", "Countersign", ("countersigning",), "deciding", P.COUNTERSIGN_DECISION,
             ("author", "adviser")),
        Step("decision.sign", "Take the decision", ("deciding",), "signed", P.SIGN_DECISION, ("author", "adviser", "director")),
        Step("decision.publish", "Publish", ("signed",), "published", P.WRITE_DECISION),
        Step("decision.defer", "Defer publication, or change until when", ("signed", "deferred"), "deferred", P.SIGN_DECISION,
             reason=True),
        Step("decision.end-deferral", "End the deferral, and publish", ("deferred",), "published", P.SIGN_DECISION, reason=True),
        Step("decision.take-back", "Take it back to be mended", ("advice",), "drafting", P.WRITE_DECISION, reason=True),
        Step("decision.ask-changes", "Ask for changes", ("advice",), "drafting", P.ADVISE_DECISION, reason=True),
        Step("decision.return", "Return it", ("countersigning",), "drafting", P.COUNTERSIGN_DECISION, reason=True),
        Step("decision.refer-back", "Refer it back", ("deciding",), "drafting", P.SIGN_DECISION, reason=True),
        Step("decision.withdraw", "Withdraw", ("drafting", "advice", "countersigning", "deciding"), "withdrawn",
             P.WRITE_DECISION, reason=True),
    ),
)  # fmt: skip
"""``corrected`` is reached when a later version is published; a deferral whose day has come is ended by the clock."""
UNSIGNED = ("drafting", "advice", "countersigning", "deciding")
"""States in which nothing is decided yet."""
PART_2_OPEN = ("drafting", "advice", "countersigning")
"""States in which Part 2 is written and sealed: what the director countersigned of it is what is decided."""
WAITING = ("signed", "deferred")
"""Signed, and not out."""
OUT = ("published", "corrected")
