"""The release calendar: planned, fixed, moved, cancelled; and the public copy in the house, which pages read without records.

``calendar.json`` is written in one step after each change, so public pages never ask the database.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

from django.db import transaction

from peelian.core.acting import Actor, acting, action, now
from peelian.core.following import rewrite
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.running.queries import calendar_in_force
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.performance.models import CalendarEntry
from peelian.performance.pack import release_pack
from peelian.performance.rules import AHEAD, check_fix, check_move

NAME = "calendar.json"
"""What the public site reads (public/planned.py)."""


@action("calendar.propose")
def propose(organisation: Organisation, house: House, *, by: Actor, reason: str = "") -> list[CalendarEntry]:
    """Plan the releases of the next twelve months by the pack's rules; what is planned for a period already stays."""
    by.must(P.SIGN_OFF_RELEASE, organisation.key)
    act, made = acting(), []
    for rule in release_pack(house.pack).rules:
        if rule.organisation != organisation.pk:
            continue
        for planned in rule.planned(today(), calendar_in_force(), AHEAD):
            uid = f"{rule.id}-{planned.covers}@{organisation.pk}"
            if not CalendarEntry.objects.filter(uid=uid).exists():
                made.append(
                    act.create(
                        CalendarEntry, organisation=organisation, uid=uid, title=rule.title, covers=str(planned.covers),
                        day=planned.day, hour=rule.hour, stamp=now(), rule=rule.id,
                    )
                )  # fmt: skip
    _publish(house)
    return made


@action("calendar.add")
def add(
    organisation: Organisation, house: House, title: str, covers: str, day: dt.date, *, by: Actor, reason: str = ""
) -> CalendarEntry:
    """Plan a release that no rule proposes. Raises PeelianError for a day that has passed or is no working day."""
    by.must(P.SIGN_OFF_RELEASE, organisation.key)
    check_move(day, day, fixed=False, reason=reason, today=today(), calendar=calendar_in_force())
    uid = f"{uuid.uuid4()}@{organisation.pk}"
    made = acting().create(
        CalendarEntry, organisation=organisation, uid=uid, title=title.strip(), covers=covers, day=day, stamp=now()
    )
    _publish(house)
    return made


@action("calendar.fix")
def fix(entry: CalendarEntry, house: House, *, by: Actor, reason: str = "") -> str:
    """Fix the exact day; returns what is said where that is later than four weeks before."""
    held = _held(entry, by)
    acting().change(held, fixed=True, stamp=now(), sequence=held.sequence + 1)
    _publish(house)
    return check_fix(held.day, today())


@action("calendar.move")
def move(entry: CalendarEntry, day: dt.date, house: House | None = None, *, by: Actor, reason: str = "") -> None:
    """Move a planned release. Of a day that was fixed the reason is published. Raises PeelianError where it cannot be."""
    held = _held(entry, by)
    check_move(held.day, day, fixed=held.fixed, reason=reason, today=today(), calendar=calendar_in_force())
    moved = {"from": held.day.isoformat(), "to": day.isoformat(), "why": reason.strip(), "on": today().isoformat()}
    moves = [*held.moves, moved] if held.fixed else held.moves
    acting().change(held, day=day, moves=moves, stamp=now(), sequence=held.sequence + 1)
    entry.day, entry.sequence, entry.moves = held.day, held.sequence, held.moves
    _publish(house)


@action("calendar.cancel")
def cancel(entry: CalendarEntry, house: House, *, by: Actor, reason: str = "") -> None:
    """Say that a planned release will not be published, and why. Raises PeelianError where it has one, or no reason is given."""
    held = _held(entry, by)
    if not reason.strip():
        raise PeelianError("no-reason", "The calendar is public.", "Say why nothing is published.")
    if held.releases.exclude(state="withdrawn").exists():
        raise PeelianError("has-release", "A release is being made for this day.", "Withdraw that first.")
    acting().change(held, cancelled=reason.strip()[:300], stamp=now(), sequence=held.sequence + 1)
    _publish(house)


def _held(entry: CalendarEntry, by: Actor) -> CalendarEntry:
    held: CalendarEntry = CalendarEntry.objects.select_for_update().get(pk=entry.pk)
    by.must(P.SIGN_OFF_RELEASE, held.owner)
    if held.cancelled:
        raise PeelianError("cancelled", "This entry is cancelled.", "Add another.")
    return held


def _publish(house: House | None) -> None:
    """Write the public copy when the records are kept; ``None``: that of the installation."""
    transaction.on_commit(lambda: write(_root(house)))


def _root(house: House | None) -> Path:
    if house is not None:
        return house.root
    from django.conf import settings

    return Path(settings.PEELIAN_DATA)


def write(root: Path) -> None:
    """The public copy of the calendar, in one step. It can be made again from the records at any time."""
    rewrite(root / NAME, _text)


def _text() -> str:
    return json.dumps(
        {"entries": [public(item) for item in CalendarEntry.objects.select_related("organisation")]}, indent=1
    )


def public(entry: CalendarEntry) -> dict[str, Any]:
    """An entry as everybody may know it."""
    return {
        "uid": entry.uid, "title": entry.title, "organisation": entry.organisation.name, "covers": entry.covers,
        "day": entry.day.isoformat(), "at": entry.at.isoformat(), "fixed": entry.fixed, "cancelled": entry.cancelled,
        "moves": entry.moves, "sequence": entry.sequence, "stamp": entry.stamp.astimezone(dt.UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
