"""HTML to tagged PDF: what is to be printed, and what came of it. The work is done by a process of its own (press.py).

A document is parts in order, each beginning on a new page. Pages are counted by series: i, ii, iii in front, 1, 2, 3 through the
pages, E1, E2 through what is exempt. What is exempt is laid out first, what stands in front last: each may name the pages of
those before it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

import peelian
from peelian.figures.errors import PeelianError

TIMEOUT = 300
"""Seconds after which a document is given up. The longest pack that was measured took a twelfth."""
MENDING = 2
"""Counted on with every change of the mending after which the same words give other bytes: what is kept is named by it."""
STYLES = Path(__file__).with_name("templates") / "documents"
FONTS = Path(peelian.__file__).parent / "ui" / "static" / "vendor" / "fonts"
LIBRARIES = "On Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. On macOS: brew install pango."
Series = Literal["front", "pages", "exempt"]
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True)
class Part:
    """A part of a document: safe HTML of its body, and what stands at the head of its pages.

    ``look`` is a class of the style sheet for the whole part.
    Raises ValueError for a name that could not stand in an address.
    """

    name: str
    html: str
    head: str = ""
    series: Series = "pages"
    look: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name of a part")


@dataclass(frozen=True)
class Print:
    """A document to be printed. ``made`` is the moment that stands in it: the same document gives the same bytes.

    ``banner`` stands on every page of a document that not everybody may read, in a band of its own.
    """

    title: str
    author: str
    about: str
    made: datetime
    parts: tuple[Part, ...]
    first_page: int = 1
    banner: str = ""
    foot: str = ""
    language: str = "en-GB"

    def __post_init__(self) -> None:
        names = [part.name for part in self.parts]
        if len(set(names)) < len(names):
            raise ValueError(f"two parts of one name: {names}")
        if self.made.tzinfo is None:
            raise ValueError("the moment of a document has a time zone")

    @property
    def key(self) -> str:
        """A hash of all that the bytes follow from: words, style sheet, fonts, and the versions of what prints them."""
        return hashlib.sha256(json.dumps([_asked(self), _tools()], sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Printed:
    """A printed document: its bytes, and the first and last page of each part of the series of pages, as printed on them."""

    content: bytes
    ranges: dict[str, tuple[int, int]]

    @property
    def sha256(self) -> str:
        """Of the bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def last_page(self) -> int | None:
        """The last page of the series; None where it has none."""
        return max((last for _, last in self.ranges.values()), default=None)


def pages_of(part: str) -> SafeString:
    """Where the pages of another part are to be named: the press puts ``7 to 78`` there, or ``79``."""
    return format_html('<data value="pages:{}"></data>', part)


def printed(document: Print, told: Callable[[int, int], None] | None = None, *, seconds: float = TIMEOUT) -> Printed:
    """Print a document. ``told`` hears how many parts of how many are laid out.

    Raises PeelianError where the machine lacks what draws letters, where the document asks for something from outside, or
    where it takes more time or memory than any document needs.
    """
    if not any(FONTS.glob("*.woff2")):
        raise _refused(document.title, {"problem": "fonts"})
    head, content = _pressed(_asked(document), told or (lambda done, of: None), seconds)
    pages = {part.name for part in document.parts if part.series == "pages"}
    ranges = {name: (first, last) for name, first, last in head["ranges"] if name in pages}
    _check_ranges(document, ranges)
    return Printed(content, ranges)


def _check_ranges(document: Print, ranges: dict[str, tuple[int, int]]) -> None:
    due = document.first_page
    for part in document.parts:
        if part.series != "pages":
            continue
        first, last = ranges[part.name]
        if first != due or last < first:
            raise PeelianError(
                "pages-astray", f"The pages of {part.name} are {first} to {last}, and should begin at {due}.",
                "This is a fault of the program; please report it.", {"part": part.name},
            )  # fmt: skip
        due = last + 1


def _asked(document: Print) -> dict[str, Any]:
    styles = ["print", "banner"] if document.banner else ["print"]
    made = document.made.isoformat(timespec="seconds")
    return asdict(document) | {"made": made, "style": "\n".join(_style(name) for name in styles)}


@cache
def _style(name: str) -> str:
    return (STYLES / f"{name}.css").read_text(encoding="utf-8")


@cache
def _tools() -> list[str]:
    fonts = [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(FONTS.glob("*.woff2"))]
    return [
        f"mending {MENDING}",
        *(f"{name} {version(name)}" for name in ("weasyprint", "pikepdf", "fonttools")),
        *fonts,
    ]


def _pressed(asked: dict[str, Any], told: Callable[[int, int], None], seconds: float) -> tuple[dict[str, Any], bytes]:
    """What the press says of a document, and the document. What is exempt goes through pipes and never lies on a disk."""
    command = [sys.executable, "-P", "-m", "peelian.documents.press"]
    environment = {**os.environ, "PYTHONPATH": str(Path(peelian.__file__).parents[1]), "PYTHONHASHSEED": "0"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as press:
        listening = threading.Thread(target=_listen, args=(press.stderr, told), daemon=True)
        late = threading.Timer(seconds, press.kill)
        listening.start()
        late.start()
        try:
            assert press.stdin is not None and press.stdout is not None
            try:
                press.stdin.write(json.dumps(asked).encode())
                press.stdin.close()
            except BrokenPipeError:  # it has ended already, and says why
                pass
            head, _, content = press.stdout.read().partition(b"\n")
        finally:
            late.cancel()
        listening.join(1)
    try:
        said: dict[str, Any] = json.loads(head)
    except ValueError:
        said = {"problem": "too-large"}
    if "problem" in said:
        raise _refused(asked["title"], said)
    return said, content


def _listen(stream: Any, told: Callable[[int, int], None]) -> None:
    for line in stream:
        if match := re.fullmatch(rb"laid (\d+) (\d+)\n", line):
            told(int(match[1]), int(match[2]))


def _refused(title: str, said: dict[str, Any]) -> PeelianError:
    where = {"document": title}
    match said["problem"]:
        case "libraries":
            return PeelianError(
                "no-pango", "PDF cannot be made here: Pango, which draws the letters, is missing.", LIBRARIES, where
            )
        case "fonts":
            return PeelianError(
                "no-fonts",
                "PDF cannot be made here: the fonts of documents are not there.",
                "make start builds them, and so does scripts/assets.py.",
                where,
            )
        case "outside":
            return PeelianError(
                "outside", f"The document asks for {said['what']}, and documents are made of what is in this house alone.",
                "Take the address out of its text.", where,
            )  # fmt: skip
        case "too-large":
            return PeelianError(
                "too-large", f"{title} takes more time or memory to print than any document needs.",
                "Divide it, or look for a table of many thousand rows in it.", where,
            )  # fmt: skip
    return PeelianError(
        "not-printed", f"{title} could not be printed: {said.get('what', 'no reason given')}.",
        "This is a fault of the program; please report it with the document's records.", where,
    )  # fmt: skip
