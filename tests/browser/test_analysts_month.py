"""The analyst's month, on the real files: three people sign in and take a release from dropped files to its second.

Bob (analyst) loads, reads what changed, writes and sends; Carol (reviewer) passes it; Dev (person responsible) plans, signs off
and schedules. Then the site's clock is moved, and everybody reads it.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from peelian.figures.house import House, today
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Drafts, Releases
from peelian.performance.rules import Needed, needing_action
from peelian.plans.queries import plan_as_released
from tests.browser.conftest import AXE as AXE_FILE
from tests.browser.pictures import picture
from tests.browser.serving import Server, serving
from tests.browser.staff import Colleague, at_work, heading, staffed, working
from tests.browser.test_accessibility import AXE, OVERFLOW
from tests.browser.visiting import DESKTOP, PHONE, Reader
from tests.conftest import needed as needed_here

Staffed = tuple[Server, dict[str, Colleague], tuple[Path, str], Path]
WORDS = (
    "Burglary is where it was: the last six months differ from what was to be expected by less than chance produces.\n\n"
    "The months since March 2024 are recorded in another system and are not compared with those before."
)
LONG = 240_000  # milliseconds: drafting from all real files, while other tests may run


@pytest.fixture(scope="module")
def office(real_house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    """The real house as it was before the newest borough file came, with people and a worker; that file; and the site's clock."""
    folder = tmp_path_factory.mktemp("month")
    house, newest = before_the_newest(real_house, folder)
    people = staffed(house.root, "bob", "carol", "dev")
    clock = folder / "clock"
    clock.write_text("0")
    with (
        working(house.root, folder / "worker.log"),
        serving(
            house.root, folder / "server.log", application="tests.support.clocked:application",
            PEELIAN_TEST_CLOCK=str(clock), PYTHONPATH=f"{Path('src').resolve()}:{Path.cwd()}",
        ) as server,
    ):  # fmt: skip
        yield server, people, newest, clock


def before_the_newest(real_house: House, folder: Path) -> tuple[House, tuple[Path, str]]:
    """A copy of the house without its newest borough file and its releases, released; and that file with its vintage."""
    root = folder / "house"
    shutil.copytree(real_house.root, root)
    shutil.rmtree(root / "releases")
    newest = max((item for item in real_house.lake if item.dataset == "mps-borough"), key=lambda item: item.precedence)
    shutil.rmtree(root / "lake" / newest.sha256[:2] / newest.sha256)
    file = folder / Path(newest.file).name
    shutil.copy(newest.original, file)
    house = House(root)
    release(house)
    return house, (file, newest.vintage)


def when_done(page: Page) -> None:
    """Wait for the background work of the page."""
    expect(page.locator(".pe-tag")).to_have_text(re.compile("Done|Failed|Stopped"), timeout=LONG)
    expect(page.locator(".pe-tag")).to_have_text("Done")


def step(page: Page, title: str, **told: str) -> None:
    """Take a step of a release from its page."""
    page.get_by_role("link", name=title, exact=True).click()
    for label, text in told.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name=title, exact=True).click()
    expect(page.get_by_text(f"{title}: done.")).to_be_visible()


def demanded(root: Path, day: str) -> list[Needed]:
    """What the draft's own figures demand, worked out apart from any page."""
    drafted = Drafts(root).open(day)
    return needing_action(drafted, plan_as_released(House(root), drafted.yardsticks_file))


def answer_what_is_demanded(page: Page, own: str) -> int:
    """Say what is done about everything that the page demands; returns how many those were."""
    answered = 0
    while page.get_by_role("link", name=re.compile("^Say it")).count():
        page.get_by_role("link", name=re.compile("^Say it")).first.click()
        if not answered:
            picture(page, "office-action", 1000)
        page.get_by_label("What is done about it").fill(
            "Officers are put where and when most of it happens; reviewed each month."
        )
        page.get_by_label("Who does it").fill("Commander, Frontline Policing")
        page.get_by_label("By when").fill((today() + dt.timedelta(days=120)).isoformat())
        page.locator("[name=demand]").first.check()
        page.get_by_role("button", name="Save").click()
        page.wait_for_url(f"**{own}")
        answered += 1
    return answered


