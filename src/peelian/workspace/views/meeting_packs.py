"""The packs of a meeting on its desk: what went out, and the copy with what is exempt for who may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.acting import NotAllowed
from peelian.core.jobs.models import Job
from peelian.core.permissions import Permission as P
from peelian.documents.dispatching import Sent, sent
from peelian.documents.jobs import print_again, unprinted
from peelian.documents.packs import stubs_in
from peelian.documents.restricted import restricted
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.ui.format import counted
from peelian.workspace.committees.desk import MeetingDesk
from peelian.workspace.doing import who
from peelian.workspace.views.committee_desk import meeting_desk_of


@dataclass(frozen=True)
class PackLine:
    """A pack that went out: what it is called, where everybody reads it, how many of its parts are exempt."""

    number: int
    title: str
    href: str
    exempt: int


def packs_on(desk: MeetingDesk) -> list[PackLine]:
    """The packs of a meeting that went out; none where a file of them was altered, as ``peelian audit verify`` says."""
    try:
        found = sent(settings.PEELIAN_DATA, desk.record.id_of)
    except PeelianError:
        return []
    return [_line(desk.record.id_of, one) for one in found]


def _line(meeting: str, one: Sent) -> PackLine:
    name = "pack" if one.number == 1 else f"pack-{one.number}"
    last = one.last_page
    pages = f", {counted(last - one.pack['first_page'] + 1, 'page', 'pages')}" if last >= one.pack["first_page"] else ""
    title = f"Papers that came later, {one.number - 1}" if one.is_supplementary else "Agenda pack"
    return PackLine(one.number, title + pages, f"/committees/{meeting}/{name}.pdf", len(list(stubs_in(one.pack))))


def printing_on(desk: MeetingDesk) -> Job | None:
    """The job that a meeting's packs wait for; None where they are printed, or a file of them was altered."""
    try:
        return unprinted(House(settings.PEELIAN_DATA, settings.PEELIAN_PACK), desk.record)
    except PeelianError:
        return None


@needs(P.WRITE_PAPERS)
@require_POST
def print_pack(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Have the packs of a meeting printed again where that failed."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    if print_again(found.record, by=who(request)):
        messages.success(request, "The pack is being printed. It stands here in a moment.")
    else:
        messages.error(request, "No printing of it has failed.")
    return redirect(f"{found.home}#packs")


@needs(P.SEE_PAPERS)
@require_POST
def restricted_pack(request: HttpRequest, slug: str, day: str, number: int) -> HttpResponse:
    """A pack with what is exempt in it, as a file for one reader; that they read it is on record. It takes the right to read
    what is exempt besides.
    """
    found = meeting_desk_of(request, slug, day)
    packs = sent(settings.PEELIAN_DATA, found.record.id_of)
    if not 0 < number <= len(packs):
        raise Http404
    try:
        who(request).must(P.SEE_EXEMPT, found.record.owner)
        made = restricted(packs[number - 1], by=who(request))
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error
    except PeelianError as error:
        messages.error(request, f"{error.message} {error.remedy}")
        return redirect(found.home)
    answer = HttpResponse(made.content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{day}-restricted-{number}.pdf"'
    return answer
