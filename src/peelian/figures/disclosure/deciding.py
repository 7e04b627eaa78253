"""Which runs are shown: as many as leave every small number its room, in the order of time, and never fewer than were shown before.

Area by area of a wider one, the first of these that leaves room:

1. all that the rule allows, where the largest areas can take what any other gives up;
2. beside a *companion*: each area in need shows its runs from the earliest on, as long as room is left with a companion in which
   every run is hidden that is hidden in any of them;
3. nothing new of the whole there, where a category can be shown without it (``families``);
4. nothing new of that measure there, nor in the areas within;
5. nothing new of any category of that whole, then of the wider area (``families``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from peelian.figures.compute.series import Ints
from peelian.figures.disclosure.room import Mask, Needs, Room, enough, frame_of, open_room
from peelian.figures.disclosure.tables import Chain, Place, Rows, Table, Way, room_by

NOBODY: tuple[int, ...] = ()
TRIES = (0.5, 0.25, 0.75, 1.0)
"""Which areas are tried as a companion, by their place in the order of size."""


Partners = list[tuple[int, ...]]
"""Places in a group, those of a tuple taken together."""


@dataclass
class Trial:
    """What would be shown of a group, and who takes what its areas give up: partners are places in the group."""

    shown: Mask
    partners: list[Partners]


class Group:
    """Areas of one table within the same wider area. Places are 0, 1, 2 … in the order of its rows."""

    def __init__(self, table: Table, rows: Rows, *, within: bool) -> None:
        self.table, self.rows, self.within = table, rows, within
        self.cap = table.threshold
        self.frame = frame_of(table.counts.shape[1], tuple(table.runs))
        self.give, self.counter = table.give[rows], table.counter[rows]
        self.before, self.full = table.before[rows], table.before[rows] | table.allowed[rows]
        self.small = np.flatnonzero(table.small[rows])
        self.order = np.lexsort((np.arange(len(rows)), self.give.sum(axis=1)))

    @cached_property
    def wanted(self) -> Needs:
        """The room that its areas need."""
        return self.table.needs(self.rows)

    def decided(self) -> Trial | None:
        """What to show, None where nothing leaves room."""
        if not len(self.small):
            return Trial(self.full, [[] for _ in self.rows])
        if not self.within:
            return self._alone()
        if len(self.rows) == 1:
            return None
        return self._together() or self._beside_somebody()

    def _beside_somebody(self) -> Trial | None:
        """The trial that shows most, or the first that hides no more than one area has."""
        found = []
        for companion in self._companions():
            trial = self._beside(companion)
            if trial:
                found.append(trial)
                if self.full.sum() - trial.shown.sum() <= self.full.shape[1]:
                    break
        return max(found, key=lambda trial: int(trial.shown.sum()), default=None)

    def pair(self, places: Rows, partner: int, masks: Mask) -> Room:
        """The room of areas with one partner, once the runs of ``masks`` are shown."""
        fewer = np.minimum(self.give[places], self.counter[partner])
        more = np.minimum(self.counter[places], self.give[partner])
        return open_room(self.frame, fewer, more, self.cap).shut_all(self.table.runs, masks)

    def _alone(self) -> Trial | None:
        """An area of which no wider one is shown: nobody need take what it gives up."""
        shown = self.full.copy()
        room = open_room(self.frame, self.give, self.counter, self.cap).shut_all(self.table.runs, self.before)
        if not enough([room.reach(self.wanted)], self.wanted).all():
            return None
        self._grow(np.array([0]), room, np.zeros(len(self.wanted.series), np.int64), shown)
        return Trial(shown, [[NOBODY]])

    def _together(self) -> Trial | None:
        """All that is allowed, the two largest being the partners of the others and of each other."""
        partners = self._largest(2)
        if not enough(map(self._standing, partners), self.needed).all():
            return None
        return Trial(self.full, [[(other,) for other in partners if other != place] for place in range(len(self.rows))])

    @cached_property
    def needed(self) -> Needs:
        """The room that those in need need, who are then 0, 1, 2 …"""
        return self.wanted.some(self.small)

    def _standing(self, partner: int) -> Ints:
        """The room of those in need with a partner, if all stands that is allowed."""
        if partner not in self._kept:
            self._kept[partner] = self._reach(self.small, partner, self.full, self.needed)
        return self._kept[partner]

    @cached_property
    def _kept(self) -> dict[int, Ints]:
        return {}

    def _reach(self, places: Rows, partner: int, shown: Mask, wanted: Needs) -> Ints:
        """The room that areas have with a partner; none with itself."""
        reached = self.pair(places, partner, shown[places] | shown[partner]).reach(wanted)
        return np.where(places[wanted.series] == partner, 0, reached)

    def _largest(self, number: int, but: int = -1) -> list[int]:
        return [int(place) for place in self.order[::-1] if place != but][:number]

    def _companions(self) -> Iterator[int]:
        """Areas of which fewest runs have been shown before: where any have, those of which least is; else some of each size."""
        fewest = self.before.sum(axis=1)
        usual = [place for place in self.order if fewest[place] == fewest.min()]
        yield from dict.fromkeys(int(usual[round(at * (len(usual) - 1))]) for at in TRIES)

    def _beside(self, companion: int) -> Trial | None:
        """Runs of areas in need as far as room is left beside a companion, or with the largest areas as they stand."""
        largest = self._largest(2, companion)
        shown = self.full.copy()
        others = self.small[self.small != companion]
        wanted = self.wanted.some(others)
        if len(others):
            room = self.pair(others, companion, self.before[others] | self.before[companion])
            mine = (self.small != companion)[self.needed.series]
            fixed = np.max(
                [self._standing(partner)[mine] for partner in largest] or [np.zeros(len(wanted.series), int)], axis=0
            )
            if not enough([room.reach(wanted), fixed], wanted).all():
                return None
            self._grow(others, room, fixed, shown)
        shown[companion] &= self.before[companion] | shown[others].all(axis=0)
        return self._trial_beside(companion, largest, shown)

    def _trial_beside(self, companion: int, largest: list[int], shown: Mask) -> Trial | None:
        """The trial beside a companion, if anybody leaves that one room as well."""
        own = np.array([companion])
        needed, best = self.wanted.some(own), np.zeros(0, np.int64)
        if len(needed.series):
            best = np.max(
                [self._reach(own, place, shown, needed) for place in range(len(self.rows)) if place != companion],
                axis=0,
            )
        if not enough([best], needed).all():
            return None
        named = range(len(self.rows))
        partners: list[Partners] = [[(other,) for other in (companion, *largest) if other != place] for place in named]
        partners[companion] = [(place,) for place in named if place != companion]
        return Trial(shown, partners)

    def _grow(self, places: Rows, room: Room, fixed: Ints, shown: Mask) -> None:
        """Show runs of areas one after the other where room is left; take the others out of ``shown``."""
        wanted = self.wanted.some(places)
        for at, run in enumerate(self.table.runs):
            asked = np.flatnonzero(shown[places, at] & ~self.before[places, at])
            if not len(asked):
                continue
            closed, needed = room.some(asked).shut(run), wanted.some(asked)
            fits = enough([closed.reach(needed), fixed[np.isin(wanted.series, asked)]], needed)
            room.matrix[asked[fits]] = closed.matrix[fits]
            shown[places[asked[~fits]], at] = False


Known = dict[tuple[int, int, bool], Trial | None]
"""What was decided of groups that nothing else changes: by level, first row, and whether the whole is withheld there."""


@dataclass
class Withheld:
    """(Level, row) of the areas of which nothing new is shown.

    ``refused``: those among them of which something could be, if nothing were of the whole. ``overtaken``: others of which
    something is, decided without a look at what earlier releases show within them.
    """

    every: list[tuple[int, int]] = field(default_factory=list)
    refused: list[tuple[int, int]] = field(default_factory=list)
    overtaken: list[tuple[int, int]] = field(default_factory=list)


def decide(chain: Chain, dark: Collection[Place], blind: Collection[Place], known: Known, *, whole: bool) -> Withheld:
    """Set what is shown in every table of a chain.

    ``dark`` are places of whose family nothing new may be shown, ``blind`` those of whose whole nothing may; ``whole``: this is it.
    """
    withheld = Withheld()
    for level, table in enumerate(chain):
        table.shut[:] = False
        for parent, rows in table.groups():
            shut_above = parent >= 0 and bool(chain[level - 1].shut[parent])
            is_dark, is_blind = (any(table.dark(int(row), places) for row in rows) for places in (dark, blind))
            table.bound(rows, table.spare if is_dark else table.blind if is_blind else table.usual)
            trial = None
            if not (shut_above or is_dark or (whole and is_blind)):
                trial = _trial(table, (level, int(rows[0]), is_blind), parent, rows, known)
                if trial is None and not is_blind and _would_blind(table, level, parent, rows, known):
                    withheld.refused += [(level, int(row)) for row in rows]
            if trial is None:
                _withhold(chain, level, parent, rows)
                withheld.every += [(level, int(row)) for row in rows]
            else:
                _show(table, level, rows, trial)
                if any(lower.before.any() for lower in chain[level + 1 :]):
                    withheld.overtaken += [(level, int(row)) for row in rows]
    return withheld


def _trial(table: Table, key: tuple[int, int, bool], parent: int, rows: Rows, known: Known) -> Trial | None:
    if key not in known:
        known[key] = Group(table, rows, within=parent >= 0).decided()
    return known[key]


def _would_blind(table: Table, level: int, parent: int, rows: Rows, known: Known) -> bool:
    """Whether something could be shown of a group, if nothing were of the whole."""
    if table.blind is table.usual:
        return False
    table.bound(rows, table.blind)
    trial = _trial(table, (level, int(rows[0]), True), parent, rows, known)
    table.bound(rows, table.usual)
    return trial is not None


def _show(table: Table, level: int, rows: Rows, trial: Trial) -> None:
    table.shown[rows] = trial.shown
    for place, row in enumerate(rows):
        table.ways[row] = []
        if table.small[row]:
            table.ways[row] = [Way(level, tuple(int(rows[at]) for at in others)) for others in trial.partners[place]]
            table.shut[[row, *(other for way in table.ways[row] for other in way.rows)]] = True


def _withhold(chain: Chain, level: int, parent: int, rows: Rows) -> None:
    """Nothing new of a group, nor of the areas within: then all beside can take anything; so can what is beside a wider area."""
    table = chain[level]
    table.shown[rows] = table.before[rows]
    table.shut[rows] = True
    wider = chain[level - 1].ways[parent] if parent >= 0 and chain[level - 1].shut[parent] else []
    together = not table.before[rows].any()
    for row in rows:
        others = tuple(int(other) for other in rows if other != row)
        if parent < 0:
            beside = [Way(level, ())]
        else:
            beside = [Way(level, others)] if together and others else [Way(level, (other,)) for other in others]
        table.ways[row] = [*beside, *wider]


def lacking(chain: Chain, places: Iterable[tuple[int, int]]) -> list[tuple[int, int, Needs]]:
    """Those of some areas, (level, row), whose small numbers have not the room that they need, and which; all is looked at anew."""
    found = []
    for level, row in places:
        if chain[level].small[row] and len((short := _short(chain, level, row)).series):
            found.append((level, row, short))
    return found


def _short(chain: Chain, level: int, row: int) -> Needs:
    """The needs of an area that are not met."""
    table = chain[level]
    wanted = table.needs(np.array([row]))
    best = np.zeros(len(wanted.series), np.int64)
    for way in table.ways[row]:
        if (best >= wanted.amount).all():
            break
        room = room_by(chain, level, row, way)
        best = best if room is None else np.maximum(best, room.reach(wanted))
    return wanted.where(best < wanted.amount)
