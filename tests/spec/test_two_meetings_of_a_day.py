# ruff: noqa: F811  fixtures of another file are arguments here
"""Two meetings of one day follow their hours, whichever was planned first: everywhere that one is said to be before another."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from tests.spec.test_meeting_rules import meeting as one
from tests.spec.test_meeting_rules import point
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.meetings import AT, committee
from tests.support.office import Office
from tests.support.panel import (
    FIRST,
    MEETS,
    PANEL,
    clock,  # noqa: F401
    house,  # noqa: F401
    item_of,
    meeting,  # noqa: F401
    minuted,
    office,  # noqa: F401
    out,
    panel,  # noqa: F401
    was_held,
)

from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.packfile import PackError
from peelian.plans.entry import mapping
from peelian.scrutiny.exporting.published import Published
from peelian.scrutiny.meetings import actions, life, minutes
from peelian.scrutiny.meetings.form import read_meeting
from peelian.scrutiny.meetings.models import MeetingRecord
from peelian.scrutiny.meetings.queries import later_meetings
from peelian.scrutiny.meetings.records import Followed
from peelian.scrutiny.meetings.rules import meeting_due, open_at

DAY = dt.date(2026, 11, 24)
EVENING = one(begins=dt.time(19))
MORNING = one(id="panel/2026-11-24-2", begins=dt.time(10))
"""It was planned second, and comes first."""


class TestTheRules:
    def test_meetings_follow_their_hours_and_one_without_an_hour_comes_first(self) -> None:
        unsaid = one(id="panel/2026-11-24-3")
        before = one(id="panel/2026-11-23", on=dt.date(2026, 11, 23), begins=dt.time(23))
        assert sorted([EVENING, MORNING, unsaid, before], key=lambda each: each.order) == [
            before,
            unsaid,
            MORNING,
            EVENING,
        ]

    def test_what_is_due_at_the_next_meeting_is_due_at_the_next_hour(self) -> None:
        following = one(id="panel/2026-12-08", on=dt.date(2026, 12, 8), begins=dt.time(9))
        every = [EVENING, MORNING, following]
        assert meeting_due(point(meeting=MORNING.id, due_meeting="panel/next"), every) is EVENING
        assert meeting_due(point(meeting=EVENING.id, due_meeting="panel/next"), every) is following

    def test_what_was_asked_in_the_morning_is_open_in_the_evening_and_not_the_other_way(self) -> None:
        asked = [point(id="am", meeting=MORNING.id), point(id="pm", meeting=EVENING.id)]
        assert [each.id for each in open_at(asked, [EVENING, MORNING], EVENING)] == ["am"]
        assert open_at(asked, [EVENING, MORNING], MORNING) == []

    def test_what_the_morning_closed_is_not_open_in_the_evening(self) -> None:
        before = one(id="panel/2026-10-01", on=dt.date(2026, 10, 1))
        closed = point(meeting=before.id, followed=(Followed(DAY, "Done.", "done", meeting=MORNING.id),))
        every = [before, EVENING, MORNING]
        assert open_at([closed], every, EVENING) == [] and open_at([closed], every, MORNING) == [closed]

    def test_programs_read_them_by_their_hours_under_numbers_that_no_hour_moves(self) -> None:
        held = Published((committee(id="panel"),), (EVENING, MORNING), (), AT)
        assert held.by_committee["panel"] == (MORNING, EVENING)
        assert list(held.meeting_number) == [EVENING.id, MORNING.id], "numbers go by names"


FORM: dict[str, Any] = {
    "id": "panel/2026-11-24-2", "committee": "panel", "title": "Panel", "day": "2026-11-24", "state": "held", "begins": "10:00",
    "items": [{"number": "1", "title": "Report", "kind": "report"}],
}  # fmt: skip


def test_minutes_can_be_agreed_the_same_day_at_another_meeting_and_never_at_their_own() -> None:
    agreed = {"state": "agreed", "agreed_on": "2026-11-24", "agreed_at": "panel/2026-11-24"}
    made = read_meeting(mapping(FORM | {"minutes": agreed}, "x"), ["panel"])
    assert made.minutes and made.minutes.agreed_on == DAY
    for wrong in ({"agreed_at": "panel/2026-11-24-2"}, {"agreed_on": "2026-11-23"}):
        with pytest.raises(PackError, match="agreed at a later meeting"):
            read_meeting(mapping(FORM | {"minutes": agreed | wrong}, "x"), ["panel"])


@pytest.mark.django_db
class TestTheDesk:
    def _evening(self, kept: MeetingRecord, office: Office, clock: Any) -> MeetingRecord:
        """A second meeting of the day, at 19:00, that was held."""
        clock.move_to(FIRST)
        made = life.plan(kept.committee, MEETS, begins=dt.time(19), by=office.by("clara"))
        return was_held(made, office, clock)

    def test_the_evening_agrees_what_the_morning_did_and_the_morning_nothing_of_the_evening(
        self, meeting: MeetingRecord, office: Office, clock: Any
    ) -> None:
        morning, by = minuted(meeting, office, clock), office.by("clara")
        evening = self._evening(meeting, office, clock)
        assert later_meetings(morning) == [evening] and later_meetings(evening) == []
        with pytest.raises(PeelianError, match="no later meeting"):
            minutes.agree(evening, morning, seen=True, by=by)
        minutes.note_attendance(evening, PANEL, by=by)
        assert minutes.agree(morning, evening, seen=True, by=by).agreed_at == evening.id_of

    def test_an_action_is_followed_at_a_later_hour_of_the_day_and_not_at_an_earlier(
        self, meeting: MeetingRecord, office: Office, clock: Any
    ) -> None:
        morning, by = minuted(meeting, office, clock), office.by("clara")
        evening = self._evening(meeting, office, clock)
        asked = actions.raise_action(item_of(morning), actions.Wanted("Send it."), by=by)
        actions.say(asked, "It is being sent.", evening, by=by)
        with pytest.raises(PeelianError, match="was said of it on"):
            actions.say(asked, "It is looked for.", morning, by=by)

    def test_the_page_of_each_leads_to_the_other_in_the_order_of_their_hours(
        self, meeting: MeetingRecord, office: Office, house: House, clock: Any
    ) -> None:
        life.write(meeting, version=meeting.version, begins=dt.time(19), by=office.by("clara"))
        second = life.plan(meeting.committee, MEETS, begins=dt.time(10), by=office.by("clara"))
        assert [each.id for each in out(house).meetings] == [second.id_of, meeting.id_of]
        page = Client().get(f"/committees/{meeting.id_of}").content.decode()
        assert (
            re.search(rf'href="/committees/{second.id_of}">The meeting before', page)
            and "The meeting after" not in page
        )
        assert [each.slug for each in MeetingRecord.objects.all()] == [meeting.slug, second.slug], "the latest first"
