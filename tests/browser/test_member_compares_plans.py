"""A member of the committee asks what became of the last plan, and follows one promise from its words to a figure."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from peelian.figures.house import House
from tests.browser.conftest import AXE
from tests.browser.office import Desks
from tests.browser.pictures import picture
from tests.browser.serving import serving
from tests.browser.visiting import PHONE, Reader
from tests.support.plans import NEXT, PLAN, furnish_plans


@pytest.fixture(scope="module")
def member(
    real_house: House, seeds: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    """Somebody who has not signed in, before the real house with London's plans in its records."""
    folder = tmp_path_factory.mktemp("plans")
    root = shutil.copytree(real_house.root, folder / "house")
    furnish_plans(root, next(seeds.glob("004_*.txt")))
    with serving(root, folder / "server.log") as running:
        people = Desks(chromium, running, AXE)
        yield people.stranger()
        people.close()


def test_a_member_compares_two_plans_and_follows_a_promise_to_its_figure(member: Reader) -> None:
    page = member.open("/plan")
    page.get_by_role("link", name="All plans").first.click()
    page.get_by_role("link", name=re.compile("became", re.IGNORECASE)).first.click()
    assert member.path == f"/plans/{NEXT}/from/{PLAN}"
    assert "1 is dropped" in page.locator(".pe-say").inner_text()
    dropped = page.locator("section#dropped li")
    assert dropped.count() == 1
    assert "seed-001, line 535" in dropped.inner_text()
    picture(page, "plan-succession", 1500)

    page.get_by_role("link", name="Local yearly priorities").first.click()
    assert page.locator("h1").inner_text().startswith("Local yearly priorities")

    page = member.open("/plan")
    page.locator("main").get_by_role("link", name="A knife crime strategy, written and carried out").first.click()
    assert member.path == "/commitments/knife-crime-strategy"
    words = page.locator("main").inner_text()
    assert "Under way" in words
    assert "The strategy is launched" in words
    assert "line 1036" in words
    picture(page, "plan-commitment", 1500)
    page.get_by_role("link", name="Knife crime", exact=True).first.click()
    assert page.locator("h1").inner_text().startswith("Knife crime")
    shown = page.locator(".pe-say").inner_text()
    page.get_by_role("link", name="How this figure is made").click()
    value = page.locator(".pe-figure__value").inner_text()
    assert value in shown
    assert re.match(r"/figures/knife-crime/", member.path)


@pytest.mark.parametrize(
    "address", [f"/plans/{NEXT}/from/{PLAN}", "/plan", "/commitments/knife-crime-strategy", "/plan/overdue"]
)
def test_the_pages_of_the_plan_are_sound_on_a_phone(member: Reader, address: str) -> None:
    page = member.open(address)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert (
        page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']}).then(r => r.violations.map(v => v.id))"
        )
        == []
    )
