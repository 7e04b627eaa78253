"""A borough's committee officer runs a meeting: plans it, calls it, sends out its agenda; and finishes what 2016 left open.

Hanna (committee officer of Havering) works with the sub-committee that London's pack knows from its agenda pack: the meeting of 17
January 2017 is noted as held, so that it can agree the minutes of 1 November 2016, whose twelfth item says at last what was done.
Hugo, its chair, signs them.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from peelian.figures.house import House, today
from tests.browser.conftest import AXE as LIBRARY
from tests.browser.office import Desks
from tests.browser.serving import serving
from tests.browser.staff import working
from tests.browser.test_plan_to_issue import peelian, sound
from tests.browser.visiting import DESKTOP, PHONE, Reader
from tests.support.office import furnish_office

HOME = "/office/committees/havering-crime-and-disorder"
PUBLIC = "/committees/havering-crime-and-disorder"
SEATS = 6
"""How many sit on it on 17 January 2017: the desk begins who was there with them."""
TOPICS = "Fewer knives were found than the year before."


@pytest.fixture(scope="module")
def office(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """A house with an office in it, and London's committees taken in."""
    folder = tmp_path_factory.mktemp("meeting")
    root = House(folder / "house").root
    root.mkdir()
    furnish_office(root)
    peelian(root, "office", "prepare")
    with serving(root, folder / "server.log") as running:
        made = Desks(chromium, running, LIBRARY)
        yield made
        made.close()


