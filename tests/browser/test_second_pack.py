"""A place that is not London, read in the browser: from the first page to a small area's figure, without a plan on the way.

The house is made up (tests/support/force.py).
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.releases.build import release
from tests.browser.conftest import Readers
from tests.browser.serving import Server, serving
from tests.browser.test_accessibility import VALIDATOR, faults
from tests.browser.visiting import DESKTOP, PHONE
from tests.conftest import needed
from tests.support import force

PAGES = [
    "/", "/measures", "/areas", "/areas?kind=lsoa&in=E06000091", "/areas/E06000091", "/areas/E01901001",
    "/measures/street-burglary",
    "/measures/street-burglary/E06000091", "/measures/street-positive-outcome-cohort", "/measures/outcomes-positive-flow",
    f"/figures/street-positive-outcome-cohort/{force.FORCE}/R12-2023-12", "/measures/stop-and-search", "/data",
    "/compare?measure=street-positive-outcome-cohort&area=E06000091&area=E06000092",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site of the made-up force."""
    folder = tmp_path_factory.mktemp("barset")
    house = House(folder / "house", str(force.write_pack(folder)))
    load(house, [force.write_files(folder)], vintage="2024-02")
    release(house)
    with serving(house.root, folder / "barset.log") as running:
        yield running


def test_a_resident_finds_their_small_area_and_its_working(site: Server, reading: Readers) -> None:
    tab = reading(site)
    page = tab.open("/")
    assert page.locator("h1").inner_text() == "Crime and policing in Barsetshire"
    assert page.get_by_role("link", name="The plan").count() == 0
    box = page.locator("main").get_by_label("Search this site")
    box.fill("Barchester")
    box.press("Enter")
    page.locator("main").get_by_role("link", name="Barchester", exact=True).click()
    page.get_by_role("link", name="All 150").click()
    assert page.locator("h1").inner_text() == "Small areas of Barchester"
    page.get_by_role("link", name=re.compile("^Next")).click()
    page.locator("main").get_by_role("link", name="Barchester 030E", exact=True).click()
    line = page.locator(".pb-line").filter(has=page.get_by_role("link", name="Street-level burglary", exact=True))
    shown = line.locator("strong").inner_text()
    line.get_by_role("link", name="Street-level burglary", exact=True).click()
    assert f"{shown} crimes in the 12 months to December 2023" in page.locator(".pe-say").inner_text()
    assert page.locator("#small .pe-current th").inner_text() == "Barchester 030E"
    rows = list(csv.DictReader(io.StringIO(site.get(f"{tab.path}.csv").text)))
    own = [row for row in rows if (row["area"], row["period"]) == ("E01901149", "R12-2023-12")]
    assert [row["value"] for row in own] == [shown]
    page.get_by_role("link", name="How this figure is made").click()
    assert page.locator(".pe-figure__value").inner_text() == shown
    folded = page.locator("details.pb-file")
    assert folded.count() == 12
    folded.first.locator("summary").click()
    assert int(folded.first.locator("tbody tr").count()) == int(re.search(r"(\d+) cell", folded.first.inner_text())[1])  # type: ignore[index]


def test_a_table_of_pages_sorts_whole_and_keeps_its_order(site: Server, reading: Readers) -> None:
    tab = reading(site)
    page = tab.open("/measures/street-burglary/E06000091")
    head = page.locator("#small thead").get_by_role("link", name=re.compile("12 months to December 2023"))
    head.click()
    page.wait_for_url(re.compile("small=value-descending"))
    first = [int(text) for text in page.locator("#small tbody td:nth-of-type(2)").all_inner_texts()]
    page.get_by_role("link", name=re.compile("^Next")).click()
    page.wait_for_url(re.compile("small-page=2"))
    second = [int(text) for text in page.locator("#small tbody td:nth-of-type(2)").all_inner_texts()]
    assert first == sorted(first, reverse=True) and second == sorted(second, reverse=True)
    assert min(first) >= max(second)


def test_everyone_can_use_the_pages(site: Server, reading: Readers) -> None:
    tab = reading(site, axe=True)
    found = []
    for path in PAGES:
        for size in (DESKTOP, PHONE):
            tab.open(path, **size)
            found += [f"{path} {size['width']}: {item}" for item in faults(tab, axe=True)]
    assert not found, "\n".join(found)


def test_the_html_is_valid(site: Server, tmp_path: Path) -> None:
    if not VALIDATOR.exists():
        needed("html-validate: run scripts/assets.py --dev")
    for number, path in enumerate(PAGES):
        (tmp_path / f"{number}.html").write_text(site.get(path).text)
    done = subprocess.run(
        [VALIDATOR, "--preset", "standard,recommended", "--formatter", "text", "--ext", "html", tmp_path],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[:6000] + done.stderr
