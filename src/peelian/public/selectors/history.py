"""One area's own history: the numbers of its chart, and the months that a figure is made of."""

from __future__ import annotations

from dataclasses import dataclass

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.compute.series import Series
from peelian.figures.periods import MONTH_NAMES, Period, month_name
from peelian.figures.releases.figure import Figure, figure
from peelian.figures.releases.release import Release
from peelian.public import wording
from peelian.public.selectors.lines import RHYTHMS, Line, line
from peelian.public.selectors.tables import missing_cell
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Row


def history_table(found: Line, last: int | None) -> FigureTable:
    """The chart's own numbers: a row a year, a column for each of its periods, each linking to its working."""
    measure, area, series = found.measure, found.area, found.series
    steps = 12 // series.step
    names = (
        [name[:3] for name in MONTH_NAMES][RHYTHMS[series.step].first_month :: series.step] if steps > 1 else ["Value"]
    )
    rows: dict[int, dict[int, Cell]] = {}
    for place in found.places:
        period = found.period(place)
        if last is None or period.last <= last:
            rows.setdefault(period.last // 12, {})[period.last % 12 // series.step] = _cell(found, place)
    empty = Cell("")
    return FigureTable(
        id="history", caption=f"{measure.title} {wording.place_known(area)}: the numbers of the chart",
        note=_note(measure, series), columns=(Column("Year"), *(Column(name, numeric=True) for name in names)),
        rows=tuple(Row((Cell(str(year)), *(cells.get(at, empty) for at in range(steps)))) for year, cells in rows.items()),
    )  # fmt: skip


def _cell(found: Line, place: int) -> Cell:
    value = found.value(place)
    if value is None:
        return missing_cell(found.symbol(place) or "[x]")
    address = f"/figures/{found.measure.id}/{found.area.id}/{found.period(place)}"
    text = wording.amount(found.measure, value, found.measure.kind)
    return Cell(text, address, symbol="[p]" if found.provisional(place) else "")


def _note(measure: Measure, series: Series) -> str:
    counts = f"{measure.counts[:1].upper()}{measure.counts[1:]}"
    if series.step == 3:
        return f"{counts}, twelve months to the end of the month named."
    whole = " A month's share is of few: longer periods add up both counts first." if measure.ratio else ""
    return f"{counts}, {RHYTHMS[series.step].title}. [p] provisional.{whole}"


def history_figures(release: Release, measure: Measure, area: Area) -> list[Figure]:
    """Every figure that the chart draws."""
    found = line(release, measure, area)
    if found is None:
        return []
    newest = release.latest(measure.id, area.kind)
    periods = (found.period(place) for place in found.places)
    return [
        figure(release, measure.id, area.id, period)
        for period in periods
        if newest is None or period.last <= newest.last
    ]


@dataclass(frozen=True)
class Month:
    """A month that a figure is made of: its value with its address; of a share, both counts."""

    name: str
    value: str
    address: str
    part: str = ""
    whole: str = ""


def months_of(release: Release, found: Figure) -> list[Month]:
    """The months that add up to a figure; none where it is no sum of months."""
    own = line(release, found.measure, found.area)
    if (
        own is None
        or own.series.step != 1
        or not found.measure.derives
        or found.method == "as-printed"
        or found.period.months == 1
    ):
        return []
    return [_month(own, month) for month in range(found.period.first, found.period.last + 1)]


def _month(own: Line, month: int) -> Month:
    place = own.series.place(month)
    value = own.value(place) if place is not None else None
    symbol = own.symbol(place) if place is not None else "[x]"
    there = place is not None and own.count(place) is not None
    address = f"/figures/{own.measure.id}/{own.area.id}/{Period.of('month', month)}" if there else ""
    shown = Month(month_name(month), wording.amount(own.measure, value, own.measure.kind, symbol), address)
    if place is None or not own.measure.ratio:
        return shown
    parts = own.parts(place)
    counts = ("[x]" if count is None else words.number(count) for count in (parts.numerator, parts.denominator))
    return Month(shown.name, shown.value, shown.address, *counts)
