"""The words of HTML that came inside XML: paragraphs and lists, nothing that runs, and entities taken out."""

from __future__ import annotations

import re
from html.entities import html5
from html.parser import HTMLParser

_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LOOKS_LIKE_HTML = re.compile(r"<\s*(?:p|div|span|br|ul|ol|li|table|strong|em|b|i|h[1-6])\b", re.IGNORECASE)
_PARAGRAPHS = {"p", "div", "table", "tr", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section"}
_UNSEEN = {"script", "style", "head", "title", "template"}
_UNSAYABLE = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def decoded(text: str) -> str:
    """A title whose entities are still in it (``Chair&#39;s``) without them; one that has none stays as it is."""
    return " ".join(_UNSAYABLE.sub("", _ENTITY.sub(_letter, text)).replace("\u00a0", " ").split())


def _letter(found: re.Match[str]) -> str:
    name = found[1]
    if not name.startswith("#"):
        return html5.get(f"{name};", found[0])
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    known = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if known else found[0]


def words_of(text: str) -> str:
    """What a body says: its paragraphs, an empty line between two, and its lists in Markdown.

    It is HTML, or HTML whose marks were encoded once more, or plain text.
    """
    if not _LOOKS_LIKE_HTML.search(text) and _LOOKS_LIKE_HTML.search(opened := _ENTITY.sub(_letter, text)):
        text = opened
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.said()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "li":
            self._parts.append("\n- ")
        elif tag == "br":
            self._parts.append("\n")
        elif tag in _PARAGRAPHS:
            self._parts.append("\n\n")
        elif tag == "td":
            self._parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _PARAGRAPHS:
            self._parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._parts.append(re.sub(r"\s+", " ", data.replace("\u00a0", " ")))

    def said(self) -> str:
        """The words, cut of spaces; a mark of a list without words is none."""
        lines = [" ".join(_UNSAYABLE.sub("", line).split()) for line in "".join(self._parts).split("\n")]
        text = "\n".join("" if line == "-" else line for line in lines)
        return re.sub(r"\n{3,}", "\n\n", text).strip()
