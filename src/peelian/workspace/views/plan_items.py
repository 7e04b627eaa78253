"""The items of a plan: every kind with a form of its own, put in order, taken out; two who write at once are told."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.acting import now
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON
from peelian.plans import actions
from peelian.plans.kinds import KINDS
from peelian.plans.models import PlanItem
from peelian.ui.components import Fact, Link
from peelian.ui.format import capital
from peelian.workspace.doing import attempt, refusal, who
from peelian.workspace.plans.choosing import choices_of, words_of
from peelian.workspace.plans.desk import PlanDesk, trail
from peelian.workspace.plans.forms import RemoveForm
from peelian.workspace.plans.items import FORMS, ItemForm
from peelian.workspace.plans.listing import differing, groups_of, title_of
from peelian.workspace.views.desk import house
from peelian.workspace.views.plan_desk import about, desk_of

CHANGED = "changed-meanwhile"
FIELDS = {"item-exists": "title", "aims-fixed": "aims"}


def _home(slug: str, kind: str = "") -> str:
    return f"/office/plans/{slug}/items{f'#{kind}' if kind else ''}"


def _inside(desk: PlanDesk) -> dict[str, Any]:
    return about(desk) | {"trail": trail(desk.plan, Link("Items", _home(desk.plan.pk)))}


@needs(P.SEE_PLAN)
def items(request: HttpRequest, slug: str) -> HttpResponse:
    """Every item of the plan, kind by kind."""
    desk = desk_of(request, slug)
    rows = PlanItem.objects.filter(plan=desk.plan)
    return render(request, "workspace/plans/items.html", about(desk) | {
        "groups": groups_of(rows, choices_of(desk.plan, house().pack)), "writes": desk.writes,
        "kind": kind if (kind := request.GET.get("kind", "")) in KINDS else "",
    })  # fmt: skip


def _item(desk: PlanDesk, kind: str, name: str) -> PlanItem:
    found = PlanItem.objects.filter(plan=desk.plan, kind=kind, slug=name).select_related("plan__organisation").first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, desk: PlanDesk, form: ItemForm, title: str, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "workspace/plans/item.html", _inside(desk) | {
        "form": form, "kind": KINDS[form.kind], "title": title, "lists": form.choices.lists, "writes": desk.writes,
        "back": _home(desk.plan.pk, form.kind), "closed": _closed(desk),
    } | more, status=status)  # fmt: skip


def _facts(form: ItemForm, held: PlanItem) -> list[Fact]:
    """What an item says, for who reads it."""
    said = {key: value for key, value in held.body.items() if key != "id" and value not in (None, "", [])}
    return [Fact(_label(form, key), words_of(value, form.choices)) for key, value in said.items()]


def _closed(desk: PlanDesk) -> str:
    """Why nobody can write in the plan now; empty where it can be written."""
    if desk.writes:
        return ""
    if not desk.by.may(P.WRITE_PLAN, desk.plan.owner):
        return "It is written by a plan officer."
    if desk.version.state == "consulting":
        return "The plan is out to consultation: everybody reads one text. It can be written again when that is closed."
    return "The plan is not being written: a variation has to be begun first."


@needs(P.WRITE_PLAN)
def add(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Add an item."""
    desk = desk_of(request, slug, P.WRITE_PLAN)
    if kind not in KINDS:
        raise Http404
    choices, more = choices_of(desk.plan, house().pack), "more" in request.POST
    data = request.POST if request.method == "POST" else None
    form = FORMS[kind](data, choices=choices, more=more, initial=request.GET.dict() if data is None else None)
    if data is not None and not more and form.is_valid():
        made = attempt(form, lambda: actions.add(desk.plan, kind, form.body(), house().pack, by=who(request)), FIELDS)
        if made:
            messages.success(request, f"“{made}” is added.")
            return redirect(_home(slug, kind))
    return _page(request, desk, form, f"Add {KINDS[kind].one}", button="Add it")


@needs(P.SEE_PLAN)
def item(request: HttpRequest, slug: str, kind: str, name: str) -> HttpResponse:
    """One item: to write for who writes the plan, to read for others."""
    desk = desk_of(request, slug)
    held, choices, more = _item(desk, kind, name), choices_of(desk.plan, house().pack), "more" in request.POST
    data = request.POST if request.method == "POST" and desk.by.may(P.WRITE_PLAN, desk.plan.owner) else None
    form = FORMS[kind](data, choices=choices, kept=held.body, version=held.version, more=more)
    title = title_of(held, choices)
    if not desk.writes and data is None:
        return _page(request, desk, form, title, item=held, facts=_facts(form, held))
    if data is not None and not more and form.is_valid():
        conflict: list[PeelianError] = []
        attempt(form, lambda: _write(held, form, conflict, request), FIELDS)
        if conflict:
            return _both(request, desk, form, held)
        if form.is_valid():
            messages.success(request, f"“{title}” is saved.")
            return redirect(_home(slug, kind))
    return _page(request, desk, form, title, item=held, button="Save")


