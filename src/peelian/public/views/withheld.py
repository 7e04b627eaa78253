"""The register of what is withheld, of every room: as a page, CSV, JSON and feed. It needs no release of figures."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from peelian.core.exempt.files import neutral_name
from peelian.core.exempt.publishing import released_file
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.spreadsheets import csv_text
from peelian.public.downloads import json_answer
from peelian.public.pages import show
from peelian.public.paging import paged
from peelian.public.selectors.withheld import (
    COLUMNS,
    FIELDS,
    SHOWN,
    Asked,
    RegisterPage,
    controls,
    entry,
    news_of,
    proof_of,
    register,
    rows_of,
)
from peelian.public.views import errors
from peelian.scrutiny.ledger.exporting import atom
from peelian.ui.components import Link


def withheld(request: HttpRequest, form: str = "") -> HttpResponse:
    """Every part that is withheld, and those that were released: that it exists, how long it is, why, by whom, until when."""
    house = _house()
    held = register(house, today())
    try:
        choices = controls(house, held, request.GET)
    except PeelianError as error:
        return errors.failed(request, error)
    page = RegisterPage(held, Asked.of_query(request.GET.dict()))
    if form:
        return _file(request, page, form)
    query = {name: request.GET[name] for name in FIELDS if request.GET.get(name)}
    listed = paged(page.entries, query | request.GET.dict(), SHOWN)
    return show(
        request, "withheld", title="What is withheld", nav="", page=page, asked=page.asked, listed=listed,
        query=page.asked.but().partition("?")[2], controls=choices,
    )  # fmt: skip


def _file(request: HttpRequest, page: RegisterPage, form: str) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    if form == "atom":
        text = atom(news_of(page.entries), "What is withheld", site, request.get_full_path(), page.asked.but())
        return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
    rows = rows_of(page.entries, site)
    if form == "csv":
        answer = HttpResponse(csv_text(COLUMNS, rows), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="withheld.csv"'
        return answer
    return json_answer(
        {"name": "withheld", "as_at": today(), "unread": page.register.unread, "rows": rows, "ahead": _ahead(page)}
    )


def _ahead(page: RegisterPage) -> list[dict[str, Any]]:
    """What is signed and not out, as the file has it."""
    return [
        {"commitment": one.commitment, "length": one.length, "form": one.form, "signed_on": one.signed_on,
         "decision": str(one.of) if one.of else None}
        for one in page.ahead
    ]  # fmt: skip


def part(request: HttpRequest, part: str) -> HttpResponse:
    """One part at an address that stays: everything that is public of it, and its proof recomputed from what is given out."""
    house = _house()
    try:
        found = entry(house, part, today())
    except PeelianError as error:
        return errors.failed(request, error)
    answer = show(
        request, "withheld_part", title=found.stub.title, crumb=found.stub.title, trail=[Link("What is withheld", "/withheld")],
        entry=found, proof=proof_of(found, house.root),
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-cache"  # it says what was hashed just now
    return answer


def file(request: HttpRequest, part: str) -> HttpResponse:
    """A file that was released, byte by byte as it was sealed; nobody's browser shows it as a page."""
    house = _house()
    try:
        found = entry(house, part, today())
        if not found.stub.sha256 or found.stub.released_at is None:
            raise PeelianError("unknown-part", "No file of that name is public.", "Its page says what is withheld.")
        content = released_file(house.root, found.stub)
    except PeelianError as error:
        return errors.failed(request, error)
    answer = HttpResponse(content, content_type=found.stub.media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{neutral_name(part, found.stub.media)}"'
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _house() -> House:
    return House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)


def of_decisions(request: HttpRequest, **told: Any) -> HttpResponse:
    """The address that the register had when it told of decisions alone."""
    form = told.get("form", "")
    return HttpResponsePermanentRedirect(f"/withheld{f'.{form}' if form else ''}?of=decision")
