"""How a meeting is minuted: who was there, what was asked, declared, voted and decided; agreed at a later meeting, and signed.

What a committee has agreed is changed by a resolution alone, and what stood there before is kept and shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, get_args

from peelian.core.acting import Actor, acting, action, unchanged_since
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.scrutiny.meetings.actions import Wanted, drop, is_open, raised
from peelian.scrutiny.meetings.content import committee_of, meeting_of
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord
from peelian.scrutiny.meetings.records import Item, Vote, Voted
from peelian.scrutiny.meetings.resolved import cannot_have_resolved
from peelian.scrutiny.meetings.resolved_here import denied, must_deny_nothing
from peelian.scrutiny.meetings.rules import CORRECTABLE, MINUTES, lacks_of_minutes, personal, room_of
from peelian.scrutiny.meetings.voting import Room, as_cast, faults
from peelian.scrutiny.meetings.withheld import must_be_sealed
from peelian.scrutiny.meetings.writing import (
    held,
    held_item,
    keys_of,
    must_be_past,
    must_lack_nothing,
    must_write,
    refuse,
    told,
    written,
)

FIELDS = ("minute", "minute_number", "outcome", "urgent")
OUTCOME = {"kind", "words", "until", "to"}
"""What an outcome says."""
LISTS = ("interests", "votes", "questions")
"""What of an item is a list: one more is added to it, or one is taken out."""
ASKED = ("topic", "asked_by", "answered_by", "question", "answer", "head")
"""What is said of a question."""
STRUCK = "The question in whose answer it was undertaken was struck from the draft minutes."


def _minuted(item: ItemRecord, by: Actor) -> ItemRecord:
    """The item, held, where its minutes are a draft. Raises WrongStep where they are not."""
    must_write(by, item.owner)
    kept = held_item(item)
    _must_be_draft(kept.meeting)
    return kept


def _must_be_draft(meeting: MeetingRecord) -> None:
    if meeting.minutes == "none":
        refuse("The meeting has no minutes yet.", "Note first that it was held.")
    if meeting.minutes in CORRECTABLE:
        refuse("The committee has agreed these minutes.", "A resolution of a later meeting corrects them.")


def _write(kept: ItemRecord, **fields: Any) -> int:
    act = acting()
    if act.change(kept, **fields):
        act.change(kept, version=kept.version + 1)
        act.about(kept.meeting)
        written(kept.meeting)
        told(kept.meeting.committee)
    return kept.version


@action("minutes.attendance")
def note_attendance(meeting: MeetingRecord, entries: Sequence[dict[str, Any]], *, by: Actor, reason: str = "") -> None:
    """Note who was there and for which items, as entries of the form; raises PeelianError where one cannot be right, and where the
    meeting agreed or corrected minutes that it then cannot have agreed or corrected.
    """
    must_write(by, meeting.owner)
    kept = held(meeting)
    _must_be_draft(kept)
    act, before = acting(), denied(kept)
    if act.change(kept, attendance=list(entries)):
        act.change(kept, version=kept.version + 1)
        written(kept)
        must_deny_nothing(kept, before)


@action("minutes.write")
def write(item: ItemRecord, *, version: int, seen: bool = False, by: Actor, reason: str = "", **fields: Any) -> int:
    """Write the minute of an item and what the committee did with it (``FIELDS``). Returns the new version.

    Raises PeelianError for an item deferred to no time or referred to nobody, where somebody wrote meanwhile, and where the draft
    is public for what may tell of one person and was not ``seen``.
    """
    kept = _minuted(item, by)
    unchanged_since(kept, version)
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"{', '.join(sorted(unknown))} cannot be written here.")
    outcome = fields.get("outcome") or {}
    if outcome and kept.number in (kept.meeting.adjourned or {}).get("items", ()):
        refuse("This item stands over.", "What the committee does with it is minuted at the sitting that goes on.")
    must_be_outcome(outcome)
    made = _write(kept, **fields)
    _must_be_seen(kept, seen=seen)
    return made


def must_be_outcome(outcome: dict[str, Any] | None) -> None:
    """Raises PeelianError for an outcome that says something else, is deferred to no time or referred to nobody."""
    outcome = outcome or {}
    if strange := set(outcome) - OUTCOME:
        raise PeelianError(
            "strange-outcome", f"An outcome has no {', '.join(sorted(strange))}.",
            f"It has {', '.join(sorted(OUTCOME))}.", {"unknown": sorted(strange)},
        )  # fmt: skip
    if outcome.get("kind") == "deferred" and not outcome.get("until"):
        raise PeelianError("no-time", "The item was deferred: until when?", "Name the day or the meeting.")
    if outcome.get("kind") == "referred" and not outcome.get("to"):
        raise PeelianError("to-nobody", "The item was referred: to whom?", "Name the body.")


def _must_be_seen(kept: ItemRecord, *, seen: bool) -> None:
    """Raises PeelianError where a draft is public, and may tell of one person now: it is read as soon as it is saved."""
    if kept.meeting.minutes_open:
        must_lack_nothing(personal(_item(kept)), seen=seen)


def _item(kept: ItemRecord) -> Item:
    """An item as it is written now."""
    return next(one for one in meeting_of(kept.meeting).items if one.number == kept.number)


@action("minutes.declare")
def declare(
    item: ItemRecord, member: str, kind: str, *, what: str = "", left: bool = False, by: Actor, reason: str = ""
) -> int:
    """Note that a member declared an interest in an item, and whether they left the room. Raises PeelianError as
    ``note_attendance`` does, where too few would then have been left.
    """
    kept = _minuted(item, by)
    entry = {"member": member, "kind": kind, "what": what or None, "left": left}
    _must_be_new(entry, kept.interests)
    before = denied(kept.meeting)
    told = _write(kept, interests=[*kept.interests, entry])
    must_deny_nothing(kept.meeting, before)
    return told


def _must_be_new(entry: dict[str, Any], kept: Sequence[dict[str, Any]]) -> None:
    """Raises PeelianError where the same is noted already: a form that is sent twice notes it once."""
    if entry in kept:
        raise PeelianError("noted-already", "This is noted already.", "Change what differs, or go back.")


@action("minutes.vote")
def note_vote(
    item: ItemRecord, counts: tuple[int, int, int], *, casting: str = "", names: dict[str, str] | None = None,
    version: int | None = None, by: Actor, reason: str = "",
) -> int:  # fmt: skip
    """Note a vote: how many for, against and abstained, names where it was recorded, and after a tie the casting vote of whoever
    presided, ``for`` or ``against`` (LGA 1972 Sch 12 para 39(2)). Without numbers the names are counted, and each is enough that
    fits one member.

    Raises PeelianError for another casting vote or one without a tie, where nobody voted, where more voted than could or somebody
    who could not, where a name fits several, and where somebody wrote since ``version`` was read: two votes can be alike, and one
    sent twice is not two.
    """
    kept = _minuted(item, by)
    if version is not None:
        unchanged_since(kept, version)
    numbers = dict(zip(get_args(Voted), counts, strict=True))
    entry = as_cast(numbers | {"casting": casting or None, "names": names or None}, _room(kept))
    _must_decide_a_tie(casting, (entry["for"], entry["against"]))
    told = _write(kept, votes=[*kept.votes, {key: value for key, value in entry.items() if value is not None}])
    must_fit(kept, _item(kept).votes[-1:])
    return told


def must_fit(kept: ItemRecord, votes: Sequence[Vote]) -> None:
    """Raises PeelianError where one of the votes is none that those in the room can have cast."""
    room = _room(kept)
    if found := [said for vote in votes for said in faults(vote, room)]:
        remedy = (
            "Correct the vote; or who was there, with a vote and in the chair." if room.there is not None
            else "Correct the vote, or the seats of the committee."
        )  # fmt: skip
        told = " ".join(one[0].upper() + one[1:] for one in found)
        raise PeelianError("no-such-vote", told, remedy, {"faults": found})


def votes_cast(kept: ItemRecord, entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Votes of an item as its form has them. Raises PeelianError as ``as_cast`` does."""
    room = _room(kept)
    return [as_cast(one, room) for one in entries]


