"""What the pack sets about exempt parts (``exempt.yaml``): the longest time to a review, and bodies' own schemes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peelian.core.exempt.rules import Limits
from peelian.figures.pack import load_pack
from peelian.figures.packfile import PackError

FILE = "exempt.yaml"
_KEYS = ("longest_review_months", "house")


def limits(pack: Path) -> Limits:
    """The pack's limits; twelve months, and no scheme of anybody's own, where it sets none. Raises PackError."""
    path = pack / FILE
    data = load_pack(pack).mapping(FILE)
    if unknown := sorted(set(data) - set(_KEYS)):
        raise PackError(path, 0, f"has unknown {', '.join(unknown)}.", f"Use only {', '.join(_KEYS)}.")
    months = data.get("longest_review_months", Limits.longest_review)
    if not isinstance(months, int) or isinstance(months, bool) or not 1 <= months <= 120:
        raise PackError(
            path, 0, f"longest_review_months {months!r} is no number of months.", "Write one from 1 to 120."
        )
    return Limits(months, _house(path, data.get("house") or {}))


def _house(path: Path, data: Any) -> dict[str, dict[str, str]]:
    """By organisation: the paragraphs of its own scheme, each with what it is about."""
    if not isinstance(data, dict) or not all(isinstance(own, dict) for own in data.values()):
        raise PackError(
            path, 0, "house cannot be read.", "Write the organisation, under it `paragraph: what it is about`."
        )
    return {str(slug): {str(key): str(text) for key, text in own.items()} for slug, own in data.items()}
