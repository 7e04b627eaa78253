"""A committee changes its quorum and its clear days on a day: every meeting is judged by the rule in force on its own day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office

from peelian.audit.models import Event
from peelian.core.acting import NotAllowed
from peelian.core.clocks.calendars import united_kingdom
from peelian.core.queries import tellings
from peelian.core.running.models import Clock
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.packfile import PackError
from peelian.plans.entry import mapping
from peelian.scrutiny.meetings import committees, life
from peelian.scrutiny.meetings.content import committee_of
from peelian.scrutiny.meetings.form import form_of, read_committees
from peelian.scrutiny.meetings.models import CommitteeRecord
from peelian.scrutiny.meetings.records import Attendance, Committee, Item, Meeting, Ruled
from peelian.scrutiny.meetings.rules import clear_days_left, notice_by, quorum_of
from peelian.scrutiny.meetings.shelf import shelf
from peelian.scrutiny.meetings.taking_in import take_in_committee

SINCE = dt.date(2026, 5, 20)
PANEL = Committee("panel", "The Panel", "assembly-committee", "london-assembly-pcc", (), 2)
CHANGED = replace(PANEL, changes=(Ruled(SINCE, 4, 3, True), Ruled(dt.date(2027, 5, 20), 3)))


def meeting(day: dt.date) -> Meeting:
    there = tuple(Attendance(name, "present") for name in ("Ada Ash", "Ben Bay", "Cy Cole"))
    return Meeting(
        f"panel/{day}",
        "panel",
        "The Panel",
        day,
        None,
        None,
        "",
        "held",
        items=(Item("1", "Knives", "report"),),
        attendance=there,
    )


@pytest.mark.parametrize(
    ("day", "needed", "enough"),
    [("2026-05-19", 2, True), ("2026-05-20", 4, False), ("2027-05-19", 4, False), ("2027-05-20", 3, True)],
)
def test_the_quorum_is_that_of_the_day_of_the_meeting(day: str, needed: int, enough: bool) -> None:
    [found] = quorum_of(meeting(dt.date.fromisoformat(day)), CHANGED)
    assert (found.needed, found.enough) == (needed, enough)


def test_a_quorum_that_no_document_says_any_more_claims_nothing() -> None:
    [found] = quorum_of(meeting(SINCE), replace(PANEL, changes=(Ruled(SINCE),)))
    assert found.enough is None and found.sentence.endswith("the committee’s quorum is not known.")


@pytest.mark.parametrize(
    ("on", "due", "left"),
    [
        # Tuesday 19 May: Tuesday to Friday of the week before and Monday 18 May are five working days
        ("2026-05-19", "2026-05-11", 5),
        # Tuesday 16 June: Saturday, Sunday and Monday are three days of any kind
        ("2026-06-16", "2026-06-12", 3),
        # Tuesday 8 June 2027: five working days again; Monday 31 May is a bank holiday
        ("2027-06-08", "2027-05-28", 5),
    ],
)
def test_the_clear_days_are_those_of_the_day_of_the_meeting(on: str, due: str, left: int) -> None:
    day = dt.date.fromisoformat(on)
    found = notice_by(CHANGED, day, united_kingdom())
    assert str(found.due) == due
    assert clear_days_left(CHANGED, dt.date.fromisoformat(due), day, united_kingdom()) == left


def read(**more: Any) -> Committee:
    form = {"id": "panel", "title": "The Panel", "kind": "assembly-committee", "organisation": "x", "quorum": 2}
    [made] = read_committees(mapping({"committees": [form | more]}, "a file").entries("committees"))
    return made


def test_the_form_is_read_as_it_is_written_and_an_old_one_stays_valid() -> None:
    changes = [
        {"since": "2026-05-20", "quorum": 4, "clear_days": 3, "weekends_count": True},
        {"since": "2027-05-20", "quorum": 3},
    ]
    assert read(changes=changes).changes == CHANGED.changes
    assert form_of(CHANGED)["changes"] == changes
    assert read().ruled(SINCE) == read()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([{"since": "2026-05-20"}, {"since": "2026-05-20"}], "this holds no later than what stands above it"),
        ([{"since": "2026-05-20", "quorum": 0}], "a quorum of nobody is none"),
        ([{"since": "2026-05-20", "clear_days": 90}], "90 clear days are no notice"),
        ([{"quorum": 2}], "since"),
    ],
)
def test_a_change_that_cannot_be_is_refused(changes: Any, said: str) -> None:
    with pytest.raises(PackError, match=said):
        read(changes=changes)


@pytest.fixture
def office(db: Any, tmp_path: Path, settings: Any) -> Iterator[Office]:
    settings.PEELIAN_DATA = tmp_path
    with time_machine.travel(dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC), tick=False):
        yield Office()


@pytest.fixture
def panel(office: Office) -> CommitteeRecord:
    return committees.found(
        office.organisation("london-assembly-pcc"), "the-panel", title="The Panel", kind="assembly-committee", quorum=2,
        by=office.by("clara"),
    )  # fmt: skip


def test_a_change_moves_the_clocks_of_agendas_that_are_to_go_out(panel: CommitteeRecord, office: Office) -> None:
    by = office.by("clara")
    before, after = (life.plan(panel, dt.date(2026, *day), by=by) for day in ((11, 24), (12, 8)))

    def running(one: Any) -> bool:
        return Clock.objects.filter(subject=one.key, state="running").exists()

    assert running(before) and running(after)
    kept = committees.change_rule(panel, dt.date(2026, 12, 1), 3, 3, by=by)
    assert running(before) and not running(after), "the clocks count five days alone"
    assert committee_of(kept).ruled(dt.date(2026, 12, 8)).quorum == 3
    assert committee_of(kept).ruled(dt.date(2026, 11, 24)).quorum == 2
    with pytest.raises(PeelianError, match="A rule from Tuesday 1 December 2026 on is there"):
        committees.change_rule(panel, dt.date(2026, 12, 1), 4, 5, by=by)
    with pytest.raises(PeelianError, match="That is the rule on Friday 4 December 2026 already"):
        committees.change_rule(panel, dt.date(2026, 12, 4), 3, 3, by=by)
    with pytest.raises(NotAllowed):
        committees.change_rule(panel, dt.date(2026, 12, 9), 4, 5, by=office.by("chris"))
    committees.remove_rule(panel, dt.date(2026, 12, 1), by=by)
    assert running(after)
    with pytest.raises(PeelianError, match="No rule changed"):
        committees.remove_rule(panel, dt.date(2026, 12, 1), by=by)


def test_everybody_reads_the_rule_of_today_and_those_before(
    panel: CommitteeRecord, office: Office, tmp_path: Path
) -> None:
    committees.change_rule(
        panel, dt.date(2026, 10, 1), 3, 7, weekends_count=True, by=office.by("clara"), reason="It resolved so."
    )
    held = shelf(tmp_path, House(tmp_path).pack).committee("the-panel")
    assert held.changes == (Ruled(dt.date(2026, 10, 1), 3, 7, True),)
    page = Client().get("/committees/the-panel").content.decode()
    for text in ("3 voting members", "7 clear days before a meeting", "Rule from 1 October 2026", "Rule until 30 September 2026",
                 "quorum 3, 7 clear days, weekends counted", "quorum 2, 5 clear days"):  # fmt: skip
        assert text in page, text


def test_no_quorum_is_asked_that_the_seats_of_its_day_cannot_reach(panel: CommitteeRecord, office: Office) -> None:
    by, year = office.by("clara"), {"since": dt.date(2026, 1, 1), "until": dt.date(2026, 12, 31)}
    for name, role in (("Ada Ash", "chair"), ("Ben Bay", "member"), ("Di Dell", "substitute"), ("Eve Elm", "co-opted")):
        committees.seat(panel, name, role=role, **year, by=by)
    with pytest.raises(PeelianError, match="the committee has 2 seats with a vote on Tuesday 1 December 2026"):
        committees.change_rule(panel, dt.date(2026, 12, 1), 3, 3, by=by)
    panel.refresh_from_db()
    assert panel.changes is None
    committees.change_rule(panel, dt.date(2026, 12, 1), 2, 3, by=by)
    committees.change_rule(panel, dt.date(2027, 1, 1), 9, 3, by=by)  # who sits then is not known yet


def test_a_rule_of_a_day_that_is_past_says_why_in_the_audit(panel: CommitteeRecord, office: Office) -> None:
    by, day = office.by("clara"), dt.date(2026, 11, 1)
    with pytest.raises(PeelianError, match="Sunday 1 November 2026 is past"):
        committees.change_rule(panel, day, 3, 5, by=by, reason=" ")
    committees.change_rule(panel, day, 3, 5, by=by, reason="The constitution of 2026 says so.")
    with pytest.raises(PeelianError, match="is past"):
        committees.remove_rule(panel, day, by=by)
    committees.remove_rule(panel, day, by=by, reason="It was another committee.")
    told = Event.objects.filter(subject=panel.key, action__in=("committee.change-rule", "committee.remove-rule"))
    assert [one.reason for one in tellings(told.order_by("number"))] == [
        "The constitution of 2026 says so.", "It was another committee.",
    ]  # fmt: skip
    committees.change_rule(panel, dt.date(2026, 11, 2), 3, 5, by=by)  # today is not past


def test_a_pack_with_changes_is_taken_in(office: Office, tmp_path: Path) -> None:
    made = take_in_committee(replace(CHANGED, id="another"), House(tmp_path), by=office.by("clara"))
    assert committee_of(made).changes == CHANGED.changes
