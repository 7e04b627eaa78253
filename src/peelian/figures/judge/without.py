"""A share without the campaigns in it: exactly where it is known how many of theirs count, else the two ends of what it can be.

A campaign sends thousands of letters that are answered in one go, and hides how the others fare. Its number is known; how many
of its letters were in time often is not. Then the others can have done no worse than if as many of the campaign's as possible
were in time, and no better than if as many as possible were late. Both ends can be reached. All counts are whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from peelian.figures.compute.derive import per_cent


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``."""

    part: int
    whole: int

    @property
    def per_cent(self) -> Decimal | None:
        """The share in per cent, unrounded; None where there is nothing to be a share of."""
        return per_cent(Decimal(self.part), Decimal(self.whole))


class Why(StrEnum):
    """What an end of the range assumes of the campaigns' letters of which it is not known."""

    ALL_IN_TIME = "all of them were in time"
    ALL_LATE = "all of them were late"
    EVERY_IN_TIME = "everything that was in time was theirs"
    EVERY_LATE = "everything that was late was theirs"


@dataclass(frozen=True)
class Without:
    """A share with campaigns, and without them at worst and at best; the same twice where nothing about them is unknown."""

    all: Share
    worst: Share
    best: Share
    worst_if: Why
    best_if: Why

    @property
    def known(self) -> bool:
        """Whether both ends are one and the same."""
        return self.worst == self.best


class Misfit(ValueError):
    """Campaigns that cannot be part of a share: what is too many, how many there are and can be."""

    def __init__(self, what: str, found: int, most: int) -> None:
        super().__init__(f"{found:,} {what}, of {most:,}")
        self.what, self.found, self.most = what, found, most


def without(whole: int, part: int, campaigns: Iterable[tuple[int, int | None]]) -> Without:
    """A share of two counts without campaigns, each a number and how many of them are in the part (None: not known).

    Raises Misfit where they are more than there is to be part of.
    """
    given = list(campaigns)
    number = sum(size for size, _ in given)
    unknown = sum(size for size, counted in given if counted is None)
    inside = sum(counted for _, counted in given if counted is not None)
    outside = number - unknown - inside
    for what, found, most in (
        ("received", number, whole), ("in time", inside, part), ("late", outside, whole - part),
    ):  # fmt: skip
        if found > most:
            raise Misfit(what, found, most)
    free, late = part - inside, whole - part - outside
    return Without(
        Share(part, whole),
        Share(free - min(unknown, free), whole - number),
        Share(free - max(0, unknown - late), whole - number),
        Why.ALL_IN_TIME if unknown <= free else Why.EVERY_IN_TIME,
        Why.ALL_LATE if unknown <= late else Why.EVERY_LATE,
    )
