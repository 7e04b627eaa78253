"""What was found in the documents of a report: a person makes each a recommendation or an answer, or rejects it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.permissions import Permission as P
from peelian.figures.house import today
from peelian.scrutiny.ledger import reading_in
from peelian.scrutiny.ledger.life import ANSWERS
from peelian.scrutiny.ledger.models import RecommendationRecord, ReportProposal, ReportRecord
from peelian.scrutiny.ledger.records import Answer
from peelian.ui.components import Link
from peelian.workspace.doing import attempt, day_field, refusal, who
from peelian.workspace.ledger.desk import HOME, bodies_among
from peelian.workspace.ledger.forms import number_field
from peelian.workspace.plans.fields import Among, ManyOf, long_text, short_text
from peelian.workspace.views.desk import house
from peelian.workspace.views.ledger_desk import NAV, report_of

STATES = {"proposed": "to be looked at", "confirmed": "confirmed", "rejected": "rejected"}


class ConfirmForm(forms.Form):
    """A proposal as a text of a recommendation."""

    number = number_field()
    title = short_text(
        "In a few words", required=True, most=200, hint="How lists name it. One that is there keeps its own."
    )

    def __init__(self, *args: Any, bodies: Among, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["addressees"] = ManyOf(
            bodies, label="Of whom it is asked", empty="Name at least one body that it asks."
        )


class AnswerForm(forms.Form):
    """A proposal as the answer of a body."""

    status = forms.ChoiceField(
        label="What it comes to",
        choices=[("", "Choose one")] + [(one.id, f"{one.sign} {one.title}") for one in ANSWERS.values()],
        error_messages={"required": "Read the answer, and choose what it comes to."},
    )
    text = long_text("The answer’s own text", required=True, rows=8)
    on = day_field("Day of the answer", required=True)
    link = short_text(
        "Where the response can be read", required=True, most=500, hint="A link to what the body published."
    )

    def __init__(self, *args: Any, numbers: list[tuple[str, str]], bodies: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["number"] = forms.ChoiceField(label="To which recommendation", choices=numbers)
        self.fields["body"] = forms.ChoiceField(label="Whose answer it is", choices=bodies)
        self.order_fields(["number", "body", "status", "text", "on", "link"])


def _home(record: ReportRecord) -> str:
    return f"/office/recommendations/reports/{record.pk}/proposals"


def _trail(record: ReportRecord) -> list[Link]:
    return [HOME, Link(record.title, f"/office/recommendations/reports/{record.pk}"), Link("Read in", _home(record))]


@needs(P.SEE_PAPERS)
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read in, with page and line, and how sure it is."""
    record = report_of(request, pk)
    state = request.GET.get("state", "proposed")
    rows = ReportProposal.objects.filter(document__report=record).select_related("document")
    shown = rows.filter(state=state) if state in STATES else rows
    there = {one.number: one for one in record.recommendations.all()}
    return render(request, "workspace/ledger/proposals.html", NAV | {
        "report": record, "title": "Read in from documents", "trail": _trail(record)[:2], "states": STATES.items(), "state": state,
        "documents": record.documents.defer("lines"), "total": rows.count(), "open": rows.filter(state="proposed").count(),
        "shown": [(one, there.get(one.reference), _said(one)) for one in shown], "name": record.name,
        "decides": who(request).may(P.WRITE_PAPERS, record.owner),
    })  # fmt: skip


def _said(one: ReportProposal) -> list[tuple[str, str]]:
    """What was found in its words, for a person to check."""
    fields, found = one.fields, []
    if one.kind == "recommendation":
        found.append(("Printed", "in the chapter" if fields.get("version") == "chapter" else "in the list"))
    for key, name in (
        ("addressee", "Asked of"),
        ("due_words", "By when"),
    ):
        if fields.get(key):
            found.append((name, str(fields[key])))
    if status := str(fields.get("status") or ""):
        named = ANSWERS[status].title.lower() if status in ANSWERS else status
        sure = fields.get("status_sure", True)
        found.append(("Read as", named if sure else f"cannot be told from its words; perhaps {named}"))
    if fields.get("status_words"):
        found.append(("Because of", str(fields["status_words"])))
    return found


def _proposal(record: ReportRecord, pk: int) -> ReportProposal:
    return get_object_or_404(ReportProposal.objects.filter(document__report=record).select_related("document"), pk=pk)


@needs(P.WRITE_PAPERS)
def confirm(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Make a proposal a text of a recommendation, or the answer of a body."""
    record = report_of(request, pk, P.WRITE_PAPERS)
    held = _proposal(record, proposal)
    if held.kind not in reading_in.KEPT:
        raise Http404
    form, act = (
        _recommendation(request, record, held) if held.kind == "recommendation" else _answer(request, record, held)
    )
    if request.method == "POST" and form.is_valid():
        attempt(form, act, {"not-yet": "on", "out-of-order": "on", "no-words": "text"})
        if form.is_valid():
            messages.success(request, "It is confirmed.")
            return redirect(_home(record))
    title = "Make it a recommendation" if held.kind == "recommendation" else "Make it the answer"
    among = getattr(form.fields.get("addressees"), "among", None)
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": title, "button": "Confirm it", "where": record.title, "words": held.text, "trail": _trail(record),
        "points": held.fields.get("points") or (), "back": _home(record), "lists": [among] if among else [],
        "closed": "" if held.state == "proposed" else f"This proposal is {held.state} already.",
    })  # fmt: skip


def _recommendation(request: HttpRequest, record: ReportRecord, held: ReportProposal) -> tuple[ConfirmForm, Any]:
    there = record.recommendations.filter(number=held.reference).first()
    bodies = bodies_among(house())
    named = str(held.fields.get("addressee") or "").casefold()
    likely = [key for key, name in bodies.names.items() if named and named in (key, name.casefold())]
    initial = {
        "number": held.reference, "title": there.body["title"] if there else " ".join(held.text.split()[:12])[:200],
        "addressees": there.addressees if there else likely or record.addressees,
    }  # fmt: skip
    form = ConfirmForm(request.POST or None, bodies=bodies, initial=initial)

    def act() -> Any:
        told = form.cleaned_data
        return reading_in.confirm(held, told["number"], told["title"], told["addressees"], house(), by=who(request))

    return form, act


def _answer(request: HttpRequest, record: ReportRecord, held: ReportProposal) -> tuple[AnswerForm, Any]:
    rows = list(record.recommendations.all())
    bodies = list(dict.fromkeys(body for one in rows for body in one.addressees))
    names = bodies_among(house()).names
    form = AnswerForm(
        request.POST or None, numbers=[(one.number, str(one)) for one in rows],
        bodies=[(one, names.get(one, one)) for one in bodies],
        initial={
            "number": held.reference, "body": held.document.response_of, "status": reading_in.status_of(held),
            "text": held.text, "on": today(),
        },
    )  # fmt: skip

    def act() -> Any:
        told = form.cleaned_data
        asked = RecommendationRecord.objects.select_related("report__organisation").get(
            report=record, number=told["number"]
        )
        answers = [Answer("", told["status"], told["text"])]
        return reading_in.confirm_answer(
            held, asked, told["body"], answers, told["on"], house(), link=told["link"], by=who(request)
        )

    return form, act


@needs(P.WRITE_PAPERS)
@require_POST
def reject(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Say that a proposal is no recommendation, or no answer."""
    record = report_of(request, pk, P.WRITE_PAPERS)
    if why := refusal(lambda: reading_in.reject(_proposal(record, proposal), by=who(request))):
        messages.error(request, why)
    else:
        messages.success(request, "It is rejected.")
    return redirect(_home(record))