def _room(kept: ItemRecord) -> Room:
    return room_of(kept.number, meeting_of(kept.meeting), committee_of(kept.meeting.committee))


def unproved_votes(meeting: MeetingRecord) -> str:
    """What is said where votes are noted before anybody noted who was there: nobody can tell yet whether they fit."""
    there = any(one.get("presence") in ("present", "substitute") for one in meeting.attendance)
    if there or not any(item.votes for item in meeting.items.all()):
        return ""
    return "Who was there is not on record yet. Until it is, and every vote fits it, the minutes cannot be agreed."


def _must_decide_a_tie(casting: str, counts: tuple[int, int]) -> None:
    """Raises PeelianError for a casting vote that is none."""
    if casting not in ("", "for", "against"):
        raise PeelianError(
            "strange-casting", f"“{casting}” is no casting vote.",
            "It is the second vote of whoever presided: say for or against. Their name stands in the attendance.",
        )  # fmt: skip
    if casting and counts[0] != counts[1]:
        raise PeelianError(
            "no-tie", f"{counts[0]} for and {counts[1]} against is no tie.",
            "A casting vote decides a tie alone: leave it out, or correct the numbers.",
        )  # fmt: skip


@action("minutes.ask")
def ask(
    item: ItemRecord, topic: str, *, asked_by: str, answered_by: str, question: str, answer: str, head: str = "",
    undertakings: Sequence[Wanted] = (), seen: bool = False, by: Actor, reason: str = "",
) -> int:  # fmt: skip
    """Note a question to a witness and the answer; every undertaking in it becomes an action that is followed."""
    kept = _minuted(item, by)
    asked = {"topic": topic, "asked_by": asked_by, "answered_by": answered_by, "question": question, "answer": answer}
    _must_be_new(asked, [{key: one.get(key) for key in asked} for one in kept.questions])
    made = [raised(kept, one, from_question=True) for one in undertakings]
    entry = {
        "topic": topic, "asked_by": asked_by, "answered_by": answered_by, "question": question, "answer": answer,
        "head": head or None, "undertakings": [one.slug for one in made],
    }  # fmt: skip
    told = _write(kept, questions=[*kept.questions, {key: value for key, value in entry.items() if value is not None}])
    _must_be_seen(kept, seen=seen)
    return told


