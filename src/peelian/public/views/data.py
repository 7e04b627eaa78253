"""Data: every source, its licence and age, what is missing, every file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.house import today
from peelian.public.pages import show, site_of
from peelian.public.selectors import releases, sources


def data(request: HttpRequest) -> HttpResponse:
    """Sources, freshness, gaps, files."""
    site = site_of(request)
    found = sources.sources(site, today())
    return show(
        request, "data", title="Data", nav="data", used=[item for item in found if item.files],
        unused=[item for item in found if not item.files and item.dataset.id != "illustrative"],
        missing=sources.missing(site), left_out=site.release.manifest["left_out"], today=today(),
        snapshots=releases.inputs(site, site.release),
    )  # fmt: skip
