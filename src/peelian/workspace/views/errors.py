"""What the office says where it shows nothing: refused, not there, too often, not sent from here."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peelian.figures.errors import PeelianError
from peelian.ui.format import with_days


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "workspace/error.html", {"title": title, "text": text}, status=status)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody may not. Says what it takes, never what there is behind it."""
    said = str(exception or "")
    why = said if said.startswith(("This needs", "You ")) else "None of your roles allows it."
    return _page(
        request, HTTPStatus.FORBIDDEN, "You may not see this",
        f"{why} An administrator of your organisation can give you a role that does.",
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing there, or nothing that this person may know of: the two look alike."""
    return _page(
        request, HTTPStatus.NOT_FOUND, "This page does not exist",
        "The address may be mistyped, or it belongs to something that is not yours to see.",
    )  # fmt: skip


def impossible(request: HttpRequest, error: PeelianError) -> HttpResponse:
    """What the records do not allow now: what is missing, and who can mend it."""
    return _page(request, HTTPStatus.CONFLICT, "This cannot be shown yet", with_days(str(error)))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A limit of attempts."""
    return _page(
        request, HTTPStatus.TOO_MANY_REQUESTS, "Too many attempts",
        "So many came from where you are that we wait a little. Try again in ten minutes.",
    )  # fmt: skip


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not sent from a page of ours, or from one that is too old."""
    return _page(
        request, HTTPStatus.FORBIDDEN, "This form is too old",
        "It was opened before you signed in, or sent from another site. Go back, load the page again, and send it once more.",
    )  # fmt: skip
