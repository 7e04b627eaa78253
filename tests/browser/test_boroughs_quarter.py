"""A borough's quarter, on the real figures of Havering, from sign-in to published.

Esther takes the borough's written rule over, answers what it leaves open, chooses indicators and demand, writes and sends; Femi
sends back once, Esther mends, Femi passes and publishes; a resident reads it without signing in.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from peelian.figures.house import House
from peelian.localities.publishing import listed
from tests.browser.conftest import AXE as LIBRARY
from tests.browser.office import Desks
from tests.browser.pictures import picture
from tests.browser.serving import serving
from tests.browser.test_accessibility import AXE, OVERFLOW
from tests.browser.visiting import DESKTOP, PHONE, Reader
from tests.support.office import furnish_office

YEAR, PERIOD, AREA = "FY2025-26", "FY2025-26-Q3", "E09000016"
QUARTER = "October to December 2025"
SETTINGS = f"/office/quarters/settings/havering/{YEAR}"
COMMENTARY = "Burglary rose with the dark evenings, as it did a year before, and most of it around Romford station."
ACTION = (
    "Patrols between four and eight in the evening around the station; locks for homes that were broken into twice."
)


@pytest.fixture(scope="module")
def borough(real_house: House, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """The real house with an office in it, served; and its people at their desks."""
    folder = tmp_path_factory.mktemp("borough")
    root = shutil.copytree(real_house.root, folder / "house")
    furnish_office(root)
    with serving(root, folder / "server.log") as running:
        made = Desks(chromium, running, LIBRARY)
        yield made
        made.close()


@pytest.fixture(scope="module")
def settled(borough: Desks) -> Desks:
    """The journey begins with the year's settings: nobody can write before they are there."""
    settle(borough["esther"])
    return borough


def sound(page: Page) -> None:
    """axe finds nothing, and nothing runs over the edge of a phone."""
    page.wait_for_load_state()  # a form that was sent just now may still be answered
    assert page.evaluate(AXE) == [], page.url
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate(OVERFLOW) == [], page.url
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def choose(page: Page, name: str, value: str) -> None:
    """Choose a radio button by the keyboard alone: Tab goes to the group, arrows move in it."""
    tab_to(page, f"[name={name}]")
    for _ in range(5):
        if page.evaluate("() => document.activeElement.value") == value:
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} has no {value}")


def answer_the_open_questions_by_keyboard(page: Page) -> None:
    """The rule's form without a mouse."""
    choose(page, "unchanged", "amber")
    choose(page, "compared_with", "previous quarter")
    choose(page, "two_sided", "no")
    tab_to(page, "[name=decided_by]")
    page.keyboard.type("Cabinet, 12 March 2025")
    tab_to(page, "main form[method=post] button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SETTINGS}")


def settle(esther: Reader) -> None:
    """The year's settings: a written rule taken over, its open questions answered, targets, demand, an own figure."""
    page = esther.open("/office/quarters")
    sound(page)
    page.get_by_role("link", name="set them for financial year 2025/26").click()
    expect(page.get_by_text("Nothing is set for this year yet")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Take over another year or a written rule").click()
    page.get_by_label("Rating of its corporate performance report").check()
    sound(page)
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text("The written rule leaves open what a report has to know.")).to_be_visible()
    page.get_by_role("link", name="Answer the open questions").click()
    sound(page)
    picture(page, "quarter-rule", 1500)
    answer_the_open_questions_by_keyboard(page)
    expect(page.get_by_text("The written rule leaves open")).to_have_count(0)
    for measure, words, target in (
        ("total-notifiable-offences", "total notifiable", "5000"), ("burglary", "burglary", "200"), ("robbery", "robbery", "150"),
    ):  # fmt: skip
        give_a_target(esther, measure, words, target)
    page = esther.open(f"{SETTINGS}/find/demand?q=domestic+abuse+incidents")
    page.get_by_role("button", name=re.compile("Show it.*Domestic abuse incidents")).click()
    note_own_figures(page)
    sound(page)
    picture(page, "quarter-settings", 1600)


def give_a_target(esther: Reader, measure: str, words: str, target: str) -> None:
    """Find a measure, and say what its target is."""
    page = esther.open(f"{SETTINGS}/find/indicators")
    page.get_by_label("Words of its name").fill(words)
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**?q=*")
    sound(page)
    esther.open(f"{SETTINGS}/indicators/{measure}")
    page.get_by_label("Fewer or less").check()
    page.get_by_label("Target of every quarter, or the lower end of a band").fill(target)
    page.get_by_label("Tolerance", exact=False).first.fill("5")
    sound(page)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(re.escape(SETTINGS)))


