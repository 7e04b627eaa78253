"""The minutes of a meeting on the desk: who was there, each item, and what a later meeting corrects."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.permissions import Permission as P
from peelian.scrutiny.meetings import actions, minutes
from peelian.scrutiny.meetings.models import ItemRecord, Seat
from peelian.ui.components import Link
from peelian.ui.format import counted
from peelian.workspace.committees.action_forms import ActionForm, bodies_here, meetings_ahead
from peelian.workspace.committees.desk import MeetingDesk
from peelian.workspace.committees.minute_forms import (
    AttendanceForm,
    InterestForm,
    MinuteForm,
    QuestionForm,
    VoteForm,
)
from peelian.workspace.doing import attempt, refusal, who
from peelian.workspace.views.committee_desk import form_page, meeting_desk_of
from peelian.workspace.views.meeting_desk import about, home, inside, item_of


def _begun(meeting: MeetingDesk) -> list[dict[str, Any]]:
    """Who is noted, or who could have been there: whoever holds a seat, with nothing said of them yet."""
    if meeting.record.attendance:
        return list(meeting.record.attendance)
    seats = Seat.objects.filter(committee=meeting.record.committee)
    day = meeting.record.on
    sitting = [one for one in seats if (not one.since or one.since <= day) and (not one.until or day <= one.until)]
    return [{"name": one.name} for one in sitting if one.role != "substitute"]


@needs(P.WRITE_PAPERS)
def attendance(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Who was there and for which items."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    more = "more" in request.POST
    data = request.POST if request.method == "POST" else None
    form = AttendanceForm(data, entries=_begun(found), more=more)
    if data is not None and not more and form.is_valid():
        attempt(form, lambda: minutes.note_attendance(found.record, form.entries, by=who(request)))
        if form.is_valid():
            messages.success(request, "Who was there is on record.")
            return home(found)
    return form_page(request, form, "Who was there", rows=True, **inside(found))


def outcome_shown(held: ItemRecord) -> dict[str, Any]:
    """What the committee did with an item, as its forms ask for it."""
    outcome = held.outcome or {}
    return {"version": held.version, "outcome": outcome.get("kind", "")} | {
        key: outcome.get(key, "") for key in ("words", "until", "to")
    }  # fmt: skip


@needs(P.WRITE_PAPERS)
def minute(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """The minute of an item, its outcome, and what else is noted of it."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    held = item_of(found, pk)
    shown = outcome_shown(held) | {name: getattr(held, name) for name in ("minute", "minute_number", "urgent")}
    form = MinuteForm(request.POST or None, initial=shown, urgent=bool(held.urgent) or held.kind == "urgent",
                      public=held.meeting.minutes_open)  # fmt: skip
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        fields, seen = (
            {"no-time": "until", "to-nobody": "to", "look-first": "seen"},
            form.cleaned_data.get("seen", False),
        )
        attempt(form, lambda: minutes.write(held, version=version, seen=seen, by=who(request), **form.told), fields)
        if form.is_valid():
            messages.success(request, f"The minute of item {held.number} is saved.")
            return home(found, f"item-{pk}")
    shown_page = next(one for one in found.page.items if one.item.number == held.number)
    return render(request, "workspace/committees/minute.html", about(found, Link(f"Item {held.number}", "")) | {
        "form": form, "item": held, "one": shown_page, "title": f"Minute of item {held}",
    })  # fmt: skip


def noted(request: HttpRequest, slug: str, day: str, pk: int) -> tuple[MeetingDesk, ItemRecord, dict[str, Any]]:
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    held = item_of(found, pk)
    address = f"{found.home}/minutes/{pk}"
    return found, held, inside(found) | {"back": address, "where": f"Item {held}"}


