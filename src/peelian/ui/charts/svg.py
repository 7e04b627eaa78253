"""The alphabet of the charts: numbers, escaped text, elements, and how wide a text will be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape as _escape
from typing import Literal

Size = Literal["wide", "narrow"]

PAPER = "#fbfaf6"
INK = "#17202e"
QUIET = "#505a68"
RULE = "#dedbd0"
LAMP = "#1c4a86"
DEEP = "#12305a"
BAND = "#e9eef6"
GLOW = "#f2b134"
TONES = {"better": "#1f6aa5", "worse": "#b8470b", "moved": "#6a4c93"}
"""Of a judgement, never of a body's own rating."""
FONT_FAMILY = "'Source Sans 3', 'Helvetica Neue', Arial, sans-serif"
FONT = 14  # at the narrowest width each drawing is shown at, this is still 12.5 pixels

# Advance widths in thousandths of the font size, rounded up so that a fallback font still fits.
_NARROW = dict.fromkeys("iljI.,:;'|!()[]", 310) | dict.fromkeys("ftr-/ ", 380)
_BROAD = dict.fromkeys("mwMW%", 860) | dict.fromkeys("ABCDEFGHKNOPQRUVXYZ&", 660)
_DIGITS = dict.fromkeys("0123456789", 520)
_WIDTHS = _NARROW | _BROAD | _DIGITS
_OTHER = 545
BOLD = 1.06
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")  # characters that no XML document may hold


def num(value: float) -> str:
    """A coordinate to one decimal, without a needless ``.0`` and without a negative zero."""
    text = f"{value:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    return "0" if text == "-0" else text


def esc(text: object) -> str:
    """Text made safe for SVG content and attributes, control characters dropped."""
    return _escape(_CONTROL.sub("", str(text)), quote=True)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = FONT, *, bold: bool = False) -> float:
    """About how wide a text is, in user units; rather too wide than too narrow."""
    units = sum(_WIDTHS.get(character, _OTHER) for character in text)
    return units * size / 1000 * (BOLD if bold else 1)


def fit(text: str, width: float, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it would not fit."""
    if text_width(text, bold=bold) <= width:
        return text
    while text and text_width(f"{text}…", bold=bold) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def rows(text: str, width: float) -> list[str]:
    """The text in as many rows as it needs."""
    found: list[str] = []
    for word in text.split(" "):
        if found and text_width(f"{found[-1]} {word}") <= width:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def label(
    x: float, y: float, text: str, *, css: str = "pc-t", anchor: str = "", bold: bool = False, fill: str = QUIET
) -> str:
    """One line of text at a baseline. The class lets the page's style sheet follow forced colours."""
    return (
        f'<text x="{num(x)}" y="{num(y)}" class="{css}"'
        + (f' text-anchor="{anchor}"' if anchor else "")
        + (' font-weight="600"' if bold else "")
        + f' fill="{fill}">{esc(text)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, *, css: str, stroke: str, extra: str = "", title: str = "") -> str:
    """A straight line; with a title it says what it is when pointed at."""
    inner = f"><title>{esc(title)}</title></line>" if title else "/>"
    coordinates = f'x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}"'
    return f'<line {coordinates} class="{css}" stroke="{stroke}"{extra}{inner}'


def document(
    body: Iterable[str], *, width: float, height: float, title: str, description: str, id_prefix: str, size: Size,
    links: bool = False, css: str = "",
) -> str:  # fmt: skip
    """The ``<svg>`` around a drawing: a picture with a title and a description, or a group where it holds links."""
    prefix = f"{esc(id_prefix)}-{size}"
    names = f'<title id="{prefix}-t">{esc(title)}</title><desc id="{prefix}-d">{esc(description)}</desc>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pc pc--{size}{" " + css if css else ""}"'
        f' viewBox="0 0 {num(width)} {num(height)}" width="{num(width)}" height="{num(height)}"'
        f' role="{"group" if links else "img"}" aria-labelledby="{prefix}-t {prefix}-d"'
        f' font-family="{FONT_FAMILY}" font-size="{FONT}">{names}{"".join(body)}</svg>'
    )