def note_own_figures(page: Page) -> None:
    """What no release has: a share that is checked against its counts, and a count."""
    page.get_by_role("link", name="Add an own figure").click()
    page.get_by_label("Measure").select_option(label="Repeat referrals to the domestic abuse conference")
    page.get_by_label("Period").select_option(PERIOD)
    page.get_by_label("Figure", exact=True).fill("29.8")
    page.get_by_label("Of a share: how many").fill("17")
    page.get_by_label("Of a share: of how many").fill("59")
    page.get_by_label("Where it comes from").fill("MARAC return, January 2026")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("17 of 59 is 28.81 per cent, not 29.8.")
    sound(page)
    page.get_by_label("Figure", exact=True).fill("28.8")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add an own figure").click()
    page.get_by_label("Measure").select_option(label="Domestic abuse incidents")
    page.get_by_label("Period").select_option(PERIOD)
    page.get_by_label("Figure", exact=True).fill("1412")
    page.get_by_label("Where it comes from").fill("Call log of the joint control room, January 2026")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("28.8 (17 of 59)")).to_be_visible()


def begin(esther: Reader) -> str:
    """The report, on a release that says what it has; returns its address."""
    page = esther.open("/office/quarters")
    page.get_by_role("link", name=f"Begin the report of {QUARTER}").click()
    expect(
        page.get_by_text("Provisional, so they may still change: Total notifiable offences, Burglary, Robbery.")
    ).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile(r"/office/quarters/\d+$"))
    return esther.path


def write(esther: Reader, own: str) -> None:
    """Every text saves itself; what is missing is a link to its field."""
    page = esther.open(own)
    sound(page)
    picture(page, "quarter-desk", 1300)
    page.get_by_role("link", name="Burglary is red: say what is done about it.").first.click()
    assert page.evaluate("() => document.querySelector(':target').id") == "burglary-action"
    burglary = page.locator("#burglary")
    burglary.get_by_label("Commentary").press_sequentially(COMMENTARY[:30])
    expect(burglary.get_by_role("status")).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))
    burglary.get_by_label("Commentary").fill(COMMENTARY)
    burglary.get_by_label("Corrective action").fill(ACTION)
    burglary.get_by_label("Who does it").fill("Head of community safety")
    burglary.get_by_label("By when").fill("2026-03-31")
    expect(burglary.locator("[name=version]")).to_have_value("2")
    expect(burglary.get_by_role("status")).to_have_text(re.compile(r"^Saved at"))
    if burglary.get_by_text("Burglary, each quarter").first.is_visible():
        burglary.locator("summary").first.click()
    burglary.scroll_into_view_if_needed()
    asb = page.locator("#asb-incidents")
    asb.get_by_label("Commentary").fill("The force no longer publishes these by borough; there will be none this year.")
    expect(asb.get_by_role("status")).to_have_text(re.compile(r"^Saved at"))
    whole = page.locator("#report")
    whole.get_by_label("Introduction").fill(
        "A quarter of dark evenings. One resident of Gooshays was burgled three times."
    )
    expect(whole.get_by_role("status")).to_have_text(re.compile(r"^Saved at"))


def mind_what_may_tell_of_one_person(esther: Reader, own: str) -> None:
    """The warning stands beside the text; the text is changed, and the warning is gone."""
    page = esther.open(own)
    expect(page.locator("#report .pe-beside")).to_contain_text("“One resident” tells of one person.")
    sound(page)
    page.locator("#report").get_by_label("Introduction").fill("A quarter of dark evenings.")
    page.locator("#report").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Nothing is missing: it can be sent for review.")).to_be_visible()
    picture(page, "quarter-ready", 1100)


def take(page: Page, step: str, **told: str) -> None:
    """A step of the report from its page."""
    page.get_by_role("link", name=step, exact=True).click()
    for label, text in told.items():
        page.get_by_label(label.replace("_", " ")).fill(text)
    sound(page)
    page.get_by_role("button", name=step, exact=True).click()


