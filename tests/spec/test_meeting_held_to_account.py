# ruff: noqa: F811  fixtures of another file are arguments here
"""What an auditor and an adversary try at a committee: each is refused, or said, and nothing of it closes what others read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.support.panel import (
    MEETS,
    PANEL,
    called,
    clock,  # noqa: F401
    house,  # noqa: F401
    item_of,
    meeting,  # noqa: F401
    minuted,
    next_meeting,
    office,  # noqa: F401
    on,
    out,
    panel,  # noqa: F401
    was_held,
    with_agenda,
)

from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.packfile import PackError
from peelian.scrutiny.meetings import actions, agenda, committees, life, minutes
from peelian.scrutiny.meetings.content import meeting_of
from peelian.scrutiny.meetings.models import CommitteeRecord, MeetingRecord, Seat

pytestmark = pytest.mark.django_db


def refused(said: str, act: Any, kind: type[PeelianError] = PeelianError) -> None:
    with pytest.raises(kind, match=said):
        act()


# -- what one writes never closes what everybody reads


def test_a_committee_that_the_list_cannot_hold_is_refused_and_the_list_stays(
    panel: CommitteeRecord, office: Office, house: House
) -> None:
    by = office.by("clara")
    for wrong in ({"areas": ["E1", "E1"]}, {"powers": ["a", "a"]}, {"clear_days": 30_000}):
        refused(
            "stands twice|are no notice",
            lambda wrong=wrong: committees.write(panel, version=1, by=by, **wrong),
            PackError,
        )
    assert [one.id for one in out(house).committees] == ["the-panel"]


def test_an_action_that_the_list_cannot_hold_is_refused_and_the_list_stays(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    kept, by = minuted(meeting, office, clock), office.by("clara")
    point = actions.raise_action(item_of(kept), actions.Wanted("Send it."), by=by)
    minutes.agree(kept, next_meeting(kept, office, clock), by=by)
    twice = ["measure:knife-crime", "measure:knife-crime"]
    refused("stands twice", lambda: actions.write(point, version=1, touches=twice, by=by), PackError)
    assert [one.text for one in out(house).actions] == ["Send it."]


def test_no_committee_is_set_up_by_one_that_it_has_set_up(panel: CommitteeRecord, office: Office) -> None:
    by = office.by("clara")
    group = committees.found(
        office.organisation("london-assembly-pcc"), "group", title="Group", kind="topic-group", parent=panel, by=by
    )
    refused("has set up Group itself", lambda: committees.write(panel, version=1, parent=group, by=by))


def test_a_seat_that_is_ended_later_may_not_lie_over_the_next(panel: CommitteeRecord, office: Office) -> None:
    by = office.by("clara")
    first = Seat.objects.get(committee=panel, name="Ada Ash")
    committees.end_seat(first, dt.date(2026, 5, 31), by=by)
    committees.seat(panel, "Ada Ash", role="chair", since=dt.date(2026, 6, 1), by=by)
    refused("sits there at that time", lambda: committees.end_seat(first, dt.date(2026, 6, 1), by=by))


# -- what was agreed stays


def test_what_agreed_minutes_say_of_place_hour_and_exclusion_stays(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    kept, by = minuted(meeting, office, clock), office.by("clara")
    minutes.agree(kept, next_meeting(kept, office, clock), by=by)
    kept.refresh_from_db()
    for change in (
        {"exclusion": "The public was excluded."},
        {"ends": dt.time(23)},
        {"place": "A pub"},
        {"title": "Other"},
    ):
        refused(
            "agreed the minutes, which say this",
            lambda change=change: life.write(kept, version=kept.version, by=by, **change),
            WrongStep,
        )
    life.write(kept, version=kept.version, contact="Clara Cole", place="City Hall", by=by)


def test_nothing_is_asked_afterwards_at_a_meeting_whose_minutes_are_agreed(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    kept, by = minuted(meeting, office, clock), office.by("clara")
    minutes.agree(kept, next_meeting(kept, office, clock), by=by)
    refused(
        "arises at the meeting", lambda: actions.raise_action(item_of(kept), actions.Wanted("Also."), by=by), WrongStep
    )


def test_what_was_asked_is_reworded_with_a_reason_and_the_old_words_are_read_beside_the_new(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    kept, by = minuted(meeting, office, clock), office.by("clara")
    point = actions.raise_action(
        item_of(kept), actions.Wanted("Send all of it.", who="MOPAC", due_meeting="the-panel/next"), by=by
    )
    actions.write(point, version=1, text="Send all of it at once.", by=by)
    minutes.agree(kept, next_meeting(kept, office, clock), by=by)
    refused("it read “Send all of it at once.”", lambda: actions.write(point, version=2, text="Send some.", by=by))
    refused(
        "Due at another meeting", lambda: actions.write(point, version=2, due_meeting="the-panel/2026-12-15", by=by)
    )
    actions.write(point, version=2, text="Send some.", who="The Met", reason="A slip.", by=by)
    (shown,) = out(house).actions
    assert shown.text == "Send some." and shown.followed[0].words == (
        "Until today it read “Send all of it at once.” It was for MOPAC to do. A slip."
    )


def test_minutes_are_not_signed_before_they_were_agreed(meeting: MeetingRecord, office: Office, clock: Any) -> None:
    kept = minuted(meeting, office, clock)
    minutes.agree(kept, next_meeting(kept, office, clock), by=office.by("clara"))
    refused("which is later", lambda: minutes.sign(kept, dt.date(2026, 12, 14), by=office.by("chris")))


# -- sent twice, or by two at once


def test_a_form_that_is_sent_twice_does_it_once(meeting: MeetingRecord, office: Office, clock: Any) -> None:
    by, panel = office.by("clara"), meeting.committee
    refused("at that hour already", lambda: life.plan(panel, MEETS, begins=dt.time(10), by=by))
    assert life.plan(panel, MEETS, begins=dt.time(14), by=by).slug == "2026-11-24-2"
    kept = with_agenda(meeting, office)
    item = item_of(kept)
    refused("on the agenda already", lambda: agenda.add_item(kept, "Knife crime", kind="report", urgent="x", by=by))
    refused("has a paper “Report on knife crime”", lambda: agenda.add_paper(
        item, "Report on knife crime", kind="late", text="x", by=by, reason="Late."))  # fmt: skip
    on(clock, 11, 24, 18)
    life.hold(kept, by=by)
    minutes.declare(item, "Ada Ash", "personal", by=by)
    refused("noted already", lambda: minutes.declare(item, "Ada Ash", "personal", by=by))
    version = item_of(kept).version
    minutes.note_vote(item, (1, 1, 0), casting="for", version=version, by=by)
    refused("Somebody else changed", lambda: minutes.note_vote(item, (1, 1, 0), casting="for", version=version, by=by))
    said = {"asked_by": "Ada", "answered_by": "Met", "question": "How many?", "answer": "Ten."}
    minutes.ask(item, "Knives", by=by, **said)
    refused("noted already", lambda: minutes.ask(item, "Knives", by=by, **said))
    actions.raise_action(item, actions.Wanted("Send it."), by=by)
    refused("has that action already", lambda: actions.raise_action(item, actions.Wanted("Send it. "), by=by))


def test_of_two_at_once_the_one_that_comes_after_a_meeting_was_taken_back_is_told_so(
    meeting: MeetingRecord, office: Office
) -> None:
    by, later = office.by("clara"), dt.date(2026, 12, 1)
    life.take_back(meeting, by=by, reason="Wrong committee.")
    for act in (
        lambda: called(meeting, office),
        lambda: life.cancel(meeting, by=by, reason="x"),
        lambda: life.postpone(meeting, later, by=by, reason="x"),
        lambda: life.take_back(meeting, by=by, reason="x"),
    ):
        refused("was taken back", act, WrongStep)
    assert not MeetingRecord.objects.filter(on=later).exists()


# -- days


def test_a_meeting_far_ahead_is_a_slip_of_the_pen(panel: CommitteeRecord, office: Office) -> None:
    for day in (dt.date(2126, 1, 5), dt.date(9999, 12, 31)):
        refused("years ahead", lambda day=day: life.plan(panel, day, by=office.by("clara")))


def test_a_meeting_that_is_put_off_says_to_which_day(meeting: MeetingRecord, office: Office, house: House) -> None:
    by = office.by("clara")
    refused("It is on that day", lambda: life.postpone(meeting, MEETS, by=by, reason="Flood."))
    life.postpone(meeting, dt.date(2026, 12, 1), by=by, reason="The chamber is flooded.")
    assert out(house).meeting(meeting.id_of).why == "The chamber is flooded. It is put off to Tuesday 1 December 2026."


def test_why_it_was_called_late_stays_beside_why_its_agenda_is_late(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    by = office.by("clara")
    on(clock, 11, 17)
    life.call(meeting, dt.date(2026, 11, 17), ["website"], reason="The Commissioner resigned.", by=by)
    agenda.add_item(meeting, "Knife crime", kind="report", by=by)
    on(clock, 11, 19)
    agenda.dispatch(meeting, reason="The printer broke.", by=by)
    assert out(house).meeting(meeting.id_of).why == "The Commissioner resigned. The printer broke."


# -- what is noted must be able to be true


def test_attendance_that_cannot_be_is_refused(meeting: MeetingRecord, office: Office, clock: Any) -> None:
    kept, by = was_held(meeting, office, clock), office.by("clara")
    ada = {"name": "Ada Ash", "presence": "present"}
    refused("is noted twice", lambda: minutes.note_attendance(kept, [ada, ada], by=by), PackError)
    refused(
        "is noted twice",
        lambda: minutes.note_attendance(kept, [ada, ada | {"presence": "apologies"}], by=by),
        PackError,
    )
    refused(
        "before they come",
        lambda: minutes.note_attendance(kept, [ada | {"from_item": "2", "to_item": "1"}], by=by),
        PackError,
    )
    back = [ada | {"from_item": "1", "to_item": "1"}, ada | {"from_item": "2"}]
    minutes.note_attendance(kept, back, by=by)
    kept.refresh_from_db()
    assert len(meeting_of(kept).attendance) == 2


def test_a_vote_of_nobody_and_an_outcome_with_a_strange_key_are_refused(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    kept, by = was_held(meeting, office, clock), office.by("clara")
    refused("nobody voted", lambda: minutes.note_vote(item_of(kept), (0, 0, 0), by=by), PackError)
    strange = {"kind": "noted", "colour": "red"}
    refused("An outcome has no colour", lambda: minutes.write(item_of(kept), version=1, outcome=strange, by=by))


def test_a_draft_that_is_public_takes_nothing_that_may_tell_of_one_person_unseen(
    meeting: MeetingRecord, office: Office, clock: Any, house: House
) -> None:
    kept, by = minuted(meeting, office, clock), office.by("clara")
    panel = kept.committee
    committees.write(panel, version=panel.version, publishes_drafts=True, by=by)
    kept.refresh_from_db()
    minutes.open_draft(kept, seen=True, by=by)
    refused("published already", lambda: minutes.open_draft(kept, seen=True, by=by), WrongStep)
    item, words = item_of(kept), "One particular caller suffered from dementia."
    refused("tells of one person", lambda: minutes.write(item, version=item.version, minute=words, by=by))
    assert "dementia" not in out(house).meeting(kept.id_of).items[1].minute
    minutes.write(item_of(kept), version=item.version, minute=words, seen=True, by=by)


def test_an_agreed_record_of_who_was_there_is_whole(meeting: MeetingRecord, office: Office, clock: Any) -> None:
    """Somebody who holds no seat, a vote of one who had left, an outcome against its vote: each is looked at first."""
    kept, by = was_held(meeting, office, clock), office.by("clara")
    minutes.note_attendance(kept, [*PANEL[:2], {"name": "A Stranger", "presence": "present"}], by=by)
    for item in kept.items.all():
        minutes.write(item, version=item.version, minute="They read it.", outcome={"kind": "agreed"}, by=by)
    minutes.declare(item_of(kept), "Ada Ash", "pecuniary", left=True, by=by)
    later = next_meeting(kept, office, clock)
    with pytest.raises(PeelianError) as error:
        minutes.agree(kept, later, by=by)
    assert "A Stranger is noted as a member who was there, and holds no seat on that day." in str(error.value)
    assert "Item 2 was decided without a quorum: 1 voting member was there, 2 are the quorum" in str(error.value)
    vote = minutes.note_vote
    refused("was not there with a vote", lambda: vote(item_of(kept), (0, 1, 0), names={"Ada Ash": "against"}, by=by))
    minutes.strike(item_of(kept), "interests", 0, by=by)
    vote(item_of(kept), (0, 1, 0), names={"Ada Ash": "against"}, by=by)
    minutes.declare(item_of(kept), "Ada Ash", "pecuniary", left=True, by=by)
    refused(
        "Ada Ash is recorded as voting, and was not there with a vote",
        lambda: minutes.agree(kept, later, seen=True, by=by),
    )
