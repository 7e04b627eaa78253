"""How a view answers: a template with its title and place, or the same figures as CSV or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peelian.core.exempt.commitments import released_file
from peelian.core.exempt.records import Stub
from peelian.public.site import Site, opened
from peelian.ui.components import Link

LONGEST_TITLE = 60  # with the name of the site after it


def site_of(request: HttpRequest) -> Site:
    """The open site. Pages that need one are never called without (see ``needs_release``)."""
    found = opened(request)
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
    keep: str = "",
    crumb: str = "",
    **context: Any,
) -> HttpResponse:
    """A page. ``trail`` leads to it; the title, or what is shorter of it (``crumb``), ends the breadcrumbs.

    A browser's tab cuts the title short, but never ``keep``, its end.
    """
    breadcrumbs = [*trail, Link(crumb or title, "")] if trail else []
    shown = {
        "title": title,
        "tab_title": fitted(title, keep),
        "nav": nav,
        "breadcrumbs": breadcrumbs,
        "page_description": description,
        **context,
    }
    return render(request, f"public/{template}.html", shown, status=status)


def sealed_file(stub: Stub, text: str, name: str) -> HttpResponse:
    """A text that was released, as the file whose SHA-256 was published when it was sealed; nobody's browser shows it as a page."""
    answer = HttpResponse(released_file(stub.salt, text), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.txt"'
    return answer


def fitted(title: str, keep: str = "") -> str:
    """A title that a tab and a list of results show whole: the beginning is cut at a word, the end that tells it apart stays."""
    if len(title) <= LONGEST_TITLE:
        return title
    start = title.removesuffix(keep) if keep and title.endswith(keep) else title
    end = title[len(start) :]
    room = max(LONGEST_TITLE - len(end) - 1, 12)
    return f"{start[: room + 1].rsplit(' ', 1)[0].rstrip(' ,')}…{end}"
