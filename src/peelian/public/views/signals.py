"""What changed and is real, as a page, CSV or JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.errors import PeelianError
from peelian.public import downloads
from peelian.public.pages import show, site_of
from peelian.public.paging import paged
from peelian.public.selectors import signals as select
from peelian.public.site import Site
from peelian.public.views.measures import cite
from peelian.ui.components import Link
from peelian.ui.format import capital

PAGE = 60
TITLE = "What changed and is real"


def signals(request: HttpRequest, form: str = "") -> HttpResponse:
    """Every measure and place beyond chance, strongest first; ``kind`` narrows to one kind of area."""
    site, kind = site_of(request), request.GET.get("kind", "")
    kinds = select.kinds(site.release)
    if kind and kind not in kinds:
        raise PeelianError(
            "unknown-kind", f"Nothing is judged of a kind of area {kind[:40]!r}.", f"Use one of {', '.join(kinds)}.",
            {"kind": kind[:40]},
        )  # fmt: skip
    found = select.signals(site, kind)
    about = downloads.about_release(site.release)
    if form:
        known = {"release": site.release.id, "illustrative": site.release.illustrative}
        rows = [signal.to_json() | known for signal in found.listed]
        about |= {"tested": found.looks.tested, "by_chance": found.looks.by_chance, "since": found.since}
        return downloads.answer(
            downloads.Download(f"signals-{kind or 'all'}-{site.release.id}", select.COLUMNS, rows, about), form
        )
    return show(
        request, "signals", title=TITLE, nav="signals", found=found, kind=kind, choices=_choices(site, kinds, kind),
        listed=paged(found.listed, request.GET.dict(), PAGE), cite=cite(request, TITLE, "/signals"), description=found.say,
        query=f"?kind={kind}" if kind else "",
    )  # fmt: skip


def _choices(site: Site, kinds: list[str], chosen: str) -> list[tuple[Link, bool]]:
    """The whole with its boroughs, and each kind of area by itself."""
    whole = site.home.name + (f" and its {site.words.kind('borough').many}" if "borough" in kinds else "")
    named = [("", whole), *((kind, capital(site.words.kind(kind).many)) for kind in kinds)]
    return [(Link(text, f"/signals{f'?kind={kind}' if kind else ''}"), kind == chosen) for kind, text in named]
