"""Events as pages show them: when, a sentence, and why."""

from __future__ import annotations

from dataclasses import dataclass

from peelian.audit.presenting import Telling, sentence
from peelian.figures.house import LONDON
from peelian.ui import format as words


@dataclass(frozen=True)
class ToldEvent:
    """One event for a list."""

    number: int
    moment: str
    at: str
    sentence: str
    reason: str


def told_event(told: Telling) -> ToldEvent:
    """An event with its moment in London's time."""
    local = told.event.at.astimezone(LONDON)
    return ToldEvent(
        told.event.number,
        f"{words.day(local)}, {local:%H:%M}",
        local.isoformat(timespec="seconds"),
        sentence(told),
        told.reason,
    )
