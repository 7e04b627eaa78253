"""The desk of one quarterly report: write it, see what is missing, and take it step by step until it is published."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.acting import Actor, NotAllowed, now
from peelian.core.permissions import Permission as P
from peelian.core.queries import tellings
from peelian.core.workflow import Step
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON
from peelian.figures.periods import Period
from peelian.localities import actions
from peelian.localities.models import QuarterReport
from peelian.localities.queries import (
    area_of,
    due,
    history_of,
    holding,
    own_figures,
    releases_out,
    rule_of,
    words_of,
    year_of,
)
from peelian.localities.rules import DUE, QUARTER, last_day
from peelian.ui import format as words
from peelian.ui.components import Link
from peelian.workspace.doing import attempt, refusal, who
from peelian.workspace.history import told_event
from peelian.workspace.quarters.desk import Desk, back_to, differing
from peelian.workspace.quarters.forms import BeginForm, StepForm, TextsForm, WordsForm
from peelian.workspace.views.quarters import NAV, report_of

LIST = Link("Quarterly reports", "/office/quarters")
REPORT = "report"
"""The part of an address that means the report's own texts; others are measures."""


def _steps(report: QuarterReport, by: Actor) -> list[Step]:
    return QUARTER.open_to(by, report.state, owner=report.owner, earlier=actions.earlier_of(report, by.key))


def _about(report: QuarterReport) -> dict[str, Any]:
    """What every page of a report says at its head."""
    period = Period.parse(report.period)
    found = due(period)
    state = QUARTER.state(report.state)
    public = f"/areas/{area_of(report.organisation)}/quarters/{report.period}"
    return NAV | {
        "report": report, "period": period, "title": period.label() if period.kind == "quarter" else f"Outturn, {period.label()}",
        "state": state, "trail": [LIST], "year": year_of(report.period), "deadline": words.day(found.due) if found.due else "",
        "deadline_href": f"/deadlines?rule={DUE}&start={last_day(period).isoformat()}",
        "public": public if report.number == 1 else f"{public}/{report.number}",
    }  # fmt: skip


def _page(request: HttpRequest, report: QuarterReport, bound: tuple[str, Any] | None = None) -> HttpResponse:
    by = who(request)
    desk = Desk(report, settings.PEELIAN_DATA, bound)
    writing = report.state == "draft" and by.may(P.WRITE_QUARTER, report.owner)
    pieces = desk.pieces() if writing and desk.page else []
    return render(request, f"workspace/quarters/{'desk' if writing else 'reading'}.html", _about(report) | {
        "desk": desk, "steps": _steps(report, by), "pieces": pieces, "overview": desk.overview(pieces) if pieces else None,
        "events": [told_event(told) for told in tellings(history_of(report)[:40])],
        "wrong": next((form for form in (desk.texts, *(piece.form for piece in pieces)) if form.errors), None),
    })  # fmt: skip


