"""The keyboard alone reaches everything, in order and visibly; without scripts nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Readers
from tests.browser.kinds import KINDS, status_of
from tests.browser.serving import Server
from tests.browser.visiting import Reader

WALKED = [
    "home", "objective read both ways", "measure in a borough", "survey measure", "areas", "borough", "figure, a count",
    "release", "compare, four places", "data", "search, found", "page that does not exist",
]  # fmt: skip
MEASURE = KINDS["measure in a borough"]
NUMBERS = "The numbers of the chart"

# Lists what Tab has to reach, in the order of the page; then notes what it does reach, and whether one sees it.
PREPARE = """() => {
    const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
    const nodes = [...document.querySelectorAll(wanted)].filter((node) => node.checkVisibility({visibilityProperty: true}));
    const seen = (colour) => !/, 0\\)$/.test(colour);
    const look = (node) => [node, ...node.querySelectorAll("rect, path")].map((part) => {
        const style = getComputedStyle(part);
        const outline = style.outlineStyle === "none" || !seen(style.outlineColor) ? "" : style.outlineWidth + style.outlineColor;
        return [outline, style.backgroundColor, style.boxShadow, style.fill, style.stroke, style.strokeWidth].join();
    }).join(";");
    const before = new Map(nodes.map((node) => [node, look(node)]));
    const name = (node) => `${node.tagName.toLowerCase()} ${(node.getAttribute("href") ?? node.id ?? "").slice(0, 60)} ` +
        `${(node.textContent.trim() || node.getAttribute("aria-label") || "").replace(/\\s+/g, " ").slice(0, 40)}`;
    const inSight = (node) => [...node.getClientRects()].some((box) => {
        const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
        const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 2);
        const at = document.elementFromPoint(x, y);
        return box.bottom > 0 && box.top < innerHeight && at && (node.contains(at) || at.contains(node));
    });
    const walk = {wanted: nodes.map(name), reached: [], unseen: [], covered: []};
    document.addEventListener("focusin", ({target}) => {
        if (!before.has(target)) return;
        walk.reached.push(nodes.indexOf(target));
        if (look(target) === before.get(target)) walk.unseen.push(name(target));
    });
    document.addEventListener("keydown", () => {
        const here = document.activeElement;
        if (before.has(here) && !inSight(here)) walk.covered.push(name(here));
    });
    globalThis.walk = walk;
    return nodes.length;
}"""
HERE = "() => document.activeElement.id || document.activeElement.getAttribute('href')"


@pytest.mark.parametrize("kind", WALKED)
def test_tab_reaches_everything_in_order_and_shows_where_it_is(
    kind: str, desktop: Reader, address_of: Callable[[str], str]
) -> None:
    page = desktop.open(address_of(KINDS[kind]), status_of(kind))
    number = desktop.ask(PREPARE)
    assert number > 15
    for _ in range(number):
        page.keyboard.press("Tab")
    walk: dict[str, Any] = desktop.ask("() => globalThis.walk")
    missed = [walk["wanted"][at] for at in range(number) if at not in walk["reached"]]
    assert not missed, f"never reached: {missed[:10]}"
    assert walk["reached"] == list(range(number)), "not in the order of the page"
    assert not walk["unseen"], f"no visible focus: {walk['unseen'][:10]}"
    assert not walk["covered"], f"focus out of sight: {walk['covered'][:10]}"


def test_a_phone_walks_the_same_way(phone: Reader) -> None:
    page = phone.open(MEASURE)
    number = phone.ask(PREPARE)
    for _ in range(number):
        page.keyboard.press("Tab")
    walk = phone.ask("() => globalThis.walk")
    assert walk["reached"] == list(range(number))
    assert not walk["unseen"]


def test_the_skip_link_skips(desktop: Reader) -> None:
    page = desktop.open(MEASURE)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to main content"
    box = skip.bounding_box()
    assert box is not None and box["height"] > 20 and box["y"] >= 0
    page.keyboard.press("Enter")
    assert desktop.ask(HERE) == "main"
    page.keyboard.press("Tab")
    assert desktop.ask("() => document.querySelector('main').contains(document.activeElement)")


def test_enter_on_a_tile_goes_to_the_borough(desktop: Reader) -> None:
    page = desktop.open("/measures/burglary")
    tile = (
        page.locator("svg.pc--wide.pc-tiles a, svg.pc--narrow.pc-tiles a")
        .locator("visible=true")
        .filter(has_text="Havering")
    )
    tile.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/measures/burglary/E09000016")
    assert page.locator("h1").inner_text() == "Burglary in Havering"


def test_enter_opens_the_numbers_of_the_chart(desktop: Reader) -> None:
    page = desktop.open(MEASURE)
    details = page.locator("details").filter(has_text=NUMBERS)
    details.locator("summary").focus()
    assert not page.locator("#history").is_visible()
    page.keyboard.press("Enter")
    assert page.locator("#history").is_visible()
    page.keyboard.press("Tab")
    assert details.locator(":focus").count() == 1


SORTS = ("name", "before", "value", "change", "percent", "rate")


@pytest.mark.parametrize("table", ["boroughs", "wards"])
def test_a_sort_by_script_is_the_sort_by_link(table: str, desktop: Reader, plain: Reader) -> None:
    for by in SORTS:
        desktop.open(MEASURE)
        head = desktop.page.locator(f"#{table} a.pe-sort[href*='{table}={by}-']")
        if table == "wards" and not head.count():
            continue  # wards have no rates
        words = "highest first" if by != "name" else "Z to A"
        head.focus()
        desktop.page.keyboard.press("Enter")
        assert desktop.path == MEASURE, "the script sorts in place"
        assert words in desktop.page.locator("[role=status]").all_inner_texts()[0 if table == "wards" else 1]
        plain.open(MEASURE)
        plain.page.locator(f"#{table} a.pe-sort[href*='{table}={by}-']").click()
        plain.page.wait_for_load_state()  # the address changes before the table has come
        assert f"{table}={by}-" in plain.path
        ours, theirs = _column(desktop, table, by), _column(plain, table, by)
        assert ours == theirs, by
        assert len(ours) > 15


def _column(tab: Reader, table: str, by: str) -> list[str]:
    """The sorted column's cells, from top to bottom: rows that tie may stand in either order."""
    tab.page.locator(f"#{table} th[aria-sort]").wait_for()
    at = int(tab.ask(f"() => document.querySelector('#{table} th[aria-sort]').cellIndex"))
    cells: list[str] = tab.ask(COLUMN, [table, at])
    return cells


