"""The body of a table as HTML, written in Python: a template's loop over a thousand cells is ten times slower."""

from __future__ import annotations

from html import escape

from peelian.ui import charts
from peelian.ui.components import Cell, FigureTable, Row
from peelian.ui.format import SYMBOLS


def draw_rows(table: FigureTable) -> str:
    """``<tbody>`` and ``<tfoot>``. Every text is escaped here."""
    numeric = [column.numeric for column in table.columns]
    body = "\n".join(_row(row, numeric, f"{table.id}-{index}") for index, row in enumerate(table.rows))
    foot = f"\n<tfoot>\n{_row(table.total, numeric, f'{table.id}-total')}\n</tfoot>" if table.total else ""
    return f"<tbody>\n{body}\n</tbody>{foot}"


def _row(row: Row, numeric: list[bool], prefix: str) -> str:
    current = ' class="pe-current" aria-current="true"' if row.current else ""
    place = f' id="{escape(row.id)}"' if row.id else ""
    cells = (_cell(cell, index, numeric[index], f"{prefix}-{index}") for index, cell in enumerate(row.cells))
    return f"<tr{place}{current}>{''.join(cells)}</tr>"


def _cell(cell: Cell, index: int, numeric: bool, prefix: str) -> str:
    name, scope = ("th", ' scope="row"') if index == 0 else ("td", "")
    order = f' data-sort="{escape(str(cell.order))}"' if cell.order is not None else ""
    return f"<{name}{scope}{_NUMERIC if numeric else ''}{order}>{_content(cell, prefix)}</{name}>"


_NUMERIC = ' class="pe-num"'


def _content(cell: Cell, prefix: str) -> str:
    if cell.chart:
        return charts.draw(cell.chart, size="narrow", id_prefix=prefix)
    text = escape(cell.text)
    if cell.href:
        text = f'<a href="{escape(cell.href)}">{text}</a>'
    if cell.symbol:
        text += f" {symbol(cell.symbol)}"
    return f'{text}<span class="pe-caption-note">{escape(cell.note)}</span>' if cell.note else text


def symbol(mark: str) -> str:
    """``[p]`` with its meaning for those who point at it; the page's note says it to all."""
    known = SYMBOLS.get(mark)
    return f'<abbr class="pe-symbol" title="{escape(known.meaning)}">{escape(mark)}</abbr>' if known else escape(mark)
