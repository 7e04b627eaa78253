"""A list that sorts, filters, comes in pages and is given out as files: the same rows whichever way one asks for them.

    CLOCKS = Listing("clocks", "Clocks", columns=(Listed("due", "Due", lambda clock: Cell(…), order=("due",)), …),
                     facets=(Facet("state", "State", STATES, lambda rows, value: rows.filter(state=value)), …), text=matching)
    shown = CLOCKS.show(rows, request.GET)            # context["listing"]; {% include "workspace/listing.html" %}
    CLOCKS.csv(rows, request.GET), CLOCKS.json(rows, request.GET)

``rows`` is a query set of what the person may see; nothing here widens it. Heads of columns are links to the whole list in that
order: a script that sorts what stands on one page would be wrong wherever there is a second one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase

from peelian.figures.house import today
from peelian.ui.components import Cell, Column, FigureTable, Row, Sort
from peelian.ui.format import counted
from peelian.workspace.exports import as_file, csv_lines

Rows = QuerySet[Any]
ON_A_PAGE = 50
BATCH = 500
WAYS: dict[str, Sort] = {"": "ascending", "-": "descending"}


@dataclass(frozen=True)
class Listed:
    """A column. ``order`` are the fields it sorts by, none where it does not; ``plain`` is what files have of it.

    Without ``cell`` it stands in files alone, without ``plain`` on pages alone.
    """

    key: str
    label: str
    cell: Callable[[Any], Cell] | None = None
    order: tuple[str, ...] = ()
    plain: Callable[[Any], Any] | None = None
    numeric: bool = False


@dataclass(frozen=True)
class Facet:
    """One choice that narrows a list. ``usual`` is what holds where nothing is said; ``every`` names no narrowing at all."""

    key: str
    label: str
    choices: Mapping[str, str]
    among: Callable[[Rows, str], Rows]
    usual: str = ""
    every: str = "All"

    def value(self, asked: Mapping[str, str]) -> str:
        """What is asked for; the usual where nothing is, or what is no choice."""
        value = asked.get(self.key, self.usual)
        return value if value in self.choices or value == "" else self.usual


@dataclass(frozen=True)
class Shown:
    """A list as one page shows it."""

    name: str
    title: str
    table: FigureTable
    page: Page[Any]
    query: str  # what narrows and sorts it, for the links to files
    text: str
    facets: list[tuple[Facet, str]]
    words: str
    before: str
    after: str

    @property
    def narrowed(self) -> bool:
        """Whether it is less than everything that is usually shown."""
        return bool(self.text) or any(value != facet.usual for facet, value in self.facets)


def _typed(asked: Mapping[str, str]) -> str:
    """The text that is asked for, without what no database takes."""
    return asked.get("q", "").replace("\0", "").strip()[:200]


@dataclass(frozen=True)
class Listing:
    """What a list has: columns, choices, and which rows hold a word (``text``); ``one`` and ``many`` name its rows."""

    name: str
    title: str
    columns: tuple[Listed, ...]
    facets: tuple[Facet, ...]
    text: Callable[[str], Q]
    one: str
    many: str
    usual: str  # the key of the column that it is sorted by at first, led by a minus where downwards

    def found(self, rows: Rows, asked: Mapping[str, str]) -> Rows:
        """The rows that are asked for, in the order that is asked for."""
        for facet in self.facets:
            if value := facet.value(asked):
                rows = facet.among(rows, value)
        for word in _typed(asked).split()[:8]:
            rows = rows.filter(self.text(word))
        way, order = self._sorted(asked)
        return rows.order_by(*[f"{way}{name}" for name in order], "pk")

    def _sorted(self, asked: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
        orders = {column.key: column.order for column in self.columns if column.order}
        sort = asked.get("sort", self.usual)
        if sort.removeprefix("-") not in orders:
            sort = self.usual
        return "-" if sort.startswith("-") else "", orders[sort.removeprefix("-")]

    def show(self, rows: Rows, asked: Mapping[str, str]) -> Shown:
        """One page of it. Two queries: how many there are, and those of the page."""
        page = Paginator(self.found(rows, asked), ON_A_PAGE).get_page(asked.get("page"))
        narrowing = self._narrowing(asked)
        sorting = {"sort": asked["sort"]} if asked.get("sort") else {}
        count = page.paginator.count
        words = f"{counted(count, self.one, self.many)}"
        if page.paginator.num_pages > 1:
            words += f", {page.start_index()} to {page.end_index()} shown"

        def to(number: int) -> str:
            return "?" + urlencode(narrowing | sorting | {"page": number})

        return Shown(
            self.name, self.title, self._table(list(page), narrowing, asked), page, urlencode(narrowing | sorting),
            _typed(asked), [(facet, facet.value(asked)) for facet in self.facets], words,
            to(page.previous_page_number()) if page.has_previous() else "", to(page.next_page_number()) if page.has_next() else "",
        )  # fmt: skip

    def _narrowing(self, asked: Mapping[str, str]) -> dict[str, str]:
        kept = {facet.key: value for facet in self.facets if (value := facet.value(asked)) != facet.usual}
        return ({"q": typed} if (typed := _typed(asked)) else {}) | kept

    def _table(self, rows: Sequence[Any], narrowing: dict[str, str], asked: Mapping[str, str]) -> FigureTable:
        shown = [(column, column.cell) for column in self.columns if column.cell]
        way, order = self._sorted(asked)

        def head(column: Listed) -> Column:
            current = WAYS[way] if column.order and column.order == order else None
            other = f"-{column.key}" if current == "ascending" else column.key
            href = "?" + urlencode(narrowing | {"sort": other}) if column.order else ""
            return Column(column.label, column.numeric, href, current)

        heads = tuple(head(column) for column, _ in shown)
        drawn = tuple(Row(tuple(cell(row) for _, cell in shown)) for row in rows)
        return FigureTable(self.name, self.title, heads, drawn, caption_hidden=True)

    def csv(self, rows: Rows, asked: Mapping[str, str]) -> HttpResponseBase:
        """Every row that is asked for, of all pages, as a file for a spreadsheet."""
        heads = [column.label for column in self.columns if column.plain]
        lines = csv_lines(heads, self._plain(rows, asked))
        return as_file(lines, f"{self.name}-{today().isoformat()}.csv")

    def json(self, rows: Rows, asked: Mapping[str, str]) -> HttpResponseBase:
        """The same as JSON: a list of objects."""
        keys = [column.key for column in self.columns if column.plain]

        def lines() -> Iterator[str]:
            yield "["
            for place, row in enumerate(self._plain(rows, asked)):
                told = json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False)
                yield f"{',' if place else ''}\n{told}"
            yield "\n]\n"

        return as_file(lines(), f"{self.name}-{today().isoformat()}.json", "application/json")

    def _plain(self, rows: Rows, asked: Mapping[str, str]) -> Iterator[list[Any]]:
        plain = [column.plain for column in self.columns if column.plain]
        for row in self.found(rows, asked).iterator(BATCH):
            yield [value(row) for value in plain]
