"""London's draft plan, from its consultation to its issue, on real data; and the first promise that is spoken of.

Olive (plan officer) puts the steps of the law on record, closes the consultation, revises an item and writes what is missing;
Sadie is refused while anything is, with each thing named, and issues the plan when nothing is; Olive says how a promise stands.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from peelian.figures.house import House, today
from peelian.plans.shelf import shelf
from tests.browser.conftest import AXE as LIBRARY
from tests.browser.office import Desks
from tests.browser.pictures import picture
from tests.browser.serving import environment, serving
from tests.browser.test_accessibility import AXE, OVERFLOW
from tests.browser.visiting import DESKTOP, PHONE, Reader
from tests.support.office import furnish_office

PLAN = "plan-2017-21"
HOME = f"/office/plans/{PLAN}"
BEFORE = (
    ("people", "2017-02-23", "Survey of Londoners and meetings in the boroughs."),
    ("victims", "2017-02-23", "Victims were asked in the survey, and in two meetings of their own."),
    ("commissioner", "2016-11-10", "The Commissioner read the draft and answered by letter."),
    ("priorities", "2017-02-28", "Read against the priorities of all 32 community safety partnerships."),
    ("equality", "2017-02-28", "Assessed; the assessment is published."),
    ("consistency", "2017-02-28", "Read against the other strategies."),
    ("consultees", "2017-01-20", "Each was written to."),
    ("panel-sent", "2016-12-01", "Sent with the consultation draft."),
)
"""Steps that are done while the draft is out: which, when, and what."""
AFTER = (
    ("panel-reported", "2017-02-20", "Its report with recommendations."),
    ("regard", "2017-03-06", "Each recommendation was considered; what was not taken up is said with the reason."),
    ("responded", "2017-03-10", "The response to each recommendation."),
    ("response-published", "2017-03-10", "On the website, the same day."),
)


@pytest.fixture(scope="module")
def office(
    real_house: House, seeds: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desks]:
    """The real house with an office in it, London's draft taken in, and the document that prints it read in."""
    folder = tmp_path_factory.mktemp("plan")
    root = Path(shutil.copytree(real_house.root, folder / "house"))
    furnish_office(root)
    peelian(root, "office", "prepare")
    peelian(root, "import", "plan", str(next(seeds.glob("004*"))), "--into", PLAN)
    with serving(root, folder / "server.log") as running:
        made = Desks(chromium, running, LIBRARY)
        yield made
        made.close()


def peelian(house: Path, *words: str) -> None:
    """Give a command at the server."""
    done = subprocess.run(
        [sys.executable, "-m", "peelian.cli", *words], env=environment(house), capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def sound(page: Page) -> None:
    """axe finds nothing, and nothing runs over the edge of a phone."""
    assert page.evaluate(AXE) == [], page.url
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate(OVERFLOW) == [], page.url
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def put_on_record(page: Page, duty: str, day: str, note: str) -> None:
    """A step of the law, from its line in the route."""
    page.locator(f"#route-{duty}").get_by_role("link", name=re.compile("^Put it on record")).click()
    page.get_by_label("On which day it was done").fill(day)
    page.locator("[name=note]").fill(note)
    page.get_by_role("button", name="Put it on record").click()
    page.wait_for_url(f"**{HOME}#route-{duty}")


def put_on_record_by_keyboard(page: Page, duty: str, day: str, note: str) -> None:
    """The same without a mouse."""
    tab_to(page, f"#route-{duty} a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/route/{duty}")
    tab_to(page, "[name=on]")
    type_day(page, day)
    tab_to(page, "[name=note]")
    page.keyboard.type(note)
    tab_to(page, "main form[method=post] button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HOME}#route-{duty}")


def type_day(page: Page, day: str) -> None:
    """Type a day into the browser's own control, whichever of day and month it asks for first."""
    year, month, date = day.split("-")
    for order in (f"{date}{month}{year}", f"{month}{date}{year}"):
        for _ in range(2):
            page.keyboard.press("ArrowLeft")
        page.keyboard.type(order)
        if page.locator("[name=on]").input_value() == day:
            return
    raise AssertionError(f"{day} cannot be typed: {page.locator('[name=on]').input_value()}")


def test_a_draft_is_taken_through_every_step_to_its_issue(office: Desks) -> None:
    olive = office["olive"]
    while_it_is_out(olive)
    revise(olive)
    refused_with_what_is_missing(office["sadie"])
    write_what_is_missing(office["olive"])
    issue(office["sadie"])
    out_for_everybody(office)
    say_how_a_promise_stands(office["olive"])
    for name in ("olive", "sadie"):
        assert office.readers[name].troubles == []


def while_it_is_out(olive: Reader) -> None:
    """The board says what waits; the route is put on record step by step; nobody writes in the text."""
    page = olive.open("/office")
    page.get_by_role("link", name="A safer city for all Londoners, version 1").click()
    sound(page)
    page = olive.open("/office/plans")
    sound(page)
    page.get_by_role("link", name="A safer city for all Londoners").click()
    first, *others = BEFORE
    put_on_record_by_keyboard(page, *first)
    for step in others:
        put_on_record(page, *step)
    picture(page, "plan-desk", 1500)
    page = olive.open(f"{HOME}/items/commitment/dedicated-ward-officers")
    expect(page.get_by_text("everybody reads one text")).to_be_visible()
    sound(page)
    page = olive.open(f"{HOME}/proposals")
    sound(page)
    picture(page, "plan-read-in", 1300)
    page.get_by_role("button", name=re.compile("^Yes, it is that")).first.click()
    expect(page.get_by_text(re.compile(r"^1 of \d+ looked at$"))).to_be_visible()
    page = olive.open(HOME)
    page.get_by_role("link", name="Close the consultation").click()
    sound(page)
    page.get_by_role("button", name="Close the consultation").click()
    expect(page.get_by_text("The consultation is closed: the text can be revised.")).to_be_visible()


def revise(olive: Reader) -> None:
    """An item is found in the list, written, and saves itself; Enter in a field saves it too."""
    page = olive.open(f"{HOME}/items")
    sound(page)
    page.get_by_role("link", name="Commitments (44)").click()
    picture(page, "plan-items", 1100)
    page.get_by_role("link", name="Two constables and one PCSO of its own for every ward", exact=True).click()
    sound(page)
    words = page.get_by_label("The plan's own words")
    words.fill("Every ward in London has two constables and one PCSO of its own by the end of 2017.")
    expect(page.locator("[data-state]")).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))
    page.get_by_label("Due, as printed").first.fill("by the end of 2017")
    picture(page, "plan-item", 1500)
    page.get_by_label("Due, as printed").first.press("Enter")
    expect(page.get_by_text("is saved.")).to_be_visible()


