"""Places: the list, and one place with every measure that exists there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from peelian.figures.areas import Area, Areas
from peelian.figures.errors import PeelianError
from peelian.public import downloads
from peelian.public.pages import show, site_of
from peelian.public.paging import paged
from peelian.public.selectors.areas import SMALLEST, AreaPage
from peelian.public.selectors.campaigns import rows_beneath
from peelian.public.site import Site
from peelian.public.views.committees import covering
from peelian.public.views.measures import cite
from peelian.public.views.quarters import latest
from peelian.ui.components import Link
from peelian.ui.format import all_of

TRAIL = Link("Places", "/areas")
LISTED = 60
PAGE = 120
PLAN_KINDS = ("borough", "ward")
"""Kinds of place that are told what the plan promises them."""
LARGE = ("region", "force", "bcu", "borough", "other")


def areas(request: HttpRequest) -> HttpResponse:
    """Find a place by name, or in the list; with ``kind`` and ``in``, the places of one kind in one place, page by page."""
    site = site_of(request)
    if request.GET.get("kind"):
        return _one_kind(request, site, request.GET["kind"], request.GET.get("in", ""))
    query = " ".join(request.GET.get("q", "").split())[:100]
    every, words = site.release.areas, site.words
    groups = [(kind, words.kind(kind).many, items) for kind in LARGE if (items := every.of_kind(kind))]
    named = [words.kind(kind).many for kind in ("borough", "ward", "lsoa", "bcu", "force") if every.of_kind(kind)]
    return show(
        request, "areas", title="Places", nav="areas", query=query, found=(listed := found(request, query)), groups=groups,
        more=len(listed) == LISTED, what_there_is=all_of(named),
        wards=[(every[home], inside) for home, inside in _homes(every, "ward")],
        small=[(_kind_address("lsoa", home), every[home].name, len(inside)) for home, inside in _homes(every, "lsoa")],
    )  # fmt: skip


def _homes(every: Areas, kind: str) -> list[tuple[str, list[Area]]]:
    """The areas of a kind by the borough they lie in, in order of its name."""
    found: dict[str, list[Area]] = {}
    for area in every.of_kind(kind):
        if home := every.within(area, "borough"):
            found.setdefault(home, []).append(area)
    return sorted(found.items(), key=lambda entry: every[entry[0]].name)


def _kind_address(kind: str, home: str) -> str:
    return f"/areas?{urlencode({'kind': kind, 'in': home})}"


def _one_kind(request: HttpRequest, site: Site, kind: str, home: str) -> HttpResponse:
    """The places of one kind that lie in one place; all of the kind where none is named."""
    every, words = site.release.areas, site.words.kind(kind)
    inside = dict(_homes(every, kind)).get(home, []) if home else every.of_kind(kind)
    if not inside:
        raise PeelianError(
            "unknown-area", f"There are no {words.many} there.", "See all places.", {"area": home or kind}
        )
    where = f" of {every[home].name}" if home else ""
    title = f"{words.many[:1].upper()}{words.many[1:]}{where}"
    return show(
        request, "places", title=title, nav="areas", trail=[TRAIL], names=words,
        listed=paged(inside, request.GET.dict(), PAGE), home=every.by_id.get(home),
    )  # fmt: skip


def found(request: HttpRequest, query: str) -> list[tuple[Area, str]]:
    """Places that a query names, with what they are and where they lie."""
    site = site_of(request)
    every = site.release.areas
    return [(area, described(site, area)) for area in every.find(query, LISTED)]


def described(site: Site, area: Area) -> str:
    """``ward of Havering``."""
    one, every = site.words.kind(area.kind).one, site.release.areas
    home = every.by_id.get(every.within(area, "borough") or "") if area.kind in SMALLEST else None
    return f"{one} of {home.name}" if home else one


def area(request: HttpRequest, area_id: str, form: str = "") -> HttpResponse:
    """One place."""
    site = site_of(request)
    place = site.release.areas[area_id]
    page = AreaPage(site, place)
    if form:
        name = f"{place.id.replace(':', '-')}-{site.release.id}"
        beneath = rows_beneath(site, page.all_figures)
        made = downloads.figures(site.release, name, page.all_figures, beneath, page=f"/areas/{place.id}")
        return downloads.answer(made, form)
    what, small = described(site, place), place.kind in SMALLEST
    home = page.borough
    keep = f" ({what})" if small else ""
    title = f"{place.name}{keep}"
    trail = [TRAIL, *([Link(home.name, f"/areas/{home.id}")] if home and small else [])]
    return show(
        request, "area", title=title, nav="areas", trail=trail, keep=keep, view=page, area=place, plan=site.plan, what=what,
        plan_kinds=PLAN_KINDS, kind_note=site.words.kind(place.kind).note,
        cite=cite(request, title, f"/areas/{place.id}"), quarters=latest(place.id),
        committees=covering(place.id),
    )  # fmt: skip
