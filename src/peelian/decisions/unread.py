"""What somebody typed into a form and cannot be read: kept as it was typed beside the form, until it is mended. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from peelian.decisions.lacking import Lack


@dataclass(frozen=True)
class Unread:
    """One thing that cannot be read: the id of its field, where that stands, what is wrong, and everything typed with it."""

    at: str
    where: str
    says: str
    typed: Mapping[str, list[str]]
    """What was typed, by the names of the page's fields: the rest of a row, or of what is only half said, goes with it."""

    @property
    def lack(self) -> Lack:
        """It is missing from the form, and holds it up."""
        return Lack(f"unread:{self.at}", f"{self.where}: {self.says} It is kept as it was typed until then.")


def stored(found: Iterable[Unread]) -> list[dict[str, Any]]:
    """As the record keeps them."""
    return [asdict(one) for one in found]


def read(held: Iterable[Mapping[str, Any]]) -> list[Unread]:
    """From what the record keeps."""
    return [Unread(one["at"], one["where"], one["says"], one["typed"]) for one in held]
