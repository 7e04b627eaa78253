"""Pages about the site itself, and the check that it is alive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.public.build import build_id
from peelian.public.downloads import json_answer
from peelian.public.pages import show
from peelian.public.site import opened
from peelian.ui.format import SYMBOLS


def about(request: HttpRequest) -> HttpResponse:
    """What the site is, how to cite it, what its words mean."""
    return show(request, "about", title="About these figures", symbols=SYMBOLS.values())


def accessibility(request: HttpRequest) -> HttpResponse:
    """What has been done so that everyone can use it, and what is not done yet."""
    return show(request, "accessibility", title="Accessibility")


def healthz(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: alive, on which build and release."""
    found = opened(request)
    answer = json_answer({"status": "ok", "build": build_id(), "release": found.release.id if found else None})
    answer.headers["Cache-Control"] = "no-store"
    return answer
