"""Records that exempt parts belong to, as their rooms tell of them: whose they are, and whether they still take parts.

A kind of record that no room tells of takes none: what nobody would ever show must not be withheld either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peelian.core.acting import Actor
from peelian.core.permissions import Permission as P
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError


@dataclass(frozen=True)
class Subject:
    """A record that parts can belong to."""

    owner: str
    """The key of the organisation that withholds what belongs to it."""
    closed: str = ""
    """Why no part of it is written, taken away or sealed now, in words; empty where one may be."""


@dataclass(frozen=True)
class Room:
    """What a room tells of the records of one kind that parts can belong to."""

    subject: Callable[[str], Subject | None]
    """Tells of a record by its primary key, and holds it until the transaction is over, so that it goes no further meanwhile;
    None where there is none."""
    sees: P
    """Who sees such a record before it is out: nobody else reads a part of it, whatever else of the body they may read."""


ROOMS: dict[str, Room] = {}
"""By kind of record (the beginning of its key)."""


def must_take(subject: str, owner: str) -> None:
    """Raises PeelianError for a record that is not there or another body's, and WrongStep for one that takes no part now."""
    kind, _, name = subject.partition(":")
    room = ROOMS.get(kind)
    held = room.subject(name) if room else None
    if held is None:
        raise PeelianError(
            "unknown-subject", "There is no record that this exempt part could belong to.",
            "Withhold a text of a decision, or of an item or a paper of a meeting.", {"subject": subject[:100]},
        )  # fmt: skip
    if held.owner != owner:
        raise PeelianError(
            "another-body",
            "The record that this exempt part belongs to is another body's.",
            "Whose record it is decides on what of it is exempt.",
            {"subject": subject},
        )
    if held.closed:
        raise WrongStep(
            "no-more-parts", held.closed, "What must be withheld now belongs to a correction, or to a new record."
        )


def must_see(subject: str, owner: str, by: Actor) -> None:
    """Raises NotAllowed for who may not read what is exempt of a body, or may not see that record of it before it is out."""
    by.must(P.SEE_EXEMPT, owner)
    room = ROOMS.get(subject.partition(":")[0])
    if room is not None:
        by.must(room.sees, owner)
