"""The records of scrutiny: what each part keeps stands in its own module; Django finds them here."""

from __future__ import annotations

from peelian.scrutiny.meetings.models import (
    ActionRecord,
    ActionWord,
    CommitteeRecord,
    ItemRecord,
    MeetingRecord,
    PaperRecord,
    Seat,
)

__all__ = ["ActionRecord", "ActionWord", "CommitteeRecord", "ItemRecord", "MeetingRecord", "PaperRecord", "Seat"]
