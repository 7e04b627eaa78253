"""Pages of a place that is not London: no plan, no command units, no residents, and many small areas.

The house is made up (tests/support/force.py), so that these tests need no real file; one test visits the City of London.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period
from peelian.figures.releases.build import release
from peelian.figures.releases.figure import figure
from peelian.public.selectors.lines import sparks
from tests.support import force
from tests.web.conftest import Visitor

LATEST = "R12-2023-12"


@pytest.fixture(scope="module")
def barset(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house of the made-up force. Do not write to it."""
    folder = tmp_path_factory.mktemp("barset")
    house = House(folder / "house", str(force.write_pack(folder)))
    reports = load(house, [force.write_files(folder)], vintage="2024-02")
    assert all(report.outcome.startswith("accepted") for report in reports), reports[0].findings
    release(house)
    return house


@pytest.fixture
def visitor(barset: House, visiting: Callable[[House], Visitor]) -> Visitor:
    return visiting(barset)


def _main(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def expected(name: str = "", year: str = "2023") -> int:
    """Burglaries of a year in the small areas whose name begins so."""
    months = [month for month in force.MONTHS if month.startswith(year)]
    return sum(force.crimes(month, place) for month in months
               for place, (_code, area) in enumerate(force.small_areas()) if area.startswith(name))  # fmt: skip


def test_the_first_page_speaks_of_the_place_and_keeps_no_plan(visitor: Visitor) -> None:
    text = visitor.text("/")
    page = visitor.page("/")
    assert page.headings[0] == (1, "Crime and policing in Barsetshire")
    assert "No plan is kept here." in text
    assert (
        f"Street-level crime in the Barsetshire Police area: {expected():,} crimes in the 12 months to December 2023"
        in text
    )
    assert "/plan" not in page.links
    assert '<meta name="description" content="Crime and policing in Barsetshire' in text


@pytest.mark.parametrize(
    "path",
    ["/plan", "/plan/themes/safety", "/objectives/fewer-crimes", "/commitments/officers", "/plans", "/plan/overdue",
     "/plan/changes", "/plan/publications", "/plan/programmes", "/plan/trade-offs", "/plan/summary", "/plan/full",
     "/plan/words?q=fraud", "/areas/E06000091/plan"],
)  # fmt: skip
def test_pages_of_a_plan_say_that_there_is_none(visitor: Visitor, path: str) -> None:
    assert "No plan is kept here for Barsetshire" in visitor.text(path, 404)


@pytest.mark.parametrize(
    "path",
    ["/", "/measures", "/areas", f"/areas/{force.FORCE}", "/areas/E06000091", "/areas/E01901001", "/measures/street-burglary",
     "/measures/street-burglary/E06000091", "/measures/street-burglary/E01901001", "/measures/stop-and-search", "/search",
     "/measures/outcomes-positive-flow", f"/figures/street-burglary/{force.FORCE}/{LATEST}", "/data", "/compare", "/about",
     "/compare?measure=street-burglary&area=E06000091&area=E06000092", "/releases", "/nowhere"],
)  # fmt: skip
def test_no_page_speaks_of_london(visitor: Visitor, path: str) -> None:
    text = visitor.text(path, 404 if path == "/nowhere" else 200)
    assert not re.search(r"\b(London|borough|boroughs|MOPAC|Met|command unit)\b", re.sub(r"<[^>]+>", " ", _main(text)))
    assert "the plan" not in _main(text).replace("which way the plan", "")


def test_kinds_of_area_have_the_packs_own_words(visitor: Visitor) -> None:
    areas = visitor.page("/areas")
    assert [text for _level, text in areas.headings[1:]] == [
        "Police force areas",
        "Districts",
        "Small areas, by district",
    ]
    assert "Districts, small areas and police force areas: type a name or a code." in visitor.text("/areas")
    assert "Street-level burglary by district, 12 months to December 2023" in visitor.text("/measures/street-burglary")
    assert "District · E06000091" in visitor.text("/areas/E06000091")
    assert "Small area of Barchester · E01901001" in visitor.text("/areas/E01901001")


def test_small_areas_are_listed_page_by_page(visitor: Visitor) -> None:
    areas = visitor.page("/areas")
    assert "/areas?kind=lsoa&in=E06000091" in areas.links
    assert not any(link.startswith("/areas/E019") for link in areas.links), "thousands would make one giant page"
    first, second = visitor.page("/areas?kind=lsoa&in=E06000091"), visitor.page("/areas?kind=lsoa&in=E06000091&page=2")
    listed = [[link for link in page.links if link.startswith("/areas/E019")] for page in (first, second)]
    assert [len(links) for links in listed] == [120, 30]
    assert len({*listed[0], *listed[1]}) == force.SMALL
    assert "1 to 120 of 150" in visitor.text("/areas?kind=lsoa&in=E06000091")
    for strange in ("0", "-1", "99", "x", "1" * 30):
        assert visitor.get(f"/areas?kind=lsoa&in=E06000091&page={strange}")
    assert "There are no small areas there" in visitor.text("/areas?kind=lsoa&in=E06000099", 404)
    assert "There are no" in visitor.text("/areas?kind=county", 404)


def test_a_place_with_many_small_areas_leads_to_their_list(visitor: Visitor) -> None:
    big, small = visitor.page("/areas/E06000091"), visitor.page("/areas/E06000092")
    assert "/areas?kind=lsoa&in=E06000091" in big.links
    assert not any(link.startswith("/areas/E019") for link in big.links)
    assert sum(link.startswith("/areas/E019") for link in small.links) == 5
    inside = visitor.page("/areas/E01901001")
    assert {"/areas/E06000091", f"/areas/{force.FORCE}", "/areas?kind=lsoa&in=E06000091"} <= set(inside.links)


def test_a_district_s_small_areas_are_a_table_of_pages_that_sorts_whole(visitor: Visitor) -> None:
    address = "/measures/street-burglary/E06000091"
    table = visitor.page(address).tables["small"]
    assert len(table) == 1 + 25
    assert "1 to 25 of 150" in visitor.text(address)
    assert 'id="small" data-sortable' not in visitor.text(address), "a script would sort one page only"
    top = visitor.page(f"{address}?small=value-descending").tables["small"][1:]
    values = {area: sum(force.crimes(month, place) for month in force.MONTHS if month.startswith("2023"))
              for place, (_code, area) in enumerate(force.small_areas())}  # fmt: skip
    assert [int(row[2]) for row in top] == sorted(
        (count for name, count in values.items() if name.startswith("Barch"))
    )[::-1][:25]
    second = visitor.page(f"{address}?small=value-descending&small-page=2").tables["small"][1:]
    assert not {row[0] for row in top} & {row[0] for row in second}
    assert "small=value-descending" in visitor.text(f"{address}?small=value-descending"), (
        "the next page is sorted alike"
    )
    own = visitor.page("/measures/street-burglary/E01901149").tables["small"]
    assert any(row[0] == "Barchester 030E" for row in own), "the page with the place itself"


def test_a_share_shows_both_its_counts(visitor: Visitor) -> None:
    page = visitor.page("/measures/street-positive-outcome-cohort")
    head, *rows = page.tables["boroughs"]
    assert head[-3:-1] == ["Crimes with a positive outcome", "Crimes"] and "Change in points" in head
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        charged, crimes = (int(cells[name].replace(",", "")) for name in head[-3:-1])
        share = next(cell for name, cell in cells.items() if name.startswith("12 months to December 2023"))
        assert share == f"{(Decimal(charged) * 100 / crimes).quantize(Decimal('0.1'))}%"
    text = visitor.text("/measures/street-positive-outcome-cohort")
    assert "By the month in which the crime was recorded" in text and "% of crimes" in text
    assert "/measures/street-crime" in page.links


def test_a_share_s_lines_are_its_own_figures(visitor: Visitor) -> None:
    """The last value of the chart and of the small line in a table, to the digit that the page shows."""
    release = visitor.release
    measure, area = release.catalogue["street-positive-outcome-cohort"], release.areas["E06000092"]
    month = figure(release, measure.id, area.id, Period.parse("2023-12")).value
    assert month is not None and month != month.quantize(Decimal("0.1"))
    text = visitor.text(f"/measures/{measure.id}/{area.id}")
    assert f">{month.quantize(Decimal('0.1'), ROUND_HALF_UP)}%</text>" in text
    spark = sparks(release, measure, [area])[area.id].values
    year = figure(release, measure.id, area.id, Period.parse(LATEST)).value
    before = figure(release, measure.id, area.id, Period.parse("R12-2021-12")).value
    assert spark[-1] == pytest.approx(float(year or 0)) and spark[0] == pytest.approx(float(before or 0))


def test_a_share_s_working_names_both_counts_their_months_and_files(visitor: Visitor) -> None:
    address = f"/figures/street-positive-outcome-cohort/{force.FORCE}/{LATEST}"
    page, text = visitor.page(address), visitor.text(address)
    answer = visitor.get(f"{address}.json").json()  # type: ignore[attr-defined]
    part, whole = answer["numerator"], answer["denominator"]
    assert whole == expected()
    assert answer["value"] == pytest.approx(part * 100 / whole)
    assert f"{part:,} ÷" in text and f"× 100 = {round(part * 100 / whole, 1)}%" in text
    assert f"/figures/street-crime/{force.FORCE}/{LATEST}" in page.links
    (months,) = (rows for name, rows in page.tables.items() if rows[0][0] == "Month")
    assert len(months) == 1 + 12 + 1
    assert sum(int(row[1].replace(",", "")) for row in months[1:-1]) == part
    assert [cell.replace(",", "") for cell in months[-1][1:3]] == [str(part), str(whole)]
    assert [text for level, text in page.headings if level == 3][:2] == ["Crimes with a positive outcome", "Crimes"]
    assert len(answer["sources"]) == 24


def test_outcomes_of_a_time_can_be_more_than_its_crimes(visitor: Visitor) -> None:
    """The year in which old cases are closed: twice as many outcomes as crimes, and the chart has room for them."""
    text = visitor.text("/measures/outcomes-positive-flow")
    assert "200% in the 12 months to December 2023" in text
    assert re.search(r">200</text>|>250</text>|>200%</text>", text), "the axis reaches above a hundred"
    numbers = [float(number) for path in re.findall(r'<path d="([^"]+)" class="pc-line"', text)
               for number in re.findall(r"[0-9.]+", path)]  # fmt: skip
    assert len(numbers) >= 2 * len(force.MONTHS) and min(numbers) >= 0, "nothing is drawn above the chart"
    assert "can be above 100%" in text
    assert "points higher than the" in text


def test_what_cannot_be_compared_says_so_once(
    visitor: Visitor, tmp_path: Path, visiting: Callable[[House], Visitor]
) -> None:
    short = House(tmp_path / "house", str(force.write_pack(tmp_path)))
    load(short, [force.write_files(tmp_path, force.MONTHS[:1])], vintage="2024-02")
    release(short)
    young = visiting(short)
    text = young.text("/")
    assert "January 2021. There is no year before to compare with." in text
    assert "no year before to compare with" not in young.text("/measures")
    assert len(young.page("/measures/street-burglary").tables["boroughs"][0]) == 2, "no empty columns"
    assert "Only January 2021 is held for this place: a line needs two points." in young.text(
        "/measures/street-burglary"
    )
    assert "Too little is held for a line" in young.text(
        "/compare?measure=street-burglary&area=E06000091&area=E06000092"
    )


def test_what_is_not_loaded_says_which_files_it_needs(visitor: Visitor) -> None:
    for path in ("/measures", "/data"):
        assert "iles of Stop and search (data.police.uk)" in visitor.text(path), path
    assert "no file of it is loaded" in visitor.text("/measures/stop-and-search")


def test_files_of_a_release_are_listed_page_by_page(visitor: Visitor) -> None:
    assert len(visitor.page("/data").tables["0"]) == 1 + 72
    assert "36 files" in visitor.text("/data")
    assert len(visitor.page("/data?dataset=police-uk-outcomes").tables["0"]) == 1 + 36


def test_a_rolling_year_is_the_sum_and_a_calendar_year_is_not_offered(visitor: Visitor) -> None:
    rows = {
        row["area"]: row["value"] for row in visitor.rows("/measures/street-burglary.json") if row["period"] == LATEST
    }
    for name, code in force.CODES.items():
        assert rows[code] == expected(name)
    assert "is not shown for 2023" in visitor.text("/figures/street-burglary/E06000091/2023", 404)


def test_search_finds_small_areas_by_code_and_name(visitor: Visitor) -> None:
    assert "/areas/E01901001" in visitor.page("/search?q=E01901001").links
    text = visitor.text("/areas?q=Barchester")
    assert "the first 60 are shown" in text


def test_the_city_of_london_is_served_from_its_own_pack(
    data: Path, tmp_path: Path, visiting: Callable[[House], Visitor]
) -> None:
    house = House(tmp_path / "house", "city-of-london")
    load(house, [data / "police-uk" / "city-of-london"])
    release(house)
    city = visiting(house)
    assert "Crime and policing in the City of London" in city.text("/")
    assert "8,209 crimes in the 12 months to June 2023" in city.text("/")
    assert len(city.page("/measures/street-crime").tables["small"]) == 1 + 6
    for link in {link for path in ("/", "/measures/street-crime", "/areas") for link in city.page(path).links}:
        if link.startswith("/") and not link.startswith(("/static", "/r/")):
            city.get(link.split("#")[0])
