"""A committee, a topic or a place to be followed: its meetings as a calendar, what is new of it as a feed. No database is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from peelian.figures.areas import Areas
from peelian.figures.catalogue import load_catalogue
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.public.caching import kept_by_content
from peelian.public.selectors.meetings_out import published
from peelian.public.views import errors
from peelian.scrutiny.exporting.calendars import calendar_of
from peelian.scrutiny.exporting.feeds import feed_of
from peelian.scrutiny.exporting.following import Followed, of_area, of_committee, of_topic
from peelian.scrutiny.exporting.published import Published


def committee(request: HttpRequest, committee_id: str, form: str) -> HttpResponse:
    """A committee's calendar or feed."""
    return _file(request, lambda held: of_committee(held, committee_id), form, {"committee": committee_id})


def topic(request: HttpRequest, topic_id: str, form: str) -> HttpResponse:
    """A topic's."""
    return _file(request, lambda held: of_topic(held, topic_id), form, {"topic": topic_id})


def area(request: HttpRequest, area_id: str, form: str) -> HttpResponse:
    """A place's: of the committees that its page lists."""
    return _file(request, lambda held: _of_area(held, area_id), form, {"area": area_id})


def _of_area(held: Published, area_id: str) -> Followed:
    """Raises PeelianError for a place that the house does not know."""
    house = House(Path(settings.PEELIAN_DATA))
    return of_area(held, area_id, f"Meetings: {_areas(house.pack)[area_id].name}")


@lru_cache(maxsize=4)
def _areas(pack: Path) -> Areas:
    """The places of a pack; a pack does not change while the program runs."""
    return load_catalogue(pack).areas


def _file(
    request: HttpRequest, find: Callable[[Published], Followed | None], form: str, asked: dict[str, str]
) -> HttpResponse:
    now = dt.datetime.now(dt.UTC)
    try:
        held = published()
        followed = find(held)
    except PeelianError as error:
        return errors.failed(request, error)
    if followed is None:
        (what, name), *_ = asked.items()
        unknown = PeelianError(f"unknown-{what}", f"No {what} {name}.", "The list of committees has every one.", asked)
        return errors.failed(request, unknown)
    return _calendar(request, held, followed, now) if form == "ics" else _feed(request, held, followed, now)


def _calendar(request: HttpRequest, held: Published, followed: Followed, now: dt.datetime) -> HttpResponse:
    response = HttpResponse(
        _made(held, followed, _site(request), now.date()), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'inline; filename="{followed.key.replace("/", "-")}.ics"'
    return kept_by_content(request, response, held.at)


def _feed(request: HttpRequest, held: Published, followed: Followed, now: dt.datetime) -> HttpResponse:
    text, updated = feed_of(held, followed, _site(request), request.path, now)
    return kept_by_content(
        request, HttpResponse(text, content_type="application/atom+xml; charset=utf-8"), max(updated, held.at)
    )


@lru_cache(maxsize=64)
def _made(held: Published, followed: Followed, site: str, day: dt.date) -> bytes:
    """A calendar, made once a day and whenever anything is published: years of meetings take a tenth of a second."""
    return calendar_of(held, followed, site, dt.datetime.now(dt.UTC))


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]
