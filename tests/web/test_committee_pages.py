"""Public pages of committees: from files alone, without a database; what the minutes keep silent on is said."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import Visitor
from tests.web.test_plan_pages import plain

HERE = "/committees/havering-crime-and-disorder"
PAGES = (
    "/committees", HERE, f"{HERE}/2016-07-28", f"{HERE}/2016-11-01", f"{HERE}/2017-01-17", f"{HERE}/actions",
    f"{HERE}/actions?at=2017-01-17", "/committees/london-assembly-pcc", "/committees/london-assembly-pcc/2020-09-16",
    "/topics/probation", "/areas/E09000016/meetings",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_from_files_alone(some: Visitor, address: str) -> None:
    text = some.text(address)
    assert "<script" not in text.replace('<script type="module" src="', "")
    assert " style=" not in text[text.index("<main") : text.index("</main>")]


def test_a_meeting_says_who_was_there_and_whether_that_was_enough(some: Visitor) -> None:
    text = plain(some.text(f"{HERE}/2016-11-01"))
    assert "5 members were there, where 3 are the quorum" in text
    assert "Councillor Viddy Persaud, in place of Councillor Ray Best" in text
    assert "Douglas Charlton, London Community Rehabilitation Company (item 10)" in text


def test_a_minute_without_an_outcome_is_shown_as_one(some: Visitor) -> None:
    text = some.text(f"{HERE}/2016-11-01")
    item = text[text.index('id="item-12"') : text.index('id="item-13"')]
    assert "The minutes do not say what the committee did with this." in item
    assert text.count("The minutes do not say what the committee did with this.") == 1


def test_an_agenda_shows_its_papers_with_their_pages(some: Visitor) -> None:
    text = plain(some.text(f"{HERE}/2017-01-17"))
    for pages in ("pages 1 to 6", "pages 7 to 78", "pages 79 to 86"):
        assert pages in text
    assert "what happened there is not on record" in text
    assert "Monday 9 January 2017" in text, "the last day for the agenda, counted day by day"


def test_actions_without_owner_or_date_are_said_to_be_so(some: Visitor) -> None:
    text = plain(some.text(f"{HERE}/actions"))
    assert "11 actions are open: 4 are overdue, 6 have no date, 3 name nobody." in text
    assert text.count("No date") == 6 and text.count("nobody was named") == 3


def test_the_summary_list_of_a_meeting_is_what_was_open_when_it_began(some: Visitor) -> None:
    assert "11 actions were open when this meeting began" in plain(some.text(f"{HERE}/actions?at=2017-01-17"))
    assert "Nothing was open" in plain(some.text(f"{HERE}/actions?at=2016-11-01"))


def test_a_borough_page_names_the_committees_that_look_at_it(some: Visitor) -> None:
    page = some.page("/areas/E09000016")
    assert HERE in page.links and "/areas/E09000016/meetings" in page.links


def test_what_is_not_there_is_said(some: Visitor) -> None:
    for address in ("/committees/nobody", f"{HERE}/2017-01-18", "/topics/nothing", f"{HERE}/actions?at=2017-01-18"):
        some.get(address, 404)


def test_no_page_tells_of_the_person_whom_the_minutes_tell_of(some: Visitor) -> None:
    for address in PAGES:
        assert not re.search(r"dementia|99 calls", some.text(address)), address
