"""Two wordings word by word: what was kept, removed and added."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

Part = Literal["kept", "removed", "added"]
Difference = tuple[Part, str]
_NOTE = re.compile(r"<sup>\s*[\d,]+\s*</sup>|\[\^\d+\]")
_TAG = re.compile(r"<[^>]+>")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_BULLET = re.compile(r"^\s*(?:[-*+•]\s+|#+\s+|\d+[.)]\s+)", re.MULTILINE)
_MARK = re.compile(r"[*_`]+")
_EDGE = re.compile(r"^[^\w£$€%+-]+|[^\w%+]+$")


def plain(text: str) -> str:
    """The text without Markdown, footnote marks and tags, on one line, with straight quotes and hyphens."""
    text = _BULLET.sub("", _LINK.sub(r"\1", _TAG.sub("", _NOTE.sub("", text))))
    text = _MARK.sub("", text).translate(str.maketrans("‘’“”–—‑", "''\"\"---"))
    return " ".join(text.split())


def folded(word: str) -> str:
    """A word as it is compared: lower case, no punctuation around it, no commas in a number; empty for a bare dash."""
    word = _EDGE.sub("", word.casefold())
    word = re.sub(r"(?<=\d),(?=\d{3}\b)", "", word)
    return word if re.search(r"\w", word) else ""


def differences(older: str, newer: str) -> tuple[Difference, ...]:
    """The words of both in reading order, each run marked kept, removed or added; a kept run is as the newer prints it.

    Punctuation, case and Markdown make no difference; a number or a date always does.
    """
    before, after = plain(older).split(), plain(newer).split()
    left, right = [word for word in before if folded(word)], [word for word in after if folded(word)]
    matcher = SequenceMatcher(None, [folded(word) for word in left], [folded(word) for word in right], autojunk=False)
    parts: list[Difference] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            parts.append(("kept", " ".join(right[c:d])))
            continue
        if b > a:
            parts.append(("removed", " ".join(left[a:b])))
        if d > c:
            parts.append(("added", " ".join(right[c:d])))
    return tuple(parts)


def same_words(older: str, newer: str) -> bool:
    """Whether nothing but punctuation, case and Markdown differs."""
    return [*filter(None, map(folded, plain(older).split()))] == [*filter(None, map(folded, plain(newer).split()))]