@needs(P.SEE_QUARTERS)
def quarter(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: to write for who writes it while it is a draft, to read for everybody else of the borough."""
    return _page(request, report_of(request, pk))


@needs(P.SEE_QUARTERS)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it would be published now, by the drawing that will publish it."""
    report = report_of(request, pk)
    desk = Desk(report, settings.PEELIAN_DATA)
    return render(request, "workspace/quarters/preview.html", _about(report) | {
        "desk": desk, "trail": [LIST, back_to(report)],
    })  # fmt: skip


def _form(report: QuarterReport, part: str, data: Any) -> TextsForm | WordsForm:
    """The form of a part of a report. Raises Http404 for a measure that is none of its indicators."""
    if part == REPORT:
        return TextsForm(data, auto_id="report-%s")
    rule = rule_of(report.organisation, year_of(report.period))
    if rule is None or part not in {item.measure for item in rule.indicators}:
        raise Http404
    return WordsForm(data, auto_id=f"{part}-%s")


def _record(report: QuarterReport, part: str) -> Any:
    """What holds the texts of a part now; None where nothing was written yet."""
    return QuarterReport.objects.get(pk=report.pk) if part == REPORT else words_of(report).get(part)


def _write(report: QuarterReport, part: str, form: TextsForm | WordsForm, by: Actor) -> int:
    """Write what the form says; the new version. Raises PeelianError, and NotAllowed."""
    version = form.cleaned_data["version"]
    try:
        if part == REPORT:
            return actions.write(report, version=version, by=by, **form.texts)
        return actions.write_indicator(report, part, version=version, by=by, **form.texts)
    except PeelianError as error:
        record = _record(report, part)
        if error.code == "changed-meanwhile" and all(item.same for item in differing(form, record)):
            return int(record.version)  # both wrote the same
        raise


@needs(P.WRITE_QUARTER)
@require_POST
def write(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Save a text by its button. Where somebody else has changed it, both are shown and one is chosen."""
    report = report_of(request, pk, P.WRITE_QUARTER)
    form = _form(report, part, request.POST)
    if not form.is_valid():
        return _page(request, report, (part, request.POST))
    try:
        _write(report, part, form, who(request))
    except PeelianError as error:
        return _conflict(request, report, part, form, error)
    return redirect(f"/office/quarters/{pk}#{part}")


def _conflict(
    request: HttpRequest, report: QuarterReport, part: str, form: TextsForm | WordsForm, error: PeelianError
) -> HttpResponse:
    record = _record(report, part)
    pairs = differing(form, record)
    return render(request, "workspace/quarters/conflict.html", _about(report) | {
        "form": form, "pairs": [item for item in pairs if not item.same], "same": [item for item in pairs if item.same],
        "version": record.version if record is not None else 0, "part": part, "trail": [LIST, back_to(report)],
        "writable": error.code == "changed-meanwhile", "why": f"{error.message} {error.remedy}",
    }, status=HTTPStatus.CONFLICT)  # fmt: skip


@needs(P.WRITE_QUARTER)
@require_POST
def write_json(request: HttpRequest, pk: int, part: str) -> JsonResponse:
    """Save a text while it is being written: its next version (200), somebody else changed it (409), what is wrong (422)."""
    report = report_of(request, pk, P.WRITE_QUARTER)
    form = _form(report, part, request.POST)
    if not form.is_valid():
        told = " ".join(str(text) for texts in form.errors.values() for text in texts)
        return JsonResponse({"error": told}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        version = _write(report, part, form, who(request))
    except NotAllowed as error:
        return JsonResponse({"error": error.message}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except PeelianError as error:
        told = f"{error.message} Your text is still here: compare both, and choose."
        return JsonResponse({"error": told}, status=HTTPStatus.CONFLICT)
    return JsonResponse({"version": version, "saved": f"{now().astimezone(LONDON):%H:%M}"})


@needs(P.WRITE_QUARTER)
def use_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the figures from another release."""
    report = report_of(request, pk, P.WRITE_QUARTER)
    period = Period.parse(report.period)
    rule, own = rule_of(report.organisation, year_of(report.period)), own_figures(report.organisation)
    holdings = [holding(item, rule, period, own) for item in releases_out(settings.PEELIAN_DATA)]
    form = BeginForm(request.POST or None, holdings=holdings, initial={"release": report.release})
    if request.method == "POST" and form.is_valid():
        chosen = next(item.release for item in holdings if item.release.id == form.cleaned_data["release"])
        attempt(form, lambda: actions.use_release(report, chosen, by=who(request)))
        if form.is_valid():
            messages.success(request, f"The figures come from release {chosen.id}.")
            return redirect("quarter", pk)
    return render(request, "workspace/quarters/begin.html", _about(report) | {
        "form": form, "title": "Take the figures from another release", "borough": report.organisation, "holdings": holdings,
        "rule": rule, "trail": [LIST, back_to(report)], "button": "Use this release",
    })  # fmt: skip


@needs(P.SEE_QUARTERS)
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A step of the workflow: what it asks for, and what cannot be undone."""
    report, by = report_of(request, pk), who(request)
    chosen = next((item for item in QUARTER.steps if item.action == f"quarter.{name}"), None)
    if chosen is None:
        raise Http404
    desk = Desk(report, settings.PEELIAN_DATA)
    form = StepForm(request.POST if request.method == "POST" else None, step=chosen, warnings=bool(desk.warnings))
    closed = _closed(report, chosen, by)
    if request.method == "POST" and form.is_valid() and not closed:
        attempt(form, lambda: _take(report, chosen, form.cleaned_data, by))
        if form.is_valid():
            messages.success(request, _done(report, chosen))
            return redirect("quarter", pk)
    return render(request, "workspace/quarters/step.html", _about(report) | {
        "form": form, "step": chosen, "desk": desk, "closed": closed, "trail": [LIST, back_to(report)],
        "shows": name in ("publish", "pass", "send"), "final": name in ("publish", "drop"),
    })  # fmt: skip


def _closed(report: QuarterReport, step: Step, by: Actor) -> str:
    """Why a step is not open to somebody; empty where it is. Raises PermissionDenied where it never is."""
    return refusal(lambda: QUARTER.check(
        step.action, by, report.state, owner=report.owner, reason="asked for later", earlier=actions.earlier_of(report, by.key)
    ))  # fmt: skip


def _take(report: QuarterReport, step: Step, told: dict[str, Any], by: Actor) -> Any:
    root, reason = settings.PEELIAN_DATA, told.get("reason", "")
    if step.action == "quarter.send":
        return actions.send(report, root, warnings_read=bool(told.get("warnings_read")), by=by)
    if step.action == "quarter.pass":
        return actions.pass_review(report, root, remarks=told.get("remarks", ""), by=by)
    if step.action == "quarter.publish":
        return actions.publish(report, root, by=by)
    act = {"quarter.send-back": actions.send_back, "quarter.drop": actions.drop}[step.action]
    return act(report, by=by, reason=reason)


def _done(report: QuarterReport, step: Step) -> str:
    return {
        "quarter.send": f"The report is sent for review. It waits for {QUARTER.state('in-review').waits_for}.",
        "quarter.pass": "The report has passed the review and can be signed off.",
        "quarter.send-back": f"The report is with {report.author.name} again, who is told why.",
        "quarter.publish": "The report is published.",
        "quarter.drop": "The report is dropped.",
    }[step.action]
