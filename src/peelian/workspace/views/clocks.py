"""Clocks that run: a list that one can narrow down, and each with every day and why it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from peelian.core.access import signed_in
from peelian.core.clocks.rules import rules
from peelian.core.permissions import Permission as P
from peelian.core.queries import overseen
from peelian.core.running.models import RUNNING, STATES, Clock
from peelian.core.running.queries import calendar_in_force, clocks_seen_by, overdue
from peelian.figures.house import today
from peelian.ui import deadlines as drawn
from peelian.ui.components import Cell, EmptyState, Fact, Tag
from peelian.workspace.doing import person_of
from peelian.workspace.listing import Facet, Listed, Listing, Rows
from peelian.workspace.ticking import Ticking, by_versions, counted_out, history, ticking

NAV = {"nav": "/office/clocks"}
PATH = "/office/clocks"
EMPTY = EmptyState(
    "No clock runs for you yet.",
    "A clock starts by itself where something has a last day: a borough’s quarterly report thirty working days after its quarter, "
    "for instance. It then stands here and on your board, with every day and why it counts.",
    level=2,
)


def matching(word: str) -> Q:
    """Clocks with a word in them: in their title or organisation, in their rule’s name, in the name of whom they wait for."""
    named = [key for key, item in rules().items() if word.casefold() in item.title.casefold()]
    return (
        Q(title__icontains=word) | Q(rule__in=named) | Q(organisation__name__icontains=word)
        | Q(organisation__short__icontains=word) | Q(waits_for__name__icontains=word)
    )  # fmt: skip


def _when(rows: Rows, value: str) -> Rows:
    """Those that are late, that are not, or that stand still."""
    if value == "stopped":
        return rows.filter(due__isnull=True)
    return rows.filter(overdue()) if value == "overdue" else rows.exclude(overdue())


def _listing(seen: QuerySet[Clock]) -> Listing:
    """The list, with the choices that there are among what one sees."""
    calendar = calendar_in_force()
    found = list(seen.order_by().values_list("organisation", "organisation__short", "rule").distinct())
    bodies = {pk: short for pk, short, _ in sorted(found, key=lambda item: item[1])}
    named = {key: item.title for key, item in rules().items() if key in {used for *_, used in found}}

    def told(clock: Clock) -> Ticking:
        return Ticking(clock, counted_out(clock, calendar), today())

    return Listing(
        "clocks", "Clocks",
        (
            Listed("number", "number", plain=lambda it: it.pk),
            Listed("title", "What", lambda it: Cell(it.title, f"{PATH}/{it.pk}", note=rules()[it.rule].title), ("title",),
                   lambda it: it.title),
            Listed("deadline", "deadline", plain=lambda it: rules()[it.rule].title),
            Listed("organisation", "Of", lambda it: Cell(it.organisation.short), ("organisation__short",),
                   lambda it: it.organisation.name),
            Listed("waits", "Waits for", lambda it: Cell(waiting_for(it)), ("waits_for__name",), waiting_for),
            Listed("start", "counted from", plain=lambda it: it.start.isoformat()),
            Listed("due", "Due", lambda it: Cell(told(it).due, order=it.due.isoformat() if it.due else ""), ("due",),
                   lambda it: it.due.isoformat() if it.due else ""),
            Listed("left", "Left", lambda it: Cell(told(it).left)),
            Listed("state", "state", plain=lambda it: it.state),
            Listed("met", "met on", plain=lambda it: it.met_on.isoformat() if it.met_on else ""),
            Listed("calendar", "version of the calendar", plain=lambda it: it.calendar),
        ),
        (
            Facet("state", "State", STATES, lambda rows, value: rows.filter(state=value), usual=RUNNING),
            Facet("when", "When", {"overdue": "Overdue", "in-time": "Not overdue", "stopped": "Standing still"}, _when),
            Facet("organisation", "Organisation", bodies, lambda rows, value: rows.filter(organisation=value)),
            Facet("rule", "Deadline", named, lambda rows, value: rows.filter(rule=value)),
        ),
        matching, "clock", "clocks", "due",
    )  # fmt: skip


def waiting_for(clock: Clock) -> str:
    """Whom a clock waits for, in words."""
    return clock.waits_for.name if clock.waits_for else f"whoever takes it up at {clock.organisation.short}"


@signed_in
def clocks(request: HttpRequest) -> HttpResponse:
    """Every clock that one may see; those that run, where nothing else is asked for."""
    seen = clocks_seen_by(person_of(request))
    shown = _listing(seen).show(seen, _asked(request))
    return render(request, "workspace/clocks.html", NAV | {"listing": shown, "path": PATH, "empty": EMPTY})


def _asked(request: HttpRequest) -> Mapping[str, str]:
    return {key: str(value) for key, value in request.GET.items()}


@signed_in
def clocks_csv(request: HttpRequest) -> HttpResponseBase:
    """The same list as a file for a spreadsheet."""
    seen = clocks_seen_by(person_of(request))
    return _listing(seen).csv(seen, _asked(request))


@signed_in
def clocks_json(request: HttpRequest) -> HttpResponseBase:
    """The same list as JSON."""
    seen = clocks_seen_by(person_of(request))
    return _listing(seen).json(seen, _asked(request))


@signed_in
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """One clock."""
    reader = person_of(request)
    held = get_object_or_404(clocks_seen_by(reader), pk=pk)
    calendar = calendar_in_force()
    [told] = ticking([held], calendar)
    found = told.found
    audited = [body.key for body in overseen(reader, P.READ_AUDIT)] if reader.may(P.READ_AUDIT) else []
    about: dict[str, Any] = NAV | {
        "clock": held, "told": told, "tag": Tag(STATES[held.state], "glow" if told.overdue else "plain"),
        "facts": _facts(told), "history": history(held, reader, audited), "versions": by_versions(held, calendar, held.due),
    }  # fmt: skip
    if found:
        days = replace(drawn.table(found), caption="Every day, and why it counts")
        about |= {"found": found, "sheets": drawn.sheets(found), "table": days}
    return render(request, "workspace/clock.html", about)


def _facts(told: Ticking) -> list[Fact]:
    held = told.clock
    facts = [Fact("What it is about", held.title, href=held.href), Fact("Waits for", waiting_for(held)),
             Fact("Organisation", held.organisation.name), Fact("How it stands", told.left)]  # fmt: skip
    return [*facts, *(drawn.facts(told.found, "") if told.found else ())]
