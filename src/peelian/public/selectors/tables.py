"""A measure's tables: areas side by side, one area's own history, what documents print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.compute import derive
from peelian.figures.compute.series import PROVISIONAL, Series
from peelian.figures.periods import MONTH_NAMES, Period, month_name
from peelian.figures.releases.figure import Figure, figure, residents
from peelian.figures.releases.release import Release
from peelian.public import wording
from peelian.public.selectors import pictures, readings
from peelian.public.site import Site
from peelian.ui import charts
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Link, Row, Sort, sort_rows

SORTED = ("boroughs", "units", "wards")  # tables that the address can sort: each has a parameter of its own
RESIDENTS = Link("How residents are counted", "/measures/population")


@dataclass(frozen=True)
class Order:
    """How a table of areas is sorted, as the address asks for it."""

    by: str
    direction: Sort
    table: str = ""
    others: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, str], table: str, shown: Sequence[str]) -> Order:
        """The order that the table's own parameter asks for; by name where nothing sensible is asked."""
        by, _, direction = query.get(table, "").partition("-")
        others = tuple((name, query[name]) for name in SORTED if name != table and query.get(name))
        if by not in shown:
            return cls("name", "ascending", table, others)
        return cls(by, "descending" if direction == "descending" else "ascending", table, others)

    def link(self, column: str) -> str:
        """The page at this table, sorted by a column: numbers highest first, the other way round where it is so already.

        How the page's other tables are sorted stays.
        """
        first: Sort = "ascending" if column == "name" else "descending"
        turned: Sort = "ascending" if self.direction == "descending" else "descending"
        wanted = f"{column}-{turned if self.by == column else first}"
        return f"?{urlencode([*self.others, (self.table, wanted)])}#{self.table}"

    def state(self, column: str) -> Sort | None:
        """What a column's head says."""
        return self.direction if self.by == column else None


@dataclass(frozen=True)
class AreaFigures:
    """A measure for several areas in one period: counts or levels, and rates where residents are known."""

    measure: Measure
    period: Period
    found: dict[str, Figure]
    rates: dict[str, Figure]
    doubt: str = ""
    """What to know of the residents that rates are divided by, where their number is a projection."""

    @property
    def all(self) -> list[Figure]:
        """Every figure shown, rates after counts."""
        return [*self.found.values(), *self.rates.values()]


def at_areas(release: Release, measure: Measure, areas: Sequence[Area], kind: str) -> AreaFigures | None:
    """The latest period's figures of some areas of one kind; None where no source carries the kind."""
    period = release.latest(measure.id, kind)
    series = release.series(measure.id, kind)
    if period is None or series is None:
        return None
    held = [area for area in areas if area.id in series.row_of]
    found = {area.id: figure(release, measure.id, area.id, period) for area in held}
    rates = {}
    if measure.rates and period.months == 12:
        peopled = [area for area in held if residents(release, area, period)[0] is not None]
        rates = {area.id: figure(release, measure.id, area.id, period, "rate") for area in peopled}
    return AreaFigures(measure, period, found, rates, projected(release, held, period) if rates else "")


def projected(release: Release, areas: Sequence[Area], period: Period) -> str:
    """Said beside rates whose residents are a projection, with what the population's own caveats say of it; else empty.

    Beside a single place only the caveats that name it are said: the others are one link away.
    """
    measure = release.catalogue.measures.get("population")
    if measure is None or not any(residents(release, area, period)[1] for area in areas):
        return ""
    told = [text for text in measure.caveats if "projection" in text.casefold() and "%" in text]
    told = told if len(areas) > 1 else [text for text in told if areas[0].name in text]
    year = derive.population_year(period)
    return " ".join([f"The residents of mid-{year} are a projection.", *told])


def area_table(
    site: Site, shown: AreaFigures, areas: Sequence[Area], *, table_id: str, caption: str, order: Order | None,
    current: Area | None = None, total: Area | None = None, name_of: Mapping[str, str] | None = None,
) -> FigureTable:  # fmt: skip
    """Areas with value, year before, change and rate, each value a link to its working; as they come where no order is given."""
    series = site.release.series(shown.measure.id, areas[0].kind) if areas else None
    sparks = pictures.history_sparks(series, areas, shown.measure.title) if series else {}
    span = pictures.spark_span(series) if series else ""
    keys = columns_of(shown)
    rows = [_area_row(site, shown, area, keys, sparks.get(area.id), current, (name_of or {}).get(area.id))
            for area in areas if area.id in shown.found]  # fmt: skip
    foot = None
    if total is not None:
        whole = at_areas(site.release, shown.measure, [total], total.kind)
        if whole and whole.period == shown.period and total.id in whole.found:
            foot = _area_row(site, whole, total, keys, None, None, None)
    return FigureTable(
        id=table_id, caption=caption, columns=tuple(_column(shown, key, order, span) for key in keys), total=foot,
        rows=sort_rows(rows, keys.index(order.by), order.direction) if order else tuple(rows), sortable=order is not None,
        note=_table_note(shown), note_link=RESIDENTS if shown.doubt else None,
    )  # fmt: skip


