"""Each kind of page: axe finds nothing, HTML validates, nothing runs over the edge of a phone, words in charts can be read."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Readers
from tests.browser.kinds import KINDS, status_of
from tests.browser.serving import Server
from tests.browser.visiting import DESKTOP, PHONE, SMALL, Reader
from tests.conftest import ROOT, needed

VALIDATOR = ROOT / "node_modules" / ".bin" / "html-validate"
LEGIBLE = 12.5

AXE = """() => axe.run(document, {
    runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    resultTypes: ["violations"],
}).then(({violations}) => violations.flatMap(({id, help, nodes}) =>
    nodes.slice(0, 3).map(({target, failureSummary}) => `${id}: ${help}: ${target} ${failureSummary}`)))"""

# What sticks out of the page, unless it lies in something that scrolls by itself.
OVERFLOW = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const scrolls = (node) => {
        for (let up = node.parentElement; up && up !== document.body; up = up.parentElement)
            if (getComputedStyle(up).overflowX !== "visible") return true;
        return false;
    };
    const wide = [...document.querySelectorAll("body *")].filter((node) =>
        node.getBoundingClientRect().right > width + 1 && !scrolls(node));
    return [`the page is ${document.documentElement.scrollWidth} px wide in ${width}`,
        ...wide.slice(0, 5).map((node) => `${node.tagName}.${node.className} ${node.textContent.trim().slice(0, 40)}`)];
}"""

# Words in charts as they are drawn: their size in the drawing's units times the scale that the drawing is shown at.
SMALL_WORDS = """(least) => [...document.querySelectorAll("svg.pc text")].flatMap((node) => {
    if (!node.checkVisibility() || !node.textContent.trim()) return [];
    const at = node.getScreenCTM();
    const drawn = parseFloat(getComputedStyle(node).fontSize) * Math.sqrt(Math.abs(at.a * at.d - at.b * at.c));
    return drawn < least - 0.01 ? [`${drawn.toFixed(1)} px: ${node.textContent.trim().slice(0, 40)}`] : [];
})"""

# Words of one drawing that lie on each other.
COLLIDING = """() => [...document.querySelectorAll("svg.pc")].flatMap((drawing) => {
    const words = [...drawing.querySelectorAll("text")].filter((node) => node.checkVisibility() && node.textContent.trim())
        .map((node) => [node.textContent.trim(), node.getBoundingClientRect()]);
    const found = [];
    for (let i = 0; i < words.length; i++) for (let j = i + 1; j < words.length; j++) {
        const [a, b] = [words[i][1], words[j][1]];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1.5 && down > 0.45 * Math.min(a.height, b.height)) found.push(`"${words[i][0]}" on "${words[j][0]}"`);
    }
    return found;
})"""


@pytest.mark.parametrize("kind", KINDS)
def test_everyone_can_use_the_page(
    kind: str, server: Server, reading: Readers, address_of: Callable[[str], str]
) -> None:
    tab = reading(server, axe=True)
    tab.open(address_of(KINDS[kind]), status_of(kind), **DESKTOP)
    assert tab.ask("() => document.querySelectorAll('h1').length") == 1
    found = [f"1280: {item}" for item in faults(tab, axe=True)]
    tab.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    found += [f"390: {item}" for item in faults(tab, axe=True)]
    tab.page.set_viewport_size(SMALL)  # type: ignore[arg-type]
    found += [f"320: {item}" for item in tab.ask(OVERFLOW)]
    assert not found, "\n".join(found)


def faults(tab: Reader, *, axe: bool) -> list[str]:
    found: list[str] = tab.ask(AXE) if axe else []
    found += tab.ask(OVERFLOW)
    found += [f"too small {item}" for item in tab.ask(SMALL_WORDS, LEGIBLE)]
    return found + [f"words collide {item}" for item in tab.ask(COLLIDING)]


def test_illustrative_pages_too(illustrative_server: Server, reading: Readers) -> None:
    tab = reading(illustrative_server, axe=True)
    found = []
    for path in ("/", "/measures/burglary/E09000016", "/data", "/figures/burglary/E09000016/R12-2017-06"):
        for size in (DESKTOP, PHONE):
            tab.open(path, **size)
            found += [f"{path} {size['width']}: {item}" for item in faults(tab, axe=True)]
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def served(server: Server, address_of: Callable[[str], str]) -> dict[str, str]:
    """The HTML of each kind of page as the server sends it."""
    return {kind: server.get(address_of(path)).text for kind, path in KINDS.items()}


def test_the_html_is_valid(served: dict[str, str], tmp_path: Path) -> None:
    if not VALIDATOR.exists():
        needed("html-validate: run scripts/assets.py --dev")
    for kind, html in served.items():
        (tmp_path / f"{kind.replace(' ', '-').replace(',', '')}.html").write_text(html)
    done = subprocess.run(
        [VALIDATOR, "--preset", "standard,recommended", "--rule", "form-dup-name:off",  # rows of one form share their names
         "--formatter", "text", "--ext", "html", tmp_path],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.replace(str(tmp_path), "")[:6000] + done.stderr


def test_titles_tell_pages_apart(served: dict[str, str]) -> None:
    titles: dict[str, list[str]] = {}
    for kind, html in served.items():
        found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
        assert found, kind
        assert found[1].endswith(" – Peelian"), found[1]
        titles.setdefault(found[1], []).append(kind)
    same = {title: kinds for title, kinds in titles.items() if len(kinds) > 1 and not _one_page(kinds)}
    assert not same


def _one_page(kinds: list[str]) -> bool:
    """Pages that are the same page in another order or release, or that are empty forms."""
    paths = {KINDS[kind].split("?")[0].removeprefix("/r/{older}") for kind in kinds}
    return len(paths) == 1


def test_each_page_says_where_it_is(served: dict[str, str]) -> None:
    for kind, html in served.items():
        assert '<html lang="en-GB"' in html, kind
        assert html.count("<main") == 1, kind
        assert 'href="#main"' in html, kind
        links = re.findall(r'<link rel="canonical" href="([^"]+)"', html)
        assert len(links) == 1, kind
