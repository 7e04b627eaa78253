"""For search engines: which pages there are, and which are for people alone. Everything here is what the search finds, no more."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse

from peelian.public.pages import site_of
from peelian.public.site import Site
from peelian.public.views.search import rooms_of

FRONTS = (
    "/", "/plan", "/plans", "/measures", "/signals", "/areas", "/committees", "/scrutiny", "/recommendations", "/bodies",
    "/investigations", "/decisions", "/withheld", "/calendar", "/deadlines", "/releases", "/data", "/about", "/accessibility",
)  # fmt: skip
"""Where each room begins."""
ASIDE = ("/office", "/account", "/search", "/compare")
"""What is for those who work here, and pages of which there are as many as questions."""


class Pages(Sitemap):
    """Addresses of pages, in files of 50,000, which is what the protocol allows."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self.addresses = list(addresses)

    def items(self) -> list[str]:
        """The addresses."""
        return self.addresses

    def location(self, item: str) -> str:
        """An address is its own place."""
        return item


def maps_of(site: Site) -> dict[str, type[Sitemap] | Sitemap]:
    """By kind the pages of what can be found, each page once; a room whose files were altered is left out, as in the search."""
    found = {"fronts": list(FRONTS), "places": [f"/areas/{area.id}" for area in site.release.areas]}
    for entries in rooms_of(site)[0]:
        for kind, held in entries.items():
            found.setdefault(kind, []).extend(entry.href.partition("#")[0] for entry in held)
    seen: set[str] = set()
    maps: dict[str, type[Sitemap] | Sitemap] = {}
    for kind, addresses in found.items():
        fresh = [address for address in dict.fromkeys(addresses) if address not in seen]
        seen.update(fresh)
        if fresh:
            maps[kind] = Pages(fresh)
    return maps


def index(request: HttpRequest) -> HttpResponse:
    """The maps that there are."""
    return views.index(request, maps_of(site_of(request)), sitemap_url_name="sitemap-of")


def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """The pages of one kind."""
    return views.sitemap(request, maps_of(site_of(request)), section)


def robots(request: HttpRequest) -> HttpResponse:
    """What a crawler need not ask for, and where the maps are."""
    lines = ["User-agent: *", *(f"Disallow: {beginning}" for beginning in ASIDE),
             f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]  # fmt: skip
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