def _write(held: PlanItem, form: ItemForm, conflict: list[PeelianError], request: HttpRequest) -> int:
    """The new version. What somebody else wrote meanwhile is a conflict, unless both wrote the same."""
    try:
        return actions.write(
            held, form.body(), house().pack, version=form.cleaned_data["version"] or 0, by=who(request)
        )
    except PeelianError as error:
        if error.code != CHANGED:
            raise
        held.refresh_from_db()
        if not differing(form.body(), held.body):
            return held.version
        conflict.append(error)
        return 0


def _both(request: HttpRequest, desk: PlanDesk, form: Any, held: PlanItem) -> HttpResponse:
    """Both texts: what was entered in the fields, what was saved meanwhile beside it. Saving again writes over that."""
    choices, mine = form.choices, form.body()
    form.data = form.data.copy()
    form.data["version"] = held.version
    both = [
        (_label(form, key), words_of(mine.get(key), choices), words_of(held.body.get(key), choices))
        for key in differing(mine, held.body)
    ]
    return _page(
        request, desk, form, title_of(held, choices), HTTPStatus.CONFLICT, item=held, both=both, button="Save mine",
    )  # fmt: skip


def _label(form: ItemForm, key: str) -> str:
    parts = {part.name: part.title for part in form.parts}
    named = form.fields.get(key) or form.fields.get(f"{key}_period") or form.fields.get(f"{key}_kind")
    return parts.get(key) or str(named.label if named else capital(key.replace("_", " ")))


@needs(P.WRITE_PLAN)
@require_POST
def item_json(request: HttpRequest, slug: str, kind: str, name: str) -> JsonResponse:
    """Save an item while it is being written: its next version (200), somebody else changed it (409), what is wrong (422)."""
    desk = desk_of(request, slug, P.WRITE_PLAN)
    held, choices = _item(desk, kind, name), choices_of(desk.plan, house().pack)
    form = FORMS[kind](request.POST, choices=choices, kept=held.body, version=held.version)
    conflict: list[PeelianError] = []
    version = attempt(form, lambda: _write(held, form, conflict, request), FIELDS) if form.is_valid() else None
    if conflict:
        told = f"{conflict[0].message} Your text is still here: compare both, and choose."
        return JsonResponse({"error": told}, status=HTTPStatus.CONFLICT)
    if not version:
        return JsonResponse({"error": _wrong(form)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"version": version, "saved": f"{now().astimezone(LONDON):%H:%M}"})


def _wrong(form: ItemForm) -> str:
    rows = [row for part in form.parts for row in part.forms if row.is_bound]
    return " ".join(str(text) for one in (form, *rows) for texts in one.errors.values() for text in texts)


@needs(P.WRITE_PLAN)
@require_POST
def move(request: HttpRequest, slug: str, kind: str, name: str) -> HttpResponse:
    """Put an item before or behind its neighbour."""
    desk = desk_of(request, slug, P.WRITE_PLAN)
    held = _item(desk, kind, name)
    if why := refusal(lambda: actions.move(held, request.POST.get("way") == "up", by=who(request))):
        messages.error(request, why)
    return redirect(_home(slug, f"{kind}-{name}"))


@needs(P.WRITE_PLAN)
def remove(request: HttpRequest, slug: str, kind: str, name: str) -> HttpResponse:
    """Take an item out. The audit keeps what it was."""
    desk = desk_of(request, slug, P.WRITE_PLAN)
    held, choices = _item(desk, kind, name), choices_of(desk.plan, house().pack)
    form = RemoveForm(request.POST if request.method == "POST" else None, needed=desk.version.number > 1)
    title = title_of(held, choices)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(form, lambda: actions.remove(held, by=who(request), reason=reason), {"no-reason": "reason"})
        if form.is_valid():
            messages.success(request, f"“{title}” is taken out.")
            return redirect(_home(slug, kind))
    return render(request, "workspace/plans/form.html", _inside(desk) | {
        "form": form, "title": f"Take out: {title}", "button": "Take it out", "back": _home(slug, kind), "warning": True,
        "where": f"{KINDS[kind].title}, in {desk.plan.title}", "say": "The record keeps what it was, and who took it out.",
    })  # fmt: skip
