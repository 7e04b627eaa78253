"""Reports and investigations in the office: begun, written, checked and published by the committee."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs, signed_in
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.queries import tellings
from peelian.figures.house import today
from peelian.plans.names import free_name, name_of_words
from peelian.scrutiny.ledger import actions
from peelian.scrutiny.ledger.models import ActivityRecord, InvestigationRecord, RecommendationRecord, ReportRecord
from peelian.scrutiny.ledger.queries import format_requests_of, ledger_of, owed_to, reports_of, undecided, waiting
from peelian.ui.components import Link
from peelian.workspace.committees.choosing import topics_among
from peelian.workspace.doing import attempt, person_of, refusal, who
from peelian.workspace.history import told_event
from peelian.workspace.ledger.desk import (
    HOME,
    ReportDesk,
    activities_of,
    asked_table,
    bodies_among,
    committees_among,
    duty_by,
    investigation_state,
    investigations_table,
    items_among,
    plans_among,
    reports_table,
    short_names,
)
from peelian.workspace.ledger.formats import requests_table
from peelian.workspace.ledger.forms import (
    ActivityForm,
    OfCommittee,
    OnDayForm,
    RecommendationForm,
    ReportForm,
    WhyForm,
    initial_of,
)
from peelian.workspace.ledger.investigation_forms import InvestigationForm
from peelian.workspace.views.desk import house

NAV = {"nav": "/office/recommendations"}
SLUG = 70
"""Letters of a title in an address, before its year."""
WRITTEN = {
    "title": "Title", "terms": "Terms of reference", "topics": "Topics", "findings": "What it found", "committee": "Committee",
}  # fmt: skip
"""What can be written of an investigation, as its pages call it."""
WAITS = (
    "It is open: what you write waits, unread by others, until who speaks for the committee publishes it with a reason."
)
"""What is said where an open investigation is written."""
FIELDS = {
    "no-reason": "reason",
    "number-taken": "number",
    "no-date": "on",
    "not-yet": "on",
    "wrong-investigation": "investigation",
    "no-address": "link",
}
"""Which field a refusal is about."""


def report_of(request: HttpRequest, pk: int, permission: P = P.SEE_PAPERS) -> ReportRecord:
    """A report of one's own committee. Raises Http404, also where it is somebody else's."""
    rows = ReportRecord.objects.filter(organisation__in=person_of(request).where(permission))
    return get_object_or_404(rows.select_related("organisation"), pk=pk)


def investigation_of(request: HttpRequest, slug: str, permission: P = P.SEE_PAPERS) -> InvestigationRecord:
    """An investigation of one's own committee. Raises Http404."""
    rows = InvestigationRecord.objects.filter(organisation__in=person_of(request).where(permission))
    return get_object_or_404(rows.select_related("organisation"), pk=slug)


@signed_in
def ledger(request: HttpRequest) -> HttpResponse:
    """Verdicts that are awaited, the reports and the investigations of one's committees.

    Who answers committees and reads no committee's papers is led to what their own body was asked.
    """
    person, found = person_of(request), house()
    mine = person.where(P.SEE_PAPERS)
    if not mine and person.may(P.ANSWER_COMMITTEE):
        return redirect("answers")
    if not mine:
        raise PermissionDenied("You see no committee’s papers, and answer no committee.")
    due = waiting(ledger_of(found), mine, "committee")
    pks = {
        one.name: one.pk
        for one in RecommendationRecord.objects.filter(report__organisation__in=mine).select_related("report")
    }
    names, out = short_names(found), ledger_of(found)
    table = asked_table((one.life for one in due), names, pks)
    owed = asked_table(owed_to(out, mine), names, pks, name="owed")
    investigations = InvestigationRecord.objects.filter(organisation__in=mine)
    beside = ActivityRecord.objects.filter(organisation__in=mine, investigation=None).order_by(
        F("on").desc(nulls_last=True), "id"
    )
    return render(request, "workspace/ledger/list.html", NAV | {
        "activities": activities_of(beside, names),
        "waiting": table if table.rows else None, "owed": owed if owed.rows else None,
        "reports": reports_table(reports_of(person)),
        "formats": requests_table(format_requests_of(person).filter(state="open")),
        "investigations": investigations_table(investigations), "writes": bool(person.where(P.WRITE_PAPERS)),
    })  # fmt: skip


def _choices(*owners: str) -> dict[str, Any]:
    rows = InvestigationRecord.objects.filter(organisation__in=owners)
    return {
        "bodies": bodies_among(house()), "investigations": [(one.pk, one.title) for one in rows], "plans": plans_among(house()),
    }  # fmt: skip


