"""The deadlines page: any deadline for anyone, also where no release has been sealed."""

from __future__ import annotations

from datetime import date

import icalendar
import pytest

from peelian.core.clocks.rules import rules
from peelian.public.views import deadlines as page
from peelian.ui import deadlines as select
from tests.web.conftest import Visitor

FOI = "/deadlines?rule=foi-reply&start=2026-12-18"


def test_the_page_works_before_anything_is_released(empty: Visitor) -> None:
    shown = empty.page("/deadlines")
    assert shown.headings[0] == (1, "Work out a deadline")
    assert {f"/deadlines?rule={name}" for name in rules()} <= set(shown.links), "every rule is listed"
    assert FOI in shown.links, "and there are examples"


def test_an_answer_says_the_day_in_a_sentence_and_lists_every_day(empty: Visitor) -> None:
    text, shown = empty.text(FOI), empty.page(FOI)
    assert "The answer is due by Thursday 21 January 2027: the 20th working day after the day of receipt" in text
    assert shown.title.startswith("Answer to a request for")
    assert ": Thursday 21 January 2027" in shown.title
    days = shown.tables["days"]
    assert len(days) == 1 + 35
    assert days[1] == ["Friday 18 December 2026", "", "day of receipt, not counted"]
    assert days[8] == ["Friday 25 December 2026", "", "Christmas Day, a public holiday"]
    assert days[-1] == ["Thursday 21 January 2027", "20", "counted: working day 20"]
    assert "Freedom of Information Act 2000, section 10(1) and (6)" in text
    assert "Version 9 of the calendar, known from Wednesday 4 February 2026" in text


def test_the_months_on_the_wall_say_in_words_why_a_day_does_not_count(empty: Visitor) -> None:
    cells = [cell for rows in empty.page(FOI).tables.values() for row in rows for cell in row]
    for words in (
        "18start",
        "25Christ\N{SOFT HYPHEN}mas Day",
        "26Sat",
        "21counts as 1",
        "21counts as 20due",
        "42 January",
    ):
        assert words in cells, words


def test_every_rule_has_a_page_for_a_date(empty: Visitor) -> None:
    for name, rule in rules().items():
        text = empty.text(f"/deadlines?rule={name}&start=2026-12-18")
        assert rule.law.split("'")[0][:30] in text.replace("&#x27;", "'"), name
        assert 'class="pe-say"' in text, name
        assert ("house rule, not law" in text.lower()) == (rule.standing == "house"), name


def test_stops_and_extensions_are_part_of_the_address(empty: Visitor) -> None:
    text = empty.text(f"{FOI}&stop=fee:2026-12-22..2027-01-05&extend=20")
    assert "due by Monday 1 March 2027" in text and "clock stopped: fees notice given" in text
    assert 'value="2026-12-22"' in text and 'value="2027-01-05"' in text, "the form shows what was asked"
    open_stop = empty.text(f"{FOI}&stop=clarification:2026-12-22..")
    assert "The clock stands still since Tuesday 22 December 2026" in open_stop
    assert ".ics" not in open_stop, "there is no date to put into a calendar"


def test_the_forms_answer_becomes_the_address_that_lasts(empty: Visitor) -> None:
    sent = f"{FOI}&stop_kind=fee&stop_from=2026-12-22&stop_to=2027-01-05&stop_kind=fee&stop_from=&stop_to=&extend=20&time=&cutoff="
    answer = empty.get(sent, 302)
    assert answer.headers["Location"] == (
        "/deadlines?rule=foi-reply&start=2026-12-18&extend=20&stop=fee%3A2026-12-22..2027-01-05"
    )
    assert empty.get("/deadlines?rule=&start=", 302).headers["Location"] == "/deadlines"
    empty.get(answer.headers["Location"])


def test_a_cut_off_hour_moves_the_day_of_receipt(empty: Visitor) -> None:
    text = empty.text("/deadlines?rule=mayors-letters&start=2026-12-18&time=17:30&cutoff=17:00")
    assert "received after 17:00: counts as received on Monday 21 December 2026" in text


def test_a_release_is_asked_with_its_time(empty: Visitor) -> None:
    shown = empty.text("/deadlines?rule=pre-release-24-hours&start=2027-03-28")
    assert "before 08:30 on Saturday 27 March 2027" in shown and 'type="time" value="09:30"' in shown


