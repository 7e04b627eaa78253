"""The marks that begin an item of a list: bullets and numbers."""

from __future__ import annotations

import re

BULLETS = "•◦▪▫●○■□–—‣⁃∙·➢➤✓✔\uf0b7\uf0a7\uf0d8\uf0fc\u2022*-"
"""What stands before an item; the private ones are what Symbol and Wingdings leave in a PDF file."""
_BULLET = re.compile(rf"^(?:[{re.escape(BULLETS)}]|o(?=\s+[A-Z]))\s+(?=\S)")
_NUMBER = re.compile(
    r"^(?:\(?(?P<digits>\d{1,2}(?:\.\d{1,2})*)[.)]|(?P<parts>\d{1,2}(?:\.\d{1,2})+)|\(?(?P<letter>[a-z]|[ivx]{1,5})\))\s+(?=\S)"
)
ALONE = re.compile(rf"^[{re.escape(BULLETS)}o]$")
"""A bullet on a line of its own, as some PDF files have it."""


def split_mark(text: str) -> tuple[str, str] | None:
    """The label of an item (empty for a bullet) and what follows it; None where no mark stands before the text."""
    bullet = _BULLET.match(text)
    if bullet:
        rest = text[bullet.end() :]
        return _numbered(rest) or ("", rest)
    return _numbered(text)


def _numbered(text: str) -> tuple[str, str] | None:
    number = _NUMBER.match(text)
    return (number["digits"] or number["parts"] or number["letter"], text[number.end() :]) if number else None
