"""Browser tests: the real site on the real house and on the illustrative one, read in Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from peelian.figures.house import House
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Releases
from tests.browser.office import desks, office_server  # noqa: F401  fixtures of the office
from tests.browser.serving import Server, serving
from tests.browser.visiting import DESKTOP, PHONE, WAIT, Reader
from tests.conftest import ROOT, needed

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
expect.set_options(timeout=WAIT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def published(real_house: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The real files in two releases: one without the newest borough file, then all, so that there is something revised."""
    house = House(tmp_path_factory.mktemp("published") / "house")
    shutil.copytree(real_house.root, house.root)
    shutil.rmtree(house.root / "releases")
    newest = max(item.vintage for item in house.lake if item.dataset == "mps-borough")
    release(
        house, names=[item.sha256 for item in house.lake if (item.dataset, item.vintage) != ("mps-borough", newest)]
    )
    release(house)
    assert len(Releases(house.root).ids()) == 2
    return house


@pytest.fixture(scope="session")
def server(published: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site of the real house."""
    with serving(published.root, tmp_path_factory.mktemp("log") / "real.log") as running:
        yield running


@pytest.fixture(scope="session")
def illustrative_server(illustrative_house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site of the illustrative house."""
    with serving(illustrative_house.root, tmp_path_factory.mktemp("log") / "illustrative.log") as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that CHROMIUM names, else one on the PATH."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        needed("a Chromium: set CHROMIUM=path, or run make test, which finds or installs one")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Contexts:
    """One context for each way of reading, opened when first asked for."""
    opened: dict[tuple[bool, bool, bool], BrowserContext] = {}

    def context(*, phone: bool = False, scripts: bool = True, axe: bool = False) -> BrowserContext:
        key = (phone, scripts, axe)
        if key not in opened:
            opened[key] = chromium.new_context(
                viewport=PHONE if phone else DESKTOP,
                java_script_enabled=scripts,
                locale="en-GB",
                reduced_motion="reduce",
            )  # type: ignore[arg-type]
            opened[key].set_default_timeout(WAIT)
            if axe:
                opened[key].add_init_script(path=AXE)
        return opened[key]

    return context


Readers = Callable[..., Reader]


@pytest.fixture(scope="session")
def tabs() -> dict[tuple[int, bool, bool, bool], Reader]:
    """Tabs already open: one for each site and way of reading is enough for all tests."""
    return {}


@pytest.fixture
def reading(contexts: Contexts, tabs: dict[tuple[int, bool, bool, bool], Reader]) -> Iterator[Readers]:
    """Ask for a tab on a site. Whatever went wrong in it by the end fails the test."""
    used: list[Reader] = []

    def reader(site: Server, *, phone: bool = False, scripts: bool = True, axe: bool = False) -> Reader:
        key = (site.port, phone, scripts, axe)
        if key not in tabs:
            tabs[key] = Reader(contexts(phone=phone, scripts=scripts, axe=axe), site)
        used.append(tabs[key])
        tabs[key].troubles.clear()
        tabs[key].page.set_viewport_size(PHONE if phone else DESKTOP)  # type: ignore[arg-type]
        return tabs[key]

    yield reader
    troubles = [trouble for tab in used for trouble in tab.troubles]
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def desktop(server: Server, reading: Readers) -> Reader:
    """A wide tab on the real site."""
    return reading(server)


@pytest.fixture
def phone(server: Server, reading: Readers) -> Reader:
    """A narrow tab on the real site."""
    return reading(server, phone=True)


@pytest.fixture
def plain(server: Server, reading: Readers) -> Reader:
    """A wide tab on the real site whose reader has switched scripts off."""
    return reading(server, scripts=False)


@pytest.fixture(scope="session")
def address_of(published: House) -> Callable[[str], str]:
    """Fill the names of this house's releases and snapshots into an address."""
    newest = Releases(published.root).newest()
    assert newest is not None
    known = {
        "release": newest.id,
        "older": str(newest.manifest["previous"]),
        **{
            item.dataset.replace("-", "_"): item.short for item in sorted(published.lake, key=lambda item: item.vintage)
        },
    }
    return lambda pattern: pattern.format(**known)
