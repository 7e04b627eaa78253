"""What bodies say of a measure at a place by rules of their own, in words: a letter and colour, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.releases.rating import Rated, ratings_at
from peelian.public import wording
from peelian.public.site import Site
from peelian.ui.format import capital


@dataclass(frozen=True)
class BodyRating:
    """A body's rating in words: its letter and colour, or why there is none."""

    found: Rated
    source: str
    """Where its rule is written, with documents under their titles."""

    @property
    def heading(self) -> str:
        """``Red by Havering’s rule``; ``No colour by Havering’s rule``: what its documents print is another thing."""
        return f"{capital(self.found.rating.colour or 'no colour')} by {self.found.rule.body}’s rule"

    @property
    def letter(self) -> str:
        """``R``, ``A``, ``G``: never colour alone."""
        return (self.found.rating.colour or "")[:1].upper()

    @property
    def sentence(self) -> str:
        """Why, for which quarter."""
        found = self.found
        if found.period is None:
            return "There is no figure for a quarter."
        place = ""
        if found.target and found.value is not None and not found.rating.colour:
            place = f" It is {found.target.place(found.value)}."
        could = f" It could be {' or '.join(found.rating.could_be)}." if found.rating.could_be else ""
        why = found.rating.why
        return f"For {found.period.label()}: {why}.{place}{could}"

    @property
    def noise(self) -> str:
        """Said where the movement that decides the colour may be chance."""
        return "The movement that decides this colour is within what chance alone produces." if self.found.noise else ""

    @property
    def action(self) -> str:
        """Said of every red."""
        return (
            "Its rule asks for corrective action in words; none is recorded here."
            if self.found.rating.needs_action
            else ""
        )

    def to_json(self) -> dict[str, Any]:
        """For a download."""
        found = self.found
        return {
            "rule": found.rule.id, "body": found.rule.body, "period": str(found.period) if found.period else None,
            "value": float(found.value) if found.value is not None else None, "colour": found.rating.colour,
            "why": found.rating.why, "could_be": list(found.rating.could_be), "movement_within_chance": found.noise,
            "source": found.rule.source,
        }  # fmt: skip


def body_ratings(site: Site, measure: Measure, area: Area) -> list[BodyRating]:
    """What bodies say of a measure at an area."""
    return [
        BodyRating(found, wording.source(site.release.catalogue, found.rule.source))
        for found in ratings_at(site.release, measure, area)
    ]
