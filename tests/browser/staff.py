"""People at work in a browser: they sign in as people do, with a password and a one-time code of their device."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.serving import Server, environment
from tests.browser.visiting import DESKTOP, WAIT, Reader
from tests.conftest import ROOT


@dataclass(frozen=True)
class Colleague:
    """Somebody's credentials."""

    email: str
    name: str
    password: str
    secret: str

    def code(self, at: float | None = None) -> str:
        """The one-time code of their device (RFC 6238: SHA-1, 30 seconds, six digits)."""
        counter = struct.pack(">Q", int(at or time.time()) // 30)
        digest = hmac.digest(base64.b32decode(self.secret), counter, hashlib.sha1)
        place = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def staffed(house: Path, *names: str) -> dict[str, Colleague]:
    """Give a house its records and people, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.staffed", *names], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**environment(house), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    return {name: Colleague(**fields) for name, fields in told.items()}


@contextmanager
def working(house: Path, log: Path) -> Iterator[None]:
    """A worker for background work, until the end of the block."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "peelian.cli", "work"],
            cwd=ROOT,
            env=environment(house),
            stdout=output,
            stderr=output,
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def at_work(chromium: Browser, server: Server, who: Colleague, *, script: Path | None = None) -> Reader:
    """A browser of their own, signed in on the sign-in pages. ``script`` is run in every page before its own."""
    context = chromium.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(WAIT)
    if script:
        context.add_init_script(path=script)
    reader = Reader(context, server)
    page = reader.open("/account/login/")
    page.get_by_label("E-mail address").fill(who.email)
    page.get_by_label("Password", exact=True).fill(who.password)
    page.get_by_role("button", name="Sign in with a password").click()
    page.get_by_label("One-time code").fill(who.code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/office", timeout=60_000)  # a machine with others at work is slow to hash a password
    return reader


def heading(page: Page) -> str:
    """What the page is called."""
    return page.locator("h1").inner_text()
