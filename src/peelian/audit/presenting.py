"""An event as a sentence. Each room says how its own actions read; one that nobody tells is found by a test.

@tells("person.invite")
def _(told: Telling) -> str:
    return f"{told.who} invited {told.whom} to be {told.now('role')}."
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from peelian.audit.models import Event

Names = Callable[[str], str]
"""The name that belongs to a key: ``person:12`` is Bob Bassett while the records know him."""


@dataclass
class Telling:
    """One event with the values kept apart of it, and a way to name keys."""

    event: Event
    name: Names
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def who(self) -> str:
        """Who did it."""
        return self.name(self.event.actor)

    @property
    def whom(self) -> str:
        """What or whom it was done to: themselves, where that is who did it; as it was called then, where no name is known."""
        if self.event.subject == self.event.actor:
            return "themselves"
        known = self.name(self.event.subject)
        return self.event.label if known == self.event.subject and self.event.label else known

    @property
    def reason(self) -> str:
        """Why, in the words of who did it; empty where no reason was given or it was erased."""
        return str(self.kept.get("reason", ""))

    def changes(self) -> list[tuple[str, str, Any, Any]]:
        """Record, field, before, after of everything that changed; values that were erased say so."""
        found = [(item["record"], item["field"], item["before"], item["after"]) for item in self.event.changes]
        for name in self.event.apart:
            if name != "reason":
                record, _, which = name.partition(" ")
                before, after = self.kept.get(name, ("(erased)", "(erased)"))
                found.append((record, which, before, after))
        return found

    def now(self, which: str) -> Any:
        """What a field is after it; None where it did not change."""
        return next((after for _, name, _, after in self.changes() if name == which), None)

    def before(self, which: str) -> Any:
        """What a field was before it; None where it did not change."""
        return next((before for _, name, before, _ in self.changes() if name == which), None)

    def about(self, kind: str) -> str:
        """The key of the first record of a kind that changed."""
        return next((record for record, *_ in self.changes() if record.startswith(f"{kind}:")), "")


Presenter = Callable[[Telling], str]
PRESENTERS: dict[str, Presenter] = {}
"""By the name of an action: how it reads."""


def tells(*actions: str) -> Callable[[Presenter], Presenter]:
    """How one or several actions read."""

    def add(presenter: Presenter) -> Presenter:
        PRESENTERS.update(dict.fromkeys(actions, presenter))
        return presenter

    return add


def phrases(table: dict[str, str]) -> None:
    """How many actions read whose sentence needs no more than who did it to what: ``"sent {whom} for review"``."""
    for action, phrase in table.items():
        PRESENTERS[action] = _phrased(phrase)


def _phrased(phrase: str) -> Presenter:
    return lambda told: f"{told.who} {phrase.format(whom=told.whom)}."


def sentence(told: Telling) -> str:
    """The event in words. What nobody tells reads as its name, so that no page fails on it."""
    presenter = PRESENTERS.get(told.event.action)
    return presenter(told) if presenter else f"{told.who}: {told.event.action} of {told.whom}."
