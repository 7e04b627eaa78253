"""Text questions: how often a document speaks of a word or a phrase, and where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peelian.figures.errors import PeelianError
from peelian.plans.importing.wording import LIST_HEADING
from peelian.reading.lines import Line

_AROUND = 60
"""Letters of a snippet on each side of what was found."""
LONGEST = 200
"""Letters of a question."""


@dataclass(frozen=True)
class Mention:
    """One place where a document speaks of it. ``chapter`` is the nearest heading of the highest level above it, or None."""

    line: int
    page: int | None
    chapter: str | None
    found: str
    snippet: str


@dataclass(frozen=True)
class Mentions:
    """All of them, in the document's order, and what was asked."""

    query: str
    plural: bool
    mentions: tuple[Mention, ...]

    @property
    def by_chapter(self) -> dict[str, int]:
        """How often in each chapter that speaks of it, in the document's order; what is above all chapters under an empty name."""
        return dict(Counter(mention.chapter or "" for mention in self.mentions))

    @property
    def places(self) -> dict[tuple[int | None, int], int]:
        """How often on each page and line."""
        return dict(Counter((mention.page, mention.line) for mention in self.mentions))

    def to_json(self) -> dict[str, Any]:
        """The count, and every mention with its place."""
        return {
            "query": self.query, "plural": self.plural, "count": len(self.mentions), "by_chapter": self.by_chapter,
            "mentions": [{"page": one.page, "line": one.line, "chapter": one.chapter, "found": one.found, "snippet": one.snippet}
                         for one in self.mentions],
        }  # fmt: skip


def mentions_of(query: str, lines: Sequence[Line], *, plural: bool = False) -> Mentions:
    """Every place where the lines speak of a word or phrase: whole words, in any case, also over the end of a line.

    A word within a name or a compound counts (``fraud`` in Action Fraud, in fraud-related), a part of a word does not (not in
    fraudster). ``LGBT`` finds LGBT+ as well. ``plural``: also with an ending of the plural. Raises PeelianError for an empty
    question and one that is too long.
    """
    pattern = pattern_of(query, plural=plural)
    text, starts = _joined(lines)
    chapters = _chapters(lines)
    found = []
    for match in pattern.finditer(text):
        at = bisect_right(starts, match.start()) - 1
        line = lines[at]
        found.append(Mention(line.number, line.page, chapters[at], " ".join(match[0].split()), _snippet(text, match)))
    return Mentions(" ".join(query.split()), plural, tuple(found))


def pattern_of(query: str, *, plural: bool = False) -> re.Pattern[str]:
    """What a question looks for. A page can mark it in a text. Raises PeelianError."""
    words = query.split()
    if not any(character.isalnum() for character in query) or len(query) > LONGEST:
        raise PeelianError(
            "no-question",
            "There is no word to look for."
            if len(query) <= LONGEST
            else f"The question has more than {LONGEST} letters.",
            "Ask for a word or a phrase of some words, such as fraud or hate crime.",
            {"query": query[:LONGEST]},
        )
    spelt = r"[\s-]+".join(re.escape(word).replace("'", "['’]").replace("’", "['’]") for word in words)
    if plural:
        stem = (
            re.sub(r"y$", "(?:y|ies)", spelt, flags=re.IGNORECASE)
            if re.search(r"[^aeiou]y$", spelt, re.IGNORECASE)
            else spelt
        )
        spelt = rf"{stem}(?:e?s)?"
    before, after = (r"(?<!\w)" if words[0][0].isalnum() else ""), (r"(?!\w)" if words[-1][-1].isalnum() else "")
    return re.compile(before + spelt + after, re.IGNORECASE)


def _joined(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """The lines as one text, and where in it each begins: a line that goes on follows after a space, others after two breaks."""
    text: list[str] = []
    starts, at = [], 0
    for place, line in enumerate(lines):
        broken = place > 0 and not line.begins and lines[place - 1].text.endswith(("\u00ad", "-"))
        between = "" if place == 0 or broken else "\n\x00\n" if line.begins else " "
        at += len(between)
        starts.append(at)
        said = line.text.removesuffix("\u00ad")
        text += (between, said)
        at += len(said)
    return "".join(text), starts


def _chapters(lines: Sequence[Line]) -> list[str | None]:
    """For each line the heading of the highest level that is above it and nearest to it."""
    headings = [line for line in lines if line.look == "heading" and not LIST_HEADING.search(line.text)]
    levels = Counter(line.level for line in headings)
    highest = next((level for level in sorted(levels) if levels[level] > 1), min(levels, default=0))
    found: list[str | None] = []
    current: str | None = None
    for line in lines:
        if line.look == "heading" and line.level <= highest and not LIST_HEADING.search(line.text):
            current = line.text
        found.append(current)
    return found


def _snippet(text: str, match: re.Match[str]) -> str:
    """What stands around it, cut at words."""
    start, end = max(0, match.start() - _AROUND), min(len(text), match.end() + _AROUND)
    before, after = text[start : match.start()].rpartition("\x00")[2], text[match.end() : end].partition("\x00")[0]
    if start and before == text[start : match.start()]:
        before = "…" + before.partition(" ")[2]
    if end < len(text) and after == text[match.end() : end]:
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{match[0]}{after}".split())
