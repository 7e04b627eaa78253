"""What documents print of a measure, beside what the files say of the same period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.periods import Period
from peelian.figures.releases.figure import NONE, Figure, prints_nothing
from peelian.figures.releases.release import Release
from peelian.public import wording
from peelian.public.selectors import readings
from peelian.public.selectors.tables import missing_cell
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Row


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
    counts: str = ""


def printed_beside(release: Release, measure: Measure, area: Area) -> list[Printed]:
    """Every value that a document prints, with document and line, and whether the files say the same."""
    answers = []
    for row in readings.printed_rows(release, measure, area):
        for period, value in ((row["period"], row["value"]), (row["compared_period"], row["compared_value"])):
            if period and (value != "" or prints_nothing(row, period)):
                answers.append(_beside(release, measure, area, row, period, value))
    return answers


def _beside(release: Release, measure: Measure, area: Area, row: dict[str, Any], period: str, value: str) -> Printed:
    parsed, printed = Period.parse(period), Decimal(value) if value else None
    ours = readings.try_figure(release, measure, area, parsed) if readings.has_series(release, measure, area) else None
    if ours is not None and (ours.value is None or ours.method == "as-printed"):
        ours = None
    kind = "share" if row["unit"].startswith("per cent") or row["unit"] == "percent" else measure.kind
    return Printed(
        row,
        wording.document(release.catalogue, row["document"]),
        parsed.label(),
        NONE if printed is None else wording.amount(measure, printed, kind),
        ours,
        NOTHING if printed is None else _verdict(printed, ours),
        _doubt(release, row, period),
        _counts(row, period),
    )


NOTHING = "nothing to be a share of"


def _counts(row: dict[str, Any], period: str) -> str:
    """``92 of 101``: both counts of a printed share; empty where they are not printed, or of the other period."""
    top, bottom = row.get("numerator"), row.get("denominator")
    if not (top and bottom and period == row["period"]):
        return ""
    return f"{words.plain(Decimal(top))} of {words.plain(Decimal(bottom))}"


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
            Cell(item.value, f"/figures/{measure.id}/{item.row['area']}/{_period_of(item)}", note=item.counts),
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
