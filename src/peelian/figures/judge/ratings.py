"""A body's own colours: red, amber and green by its rule as it is written, every open question of the rule a setting.

A rating stands beside a judgement and never instead of it. Numbers are exact: a figure on the edge of a tolerance is on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import Any, Literal

Colour = Literal["red", "amber", "green"]
COMPARED_WITH = ("previous quarter", "year before")
_SETTINGS: dict[str, tuple[Any, ...]] = {
    "unchanged": ("amber", "red"),
    "compared_with": COMPARED_WITH,
    "two_sided": (False, True),
}


@dataclass(frozen=True)
class Rule:
    """How a body colours a figure that is set against a target.

    ``amber``: ``tolerance`` (missed by no more than the tolerance; on target is green) or ``movement`` (missed by more than the
    tolerance and improved; on target or within it is green). The rest are questions that a rule may leave open (None): what a
    figure that is missed and ``unchanged`` gets, what movement is ``compared_with``, and whether a figure that is better than
    its target by more than the tolerance is off it too (``two_sided``).
    """

    amber: Literal["tolerance", "movement"]
    unchanged: Colour | None = None
    compared_with: str | None = None
    two_sided: bool | None = None

    @property
    def open(self) -> list[str]:
        """The questions that nobody has answered."""
        asked = _SETTINGS if self.amber == "movement" else {"two_sided": _SETTINGS["two_sided"]}
        return [name for name in asked if getattr(self, name) is None]

    def readings(self) -> Iterator[Rule]:
        """The rule with its open questions answered in every way there is."""
        names = self.open
        for answers in product(*(_SETTINGS[name] for name in names)):
            yield replace(self, **dict(zip(names, answers, strict=True)))


@dataclass(frozen=True)
class Target:
    """What a figure is set against in a period: a number, or a band from ``low`` to ``high``, both within it.

    ``tolerance`` is a share of the target (0.05 for 5 per cent) or, with ``points``, a number of points; None where the body
    prints none.
    """

    low: Decimal
    high: Decimal
    tolerance: Decimal | None = None
    points: bool = False

    @classmethod
    def at(cls, number: Decimal, tolerance: Decimal | None = None, *, points: bool = False) -> Target:
        """A target that is one number."""
        return cls(number, number, tolerance, points)

    @property
    def band(self) -> bool:
        """Whether it is a band."""
        return self.low != self.high

    def place(self, value: Decimal) -> str:
        """``below the band``, ``within the band``, ``above the band``; of one number ``below``, ``on`` or ``above the target``."""
        name = "the band" if self.band else "the target"
        if self.low <= value <= self.high:
            return f"within {name}" if self.band else f"on {name}"
        return f"{'below' if value < self.low else 'above'} {name}"


@dataclass(frozen=True)
class Rating:
    """A colour and why; no colour, and the colours that it could be, where the rule does not say which."""

    colour: Colour | None
    why: str
    could_be: tuple[str, ...] = ()

    @property
    def needs_action(self) -> bool:
        """Whether the rule asks for corrective action in words: of every red."""
        return self.colour == "red"


def rate(
    rule: Rule,
    value: Decimal | None,
    target: Target | None,
    *,
    better: int,
    before: dict[str, Decimal | None] | None = None,
    forbidden: Collection[str] = (),
) -> Rating:
    """The colour of a figure. ``before``: the figures of ``COMPARED_WITH``. ``better``: 1 where more is better, -1 where less is.

    ``forbidden``: those of ``COMPARED_WITH`` from which a break parts it, so that no colour may rest on them.
    A band is missed on either side. Raises ValueError for a ``better`` that is neither.
    """
    if better not in (1, -1):
        raise ValueError("a rating needs to know which direction is better")
    if value is None:
        return Rating(None, "no figure")
    if target is None:
        return Rating(None, "no target")
    if target.tolerance is None:
        return Rating(None, "no tolerance is printed")
    found = [_colour(reading, value, target, better, before or {}, forbidden) for reading in rule.readings()]
    colours = {colour for colour, _ in found}
    if len(colours) > 1:
        asked = " nor ".join(QUESTIONS[name] for name in rule.open)
        could = tuple(sorted(colour or "no colour" for colour in colours))
        return Rating(None, f"rule ambiguous: it does not say {asked}", could)
    colour, why = found[0]
    return Rating(colour, why if len(set(found)) == 1 else f"{target.place(value)}, however the rule is read")


QUESTIONS = {
    "unchanged": "which colour a figure that has not changed gets",
    "compared_with": "what improvement is compared with",
    "two_sided": "whether better than the target by more than the tolerance is off it",
}
"""Each question that a rule may leave open, as the end of “it does not say …”."""


def _colour(
    rule: Rule,
    value: Decimal,
    target: Target,
    better: int,
    before: dict[str, Decimal | None],
    forbidden: Collection[str],
) -> tuple[Colour | None, str]:
    """The colour by a rule without open questions, and why."""
    missed, beyond = _missed(value, target, better, two_sided=bool(rule.two_sided))
    if rule.amber == "tolerance":
        colour: Colour = "green" if not missed else "red" if beyond else "amber"
        return (
            colour,
            f"{target.place(value)}{', beyond the tolerance' if beyond else ', within the tolerance' if missed else ''}",
        )
    if not beyond:
        return "green", f"{target.place(value)}, on or within the tolerance"
    if rule.compared_with in forbidden:
        return None, f"beyond the tolerance, and its publisher forbids comparing it with the {rule.compared_with}"
    earlier = before.get(str(rule.compared_with))
    if earlier is None:
        return None, f"beyond the tolerance, and there is no figure of the {rule.compared_with}"
    if value == earlier:
        return rule.unchanged, f"beyond the tolerance and the same as the {rule.compared_with}"
    improved = (value > earlier) == (better > 0)
    return (
        "amber" if improved else "red"
    ), f"beyond the tolerance and {'better' if improved else 'worse'} than the {rule.compared_with}"


def _missed(value: Decimal, target: Target, better: int, *, two_sided: bool) -> tuple[bool, bool]:
    """Whether a figure misses its target, and by more than the tolerance."""
    edge = target.low if value < target.low else target.high
    gap = value - edge if not target.low <= value <= target.high else Decimal(0)
    bad_side = target.band or two_sided or (gap > 0) != (better > 0)
    allowed = target.tolerance or Decimal(0)
    room = allowed if target.points else abs(edge) * allowed
    missed = gap != 0 and bad_side
    return missed, missed and abs(gap) > room


def arrow(value: Decimal, before: Decimal, better: int) -> str:
    """A body's direction of travel by the bare numbers: ``↑ better``, ``↓ worse``, ``→ the same``, wherever the number goes."""
    if value == before:
        return "→ the same"
    return "↑ better" if (value > before) == (better > 0) else "↓ worse"
