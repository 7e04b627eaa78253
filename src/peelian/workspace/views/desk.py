"""The analyst's desk: drop files, see what is planned and what is being written, and begin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.acting import NotAllowed
from peelian.core.jobs.actions import ask
from peelian.core.jobs.queries import jobs_of
from peelian.core.jobs.uploads import keep_uploads
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.releases.build import govern
from peelian.performance import actions
from peelian.performance.models import CalendarEntry, ReleaseRecord
from peelian.performance.queries import calendar_of, releases_for, state_of
from peelian.performance.rules import RELEASE
from peelian.ui.components import Cell, Column, FigureTable, Row
from peelian.ui.format import day, number
from peelian.workspace.boards import NOT_PLACED
from peelian.workspace.doing import attempt, day_field, person_of, who
from peelian.workspace.views.jobs import moment, title_of, words_of

NAV = {"nav": "/office/desk"}
SHOWN_AHEAD = 3
LAST_JOBS = 5


def house() -> House:
    """The house of this installation."""
    return House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)


class UnplannedForm(forms.Form):
    """A release that the calendar does not have, such as a correction."""

    title = forms.CharField(label="Title", max_length=160, error_messages={"required": "Enter a title."})
    day = day_field("The day on which it is to be out", required=True)
    corrects = forms.CharField(
        label="Corrects the release", max_length=20, required=False,
        help_text="Its id, such as 2026-12-14. Leave it empty for none.",
    )  # fmt: skip
    reason = forms.CharField(
        label="What it corrects, and why", max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Published with the release.",
    )  # fmt: skip


@needs(P.SEE_DRAFTS)
def desk(request: HttpRequest) -> HttpResponse:
    """What is planned next, what is being written, and the files that came last."""
    person = person_of(request)
    written = releases_for(person)
    begun = {record.entry_id for record in written if record.state != "withdrawn"}
    mine = person.where(P.SEE_DRAFTS)
    ahead = [
        item
        for item in calendar_of(today())
        if item.organisation_id in mine and not item.cancelled and item.pk not in begun
    ]
    return render(request, "workspace/desk/desk.html", NAV | {
        "may_load": person.may(P.LOAD_FILES), "may_begin": person.may(P.DRAFT_RELEASE), "table": _table(written),
        "ahead": [(item, day(item.day)) for item in ahead[:SHOWN_AHEAD]],
        "jobs": [(job, title_of(job), words_of(job), moment(job.created_at)) for job in jobs_of(person)[:LAST_JOBS]],
    })  # fmt: skip


def _table(written: list[ReleaseRecord]) -> FigureTable | None:
    if not written:
        return None
    rows = tuple(
        Row((
            Cell(record.title + (NOT_PLACED if record.to_place else ""), f"/office/releases/{record.pk}"),
            Cell(RELEASE.state(state := state_of(record)).title),
            Cell(RELEASE.state(state).waits_for or "nobody"), Cell(moment(record.at) or record.draft),
        ))
        for record in written
    )  # fmt: skip
    columns = tuple(map(Column, ("Release", "State", "Waits for", "Out")))
    return FigureTable("releases", "Releases", columns, rows, caption_hidden=True)


@needs(P.LOAD_FILES)
@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Take files in and load them in the background. From then on the office publishes here, and no command."""
    files = request.FILES.getlist("files")
    if not files:
        messages.error(request, "Choose at least one file.")
        return redirect("desk")
    person, found = person_of(request), house()
    try:
        govern(found)
        upload = keep_uploads(found, ((file.name or "", file.chunks()) for file in files))
        owner = next(iter(person.where(P.LOAD_FILES)))
        made = ask(
            "files.load", {"upload": upload, **_vintage(request)}, organisation=f"organisation:{owner}", by=who(request)
        )
    except PeelianError as error:
        messages.error(request, str(error))
        return redirect("desk")
    messages.success(
        request, f"{number(len(files))} file{'s' if len(files) > 1 else ''} came in. What became of each is told here."
    )
    return redirect("job", made.pk)


def _vintage(request: HttpRequest) -> dict[str, str]:
    told = request.POST.get("vintage", "").strip()
    return {"vintage": told} if told else {}


@needs(P.DRAFT_RELEASE)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the release of an entry of the calendar."""
    entry = CalendarEntry.objects.select_related("organisation").filter(pk=pk).first()
    if entry is None:
        raise Http404
    form = forms.Form({})
    try:
        made = attempt(form, lambda: actions.begin(entry.organisation, house(), entry=entry, by=who(request)))
    except NotAllowed as error:
        raise Http404 from error
    if made is None:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
        return redirect("desk")
    return redirect("release", made.pk)


@needs(P.DRAFT_RELEASE)
def begin_unplanned(request: HttpRequest) -> HttpResponse:
    """Begin a release that was not planned."""
    form = UnplannedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = form.cleaned_data
        owner = Organisation.objects.get(pk=person_of(request).where(P.DRAFT_RELEASE)[0])
        made = attempt(form, lambda: actions.begin(owner, house(), by=who(request), **told))
        if made:
            return redirect("release", made.pk)
    return render(request, "workspace/form.html", NAV | {
        "form": form, "title": "Begin a release that was not planned", "button": "Begin", "back": "/office/desk",
        "back_text": "Releases",
    })  # fmt: skip
