"""What is said in a release: commentary that saves itself, corrective action, notes on figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from peelian.core.access import needs
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON
from peelian.figures.releases.release import Release
from peelian.performance import actions
from peelian.performance.models import LONG_TEXT, Commentary, CorrectiveAction, ReleaseRecord
from peelian.performance.queries import built, demand_in, needed_of, plan_of
from peelian.performance.rules import Needed
from peelian.workspace.doing import attempt, day_field, who
from peelian.workspace.views.desk import NAV, house
from peelian.workspace.views.releases import found

CHANGED = "changed-meanwhile"
NONE = "-"
"""Stands in an address for no objective: a reading by a body's own rule."""


class CommentForm(forms.Form):
    """One text, and the version of it that was read."""

    text = forms.CharField(
        label="Commentary", max_length=LONG_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="What the figure says, why, and what it does not say. Published with your post, not your name.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)


def _figures(record: ReleaseRecord) -> Release:
    """The draft's figures. Raises Http404 while there are none."""
    try:
        return built(house(), record)
    except PeelianError as error:
        raise Http404 from error


def _subject(figures: Release, measure: str, area: str) -> dict[str, Any]:
    if measure not in figures.catalogue.measures or area not in figures.areas:
        raise Http404
    return {"measure": figures.catalogue[measure], "area": figures.areas[area]}


@needs(P.WRITE_COMMENTARY)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what to write on: every measure that the release has figures of, those of the plan first."""
    record = found(request, pk)
    figures = _figures(record)
    plan = plan_of(house(), figures)
    home = plan.area if plan else figures.catalogue.force.id
    wanted = {item.measure for item in plan.yardsticks} if plan else set()
    there = figures.measures_at(home)
    written = set(record.commentarys.exclude(text="").values_list("measure", flat=True))
    if asked := request.GET.get("measure"):
        return redirect("comment", pk, asked, request.GET.get("area") or home)
    return render(request, "workspace/desk/choose.html", NAV | {
        "record": record, "home": figures.areas[home], "written": written,
        "groups": [("Read by the plan", [item for item in there if item.id in wanted]),
                   ("Other measures", [item for item in there if item.id not in wanted])],
        "places": [area for area in figures.areas if area.kind in ("force", "borough", "bcu")],
    })  # fmt: skip


@needs(P.WRITE_COMMENTARY)
def comment(request: HttpRequest, pk: int, measure: str, area: str) -> HttpResponse:
    """Write commentary on a measure at a place. A script saves while one writes; without it the button does."""
    record = found(request, pk)
    about = _subject(_figures(record), measure, area)
    kept = record.commentarys.filter(measure=measure, area=area).select_related("author").first()
    if request.method != "POST":
        shown = {"text": kept.text, "version": kept.version} if kept else None
        return _comment_page(request, record, about, CommentForm(initial=shown), kept)
    form = CommentForm(request.POST)
    quietly = "application/json" in request.headers.get("Accept", "")
    if not form.is_valid():
        return JsonResponse({"error": "The text is too long."}, status=400) if quietly else _comment_page(
            request, record, about, form, kept
        )  # fmt: skip
    told = form.cleaned_data
    try:
        version = actions.comment(
            record, house(), measure, area, told["text"], version=told["version"], by=who(request)
        )
    except PeelianError as error:
        return _not_saved(request, record, about, form, error, quietly)
    if quietly:
        return JsonResponse({"version": version, "saved": _saved(record, measure, area)})
    messages.success(request, f"{about['measure'].title}: saved.")
    return redirect("release", pk)


def _saved(record: ReleaseRecord, measure: str, area: str) -> str:
    kept = Commentary.objects.get(release=record, measure=measure, area=area)
    return f"{kept.saved_at.astimezone(LONDON):%H:%M}"


def _not_saved(
    request: HttpRequest,
    record: ReleaseRecord,
    about: dict[str, Any],
    form: CommentForm,
    error: PeelianError,
    quietly: bool,
) -> HttpResponse:
    """Say why; of two texts show both, and let the next save be against the newer one."""
    kept = (
        record.commentarys.filter(measure=about["measure"].id, area=about["area"].id).select_related("author").first()
    )
    theirs = kept if kept and error.code == CHANGED else None
    if quietly:
        told = {"text": theirs.text, "version": theirs.version, "by": theirs.author.name} if theirs else None
        return JsonResponse({"error": error.message, "theirs": told}, status=409)
    again = CommentForm(initial={"text": form.cleaned_data["text"], "version": kept.version if kept else 0})
    return _comment_page(request, record, about, again, kept, theirs=theirs, error=error, status=409)


def _comment_page(
    request: HttpRequest, record: ReleaseRecord, about: dict[str, Any], form: forms.Form, kept: Commentary | None, *,
    theirs: Commentary | None = None, error: PeelianError | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    measure, area = about["measure"], about["area"]
    page = f"/office/releases/{record.pk}/preview/measures/{measure.id}/{area.id}"
    return render(request, "workspace/desk/comment.html", NAV | about | {
        "form": form, "record": record, "kept": kept, "theirs": theirs, "error": error, "page": page,
        "writes": record.state == "draft",
    }, status=status)  # fmt: skip


class ActionForm(forms.Form):
    """What is done about a red or a real worsening."""

    what = forms.CharField(
        label="What is done about it", max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Say what is done about it."},
    )  # fmt: skip
    does = forms.CharField(
        label="Who does it", max_length=200, help_text="A post, not a name: it is published.",
        error_messages={"required": "Say who does it."},
    )  # fmt: skip
    by_when = day_field("By when", required=True)
    demand = forms.MultipleChoiceField(
        label="Demand beside it", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="What the service was asked to do at the same time. At least one, with figures in this release.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)


@needs(P.WRITE_COMMENTARY)
def corrective(request: HttpRequest, pk: int, measure: str, area: str, objective: str) -> HttpResponse:
    """Say what is done about one reading."""
    record = found(request, pk)
    figures = _figures(record)
    key = ("" if objective == NONE else objective, measure, area)
    needed = next((item for item in needed_of(house(), figures) if item.key == key), None)
    if needed is None:
        raise Http404
    kept = record.correctiveactions.filter(objective=key[0], measure=measure, area=area).first()
    form = ActionForm(request.POST if request.method == "POST" else None, initial=_initial(kept))
    which: Any = form.fields["demand"]
    which.choices = [(name, figures.catalogue[name].title) for name in demand_in(house(), figures, area)]
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: actions.correct(record, house(), key, by=who(request), **form.cleaned_data))
        if form.is_valid():
            messages.success(request, f"{figures.catalogue[measure].title}: saved.")
            return redirect("release", pk)
    return _action_page(request, record, needed, form, figures)


def _initial(kept: CorrectiveAction | None) -> dict[str, Any] | None:
    names = ("what", "does", "by_when", "demand", "version")
    return {name: getattr(kept, name) for name in names} if kept else None


def _action_page(
    request: HttpRequest, record: ReleaseRecord, needed: Needed, form: forms.Form, figures: Release
) -> HttpResponse:
    plan = plan_of(house(), figures)
    objective = plan.objective(needed.objective).title if plan and needed.objective else ""
    return render(request, "workspace/desk/action.html", NAV | _subject(figures, needed.measure, needed.area) | {
        "form": form, "record": record, "needed": needed, "objective": objective,
        "page": f"/office/releases/{record.pk}/preview/measures/{needed.measure}/{needed.area}",
    })  # fmt: skip


class NoteForm(forms.Form):
    """A note on one figure."""

    measure = forms.ChoiceField(label="Measure")
    area = forms.ChoiceField(label="Place")
    period = forms.CharField(
        label="Period", max_length=20, help_text="As in the address of the figure: 2026-11, FY2025-26, R12-2026-11."
    )
    text = forms.CharField(
        label="Note", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It travels with the figure: page, tables, CSV and JSON. An empty one takes the note away.",
    )  # fmt: skip


@needs(P.WRITE_COMMENTARY)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a note on a figure, or take it away."""
    record = found(request, pk)
    figures = _figures(record)
    form = NoteForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
    measure, area = (form.fields[name] for name in ("measure", "area"))
    measure.choices = [(item.id, item.title) for item in figures.catalogue if item.id in figures.kinds_of]  # type: ignore[attr-defined]
    area.choices = [(item.id, item.name) for item in figures.areas if item.kind in ("force", "borough", "bcu")]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: actions.note(record, house(), by=who(request), **form.cleaned_data))
        if form.is_valid():
            messages.success(request, "The note is kept.")
            return redirect("release", pk)
    return render(request, "workspace/form.html", NAV | {
        "form": form, "title": "A note on a figure", "button": "Save", "back": f"/office/releases/{pk}", "back_text": record.title,
    })  # fmt: skip