@pytest.fixture(scope="module")
def generated(
    illustrative_house: House, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, dict[str, Colleague]]]:
    """The generated house, whose figures demand corrective action, with people and a worker."""
    folder = tmp_path_factory.mktemp("generated")
    root = shutil.copytree(illustrative_house.root, folder / "house")
    people = staffed(root, "bob", "dev")
    with working(root, folder / "worker.log"), serving(root, folder / "server.log") as server:
        yield server, people


def test_a_worsening_is_answered_and_two_tabs_lose_nothing(
    generated: tuple[Server, dict[str, Colleague]], chromium: Browser
) -> None:
    server, people = generated
    day = plan_the_year(at_work(chromium, server, people["dev"]))
    bob = at_work(chromium, server, people["bob"], script=axe())
    own = begin_and_draft(bob)
    page = bob.open(own)
    needed = demanded(server.house, day)
    everybody_can_use(bob, own, needed[0])
    page = bob.open(own)
    assert answer_what_is_demanded(page, own) == len(needed) > 0
    expect(page.get_by_role("heading", name="Before it can be reviewed")).to_have_count(0)
    address = f"{own}/commentary/burglary/E23000001"
    page = bob.open(address)
    other = page.context.new_page()
    other.goto(server.address + address)
    page.get_by_label("Commentary").press_sequentially("The first text.")
    expect(page.locator("[data-state]")).to_have_text(re.compile(r"^Saved"))
    other.get_by_label("Commentary").press_sequentially("The second text.")
    expect(other.locator("[data-state]")).to_contain_text("Both texts are shown")
    expect(other.locator("[data-theirs-text]")).to_have_text("The first text.")
    assert other.get_by_label("Commentary").input_value() == "The second text."
    other.get_by_role("button", name="Save and go back").click()
    expect(other.get_by_text("The second text.")).to_be_visible()


def axe() -> Path:
    if not AXE_FILE.is_file():
        needed_here("axe-core: npm ci brings it")
    return AXE_FILE


def everybody_can_use(bob: Reader, own: str, needed: Needed) -> None:
    """Each page of the desk: axe finds nothing, and nothing runs over the edge of a phone."""
    found = []
    for path in (
        "/office/desk", "/office/desk/begin", "/office/calendar", own, f"{own}/commentary", f"{own}/commentary/burglary/E23000001",
        f"{own}/action/{needed.measure}/{needed.area}/{needed.objective}", f"{own}/note", f"{own}/step/withdraw",
        "/office/pre-release", f"{own}/preview/measures/burglary", "/calendar",
    ):  # fmt: skip
        for size in (DESKTOP, PHONE):
            bob.open(path, **size)
            found += [f"{path} {size['width']}: {item}" for item in (*bob.ask(AXE), *bob.ask(OVERFLOW))]
    bob.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    assert not found, "\n".join(found)


def test_an_analysts_month(office: Staffed, chromium: Browser) -> None:
    server, people, newest, clock = office
    dev = at_work(chromium, server, people["dev"])
    day = plan_the_year(dev)
    bob = at_work(chromium, server, people["bob"])
    load_the_file(bob, *newest)
    own = begin_and_draft(bob)
    read_what_changed(bob, own)
    write(bob, own)
    page = bob.open(own)
    assert answer_what_is_demanded(page, own) == len(demanded(server.house, day))
    expect(page.get_by_role("heading", name="Before it can be reviewed")).to_have_count(0)
    picture(page, "office-release", 1500)
    step(page, "Send for review")
    carol = at_work(chromium, server, people["carol"])
    page = carol.open(own)
    assert page.get_by_role("link", name="Sign off").count() == 0
    step(page, "Pass the review", Remarks="Read against the files and the months before.")
    page = dev.open(own)
    expect(page.get_by_text("Read against the files and the months before.")).to_be_visible()
    step(page, "Sign off")
    step(page, "Schedule")
    expect(page.get_by_text(re.compile("out in"))).to_be_visible()
    picture(page, "office-scheduled", 1300)
    out_at_its_second(server, day, clock)
    for reader in (bob, carol, dev):
        assert reader.troubles == []


