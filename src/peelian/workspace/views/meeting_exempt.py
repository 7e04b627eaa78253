"""What is exempt of a meeting's items and papers: kept encrypted as it is typed, sealed by who decides, never shown here again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.exempt import actions as exempt
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.rules import DRAFT
from peelian.core.exempt.uploads import DOORS
from peelian.core.permissions import Permission as P
from peelian.scrutiny.meetings.following import write_again
from peelian.scrutiny.meetings.withheld import meeting_with, why_not
from peelian.workspace.committees.desk import MeetingDesk
from peelian.workspace.decisions.step_forms import PartForm
from peelian.workspace.doing import attempt, refusal, version_in, who
from peelian.workspace.views.committee_desk import NAV, meeting_desk_of
from peelian.workspace.views.meeting_desk import inside, item_of, paper_of

FIELDS = {
    "bad-review-date": "review_on",
    "no-review-date": "review_on",
    "bad-release-date": "release_on",
    "no-text": "text",
    **dict.fromkeys(("no-file", "large-file", "wrong-file"), "file"),
}
DOORS.update(("meeting-exempt-add", "meeting-exempt"))


def _part(desk: MeetingDesk, pk: str) -> ExemptPart:
    """A part of a meeting's item or paper. Raises Http404."""
    found = ExemptPart.objects.filter(pk=pk).select_related("organisation").first()
    if found is None or (of := meeting_with(found.subject)) is None or of.pk != desk.record.pk:
        raise Http404
    return found


def _page(
    request: HttpRequest, desk: MeetingDesk, form: Any, title: str, closed: str = "", version: int = 0
) -> HttpResponse:
    if form is not None and form.is_bound:
        form.choose_again()
    answer = render(request, "workspace/committees/part.html", NAV | inside(desk, "agenda") | {
        "form": form, "title": title, "closed": closed, "desk": desk, "version": version,
    })  # fmt: skip
    answer["Cache-Control"] = "private, no-store"
    return answer


@needs(P.WRITE_PAPERS)
def add(request: HttpRequest, slug: str, day: str, of: str, of_pk: int) -> HttpResponse:
    """Keep a text or a file of an item or a paper that is withheld."""
    desk = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    if of not in ("item", "paper"):
        raise Http404
    subject = item_of(desk, of_pk) if of == "item" else paper_of(desk, of_pk)
    subject_title = f"Withhold a text or a file of “{subject.title}”"
    if closed := why_not(subject):
        return _page(request, desk, None, subject_title, closed)
    more = "more" in request.POST
    data = request.POST if request.method == "POST" else None
    body = desk.record.committee.organisation
    form = PartForm(
        data, request.FILES or None, kind=body.kind, more=more, out="agenda", initial={"title": subject.title}
    )
    if data is not None and not more and form.is_valid():
        told = form.cleaned_data
        made = attempt(form, lambda: exempt.keep(
            subject.key, body, told["title"], form.content or "", form.grounds, told["decided_by"], told["review_on"],
            told["release_on"], by=who(request),
        ), FIELDS)  # fmt: skip
        if made:
            write_again(made)  # of an agenda that is out, nobody reads any more what is to be withheld
            messages.success(request, "It is kept, encrypted. It is sealed before the agenda goes out.")
            return redirect(f"{desk.home}#agenda")
    return _page(request, desk, form, subject_title)


@needs(P.WRITE_PAPERS)
def rewrite(request: HttpRequest, slug: str, day: str, pk: str) -> HttpResponse:
    """Rewrite a part that is not sealed. That its text was read to be shown is on record."""
    desk = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    held, by = _part(desk, pk), who(request)
    if held.state != DRAFT:
        return _page(request, desk, None, held.title, "What is sealed is never edited. A correction is another part.")
    more = "more" in request.POST
    data = request.POST if request.method == "POST" else None
    shown = {} if data is not None else {
        "title": held.title, "text": exempt.read(held, by=by) if held.form == "text" else "", "decided_by": held.decided_by,
        "review_on": held.review_on, "release_on": held.release_on,
    }  # fmt: skip
    form = PartForm(
        data, request.FILES or None, kind=held.organisation.kind, grounds=held.reasons, more=more, initial=shown,
        holds=held.length_words if held.form == "file" else "", out="agenda",
    )  # fmt: skip
    if data is not None and not more and form.is_valid():
        told = form.cleaned_data
        attempt(form, lambda: exempt.rewrite(
            held, text=form.content, title=told["title"], grounds=form.grounds, decided_by=told["decided_by"],
            review_on=told["review_on"], release_on=told["release_on"], version=version_in(request), by=by,
        ), FIELDS)  # fmt: skip
        if form.is_valid():
            messages.success(request, "It is kept.")
            return redirect(f"{desk.home}#agenda")
    return _page(request, desk, form, held.title, version=version_in(request) or held.version)


@needs(P.SEAL_EXEMPT, P.SEE_PAPERS)
@require_POST
def seal(request: HttpRequest, slug: str, day: str, pk: str) -> HttpResponse:
    """Seal a part: from now on its text is never edited, and its stub is public with the agenda."""
    desk = meeting_desk_of(request, slug, day, P.SEAL_EXEMPT)
    held = _part(desk, pk)
    if why := refusal(lambda: exempt.seal(held, version=version_in(request), by=who(request))):
        messages.error(request, why)
    else:
        messages.success(request, f"“{held.title}” is sealed.")
    return redirect(f"{desk.home}#agenda")


@needs(P.WRITE_PAPERS)
@require_POST
def remove(request: HttpRequest, slug: str, day: str, pk: str) -> HttpResponse:
    """Take a part away that is not sealed."""
    desk = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    held = _part(desk, pk)
    if why := refusal(lambda: exempt.remove(held, by=who(request))):
        messages.error(request, why)
    else:
        write_again(held)
        messages.success(request, "The part is taken away.")
    return redirect(f"{desk.home}#agenda")
