"""A pack is printed when its agenda has gone out, and again for what comes later: by a worker, never by a page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db.models import QuerySet

from peelian.core.acting import CLOCK, Actor
from peelian.core.jobs.actions import ask, try_again
from peelian.core.jobs.kinds import Ending, Work, job
from peelian.core.jobs.models import FAILED, FINISHED, OPEN_STATES, STOPPED, Job
from peelian.core.models import Organisation
from peelian.core.permissions import Permission
from peelian.documents.dispatching import dispatch, printed_pages, sent
from peelian.documents.freezing import late_papers, quarters_for
from peelian.figures.house import House, today
from peelian.scrutiny.meetings.agenda import DISPATCHED, take_pages
from peelian.scrutiny.meetings.models import MeetingRecord
from peelian.scrutiny.meetings.records import Meeting
from peelian.scrutiny.meetings.reports import areas_of_reports
from peelian.scrutiny.meetings.shelf import shelf

PRINT = "pack.print"


@job(PRINT, title="Print an agenda pack", permission=Permission.WRITE_PAPERS)
def print_pack(work: Work) -> Ending:
    """Print what of a meeting has not gone out as a pack. Argument: ``meeting``, its id. Done twice it comes to the same.

    It reads what everybody may read of the meeting, so nothing else can come into the pack. The papers then have the pages that
    are printed on them, whatever was counted before.
    """
    out = shelf(work.house.root, work.house.pack)
    meeting = out.meeting(work.arguments["meeting"])
    committee = out.committee(meeting.committee)
    made = dispatch(
        work.house.root, committee, meeting, body=Organisation.objects.get(pk=committee.organisation).name,
        at=_moment(work.house.root, meeting), quarters=quarters_for(meeting, work.house.root, areas_of_reports(meeting)),
        told=lambda done, of: work.progress(done, of, meeting.title),
    )  # fmt: skip
    record = MeetingRecord.objects.get(committee=meeting.committee, slug=meeting.id.partition("/")[2])
    pages = printed_pages(sent(work.house.root, meeting.id))
    return Ending(
        {"meeting": meeting.id, "pack": made.number if made else None, "pages": made.last_page if made else None},
        records=lambda: take_pages(record, pages, by=CLOCK),
    )


def _moment(root: Path, meeting: Meeting) -> dt.datetime:
    """When a pack goes out: the first with its agenda, each further one as it is printed."""
    later = bool(sent(root, meeting.id))
    return dt.datetime.now(dt.UTC) if later or meeting.agenda_out is None else meeting.agenda_out


def ask_for_pack(meeting: MeetingRecord) -> None:
    """Have the pack of a meeting printed: its agenda has gone out, or something was added to it."""
    ask(PRINT, {"meeting": meeting.id_of}, organisation=meeting.owner, by=CLOCK)


def print_again(meeting: MeetingRecord, *, by: Actor) -> int:
    """Try every printing of a meeting's packs again that failed or was stopped; returns how many. Raises NotAllowed."""
    found = _prints_of(meeting).filter(state__in=(FAILED, STOPPED)).order_by("pk")
    for one in found:
        try_again(one, by=by)
    return len(found)


def unprinted(house: House, meeting: MeetingRecord) -> Job | None:
    """The last job that was to print a pack of a meeting, where some of it is still not printed; None where all of it is, or nobody
    has asked.
    """
    if meeting.agenda != "out" or not _unprinted(house, meeting):
        return None
    return _prints_of(meeting).exclude(state=FINISHED).first()


def _prints_of(meeting: MeetingRecord) -> QuerySet[Job]:
    return Job.objects.filter(kind=PRINT, arguments__meeting=meeting.id_of)


def ask_for_lost(house: House) -> list[str]:
    """Ask for the packs of meetings to come that nothing was asked of, because the process was killed before; returns whose."""
    asked = {one.arguments["meeting"] for one in Job.objects.filter(kind=PRINT, state__in=OPEN_STATES)}
    rows = MeetingRecord.objects.filter(agenda="out", deleted=False, state__in=("planned", "called"), on__gte=today())
    lost = [one for one in rows.select_related("committee") if one.id_of not in asked and _unprinted(house, one)]
    for one in lost:
        ask_for_pack(one)
    return [one.id_of for one in lost]


def _unprinted(house: House, record: MeetingRecord) -> bool:
    meeting, gone = shelf(house.root, house.pack).meeting(record.id_of), sent(house.root, record.id_of)
    return not gone or bool(late_papers(meeting, {paper for one in gone for paper in one.held}))


if ask_for_pack not in DISPATCHED:
    DISPATCHED.append(ask_for_pack)
