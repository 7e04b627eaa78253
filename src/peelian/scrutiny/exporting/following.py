"""What somebody follows: a committee, a topic or a place, with the meetings and actions that belong to it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import lru_cache

from peelian.scrutiny.exporting.published import Published
from peelian.scrutiny.meetings.records import ActionPoint, Meeting

_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, "urn:peelian:scrutiny")


@dataclass(frozen=True, eq=False)
class Followed:
    """``key`` names it for ever, ``page`` is the address where people read of it, ``by`` who publishes it."""

    key: str
    title: str
    page: str
    by: str
    meetings: tuple[Meeting, ...]
    actions: tuple[ActionPoint, ...]


def name_for_ever(*parts: str) -> str:
    """A UUID (version 5) of a record's own name: the same at whatever host and in whatever year it is served."""
    return str(uuid.uuid5(_ROOT, "/".join(parts)))


@lru_cache(maxsize=64)
def of_committee(held: Published, committee: str) -> Followed | None:
    """A committee; None where there is none."""
    found = held.committee_of.get(committee)
    if found is None:
        return None
    actions = tuple(one for one in held.actions if one.committee == committee)
    meetings = held.by_committee[committee]
    by = held.keeper(found).name
    return Followed(f"committee/{committee}", found.title, f"/committees/{committee}", by, meetings, actions)


@lru_cache(maxsize=64)
def of_topic(held: Published, topic: str) -> Followed | None:
    """A topic: meetings of committees that follow it or with an item about it, and the actions of those items; None where nobody
    speaks of it.
    """
    following = {one.id for one in held.committees if topic in one.topics}
    about = {(one.id, item.number) for one in held.held for item in one.items if topic in item.topics}
    if not following and not about:
        return None
    named = {meeting for meeting, _ in about}
    meetings = tuple(one for one in held.held if one.committee in following or one.id in named)
    actions = tuple(one for one in held.actions if one.committee in following or (one.meeting, one.item) in about)
    title = topic.replace("-", " ").capitalize()
    return Followed(f"topic/{topic}", title, f"/topics/{topic}", "Peelian", meetings, actions)


@lru_cache(maxsize=64)
def of_area(held: Published, area: str, name: str) -> Followed:
    """A place: the committees whose pages it lists."""
    own = {one.id for one in held.committees if area in one.areas}
    meetings = tuple(one for one in held.held if one.committee in own)
    actions = tuple(one for one in held.actions if one.committee in own)
    return Followed(f"area/{area}", name, f"/areas/{area}/meetings", "Peelian", meetings, actions)
