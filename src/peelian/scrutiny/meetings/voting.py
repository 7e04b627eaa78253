"""Whether a vote can have been cast as it is noted: by no more than could vote, by nobody who could not, and a tie decided by who
presided (LGA 1972 Sch 12 para 39); and who voted, where they are named in part. Pure functions of who was in the room.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings.records import Vote, Voted

TITLES = frozenset((
    "alderman", "baroness", "cllr", "councillor", "dame", "dr", "lady", "lord", "miss", "mr", "mrs", "ms", "prof", "rev", "sir",
))  # fmt: skip
"""Words before a name that are no part of it."""


@dataclass(frozen=True)
class Room:
    """Who could vote on an item. ``there`` is None where nobody noted who was there; ``seated`` are those who may vote on the day
    (None where no seat is known) and ``seats`` how many votes they have among them; ``chair`` presided, empty where nobody is known
    to have.
    """

    there: tuple[str, ...] | None
    seated: frozenset[str] | None = None
    seats: int = 0
    chair: str = ""


def faults(vote: Vote, room: Room) -> list[str]:
    """What cannot be right of a vote, each in a sentence that goes behind the number of its item."""
    return [*_count(vote, room), *_casting(vote, room), *_named(vote, room)]


def _count(vote: Vote, room: Room) -> list[str]:
    cast = vote.for_ + vote.against + vote.abstained
    votes = f"{cast} {'vote' if cast == 1 else 'votes'}"
    if room.there is not None and cast > len(room.there):
        were = "member was" if len(room.there) == 1 else "members were"
        return [f"{votes}, and {len(room.there) or 'no'} voting {were} there."]
    if room.there is None and room.seated is not None and cast > room.seats:
        return [f"{votes}, and the committee has {room.seats} {'seat' if room.seats == 1 else 'seats'} with a vote."]
    return []


def _casting(vote: Vote, room: Room) -> list[str]:
    if not vote.casting:
        return []
    found = [] if vote.for_ == vote.against else ["a casting vote decides a tie, and there was none."]
    if vote.casting.lower() not in ("for", "against"):
        found.append(
            f"the casting vote is “{vote.casting}”, which is neither for nor against. Strike the vote, and note it again."
        )
    elif room.there is not None and not room.chair:
        found.append(
            "a casting vote is the second vote of who was in the chair, and nobody there is noted to have been."
        )
    return found


def _named(vote: Vote, room: Room) -> list[str]:
    if room.there is not None:
        return [
            f"{name} is recorded as voting, and was not there with a vote."
            for name, _ in vote.names
            if name not in room.there
        ]
    if room.seated is not None:
        return [
            f"{name} is recorded as voting, and has no seat with a vote."
            for name, _ in vote.names
            if name not in room.seated
        ]
    return []


def as_cast(entry: Mapping[str, Any], room: Room) -> dict[str, Any]:
    """A vote as the form of an item has it: each name as the member is called, and the names counted where no number is given.

    Raises PeelianError where a name fits more than one of those who could vote, or two fit one.
    """
    names = members_named(entry.get("names") or {}, room.there if room.there is not None else room.seated or ())
    told = dict(entry) | ({"names": names} if names else {})
    if names and not any(told.get(way) for way in get_args(Voted)):
        told |= {way: sum(how == way for how in names.values()) for way in get_args(Voted)}
    return told


def members_named(names: Mapping[str, str], among: Collection[str]) -> dict[str, str]:
    """How each member voted, by their whole names; a name that fits none of them stays as it is written.

    Raises PeelianError where one fits several, or two fit the same.
    """
    found: dict[str, tuple[str, str]] = {}
    for written, how in names.items():
        member = _member(written, among)
        if member in found:
            raise PeelianError(
                "which-member", f"“{found[member][0]}” and “{written}” are both {member}.", "Name everybody once."
            )
        found[member] = written, how
    return {member: how for member, (_, how) in found.items()}


def _member(written: str, among: Collection[str]) -> str:
    if written in among:
        return written
    fitting = [one for one in among if _fits(written, one)]
    same = [one for one in fitting if _parts(one) == _parts(written)]
    if len(same or fitting) > 1:
        raise PeelianError(
            "which-member", f"“{written}” can be {' or '.join(same or fitting)}.", "Write the name in full."
        )
    return next(iter(same or fitting), written)


def _fits(written: str, member: str) -> bool:
    """Whether the parts of a name as it is written are parts of a member's, in their order, the last in full: Smith, J Smith."""
    parts, left = _parts(written), iter(_parts(member))
    return bool(parts) and len(parts[-1]) > 1 and all(any(_alike(part, one) for one in left) for part in parts)


def _alike(one: str, other: str) -> bool:
    """Whether two parts are the same, or one is the other's initial."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _parts(name: str) -> list[str]:
    """A name in small letters, part by part, without titles."""
    found = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name.casefold())
    return [one.replace("’", "'") for one in found if one not in TITLES]
