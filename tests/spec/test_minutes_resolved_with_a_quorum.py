# ruff: noqa: F811  fixtures of another file are arguments here
"""Minutes are agreed and corrected at a meeting that had a quorum, and one that did so is not said to have had none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.support.panel import (
    PANEL,
    clock,  # noqa: F401
    house,  # noqa: F401
    item_of,
    meeting,  # noqa: F401
    minuted,
    next_meeting,
    office,  # noqa: F401
    panel,  # noqa: F401
)

from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings import agenda, life, minutes
from peelian.scrutiny.meetings.life import Adjourned
from peelian.scrutiny.meetings.models import MeetingRecord
from peelian.scrutiny.meetings.records import Adjournment, Attendance, Committee, Item, Meeting, Member, Minutes
from peelian.scrutiny.meetings.resolved import cannot_have_resolved
from peelian.scrutiny.meetings.resolving import set_attendance_right

database = pytest.mark.django_db
NAMES = ("Ada Ash", "Ben Bay", "Cy Cole")
COMMITTEE = Committee(
    "panel", "The Panel", "assembly-committee", "x", tuple(Member(name, "member", "", None, None) for name in NAMES), 2
)
ALL = tuple(Attendance(name, "present") for name in NAMES)
HELD = Meeting(
    "panel/2026-12-15", "panel", "The Panel", dt.date(2026, 12, 15), None, None, "", "held",
    items=(Item("1", "Minutes", "minutes"), Item("2", "Knives", "report")), attendance=ALL, minutes=Minutes("draft"),
)  # fmt: skip
LEFT_AFTER_ONE = (ALL[0], replace(ALL[1], to_item="1"))
CAME_AFTER_ONE = (ALL[0], replace(ALL[1], from_item="2"))
OVER = Adjournment("Two had to go.", ("2",), inquorate=True)


@pytest.mark.parametrize(
    ("more", "agreed", "corrected"),
    [
        ({}, "", ""),
        ({"attendance": ()}, "Nobody is on record as there", "Nobody is on record as there"),
        ({"attendance": (Attendance("Ada Ash", "apologies"),)}, "Nobody is on record", "Nobody is on record"),
        ({"attendance": (Attendance("Ada Ash", "apologies"),), "minutes": None}, "Nobody is on", "Nobody is on"),
        # what a document does not say of a meeting whose minutes are not written here is not known, and not held against it
        ({"attendance": (), "minutes": None}, "", ""),
        ({"attendance": (), "minutes": Minutes("signed")}, "", ""),
        ({"attendance": ALL[:1]}, "had no quorum. Item 1: 1 voting member was there", "had no quorum"),
        ({"attendance": LEFT_AFTER_ONE}, "", ""),
        ({"attendance": CAME_AFTER_ONE}, "had no quorum", ""),
        ({"adjourned": OVER}, "", ""),
        ({"adjourned": OVER, "attendance": LEFT_AFTER_ONE}, "", ""),
        ({"adjourned": OVER, "attendance": CAME_AFTER_ONE}, "nothing shows that it had one", "nothing shows"),
        ({"adjourned": replace(OVER, items=("1",), inquorate=False)}, "the item stood over: 1", ""),
        ({"adjourned": replace(OVER, items=("1", "2"), inquorate=False)}, "stood over: 1, 2", "stood over: 1, 2"),
        ({"items": (), "attendance": ALL[:1]}, "", ""),
    ],
)
def test_a_meeting_resolves_where_enough_were_there(more: dict[str, Any], agreed: str, corrected: str) -> None:
    for said, did in ((agreed, True), (corrected, False)):
        found = cannot_have_resolved(replace(HELD, **more), COMMITTEE, agreed=did)
        assert bool(found) == bool(said), found
        assert found is None or said in found[0]


def test_where_the_quorum_is_not_known_it_is_not_said_to_be_missing() -> None:
    unknown = replace(COMMITTEE, quorum=None)
    short = replace(HELD, attendance=ALL[:1])
    assert cannot_have_resolved(short, unknown, agreed=True) is None
    assert cannot_have_resolved(replace(short, adjourned=OVER), unknown, agreed=True), "it is said to have had none"


@pytest.fixture
def both(meeting: MeetingRecord, office: Office, clock: Any) -> tuple[MeetingRecord, MeetingRecord]:
    """A meeting whose minutes are a draft, and the later one, at which all were there."""
    kept = minuted(meeting, office, clock)
    later = next_meeting(kept, office, clock)
    agenda.add_item(later, "Fire", kind="urgent", urgent="It burned.", by=office.by("clara"))
    return kept, later


def adjourned(later: MeetingRecord, office: Office, *items: str, inquorate: bool = True) -> MeetingRecord:
    return life.adjourn(later, Adjourned(items, inquorate=inquorate), by=office.by("clara"), reason="Two had to go.")


@database
def test_minutes_are_agreed_and_corrected_at_no_meeting_without_a_quorum(
    both: tuple[MeetingRecord, MeetingRecord], office: Office, clock: Any
) -> None:
    (kept, later), by = both, office.by("clara")
    minutes.note_attendance(later, [], by=by)
    with pytest.raises(PeelianError, match="Nobody is on record as there") as nobody:
        minutes.agree(kept, later, by=by)
    assert "Note who was there" in nobody.value.remedy
    minutes.note_attendance(later, PANEL[:1], by=by)
    with pytest.raises(PeelianError, match="had no quorum"):
        minutes.agree(kept, later, by=by)
    minutes.note_attendance(later, PANEL, by=by)
    minutes.agree(kept, later, by=by)
    third = meeting_after(later, office, clock)
    minutes.note_attendance(third, PANEL[:1], by=by)
    with pytest.raises(PeelianError, match="had no quorum"):
        minutes.correct(item_of(kept), third, "read it", "read it twice", by=by)
    kept.refresh_from_db()
    assert kept.corrections == [] and item_of(kept).minute == "They read it."


@database
def test_a_meeting_that_agreed_minutes_is_not_adjourned_as_if_it_had_not(
    both: tuple[MeetingRecord, MeetingRecord], office: Office
) -> None:
    (kept, later), by = both, office.by("clara")
    minutes.agree(kept, later, by=by)
    with pytest.raises(PeelianError, match=r"24 November 2026 were agreed at this meeting. .* the item stood over: 1"):
        adjourned(later, office, "1", inquorate=False)
    later.refresh_from_db()
    assert later.adjourned is None
    minutes.note_attendance(later, [PANEL[0], PANEL[1] | {"to_item": "1"}], by=by)
    assert adjourned(later, office, "2").adjourned, "until then they were enough"


def meeting_after(later: MeetingRecord, office: Office, clock: Any) -> MeetingRecord:
    """A third meeting, held, with nobody on record as there yet."""
    by = office.by("clara")
    made = life.plan(later.committee, dt.date(2027, 1, 19), by=by)
    life.call(made, dt.date(2026, 12, 15), ["website"], by=by)
    agenda.add_item(made, "Minutes", kind="minutes", by=by)
    agenda.dispatch(made, by=by)
    clock.move_to(dt.datetime(2027, 1, 19, 18, tzinfo=dt.UTC))
    return life.hold(made, by=by)


@database
def test_who_was_there_is_not_lowered_below_a_quorum_once_minutes_were_agreed_at_a_meeting(
    both: tuple[MeetingRecord, MeetingRecord], office: Office, clock: Any
) -> None:
    (kept, later), by = both, office.by("clara")
    minutes.note_attendance(later, PANEL[:2], by=by)
    minutes.note_attendance(later, PANEL, by=by)
    minutes.agree(kept, later, by=by)
    for entries, said in ((PANEL[:1], "had no quorum"), ([], "Nobody is on record as there"),
                          ([PANEL[0], PANEL[1] | {"from_item": "2"}], "had no quorum")):  # fmt: skip
        with pytest.raises(PeelianError, match=f"24 November 2026 were agreed at this meeting. .*{said}") as caught:
            minutes.note_attendance(later, entries, by=by)
        assert "a resolution of a later meeting then corrects them" in caught.value.remedy
    minutes.note_attendance(later, PANEL[:2], by=by)
    own = later.items.get(number="1")
    with pytest.raises(PeelianError, match="had no quorum"):
        minutes.declare(own, "Ben Bay", "personal", left=True, by=by)
    later.refresh_from_db()
    assert later.attendance == PANEL[:2] and later.items.get(number="1").interests == [], "nothing of it is kept"
    third = meeting_after(later, office, clock)
    minutes.note_attendance(third, PANEL, by=by)
    minutes.agree(later, third, seen=True, by=by)
    later.refresh_from_db()
    lowered = [PANEL[0], {"name": "Ben Bay", "presence": "apologies"}]
    with pytest.raises(PeelianError, match=r"were agreed at this meeting\. .* What was resolved stays"):
        set_attendance_right(later, third, lowered, version=later.version, by=by)
    set_attendance_right(later, third, lowered, version=later.version, seen=True, by=by)
    kept.refresh_from_db()
    later.refresh_from_db()
    assert kept.minutes == "agreed" and [one["what"] for one in later.corrections] == ["attendance"]


@database
def test_a_meeting_that_corrected_a_minute_is_not_adjourned_whole(
    both: tuple[MeetingRecord, MeetingRecord], office: Office
) -> None:
    (kept, later), by = both, office.by("clara")
    minutes.correct(item_of(kept), later, "read it", "read it twice", by=by)
    with pytest.raises(PeelianError, match="24 November 2026 were corrected at this meeting"):
        adjourned(later, office, "1", "2")
    assert adjourned(later, office, "2", inquorate=False).adjourned


@database
def test_minutes_are_not_agreed_at_a_sitting_whose_item_stands_over(
    both: tuple[MeetingRecord, MeetingRecord], office: Office
) -> None:
    kept, later = both
    adjourned(later, office, "1", inquorate=False)
    with pytest.raises(PeelianError, match="the item stood over: 1") as caught:
        minutes.agree(kept, later, by=office.by("clara"))
    assert "sitting that goes on" in caught.value.remedy
