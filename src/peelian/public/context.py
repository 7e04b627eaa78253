"""What every template is told: the release, whether its figures are generated, and where the page lives."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from peelian.figures.house import LONDON
from peelian.figures.pack import KIND_NAMES
from peelian.public.site import opened
from peelian.ui import format as words


def site(request: HttpRequest) -> dict[str, Any]:
    """Context of each page."""
    found = opened(request)
    prefix: str = getattr(request, "prefix", "")
    address = request.build_absolute_uri(prefix + request.path_info)
    if found is None:
        return {"canonical_url": address, "release": None, "illustrative": False, "kinds": KIND_NAMES}
    previewed = getattr(request, "previewed", None)
    made = found.release.released.astimezone(LONDON)
    return {
        "canonical_url": address,
        "pack": found.words,
        "kinds": found.words.every_kind,
        "has_plan": found.plan is not None,
        "illustrative": found.release.illustrative,
        "as_published": bool(prefix) and previewed is None,
        "previewed": previewed,
        "office_address": request.build_absolute_uri("/office/desk"),
        "newest_address": f"/r/newest{request.path_info}",
        "is_newest": found.newest,
        "release": {
            "id": found.release.id,
            "made_words": f"{words.day(made)} at {made:%H:%M}",
            "day_words": words.day(made),
            "seal_short": found.release.fingerprint[:12],
        },
    }