def test_an_answer_stays_the_same_by_its_version_of_the_calendar(empty: Visitor) -> None:
    address = "/deadlines?rule=foi-reply&start=2022-08-25"
    assert "due by Monday 26 September 2022" in empty.text(address)
    assert "due by Friday 23 September 2022" in empty.text(f"{address}&calendar=6")
    assert f"{address}&calendar=9" in empty.page(address).links


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("rule=never&start=2026-12-18", "rule", "There is no deadline rule"),
        ("start=2026-12-18", "rule", "Choose what the deadline is of."),
        ("rule=foi-reply&start=18.12.2026", "start", "is no date. Write it as 2026-12-18."),
        ("rule=foi-reply&start=2041-01-01", "start", "outside the years for which bank holidays are held"),
        ("rule=foi-reply&start=0001-01-01", "start", "outside the years"),
        ("rule=foi-reply&start=2026-12-18&stop=fee:2027-03-01..2027-03-02", "stop", "had run out on Thursday 21 January 2027"),
        ("rule=foi-reply&start=2026-12-18&stop=nonsense", "stop", "Say on which day the clock stopped."),
        ("rule=foi-reply&start=2026-12-18&stop=rain:2026-12-20..", "stop", "stops this clock"),
        ("rule=mayors-letters&start=2026-12-18&stop=fee:2026-12-20..", "rule", "Nothing stops it."),
        ("rule=mayors-letters&start=2026-12-18&extend=5", "rule", "Nothing extends this clock"),
        ("rule=foi-reply&start=2026-12-18&extend=many", "extend", "is no whole number"),
        ("rule=foi-reply&start=2026-12-18&extend=21", "extend", "is not what the rule allows"),
        ("rule=foi-reply&start=2026-12-18&time=noon&cutoff=17:00", "time", "is no time of day"),
        ("rule=foi-reply&start=2026-12-18&calendar=99", "rule", "There is no version 99"),
    ],
)  # fmt: skip
def test_what_cannot_be_worked_out_says_why_above_the_form(empty: Visitor, query: str, field: str, said: str) -> None:
    text = empty.text(f"/deadlines?{query}", 400)
    assert said in text and "This cannot be worked out yet" in text
    assert f'<a href="#{field}">' in text
    assert field in empty.page(f"/deadlines?{query}", 400).ids, "the summary leads to the field"
    refused = empty.get(f"/deadlines.json?{query}", 400).json()  # type: ignore[attr-defined]
    assert refused["error"]["message"] and refused["error"]["remedy"]


def test_text_in_an_address_is_shown_as_text(empty: Visitor) -> None:
    assert "<script>" not in empty.text("/deadlines?rule=%3Cscript%3E&start=%3Cscript%3E", 400)


def test_an_answer_is_there_as_json(empty: Visitor) -> None:
    told = empty.get("/deadlines.json?rule=foi-reply&start=2026-12-18").json()  # type: ignore[attr-defined]
    assert (told["due"], told["number"], told["unit"], told["standing"]) == ("2027-01-21", 20, "working days", "law")
    assert told["days"][7] == {
        "date": "2026-12-25",
        "number": None,
        "kind": "holiday",
        "why": "Christmas Day, a public holiday",
    }
    assert told["calendar"] == {"name": "united-kingdom", "version": 9, "known": "2026-02-04"}
    assert empty.get("/deadlines.json", 400).json()["error"]["code"] == "bad-question"  # type: ignore[attr-defined]


def test_an_answer_goes_into_a_calendar(empty: Visitor) -> None:
    answer = empty.get("/deadlines.ics?rule=foi-reply&start=2026-12-18")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    event = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["DTSTART"].dt == date(2027, 1, 21)
    assert str(event["SUMMARY"]) == "Due: Answer to a request for information"
    assert FOI in str(event["URL"])
    assert empty.get("/deadlines.ics?rule=foi-reply&start=2026-12-18").content == answer.content, (
        "asked twice it is one event"
    )
    moment = icalendar.Calendar.from_ical(
        empty.get("/deadlines.ics?rule=pre-release-24-hours&start=2027-03-28").content
    )
    assert moment.walk("VEVENT")[0]["DTSTART"].dt.isoformat() == "2027-03-27T08:30:00+00:00"
    refused = empty.get("/deadlines.ics?rule=foi-reply&start=2026-12-18&stop=fee:2026-12-20..", 400)
    assert refused.json()["error"]["code"] == "clock-stopped"  # type: ignore[attr-defined]


def test_how_much_time_is_left_depends_on_the_day_it_is_asked() -> None:
    from peelian.core.clocks.calendars import united_kingdom
    from peelian.core.clocks.deadlines import deadline

    found = deadline(rules()["foi-reply"], date(2026, 12, 18), calendar=united_kingdom())
    assert select.left(found, date(2026, 12, 1)) == "", "it has not begun"
    assert select.left(found, date(2027, 1, 18)) == "3 working days; today, Monday 18 January 2027, is not counted"
    assert select.left(found, date(2027, 1, 21)) == "Due today, Thursday 21 January 2027"
    assert select.left(found, date(2027, 1, 22)) == "Overdue by 1 working day on Friday 22 January 2027"


def test_the_footer_and_the_page_about_the_site_lead_to_it(empty: Visitor) -> None:
    assert empty.page("/about").links.count("/deadlines") == 2
    assert empty.page("/accessibility").links.count("/deadlines") == 1


def test_an_older_release_keeps_its_links_inside(some: Visitor) -> None:
    prefix = f"/r/{some.release.id}"
    assert f"{prefix}/deadlines.json?rule=foi-reply&start=2026-12-18" in some.page(f"{prefix}{FOI}").links


def test_the_examples_answer(empty: Visitor) -> None:
    for link in page.EXAMPLES:
        assert 'class="pe-say"' in empty.text(link.href)
