"""Committees in the office: which there are, who sits on them, by what rules they meet, and their meetings."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.queries import overseen, tellings
from peelian.figures.house import today
from peelian.plans.kinds import new_slug
from peelian.scrutiny.meetings import committees, life
from peelian.scrutiny.meetings.content import committee_of
from peelian.scrutiny.meetings.models import CommitteeRecord, MeetingRecord, Seat
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Link, Row
from peelian.ui.meeting import COMMITTEES, ROLES, tally
from peelian.ui.meeting_words import rule_words, rules_over_time
from peelian.workspace.committees.choosing import topics_among
from peelian.workspace.committees.desk import LIST, CommitteeDesk, MeetingDesk, actions_of, trail
from peelian.workspace.committees.forms import CommitteeForm, EndSeatForm, MeetingForm, RuleForm, SeatForm
from peelian.workspace.doing import attempt, person_of, refusal, who
from peelian.workspace.history import told_event
from peelian.workspace.views.desk import house

PLAN_FIELDS = {"past-day": "on", "far-day": "on", "full-day": "on", "same-meeting": "begins"}
RULE_FIELDS = {
    **dict.fromkeys(("ruled-already", "same-rule"), "since"), **dict.fromkeys(("bad-definition", "too-many"), "quorum"),
    "no-reason": "reason",
}  # fmt: skip
NAV = {"nav": "/office/committees"}


def committees_of(request: HttpRequest, permission: P = P.SEE_PAPERS) -> QuerySet[CommitteeRecord]:
    """Committees of the organisations over which one has a permission."""
    mine = overseen(person_of(request), permission)
    return CommitteeRecord.objects.filter(organisation__in=mine).select_related("organisation", "parent")


def desk_of(request: HttpRequest, slug: str, permission: P = P.SEE_PAPERS) -> CommitteeDesk:
    """The desk of a committee. Raises Http404, also where it is somebody else's."""
    return CommitteeDesk(get_object_or_404(committees_of(request, permission), pk=slug), who(request))


def meeting_desk_of(request: HttpRequest, slug: str, day: str, permission: P = P.SEE_PAPERS) -> MeetingDesk:
    """The desk of a meeting. Raises Http404, also where it is somebody else's."""
    rows = MeetingRecord.objects.select_related("committee__organisation")
    found = get_object_or_404(rows, committee__in=committees_of(request, permission), committee=slug, slug=day)
    return MeetingDesk(found, who(request))


def form_page(request: HttpRequest, form: Any, title: str, **more: Any) -> HttpResponse:
    """A page with one form. ``back`` leads to where nothing is done."""
    return render(
        request, "workspace/committees/form.html", NAV | {"form": form, "title": title, "button": "Save"} | more
    )


