"""What a meeting resolved about the minutes of others stays resolved: its own record comes to deny it by resolution alone."""

from __future__ import annotations

from peelian.core.clocks.dates import in_full
from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings.content import committee_of, meeting_of
from peelian.scrutiny.meetings.models import MeetingRecord
from peelian.scrutiny.meetings.queries import resolved_at
from peelian.scrutiny.meetings.resolved import cannot_have_resolved

LAWFUL = (
    "What a committee has resolved stays. Let it agree the minutes of this meeting as they stand; a resolution of a later meeting "
    "then corrects them, and both stay on record."
)


def denied(meeting: MeetingRecord) -> list[str]:
    """What was resolved at a meeting and, as it is on record now, cannot have been, each in a sentence."""
    others = resolved_at(meeting)
    if not others:
        return []
    whole, committee = meeting_of(meeting), committee_of(meeting.committee)
    found = [(other, agreed, cannot_have_resolved(whole, committee, agreed=agreed)) for other, agreed in others]
    return [
        f"The minutes of {in_full(other.on)} were {'agreed' if agreed else 'corrected'} at this meeting. {why[0]}"
        for other, agreed, why in found if why
    ]  # fmt: skip


def must_deny_nothing(meeting: MeetingRecord, before: list[str]) -> None:
    """Raises PeelianError where what a meeting resolved cannot have been resolved any more, and could ``before``."""
    if not before and (found := denied(meeting)):
        raise PeelianError("has-resolved", " ".join(dict.fromkeys(found)), LAWFUL)
