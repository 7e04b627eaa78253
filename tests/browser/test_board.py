"""The office's rooms in a browser: by keyboard alone, in place where scripts run, as well without them, and for everybody."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from peelian.core.clocks.calendars import united_kingdom
from peelian.figures.house import House, today
from tests.browser.conftest import Readers
from tests.browser.pictures import picture
from tests.browser.serving import Server, serving
from tests.browser.test_accessibility import AXE, OVERFLOW, VALIDATOR
from tests.browser.test_keyboard import HERE, PREPARE
from tests.browser.visiting import DESKTOP, PHONE, SMALL, Reader
from tests.conftest import needed
from tests.support.rooms import furnish_rooms

PAGES = {
    "board": "/office", "clocks": "/office/clocks", "clocks, none": "/office/clocks?q=zzz", "clock": "/office/clocks/2",
    "team": "/office/team", "holidays": "/office/holidays", "add a holiday": "/office/holidays/add",
    "remove a holiday": "/office/holidays/remove?day=2030-12-25", "search": "/office/search",
    "search, found": "/office/search?q=letter", "search, not found": "/office/search?q=zzz",
}  # fmt: skip
FOR_BOB = ("board", "clocks", "clocks, none", "clock", "holidays", "search", "search, found", "search, not found")


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, dict[str, str]]:
    """A house with a busy office, and keys of open sessions."""
    house = House(tmp_path_factory.mktemp("rooms") / "house")
    house.root.mkdir()
    return house, furnish_rooms(house.root)


@pytest.fixture(scope="module")
def office(rooms: tuple[House, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Its site."""
    with serving(rooms[0].root, tmp_path_factory.mktemp("log") / "rooms.log") as running:
        yield running


Inside = Callable[..., Reader]


@pytest.fixture
def inside(office: Server, rooms: tuple[House, dict[str, str]], reading: Readers) -> Iterator[Inside]:
    """Ask for a tab of somebody who is signed in."""
    used: list[Reader] = []

    def enter(name: str = "bob", **how: Any) -> Reader:
        tab = reading(office, **how)
        tab.page.context.add_cookies([{"name": "office", "value": rooms[1][name], "url": office.address}])
        used.append(tab)
        return tab

    yield enter
    for tab in used:
        tab.page.context.clear_cookies()


def pages_of(name: str) -> list[str]:
    return [path for kind, path in PAGES.items() if name == "ivy" or kind in FOR_BOB]


@pytest.mark.parametrize("name", ["bob", "ivy"])
def test_everyone_can_use_the_rooms(name: str, inside: Inside) -> None:
    tab, found = inside(name, axe=True), []
    for path in pages_of(name):
        tab.open(path, **DESKTOP)
        for size in (DESKTOP, PHONE):
            tab.page.set_viewport_size(size)  # type: ignore[arg-type]
            found += [f"{path} {size['width']}: {item}" for item in [*tab.ask(AXE), *tab.ask(OVERFLOW)]]
        tab.page.set_viewport_size(SMALL)  # type: ignore[arg-type]
        found += [f"{path} 320: {item}" for item in tab.ask(OVERFLOW)]
    assert not found, "\n".join(found)


def test_a_board_that_teaches_can_be_read_by_all(inside: Inside) -> None:
    tab = inside("jo", axe=True)
    assert "Nothing waits for you yet" in tab.open("/office").locator("main").inner_text()
    assert tab.ask(AXE) == []


