"""The addresses at which other programs read committees and meetings; other systems' rules name some of them."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path, re_path
from django.urls.resolvers import URLPattern

from peelian.core.access import public
from peelian.public.views import committee_feeds, moderngov, oparl


def any_case(text: str) -> str:
    """A pattern for a text whose letters may be small or capital: ModernGov's server minds neither."""
    return "".join(f"[{one.lower()}{one.upper()}]" if one.isalpha() else re.escape(one) for one in text)


def followed(route: str, view: Callable[..., HttpResponse]) -> list[URLPattern]:
    """What somebody follows as a calendar and as a feed."""
    return [
        path(f"{route}calendar.ics", public(view), {"form": "ics"}),
        path(f"{route}feed.atom", public(view), {"form": "atom"}),
    ]


SERVICE = f"/*{any_case('mgWebService.asmx')}"
"""Some clients write two slashes before it, which ModernGov's server takes for one."""
PAGES = "|".join(any_case(name) for name in moderngov.LINKED)


def addresses() -> list[URLPattern]:
    """All of them; what may stand at their places is registered before (urls.py)."""
    return [
        re_path(rf"^{SERVICE}$", public(moderngov.service)),
        re_path(rf"^{SERVICE}/(?P<name>[A-Za-z0-9]+)$", public(moderngov.call)),
        re_path(rf"^/*(?P<name>{PAGES}){any_case('.aspx')}$", public(moderngov.page)),
        path("oparl", public(oparl.begin)),
        path("oparl/", public(oparl.begin)),
        path("oparl/v1.1", public(oparl.begin)),
        path("oparl/v1.1/", public(oparl.system)),
        path("oparl/v1.1/<path:path>", public(oparl.found)),
        *followed("committees/<name:committee_id>/", committee_feeds.committee),
        *followed("topics/<name:topic_id>/", committee_feeds.topic),
        path("areas/<area:area_id>/meetings.ics", public(committee_feeds.area), {"form": "ics"}),
        path("areas/<area:area_id>/meetings.atom", public(committee_feeds.area), {"form": "atom"}),
    ]
