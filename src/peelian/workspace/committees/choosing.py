"""What an agenda can name, as lists to choose from: measures and items of plans, quarterly reports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.scrutiny.meetings.models import MeetingRecord
from peelian.scrutiny.meetings.reports import askable
from peelian.scrutiny.meetings.touched import touchable
from peelian.scrutiny.topics import topics_of
from peelian.workspace.plans.fields import Among, ManyOf


def touched_among(house: House, kept: Iterable[str] = ()) -> Among:
    """What an item can be about. What it names already (``kept``) stays, by its key where nothing has that key any more."""
    try:
        names = touchable(house)
    except PeelianError:  # a plan's file was altered: what the item names already can still be kept or taken out
        names = {}
    return Among.of(
        "touches", "plan item or measure", [*names.items(), *((one, one) for one in kept if one not in names)]
    )


def topics_among(pack: Path, kept: Iterable[str] = ()) -> Among:
    """The topics of a pack; one that something has already (``kept``) stays, though the pack has dropped it since."""
    names = topics_of(pack)
    return Among.of("topics", "topic", [*names.items(), *((one, one) for one in kept if one not in names)])


def topics_field(among: Among, label: str = "Topics") -> ManyOf:
    """Topics that are typed in part and chosen."""
    return ManyOf(
        among,
        label=label,
        required=False,
        help_text="Type part of a name, and choose it. Each has a page that lists this.",
    )


def reports_among(meeting: MeetingRecord, kept: str = "") -> Among:
    """The quarterly reports that a paper of a meeting can be, and the one that it is already."""
    names = askable(meeting.on)
    return Among.of(
        "reports", "quarterly report", [*names.items(), *([(kept, kept)] if kept and kept not in names else [])]
    )
