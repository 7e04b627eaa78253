"""Whether figures of an old objective and of the one that follows it may be set side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peelian.figures.periods import parse_month

COMPARABLE, NOT, OPEN = "comparable", "not comparable", "cannot tell"


@dataclass(frozen=True)
class Verdict:
    """``comparable``, ``not comparable`` or ``cannot tell``, with the reasons; a break that is only marked is a reason to look."""

    says: str
    because: tuple[str, ...]

    def sentence(self) -> str:
        """The verdict in words, as a page shows it."""
        return f"{self.says}, because {'; '.join(self.because)}" if self.because else self.says


def comparable(
    before: Sequence[str],
    after: Sequence[str],
    catalogue: Any = None,
    span: tuple[str | None, str | None] = (None, None),
    classifications: tuple[Mapping[str, str], Mapping[str, str]] | None = None,
) -> Verdict:
    """Whether the measures of two plans compare from the first month of the one to the last month of the other.

    ``classifications`` say per measure in which set of categories each plan counts it, where that is known. A break that blocks
    (peelian.figures.catalogue) makes a measure not comparable; one that is only marked is named, and leaves it comparable.
    """
    if not before or not after:
        which = (
            "neither plan names a measure"
            if not before and not after
            else f"the {'older' if not before else 'newer'} names none"
        )
        return Verdict(OPEN, (which,))
    same = [name for name in before if name in after]
    if not same:
        return Verdict(NOT, (f"{', '.join(before)} became {', '.join(after)}",))
    verdicts = [_measure(name, catalogue, span, classifications) for name in same]
    reasons = [reason for verdict in verdicts for reason in verdict.because]
    if len(same) < len(before):
        reasons.append(f"{', '.join(name for name in before if name not in after)} is not read any more")
    order = (NOT, OPEN, COMPARABLE)
    return Verdict(min((verdict.says for verdict in verdicts), key=order.index), tuple(dict.fromkeys(reasons)))


def _measure(
    name: str,
    catalogue: Any,
    span: tuple[str | None, str | None],
    classifications: tuple[Mapping[str, str], Mapping[str, str]] | None,
) -> Verdict:
    if classifications:
        before, after = (known.get(name) for known in classifications)
        if before and after and before != after:
            return Verdict(NOT, (f"{name} was counted in {before} and is in {after}",))
    if catalogue is None or name not in catalogue.measures:
        return Verdict(OPEN, (f"no catalogue knows {name}",))
    if not all(span):
        return Verdict(OPEN, (f"the months of the plans are not known, so breaks of {name} cannot be placed",))
    first, last = (parse_month(str(month)) for month in span)
    between = [one for one in catalogue.breaks_of(catalogue.measures[name]) if first < one.month <= last]
    if any(one.blocks for one in between):
        return Verdict(NOT, tuple(f"{name}: {one.sentence()}" for one in between if one.blocks))
    return Verdict(COMPARABLE, tuple(f"{name} has a break that is marked: {one.title}" for one in between))
