"""What changed and is real: every measure and place whose last six months are beyond chance, strongest first."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.errors import PeelianError
from peelian.figures.judge.direction import CHANCE, SIX, Verdict, Why
from peelian.figures.releases.judging import Judgement, judgement, judgements_of
from peelian.figures.releases.release import Release
from peelian.public import wording
from peelian.public.selectors.judging import Judged
from peelian.public.site import Site
from peelian.ui.format import counted, number

LEADING = ("force", "region", "borough")
"""Kinds of area of the one list: sums of boroughs and what has no place would say the same again. They have lists of their own."""
CHANGED = (Verdict.LOWER, Verdict.HIGHER)


@dataclass(frozen=True)
class Looks:
    """Many verdicts at one look: how many there are, and how many of them say that something changed."""

    tested: int
    changed: int

    @classmethod
    def at(cls, found: Iterable[Judgement]) -> Looks:
        """Of all that could be tested: a series that is too short has had no chance to be wrong."""
        tested = [item.verdict in CHANGED for item in found if item.why != Why.TOO_SHORT]
        return cls(len(tested), sum(tested))

    @property
    def by_chance(self) -> int:
        """How many would say so though nothing had changed, at most, on average."""
        return math.ceil(CHANCE * self.tested)

    @property
    def words(self) -> str:
        """``Of 24 verdicts here 7 say that something changed; if nothing had, up to 2 would by chance.``"""
        if not self.tested:
            return ""
        one = self.tested == 1
        says = f"{self.changed or 'none'} say{'s' if self.changed < 2 else ''} that something changed"
        turned = (
            "the odds of its doing so would be one in 20" if one else f"up to {number(self.by_chance)} would by chance"
        )
        return f"Of {counted(self.tested, 'verdict', 'verdicts')} here {says}; if nothing had, {turned}."


@dataclass(frozen=True)
class Signal:
    """A verdict that something changed. ``wanted`` is what the plan wants of the measure, if it wants one thing."""

    measure: Measure
    area: Area
    judged: Judged
    wanted: str
    href: str
    fresh: bool

    @property
    def title(self) -> str:
        """``Burglary in Havering``."""
        return f"{self.measure.title} {wording.place_known(self.area)}"

    @property
    def verdict(self) -> str:
        """``Better``, ``Worse``; ``Higher``, ``Lower`` where the plan wants neither or both."""
        return self.judged.read_by(self.wanted).partition(",")[0]

    @property
    def tone(self) -> str:
        """``better``, ``worse``, or ``moved`` where nobody says which."""
        return self.judged.tone(self.wanted)

    @property
    def size(self) -> str:
        """``31% above what was to be expected (between +12% and +54%)``."""
        return f"{self.judged.size} what was to be expected ({self.judged.limits})"

    @property
    def strength(self) -> float:
        """How many times the limits' reach the step is: 1 on the limit."""
        found = self.judged.found
        reach = (math.sqrt(found.high) - math.sqrt(found.low)) / 2
        return abs(math.sqrt(found.ratio) - 1) / reach

    def to_json(self) -> dict[str, Any]:
        """A row of the download, without what is the same of every signal."""
        told = {name: value for name, value in self.judged.to_json().items() if name in COLUMNS}
        return {
            "measure": self.measure.id, "measure_title": self.measure.title, "area": self.area.id, "area_name": self.area.name,
            "area_kind": self.area.kind, "wanted": self.wanted, "read": self.verdict, "new": self.fresh,
            "strength": round(self.strength, 3), **told,
        }  # fmt: skip


COLUMNS = (
    "measure", "measure_title", "area", "area_name", "area_kind", "verdict", "wanted", "read", "new", "from", "to", "months",
    "ratio", "low", "high", "strength", "method", "sentence", "release", "illustrative",
)  # fmt: skip


@dataclass(frozen=True)
class Signals:
    """The signals of a release for some kinds of area, strongest first, and the looks that found them."""

    listed: list[Signal]
    looks: Looks
    since: str | None

    @property
    def say(self) -> str:
        """What the page leads with."""
        if not self.looks.tested:
            return "Nothing here is long enough to tell change from chance."
        return (
            f"{number(self.looks.changed) if self.looks.changed else 'None'} of the {number(self.looks.tested)} series that were "
            f"tested moved by more than chance. If nothing at all had changed, up to {number(self.looks.by_chance)} still would."
        )

    @property
    def fresh(self) -> int:
        """How many the release before did not have."""
        return sum(signal.fresh for signal in self.listed)


def signals(site: Site, kind: str = "") -> Signals:
    """Those of the force and its boroughs; with ``kind`` those of one kind of area."""
    release, before = site.release, _before(site)
    rows = [row for row in judgements_of(release) if (row[1] == kind if kind else row[1] in LEADING)]
    found = [
        _signal(site, before, measure_id, area_id, judged)
        for measure_id, _, area_id, judged in rows
        if judged.verdict in CHANGED
    ]
    ordered = sorted(found, key=lambda signal: (-signal.strength, signal.title))
    return Signals(ordered, Looks.at(row[3] for row in rows), before.id if before else None)


def kinds(release: Release) -> list[str]:
    """The kinds of area that anything is judged of."""
    return list(dict.fromkeys(kind for judged in release.judgements.values() for kind in judged))


def _signal(site: Site, before: Release | None, measure_id: str, area_id: str, found: Judgement) -> Signal:
    measure, area = site.release.catalogue[measure_id], site.release.areas[area_id]
    earlier = judgement(before, measure, area.id, area.kind, SIX) if before else None
    fresh = before is not None and (earlier is None or earlier.verdict != found.verdict)
    wanted = site.plan.wanted_of(measure_id) if site.plan else ""
    return Signal(measure, area, Judged(found, ()), wanted, site.measure_address(measure, area), fresh)


def _before(site: Site) -> Release | None:
    """The release before, if it is there and judges by the same method."""
    name = site.release.manifest.get("previous")
    try:
        found = site.releases.open(name) if name else None
    except PeelianError:
        return None
    same = found and found.manifest["methods"].get(SIX.method) == site.release.manifest["methods"].get(SIX.method)
    return found if same else None
