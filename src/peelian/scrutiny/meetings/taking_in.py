"""The committees and meetings of a pack taken into the records, once: from then on the records own them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from peelian.core.acting import COMMAND, Act, Actor, acting, action, now
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.figures.house import House
from peelian.scrutiny.meetings.following import follow
from peelian.scrutiny.meetings.form import form_of
from peelian.scrutiny.meetings.models import (
    ActionRecord,
    ActionWord,
    CommitteeRecord,
    ItemRecord,
    MeetingRecord,
    PaperRecord,
    Seat,
)
from peelian.scrutiny.meetings.pack import read_pack
from peelian.scrutiny.meetings.records import ActionPoint, Committee, Item, Meeting
from peelian.scrutiny.meetings.touched import must_be_there, of_pack
from peelian.scrutiny.meetings.withheld import is_exempt
from peelian.scrutiny.meetings.writing import refuse, standing, written
from peelian.scrutiny.topics import must_be_topics

WHY = "taken from the pack"


def take_in_committees(house: House) -> list[str]:
    """Take in every committee and meeting of the house's pack that the records do not know; returns what was done, in words.

    A committee of a body that is no organisation here is left where it is, and so are its meetings.
    """
    committees, meetings, actions = read_pack(house.pack)
    done = [
        take_in_committee(one, house, by=COMMAND, reason=WHY).title
        for one in sorted(committees, key=lambda one: one.parent is not None)
        if _is_new(one)
    ]
    for meeting in meetings:
        if _is_missing(meeting):
            own = [one for one in actions if one.meeting == meeting.id]
            done.append(str(take_in_meeting(meeting, own, house, by=COMMAND, reason=WHY)))
    return [f"Taken in: {title}." for title in done]


def _is_new(committee: Committee) -> bool:
    kept = CommitteeRecord.objects.filter(pk=committee.id).exists()
    return not kept and Organisation.objects.filter(slug=committee.organisation).exists()


def _is_missing(meeting: Meeting) -> bool:
    kept = MeetingRecord.objects.filter(committee=meeting.committee, slug=_slug(meeting)).exists()
    return not kept and CommitteeRecord.objects.filter(pk=meeting.committee).exists()


def _slug(meeting: Meeting) -> str:
    return meeting.id.partition("/")[2]


@action("committee.take-in")
def take_in_committee(committee: Committee, house: House, *, by: Actor, reason: str = "") -> CommitteeRecord:
    """Make the records of a committee in its form. Its parent is there already."""
    owner = Organisation.objects.get(slug=committee.organisation)
    by.must(P.WRITE_PAPERS, owner.key)
    act = acting()
    made = act.create(
        CommitteeRecord, slug=committee.id, organisation=owner, title=committee.title, kind=committee.kind,
        quorum=committee.quorum, terms=committee.terms, powers=list(committee.powers),
        parent=CommitteeRecord.objects.filter(pk=committee.parent).first(), areas=list(committee.areas),
        topics=list(committee.topics), clear_days=committee.clear_days, weekends_count=committee.weekends_count,
        reply_days=committee.reply_days, since=committee.since, until=committee.until, source=committee.source,
        publishes_drafts=committee.publishes_drafts, changes=form_of(committee).get("changes"),
    )  # fmt: skip
    for place, one in enumerate(committee.members):
        act.create(
            Seat, committee=made, place=place, name=one.name, role=one.role, party=one.party, since=one.since, until=one.until,
            votes=one.votes, body=one.body,
        )  # fmt: skip
    transaction.on_commit(partial(follow, house.root, ()))
    return made


@action("meeting.take-in")
def take_in_meeting(
    meeting: Meeting, actions: list[ActionPoint], house: House, *, closed: bool = False, by: Actor, reason: str = ""
) -> MeetingRecord:
    """Make the records of a meeting in its form, with the actions that arose at it.

    What stands in a pack is public already. Of one that is ``closed`` the minutes, with the actions, and the agenda of a meeting
    that is only planned are for the committee's officer to open. Raises PeelianError for an item that is about what is not there.
    """
    committee = CommitteeRecord.objects.select_related("organisation").get(pk=meeting.committee)
    by.must(P.WRITE_PAPERS, committee.owner)
    _must_name_what_is_there(meeting, actions, house)
    act = acting()
    minutes, notice = meeting.minutes, meeting.notice
    form = form_of(meeting)
    out = meeting.state == "held" or (bool(meeting.items) and not (closed and meeting.state == "planned"))
    made = act.create(
        MeetingRecord, committee=committee, slug=_slug(meeting), title=meeting.title, on=meeting.on, begins=meeting.begins,
        ends=meeting.ends, place=meeting.place, state=meeting.state, notice_on=notice.on if notice else None,
        channels=list(notice.channels) if notice else [], agenda="out" if out else "draft", agenda_out=meeting.agenda_out,
        attendance=form.get("attendance", []), exclusion=meeting.exclusion, why=meeting.why, contact=meeting.contact,
        broadcast=meeting.broadcast, source=meeting.source, extras=meeting.extras, minutes=minutes.state if minutes else "none",
        minutes_open=minutes is not None and not closed, minutes_out=minutes.published_on if minutes else None,
        agreed_on=minutes.agreed_on if minutes else None,
        agreed_at=minutes.agreed_at if minutes else "", signed_by=minutes.signed_by if minutes else "",
        signed_on=minutes.signed_on if minutes else None, corrections=form.get("minutes", {}).get("corrections", []),
        made_at=meeting.made or now(), adjourned=form.get("adjourned"), resumes=meeting.resumes,
    )  # fmt: skip
    items = {one.number: _item(act, made, place, one) for place, one in enumerate(meeting.items)}
    for one in actions:
        _action(act, made, items[one.item], one)
    transaction.on_commit(partial(follow, house.root, [made]))
    return made


@action("meeting.take-in-minutes")
def take_in_minutes(
    record: MeetingRecord, meeting: Meeting, actions: list[ActionPoint], house: House, *, by: Actor, reason: str = ""
) -> MeetingRecord:
    """Add to a meeting that has no minutes yet those that were read, as a draft, with the actions that arose at it: ``meeting`` is
    the one that is kept with its items minuted. What stands in its agenda is not touched, and of exempt items nothing is taken.

    Raises WrongStep where its agenda is not out, and where it has minutes or did not take place; PeelianError for an action about
    what is not there.
    """
    held = standing(record)
    by.must(P.WRITE_PAPERS, held.owner)
    _must_name_what_is_there(meeting, actions, house)
    if held.minutes != "none" or held.state not in ("planned", "called"):
        refuse("It has minutes, or did not take place.", "Look at it on the desk.")
    if held.agenda != "out":
        refuse("Its agenda is not out.", "Send it out on the desk, with the reason why it is late; then come back.")
    act = acting()
    act.change(
        held, state="held", ends=meeting.ends or held.ends, attendance=form_of(meeting).get("attendance", []), minutes="draft",
        version=held.version + 1,
    )  # fmt: skip
    kept = {one.number: one for one in held.items.all()}
    for place, one in enumerate(meeting.items):
        if one.number not in kept:
            kept[one.number] = _item(act, held, place, one)
        else:
            _minute(act, kept[one.number], one)
    for point in actions:
        _action(act, held, kept[point.item], point)
    written(held)
    return held


def _must_name_what_is_there(meeting: Meeting, actions: list[ActionPoint], house: House) -> None:
    """Raises PeelianError where an item or an action is about something that is neither in the house's plans nor in its pack."""
    named = [(f"Item {one.number}: ", one.touches) for one in meeting.items]
    for where, touches in named + [(f"Action {one.id}: ", one.touches) for one in actions]:
        must_be_there(touches, kept=of_pack(house.pack) if touches else (), house=house, where=where)
    for one in meeting.items:
        must_be_topics(one.topics, pack=house.pack, where=f"Item {one.number}: ")


