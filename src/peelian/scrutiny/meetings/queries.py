"""Committees, meetings and actions as the office reads them: what somebody may see, what waits, what is due."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, MeetingRecord
from peelian.scrutiny.meetings.papers import PapersDocument
from peelian.scrutiny.meetings.withheld import closed_parts


def closed_to(person: Person) -> list[str]:
    """Keys of meetings of which not all is out, of what is exempt of those whose agenda is not, and of papers that were read in, of
    bodies whose papers somebody may not see: their events tell of drafts.
    """
    ours = person.where(P.SEE_PAPERS)
    found = MeetingRecord.objects.exclude(committee__organisation__in=ours).exclude(minutes__in=("agreed", "signed"))
    actions = ActionRecord.objects.filter(meeting__in=found)
    papers = PapersDocument.objects.exclude(committee__organisation__in=ours)
    keys = [one.key for rows in (found, actions, papers) for one in rows.only("pk")]
    return [*keys, *closed_parts(found.filter(agenda="draft"))]


def committees_of(person: Person) -> list[CommitteeRecord]:
    """The committees whose papers somebody may see before they are out."""
    return list(
        CommitteeRecord.objects.filter(organisation__in=person.where(P.SEE_PAPERS)).select_related("organisation")
    )


def later_meetings(meeting: MeetingRecord) -> list[MeetingRecord]:
    """Meetings of the same committee that were held after one, the first first: they may agree or correct its minutes."""
    rows = MeetingRecord.objects.filter(committee=meeting.committee, on__gte=meeting.on, state="held", deleted=False)
    return in_order(one for one in rows if one.order > meeting.order)


def resolved_at(meeting: MeetingRecord) -> list[tuple[MeetingRecord, bool]]:
    """The meetings whose minutes were agreed at one (True), and those whose agreed minutes were corrected at it (False)."""
    others = list(MeetingRecord.objects.filter(committee=meeting.committee, deleted=False))
    agreed = [(one, True) for one in others if one.agreed_at == meeting.id_of]
    said = [(one, False) for one in others if any(each["at_meeting"] == meeting.id_of for each in one.corrections)]
    return agreed + said


def in_order(meetings: Iterable[MeetingRecord]) -> list[MeetingRecord]:
    """Meetings as they follow each other, by day and hour."""
    return sorted(meetings, key=lambda one: one.order)


def goes_on(meeting: MeetingRecord) -> MeetingRecord | None:
    """The sitting at which an adjourned meeting goes on; None where none is fixed, or it was called off."""
    return resuming(meeting).exclude(state__in=("cancelled", "postponed")).reverse().first()


def resuming(meeting: MeetingRecord) -> QuerySet[MeetingRecord]:
    """Every sitting that was to go on with a meeting, also those that were called off."""
    return MeetingRecord.objects.filter(committee=meeting.committee, resumes=meeting.id_of, deleted=False)


def sittings_of(meeting: MeetingRecord) -> list[MeetingRecord]:
    """The sitting that a meeting goes on with, and the one at which it goes on; none of a meeting that was held at once."""
    found = [goes_on(meeting)] if meeting.adjourned else []
    committee, _, slug = meeting.resumes.partition("/")
    if slug:
        found.append(MeetingRecord.objects.filter(committee=committee, slug=slug, deleted=False).first())
    return [one for one in found if one is not None]


WRITING = (
    "meeting.write",
    "meeting.write-item",
    "meeting.write-paper",
    "meeting.move-item",
    "minutes.write",
    "minutes.attendance",
)
"""The actions by which a meeting's words are written: of each person's saves the last stands for them."""
