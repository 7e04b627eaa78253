"""The bodies that work with Peelian: which areas they cover and which powers they have, each from a day until a day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from peelian.core import actions
from peelian.core.access import needs
from peelian.core.models import ORGANISATION_KINDS, Organisation
from peelian.core.permissions import Permission as P
from peelian.figures.house import today
from peelian.ui.components import Cell, Column, FigureTable, Row
from peelian.workspace.doing import attempt, who
from peelian.workspace.forms import AreaForm, LastDayForm, NewOrganisationForm, OrganisationForm, PowerForm

NAV = {"nav": "/office/organisations"}


@needs(P.MANAGE_ORGANISATIONS)
def organisations(request: HttpRequest) -> HttpResponse:
    """Every body, by name."""
    day = today()
    rows = tuple(
        Row((
            Cell(body.name, f"/office/organisations/{body.slug}"), Cell(body.short), Cell(ORGANISATION_KINDS[body.kind]),
            Cell(str(sum(post.holds(day) for post in body.posts.all())), order=sum(post.holds(day) for post in body.posts.all())),
        ))
        for body in Organisation.objects.prefetch_related("posts")
    )  # fmt: skip
    columns = (Column("Name"), Column("Short name"), Column("Kind"), Column("Roles held today", numeric=True))
    table = FigureTable("organisations", "Organisations", columns, rows, caption_hidden=True)
    return render(request, "workspace/organisations.html", NAV | {"table": table})


@needs(P.MANAGE_ORGANISATIONS)
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One body."""
    body = get_object_or_404(Organisation, slug=slug)
    return render(request, "workspace/organisation.html", NAV | {
        "body": body, "kind": ORGANISATION_KINDS[body.kind], "areas": body.areas.all(), "powers": body.powers.all(), "day": today(),
    })  # fmt: skip


@needs(P.MANAGE_ORGANISATIONS)
def add(request: HttpRequest) -> HttpResponse:
    """A body that is not here yet."""
    form = NewOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        reason = told.pop("reason")
        made = attempt(form, lambda: actions.add_organisation(by=who(request), reason=reason, **told))
        if made:
            messages.success(request, f"{made.name} is here.")
            return redirect("organisation", made.slug)
    return _page(request, form, "Add an organisation", reverse("organisations"), "Organisations")


def _on(request: HttpRequest, body: Organisation, form: Any, title: str, act: Any) -> HttpResponse:
    """The page of a form about a body, or back to the body where it was done."""
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        reason = told.pop("reason")
        attempt(form, lambda: act(reason=reason, **told))
        if form.is_valid():
            messages.success(request, f"{body.name} is brought up to date.")
            return redirect("organisation", body.slug)
    return _page(request, form, title, reverse("organisation", args=[body.slug]), body.name)


@needs(P.MANAGE_ORGANISATIONS)
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Its name, kind and days."""
    body = get_object_or_404(Organisation, slug=slug)
    shown = {name: getattr(body, name) for name in ("name", "short", "kind", "from_day", "until_day")}
    form = OrganisationForm(request.POST or None, initial=shown)
    return _on(request, body, form, f"Change {body.short}", lambda **told: actions.change_organisation(
        body, by=who(request), **told
    ))  # fmt: skip


@needs(P.MANAGE_ORGANISATIONS)
def give_area(request: HttpRequest, slug: str) -> HttpResponse:
    """An area that it covers."""
    body = get_object_or_404(Organisation, slug=slug)
    return _on(request, body, AreaForm(request.POST or None), f"An area of {body.short}", lambda **told: actions.give_area(
        body, by=who(request), **told
    ))  # fmt: skip


@needs(P.MANAGE_ORGANISATIONS)
def give_power(request: HttpRequest, slug: str) -> HttpResponse:
    """A power that it has."""
    body = get_object_or_404(Organisation, slug=slug)
    return _on(request, body, PowerForm(request.POST or None), f"A power of {body.short}", lambda **told: actions.give_power(
        body, by=who(request), **told
    ))  # fmt: skip


@needs(P.MANAGE_ORGANISATIONS)
def end(request: HttpRequest, slug: str, what: str, pk: int) -> HttpResponse:
    """The last day of an area or a power."""
    body = get_object_or_404(Organisation, slug=slug)
    held: Any = get_object_or_404(body.areas.all() if what == "areas" else body.powers.all(), pk=pk)
    title = f"End {held}"
    return _on(request, body, LastDayForm(request.POST or None), title, lambda **told: actions.end_dated(
        held, by=who(request), **told
    ))  # fmt: skip


def _page(request: HttpRequest, form: Any, title: str, back: str, back_text: str) -> HttpResponse:
    told = {"form": form, "title": title, "button": "Save", "back": back, "back_text": back_text}
    return render(request, "workspace/form.html", NAV | told)
