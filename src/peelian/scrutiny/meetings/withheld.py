"""What is exempt of items and papers, as everybody may know it: the text itself lies encrypted in core.exempt and nowhere here."""

from __future__ import annotations

from collections.abc import Iterable

from peelian.core.exempt.records import Stub
from peelian.figures.errors import PeelianError


def stubs_of(keys: Iterable[str]) -> dict[str, Stub]:
    """The stubs of sealed parts, by the key of the item or paper that they belong to."""
    return {}


def released(key: str) -> str:
    """The text of a part that was released; empty of one that is still withheld."""
    return ""


def drafts_of(keys: Iterable[str]) -> list[str]:
    """Titles of exempt parts that are not sealed yet."""
    return []


def must_not_be_exempt(key: str) -> None:
    """Raises PeelianError where a record has an exempt part: that stays on record."""
    if stubs_of([key]) or drafts_of([key]):
        raise PeelianError(
            "has-exempt-part",
            "An exempt part belongs to this.",
            "Remove the part's draft first; one that is sealed stays.",
        )
