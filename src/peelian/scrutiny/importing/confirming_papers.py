"""Meetings and actions that a person has confirmed from papers, taken into the records of a committee of ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from peelian.core.acting import COMMAND, Actor
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.plans.entry import mapping
from peelian.reading import Document
from peelian.reading.wordings import same_words
from peelian.scrutiny.importing.confirming import changes_between
from peelian.scrutiny.importing.papers_read import (
    Day,
    Part,
    action_in,
    days_of,
    is_shut,
    item_of,
    items_in,
    line_of,
    meeting_in,
    place_of,
    there_in,
)
from peelian.scrutiny.importing.proposals import Imported, Proposal
from peelian.scrutiny.meetings.actions import Wanted, raise_action
from peelian.scrutiny.meetings.content import meeting_of
from peelian.scrutiny.meetings.form import form_of, read_meeting
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, MeetingRecord
from peelian.scrutiny.meetings.records import ActionPoint, Item, Meeting
from peelian.scrutiny.meetings.taking_in import take_in_meeting, take_in_minutes
from peelian.scrutiny.meetings.withheld import is_exempt


@dataclass(frozen=True)
class Wish:
    """What a person has confirmed: days of meetings, lines of actions, and whether what may tell of one person was seen to."""

    days: Sequence[str]
    actions: Sequence[str] = ()
    redacted: bool = False
    left: bool = True
    """Whether it is said which actions were left aside; where each is on a list to be decided it is not."""


def confirm_papers(
    house: House, read: Sequence[tuple[Document, Imported]], committee: str, wish: Wish, *, by: Actor = COMMAND
) -> list[str]:
    """Take in the meetings of these days, with the actions of these lines; returns what was done, and what to know, in words.

    Raises PeelianError before anything is taken in: for a committee, a day or a line that is not there, for minutes of a day to
    come, and for what may tell of one person and was not seen to.
    """
    held = committee_named(committee)
    found = days_of(read)
    days = [_day(found, one) for one in dict.fromkeys(wish.days)]
    chosen = _chosen(found, days, wish.actions)
    for day in days:
        _check(day, held, wish)
    with transaction.atomic():  # all of them or none: what is refused for one day leaves nothing half done
        return [
            said for day in days
            for said in _take_in(house, day, held, chosen.get(str(day.on), []), by) + (_left(day, held) if wish.left else [])
        ]  # fmt: skip


def committee_named(name: str) -> CommitteeRecord:
    """A committee of the records. Raises PeelianError, which names those that there are."""
    found = CommitteeRecord.objects.filter(pk=name).first()
    if found is None:
        known = ", ".join(CommitteeRecord.objects.values_list("slug", flat=True)) or "none yet"
        raise PeelianError(
            "unknown-committee", f"The records have no committee {name}.", f"Known: {known}.", {"committee": name}
        )
    return found


def _day(found: dict[str, Day], on: str) -> Day:
    if on not in found:
        there = ", ".join(found) or "none"
        raise PeelianError(
            "unknown-meeting", f"No meeting of {on} was read.", f"Confirm one of these days: {there}.", {"day": on}
        )
    return found[on]


def _chosen(found: dict[str, Day], days: Sequence[Day], lines: Sequence[str]) -> dict[str, list[Proposal]]:
    """The actions of these lines by the day of their meeting. Raises PeelianError where a line is of none that is confirmed."""
    every = [(on, one) for on, day in found.items() for one in day.actions]
    confirmed = {str(day.on) for day in days}
    chosen: dict[str, list[Proposal]] = {}
    for line in dict.fromkeys(lines):
        there = [(on, one) for on, one in every if place_of(one) == line and on in confirmed]
        if not there:
            _no_action(line, [on for on, one in every if place_of(one) == line], every)
        if len(there) > 1:
            raise PeelianError(
                "ambiguous-line", f"Line {line} is an action in more than one of the documents.",
                "Name one document at a time.", {"line": line},
            )  # fmt: skip
        on, one = there[0]
        chosen.setdefault(on, []).append(one)
    return chosen


def _no_action(line: str, elsewhere: Sequence[str], every: Sequence[tuple[str, Proposal]]) -> None:
    if elsewhere:
        raise PeelianError(
            "wrong-meeting", f"The action of line {line} is of the meeting of {elsewhere[0]}, which is not confirmed.",
            f"Add --confirm {elsewhere[0]}.", {"line": line},
        )  # fmt: skip
    there = ", ".join(place_of(one) for _, one in every) or "none"
    raise PeelianError(
        "unknown-action", f"No action was read at line {line}.", f"Actions stand at: {there}.", {"line": line}
    )


def _check(day: Day, committee: CommitteeRecord, wish: Wish) -> None:
    """Raises PeelianError where a meeting cannot be taken in as it was read."""
    if day.minutes and day.on > today():
        raise PeelianError(
            "not-yet", f"There are minutes of {day.on}, which has not come yet.", "Look at the day in the document.",
            {"day": str(day.on), "where": day.minutes.at},
        )  # fmt: skip
    if day.personal and not wish.redacted:
        told = " ".join(f"{part.document}, line {place_of(one)}: {one.what}." for part, one in day.personal)
        raise PeelianError(
            "look-first", f"The papers of {day.on} are held back. {told}",
            "Take it out of the file, or look at each and say --redacted: the minutes then wait as a draft for you to edit, and an"
            " agenda that is out is public at once.",
            {"day": str(day.on), "lines": [place_of(one) for _, one in day.personal]},
        )  # fmt: skip
    try:
        _read(meeting_in(replace(day, told=[]), committee.pk, committee.title, today()), day)
    except PeelianError as error:
        raise PeelianError(
            "not-a-meeting", f"The meeting of {day.on} cannot be kept as it was read: {error.message}",
            "Enter this one on the desk.", {"day": str(day.on)},
        ) from error  # fmt: skip


def _read(meeting: Meeting, day: Day) -> Meeting:
    """The meeting as its form is read. Raises PackError, in the form's words, where it would be none."""
    return read_meeting(mapping(form_of(meeting), day.parts[0].document), [meeting.committee])


