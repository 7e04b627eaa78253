"""What documents print of a measure, beside what the files say of the same period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.periods import Period
from peelian.figures.releases.figure import NONE, Figure, number, prints_nothing
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
    at: Period
    value: str
    number: Decimal | None
    ours: Figure | None
    verdict: str
    doubt: str = ""
    counts: str = ""
    linked: bool = True
    """Whether it is a figure with a page of its own."""

    @property
    def period(self) -> str:
        """``12 months to June 2017``."""
        return self.at.label()

    def to_json(self) -> dict[str, Any]:
        """For a download: as it is printed, in words and as a number, and where."""
        own = self.row["period"] == str(self.at)
        parts = {name: self.row.get(name) or None if own else None for name in ("numerator", "denominator")}
        return {
            "period": str(self.at), "printed": self.value, "value": number(self.number), "unit": self.row["unit"],
            **{name: number(Decimal(text)) if text else None for name, text in parts.items()},
            "document": self.row["document"], "page_or_line": self.row["page_or_line"], "note": self.row["note"] or None,
            "doubt": self.doubt or None, "by_the_files": number(self.ours.value) if self.ours else None,
        }  # fmt: skip

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
    return sorted(answers.values(), key=lambda item: (item.at.last, item.at.first))


def _beside(release: Release, measure: Measure, area: Area, row: dict[str, Any], period: str, value: str) -> Printed:
    parsed, printed = Period.parse(period), Decimal(value) if value else None
    ours = readings.try_figure(release, measure, area, parsed) if readings.has_series(release, measure, area) else None
    if ours is not None and (ours.value is None or ours.method == "as-printed"):
        ours = None
    kind = "share" if row["unit"].startswith("per cent") or row["unit"] == "percent" else measure.kind
    return Printed(
        row,
        wording.document(release.catalogue, row["document"]),
        parsed,
        NONE if printed is None else wording.amount(measure, printed, kind),
        printed,
        ours,
        _verdict(printed, ours) if printed is not None else "nothing to be a share of",
        _doubt(release, row, period),
        _counts(row, period),
    )


def _change_alone(release: Release, row: dict[str, Any]) -> Printed:
    """A change that is printed without its values: ``−20% since 2010``."""
    change = Decimal(row["printed_change"])
    places = len(row["printed_change"].partition(".")[2])
    said = {"percent": f"{words.signed(change, places)}%", "points": words.points(change)}
    since = f" since {wording.span(Period.parse(row['compared_period']))}" if row["compared_period"] else ""
    return Printed(
        row, wording.document(release.catalogue, row["document"]), Period.parse(row["period"]),
        f"{said.get(row['change_unit']) or words.signed(change, places)}{since}", None, None, "a change alone",
        _doubt(release, row, row["period"]), linked=False,
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
        Cell(words.capital(item.period), order=item.at.last),
        Cell(item.value, f"/figures/{measure.id}/{item.row['area']}/{item.at}" if item.linked else "", note=item.counts),
        *((ours, Cell(item.verdict)) if beside else ()),
        Cell(f"{item.document}, line {item.row['page_or_line']}", note=item.said),
    ))  # fmt: skip
