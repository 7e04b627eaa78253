"""Whether a vote can have been cast as it is noted: by no more than could vote, by nobody who could not, and a tie decided by who
presided (LGA 1972 Sch 12 para 39). Pure functions of who was in the room.
"""

from __future__ import annotations

from dataclasses import dataclass

from peelian.scrutiny.meetings.records import Vote


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
