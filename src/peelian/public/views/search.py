"""One box for places, measures and what the plan promises."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.public.pages import show, site_of
from peelian.public.site import Site
from peelian.public.views import areas
from peelian.ui.components import Link


def search(request: HttpRequest) -> HttpResponse:
    """Everything whose name holds what was typed."""
    site = site_of(request)
    query = " ".join(request.GET.get("q", "").split())[:100]
    places = areas.found(request, query)
    measures = measures_found(site, query)
    promises = promises_found(site, query)
    decided = decisions_found(site, query)
    title = f"Search: {query}" if query else "Search"
    nothing = bool(query) and not (places or measures or promises or decided)
    return show(request, "search", title=title, query=query, hide_header_search=True, places=places, measures=measures,
                promises=promises, decided=decided, nothing=nothing, near=near(site, query) if nothing else [])  # fmt: skip


def measures_found(site: Site, query: str) -> list[tuple[Link, str]]:
    """Measures whose title, id or question holds every word."""
    return [(Link(item.title, f"/measures/{item.id}"), item.question) for item in site.release.catalogue
            if _holds(f"{item.title} {item.id} {item.question}", query)]  # fmt: skip


def promises_found(site: Site, query: str) -> list[tuple[Link, str]]:
    """Themes, objectives and commitments."""
    plan = site.plan
    if plan is None:
        return []
    found = [
        (Link(item.title, f"/plan/themes/{item.id}"), "theme") for item in plan.themes if _holds(item.title, query)
    ]
    found += [
        (Link(item.title, f"/objectives/{item.id}"), "objective")
        for item in plan.objectives
        if _holds(item.title, query)
    ]
    return found + [(Link(item.title, f"/commitments/{item.id}"), "commitment")
                    for item in (*plan.commitments, *plan.promises) if _holds(item.title, query)]  # fmt: skip


def decisions_found(site: Site, query: str) -> list[tuple[Link, str]]:
    """Decisions whose number, title or summary holds every word."""
    return [
        (Link(f"{one.reference}: {one.decision.title}", f"/decisions/{one.id}"), one.series.title)
        for one in site.decisions.filed
        if _holds(f"{one.reference} {one.id} {one.decision.title} {one.decision.summary}", query)
    ]


def _holds(text: str, query: str) -> bool:
    return bool(query) and all(word in text.casefold() for word in query.casefold().split())


def near(site: Site, query: str, most: int = 6) -> list[Link]:
    """What somebody may have meant."""
    from difflib import get_close_matches

    places = [item for item in site.release.areas if item.kind != "lsoa"]  # thousands, whose names are numbers
    names = {item.name.casefold(): Link(item.name, f"/areas/{item.id}") for item in places}
    names |= {item.title.casefold(): Link(item.title, f"/measures/{item.id}") for item in site.release.catalogue}
    names |= {item.id: Link(item.title, f"/measures/{item.id}") for item in site.release.catalogue}
    if site.plan:
        names |= {item.id: Link(item.title, f"/objectives/{item.id}") for item in site.plan.objectives}
        promised = (*site.plan.commitments, *site.plan.promises)
        names |= {item.id: Link(item.title, f"/commitments/{item.id}") for item in promised}
        names |= {item.id: Link(item.title, f"/plan/themes/{item.id}") for item in site.plan.themes}
    names |= {item.id.casefold(): Link(item.name, f"/areas/{item.id}") for item in places if item.kind != "ward"}
    close = get_close_matches(query.casefold(), names, n=most, cutoff=0.6)
    return list({names[name].href: names[name] for name in close}.values())
