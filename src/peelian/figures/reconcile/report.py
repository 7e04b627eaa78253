"""What a check answers: its findings, what became of each file, and how much was recomputed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from peelian.figures.reconcile.records import Check, Finding
from peelian.figures.sources.base import Finding as FileFinding


@dataclass
class FileOutcome:
    """What became of one file: accepted, accepted-with-warnings, passed-over or refused, as a load says it."""

    file: str
    outcome: str
    rows: int | None = None
    findings: list[FileFinding] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The outcome, its findings in the shape of the load report; ``why`` is the sentence of a refusal."""
        why = next((finding.sentence() for finding in self.findings if finding.severity == "refused"), None)
        return {
            "file": self.file,
            "outcome": self.outcome,
            "rows": self.rows,
            "why": why,
            "findings": [finding.to_json() for finding in self.findings],
        }


@dataclass
class Report:
    """What a check found. ``checked`` counts printed numbers, ``checks`` the recomputations made of each sort.

    ``files`` says of each file its name, outcome, rows, why it was refused, and the reader's findings. ``ours`` says how
    the printed values compare with a release (``compared_with``), None where there was none to compare with.
    """

    findings: list[Finding]
    checked: int
    files: list[dict[str, Any]]
    checks: dict[Check, int]
    ours: dict[str, Any] | None = None

    @property
    def refused(self) -> int:
        """How many files could not be read as a published table."""
        return sum(file["outcome"] == "refused" for file in self.files)

    def compared(self) -> str:
        """How the printed values compare with our own figures, in a sentence."""
        if self.ours is None:
            return "This house has no release of real figures to compare with: only what is printed was recomputed."
        ours = self.ours
        parts = [
            f"{ours['agree']:,} agree",
            f"{ours['within_revisions']:,} differ as publications do",
            f"{ours['other_months']:,} stand in a column that covers other months",
            f"{ours['beyond']:,} differ by more",
        ]
        return (
            f"{ours['compared']:,} printed values compared with release {ours['release']}: {', '.join(parts)}; "
            f"it has no figure for {ours['without_figure']:,}."
        )

    def to_json(self) -> dict[str, Any]:
        """The answer of ``peelian check --json``."""
        return {
            "findings": [finding.to_json() for finding in self.findings],
            "checked": self.checked,
            "files": self.files,
            "refused": self.refused,
            "checks": dict(self.checks),
            "ours": self.ours,
        }