def refused_with_what_is_missing(sadie: Reader) -> None:
    """Who issues the plan reads what is missing, each with its law, and has no button to issue it with."""
    page = sadie.open(HOME)
    page.get_by_role("link", name="Issue the plan").click()
    expect(page.get_by_text("It cannot be done yet.")).to_be_visible()
    for said in (
        "Receive the panel's report: no day is on record.",
        "The plan does not set out the financial and other resources given to the chief officer.",
        "No objective is about the force's national or international functions.",
        "the text is not the draft that the panel had",
    ):
        expect(page.get_by_text(said)).to_be_visible()
    assert page.get_by_role("button", name="Issue the plan").count() == 0
    sound(page)
    picture(page, "plan-missing", 1000)


def write_what_is_missing(olive: Reader) -> None:
    """Each thing that is missing is a link to where it is written."""
    page = olive.open(HOME)
    page.get_by_role("link", name=re.compile("^The plan does not set out the financial")).click()
    expect(page.get_by_label("What it sets out")).to_have_value("resources")
    page.get_by_label("How the plan sets it out").fill(
        "The yearly budget of the Met, and what of it goes to the front line."
    )
    sound(page)
    page.get_by_role("button", name="Add it").click()
    page = olive.open(f"{HOME}/items?kind=objective")
    page.locator("#objective ~ .pe-items a").first.click()
    page.get_by_label("The force's national or international functions").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("is saved.")).to_be_visible()
    page = olive.open(HOME)
    for step in AFTER:
        put_on_record(page, *step)
    again = page.locator("#route-commissioner-again")
    expect(again).to_contain_text("the text is not the draft that the panel had")
    put_on_record(page, "commissioner-again", "2017-03-13", "The Commissioner agreed to what was changed.")
    expect(page.get_by_text("Nothing is missing: it can be issued by somebody who did not write it.")).to_be_visible()
    assert page.get_by_role("link", name="Issue the plan").count() == 0
    sound(page)
    picture(page, "plan-ready", 1400)


def issue(sadie: Reader) -> None:
    """It waits on her board, and is out at once."""
    page = sadie.open("/office")
    expect(page.get_by_text("Ready to be issued")).to_be_visible()
    page.get_by_role("link", name="A safer city for all Londoners, version 1").click()
    page.get_by_role("link", name="Issue the plan").click()
    page.get_by_label("Day of issue").fill("2017-03-20")
    page.get_by_label("Takes effect on").fill("2017-03-01")
    page.get_by_role("button", name="Issue the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("takes effect on that day or later")
    page.get_by_label("Takes effect on").fill("2017-03-20")
    sound(page)
    picture(page, "plan-issue", 900)
    page.get_by_role("button", name="Issue the plan").click()
    expect(page.get_by_text("“A safer city for all Londoners” is issued.")).to_be_visible()
    sound(page)
    picture(page, "plan-issued", 900)


def out_for_everybody(office: Desks) -> None:
    """What was issued is in force for the public pages, with the words that were written last."""
    house = House(office.server.house)
    volume = shelf(house.root, house.pack).in_force(today())
    assert volume is not None and volume.id == PLAN
    edition = volume.edition_on(today())
    assert edition.issued and len(edition.content["route"]) == len(BEFORE) + len(AFTER) + 1
    assert edition.plan.commitment("dedicated-ward-officers").due_words == "by the end of 2017"
    assert "A safer city for all Londoners" in office.server.get("/plan").text


def say_how_a_promise_stands(olive: Reader) -> None:
    """Overdue things come first; a status without evidence is refused with everything kept, and published with it."""
    page = olive.open("/office")
    page.get_by_role("link", name=re.compile(r"promises are overdue$")).click()
    sound(page)
    picture(page, "plan-progress", 1200)
    page.get_by_role("link", name="Two constables and one PCSO of its own for every ward", exact=True).first.click()
    page.get_by_label("Kept late").check()
    page.get_by_label("Since which day").fill("2018-01-31")
    page.get_by_label("Why").fill("Every ward had its two constables by the end of January 2018.")
    page.get_by_role("button", name="Publish it").last.click()
    expect(page.get_by_role("alert")).to_contain_text("needs evidence")
    expect(page.get_by_label("Why")).to_have_value("Every ward had its two constables by the end of January 2018.")
    evidence = page.get_by_role("group", name="Evidence, row 1")
    evidence.get_by_label("What it is").fill("Answer to the Assembly, February 2018")
    evidence.get_by_label("Where it can be read").fill("https://www.london.gov.uk/")
    sound(page)
    picture(page, "plan-claim", 1600)
    page.get_by_role("button", name="Publish it").last.click()
    expect(page.get_by_text("it is said how it stands, and published.")).to_be_visible()
