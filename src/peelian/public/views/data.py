"""Data: every source, its licence and age, what is missing, every file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.house import today
from peelian.public.pages import show, site_of
from peelian.public.paging import paged
from peelian.public.selectors import releases, sources

PAGE = 100


def data(request: HttpRequest) -> HttpResponse:
    """Sources, freshness, gaps, files; with ``dataset`` the files of one dataset alone."""
    site = site_of(request)
    found = sources.sources(site, today())
    missing = sources.missing(site)
    dataset = site.release.catalogue.datasets.get(request.GET.get("dataset", ""))
    files = [item for item in releases.inputs(site, site.release) if dataset in (None, item.dataset)]
    return show(
        request, "data", title="Data", nav="data", used=[item for item in found if item.files],
        unused=[item for item in found if not item.files and item.dataset.id != "illustrative"],
        missing=missing, missing_count=sum(len(items) for _needed, items in missing), dataset=dataset,
        snapshots=paged(files, request.GET.dict(), PAGE, at="files"),
    )  # fmt: skip
