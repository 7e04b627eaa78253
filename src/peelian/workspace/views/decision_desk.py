"""Decisions in the office: which there are, how one is begun and written, and the desk from signature to signature."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.acting import now
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.queries import overseen, tellings
from peelian.decisions import actions
from peelian.decisions.form import normal
from peelian.decisions.models import DecisionRecord, DecisionVersion
from peelian.decisions.queries import proposed, series_here
from peelian.decisions.references import Series
from peelian.decisions.unread import read, stored
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, today
from peelian.plans.shelf import shelf as plans_out
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Link, Row
from peelian.workspace.decisions.desk import LIST, DecisionDesk, Listed, listed, trail
from peelian.workspace.decisions.forms import SECTION_OF, BeginForm, Section, WriteForm, part_behind, part_saved
from peelian.workspace.decisions.typed import as_sent
from peelian.workspace.doing import attempt, person_of, who
from peelian.workspace.history import told_event
from peelian.workspace.plans.fields import Among
from peelian.workspace.views.desk import house

NAV = {"nav": "/office/decisions"}
CHANGED = "changed-meanwhile"
UNMADE = "The page does not say which text it was made from: load it again."


def decisions_of(request: HttpRequest, permission: P = P.SEE_DECISIONS) -> QuerySet[DecisionRecord]:
    """Decisions of the organisations over which one has a permission."""
    mine = overseen(person_of(request), permission)
    return DecisionRecord.objects.filter(organisation__in=mine).select_related("organisation")


def desk_of(request: HttpRequest, reference: str, permission: P = P.SEE_DECISIONS) -> DecisionDesk:
    """The desk of a decision. Raises Http404, also where it is somebody else's."""
    record = get_object_or_404(decisions_of(request, permission), pk=reference)
    return DecisionDesk(record, house(), who(request))


def about(desk: DecisionDesk, *inside: Link) -> dict[str, Any]:
    """What every page of a decision says at its head."""
    return NAV | {
        "desk": desk, "record": desk.record, "version": desk.version, "state": desk.state, "trail": trail(desk.record, *inside),
    }  # fmt: skip


def _numbered(item: Listed) -> str:
    """``PCD 219``, and from the second on which version of it."""
    number = item.version.number
    return f"{item.record}, version {number}" if number > 1 else str(item.record)


def _told_of(item: Listed) -> str:
    waits = item.state.waits_for
    return "; ".join(filter(None, (item.note, waits and f"waits for {waits}")))


@needs(P.SEE_DECISIONS)
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision of one's organisation: where it stands, and who it waits for."""
    rows = tuple(
        Row((
            Cell(item.title, f"/office/decisions/{item.record.pk}", note=_numbered(item)),
            Cell(item.state.title, note=_told_of(item)),
        ))
        for item in listed(decisions_of(request))
    )  # fmt: skip
    heads = tuple(map(Column, ("Decision", "Where it stands")))
    return render(request, "workspace/decisions/list.html", NAV | {
        "table": FigureTable("decisions", "Decisions", heads, rows, caption_hidden=True, sortable=True),
        "may_begin": person_of(request).may(P.WRITE_DECISION),
    })  # fmt: skip