@needs(P.WRITE_PAPERS)
def interest(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Note an interest that a member declared."""
    _, held, around = noted(request, slug, day, pk)
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: minutes.declare(held, by=who(request), **form.cleaned_data))
        if form.is_valid():
            return _back(request, around, "The interest is on record.")
    return form_page(request, form, "Note an interest", **around)


VOTE_FIELDS = {
    "names": "named",
    "which-member": "named",
    "for": "yes",
    "strange-casting": "casting",
    "no-tie": "casting",
}
"""Which field of a vote a refusal is about."""


@needs(P.WRITE_PAPERS)
def vote(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Note a vote."""
    found, held, around = noted(request, slug, day, pk)
    form = VoteForm(request.POST or None, initial={"version": held.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        attempt(form, lambda: minutes.note_vote(
            held, form.counts, casting=said["casting"], names=said["named"], version=said["version"], by=who(request)
        ), VOTE_FIELDS)  # fmt: skip
        if form.is_valid():
            if unsure := minutes.unproved_votes(found.record):
                messages.warning(request, unsure)
            return _back(request, around, "The vote is on record.")
    return form_page(request, form, "Note a vote", **around)


@needs(P.WRITE_PAPERS)
def question(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Note a question to a witness, the answer, and what was undertaken in it."""
    found, held, around = noted(request, slug, day, pk)
    more = "more" in request.POST
    data = request.POST if request.method == "POST" else None
    ahead = meetings_ahead(found.record)
    form = QuestionForm(data, more=more, public=held.meeting.minutes_open, meetings=ahead, bodies=bodies_here())
    if data is not None and not more and form.is_valid():
        said = {name: form.cleaned_data[name] for name in minutes.ASKED}
        seen = form.cleaned_data.get("seen", False)
        attempt(form, lambda: minutes.ask(held, undertakings=form.undertakings, seen=seen, by=who(request), **said),
                {"look-first": "seen"})  # fmt: skip
        if form.is_valid():
            return _back(request, around, "Question and answer are on record.")
    return form_page(request, form, "Note a question", rows=True, **around)


@needs(P.WRITE_PAPERS)
def correct_question(request: HttpRequest, slug: str, day: str, pk: int, place: int) -> HttpResponse:
    """Correct a question or its answer in a draft, and add what was undertaken besides."""
    found, held, around = noted(request, slug, day, pk)
    if place >= len(held.questions):
        raise Http404
    more = "more" in request.POST
    data = request.POST if request.method == "POST" else None
    shown = {name: held.questions[place].get(name, "") for name in minutes.ASKED} | {"version": held.version}
    form = QuestionForm(
        data, more=more, public=held.meeting.minutes_open, meetings=meetings_ahead(found.record), bodies=bodies_here(),
        initial=shown,
    )  # fmt: skip
    if data is not None and not more and form.is_valid():
        told = form.cleaned_data
        attempt(form, lambda: minutes.correct_question(
            held, place, version=told["version"] or 0, undertakings=form.undertakings, seen=told.get("seen", False),
            by=who(request), **{name: told[name] for name in minutes.ASKED},
        ), {"look-first": "seen"})  # fmt: skip
        if form.is_valid():
            return _back(request, around, "Question and answer are corrected.")
    points = len(held.questions[place].get("undertakings", ()))
    say = (
        f"{counted(points, 'undertaking', 'undertakings')} in it {'is' if points == 1 else 'are'} followed already."
        if points
        else ""
    )
    return form_page(request, form, "Correct a question", rows=True, say=say, **around)


def _back(request: HttpRequest, around: dict[str, Any], text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect(around["back"])


@needs(P.WRITE_PAPERS)
@require_POST
def strike(request: HttpRequest, slug: str, day: str, pk: int, what: str, place: int) -> HttpResponse:
    """Take an interest, a vote or a question out of a draft again."""
    _, held, around = noted(request, slug, day, pk)
    if what not in minutes.LISTS:
        raise Http404
    if why := refusal(lambda: minutes.strike(held, what, place, by=who(request))):
        messages.error(request, why)
        return redirect(around["back"])
    return _back(request, around, "It is taken out.")


@needs(P.WRITE_PAPERS)
def raise_action(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Note something that is to be done after the meeting."""
    found, held, around = noted(request, slug, day, pk)
    ahead = meetings_ahead(found.record)
    form = ActionForm(request.POST or None, meetings=ahead, bodies=bodies_here())
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.raise_action(held, form.wanted, by=who(request)))
        if made:
            messages.success(request, "The action is on record, and followed from meeting to meeting.")
            return home(found, f"item-{pk}")
    return form_page(request, form, "Note something to be done", **around | {"back": f"{found.home}#item-{pk}"})
