"""Committees, meetings and actions that are out, as the renderers of this folder take them, and what they look up of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote
from zoneinfo import ZoneInfo

from peelian.scrutiny.exporting.numbers import numbered
from peelian.scrutiny.meetings.records import ActionPoint, Committee, Item, Meeting, Paper

LONDON = ZoneInfo("Europe/London")
TEXTS = "/oparl/v1.1/file"
"""Where the texts of papers lie, of which OParl serves the files."""


@dataclass(frozen=True)
class Keeper:
    """A body that keeps the papers of committees: its name in full and in short, and its site where it has one."""

    id: str
    name: str
    short: str = ""
    website: str = ""


@dataclass(frozen=True)
class Attached:
    """A paper where it lies: of which item of which meeting. ``name`` is its own within the meeting."""

    meeting: Meeting
    item: Item
    paper: Paper
    name: str

    @property
    def key(self) -> str:
        """``<meeting>/<paper>``."""
        return f"{self.meeting.id}/{self.name}"


def papers_of(meeting: Meeting) -> tuple[Attached, ...]:
    """A meeting's papers in the order of its agenda. Their ids are of their items: one that stands again takes the item's number
    before it.
    """
    found: dict[str, Attached] = {}
    for item in meeting.items:
        for paper in item.papers:
            name = paper.id if paper.id not in found else f"{item.number}-{paper.id}"
            found[name] = Attached(meeting, item, paper, name)
    return tuple(found.values())


@dataclass(frozen=True, eq=False)
class Published:
    """What is out; two are the same only where they are one.

    ``at`` is when the files it was read from were last written: it stands for what does not say when it changed. ``place`` is the
    pack's place (``London``).
    """

    committees: tuple[Committee, ...]
    meetings: tuple[Meeting, ...]
    actions: tuple[ActionPoint, ...]
    at: dt.datetime
    keepers: Mapping[str, Keeper] = field(default_factory=dict)
    place: str = ""

    @cached_property
    def committee_of(self) -> dict[str, Committee]:
        """Committees by id."""
        return {one.id: one for one in self.committees}

    @cached_property
    def meeting_of(self) -> dict[str, Meeting]:
        """Meetings by id, those that were withdrawn too."""
        return {one.id: one for one in self.meetings}

    @cached_property
    def oldest_first(self) -> tuple[Meeting, ...]:
        """Meetings in the order of their days and names, which never change; those that were withdrawn too. Numbers follow it."""
        return tuple(sorted(self.meetings, key=lambda one: (one.on, one.id)))

    @cached_property
    def held(self) -> tuple[Meeting, ...]:
        """Meetings by day and hour, of committees that are known; what was withdrawn is not among them."""
        return tuple(sorted(self._standing, key=lambda one: one.order))

    @cached_property
    def _standing(self) -> tuple[Meeting, ...]:
        """As ``held``, in the order by which papers and items are numbered: an hour can move."""
        return tuple(one for one in self.oldest_first if not one.deleted and one.committee in self.committee_of)

    @cached_property
    def by_committee(self) -> dict[str, tuple[Meeting, ...]]:
        """Meetings that stand, by committee, oldest first; a committee that has none has an empty list."""
        found: dict[str, list[Meeting]] = {one.id: [] for one in self.committees}
        for meeting in self.held:
            found[meeting.committee].append(meeting)
        return {name: tuple(held) for name, held in found.items()}

    @cached_property
    def attached(self) -> dict[str, Attached]:
        """Every paper by ``<meeting>/<paper>``."""
        return {one.key: one for meeting in self._standing for one in papers_of(meeting)}

    @cached_property
    def committee_number(self) -> dict[str, int]:
        """A whole number for each committee: those that began first, first."""
        ordered = sorted(self.committees, key=lambda one: (one.since or dt.date.min, one.id))
        return numbered("committee", (one.id for one in ordered))

    @cached_property
    def meeting_number(self) -> dict[str, int]:
        """A whole number for each meeting; one that was withdrawn keeps its own."""
        return numbered("meeting", (one.id for one in self.oldest_first))

    @cached_property
    def paper_number(self) -> dict[str, int]:
        """A whole number for each paper, by ``<meeting>/<paper>``."""
        return numbered("paper", self.attached)

    @cached_property
    def item_number(self) -> dict[str, int]:
        """A whole number for each item, by ``item_key``."""
        return numbered("item", self.items)

    @cached_property
    def items(self) -> dict[str, tuple[Meeting, Item]]:
        """Every item by ``item_key``; of two that have one number, the first."""
        found: dict[str, tuple[Meeting, Item]] = {}
        for meeting in self._standing:
            for at, item in enumerate(meeting.items, start=1):
                found.setdefault(item_key(meeting, item, at), (meeting, item))
        return found

    @cached_property
    def item_numbered(self) -> dict[int, str]:
        """Items by number."""
        return {number: name for name, number in self.item_number.items()}

    @cached_property
    def committee_numbered(self) -> dict[int, str]:
        """Committees by number."""
        return {number: name for name, number in self.committee_number.items()}

    @cached_property
    def meeting_numbered(self) -> dict[int, str]:
        """Meetings by number."""
        return {number: name for name, number in self.meeting_number.items()}

    @cached_property
    def paper_numbered(self) -> dict[int, str]:
        """Papers by number."""
        return {number: name for name, number in self.paper_number.items()}

    def keeper(self, committee: Committee) -> Keeper:
        """Who keeps a committee's papers; where no name is known, by its id."""
        return self.keepers.get(committee.organisation) or Keeper(committee.organisation, committee.organisation)

    def made(self, meeting: Meeting) -> dt.datetime:
        """When a meeting came to be public here."""
        return aware(meeting.made or self.changed(meeting))

    def changed(self, meeting: Meeting) -> dt.datetime:
        """When what is public of it last changed."""
        return aware(meeting.changed or self.at)


