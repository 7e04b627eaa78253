"""A measure's tables of areas, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlencode

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.compute import derive
from peelian.figures.periods import Period
from peelian.figures.releases.figure import Figure, figure, residents
from peelian.figures.releases.release import Release
from peelian.public import wording
from peelian.public.selectors import readings
from peelian.public.selectors.lines import spark_span, sparks
from peelian.public.site import Site
from peelian.ui import charts
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Link, Row, Sort, sort_rows

SORTED = ("boroughs", "units", "wards", "small")  # tables that the address can sort: each has a parameter of its own
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
    whole: str = ""
    """What a share is a share of: ``crimes``; empty for all other measures."""
    beside: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)
    """Area -> whether it differs from the others by more than places do, in words, and how far beyond the limits it is."""

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
    denominator = release.catalogue.measures.get(str(measure.denominator)) if measure.ratio else None
    whole = denominator.counts if denominator else ""
    return AreaFigures(measure, period, found, rates, projected(release, held, period) if rates else "", whole)


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
    lines = sparks(site.release, shown.measure, areas)
    span = spark_span(series) if series else ""
    keys = [key for key in columns_of(shown) if key != "line" or lines]
    rows = [_area_row(site, shown, area, keys, lines.get(area.id), current, (name_of or {}).get(area.id))
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
    """Which columns a table of areas has.

    Points need no per cent beside them, rates need residents, shares show both their counts; without any figure of the
    year before there is no change.
    """
    compared = any(item.comparison for item in shown.found.values())
    keys = ["name", "before", "value", "change"] if compared else ["name", "value"]
    keys += ["percent"] if compared and not shown.measure.per_cent else []
    keys += ["part", "whole"] if shown.whole else []
    keys += ["rate"] if shown.rates else []
    keys += ["beside"] if shown.beside else []
    return [*keys, "line"]


def _column(shown: AreaFigures, key: str, order: Order | None, span: str) -> Column:
    labels = {
        "name": "Place", "before": _short(shown.period.year_before()), "value": _short(shown.period),
        "change": "Change in points" if shown.measure.per_cent else "Change", "percent": "Change in per cent",
        "rate": "Per 1,000 residents", "beside": "Beside the others", "part": _short_text(shown.measure.counted or "counted"),
        "whole": _short_text(shown.whole),
    }  # fmt: skip
    if key == "line":
        return Column("Line", note=span)
    numeric = key not in ("name", "beside")
    if order is None:
        return Column(labels[key], numeric=numeric)
    return Column(labels[key], numeric=numeric, sort_href=order.link(key), sorted=order.state(key))


def _short(period: Period) -> str:
    return _short_text(period.label())


def _short_text(text: str) -> str:
    return text[:1].upper() + text[1:]


def _table_note(shown: AreaFigures) -> str:
    parts = [f"In {shown.measure.counts}." if not shown.measure.per_cent else f"{shown.measure.counts.capitalize()}."]
    if any(item.provisional for item in shown.found.values()):
        parts.append("[p] provisional: later files may still change it.")
    if any(item.comparison and item.comparison.blocked for item in shown.found.values()):
        parts.append("[b] the way of counting changed in between, so that no change is shown.")
    if any(item.symbol == "[x]" for item in shown.found.values()):
        parts.append("[x] not available.")
    if any(item.symbol == "[z]" for item in shown.found.values()):
        parts.append(f"[z] no {shown.whole} to be a share of.")
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
        "part": count_cell(found.numerator),
        "whole": count_cell(found.denominator),
        "beside": beside_cell(shown, area),
        "line": Cell("", chart=spark) if spark else Cell(""),
    }
    return Row(tuple(cells[key] for key in keys), current=current is not None and area.id == current.id)


def beside_cell(shown: AreaFigures, area: Area) -> Cell:
    """Whether a place differs from the others by more than places do; a total has nobody beside it."""
    text, beyond = shown.beside.get(area.id, ("", None))
    return Cell(text, order="" if beyond is None else beyond)


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
        note="with a note" if found.figure_note else "",
    )


def count_cell(count: Decimal | None) -> Cell:
    """One of the two counts of a share."""
    return missing_cell("[x]") if count is None else Cell(words.number(count), order=float(count))


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
