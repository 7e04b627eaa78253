"""A borough's quarterly reports as published: the list, one quarter, and each of its editions."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period
from peelian.localities.publishing import editions, listed
from peelian.public import downloads
from peelian.public.pages import show, site_of
from peelian.public.views.measures import cite
from peelian.ui.components import Link
from peelian.ui.quarter import COLUMNS, QuarterPage

_SHOWN = 2


def latest(area_id: str) -> list[QuarterPage]:
    """The newest reports of a place that can be shown, for its own page."""
    found, _ = listed(settings.PEELIAN_DATA, area_id)
    return [QuarterPage(content) for content in found[:_SHOWN]]


def quarters(request: HttpRequest, area_id: str) -> HttpResponse:
    """Every quarter that a borough has published; of one whose file was altered it is said that it cannot be shown."""
    area = site_of(request).release.areas[area_id]
    found, altered = listed(settings.PEELIAN_DATA, area.id)
    return show(
        request, "quarters", title=f"{area.name}: quarterly reports", nav="areas",
        trail=[Link("Places", "/areas"), Link(area.name, f"/areas/{area.id}")], area=area,
        quarters=[QuarterPage(content) for content in found], altered=[period.label() for period in altered],
    )  # fmt: skip


def quarter(
    request: HttpRequest, area_id: str, period: str, edition: int | None = None, form: str = ""
) -> HttpResponse:
    """One quarter: its last edition, or the one that is asked for. Raises PeelianError where there is none."""
    area = site_of(request).release.areas[area_id]
    name = str(Period.parse(period))
    found = editions(settings.PEELIAN_DATA, area.id, name)
    asked = [content for content in found if edition in (None, content["edition"])]
    if not asked:
        raise PeelianError(
            "unknown-quarter", f"{area.name} has published no report of {Period.parse(name).label()}.",
            f"/areas/{area.id}/quarters lists what it has published.", {"area": area.id, "period": name},
        )  # fmt: skip
    page, address = QuarterPage(asked[-1]), f"/areas/{area.id}/quarters/{name}"
    if form:
        about = {
            "page": address,
            "edition": page.content["edition"],
            "seal": page.content["seal"],
            "report": page.content,
        }
        file = f"{area.id.replace(':', '-')}-{name}-{page.content['edition']}"
        return downloads.answer(downloads.Download(file, COLUMNS, page.rows, about), form)
    title = f"{area.name}, {page.period.label()}"
    trail = [
        Link("Places", "/areas"),
        Link(area.name, f"/areas/{area.id}"),
        Link("Quarterly reports", f"/areas/{area.id}/quarters"),
    ]
    return show(
        request, "quarter", title=title, nav="areas", keep=f", {page.period.label()}", trail=trail,
        quarter=page, area=area, address=address, others=[item for item in found if item is not asked[-1]],
        newest=asked[-1] is found[-1], cite=cite(request, title, address),
    )  # fmt: skip
