"""What the page components are told: frozen, formatted, in words. A template places these and decides nothing.

Each class names the include that draws it. Values arrive as text, formatted once by ``ui.format``, because formatting
inside a template's loop is the slowest line of a page with a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from peelian.ui.charts import Chart

Sort = Literal["ascending", "descending"]
Tone = Literal["plain", "ink", "lamp", "glow"]
Stand = Literal["unsaid", "open", "ended", "failed"]


@dataclass(frozen=True)
class Link:
    """A link: what it says and where it goes."""

    text: str
    href: str


@dataclass(frozen=True)
class Column:
    """A column's head. ``sort_href`` is the page sorted by it, for readers without scripts; empty: it does not sort."""

    label: str
    numeric: bool = False
    sort_href: str = ""
    sorted: Sort | None = None
    note: str = ""  # what the head means, said to all beneath the label


@dataclass(frozen=True)
class Cell:
    """One cell. ``order`` is what it sorts by where that is not its text; a missing one has "" and comes last."""

    text: str
    href: str = ""
    order: str | int | float | None = None
    note: str = ""
    symbol: str = ""
    chart: Chart | None = None

    @property
    def sort_key(self) -> str:
        """The text of the attribute that the script sorts by."""
        return self.text if self.order is None else str(self.order)


@dataclass(frozen=True)
class Row:
    """One row; its first cell is its name. ``id`` makes the row a place to link to."""

    cells: tuple[Cell, ...]
    current: bool = False
    id: str = ""


@dataclass(frozen=True)
class FigureTable:
    """A table of figures: ``ui/components/figure_table.html`` with ``table``."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    note: str = ""  # beneath the caption: unit, period, what the symbols mean
    sortable: bool = False
    caption_hidden: bool = False  # where a heading right above says the same
    note_link: Link | None = None  # where the note is explained in full

    @property
    def wide(self) -> bool:
        """Whether a phone must scroll it sideways: the names of its rows then stay in sight."""
        return len(self.columns) > 3


@dataclass(frozen=True)
class ChartBlock:
    """A chart with all it owes its reader: ``ui/components/chart_block.html`` with ``block``."""

    id: str
    heading: str
    chart: Chart
    how_to_read: str = ""
    source: str = ""  # publisher and file, with its date
    source_href: str = ""
    links: tuple[Link, ...] = ()  # table, CSV, JSON, how it is made, cite
    level: int = 2


@dataclass(frozen=True)
class Fact:
    """A name and its value: ``ui/components/facts.html`` with ``facts``."""

    name: str
    value: str
    href: str = ""
    note: str = ""
    code: bool = False


@dataclass(frozen=True)
class EmptyState:
    """What is missing, what it needs, when it is expected: ``ui/components/empty_state.html`` with ``empty``."""

    missing: str
    why: str = ""
    needed: str = ""
    expected: str = ""
    link: Link | None = None
    level: int = 3


@dataclass(frozen=True)
class Tag:
    """A short word about the state of a thing: ``ui/components/tag.html`` with ``tag``."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class StatusSign:
    """Where a promise stands: ``ui/components/status.html`` with ``status``. A sign and its word; colour adds nothing to them."""

    sign: str
    text: str
    stand: Stand = "open"


def sort_rows(rows: Sequence[Row], column: int, direction: Sort) -> tuple[Row, ...]:
    """Rows in order of one column, as the script does it: numbers by size, words by letter, missing values last."""
    present = [row for row in rows if row.cells[column].sort_key != ""]
    missing = [row for row in rows if row.cells[column].sort_key == ""]
    return (*sorted(present, key=lambda row: _key(row.cells[column]), reverse=direction == "descending"), *missing)


def _key(cell: Cell) -> tuple[int, float, str]:
    if isinstance(cell.order, int | float):
        return (0, float(cell.order), "")
    return (1, 0.0, cell.sort_key.casefold())
