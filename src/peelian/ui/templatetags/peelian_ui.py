"""Template tags: charts in both their sizes, and figures in words."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString, mark_safe

from peelian.ui import charts, rows
from peelian.ui import format as words
from peelian.ui import prose as written
from peelian.ui.components import FigureTable
from peelian.ui.format import Number

register = template.Library()


@register.simple_tag
def draw_chart(chart: charts.Chart, id_prefix: str) -> SafeString:
    """Both drawings of a chart; the style sheet shows the one that fits. A spark and an icon have only one."""
    sizes: tuple[charts.Size, ...] = (
        ("narrow",) if isinstance(chart, charts.Spark | charts.Icon) else ("wide", "narrow")
    )
    return _safe("".join(charts.draw(chart, size=size, id_prefix=id_prefix) for size in sizes))


def _safe(text: str) -> SafeString:
    # Charts and rows escape every text they are given, which tests/unit/test_charts.py proves.
    return mark_safe(text)


@register.simple_tag
def table_rows(table: FigureTable) -> SafeString:
    """The body of a table, escaped in ``ui.rows``."""
    return _safe(rows.draw_rows(table))


@register.filter
def prose(text: str, below: int = 2) -> SafeString:
    """Markdown that somebody wrote, as prose and nothing else; its headings below one of level ``below``."""
    return written.prose(text, below)


@register.filter
def symbol(mark: str | None) -> SafeString:
    """``[c]`` with its meaning for those who point at it."""
    return _safe(rows.symbol(mark) if mark else "")


@register.simple_tag
def break_notes(chart: charts.Chart) -> list[charts.BreakNote]:
    """The breaks that lie within the chart, numbered as the chart numbers them."""
    return charts.break_notes(chart)


@register.simple_tag
def figure(value: Number | None, kind: str = "count", symbol: str | None = None) -> str:
    """``{% figure value "share" "[p]" %}``: the value in words, or why there is none."""
    return words.figure(value, kind, symbol)


@register.filter
def number(value: Number, places: int = 0) -> str:
    """``1,886``."""
    return words.number(value, places)


@register.filter
def percent(value: Number, places: int = 1) -> str:
    """``67.3%``, for a value in per cent."""
    return words.percent(value, places)


@register.filter
def points(value: Number) -> str:
    """``+2 points``."""
    return words.points(value)


@register.simple_tag
def change(before: Number, after: Number) -> str:
    """``−3.8%``, with the counts where the base is small."""
    return words.change(before, after)


@register.filter
def day(moment: date | datetime) -> str:
    """``15 January 2020``."""
    return words.day(moment)


@register.filter
def file_size(count: int) -> str:
    """``1.4 MB``."""
    return words.size(count)


@register.filter
def without_ids(text: str | None) -> str:
    """A sentence of the catalogue without the ids of datasets."""
    return words.without_ids(text or "")


@register.filter
def symbol_words(mark: str | None) -> str:
    """What ``[c]`` means."""
    return words.symbol_words(mark)
