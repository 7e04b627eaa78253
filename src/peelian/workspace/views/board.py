"""The first page of the office: what is due to whoever is signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peelian.core.access import signed_in


@signed_in
def board(request: HttpRequest) -> HttpResponse:
    """What is due, overdue, and waiting for whom."""
    return render(request, "workspace/board.html", {"nav": "/office"})
