"""What of decisions waits for whom: each form on its way, with who has to write, advise, sign or publish it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings

from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow
from peelian.decisions.models import DecisionVersion
from peelian.decisions.queries import earlier_of, lacks_now
from peelian.decisions.rules import DECISION, UNSIGNED, WAITING
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.workspace.boards import SOURCES, Work

ADVISED = State("advised", "Advised on, to be sent", "who writes the form", P.WRITE_DECISION)
_SEND = Step("decision.send", "Sign as lead officer, and send it on", ("advised",), "countersigning", P.WRITE_DECISION)
BOARD = Workflow(
    "decision", (*DECISION.states, ADVISED),
    (*(one for one in DECISION.steps if one.action not in ("decision.send", "decision.defer")), _SEND),
)  # fmt: skip
"""The way of a decision as boards read it: while advice is missing it is for the advisers, then for who sends it on."""


def decisions(person: Person) -> list[Work]:
    """Every decision that is not out, for who may see it."""
    mine = person.where(P.SEE_DECISIONS)
    if not mine:
        return []
    rows = DecisionVersion.objects.filter(decision__organisation__in=mine, state__in=(*UNSIGNED, *WAITING))
    return [_work(one) for one in rows.select_related("decision__organisation", "author")]


def _work(version: DecisionVersion) -> Work:
    return Work(
        version.key, str(version), f"/office/decisions/{version.decision_id}", BOARD, _state(version),
        version.decision.organisation, version.author, _earlier(version),
    )  # fmt: skip


def _state(version: DecisionVersion) -> State:
    if version.state != "advice":
        return DECISION.state(version.state)
    house = House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)
    try:
        return DECISION.state("advice") if lacks_now(version, house) else ADVISED
    except PeelianError:  # the pack does not know its series any more: its desk says so
        return DECISION.state("advice")


def _earlier(version: DecisionVersion) -> Callable[[str], Mapping[str, str | None]]:
    return lambda key: earlier_of(version, key)


SOURCES.append(decisions)
