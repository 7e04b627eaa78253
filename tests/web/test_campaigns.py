"""How a share without campaigns is put into words and rows: one campaign or several, known or not, and nothing else received."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from peelian.figures.campaigns import Campaign, apart
from peelian.figures.catalogue import Catalogue, load_catalogue
from peelian.figures.pack import PACKS
from peelian.public.downloads import COLUMNS
from peelian.public.selectors.campaigns import WithoutCampaign

LETTERS, FORCE = "correspondence-in-time", "E23000001"


@pytest.fixture(scope="module")
def london() -> Catalogue:
    return load_catalogue(PACKS / "london")


def shown(london: Catalogue, counts: dict[str, tuple[int, int]], *given: dict[str, Any]) -> WithoutCampaign:
    """The only table of campaigns in months with these counts."""
    rows = [
        {"period": month, "numerator": str(part), "denominator": str(whole), "document": "seed-002", "page_or_line": "1"}
        for month, (part, whole) in counts.items()
    ]  # fmt: skip
    plain = {
        "measure": LETTERS, "area": FORCE, "first": min(counts), "last": max(counts), "title": "Letters about one matter",
        "in_time": None, "document": "seed-002", "line": 9,
    }  # fmt: skip
    [found] = apart([Campaign(**(plain | {"id": f"c{place}"} | each)) for place, each in enumerate(given)], rows)
    site: Any = SimpleNamespace(release=SimpleNamespace(catalogue=london, id="2026-11-26"))
    return WithoutCampaign(site, london[LETTERS], london.areas[FORCE], found)


def lines(found: WithoutCampaign) -> list[tuple[str, ...]]:
    return [(*(cell.text for cell in row.cells), row.cells[0].note) for row in found.table.rows]


def test_where_it_is_known_there_is_one_answer(london: Catalogue) -> None:
    found = shown(london, {"2017-05": (90, 100)}, {"received": 50, "in_time": 50})
    assert found.heading == "Without the campaign of May 2017"
    assert found.say == "In May 2017 one campaign made up 50 of 100: without the campaign it was 80% (40 of 50)."
    assert found.short == "without the campaign of May 2017 80%"
    assert lines(found) == [
        ("With the campaign", "90%", "90 of 100", "as printed"),
        ("Without the campaign", "80%", "40 of 50", "so many of its own were in time as is printed"),
    ]
    assert "50 of them were in time. MOPAC" in found.sources[0]
    assert [row["kind"] for row in found.rows] == ["share-with-campaigns", "share-without-campaigns"]


def test_it_can_be_known_without_being_told(london: Catalogue) -> None:
    found = shown(london, {"2017-05": (100, 100)}, {"received": 60})
    assert lines(found)[1] == ("Without the campaign", "100%", "40 of 40", "whatever became of its own")


def test_several_are_named_one_by_one_and_taken_out_together(london: Catalogue) -> None:
    found = shown(
        london, {"2017-05": (90, 100), "2017-06": (40, 100)},
        {"received": 20, "in_time": 5}, {"received": 10, "first": "2017-06", "title": "Letters about another"},
    )  # fmt: skip
    assert found.heading == "Without the campaigns of May and June 2017"
    assert "2 campaigns made up 30 of 200: without the campaigns it was at worst 67.6% (115 of 170)" in found.say
    assert lines(found)[1:] == [
        ("Without the campaigns, at worst", "67.6%", "115 of 170", "if all 10 of which it is not printed were in time"),
        ("Without the campaigns, at best", "73.5%", "125 of 170", "if all 10 of which it is not printed were late"),
    ]
    assert found.sources[0].startswith("Letters about one matter (May 2017 to June 2017): 20; 5 of them were in time.")
    assert found.sources[1].startswith(
        "Letters about another (June 2017): 10; how many of them were in time is not printed."
    )


def test_each_end_says_what_it_assumes(london: Catalogue) -> None:
    found = shown(london, {"2017-05": (30, 100)}, {"received": 75})
    assert [line[-1] for line in lines(found)[1:]] == [
        "if all 30 that were in time were the campaign’s",
        "if all 70 that were late were the campaign’s",
    ]
    assert [line[1:3] for line in lines(found)[1:]] == [("0%", "0 of 25"), ("100%", "25 of 25")]
    one = shown(london, {"2017-05": (30, 100)}, {"received": 1})
    assert [line[-1] for line in lines(one)[1:]] == [
        "if the one of the campaign’s was in time", "if the one of the campaign’s was late",
    ]  # fmt: skip


def test_where_nothing_else_was_received_there_is_none(london: Catalogue) -> None:
    found = shown(london, {"2017-05": (90, 100)}, {"received": 100})
    assert "nothing else was received, so without the campaign there is no share" in found.say
    assert lines(found)[1][1:3] == ("none", "0 of 0")
    row = found.rows[-1]
    assert (row["value"], row["symbols"], row["denominator"]) == (None, "[z]", 0)


def test_rows_use_the_columns_of_the_file(london: Catalogue) -> None:
    found = shown(london, {"2017-05": (90, 100)}, {"received": 50})
    for row in found.rows:
        assert set(row) <= set(COLUMNS)
