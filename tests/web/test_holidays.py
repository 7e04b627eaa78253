"""Bank holidays in the office: versions to read, a holiday added late or taken out, and who sees what that moves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from peelian.audit.models import Event
from peelian.core.running import actions as running
from peelian.core.running.models import CalendarChange, Clock, Notice
from peelian.core.running.queries import calendar_in_force
from peelian.figures.house import today
from tests.support import rooms
from tests.support.office import Office, with_second_factor
from tests.web.conftest import Html

pytestmark = pytest.mark.django_db
MOURNING = dt.date(2026, 11, 27)
WRITTEN = {
    "day": "2026-11-27", "title": "Day of mourning", "divisions": ["england-and-wales", "scotland", "northern-ireland"],
    "known": "2026-11-20", "why": "proclaimed on 20 November",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_house(settings: Any, tmp_path: Any) -> None:
    """A change is written for the public site into the house."""
    settings.PEELIAN_DATA = tmp_path / "house"


@pytest.fixture
def enter(office: Office) -> Any:
    def open_door(name: str) -> Client:
        client, person = Client(), office.person(name)
        with_second_factor(person)
        client.force_login(person)
        return client

    return open_door


def text_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return " ".join(answer.content.decode().split())


def sure(page: str) -> str:
    """The hidden word of a page that asks to be confirmed."""
    return page.partition('name="sure" value="')[2].partition('"')[0]


def test_everybody_reads_the_list_of_a_year_and_its_versions(office: Office, enter: Any) -> None:
    client = enter("jo")
    page = Html(text_of(client.get("/office/holidays?year=2023")))
    assert ["Monday 8 May 2023", "Coronation bank holiday"] in [row[:2] for row in page.tables["holidays"]]
    scotland = Html(text_of(client.get("/office/holidays?year=2026&division=scotland"))).tables["holidays"]
    assert "Monday 30 November 2026" in [row[0] for row in scotland]
    wales = Html(text_of(client.get("/office/holidays?year=2026&division=england-and-wales"))).tables["holidays"]
    assert "Monday 30 November 2026" not in [row[0] for row in wales]
    assert "Remove" not in text_of(client.get("/office/holidays")) and "Add a bank holiday" not in text_of(
        client.get("/office/holidays")
    )
    assert "not announced yet" in text_of(client.get("/office/holidays?year=2039"))
    for query in ("year=1066", "year=x", "year=²", "year=99999999999999999999", "division=france"):
        assert client.get(f"/office/holidays?{query}").status_code == 200, query


def test_a_holiday_is_added_after_one_has_seen_what_it_moves(office: Office, enter: Any) -> None:
    clock = rooms.clock(office, waits_for=office.bob)
    rooms.clock(office, "Letter of nobody")
    rooms.clock(office, "Over before", start=dt.date(2026, 1, 5))
    client = enter("ivy")
    page = text_of(client.post("/office/holidays/add", WRITTEN))
    assert "It moves 2 running clocks." in page
    assert [row[:5] for row in Html(page).tables["moves"][1:]] == [
        ["Request 17Answer to a request for information", "Tuesday 1 December 2026", "Wednesday 2 December 2026",
         Html(page).tables["moves"][1][3], "Bob Bassett"],
        ["Letter of nobodyAnswer to a request for information", "Tuesday 1 December 2026", "Wednesday 2 December 2026",
         Html(page).tables["moves"][2][3], "everybody at MOPAC"],
    ]  # fmt: skip
    assert "Bob Bassett; everybody at MOPAC." in page
    assert CalendarChange.objects.count() == 0 and Notice.objects.count() == 0, "looking changes nothing"
    done = client.post("/office/holidays/add", {**WRITTEN, "sure": sure(page)})
    [change] = CalendarChange.objects.all()
    assert done.headers["Location"] == f"/office/holidays/changes/{change.pk}"
    clock.refresh_from_db()
    assert clock.due == dt.date(2026, 12, 2)
    assert sorted(str(item.person or item.organisation.short) for item in Notice.objects.all()) == [
        "Bob Bassett",
        "MOPAC",
    ]
    told = text_of(client.get(done.headers["Location"]))
    assert "was added for all of the United Kingdom" in told and "Wednesday 2 December 2026" in told
    assert "Day of mourning" in text_of(client.get("/office/holidays?year=2026"))


def test_what_changed_since_one_looked_is_shown_again_and_nothing_is_done(office: Office, enter: Any) -> None:
    rooms.clock(office, waits_for=office.bob)
    client = enter("ivy")
    word = sure(text_of(client.post("/office/holidays/add", WRITTEN)))
    rooms.clock(office, "Began meanwhile", waits_for=office.carol)
    page = text_of(client.post("/office/holidays/add", {**WRITTEN, "sure": word}))
    assert "Something changed since you looked." in page and "Began meanwhile" in page
    assert CalendarChange.objects.count() == 0
    client.post("/office/holidays/add", {**WRITTEN, "sure": sure(page)})
    assert CalendarChange.objects.count() == 1


def test_taking_out_a_holiday_in_use_is_explained_and_not_blocked(office: Office, enter: Any) -> None:
    running.add_holiday(MOURNING, "Day of mourning", why="proclaimed", by=office.by("ivy"))
    clock = rooms.clock(office, waits_for=office.bob)
    rooms.clock(office, "Seven days", rule="borough-report-28-days", start=dt.date(2026, 11, 20))
    client = enter("ivy")
    assert "/office/holidays/remove?day=2026-11-27" in text_of(client.get("/office/holidays?year=2026"))
    asked = text_of(client.get("/office/holidays/remove?day=2026-11-27"))
    assert "Remove Day of mourning, Friday 27 November 2026" in asked
    written = {**WRITTEN, "why": "withdrawn", "known": today().isoformat()}
    page = text_of(client.post("/office/holidays/remove", written))
    assert "1 running clock counts by it and would be due on another day." in page
    assert "Nothing blocks this." in page and "Tuesday 1 December 2026" in page
    done = client.post("/office/holidays/remove", {**written, "sure": sure(page)})
    assert done.status_code == 302
    clock.refresh_from_db()
    assert clock.due == dt.date(2026, 12, 1)
    assert "No longer a holiday: Day of mourning" in text_of(client.get("/office/holidays?year=2026"))
    event = Event.objects.filter(action="calendar.remove-holiday").get()
    assert event.subject == f"calendar-change:{CalendarChange.objects.latest('pk').pk}"


def test_one_part_of_the_kingdom_can_stop_keeping_a_day(office: Office, enter: Any) -> None:
    client = enter("ivy")
    written = {"day": "2026-11-30", "divisions": ["scotland"], "known": today().isoformat(), "why": "an Act"}
    page = text_of(client.post("/office/holidays/remove", {**written, "divisions": ["england-and-wales"]}))
    assert "It is not kept there." in page
    page = text_of(client.post("/office/holidays/remove", written))
    client.post("/office/holidays/remove", {**written, "sure": sure(page)})
    assert calendar_in_force().on(dt.date(2026, 11, 30)) == ()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("day", "2026-11-28", "Saturday 28 November 2026 is no working day anyway."),
        ("day", "2026-12-25", "Friday 25 December 2026 is a holiday already: Christmas Day."),
        ("day", "2099-01-01", "outside the years for which bank holidays are held"),
        ("day", "soon", "This is no day. Write it like 31/3/2027."),
        ("title", "", "Say what it is called."),
        ("divisions", [], "Choose where it is kept."),
        ("why", " ", "Say where it was announced."),
        ("known", "1999-01-01", "Give the day on which you heard of it."),
    ],
)
def test_what_cannot_be_is_said_beside_the_form(field: str, value: Any, said: str, office: Office, enter: Any) -> None:
    page = text_of(enter("ivy").post("/office/holidays/add", {**WRITTEN, field: value, "sure": "x"}))
    assert said in page and "There is a problem" in page
    assert CalendarChange.objects.count() == 0


def test_a_day_that_is_no_holiday_cannot_be_taken_out(office: Office, enter: Any) -> None:
    for query in ("?day=2026-11-27", "?day=x", ""):
        assert enter("ivy").get(f"/office/holidays/remove{query}").status_code == 404, query


def test_only_who_looks_after_the_calendar_changes_it(office: Office, enter: Any) -> None:
    for name in ("alice", "bob", "carol", "dev", "esther", "femi", "grace", "harry", "jo"):
        for address in ("/office/holidays/add", "/office/holidays/remove"):
            assert enter(name).post(address, {**WRITTEN, "sure": "x"}).status_code == 403, name
    assert CalendarChange.objects.count() == 0


def test_of_what_a_change_moved_each_sees_their_own(office: Office, enter: Any) -> None:
    rooms.clock(office, "Letter of Bob", waits_for=office.bob)
    rooms.clock(office, "Letter of Carol", waits_for=office.carol)
    running.add_holiday(MOURNING, "Day of mourning", why="proclaimed", by=office.by("ivy"))
    address = f"/office/holidays/changes/{CalendarChange.objects.get().pk}"
    bob, jo = text_of(enter("bob").get(address)), text_of(enter("jo").get(address))
    assert "Letter of Bob" in bob and "Letter of Carol" not in bob and "And 1 clock that is not yours to see." in bob
    assert "Letter of" not in jo and "2 clocks that are not yours to see." in jo
    assert Clock.objects.filter(due=dt.date(2026, 12, 2)).count() == 2
