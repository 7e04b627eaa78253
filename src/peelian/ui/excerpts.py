"""The words around what a search found, with the words looked for marked: the same in public and in the office. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

AROUND = 80
"""Letters shown before what was found; twice as many after it."""
_SAME = str.maketrans("‘’‚‛′“”„″«»‐‑‒–—−\u00a0\u2009\u202f", "'''''" + '"""""' + '"' + "------" + "   ")


def folded(text: str) -> str:
    """A text as it is compared: small letters, plain quotation marks, dashes and spaces. As long as the text itself."""
    if text.isascii():
        return text.lower()
    text = text.translate(_SAME)
    small = text.lower()
    return small if len(small) == len(text) else "".join(letter.lower()[0] for letter in text)


def excerpt(words: Sequence[str], *texts: str) -> str:
    """The text around what was found, of the text that holds most of the words; the beginning of the first where none holds any."""
    wanted = [folded(word) for word in words]
    found = [(text, [place for word in wanted if (place := folded(text).find(word)) >= 0]) for text in texts]
    text, places = max(found, key=lambda item: len(item[1]), default=("", []))
    if not places:
        return next((_beginning(" ".join(text.split())) for text in texts if text), "")
    first = max(0, min(places) - AROUND)
    cut, more = text[first : min(places) + 2 * AROUND], len(text) > min(places) + 2 * AROUND
    if more and " " in cut[min(places) - first :]:  # no word is cut in two
        cut = cut.rsplit(" ", 1)[0]
    if first and " " in cut[: min(places) - first]:
        cut = cut.split(" ", 1)[1]
    return ("… " if first else "") + " ".join(cut.split()) + (" …" if more else "")


def _beginning(text: str) -> str:
    """The first words of a text."""
    return text if len(text) <= 2 * AROUND else f"{text[: 2 * AROUND].rsplit(' ', 1)[0]} …"


def marked(words: Sequence[str], text: str) -> list[tuple[str, bool]]:
    """A text in parts, those that are words looked for marked; the template escapes each."""
    pattern = "|".join(re.escape(folded(word)) for word in sorted(words, key=len, reverse=True) if word)
    parts, end = [], 0
    for hit in re.finditer(pattern, folded(text)) if pattern else ():
        parts += [(text[end : hit.start()], False), (text[hit.start() : hit.end()], True)]
        end = hit.end()
    return [part for part in [*parts, (text[end:], False)] if part[0]]
