"""What a document is made of: lines that say something, each with its place and what it looks like."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from peelian.figures.errors import PeelianError

Look = Literal["heading", "bullet", "text", "table", "note"]
Kind = Literal["text", "markdown", "docx", "pdf"]


@dataclass(frozen=True)
class Line:
    """A line that says something; marks of Markdown are gone from its text, and its number is kept.

    ``number``: of the line in a text file, of the paragraph in a DOCX file, of the line on its page in a PDF file; each from 1.
    ``page``: of a PDF file, from 1; None elsewhere, for the file does not hold it. ``level``: how deep a heading (1 is the
    highest) or a bullet (0) is. ``label``: what numbers it, such as ``3`` or ``a``. ``begins``: whether a block begins here.
    """

    number: int
    text: str
    page: int | None = None
    look: Look = "text"
    level: int = 0
    bold: bool = False
    label: str = ""
    begins: bool = True
    italic: bool = False


@dataclass(frozen=True)
class Document:
    """A file that was read. ``notes`` say what a person should know about the reading: what was guessed, what is missing."""

    kind: Kind
    sha256: str
    name: str
    lines: tuple[Line, ...]
    pages: int | None
    notes: tuple[str, ...] = ()

    def between(self, first: int, last: int) -> Document:
        """The lines numbered from ``first`` to ``last``, of a file whose lines are numbered through.

        Raises PeelianError where there are none, and for a PDF file, whose lines are numbered page by page.
        """
        if self.pages is not None:
            raise PeelianError(
                "lines-of-pages",
                f"{self.name} has pages, and its lines are numbered on each.",
                "Use --pages.",
                {"file": self.name},
            )
        kept = tuple(line for line in self.lines if first <= line.number <= last)
        if not kept:
            raise PeelianError(
                "no-such-lines",
                f"{self.name} has no text on lines {first} to {last}.",
                f"Its last line with text is {self.lines[-1].number}.",
                {"file": self.name, "lines": [first, last]},
            )
        return replace(self, lines=kept)

    def on_pages(self, first: int, last: int) -> Document:
        """The lines on these pages. Raises PeelianError where there are none, and for a file without pages."""
        kept = tuple(line for line in self.lines if line.page is not None and first <= line.page <= last)
        if not kept:
            has = (
                "no pages that can be told"
                if self.pages is None
                else f"no text on pages {first} to {last} of {self.pages}"
            )
            raise PeelianError(
                "no-such-pages",
                f"{self.name} has {has}.",
                "Use --lines for a text file." if self.pages is None else "Name pages that it has.",
                {"file": self.name, "pages": [first, last]},
            )
        return replace(self, lines=kept)