def _take_in(house: House, day: Day, committee: CommitteeRecord, chosen: Sequence[Proposal], by: Actor) -> list[str]:
    rows = MeetingRecord.objects.filter(committee=committee, on=day.on, deleted=False)
    kept = rows.exclude(state__in=("cancelled", "postponed")).order_by("slug").first()
    try:
        if kept is None:
            said = _new(house, day, committee, chosen, by)
        elif kept.minutes == "none" and day.minutes:
            said = _completed(house, day, kept, chosen, by)
        else:
            said = _again(day, kept, chosen, by)
    except ValidationError as error:
        raise _unsound(day, error) from error
    return [*said, *_beside(day, committee)]


def _new(house: House, day: Day, committee: CommitteeRecord, chosen: Sequence[Proposal], by: Actor) -> list[str]:
    """A meeting that the records do not have. One of that day that was called off keeps its own name."""
    before = MeetingRecord.objects.filter(committee=committee, on=day.on).count()
    found = meeting_in(day, committee.pk, committee.title, today(), f"-{before + 1}" if before else "")
    meeting = _read(found, day)
    points = _points(meeting, chosen)
    made = take_in_meeting(meeting, points, house, closed=True, by=by, reason=_why(day.parts))
    return [f"Taken in: {made}: {_counted(meeting.items, points)}. {_open(meeting)}"]


def _completed(house: House, day: Day, kept: MeetingRecord, chosen: Sequence[Proposal], by: Actor) -> list[str]:
    """The minutes of a meeting that is kept without any."""
    before = meeting_of(kept)
    read = meeting_in(replace(day, agenda=None, told=[]), before.committee, before.title, today())
    items = _without_exempt(day, kept, items_in(replace(day, agenda=None), before.items), before.items)
    whole = replace(
        before, state="held", items=items, ends=read.ends or before.ends, attendance=there_in(day), minutes=read.minutes
    )
    points = _points(whole, chosen, _exempt(kept))
    made = take_in_minutes(kept, _read(whole, day), points, house, by=by, reason=_why(day.parts[-1:]))
    return [f"Added the draft minutes to {made}, which was kept without: {_counted(items, points)}. {_open(whole)}"]


def _exempt(kept: MeetingRecord) -> set[str]:
    """The numbers of its items of which something is exempt."""
    return {one.number for one in kept.items.all() if is_exempt(one.key)}


def _without_exempt(day: Day, kept: MeetingRecord, items: Sequence[Item], before: Sequence[Item]) -> tuple[Item, ...]:
    """The items; those of which something is exempt as they are kept, with the number of the minute and none of its words."""
    shut = _exempt(kept)
    numbers = {one.number: one.minute_number for one in items}
    own = {one.number: replace(one, minute_number=numbers[one.number]) for one in before if one.number in shut}
    day.told += [
        f"Item {number} is exempt: its minute is not taken. Enter it on the desk." for number in own if numbers[number]
    ]
    return tuple(own.get(one.number, one) for one in items)


def _points(meeting: Meeting, chosen: Sequence[Proposal], exempt: Collection[str] = ()) -> list[ActionPoint]:
    return [action_in(one, meeting, _item(meeting.items, one, exempt), nth) for nth, one in enumerate(chosen, start=1)]