@needs(P.SEE_PAPERS)
def listed(request: HttpRequest) -> HttpResponse:
    """Every committee of one's organisation: its next meeting, and what is open."""
    desks = [CommitteeDesk(one, who(request)) for one in committees_of(request)]
    rows = tuple(
        Row((
            Cell(one.record.title, f"/office/committees/{one.record.pk}", note=COMMITTEES[one.record.kind]),
            Cell(words.day(one.coming[0].on), f"/office/committees/{one.coming[0].id_of}") if one.coming else Cell("none planned"),
            Cell(tally(one.actions)),
        ))
        for one in desks
    )  # fmt: skip
    heads = tuple(map(Column, ("Committee", "Next meeting", "Actions")))
    return render(request, "workspace/committees/list.html", NAV | {
        "table": FigureTable("committees", "Committees", heads, rows, caption_hidden=True),
        "may_found": bool(person_of(request).where(P.WRITE_PAPERS)),
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
def found(request: HttpRequest) -> HttpResponse:
    """Set up a committee."""
    owner = Organisation.objects.get(pk=person_of(request).where(P.WRITE_PAPERS)[0])
    others = list(committees_of(request))
    among = topics_among(house().pack)
    form = CommitteeForm(request.POST or None, others=others, topics=among)
    if request.method == "POST" and form.is_valid():
        slug = new_slug(form.cleaned_data["title"], CommitteeRecord.objects.values_list("pk", flat=True))
        made = attempt(form, lambda: committees.found(owner, slug, by=who(request), **form.told))
        if made:
            messages.success(request, f"{made.title} is set up.")
            return redirect("committee-desk", made.pk)
    return form_page(
        request, form, "Set up a committee", trail=[LIST], back="/office/committees", button="Set it up", lists=[among]
    )


@needs(P.SEE_PAPERS)
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """One committee: its meetings, members and actions."""
    found_desk = desk_of(request, slug)
    seats = tuple(
        Row((
            Cell(one.name, note="" if one.votes else "no vote"), Cell(ROLES[one.role], note=one.party or one.body),
            Cell(words.day(one.since) if one.since else "not known"), Cell(words.day(one.until) if one.until else ""),
            *([Cell("End it", f"/office/committees/{slug}/seats/{one.pk}/end")] if found_desk.writes else []),
        ))
        for one in found_desk.seats
    )  # fmt: skip
    heads = tuple(map(Column, ("Name", "Role", "From", "Until", *(["End"] if found_desk.writes else []))))
    return render(request, "workspace/committees/committee.html", NAV | {
        "desk": found_desk, "committee": found_desk.record, "trail": [LIST], "kind": COMMITTEES[found_desk.record.kind],
        "ruled": committee_of(found_desk.record).ruled(today()), "rules": rules_over_time(committee_of(found_desk.record)),
        "seats": FigureTable("seats", "Seats", heads, seats, caption_hidden=True), "tally": tally(found_desk.actions),
        "events": [told_event(told) for told in tellings(found_desk.events)],
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What the committee is called, asked to do and bound by."""
    record = desk_of(request, slug, P.WRITE_PAPERS).record
    shown = {name: getattr(record, name) for name in (
        "title", "kind", "quorum", "terms", "clear_days", "weekends_count", "reply_days", "publishes_drafts", "version",
    )} | {
        "powers": "\n".join(record.powers), "topics": record.topics, "areas": ", ".join(record.areas),
        "parent": record.parent_id or "",
    }  # fmt: skip
    among = topics_among(house().pack, record.topics)
    others = list(committees_of(request).exclude(pk=slug))
    form = CommitteeForm(request.POST or None, initial=shown, others=others, topics=among)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        fields = {"own-parent": "parent"}
        attempt(form, lambda: committees.write(record, version=version, by=who(request), **form.told), fields)
        if form.is_valid():
            messages.success(request, "Saved.")
            return redirect("committee-desk", slug)
    return form_page(request, form, "Settings", trail=trail(record), lists=[among], back=f"/office/committees/{slug}")


@needs(P.WRITE_PAPERS)
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """Its quorum and clear days over time, and a change of them from a day on."""
    record = desk_of(request, slug, P.WRITE_PAPERS).record
    held = committee_of(record)
    now_in = held.ruled(today())
    shown = {"quorum": now_in.quorum, "clear_days": now_in.clear_days, "weekends_count": now_in.weekends_count}
    form = RuleForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        since, quorum, days, weekends = form.told
        act = partial(
            committees.change_rule, record, since, quorum, days, weekends_count=weekends, by=who(request),
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if attempt(form, act, RULE_FIELDS):
            messages.success(request, f"From {words.day(since)} on it meets by another rule.")
            return redirect("committee-rules", slug)
    return render(request, "workspace/committees/rules.html", NAV | {
        "committee": record, "form": form, "title": "Quorum and clear days", "trail": trail(record),
        "back": f"/office/committees/{slug}",
        "first": rule_words(held), "changes": [(one.since, rule_words(one), one.since < today()) for one in held.changes],
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
@require_POST
def remove_rule(request: HttpRequest, slug: str, since: str) -> HttpResponse:
    """Take out a change of the rule that was entered by mistake."""
    record = desk_of(request, slug, P.WRITE_PAPERS).record
    try:
        day = dt.date.fromisoformat(since)
    except ValueError as error:
        raise Http404 from error
    reason = request.POST.get("reason", "")[:2_000]
    if why := refusal(lambda: committees.remove_rule(record, day, by=who(request), reason=reason)):
        messages.error(request, why)
    else:
        messages.success(request, f"The rule from {words.day(day)} on is taken out.")
    return redirect("committee-rules", slug)


@needs(P.WRITE_PAPERS)
def add_seat(request: HttpRequest, slug: str) -> HttpResponse:
    """Give somebody a seat."""
    record = desk_of(request, slug, P.WRITE_PAPERS).record
    form = SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        name = told.pop("name")
        if attempt(form, lambda: committees.seat(record, name, by=who(request), **told), {"seated": "name"}):
            messages.success(request, f"{name} sits on it.")
            return redirect("committee-desk", slug)
    return form_page(
        request, form, "Give a seat", trail=trail(record), back=f"/office/committees/{slug}", button="Give the seat"
    )


@needs(P.WRITE_PAPERS)
def end_seat(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a seat end."""
    record = desk_of(request, slug, P.WRITE_PAPERS).record
    held = get_object_or_404(Seat, committee=record, pk=pk)
    form = EndSeatForm(request.POST or None, initial={"until": held.until})
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        attempt(form, lambda: committees.end_seat(held, until, by=who(request)), {"seated": "until"})
        if form.is_valid():
            messages.success(request, f"The seat of {held.name} ends.")
            return redirect("committee-desk", slug)
    return form_page(
        request, form, f"End the seat of {held.name}", trail=trail(record), back=f"/office/committees/{slug}"
    )


@needs(P.WRITE_PAPERS)
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a meeting."""
    record = desk_of(request, slug, P.WRITE_PAPERS).record
    form = MeetingForm(request.POST or None, planned=True)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["on"]
        told = {key: value for key, value in form.told.items() if value not in (None, "")}
        made = attempt(form, lambda: life.plan(record, day, by=who(request), **told), PLAN_FIELDS)
        if made:
            messages.success(request, f"{made} is planned. Everybody can read that.")
            return redirect("meeting-desk", slug, made.slug)
    return form_page(
        request, form, "Plan a meeting", trail=trail(record), back=f"/office/committees/{slug}", button="Plan it"
    )


@needs(P.SEE_PAPERS)
def actions(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that the committee asked to be done."""
    found_desk = desk_of(request, slug)
    lines = actions_of(found_desk.record)
    groups = [(title, [one for one in lines if one.action.state == state]) for state, title in (
        ("open", "Open"), ("done", "Done"), ("dropped", "Dropped"),
    )]  # fmt: skip
    return render(request, "workspace/committees/actions.html", NAV | {
        "committee": found_desk.record, "groups": [one for one in groups if one[1]], "tally": tally(lines),
        "trail": trail(found_desk.record), "title": f"{found_desk.record.title}: actions",
    })  # fmt: skip


def back_to(meeting: MeetingDesk, place: str = "") -> Link:
    """The way back to a meeting."""
    return Link(str(meeting.record), f"{meeting.home}{f'#{place}' if place else ''}")
