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
    first, last = _words_from(text, min(places) - AROUND), _words_to(text, min(places) + 2 * AROUND)
    return ("… " if first else "") + " ".join(text[first:last].split()) + ("\u00a0…" if last < len(text) else "")


def _words_from(text: str, place: int) -> int:
    """The beginning of the first whole word from a place on."""
    return 0 if place <= 0 else max(text.find(" ", place) + 1, place)


def _words_to(text: str, place: int) -> int:
    """The end of the last whole word up to a place."""
    return (
        len(text) if place >= len(text) else text.rfind(" ", 0, place) if " " in text[place - AROUND : place] else place
    )


def _beginning(text: str) -> str:
    """The first words of a text."""
    return text if len(text) <= 2 * AROUND else f"{text[: 2 * AROUND].rsplit(' ', 1)[0]}\u00a0…"


def marked(words: Sequence[str], text: str) -> list[tuple[str, bool]]:
    """A text in parts, those that are words looked for marked; the template escapes each."""
    pattern = "|".join(re.escape(folded(word)) for word in sorted(words, key=len, reverse=True) if word)
    parts, end = [], 0
    for hit in re.finditer(pattern, folded(text)) if pattern else ():
        parts += [(text[end : hit.start()], False), (text[hit.start() : hit.end()], True)]
        end = hit.end()
    return [part for part in [*parts, (text[end:], False)] if part[0]]
