"""Two plans compared: what became of each item of the older in the newer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.plans.successions import before, decided
from peelian.public import downloads
from peelian.public.pages import show, site_of
from peelian.public.selectors.account import account_of
from peelian.public.selectors.succession import COLUMNS, Succession
from peelian.public.views.measures import cite
from peelian.ui.components import Link

TRAIL = Link("The plan", "/plan")


def succession(request: HttpRequest, newer: str, older: str, form: str = "") -> HttpResponse:
    """Every item of the older plan in exactly one class, and what is new."""
    site = site_of(request)
    old, new = (site.plans.volume(name).newest.plan for name in (older, newer))
    held = {name: account_of(site, name) for name in (older, newer)}
    page = Succession(decided(site.house, older, newer), lambda name, kind, item: held[name].address(kind, item))
    address = f"/plans/{newer}/from/{older}"
    if form:
        about = {"older": older, "newer": newer, "page": address, "known_only_in_part": new.known_from}
        return downloads.answer(downloads.Download(f"{newer}-from-{older}", COLUMNS, page.answer(), about), form)
    title = f"From “{old.title}” to “{new.title}”"
    return show(
        request, "succession", title=title, nav="plan", trail=[TRAIL, Link("All plans", "/plans")], view=page, older=old, newer=new,
        address=address, cite=cite(request, title, address),
    )  # fmt: skip


def latest(request: HttpRequest) -> HttpResponse:
    """What became of the plan before: of the newest plan, against the one that it followed."""
    site = site_of(request)
    newest = next(iter(site.plans.volumes), None)
    earlier = before(site.plans, newest) if newest else None
    if newest is None or earlier is None:
        return show(request, "succession_none", title="From plan to plan", nav="plan", trail=[TRAIL])
    return succession(request, newest.id, earlier.id)
