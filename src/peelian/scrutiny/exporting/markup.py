"""Words as XML and HTML hold them: escaped once for the one, and as ASP.NET does it for the other."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_HTML_LETTERS = re.compile("[&<>\"'\u00a0-\u00ff\U00010000-\U0010ffff]")
_BULLET = re.compile(r"^\s*[-*•]\s+(.*)$")
_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


def escaped(text: str) -> str:
    """Text as the content of an XML element or attribute; what XML cannot hold is left out."""
    plain = _NOT_XML.sub("", text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def html_encoded(text: str) -> str:
    """Text as HTML the way ASP.NET's HtmlEncode writes it: five marks, letters from U+00A0 to U+00FF and those beyond 16 bits."""
    return _HTML_LETTERS.sub(lambda found: _HTML.get(found[0]) or f"&#{ord(found[0])};", text)


def element(name: str, text: str = "") -> str:
    """An XML element with text, never closed in one: clients look for its end."""
    return f"<{name}>{escaped(text)}</{name}>"


def twice(name: str, text: str = "") -> str:
    """An XML element whose text is HTML: ``Chair's`` is ``Chair&amp;#39;s``, as ModernGov writes titles and names."""
    return element(name, html_encoded(text))


def group(name: str, parts: Iterable[str]) -> str:
    """An XML element of elements."""
    return f"<{name}>{''.join(parts)}</{name}>"


def html_of(text: str) -> str:
    """Markdown's paragraphs, lists, headings and bold words as HTML, everything else as it is written; empty for nothing."""
    return "\n".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())


def _block(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    bullets = [_BULLET.match(line) for line in lines]
    if all(bullets):
        return "<ul>" + "".join(f"<li>{_inline(found[1])}</li>" for found in bullets if found) + "</ul>"
    if len(lines) == 1 and (heading := _HEADING.match(lines[0])):
        return f"<h3>{_inline(heading[1])}</h3>"
    return f"<p>{'<br />'.join(_inline(line) for line in lines)}</p>"


def _inline(text: str) -> str:
    return _STRONG.sub(r"<strong>\1</strong>", html_encoded(text))
