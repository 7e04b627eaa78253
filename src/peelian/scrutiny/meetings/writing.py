"""What the actions on a committee's records share: a record is held for its transaction, and its files are written after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import NoReturn

from django.conf import settings
from django.db import transaction

from peelian.core.acting import Actor
from peelian.core.permissions import Permission as P
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings.content import action_of, committee_of, meeting_of
from peelian.scrutiny.meetings.following import follow
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, ItemRecord, MeetingRecord
from peelian.scrutiny.meetings.rules import Lack


def held(meeting: MeetingRecord) -> MeetingRecord:
    """A meeting as the records have it, held until the action is over."""
    found: MeetingRecord = (
        MeetingRecord.objects.select_for_update(of=("self",))
        .select_related("committee__organisation")
        .get(pk=meeting.pk)
    )
    return found


def standing(meeting: MeetingRecord) -> MeetingRecord:
    """A meeting as ``held`` has it. Raises WrongStep where it was taken back meanwhile."""
    found = held(meeting)
    if found.deleted:
        refuse("This meeting was taken back.", "Plan another one.")
    return found


def held_item(item: ItemRecord) -> ItemRecord:
    """An item and its meeting, both held until the action is over."""
    found: ItemRecord = ItemRecord.objects.select_for_update(of=("self",)).get(pk=item.pk)
    found.meeting = held(found.meeting)
    return found


def held_action(action: ActionRecord) -> ActionRecord:
    """An action of a committee, held until what is said of it is kept."""
    rows = ActionRecord.objects.select_for_update(of=("self",))
    found: ActionRecord = rows.select_related("committee__organisation", "asked", "meeting", "item").get(pk=action.pk)
    return found


def keys_of(meeting: MeetingRecord) -> list[str]:
    """The keys of a meeting's items and papers, to which exempt parts belong."""
    return [one.key for item in meeting.items.prefetch_related("papers") for one in (item, *item.papers.all())]


def written(meeting: MeetingRecord) -> None:
    """A meeting was changed: what is written must be one, and its file follows. Raises PackError where it is none."""
    meeting_of(meeting)
    transaction.on_commit(partial(follow, settings.PEELIAN_DATA, [meeting]))


def told(committee: CommitteeRecord, action: ActionRecord | None = None) -> None:
    """Something of a committee beside its meetings was changed, or an action of it: what is written must be one, and the lists
    follow. Raises PackError where it is none: whatever the lists cannot hold would close them all.
    """
    committee_of(committee)
    if action is not None:
        action_of(action)
    transaction.on_commit(partial(follow, settings.PEELIAN_DATA, ()))


def must_write(by: Actor, owner: str) -> None:
    """Raises NotAllowed."""
    by.must(P.WRITE_PAPERS, owner)


def refuse(message: str, remedy: str) -> NoReturn:
    """Raises WrongStep: what is asked is not open now."""
    raise WrongStep("wrong-state", message, remedy)


def must_lack_nothing(lacks: Iterable[Lack], *, seen: bool) -> None:
    """Raises PeelianError with everything that is missing; with what somebody must look at, where nobody says that they have."""
    found = list(lacks)
    missing = [one.what for one in found if not one.warning]
    if missing:
        raise PeelianError("lacks", " ".join(missing), "Mend that first.", {"lacks": missing})
    warnings = [one.what for one in found if one.warning]
    if warnings and not seen:
        raise PeelianError(
            "look-first", " ".join(warnings), "Look at each, then confirm that you have.", {"warnings": warnings}
        )


def must_be_past(day: dt.date, today: dt.date, what: str) -> None:
    """Raises PeelianError for a day to come."""
    if day > today:
        raise PeelianError("not-yet", f"{what} is on {day}, which has not come yet.", "Note it on that day, or later.")
