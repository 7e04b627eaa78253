"""Bank holidays: every day with its version; add one, take one out, each after seeing exactly which clocks it moves."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from peelian.audit.models import Event
from peelian.core.access import needs, signed_in
from peelian.core.clocks.calendars import FIRST, LAST, Calendar, Version, united_kingdom
from peelian.core.clocks.changes import Change, uses
from peelian.core.clocks.dates import in_full
from peelian.core.clocks.statutory import DIVISIONS, ENGLAND_AND_WALES, NORTHERN_IRELAND, SCOTLAND, Holiday
from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.core.running.actions import add_holiday, foreseen, remove_holiday
from peelian.core.running.models import CalendarChange, Clock
from peelian.core.running.queries import Changed, calendar_in_force, clocks_seen_by, running
from peelian.figures.house import today
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Row
from peelian.ui.deadlines import in_hand
from peelian.workspace.doing import attempt, day_field, person_of, who
from peelian.workspace.ticking import counted_out

NAV = {"nav": "/office/holidays"}
NAMES = {ENGLAND_AND_WALES: "England and Wales", SCOTLAND: "Scotland", NORTHERN_IRELAND: "Northern Ireland"}
SHOWN = 300
"""Clocks that a page lists; of more it says how many there are."""
Moves = list[tuple[Clock, Change]]


class ChangeForm(forms.Form):
    """What both changes ask: where, since when it is known, and where it was announced."""

    divisions = forms.MultipleChoiceField(
        label="Where", choices=list(NAMES.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose where it is kept.", "invalid_choice": "It is not kept there."},
    )  # fmt: skip
    known = day_field("Known from", required=True, hint="The day on which it was announced.")
    why = forms.CharField(
        label="Where it was announced", max_length=300, help_text="Everybody can read this, on the public site too.",
        error_messages={"required": "Say where it was announced.", "max_length": "Say it in 300 characters."},
    )  # fmt: skip


class AddForm(ChangeForm):
    """A holiday more."""

    day = day_field("Day", required=True)
    title = forms.CharField(
        label="What it is called", max_length=120, error_messages={"required": "Say what it is called."}
    )
    field_order = ("day", "title", "divisions", "known", "why")


class RemoveForm(ChangeForm):
    """A holiday less."""

    day = forms.DateField(widget=forms.HiddenInput, error_messages={"invalid": "This is no day."})

    def __init__(self, *args: Any, held: Sequence[Holiday], **more: Any) -> None:
        super().__init__(*args, **more)
        kept = [name for name in NAMES if any(name in item.divisions for item in held)]
        where: Any = self.fields["divisions"]
        where.choices, where.initial = [(name, NAMES[name]) for name in kept], kept


@signed_in
def holidays(request: HttpRequest) -> HttpResponse:
    """The holidays of a year with where each is kept and since which version, and every version of the calendar."""
    calendar, person = calendar_in_force(), person_of(request)
    asked = request.GET.get("year", "")
    year = (
        int(asked)
        if asked.isascii() and asked.isdecimal() and FIRST.year <= int(asked[:5]) <= LAST.year
        else today().year
    )
    division = request.GET.get("division", "")
    division = division if division in NAMES else ""
    manages = person.may(P.MANAGE_HOLIDAYS)
    return render(request, "workspace/holidays.html", NAV | {
        "year": year, "years": range(FIRST.year, LAST.year + 1), "division": division, "divisions": NAMES, "manages": manages,
        "rows": _rows(calendar, year, division), "gone": _gone(calendar, year, division), "versions": _versions(calendar),
        "computed": year > calendar.announced_to, "announced_to": calendar.announced_to,
        "before": year - 1 if year > FIRST.year else None, "after": year + 1 if year < LAST.year else None,
    })  # fmt: skip


@dataclass(frozen=True)
class Held:
    """One holiday of a year: where it is kept, and the version that added it, 1 for a regular one."""

    holiday: Holiday
    where: str
    version: int

    @property
    def day(self) -> str:
        """``Friday 27 November 2026``."""
        return in_full(self.holiday.date)

    @property
    def title(self) -> str:
        """What it is called."""
        return f"{self.holiday.title} (substitute day)" if self.holiday.substitute else self.holiday.title


def _rows(calendar: Calendar, year: int, division: str) -> list[Held]:
    added = {(item.date, item.title): version.number for version in calendar.versions for item in version.adds}
    return [
        Held(item, _where(item.divisions), added.get((item.date, item.title), 1))
        for item in calendar.holidays if item.date.year == year and (not division or division in item.divisions)
    ]  # fmt: skip


def _gone(calendar: Calendar, year: int, division: str) -> list[Held]:
    """Days that were holidays in an older version."""
    return [
        Held(item, _where(item.divisions), version.number)
        for version in calendar.versions for item in version.removes
        if item.date.year == year and (not division or division in item.divisions)
    ]  # fmt: skip


def _where(divisions: Sequence[str]) -> str:
    named = [NAMES[name] for name in NAMES if name in divisions]
    return "all of the United Kingdom" if len(named) == len(NAMES) else " · ".join(named)


def _versions(calendar: Calendar) -> list[dict[str, Any]]:
    """Every version, newest first; those that were made here lead to what they moved."""
    made = dict(
        zip(
            range(len(united_kingdom().versions) + 1, 10**6),
            CalendarChange.objects.values_list("pk", flat=True),
            strict=False,
        )
    )
    return [
        {"version": version, "what": _what(version), "pk": made.get(version.number)}
        for version in reversed(calendar.versions)
    ]  # fmt: skip


def _what(version: Version) -> str:
    told = [f"{item.title} added, {words.day(item.date)}, {_where(item.divisions)}" for item in version.adds]
    told += [f"{item.title} removed, {words.day(item.date)}, {_where(item.divisions)}" for item in version.removes]
    return "; ".join(told) or "the holidays that recur"


@needs(P.MANAGE_HOLIDAYS)
def add(request: HttpRequest) -> HttpResponse:
    """A holiday more: what it would move, then, said once more, it is done."""
    form = AddForm(request.POST or None, initial={"known": today(), "divisions": list(DIVISIONS)})
    return _change(request, form, adds=True, act=lambda told: add_holiday(
        told["day"], told["title"], told["divisions"], why=told["why"], known=told["known"], by=who(request)
    ))  # fmt: skip


@needs(P.MANAGE_HOLIDAYS)
def remove(request: HttpRequest) -> HttpResponse:
    """A holiday less: who counts by it, and what it would move; nothing blocks it."""
    day = _day(request.POST.get("day") or request.GET.get("day") or "")
    held = calendar_in_force().on(day)
    if not held:
        raise Http404
    form = RemoveForm(request.POST or None, held=held, initial={"known": today(), "day": day})
    return _change(request, form, adds=False, held=held, act=lambda told: remove_holiday(
        told["day"], told["divisions"], why=told["why"], known=told["known"], by=who(request)
    ))  # fmt: skip


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _change(
    request: HttpRequest,
    form: Any,
    *,
    adds: bool,
    act: Callable[[dict[str, Any]], object],
    held: Sequence[Holiday] = (),
) -> HttpResponse:
    """Ask; then show what would move and who is told; then, where nothing has changed since, do it."""
    title = "Add a bank holiday" if adds else f"Remove {held[0].title}, {in_full(held[0].date)}"
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        change = Changed(
            told["day"],
            told.get("title") or held[0].title,
            tuple(told["divisions"]),
            adds,
            told["known"],
            told["why"],
            "",
        )
        with transaction.atomic():
            before = calendar_in_force()
            seen = attempt(form, lambda: foreseen(change))
            if seen is not None:
                moves, sure = seen[1], _seal(before, seen[1])
                if request.POST.get("sure") == sure:
                    act(told)
                    return redirect("holiday-change", CalendarChange.objects.latest("pk").pk)
                return render(request, "workspace/holiday_moves.html", NAV | {
                    "title": title, "form": form, "change": change, "where": _where(change.divisions), "day": in_full(change.day),
                    "moves": _moves_table(moves), "sure": sure, "again": "sure" in request.POST, "count": len(moves),
                    "more": max(0, len(moves) - SHOWN),
                    "still": [] if adds else _still_used(change.day, before, moves), "told": _who_is_told(moves),
                    "late": sum(each.after.overdue(today()) and not each.before.overdue(today()) for _, each in moves),
                })  # fmt: skip
    return render(request, "workspace/holiday_form.html", NAV | {"title": title, "form": form, "adds": adds})


def _seal(calendar: Calendar, moves: Moves) -> str:
    """What was shown, in short: what is confirmed is what was seen, or it is shown again."""
    shown = [calendar.version.number, *[[clock.pk, str(each.before.due), str(each.after.due)] for clock, each in moves]]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


def _told(clock: Clock) -> str:
    return clock.waits_for.name if clock.waits_for else f"everybody at {clock.organisation.short}"


def _who_is_told(moves: Moves) -> list[str]:
    return sorted({_told(clock) for clock, _ in moves})


def _moves_table(moves: Moves) -> FigureTable:
    rows = tuple(
        Row((
            Cell(clock.title, f"/office/clocks/{clock.pk}", note=each.before.rule.title), Cell(_due(each.before.due)),
            Cell(_due(each.after.due)), Cell(in_hand(each.after, today())), Cell(_told(clock)),
        ))
        for clock, each in moves[:SHOWN]
    )  # fmt: skip
    heads = tuple(map(Column, ("What", "Due now", "Due then", "How it stands then", "Who is told")))
    return FigureTable("moves", "Clocks that move", heads, rows, caption_hidden=True)


def _due(day: dt.date | None) -> str:
    return in_full(day) if day else "no day while it stands still"


def _still_used(day: dt.date, calendar: Calendar, moves: Moves) -> list[str]:
    """Running clocks that set the day aside and end on the same day without it, in words."""
    moved = {clock.pk for clock, _ in moves}
    found = []
    for clock in running().exclude(pk__in=moved):
        counted = counted_out(clock, calendar)
        if counted and any(uses(day, [counted])):
            found.append(f"{clock.title} sets it aside, and is due {_due(counted.due)} with it and without it")
    return found


@signed_in
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change of the calendar as it was made: what it moved, of which one sees what one may see anyway."""
    made = get_object_or_404(CalendarChange, pk=pk)
    number = len(united_kingdom().versions) + CalendarChange.objects.filter(pk__lte=pk).count()
    moved = _moved(made)
    seen = _seen(person_of(request), moved)
    heads = tuple(map(Column, ("What", "Was due", "Is due")))
    rows = tuple(
        Row((Cell(clock.title, f"/office/clocks/{clock.pk}"), Cell(_iso(moved[clock.key][0])), Cell(_iso(moved[clock.key][1]))))
        for clock in seen
    )  # fmt: skip
    return render(request, "workspace/holiday_change.html", NAV | {
        "made": made, "number": number, "day": in_full(made.day), "where": _where(made.divisions), "count": len(moved),
        "others": len(moved) - len(seen), "table": FigureTable("moved", "Clocks that moved", heads, rows, caption_hidden=True),
    })  # fmt: skip


def _moved(made: CalendarChange) -> dict[str, tuple[str, str]]:
    """By clock: its day before and after, as the event of the change keeps it."""
    event = Event.objects.filter(subject=made.key).first()
    return {
        item["record"]: (item["before"], item["after"])
        for item in (event.changes if event else ())
        if item["field"] == "due" and item["record"].startswith(f"{Clock.KIND}:")
    }  # fmt: skip


def _seen(person: Person, moved: dict[str, tuple[str, str]]) -> list[Clock]:
    keys = [int(key.partition(":")[2]) for key in moved]
    return list(clocks_seen_by(person).filter(pk__in=keys).order_by("due", "pk"))


def _iso(text: str | None) -> str:
    return _due(dt.date.fromisoformat(text) if text else None)