@action("minutes.correct-question")
def correct_question(
    item: ItemRecord, place: int, *, version: int, undertakings: Sequence[Wanted] = (), seen: bool = False, by: Actor,
    reason: str = "", **said: str,
) -> int:  # fmt: skip
    """Correct a question or its answer (``ASKED``) in a draft; what was undertaken in it besides becomes actions too.

    What was undertaken already stays: each is changed, or dropped, where it is followed. Raises PeelianError where somebody wrote
    since ``version``, where nothing changes, and for what may tell of one person and was not ``seen``.
    """
    kept = _minuted(item, by)
    unchanged_since(kept, version)
    if unknown := set(said) - set(ASKED):
        raise TypeError(f"A question has no {', '.join(sorted(unknown))}.")
    rows = [dict(one) for one in kept.questions]
    row = _row(rows, place)
    _must_be_new(row | said, [one for at, one in enumerate(rows) if at != place])
    made = [raised(kept, one, from_question=True) for one in undertakings]
    row |= said | {"undertakings": [*row.get("undertakings", ()), *(one.slug for one in made)]}
    rows[place] = {key: value for key, value in row.items() if value or key == "undertakings"}
    if rows == kept.questions:
        raise PeelianError("same-words", "This is what stands there.", "Correct it, or go back.")
    told = _write(kept, questions=rows)
    _must_be_seen(kept, seen=seen)
    return told


@action("minutes.strike")
def strike(item: ItemRecord, what: str, place: int, *, by: Actor, reason: str = "") -> int:
    """Take an interest, a vote or a question out of a draft again (``LISTS``); what was undertaken in it is dropped with it."""
    kept = _minuted(item, by)
    rows = list(getattr(kept, what)) if what in LISTS else []
    for point in kept.actions.filter(slug__in=_row(rows, place).get("undertakings", ())):
        if is_open(point):
            drop(point, f"{STRUCK} {reason.strip()}".strip(), by=by)
    del rows[place]
    told = _write(kept, **{what: rows})
    acting().about(kept.meeting)
    return told


def _row(rows: Sequence[dict[str, Any]], place: int) -> dict[str, Any]:
    """One of a list. Raises WrongStep where it is not there any more."""
    if not 0 <= place < len(rows):
        refuse("That is not there any more.", "Somebody may have taken it out meanwhile: look at the item again.")
    return rows[place]


@action("minutes.open")
def open_draft(meeting: MeetingRecord, *, seen: bool = False, by: Actor, reason: str = "") -> MeetingRecord:
    """Let everybody read the draft, where the committee publishes its drafts.

    Raises PeelianError for what is missing, and for what may tell of one person and was not ``seen``.
    """
    must_write(by, meeting.owner)
    kept = held(meeting)
    _must_be_draft(kept)
    if not kept.committee.publishes_drafts:
        refuse(
            "This committee publishes its minutes when they are agreed.", "Its settings say so; they can be changed."
        )
    if kept.minutes_open:
        refuse("The draft is published already.", "Everybody reads it as it changes.")
    must_lack_nothing(lacks_of_minutes(meeting_of(kept), committee_of(kept.committee)), seen=seen)
    must_be_sealed(keys_of(kept))
    acting().change(kept, minutes_open=True, minutes_out=today(), version=kept.version + 1)
    written(kept)
    return kept


