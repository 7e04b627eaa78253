"""An agenda and minutes as text files: OParl serves what a meeting was called with, and what it did, as files."""

from __future__ import annotations

from collections.abc import Iterator

from peelian.scrutiny.exporting.published import withheld
from peelian.scrutiny.meetings.records import Item, Meeting

WITHHELD = "Exempt: not open to the public."


def agenda_text(meeting: Meeting) -> str:
    """The agenda in Markdown: items, what each report asks for, papers by title."""
    return "\n".join([*_head(meeting, "Agenda"), *(line for item in meeting.items for line in _asked(item))]) + "\n"


def minutes_text(meeting: Meeting) -> str:
    """The minutes in Markdown: what is out of them, item by item."""
    return "\n".join([*_head(meeting, "Minutes"), *(line for item in meeting.items for line in _done(item))]) + "\n"


def _head(meeting: Meeting, what: str) -> Iterator[str]:
    hour = f", {meeting.begins:%H:%M}" if meeting.begins else ""
    yield f"# {what}: {meeting.title}"
    yield ""
    yield f"{meeting.on.day} {meeting.on:%B %Y}{hour}{f', {meeting.place}' if meeting.place else ''}"
    yield ""


def _title(item: Item) -> str:
    return f"## {item.number + '. ' if item.number else ''}{item.title}"


def _asked(item: Item) -> Iterator[str]:
    yield _title(item)
    yield ""
    if withheld(item):
        yield from (WITHHELD, "")
    elif item.recommended:
        yield from (item.recommended, "")
    for paper in item.papers:
        yield f"- {paper.title}{' (exempt)' if withheld(paper) else ''}"
    if item.papers:
        yield ""


def _done(item: Item) -> Iterator[str]:
    yield _title(item)
    yield ""
    if withheld(item):
        yield from (WITHHELD, "")
        return
    if item.minute:
        yield from (item.minute, "")
    if item.outcome and item.outcome.words:
        yield from (f"**Resolved:** {item.outcome.words}", "")