def columns_of(shown: AreaFigures) -> list[str]:
    """Which columns a table of areas has: points need no per cent beside them, rates need residents."""
    keys = ["name", "before", "value", "change"]
    keys += [] if shown.measure.per_cent else ["percent"]
    keys += ["rate"] if shown.rates else []
    return [*keys, "line"]


def _column(shown: AreaFigures, key: str, order: Order | None, span: str) -> Column:
    labels = {
        "name": "Place", "before": _short(shown.period.year_before()), "value": _short(shown.period),
        "change": "Change in points" if shown.measure.per_cent else "Change", "percent": "Change in per cent",
        "rate": "Per 1,000 residents",
    }  # fmt: skip
    if key == "line":
        return Column("Line", note=span)
    if order is None:
        return Column(labels[key], numeric=key != "name")
    return Column(labels[key], numeric=key != "name", sort_href=order.link(key), sorted=order.state(key))


def _short(period: Period) -> str:
    label = period.label()
    return label[:1].upper() + label[1:]


def _table_note(shown: AreaFigures) -> str:
    parts = [f"In {shown.measure.counts}." if not shown.measure.per_cent else f"{shown.measure.counts.capitalize()}."]
    if any(item.provisional for item in shown.found.values()):
        parts.append("[p] provisional: later files may still change it.")
    if any(item.comparison and item.comparison.blocked for item in shown.found.values()):
        parts.append("[b] the way of counting changed in between, so that no change is shown.")
    if any(item.value is None for item in shown.found.values()):
        parts.append("[x] not available.")
    parts += [shown.doubt] if shown.doubt else []
    return " ".join(parts)


def _area_row(
    site: Site, shown: AreaFigures, area: Area, keys: Sequence[str], spark: charts.Spark | None, current: Area | None,
    name: str | None,
) -> Row:  # fmt: skip
    found, rate = shown.found[area.id], shown.rates.get(area.id)
    cells = {
        "name": Cell(name or area.name, site.measure_address(shown.measure, area)),
        "before": before_cell(found),
        "value": figure_cell(found),
        "change": change_cell(found),
        "percent": percent_cell(found),
        "rate": figure_cell(rate) if rate else missing_cell("[x]"),
        "line": Cell("", chart=spark) if spark else Cell(""),
    }
    return Row(tuple(cells[key] for key in keys), current=current is not None and area.id == current.id)


def missing_cell(symbol: str) -> Cell:
    """No value, and why."""
    return Cell("", order="", symbol=symbol)


def figure_cell(found: Figure) -> Cell:
    """A value that links to its working."""
    if found.value is None:
        return Cell("", order="", symbol=found.symbol or "[x]")
    return Cell(
        wording.value(found),
        readings.figure_address(found),
        float(found.value),
        symbol="[p]" if found.provisional else "",
    )


def before_cell(found: Figure) -> Cell:
    """The value of the year before."""
    if found.comparison is None:
        return missing_cell("[x]")
    value = found.comparison.value
    address = f"/figures/{found.measure.id}/{found.area.id}/{found.comparison.period}"
    return Cell(wording.amount(found.measure, value, found.kind), address, float(value))


def change_cell(found: Figure) -> Cell:
    """The change as a number, in points for per cents; a forbidden comparison says so."""
    compared = found.comparison
    if compared is None:
        return missing_cell("[x]")
    if compared.blocked:
        return missing_cell("[b]")
    difference = compared.change_pts if compared.change_pts is not None else compared.change
    if difference is None:
        return missing_cell("[x]")
    if found.measure.per_cent:
        return Cell(words.points(difference), order=float(difference))
    places = 0 if difference == difference.to_integral_value() else 1
    return Cell(words.signed(difference, places), order=float(difference))


def percent_cell(found: Figure) -> Cell:
    """The change in per cent; on a base under 50 with both counts beside it."""
    compared = found.comparison
    if compared is None or compared.blocked or found.value is None:
        return missing_cell("[b]" if compared and compared.blocked else "[x]")
    per_cent = words.change_percent(compared.value, found.value)
    return Cell(words.change(compared.value, found.value), order="" if per_cent is None else round(float(per_cent), 6))


