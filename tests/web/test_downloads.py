"""CSV, JSON and page say the same; each row says which release it is from and whether it is real."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.releases.build import release
from peelian.public import downloads
from tests.support import tables
from tests.web.conftest import Visitor

PAGES = ("/measures/burglary", "/measures/burglary/E09000016", "/measures/confidence-good-job", "/areas/E09000016",
         "/measures/knife-crime")  # fmt: skip
COMPARED = "?measure=burglary&area=E09000016&area=E09000007"


def _csv(visitor: Visitor, address: str) -> list[dict[str, str]]:
    text = visitor.text(address)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def _as_csv(value: Any) -> str:
    if value is None:
        return ""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("address", [*PAGES, "/compare"])
def test_csv_equals_json(some: Visitor, address: str) -> None:
    query = COMPARED if address == "/compare" else ""
    rows, lines = some.rows(f"{address}.json{query}"), _csv(some, f"{address}.csv{query}")
    assert len(rows) == len(lines) > 0
    for row, line in zip(rows, lines, strict=True):
        assert {name: _as_csv(value) for name, value in row.items()} == line


def test_every_row_says_where_it_is_from(some: Visitor) -> None:
    for address in PAGES:
        for row in some.rows(f"{address}.json"):
            assert row["release"] == some.release.id
            assert row["unit"]
            assert {"symbols", "illustrative", "period", "kind"} <= set(row)


def test_the_table_of_the_page_is_in_its_file(some: Visitor) -> None:
    page = some.page("/measures/burglary")
    period = str(some.release.latest("burglary", "borough"))
    known = {
        (row["area_name"], row["kind"]): row for row in some.rows("/measures/burglary.json") if row["period"] == period
    }
    for name, before, value, change, *_rest in page.tables["boroughs"][1:-1]:
        row = known[name, "count"]
        assert value.split(" [")[0] == f"{row['value']:,}"
        assert before == f"{row['compared_value']:,}"
        assert change == f"{row['change']:+,}".replace("-", "−").replace("+0", "0")


def test_the_chart_of_the_page_is_in_its_file(some: Visitor) -> None:
    page = some.page("/measures/burglary/E09000016")
    months = {row["period"]: row["value"] for row in some.rows("/measures/burglary/E09000016.json")
              if row["area"] == "E09000016" and len(row["period"]) == 7}  # fmt: skip
    shown = {}
    for year, *cells in page.tables["history"][1:]:
        for month, cell in enumerate(cells, start=1):
            text = cell.replace(" [p]", "")
            if text and text != "[x]":
                shown[f"{year}-{month:02d}"] = int(text.replace(",", ""))
    assert shown
    assert shown == {period: value for period, value in months.items() if value is not None}


def test_a_figure_s_json_is_the_command_s(some: Visitor) -> None:
    from peelian.figures.periods import Period
    from peelian.figures.releases import trace
    from peelian.figures.releases.figure import figure
    from peelian.figures.releases.revised import past

    period = some.release.latest("burglary", "borough")
    assert period is not None
    found = figure(some.release, "burglary", "E09000016", Period.parse(str(period)))
    expected = found.to_json(trace.sources(some.release, some.house.lake, found)) | past(some.release, found).to_json()
    expected |= {"campaigns": []}
    assert some.get(f"/figures/burglary/E09000016/{period}.json").json() == json.loads(json.dumps(expected))  # type: ignore[attr-defined]


def test_generated_figures_say_so_in_every_file(illustrative: Visitor) -> None:
    for address in ("/measures/burglary", "/areas/E09000016"):
        answer = illustrative.get(f"{address}.json").json()  # type: ignore[attr-defined]
        assert answer["illustrative"] is True
        real = {(row["measure"], row["area"]) for row in answer["rows"] if not row["illustrative"]}
        assert any(row["illustrative"] for row in answer["rows"])
        assert real <= set(illustrative.release.printed), "only what a document prints is real here"
        assert not {measure for measure, _area in real} & set(illustrative.release.kinds_of)
        assert all(line["illustrative"] in ("true", "false") for line in _csv(illustrative, f"{address}.csv"))


def test_real_figures_say_so(real: Visitor) -> None:
    answer = real.get("/measures/burglary.json").json()  # type: ignore[attr-defined]
    assert answer["illustrative"] is False
    assert not any(row["illustrative"] for row in answer["rows"])


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20A", "\tx", "\rx", "\nx"]
)
def test_a_text_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    made = downloads.as_csv(downloads.Download("x", ("name", "value"), [{"name": text, "value": -1}], {}))
    rows = list(csv.reader(io.StringIO(made.content.decode().removeprefix("\ufeff"), newline="")))
    assert rows[1] == [f"'{text}", "-1"]


def test_the_list_of_revisions_is_a_file(some: Visitor) -> None:
    address = f"/releases/{some.release.id}/revisions"
    assert some.text(f"{address}.csv").startswith("\ufeffmeasure,area,month,before,after")
    assert some.rows(f"{address}.json") == []


FORMULAS = ("=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\uff1d1+1", "=cmd|' /C calc'!A0")


def test_a_ward_that_is_called_like_a_formula_is_no_formula_in_a_file(
    tmp_path: Path, visiting: Callable[[House], Visitor]
) -> None:
    """Names come from files: whoever wrote one must not run anything on a reader's computer."""
    months = [f"2024{month:02d}" for month in range(1, 13)]
    rows = [
        ("BURGLARY", "RES BURGLARY OF A HOME", name, f"E0501353{place}", "Havering", *["5"] * 12)
        for place, name in enumerate(FORMULAS)
    ]
    house = House(tmp_path / "house")
    [report] = load(
        house, [tables.save(tmp_path, tables.crime(rows, months, header=tables.WARD_HEADER))], vintage="2025-01"
    )
    assert report.outcome.startswith("accepted")
    release(house)
    visitor = visiting(house)
    address = "/measures/burglary/E05013530"
    assert {line["area_name"] for line in _csv(visitor, f"{address}.csv")} >= {f"'{name}" for name in FORMULAS}
    assert {row["area_name"] for row in visitor.rows(f"{address}.json")} >= set(FORMULAS)
    text = visitor.text(f"{address}.csv")
    assert not any(cell.startswith(FORMULAS) for line in csv.reader(io.StringIO(text)) for cell in line)
