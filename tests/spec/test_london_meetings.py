"""London's committees as its documents show them: need N42 on a borough's agenda pack, and what is known beside it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from peelian.core.clocks.calendars import united_kingdom
from peelian.core.seeding import read_organisations
from peelian.figures.house import House
from peelian.figures.pack import PACKS
from peelian.reading.persons import warned
from peelian.scrutiny.meetings.records import Meeting
from peelian.scrutiny.meetings.rules import (
    attended,
    has_date,
    lacks_of_minutes,
    meeting_due,
    notice_by,
    open_at,
    overdue,
    page_faults,
    quorum_of,
    without_outcome,
)
from peelian.scrutiny.meetings.shelf import Shelf, shelf

LONDON = PACKS / "london"
HERE = "havering-crime-and-disorder"
FORWARD = [144, 158, 168, 170, 172, 178, 180, 188, 196, 235, 257]
"""Lines of seed-004 that say what was to come (N42)."""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return shelf(tmp_path_factory.mktemp("house"), LONDON)


@pytest.fixture(scope="module")
def november(out: Shelf) -> Meeting:
    return out.meeting(f"{HERE}/2016-11-01")


@pytest.fixture(scope="module")
def january(out: Shelf) -> Meeting:
    return out.meeting(f"{HERE}/2017-01-17")


def test_the_agenda_has_ten_items_and_papers_whose_pages_follow_each_other(january: Meeting) -> None:
    assert [item.number for item in january.items] == [str(number) for number in range(1, 11)]
    ranges = [(paper.first_page, paper.last_page) for item in january.items for paper in item.papers]
    assert ranges == [(1, 6), (7, 78), (79, 86)]
    assert page_faults(january.items) == []


def test_a_gap_in_the_pages_would_be_found(january: Meeting) -> None:
    without = tuple(item for item in january.items if item.number != "6")
    (fault,) = page_faults(without)
    assert "begins on page 79, where 7 comes next: pages are missing before it" in fault.what


def test_a_quorum_of_three_of_six_was_met_by_five_with_a_substitute_at_every_item(
    out: Shelf, november: Meeting
) -> None:
    committee = out.committee(HERE)
    assert committee.quorum == 3
    assert len([one for one in committee.sitting(november.on) if one.role != "substitute"]) == 6
    found = quorum_of(november, committee)
    assert all(one.enough and len(one.present) == 5 for one in found)
    (substitute,) = [one for one in november.attendance if one.presence == "substitute"]
    assert (substitute.name, substitute.for_) == ("Councillor Viddy Persaud", "Councillor Ray Best")


def test_the_eleven_statements_about_what_was_to_come_are_actions_five_of_them_with_a_date_or_meeting(
    out: Shelf,
) -> None:
    points = out.actions_of(HERE)
    assert [one.line for one in points] == FORWARD
    assert [one.line for one in points if has_date(one)] == [144, 172, 188, 196, 235]
    assert [one.line for one in points if not one.owner] == [144, 188, 235], "the minutes name nobody"


def test_what_has_a_day_is_overdue_after_it_and_what_has_none_never_is(out: Shelf) -> None:
    points = out.actions_of(HERE)
    late = [one.line for one in points if overdue(one, out.meetings, dt.date(2016, 12, 1))]
    assert late == [144, 172, 196, 235]
    assert not any(overdue(one, out.meetings, dt.date(2016, 11, 13)) for one in points), "the week was not over"
    assert all(meeting_due(one, out.meetings) is None for one in points), "the topic group’s next meeting is not known"


def test_the_summary_list_of_january_holds_all_eleven_and_that_of_november_none(out: Shelf) -> None:
    january, november = (out.meeting(f"{HERE}/{day}") for day in ("2017-01-17", "2016-11-01"))
    assert len(open_at(out.actions_of(HERE), out.meetings, january)) == 11
    assert open_at(out.actions_of(HERE), out.meetings, november) == []


def test_the_minute_without_an_outcome_is_the_twelfth_and_is_flagged(out: Shelf, november: Meeting) -> None:
    assert [item.minute_number for item in without_outcome(november.items)] == ["12"]
    (found,) = lacks_of_minutes(november, out.committee(HERE))
    assert "Item 12" in found.what and found.warning


def test_urgent_items_say_that_their_special_circumstances_are_not_in_the_minutes(november: Meeting) -> None:
    urgent = [item for item in november.items if item.urgent]
    assert [item.number for item in urgent] == ["14", "15"]
    assert all("do not say" in item.urgent for item in urgent)


def test_by_when_the_agenda_had_to_be_open_is_counted_and_whether_it_was_is_not_claimed(
    out: Shelf, january: Meeting
) -> None:
    found = notice_by(out.committee(HERE), january.on, united_kingdom())
    assert found.due == dt.date(2017, 1, 9)
    assert [day.date.day for day in found.days if day.number] == [16, 13, 12, 11, 10]
    assert january.agenda_out is None


def test_the_meeting_before_is_known_from_its_minutes_being_agreed_and_signed(out: Shelf) -> None:
    minutes = out.meeting(f"{HERE}/2016-07-28").minutes
    assert minutes is not None and (minutes.state, minutes.agreed_at) == ("signed", f"{HERE}/2016-11-01")


def test_the_assembly_s_committee_had_ten_members_of_five_parties_in_2019_20(out: Shelf) -> None:
    committee = out.committee("london-assembly-pcc")
    sitting = committee.sitting(dt.date(2019, 10, 1))
    assert len(sitting) == 10 and len({one.party for one in sitting}) == 5
    assert [one.name for one in sitting if one.role == "chair"] == ["Unmesh Desai AM"]
    assert committee.sitting(dt.date(2026, 1, 1)) == (), "nobody is carried on to where the list does not speak"


def test_who_came_is_counted_of_meetings_that_kept_it(out: Shelf) -> None:
    found = {
        name: (there, sent, could) for name, there, sent, could in attended(out.meetings_of(HERE), out.committee(HERE))
    }
    assert found["Councillor Ian de Wulverton"] == (1, 0, 1)
    assert found["Councillor Ray Best"] == (0, 1, 1)
    assert found["Councillor Viddy Persaud"] == (1, 0, 0), "a substitute is asked to no meeting"


def test_nothing_in_the_pack_tells_of_one_person(out: Shelf) -> None:
    """Line 233 of seed-004 tells of a caller's illness: the pack leaves it out, and the rule would have found it."""
    texts = [text for one in out.meetings for item in one.items for text in (item.title, item.recommended, item.minute)]
    assert [
        found.words for text in texts for found in warned(text) if "health" in found.why or "one person" in found.why
    ] == []
    assert warned("one particular caller had dementia")


def test_lines_and_bodies_of_the_pack_are_there(out: Shelf, seeds: Path) -> None:
    lengths = {path.name[:3]: len(path.read_text(encoding="utf-8").splitlines()) for path in seeds.glob("*.txt")}
    organisations = {one["id"] for one in read_organisations(LONDON)}
    for committee in out.committees:
        assert committee.organisation in organisations
    sources = [one.source for one in out.committees] + [one.source for one in out.meetings]
    for source in sources:
        document, _, lines = source.partition(":")
        for number in re.findall(r"\d+", lines):
            assert 0 < int(number) <= lengths[document.removeprefix("seed-")], source


def test_what_items_touch_is_a_measure_of_the_pack(out: Shelf) -> None:
    measures = {one.id for one in House(Path("nowhere"), "london").catalogue}
    touched = {name for one in out.meetings for item in one.items for name in item.touches}
    touched |= {name for one in out.actions for name in one.touches}
    assert {name.partition(":")[2] for name in touched} <= measures