def _head(form: ReportForm) -> dict[str, Any]:
    told = {name: value for name, value in form.cleaned_data.items() if name not in ("version", "committee")}
    return told | {"investigation": InvestigationRecord.objects.filter(pk=told["investigation"] or None).first()}


@needs(P.WRITE_PAPERS)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a report or a letter."""
    ours = person_of(request).where(P.WRITE_PAPERS)
    form = ReportForm(request.POST or None, initial={"kind": "report"}, **_choices(*ours))
    form.ask_committee(committees_among(ours))
    if request.method == "POST" and form.is_valid():
        owner, committee = _owner(form)
        told = _head(form) | {"duty": duty_by(form.cleaned_data["kind"], owner, committee)}
        year = (form.cleaned_data["on"] or today()).year
        slug = _free_slug(form.cleaned_data["title"], year, ReportRecord.objects.filter(organisation=owner))
        made = attempt(
            form, lambda: actions.begin(owner, slug, house(), committee=committee, by=who(request), **told), FIELDS
        )
        if made:
            messages.success(request, f"“{made}” is begun.")
            return redirect("report-desk", made.pk)
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": "Begin a report or a letter", "button": "Begin", "trail": [HOME], "back": HOME.href,
        "lists": [form.fields["addressees"].among],  # type: ignore[attr-defined]
    })  # fmt: skip


def _owner(form: OfCommittee) -> tuple[Organisation, str]:
    body, committee = form.chosen
    return Organisation.objects.get(pk=body), committee


def _free_slug(title: str, year: int, taken: QuerySet[Any], field: str = "slug") -> str:
    """A name of a title's first words and a year that none of ``taken`` has in ``field``."""
    base = f"{name_of_words(title, 6, '')[:SLUG]}-{year}".strip("-")
    return free_name(base, taken.filter(**{f"{field}__startswith": base}).values_list(field, flat=True))


