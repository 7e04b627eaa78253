"""Documents that are sections with entries: a committee's annual report, and whatever else assembles itself from records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from peelian.documents.pdf import Part, Print
from peelian.documents.rendering import rendered
from peelian.documents.wording import cut, whole
from peelian.ui.prose import prose


@dataclass(frozen=True)
class Entry:
    """A line of a section: what, when, and where its record can be read. ``link`` is a whole address, or empty."""

    title: str
    when: str = ""
    words: str = ""
    link: str = ""


@dataclass(frozen=True)
class Section:
    """A section: its words in Markdown, then its entries. One with neither says ``none``."""

    title: str
    words: str = ""
    entries: Sequence[Entry] = ()
    none: str = "No record of the year belongs here."

    @property
    def dated(self) -> bool:
        """Whether any entry has a day; a column of nothing is left out."""
        return any(one.when for one in self.entries)

    @property
    def worded(self) -> bool:
        """Whether more is said of any entry."""
        return any(one.words for one in self.entries)


def report_of(
    title: str, sections: Sequence[Section], *, body: str, about: str, made: datetime, period: str = ""
) -> Print:
    """A report with a cover, contents with pages, and its sections in one flow. ``period`` stands beneath the title."""
    seen = [
        {"section": section, "text": prose(section.words, 2), "at": at} for at, section in enumerate(sections, start=1)
    ]
    cover = rendered("report_cover", {"title": whole(title), "body": body, "period": period})
    return Print(
        title=title, author=body, about=about, made=made, foot=cut(title),
        parts=(Part("cover", cover, series="front", look="cover"),
               Part("report", rendered("sections", {"sections": seen}), head=cut(title))),
    )  # fmt: skip
