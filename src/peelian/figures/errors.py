"""What goes wrong, said so that a person can act on it: one shape for the command line, the API and the pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class PeelianError(Exception):
    """A refusal with a code, what happened, where, and what to do about it."""

    code: str
    message: str
    remedy: str
    where: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"

    def to_json(self) -> dict[str, Any]:
        """The error object of EXAMPLES."""
        return {
            "error": {"code": self.code, "message": self.message, "where": self.where, "remedy": self.remedy},
        }
