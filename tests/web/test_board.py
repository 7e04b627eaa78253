"""The board: what is overdue and due to one, what waits for one and whom one waits for; clocks with every day; the team's page."""

from __future__ import annotations

import csv
import datetime as dt
import inspect
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peelian.audit.models import Event, Kept
from peelian.core.jobs.models import Job
from peelian.core.running import actions as running
from peelian.core.running.models import Notice
from peelian.workspace import searching
from tests.conftest import ROOT
from tests.support import rooms
from tests.support.office import Office, with_second_factor
from tests.web.conftest import Html

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day() -> Iterator[None]:
    """Thursday 26 November 2026."""
    with time_machine.travel(dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def enter(office: Office) -> Any:
    """Sign somebody of the cast in."""

    def open_door(name: str) -> Client:
        client, person = Client(), office.person(name)
        with_second_factor(person)
        client.force_login(person)
        return client

    return open_door


def text_of(client: Client, address: str = "/office") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return " ".join(answer.content.decode().split())


def section(text: str, title: str) -> str:
    """What stands under a heading, to the next."""
    _, _, rest = text.partition(f">{title}</h2>")
    assert rest, f"no {title}"
    return rest.partition("<h2")[0]


def test_a_board_with_nothing_teaches_what_will_come(office: Office, enter: Any) -> None:
    told = text_of(enter("esther"))
    assert "your borough’s report of each quarter, with the day by which it is due" in told
    assert "releases that wait for a quality review" not in told, "it is not hers"
    assert "releases that wait for a quality review" in text_of(enter("carol"))


def test_what_is_overdue_comes_before_what_is_due(office: Office, enter: Any) -> None:
    bob = office.bob
    rooms.clock(office, "Late letter", waits_for=bob, start=dt.date(2026, 10, 26))
    rooms.clock(office, "Near letter", waits_for=bob)
    rooms.clock(office, "Far letter", waits_for=bob, start=dt.date(2026, 11, 20))
    rooms.clock(office, "Letter of Carol", waits_for=office.carol)
    rooms.clock(office, "Letter of nobody")
    told = text_of(enter("bob"))
    assert "Late letter" in section(told, "Overdue")
    assert "overdue by 3 working days" in section(told, "Overdue")
    near = section(told, "Due in the next ten working days")
    assert "Near letter" in near and "Letter of nobody" in near and "Late letter" not in near
    assert "<strong>Tuesday 1 December 2026</strong> <span>2 working days left</span>" in near
    assert "waits for you" in near and "waits for whoever takes it up" in near
    assert "Far letter" not in told and "1 more due later or standing still" in told
    assert "Letter of Carol" not in told
    assert told.index(">Overdue<") < told.index(">Due in the next") < told.index(">Waiting for you<")


def test_a_board_with_too_much_on_it_says_how_much_more_there_is(office: Office, enter: Any) -> None:
    for at in range(27):
        rooms.clock(office, f"Late letter {at}", waits_for=office.bob, start=dt.date(2026, 10, 26))
        rooms.clock(office, f"Near letter {at}", waits_for=office.bob)
    told = text_of(enter("bob"))
    assert told.count("Why that day") == 50
    assert "2 more that are overdue" in told and "2 more until Thursday 10 December 2026" in told
    rows = Html(text_of(enter("bob"), "/office/clocks?when=overdue")).tables["clocks"]
    assert len(rows) == 28


def test_each_last_day_links_to_why_it_is_that_day(office: Office, enter: Any) -> None:
    clock = rooms.clock(office, waits_for=office.bob, href="/office/letters/17")
    page = Html(text_of(enter("bob")))
    assert {f"/office/clocks/{clock.pk}#days-caption", "/office/letters/17"} <= set(page.links)


def test_a_draft_waits_for_its_writer_then_for_a_reviewer_who_did_not_write_it(office: Office, enter: Any) -> None:
    office.give("bob", "mopac", "quality-reviewer")
    record = rooms.draft(office, "October", author=office.bob)
    assert "you can: send for review" in section(text_of(enter("bob")), "Waiting for you")
    rooms.change(record, state="in-review")
    carol = section(text_of(enter("carol")), "Waiting for you")
    assert "October" in carol and "you can: pass the review" in carol and "written by Bob Bassett" in carol
    bob = text_of(enter("bob"))
    assert "October" not in section(bob, "Waiting for you"), "nobody reviews what they wrote"
    assert "with Carol Chen" in section(bob, "Waiting for others") and "since today" in bob


def test_who_wrote_a_sentence_of_it_does_not_review_it_either(office: Office, enter: Any) -> None:
    record = rooms.draft(office, "October", author=office.bob, state="in-review")
    assert "October" in section(text_of(enter("carol")), "Waiting for you")
    rooms.words(record, "by Carol", author=office.carol)
    assert "October" not in text_of(enter("carol"))
    assert "nobody holds the role that it waits for" in section(text_of(enter("bob")), "Waiting for others")


def test_what_is_scheduled_waits_for_the_clock_and_is_gone_once_it_is_out(office: Office, enter: Any) -> None:
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    record = rooms.draft(office, "October", author=office.bob, state="scheduled", at=ahead)
    told = text_of(enter("bob"))
    assert "with the clock; until then the person responsible" in section(told, "Waiting for others")
    assert "October" not in text_of(enter("dev")), "nothing waits for the person responsible"
    rooms.change(record, at=ahead - dt.timedelta(days=3))
    assert "October" not in text_of(enter("bob"))


def test_a_borough_sees_its_own_report_and_nobody_else_does(office: Office, enter: Any) -> None:
    rooms.report(office, author=office.esther, state="in-review")
    assert "Havering, " in section(text_of(enter("femi")), "Waiting for you")
    assert "with Femi Falode" in section(text_of(enter("esther")), "Waiting for others")
    for name in ("bob", "carol", "dev", "alice", "ivy", "grace", "harry", "jo"):
        assert "Quarterly report" not in text_of(enter(name)), name


def test_a_notice_is_read_and_gone(office: Office, enter: Any) -> None:
    rooms.notice(office, "A day moved for Bob.", person=office.bob)
    other = rooms.notice(office, "For the Met alone.", organisation="mps")
    client = enter("bob")
    told = text_of(client)
    assert "A day moved for Bob." in told and "For the Met alone." not in told
    [mine] = Notice.objects.filter(person=office.bob)
    assert client.get(f"/office/notices/{mine.pk}/read").status_code == 405
    assert client.post(f"/office/notices/{mine.pk}/read").headers["Location"] == "/office#notices"
    assert "A day moved for Bob." not in text_of(client)
    assert client.post(f"/office/notices/{other.pk}/read").status_code == 404
    other.refresh_from_db()
    assert other.read_at is None


def test_several_notices_are_read_at_once_but_none_that_was_not_shown(office: Office, enter: Any) -> None:
    shown = [rooms.notice(office, f"Notice {at}", person=office.bob).pk for at in range(3)]
    foreign = rooms.notice(office, "For the Met alone.", organisation="mps").pk
    client = enter("bob")
    assert "Mark these 3 as read" in text_of(client)
    later = rooms.notice(office, "Came meanwhile", person=office.bob).pk
    client.post("/office/notices/read", {"notice": [*shown, foreign, "x", "9" * 40]})
    assert set(Notice.objects.filter(read_at=None).values_list("pk", flat=True)) == {foreign, later}


def test_work_that_runs_or_failed_stands_on_the_board_of_who_asked(office: Office, enter: Any) -> None:
    job = rooms.job(office, "bob")
    client = enter("bob")
    assert f"number {job.pk}" in text_of(client) and "hx-trigger" in client.get("/office").content.decode()
    assert f"number {job.pk}" not in text_of(enter("carol"))
    assert client.get("/office/board/jobs").headers["Location"] == "/office#jobs"
    part = client.get("/office/board/jobs", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section") and f"number {job.pk}" in part and "every 2s" in part
    Job.bookkeeping.filter(pk=job.pk).update(state="failed", error="The file is broken.")
    part = client.get("/office/board/jobs", headers={"HX-Request": "true"}).content.decode()
    assert "The file is broken." in part and "every 2s" not in part, "nothing runs: nothing is asked again"


def test_the_board_asks_the_same_number_of_questions_however_much_stands_on_it(office: Office, enter: Any) -> None:
    def fill(number: int) -> None:
        for at in range(number):
            rooms.clock(office, f"Letter {number} {at}", waits_for=office.bob)
            record = rooms.draft(
                office, f"Draft {number} {at}", author=office.bob, draft=f"2026-{number:02}-{at + 1:02}"
            )
            rooms.words(record, "x", author=office.bob)
            rooms.change(record, state="in-review")
            rooms.notice(office, f"Notice {number} {at}", person=office.bob)
            rooms.job(office, "bob")

    office.give("bob", "mopac", "person-responsible")
    client = enter("bob")
    text_of(client)  # the first page of a session notes that it began
    asked = []
    for number in (1, 12):
        fill(number)
        for address in ("/office", "/office/team"):
            with CaptureQueriesContext(connection) as found:
                text_of(client, address)
            asked.append(len(found))
    assert asked[:2] == asked[2:], "more on the board asks more questions"
    assert max(asked) <= 25


def test_the_team_page_is_for_who_looks_after_an_organisation(office: Office, enter: Any) -> None:
    rooms.clock(office, "Letter of Carol", waits_for=office.carol)
    rooms.clock(office, "Met letter", organisation="mps")
    rooms.draft(office, "October", author=office.bob, state="in-review")
    dev = text_of(enter("dev"), "/office/team")
    assert "Letter of Carol" in dev and "Carol Chen" in dev and "October" in dev and "Met letter" not in dev
    alice = text_of(enter("alice"), "/office/team")
    assert "Letter of Carol" in alice and "October" not in alice, "an administrator sees no draft"
    assert "Met letter" in text_of(enter("ivy"), "/office/team?organisation=mps")
    assert enter("dev").get("/office/team?organisation=mps").status_code == 404
    for name in ("bob", "carol", "esther", "jo", "harry"):
        assert enter(name).get("/office/team").status_code == 404, name
        assert "/office/team" not in text_of(enter(name)), name


def test_a_clock_shows_every_day_and_what_other_calendars_give(office: Office, enter: Any) -> None:
    clock = rooms.clock(office, waits_for=office.bob)
    running.add_holiday(dt.date(2026, 11, 27), "Day of mourning", why="proclaimed late", by=office.by("ivy"))
    client = enter("bob")
    told, page = text_of(client, f"/office/clocks/{clock.pk}"), Html(text_of(client, f"/office/clocks/{clock.pk}"))
    assert "The answer is due by Wednesday 2 December 2026: the 20th working day after the day of receipt" in told
    assert ["Friday 27 November 2026", "", "Day of mourning, a bank holiday"] in page.tables["days"]
    rows = page.tables["by-version"]
    assert rows[1][3] == "Wednesday 2 December 2026 (as it is due)" and rows[2][3] == "Tuesday 1 December 2026"
    assert "It is due on Wednesday 2 December 2026 instead of Tuesday 1 December 2026, because the calendar" in told
    assert "started it, counted from Monday 2 November 2026, due on Tuesday 1 December 2026." in told


def test_the_history_of_a_clock_tells_stops_and_whom_it_waited_for(office: Office, enter: Any) -> None:
    clock = rooms.clock(office, waits_for=office.bob)
    rooms.do(running.stop_clock, clock, "clarification", dt.date(2026, 11, 5), by=office.by("bob"))
    clock.refresh_from_db()
    rooms.do(running.go_on, clock, dt.date(2026, 11, 12), by=office.by("bob"))
    rooms.do(running.pass_on, clock, office.carol, by=office.by("bob"))
    told = text_of(enter("carol"), f"/office/clocks/{clock.pk}")
    assert "Bob Bassett stopped it from Thursday 5 November 2026: clarification asked for." in told
    assert "Bob Bassett let it run again after Thursday 12 November 2026: clarification received." in told
    assert "It waits for Carol Chen." in told
    assert "/office/audit/" not in told, "she may not read the audit"
    assert enter("bob").get(f"/office/clocks/{clock.pk}").status_code == 404, "it waits for him no more"
    assert "/office/audit/" in text_of(enter("alice"), f"/office/clocks/{clock.pk}")


def test_who_extended_a_clock_and_why_is_told_and_stays_out_of_the_event_itself(office: Office, enter: Any) -> None:
    """It names somebody and says why: words, kept apart so that they can be erased."""
    clock = rooms.clock(office, waits_for=office.bob)
    given: Any = {
        "told": dt.date(2026, 11, 9),
        "by": "Dev Das",
        "reason": "The public interest is weighed for Mr Hill.",
    }
    rooms.do(lambda: running.extend(clock, 10, **given), by=office.by("bob"))
    assert "Bob Bassett extended it by 10 working days: The public interest is weighed for Mr Hill." in text_of(
        enter("bob"), f"/office/clocks/{clock.pk}"
    )
    event = Event.objects.filter(action="test.do").latest("number")
    assert f"{clock.key} extensions" in event.apart
    assert "Mr Hill" not in str(event.changes) and "Dev Das" not in str(event.changes)
    Kept.objects.filter(event=event.number).delete()
    assert "Bob Bassett extended it." in text_of(enter("bob"), f"/office/clocks/{clock.pk}")


def test_a_clock_that_was_met_says_so_and_keeps_its_calendar(office: Office, enter: Any) -> None:
    clock = rooms.clock(office, waits_for=office.bob)
    rooms.do(running.meet, clock, dt.date(2026, 11, 20), by=office.by("bob"))
    running.add_holiday(dt.date(2026, 11, 27), "Day of mourning", why="proclaimed late", by=office.by("ivy"))
    told = text_of(enter("bob"), f"/office/clocks/{clock.pk}")
    assert "met on 20 November 2026" in told and "by Tuesday 1 December 2026" in told
    assert "Overdue" not in text_of(enter("bob"))


def test_the_list_of_clocks_filters_sorts_and_gives_out_exactly_what_it_shows(office: Office, enter: Any) -> None:
    bob = office.bob
    for at in range(60):
        rooms.clock(office, f"Letter {at:02}", waits_for=bob, start=dt.date(2026, 11, 2) + dt.timedelta(days=at % 20))
    met = rooms.clock(office, "Letter that was met", waits_for=bob)
    rooms.do(running.meet, met)
    rooms.clock(office, "Question", waits_for=bob, rule="assembly-question-third-working-day")
    rooms.clock(office, "Letter of Carol", waits_for=office.carol)
    client = enter("bob")

    def titles(query: str) -> list[str]:
        return [row[0] for row in Html(text_of(client, f"/office/clocks?{query}")).tables.get("clocks", [])[1:]]

    first, second = titles("q=letter&sort=title"), titles("q=letter&sort=title&page=2")
    assert len(first) == 50 and len(second) == 10
    assert first[0].startswith("Letter 00") and second[-1].startswith("Letter 59")
    assert titles("q=letter&sort=-title")[0].startswith("Letter 59")
    assert len(titles("q=letter&state=")) == 50 and titles("q=was+met") == []
    assert [row[:8] for row in titles("q=was+met&state=met")] == ["Letter t"]
    assert titles("rule=assembly-question-third-working-day")[0].startswith("Question")
    assert titles("when=overdue")[0].startswith("Question") and "Carol" not in " ".join(titles("state="))
    answer = b"".join(client.get("/office/clocks.csv?q=letter&sort=title")).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(answer)))
    assert [row["What"] for row in rows] == [f"Letter {at:02}" for at in range(60)]
    told = json.loads(b"".join(client.get("/office/clocks.json?q=letter&sort=title")).decode())  # type: ignore[arg-type]
    assert [row["title"] for row in told] == [row["What"] for row in rows]
    assert told[0]["due"] == "2026-12-01"


