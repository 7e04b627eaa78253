"""The agenda packs of a meeting as files: as they went out, or from what is known where no office sends any out."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from peelian.core.seeding import read_organisations
from peelian.documents.dispatching import as_known, file_now, sent
from peelian.documents.keeping import Kept
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.public.caching import kept_by_content
from peelian.public.views.committees import out
from peelian.scrutiny.meetings.publishing import committees_path
from peelian.scrutiny.meetings.records import Committee, Meeting


def pack(request: HttpRequest, committee_id: str, slug: str, number: int = 1) -> HttpResponse:
    """A pack of a meeting: the first is the agenda's, others hold what came later. Raises PeelianError where there is none."""
    held = out()
    meeting, committee = held.meeting(f"{committee_id}/{slug}"), held.committee(committee_id)
    found = sent(settings.PEELIAN_DATA, meeting.id)
    at = meeting.changed
    if 0 < number <= len(found):
        one = found[number - 1]
        file, at = file_now(settings.PEELIAN_DATA, one, meeting), dt.datetime.fromisoformat(one.pack["dispatched_at"])
    else:
        file = _unsent(committee, meeting, number, bool(found))
    name = f"{committee_id}-{slug}-{'agenda' if number == 1 else f'supplement-{number - 1}'}.pdf"
    answer = HttpResponse(file.path.read_bytes(), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return kept_by_content(request, answer, at)


def _unsent(committee: Committee, meeting: Meeting, number: int, others: bool) -> Kept:
    """Without an office the pack is made from what is known, when somebody asks first. Raises PeelianError where there is none."""
    house = House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)
    if number != 1 or others or not meeting.items:
        raise PeelianError(
            "unknown-pack",
            f"There is no such pack of {meeting.title}.",
            "The meeting's page says what went out.",
            {"meeting": meeting.id},
        )
    if committees_path(house.root).is_file():
        raise PeelianError(
            "unknown-pack", f"The pack of {meeting.title} is not printed yet.",
            "It is printed when its agenda has gone out, within minutes; the papers stand on the meeting's page.",
            {"meeting": meeting.id},
        )  # fmt: skip
    names = {entry["id"]: entry["name"] for entry in read_organisations(house.pack)}
    at = meeting.agenda_out or meeting.made or dt.datetime.combine(meeting.on, dt.time(), dt.UTC)
    return as_known(
        house.root, committee, meeting, body=names.get(committee.organisation, committee.organisation), at=at
    )