def plan_the_year(dev: Reader) -> str:
    """Dev plans twelve months by the house rule; returns the first day, as release ids have it."""
    page = dev.open("/office/calendar")
    page.get_by_role("button", name="Plan twelve months").click()
    expect(page.get_by_text("12 releases are planned.")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(12)
    picture(page, "office-calendar", 900)
    row = page.locator("tbody tr").first
    row.get_by_role("button", name="Fix the day").click()
    expect(page.locator("tbody tr").first).to_contain_text("fixed")
    words = page.locator("tbody tr th").first.inner_text().split("\n")[0]
    return dt.datetime.strptime(f"{words} +0000", "%A %d %B %Y %z").date().isoformat()


def load_the_file(bob: Reader, newest: Path, vintage: str) -> None:
    """Bob drops the newest file and reads what became of it."""
    page = bob.open("/office/desk")
    page.get_by_label("Publishers’ files").set_input_files(newest)
    expect(page.locator("[data-drop-list]")).to_have_text(newest.name)
    page.get_by_label("When they were published").fill(vintage)
    picture(page, "office-desk", 1000)
    page.get_by_role("button", name="Load").click()
    when_done(page)
    expect(page.get_by_text(newest.name, exact=True)).to_be_visible()
    picture(page, "office-load", 1200)


def begin_and_draft(bob: Reader) -> str:
    """He begins the release that is planned next and has its figures drafted; returns the address of its page."""
    page = bob.open("/office/desk")
    page.get_by_role("button", name=re.compile("^Begin it")).first.click()
    own = bob.path
    page.get_by_role("button", name="Draft the figures").click()
    when_done(page)
    return own


def read_what_changed(bob: Reader, own: str) -> None:
    """Every page as it will be: what moved by more than chance first."""
    page = bob.open(own)
    page.get_by_role("link", name="What changed and is real").click()
    expect(page.get_by_text("Not out yet.")).to_be_visible()
    picture(page, "office-preview", 900)
    page.locator("main a[href*='/measures/']").first.click()
    assert "/preview/measures/" in bob.path


def write(bob: Reader, own: str) -> None:
    """He writes on burglary; the text saves itself."""
    page = bob.open(f"{own}/commentary")
    page.get_by_role("link", name="Burglary", exact=True).click()
    assert heading(page).startswith("Burglary, ")
    page.get_by_label("Commentary").press_sequentially(WORDS[:40])
    expect(page.locator("[data-state]")).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))
    page.get_by_label("Commentary").fill(WORDS)
    expect(page.locator("[name=version]")).to_have_value("2")
    picture(page, "office-commentary", 900)
    page.get_by_role("button", name="Save and go back").click()
    page.wait_for_url(f"**{own}")


def out_at_its_second(server: Server, day: str, clock: Path) -> None:
    """Nobody finds it until its moment by the site's clock, and from then on everybody does."""
    held = Releases(server.house, including_embargoed=True)
    published = held.publication(day)
    assert published is not None
    ahead = published.at.timestamp() - time.time()
    for left, status in ((60, 404), (-1, 200)):
        clock.write_text(str(ahead - left))
        assert server.get(f"/releases/{day}").status == status, left
    home = next(iter(published.commentary))
    text = server.get(f"/measures/{home['measure']}").text
    assert "differ from what was to be expected by less than chance produces" in text
    assert "Performance analyst, MOPAC" in text
    assert "Bob" not in text
