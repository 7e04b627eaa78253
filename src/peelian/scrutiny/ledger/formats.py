"""In which formats a report can be asked for, and how many did: tables and pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LANGUAGE = "language"
FORMATS = {
    "large-print": "Large print",
    "braille": "Braille",
    "easy-read": "Easy read",
    "audio": "Audio",
    LANGUAGE: "Another language",
}
"""What can be asked for. To give information in an accessible format is a reasonable adjustment (Equality Act 2010 s.20(6))."""


@dataclass(frozen=True)
class Asked:
    """How often something was asked for in another format, and how much of that is still open. Nothing else of it is public."""

    asked: int = 0
    open: int = 0

    @property
    def met(self) -> int:
        """How many were met."""
        return self.asked - self.open

    def __add__(self, other: Asked) -> Asked:
        return Asked(self.asked + other.asked, self.open + other.open)


def counts(requests: Iterable[tuple[str, str]]) -> dict[str, Asked]:
    """Of each report its requests counted: ``requests`` are reports with states. What was withdrawn is not counted."""
    found: dict[str, Asked] = {}
    for report, state in requests:
        if state != "withdrawn":
            found[report] = found.get(report, Asked()) + Asked(1, int(state == "open"))
    return found


def together(found: Iterable[Asked]) -> Asked:
    """Several counts as one."""
    return sum(found, Asked())
