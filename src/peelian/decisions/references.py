"""How decisions are numbered: series of a body, and references in them. The numbers that are missing are part of the register."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from peelian.figures.errors import PeelianError

SHAPE = r"[A-Z]{2,12}(?:-[0-9]{4})?-[0-9]{1,6}"
"""A reference as an address has it: ``PCD-188``, ``DMPCD-2016-16``."""
_WRITTEN = re.compile(r"([A-Za-z]{2,12})[\s.-]*(?:No\.?\s*)?(?:([0-9]{4})[\s/.-]+)?([0-9]{1,6})")


@dataclass(frozen=True, order=True)
class Reference:
    """One number of a series; of a series that counts anew each year with its year, else 0."""

    prefix: str
    year: int
    number: int

    @property
    def key(self) -> str:
        """As an address has it: ``DMPCD-2016-16``."""
        return str(self).replace(" ", "-")

    def __str__(self) -> str:
        return f"{self.prefix} {self.year} {self.number}" if self.year else f"{self.prefix} {self.number}"


def reference(text: str) -> Reference:
    """``PCD 188``, ``pcd-188`` and ``PCD188`` are one. Raises PeelianError for what is no reference."""
    found = _WRITTEN.fullmatch(str(text).strip())
    if found is None or int(found[3]) == 0:
        raise PeelianError(
            "no-reference", f"“{str(text)[:40]}” is no reference of a decision.", "Write it like PCD 188 or DMPCD 2016 16.",
            {"reference": str(text)[:40]},
        )  # fmt: skip
    return Reference(found[1].upper(), int(found[2] or 0), int(found[3]))


@dataclass(frozen=True)
class Series:
    """The decisions that one body numbers in one row. ``advice`` are the subjects (records.SUBJECTS) that its form asks for."""

    id: str
    prefix: str
    title: str
    body: str
    taken_by: str
    """The post that takes them."""
    yearly: bool
    """Whether it counts anew each year, so that the year is part of a reference."""
    advice: tuple[str, ...]
    director: str
    """The post that countersigns."""
    funder: str = ""
    """The body's identifier of org-id.guide, under which its grants are published; empty while nobody has entered it."""
    publisher: str = ""
    """The prefix that 360Giving issued to who publishes its grants, such as ``360G-Example``; empty while nobody has entered it."""
    named: tuple[str, ...] = ("director", "maker")
    """Whose names are published with their signature (records.SIGNERS); of everybody else the post is."""
    target_days: int | None = None
    """Within how many days of its application a grant is to be paid; None where the body has set no target."""

    def has(self, one: Reference) -> bool:
        """Whether a reference is of this series."""
        return one.prefix == self.prefix and bool(one.year) == self.yearly

    def next(self, taken: Iterable[Reference], year: int) -> Reference:
        """The number after the highest that is taken; of a yearly series in that year."""
        mine = [one.number for one in taken if self.has(one) and (not self.yearly or one.year == year)]
        return Reference(self.prefix, year if self.yearly else 0, max(mine, default=0) + 1)


@dataclass(frozen=True)
class Gap:
    """Numbers of a series that are missing between two that are known; both included."""

    first: Reference
    last: Reference

    @property
    def count(self) -> int:
        """How many they are."""
        return self.last.number - self.first.number + 1

    def __str__(self) -> str:
        return str(self.first) if self.count == 1 else f"{self.first} to {self.last.number}"


def gaps(held: Iterable[Reference]) -> list[Gap]:
    """The numbers that are missing between the lowest and the highest known of each series and year, in order."""
    return [
        Gap(Reference(one.prefix, one.year, one.number + 1), Reference(one.prefix, one.year, two.number - 1))
        for one, two in pairwise(sorted(set(held)))
        if (one.prefix, one.year) == (two.prefix, two.year) and two.number > one.number + 1
    ]


def missing(held: Iterable[Reference]) -> int:
    """How many numbers are missing in all."""
    return sum(gap.count for gap in gaps(held))
