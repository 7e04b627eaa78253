"""Add an event to the record, inside the transaction of what it tells of."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from peelian.audit import chain
from peelian.audit.models import Event, Head, Kept


@dataclass(frozen=True)
class Change:
    """One field of one record, before and after. ``privacy`` names the class of what is kept apart; empty is kept in the event."""

    record: str
    field: str
    before: Any
    after: Any
    privacy: str = ""
    about: str = ""

    @property
    def name(self) -> str:
        """How the event names the value."""
        return f"{self.record} {self.field}"


@dataclass(frozen=True)
class Happening:
    """What is to be recorded. ``reason`` is kept apart, as people wrote it."""

    action: str
    actor: str
    subject: str
    label: str = ""
    organisation: str = ""
    reason: str = ""
    changes: Sequence[Change] = field(default_factory=tuple)


def record(happening: Happening, *, at: dt.datetime | None = None) -> Event:
    """Seal and add one event; ``at`` is now where none is given.

    Raises RuntimeError outside a transaction: an event and what it tells of stand or fall together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction of its change.")
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    apart, kept = _apart(happening, head.number + 1)
    event = Event(
        number=head.number + 1,
        at=(at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC),
        action=happening.action,
        actor=happening.actor,
        organisation=happening.organisation,
        subject=happening.subject,
        label=happening.label,
        changes=[
            {"record": change.record, "field": change.field, "before": change.before, "after": change.after}
            for change in happening.changes
            if not change.privacy
        ],
        apart=apart,
        previous=head.hash,
    )
    event.hash = chain.hash_of(event.sealed())
    event.save()
    Kept.objects.bulk_create(kept)
    head.number, head.hash = event.number, event.hash
    head.save()
    return event


def _apart(happening: Happening, number: int) -> tuple[dict[str, str], list[Kept]]:
    """The commitments that the event holds, and the values that they stand for."""
    values: list[tuple[str, str, str, Any]] = [
        (change.name, change.privacy, change.about, [change.before, change.after])
        for change in happening.changes
        if change.privacy
    ]
    if happening.reason:
        values.append(("reason", "words", "", happening.reason))
    kept = [
        Kept(event=number, name=name, privacy=privacy, about=about, value=value, salt=secrets.token_hex(16))
        for name, privacy, about, value in values
    ]
    return {item.name: chain.commitment(item.salt, item.value) for item in kept}, kept