def history_table(measure: Measure, area: Area, series: Series, last: int | None) -> FigureTable:
    """The chart's own numbers: a row a year, a column for each of its periods, each linking to its working."""
    steps = 12 // series.step
    names = [name[:3] for name in MONTH_NAMES][series.step - 1 :: series.step] if steps > 1 else ["Value"]
    rows: dict[int, dict[int, Cell]] = {}
    row = series.row_of[area.id]
    for place in pictures.held_places(series):
        period = pictures.own_period(series, place)
        if last is not None and period.last > last:
            continue
        value, symbol = pictures.value_at(series, row, place), pictures.symbol_at(series, row, place)
        mark = "[p]" if series.flags[row, place] & PROVISIONAL else ""
        cell = (
            missing_cell(symbol or "[x]")
            if value is None
            else Cell(
                wording.amount(measure, value, measure.kind), f"/figures/{measure.id}/{area.id}/{period}", symbol=mark
            )
        )
        rows.setdefault(period.last // 12, {})[period.last % 12 // series.step] = cell
    empty = Cell("")
    return FigureTable(
        id="history", caption=f"{measure.title} {wording.place_known(area)}: the numbers of the chart",
        note=_history_note(measure, series), columns=(Column("Year"), *(Column(name, numeric=True) for name in names)),
        rows=tuple(Row((Cell(str(year)), *(cells.get(at, empty) for at in range(steps)))) for year, cells in rows.items()),
    )  # fmt: skip


def _history_note(measure: Measure, series: Series) -> str:
    if series.step == 3:
        return f"{measure.counts.capitalize()}, twelve months to the end of the month named."
    return f"{measure.counts.capitalize()} by {'month' if series.step == 1 else 'year'}. [p] provisional."


def history_figures(release: Release, measure: Measure, area: Area) -> list[Figure]:
    """Every figure that the chart draws."""
    series = release.series(measure.id, area.kind)
    if series is None or area.id not in series.row_of:
        return []
    newest = release.latest(measure.id, area.kind)
    periods = (pictures.own_period(series, place) for place in pictures.held_places(series))
    return [
        figure(release, measure.id, area.id, period)
        for period in periods
        if newest is None or period.last <= newest.last
    ]


@dataclass(frozen=True)
class Printed:
    """A printed figure beside what the files say of the same period."""

    row: dict[str, Any]
    document: str
    period: str
    value: str
    ours: Figure | None
    verdict: str
    doubt: str = ""


def printed_beside(release: Release, measure: Measure, area: Area) -> list[Printed]:
    """Every value that a document prints, with document and line, and whether the files say the same."""
    answers = []
    for row in readings.printed_rows(release, measure, area):
        for period, value in ((row["period"], row["value"]), (row["compared_period"], row["compared_value"])):
            if period and value != "":
                answers.append(_beside(release, measure, area, row, period, value))
    return answers


def _beside(release: Release, measure: Measure, area: Area, row: dict[str, Any], period: str, value: str) -> Printed:
    parsed, printed = Period.parse(period), Decimal(value)
    ours = readings.try_figure(release, measure, area, parsed) if readings.has_series(release, measure, area) else None
    if ours is not None and (ours.value is None or ours.method == "as-printed"):
        ours = None
    kind = "share" if row["unit"].startswith("per cent") or row["unit"] == "percent" else measure.kind
    return Printed(
        row,
        wording.document(release.catalogue, row["document"]),
        parsed.label(),
        wording.amount(measure, printed, kind),
        ours,
        _verdict(printed, ours),
        _doubt(release, row, period),
    )


def _doubt(release: Release, row: dict[str, Any], period: str) -> str:
    """Why the row's later figure may not be what its heading says."""
    found = release.catalogue.breaks.get(row.get("doubt") or "")
    return f"In doubt: {found.title[:1].lower()}{found.title[1:]}." if found and period == row["period"] else ""


def _verdict(printed: Decimal, ours: Figure | None) -> str:
    if ours is None or ours.value is None:
        return "nothing to compare with"
    if ours.value == printed:
        return "agrees"
    if ours.measure.per_cent:
        return f"ours is {words.points(ours.value - printed)}"
    return f"ours is {words.signed(ours.value - printed)} ({words.change(printed, ours.value)})"


def printed_table(measure: Measure, found: Sequence[Printed]) -> FigureTable:
    """Printed figures as a table."""
    rows = [
        Row((
            Cell(item.period, order=Period.parse(item.row["period"]).last),
            Cell(item.value, f"/figures/{measure.id}/{item.row['area']}/{_period_of(item)}"),
            Cell(wording.value(item.ours), readings.figure_address(item.ours)) if item.ours else missing_cell("[x]"),
            Cell(item.verdict),
            Cell(f"{item.document}, line {item.row['page_or_line']}", note=item.row["note"] or item.doubt),
        ))
        for item in found
    ]  # fmt: skip
    columns = (Column("Period"), Column("As printed", numeric=True), Column("By the files", numeric=True), Column("Difference"),
               Column("Document"))  # fmt: skip
    return FigureTable(
        id="printed-figures", caption=f"{measure.title}: printed figures", columns=columns, rows=tuple(rows)
    )


def _period_of(item: Printed) -> str:
    own = Period.parse(item.row["period"]).label() == item.period
    return item.row["period"] if own else item.row["compared_period"]


def month_cells(found: Figure, series: Series) -> list[tuple[str, str, str]]:
    """The months that add up to a figure: name, value, address."""
    row = series.row_of[found.area.id]
    cells = []
    for month in range(found.period.first, found.period.last + 1):
        place = series.place(month)
        value = pictures.value_at(series, row, place) if place is not None else None
        symbol = pictures.symbol_at(series, row, place) if place is not None else "[x]"
        address = (
            f"/figures/{found.measure.id}/{found.area.id}/{Period.of('month', month)}" if value is not None else ""
        )
        cells.append((month_name(month), wording.amount(found.measure, value, found.measure.kind, symbol), address))
    return cells