@action("minutes.agree")
def agree(
    meeting: MeetingRecord, at: MeetingRecord, *, seen: bool = False, by: Actor, reason: str = ""
) -> MeetingRecord:
    """Note that the committee agreed the minutes at a later meeting. From now on they are public, and changed by resolution alone.

    Raises PeelianError for another committee's meeting or one that is not later, for one without a quorum, with nobody on record as
    there, or at which the item stood over, and as ``open_draft`` does.
    """
    kept = held(meeting)
    step = MINUTES.check("minutes.agree", by, kept.minutes, owner=kept.owner, reason=reason)
    _must_be_later(kept, at)
    _must_have_resolved(at, agreed=True)
    must_lack_nothing(lacks_of_minutes(meeting_of(kept), committee_of(kept.committee)), seen=seen)
    must_be_sealed(keys_of(kept))
    acting().change(
        kept, minutes=step.after, agreed_on=at.on, agreed_at=at.id_of, minutes_out=kept.minutes_out or today(),
        version=kept.version + 1,
    )  # fmt: skip
    written(kept)
    return kept


def _must_be_later(kept: MeetingRecord, at: MeetingRecord) -> None:
    """Raises PeelianError where a meeting cannot have resolved anything about another's minutes."""
    if at.committee_id != kept.committee_id or at.order <= kept.order or at.state != "held":
        raise PeelianError(
            "wrong-meeting", f"{at} is no later meeting of the same committee that was held.",
            "Name the meeting at which the committee resolved it.",
        )  # fmt: skip


def _must_have_resolved(at: MeetingRecord, *, agreed: bool) -> None:
    """Raises PeelianError where a meeting that was held cannot have resolved it: nobody, or too few, were there."""
    now = held(at)
    if found := cannot_have_resolved(meeting_of(now), committee_of(now.committee), agreed=agreed):
        raise PeelianError("wrong-meeting", *found)


@action("minutes.sign")
def sign(meeting: MeetingRecord, on: dt.date | None = None, *, by: Actor, reason: str = "") -> MeetingRecord:
    """Sign minutes that the committee has agreed."""
    kept = held(meeting)
    step = MINUTES.check("minutes.sign", by, kept.minutes, owner=kept.owner, reason=reason)
    day = on or today()
    must_be_past(day, today(), "The signature")
    if kept.agreed_on and day < kept.agreed_on:
        raise PeelianError(
            "too-early",
            f"The committee agreed them on {kept.agreed_on}, which is later.",
            "Give the day of the signature.",
        )
    acting().change(kept, minutes=step.after, signed_by=by.name, signed_on=day, version=kept.version + 1)
    written(kept)
    return kept


@action("minutes.correct")
def correct(
    item: ItemRecord, at: MeetingRecord, before: str, after: str, *, seen: bool = False, by: Actor, reason: str = ""
) -> MeetingRecord:
    """Correct a minute as a later meeting resolved: the words that stood there, and those that stand there now. Both are kept.

    Raises PeelianError where ``before`` does not stand there, or stands there more than once, and where the minute as corrected may
    tell of one person and was not ``seen``: nothing of it is kept then.
    """
    by.must(P.WRITE_PAPERS, item.owner)
    kept = held_item(item)
    meeting = kept.meeting
    if meeting.minutes == "none":
        refuse("The meeting has no minutes yet.", "Note first that it was held.")
    must_be_corrected_at(meeting, at)
    if after.strip() == before.strip():
        raise PeelianError(
            "same-words", "These are the words that stand there.", "Write those that are to stand there."
        )
    if not after.strip() or kept.minute.count(before) != 1 or not before.strip():
        raise PeelianError(
            "not-there", "These words do not stand in the minute, or more than once.",
            "Give enough of the words around them, exactly as they stand there.",
        )  # fmt: skip
    entry = {"day": at.on.isoformat(), "at_meeting": at.id_of, "item": kept.number, "before": before, "after": after}
    act = acting()
    act.change(kept, minute=kept.minute.replace(before, after), version=kept.version + 1)
    must_lack_nothing(personal(_item(kept)), seen=seen)
    act.change(meeting, corrections=[*meeting.corrections, entry], version=meeting.version + 1)
    act.about(meeting)
    written(meeting)
    return meeting


def must_be_corrected_at(meeting: MeetingRecord, at: MeetingRecord) -> None:
    """Raises PeelianError where a meeting cannot have corrected the minutes of another."""
    _must_be_later(meeting, at)
    if meeting.agreed_on and (at.on < meeting.agreed_on or _agreed_after(meeting, at)):
        refuse("The committee agreed these minutes later than that.", "Name the meeting that resolved to correct them.")
    _must_have_resolved(at, agreed=False)


def _agreed_after(meeting: MeetingRecord, at: MeetingRecord) -> bool:
    """Whether the minutes were agreed at a meeting that came after another, on the same day."""
    committee, _, slug = meeting.agreed_at.partition("/")
    found = MeetingRecord.objects.filter(committee=committee, slug=slug).first()
    return found is not None and found.order > at.order