def aware(moment: dt.datetime) -> dt.datetime:
    """A moment with its zone: London's where none is given."""
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def begins(meeting: Meeting) -> dt.datetime | None:
    """When a meeting begins, with its zone; None where only the day is known."""
    return dt.datetime.combine(meeting.on, meeting.begins, LONDON) if meeting.begins else None


def ends(meeting: Meeting) -> dt.datetime | None:
    """When it ends; the next day where it runs past midnight. None where nobody has said, or it ends as it begins: no meeting lasts
    a day, and no calendar takes an end that is not later.
    """
    if meeting.begins is None or meeting.ends is None or meeting.ends == meeting.begins:
        return None
    day = meeting.on if meeting.ends > meeting.begins else meeting.on + dt.timedelta(days=1)
    return dt.datetime.combine(day, meeting.ends, LONDON)


def agenda_is_out(meeting: Meeting, now: dt.datetime) -> bool:
    """Whether its agenda is open to the public. An agenda that stands in the record without a moment was printed long ago."""
    return bool(meeting.items) if meeting.agenda_out is None else aware(meeting.agenda_out) <= now


def minutes_are_out(meeting: Meeting) -> bool:
    """Whether its minutes are. What is published of a meeting has none before: not even that there is a draft."""
    return meeting.minutes is not None


def withheld(one: Item | Paper) -> bool:
    """Whether something is exempt and has not been released since: then only its stub is anybody's to read."""
    return one.stub is not None and one.stub.released_at is None


def closed(item: Item) -> bool:
    """Whether an item is not open to the public: exempt here, or so where it was taken from."""
    return withheld(item) or item.closed_there


def page_of(meeting: Meeting) -> str:
    """The address of its page on the site, without the host."""
    return f"/committees/{meeting.id}"


def item_key(meeting: Meeting, item: Item, at: int) -> str:
    """``<meeting>/<number>``; an item that was printed without a number has its place on the agenda."""
    return f"{meeting.id}/{item.number or at}"


def item_page(meeting: Meeting, item: Item) -> str:
    """Where an item stands on its meeting's page."""
    return f"{page_of(meeting)}#item-{quote(item.number)}"


def paper_page(attached: Attached) -> str:
    """Where people read a paper: its own link, else its item on the meeting's page."""
    return attached.paper.link or item_page(attached.meeting, attached.item)


def paper_file(attached: Attached) -> str:
    """Where programs find a paper: its own link, else its text, else its item's place under an address that no other paper has."""
    if attached.paper.link:
        return attached.paper.link
    if attached.paper.text:
        return f"{TEXTS}/{attached.meeting.id}/paper-{quote(attached.name)}/text"
    return f"{page_of(attached.meeting)}?paper={quote(attached.name)}#item-{quote(attached.item.number)}"
