"""Actions: raised at a meeting, followed from one to the next, said to be done by the body, closed by the committee."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from peelian.core.acting import Actor, acting, action, now, unchanged_since
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.running.actions import tell
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.scrutiny.meetings.models import ActionRecord, ActionWord, CommitteeRecord, ItemRecord, MeetingRecord
from peelian.scrutiny.meetings.rules import CORRECTABLE, NEXT
from peelian.scrutiny.meetings.touched import must_be_there
from peelian.scrutiny.meetings.writing import held_action, held_item, must_write, refuse, told

FIELDS = ("text", "who", "asked", "due", "due_words", "due_meeting", "touches")
"""What of an action can be written."""


@dataclass(frozen=True)
class Wanted:
    """An action as somebody enters it. ``who`` does it, in words; ``asked`` is the body here that may say that it is done."""

    text: str
    who: str = ""
    asked: Organisation | None = None
    due: dt.date | None = None
    due_words: str = ""
    due_meeting: str = ""
    touches: tuple[str, ...] = ()
    line: int | None = None
    """Where the minutes print it, of one that was read from them."""


@action("action-point.raise")
def raise_action(item: ItemRecord, wanted: Wanted, *, by: Actor, reason: str = "") -> ActionRecord:
    """Note something that is to be done after a meeting. One without an owner or a date is kept, and shown as such.

    Raises WrongStep before the meeting was held.
    """
    must_write(by, item.owner)
    kept = held_item(item)
    if kept.meeting.state != "held":
        refuse("The meeting has not been held.", "What is to be done follows from what was said there.")
    if kept.meeting.minutes in CORRECTABLE:
        refuse(
            "The committee has agreed the minutes of that meeting.",
            "What was asked since arises at the meeting at which it was.",
        )
    return raised(kept, wanted)


def raised(item: ItemRecord, wanted: Wanted, *, from_question: bool = False) -> ActionRecord:
    """Add an action, as part of the action that is running. Raises PeelianError for a meeting that is not known."""
    meeting = item.meeting
    _must_be_known(wanted.due_meeting)
    must_be_there(wanted.touches)
    if not wanted.text.strip():
        raise PeelianError("no-text", "The action says nothing.", "Say what is to be done.")
    if item.actions.filter(text=wanted.text.strip()).exists():
        raise PeelianError(
            "same-action", "This item has that action already.", "Change that one, or say what is different."
        )
    made = acting().create(
        ActionRecord, committee=meeting.committee, slug=_slug(meeting), meeting=meeting, item=item, text=wanted.text.strip(),
        who=wanted.who.strip() or (wanted.asked.name if wanted.asked else ""), asked=wanted.asked, due=wanted.due,
        due_words=wanted.due_words.strip(), due_meeting=wanted.due_meeting, from_question=from_question,
        touches=list(wanted.touches), line=wanted.line, made_at=now(),
    )  # fmt: skip
    told(meeting.committee, made)
    if wanted.asked is not None:
        tell(
            f"{meeting} asks {wanted.asked.short}: {made.text}"[:600],
            organisation=wanted.asked,
            href=f"/office/asked/{made.slug}",
        )
    return made


def _slug(meeting: MeetingRecord) -> str:
    """Committee, day and a number behind the last one given."""
    before = f"{meeting.committee_id}-{meeting.slug}-"
    given = [int(one.removeprefix(before)) for one in meeting.actions.values_list("slug", flat=True)]
    return f"{before}{max(given, default=0) + 1}"


def _must_be_known(meeting: str) -> None:
    """Raises PeelianError for a meeting that no committee has; ``<committee>/next`` need not have been called yet."""
    committee, _, day = meeting.partition("/")
    rows = MeetingRecord.objects.filter(committee=committee, deleted=False)
    known = CommitteeRecord.objects.filter(pk=committee) if meeting.endswith(NEXT) else rows.filter(slug=day)
    if meeting and not known.exists():
        raise PeelianError("unknown-meeting", f"There is no meeting {meeting}.", "Name one of the list, or the next.")


@action("action-point.write")
def write(point: ActionRecord, *, version: int, by: Actor, reason: str = "", **fields: Any) -> int:
    """Change what is to be done, by whom and when (``FIELDS``). Returns the new version.

    Raises PeelianError where somebody wrote meanwhile, and without a reason where a date that was set moves.
    """
    must_write(by, point.owner)
    kept = held_action(point)
    unchanged_since(kept, version)
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"An action has no {', '.join(sorted(unknown))} that can be written.")
    _must_be_known(fields.get("due_meeting", ""))
    must_be_there(fields.get("touches", ()), kept=kept.touches)
    moved = _moved(kept, fields)
    if moved and not reason.strip():
        raise PeelianError(
            "no-reason", f"What was asked changes: {moved}", "Say who agreed that, and why: everybody reads it."
        )
    act = acting()
    if act.change(kept, **fields):
        act.change(kept, version=version + 1)
        if moved:
            _word(kept, f"{moved} {reason.strip()}", _state(kept))
        act.about(kept)
        told(kept.committee, kept)
    return int(kept.version)


def _moved(point: ActionRecord, fields: dict[str, Any]) -> str:
    """What is said of a change for whoever follows the action: that its day moves, or reads otherwise once it is public."""
    after = {name: fields.get(name, getattr(point, name)) for name in ("due", "due_meeting", "text", "who")}
    said = []
    if point.due is not None and after["due"] != point.due:
        said.append(
            f"Due {_day(after['due'])} now, and not {_day(point.due)}."
            if after["due"]
            else f"No longer due {_day(point.due)}."
        )
    if point.due_meeting and after["due_meeting"] != point.due_meeting:
        said.append("Due at another meeting now." if after["due_meeting"] else "No longer due at a meeting.")
    if point.meeting.minutes_are_out and after["text"].strip() != point.text:
        said.append(f"Until today it read “{point.text}”")
    if point.meeting.minutes_are_out and after["who"].strip() != point.who:
        said.append(f"It was for {point.who} to do." if point.who else "Nobody was named who does it.")
    return " ".join(said)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _state(point: ActionRecord) -> str:
    last = point.words.last()
    return last.state if last else "open"


def is_open(point: ActionRecord) -> bool:
    """Whether the committee still waits for it."""
    return _state(point) == "open"


def _word(
    point: ActionRecord, words: str, state: str, at: MeetingRecord | None = None, claimed_by: Organisation | None = None
) -> ActionWord:
    if not words.strip():
        raise PeelianError("no-words", "Nothing is said.", "Say in a sentence what was done, or was said of it.")
    if at is not None and at.order < point.meeting.order:
        raise PeelianError("too-early", f"{at} was before the action arose.", "Name the meeting at which it was said.")
    day = at.on if at else today()
    last = point.words.last()
    if last and (day < last.on or (at is not None and _said_later(last, at))):
        raise PeelianError(
            "out-of-order", f"Something was said of it on {last.on} already.", "Say it of that day or a later one."
        )
    made = acting().create(
        ActionWord, action=point, on=day, words=words.strip(), state=state, meeting=at.id_of if at else "",
        claimed=claimed_by is not None, said_by=claimed_by.short if claimed_by else "", made_at=now(),
    )  # fmt: skip
    acting().about(point)
    told(point.committee, point)
    return made


def _said_later(last: ActionWord, at: MeetingRecord) -> bool:
    """Whether something was said at a meeting that came after one on the same day."""
    committee, _, slug = last.meeting.partition("/")
    found = MeetingRecord.objects.filter(committee=committee, slug=slug).first()
    return found is not None and found.order > at.order


@action("action-point.say")
def say(point: ActionRecord, words: str, at: MeetingRecord | None = None, *, by: Actor, reason: str = "") -> ActionWord:
    """Note what was said of an action at a meeting, or between meetings; it stays as it is."""
    must_write(by, point.owner)
    kept = held_action(point)
    return _word(kept, words, _state(kept), at)


@action("action-point.claim")
def claim(point: ActionRecord, words: str, *, by: Actor, reason: str = "") -> ActionWord:
    """Say for the body that was asked that it is done, and how that can be seen. It is open until the committee closes it.

    Raises WrongStep where it is not open, and PeelianError where no body here was asked.
    """
    kept = held_action(point)
    by.must(P.ANSWER_COMMITTEE, kept.asked.key if kept.asked else "")
    if kept.asked is None:
        raise PeelianError("nobody-asked", "No body here was asked to do this.", "Tell the committee's officer.")
    if _state(kept) != "open":
        refuse("The committee has closed this.", "Nothing needs to be said.")
    tell(
        f"{kept.asked.short} says that it is done: {kept.text}"[:600], organisation=kept.committee.organisation,
        href=f"/office/actions/{kept.slug}",
    )  # fmt: skip
    return _word(kept, words, "open", claimed_by=kept.asked)


@action("action-point.close")
def close(
    point: ActionRecord, words: str, at: MeetingRecord | None = None, *, by: Actor, reason: str = ""
) -> ActionWord:
    """Close an action: the committee is content that it is done, and says why."""
    return _ended(point, words, "done", at, by)


@action("action-point.drop")
def drop(
    point: ActionRecord, words: str, at: MeetingRecord | None = None, *, by: Actor, reason: str = ""
) -> ActionWord:
    """Drop an action: the committee asks for it no more, and says why."""
    return _ended(point, words, "dropped", at, by)


def _ended(point: ActionRecord, words: str, state: str, at: MeetingRecord | None, by: Actor) -> ActionWord:
    must_write(by, point.owner)
    kept = held_action(point)
    if _state(kept) != "open":
        refuse("This action is closed already.", "Open it again first, with a reason.")
    return _word(kept, words, state, at)


@action("action-point.reopen")
def reopen(
    point: ActionRecord, words: str, at: MeetingRecord | None = None, *, by: Actor, reason: str = ""
) -> ActionWord:
    """Open an action again: it was not done after all, and it is said why."""
    must_write(by, point.owner)
    kept = held_action(point)
    if _state(kept) == "open":
        refuse("This action is open.", "Nothing needs to be done.")
    return _word(kept, words, "open", at)
