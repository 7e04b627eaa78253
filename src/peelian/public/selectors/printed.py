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
    order: tuple[int, int] = (0, 0)
    """By the last month, and of one last month the longer period first."""
    linked: bool = True
    """Whether it is a figure with a page of its own."""

    @property
    def said(self) -> str:
        """What to know of it: its note, and why it is in doubt."""
        note = self.row["note"]
        return f"{note}. {self.doubt}" if note and self.doubt else note or self.doubt


def printed_beside(release: Release, measure: Measure, area: Area) -> list[Printed]:
    """Every value that a document prints, with document and line, and whether the files say the same; oldest period first.

    A line that prints a value twice, with its change as a count and as a per cent, is there once.
    """
    answers: dict[tuple[str, ...], Printed] = {}
    for row in readings.printed_rows(release, measure, area):
        for period, value in ((row["period"], row["value"]), (row["compared_period"], row["compared_value"])):
            if period and (value != "" or prints_nothing(row, period)):
                key = (row["document"], row["page_or_line"], period, value, "")
                answers.setdefault(key, _beside(release, measure, area, row, period, value))
        if row["value"] == "" and row["printed_change"]:
            key = (row["document"], row["page_or_line"], row["period"], row["printed_change"], row["change_unit"])
            answers.setdefault(key, _change_alone(release, row))
    return sorted(answers.values(), key=lambda item: item.order)


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
        _verdict(printed, ours) if printed is not None else "nothing to be a share of",
        _doubt(release, row, period),
        _counts(row, period),
        (parsed.last, parsed.first),
    )


def _change_alone(release: Release, row: dict[str, Any]) -> Printed:
    """A change that is printed without its values: ``−20% since 2010``."""
    parsed, change = Period.parse(row["period"]), Decimal(row["printed_change"])
    places = len(row["printed_change"].partition(".")[2])
    said = {"percent": f"{words.signed(change, places)}%", "points": words.points(change)}
    since = f" since {wording.span(Period.parse(row['compared_period']))}" if row["compared_period"] else ""
    return Printed(
        row, wording.document(release.catalogue, row["document"]), parsed.label(),
        f"{said.get(row['change_unit']) or words.signed(change, places)}{since}", None, "a change alone",
        _doubt(release, row, row["period"]), order=(parsed.last, parsed.first), linked=False,
    )  # fmt: skip


def doubt_of(release: Release, found: Figure) -> str:
    """Why a figure that is shown as printed may not be what it says; empty where any print of it is not in doubt."""
    if found.method != "as-printed" or any(not row.get("doubt") for row in found.printed):
        return ""
    return _doubt(release, found.printed[-1], str(found.period))


def _counts(row: dict[str, Any], period: str) -> str:
    """``92 of 101``: both counts of a printed share; empty where they are not printed, or of the other period."""
    top, bottom = row.get("numerator"), row.get("denominator")
    if not (top and bottom and period == row["period"]):
        return ""
    return f"{words.plain(Decimal(top))} of {words.plain(Decimal(bottom))}"


def _doubt(release: Release, row: dict[str, Any], period: str) -> str:
    """Why a figure of the row may not be what it says; empty for the one of the two that is not in doubt."""
    found = release.catalogue.breaks.get(row.get("doubt") or "")
    if found is None or not found.doubted(later=period == row["period"]):
        return ""
    return f"In doubt: {found.title[:1].lower()}{found.title[1:]}."


def _verdict(printed: Decimal, ours: Figure | None) -> str:
    if ours is None or ours.value is None:
        return "nothing to compare with"
    if ours.value == printed:
        return "agrees"
    if ours.measure.per_cent:
        return f"ours is {words.points(ours.value - printed)}"
    return f"ours is {words.signed(ours.value - printed)} ({words.change(printed, ours.value)})"


def printed_table(measure: Measure, found: Sequence[Printed]) -> FigureTable:
    """Printed figures as a table; beside the files' own where the files say anything of one of the periods."""
    beside = any(item.ours for item in found)
    columns = (Column("Period"), Column("As printed", numeric=True),
               *((Column("By the files", numeric=True), Column("Difference")) if beside else ()), Column("Document"))  # fmt: skip
    return FigureTable(
        id="printed-figures", caption=f"{measure.title}: printed figures", columns=columns,
        note=f"{words.capital(measure.counts)}.",
        rows=tuple(_table_row(measure, item, beside=beside) for item in found),
    )  # fmt: skip


def _table_row(measure: Measure, item: Printed, *, beside: bool) -> Row:
    ours = Cell(wording.value(item.ours), readings.figure_address(item.ours)) if item.ours else missing_cell("[x]")
    return Row((
        Cell(words.capital(item.period), order=Period.parse(item.row["period"]).last),
        Cell(item.value, _address(measure, item) if item.linked else "", note=item.counts),
        *((ours, Cell(item.verdict)) if beside else ()),
        Cell(f"{item.document}, line {item.row['page_or_line']}", note=item.said),
    ))  # fmt: skip


def _address(measure: Measure, item: Printed) -> str:
    return f"/figures/{measure.id}/{item.row['area']}/{_period_of(item)}"


def _period_of(item: Printed) -> str:
    own = Period.parse(item.row["period"]).label() == item.period
    return item.row["period"] if own else item.row["compared_period"]