@needs(P.WRITE_DECISION)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a decision under the next number of a series."""
    owner = Organisation.objects.get(pk=person_of(request).where(P.WRITE_DECISION)[0])
    found = house()
    series = [(one, _next(one)) for one in series_here(owner, found.pack)]
    form = BeginForm(request.POST or None, series=series)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        fields = dict.fromkeys(
            ("number-taken", "other-series", "no-reference", "year-to-come", "far-ahead"), "number"
        ) | {"begun-already": "title"}
        made = attempt(form, lambda: actions.begin(
            owner, told["series"], found, title=told["title"], kind=told["kind"], number=told["number"], by=who(request)
        ), fields)  # fmt: skip
        if made:
            messages.success(request, f"{made.decision} is begun.")
            return redirect("decision-write", made.decision_id)
    return render(request, "workspace/decisions/form.html", NAV | {
        "form": form, "title": "Begin a decision", "button": "Begin", "trail": [LIST], "back": "/office/decisions",
        "closed": "" if series else f"The pack names no series in which {owner.name} numbers decisions.",
    })  # fmt: skip


def _next(series: Series) -> str:
    return str(proposed(house().pack, series, today().year))


@needs(P.SEE_DECISIONS)
def desk(request: HttpRequest, reference: str) -> HttpResponse:
    """One decision: where it stands, what it lacks, what one can do, who signed."""
    found = desk_of(request, reference)
    return render(request, "workspace/decisions/desk.html", about(found) | {
        "events": [told_event(told) for told in tellings(found.events)],
    })  # fmt: skip


@needs(P.SEE_DECISIONS)
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """What becomes public, by the drawing that will publish it."""
    found = desk_of(request, reference)
    return render(request, "workspace/decisions/preview.html", about(found) | {"page": found.preview})


def _plans() -> tuple[list[tuple[str, str]], Among]:
    """The plans that are out, and what a decision can serve in them, by title."""
    found = house()
    volumes = plans_out(found.root, found.pack).volumes
    items: dict[str, str] = {}
    for volume in volumes[::-1]:
        plan = volume.newest.plan
        items |= {f"objective:{one.id}": one.title for one in plan.objectives}
        items |= {f"commitment:{one.id}": one.title for one in (*plan.commitments, *plan.promises)}
    return [(one.id, one.newest.plan.title) for one in volumes], Among.of("items", "item of a plan", items.items())


def _form(version: DecisionVersion, data: Any = None, *, more: bool = False) -> WriteForm:
    """The form as it was sent; where nothing was, as it is kept, with what cannot be read as it was typed."""
    plans, items = _plans()
    made = partial(WriteForm, form=version.form, version=version.version, plans=plans, items=items)
    if data is None and version.unread:
        shown = made(None)
        again = made(as_sent(shown, shown.parts, read(version.unread)))
        again.is_valid()
        return again
    return made(data, more=more)


@needs(P.WRITE_DECISION)
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """The form, to be written while it is drafted."""
    found = desk_of(request, reference, P.WRITE_DECISION)
    if not found.writes:
        return render(request, "workspace/decisions/form.html", about(found) | {
            "title": "The form cannot be written now", "back": found.home,
            "closed": f"It is {found.state.title.lower()}. Take it back first, or ask whoever has it to return it.",
        })  # fmt: skip
    more = "more" in request.POST
    data = request.POST if request.method == "POST" else None
    form = _form(found.version, data, more=more)
    if data is None or more:
        return _written(request, found, form, kept=data is None and bool(found.version.unread))
    conflict: list[PeelianError] = []
    before = normal(found.version.form)
    number = attempt(form, lambda: _write(found.version, form, conflict, request))
    if conflict:
        return _both(request, found, form)
    if form.is_valid():
        messages.success(request, f"The form of {found.record} is saved.")
        return redirect(_next_part(found, before, request) if "stay" in request.POST else found.home)
    fresh = DecisionDesk(found.record, found.house, found.by)
    _send_anew(form, fresh.version)
    return _written(request, fresh, form, kept=bool(number))


def _next_part(found: DecisionDesk, before: dict[str, Any], request: HttpRequest) -> str:
    """Where writing goes on: the next part behind the one just written that lacks something; the desk where no other does."""
    fresh = DecisionDesk(found.record, found.house, found.by)
    written = part_saved(request.POST.get("at", ""), before, fresh.version.form)
    part = part_behind(written, fresh.missing_in)
    return f"{found.home}/write?open={part}#part-{part}" if part else found.home


def _written(
    request: HttpRequest, found: DecisionDesk, form: WriteForm, status: int = 200, **more: Any
) -> HttpResponse:
    sections = form.sections(found.missing_in, _opened(request))
    return render(
        request, "workspace/decisions/write.html",
        about(found) | {
            "form": form, "lists": [form.among], "title": "Write the form", "sections": sections,
            "at": next((one.id for one in sections if one.open), ""),
        } | more, status=status,
    )  # fmt: skip


def _opened(request: HttpRequest) -> str:
    """The part of the form that is asked for: by the address, or by whoever wants more rows of it."""
    return SECTION_OF.get(request.POST.get("more", ""), request.GET.get("open", ""))


def _write(version: DecisionVersion, form: WriteForm, conflict: list[PeelianError], request: HttpRequest) -> int:
    """The new number of the text; 0 where the form does not say which was read, or for a conflict: what somebody else wrote
    meanwhile, unless both wrote the same. What cannot be read is kept beside it as it was typed.
    """
    form.is_valid()
    number = form.cleaned_data.get("version")
    if number is None:
        return 0
    unread = form.unread()
    try:
        return actions.write(version, form.body(), number=number, unread=unread, by=who(request))
    except PeelianError as error:
        if error.code != CHANGED:
            raise
        version.refresh_from_db()
        if (normal(form.body()), stored(unread)) == (version.form, version.unread):
            return version.version
        conflict.append(error)
        return 0


def _send_anew(form: WriteForm, version: DecisionVersion) -> None:
    """What is sent next is written over this version of the text."""
    sent: Any = form.data
    form.data = sent.copy()
    form.data["version"] = version.version  # type: ignore[index]


def _both(request: HttpRequest, found: DecisionDesk, form: WriteForm) -> HttpResponse:
    """Both texts: what was entered in the fields, what was saved meanwhile beside it. Saving again writes over that."""
    mine, theirs = normal(form.body()), found.version.form
    _send_anew(form, found.version)
    both = [
        (words.capital(key.replace("_", " ")), _said(mine.get(key)), _said(theirs.get(key)))
        for key in {**theirs, **mine} if mine.get(key) != theirs.get(key)
    ]  # fmt: skip
    return _written(request, found, form, HTTPStatus.CONFLICT, both=both)


def _said(value: Any) -> str:
    """A value of the form, for whoever compares two."""
    if isinstance(value, dict):
        return "; ".join(f"{key.replace('_', ' ')}: {_said(one)}" for key, one in value.items())
    if isinstance(value, list):
        return " / ".join(_said(one) for one in value)
    return "" if value is None else str(value)


@needs(P.WRITE_DECISION)
@require_POST
def write_json(request: HttpRequest, reference: str) -> JsonResponse:
    """Save while it is being written: the next number of the text, and what of it cannot be read (200), somebody else changed it
    (409), what is wrong with the whole (422).
    """
    found = desk_of(request, reference, P.WRITE_DECISION)
    form = _form(found.version, request.POST)
    conflict: list[PeelianError] = []
    number = attempt(form, lambda: _write(found.version, form, conflict, request))
    if conflict:
        told = f"{conflict[0].message} Your text is still here: compare both, and choose."
        return JsonResponse({"error": told}, status=HTTPStatus.CONFLICT)
    if not number:
        return JsonResponse({"error": UNMADE} | _wrong(form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    sections = form.sections(DecisionDesk(found.record, found.house, found.by).missing_in)
    return JsonResponse({
        "version": number, "saved": f"{now().astimezone(LONDON):%H:%M}", "parts": [_told_part(one) for one in sections],
        **_wrong(form),
    })  # fmt: skip


def _told_part(section: Section) -> dict[str, Any]:
    """How a part of the form stands now: at its head, and what is missing in it."""
    missing = [{"says": one.sentence, "law": one.law, "href": one.href} for one in section.missing]
    wrong = [{"at": one.at, "says": one.says} for one in section.wrong_fields()]
    return {"id": section.id, "stands": section.stands, "missing": missing, "wrong": wrong}


def _wrong(form: WriteForm) -> dict[str, str]:
    """What cannot be understood: the first by part and field with its id (``at``), and how many more; nothing where all can be."""
    wrong = form.wrong_fields()
    said = [f"{one.where}: {one.says}" for one in wrong[:1]] + [str(text) for text in form.non_field_errors()]
    said += [f"{len(wrong) - 1} more to mend."] if len(wrong) > 1 else []
    return ({"error": " ".join(said)} if said else {}) | ({"at": wrong[0].at} if wrong else {})
