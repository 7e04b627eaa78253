"""A committee's records in their form: whole for the office, and of it what everybody may read. Nothing else decides that.

Of a meeting is public: that it is planned, and when and where; its agenda and papers once they are out; who was there, what was
decided and the actions once its minutes are out, which drafts are only of a committee that publishes them. Of what is exempt
there is a stub at most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from peelian.plans.entry import mapping
from peelian.scrutiny.meetings.form import form_of, read_actions, read_committees, read_meeting
from peelian.scrutiny.meetings.models import (
    ActionRecord,
    CommitteeRecord,
    ItemRecord,
    MeetingRecord,
    PaperRecord,
    Seat,
)
from peelian.scrutiny.meetings.records import ActionPoint, Committee, Meeting
from peelian.scrutiny.meetings.withheld import Withheld, begun_of, withheld_of

MINUTED = ("interests", "votes", "minute", "minute_number", "outcome", "questions")
"""What of an item the minutes say."""
WITHHELD = "Exempt: not open to the public."
ALWAYS = ("id", "committee", "title", "day", "begins", "ends", "place", "state", "why", "contact", "broadcast", "source", "made",
          "extras", "adjourned", "resumes")  # fmt: skip
"""What of a meeting is public from the day that it is planned."""


def committee_form(committee: CommitteeRecord, seats: Iterable[Seat]) -> dict[str, Any]:
    """A committee with its members in its form."""
    return _said({
        "id": committee.pk, "title": committee.title, "kind": committee.kind, "organisation": committee.organisation_id,
        "quorum": committee.quorum, "terms": committee.terms, "powers": committee.powers, "parent": committee.parent_id,
        "areas": committee.areas, "topics": committee.topics, "clear_days": committee.clear_days,
        "weekends_count": committee.weekends_count, "reply_days": committee.reply_days, "since": _day(committee.since),
        "until": _day(committee.until), "source": committee.source, "publishes_drafts": committee.publishes_drafts,
        "changes": committee.changes,
        "members": [
            _said({"name": seat.name, "role": seat.role, "party": seat.party, "since": _day(seat.since), "until": _day(seat.until),
                   "body": seat.body}) | ({} if seat.votes else {"votes": False})
            for seat in seats
        ],
    })  # fmt: skip


def committee_of(record: CommitteeRecord) -> Committee:
    """A committee as a frozen record."""
    form = committee_form(record, Seat.objects.filter(committee=record))
    parents = [] if record.parent_id is None else [{"id": record.parent_id, **_BARE}]
    return read_committees(mapping({"committees": [form, *parents]}, record.title).entries("committees"))[0]


_BARE = {"title": "parent", "kind": "overview-board", "organisation": "parent"}


def meeting_form(meeting: MeetingRecord, items: Iterable[ItemRecord] | None = None) -> dict[str, Any]:
    """A meeting in its form, whole: drafts and all, but never the text of an exempt part."""
    found = list(meeting.items.prefetch_related("papers") if items is None else items)
    papers = {item.pk: list(item.papers.all()) for item in found}
    held = withheld_of([one.key for item in found for one in (item, *papers[item.pk])])
    return _said({
        "id": meeting.id_of, "committee": meeting.committee_id, "title": meeting.title, "day": _day(meeting.on),
        "begins": _time(meeting.begins), "ends": _time(meeting.ends), "place": meeting.place, "state": meeting.state,
        "items": [_item(item, papers[item.pk], held, meeting.agenda_out) for item in found],
        "notice": {"day": _day(meeting.notice_on), "channels": meeting.channels} if meeting.notice_on else None,
        "agenda_out": _moment(meeting.agenda_out), "attendance": meeting.attendance, "minutes": _minutes(meeting),
        "exclusion": meeting.exclusion, "why": meeting.why, "contact": meeting.contact, "broadcast": meeting.broadcast,
        "source": meeting.source, "made": _moment(meeting.made_at), "deleted": meeting.deleted, "extras": meeting.extras,
        "adjourned": meeting.adjourned, "resumes": meeting.resumes,
    })  # fmt: skip


def _item(
    item: ItemRecord, papers: Iterable[PaperRecord], held: Mapping[str, Withheld], out: dt.datetime | None
) -> dict[str, Any]:
    shown = [_paper(paper, held.get(paper.key, Withheld()), out) for paper in papers]
    return _said({
        "number": item.number, "title": item.title, "kind": item.kind, "recommended": item.recommended,
        "papers": shown, "urgent": item.urgent, "interests": item.interests,
        "votes": item.votes, "minute": item.minute, "minute_number": item.minute_number, "outcome": item.outcome,
        "questions": item.questions, "topics": item.topics, "touches": item.touches, "line": item.line,
        **_exempt(held.get(item.key, Withheld()), out),
    })  # fmt: skip


def _exempt(held: Withheld, out: dt.datetime | None) -> dict[str, Any]:
    """The sealed parts of an item or paper: what is public of each, and the texts that were released. ``out`` is when the agenda
    was.
    """
    stubs = [form_of(one) for one in held.since(out)]
    return {"stub": stubs[0] if stubs else None, "more_stubs": stubs[1:], "released": dict(held.texts)}


def _paper(paper: PaperRecord, held: Withheld, out: dt.datetime | None) -> dict[str, Any]:
    stub = bool(held.stubs)
    text = held.text if stub else paper.text
    return _said({
        "id": paper.slug, "title": paper.title, "kind": paper.kind, "first_page": paper.first_page, "last_page": paper.last_page,
        "author": paper.author, "text": text, "quarter": paper.quarter, "link": "" if stub else paper.link,
        "background": [] if stub else paper.background, "reason": paper.reason, "added": _moment(paper.added_at),
        "withdrawn": paper.withdrawn, "withdrawn_on": _day(paper.withdrawn_on),
        **_exempt(held, out),
    })  # fmt: skip


def _minutes(meeting: MeetingRecord) -> dict[str, Any] | None:
    if meeting.minutes == "none":
        return None
    return _said({
        "state": meeting.minutes, "published_on": _day(meeting.minutes_out), "agreed_on": _day(meeting.agreed_on),
        "agreed_at": meeting.agreed_at, "signed_by": meeting.signed_by, "signed_on": _day(meeting.signed_on),
        "corrections": meeting.corrections,
    })  # fmt: skip


def public_form(meeting: MeetingRecord) -> dict[str, Any]:
    """What everybody may read of a meeting at its state."""
    if meeting.deleted:
        return {
            "id": meeting.id_of, "committee": meeting.committee_id, "title": meeting.title, "day": _day(meeting.on),
            "state": meeting.state, "made": _moment(meeting.made_at), "deleted": True,
        }  # fmt: skip
    items = list(meeting.items.prefetch_related("papers"))
    begun = begun_of([one.key for item in items for one in (item, *item.papers.all())])
    whole = meeting_form(meeting, items)
    shut = {item["number"] for item in whole.get("items", ()) if _is_withheld(item)}
    shut |= {item.number for item in items if item.key in begun}
    found = {key: whole[key] for key in ALWAYS if key in whole}
    if meeting.state != "planned" and "notice" in whole:
        found["notice"] = whole["notice"]
    if meeting.agenda == "out":
        minuted = meeting.minutes_are_out
        found |= {key: whole[key] for key in ("agenda_out",) if key in whole}
        found["items"] = [
            _open(form, minuted=minuted, shut=form["number"] in shut) | _papers_open(item, form, begun)
            for item, form in zip(items, whole.get("items", ()), strict=True)
        ]
        if minuted:
            found |= {key: whole[key] for key in ("attendance", "minutes", "exclusion") if key in whole}
            found["minutes"] = _corrected(whole["minutes"], shut)
    return found


def _is_withheld(item: dict[str, Any]) -> bool:
    return "stub" in item and "released_at" not in item["stub"]


def _corrected(minutes: dict[str, Any], shut: set[str]) -> dict[str, Any]:
    """How far the minutes are: of a withheld item it is said that its minute was corrected, and not what stood there."""
    if not minutes.get("corrections"):
        return minutes
    told = [
        one | {"before": WITHHELD, "after": WITHHELD} if str(one.get("item", "")) in shut else one for one in minutes["corrections"]
    ]  # fmt: skip
    return minutes | {"corrections": told}


def _papers_open(item: ItemRecord, form: dict[str, Any], begun: set[str]) -> dict[str, Any]:
    """The papers of an item. Of one that was withdrawn, or is to be withheld though nobody has sealed it yet, no words."""
    if "papers" not in form:
        return {}
    words = ("text", "link", "background", "quarter")
    shut = [paper.key in begun or bool(paper.withdrawn) for paper in item.papers.all()]
    return {"papers": [
        {key: value for key, value in one.items() if key not in words} if closed else one
        for one, closed in zip(form["papers"], shut, strict=True)
    ]}  # fmt: skip


def _open(item: dict[str, Any], *, minuted: bool, shut: bool) -> dict[str, Any]:
    """What of an item everybody may read. Of one that was taken in private its title, who declared an interest, how a vote went
    and of which kind the outcome was; no words, whatever was typed.
    """
    hidden = () if minuted else MINUTED
    shown = {key: value for key, value in item.items() if key not in hidden}
    if not shut:
        return shown
    shown = {key: value for key, value in shown.items() if key not in ("recommended", "minute", "questions")}
    if "outcome" in shown:
        shown["outcome"] = {"kind": shown["outcome"]["kind"]}
    if "interests" in shown:
        shown["interests"] = [{key: value for key, value in one.items() if key != "what"} for one in shown["interests"]]
    return shown


def meeting_of(meeting: MeetingRecord) -> Meeting:
    """A meeting as a frozen record, whole. Raises PackError where what is written cannot be one."""
    return read_meeting(mapping(meeting_form(meeting), str(meeting)), [meeting.committee_id])


def public_meeting(meeting: MeetingRecord) -> Meeting:
    """A meeting as everybody will read it: what a preview shows."""
    return read_meeting(mapping(public_form(meeting), str(meeting)), [meeting.committee_id])


def action_form(action: ActionRecord) -> dict[str, Any]:
    """An action in its form, with all that was said of it."""
    return _said({
        "id": action.slug, "committee": action.committee_id, "meeting": action.meeting.id_of, "item": action.item.number,
        "text": action.text, "owner": action.who, "asked": action.asked_id, "due": _day(action.due), "due_words": action.due_words,
        "due_meeting": action.due_meeting, "from_question": action.from_question, "touches": action.touches, "line": action.line,
        "followed": [
            _said({"day": _day(one.on), "words": one.words, "state": one.state, "meeting": one.meeting, "claimed": one.claimed,
                   "by": one.said_by})
            for one in action.words.all()
        ],
    })  # fmt: skip


def action_of(action: ActionRecord) -> ActionPoint:
    """An action as a frozen record."""
    return read_actions(mapping({"actions": [action_form(action)]}, str(action)).entries("actions"))[0]


def _said(form: dict[str, Any]) -> dict[str, Any]:
    """What says something; a number may be nought."""
    return {key: value for key, value in form.items() if value not in (None, "", [], {}) and value is not False}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _time(at: dt.time | None) -> str | None:
    return f"{at:%H:%M}" if at else None


def _moment(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds") if at else None
