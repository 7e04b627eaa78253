"""What was found in the documents of a report: a person makes each a recommendation or an answer, or rejects it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.permissions import Permission as P
from peelian.figures.house import today
from peelian.reading.document import LARGEST
from peelian.reading.wordings import Difference, differences
from peelian.scrutiny.importing.details import last_day
from peelian.scrutiny.importing.titles import short_title
from peelian.scrutiny.jobs import ask_to_read_in, under_way
from peelian.scrutiny.ledger import reading_in
from peelian.scrutiny.ledger.life import ANSWERS
from peelian.scrutiny.ledger.models import RecommendationRecord, ReportProposal, ReportRecord
from peelian.scrutiny.ledger.records import SubPoint
from peelian.ui.components import Link
from peelian.workspace.doing import attempt, day_field, refusal, who
from peelian.workspace.ledger.desk import HOME, bodies_among
from peelian.workspace.ledger.forms import answers_in, ask_answers, deliver_field, number_field, requested_field
from peelian.workspace.plans.fields import Among, ManyOf, short_text
from peelian.workspace.views.desk import house
from peelian.workspace.views.ledger_desk import NAV, report_of

MADE = {
    "recommendation": "Make it a recommendation",
    "response": "Make it the answer",
    "finding": "Keep it as a finding",
}
ON_A_PAGE = 40
"""Proposals on one page."""
STATES = {"proposed": "to be looked at", "confirmed": "confirmed", "rejected": "rejected"}


class ConfirmForm(forms.Form):
    """A proposal as a text of a recommendation."""

    number = number_field()
    title = short_text(
        "In a few words", required=True, most=200, hint="How lists name it. One that is there keeps its own."
    )
    requested = requested_field()
    deliver_by = deliver_field()
    deliver_words = short_text("By when, as it says it", most=120)

    def __init__(self, *args: Any, bodies: Among, there: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["addressees"] = ManyOf(
            bodies, label="Of whom it is asked", empty="Name at least one body that it asks."
        )
        if there:  # it keeps its own
            for name in ("title", "requested", "deliver_by", "deliver_words"):
                del self.fields[name]


class AnswerForm(forms.Form):
    """A proposal as the answer of a body."""

    on = day_field("Day of the answer", required=True)
    link = short_text(
        "Where the response can be read", required=True, most=500, hint="A link to what the body published."
    )

    def __init__(self, data: Any = None, *, rows: Sequence[RecommendationRecord], asked: RecommendationRecord | None,
                 names: Mapping[str, str], **more: Any) -> None:  # fmt: skip
        super().__init__(data, **more)
        self._rows = {one.number: one for one in rows}
        blank = (
            [] if asked else [("", "Choose one")]
        )  # nothing is presumed of a number that the report here does not have
        self.fields["number"] = forms.ChoiceField(
            label="To which recommendation", choices=[*blank, *((one.number, str(one)) for one in rows)],
            error_messages={"required": "Choose the recommendation that it answers."},
        )  # fmt: skip
        bodies = dict.fromkeys(body for one in rows for body in one.addressees)
        self.fields["body"] = forms.ChoiceField(
            label="Whose answer it is", choices=[(one, names.get(one, one)) for one in bodies]
        )
        self.fields["shown"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=asked.number if asked else ""
        )  # fmt: skip
        ask_answers(self, _points(asked))
        self.order_fields(["shown", "number", "body", *self._answering, "on", "link"])

    @property
    def _answering(self) -> list[str]:
        return [name for name in self.fields if name.startswith(("status_", "text_"))]

    def clean(self) -> dict[str, Any]:
        """Something is answered, to the points that were on the page."""
        told = super().clean() or {}
        numbers = {str(told.get("shown")), str(told.get("number"))}
        if len(numbers) > 1 and any(_points(self._rows.get(one)) for one in numbers):
            self.data = cast(QueryDict, self.data).copy()
            self.data["shown"] = told.get("number", "")
            self.add_error("number", "These are the points of this one now: look them over, and confirm again.")
        elif not any(told.get(name) for name in self._answering if name.startswith("status_")):
            self.add_error("status_", "Read the answer, and choose what it comes to.")
        return told


def _points(asked: RecommendationRecord | None) -> tuple[SubPoint, ...]:
    texts = asked.body["texts"] if asked else ()
    points = next((one["points"] for one in texts if one.get("points")), ())
    return tuple(SubPoint(one["letter"], one["text"]) for one in points)


class UploadForm(forms.Form):
    """A document to be read in."""

    file = forms.FileField(
        label="The document",
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"class": "govuk-file-upload"}),
        help_text="PDF with a text layer, DOCX or text, up to 64 MB. Nothing is published by reading it in.",
        error_messages={"required": "Choose a document.", "empty": "This file is empty. Choose another."},
    )
    body = forms.ChoiceField(label="What it is", required=False)

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        answers = [(key, f"The response of {name}") for key, name in bodies]
        self.fields["body"] = forms.ChoiceField(
            label="What it is", required=False, choices=[("", "The report itself"), *answers]
        )

    def clean_file(self) -> UploadedFile:
        """Not more than is read, told before any of it is in memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(f"This file has more than {LARGEST >> 20} MB. Save it without its pictures.")
        return file


