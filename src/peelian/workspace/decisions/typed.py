"""What of a decision's form cannot be read, or is only half said: kept as it was typed, and shown so until it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from django import forms
from django.http import QueryDict

from peelian.decisions.unread import Unread
from peelian.workspace.plans.fields import RowForm, Rows


@dataclass(frozen=True)
class Half:
    """Fields, and rows, that say nothing where another field is empty (or, of ``kind``, is not ``key``)."""

    needs: str
    holds: tuple[str, ...]
    says: str


def half_said(form: forms.Form, halves: Iterable[Half], rows: Mapping[str, Rows]) -> list[Half]:
    """Which of ``halves`` are said without what they need."""
    return [
        one for one in halves if not _given(form, one.needs) and any(_typed(form, name, rows) for name in one.holds)
    ]


def _given(form: forms.Form, name: str) -> bool:
    told = form.cleaned_data.get(name)
    return name in form.errors or (told == "key" if name == "kind" else bool(told))


def _typed(form: forms.Form, name: str, rows: Mapping[str, Rows]) -> bool:
    if name in rows:
        return any(not row.blank for row in rows[name].forms if row.is_bound)
    value = form[name].data
    return bool(value.strip() if isinstance(value, str) else value)


def typed_with(data: Any, names: Iterable[str]) -> dict[str, list[str]]:
    """What was typed into fields and rows, by the names of the page: ``title``, ``money-0-`` and all that begins with it."""
    wanted = tuple(names)
    return {
        key: data.getlist(key) if key in data else []
        for key in (*data, *(one for one in wanted if not one.endswith("-")))
        if any(key == one or (one.endswith("-") and key.startswith(one)) for one in wanted)
    }


def as_sent(form: forms.Form, parts: Iterable[Rows], unread: Iterable[Unread]) -> QueryDict:
    """A form that is shown, as a browser would send it, with what cannot be read in it where it was typed."""
    sent = QueryDict(mutable=True)
    for bound in form:
        _put(sent, bound.html_name, bound.value())
    typed = {key: values for one in unread for key, values in one.typed.items()}
    for part in parts:
        _put_rows(sent, part, _places(part.name, typed))
    for key, values in typed.items():
        sent.setlist(key, values)
        if not values:
            del sent[key]
    return sent


def _put(sent: QueryDict, name: str, value: Any) -> None:
    if isinstance(value, list):
        sent.setlist(name, [str(one) for one in value])
    elif value is not False:
        sent[name] = "" if value is None else "on" if value is True else str(value)


def _places(name: str, typed: Iterable[str]) -> set[int]:
    """The places of the rows that are kept as they were typed."""
    found = (key.removeprefix(f"{name}-").partition("-")[0] for key in typed if key.startswith(f"{name}-"))
    return {int(place) for place in found if place.isdecimal()}


def _put_rows(sent: QueryDict, part: Rows, taken: set[int]) -> None:
    """Rows that can be read stand where no other does, in their order; empty ones behind them all."""
    free = (place for place in count() if place not in taken)
    used = set(taken)
    for row in (one for one in part.forms if one.initial):
        used.add(next(free))
        _put_row(sent, part.name, max(used - taken), row)
    for place, row in enumerate((one for one in part.forms if not one.initial), max(used, default=-1) + 1):
        _put_row(sent, part.name, place, row)


def _put_row(sent: QueryDict, name: str, place: int, row: RowForm) -> None:
    for bound in row:
        _put(sent, f"{name}-{place}-{bound.name}", bound.value())
