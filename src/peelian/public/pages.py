"""How a view answers: a template with its title and place, or the same figures as CSV or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peelian.public.site import Site, SiteRequest
from peelian.ui.components import Link


def site_of(request: HttpRequest) -> Site:
    """The open site. Pages that need one are never called without (see ``needs_release``)."""
    assert isinstance(request, HttpRequest)
    found: Site | None = request.site  # type: ignore[attr-defined]
    assert found is not None
    return found


def show(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    nav: str = "",
    trail: Sequence[Link] = (),
    description: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page. ``trail`` leads to it; the title ends the breadcrumbs."""
    breadcrumbs = [*trail, Link(title, "")] if trail else []
    shown = {"title": title, "nav": nav, "breadcrumbs": breadcrumbs, "page_description": description, **context}
    return render(request, f"public/{template}.html", shown, status=status)


__all__ = ["Site", "SiteRequest", "show", "site_of"]