def _home(record: ReportRecord) -> str:
    return f"/office/recommendations/reports/{record.pk}/proposals"


def _trail(record: ReportRecord) -> list[Link]:
    return [HOME, Link(record.title, f"/office/recommendations/reports/{record.pk}"), Link("Read in", _home(record))]


@needs(P.SEE_PAPERS)
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read in, with page and line, and how sure it is."""
    return _list(request, report_of(request, pk))


def _list(request: HttpRequest, record: ReportRecord, upload: UploadForm | None = None) -> HttpResponse:
    state, document = request.GET.get("state", "proposed"), request.GET.get("document", "")
    documents = list(record.documents.defer("lines"))
    if read := request.GET.get("read"):  # a worker knows a document by its content
        document = next((str(one.pk) for one in documents if one.sha256 == read), "")
    rows = every = _in_order(record)
    if document:
        rows = rows.filter(document=next((one.pk for one in documents if str(one.pk) == document), None))
    shown = rows.filter(state=state) if state in STATES else rows
    there = {one.number: one for one in record.recommendations.all()}
    page = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    decides = who(request).may(P.WRITE_PAPERS, record.owner)
    return render(request, "workspace/ledger/proposals.html", NAV | {
        "report": record, "title": "Read in from documents", "trail": _trail(record)[:2], "states": STATES.items(), "state": state,
        "documents": documents, "document": document, "total": every.count(), "open": every.filter(state="proposed").count(),
        "page": page, "query": urlencode({"state": state, "document": document}), "name": record.name, "decides": decides,
        "shown": [(one, there.get(one.reference), _said(one), _changed(one), MADE[one.kind]) for one in page],
        "first": rows.filter(state="proposed").first(), "reading": under_way(record),
        "upload": upload or (UploadForm(bodies=_bodies(record)) if decides else None),
    })  # fmt: skip


def _in_order(record: ReportRecord) -> QuerySet[ReportProposal]:
    """What was read in, document by document, as each is printed; what a response does not speak of comes last."""
    rows = ReportProposal.objects.filter(document__report=record).select_related("document").defer("document__lines")
    last = [F(key).asc(nulls_last=True) for key in ("page", "line")]
    return rows.order_by("document__read_at", "document", *last, "pk")


def _changed(one: ReportProposal) -> tuple[Difference, ...]:
    """The words that differ from the printing before; nothing where there was none."""
    earlier = one.fields.get("earlier")
    return differences(str(earlier["text"]), one.text) if earlier else ()


def _bodies(record: ReportRecord) -> list[tuple[str, str]]:
    """Who was asked, each with its name."""
    names = bodies_among(house()).names
    return [(one, names.get(one, one)) for one in reading_in.asked_in(record)]


@needs(P.WRITE_PAPERS)
@require_POST
def read_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker read a document in: the report itself, or the response of a body to it. The job's page says how far it is."""
    record = report_of(request, pk, P.WRITE_PAPERS)
    form = UploadForm(request.POST, request.FILES, bodies=_bodies(record))
    if form.is_valid():
        file, body = form.cleaned_data["file"], form.cleaned_data["body"]
        name = Path(file.name or "document").name
        made = attempt(
            form, lambda: ask_to_read_in(record, name, file.read(), house(), body=body, by=who(request)),
            {"bad-name": "file"},
        )  # fmt: skip
        if made:
            return redirect("job", made.pk)
    return _list(request, record, form)


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
    return [*found, *(("Look at it", str(odd)) for odd in fields.get("odd", ()))]


def _proposal(record: ReportRecord, pk: int) -> ReportProposal:
    return get_object_or_404(ReportProposal.objects.filter(document__report=record).select_related("document"), pk=pk)