@needs(P.SEE_PAPERS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: what it lacks, its recommendations, what was read in, who did what."""
    desk = ReportDesk(report_of(request, pk), house(), who(request))
    events = [told_event(one) for one in tellings(_events(desk.record))]
    return render(request, "workspace/ledger/report.html", NAV | {
        "desk": desk, "report": desk.record, "title": desk.record.title, "trail": [HOME], "events": events,
        "formats": format_requests_of(person_of(request)).filter(report=desk.record),
        "open": undecided(desk.record).count(), "documents": desk.record.documents.defer("lines"),
        "reads": who(request).may(P.WRITE_PAPERS, desk.record.owner),
    })  # fmt: skip


def _events(record: ReportRecord) -> Any:
    from peelian.audit.models import Event

    return Event.objects.filter(subject=record.key).order_by("-number")[:40]


@needs(P.WRITE_PAPERS)
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a report is called, its date and whom it addresses."""
    record = report_of(request, pk, P.WRITE_PAPERS)
    names = ("kind", "title", "on", "addressees", "addressed_to", "topic", "meeting", "plan", "link", "version")
    initial = {name: getattr(record, name) for name in names} | {"investigation": record.investigation_id or ""}
    form = ReportForm(request.POST or None, initial=initial, **_choices(record.organisation_id))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        told = _head(form) | {"duty": duty_by(form.cleaned_data["kind"], record.organisation, record.committee)}
        attempt(form, lambda: actions.write(record, house(), version=version, by=who(request), **told), FIELDS)
        if form.is_valid():
            messages.success(request, "It is changed.")
            return redirect("report-desk", pk)
    return _form(request, record, form, "Change what is said of it", "Save", lists=[form.fields["addressees"].among])  # type: ignore[attr-defined]


@needs(P.WRITE_PAPERS)
def recommendation(request: HttpRequest, pk: int, number: str = "") -> HttpResponse:
    """Add a recommendation to a report that is written, or change one of it."""
    record = report_of(request, pk, P.WRITE_PAPERS)
    held = get_object_or_404(RecommendationRecord, report=record, number=number) if number else None
    data, more = request.POST if request.method == "POST" else None, "more" in request.POST
    initial = (
        initial_of(held.number, held.addressees, held.body, held.requested, held.version) if held
        else {"number": str(1 + record.recommendations.count()), "addressees": record.addressees}
    )  # fmt: skip
    form = RecommendationForm(
        data, bodies=bodies_among(house()), items=items_among(house(), record.plan), entry=held.body if held else None, more=more,
        initial=initial,
    )  # fmt: skip
    if held:
        form.fields["number"].disabled = True
    if data is not None and not more and form.is_valid():
        attempt(form, lambda: _write(record, held, form, request), FIELDS)
        if form.is_valid():
            messages.success(request, f"Recommendation {form.cleaned_data['number']} is written.")
            return redirect("report-desk", pk)
    title = f"Recommendation {number}" if number else "Add a recommendation"
    lists = [form.fields["addressees"].among, form.fields["touches"].among]  # type: ignore[attr-defined]
    return _form(request, record, form, title, "Save", lists=lists, remove=held)


def _write(
    record: ReportRecord, held: RecommendationRecord | None, form: RecommendationForm, request: HttpRequest
) -> Any:
    told, by = form.cleaned_data, who(request)
    if held is None:
        return actions.add(
            record, told["number"], told["addressees"], form.body, house(), requested=told["requested"], by=by
        )
    return actions.change(
        held, told["addressees"], form.body, house(), version=told["version"] or 0, requested=told["requested"], by=by
    )


@needs(P.WRITE_PAPERS)
@require_POST
def remove(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Take a recommendation out of a report that is written."""
    record = report_of(request, pk, P.WRITE_PAPERS)
    held = get_object_or_404(
        RecommendationRecord.objects.select_related("report__organisation"), report=record, number=number
    )
    if why := refusal(lambda: actions.remove(held, by=who(request))):
        messages.error(request, why)
    else:
        messages.success(request, f"Recommendation {number} is taken out.")
    return redirect("report-desk", pk)


@needs(P.SPEAK_FOR_COMMITTEE)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a report: what it lacks, what the law says of its answers, and the one button."""
    record = report_of(request, pk, P.SPEAK_FOR_COMMITTEE)
    why = ""
    if request.method == "POST":
        why = refusal(lambda: actions.publish(record, house(), by=who(request)))
        if not why:
            messages.success(request, f"“{record}” is published.")
            return redirect("report-desk", pk)
    desk = ReportDesk(record, house(), who(request))
    return render(request, "workspace/ledger/publish.html", NAV | {
        "desk": desk, "report": record, "title": f"Publish “{record}”", "trail": _trail(record), "open": undecided(record).count(),
        "refused": why,
    })  # fmt: skip


def _trail(record: ReportRecord) -> list[Link]:
    return [HOME, Link(record.title, f"/office/recommendations/reports/{record.pk}")]


def _form(request: HttpRequest, record: ReportRecord, form: Any, title: str, button: str, **more: Any) -> HttpResponse:
    closed = "" if record.state == "drafting" else "This report is published: its text stays as it is."
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": title, "button": button, "trail": _trail(record), "where": record.title, "closed": closed,
        "report": record, "back": f"/office/recommendations/reports/{record.pk}", **more,
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
def begin_investigation(request: HttpRequest) -> HttpResponse:
    """Begin to prepare an investigation."""
    ours = person_of(request).where(P.WRITE_PAPERS)
    data, more = request.POST if request.method == "POST" else None, "more" in request.POST
    among = topics_among(house().pack)
    form = InvestigationForm(data, more=more, topics=among)
    form.ask_committee(committees_among(ours))
    if data is not None and not more and form.is_valid():
        owner, committee = _owner(form)
        slug = _free_slug(form.cleaned_data["title"], today().year, InvestigationRecord.objects.all(), "pk")
        told = form.written | {"committee": committee}
        made = attempt(form, lambda: actions.begin_investigation(owner, slug, house(), by=who(request), **told), FIELDS)
        if made:
            messages.success(request, f"“{made}” is begun. Nobody else reads of it before it is opened.")
            return redirect("investigation-desk", made.pk)
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": "Begin an investigation", "button": "Begin", "trail": [HOME], "back": HOME.href,
        "lists": [among],
    })  # fmt: skip


@needs(P.SEE_PAPERS)
def investigation(request: HttpRequest, slug: str) -> HttpResponse:
    """One investigation: its terms, what was done for it, what it found."""
    held = investigation_of(request, slug)
    by = who(request)
    steps = {"drafting": [("open", "Open it")], "open": [("close", "Close it")]}.get(held.state, [])
    if held.draft:
        steps = [("publish", "Publish what was written")]
    return render(request, "workspace/ledger/investigation.html", NAV | {
        "held": held, "title": held.title, "trail": [HOME], "state": investigation_state(held),
        "activities": activities_of(held.activities.all(), short_names(house())), "reports": held.reports.all(),
        "writes": held.state != "closed" and by.may(P.WRITE_PAPERS, held.owner),
        "unpublished": [(WRITTEN[name], actions.in_words(one)) for name, one in (held.draft or {}).items()],
        "steps": steps if by.may(P.SPEAK_FOR_COMMITTEE, held.owner) else [],
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
def write_investigation(request: HttpRequest, slug: str) -> HttpResponse:
    """Change its terms and write down what it found."""
    held = investigation_of(request, slug, P.WRITE_PAPERS)
    data, more = request.POST if request.method == "POST" else None, "more" in request.POST
    initial = {"version": held.version, **{name: held.written(name) for name in ("title", "terms", "topics")}}
    among = topics_among(house().pack, held.written("topics"))
    form = InvestigationForm(data, findings=held.written("findings"), more=more, initial=initial, topics=among)
    if data is not None and not more and form.is_valid():
        version = form.cleaned_data["version"] or 0
        attempt(
            form,
            lambda: actions.write_investigation(held, house(), version=version, by=who(request), **form.written),
            FIELDS,
        )
        if form.is_valid():
            messages.success(request, "It is changed." if held.state == "drafting" else "It is written.")
            return redirect("investigation-desk", slug)
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": f"Write “{held}”", "button": "Save", "say": "" if held.state == "drafting" else WAITS,
        "trail": _trail_of(held), "back": _home_of(held), "lists": [among],
    })  # fmt: skip


