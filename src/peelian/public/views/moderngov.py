"""ModernGov's web service at its own address, and the pages that its clients link to (docs/reference/moderngov.md)."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect

from peelian.figures.errors import PeelianError
from peelian.public.caching import kept_by_content
from peelian.public.selectors.meetings_out import published
from peelian.scrutiny.exporting import moderngov, soap, wsdl
from peelian.scrutiny.exporting.published import Published, agenda_is_out, item_page, page_of, paper_file, withheld

TEXT = "text/plain; charset=utf-8"


def call(request: HttpRequest, name: str) -> HttpResponse:
    """A call by GET, or by POST as a form sends it."""
    found = moderngov.named(name)
    if found is None:
        return _refused(f"{name[:40]} Web Service method name is not valid.")
    try:
        return _xml(request, moderngov.answer(found, _asked(request, _given(request))))
    except moderngov.Refused as refused:
        return _refused(refused.message)
    except PeelianError as error:
        return _damaged(error)


def service(request: HttpRequest) -> HttpResponse:
    """What is answered, in words or as programs read it (``?WSDL``); by POST, a call in an envelope."""
    if request.method != "POST" and "wsdl" in map(str.casefold, request.GET):
        return _xml(request, wsdl.described(_address(request)))
    if request.method != "POST":
        return HttpResponse(_told(request), content_type=TEXT)
    kind = request.headers.get("Content-Type", "")
    try:
        name, given = soap.read_call(request.body)
        answer = moderngov.answer(name, _asked(request, given))
    except moderngov.Refused as refused:
        return _fault(kind, refused.message)
    except PeelianError as error:
        return _fault(kind, error.message)
    return HttpResponse(moderngov.HEAD + soap.enveloped(kind, name, answer), content_type=soap.answered_as(kind))


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri("/mgWebService.asmx")


def _told(request: HttpRequest) -> str:
    lines = ["mgWebService: the calls that are answered here, by GET, by POST, and in SOAP 1.1 and 1.2 envelopes.", ""]
    here = _address(request)
    lines += [
        f"{here}/{name}{'?' if takes else ''}{'&'.join(f'{one}=' for one in takes)}"
        for name, (_, takes) in moderngov.CALLS.items()
    ]
    return "\n".join(
        [*lines, "", "Dates are dd/MM/yyyy. lCommitteeId is 0 (GetMeetings) or -1 for every committee.", ""]
    )


def _given(request: HttpRequest) -> dict[str, str]:
    """The parameters, by their names in small letters: ASP.NET minds no case."""
    sent: Any = request.POST if request.method == "POST" else request.GET
    return {key.casefold(): value for key, value in {**request.GET.dict(), **sent.dict()}.items()}


def _asked(request: HttpRequest, given: dict[str, str]) -> moderngov.Asked:
    return moderngov.Asked(published(), request.build_absolute_uri("/")[:-1], dt.datetime.now(dt.UTC), given)


def _xml(request: HttpRequest, answer: str) -> HttpResponse:
    response = HttpResponse(moderngov.HEAD + answer, content_type="text/xml; charset=utf-8")
    return kept_by_content(request, response) if request.method in ("GET", "HEAD") else response


def _refused(message: str) -> HttpResponse:
    """ModernGov says the same with a status 500; here that means that the server failed, and it did not."""
    return HttpResponse(message + "\n", content_type=TEXT, status=HTTPStatus.BAD_REQUEST)


def _damaged(error: PeelianError) -> HttpResponse:
    return HttpResponse(f"{error.message}\n", content_type=TEXT, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _fault(kind: str, message: str) -> HttpResponse:
    return HttpResponse(
        moderngov.HEAD + soap.fault(kind, message), content_type=soap.answered_as(kind), status=HTTPStatus.BAD_REQUEST
    )


def page(request: HttpRequest, name: str) -> HttpResponse:
    """The page that a client links to: it makes the address of a page itself, from the numbers that we gave it."""
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    given = {key.casefold(): value for key, value in request.GET.dict().items()}
    found = _page(published(), name.casefold(), given)
    if found is None:
        raise Http404
    return HttpResponseRedirect(found)


def _page(held: Published, name: str, given: dict[str, str]) -> str | None:
    def number(key: str) -> int:
        text = given.get(key, "")
        return int(text) if text.isdecimal() and len(text) < 12 else 0

    committee = held.committee_numbered.get(number("cid") or number("id"))
    meeting = held.meeting_of.get(held.meeting_numbered.get(number("mid"), ""))
    if name == "ielistdocuments" and meeting and not meeting.deleted:
        return page_of(meeting)
    if name == "mgconvert2pdf":
        attached = held.attached.get(held.paper_numbered.get(number("id"), ""))
        return paper_file(attached) if attached and not withheld(attached.paper) else None
    if name in ("iedecisiondetails", "mgai"):
        return _item(held, number("aiid") or number("id"))
    if name in ("ielistdocuments", "ielistmeetings", "mgcommitteedetails") and committee:
        return f"/committees/{committee}"
    return None


def _item(held: Published, number: int) -> str | None:
    """Where an item stands, once its agenda is out; what was decided on it stands there too."""
    meeting, item = held.items.get(held.item_numbered.get(number, ""), (None, None))
    if meeting is None or item is None or not agenda_is_out(meeting, dt.datetime.now(dt.UTC)):
        return None
    return item_page(meeting, item)


LINKED = ("ieListDocuments", "ieListMeetings", "mgCommitteeDetails", "mgConvert2PDF", "ieDecisionDetails", "mgAi")
"""Pages of a ModernGov site that clients make links to."""
