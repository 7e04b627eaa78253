"""The administrator's journey: somebody joins, moves to another organisation, and leaves; the audit tells it all."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.office import Desks, events_on, link_on, secret_on
from tests.browser.pictures import picture
from tests.browser.test_accessibility import AXE, OVERFLOW, VALIDATOR
from tests.browser.visiting import PHONE, SMALL, Reader
from tests.conftest import needed
from tests.support.office import CAST, PASSWORD, code_from, code_of

NEW_PASSWORD = "a bridge, two lamps, rain"


def invite(page: Page, address: str, name: str, email: str, role: str) -> None:
    """Fill in the invitation and send it."""
    page.goto(f"{address}/office/people/invite")
    page.get_by_label("Full name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label(role, exact=True).check()
    page.get_by_label("Why they need it").fill("starts on Monday")


def join(reader: Reader, link: str) -> None:
    """Take up an invitation: a password, then signing in with it."""
    page = reader.page
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("The same password again").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.wait_for_url("**/account/login/?joined=1")


def with_password(page: Page, email: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("textbox", name="Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Sign in with a password").click()
    page.wait_for_load_state()


def test_somebody_joins_moves_and_leaves(desks: Desks) -> None:
    site, alice = desks.server.address, desks["alice"]
    invite(alice.page, site, "Nell Newton", "nell@mopac.example", "Performance analyst")
    picture(alice.page, "office-invite", 900)
    alice.page.get_by_role("button", name="Invite").click()
    alice.page.wait_for_load_state()
    assert alice.page.locator("h1").inner_text() == "Nell Newton is invited"
    link = link_on(alice.page)

    nell = desks.stranger(passkeys=True)
    page = nell.page
    join(nell, link)
    picture(page, "office-sign-in", 760)
    with_password(page, "nell@mopac.example")
    page.wait_for_url("**/account/2fa/?from=**")
    assert page.locator("h1").inner_text() == "Set up a second factor first"
    assert page.get_by_role("navigation", name="Main").get_by_role("link").all_inner_texts() == ["Public site"]
    picture(page, "office-second-factor", 640)
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("A name for it").fill("Work laptop")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".pe-codes li").count() == 10
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url("**/office")

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/office")
    assert page.locator(".pe-person").get_by_role("link").inner_text() == "Nell Newton"

    grace = desks["grace"]
    invite(grace.page, site, "Whatever Grace Types", "NELL@mopac.example", "Borough analyst")
    grace.page.get_by_role("button", name="Invite").click()
    grace.page.wait_for_load_state()
    assert grace.page.locator("h1").inner_text() == "Nell Newton"
    assert "is here already and is now Borough analyst, Havering" in grace.page.inner_text("body")

    end_every_role(alice.page, site, "Nell Newton")
    picture(alice.page, "office-person", 900)
    nell.open("/office/me")
    assert "Borough analyst, Havering" in page.inner_text("main"), "the other role goes on, and so does the session"
    assert "Ended: Performance analyst, MOPAC" in page.inner_text("main")
    assert page.goto(f"{site}/office/people").status == 403  # type: ignore[union-attr]

    end_every_role(grace.page, site, "Nell Newton")
    page.goto(f"{site}/office/me")
    assert page.url.startswith(f"{site}/account/login/"), "the session ended with the last role"
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/account/inactive/")
    assert page.locator("h1").inner_text() == "You hold no role today"

    ivy = desks["ivy"]
    ivy.open("/office/audit?q=Newton")
    told = events_on(ivy.page)
    assert told[0].startswith("Grace Gill ended 1 role of Nell Newton at once")
    for sentence in (
        "Alice Adeyemi invited Nell Newton to be performance analyst at MOPAC.",
        "Nell Newton joined as performance analyst at MOPAC.",
        "Nell Newton set up a passkey.",
        "Nell Newton signed in.",
    ):
        assert sentence in told, told
    picture(ivy.page, "office-audit", 1000)
    ivy.open("/office/audit?check=1")
    assert "The record is whole." in ivy.page.inner_text("main")
    # Nell was refused one page, on purpose
    assert [item for item in nell.troubles if "403" not in item] == []


def end_every_role(page: Page, site: str, name: str) -> None:
    """A leaver, as far as this administrator can."""
    page.goto(f"{site}/office/people")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="They leave").click()
    page.get_by_label("Why").fill("goes to another post")
    page.get_by_role("button", name="End every role").click()
    page.wait_for_load_state()
    assert "end" in page.locator(".pe-said").inner_text()


def test_one_time_codes_need_no_script(desks: Desks) -> None:
    alice = desks["alice"]
    invite(alice.page, desks.server.address, "Omar Obi", "omar@mopac.example", "Reader")
    alice.page.get_by_role("button", name="Invite").click()
    alice.page.wait_for_load_state()
    omar = desks.stranger(scripts=False)
    page = omar.page
    join(omar, link_on(alice.page))
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible(), "it could not work"
    with_password(page, "omar@mopac.example")
    page.get_by_role("link", name="Set up one-time codes").click()
    assert page.locator(".pe-qr svg").is_visible()
    page.get_by_label("Six digits from the app").fill("000000")
    page.get_by_role("button", name="Switch it on").click()
    assert "This code is not right" in page.inner_text("main")
    page.get_by_label("Six digits from the app").fill(code_from(secret_on(page)))
    page.get_by_role("button", name="Switch it on").click()
    page.wait_for_url("**/recovery-codes/")
    page.get_by_role("link", name="I have kept them").click()
    assert page.locator("h1").inner_text() == "Your board"
    assert omar.troubles == []


def test_the_keyboard_alone_signs_in(desks: Desks) -> None:
    jo = desks.stranger()
    page = jo.open("/account/login/")

    def tab_to(name: str) -> None:
        for _ in range(20):
            page.keyboard.press("Tab")
            here = page.locator(":focus")
            if name in (here.get_attribute("id") or "", here.inner_text().strip()):
                return
        raise AssertionError(f"Tab does not reach {name}")

    tab_to("Sign in with a passkey")
    tab_to("id_login")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.dataset.errorSummary") == "", "it begins with what is wrong"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "id_login", "the first fault leads to its field"
    page.keyboard.type(f"jo@{CAST['jo'][1]}.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/authenticate/**")
    tab_to("id_code")
    page.keyboard.type(code_of("jo"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/office")
    assert jo.troubles == []


PAGES = {
    "alice": (
        "/office", "/office/me", "/office/people", "/office/people?q=nobody-like-that", "/office/people/invite",
        "/office/people/3", "/office/people/3/give", "/office/people/3/leave", "/office/people/3/change", "/office/roles",
        "/office/audit", "/office/audit/1", "/account/2fa/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/",
        "/account/2fa/totp/deactivate/", "/account/2fa/recovery-codes/generate/", "/account/sessions/",
        "/account/password/change/", "/account/logout/",
    ),
    "ivy": (
        "/office/organisations", "/office/organisations/mopac", "/office/organisations/mopac/change",
        "/office/organisations/mopac/areas/add", "/office/organisations/add", "/office/people/retention",
        "/office/people/3/erase", "/office/people/3/export",
    ),
}  # fmt: skip
STRANGERS = ("/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/inactive/",
             "/office/join/no-such-link")  # fmt: skip


def faults(reader: Reader, path: str) -> list[str]:
    """What is wrong with a page for somebody, on a desk, on a telephone, and enlarged."""
    status = 404 if "no-such" in path else 200
    reader.open(path, status)
    found = [f"{path} 1280: {item}" for item in reader.ask(AXE) + reader.ask(OVERFLOW)]
    reader.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    found += [f"{path} 390: {item}" for item in reader.ask(AXE) + reader.ask(OVERFLOW)]
    reader.page.set_viewport_size(SMALL)  # type: ignore[arg-type]
    return found + [f"{path} 320: {item}" for item in reader.ask(OVERFLOW)]


@pytest.mark.parametrize("name", ["alice", "ivy", "stranger"])
def test_everyone_can_use_the_office(name: str, desks: Desks, tmp_path: Path) -> None:
    reader = desks.stranger() if name == "stranger" else desks[name]
    found: list[str] = []
    for number, path in enumerate(STRANGERS if name == "stranger" else PAGES[name]):
        found += faults(reader, path)
        assert reader.ask("() => document.querySelectorAll('h1').length") == 1, path
        served = reader.page.context.request.get(reader.server.address + path)
        (tmp_path / f"{number}.html").write_text(served.text())
    assert not found, "\n".join(found)
    assert reader.troubles == []
    if not VALIDATOR.exists():
        needed("html-validate: run scripts/assets.py --dev")
    rule = "form-dup-name:0"  # the boxes of one question share their name, as HTML means them to
    done = subprocess.run(
        [VALIDATOR, "--preset", "standard,recommended", "--rule", rule, "--formatter", "text", "--ext", "html", tmp_path],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.replace(str(tmp_path), "")[:6000] + done.stderr


def test_a_form_that_comes_back_says_what_is_wrong_to_everybody(desks: Desks) -> None:
    alice = desks["alice"]
    page = alice.open("/office/people/invite")
    page.get_by_role("button", name="Invite").click()
    page.wait_for_load_state()
    assert page.title().startswith("Error: ")
    assert not alice.ask(AXE)
    page.get_by_role("link", name="Choose the role.").click()
    assert page.evaluate("() => document.activeElement.type") == "radio"
