"""The files of committees follow the records: each says what everybody may read now."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from peelian.core.acting import now
from peelian.core.exempt import publishing as released
from peelian.core.exempt.actions import RELEASED, REVIEWED, WITHHELD
from peelian.core.exempt.models import ExemptPart
from peelian.core.following import rewrite
from peelian.core.published import text_of
from peelian.scrutiny.meetings.content import action_form, committee_form, public_form
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, MeetingRecord, Seat
from peelian.scrutiny.meetings.publishing import (
    actions_path,
    committees_path,
    meeting_files,
    meeting_path,
    read_file,
    touch,
)
from peelian.scrutiny.meetings.withheld import begun_of, meeting_with, withheld_of


def follow(root: Path, meetings: Iterable[MeetingRecord] | None = None) -> None:
    """Write every file of committees that says something else than the records; of meetings those given, or all."""
    if not CommitteeRecord.objects.exists():
        return
    wrote = [rewrite(committees_path(root), _text(_committees))]
    found = MeetingRecord.objects.select_related("committee")
    chosen = found if meetings is None else found.filter(pk__in=[one.pk for one in meetings])
    for meeting in chosen:
        path = meeting_path(root, meeting.id_of)
        wrote.append(rewrite(path, partial(_meeting, meeting.pk, path)))
        released.follow(root, json.loads(path.read_text(encoding="utf-8")))
    wrote.append(rewrite(actions_path(root), _text(_actions)))
    if any(wrote):
        touch(root)


def _text(content: Callable[[], dict[str, Any]]) -> Callable[[], str]:
    return lambda: text_of(content())


def _committees() -> dict[str, Any]:
    seats: dict[str, list[Seat]] = {}
    for seat in Seat.objects.all():
        seats.setdefault(seat.committee_id, []).append(seat)
    rows = CommitteeRecord.objects.select_related("organisation")
    return {"committees": [committee_form(one, seats.get(one.pk, ())) for one in rows]}


def _meeting(pk: int, path: Path) -> str:
    """The file as it is to be: with the moment of this change, or of the last one where nothing that is public has changed."""
    form = public_form(MeetingRecord.objects.select_related("committee").get(pk=pk))
    try:
        held = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        same = {key: value for key, value in held.items() if key != "changed"} == form
    except (ValueError, AttributeError):
        held, same = {}, False
    changed = held.get("changed") if same else None
    return text_of(form | {"changed": changed or now().isoformat(timespec="seconds")})


def _actions() -> dict[str, Any]:
    """Every action of a meeting whose minutes are out; not those of items taken in private, for they say what was said."""
    rows = ActionRecord.objects.select_related("meeting", "item").prefetch_related("words")
    out = [one for one in rows if one.meeting.minutes_are_out and not one.meeting.deleted]
    keys = [one.item.key for one in out]
    shut = begun_of(keys) | {key for key, held in withheld_of(keys).items() if held.closed}
    out = [one for one in out if one.item.key not in shut]
    return {"actions": [action_form(one) for one in out]}


def heal(root: Path) -> list[str]:
    """Write what is missing or does not follow; returns the meetings that had no file, in words."""
    lost = [str(one) for one in MeetingRecord.objects.all() if not meeting_path(root, one.id_of).is_file()]
    follow(root)
    touch(root)  # whoever was killed may have written, and not said so
    return lost


def check(root: Path) -> list[str]:
    """What is wrong with the files, in words: a meeting that no record has, or one that says something else than its record."""
    rows = {one.id_of: one for one in MeetingRecord.objects.select_related("committee")}
    found = [
        f"{one} has no file; peelian office prepare writes it" for one in rows if not meeting_path(root, one).is_file()
    ]
    for path in meeting_files(root):
        name = f"{path.parent.name}/{path.stem}"
        if name not in rows:
            found.append(f"scrutiny/meetings/{name} is of no meeting that the records know")
        elif {**(read_file(path) or {}), "changed": None} != {**public_form(rows[name]), "changed": None}:
            found.append(f"scrutiny/meetings/{name} is not what its record says is public")
    return found


def write_again(part: ExemptPart) -> None:
    """After an exempt part was sealed, reviewed or released: the file of its meeting follows."""
    meeting = meeting_with(part.subject)
    if meeting is not None:
        follow(settings.PEELIAN_DATA, [meeting])


for hooks in (WITHHELD, RELEASED, REVIEWED):
    hooks.append(write_again)