def test_an_order_or_a_choice_that_is_none_is_left_aside(office: Office, enter: Any) -> None:
    rooms.clock(office, "=1+1", waits_for=office.bob)
    client = enter("bob")
    for query in (
        "sort=password",
        "sort=-waits_for__password",
        "state=%27",
        "page=x",
        "organisation=mps",
        "rule=no",
        "q=%00",
    ):
        assert client.get(f"/office/clocks?{query}").status_code == 200, query
    assert "'=1+1" in b"".join(client.get("/office/clocks.csv")).decode()  # type: ignore[arg-type]


def test_a_list_with_nothing_teaches_and_one_narrowed_to_nothing_leads_back(office: Office, enter: Any) -> None:
    assert "No clock runs for you yet." in text_of(enter("jo"), "/office/clocks")
    assert "Nothing is like that" in text_of(enter("jo"), "/office/clocks?q=x")


def test_the_manual_is_in_step() -> None:
    manual = (ROOT / "docs" / "how-to" / "your-board.md").read_text(encoding="utf-8")
    template = (ROOT / "src/peelian/workspace/templates/workspace/board.html").read_text(encoding="utf-8")
    template += (ROOT / "src/peelian/workspace/templates/workspace/board_jobs.html").read_text(encoding="utf-8")
    headings = dict.fromkeys(re.findall(r'id="[a-z]+-title"[^>]*>([^<{]+)</h2>', template))
    assert len(headings) == 6 and [title for title in headings if f"| {title} |" not in manual] == []
    assert [kind.title for kind in searching.KINDS if f"*{kind.title}*" not in manual] == []


def test_the_reference_names_every_step_of_a_clock_and_every_column_of_its_file(office: Office, enter: Any) -> None:
    reference = (ROOT / "docs" / "reference" / "clocks.md").read_text(encoding="utf-8")
    steps = [
        name for name, item in vars(running).items()
        if inspect.isfunction(item) and item.__module__ == running.__name__ and not name.startswith("_")
    ]  # fmt: skip
    others = {"clocks_of", "tell", "read", "publish_calendar"}
    assert [name for name in steps if f"`{name}`" not in reference and name not in others] == []
    heads = b"".join(enter("bob").get("/office/clocks.csv")).decode("utf-8-sig").splitlines()[0]  # type: ignore[arg-type]
    assert heads.replace(",", ", ") in " ".join(reference.split())
