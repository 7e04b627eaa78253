"""How a measure at a place was revised, as a page, CSV or JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.public import downloads, wording
from peelian.public.pages import show, site_of
from peelian.public.selectors.revisions import Revisions
from peelian.public.views.measures import TRAIL, cite
from peelian.ui.components import Link

COLUMNS = (
    "measure", "measure_title", "area", "area_name", "area_kind", "month", "vintage", "classification", "age", "value", "unit",
    "first_value", "change", "change_pct", "release", "illustrative",
)  # fmt: skip


def revisions(request: HttpRequest, measure_id: str, area_id: str, form: str = "") -> HttpResponse:
    """The triangle, and how far figures of an age usually move."""
    site = site_of(request)
    measure, area = site.release.catalogue[measure_id], site.release.areas[area_id]
    page = Revisions(site, measure, area)
    if form:
        name = f"{measure.id}-{area.id.replace(':', '-')}-revisions-{site.release.id}"
        about = downloads.about_release(site.release) | {"page": page.address, "usual_movement": page.usual_answer}
        return downloads.answer(downloads.Download(name, COLUMNS, [*page.rows], about), form)
    where = wording.place_known(area)
    title = f"{measure.title} {where}: what was revised"
    links = [TRAIL, Link(measure.title, f"/measures/{measure.id}")]
    links += [Link(area.name, site.measure_address(measure, area))] if area.id != site.home.id else []
    return show(
        request, "revisions", title=title, keep=f" {where}: what was revised", nav="measures", trail=links,
        view=page, measure=measure, area=area, where=where,
        measure_address=site.measure_address(measure, area), cite=cite(request, title, page.address),
    )  # fmt: skip