def _home_of(held: InvestigationRecord) -> str:
    return f"/office/recommendations/investigations/{held.pk}"


def _trail_of(held: InvestigationRecord) -> list[Link]:
    return [HOME, Link(held.title, _home_of(held))]


@needs(P.SPEAK_FOR_COMMITTEE)
def investigation_step(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Open an investigation, or close it, as the committee agreed; publish what was written of it since it was opened."""
    held = investigation_of(request, slug, P.SPEAK_FOR_COMMITTEE)
    if name == "publish":
        return _publish_words(request, held)
    acts = {"open": actions.open_investigation, "close": actions.close_investigation}
    if name not in acts:
        raise Http404
    form = OnDayForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        on: dt.date = form.cleaned_data["on"]
        attempt(form, lambda: acts[name](held, on, house(), by=who(request)), FIELDS)
        if form.is_valid():
            messages.success(request, f"The investigation is {'open' if name == 'open' else 'closed'}.")
            return redirect("investigation-desk", slug)
    say = "Everybody can read of it from now on." if name == "open" else "What was recorded of it stays."
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": f"{name.capitalize()} “{held}”", "button": name.capitalize(), "say": say, "trail": _trail_of(held),
        "back": _home_of(held),
    })  # fmt: skip


def _publish_words(request: HttpRequest, held: InvestigationRecord) -> HttpResponse:
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(form, lambda: actions.publish_words(held, house(), by=who(request), reason=reason), FIELDS)
        if form.is_valid():
            messages.success(request, "It is published; what stood there before stays beside it.")
            return redirect("investigation-desk", held.pk)
    told = [
        (WRITTEN[name], actions.in_words(getattr(held, name)), actions.in_words(one))
        for name, one in (held.draft or {}).items()
    ]
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": "Publish what was written", "where": held.title, "button": "Publish it", "changes": told,
        "say": "Everybody reads it from now on. What stood there before, the day and your reason stay public beside it.",
        "closed": "" if told else "Nothing waits to be published.", "trail": _trail_of(held), "back": _home_of(held),
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
def activity(request: HttpRequest) -> HttpResponse:
    """Record what a committee did."""
    ours = person_of(request).where(P.WRITE_PAPERS)
    rows = InvestigationRecord.objects.filter(organisation__in=ours).exclude(state="closed")
    form = ActivityForm(
        request.POST or None, investigations=[(one.pk, one.title) for one in rows],
        initial={"on": today(), "investigation": request.GET.get("investigation", "")},
    )  # fmt: skip
    form.ask_committee(committees_among(ours))
    if request.method == "POST" and form.is_valid():
        held = rows.filter(pk=form.cleaned_data["investigation"] or None).first()
        owner, committee = _owner(form)
        told = form.done | {"committee": committee, "investigation": held}
        made = attempt(form, lambda: actions.record_activity(owner, house(), by=who(request), **told), FIELDS)
        if made:
            messages.success(request, f"“{made}” is recorded.")
            return redirect(_home_of(held) if held else HOME.href)
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": "Record what the committee did", "button": "Record", "trail": [HOME], "back": HOME.href,
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
@require_POST
def remove_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out an activity that was recorded wrongly or twice."""
    rows = ActivityRecord.objects.filter(organisation__in=person_of(request).where(P.WRITE_PAPERS))
    held = get_object_or_404(rows.select_related("organisation", "investigation"), pk=pk)
    home = _home_of(held.investigation) if held.investigation else HOME.href
    reason = request.POST.get("reason", "")
    if why := refusal(lambda: actions.remove_activity(held, house(), by=who(request), reason=reason)):
        messages.error(request, why)
    else:
        messages.success(request, "It is taken out.")
    return redirect(home)
