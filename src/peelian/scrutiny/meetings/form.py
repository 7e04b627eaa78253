"""Committees, meetings and actions in their form: a pack's YAML, a file of the house and the records' own content alike.

A field that says nothing is left out. ``read_…`` raises PackError with file, line, what is wrong and what to do; ``form_of`` writes
what ``read_…`` reads.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any, get_args

from peelian.plans.entry import Entry, check_ids, known
from peelian.scrutiny.meetings.minuted import read_adjourned, read_attendance, read_item, read_minutes
from peelian.scrutiny.meetings.read import flag_unless, moment, optional_day, optional_time, words
from peelian.scrutiny.meetings.records import (
    ActionPoint,
    ActionState,
    Attendance,
    Committee,
    CommitteeKind,
    Followed,
    Item,
    Meeting,
    MeetingState,
    Member,
    MemberRole,
    Notice,
    Ruled,
)
from peelian.scrutiny.meetings.spans import meet, span_of

ID = re.compile(r"(?P<committee>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<day>\d{4}-\d{2}-\d{2})(?:-(?P<nth>[2-9]))?")
"""How a meeting is named."""
MOST_CLEAR_DAYS = 60
"""More clear days of notice than anybody asks for."""
KEYS = {"on": "day", "for_": "for"}
"""Fields that a form calls otherwise: YAML reads a bare ``on`` as true."""


def read_committees(entries: Collection[Entry]) -> tuple[Committee, ...]:
    """Committees in their form. Raises PackError for the first thing that cannot be right."""
    check_ids(entries)
    ids = {entry.text("id") for entry in entries}
    return tuple(_committee(entry, ids) for entry in entries)


def _committee(entry: Entry, ids: Collection[str]) -> Committee:
    entry.check(
        ("id", "title", "kind", "organisation"),
        ("members", "quorum", "terms", "powers", "parent", "areas", "topics", "clear_days", "weekends_count", "reply_days",
         "since", "until", "source", "publishes_drafts", "changes"),
    )  # fmt: skip
    parent = entry.optional_text("parent")
    if parent is not None:
        known(entry, "parent", (parent,), set(ids) - {entry.text("id")}, "other committee")
    made = Committee(
        id=entry.text("id"),
        title=entry.text("title"),
        kind=entry.one_of("kind", get_args(CommitteeKind)),  # type: ignore[arg-type]
        organisation=entry.text("organisation"),
        members=tuple(_member(one) for one in entry.entries("members")),
        quorum=entry.optional_whole("quorum"),
        terms=words(entry, "terms"),
        powers=entry.texts("powers"),
        parent=parent,
        areas=entry.texts("areas"),
        topics=entry.texts("topics"),
        clear_days=entry.whole("clear_days") if "clear_days" in entry.data else 5,
        weekends_count=entry.flag("weekends_count"),
        reply_days=entry.optional_whole("reply_days"),
        since=optional_day(entry, "since"),
        until=optional_day(entry, "until"),
        source=words(entry, "source"),
        publishes_drafts=entry.flag("publishes_drafts"),
        changes=tuple(_ruled(one) for one in entry.entries("changes")),
    )
    _check_meets(entry, made)
    for place, (one, after) in enumerate(pairwise(made.changes), start=1):
        if after.since <= one.since:
            entry.child("changes", place).fail(
                "since", "this holds no later than what stands above it.", "Put the oldest first."
            )
    if made.since and made.until and made.until < made.since:
        entry.fail("until", "the committee ended before it began.", "Put the later day after `until:`.")
    return made


def _ruled(entry: Entry) -> Ruled:
    entry.check(("since",), ("quorum", "clear_days", "weekends_count"))
    made = Ruled(
        since=entry.day("since"), quorum=entry.optional_whole("quorum"),
        clear_days=entry.whole("clear_days") if "clear_days" in entry.data else 5, weekends_count=entry.flag("weekends_count"),
    )  # fmt: skip
    _check_meets(entry, made)
    return made


def _check_meets(entry: Entry, made: Committee | Ruled) -> None:
    if made.clear_days > MOST_CLEAR_DAYS:
        entry.fail("clear_days", f"{made.clear_days} clear days are no notice.", f"Write {MOST_CLEAR_DAYS} at most.")
    if made.quorum == 0:
        entry.fail("quorum", "a quorum of nobody is none.", "Write how many voting members make it, or null.")


def _member(entry: Entry) -> Member:
    entry.check(("name", "role"), ("party", "since", "until", "votes", "body"))
    role = entry.one_of("role", get_args(MemberRole))
    made = Member(
        name=entry.text("name"),
        role=role,  # type: ignore[arg-type]
        party=words(entry, "party"),
        since=optional_day(entry, "since"),
        until=optional_day(entry, "until"),
        votes=flag_unless(entry, "votes", default=True),
        body=words(entry, "body"),
    )
    if made.since and made.until and made.until < made.since:
        entry.fail("until", f"the seat of {made.name} ends before it begins.", "Put the later day after `until:`.")
    return made


def read_meeting(entry: Entry, committees: Collection[str]) -> Meeting:
    """A meeting in its form, without its actions. Raises PackError for the first thing that cannot be right."""
    entry.check(
        ("id", "committee", "title", "day", "state"),
        ("begins", "ends", "place", "items", "notice", "agenda_out", "attendance", "minutes", "exclusion", "why", "contact",
         "broadcast", "source", "changed", "made", "deleted", "extras", "actions", "adjourned", "resumes"),
    )  # fmt: skip
    known(entry, "committee", (entry.text("committee"),), committees, "committee")
    _check_id(entry)
    items = tuple(read_item(one) for one in entry.entries("items"))
    _check_numbers(entry, [one.number for one in items])
    minutes, adjourned = entry.optional_child("minutes"), entry.optional_child("adjourned")
    there = tuple(read_attendance(one, [item.number for item in items]) for one in entry.entries("attendance"))
    _check_spans(entry, there, items)
    made = Meeting(
        id=entry.text("id"),
        committee=entry.text("committee"),
        title=entry.text("title"),
        on=entry.day("day"),
        begins=optional_time(entry, "begins"),
        ends=optional_time(entry, "ends"),
        place=words(entry, "place"),
        state=entry.one_of("state", get_args(MeetingState)),  # type: ignore[arg-type]
        items=items,
        notice=_notice(entry.optional_child("notice")),
        agenda_out=moment(entry, "agenda_out"),
        attendance=there,
        minutes=read_minutes(minutes, [item.number for item in items]) if minutes else None,
        **{key: words(entry, key) for key in ("exclusion", "why", "contact", "broadcast", "source")},
        changed=moment(entry, "changed"),
        made=moment(entry, "made"),
        deleted=entry.flag("deleted"),
        extras=_extras(entry),
        adjourned=read_adjourned(adjourned, [item.number for item in items]) if adjourned else None,
        resumes=words(entry, "resumes"),
    )
    _check_days(entry, made)
    _check_sittings(entry, made)
    return made


def _check_spans(entry: Entry, there: tuple[Attendance, ...], items: tuple[Item, ...]) -> None:
    """Refuse somebody who leaves before they come, or who is noted twice for one item."""
    for place, one in enumerate(there):
        first, last = span_of(one, items)
        if last < first:
            entry.child("attendance", place).fail(
                "to_item", f"{one.name} leaves before they come.", "Name the first item first, then the last."
            )
        if any(other.name == one.name and meet(one, other, items) for other in there[:place]):
            entry.child("attendance", place).fail(
                "name", f"{one.name} is noted twice.", "Once is enough; who came back is noted again for other items."
            )
        chairs = [other.name for other in there[:place] if one.chaired and other.chaired and meet(one, other, items)]
        if chairs:
            entry.child("attendance", place).fail(
                "chaired", f"{chairs[0]} and {one.name} were in the chair at once.",
                "Say for which items each was: who took the chair in between is noted for those items by themselves.",
            )  # fmt: skip


def _check_days(entry: Entry, made: Meeting) -> None:
    """Refuse minutes of what was not held, and days that cannot follow each other."""
    if made.notice and made.notice.on > made.on:
        entry.child("notice").fail("day", "notice was given after the meeting.", "Correct the day.")
    minutes = made.minutes
    if minutes is None:
        return
    if made.state != "held":
        entry.fail(
            "minutes", f"there are minutes of a meeting that is {made.state}.", "Write state: held, or no minutes."
        )
    if minutes.agreed_on and not _later(made, minutes.agreed_on, minutes.agreed_at):
        entry.child("minutes").fail("agreed_on", "minutes are agreed at a later meeting.", "Correct the day.")
    if minutes.signed_on and minutes.agreed_on and minutes.signed_on < minutes.agreed_on:
        entry.child("minutes").fail("signed_on", "they were signed before they were agreed.", "Correct the day.")


def _later(made: Meeting, day: date, at: str) -> bool:
    """Whether minutes can have been agreed then: on a later day, or at another meeting of the same day."""
    return day > made.on or (day == made.on and at != made.id and at.startswith(f"{made.committee}/{day}"))


def _check_sittings(entry: Entry, made: Meeting) -> None:
    """Refuse a sitting that was adjourned before it began, or to before, and one that goes on with what is not before it."""
    adjourned = made.adjourned
    if adjourned and made.state != "held":
        entry.fail(
            "adjourned", f"a meeting that is {made.state} is not adjourned.", "Write state: held, or postpone it."
        )
    if adjourned and adjourned.to and adjourned.to < made.on:
        entry.child("adjourned").fail("to", "it goes on before it was adjourned.", "Correct the day.")
    for place, item in enumerate(made.items):
        if made.stands_over(item.number) and item.outcome:
            entry.child("items", place).fail(
                "outcome", f"item {item.number} stands over, and has an outcome.",
                "What the committee did with it is said of the sitting that goes on.",
            )  # fmt: skip
    if made.resumes:
        found = ID.fullmatch(made.resumes)
        if (
            found is None
            or found["committee"] != made.committee
            or made.resumes == made.id
            or found["day"] > str(made.on)
        ):
            entry.fail(
                "resumes", f"{made.resumes} is no earlier sitting of the committee.", "Name its committee and day."
            )


def _check_id(entry: Entry) -> None:
    """Refuse a name that says another committee or another day."""
    found = ID.fullmatch(entry.text("id"))
    if found is None or found["committee"] != entry.text("committee") or found["day"] != entry.day("day").isoformat():
        entry.fail(
            "id",
            f"id {entry.text('id')!r} is not committee and day.",
            f"Write {entry.text('committee')}/{entry.day('day')}, with -2 behind it for a second meeting on one day.",
        )


def _check_numbers(entry: Entry, numbers: list[str]) -> None:
    for place, number in enumerate(numbers):
        if number in numbers[:place]:
            entry.child("items", place).fail("number", f"item {number} stands twice.", "Give each item its own number.")


def _notice(entry: Entry | None) -> Notice | None:
    if entry is None:
        return None
    entry.check(("day",), ("channels",))
    return Notice(entry.day("day"), entry.texts("channels"))


def _extras(entry: Entry) -> dict[str, str]:
    found = entry.optional_child("extras")
    return {} if found is None else {key: found.text(key) for key in found.data}


def read_actions(entries: Collection[Entry], of: Meeting | None = None) -> tuple[ActionPoint, ...]:
    """Actions in their form: of one meeting, as its file in a pack lists them, or of all, as the house keeps them.

    Raises PackError for the first thing that cannot be right.
    """
    check_ids(entries)
    return tuple(_action(entry, of) for entry in entries)


def _action(entry: Entry, of: Meeting | None) -> ActionPoint:
    own = () if of else ("committee", "meeting")
    entry.check(
        ("id", *own, "item", "text"),
        ("owner", "due", "due_words", "due_meeting", "from_question", "followed", "touches", "line", "asked"),
    )
    item = str(entry.data["item"])
    followed = tuple(_followed(one) for one in entry.entries("followed"))
    for place, (one, after) in enumerate(pairwise(followed), start=1):
        if after.on < one.on:
            entry.child("followed", place).fail(
                "day", "this was said before what stands above it.", "Put the oldest first."
            )
    if of and item not in [one.number for one in of.items]:
        entry.fail("item", f"there is no item {item} on that agenda.", "Name an item by its number.")
    return ActionPoint(
        id=entry.text("id"),
        committee=of.committee if of else entry.text("committee"),
        meeting=of.id if of else entry.text("meeting"),
        item=item,
        text=entry.text("text"),
        owner=words(entry, "owner"),
        due=optional_day(entry, "due"),
        due_words=words(entry, "due_words"),
        due_meeting=words(entry, "due_meeting"),
        from_question=entry.flag("from_question"),
        followed=followed,
        touches=entry.texts("touches"),
        line=entry.optional_whole("line"),
        asked=words(entry, "asked"),
    )


def _followed(entry: Entry) -> Followed:
    entry.check(("day", "words", "state"), ("meeting", "claimed", "by"))
    made = Followed(
        on=entry.day("day"),
        words=entry.text("words"),
        state=entry.one_of("state", get_args(ActionState)),  # type: ignore[arg-type]
        meeting=words(entry, "meeting"),
        claimed=entry.flag("claimed"),
        by=words(entry, "by"),
    )
    if made.claimed and (made.state != "open" or not made.by):
        entry.fail("claimed", "a claim closes nothing, and says whose it is.", "Write state: open, and by: the body.")
    return made


def form_of(record: Any) -> dict[str, Any]:
    """A record in its form, as JSON can hold it: what says nothing, and what is as it would be anyway, is left out."""
    found = {}
    for one in fields(record):
        value, usual = getattr(record, one.name), one.default
        unsaid = value == usual if usual is not MISSING else value in (None, "", (), {})
        if not unsaid and value not in (None, (), {}):
            found[KEYS.get(one.name, one.name)] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return form_of(value)
    if isinstance(value, tuple):
        # names with what each said are pairs
        pairs = bool(value) and all(isinstance(one, tuple) for one in value)
        return dict(value) if pairs else [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else value
