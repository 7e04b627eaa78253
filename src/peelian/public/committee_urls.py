"""The addresses of committees and their meetings. They need no release: what is known of them stands beside the figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.urls.resolvers import URLPattern

from peelian.core.access import public
from peelian.figures.errors import PeelianError
from peelian.public.views import committees, errors, packs, printed


def shown(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for everybody; what is not there is said as a page."""

    @public
    @wraps(view)
    def wrapped(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            return view(request, **parts)
        except PeelianError as error:
            return errors.failed(request, error)

    return wrapped


def addresses() -> list[URLPattern]:
    """The addresses; they use the parts that urls.py registers."""
    return [
        path("committees", shown(committees.committees)),
        path("committees/<name:committee_id>", shown(committees.committee)),
        path("committees/<name:committee_id>/actions", shown(committees.actions)),
        path("committees/<name:committee_id>/<meeting_day:slug>", shown(committees.meeting)),
        path("committees/<name:committee_id>/<meeting_day:slug>/pack.pdf", shown(packs.pack)),
        path("committees/<name:committee_id>/<meeting_day:slug>/pack-<int:number>.pdf", shown(packs.pack)),
        path("committees/<name:committee_id>/<meeting_day:slug>/minutes.pdf", shown(printed.minutes)),
        path("committees/<name:committee_id>/<meeting_day:slug>/exempt/<hash:part>.txt", shown(committees.released)),
        path("topics/<name:topic_id>", shown(committees.topic)),
        path("areas/<area:area_id>/meetings", shown(committees.here)),
    ]
