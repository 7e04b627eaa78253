"""Lines of a text file, with or without the marks of Markdown: the marks go, their meaning stays."""

from __future__ import annotations

import html
import re

from peelian.reading.lines import Line
from peelian.reading.marks import split_mark

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^\s*([-*_])(\s*\1){2,}\s*$")
_NOTE = re.compile(r"^\s*(?:<sup>\s*\d+\s*</sup>|\[\^[^\]]+\]:)\s*\S")
_FOOTMARK = re.compile(r"<sup>\s*\d+\s*</sup>|\[\^[^\]]+\](?!:)")
"""A number that points at a footnote; letters in superscript, as in 1st, are of the text."""
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]*\)")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^>\s]+)>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~|<>])")
_EMPHASIS = re.compile(r"(?<![\w*])[*_](?=\S)([^*_]+?)(?<=\S)[*_](?![\w*])")
_BOLD = re.compile(r"^\s*(?:[-*•]\s+)?(?:\*\*|__|<b>).*(?:\*\*|__|</b>)\s*$", re.IGNORECASE)
_ITALIC = re.compile(r"^\s*\*[^*]+\*\s*$")
_TELLING = re.compile(r"^#{1,6} \S|\*\*\S|^\s*[-*] \S|\]\(https?:|</(?:b|i|sup|sub)>", re.MULTILINE)


def looks_like_markdown(text: str) -> bool:
    """Whether a text uses the marks of Markdown, by its first hundred thousand characters."""
    return len(_TELLING.findall(text[:100_000])) >= 2


def lines_of_text(text: str, *, marked: bool) -> list[Line]:
    """The lines that say something, numbered from 1; ``marked`` where marks of Markdown are to be understood."""
    found: list[Line] = []
    after_gap = True
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        line = _line(number, raw.expandtabs(8) if not raw.strip() else raw, marked, after_gap)
        if line is None:
            after_gap = True
            continue
        found.append(line)
        after_gap = line.look == "heading"
    return found


def _line(number: int, raw: str, marked: bool, after_gap: bool) -> Line | None:
    if not raw.strip() or _RULE.match(raw):
        return None
    if not marked:
        return _plain(number, raw, after_gap)
    heading = _HEADING.match(raw.strip())
    text = stripped(heading[2] if heading else raw)
    if not text:
        return None
    if heading:
        return Line(number, text, look="heading", level=len(heading[1]), bold="**" in raw)
    return _marked(number, raw, text, after_gap)


def _marked(number: int, raw: str, text: str, after_gap: bool) -> Line:
    bold = bool(_BOLD.match(raw))
    if _NOTE.match(raw) or _ITALIC.match(raw):
        return Line(number, text, look="note")
    if "\t" in raw.strip() or raw.strip().startswith("|"):
        return Line(number, text, look="table", bold=bold)
    return _item(number, raw, text, bold) or Line(number, text, bold=bold, begins=after_gap)


def _plain(number: int, raw: str, after_gap: bool) -> Line:
    text = " ".join(raw.split())
    return _item(number, raw, text, False) or Line(number, text, begins=after_gap)


def _item(number: int, raw: str, text: str, bold: bool) -> Line | None:
    mark = split_mark(text)
    if not mark:
        return None
    indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
    return Line(number, mark[1], look="bullet", level=min(indent // 2, 9), bold=bold, label=mark[0])


def stripped(raw: str) -> str:
    """A line without the marks of Markdown and HTML; the words of a link stay, its address goes."""
    text = _FOOTMARK.sub("", _IMAGE.sub("", raw))
    text = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", text))
    text = _TAG.sub("", _BREAK.sub(" ", text)).replace("**", "").replace("__", "")
    text = _ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\1", text))
    return " ".join(html.unescape(text).replace("\u00a0", " ").split())
