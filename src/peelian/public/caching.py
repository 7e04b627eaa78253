"""Pages change when a release is out, the program is rebuilt, or a day passes (ages are in days): their ETag is made of that.

No copy outlives the moment at which the next release is out: a page may be kept for the seconds that are left until then.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from peelian.figures.house import today
from peelian.public.build import build_id
from peelian.public.site import SiteRequest

MAX_AGE = 60
Handler = Callable[[HttpRequest], HttpResponse]


def etag_of(request: SiteRequest) -> str | None:
    """None where there is nothing to build on yet."""
    if request.opened is None:
        return None
    parts = (build_id(), request.opened.release.fingerprint, request.opened.shelf.state, beside(),
             today().isoformat(),
             request.get_host(), request.get_full_path())  # fmt: skip
    return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]}"'


def beside() -> str:
    """The state of what is published beside releases, each swapped in whole: reports, plans, decisions, scrutiny, calendars."""
    found = []
    for name in ("quarters", "plans", "decisions", "scrutiny", "holidays.json", "calendar.json"):
        try:
            found.append(str((settings.PEELIAN_DATA / name).stat().st_mtime_ns))
        except OSError:
            found.append("")
    return "|".join(found)


def conditional(get_response: Handler) -> Handler:
    """Answer 304 before anything is looked up where the reader's copy is still true."""

    def handle(plain: HttpRequest) -> HttpResponse:
        request = cast(SiteRequest, plain)
        etag, age = etag_of(request), max_age(request)
        if etag and (known := request.headers.get("If-None-Match")) and etag in known:
            answer = get_conditional_response(request, etag=etag)
            if answer is not None:
                return _marked(answer, etag, age)
        response = get_response(request)
        return _marked(response, etag, age) if etag and response.status_code == 200 else response

    return handle


def max_age(request: SiteRequest) -> int:
    """For how many seconds a page may be kept: ``MAX_AGE``, or what is left until the next release is out."""
    ahead = request.opened.shelf.next_at if request.opened else None
    if ahead is None:
        return MAX_AGE
    left = (ahead - dt.datetime.now(dt.UTC)).total_seconds()
    return max(0, min(MAX_AGE, int(left)))


def kept_by_content(request: HttpRequest, response: HttpResponse, changed: dt.datetime | None = None) -> HttpResponse:
    """A file of committees and meetings, which need no release: its ETag is made of what it says. 304 where the copy is true."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    modified = int(changed.timestamp()) if changed is not None else None
    found = get_conditional_response(request, etag=etag, last_modified=modified, response=response)
    return cast(HttpResponse, found)


def _marked(response: HttpResponse, etag: str, age: int) -> HttpResponse:
    if not response.headers.get("Cache-Control"):
        response.headers["ETag"] = etag
        patch_cache_control(response, public=True, max_age=age)
    return response
