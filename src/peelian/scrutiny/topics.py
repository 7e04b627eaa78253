"""What committees follow and items and investigations are about: the topics of a pack, of which each has a page.

They are the headings of its list of measures and what ``scrutiny/topics.yaml`` adds. Another is refused with those that come
nearest: a slip of the pen would make a page of its own that nobody follows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from django.conf import settings

from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.pack import load_pack
from peelian.plans.entry import Entry
from peelian.scrutiny.meetings.touched import near_words

FILE = "scrutiny/topics.yaml"


@cache
def topics_of(pack: Path) -> dict[str, str]:
    """Titles by id; a pack changes only with the program. Raises PackError."""
    held = load_pack(pack)
    entries = [*held.entries("groups.yaml", ("id", "title")), *held.entries(FILE, ("id", "title"))]
    return {one.data["id"]: one.data["title"] for one in entries}


def _refused(topic: str, names: dict[str, str], where: str = "") -> PeelianError:
    message = f"{where}{'there' if where else 'There'} is no topic {topic[:80]}."
    return PeelianError("no-such-topic", message, near_words(topic, names), {"topic": topic[:200], "said": message})


def must_be_topics(
    topics: Iterable[str], *, kept: Collection[str] = (), pack: Path | None = None, where: str = ""
) -> None:
    """Raises PeelianError for the first that is none of the pack's. What was ``kept`` already is not asked again."""
    new = [topic for topic in topics if topic not in kept]
    if not new:
        return
    names = topics_of(pack or House(settings.PEELIAN_DATA, settings.PEELIAN_PACK).pack)
    for topic in new:
        if topic not in names:
            raise _refused(topic, names, where)


def check_entry(entry: Entry, pack: Path) -> None:
    """Refuse in a file of a pack a topic that the pack does not know. Raises PackError with file and line."""
    for topic in entry.texts("topics"):
        if topic not in (names := topics_of(pack)):
            found = _refused(topic, names)
            entry.fail("topics", found.message[0].lower() + found.message[1:], found.remedy)
