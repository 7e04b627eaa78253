"""How often and where plans speak of something, with the size of the problem in the figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from peelian.plans.words import Mention, Mentions, mentions_of, pattern_of
from peelian.public.paging import Paged, paged
from peelian.public.selectors import readings
from peelian.public.selectors.account import how_many
from peelian.public.selectors.editions import PlanEntry
from peelian.public.selectors.readings import Reading
from peelian.public.site import Site
from peelian.ui.components import Link

SHOWN = 25
MEASURES = 8
AROUND = 80
"""Letters shown before the first mention on a line, and after the last."""


Pieces = tuple[tuple[str, bool], ...]
"""Words in pieces, each with whether it is what was asked for."""


@dataclass(frozen=True)
class Place:
    """One line where a document speaks of it, with what stands around each mention."""

    mentions: tuple[Mention, ...]
    snippets: tuple[Pieces, ...]

    @property
    def where(self) -> str:
        """``page 3, line 12``."""
        first = self.mentions[0]
        return f"{f'page {first.page}, ' if first.page else ''}line {first.line}"

    @property
    def chapter(self) -> str:
        """The heading above it; empty where none can be told."""
        return self.mentions[0].chapter or ""


@dataclass(frozen=True)
class Spoken:
    """What one plan's document says of it; ``found`` is None where the document has not been read in."""

    entry: PlanEntry
    found: Mentions | None
    places: Paged[Place] | None

    @property
    def count(self) -> int:
        """How often."""
        return len(self.found.mentions) if self.found else 0

    @property
    def times(self) -> str:
        """``10 times``, ``once``, ``nowhere``."""
        return {0: "nowhere", 1: "once"}.get(self.count, how_many(self.count, "time", "times"))

    @property
    def chapters(self) -> list[tuple[str, int]]:
        """How often in each chapter; empty where the document has none that can be told."""
        held = self.found.by_chapter if self.found else {}
        return [(name or "before the first chapter", count) for name, count in held.items()] if any(held) else []


def spoken(entry: PlanEntry, query: str, asked: Mapping[str, str]) -> Spoken:
    """What the document of a plan says of a word or phrase. Raises PeelianError for a question without a word."""
    volume = entry.account.volume
    if not volume.lines:
        return Spoken(entry, None, None)
    found, pattern = mentions_of(query, volume.lines), pattern_of(query)
    text = {(line.page, line.number): line.text for line in volume.lines}
    grouped = groupby(found.mentions, key=lambda one: (one.page, one.line))
    places = [_place(tuple(held), pattern, text[at]) for at, held in grouped]
    return Spoken(entry, found, paged(places, asked, SHOWN, name=f"page-{volume.id}", at=f"in-{volume.id}"))


def _place(mentions: tuple[Mention, ...], pattern: re.Pattern[str], text: str) -> Place:
    """One line: the stretch of it that holds every mention; what stands around each where one goes on over the line's end."""
    spans = [match.span() for match in pattern.finditer(text)]
    if len(spans) != len(mentions):
        return Place(mentions, tuple(_pieces(pattern, one.snippet) for one in mentions))
    start, end = max(0, spans[0][0] - AROUND), min(len(text), spans[-1][1] + AROUND)
    before = f"…{text[start : spans[0][0]].partition(' ')[2]}" if start else text[: spans[0][0]]
    after = f"{text[spans[-1][1] : end].rpartition(' ')[0]}…" if end < len(text) else text[spans[-1][1] :]
    return Place(mentions, (_pieces(pattern, f"{before}{text[spans[0][0] : spans[-1][1]]}{after}"),))


def _pieces(pattern: re.Pattern[str], text: str) -> Pieces:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in pattern.finditer(text):
        pieces += [(text[at : match.start()], False), (match[0], True)]
        at = match.end()
    return tuple(piece for piece in (*pieces, (text[at:], False)) if piece[0])


def sizes(site: Site, query: str) -> list[tuple[Link, Reading | None]]:
    """The measures whose title holds what was asked, with the latest figure of each at the plan's own area."""
    words = query.casefold().split()
    found = [one for one in site.release.catalogue if all(word in one.title.casefold() for word in words)]
    return [
        (Link(one.title, f"/measures/{one.id}"), readings.reading(site, one, site.home)) for one in found[:MEASURES]
    ]


def promises_found(site: Site, query: str) -> list[tuple[Link, str]]:
    """The themes, objectives and commitments of the plan in force whose title has every word of a query."""
    plan = site.plan
    if plan is None:
        return []
    found = [
        (Link(item.title, f"/plan/themes/{item.id}"), "theme") for item in plan.themes if _holds(item.title, query)
    ]
    found += [
        (Link(item.title, f"/objectives/{item.id}"), "objective")
        for item in plan.objectives
        if _holds(item.title, query)
    ]
    return found + [(Link(item.title, f"/commitments/{item.id}"), "commitment")
                    for item in (*plan.commitments, *plan.promises) if _holds(item.title, query)]  # fmt: skip


def _holds(text: str, query: str) -> bool:
    return bool(query) and all(word in text.casefold() for word in query.casefold().split())
