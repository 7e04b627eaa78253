"""One box for everything that is public: places, measures, the plan, decisions, and all that committees do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from peelian.figures.errors import PeelianError
from peelian.public.pages import show, site_of
from peelian.public.paging import paged
from peelian.public.selectors.findable import ROOMS, Entries, entries_of
from peelian.public.selectors.searching import LEAST, LONGEST, Entry, Found, Hit, Passage, Query, find, hit, holds
from peelian.public.site import Site
from peelian.public.views import areas
from peelian.ui.components import Link
from peelian.ui.format import capital

FEW, PAGE = 5, 25
"""Shown of each kind together with the others, and of one kind on a page."""
KINDS = {
    "places": ("Places", "places"), "committees": ("Committees", "committees"), "bodies": ("Bodies", "bodies"),
    "measures": ("Measures", "measures"), "plan": ("In the plan", "items of the plan"),
    "recommendations": ("Recommendations", "recommendations"), "items": ("Agenda items", "agenda items"),
    "decisions": ("Decisions", "decisions"), "reports": ("Reports and letters", "reports and letters"),
    "investigations": ("Investigations", "investigations"), "meetings": ("Meetings", "meetings"),
    "actions": ("Actions", "actions"), "papers": ("Papers", "papers"),
}  # fmt: skip
"""Every kind with its heading and the words for its things; of two kinds that fit equally well the first stands first."""


@dataclass(frozen=True)
class Group:
    """The best of what was found of one kind, how much there is in all, and where all of it is."""

    kind: str
    hits: Sequence[Hit]
    total: int
    href: str

    @property
    def title(self) -> str:
        """Its heading."""
        return KINDS[self.kind][0]

    @property
    def many(self) -> str:
        """The words for its things."""
        return KINDS[self.kind][1]


def search(request: HttpRequest) -> HttpResponse:
    """Everything that holds what was typed: the best of each kind, or with ``kind`` all of one, page by page."""
    site, query = site_of(request), Query.of(request.GET.get("q", ""))
    rooms, left_out = rooms_of(site)
    found = found_in(request, rooms, query)
    kind = kind_of(request, found)
    listed = paged(found[kind].entries, request.GET.dict(), PAGE) if kind else None
    missing = without(rooms, query) if query.terms and not found else []
    return show(
        request, "search", title=f"Search: {query.text}" if query.text else "Search", query=query.text, least=LEAST,
        longest=LONGEST, hide_header_search=True, left_out=left_out, looked=bool(query.terms), kind=kind, listed=listed,
        hits=[hit(one, query) for one in listed.items] if listed else [],
        what=KINDS[kind][1] if kind else "", heading=KINDS[kind][0] if kind else "",
        groups=groups_of(found, query), whole=_address(query), total=sum(len(one.entries) for one in found.values()),
        nothing=bool(query.terms) and not found, missing=missing,
        rest=_rest(query, missing) if missing else None, near=near(site, query.text) if query.terms and not found else [],
    )  # fmt: skip


def rooms_of(site: Site) -> tuple[list[Entries], list[str]]:
    """Everything that can be found, room by room, and the rooms that cannot be looked through because a file was altered."""
    rooms, left_out = [], []
    for room in ROOMS:
        try:
            rooms.append(entries_of(room, site))
        except PeelianError:
            left_out.append(room.title)
    return rooms, left_out


def found_in(request: HttpRequest, rooms: Sequence[Entries], query: Query) -> dict[str, Found]:
    """What was found of every kind of which anything was: the kind whose best fits best first."""
    found = {kind: find(held, query) for entries in rooms for kind, held in entries.items()}
    found["places"] = find(_places(request, query), query)
    order = list(KINDS)
    kinds = sorted(found, key=lambda kind: (found[kind].rank, order.index(kind)))
    return {kind: found[kind] for kind in kinds if found[kind].entries}


def _places(request: HttpRequest, query: Query) -> list[Entry]:
    """Places by name, alias or code."""
    held = areas.found(request, query.phrase) if query.terms else []
    return [
        Entry(
            one.name, f"/areas/{one.id}", capital(what), tuple(Passage("Also", name) for name in (one.id, *one.aliases))
        )
        for one, what in held
    ]


def kind_of(request: HttpRequest, found: dict[str, Found]) -> str:
    """The one kind that is listed whole: the one that was asked for, or the only one; empty where it is several."""
    asked = request.GET.get("kind", "")
    return asked if asked in found else next(iter(found)) if len(found) == 1 else ""


def groups_of(found: dict[str, Found], query: Query) -> list[Group]:
    """The best of each kind."""
    return [
        Group(kind, [hit(one, query) for one in held.entries[:FEW]], len(held.entries), _address(query, kind))
        for kind, held in found.items()
    ]


def _address(query: Query, kind: str = "") -> str:
    return f"/search?{urlencode({'q': query.text} | ({'kind': kind} if kind else {}))}"


def without(rooms: Sequence[Entries], query: Query) -> list[str]:
    """The terms that stand nowhere at all."""
    return [
        term for term in query.terms
        if not any(holds(held, term) for entries in rooms for held in entries.values())
    ]  # fmt: skip


def _rest(query: Query, missing: Sequence[str]) -> Link | None:
    """The same search without the terms that stand nowhere; None where nothing would be left."""
    rest = " ".join(f'"{term}"' if " " in term else term for term in query.terms if term not in missing)
    return Link(rest, _address(Query.of(rest))) if rest else None


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
