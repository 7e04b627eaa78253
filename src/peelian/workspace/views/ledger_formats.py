"""Reports that were asked for in another format: logged, and open until they are met. Who writes the committee's papers does it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from peelian.core.access import needs
from peelian.core.permissions import Permission as P
from peelian.figures.house import today
from peelian.scrutiny.ledger import requesting
from peelian.scrutiny.ledger.models import FormatRequest
from peelian.scrutiny.ledger.queries import format_requests_of
from peelian.ui.components import Link
from peelian.workspace.doing import attempt, person_of, who
from peelian.workspace.ledger.desk import HOME
from peelian.workspace.ledger.formats import LogForm, MetForm, WithdrawnForm, waits
from peelian.workspace.views.desk import house
from peelian.workspace.views.ledger_desk import NAV, report_of

FIELDS = {"not-yet": "on", "before-asked": "on", "no-contact": "contact", "nothing-sent": "sent"}
"""Which field a refusal is about."""


def request_of(request: HttpRequest, pk: int) -> FormatRequest:
    """A request about a report of one's own committee. Raises Http404, also where it is somebody else's."""
    return get_object_or_404(format_requests_of(person_of(request)), pk=pk)


@needs(P.WRITE_PAPERS)
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Log that somebody asked for a published report in another format."""
    record = report_of(request, pk, P.WRITE_PAPERS)
    form = LogForm(request.POST or None, initial={"received": today()})
    if request.method == "POST" and form.is_valid():
        fields = FIELDS | {"not-yet": "received"}
        made = attempt(form, lambda: requesting.log(record, house(), by=who(request), **form.cleaned_data), fields)
        if made:
            messages.success(request, "It is logged, and stands on the board until it is met.")
            return redirect("format-request", made.pk)
    closed = "" if record.state == "published" else "The report is not published yet."
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": "Log a request for another format", "button": "Log it", "where": record.title, "closed": closed,
        "trail": [HOME, Link(record.title, f"{HOME.href}/reports/{pk}")], "back": f"{HOME.href}/reports/{pk}",
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
def format_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what was asked for, how to reach who asked, how long they wait, or what was sent."""
    held = request_of(request, pk)
    return render(request, "workspace/ledger/format_request.html", NAV | {
        "held": held, "title": f"{held.wanted}: {held.report.title}", "days": waits(held), "trail": _trail(held)[:-1],
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
def end(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Say what was sent, or that it is wanted no more."""
    held = request_of(request, pk)
    if name not in ("meet", "withdraw"):
        raise Http404
    form = (MetForm if name == "meet" else WithdrawnForm)(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: _end(request, held, name, form.cleaned_data), FIELDS)
        if form.is_valid():
            messages.success(
                request, f"It is {'met' if name == 'meet' else 'withdrawn'}. How to reach who asked is erased."
            )
            return redirect("format-request", pk)
    title = "Say what was sent" if name == "meet" else "Withdraw the request"
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": title, "button": "Save" if name == "meet" else "Withdraw it",
        "where": f"{held.wanted} · {held.report.title}", "say": "How to reach who asked is erased with it.",
        "closed": "" if held.state == "open" else f"It is {held.state} already.", "trail": _trail(held),
        "back": f"{HOME.href}/formats/{pk}",
    })  # fmt: skip


def _end(request: HttpRequest, held: FormatRequest, name: str, told: dict[str, Any]) -> None:
    if name == "meet":
        requesting.meet(held, told["on"], told["sent"], house(), by=who(request))
    else:
        requesting.withdraw(held, told["on"], house(), by=who(request))


def _trail(held: FormatRequest) -> list[Link]:
    report = Link(held.report.title, f"{HOME.href}/reports/{held.report_id}")
    return [HOME, report, Link(held.wanted, f"{HOME.href}/formats/{held.pk}")]
