"""One page that shows every component and chart, for whoever changes one of them and for the browser tests."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peelian.ui import gallery_data as data
from peelian.ui.charts import Chart
from peelian.ui.components import ChartBlock, EmptyState, Fact, Link, StatusSign, Tag
from peelian.ui.format import SYMBOLS

LINKS = (
    Link("See the table", "#boroughs"),
    Link("CSV", "#csv"),
    Link("JSON", "#json"),
    Link("How this figure is made", "#facts"),
    Link("Cite", "#cite"),
)
SOURCE = "Metropolitan Police, borough file of July 2023"


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with made-up data."""
    return render(request, "ui/gallery.html", context())


def context() -> dict[str, object]:
    """What the gallery's template is given."""
    return {
        "breadcrumbs": [Link("Measures", "/measures"), Link("Burglary", "/measures/burglary"), Link("Havering", "")],
        "line": _block("line", "Month by month", data.line(), "Shaded: the years of the plan. The tick on the axis: "
                       "a newer file starts. [x]: no value was published; [c]: too small to show."),
        "crowded": _block("crowded", "Where breaks crowd", data.crowded(), "Numbers stand for changes listed here."),
        "survey": _block("survey", "A survey’s level", data.survey(), "Each point is twelve months of interviews."),
        "yearly": _block("yearly", "By financial year", data.yearly(), "The year 2020/21 has no value."),
        "control": _block("control", "Within the usual ups and downs?", data.control(),
                          "Grey: what is usual; dashed: the limits of chance."),
        "funnel": _block("funnel", "Places side by side", data.funnel(), "Solid and dashed: the limits."),
        "icons": data.icons(),
        "compared": _block("compared", "Four places compared", data.compared(), "Each line is named where it ends."),
        "tiles": _block("tiles", "Across London", data.tiles(), "Every borough at one size, roughly where it lies."),
        "tiles_narrow": _block("tiles-small", "Across London", data.tiles(), "The same in a narrow column."),
        "locator": _block("locator", "Where it is", data.locator(), ""),
        "table": data.table(),
        "facts": _facts(),
        "empty": _empty(),
        "tags": (Tag("Provisional"), Tag("Illustrative", "glow"), Tag("More wanted", "ink"), Tag("Current", "lamp")),
        "statuses": (StatusSign("◌", "Nobody has reported on this yet", "unsaid"), StatusSign("◐", "Under way"),
                     StatusSign("●", "Kept", "ended"), StatusSign("✕", "Broken", "failed")),
        "symbols": tuple(SYMBOLS.values()),
    }  # fmt: skip


def _block(block_id: str, heading: str, chart: Chart, how: str) -> ChartBlock:
    if not how:
        return ChartBlock(block_id, heading, chart)
    return ChartBlock(block_id, heading, chart, how, SOURCE, "#source", LINKS)


def _facts() -> tuple[Fact, ...]:
    return (
        Fact("Measure", "Burglary", "/measures/burglary"),
        Fact("Place", "Havering (E09000016)", "/areas/E09000016"),
        Fact("Period", "December 2019"),
        Fact("Value", "159 offences", note="Provisional: later files may still change this figure."),
        Fact("Source file", "MPS Borough Level Crime (Historical).csv", note="row 214, column 201912"),
        Fact("Fingerprint", "9f2c41ab77e0", "#snapshot", code=True),
    )


def _empty() -> tuple[EmptyState, ...]:
    return (
        EmptyState(
            "No data yet: victims’ satisfaction by borough",
            "The survey is asked of victims across London; it is not published for single boroughs.",
            "Mayor’s Office for Policing and Crime",
            "Not announced",
            Link("What the plan says about it", "/plan"),
        ),
        EmptyState("Nothing found for “Havring”", "Look at the spelling, or find the place in the list of all places."),
    )
