"""Minutes as they are printed: who was there, what was said and decided item by item, and what somebody is to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from peelian.documents.pdf import Part, Print
from peelian.documents.rendering import named, rendered, stub_of, stub_seen, withheld
from peelian.documents.wording import cut, day_of_week, hour, whole
from peelian.scrutiny.meetings.outcomes import lead_of
from peelian.scrutiny.meetings.records import ActionPoint, Attendance, Committee, Item, Meeting, Outcome, Vote
from peelian.ui import format as words
from peelian.ui.prose import prose

_PRESENCE = (
    ("present", "Present"), ("substitute", "Substitutes"), ("apologies", "Apologies"), ("absent", "Absent"),
    ("witness", "Witnesses"), ("attending", "Also attending"),
)  # fmt: skip
_STATES = {
    "draft": "Draft: the committee has not agreed them yet.",
    "agreed": "Agreed by the committee on {}.",
    "signed": "Agreed by the committee on {} and signed by {}.",
}


def minutes_of(
    committee: Committee, meeting: Meeting, actions: Sequence[ActionPoint], *, body: str, made: datetime
) -> Print:
    """The minutes of a meeting with the actions that came of it. Of an exempt item they hold its title and why alone."""
    seen = {
        "body": body, "committee": committee, "meeting": meeting, "title": whole(committee.title), "day": day_of_week(meeting.on),
        "begins": hour(meeting.begins), "ends": hour(meeting.ends), "state": _state(meeting),
        "present": [(title, _who(meeting, presence)) for presence, title in _PRESENCE],
        "items": [_item(item, [one for one in actions if one.item == item.number]) for item in meeting.items],
        "corrections": meeting.minutes.corrections if meeting.minutes else (),
    }  # fmt: skip
    title = f"Minutes: {committee.title}, {day_of_week(meeting.on)}"
    return Print(
        title=title, author=body, about=f"Minutes of {meeting.title}", made=made,
        parts=(Part("minutes", rendered("minutes", seen), head=cut(title), look="opening"),), foot=_state(meeting),
    )  # fmt: skip


def _state(meeting: Meeting) -> str:
    held = meeting.minutes
    if held is None:
        return _STATES["draft"]
    on = words.day(held.agreed_on) if held.agreed_on else "a day that no record says"
    return _STATES[held.state].format(on, held.signed_by or "the chair")


def _who(meeting: Meeting, presence: str) -> list[str]:
    return [_attended(one) for one in meeting.attendance if one.presence == presence]


def _attended(one: Attendance) -> str:
    told = [one.name, f"({one.body})" if one.body else "", f"for {one.for_}" if one.for_ else "",
            "in the chair" if one.chaired else ""]  # fmt: skip
    if one.from_item and one.from_item == one.to_item:
        told.append(f"item {one.from_item}")
    elif one.from_item or one.to_item:
        told.append(f"from item {one.from_item or 'the first'} to item {one.to_item or 'the last'}")
    return " ".join(filter(None, told))


def _item(item: Item, actions: Sequence[ActionPoint]) -> dict[str, Any]:
    stubs = withheld(item)
    return {
        "number": item.minute_number or item.number, "title": item.title, "urgent": item.urgent,
        "minute": prose(item.minute, 2) if not stubs else "", "stubs": named([stub_seen(stub_of(stub)) for stub in stubs]),
        "interests": item.interests, "votes": [_vote(vote) for vote in item.votes],
        "questions": item.questions if not stubs else (),
        "outcome": _outcome(item.outcome),
        "actions": [(one.text, one.owner or "nobody is named", _due(one)) for one in actions if not stubs],
    }  # fmt: skip


def _due(action: ActionPoint) -> str:
    return f"by {words.day(action.due)}" if action.due else action.due_words or "no date"


def _vote(vote: Vote) -> str:
    told = f"{vote.for_} for, {vote.against} against, {vote.abstained} abstained"
    if vote.casting:
        how = vote.casting.lower() in ("for", "against")
        told += f"; the chair’s casting vote: {vote.casting.lower()}" if how else f"; casting vote of {vote.casting}"
    return f"{told}. {', '.join(f'{name}: {how}' for name, how in vote.names)}." if vote.names else f"{told}."


def _outcome(outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    return f"{lead_of(outcome)} {outcome.words}".strip()
