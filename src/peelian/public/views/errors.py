"""What a page says when there is nothing to show: what happened, what to do, what was perhaps meant."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peelian.figures.errors import PeelianError
from peelian.public.downloads import json_answer
from peelian.public.site import opened

NOT_FOUND = ("unknown-", "no-figure", "no-plan")


def status_of(error: PeelianError) -> int:
    """404 for what does not exist, 400 for what cannot be read, 500 for a damaged house."""
    if error.code in ("unknown-period", "unknown-kind"):
        return HTTPStatus.BAD_REQUEST
    return HTTPStatus.NOT_FOUND if error.code.startswith(NOT_FOUND) else HTTPStatus.INTERNAL_SERVER_ERROR


def failed(request: HttpRequest, error: PeelianError, status: int | None = None) -> HttpResponse:
    """The error as the address asks for it: an object for files, words for people."""
    status = status or status_of(error)
    if wants_object(request):
        return json_answer(error.to_json(), status)
    return _page(request, status, error.message, _for_readers(error.remedy), near=_near(request, error))


def _for_readers(remedy: str) -> str:
    """A remedy without the commands of whoever runs the site."""
    return "Look at the spelling, or start from one of the lists." if remedy.startswith("peelian ") else remedy


def wants_object(request: HttpRequest) -> bool:
    """Whether the address is that of a file."""
    return request.path_info.endswith((".json", ".csv", ".ics", ".atom", ".stratml"))


def _near(request: HttpRequest, error: PeelianError) -> list[object]:
    from peelian.public.views.search import near

    site = opened(request)
    wanted = next((str(value) for value in error.where.values()), "")
    return list(near(site, wanted)) if site and wanted else []


def _page(request: HttpRequest, status: int, title: str, text: str, **more: object) -> HttpResponse:
    shown = {"title": title.rstrip("."), "text": text, "status": status, "hide_header_search": True, **more}
    return render(request, "public/error.html", shown, status=status)


def nothing_yet(request: HttpRequest) -> HttpResponse:
    """No house, or no release in it: what to run."""
    error = PeelianError(
        "no-release", "No release has been sealed yet.", "Load files (peelian load FOLDER), then run peelian release."
    )
    if wants_object(request):
        return json_answer(error.to_json(), HTTPStatus.SERVICE_UNAVAILABLE)
    return render(
        request, "public/nothing.html", {"title": "There is nothing to show yet"}, status=HTTPStatus.SERVICE_UNAVAILABLE
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that is not there."""
    if wants_object(request):
        error = PeelianError(
            "unknown-address", "No such address.", "See /data for what there is.", {"address": request.path}
        )
        return json_answer(error.to_json(), HTTPStatus.NOT_FOUND)
    word = request.path_info.rstrip("/").rsplit("/", 1)[-1]
    error = PeelianError("unknown-address", "", "", {"address": word})
    text = "The address may be mistyped, or belong to something that was never published."
    return _page(request, HTTPStatus.NOT_FOUND, "This page does not exist", text, near=_near(request, error))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that makes no sense."""
    return _page(request, HTTPStatus.BAD_REQUEST, "This request cannot be read", "Go back, and try the link once more.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own fault: a page that needs nothing that may be broken."""
    text = ("<!DOCTYPE html><html lang='en-GB'><title>Something went wrong</title><h1>Something went wrong</h1>"
            "<p>The fault is ours and has been noted. <a href='/'>Go to the start</a>.</p></html>")  # fmt: skip
    return HttpResponse(text, status=HTTPStatus.INTERNAL_SERVER_ERROR)