COLUMN = """([id, at]) => [...document.getElementById(id).tBodies[0].rows].map((row) =>
    row.cells[at].innerText.trim())"""
CONTENT = """() => ({
    text: document.querySelector("main").innerText.replace(/\\s+/g, " ").trim(),
    links: [...document.querySelectorAll("a[href]")].map((node) => node.getAttribute("href")),
    controls: document.querySelectorAll("input, select, button, summary").length,
})"""


def test_without_scripts_every_page_has_everything(
    server: Server, reading: Readers, address_of: Callable[[str], str]
) -> None:
    scripted, plain = reading(server), reading(server, scripts=False)
    for kind, path in KINDS.items():
        pages = []
        for tab in (scripted, plain):
            tab.open(address_of(path), status_of(kind))
            pages.append(tab.ask(CONTENT))
        said = pages[0]["text"]
        assert pages[1]["text"] == said, kind
        assert pages[1]["links"] == pages[0]["links"], kind
        assert pages[1]["controls"] == pages[0]["controls"], kind


def test_without_scripts_one_compares_searches_and_opens(plain: Reader) -> None:
    page = plain.open("/compare")
    page.get_by_label("Measure", exact=True).select_option("robbery")
    page.get_by_label("Place 1").select_option("E09000016")
    page.get_by_label("Place 2").select_option("E09000026")
    page.get_by_role("button", name="Compare").click()
    assert page.locator("h1").inner_text() == "Robbery in Havering and Redbridge"
    assert page.locator("#side-by-side tbody tr").count() == 2
    page.locator("#header-search").fill("Elm Park")
    page.locator("#header-search").press("Enter")
    page.get_by_role("link", name="Elm Park").click()
    assert page.locator("h1").inner_text().startswith("Elm Park")
    plain.open(MEASURE)
    page.locator("summary").filter(has_text=NUMBERS).click()
    assert page.locator("#history").is_visible()
