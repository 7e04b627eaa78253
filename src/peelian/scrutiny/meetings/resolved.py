"""Whether a meeting can have resolved something about the minutes of another: somebody was there, enough of them, and the item was
taken. Pure functions of records; no database.

What nobody can tell any more is not held against it: of a meeting that was taken in from a document which does not say who was
there, and whose minutes nobody writes here, the resolution stands.
"""

from __future__ import annotations

from peelian.core.clocks.dates import in_full
from peelian.scrutiny.meetings.records import Committee, Item, Meeting
from peelian.scrutiny.meetings.rules import quorum_of

NOTE_FIRST = "Note who was there at that meeting first; then note what it resolved."
NO_QUORUM = (
    "Without a quorum nothing is resolved. Correct who was there, where that is wrong; else name another meeting."
)
STANDS_OVER = "It is taken at the sitting that goes on. Name that one, once it is noted as held."


def cannot_have_resolved(meeting: Meeting, committee: Committee, *, agreed: bool) -> tuple[str, str] | None:
    """Why a meeting that was held cannot have ``agreed`` the minutes of another, or else corrected them, and what to do; None where
    it can have.
    """
    day = in_full(meeting.on)
    if not any(one.presence in ("present", "substitute") for one in meeting.attendance):
        written_here = meeting.minutes is not None and meeting.minutes.state == "draft"
        if meeting.attendance or written_here:
            return f"Nobody is on record as there at the meeting of {day}.", NOTE_FIRST
    if broken := broken_off(meeting, committee, agreed=agreed):
        return broken
    short = [one for one in quorum_of(meeting, committee) if one.item in _numbers(meeting, agreed=agreed)]
    if short and all(one.enough is False for one in short):
        return f"The meeting of {day} had no quorum. Item {short[0].item}: {short[0].sentence}", NO_QUORUM
    return None


def broken_off(meeting: Meeting, committee: Committee, *, agreed: bool) -> tuple[str, str] | None:
    """Why a meeting that was adjourned cannot have done so before it was, and what to do; None where it can have.

    One that was adjourned for want of a quorum had one until then, where who was there, item by item, shows that it had.
    """
    held, day = meeting.adjourned, in_full(meeting.on)
    if held is None:
        return None
    taken = _numbers(meeting, agreed=agreed)
    if not taken:
        return f"At the meeting of {day} the item stood over: {', '.join(held.items)}.", STANDS_OVER
    if held.inquorate and not any(one.enough for one in quorum_of(meeting, committee) if one.item in taken):
        return (
            f"The meeting of {day} was adjourned for want of a quorum, and nothing shows that it had one before.",
            NO_QUORUM,
        )
    return None


def _numbers(meeting: Meeting, *, agreed: bool) -> set[str]:
    """The items at which it can have been done: minutes are agreed at those that are about minutes, where there are any."""
    own: tuple[Item, ...] = tuple(one for one in meeting.items if one.kind == "minutes") if agreed else ()
    return {one.number for one in own or meeting.items if not meeting.stands_over(one.number)}
