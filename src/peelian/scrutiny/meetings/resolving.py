"""What agreed minutes record as data, corrected by a resolution of a later meeting: an outcome, votes, interests, who was there.

What stood there and what stands there now are kept side by side, as of corrected words, and are public; the event has both as data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from peelian.core.acting import Actor, acting, action, unchanged_since
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings.content import committee_of, meeting_of
from peelian.scrutiny.meetings.minutes import must_be_corrected_at, must_be_outcome, must_fit, votes_cast
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord
from peelian.scrutiny.meetings.records import Corrected, Item, Meeting
from peelian.scrutiny.meetings.resolved_here import denied
from peelian.scrutiny.meetings.rules import CORRECTABLE, Lack, decided_oddly, votes_that_do_not_fit
from peelian.scrutiny.meetings.saying import interest_words, joined, moved, outcome_words, vote_words
from peelian.scrutiny.meetings.writing import held, held_item, must_lack_nothing, refuse, told, written

OF_ITEM = tuple(one for one in get_args(Corrected) if one not in ("minute", "attendance"))
"""What of an item is corrected as data."""


@action("minutes.set-right")
def set_right(
    item: ItemRecord,
    at: MeetingRecord,
    what: str,
    now: Any,
    *,
    version: int,
    seen: bool = False,
    by: Actor,
    reason: str = "",
) -> MeetingRecord:
    """Correct an outcome, the votes or the interests of an item (``OF_ITEM``) of agreed minutes, as a later meeting resolved.

    ``now`` is what is to stand there, whole. Raises PeelianError for what cannot be right, where nothing changes, where somebody
    wrote since ``version``, and for what must be looked at and was not ``seen``.
    """
    by.must(P.WRITE_PAPERS, item.owner)
    kept = held_item(item)
    unchanged_since(kept, version)
    meeting = _agreed(kept.meeting, at)
    if what not in OF_ITEM:
        raise TypeError(f"{what} of an item is not corrected here.")
    if what == "outcome":
        must_be_outcome(now)
    before = _item(meeting, kept.number)
    if what == "votes":
        now = votes_cast(kept, now)
    if not acting().change(kept, **{what: now}):
        raise _same()
    after = _item(meeting, kept.number)
    if what == "votes":
        must_fit(kept, after.votes)
    _must_be_looked_at(meeting, kept.number, seen=seen)
    acting().change(kept, version=kept.version + 1)
    return _kept(meeting, at, what, _words(before, what), _words(after, what), kept.number)


@action("minutes.set-attendance-right")
def set_attendance_right(
    meeting: MeetingRecord, at: MeetingRecord, entries: Sequence[dict[str, Any]], *, version: int, seen: bool = False, by: Actor,
    reason: str = "",
) -> MeetingRecord:  # fmt: skip
    """Correct who was there in agreed minutes, as a later meeting resolved. Raises PeelianError as ``set_right`` does."""
    by.must(P.WRITE_PAPERS, meeting.owner)
    kept = held(meeting)
    unchanged_since(kept, version)
    _agreed(kept, at)
    before = meeting_of(kept).attendance
    if not entries:
        raise PeelianError("nobody-there", "Nobody is named.", "Say who was there, and who was not.")
    if not acting().change(kept, attendance=list(entries)):
        raise _same()
    after = meeting_of(kept).attendance
    _must_be_looked_at(kept, seen=seen)
    return _kept(kept, at, "attendance", *moved(before, after))


def _agreed(meeting: MeetingRecord, at: MeetingRecord) -> MeetingRecord:
    """The meeting, where its minutes are agreed and another can have corrected them. Raises WrongStep, PeelianError."""
    if meeting.minutes not in CORRECTABLE:
        refuse(
            "The committee has not agreed these minutes yet.",
            "Write them as they are to be; nothing needs to be resolved.",
        )
    must_be_corrected_at(meeting, at)
    return meeting


def _same() -> PeelianError:
    return PeelianError("same-words", "This is what stands there.", "Enter what is to stand there from now on.")


def _item(meeting: MeetingRecord, number: str) -> Item:
    return next(one for one in meeting_of(meeting).items if one.number == number)


def _words(item: Item, what: str) -> str:
    if what == "outcome":
        return outcome_words(item.outcome)
    if what == "votes":
        return joined(vote_words(one) for one in item.votes)
    return joined(interest_words(one) for one in item.interests)


def _must_be_looked_at(meeting: MeetingRecord, number: str = "", *, seen: bool) -> None:
    """Raises PeelianError for votes that do not fit any more, outcomes other than a vote says, and what the meeting resolved
    without a quorum as it turns out, unless they were ``seen``: the resolution may correct each, one after the other.
    """
    whole, committee = meeting_of(meeting), committee_of(meeting.committee)
    found = [one for item in whole.items if number in ("", item.number) for one in _odd(item, whole, committee)]
    found += [Lack(f"{one} What was resolved stays.", warning=True) for one in denied(meeting)]
    must_lack_nothing(found, seen=seen)


def _odd(item: Item, whole: Meeting, committee: Any) -> list[Lack]:
    odd = [*votes_that_do_not_fit(item, whole, committee), *decided_oddly(item, whole, committee)]
    return [Lack(one.what, one.item, warning=True) for one in odd]


def _kept(
    meeting: MeetingRecord, at: MeetingRecord, what: str, before: str, after: str, item: str = ""
) -> MeetingRecord:
    entry = {"day": at.on.isoformat(), "at_meeting": at.id_of, "what": what, "before": before, "after": after}
    act = acting()
    corrections = [*meeting.corrections, entry | ({"item": item} if item else {})]
    act.change(meeting, corrections=corrections, version=meeting.version + 1)
    act.about(meeting)
    written(meeting)
    told(meeting.committee)
    return meeting
