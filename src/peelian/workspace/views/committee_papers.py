"""Papers of a committee that are read in: what they propose, taken in or rejected by a person, several at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.permissions import Permission as P
from peelian.scrutiny.importing import reading_in
from peelian.scrutiny.jobs import ask_to_read_papers, papers_under_way
from peelian.scrutiny.meetings.models import CommitteeRecord
from peelian.scrutiny.meetings.papers import STATES, PapersDocument, PapersProposal
from peelian.workspace.committees.desk import trail
from peelian.workspace.committees.papers import lines_of, what_may_tell
from peelian.workspace.doing import attempt, who
from peelian.workspace.views.committee_desk import NAV, desk_of
from peelian.workspace.views.desk import house
from peelian.workspace.views.ledger_proposals import UploadForm


class PapersForm(UploadForm):
    """A file of papers."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, bodies=[], **more)
        del self.fields["body"]
        self.fields["file"].label = "Agenda, minutes, a whole pack or a diary"


class DecideForm(forms.Form):
    """What is chosen of the proposals, and what is to be done with it."""

    chosen = forms.MultipleChoiceField(
        label="What is chosen", error_messages={"required": "Choose at least one of the proposals."}
    )
    redacted = forms.BooleanField(label="I have looked at each of these", required=False)
    reason = forms.CharField(label="Why it is rejected", required=False, max_length=2_000)

    def __init__(self, data: Any = None, *, rows: list[PapersProposal], **more: Any) -> None:
        super().__init__(data, **more)
        chosen: Any = self.fields["chosen"]
        chosen.choices = [(str(one.pk), str(one)) for one in rows]

    @property
    def ticked(self) -> set[str]:
        """What was chosen, as it was sent."""
        return set(self.data.getlist("chosen")) if self.is_bound else set()  # type: ignore[attr-defined]


@needs(P.SEE_PAPERS)
def papers(request: HttpRequest, slug: str) -> HttpResponse:
    """What was read in, with page and line and how sure it is."""
    return _list(request, desk_of(request, slug).record)


def _rows(record: CommitteeRecord) -> Any:
    return (
        PapersProposal.objects.filter(document__committee=record)
        .select_related("document__committee")
        .defer("document__lines")
    )


def _list(
    request: HttpRequest, record: CommitteeRecord, upload: PapersForm | None = None, decide: DecideForm | None = None
) -> HttpResponse:
    state = request.GET.get("state", "proposed")
    rows, waiting = _rows(record), list(_rows(record).filter(state="proposed"))
    shown = list(rows.filter(state=state) if state in STATES else rows)
    decides = who(request).may(P.WRITE_PAPERS, record.owner)
    form = decide or DecideForm(rows=waiting)
    return render(request, "workspace/committees/papers.html", NAV | {
        "committee": record, "title": "Read in from papers", "trail": trail(record), "states": STATES.items(), "state": state,
        "documents": PapersDocument.objects.filter(committee=record).defer("lines"), "total": rows.count(), "open": len(waiting),
        "lines": lines_of(shown, form.ticked), "personal": what_may_tell(waiting), "decides": decides,
        "form": form, "upload": upload or (PapersForm() if decides else None), "reading": papers_under_way(record),
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
@require_POST
def read_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Have a worker read a file of papers in. Nothing of it is public by that; the job's page says how far it is."""
    record = desk_of(request, slug, P.WRITE_PAPERS).record
    form = PapersForm(request.POST, request.FILES)
    if form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        name = Path(file.name or "papers").name
        made = attempt(
            form, lambda: ask_to_read_papers(record, name, file.read(), house(), by=who(request)), {"bad-name": "file"}
        )
        if made:
            return redirect("job", made.pk)
    return _list(request, record, form)


@needs(P.WRITE_PAPERS)
@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in, or reject, what is chosen."""
    record = desk_of(request, slug, P.WRITE_PAPERS).record
    form = DecideForm(request.POST, rows=list(_rows(record)))
    if form.is_valid():
        told = form.cleaned_data
        chosen = list(_rows(record).filter(pk__in=told["chosen"]))
        fields = {"look-first": "redacted", "no-reason": "reason", "nothing-chosen": "chosen", "decided": "chosen",
                  "wrong-meeting": "chosen"}  # fmt: skip
        if request.POST.get("do") == "reject":
            attempt(form, lambda: reading_in.reject(chosen, by=who(request), reason=told["reason"]), fields)
            said = ["It is rejected."]
        else:
            said = attempt(
                form, lambda: reading_in.confirm(chosen, house(), redacted=told["redacted"], by=who(request)), fields
            ) or []  # fmt: skip
        if form.is_valid():
            for text in said:
                messages.success(request, text)
            return redirect("committee-papers", slug)
    return _list(request, record, decide=form)
