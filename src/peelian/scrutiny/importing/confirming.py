"""Meetings that a person has confirmed, one by one, taken into the records of a committee of ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from peelian.core.acting import COMMAND, Actor
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.plans.entry import mapping
from peelian.reading.wordings import same_words
from peelian.scrutiny.importing.moderngov import MeetingRead, MeetingsFound
from peelian.scrutiny.meetings.content import meeting_of
from peelian.scrutiny.meetings.form import form_of, read_meeting
from peelian.scrutiny.meetings.models import CommitteeRecord, MeetingRecord
from peelian.scrutiny.meetings.records import CLOSED_THERE, Item, Meeting
from peelian.scrutiny.meetings.taking_in import take_in_meeting


def confirm(
    house: House, found: MeetingsFound, committee: str, numbers: Sequence[str], *, by: Actor = COMMAND
) -> list[str]:
    """Take in the meetings with these numbers of the host; returns what was done with each, in words.

    One that is kept already stays as it is. Raises PeelianError for a committee or a number that is not there, before anything is
    taken in.
    """
    if not CommitteeRecord.objects.filter(pk=committee).exists():
        known = ", ".join(CommitteeRecord.objects.values_list("slug", flat=True)) or "none yet"
        raise PeelianError(
            "unknown-committee",
            f"The records have no committee {committee}.",
            f"Known: {known}.",
            {"committee": committee},
        )
    read = {one.number: one for one in found.read}
    if missing := [number for number in numbers if number not in read]:
        there = ", ".join(read) or "none"
        raise PeelianError(
            "unknown-meeting",
            f"No meeting {missing[0]} was read.",
            f"Confirm one of these: {there}.",
            {"meeting": missing[0]},
        )
    return [_take_in(house, read[number], committee, by) for number in dict.fromkeys(numbers)]


def _take_in(house: House, one: MeetingRead, committee: str, by: Actor) -> str:
    kept = MeetingRecord.objects.filter(committee=committee)
    there = kept.filter(extras__moderngov=one.number).first()
    if there is not None:
        changed = changes_between(meeting_of(there), _as_ours(one, committee, 0))
        told = f" It says otherwise now: {'; '.join(changed)}. Look at it on the desk." if changed else ""
        return f"Meeting {one.number} is kept already; it stays as it is.{told}"
    if kept.filter(on=one.meeting.on, begins=one.meeting.begins).exists():
        return f"Meeting {one.number} was not taken in: one of {one.meeting.on} is kept already. Compare the two on the desk."
    meeting = read_meeting(
        mapping(form_of(_as_ours(one, committee, kept.filter(on=one.meeting.on).count())), one.name), [committee]
    )
    made = take_in_meeting(meeting, [], house, by=by, reason=f"confirmed from {one.name}")
    return f"Taken in: {made}.{_left_out(one)}"


def _left_out(one: MeetingRead) -> str:
    """What no record takes: a paper that is restricted where it was published, while its item is open."""
    papers = [
        f"item {number}, “{title}”{f' ({ground})' if ground else ''}"
        for number, held in one.documents.items() for title, ground in held
    ]  # fmt: skip
    return f" Restricted papers were left out: {'; '.join(papers)}." if papers else ""


def changes_between(kept: Meeting, read: Meeting) -> list[str]:
    """What a meeting that came again says otherwise than the one that is kept, each in a few words."""
    told = [
        f"{name} {_shown(before)}, now {_shown(after)}"
        for name, before, after in (
            ("day", kept.on, read.on), ("begins", kept.begins, read.begins), ("place", kept.place, read.place),
            ("state", kept.state, read.state),
        )
        if before != after
    ]  # fmt: skip
    before, after = ({item.number: item for item in meeting.items} for meeting in (kept, read))
    told += [f"item {number} is new" for number in after if number not in before]
    told += [f"item {number} is gone" for number in before if number not in after]
    for number, item in after.items():
        if was := before.get(number):
            what = [name for name in ("title", "recommended", "minute") if not _alike(was, item, name)]
            what += ["papers"] if {one.title for one in was.papers} != {one.title for one in item.papers} else []
            told += [f"item {number}: other {_AS_TOLD.get(name, name)}" for name in what]
    return told


_AS_TOLD = {"recommended": "text", "minute": "minutes"}


def _alike(was: Item, item: Item, name: str) -> bool:
    return same_words(str(getattr(was, name)), str(getattr(item, name)))


def _shown(value: object) -> str:
    return f"{value:%H:%M}" if isinstance(value, dt.time) else str(value or "none")


def _as_ours(one: MeetingRead, committee: str, before: int) -> Meeting:
    """The meeting under our committee's name; a restricted item says that it is, where others say what they ask for."""
    closed = {number: f"{CLOSED_THERE}{f' ({ground})' if ground else ''}." for number, ground in one.restricted.items()}
    items = tuple(replace(item, recommended=closed.get(item.number, item.recommended)) for item in one.meeting.items)
    nth = f"-{before + 1}" if before else ""
    return replace(one.meeting, id=f"{committee}/{one.meeting.on}{nth}", committee=committee, items=items)
