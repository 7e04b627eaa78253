"""Measures: the list, and one measure for the whole force or one area, as a page, CSV or JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from peelian.figures.catalogue import Measure
from peelian.public import downloads, wording
from peelian.public.pages import show, site_of
from peelian.public.selectors import definition, readings
from peelian.public.selectors.campaigns import rows_beneath
from peelian.public.selectors.discussed import discussed
from peelian.public.selectors.measure import MeasurePage
from peelian.public.selectors.reports import about
from peelian.public.site import Site
from peelian.ui.components import Link

TRAIL = Link("Measures", "/measures")


def measures(request: HttpRequest) -> HttpResponse:
    """Every measure by group, with its latest figure or what it would need."""
    site = site_of(request)
    groups = [_group(site, *found) for found in readings.groups(site.release)]
    held = sum(1 for item in site.release.catalogue if item.id in site.release.kinds_of)
    return show(request, "measures", title="Measures", nav="measures", groups=groups,
                held=held, all=len(site.release.catalogue.measures))  # fmt: skip


def _group(site: Site, group: str, title: str, items: list[Measure]) -> dict[str, Any]:
    """The measures under a heading, and whether any of them can be set against the year before."""
    listed = [_listed(site, item) for item in items]
    compares = any(reading and reading.figure.comparison for _item, reading, _needed in listed)
    held = [entry for entry in listed if entry[1] is not None]
    without = [entry for entry in listed if entry[1] is None]
    return {"id": group, "title": title, "held": held, "without": without, "compares": compares}


def _listed(site: Site, item: Measure) -> tuple[Measure, readings.Reading | None, str]:
    """A measure, its latest figure, and what it would need to have one."""
    reading = readings.reading(site, item, site.home)
    if reading is None and item.id in site.release.kinds_of:
        return item, None, f"figures for {wording.place(site.home)}; other places have some"
    return item, reading, definition.needed(site.release.catalogue, item)


def measure(request: HttpRequest, measure_id: str, area_id: str | None = None, form: str = "") -> HttpResponse:
    """One measure, for the home area or for another."""
    site = site_of(request)
    found = site.release.catalogue[measure_id]
    if area_id == site.home.id:
        return HttpResponseRedirect(f"/measures/{measure_id}{form and '.' + form}")
    area = site.release.areas[area_id] if area_id else site.home
    page = MeasurePage(site, found, area, request.GET.dict())
    if form:
        name = f"{found.id}-{area.id.replace(':', '-')}-{site.release.id}"
        judged = (
            page.judged.to_json() | {"comparisons": [item.to_json() for item in page.compared]} if page.judged else None
        )
        made = downloads.figures(
            site.release, name, page.all_figures, rows_beneath(site, page.all_figures), page=page.address,
            judgement=judged, campaigns=[item.to_json() for item in page.campaigns],
            printed=[item.to_json() for item in page.prints],
            control=page.controlled.to_json() if page.controlled else None, ratings=[item.to_json() for item in page.rated],
            beside=page.places.beside.to_json() if page.places.beside else None,
            commentary=[item.to_json() for item in page.comments], actions=[item.to_json() for item in page.actions],
        )  # fmt: skip
        return downloads.answer(made, form)
    trail = [TRAIL, *([Link(found.title, f"/measures/{found.id}")] if area_id else [])]
    keep = f" {wording.place_known(area)}" if area_id else ""
    return show(
        request, "measure", title=page.title, nav="measures", trail=trail, keep=keep, view=page, measure=found, area=area,
        plan=site.plan, cite=cite(request, page.title, page.address), description=page.say,
        asked=about(site, f"measure:{found.id}"), discussed=discussed(site, f"measure:{found.id}"),
    )  # fmt: skip


def cite(request: HttpRequest, title: str, address: str) -> dict[str, str]:
    """How to cite a page, with the address that lasts and the one that never changes."""
    release = site_of(request).release
    lasting = request.build_absolute_uri(f"/r/{release.id}{address}")
    return {
        "text": f"Peelian, “{title}”, release {release.id} (seal {release.fingerprint[:12]}), {lasting}",
        "newest": request.build_absolute_uri(address),
        "fixed": lasting,
    }
