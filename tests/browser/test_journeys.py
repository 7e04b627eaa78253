"""What a resident and an analyst come for, from the first page to the source row and back."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from peelian.figures.house import House
from peelian.figures.releases.release import Releases
from tests.browser.conftest import Readers
from tests.browser.pictures import picture
from tests.browser.serving import Server, environment
from tests.browser.visiting import PHONE, Reader
from tests.conftest import ROOT

BOROUGHS = {"E09000016": "Havering", "E09000026": "Redbridge", "E09000002": "Barking and Dagenham"}


VISITED = [
    "/", "/plan", "/plan/themes/children-and-young-people", "/objectives/fewer-knife-crimes", "/measures", "/measures/burglary",
    "/measures/burglary/E09000016", "/areas/E09000016", "/figures/burglary/E09000016/R12-2017-06", "/releases", "/data",
    "/compare?measure=burglary&area=E09000016&area=E09000026", "/search?q=havering", "/about",
]  # fmt: skip


def number(text: str) -> int:
    """``1,886`` as printed on a page."""
    return int(text.replace(",", ""))


def rows_of(server: Server, address: str) -> list[dict[str, str]]:
    """A CSV of the site."""
    answer = server.get(address)
    assert answer.status == 200, address
    return list(csv.DictReader(io.StringIO(answer.text)))


def json_of(server: Server, address: str) -> dict[str, Any]:
    """A JSON of the site."""
    answer = server.get(address)
    assert answer.status == 200, address
    found: dict[str, Any] = json.loads(answer.text)
    return found


def test_a_resident_follows_one_figure_to_its_row(desktop: Reader, server: Server, published: House) -> None:
    page = desktop.open("/")
    picture(page, "home", 1150)
    box = page.locator("main").get_by_label("Search this site")
    box.fill("Havering")
    box.press("Enter")
    page.locator("main").get_by_role("link", name="Havering", exact=True).click()
    assert (desktop.path, page.locator("h1").inner_text()) == ("/areas/E09000016", "Havering")
    picture(page, "area", 1000)

    line = page.locator(".pb-line").filter(has=page.get_by_role("link", name="Burglary", exact=True))
    shown = line.locator("strong").inner_text()
    line.get_by_role("link", name="Burglary", exact=True).click()
    assert page.locator("h1").inner_text() == "Burglary in Havering"
    sentence = page.locator(".pe-say").inner_text()
    assert f"{shown} offences" in sentence
    picture(page, "measure", 1180)
    at = page.locator("#boroughs tbody tr").filter(has_text="Havering")
    assert at.locator("td").nth(1).inner_text().split()[0] == shown

    on_page = {"E09000016": number(shown)}
    downloaded = {
        (row["area"], row["period"]): row for row in rows_of(server, f"{desktop.path}.csv") if row["kind"] == "count"
    }
    period = re.search(r"R12-\d{4}-\d{2}", at.locator("a").nth(2).get_attribute("href") or "")
    assert period
    assert int(downloaded["E09000016", period[0]]["value"]) == on_page["E09000016"]
    for row in page.locator("#boroughs tbody tr").all():
        area = (row.locator("a").first.get_attribute("href") or "").rpartition("/")[2]
        assert downloaded[area, period[0]]["value"] == str(number(row.locator("td").nth(1).inner_text().split()[0]))

    page.get_by_role("link", name="How this figure is made").click()
    assert desktop.path == f"/figures/burglary/E09000016/{period[0]}"
    assert page.locator(".pe-figure__value").inner_text() == shown
    picture(page, "figure", 1500)
    assert number(page.locator("tfoot td").first.inner_text()) == number(shown)
    page.locator("summary").filter(has_text="cells of the file").click()
    listed = [[cell.strip() for cell in row.all_inner_texts()[0].split("\t")]
             for row in page.locator("table:has-text('Column') tbody tr").all()]  # fmt: skip
    assert all("havering" in what.lower() for _, what, _, _ in listed)
    cells = [[row, column, value] for row, _, column, value in listed]
    assert sum(number(value) for _, _, value in cells) == number(shown)
    name = page.locator("h3").filter(has_text=".csv").first.inner_text()
    short = (page.get_by_role("link", name="snapshot").first.get_attribute("href") or "").rpartition("/")[2]
    _in_the_publishers_file(published, name, short, cells)


def _in_the_publishers_file(house: House, name: str, short: str, cells: list[list[str]]) -> None:
    """The rows and columns that the page names hold those values in the bytes that were loaded."""
    snapshot = next(item for item in house.lake if item.short == short)
    assert snapshot.file == name
    raw = next(
        path for path in (house.root / "lake").rglob("*") if path.is_file() and short in str(path) and _is_csv(path)
    )
    lines = list(csv.reader(io.StringIO(raw.read_bytes().decode("utf-8-sig"))))
    assert len(cells) >= 12
    for row, column, value in cells:
        assert lines[int(row) - 1][lines[0].index(column)] == value, (row, column)


def _is_csv(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(200).decode("utf-8-sig", errors="replace").count(",") > 5


def test_a_resident_reads_it_on_a_phone(phone: Reader) -> None:
    page = phone.open("/measures/burglary/E09000016")
    picture(page, "measure-phone", 1600)
    order = phone.ask("""() => ["h1", ".pe-say", "svg.pc", "#boroughs"].map((what) => [...document.querySelectorAll(what)]
        .find((node) => node.checkVisibility()).getBoundingClientRect().top)""")
    assert order == sorted(order), "what, the sentence, the picture, the table: in this order"
    assert page.viewport_size == PHONE
    page.locator("svg.pc--narrow.pc-tiles a").filter(has_text="Redbridge").click()
    assert page.locator("h1").inner_text() == "Burglary in Redbridge"


def test_an_analyst_checks_what_a_release_changed(desktop: Reader, server: Server, published: House) -> None:
    page = desktop.open("/data")
    page.locator("table a[href^='/snapshots/']").first.click()
    assert "SHA-256" in page.locator("main").inner_text()
    findings = page.locator("h2:has-text('odd about it') + ul > li").all_inner_texts()
    short = desktop.path.rpartition("/")[2]
    held = next(item for item in published.lake if item.short == short)
    assert len(findings) == len(held.findings)
    for told, finding in zip(findings, held.findings, strict=True):
        assert finding["what"] in told
        assert finding["remedy"] in told

    newest = Releases(published.root).newest()
    assert newest is not None
    page.locator("footer").get_by_role("link", name=newest.id).click()
    assert page.locator("h1").inner_text() == f"Release {newest.id}"
    assert f"{newest.changes['revised']:,}" in page.locator("main").inner_text()
    first = page.locator("#revisions tbody tr").first.locator("th, td").all_inner_texts()
    largest = rows_of(server, f"/releases/{newest.id}/revisions.csv")
    assert number(first[2]) == int(largest[0]["before"])
    assert number(first[3]) == int(largest[0]["after"])
    before = server.get(f"/r/{newest.manifest['previous']}/figures/{_month_address(largest[0])}")
    after = server.get(f"/figures/{_month_address(largest[0])}")
    assert f">{int(largest[0]['before']):,}<" in before.text
    assert f">{int(largest[0]['after']):,}<" in after.text


def _month_address(row: dict[str, str]) -> str:
    return f"{row['measure']}/{row['area']}/{row['month']}"


def test_an_analyst_sees_joins_and_breaks(desktop: Reader) -> None:
    page = desktop.open("/measures/violence-with-injury")
    drawing = page.locator("#over-time svg.pc--wide, #over-time svg.pc--narrow").locator("visible=true")
    notes = page.locator(".pe-breaks li").all_inner_texts()
    assert any("CONNECT" in note for note in notes)
    assert drawing.locator("text", has_text="the plan’s years").count() == 1
    assert "a newer file starts" in page.locator("#over-time figcaption").inner_text()
    titles = drawing.locator("title").all_text_contents()
    assert any("file" in title for title in titles), "each join says which file starts there"


def test_an_analyst_compares_and_takes_exactly_that(desktop: Reader, server: Server, published: House) -> None:
    page = desktop.open("/compare")
    page.get_by_label("Measure", exact=True).select_option("burglary")
    for place, area in enumerate(BOROUGHS, 1):
        page.get_by_label(f"Place {place}").select_option(area)
    page.get_by_role("button", name="Compare").click()
    picture(page, "compare", 1150)
    assert page.locator("h1").inner_text() == "Burglary in Havering, Redbridge and Barking and Dagenham"
    table = {row.locator("th").inner_text(): row.locator("td").all_inner_texts()
             for row in page.locator("#side-by-side tbody tr").all()}  # fmt: skip
    assert set(table) == set(BOROUGHS.values())

    data = json_of(server, page.get_by_role("link", name="JSON").first.get_attribute("href") or "")
    assert {row["area"] for row in data["rows"]} == set(BOROUGHS)
    newest = max(row["period"] for row in data["rows"] if row["kind"] == "count")
    for row in data["rows"]:
        if row["period"] == newest:
            column = 1 if row["kind"] == "count" else 4
            assert Decimal(str(row["value"])) == Decimal(table[row["area_name"]][column].split()[0].replace(",", ""))
    points = [row for row in data["rows"] if row["kind"] == "count" and row["area"] == "E09000016"]
    assert len(points) == len({row["period"] for row in points}) > 150, "every point of the line, once"
    _the_command_agrees(published, data["rows"], newest)


def _the_command_agrees(house: House, rows: list[dict[str, Any]], period: str) -> None:
    """``peelian figure`` and the page say the same, to the last digit."""
    for area, name in BOROUGHS.items():
        told = _figure(house, "burglary", area, period)
        shown = next(row for row in rows if (row["area"], row["period"], row["kind"]) == (area, period, "count"))
        assert (told["value"], told["area"]["name"], told["release"]) == (shown["value"], name, shown["release"])


def _figure(house: House, *names: str) -> dict[str, Any]:
    asked = [sys.executable, "-m", "peelian.cli", "figure", *names, "--rows", "400", "--json"]
    done = subprocess.run(asked, cwd=ROOT, env=environment(house.root), check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_command_the_page_and_its_json_are_one(server: Server, published: House) -> None:
    for names in (("burglary", "E09000016", "R12-2025-12"), ("confidence-good-job", "E09000016", "R12-2023-12"),
                  ("knife-crime", "E23000001", "R12-2017-06")):  # fmt: skip
        page, data = server.get(f"/figures/{'/'.join(names)}"), json_of(server, f"/figures/{'/'.join(names)}.json")
        told = _figure(published, *names)
        assert {name: data[name] for name in told} == told
        source = told["sources"][0]
        assert source["snapshot"][:12] in page.text
        if not source.get("document"):  # a printed figure's page names the document, not the file of its transcript
            assert source["file"] in page.text.replace("&#x27;", "'")


def test_generated_figures_are_never_mistaken_for_real_ones(
    illustrative_server: Server, illustrative_house: House, reading: Readers
) -> None:
    newest = Releases(illustrative_house.root).newest()
    assert newest is not None
    printed = {(measure, area) for measure, area in newest.printed if measure not in newest.kinds_of}  # those are real
    tab = reading(illustrative_server)
    page = tab.page
    for path in VISITED:
        tab.open(path)
        banner = page.get_by_role("region", name="Illustrative figures", exact=True)
        assert banner.is_visible(), path
        assert "not real" in banner.inner_text(), path
    release = json_of(illustrative_server, "/healthz")["release"]
    said = tab.open(f"/releases/{release}").locator("main").inner_text()
    assert "generated, not real" in said
    for path in ("/measures/burglary", "/measures/burglary/E09000016", "/areas/E09000016",
                 "/compare.{}?measure=burglary&area=E09000016&area=E09000026", f"/releases/{release}/revisions"):  # fmt: skip
        named = path if "{}" in path else f"{path}.{{}}"
        rows = rows_of(illustrative_server, named.format("csv"))
        assert all(
            row["illustrative"] == "true" for row in rows if (row.get("measure"), row.get("area")) not in printed
        ), path
        assert json_of(illustrative_server, named.format("json"))["illustrative"] is True, path
    assert json_of(illustrative_server, "/figures/burglary/E09000016/R12-2017-06.json")["illustrative"] is True
