"""A release that is not out, as every public page will be, for who may see it: on office addresses, and kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from peelian.core.access import signed_in
from peelian.core.models import Person
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.releases.publication import moment
from peelian.figures.releases.release import Release, day_of
from peelian.performance.models import ReleaseRecord
from peelian.performance.publishing import publication_of
from peelian.performance.queries import built, may_see_release, plan_of
from peelian.public.middleware import kept_inside
from peelian.public.site import Site, SiteRequest, releases_at, shelf


@signed_in
@require_safe
def preview(request: HttpRequest, pk: int, path: str = "") -> HttpResponse:
    """One public page of a release on its way out. Who may not see it finds nothing here, as where nothing is."""
    found = House(Path(settings.PEELIAN_DATA), settings.PEELIAN_PACK)
    record = ReleaseRecord.objects.select_related("organisation", "entry", "author", "signer").filter(pk=pk).first()
    person = request.user
    if record is None or not isinstance(person, Person) or not may_see_release(found, record, person):
        raise Http404
    try:
        release = _with_words(record, built(found, record))
        match = resolve(f"/{path}", "peelian.public.urls")
    except (PeelianError, Resolver404) as error:
        raise Http404 from error
    asked = cast(SiteRequest, request)
    asked.prefix = f"/office/releases/{pk}/preview"
    asked.opened = Site(found, releases_at(found.root), release, plan_of(found, release), True, shelf(found.root))
    asked.previewed = record  # type: ignore[attr-defined]
    asked.path_info = f"/{path}"
    view: Any = match.func
    return kept_inside(view(request, *match.args, **match.kwargs), asked.prefix)


def _with_words(record: ReleaseRecord, release: Release) -> Release:
    """The draft with what is said in it so far; one that is scheduled has it already."""
    if release.publication is None:
        planned = record.at or (record.entry.at if record.entry else moment(day_of(record.draft)))
        release.publication = publication_of(record, release, planned)
    return release
