"""The committees and meetings that everybody may read, from the files of a house, or from its pack where no office keeps any.

No database is asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from peelian.figures.errors import PeelianError
from peelian.plans.entry import mapping
from peelian.scrutiny.meetings.form import read_actions, read_committees, read_meeting
from peelian.scrutiny.meetings.pack import read_pack
from peelian.scrutiny.meetings.publishing import (
    actions_path,
    altered_file,
    changed,
    committees_path,
    meeting_files,
    read_file,
)
from peelian.scrutiny.meetings.records import ActionPoint, Committee, Item, Meeting, Order


@dataclass(frozen=True)
class Shelf:
    """Every committee in the order of its file, every meeting by day, every action that is public.

    ``removed`` are meetings that were published and taken back: who copies us must hear of it (OParl's soft deletion). Of them
    only id, committee, day, ``made`` and ``changed`` are kept.
    """

    committees: tuple[Committee, ...]
    meetings: tuple[Meeting, ...]
    actions: tuple[ActionPoint, ...]
    removed: tuple[Meeting, ...] = ()

    def committee(self, committee_id: str) -> Committee:
        """A committee by id. Raises PeelianError."""
        for one in self.committees:
            if one.id == committee_id:
                return one
        raise PeelianError(
            "unknown-committee", f"No committee {committee_id}.", "The list of committees has every one.",
            {"committee": committee_id},
        )  # fmt: skip

    def meeting(self, meeting_id: str) -> Meeting:
        """A meeting by id, ``<committee>/<day>``. Raises PeelianError."""
        found = self._by_id.get(meeting_id)
        if found is None:
            raise PeelianError(
                "unknown-meeting", f"No meeting {meeting_id}.", "The committee's page lists its meetings.",
                {"meeting": meeting_id},
            )  # fmt: skip
        return found

    @cached_property
    def _by_id(self) -> dict[str, Meeting]:
        return {one.id: one for one in self.meetings}

    def meetings_of(self, committee_id: str) -> tuple[Meeting, ...]:
        """The meetings of a committee by day."""
        return tuple(one for one in self.meetings if one.committee == committee_id)

    def actions_of(self, committee_id: str) -> tuple[ActionPoint, ...]:
        """The actions of a committee, oldest first."""
        return tuple(one for one in self.actions if one.committee == committee_id)

    def arisen_at(self, meeting_id: str) -> tuple[ActionPoint, ...]:
        """The actions that arose at a meeting."""
        return tuple(self._arisen.get(meeting_id, ()))

    @cached_property
    def _arisen(self) -> dict[str, list[ActionPoint]]:
        found: dict[str, list[ActionPoint]] = {}
        for one in self.actions:
            found.setdefault(one.meeting, []).append(one)
        return found

    def within(self, committee_id: str) -> tuple[Committee, ...]:
        """The committees that a committee has set up."""
        return tuple(one for one in self.committees if one.parent == committee_id)

    def covering(self, area: str) -> tuple[Committee, ...]:
        """The committees whose pages an area lists."""
        return tuple(one for one in self.committees if area in one.areas)

    def on_topic(self, topic: str) -> tuple[Meeting, ...]:
        """The meetings of committees that follow a topic, and those with an item about it, by day."""
        following = {one.id for one in self.committees if topic in one.topics}
        return tuple(
            one for one in self.meetings
            if one.committee in following or any(topic in item.topics for item in one.items)
        )  # fmt: skip

    @cached_property
    def _touching(self) -> dict[str, list[tuple[Meeting, Item]]]:
        found: dict[str, list[tuple[Meeting, Item]]] = {}
        for one in reversed(self.meetings):
            for item in one.items:
                for touched in item.touches:
                    found.setdefault(touched, []).append((one, item))
        return found

    def touching(self, item: str) -> list[tuple[Meeting, Item]]:
        """The agenda items about an item of a plan or a measure (``measure:<id>``), with their meetings, newest first."""
        return self._touching.get(item, [])

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """Every topic that a committee follows or an item is about."""
        named = [topic for one in self.committees for topic in one.topics]
        return tuple(sorted({*named, *(topic for one in self.meetings for item in one.items for topic in item.topics)}))

    def next(self, committee_id: str, day: date) -> Meeting | None:
        """The next meeting of a committee that has not been called off, from a day on."""
        coming = [one for one in self.meetings_of(committee_id) if one.on >= day and one.state in ("planned", "called")]
        return coming[0] if coming else None


def shelf(root: Path, pack: Path) -> Shelf:
    """Everything that is out. Raises PeelianError where a file is not what was published."""
    return _shelf(root, pack, changed(root))


@lru_cache(maxsize=4)
def _shelf(root: Path, pack: Path, _changed: int) -> Shelf:
    path = committees_path(root)
    held = read_file(path)
    if held is None:
        return _of_pack(pack)
    with _whole(path):
        committees = read_committees(mapping(held, path.name).entries("committees"))
    ids = [one.id for one in committees]
    meetings = sorted((_meeting(one, ids) for one in meeting_files(root)), key=_order)
    path = actions_path(root)
    with _whole(path):
        actions = read_actions(mapping(read_file(path) or {"actions": []}, path.name).entries("actions"))
    return Shelf(
        committees,
        tuple(one for one in meetings if not one.deleted),
        actions,
        tuple(one for one in meetings if one.deleted),
    )


def _meeting(path: Path, ids: list[str]) -> Meeting:
    """A meeting from its file. One that says what it said before is not read anew: most do, whenever one of them changes."""
    with _whole(path):
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        known = _READ.get(path)
        if known is None or known[0] != digest or known[1].committee not in ids:
            known = _READ[path] = digest, read_meeting(mapping(json.loads(content), path.name), ids)
        return known[1]


_READ: dict[Path, tuple[str, Meeting]] = {}
"""By file: what it said when it was read, and the meeting that it is."""


def _order(one: Meeting) -> Order:
    return one.order


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Read what a file holds. Raises PeelianError where it is not what this program writes there."""
    try:
        yield
    except (PeelianError, KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise altered_file(path) from error


@lru_cache(maxsize=4)
def _of_pack(pack: Path) -> Shelf:
    """What a pack holds, of which no office has said anything yet."""
    committees, meetings, actions = read_pack(pack)
    return Shelf(committees, tuple(sorted(meetings, key=_order)), actions)
