"""A decision from its first word to the register, by four people at four browsers; and a resident who reads it.

Dora writes the form, keeps what is exempt apart and asks for advice; Finn gives it; Drew seals and countersigns; Debbie takes the
decision; Dora publishes it. At no moment does anybody without the right see what is not out.
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
from tests.browser.serving import serving
from tests.browser.test_plan_to_issue import peelian, sound
from tests.browser.visiting import DESKTOP, PHONE
from tests.support.office import furnish_office

DESK = "/office/decisions/PCD-219"
BIDS = b"%PDF-1.4\n" + b"% What the bidders offered.\n" * 120_000
"""3 MB."""
SECRET = "The lowest offer came from Aldgate Lamps."


@pytest.fixture(scope="module")
def office(illustrative_house: House, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """A generated house with an office in it, and the decisions of the pack taken in."""
    folder = tmp_path_factory.mktemp("decision")
    root = Path(shutil.copytree(illustrative_house.root, folder / "house"))
    furnish_office(root)
    peelian(root, "office", "prepare")
    with serving(root, folder / "server.log") as running:
        made = Desks(chromium, running, LIBRARY)
        yield made
        made.close()


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"[name={name.replace('__', '-')}]").fill(text)


def push(page: Page, button: str, then: str) -> None:
    page.locator("main").get_by_role("button", name=button).first.click()
    page.wait_for_url(f"**{then}")


def unfold(page: Page) -> None:
    """Open every part of the form."""
    for part in page.locator("details.pe-part:not([open]) > summary").all()[::-1]:
        part.click()


def the_form_in_parts(office: Desks, dora: Page) -> None:
    """It is short, its parts are reached by keyboard, Save is in sight everywhere, on a phone and without scripts too."""
    address = dora.url
    for size in (DESKTOP, PHONE):
        dora.set_viewport_size(size)  # type: ignore[arg-type]
        dora.goto(address)
        assert dora.evaluate("document.documentElement.scrollHeight") < 3.2 * size["height"], "7,400 pixels before"
        assert dora.evaluate("document.documentElement.scrollWidth") <= size["width"]
        for place in (0, 600, 100_000):
            dora.evaluate("top => window.scrollTo(0, top)", place)
            box = dora.get_by_role("button", name="Save", exact=True).bounding_box()
            assert box is not None
            assert 0 <= box["y"] <= size["height"] - box["height"], (size, place)
        sound(dora)
    dora.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    dora.goto(address)
    money = dora.locator("details.pe-part", has=dora.get_by_role("heading", name="Money", exact=True))
    money.locator("summary").focus()
    dora.keyboard.press("Enter")
    expect(dora.locator("[name=fund]")).to_be_visible()
    dora.keyboard.press("Enter")
    expect(dora.locator("[name=fund]")).to_be_hidden()
    dora.get_by_role("link", name="The power to decide", exact=True).focus()
    dora.keyboard.press("Enter")
    expect(dora.locator("[name=source]")).to_be_visible()
    dora.keyboard.press("Tab")
    dora.locator("[name=limit]").focus()
    below = dora.evaluate("() => document.activeElement.getBoundingClientRect().bottom")
    bar = dora.locator(".pe-saving--bar").bounding_box()
    assert bar is not None
    assert below <= bar["y"], "what is in focus does not lie under the bar"
    without = office.stranger(scripts=False)
    without.page.context.add_cookies(dora.context.cookies())
    without.page.goto(f"{address}?open=money#rows-money")
    expect(without.page.locator("[name=fund]")).to_be_visible()
    without.page.goto(f"{address}#id_source")
    expect(without.page.locator("[name=source]")).to_be_visible()


def test_a_decision_goes_from_its_first_word_to_the_register(office: Desks) -> None:
    dora = office["dora"].page
    dora.goto(f"{office.server.address}/office/decisions")
    dora.get_by_role("link", name="Begin a decision").click()
    fill(dora, title="Lamps for three wards")
    sound(dora)
    push(dora, "Begin", f"{DESK}/write")
    the_form_in_parts(office, dora)
    unfold(dora)
    fill(
        dora, summary="Three wards get lamps.", decision="That £90,000.00 is paid for lamps.", introduction="The wards were asked.",
        issues="The lamps are bought at once.", options__0__title="To wait", options__0__why_not="It is dark now.",
        money__0__what="Lamps", money__0__amount="90000.00", money__0__years="2026-27", fund="Crime prevention fund",
        source="Scheme of consent", to="Deputy Mayor", scope="Grants", limit="500000.00",
    )  # fmt: skip
    expect(dora.locator("[data-state]")).to_have_text(re.compile("Saved"), timeout=15_000)
    sound(dora)
    dora.locator("[name=part_2]").check()
    fill(dora, part_2_reason="What the bidders offered.")
    push(dora, "Save", DESK)

    dora.get_by_role("link", name="Add to Part 2").click()
    fill(dora, title="The offers", text=SECRET, review_on="2027-05-01", grounds__0__reason="It would tell bidders.")
    box = dora.locator("[name=grounds-0-reason]").bounding_box()
    assert box is not None and box["width"] > 600, "the reason that everybody reads has room"
    dora.locator("[name=grounds-0-ground]").select_option("foi|43")
    sound(dora)
    push(dora, "Keep it", f"{DESK}#part-2")
    dora.get_by_role("link", name="Add to Part 2").click()
    fill(dora, title="The bids", review_on="2027-05-01", grounds__0__reason="It would tell bidders.")
    dora.locator("[name=grounds-0-ground]").select_option("foi|43")
    dora.locator("[name=file]").set_input_files({"name": "bids.pdf", "mimeType": "application/pdf", "buffer": BIDS})
    sound(dora)
    push(dora, "Keep it", f"{DESK}#part-2")
    expect(dora.get_by_text(f"The bids, {len(BIDS):,} bytes, draft")).to_be_visible()
    dora.get_by_role("link", name="The bids", exact=True).click()
    with dora.expect_download() as taken:
        dora.get_by_role("button", name=re.compile("Take a copy")).click()
    assert taken.value.path().read_bytes() == BIDS
    assert re.fullmatch(r"exempt-part-[0-9a-f]{12}\.pdf", taken.value.suggested_filename)
    sound(dora)
    dora.goto(f"{office.server.address}{DESK}")
    expect(dora.get_by_text("Nothing is missing before the next step.")).to_be_visible()
    sound(dora)
    dora.get_by_role("link", name="Ask for advice").click()
    push(dora, "Ask for advice", DESK)

    finn = office["finn"].page
    finn.goto(f"{office.server.address}/office")
    expect(finn.get_by_role("link", name=re.compile("Lamps for three wards"))).to_be_visible()
    finn.get_by_role("link", name=re.compile("Lamps for three wards")).first.click()
    for subject in ("Financial", "Legal", "Commercial", "Equality", "Data protection"):
        finn.locator("main").get_by_role("link", name=f"{subject} comments", exact=True).click()
        fill(finn, text=f"Sound, as far as {subject.lower()} questions go.")
        push(finn, "Sign", DESK)
    sound(finn)

    dora.goto(f"{office.server.address}{DESK}")
    dora.get_by_role("link", name="Sign as lead officer").click()
    dora.locator("[name=warnings_read]").check()  # it names no item of the plan
    sound(dora)
    push(dora, "Sign as lead officer", DESK)

    drew = office["drew"].page
    drew.goto(f"{office.server.address}{DESK}/step/countersign")
    expect(drew.get_by_role("link", name="Seal Part 2 first: “The offers” is not sealed yet.")).to_be_visible()
    drew.goto(f"{office.server.address}{DESK}")
    push(drew, "Seal", f"{DESK}#part-2")
    push(drew, "Seal", f"{DESK}#part-2")
    drew.goto(f"{office.server.address}{DESK}/step/countersign")
    push(drew, "Countersign", DESK)

    debbie = office["debbie"].page
    debbie.goto(f"{office.server.address}{DESK}")
    debbie.get_by_role("link", name="Take the decision").click()
    fill(debbie, interests="None.")
    sound(debbie)
    push(debbie, "Take the decision", DESK)

    reader = office.stranger().page
    answer = reader.goto(f"{office.server.address}/decisions/PCD-219")
    assert answer is not None
    assert answer.status == 404, "signed is not published"
    reader.goto(f"{office.server.address}/withheld")
    reader.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for print_ in reader.locator("#ahead ~ * code").all():
        box = print_.bounding_box()
        assert box is not None and box["x"] + box["width"] <= PHONE["width"], (
            "a fingerprint is read without scrolling aside"
        )
    expect(reader.locator("#ahead ~ * code")).to_have_count(2)
    sound(reader)
    dora.goto(f"{office.server.address}{DESK}/step/publish")
    dora.locator("[name=warnings_read]").check()
    push(dora, "Publish", DESK)

    reader.goto(f"{office.server.address}/decisions")
    reader.get_by_role("link", name="Lamps for three wards").click()
    expect(reader.get_by_text("Three wards get lamps.")).to_be_visible()
    expect(reader.get_by_role("heading", name="The offers")).to_be_visible()
    assert SECRET not in reader.content()
    sound(reader)
    for address in (
        "/decisions",
        "/decisions/MDA-1217",
        "/withheld",
        "/decisions/awards",
        "/decisions/PCD-139",
    ):
        reader.goto(f"{office.server.address}{address}")
        sound(reader)
    assert office["dora"].troubles == []


def test_the_form_keeps_what_is_meant_and_goes_on_behind_it(office: Desks) -> None:
    """What cannot be read is named and shown; *Save and go on* goes on; who goes back without saving has saved nothing."""
    dora = office["dora"].page
    dora.goto(f"{office.server.address}/office/decisions/begin")
    fill(dora, title="Lamps for one ward")
    dora.locator("main").get_by_role("button", name="Begin").click()
    dora.wait_for_url("**/write")
    address, state = dora.url, dora.locator("[data-state]")
    unfold(dora)
    fill(dora, summary="One ward gets lamps.", money__0__what="Lamps", money__0__amount="many")
    money = dora.locator("details.pe-part", has=dora.get_by_role("heading", name="Money", exact=True))
    money.locator("summary").click()
    expect(dora.locator("[name=fund]")).to_be_hidden()
    expect(state).to_contain_text("Money, Amount in row 1: Write digits", timeout=15_000)
    expect(dora.locator("[name=fund]"), "its part opens").to_be_visible()
    stands = dora.locator("#parts li", has_text="What is decided")
    expect(stands, "the head counts what stands now").to_contain_text("1 missing")
    expect(dora.locator("#id_money-0-amount-error")).to_contain_text("Write digits")
    sound(dora)
    dora.goto(address)
    expect(dora.locator("[name=summary]"), "the rest was saved").to_have_value("One ward gets lamps.")
    expect(dora.locator("[name=money-0-amount]"), "this as it was typed").to_have_value("many")
    sound(dora)
    unfold(dora)
    fill(dora, money__0__amount="many, many")
    dora.locator("[name=plan_items]").first.fill("What nobody promised")
    expect(state).to_contain_text(
        "Money, Amount in row 1: Write digits, like 1,250,000 or 1250000.00. 2 more", timeout=15_000
    )
    expect(dora.locator("#id_plan_items-0-error")).to_contain_text("There is no item of a plan")
    dora.goto(address)
    expect(dora.get_by_role("heading", name="There is a problem")).to_be_visible()
    dora.locator("[name=plan_items]").first.fill("")
    expect(dora.locator("#id_plan_items-0-error")).to_have_count(0, timeout=15_000)
    dora.get_by_role("link", name="Go there").click()
    assert dora.evaluate("document.activeElement.name") == "money-0-amount"
    fill(dora, money__0__amount="£90,000")
    expect(state).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"), timeout=15_000)
    expect(dora.locator(".govuk-form-group--error")).to_have_count(0)
    expect(dora.get_by_role("heading", name="There is a problem")).to_have_count(0)
    assert not dora.title().startswith("Error")
    expect(dora.locator("#parts li", has_text="Money")).to_contain_text("1 missing")

    unfold(dora)
    dora.locator("[name=introduction]").fill("The ward was asked.")
    dora.get_by_role("button", name="Save and go on").click()
    dora.wait_for_url("**/write?open=options#part-options")
    dora.get_by_role("button", name="Save and go on").click()
    dora.wait_for_url("**/write?open=money#part-money")

    dora.goto(f"{address}?open=facts")
    dora.once("dialog", lambda asked: asked.accept())
    dora.locator("[name=introduction]").fill("Never to be kept.")
    dora.get_by_role("link", name="Back without saving any more").click()
    dora.wait_for_url(address.removesuffix("/write"))
    dora.wait_for_timeout(1_000)
    dora.goto(f"{address}?open=facts")
    assert dora.locator("[name=introduction]").input_value() == "The ward was asked."
