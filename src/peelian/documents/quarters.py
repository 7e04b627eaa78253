"""A borough's published quarter as it is printed in a pack: the same content as its page, in colours that are words and shapes."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from peelian.ui.components import Cell, FigureTable
from peelian.ui.quarter import QuarterPage, Section

COLOURS = ("red", "amber", "green")
SHAPES = "A red rating is a square, an amber one a diamond, a green one a circle."
_IN_PRINT = {"→": "="}
"""Signs that the fonts of documents lack, and what is printed for them."""


class QuarterInPrint:
    """One edition of one quarter, from its frozen content."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.page = QuarterPage(content)
        self.content = content

    @property
    def heading(self) -> str:
        """``Havering: October to December 2016``."""
        return self.page.heading

    @property
    def edition(self) -> str:
        """Which edition was frozen, and when it was published."""
        number = self.content.get("edition") or 1
        told = f"Edition {number}, published on {self.page.published}" if self.page.published else f"Edition {number}"
        why = self.content.get("why_corrected")
        return f"{told}. It corrects the edition before: {why}" if why else f"{told}."

    @cached_property
    def table(self) -> dict[str, Any]:
        """The indicators."""
        return _table(self.page.table, self.content["lines"], note=SHAPES)

    @cached_property
    def demand(self) -> dict[str, Any] | None:
        """Demand beside them; None where none is shown."""
        return _table(self.page.demand, []) if self.page.demand else None

    @property
    def sections(self) -> list[Section]:
        """Each indicator with what is said of it."""
        return self.page.sections


def _table(table: FigureTable, lines: list[dict[str, Any]], note: str = "") -> dict[str, Any]:
    ratings = [line["rating"] for line in lines] or [None] * len(table.rows)
    rating_at = next((at for at, column in enumerate(table.columns) if column.label == "Rating"), None)
    rows = [
        [_cell(cell, column.numeric, rating if at == rating_at else "") for at, (cell, column) in enumerate(
            zip(row.cells, table.columns, strict=True))]
        for row, rating in zip(table.rows, ratings, strict=True)
    ]  # fmt: skip
    return {
        "caption": "" if table.caption_hidden else table.caption,
        "note": f"{_said(table.note)} {note}".strip(),
        "columns": table.columns,
        "rows": rows,
    }


def _cell(cell: Cell, numeric: bool, rating: str | None) -> dict[str, Any]:
    text = rating.capitalize() if rating else _said(cell.text)
    return {"text": text, "note": cell.note, "symbol": cell.symbol, "numeric": numeric, "rating": rating or ""}


def _said(text: str) -> str:
    for sign, instead in _IN_PRINT.items():
        text = text.replace(sign, instead)
    return text
