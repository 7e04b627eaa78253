"""The checks of this folder, each shown a page that is broken in the way it is there to notice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Readers
from tests.browser.crawling import crawl
from tests.browser.serving import Answer, Server
from tests.browser.test_accessibility import AXE, COLLIDING, LEGIBLE, OVERFLOW, SMALL_WORDS
from tests.browser.test_keyboard import PREPARE
from tests.browser.visiting import Reader

PAGE = "/measures/burglary/E09000016"
BREAK = """(html) => document.querySelector("main").insertAdjacentHTML("afterbegin", html)"""


@pytest.fixture
def tab(server: Server, reading: Readers) -> Iterator[Reader]:
    """A tab whose troubles are the point, and are forgotten at the end."""
    tab = reading(server, axe=True)
    tab.open(PAGE)
    yield tab
    tab.page.goto("about:blank")
    tab.troubles.clear()


def test_axe_notices_a_picture_without_words(tab: Reader) -> None:
    assert not tab.ask(AXE)
    tab.ask(BREAK, "<img src='data:,'>")
    assert any("image-alt" in found for found in tab.ask(AXE))


def test_axe_notices_pale_text_and_a_level_left_out(tab: Reader) -> None:
    tab.ask("() => document.querySelector('h1').insertAdjacentHTML('afterend', '<h5>A heading</h5>')")
    tab.ask("() => { document.querySelector('.pe-say').style.color = '#bbb'; }")
    found = " ".join(tab.ask(AXE))
    assert "heading-order" in found
    assert "color-contrast" in found


def test_a_page_wider_than_the_screen_is_noticed(tab: Reader) -> None:
    assert not tab.ask(OVERFLOW)
    tab.ask(BREAK, "<div id='wide'>wide</div>")
    tab.ask("() => { document.getElementById('wide').style.width = '1400px'; }")
    assert any("wide" in found for found in tab.ask(OVERFLOW))


def test_small_and_colliding_words_are_noticed(tab: Reader) -> None:
    assert not tab.ask(SMALL_WORDS, LEGIBLE)
    assert not tab.ask(COLLIDING)
    tab.ask("() => document.querySelectorAll('#over-time svg.pc').forEach((drawing) => drawing.style.width = '60%')")
    tab.ask("""() => document.querySelectorAll('#over-time svg.pc').forEach((drawing) => {
        const last = [...drawing.querySelectorAll('text')].at(-1);
        last.after(last.cloneNode(true)); })""")
    assert tab.ask(SMALL_WORDS, LEGIBLE)
    assert tab.ask(COLLIDING)


def test_focus_that_cannot_be_seen_or_jumps_is_noticed(tab: Reader) -> None:
    tab.ask(
        "() => { document.querySelector('.pe-breadcrumbs a').style = 'outline: none; background: none; box-shadow: none'; }"
    )
    tab.ask("() => { document.querySelector('.pe-nav a').tabIndex = 5; }")
    number = tab.ask(PREPARE)
    for _ in range(number):
        tab.page.keyboard.press("Tab")
    walk = tab.ask("() => globalThis.walk")
    assert any("/measures Measures" in name for name in walk["unseen"])
    assert walk["reached"] != list(range(number))


def test_what_the_console_the_policy_and_the_network_say_is_kept(tab: Reader) -> None:
    tab.ask("() => console.error('a script stumbles')")
    tab.ask("() => { document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>'); }")
    tab.ask("() => new Promise((done) => { const script = document.createElement('script'); script.onerror = done; "
            "script.src = '/static/none.js'; document.head.append(script); })")  # fmt: skip
    tab.page.evaluate("() => setTimeout(() => { throw new Error('late') })")
    tab.page.wait_for_timeout(100)
    kept = "\n".join(tab.troubles)
    for what in ("a script stumbles", "Content Security Policy", "404: ", "script: late"):
        assert what in kept, what


def test_a_broken_link_is_met() -> None:
    class Broken(Server):
        def get(self, path: str, **headers: str) -> Answer:
            html = '<a href="/gone">x</a><a href="#nowhere">y</a><p id="a"></p><p id="a"></p>'
            return Answer(200 if path == "/" else 404, {"content-type": "text/html"}, html.encode())

    found = crawl(Broken(1, Path()))
    assert found.pages["/gone"].status == 404
    assert ("/", "nowhere") in found.fragments
    assert found.ids["/"] == ["a", "a"]
