"""Actions on the desk: followed by the committee that asked, and answered by the body that was asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from peelian.core.access import needs
from peelian.core.permissions import Permission as P
from peelian.core.queries import tellings
from peelian.figures.house import today
from peelian.scrutiny.meetings import actions
from peelian.scrutiny.meetings.content import action_of
from peelian.scrutiny.meetings.models import ActionRecord, MeetingRecord
from peelian.scrutiny.meetings.queries import later_meetings
from peelian.scrutiny.meetings.recorded import events_of_action
from peelian.ui.components import Link
from peelian.ui.meeting import ActionLine
from peelian.workspace.committees.action_forms import ActionForm, ClaimForm, FollowForm, bodies_here, meetings_ahead
from peelian.workspace.committees.desk import bare, trail
from peelian.workspace.doing import attempt, person_of, who
from peelian.workspace.history import told_event
from peelian.workspace.views.committee_desk import NAV, committees_of, form_page

ASKED = {"nav": "/office/asked"}
FIELDS = {
    "no-words": "words",
    "too-early": "at",
    "out-of-order": "at",
    "no-reason": "reason",
    "unknown-meeting": "due_meeting",
}


def _rows() -> QuerySet[ActionRecord]:
    rows: QuerySet[ActionRecord] = ActionRecord.objects.select_related(
        "committee__organisation", "meeting", "item", "asked"
    )
    return rows


def _line(point: ActionRecord) -> ActionLine:
    return ActionLine(action_of(point), [bare(one) for one in MeetingRecord.objects.filter(deleted=False)], today())


@needs(P.SEE_PAPERS)
def action(request: HttpRequest, slug: str) -> HttpResponse:
    """One action of one's committee: what was said of it, and what follows."""
    point = get_object_or_404(_rows(), committee__in=committees_of(request), slug=slug)
    line, by = _line(point), who(request)
    writes = by.may(P.WRITE_PAPERS, point.owner)
    held = [point.meeting, *later_meetings(point.meeting)][::-1]
    form = FollowForm(request.POST or None, meetings=held, closed=line.action.state != "open") if writes else None
    if request.method == "POST" and form is not None and form.is_valid():
        said = form.cleaned_data
        act: Any = {"say": actions.say, "close": actions.close, "drop": actions.drop, "reopen": actions.reopen}[
            said["what"]
        ]
        at = next((one for one in held if str(one.pk) == said["at"]), None)
        attempt(form, lambda: act(point, said["words"], at, by=by), FIELDS)
        if form.is_valid():
            messages.success(request, "It is on record.")
            return redirect("action", slug)
    return render(request, "workspace/committees/action.html", NAV | {
        "line": line, "point": point, "form": form, "writes": writes,
        "trail": trail(point.committee, Link("Actions", _list(point))),
        "events": [told_event(told) for told in tellings(events_of_action(point)[:40])],
    })  # fmt: skip


def _list(point: ActionRecord) -> str:
    return f"/office/committees/{point.committee_id}/actions"


@needs(P.WRITE_PAPERS)
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is to be done, by whom and when."""
    point = get_object_or_404(_rows(), committee__in=committees_of(request, P.WRITE_PAPERS), slug=slug)
    shown = {name: getattr(point, name) for name in ("text", "who", "due", "due_words", "due_meeting", "version")}
    form = ActionForm(
        request.POST or None, initial=shown | {"asked": point.asked_id or ""}, kept=True, bodies=bodies_here(),
        meetings=meetings_ahead(point.meeting),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        version, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
        told = form.fields_told
        attempt(form, lambda: actions.write(point, version=version, reason=reason, by=who(request), **told), FIELDS)
        if form.is_valid():
            messages.success(request, "Saved.")
            return redirect("action", slug)
    return form_page(
        request, form, "Change the action", trail=trail(point.committee, Link("Actions", _list(point))),
        back=f"/office/actions/{slug}",
    )  # fmt: skip


@needs(P.ANSWER_COMMITTEE)
def asked(request: HttpRequest) -> HttpResponse:
    """What committees asked of one's body."""
    mine = person_of(request).where(P.ANSWER_COMMITTEE)
    lines = [(_line(one), one) for one in _rows().filter(asked__in=mine)]
    lines.sort(key=lambda one: (one[0].action.state != "open", not one[0].late))
    return render(request, "workspace/committees/asked.html", ASKED | {"lines": lines})


@needs(P.ANSWER_COMMITTEE)
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Say for one's body that something is done."""
    point = get_object_or_404(_rows(), asked__in=person_of(request).where(P.ANSWER_COMMITTEE), slug=slug)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: actions.claim(point, form.cleaned_data["words"], by=who(request)), FIELDS)
        if form.is_valid():
            messages.success(request, "The committee is told. It closes it when it is content.")
            return redirect("asked")
    return render(request, "workspace/committees/claim.html", ASKED | {
        "form": form, "line": _line(point), "trail": [Link("Asked by committees", "/office/asked")],
    })  # fmt: skip