def shown(page: Page, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it, as wide as a desk and as narrow as a telephone."""
    folder = os.environ.get("PEELIAN_PICTURES")
    if folder:
        for width, size in (("1280", DESKTOP), ("390", PHONE)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.screenshot(path=str(Path(folder) / f"{name}_{width}.png"), full_page=True)
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def looked_at(page: Page, name: str) -> None:
    sound(page)
    shown(page, name)


def day_ahead() -> dt.date:
    """A Tuesday that leaves all the clear days, holidays too."""
    day = today() + dt.timedelta(days=35)
    return day - dt.timedelta(days=(day.weekday() - 1) % 7)


def test_a_meeting_is_planned_called_and_its_agenda_sent_out(office: Desks) -> None:
    hanna, day = office["hanna"], day_ahead()
    page = hanna.open(HOME)
    looked_at(page, "desk-committee")
    page.get_by_role("link", name="Plan a meeting").click()
    page.get_by_label("Day", exact=True).fill(day.isoformat())
    page.get_by_label("Begins").fill("19:00")
    page.get_by_label("Place").fill("Town Hall, Romford")
    looked_at(page, "desk-plan")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("Everybody can read that.")).to_be_visible()
    page.get_by_role("link", name="Call the meeting").click()
    page.get_by_label("Where it could be read").fill("website\nnotice board")
    looked_at(page, "desk-call")
    page.get_by_role("button", name="Call the meeting").click()
    write_the_agenda(page)
    looked_at(page, "desk-agenda")
    send_it_out(page)
    looked_at(page, "desk-out")
    reads_the_agenda(office.stranger(), day)
    assert hanna.troubles == []


def write_the_agenda(page: Page) -> None:
    """An item with a paper of four pages."""
    expect(page.get_by_text("The agenda has no item.")).to_be_visible()
    page.get_by_role("link", name="Add an item").click()
    page.get_by_label("What it is about").fill("Knife crime")
    page.get_by_label("Kind").select_option("report")
    page.get_by_label("What the committee is asked to do").fill("Note the report.")
    page.get_by_label("plan item or measure 1").fill("Knife crime")
    looked_at(page, "desk-item")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name=re.compile("^Add a paper +to item 1$")).click()
    page.get_by_label("What it is called").fill("Report on knife crime")
    page.get_by_label("Its text").fill(f"{TOPICS} One particular caller had told us so.")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Number the pages").click()
    page.get_by_label("1. Report on knife crime").fill("4")
    page.get_by_role("button", name="Number them").click()
    expect(page.get_by_text("pages 1 to 4")).to_be_visible()


def send_it_out(page: Page) -> None:
    """What may tell of one person must be looked at first."""
    page.get_by_role("link", name="Send out agenda and papers").click()
    expect(page.get_by_text("tells of one person")).to_be_visible()
    looked_at(page, "desk-dispatch")
    page.get_by_role("button", name="Send out agenda and papers").click()
    expect(page.get_by_text("Confirm it, or go back")).to_have_count(2)
    page.get_by_label("I have looked at each of these").check()
    page.get_by_role("button", name="Send out agenda and papers").click()
    expect(page.get_by_role("link", name="Add an urgent item")).to_be_visible()


def reads_the_agenda(reader: Reader, day: dt.date) -> None:
    """Anybody, without a release and without signing in."""
    page = reader.open(PUBLIC)
    page.get_by_role("link", name=f"{day.day} {day:%B} {day.year}").first.click()
    page.get_by_text("Read it").click()
    expect(page.get_by_text(TOPICS)).to_be_visible()
    looked_at(page, "public-agenda")
    assert reader.troubles == []


def test_old_minutes_say_at_last_what_was_done_and_are_agreed_at_the_meeting_after(office: Desks) -> None:
    hanna = office["hanna"]
    page = hanna.open(f"{HOME}/2016-11-01")
    expect(page.get_by_text("has no outcome")).to_be_visible()
    looked_at(page, "desk-minutes")
    page.get_by_role("link", name=re.compile("^Minute it ?: item 12$")).click()
    page.get_by_label("What the committee did").select_option("noted")
    looked_at(page, "desk-minute")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("has no outcome")).to_have_count(0)
    page = hanna.open(f"{HOME}/2017-01-17/step/hold")
    page.get_by_role("button", name="Note that it was held").click()
    page = hanna.open(f"{HOME}/2017-01-17/attendance")
    for row in page.locator("select[name$=-presence]").all()[:SEATS]:
        row.select_option("present")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile("2017-01-17(#.*)?$"))
    page = hanna.open(f"{HOME}/2016-11-01/step/agree")
    looked_at(page, "desk-agree")
    page.get_by_role("button", name="Note that the committee agreed the minutes").click()
    expect(page.get_by_text("Minutes agreed").first).to_be_visible()
    page = office.stranger().open(f"{PUBLIC}/2016-11-01")
    expect(page.get_by_text("The minutes were agreed on 17 January 2017")).to_be_visible()
    expect(page.get_by_text("No outcome")).to_have_count(0)
    looked_at(page, "public-minutes")
    assert hanna.troubles == []


def test_the_chair_signs_what_the_committee_agreed(office: Desks) -> None:
    hugo = office["hugo"]
    page = hugo.open(f"{HOME}/2016-11-01")
    page.get_by_role("link", name="Sign the minutes").click()
    looked_at(page, "desk-sign")
    page.get_by_role("button", name="Sign the minutes").click()
    page = office.stranger().open(f"{PUBLIC}/2016-11-01")
    expect(page.get_by_text("signed by Hugo Hale").first).to_be_visible()
    assert hugo.troubles == []


def test_a_later_meeting_corrects_what_was_agreed_and_both_are_read(office: Desks) -> None:
    hanna = office["hanna"]
    page = hanna.open(f"{HOME}/2016-11-01")
    page.get_by_role("link", name=re.compile("^Correct the outcome +of item 12$")).click()
    page.get_by_label("What the committee did").select_option("agreed")
    looked_at(page, "desk-correct-outcome")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Everybody reads what stood there")).to_be_visible()
    looked_at(page, "desk-corrected")
    page.get_by_role("link", name=re.compile("^Correct the votes +on item 12$")).click()
    page.get_by_label("For", exact=True).first.fill("99")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("99 votes, and 5 voting members were there.").first).to_be_visible()
    looked_at(page, "desk-correct-votes")
    page = hanna.open(f"{HOME}/2016-11-01/attendance/correct")
    page.get_by_label("In the chair").first.check()
    looked_at(page, "desk-correct-attendance")
    page.get_by_role("button", name="Save").last.click()
    page = office.stranger().open(f"{PUBLIC}/2016-11-01")
    expect(page.get_by_text("Item 12, its outcome, as resolved on 17 January 2017")).to_be_visible()
    expect(page.get_by_text("Who was there, as resolved on 17 January 2017")).to_be_visible()
    looked_at(page, "public-corrected")
    assert hanna.troubles == []


def test_a_question_is_noted_read_on_the_desk_and_corrected(office: Desks) -> None:
    hanna = office["hanna"]
    page = hanna.open(f"{HOME}/2017-01-17")
    page.get_by_role("link", name=re.compile("^Minute it ?: item 5$")).click()
    page.get_by_role("link", name="Note a question").click()
    for label, text in (
        ("Topic", "Burglary"),
        ("Who asked", "Ada Ash"),
        ("The question", "How mny?"),
        ("Who answered", "The Met"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("The answer").fill("We shall write.")
    page.get_by_label("What is to be done").first.fill("Write with the figures.")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("How mny?")).to_be_visible()
    looked_at(page, "desk-question-shown")
    page.get_by_role("link", name=re.compile("^Correct it ?: Burglary$")).click()
    page.get_by_label("The question", exact=True).fill("How many?")
    looked_at(page, "desk-question-correct")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("How many?")).to_be_visible()
    assert hanna.troubles == []


def test_an_action_is_followed_until_it_is_closed(office: Desks) -> None:
    hanna = office["hanna"]
    page = hanna.open(f"{HOME}/actions")
    looked_at(page, "desk-actions")
    page.get_by_role("link", name="Hold the open days every year.").click()
    page.get_by_label("What was said or done").fill("They were held again in 2017.")
    page.get_by_label("Close it as done").check()
    looked_at(page, "desk-action")
    page.get_by_role("button", name="Put it on record").click()
    expect(page.get_by_text("They were held again in 2017.").first).to_be_visible()
    page = office.stranger().open(f"{PUBLIC}/actions")
    expect(page.get_by_text("10 actions are open")).to_be_visible()
    assert hanna.troubles == []


PAPERS = """# CRIME & DISORDER SUB-COMMITTEE

## AGENDA

Tuesday 8 February 2028, 7.00 pm, Town Hall, Main Road

## 1 APOLOGIES FOR ABSENCE

To receive apologies.

## 2 BURGLARY (Pages 1 - 6)

One particular caller had told the officers of her dementia; to note the report.
"""
"""A made-up agenda, with what may tell of one person."""


def test_papers_are_read_in_and_taken_in_with_the_keyboard_alone(office: Desks, tmp_path: Path) -> None:
    hanna = office["hanna"]
    page = hanna.open(HOME)
    page.get_by_role("link", name="Read papers in").click()
    looked_at(page, "papers-none-yet")
    agenda = {"name": "agenda.md", "mimeType": "text/markdown", "buffer": PAPERS.encode()}
    page.get_by_label("Agenda, minutes, a whole pack or a diary").set_input_files(agenda)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read them in").press("Enter")
    expect(page.get_by_role("heading", name="Read papers in, number")).to_be_visible()
    looked_at(page, "papers-wait-for-a-worker")
    with working(office.server.house, tmp_path / "worker.log"):
        page.get_by_role("link", name="Look at what was found").press("Enter")
    expect(page.get_by_role("heading", name="This may tell of one person")).to_be_visible()
    looked_at(page, "papers-proposed")
    page.get_by_label("Meeting of 8 February 2028").press("Space")
    page.get_by_role("button", name="Take in what is chosen").press("Enter")
    expect(page.get_by_text("This is held back.").first).to_be_visible()
    expect(page.get_by_label("Meeting of 8 February 2028")).to_be_checked()
    looked_at(page, "papers-held-back")
    page.get_by_label("I have looked at each of these").press("Space")
    page.get_by_role("button", name="Take in what is chosen").press("Enter")
    expect(page.get_by_text("Taken in:")).to_be_visible()
    looked_at(page, "papers-taken-in")
    assert hanna.troubles == []


def test_a_meeting_that_is_adjourned_goes_on_and_both_pages_say_so(office: Desks) -> None:
    hanna = office["hanna"]
    page = hanna.open(f"{HOME}/2017-01-17/step/adjourn")
    looked_at(page, "desk-adjourn")
    page.get_by_label("For want of a quorum").check()
    page.get_by_label("Why").fill("Four members had to go; three are the quorum.")
    page.get_by_label("On which day it goes on").fill("2017-02-07")
    page.get_by_role("button", name="Note that it was adjourned").click()
    expect(
        page.get_by_text("The minutes of Tuesday 1 November 2016 were agreed at this meeting.").first
    ).to_be_visible()
    looked_at(page, "desk-adjourn-refused")
    page.get_by_role("checkbox", name=re.compile("Minutes of the meeting of 1 November 2016")).uncheck()
    page.get_by_role("button", name="Note that it was adjourned").click()
    expect(page.get_by_role("heading", name="Its sittings")).to_be_visible()
    looked_at(page, "desk-adjourned")
    page = office.stranger().open(f"{PUBLIC}/2017-01-17")
    looked_at(page, "public-adjourned")
    page.get_by_role("link", name="The sitting that goes on, of 7 February 2017").click()
    expect(page.get_by_text("so no new notice was given")).to_be_visible()
    looked_at(page, "public-goes-on")
    assert hanna.troubles == []
