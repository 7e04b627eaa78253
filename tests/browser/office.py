"""A served office and the people in it, each at a browser of their own, signed in as people sign in."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import Server, serving
from tests.browser.visiting import DESKTOP, WAIT, Reader
from tests.support.office import CAST, PASSWORD, code_of, furnish_office

HALF_A_MINUTE = 30
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
"""A device that is always unlocked and says yes: Chromium's own stand-in for a finger on a sensor."""


class Desks:
    """People at their browsers: ``desks["alice"]`` is signed in, ``desks.stranger()`` is not."""

    def __init__(self, browser: Browser, server: Server, axe: Path) -> None:
        self.browser, self.server, self.axe = browser, server, axe
        self.readers: dict[str, Reader] = {}

    def __getitem__(self, name: str) -> Reader:
        if name not in self.readers:
            reader = self.stranger()
            sign_in(reader.page, self.server.address, name)
            self.readers[name] = reader
        reader = self.readers[name]
        reader.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        reader.troubles.clear()
        return reader

    def stranger(self, *, passkeys: bool = False, scripts: bool = True) -> Reader:
        """A browser that nobody has signed in with; with ``passkeys`` on a device that has them."""
        context = self.browser.new_context(
            viewport=DESKTOP,
            locale="en-GB",
            reduced_motion="reduce",
            java_script_enabled=scripts,  # type: ignore[arg-type]
        )
        context.set_default_timeout(WAIT)
        context.add_init_script(path=self.axe)
        reader = Reader(context, self.server)
        if passkeys:
            session = context.new_cdp_session(reader.page)
            session.send("WebAuthn.enable")
            session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        return reader

    def close(self) -> None:
        """Everybody goes home."""
        for context in self.browser.contexts:
            if any(page.url.startswith(self.server.address) for page in context.pages):
                context.close()


def sign_in(page: Page, address: str, name: str) -> None:
    """With password and one-time code. A code is good once, so a second attempt waits for the next."""
    page.goto(f"{address}/account/login/")
    page.get_by_label("E-mail address").fill(f"{name}@{CAST[name][1]}.example")
    page.get_by_role("textbox", name="Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in with a password").click()
    page.wait_for_url("**/2fa/authenticate/**")
    for _ in range(2):
        page.get_by_label("One-time code").fill(code_of(name))
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_load_state()
        if page.url.endswith("/office"):
            return
        time.sleep(HALF_A_MINUTE - time.time() % HALF_A_MINUTE)
    raise AssertionError(f"{name} did not get in: {page.inner_text('main')}")


@pytest.fixture(scope="session")
def office_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site of a house that has an office and no figures, at localhost: passkeys need a name."""
    house = tmp_path_factory.mktemp("office") / "house"
    house.mkdir()
    furnish_office(house)
    with serving(house, tmp_path_factory.mktemp("log") / "office.log") as running:
        running.address = running.address.replace("127.0.0.1", "localhost")
        yield running


@pytest.fixture(scope="session")
def desks(chromium: Browser, office_server: Server) -> Iterator[Desks]:
    """The people of the served office."""
    from tests.browser.conftest import AXE

    made = Desks(chromium, office_server, AXE)
    yield made
    made.close()


def link_on(page: Page) -> str:
    """The link of an invitation, as the page shows it once."""
    return page.locator("#link").inner_text().strip()


def secret_on(page: Page) -> str:
    """The secret of one-time codes, as the page shows it."""
    return re.sub(r"\s", "", page.locator("#authenticator_secret").inner_text())


def events_on(page: Page) -> list[Any]:
    """The sentences of a list of events, newest first."""
    return page.locator(".pe-events p:not(.pe-events__more)").all_inner_texts()
