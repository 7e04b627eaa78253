"""Where committees discussed an item of a plan or a measure."""

from __future__ import annotations

from dataclasses import dataclass

from peelian.public.site import Site
from peelian.scrutiny.meetings.outcomes import OUTCOMES
from peelian.scrutiny.meetings.shelf import shelf
from peelian.ui import format as words
from peelian.ui.components import Link


@dataclass(frozen=True)
class Discussed:
    """An agenda item, with its meeting and what the committee did with it; empty where no minute says."""

    link: Link
    committee: str
    day: str
    outcome: str


def discussed(site: Site, item: str) -> list[Discussed]:
    """The agenda items about an item (``measure:<id>``, ``commitment:<id>``), newest first.

    Raises PeelianError where a file was altered.
    """
    out = shelf(site.house.root, site.house.pack)
    titles = {one.id: one.title for one in out.committees}
    return [
        Discussed(
            Link(found.title, f"/committees/{meeting.id}#item-{found.number}"), titles[meeting.committee], words.day(meeting.on),
            OUTCOMES[found.outcome.kind] if found.outcome else "",
        )
        for meeting, found in out.touching(item)
    ]  # fmt: skip
