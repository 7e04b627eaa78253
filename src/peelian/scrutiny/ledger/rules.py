"""Who may take which step of a recommendation: the table of its life (life.py) as a workflow of the office."""

from __future__ import annotations

from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow
from peelian.scrutiny.ledger.life import MOVES, STAGES, Move

PERMISSIONS = {"addressee": P.ANSWER_COMMITTEE, "committee": P.SPEAK_FOR_COMMITTEE, "officer": P.WRITE_PAPERS, "": None}
"""Of the organisation that was asked, for its own steps; of the one whose committee asked, for all others."""


def may(move: Move) -> P:
    """The permission that a step asks for."""
    found = PERMISSIONS[move.who]
    assert found is not None
    return found


LIFE = Workflow(
    "recommendation",
    tuple(State(one.id, one.title, one.waits_for, PERMISSIONS[one.who]) for one in STAGES.values()),
    tuple(
        Step(one.action, one.title, one.before, one.after, may(one), reason=one.reason)
        for one in MOVES.values() if one.after
    ),
)  # fmt: skip
REPORT = Workflow(
    "report",
    (
        State("drafting", "Being written", "who writes it, then who speaks for the committee", P.WRITE_PAPERS),
        State("published", "Published"),
    ),
    (Step("report.publish", "Publish", ("drafting",), "published", P.SPEAK_FOR_COMMITTEE),),
)
"""A published report is never edited: what is mended is said in a step, and what was never meant is withdrawn."""
FORMAT_REQUEST = Workflow(
    "request for another format",
    (
        State("open", "Asked for in another format", "who writes the committee’s papers", P.WRITE_PAPERS),
        State("met", "Met"),
        State("withdrawn", "Withdrawn"),
    ),
    (
        Step("format.meet", "Say what was sent", ("open",), "met", P.WRITE_PAPERS),
        Step("format.withdraw", "Withdraw it", ("open",), "withdrawn", P.WRITE_PAPERS),
    ),
)
"""A request is open until it is met, or until whoever asked no longer wants it; how to reach them is kept no longer than that."""
INVESTIGATION = Workflow(
    "investigation",
    (
        State("drafting", "Being prepared", "who speaks for the committee, to open it", P.WRITE_PAPERS),
        State("open", "Open", "its report or letter", P.WRITE_PAPERS),
        State("closed", "Closed"),
    ),
    (
        Step("investigation.open", "Open", ("drafting",), "open", P.SPEAK_FOR_COMMITTEE),
        Step(
            "investigation.publish-words",
            "Publish what was written",
            ("open",),
            "open",
            P.SPEAK_FOR_COMMITTEE,
            reason=True,
        ),
        Step("investigation.close", "Close", ("open",), "closed", P.SPEAK_FOR_COMMITTEE),
    ),
)