def _minute(act: Act, record: ItemRecord, item: Item) -> None:
    fields: dict[str, Any] = {"minute_number": item.minute_number}
    if not is_exempt(record.key):
        urgent, outcome = record.urgent or item.urgent, form_of(item).get("outcome")
        fields |= {"minute": item.minute, "urgent": urgent, "outcome": outcome}
    if act.change(record, **fields):
        act.change(record, version=record.version + 1)


def _item(act: Act, meeting: MeetingRecord, place: int, item: Item) -> ItemRecord:
    form = form_of(item)
    made = act.create(
        ItemRecord, meeting=meeting, place=place, number=item.number, title=item.title, kind=item.kind,
        recommended=item.recommended, urgent=item.urgent, minute=item.minute, minute_number=item.minute_number,
        interests=form.get("interests", []), votes=form.get("votes", []), questions=form.get("questions", []),
        outcome=form.get("outcome"), topics=list(item.topics), touches=list(item.touches), line=item.line,
    )  # fmt: skip
    for at, paper in enumerate(item.papers):
        act.create(
            PaperRecord, item=made, place=at, slug=paper.id, title=paper.title, kind=paper.kind, first_page=paper.first_page,
            last_page=paper.last_page, author=paper.author, text=paper.text, quarter=paper.quarter, link=paper.link,
            background=list(paper.background), reason=paper.reason, added_at=paper.added,
            withdrawn=paper.withdrawn, withdrawn_on=paper.withdrawn_on,
        )  # fmt: skip
    return made


def _action(act: Act, meeting: MeetingRecord, item: ItemRecord, point: ActionPoint) -> None:
    made = act.create(
        ActionRecord, committee=meeting.committee, slug=point.id, meeting=meeting, item=item, text=point.text, who=point.owner,
        asked=Organisation.objects.filter(slug=point.asked).first(), due=point.due, due_words=point.due_words,
        due_meeting=point.due_meeting, from_question=point.from_question, touches=list(point.touches), line=point.line,
        made_at=now(),
    )  # fmt: skip
    for one in point.followed:
        act.create(
            ActionWord, action=made, on=one.on, words=one.words, state=one.state, meeting=one.meeting, claimed=one.claimed,
            said_by=one.by, made_at=now(),
        )  # fmt: skip
