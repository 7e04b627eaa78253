"""A workflow is a table: states, each with who must act next, and steps between them, each with who may and who may not.

Rooms declare theirs in rules.py; actions ask ``check`` before they change a state; pages ask ``open_to`` which buttons to show;
the diagram in the manual is drawn from the same table (``diagram``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peelian.core.acting import Actor, NotAllowed
from peelian.core.permissions import Permission
from peelian.figures.errors import PeelianError


@dataclass(frozen=True)
class State:
    """One state. ``waits_for`` says in words who must act; empty where nothing is to be done any more."""

    id: str
    title: str
    waits_for: str = ""
    permission: Permission | None = None
    """Whose board it stands on: theirs, in the organisation that owns the record."""


@dataclass(frozen=True)
class Step:
    """One way from some states to another. ``not_by`` names people of earlier steps who may not take it."""

    action: str
    title: str
    before: tuple[str, ...]
    after: str
    permission: Permission
    not_by: tuple[str, ...] = ()
    reason: bool = False
    """Whether it must be said why."""

    @property
    def slug(self) -> str:
        """How addresses name it: ``send-back``."""
        return self.action.partition(".")[2]


class WrongStep(PeelianError):
    """A step that cannot be taken now."""


@dataclass(frozen=True)
class Workflow:
    """The table of one kind of record."""

    thing: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]

    def state(self, state: str) -> State:
        """A state by id. Raises KeyError."""
        return {item.id: item for item in self.states}[state]

    def step(self, action: str) -> Step:
        """A step by its action. Raises KeyError."""
        return {item.action: item for item in self.steps}[action]

    def open_to(
        self, by: Actor, state: str, *, owner: str, earlier: Mapping[str, str | None] | None = None
    ) -> list[Step]:
        """The steps that somebody may take from a state; ``earlier`` names who took part before, by key (author, reviewer)."""
        return [
            step
            for step in self.steps
            if state in step.before and by.may(step.permission, owner) and not _barred(step, by, earlier or {})
        ]

    def check(
        self, action: str, by: Actor, state: str, *, owner: str, reason: str = "",
        earlier: Mapping[str, str | None] | None = None,
    ) -> Step:  # fmt: skip
        """The step, where it may be taken now.

        Raises NotAllowed where they lack the permission, WrongStep where the state is another, where they took part in a
        step that this one must not follow, and where it must be said why and is not.
        """
        step = self.step(action)
        by.must(step.permission, owner)
        if state not in step.before:
            raise WrongStep(
                "wrong-state",
                f"This {self.thing} is {self.state(state).title.lower()}: “{step.title}” is not open.",
                "Somebody may have acted meanwhile: look at it again.",
                {"state": state, "action": action},
            )
        if barred := _barred(step, by, earlier or {}):
            raise WrongStep(
                "own-work",
                f"“{step.title}” is for somebody else than its {barred}, and that is you.",
                "Ask a colleague who holds the role.",
                {"action": action},
            )
        if step.reason and not any(letter.isalnum() for letter in reason):
            raise WrongStep(
                "no-reason", f"“{step.title}” needs a reason.", "Say why, in a sentence that others can read."
            )
        return step

    def diagram(self) -> str:
        """The table as a Mermaid state diagram."""
        names = {state.id: state.id.replace("-", "_") for state in self.states}
        lines = ["stateDiagram-v2", f"    [*] --> {names[self.states[0].id]}"]
        lines += [f"    {names[state.id]} : {state.title}" for state in self.states]
        for step in self.steps:
            bar = f", not its {' or '.join(step.not_by)}" if step.not_by else ""
            lines += [
                f"    {names[before]} --> {names[step.after]} : {step.title} ({step.permission.value}{bar})"
                for before in step.before
            ]
        lines += [f"    {names[state.id]} --> [*]" for state in self.states if not state.waits_for]
        return "\n".join(lines)


def _barred(step: Step, by: Actor, earlier: Mapping[str, str | None]) -> str | None:
    return next((name for name in step.not_by if by.person and earlier.get(name) == by.key), None)


__all__ = ["NotAllowed", "State", "Step", "Workflow", "WrongStep"]
