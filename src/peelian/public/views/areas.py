"""Places: the list, and one place with every measure that exists there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.areas import KIND_NAMES, Area
from peelian.public import downloads
from peelian.public.pages import show, site_of
from peelian.public.selectors.areas import AreaPage
from peelian.public.views.measures import cite
from peelian.ui.components import Link

TRAIL = Link("Places", "/areas")
LISTED = 60


def areas(request: HttpRequest) -> HttpResponse:
    """Find a place by name, or in the list."""
    site = site_of(request)
    query = " ".join(request.GET.get("q", "").split())[:100]
    every = site.release.areas
    wards: dict[str, list[Area]] = {}
    for ward in every.of_kind("ward"):
        wards.setdefault(ward.parent or "", []).append(ward)
    groups = [(kind, KIND_NAMES[kind], every.of_kind(kind)) for kind in ("region", "force", "bcu", "borough", "other")]
    return show(
        request, "areas", title="Places", nav="areas", query=query, found=found(request, query), groups=groups,
        wards=[(borough, wards[borough.id]) for borough in every.of_kind("borough") if borough.id in wards],
    )  # fmt: skip


def found(request: HttpRequest, query: str) -> list[tuple[Area, str]]:
    """Places that a query names, with what they are and where they lie."""
    every = site_of(request).release.areas
    return [(area, described(every[area.parent] if area.parent and area.parent in every else None, area))
            for area in every.find(query, LISTED)]  # fmt: skip


def described(parent: Area | None, area: Area) -> str:
    """``ward of Havering``."""
    return f"{KIND_NAMES[area.kind]} of {parent.name}" if parent and area.kind == "ward" else KIND_NAMES[area.kind]


def area(request: HttpRequest, area_id: str, form: str = "") -> HttpResponse:
    """One place."""
    site = site_of(request)
    place = site.release.areas[area_id]
    page = AreaPage(site, place)
    if form:
        name = f"{place.id.replace(':', '-')}-{site.release.id}"
        return downloads.answer(
            downloads.figures(site.release, name, page.all_figures, page=f"/areas/{place.id}"), form
        )
    home = site.release.areas.by_id.get(place.parent or "")
    trail = [TRAIL, *([Link(home.name, f"/areas/{home.id}")] if home and place.kind == "ward" else [])]
    title = f"{place.name} ({described(home, place)})" if place.kind == "ward" else place.name
    keep = f" ({described(home, place)})" if place.kind == "ward" else ""
    return show(
        request, "area", title=title, nav="areas", trail=trail, keep=keep, view=page, area=place, plan=site.plan,
        what=described(home, place), cite=cite(request, title, f"/areas/{place.id}"),
    )  # fmt: skip
