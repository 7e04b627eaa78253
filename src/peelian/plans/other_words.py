"""One promise in different words (N08): where a plan's document says a commitment again, and what it leaves out there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from peelian.plans.records import Body
from peelian.plans.shelf import Volume
from peelian.plans.succession.items import contents_of
from peelian.plans.succession.same import Promise, same_promise


def other_words(volume: Volume, bodies: Iterable[Body]) -> dict[str, Promise]:
    """By commitment: every passage of the plan's document that says it; empty where no document was read in.

    Looked for once for a document and an edition: it takes a second for a plan of 700 lines.
    """
    if volume.document is None:
        return {}
    names = tuple((word, body.id) for body in bodies for word in (body.name, body.short))
    return _found(_Key(volume), names)


class _Key:
    """A volume, told apart by its document and its newest edition."""

    def __init__(self, volume: Volume) -> None:
        self.volume = volume
        sha256 = volume.document["sha256"] if volume.document else ""
        self._of = (volume.id, str(sha256), volume.newest.number)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._of == other._of

    def __hash__(self) -> int:
        return hash(self._of)


@lru_cache(maxsize=4)
def _found(key: _Key, names: tuple[tuple[str, str], ...]) -> dict[str, Promise]:
    spoken = [(line.number, f"- {line.text}" if line.look == "bullet" else line.text) for line in key.volume.lines]
    items = [one for one in contents_of(key.volume.newest.plan).items if one.kind in ("commitment", "promise")]
    return {one.commitment: one for one in same_promise(spoken, items, names=dict(names))}
