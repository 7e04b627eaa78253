"""What the law gives a person about themselves: everything that is kept about them, in one object and in readable text.

It looks at every table there is: at each field that points to a person, and at each text field that holds their key. A table that
a room adds tomorrow is in it without a word here; what proves who somebody is (credentials) is named, never shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from peelian.audit.models import Event, Kept
from peelian.audit.presenting import sentence
from peelian.core.models import Invitation, Person
from peelian.core.privacy import AUDIT, THIRD_PARTY, Privacy
from peelian.core.queries import closed_to, tellings
from peelian.core.records import Record, plain, privacy_of

NOT_SHOWN = "(kept, never shown)"
OTHERS = "(of somebody else, whom it is about)"
NOT_YET = "(of something that is not out yet: ask again when it is)"


def class_of(model: type[models.Model], field: str) -> Privacy:
    """The class of a field of any table. Raises KeyError where nobody has classed it, as a test finds first."""
    label = model._meta.label
    table = THIRD_PARTY.get(label) or AUDIT.get(label)
    if table is not None:
        return privacy_of(Person, "id") if field == "id" else table[field]
    return privacy_of(model, field)


def everything_about(person: Person, reader: Person | None = None) -> dict[str, Any]:
    """One object: who they are, every row about them, what they did, what was done about them, and the values kept of it.

    ``reader`` is who is given it, where that is not the command: what is not out yet is named, and its words come when it is.
    """
    closed = closed_to(reader) if reader else []
    events = Event.objects.filter(Q(actor=person.key) | Q(subject=person.key)).order_by("number")
    told, others = tellings(events), _of_others(person, events)
    return {
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "about": person.key,
        "person": row_of(person),
        "invitations": [row_of(item) for item in Invitation.objects.filter(email__iexact=person.email)],
        "tables": {label: rows for label, rows in _tables(person, set(closed)) if rows},
        "events": [
            {"number": item.event.number, "at": plain(item.event.at), "action": item.event.action, "sentence": sentence(item),
             "reason": NOT_YET if item.reason and item.event.subject in closed
             else OTHERS if item.reason and item.event.number in others else item.reason}
            for item in told
        ],
        "values of events": [
            {"event": item.event, "name": item.name, "class": item.privacy, "value": item.value}
            for item in Kept.objects.filter(about=person.key).order_by("event", "name")
        ],
    }  # fmt: skip


def _tables(person: Person, closed: Collection[str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every table that points to a person, with the rows that point to this one."""
    for model in apps.get_models():
        if model in (Person, Event, Kept):
            continue
        rows = model._default_manager.filter(_pointing(model, person))
        yield model._meta.label, [row_of(item, closed, _is_of_other(item, person)) for item in rows]


def _pointing(model: type[models.Model], person: Person) -> Q:
    """The rows of a table that point to a person."""
    pointing = Q(pk__in=[])
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model is Person:
            pointing |= Q(**{field.name: person})
        elif issubclass(model, Record) and isinstance(field, models.CharField):
            pointing |= Q(**{field.name: person.key})
    return pointing


def _is_of_other(item: models.Model, person: Person) -> bool:
    """Whether a row is about somebody else (``about_person``), whatever this person did to it: such as to put them on a list."""
    return getattr(item, "about_person", person.key) != person.key


def _of_others(person: Person, events: Iterable[Event]) -> set[int]:
    """Numbers of the events in which a record about somebody else changed: their reason is about them."""
    tables: list[Any] = [model for model in apps.get_models() if hasattr(model, "about_person") and model is not Person]
    kinds = tuple(f"{model.KIND}:" for model in tables)
    rows = [row for model in tables for row in model.objects.filter(_pointing(model, person))]
    own = {row.key for row in rows if not _is_of_other(row, person)}
    found = set()
    for event in events:
        touched = {change["record"] for change in event.changes} | {name.partition(" ")[0] for name in event.apart}
        if any(key.startswith(kinds) and key not in own for key in touched):
            found.add(event.number)
    return found


def row_of(item: models.Model, closed: Collection[str] = (), of_other: bool = False) -> dict[str, Any]:
    """A row field by field; credentials by name alone, and so all of what is ``closed`` but who and what it points to.

    ``of_other``: it is about somebody else, whose name and what is said of them is named, never shown.
    """
    shown: dict[str, Any] = {}
    hidden = bool(closed) and not _keys(item).isdisjoint(closed)
    for field in item._meta.concrete_fields:
        if hidden and not (field.is_relation or field.primary_key):
            shown[field.name] = NOT_YET
        elif class_of(item._meta.model, field.name).id in ("credential", "exempt"):
            shown[field.name] = NOT_SHOWN
        elif of_other and class_of(item._meta.model, field.name).audited == "apart":
            shown[field.name] = OTHERS
        elif field.is_relation:
            shown[field.name] = str(getattr(item, field.attname))
        else:
            shown[field.name] = plain(getattr(item, field.name))
    return shown


def _keys(item: models.Model) -> set[str]:
    """Keys of a row and of what it belongs to."""
    near = [item, *(getattr(item, field.name) for field in item._meta.concrete_fields if field.is_relation)]
    return {record.key for record in near if isinstance(record, Record)}


def readable(told: dict[str, Any]) -> str:
    """The same as text that a person reads."""
    lines = [f"What Peelian keeps about {told['person']['name']} ({told['about']}), on {told['made'][:10]}", ""]
    lines += _block("Who they are", [told["person"]]) + _block("Invitations to their address", told["invitations"])
    for label, rows in told["tables"].items():
        lines += _block(f"Table {label}", rows)
    lines += ["What they did, and what was done about them", ""]
    for event in told["events"]:
        reason = f" Reason: {event['reason']}" if event["reason"] else ""
        lines.append(f"  {event['number']}. {event['at']}: {event['sentence']}{reason}")
    lines += ["", "Values that the audit keeps of these", ""]
    lines += [
        f"  event {item['event']}, {item['name']} ({item['class']}): {item['value']}"
        for item in told["values of events"]
    ]
    return "\n".join(lines) + "\n"


def _block(title: str, rows: list[dict[str, Any]]) -> list[str]:
    lines = [title, ""]
    for row in rows:
        lines += [f"  {name.replace('_', ' ')}: {'' if value is None else value}" for name, value in row.items()] + [""]
    return lines if rows else [title, "", "  nothing", ""]
