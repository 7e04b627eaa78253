"""What is decided upon: counts of one measure by kind of area, which of their runs the rule would show, and which are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from peelian.figures.compute.series import Ints
from peelian.figures.disclosure.room import Mask, Needs, Room, Run, frame_of, needs, open_room

UNBOUNDED = 1 << 40
"""A count that bounds nothing."""
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Way:
    """Who may take what an area gives up: areas of the table ``level``, taken together; nobody where ``rows`` is empty.

    Nobody will do where no wider area is shown: what is missing there is anywhere else.
    """

    level: int
    rows: tuple[int, ...]


Place = tuple[str, str]
"""An area: its kind and its id."""


@dataclass
class Bounds:
    """Areas × months: how many fewer there could be, and how many of something else must then take their place.

    That is ``UNBOUNDED`` where the whole is not known, and nothing need take it. ``answers``: in which months a table
    answers for the small numbers of the rest as well, because it can be worked out.
    """

    give: Ints
    counter: Ints
    answers: Mask


@dataclass
class Table:
    """One measure's counts for all areas of a kind: areas × months; ``runs`` are what may be shown of them, areas × runs.

    ``parent`` is the row of each area in the table before, -1 where there is none; ``holders`` are all wider areas of any
    kind. ``usual`` bounds what could be otherwise, ``blind`` does where nothing new of the whole is shown, ``spare`` where
    nothing new of the family is; the rest of the whole in them is without the categories ``apart``. ``before``: a run has been
    shown by an earlier release; ``allowed``: the rule would show it, and it is not small. ``rest``: what of the whole is in no
    category, where a table may have to answer for it.
    """

    kind: str
    areas: tuple[str, ...]
    holders: tuple[frozenset[Place], ...]
    parent: Rows
    counts: Ints
    usual: Bounds
    blind: Bounds
    spare: Bounds
    runs: list[Run]
    allowed: Mask
    before: Mask
    threshold: int
    rest: Ints | None = None
    apart: tuple[str, ...] = ()
    give: Ints = field(init=False)
    counter: Ints = field(init=False)
    answers: Mask = field(init=False)
    shown: Mask = field(init=False)
    ways: list[list[Way]] = field(init=False)
    given: dict[int, Mask] = field(init=False, default_factory=dict)
    """By row which of its needs cannot be met any more: earlier releases gave these small numbers away."""
    shut: Mask = field(init=False)
    """Areas below which nothing may be shown: their own figures need room, or give it to others."""

    def __post_init__(self) -> None:
        self.give, self.counter = self.usual.give.copy(), self.usual.counter.copy()
        self.answers = self.usual.answers.copy()
        self.shown = self.before.copy()
        self.ways = [[] for _ in self.areas]
        self.shut = np.zeros(len(self.areas), np.bool_)

    def bound(self, rows: Rows, bounds: Bounds) -> None:
        """Let some areas have these bounds."""
        self.give[rows], self.counter[rows] = bounds.give[rows], bounds.counter[rows]
        self.answers[rows] = bounds.answers[rows]

    def place(self, row: int) -> Place:
        """The area of a row."""
        return self.kind, self.areas[row]

    def give_away(self, row: int, lost: Needs) -> None:
        """Take some needs of an area for lost, and show nothing new of it."""
        size = self.counts.shape[1] + 1
        self.given.setdefault(row, np.zeros((size, size), np.bool_))[lost.start, lost.end] = True
        self.allowed[row] = False

    def dark(self, row: int, dark: Collection[Place]) -> bool:
        """Whether an area or one that holds it is among some places."""
        return self.place(row) in dark or not self.holders[row].isdisjoint(dark)

    def needs(self, rows: Rows) -> Needs:
        """The room that some areas need: what the rest can gain is what this can lose."""
        wanted = needs(self.counts[rows], self.threshold)
        if self.rest is not None:
            answered = np.where(self.answers[rows], self.rest[rows], 0)
            wanted = wanted.joined(needs(answered, self.threshold).turned())
        lost = [(at, self.given[row]) for at, row in enumerate(rows.tolist()) if row in self.given]
        return wanted.without(lost, self.counts.shape[1]) if lost else wanted

    @property
    def small(self) -> Mask:
        """Which areas need room: no run of months is small where no single month is."""
        found = ((self.counts > 0) & (self.counts < self.threshold)).any(axis=1)
        if self.rest is not None:
            found |= ((self.rest > 0) & (self.rest < self.threshold) & self.answers).any(axis=1)
        return np.asarray(found)

    def groups(self) -> Iterator[tuple[int, Rows]]:
        """Areas within the same wider area, with its row; each by itself where there is none."""
        for parent in np.unique(self.parent):
            rows = np.flatnonzero(self.parent == parent)
            if parent >= 0:
                yield int(parent), rows
            else:
                for row in rows:
                    yield -1, np.array([row])


Chain = list[Table]
"""Tables of one measure, from the widest areas to the smallest."""


def room_by(chain: Chain, level: int, row: int, way: Way) -> Room | None:
    """The room that an area has by a way, with all that is shown now; None where the way is none.

    A way that leads through areas with others within them is one only while nothing of these is shown; so is one of several areas
    together while nothing of them is.
    """
    mine, theirs = chain[level], chain[way.level]
    ancestors = above(chain, level, row)
    if not _hidden_below(chain, level, row) or not all(_hidden_below(chain, way.level, other) for other in way.rows):
        return None
    if len(way.rows) > 1 and theirs.shown[list(way.rows)].any():
        return None
    fewer, more = mine.give[[row]], mine.counter[[row]]
    counters = [more]
    if way.rows:
        counters.append(theirs.counter[list(way.rows)].sum(axis=0, keepdims=True))
        fewer = np.minimum(fewer, counters[-1])
        more = np.minimum(more, theirs.give[list(way.rows)].sum(axis=0, keepdims=True))
    passed = [at for at in range(way.level if way.rows else 0, level) if ancestors[at] >= 0]
    for at in passed:  # wider areas whose whole is shown must lose elsewhere what they gain here
        counters.append(chain[at].counter[[ancestors[at]]])
        more = np.minimum(more, counters[-1])
    if (
        len({mine.apart, *(chain[at].apart for at in (way.level, *passed))}) > 1
        and min(map(np.min, counters)) < UNBOUNDED
    ):
        return None  # the rest is not the same there
    changed = [(at, ancestors[at]) for at in range(way.level if way.rows else 0, level + 1) if ancestors[at] >= 0]
    changed += [(way.level, other) for other in way.rows]
    runs = [
        [run for run, mask in zip(chain[at].runs, chain[at].shown[other], strict=True) if mask] for at, other in changed
    ]
    shown = tuple(sorted(set().union(*runs)))
    room = open_room(frame_of(mine.counts.shape[1], shown), fewer, more, mine.threshold)
    return room.shut_all(shown, np.ones((1, len(shown)), np.bool_))


def above(chain: Chain, level: int, row: int) -> list[int]:
    """For each table down to ``level`` the row of the area that holds an area, and last its own."""
    rows = [row]
    for at in range(level, 0, -1):
        rows.append(int(chain[at].parent[rows[-1]]) if rows[-1] >= 0 else -1)
    return rows[::-1]


def below(chain: Chain, level: int, row: int) -> Iterator[tuple[int, Rows]]:
    """The areas within an area, table by table."""
    rows = np.array([row], np.intp)
    for at in range(level + 1, len(chain)):
        rows = np.flatnonzero(np.isin(chain[at].parent, rows))
        yield at, rows


def _hidden_below(chain: Chain, level: int, row: int) -> bool:
    return not any(chain[at].shown[rows].any() for at, rows in below(chain, level, row))
