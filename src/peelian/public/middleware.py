"""What happens to every request: read only, headers that forbid what the site never does, and older releases under a prefix."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect

from peelian.figures.errors import PeelianError
from peelian.public.site import SiteRequest, open_site
from peelian.public.views import errors

Handler = Callable[[HttpRequest], HttpResponse]
READING = ("GET", "HEAD")
ASKED_BY_POST = "mgwebservice.asmx"
"""A question that some clients send by POST (ModernGov's web service): what answers it reads, as everything here does."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OFFICE = ("/office", "/account")
"""Where people work: nothing of it is of a release."""
_OLDER = re.compile(
    rf"/r/([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:\.[0-9]+)?|newest)(?!(?:{'|'.join(OFFICE)})(?:/|$))(/.*|$)"
)
_LINKS = re.compile(rb'(<(?:a|form)\b[^>]*? (?:href|action)=")/(?!r/|/)')


def security_headers(get_response: Handler) -> Handler:
    """Static files, errors and pages alike."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return handle


def only_reading(get_response: Handler) -> Handler:
    """Nothing here can be written to."""

    def handle(request: HttpRequest) -> HttpResponse:
        asks = request.method == "POST" and request.path.lstrip("/").casefold().startswith(ASKED_BY_POST)
        return get_response(request) if asks or request.method in READING else HttpResponseNotAllowed(READING)

    return handle


def as_published(get_response: Handler) -> Handler:
    """Open the site; ``/r/<release>/<page>`` is the page as that release has it, with every link staying in the release."""

    def handle(plain: HttpRequest) -> HttpResponse:
        request = cast(SiteRequest, plain)
        found = _OLDER.fullmatch(request.path_info)
        request.prefix = f"/r/{found[1]}" if found else ""
        request.opened = None
        if found and found[1] == "newest":
            return HttpResponseRedirect(_without_prefix(request, found[2]))
        try:
            request.opened = open_site(found[1] if found else None)
        except PeelianError as error:
            return _no_such_release(request, error)
        if found:
            request.path_info = found[2] or "/"
        response = get_response(request)
        return kept_inside(response, request.prefix) if request.prefix else response

    return handle


def _no_such_release(request: SiteRequest, error: PeelianError) -> HttpResponse:
    """An older release that never was: the error page of the newest. A damaged house: the error alone."""
    if request.prefix:
        request.prefix = ""
        with suppress(PeelianError):
            request.opened = open_site()
    return errors.failed(request, error)


def _without_prefix(request: HttpRequest, path: str) -> str:
    """The same page of the newest release: always an address of this site, whatever stands after the prefix."""
    query = request.META.get("QUERY_STRING", "")
    return "/" + path.lstrip("/\\") + (f"?{query}" if query else "")


def kept_inside(response: HttpResponse, prefix: str) -> HttpResponse:
    """Point a page's links and forms at the same release. Addresses under /r/ and outside the site stay as they are."""
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response.content = _LINKS.sub(rb"\1" + prefix.encode() + b"/", response.content)
    location = response.headers.get("Location", "")
    if location.startswith("/"):
        response.headers["Location"] = prefix + location
    return response
