# ruff: noqa: F811  fixtures of another file are arguments here
"""A meeting is adjourned and goes on: at a day that it fixed itself, or at one that is fixed later; both sittings say so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.support.panel import (
    MEETS,
    PANEL,
    clock,  # noqa: F401
    house,  # noqa: F401
    meeting,  # noqa: F401
    office,  # noqa: F401
    on,
    panel,  # noqa: F401
    with_agenda,
)

from peelian.audit.models import Event
from peelian.core.acting import NotAllowed
from peelian.core.running.models import Clock
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.packfile import PackError
from peelian.plans.entry import mapping
from peelian.scrutiny.meetings import actions, agenda, life, minutes
from peelian.scrutiny.meetings.content import action_of, committee_of, meeting_of
from peelian.scrutiny.meetings.form import form_of, read_meeting
from peelian.scrutiny.meetings.life import Adjourned
from peelian.scrutiny.meetings.models import MeetingRecord
from peelian.scrutiny.meetings.queries import goes_on
from peelian.scrutiny.meetings.records import Meeting
from peelian.scrutiny.meetings.rules import lacks_of_minutes, meeting_due
from peelian.scrutiny.meetings.shelf import shelf
from peelian.scrutiny.meetings.unadjourning import take_adjournment_back
from peelian.ui.sittings import Sittings

pytestmark = pytest.mark.django_db
TO = dt.date(2026, 12, 1)
WHY = "One voting member was there; two are the quorum."


@pytest.fixture
def began(meeting: MeetingRecord, office: Office, clock: Any) -> MeetingRecord:
    """Its agenda is out, with two items, and its day has come."""
    kept = with_agenda(meeting, office)
    on(clock, 11, 24, 18)
    return kept


def adjourned(meeting: MeetingRecord, office: Office, **more: Any) -> MeetingRecord:
    told = {"items": ("1", "2"), "at": dt.time(10, 20), "inquorate": True} | more
    return life.adjourn(meeting, Adjourned(**told), by=office.by("clara"), reason=WHY)


def shown(house: House, name: str = "the-panel/2026-11-24") -> tuple[Meeting, Sittings]:
    held = shelf(house.root, house.pack)
    one = held.meeting(name)
    return one, Sittings(one, held.meetings_of("the-panel"))


def test_a_day_that_the_meeting_fixed_stands_called_without_a_notice_and_with_its_papers(
    began: MeetingRecord, office: Office, house: House
) -> None:
    kept = adjourned(began, office, items=("2",), to=TO, begins=dt.time(14), place="Room 2")
    assert (kept.state, kept.minutes, kept.ends) == ("held", "draft", dt.time(10, 20))
    later = goes_on(kept)
    assert later is not None and (later.state, later.agenda, later.notice_on, later.place) == (
        "called",
        "out",
        None,
        "Room 2",
    )
    assert later.agenda_out == kept.agenda_out, "its papers are open since then"
    assert [one.number for one in later.items.all()] == ["2"]
    paper = later.items.get().papers.get()
    assert (paper.text, paper.first_page) == ("Fewer knives.", None), "the pages are those of the first pack"
    assert not Clock.objects.filter(subject=later.key, state="running").exists()
    one, first = shown(house)
    assert first.words == (
        f"It was adjourned at 10:20 for want of a quorum: {WHY} Item 2 stands over. It goes on on Tuesday 1 December 2026, 14:00, "
        "Room 2."
    )
    assert [first.over(item) for item in one.items] == ["", "Stands over to 1 December 2026."]
    two, second = shown(house, "the-panel/2026-12-01")
    assert second.notice == (
        "It goes on with the sitting of 24 November 2026, which was adjourned. That sitting fixed this day, so no new notice was "
        "given."
    )
    assert second.since(two.items[0]) == "Stood over from 24 November 2026."
    agenda.add_paper(
        later.items.get(), "Tables", kind="late", text="None.", reason="They came today.", by=office.by("clara")
    )


def test_what_stands_over_has_its_outcome_where_the_meeting_goes_on(
    began: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    by = office.by("clara")
    kept = adjourned(began, office, items=("2",), to=TO)
    first, second = kept.items.all()
    minutes.note_attendance(kept, PANEL, by=by)
    minutes.write(first, version=first.version, minute="Agreed.", outcome={"kind": "agreed"}, by=by)
    with pytest.raises(WrongStep, match="This item stands over"):
        minutes.write(second, version=second.version, outcome={"kind": "noted"}, by=by)
    minutes.write(second, version=second.version, minute="Members had begun to ask.", by=by)
    whole = meeting_of(MeetingRecord.objects.get(pk=kept.pk))
    assert lacks_of_minutes(whole, committee_of(kept.committee)) == [], "nobody asks for its outcome"
    later = goes_on(kept)
    assert later is not None
    on(clock, 12, 1, 18)
    life.hold(later, by=by)
    item = later.items.get()
    minutes.note_attendance(later, PANEL, by=by)
    minutes.write(item, version=item.version, minute="Noted.", outcome={"kind": "noted"}, by=by)
    agreeing = life.plan(kept.committee, dt.date(2027, 1, 12), by=by)
    life.call(agreeing, dt.date(2026, 12, 1), ["website"], by=by)
    agenda.add_item(agreeing, "Minutes", kind="minutes", by=by)
    agenda.dispatch(agreeing, by=by)
    clock.move_to(dt.datetime(2027, 1, 12, 18, tzinfo=dt.UTC))
    agreeing = life.hold(agreeing, by=by)
    minutes.note_attendance(agreeing, PANEL, by=by)
    for one in (kept, later):
        minutes.agree(one, agreeing, seen=True, by=by)
    one, sittings = shown(house)
    assert [sittings.over(item) for item in one.items] == ["", "Stood over to 1 December 2026: Noted."]
    assert "It went on on Tuesday 1 December 2026" in sittings.words


def test_a_day_that_is_fixed_later_is_called_as_any_other(began: MeetingRecord, office: Office, house: House) -> None:
    by = office.by("clara")
    kept = adjourned(began, office)
    assert goes_on(kept) is None
    assert shown(house)[1].words.endswith("Items 1, 2 stand over. When it goes on is still to be fixed.")
    with pytest.raises(PeelianError, match="It was adjourned on Tuesday 24 November 2026"):
        life.resume(kept, dt.date(2026, 11, 23), by=by)
    later = life.resume(kept, TO, begins=dt.time(10), by=by)
    assert (later.state, later.agenda, later.resumes, later.place) == ("planned", "draft", kept.id_of, "City Hall")
    with pytest.raises(WrongStep, match="Call it first"):
        agenda.dispatch(later, by=by)
    with pytest.raises(PeelianError, match="short notice"):
        life.call(later, today(), ["website"], by=by)
    life.call(later, today(), ["website"], by=by, reason="It could not be sooner.")
    agenda.dispatch(later, seen=True, by=by)
    with pytest.raises(WrongStep, match="fixed already"):
        life.resume(kept, dt.date(2026, 12, 2), by=by)
    assert shown(house, later.id_of)[1].notice == "", "it was called"
    moved = life.postpone(later, dt.date(2026, 12, 8), by=by, reason="Snow.")
    assert goes_on(kept) == moved, "it goes on with what it was to go on with"
    life.cancel(moved, by=by, reason="Nobody could come.")
    assert life.resume(kept, dt.date(2026, 12, 15), by=by).resumes == kept.id_of


def test_a_sitting_that_the_meeting_fixed_and_that_was_called_off_is_said(
    began: MeetingRecord, office: Office, house: House
) -> None:
    kept = adjourned(began, office, to=TO)
    later = goes_on(kept)
    assert later is not None
    life.cancel(later, by=office.by("clara"), reason="Snow.")
    assert "It was to go on on Tuesday 1 December 2026; that sitting does not take place" in shown(house)[1].words


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"items": ()}, "Nothing on its agenda stands over"),
        ({"items": ("1", "9")}, "Nothing on its agenda stands over"),
        ({"to": dt.date(2026, 11, 23)}, "It was adjourned on Tuesday 24 November 2026"),
        ({"place": "Room 2"}, "An hour or a place is fixed, and no day"),
        ({"at": dt.time(9, 59)}, "It began at 10:00"),
        ({"to": dt.date(2027, 11, 26)}, "26 November 2027 is more than a year after the day"),
        ({"to": dt.date(2031, 12, 1)}, "1 December 2031 is more than a year after the day"),
        ({"to": MEETS, "begins": dt.time(10, 10)}, "It had gone on until 10:20 that day"),
        ({"to": TO, "begins": dt.time(14)}, "There is a meeting on Tuesday 1 December 2026 at that hour already"),
    ],
)
def test_what_cannot_be_adjourned_so_is_refused(
    began: MeetingRecord, office: Office, more: dict[str, Any], said: str
) -> None:
    life.plan(began.committee, TO, begins=dt.time(14), by=office.by("clara"))
    with pytest.raises(PeelianError, match=said):
        adjourned(began, office, **more)


def test_a_sitting_goes_on_within_a_year_and_not_while_the_committee_has_another_meeting(
    began: MeetingRecord, office: Office
) -> None:
    by = office.by("clara")
    kept = adjourned(began, office)
    other = life.plan(kept.committee, TO, begins=dt.time(14), by=by)
    with pytest.raises(PeelianError, match="more than a year after") as caught:
        life.resume(kept, dt.date(2029, 12, 1), by=by)
    assert "can be put off" in caught.value.remedy
    with pytest.raises(PeelianError, match="at that hour already"):
        life.resume(kept, TO, begins=dt.time(14), by=by)
    with pytest.raises(PeelianError, match="It had gone on until 10:20"):
        life.resume(kept, MEETS, begins=dt.time(10), by=by)
    later = life.resume(kept, TO, begins=dt.time(10), by=by)
    with pytest.raises(PeelianError, match="at that hour already"):
        life.write(later, version=later.version, begins=dt.time(14), by=by)
    third = life.plan(kept.committee, dt.date(2026, 12, 8), begins=dt.time(14), by=by)
    with pytest.raises(PeelianError, match="8 December 2026 at that hour already"):
        life.postpone(other, third.on, by=by, reason="Snow.")
    other.refresh_from_db()
    assert other.state == "planned", "nothing of it is kept"


def test_a_sitting_goes_on_at_no_hour_at_which_another_meeting_is_known_to_have_lasted(
    began: MeetingRecord, office: Office, clock: Any
) -> None:
    by = office.by("clara")
    kept = adjourned(began, office)
    day = dt.date(2026, 12, 8)
    other = with_agenda(life.plan(kept.committee, day, begins=dt.time(14), by=by), office)
    on(clock, 12, 8, 18)
    life.hold(other, dt.time(16), by=by)
    for begins in (dt.time(14), dt.time(15, 59)):
        with pytest.raises(PeelianError, match="at that hour already"):
            life.resume(kept, day, begins=begins, by=by)
    assert life.resume(kept, day, begins=dt.time(16), by=by).begins == dt.time(16)


def test_the_hour_of_an_adjournment_lies_within_the_meeting(began: MeetingRecord, office: Office) -> None:
    kept = life.hold(began, dt.time(12), by=office.by("clara"))
    with pytest.raises(PeelianError, match="noted to have ended at 12:00"):
        adjourned(kept, office, at=dt.time(12, 1))
    assert adjourned(kept, office, at=dt.time(10)).ends == dt.time(10), "at once"


def test_only_a_meeting_that_began_is_adjourned_once_and_with_a_reason(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    by = office.by("clara")
    with pytest.raises(WrongStep, match="is planned"):
        adjourned(meeting, office)
    kept = with_agenda(meeting, office)
    with pytest.raises(PeelianError, match="has not come yet"):
        adjourned(kept, office)
    on(clock, 11, 24, 18)
    with pytest.raises(WrongStep, match="needs a reason"):
        life.adjourn(kept, Adjourned(("1",)), by=by, reason=" ")
    life.hold(kept, by=by)
    item = kept.items.first()
    assert item is not None
    minutes.write(item, version=item.version, minute="Agreed.", outcome={"kind": "agreed"}, by=by)
    with pytest.raises(PeelianError, match="was dealt with"):
        adjourned(kept, office)
    kept = adjourned(kept, office, items=("2",))
    with pytest.raises(WrongStep, match="on record already"):
        adjourned(kept, office, items=("2",))
    with pytest.raises(WrongStep, match="was not adjourned"):
        life.resume(life.plan(kept.committee, TO, by=by), dt.date(2026, 12, 2), by=by)


def test_a_sitting_that_goes_on_is_no_next_meeting(began: MeetingRecord, office: Office, house: House) -> None:
    by = office.by("clara")
    kept = adjourned(began, office, items=("2",), to=TO)
    point = actions.raise_action(kept.items.first(), actions.Wanted("Write to us", due_meeting="the-panel/next"), by=by)
    held = [meeting_of(one) for one in MeetingRecord.objects.all()]
    assert meeting_due(action_of(point), held) is None
    after = life.plan(kept.committee, dt.date(2027, 1, 12), by=by)
    held.append(meeting_of(after))
    found = meeting_due(action_of(point), held)
    assert found is not None and found.id == after.id_of


def test_calendars_and_oparl_name_both_sittings(began: MeetingRecord, office: Office, house: House) -> None:
    adjourned(began, office, items=("2",), to=TO, begins=dt.time(14))
    flat = Client().get("/committees/the-panel/calendar.ics").content.decode().replace("\r\n ", "")
    assert "DTSTART;TZID=Europe/London:20261201T140000" in flat and f"Adjourned: {WHY[:20]}" in flat.replace("\\", "")
    assert flat.count("RELATED-TO:") == 1
    first = Client().get("/oparl/v1.1/meeting/the-panel/2026-11-24").json()
    assert first["peelian:adjourned"] == {
        "why": WHY, "items": ["2"], "at": "10:20", "inquorate": True, "to": "2026-12-01", "begins": "14:00",
    }  # fmt: skip
    second = Client().get("/oparl/v1.1/meeting/the-panel/2026-12-01").json()
    assert second["peelian:resumes"] == first["id"] and "peelian:resumes" not in first


def test_both_pages_say_it(began: MeetingRecord, office: Office, house: House) -> None:
    adjourned(began, office, items=("2",), to=TO, begins=dt.time(14))
    first = Client().get("/committees/the-panel/2026-11-24").content.decode()
    assert "It was adjourned for want of a quorum; 1 item stands over." in first and "Adjourned</strong>" in first
    assert '<a href="/committees/the-panel/2026-12-01">The sitting that goes on, of 1 December 2026</a>' in first
    second = Client().get("/committees/the-panel/2026-12-01").content.decode()
    assert '<a href="/committees/the-panel/2026-11-24">The sitting before, of 24 November 2026</a>' in second
    assert "By when the agenda had to be open" in first and "By when the agenda had to be open" not in second
    assert "so no new notice was given" in second and "Stood over from 24 November 2026." in second
    assert "Fewer knives." in second, "what stands over is read there"


def test_of_a_meeting_of_the_past_a_day_that_is_past_can_be_named(
    began: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    by, kept = office.by("clara"), adjourned(began, office)
    clock.move_to(dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC))
    later = life.resume(kept, TO, by=by)
    assert not Clock.objects.filter(subject=later.key, state="running").exists()
    later = life.hold(later, seen=True, by=by, reason="It was noted long after.")
    assert later.agenda == "out" and "It went on on Tuesday 1 December 2026" in shown(house)[1].words


def test_an_adjournment_noted_by_mistake_is_taken_back_with_the_sitting_that_was_to_go_on(
    began: MeetingRecord, office: Office, house: House
) -> None:
    by, kept = office.by("clara"), adjourned(began, office)
    later = life.resume(kept, TO, by=by)
    assert Clock.objects.filter(subject=later.key, state="running").exists()
    with pytest.raises(PeelianError, match="needs a reason"):
        take_adjournment_back(kept, by=by, reason=" ")
    with pytest.raises(NotAllowed):
        take_adjournment_back(kept, by=office.by("lia"), reason="It was another meeting.")
    kept = take_adjournment_back(kept, by=by, reason="It was another meeting.")
    assert (kept.adjourned, kept.state, kept.minutes, kept.ends) == (None, "held", "draft", None)
    later.refresh_from_db()
    assert later.deleted and not Clock.objects.filter(subject=later.key, state="running").exists()
    one, sittings = shown(house)
    assert (one.adjourned, sittings.words, sittings.later) == (None, "", None)
    assert Client().get("/committees/the-panel/2026-12-01").status_code == 404
    event = Event.objects.filter(subject=kept.key).order_by("-number").first()
    assert event is not None and event.action == "meeting.take-adjournment-back"
    with pytest.raises(WrongStep, match="was not adjourned"):
        take_adjournment_back(kept, by=by, reason="It was another meeting.")
    item = kept.items.get(number="2")
    minutes.write(item, version=item.version, outcome={"kind": "noted"}, by=by)
    assert adjourned(kept, office, items=("1",)).adjourned, "it can be noted again, rightly"


def test_an_adjournment_stays_once_the_sitting_that_goes_on_was_held(
    began: MeetingRecord, office: Office, clock: Any
) -> None:
    by, kept = office.by("clara"), adjourned(began, office, to=TO)
    on(clock, 12, 1, 18)
    later = goes_on(kept)
    assert later is not None
    life.hold(later, by=by)
    with pytest.raises(WrongStep, match="was held"):
        take_adjournment_back(kept, by=by, reason="It was another meeting.")


FORM: dict[str, Any] = {
    "id": "the-panel/2026-11-24", "committee": "the-panel", "title": "The Panel", "day": "2026-11-24", "state": "held",
    "items": [{"number": 1, "title": "Knives", "kind": "report"}],
    "adjourned": {"why": "No quorum.", "items": ["1"], "at": "10:20", "inquorate": True, "to": "2026-12-01", "begins": "14:00"},
}  # fmt: skip


def read(**more: Any) -> Meeting:
    return read_meeting(mapping(FORM | more, "a file"), ["the-panel"])


def test_the_form_is_read_as_it_is_written() -> None:
    made = read()
    assert made.adjourned is not None and made.adjourned.to == TO and made.stands_over("1")
    assert form_of(made)["adjourned"] == FORM["adjourned"]
    assert form_of(read(adjourned=None, resumes="the-panel/2026-11-03"))["resumes"] == "the-panel/2026-11-03"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"state": "called"}, "a meeting that is called is not adjourned"),
        ({"adjourned": FORM["adjourned"] | {"to": "2026-11-20"}}, "it goes on before it was adjourned"),
        ({"adjourned": FORM["adjourned"] | {"items": ["2"]}}, "there is no item 2"),
        ({"adjourned": FORM["adjourned"] | {"items": []}}, "nothing stands over"),
        ({"adjourned": {"why": "x", "items": ["1"], "place": "Room 2"}}, "an hour or a place is fixed, and no day"),
        ({"items": [FORM["items"][0] | {"outcome": {"kind": "noted"}}]}, "item 1 stands over, and has an outcome"),
        ({"resumes": "another/2026-11-03"}, "is no earlier sitting"),
        ({"resumes": "the-panel/2026-11-24"}, "is no earlier sitting"),
        ({"resumes": "the-panel/2026-12-24"}, "is no earlier sitting"),
    ],
)
def test_a_form_that_cannot_be_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(PackError, match=said):
        read(**more)
