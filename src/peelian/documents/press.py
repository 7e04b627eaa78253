"""A process of its own that prints one document: ``python -m peelian.documents.press``, told and telling in JSON.

Layout takes half a gigabyte and many seconds, and the libraries beneath it are written in C: here they run under limits, and a
document without end ends this process, never a web worker. It fetches nothing but our own fonts.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
import sys
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peelian.documents.mending import PREFIX, Label, mend
from peelian.documents.tagging import told_of_elements

MEMORY = 4 << 30
"""Bytes of address space."""
SECONDS = 300
STATIC = Path(__file__).parent.parent / "ui" / "static"
OURS = "peelian:"
"""Scheme of addresses of our own static files in style sheets: ``peelian:vendor/fonts/…``."""
_LAID = ("exempt", "pages", "front")
"""Series in the order in which they are laid out: each may name the pages of those before it."""
_PAGES = re.compile(r'<data value="pages:([a-z0-9-]+)"></data>')


class Outside(Exception):
    """An address that is not ours, in a picture whose faults WeasyPrint passes over."""


def main() -> int:
    """Read what is asked, print the document; or say as JSON why not."""
    limit()
    asked = json.load(sys.stdin)
    try:
        with contextlib.redirect_stdout(sys.stderr):  # where Pango is missing, WeasyPrint prints so as it is imported
            from weasyprint.urls import FatalURLFetchingError
    except OSError:
        return _tell({"problem": "libraries"})
    try:
        content, ranges = press(asked, lambda done, of: print(f"laid {done} {of}", file=sys.stderr, flush=True))  # noqa: T201
    except (FatalURLFetchingError, Outside) as error:
        return _tell({"problem": "outside", "what": str(error)[:200]})
    except (MemoryError, RecursionError):
        return _tell({"problem": "too-large"})
    except Exception as error:  # whatever went wrong: the reader of this is a process
        return _tell({"problem": "broken", "what": f"{type(error).__name__}: {error}"[:300]})
    return _tell({"ranges": ranges}, content)


def _tell(head: dict[str, Any], content: bytes = b"") -> int:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)
    return 0


def limit() -> None:
    """No more memory and time than a document needs, where the system can hold a process to it."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (most, most))


def press(asked: dict[str, Any], told: Callable[[int, int], None]) -> tuple[bytes, list[tuple[str, int, int]]]:
    """The bytes of a document, and the first and last page of each part, in its series."""
    setting = _Setting(asked)
    laid, ranges = _lay_out(setting, told)
    pages: list[Any] = []
    labels: list[Label] = []
    for part in asked["parts"]:
        labels.append(Label(len(pages), ranges[part["name"]][0], part["series"]))
        pages += laid[part["name"]].pages
    with told_of_elements():
        raw = laid[asked["parts"][0]["name"]].copy(pages).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"peelian")
    if setting.fetch.refused:
        raise Outside(setting.fetch.refused[0])
    return mend(raw, labels), [(name, first, last) for name, (first, last) in ranges.items()]


def _lay_out(setting: _Setting, told: Callable[[int, int], None]) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    """Every part as laid out, and its pages."""
    asked = setting.asked
    laid: dict[str, Any] = {}
    ranges: dict[str, tuple[int, int]] = {}
    due = {"front": 1, "pages": asked["first_page"], "exempt": 1}
    series_of = {part["name"]: part["series"] for part in asked["parts"]}
    for part in sorted(asked["parts"], key=lambda part: _LAID.index(part["series"])):
        name, series = part["name"], part["series"]
        said = {other: span(*pages, series_of[other]) for other, pages in ranges.items()}
        laid[name] = setting.laid(part, due[series], said)
        ranges[name] = (due[series], due[series] + len(laid[name].pages) - 1)
        due[series] += len(laid[name].pages)
        told(len(laid), len(asked["parts"]))
    return laid, ranges


def span(first: int, last: int, series: str) -> str:
    """Pages in words: ``7 to 78``, ``79``, ``E1 to E4``."""
    mark = PREFIX.get(series, "")
    return f"{mark}{first}" if first == last else f"{mark}{first} to {mark}{last}"


class _Setting:
    """What all parts of a document share: fonts, style sheet, title."""

    def __init__(self, asked: dict[str, Any]) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self.asked = asked
        self.fonts = FontConfiguration()
        self.fetch = _fetcher()
        self.style = CSS(string=asked["style"], font_config=self.fonts, url_fetcher=self.fetch)

    def laid(self, part: dict[str, Any], first: int, pages: dict[str, str]) -> Any:
        """A part, its first page numbered so, with the pages of others put in where it names them."""
        from weasyprint import CSS, HTML

        start = CSS(string=f"@page :first {{ counter-reset: page {first} }}", font_config=self.fonts)
        text = _page(self.asked, part, _PAGES.sub(lambda match: pages[match[1]], part["html"]))
        return HTML(string=text, url_fetcher=self.fetch, base_url=None).render(
            font_config=self.fonts, stylesheets=[self.style, start], pdf_variant="pdf/ua-1"
        )


def _page(asked: dict[str, Any], part: dict[str, Any], body: str) -> str:
    def said(text: str) -> str:
        return html.escape(text, quote=True)

    looks = " ".join(filter(None, [part["look"], part["series"]]))
    strings = "".join(f' data-{name}="{said(value)}"' for name, value in (
        ("head", part["head"]), ("banner", asked["banner"]), ("foot", asked["foot"])))  # fmt: skip
    return (
        f'<!doctype html><html lang="{said(asked["language"])}"><head><title>{said(asked["title"])}</title>'
        f'<meta name="author" content="{said(asked["author"])}"><meta name="description" content="{said(asked["about"])}">'
        f'<meta name="generator" content="Peelian"><meta name="dcterms.created" content="{said(asked["made"])}">'
        f'<meta name="dcterms.modified" content="{said(asked["made"])}"></head>'
        f'<body class="{said(looks)}" id="{part["name"]}"{strings}>{body}</body></html>'
    )


def _fetcher() -> Any:
    """Opens our own static files and what stands in the document itself; everything else ends the printing."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Ours(URLFetcher):
        refused: list[str]

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = ours(url)
            if path is None:
                self.refused.append(url)
                raise FatalURLFetchingError(url)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _KINDS[path.suffix]})

    fetcher = Ours(allowed_protocols=["data"], allow_redirects=False)
    fetcher.refused = []
    return fetcher


_KINDS = {".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png"}


def ours(url: str) -> Path | None:
    """The file that an address of ours means; None for every other address."""
    if not url.startswith(OURS):
        return None
    path = (STATIC / urllib.parse.unquote(url.removeprefix(OURS))).resolve()
    return path if path.is_relative_to(STATIC.resolve()) and path.suffix in _KINDS and path.is_file() else None


if __name__ == "__main__":
    raise SystemExit(main())