def test_a_boroughs_quarter_from_sign_in_to_published(settled: Desks) -> None:
    esther = settled["esther"]
    own = begin(esther)
    write(esther, own)
    mind_what_may_tell_of_one_person(esther, own)
    esther.page.get_by_role("link", name="Preview").click()
    expect(esther.page.get_by_role("heading", level=1)).to_have_text(f"London Borough of Havering: {QUARTER}")
    sound(esther.page)
    esther.open(own)
    take(esther.page, "Send for review")
    femi = settled["femi"]
    page = femi.open(own)
    sound(page)
    picture(page, "quarter-review", 1400)
    take(page, "Send back", What_has_to_be_mended="Say how many homes get new locks.")
    page = esther.open(own)
    expect(page.get_by_text("Sent back: Say how many homes get new locks.")).to_be_visible()
    page.locator("#burglary").get_by_label("Corrective action").fill(f"{ACTION} Forty homes by March.")
    expect(page.locator("#burglary").get_by_role("status")).to_have_text(re.compile(r"^Saved at"))
    take(page, "Send for review")
    page = femi.open(own)
    take(page, "Pass the review", Remarks_for_the_record="Read against the release.")
    take(page, "Sign off and publish")
    expect(page.get_by_text("The report is published.")).to_be_visible()
    sound(page)
    read_as_anybody(settled)
    [kept] = listed(settled.server.house, AREA)[0]
    assert {line["measure"]: line["rating"] for line in kept["lines"]} == {
        "total-notifiable-offences": "green", "asb-incidents": None, "marac-repeat-referrals": None, "burglary": "red",
        "robbery": "amber",
    }  # fmt: skip
    for reader in (esther, femi):
        assert reader.troubles == []


def read_as_anybody(borough: Desks) -> None:
    """A resident without an account, and the policing body's table."""
    resident = borough.stranger()
    page = resident.open(f"/areas/{AREA}/quarters/{PERIOD}")
    expect(page.get_by_text("Of 5 indicators, 1 is red, 1 is amber, 1 is green and 2 have no colour.")).to_be_visible()
    expect(page.get_by_text("Forty homes by March.")).to_be_visible()
    assert "Esther" not in page.content() and "Femi" not in page.content()
    sound(page)
    picture(page, "quarter-public", 1500)
    assert resident.troubles == []
    bob = borough["bob"].open(f"/office/quarters/boroughs?year={YEAR}")
    expect(bob.locator("#boroughs tr", has_text="Havering")).to_contain_text("Published")
    sound(bob)
    picture(bob, "quarter-boroughs", 1100)


def begun(borough: Desks, quarter: str) -> str:
    """Another quarter of the same year, with its settings as they are."""
    esther = borough["esther"]
    page = esther.open("/office/quarters")
    page.get_by_role("link", name=f"Begin the report of {quarter}").click()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile(r"/office/quarters/\d+$"))
    return esther.path


def test_two_tabs_lose_nothing_and_both_texts_are_shown(settled: Desks) -> None:
    own = begun(settled, "July to September 2025")
    page = settled["esther"].open(own)
    other = page.context.new_page()
    other.goto(settled.server.address + own)
    first, second = page.locator("#burglary"), other.locator("#burglary")
    first.get_by_label("Commentary").press_sequentially("The first text.")
    expect(first.get_by_role("status")).to_have_text(re.compile(r"^Saved at"))
    second.get_by_label("Commentary").press_sequentially("The second text.")
    expect(second.get_by_role("status")).to_contain_text("Somebody else changed this while you were writing.")
    second.get_by_role("button", name="Compare both texts").click()
    expect(other.get_by_text("The first text.")).to_be_visible()
    assert other.get_by_label("Commentary").input_value() == "The second text."
    sound(other)
    picture(other, "quarter-both", 800)
    other.get_by_label("Commentary").fill("Both texts.")
    other.get_by_role("button", name="Save the left text").click()
    assert other.locator("#burglary").get_by_label("Commentary").input_value() == "Both texts."


def test_a_text_that_cannot_be_saved_is_tried_again_and_not_left_by_mistake(settled: Desks) -> None:
    own = begun(settled, "April to June 2025")
    page = settled["esther"].open(own)
    burglary = page.locator("#burglary")
    page.route("**/write/burglary.json", lambda route: route.abort())
    burglary.get_by_label("Commentary").press_sequentially("Written in a tunnel.")
    expect(burglary.get_by_role("status")).to_contain_text("Not saved, trying again.")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("() => location.assign('/office')")
    for _ in range(100):
        if not asked:
            page.wait_for_timeout(100)
    assert asked == ["beforeunload"]
    page.unroute("**/write/burglary.json")
    expect(burglary.get_by_role("status")).to_have_text(re.compile(r"^Saved at"))
    assert settled["esther"].open(own).locator("#burglary-commentary").input_value() == "Written in a tunnel."


def test_without_scripts_a_button_saves(settled: Desks) -> None:
    own = begun(settled, "January to March 2026")
    signed_in = settled["esther"].page.context.storage_state()
    plain = settled.stranger(scripts=False)
    plain.page.context.add_cookies(signed_in["cookies"])  # type: ignore[arg-type]
    page = plain.open(own)
    page.locator("#burglary").get_by_label("Commentary").fill("Saved by its button.")
    page.locator("#burglary").get_by_role("button", name="Save").click()
    assert plain.path == f"{own}#burglary"
    assert page.locator("#burglary-commentary").input_value() == "Saved by its button."
    assert plain.troubles == []
