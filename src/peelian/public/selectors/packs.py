"""Which packs of a meeting there are, as links."""

from __future__ import annotations

from pathlib import Path

from peelian.documents.dispatching import Sent, sent
from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings.publishing import committees_path
from peelian.scrutiny.meetings.records import Meeting
from peelian.ui.components import Link
from peelian.ui.format import counted


def files_of(root: Path, meeting: Meeting) -> list[Link]:
    """The packs of a meeting, then its minutes, as files to print."""
    minutes = has_minutes(meeting)
    return [
        *packs_of(root, meeting),
        *([Link("The minutes (PDF)", f"/committees/{meeting.id}/minutes.pdf")] if minutes else []),
    ]


def has_minutes(meeting: Meeting) -> bool:
    """Whether something of the minutes is public."""
    return meeting.minutes is not None and any(item.minute or item.outcome for item in meeting.items)


def packs_of(root: Path, meeting: Meeting) -> list[Link]:
    """The packs that went out; without an office the one that is made of what is known. None where a file of them was altered."""
    try:
        found = sent(root, meeting.id)
    except PeelianError:
        return []
    if not found and meeting.items and not committees_path(root).is_file():
        return [Link("Agenda and papers as far as they are known (PDF)", f"/committees/{meeting.id}/pack.pdf")]
    return [_link(meeting, one) for one in found]


def pages_said(root: Path, meeting: Meeting) -> str:
    """Whose page numbers a meeting shows; empty where it shows none."""
    if not any(paper.first_page for item in meeting.items for paper in item.papers):
        return ""
    try:
        printed = bool(sent(root, meeting.id))
    except PeelianError:
        printed = False
    return f"Page numbers are {'those of the printed pack' if printed else 'as the agenda gives them'}."


def _link(meeting: Meeting, one: Sent) -> Link:
    first, last = one.pack["first_page"], one.last_page
    pages = f", pages {first} to {last}" if last > first else ""
    if one.is_supplementary:
        return Link(
            f"Papers that came later, {one.number - 1} (PDF{pages})", f"/committees/{meeting.id}/pack-{one.number}.pdf"
        )
    return Link(
        f"The agenda pack (PDF, {counted(max(last, 0), 'page', 'pages')} of papers)",
        f"/committees/{meeting.id}/pack.pdf",
    )
