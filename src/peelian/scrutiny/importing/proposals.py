"""What a reading of scrutiny's papers proposes, and what it finds odd in them: nothing here decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["recommendation", "response", "finding", "action", "meeting", "agenda-item", "decision"]
Certainty = Literal["certain", "likely", "ask"]


@dataclass(frozen=True)
class Proposal:
    """What a passage seems to be. ``confidence`` runs to 1; ``fields`` holds what was found in its words, nothing else.

    ``reference`` is the number that the document itself gives it. ``page`` and ``line``: where it begins; ``line`` is None only for
    an answer that is not there.
    """

    kind: Kind
    reference: str | None
    text: str
    page: int | None
    line: int | None
    confidence: float
    fields: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The proposal of EXAMPLES."""
        return {
            "kind": self.kind, "reference": self.reference, "text": self.text, "page": self.page, "line": self.line,
            "confidence": round(self.confidence, 2), "fields": self.fields,
        }  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """Something about a document that a person should look at, and how certain it is."""

    what: str
    page: int | None
    line: int | None
    certainty: Certainty
    fields: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The finding of EXAMPLES."""
        where = {"page": self.page, "line": self.line}
        return {"what": self.what, "where": where, "certainty": self.certainty, **self.fields}


@dataclass(frozen=True)
class Imported:
    """The proposals of a document in its order, and what is odd about it."""

    proposals: tuple[Proposal, ...]
    remarks: tuple[Remark, ...] = ()

    def of(self, kind: Kind) -> tuple[Proposal, ...]:
        """Those of one kind."""
        return tuple(proposal for proposal in self.proposals if proposal.kind == kind)
