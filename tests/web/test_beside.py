"""Boroughs side by side on a measure's page: the funnel, a column in the table, the numbers in the download."""

from __future__ import annotations

from peelian.public.selectors.beside import BEYOND
from tests.web.conftest import Visitor


def test_table_funnel_and_download_say_the_same(real: Visitor) -> None:
    page, text = real.page("/measures/burglary"), real.text("/measures/burglary")
    told = real.get("/measures/burglary.json").json()["beside"]  # type: ignore[attr-defined]
    names = {area.name: area.id for area in real.release.areas.of_kind("borough")}
    head, *rows = page.tables["boroughs"]
    at = next(place for place, name in enumerate(head) if name.startswith("Beside the others"))
    table = {names[row[0]]: row[at] for row in rows if row[0] in names}
    assert table == {place["area"]: BEYOND[place["beyond"]] for place in told["places"]}
    outside = sum(place["beyond"] != 0 for place in told["places"])
    assert 0 < outside < len(told["places"]) / 2
    assert f"{outside} of {len(told['places'])} lie" in text
    assert f"φ {told['spread']:.1f}" in text


def test_the_table_can_be_sorted_by_it(real: Visitor) -> None:
    rows = real.page("/measures/burglary?boroughs=beside-descending").tables["boroughs"]
    assert "higher" in rows[1][-2]


def test_what_has_no_base_has_no_funnel(real: Visitor) -> None:
    for measure in ("confidence-good-job", "police-officers", "population"):
        assert 'id="funnel"' not in real.text(f"/measures/{measure}")
        assert real.get(f"/measures/{measure}.json").json()["beside"] is None  # type: ignore[attr-defined]
