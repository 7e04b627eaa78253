"""The records of scrutiny: of meetings and of the ledger."""

from __future__ import annotations

from peelian.scrutiny.ledger.models import (
    ActivityRecord,
    FormatRequest,
    InvestigationRecord,
    RecommendationRecord,
    RecommendationStep,
    ReportDocument,
    ReportProposal,
    ReportRecord,
)
from peelian.scrutiny.meetings.models import (
    ActionRecord,
    ActionWord,
    CommitteeRecord,
    ItemRecord,
    MeetingRecord,
    PaperRecord,
    Seat,
)
from peelian.scrutiny.meetings.papers import PapersDocument, PapersProposal

__all__ = [
    "ActionRecord", "ActionWord", "ActivityRecord", "CommitteeRecord", "FormatRequest", "InvestigationRecord",
    "ItemRecord", "MeetingRecord", "PaperRecord", "PapersDocument", "PapersProposal", "RecommendationRecord",
    "RecommendationStep", "ReportDocument", "ReportProposal", "ReportRecord", "Seat",
]  # fmt: skip
