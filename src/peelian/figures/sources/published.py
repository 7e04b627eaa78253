"""A published table, entered by officers as CSV: one row a printed figure, with the line it is printed on."""

from __future__ import annotations

import re
from decimal import Decimal

import pyarrow as pa

from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period
from peelian.figures.sources.base import Finding, Reading, RefusedFile, Settings, note, shown
from peelian.figures.sources.document import Document, column_key

COLUMNS = ("document", "page_or_line", "body", "measure", "area", "period", "value", "unit", "compared_period",
           "compared_value", "printed_change", "change_unit", "note")  # fmt: skip
PARTS = ("numerator", "denominator")
TARGETS = ("target", "target_low", "target_high")
ADDED = (*PARTS, "doubt", "status", *TARGETS, "tolerance")
"""Columns that may be left out. ``doubt`` names a break of the pack that forbids comparing the printed figures: their
periods are not what they say. ``status`` is the printed colour or word (red, within); ``target_low`` and ``target_high``
are the ends of a band."""

NUMBERS = ("value", "compared_value", "printed_change", *PARTS, *TARGETS)
CHANGE_UNITS = {"", "percent", "points", "count"}
_KEY = ("document", "page_or_line", "measure", "area", "period", "change_unit")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,9})?")
TOLERANCE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,9})?) ?(percent|%|points|count)?")
"""How far from its target a figure may lie: ``5 percent`` (of the target), ``2 points``, ``20 count``, or a bare number."""


class PublishedTables:
    """What a document prints, exactly as printed: kept beside what is computed, never mixed with it."""

    dataset = "published-tables"
    version = 2
    facts = False

    def recognise(self, document: Document) -> bool:
        """The officers' columns of EXAMPLES."""
        return {column_key(name) for name in COLUMNS} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile for a period, number or unit that is none, a figure without document, line or measure, a row twice."""
        table = document.table
        texts = {name: table.column(name) for name in COLUMNS}
        texts |= {name: table.column(name) if table.has(name) else [""] * len(table.rows) for name in ADDED}
        for place, number in enumerate(table.numbers):
            _check({name: cells[place] for name, cells in texts.items()}, number)
        _refuse_repeats(texts, table.numbers)
        arrays = {name: pa.array(cells, type=pa.string()) for name, cells in texts.items()}
        rows = pa.array(table.numbers, type=pa.int32())
        findings = [*table.findings, *table.unread_note(*COLUMNS, *ADDED), *_silent(texts)]
        return Reading(self.dataset, pa.table({"row": rows, **arrays}), findings, facts=False)


def _check(cells: dict[str, str], row: int) -> None:
    for name in ("document", "page_or_line", "measure", "area", "period"):
        if not cells[name]:
            raise RefusedFile(
                "the cell is empty",
                "Every printed figure says its document, line, measure, area and period.",
                row=row,
                column=name,
            )
    for name in ("period", "compared_period"):
        if cells[name]:
            try:
                Period.parse(cells[name])
            except PeelianError as error:
                raise RefusedFile(error.message, error.remedy, row=row, column=name) from error
    for name in NUMBERS:
        if cells[name] and not _NUMBER.fullmatch(cells[name]):
            raise RefusedFile(
                f"{shown(cells[name])} is no number",
                "Write it without thousands separators or signs for units.",
                row=row,
                column=name,
            )
    if cells["change_unit"] not in CHANGE_UNITS:
        raise RefusedFile(
            f"{shown(cells['change_unit'])} is no unit of change",
            "Write percent, points or count.",
            row=row,
            column="change_unit",
        )
    _check_target(cells, row)


def _check_target(cells: dict[str, str], row: int) -> None:
    if cells["tolerance"] and not TOLERANCE.fullmatch(cells["tolerance"]):
        raise RefusedFile(
            f"{shown(cells['tolerance'])} is no tolerance",
            "Write 5 percent, 2 points, 20 count, or the number alone where its unit is not printed.",
            row=row,
            column="tolerance",
        )
    low, high = cells["target_low"], cells["target_high"]
    if low and high and Decimal(low) > Decimal(high):
        raise RefusedFile(
            f"the band runs from {low} down to {high}",
            "Write its lower end under target_low.",
            row=row,
            column="target_low",
        )


def _refuse_repeats(texts: dict[str, list[str]], numbers: list[int]) -> None:
    """A line prints one figure of a measure, area and period, and one change of it in each unit; a copy would be checked twice."""
    seen: dict[tuple[str, ...], int] = {}
    for key, number in zip(zip(*(texts[name] for name in _KEY), strict=True), numbers, strict=True):
        if key in seen:
            raise RefusedFile(
                f"repeats document, line, measure, area and period of row {seen[key]}",
                "Keep one of the two rows.",
                row=number,
            )
        seen[key] = number


def _silent(texts: dict[str, list[str]]) -> list[Finding]:
    empty = sum(not value for value in texts["value"])
    return [note(f"{empty} printed rows give no value", "kept, with their note")] if empty else []
