"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("peelian.public.urls"))]

handler400 = "peelian.public.views.errors.bad_request"
handler404 = "peelian.public.views.errors.not_found"
handler500 = "peelian.public.views.errors.server_error"
