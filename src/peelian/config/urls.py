"""Every address of the site."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from peelian.core.access import public
from peelian.public.views.preview import preview
from peelian.ui.gallery import gallery

PREVIEW = "office/releases/<int:pk>/preview"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("peelian.workspace.urls")),
    path("account/", include("allauth.urls")),
    path(f"{PREVIEW}/<path:path>", preview, name="preview-page"),
    path(f"{PREVIEW}/", preview, name="preview"),
    path("", include("peelian.public.urls")),
]
if settings.DEBUG:  # every component on one page, for who changes them: its figures are made up
    urlpatterns.append(path("gallery", public(gallery)))

handler400 = "peelian.public.views.errors.bad_request"
handler403 = "peelian.workspace.views.errors.refused"
handler404 = "peelian.config.rooms.not_found"
handler429 = "peelian.workspace.views.errors.too_many"
handler500 = "peelian.public.views.errors.server_error"
