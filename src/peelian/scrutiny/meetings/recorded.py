"""The events of a meeting and of an action: also those that are about the papers, or the meeting, that they were taken in from."""

from __future__ import annotations

from collections.abc import Iterable

from peelian.audit.models import Event
from peelian.core.records import Record
from peelian.scrutiny.meetings.models import ActionRecord, MeetingRecord
from peelian.scrutiny.meetings.papers import PapersProposal

CONFIRMED = "papers.confirm"


def events_of_meeting(meeting: MeetingRecord) -> list[Event]:
    """What was done to a meeting, newest first, with what of it was taken in from papers at the desk."""
    own = Event.objects.filter(subject=meeting.key)
    proposals = list(_proposals(meeting))
    papers = Event.objects.filter(action=CONFIRMED, subject__in={one.document.key for one in proposals})
    return newest_first([*own, *_touching(papers, proposals)])


def events_of_action(point: ActionRecord) -> list[Event]:
    """What was done to an action, newest first, with the event that noted it: that may be about its meeting, or papers."""
    own = Event.objects.filter(subject=point.key)
    subjects = {point.meeting.key, *(one.document.key for one in _proposals(point.meeting))}
    return newest_first([*own, *_touching(Event.objects.filter(subject__in=subjects), [point])])


def _proposals(meeting: MeetingRecord) -> Iterable[PapersProposal]:
    rows: Iterable[PapersProposal] = PapersProposal.objects.filter(became=meeting.id_of).select_related("document")
    return rows


def _touching(events: Iterable[Event], records: Iterable[Record]) -> list[Event]:
    """Those that changed one of the records."""
    keys = {one.key for one in records}
    return [one for one in events if keys & {change["record"] for change in one.changes}]


def newest_first(events: Iterable[Event]) -> list[Event]:
    """Events, the last first."""
    return sorted(events, key=lambda one: -one.number)
