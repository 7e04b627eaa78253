"""Paragraphs of a DOCX file as lines: what is a heading, a bullet or a cell by its style, as the file says."""

from __future__ import annotations

import re
from typing import Any

from peelian.reading.lines import Line
from peelian.reading.marks import split_mark

_HEADING = re.compile(r"^(?:heading|title|subtitle)\s*(\d?)", re.IGNORECASE)
_LISTED = re.compile(r"^list\b", re.IGNORECASE)


def lines_of_letter(told: list[dict[str, Any]]) -> list[Line]:
    """Lines from what ``extract.py`` says of each paragraph."""
    return [_line(paragraph) for paragraph in told]


def _line(paragraph: dict[str, Any]) -> Line:
    text = " ".join(paragraph["text"].split())
    heading = _HEADING.match(paragraph["style"])
    if heading or paragraph["outline"] is not None:
        level = int(heading[1] or 1) if heading else paragraph["outline"] + 1
        return Line(paragraph["number"], text, look="heading", level=level, bold=paragraph["bold"])
    if paragraph["table"]:
        return Line(paragraph["number"], text, look="table", bold=paragraph["bold"])
    mark = split_mark(text)
    if mark or paragraph["listed"] or _LISTED.match(paragraph["style"]):
        label, rest = mark or ("", text)
        return Line(
            paragraph["number"], rest, look="bullet", level=paragraph["level"], bold=paragraph["bold"], label=label
        )
    return Line(paragraph["number"], text, bold=paragraph["bold"])
