"""One figure with its working: value, numerator, denominator, method, sources down to row and column, breaks, comparison."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.catalogue import Break, Measure
from peelian.figures.compute import derive
from peelian.figures.compute.series import MISSING, PRESENT, PROJECTION, PROVISIONAL, Series
from peelian.figures.disclosure import PROTECTED
from peelian.figures.errors import PeelianError
from peelian.figures.periods import KINDS, Period, month_name
from peelian.figures.releases.release import Release


@dataclass(frozen=True)
class Comparison:
    """A figure against the same months of the year before. ``blocked`` names the breaks that forbid it."""

    period: str
    label: str
    value: Decimal
    change: Decimal | None
    change_pct: Decimal | None
    change_pts: Decimal | None
    breaks: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One figure. ``value`` is None where ``symbol`` says why: [x] not available, [c] protected."""

    measure: Measure
    area: Area
    period: Period
    value: Decimal | None
    kind: str
    unit: str
    symbol: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    method: str
    release: str
    illustrative: bool
    provisional: bool = False
    projection: bool = False
    breaks: tuple[Break, ...] = ()
    inputs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    comparison: Comparison | None = None
    printed: list[dict[str, Any]] = field(default_factory=list)
    note: str | None = None
    figure_note: str = ""
    """What somebody wrote on this very figure, when it was released."""

    @property
    def other_prints(self) -> list[Decimal]:
        """Of a figure as printed, what else is printed of its period without a doubt, each value once, in order of print."""
        if self.method != "as-printed":
            return []
        held = [row[printed_as(row, str(self.period)) or "value"] for row in self.printed if not row.get("doubt")]
        return list(dict.fromkeys(value for text in held if text and (value := Decimal(text)) != self.value))

    @property
    def of_nothing(self) -> bool:
        """Whether a document prints that there was nothing to be a share of: pages say ``none``."""
        return self.method == "as-printed" and self.value is None

    def to_json(self, sources: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        """The answer of EXAMPLES; ``sources`` come from trace.sources, which reads them from the lake."""
        return {
            "measure": self.measure.id,
            "area": {"id": self.area.id, "name": self.area.name, "kind": self.area.kind},
            "period": str(self.period),
            "value": number(self.value),
            "kind": self.kind,
            "unit": self.unit,
            "symbol": self.symbol,
            "numerator": number(self.numerator),
            "denominator": number(self.denominator),
            "method": {"id": self.method, "version": derive.METHODS[self.method]},
            "release": self.release,
            "provisional": self.provisional,
            "projection": self.projection,
            "sources": sources or [],
            "breaks": [item.id for item in self.breaks],
            "missing": list(self.missing),
            "comparison": _plain(self.comparison),
            "printed": [_print(row, str(self.period)) for row in self.printed],
            "note": self.note,
            "figure_note": self.figure_note or None,
            "illustrative": self.illustrative,
        }


def _print(row: dict[str, Any], period: str) -> dict[str, Any]:
    """A printed row as the answer gives it: the value of the asked period, which may be the one it compares with."""
    value = NONE if prints_nothing(row, period) else row[printed_as(row, period) or "value"]
    return {"document": row["document"], "page_or_line": row["page_or_line"], "value": value, "unit": row["unit"]}


NONE = "none"
"""What stands for a share that a document prints as being of nothing."""


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _plain(comparison: Comparison | None) -> dict[str, Any] | None:
    if comparison is None:
        return None
    return {key: number(value) if isinstance(value, Decimal) else value for key, value in asdict(comparison).items()}


def figure(release: Release, measure_id: str, area_id: str, period: Period, kind: str | None = None) -> Figure:
    """Look up one figure. ``kind`` is the measure's own, or ``rate`` for a count per 1,000 residents.

    Raises PeelianError for an unknown measure or area, a kind the measure has not, or a figure that nobody ever
    published (no series and no print).
    """
    measure, area = release.catalogue[measure_id], release.areas[area_id]
    wanted = kind or measure.kind
    if wanted not in (measure.kind, "rate") or (wanted == "rate" and not measure.rates and measure.kind != "rate"):
        raise PeelianError(
            "unknown-kind", f"{measure.title} has no {wanted}.", f"Ask for {measure.kind}.", {"kind": wanted}
        )
    _refuse_unshown(measure, period)
    series = release.series(measure_id, area.kind)
    rows = release.printed.get((measure_id, area_id), [])
    prints = [row for row in rows if period_printed(row, str(period))]
    if series is None or area_id not in series.row_of:
        nothing = [row for row in rows if prints_nothing(row, str(period))]
        of_nothing = bool(nothing) and not prints
        found = (_of_nothing(release, measure, area, period, nothing) if of_nothing
                 else _as_printed(release, measure, area, period, prints))  # fmt: skip
    else:
        found = _counted(release, measure, area, period, series, prints)
        if found.value is None and prints:
            found = _as_printed(release, measure, area, period, prints)
        if measure.ratio and found.method != "as-printed":
            found = _as_share(release, found)
    written = release.notes.get((measure_id, area_id, str(period)))
    found = replace(found, figure_note=written) if written else found
    return _per_resident(release, found) if wanted == "rate" and measure.kind == "count" else found


def _refuse_unshown(measure: Measure, period: Period) -> None:
    if measure.shows and period.kind not in measure.shows:
        kept = [str(Period.of(kind, period.last)) for kind in KINDS if kind in measure.shows]
        raise PeelianError(
            "no-figure",
            f"{measure.title} is not shown for {period.label()}.",
            f"Ask for {' or '.join(kept)}.",
            {"measure": measure.id, "period": str(period)},
        )


def period_printed(row: dict[str, Any], period: str) -> bool:
    """Whether a printed row gives the value of a period, as its own or as the one it compares with."""
    return printed_as(row, period) is not None


def printed_as(row: dict[str, Any], period: str) -> str | None:
    """In which column a printed row gives the value of a period: ``value``, ``compared_value``, or neither."""
    if row["period"] == period and row["value"] != "":
        return "value"
    return "compared_value" if row["compared_period"] == period and row["compared_value"] != "" else None


def prints_nothing(row: dict[str, Any], period: str) -> bool:
    """Whether a printed row says that a period had nothing to be a share of: it counts 0 and gives no value."""
    counted = row.get("denominator") or ""
    return row["period"] == period and row["value"] == "" and counted != "" and Decimal(counted) == 0


def _of_nothing(release: Release, measure: Measure, area: Area, period: Period, rows: list[dict[str, Any]]) -> Figure:
    """A share of nothing, as a document prints it: no value, for a known reason."""
    row = rows[-1]
    return Figure(
        measure=measure, area=area, period=period, value=None, kind=measure.kind, unit=row["unit"] or measure.counts,
        symbol="[z]", numerator=None, denominator=Decimal(0), method="as-printed", release=release.id, illustrative=False,
        inputs=(row["snapshot"],), printed=rows, note=row["note"] or NONE,
    )  # fmt: skip


def _counted(
    release: Release, measure: Measure, area: Area, period: Period, series: Series, prints: list[dict[str, Any]]
) -> Figure:
    cell = (
        derive.cell(series, area.id, period)
        if measure.derives or series.step > 1 or period.months == 1
        else derive.Cell(None, 0, ())
    )
    row = series.row_of[area.id]
    symbol, missing = (None, ()) if cell.value is not None else _absent(measure, series, row, period, cell.places)
    read = derive.sheet(series, period) if cell.places else None
    inputs = read.inputs[series.scope_of[row]] if read else ()
    breaks = release.catalogue.breaks_within(measure)
    return Figure(
        measure=measure, area=area, period=period, value=cell.value, kind=measure.kind, unit=measure.counts, symbol=symbol,
        numerator=cell.value if measure.kind == "count" else None, denominator=None,
        method="sum-of-months" if measure.derives else "as-published", release=release.id,
        illustrative=release.illustrative, provisional=bool(cell.flags & PROVISIONAL),
        projection=bool(cell.flags & PROJECTION), inputs=inputs, missing=missing,
        breaks=tuple(item for item in breaks if period.first < item.month <= period.last),
        comparison=compared(measure, series, area.id, period, cell.value, breaks), printed=prints,
        note="The period is not held whole." if missing else WITHHELD if symbol == "[c]" else None,
    )  # fmt: skip


WITHHELD = "Withheld, so that no small number can be worked out from what is shown."


def _absent(
    measure: Measure, series: Series, row: int, period: Period, places: tuple[int, ...]
) -> tuple[str, tuple[str, ...]]:
    """Why there is no figure, as a symbol, and which of its months are not held.

    Periods of a protected measure that its rule does not publish are withheld, wherever any of their months is held.
    """
    if not places and measure.protect == "protected" and (series.states[row] != MISSING).any():
        held = period.first <= series.last and series.first - series.step < period.last
        return "[c]" if held else "[x]", ()
    states = [int(series.states[row, place]) for place in places]
    missing = tuple(
        month_name(series.first + series.step * place)
        for place, state in zip(places, states, strict=True)
        if state not in (PRESENT, PROTECTED)
    )
    return "[c]" if PROTECTED in states else "[x]", missing


def _as_share(release: Release, found: Figure) -> Figure:
    """The count of a figure as a share of its denominator, per cent; [z] where there is nothing to be a share of."""
    measure = found.measure
    whole = release.series(str(measure.denominator), found.area.kind)
    shares = derive.Shares(release.series(measure.id, found.area.kind), whole)
    cell = shares.cell(found.area.id, found.period)
    if found.symbol == "[c]" or cell.denominator is None:
        return replace(found, value=None, numerator=None, denominator=None, comparison=None, symbol=found.symbol or "[x]",
                       method="share-of-counts")  # fmt: skip
    others = () if whole is None else tuple(shares.inputs(found.area.id, found.period))
    breaks = release.catalogue.breaks_within(measure)
    return replace(
        found, value=cell.value, numerator=found.value, denominator=cell.denominator, method="share-of-counts",
        symbol=found.symbol or (None if cell.value is not None else "[z]"), inputs=tuple(dict.fromkeys([*found.inputs, *others])),
        provisional=found.provisional or bool(cell.flags & PROVISIONAL),
        comparison=compared_shares(measure, shares, found.area.id, found.period, cell.value, breaks),
    )  # fmt: skip


def compared_shares(
    measure: Measure, shares: derive.Shares, area_id: str, period: Period, value: Decimal | None, breaks: list[Break]
) -> Comparison | None:
    """A share against the same months of the year before, in points; see ``compared``."""
    before = period.year_before()
    return _comparison(measure, before, period, value, shares.cell(area_id, before).value, breaks)


def compared(
    measure: Measure, series: Series, area_id: str, period: Period, value: Decimal | None, breaks: list[Break]
) -> Comparison | None:
    """A figure against the year before; None where either is missing. Breaks in between are named, and block if they must."""
    before = period.year_before()
    return _comparison(measure, before, period, value, derive.cell(series, area_id, before).value, breaks)


def _comparison(
    measure: Measure,
    before: Period,
    period: Period,
    value: Decimal | None,
    earlier: Decimal | None,
    breaks: list[Break],
) -> Comparison | None:
    if value is None or earlier is None:
        return None
    between = [item for item in breaks if before.first < item.month <= period.last]
    blocked = tuple(item.id for item in between if item.blocks)
    marks = tuple(item.id for item in between)
    if blocked:
        return Comparison(str(before), before.label(), earlier, None, None, None, marks, blocked)
    if measure.per_cent:
        return Comparison(str(before), before.label(), earlier, None, None, value - earlier, marks)
    percent = derive.change_per_cent(value, earlier)
    return Comparison(str(before), before.label(), earlier, value - earlier, percent, None, marks)


_ONE_PRINT = ("document", "page_or_line", "period", "value", "doubt")
"""What two rows of one print have in common: its change is entered as a count and as a per cent."""


def _as_printed(release: Release, measure: Measure, area: Area, period: Period, prints: list[dict[str, Any]]) -> Figure:
    """The figure as a document prints it, where no series carries it: the last print that is not in doubt, else the last.

    Raises PeelianError where none does.
    """
    if not prints:
        if release.series(measure.id, area.kind) is not None:
            reason = f"{measure.title} has no figure for {area.name}."
        else:
            kind = release.catalogue.pack.kind(area.kind).one
            reason = f"No data yet for {measure.title} by {kind}: needs {measure.needs or 'a file that carries it'}."
        raise PeelianError(
            "no-figure",
            reason,
            f"peelian areas --measure {measure.id} lists the areas it has.",
            {"measure": measure.id, "area": area.id, "period": str(period)},
        )
    last = next((row for row in reversed(prints) if not row.get("doubt")), prints[-1])
    row = next(row for row in prints if all(row.get(name) == last.get(name) for name in _ONE_PRINT))
    own = row["period"] == str(period)
    value = Decimal(row["value"] if own else row["compared_value"])
    parts = [Decimal(row[name]) if own and row.get(name) else None for name in ("numerator", "denominator")]
    return Figure(
        measure=measure, area=area, period=period, value=value, kind=measure.kind, unit=row["unit"] or measure.counts,
        symbol=None, numerator=parts[0], denominator=parts[1], method="as-printed", release=release.id,
        illustrative=False, inputs=(row["snapshot"],), printed=prints, note=row["note"] or None,
        comparison=_printed_comparison(row, value) if own else None,
    )  # fmt: skip


def _printed_comparison(row: dict[str, Any], value: Decimal) -> Comparison | None:
    if not row["compared_value"]:
        return None
    before, period = Decimal(row["compared_value"]), Period.parse(row["compared_period"])
    if row.get("doubt"):
        return Comparison(str(period), period.label(), before, None, None, None, (row["doubt"],), (row["doubt"],))
    if row["unit"].startswith("per cent") or row["unit"] == "percent":
        return Comparison(str(period), period.label(), before, None, None, value - before)
    return Comparison(str(period), period.label(), before, value - before, derive.change_per_cent(value, before), None)


def _per_resident(release: Release, found: Figure) -> Figure:
    """The count of a figure as a rate per 1,000 residents; [z] where the period is no year, [x] without a population."""
    people, projected, whence = residents(release, found.area, found.period)
    rate = None
    if found.value is not None and people is not None:
        rate = derive.rate_per_1000(found.value, people, found.period.months)
    symbol = None if rate is not None else found.symbol or ("[z]" if found.period.months != 12 else "[x]")
    return replace(
        found,
        value=rate,
        kind="rate",
        unit=f"{found.unit} per 1,000 residents",
        symbol=symbol,
        denominator=people,
        method="rate-per-1000",
        note=whence,
        comparison=None,
        projection=projected,
    )


def residents(release: Release, area: Area, period: Period) -> tuple[Decimal | None, bool, str]:
    """The mid-year population that fits a period, whether it is a projection, and in words whose number it is.

    The pack's census of 2021 where no loaded year fits.
    """
    series = release.series("population", area.kind)
    year = derive.population_year(period)
    if series is not None and area.id in series.row_of:
        cell = derive.cell(series, area.id, Period.of("year", year * 12))
        if cell.value is not None:
            projected = bool(cell.flags & PROJECTION)
            return cell.value, projected, f"Residents in mid-{year}{', a projection' if projected else ''}."
    census = release.areas.census(area.id)
    if census:
        return Decimal(census), False, "Residents by the census of 2021, rounded to hundreds."
    return None, False, "No population is held for this area."