@needs(P.WRITE_PAPERS)
def confirm(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Make a proposal a text of a recommendation, or the answer of a body."""
    record = report_of(request, pk, P.WRITE_PAPERS)
    held = _proposal(record, proposal)
    if held.kind not in reading_in.KEPT:
        raise Http404
    form: forms.Form
    if held.kind == "finding":
        form, act = _finding(request, held)
    else:
        form, act = (_recommendation if held.kind == "recommendation" else _answer)(request, record, held)
    if request.method == "POST" and form.is_valid():
        attempt(form, act, {"not-yet": "on", "out-of-order": "on", "no-words": "text_", "no-address": "link"})
        if form.is_valid():
            named = f"{held.kind.capitalize()} {held.reference}".strip()
            messages.success(request, f"{named} is confirmed.")
            return redirect(_next(record, held))
    among = getattr(form.fields.get("addressees"), "among", None)
    points = held.fields.get("points") if held.kind == "recommendation" else ()
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": MADE[held.kind], "button": "Confirm it", "where": record.title,
        "words": held.text, "trail": _trail(record), "points": points, "back": _home(record), "lists": [among] if among else [],
        "reading": _said(held), "changed": _changed(held), "reject": held if held.state == "proposed" else None,
        "skip": _next(record, held), "left": _in_order(record).filter(state="proposed").count(), "place": _place(held),
        "closed": "" if held.state == "proposed" else f"This proposal is {held.state} already.",
    })  # fmt: skip


def _next(record: ReportRecord, held: ReportProposal) -> str:
    """The page of the next proposal to be looked at, behind this one and then from the start; the list where none is left."""
    keys = list(_in_order(record).values_list("pk", "state"))
    at = next(place for place, (pk, _) in enumerate(keys) if pk == held.pk)
    still = [pk for pk, state in [*keys[at + 1 :], *keys[:at]] if state == "proposed"]
    return f"{_home(record)}/{still[0]}#words" if still else _home(record)


def _place(held: ReportProposal) -> str:
    """Where in which document it stands."""
    at = f"line {held.line}" if held.line else "not in the document"
    return f"{f'page {held.page}, ' if held.page else ''}{at} of {held.document.name}"


def _recommendation(request: HttpRequest, record: ReportRecord, held: ReportProposal) -> tuple[ConfirmForm, Any]:
    number = request.POST.get("number", held.reference)
    there = record.recommendations.filter(number=number).first()
    bodies = bodies_among(house())
    named = {str(one).casefold() for one in held.fields.get("addressees") or [held.fields.get("addressee")] if one}
    likely = [key for key, name in bodies.names.items() if named & {key, name.casefold()}]
    initial = {
        "number": held.reference, "title": there.body["title"] if there else short_title(held.text),
        "addressees": there.addressees if there else likely or record.addressees,
        "deliver_by": last_day(str(held.fields.get("due") or "")), "deliver_words": held.fields.get("due_words", ""),
    }  # fmt: skip
    form = ConfirmForm(request.POST or None, bodies=bodies, there=there is not None, initial=initial)

    def act() -> Any:
        return reading_in.confirm(held, house=house(), by=who(request), **{"title": "", **form.cleaned_data})

    return form, act


def _answer(request: HttpRequest, record: ReportRecord, held: ReportProposal) -> tuple[AnswerForm, Any]:
    rows = list(record.recommendations.all())
    number = request.POST.get("number", held.reference)
    asked = next((one for one in rows if one.number == number), None)
    initial: dict[str, Any] = {"number": number, "body": held.document.response_of, **_answered(request, held)}
    for one in reading_in.answers_of(held):
        initial |= {f"status_{one.point}": one.status, f"text_{one.point}": one.text}
    form = AnswerForm(request.POST or None, rows=rows, asked=asked, names=bodies_among(house()).names, initial=initial)

    def act() -> Any:
        told = form.cleaned_data
        asked = RecommendationRecord.objects.select_related("report__organisation").get(
            report=record, number=told["number"]
        )
        request.session[f"response-{held.document_id}"] = {"on": told["on"].isoformat(), "link": told["link"]}
        return reading_in.confirm_answer(
            held, asked, told["body"], answers_in(form), told["on"], house(), link=told["link"], by=who(request)
        )

    return form, act


def _finding(request: HttpRequest, held: ReportProposal) -> tuple[forms.Form, Any]:
    return forms.Form(request.POST if request.method == "POST" else None), lambda: reading_in.confirm_finding(
        held, house(), by=who(request)
    )


def _answered(request: HttpRequest, held: ReportProposal) -> dict[str, Any]:
    """Day and link of a response as the person gave them for the answer before: they are the same for all of it."""
    given = request.session.get(f"response-{held.document_id}", {})
    return {"on": dt.date.fromisoformat(given["on"]) if given else today(), "link": given.get("link", "")}


@needs(P.WRITE_PAPERS)
@require_POST
def reject(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Say that a proposal is no recommendation, or no answer."""
    record = report_of(request, pk, P.WRITE_PAPERS)
    held = _proposal(record, proposal)
    if why := refusal(lambda: reading_in.reject(held, by=who(request))):
        messages.error(request, why)
        return redirect(_home(record))
    messages.success(request, "It is rejected.")
    return redirect(_next(record, held) if "next" in request.POST else _home(record))
