"""A figure's own past in words: what it was before, and how far figures as fresh as it have since moved."""

from __future__ import annotations

from dataclasses import dataclass

from peelian.figures.catalogue import Measure
from peelian.figures.periods import Period
from peelian.figures.releases.revised import Past, Sight
from peelian.figures.vintages import AGES, Usual
from peelian.public import wording
from peelian.public.selectors import readings
from peelian.public.site import Site
from peelian.ui import format as words


def limits(found: Usual) -> str:
    """``−2.2% to +2.5%``, ``not at all``, ``less than 0.1%``; empty where it cannot be told."""
    if found.low is None or found.high is None:
        return ""
    if found.low == found.high == 0:
        return "not at all"
    low, high = (words.rounded(100 * value, 1) for value in (found.low, found.high))
    if low == high == 0:
        return "less than 0.1%"
    return f"{words.signed(low, 1)}% to {words.signed(high, 1)}%"


@dataclass(frozen=True)
class FigurePast:
    """A figure's past in words."""

    past: Past
    area_kinds: str
    period: Period

    @property
    def revised(self) -> bool:
        """Whether it is another than it once was."""
        return self.past.earlier is not None

    @property
    def usual(self) -> str:
        """How far figures as fresh as it have moved since; empty where it cannot be told."""
        found = self.past.usual
        if found is None or self.past.age is None:
            return ""
        fresh = "fresh" if self.past.age < AGES[3] else "old"
        moved = limits(found)
        if moved == "not at all":
            return f"Nine in ten figures as {fresh} as this have not moved since."
        return f"Figures as {fresh} as this have since moved by {moved} in nine cases of ten."

    @property
    def made_of(self) -> str:
        """What that is made of."""
        found = self.past.usual
        if found is None or found.later is None:
            return ""
        least, most = found.later
        looked = (
            f"{least} to {most} months later" if least != most else words.counted(most, "month later", "months later")
        )
        span = {1: "monthly", 3: "quarterly", 12: "twelve-month"}[self.period.months]
        return (
            f"{words.number(found.pairs)} {span} figures of {self.area_kinds}, from files of "
            f"{words.counted(found.publications, 'date', 'dates')}, looked at again {looked}."
        )


def earlier(site: Site, found: Past, measure: Measure, kind: str) -> list[tuple[str, str, str]]:
    """Earlier sights that were another than now: the value, where it stood, and the address of that file or release."""
    return [
        (wording.amount(measure, item.value, kind), *_place(site, item))
        for item in found.seen
        if item.value != found.value
    ]


def _place(site: Site, item: Sight) -> tuple[str, str]:
    """``the file of October 2024`` or ``release 2026-11-26``, with its address."""
    if item.snapshot:
        return f"the file {readings.file_words(site, item.snapshot)}", f"/snapshots/{item.snapshot[:12]}"
    return f"release {item.release}", f"/releases/{item.release}"