def test_the_html_of_the_rooms_is_valid(office: Server, rooms: tuple[House, dict[str, str]], tmp_path: Path) -> None:
    if not VALIDATOR.exists():
        needed("html-validate: run scripts/assets.py --dev")
    for name in ("bob", "ivy"):
        for path in pages_of(name):
            answer = office.get(path, Cookie=f"office={rooms[1][name]}")
            assert answer.status == 200, path
            (tmp_path / f"{name}{re.sub('[^a-z0-9]+', '-', path)}.html").write_text(answer.text)
    done = subprocess.run(
        [VALIDATOR, "--preset", "standard,recommended", "--rule", "form-dup-name:off",  # the boxes of one question share a name
         "--formatter", "text", "--ext", "html", tmp_path],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.replace(str(tmp_path), "")[:6000] + done.stderr


@pytest.mark.parametrize(
    "path", ["/office", "/office/search?q=request", "/office/holidays", "/office/clocks?q=request"]
)
def test_tab_reaches_everything_in_order_and_shows_where_it_is(path: str, inside: Inside) -> None:
    tab = inside("ivy" if "holidays" in path else "bob")
    page = tab.open(path)
    number = tab.ask(PREPARE)
    assert number > 10
    for _ in range(number):
        page.keyboard.press("Tab")
    walk: dict[str, Any] = tab.ask("() => globalThis.walk")
    missed = [walk["wanted"][at] for at in range(number) if at not in walk["reached"]]
    assert not missed, f"never reached: {missed[:10]}"
    assert walk["reached"] == list(range(number)), "not in the order of the page"
    assert not walk["unseen"], f"no visible focus: {walk['unseen'][:10]}"
    assert not walk["covered"], f"focus out of sight: {walk['covered'][:10]}"


def tab_to(tab: Reader, where: str, most: int = 80) -> None:
    """Press Tab until a place has the focus."""
    for _ in range(most):
        tab.page.keyboard.press("Tab")
        if tab.page.locator(":focus").and_(tab.page.locator(where)).count():
            return
    raise AssertionError(f"{most} times Tab, and {where} has no focus")


def test_by_keyboard_from_the_board_through_the_search_to_every_day_of_a_clock(inside: Inside) -> None:
    tab = inside()
    page = tab.open("/office")
    picture(page, "office-board", 1250)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    assert tab.ask(HERE) == "main"
    page.locator("body").press("Home")
    tab.open("/office")
    tab_to(tab, "#office-search")
    page.keyboard.type("stop and search")
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/search?q=stop+and+search")
    tab_to(tab, '[href^="/office/clocks/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/clocks/*")
    assert page.locator("h1").inner_text() == "Request 17: stop and search"
    assert page.locator("#days tbody tr").count() > 20
    picture(page, "office-clock", 1050)


def test_what_a_holiday_would_move_is_shown_before_anything_happens(inside: Inside) -> None:
    calendar, day = united_kingdom(), today() + dt.timedelta(days=3)
    while calendar.closed(day, "united-kingdom"):
        day += dt.timedelta(days=1)
    tab = inside("ivy", axe=True)
    page = tab.open("/office/holidays/add")
    page.get_by_label("Day", exact=True).fill(day.isoformat())
    page.get_by_label("What it is called").fill("Day of national mourning")
    page.get_by_label("Where it was announced").fill("by proclamation")
    page.get_by_role("button", name="See what it moves").click()
    expect(page.locator("#moves tbody tr").first).to_contain_text("Bob Bassett")
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert [*tab.ask(AXE), *tab.ask(OVERFLOW)] == []
    picture(page, "office-holiday", 1000)


def test_a_list_narrows_while_one_types_without_a_new_page(inside: Inside) -> None:
    tab = inside()
    page = tab.open("/office/clocks")
    tab.ask("() => { globalThis.same = true }")
    assert page.locator("#clocks tbody tr").count() == 50
    box = page.locator("#clocks-q")
    box.focus()
    page.keyboard.type("request")
    expect(page.locator("#clocks tbody tr")).to_have_count(1)
    expect(page.locator("#status")).to_have_text("1 clock")
    assert tab.ask(HERE) == "clocks-q", "one goes on typing"
    assert "q=request" in tab.path
    box.fill("")
    expect(page.locator("#clocks tbody tr")).to_have_count(50)
    page.locator("#clocks-by-1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#clocks th[aria-sort]")).to_have_text("What")
    assert tab.ask(HERE) == "clocks-by-1", "the focus stays on the head"
    assert page.locator("#clocks tbody tr").first.inner_text().startswith("Letter 100")
    page.locator("#clocks-after").press("Enter")
    expect(page.locator("#clocks tbody tr")).to_have_count(12)
    assert tab.ask("() => globalThis.same"), "it was one page all the time"
    page.go_back()
    expect(page.locator("#clocks tbody tr")).to_have_count(50)


def test_a_notice_is_read_in_place_and_the_focus_is_not_lost(inside: Inside) -> None:
    tab = inside()
    page = tab.open("/office")
    tab.ask("() => { globalThis.same = true }")
    before = page.locator("#notices li").count()
    button = page.get_by_role("button", name="Mark as read").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#notices li")).to_have_count(before - 1)
    expect(page.locator("#status")).to_have_text(f"{before - 1} left to read")
    assert tab.ask(HERE) == "notices-title"
    assert tab.ask("() => globalThis.same")


def test_work_moves_on_the_board_by_itself(inside: Inside, rooms: tuple[House, dict[str, str]]) -> None:
    tab = inside()
    page = tab.open("/office")
    expect(page.locator("#jobs")).to_contain_text("Waiting for a worker")

    def told(change: str) -> None:
        with sqlite3.connect(rooms[0].root / "records.sqlite3", timeout=20) as records:
            records.execute(f"UPDATE jobs_job SET {change}")

    told("state = 'running', done = 5, total = 10, what = 'reading'")
    expect(page.locator("#jobs")).to_contain_text("5 of 10: reading")
    assert tab.ask("() => document.querySelector('#jobs progress').value") == 5
    told("state = 'failed', error = 'The file is broken.'")
    expect(page.locator("#jobs")).to_contain_text("The file is broken.")
    assert page.locator("#jobs[hx-trigger]").count() == 0
    told("state = 'waiting', done = 0, total = 0, what = '', error = ''")


def test_a_page_of_a_job_follows_it_to_its_end(inside: Inside, rooms: tuple[House, dict[str, str]]) -> None:
    """Tag, facts and the name of the page; who listens is told of each state at once, and of steps no more than now and then."""
    tab = inside()
    page = tab.open("/office/jobs/1")

    def told(change: str) -> None:
        with sqlite3.connect(rooms[0].root / "records.sqlite3", timeout=20) as records:
            records.execute(f"UPDATE jobs_job SET {change} WHERE id = 1")

    tag, said, stop = (
        page.locator("main .pe-tag"),
        page.locator("main [role=status]"),
        page.get_by_role("button", name="Stop"),
    )
    expect(tag).to_have_text("Waiting for a worker")
    expect(said, "nothing is said before it moves").to_have_text("")
    stop.focus()
    tab.ask("() => { globalThis.same = true }")
    told("state = 'running', done = 5, total = 10, what = 'reading', attempts = 1, started_at = '2026-11-26 09:31:00'")
    expect(tag).to_have_text("Running", timeout=8_000)
    expect(said).to_have_text("Running. 5 of 10: reading")
    expect(page.locator(".pe-facts")).to_contain_text("Started 26 November 2026, 09:31", use_inner_text=True)
    assert page.title().startswith("Running: ")
    told("done = 6")
    expect(page.locator(".pe-job__words")).to_have_text("6 of 10: reading", timeout=8_000)
    expect(said, "a step is not read out each second").to_have_text("Running. 5 of 10: reading")
    assert tab.ask("() => globalThis.same && document.activeElement.textContent") == "Stop", (
        "it is one page, and the focus stays"
    )
    told("state = 'failed', error = 'The file is broken.'")
    expect(tag).to_have_text("Failed", timeout=8_000)
    expect(page.get_by_text("The file is broken.")).to_be_visible()
    assert page.title().startswith("Failed: ")
    told("state = 'waiting', done = 0, total = 0, what = '', error = '', attempts = 0, started_at = NULL")


def test_without_scripts_a_page_of_a_job_has_a_link_to_look_again(inside: Inside) -> None:
    tab = inside(scripts=False)
    page = tab.open("/office/jobs/1")
    again = page.get_by_role("link", name="Look again")
    expect(again).to_be_visible()
    again.click()
    expect(page.locator("main .pe-tag")).to_have_text("Waiting for a worker")


def test_a_session_that_is_over_leads_to_the_door(inside: Inside) -> None:
    tab = inside()
    page = tab.open("/office/clocks")
    page.context.clear_cookies()
    page.locator("#clocks-q").press("x")
    page.wait_for_url("**/account/login/?next=**")


def test_by_keyboard_a_holiday_is_added_after_one_has_seen_what_moves(inside: Inside) -> None:
    tab = inside("ivy")
    page = tab.open("/office/holidays")
    tab_to(tab, '[href="/office/holidays/add"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/holidays/add")
    tab_to(tab, "#id_day")
    page.keyboard.type("06172030")
    tab_to(tab, "#id_title")
    page.keyboard.type("Day of thanks")
    tab_to(tab, "#id_why")
    page.keyboard.type("proclaimed")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What Day of thanks would move")
    assert "No running clock falls on another day." in page.locator("main").inner_text()
    tab_to(tab, "button.govuk-button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/holidays/changes/*")
    assert "was added for all of the United Kingdom" in page.locator("main").inner_text()


def test_without_scripts_one_filters_reads_and_removes(inside: Inside) -> None:
    tab = inside("bob", scripts=False)
    page = tab.open("/office/clocks")
    page.locator("#clocks-q").fill("request")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#clocks tbody tr")).to_have_count(1)
    page = tab.open("/office")
    before = page.locator("#notices li").count()
    page.get_by_role("button", name="Mark as read").first.click()
    expect(page.locator("#notices li")).to_have_count(before - 1)
    tab = inside("ivy", scripts=False)
    page = tab.open("/office/holidays?year=2031")
    page.get_by_role("link", name="Remove Christmas Day").click()
    page.get_by_label("Where it was announced").fill("a test")
    page.get_by_role("button", name="See what it moves").click()
    page.get_by_role("button", name="Remove it").click()
    assert "was removed for all of the United Kingdom" in page.locator("main").inner_text()
