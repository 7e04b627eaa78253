"""Agreed minutes on the desk, corrected as a later meeting resolved: words of a minute, and what is recorded as data."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from peelian.core.access import needs
from peelian.core.permissions import Permission as P
from peelian.scrutiny.meetings import minutes, resolving
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord
from peelian.workspace.committees.correct_forms import (
    CorrectAttendanceForm,
    CorrectForm,
    CorrectListForm,
    CorrectOutcomeForm,
)
from peelian.workspace.doing import attempt, who
from peelian.workspace.views.committee_desk import form_page, meeting_desk_of
from peelian.workspace.views.meeting_desk import home, inside
from peelian.workspace.views.minutes_desk import noted, outcome_shown

TITLES = {
    "outcome": "Correct what the committee did", "votes": "Correct the votes", "interests": "Correct the interests declared",
}  # fmt: skip
FIELDS = {"no-time": "until", "to-nobody": "to", "look-first": "seen", "wrong-meeting": "at"}
DONE = "It is corrected. Everybody reads what stood there beside what stands there now."


@needs(P.WRITE_PAPERS)
def correct(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Correct the words of an agreed minute."""
    found, held, around = noted(request, slug, day, pk)
    later = {one.slug: one for one in found.later}
    form = CorrectForm(request.POST or None, later=found.later)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        attempt(form, lambda: minutes.correct(
            held, later[said["at"]], said["before"], said["after"], seen=said["seen"], by=who(request)
        ), FIELDS | {"not-there": "before", "same-words": "after"})  # fmt: skip
        if form.is_valid():
            messages.success(request, "The minute is corrected, and shows what stood there.")
            return home(found, f"item-{pk}")
    return form_page(
        request, form, "Correct the minute", say=held.minute, **around | {"back": f"{found.home}#item-{pk}"}
    )


@needs(P.WRITE_PAPERS)
def correct_data(request: HttpRequest, slug: str, day: str, pk: int, what: str) -> HttpResponse:
    """Correct the outcome, the votes or the interests of an item in agreed minutes."""
    found, held, around = noted(request, slug, day, pk)
    if what not in resolving.OF_ITEM:
        raise Http404
    later = {one.slug: one for one in found.later}
    more = "more" in request.POST
    form = _form_of(request, held, what, found.later, more=more)
    if request.method == "POST" and not more and form.is_valid():
        said = form.cleaned_data
        attempt(form, lambda: resolving.set_right(
            held, later[said["at"]], what, form.now, version=said["version"] or 0, seen=said["seen"], by=who(request)
        ), FIELDS)  # fmt: skip
        if form.is_valid():
            messages.success(request, DONE)
            return home(found, f"item-{pk}")
    back = {"back": f"{found.home}#item-{pk}"}
    return form_page(request, form, TITLES[what], rows=what != "outcome", **around | back)


def _form_of(request: HttpRequest, held: ItemRecord, what: str, later: list[MeetingRecord], *, more: bool) -> Any:
    data = request.POST if request.method == "POST" else None
    if what == "outcome":
        return CorrectOutcomeForm(data, initial=outcome_shown(held), later=later)
    entries = held.votes if what == "votes" else held.interests
    return CorrectListForm(data, what=what, entries=entries, later=later, more=more, initial={"version": held.version})


@needs(P.WRITE_PAPERS)
def correct_attendance(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Correct who was there in agreed minutes."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    later = {one.slug: one for one in found.later}
    more = "more" in request.POST
    data = request.POST if request.method == "POST" else None
    shown = {"version": found.record.version}
    form = CorrectAttendanceForm(
        data, entries=list(found.record.attendance), later=found.later, more=more, initial=shown
    )
    if data is not None and not more and form.is_valid():
        said = form.cleaned_data
        attempt(form, lambda: resolving.set_attendance_right(
            found.record, later[said["at"]], form.now, version=said["version"] or 0, seen=said["seen"], by=who(request)
        ), FIELDS)  # fmt: skip
        if form.is_valid():
            messages.success(request, DONE)
            return home(found)
    return form_page(request, form, "Correct who was there", rows=True, **inside(found))
