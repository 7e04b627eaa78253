"""One recommendation from the document that prints it to two verdicts on a page, as five people meet it.

Clara (committee officer) confirms what was read in from the committee's response; Lia answers for MOPAC and claims, first without
evidence and then with; Chris finds otherwise; a stranger reads both, and where the two printed texts do not ask for the same.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from peelian.figures.house import House
from tests.browser.conftest import AXE as LIBRARY
from tests.browser.office import Desks
from tests.browser.pictures import picture
from tests.browser.serving import serving
from tests.browser.test_plan_to_issue import peelian
from tests.browser.test_plan_to_issue import sound as sound_as_it_is
from tests.browser.visiting import Reader
from tests.support.office import furnish_office

REPORT = "london-assembly-pcc/draft-plan-2021-25"
TITLE = "Response to the draft Police and Crime Plan 2021–25"
SEVENTH = "Give a day for the new way of working with communities, and a time in which they are paid"
SIXTH = "Set the targets for trust and confidence together with Londoners"


@pytest.fixture(scope="module")
def office(
    real_house: House, seeds: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desks]:
    """The real house with an office in it, and the committee's response to the draft plan read in."""
    folder = tmp_path_factory.mktemp("followed")
    root = Path(shutil.copytree(real_house.root, folder / "house"))
    furnish_office(root)
    peelian(root, "office", "prepare")
    peelian(root, "import", "report", str(next(seeds.glob("001*"))), "--into", REPORT)
    with serving(root, folder / "server.log") as running:
        made = Desks(chromium, running, LIBRARY)
        yield made
        made.close()


def sound(page: Page) -> None:
    """The page is whole, and nothing is wrong with it: a click goes on before a long table is there."""
    page.wait_for_load_state()
    sound_as_it_is(page)


def test_from_the_document_to_two_verdicts(office: Desks) -> None:
    confirm_both_texts(office["clara"])
    answer_and_claim(office["lia"])
    judge(office["chris"])
    read_by_everybody(office.stranger())
    for name in ("clara", "lia", "chris"):
        assert office.readers[name].troubles == []


def confirm_both_texts(clara: Reader) -> None:
    """The list's and the chapter's text of the seventh, each with its line."""
    page = clara.open("/office/recommendations")
    sound(page)
    page.get_by_role("link", name=TITLE).first.click()
    sound(page)
    for _ in range(2):
        page.goto(f"{page.url.split('/proposals')[0].rstrip('/')}/proposals")
        one = page.locator(".pe-read", has_text="Recommendation 7 ·").first
        one.get_by_role("link", name=re.compile("^Make it a recommendation")).click()
        sound(page)
        page.get_by_role("button", name="Confirm it").last.click()
        page.wait_for_url("**#words")  # the next that is to be looked at
        expect(page.get_by_text("Recommendation 7 is confirmed.")).to_be_visible()
        sound(page)
    page.goto(f"{page.url.split('/proposals')[0]}/proposals")
    picture(page, "ledger-read-in", 1400)


def answer_and_claim(lia: Reader) -> None:
    """What is claimed as delivered without anything that shows it is refused, and nothing typed is lost."""
    page = lia.open("/office")
    page.get_by_role("link", name=re.compile("to answer or deliver")).first.click()
    sound(page)
    page.get_by_role("link", name=re.compile(SIXTH)).click()
    page.get_by_role("link", name="Answer", exact=True).click()
    sound(page)
    page.get_by_label("What the body answers").select_option("accepted")
    page.locator("[name=text_]").fill("The targets will be set with community representatives.")
    page.get_by_role("button", name="Answer").last.click()
    expect(page.get_by_text("Answer: it is on record, and published.")).to_be_visible()
    page.get_by_role("link", name="Say what was done").click()
    page.get_by_label(re.compile("Delivered$")).first.check()
    page.locator("[name=reason]").fill("Three meetings in each borough set them.")
    page.get_by_role("button", name="Say what was done").last.click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("needs evidence")
    expect(page.locator("[name=reason]")).to_have_value("Three meetings in each borough set them.")
    page.locator("[name=evidence-0-what]").fill("Report of the meetings")
    page.locator("[name=evidence-0-where]").fill("https://www.london.gov.uk/")
    page.get_by_role("button", name="Say what was done").last.click()
    expect(page.get_by_text("it is on record, and published.")).to_be_visible()
    sound(page)
    expect(page.get_by_role("link", name="Close it", exact=True)).to_have_count(0)
    picture(page, "ledger-answer", 1400)


def judge(chris: Reader) -> None:
    """The committee finds otherwise."""
    page = chris.open("/office/recommendations")
    page.locator("#asked").get_by_role("link", name=re.compile(SIXTH)).click()
    page.get_by_role("link", name="Give the committee’s verdict").click()
    page.get_by_label(re.compile("Delivered in part")).check()
    page.locator("[name=reason]").fill("Six boroughs had no meeting.")
    sound(page)
    page.get_by_role("button", name="Give the committee’s verdict").last.click()
    expect(page.get_by_text("it is on record, and published.")).to_be_visible()


def read_by_everybody(stranger: Reader) -> None:
    """Both verdicts side by side; two texts with their words; what is overdue."""
    page = stranger.open(f"/recommendations/{REPORT}/6")
    sound(page)
    expect(page.get_by_role("region", name="What MOPAC says")).to_contain_text("Delivered")
    expect(page.get_by_role("region", name="What the committee finds")).to_contain_text("Six boroughs had no meeting.")
    expect(page.get_by_text("The committee finds otherwise than MOPAC says.")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Lopez")
    picture(page, "recommendation", 1400)
    page = stranger.open(f"/recommendations/{REPORT}/7")
    sound(page)
    expect(page.get_by_text("They do not ask for the same")).to_be_visible()
    expect(page.locator("del", has_text="Monitoring Groups")).to_be_visible()
    page = stranger.open("/recommendations?overdue=1")
    sound(page)
    _in_order(page)
    page = stranger.open("/bodies/mopac")
    sound(page)


def _in_order(page: Page) -> None:
    """The sixth is overdue again, because the committee found it delivered in part only."""
    expect(page.get_by_role("link", name=SIXTH)).to_be_visible()