def _item(items: Sequence[Item], action: Proposal, exempt: Collection[str]) -> Item:
    """The item that an action arose at. Raises PeelianError where there is none, or what was said there is not for everybody."""
    found = item_of(items, action)
    if found is None:
        raise PeelianError(
            "no-item", f"The action of line {place_of(action)} is of minute {action.reference}, which no item of ours has.",
            "Note it on the desk, with the item that it belongs to.", {"line": place_of(action)},
        )  # fmt: skip
    if is_shut(items, found.number) or found.number in exempt:
        raise PeelianError(
            "behind-exclusion",
            f"The action of line {place_of(action)} arose at item {found.number}, from which the public was excluded.",
            "Note it on the desk, where it can be withheld.", {"line": place_of(action)},
        )  # fmt: skip
    return found


def _again(day: Day, kept: MeetingRecord, chosen: Sequence[Proposal], by: Actor) -> list[str]:
    """A meeting that is kept already stays as it is; actions that it does not have yet are added."""
    before = meeting_of(kept)
    changed = changes_between(before, _told_again(day, before))
    said = [f"The meeting of {day.on} is kept already; it stays as it is."]
    if changed:
        said.append(f"The papers say otherwise: {'; '.join(changed)}. Look at it on the desk.")
    exempt = _exempt(kept)
    for one in chosen:
        item = _item(before.items, one, exempt)
        point = action_in(one, before, item, 0)
        record = kept.items.get(number=item.number)
        if _is_kept(record.actions.all(), one):
            said.append(f"The action of line {place_of(one)} is kept already.")
            continue
        wanted = Wanted(
            point.text,
            point.owner,
            due=point.due,
            due_words=point.due_words,
            due_meeting=point.due_meeting,
            line=point.line,
        )
        made = raise_action(record, wanted, by=by, reason=_why(day.parts))
        said.append(f"Added: {made}, of line {place_of(one)}.")
    return said


def _told_again(day: Day, kept: Meeting) -> Meeting:
    """The meeting as these papers tell of it, where they say nothing as it is kept; minutes by the numbers of its own items."""
    read = meeting_in(replace(day, told=[]), kept.committee, kept.title, today())
    if day.agenda is None:
        read = replace(read, items=_by_minute(read.items, kept.items))
    return replace(read, state=kept.state, begins=read.begins or kept.begins, place=read.place or kept.place)


def _by_minute(read: Sequence[Item], kept: Sequence[Item]) -> tuple[Item, ...]:
    """Minuted items under the numbers that the kept items with their minutes have, with what only an agenda says as it is kept."""
    own = {one.minute_number or one.number: one for one in kept}
    return tuple(
        replace(
            one, number=own[one.number].number, recommended=own[one.number].recommended, papers=own[one.number].papers
        )
        if one.number in own
        else one
        for one in read
    )


def _counted(items: Sequence[Item], points: Sequence[ActionPoint]) -> str:
    papers = sum(len(one.papers) for one in items)
    return f"{_many(len(items), 'item')}, {_many(papers, 'paper')}, {_many(len(points), 'action')}"


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _open(meeting: Meeting) -> str:
    """What of it everybody may read now."""
    if meeting.state == "held":
        return "Its agenda is public; its minutes and actions are a draft until the committee opens or agrees them."
    if meeting.state == "called":
        return "Its agenda is public."
    return "That it is planned is public; its agenda is a draft until you send it out."


def _beside(day: Day, committee: CommitteeRecord) -> list[str]:
    """What a person should know of how it was read."""
    names = dict.fromkeys(str(part.meeting.fields.get("committee", "")) for part in day.parts)
    ours = set(_words(committee.title))
    others = [name for name in names if not ours.issuperset(_words(name))]
    return [
        *(f"The papers call the committee “{name}”; it is kept with {committee.title}." for name in others),
        *day.told,
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _is_kept(rows: Iterable[ActionRecord], one: Proposal) -> bool:
    """Whether an action is among those of its item: in the same words, or from the same line."""
    line = line_of(one)
    return any(same_words(old.text, one.text) or (line is not None and old.line == line) for old in rows)


def _left(day: Day, committee: CommitteeRecord) -> list[str]:
    """The actions that were read and that no meeting of ours on that day has."""
    rows = list(ActionRecord.objects.filter(committee=committee, meeting__on=day.on))
    left = [place_of(one) for one in day.actions if not _is_kept(rows, one)]
    return (
        [f"Left aside: {_many(len(left), 'action')}, {_lines(left)}; take one in with --action LINE."] if left else []
    )


def _lines(lines: Sequence[str]) -> str:
    return f"line{'' if len(lines) == 1 else 's'} {', '.join(lines)}"


def _why(parts: Iterable[Part]) -> str:
    return f"confirmed from {', '.join(one.at for one in parts)}"


def _unsound(day: Day, error: ValidationError) -> PeelianError:
    return PeelianError(
        "not-a-meeting", f"The meeting of {day.on} cannot be kept as it was read: {' '.join(error.messages)}",
        "Enter this one on the desk.", {"day": str(day.on)},
    )  # fmt: skip
