"""What was read in from papers as the desk lists it: where each stands, how sure it is, and what is known of it already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peelian.reading.wordings import same_words
from peelian.scrutiny.importing.confirming_activities import title_of
from peelian.scrutiny.importing.reading_in import personal_of
from peelian.scrutiny.ledger.models import ActivityRecord
from peelian.scrutiny.meetings.models import ActionRecord, MeetingRecord
from peelian.scrutiny.meetings.papers import PapersProposal
from peelian.ui.format import capital, day

KEPT = {"meeting": "The meeting of this day is kept already; it stays as it is, but for minutes that it does not have yet.",
        "action": "This action is kept already.", "activity": "It is recorded already."}  # fmt: skip


@dataclass(frozen=True)
class PaperRow:
    """A proposal as a line of the list."""

    proposal: PapersProposal
    ticked: bool
    kept: str

    @property
    def title(self) -> str:
        """``Meeting of 1 November 2016``; of others their words."""
        if self.proposal.kind == "meeting" and self.proposal.day:
            return f"Meeting of {day(self.proposal.day)}"
        return self.proposal.text

    @property
    def at(self) -> str:
        """``page 3, line 12``."""
        page = f"page {self.proposal.page}, " if self.proposal.page else ""
        return f"{page}line {self.proposal.line}"

    @property
    def sure(self) -> str:
        """``95% sure``."""
        return f"{round(self.proposal.confidence * 100)}% sure"

    @property
    def said(self) -> list[str]:
        """What was found in it, and what is odd about it."""
        fields, kind = self.proposal.fields, self.proposal.kind
        found = []
        if kind == "meeting":
            found += [f"Called “{fields['called']}” there."] if fields.get("called") else []
            found += [f"{capital('; '.join(fields.get('told', ())))}."]
        elif self.proposal.day:
            found.append(f"{'Of the meeting of' if kind == 'action' else 'On'} {day(self.proposal.day)}.")
        else:
            found.append(f"No day: {fields.get('date_words', 'none is said')}. Record it on the desk, with its day.")
        if kind == "action":
            found.append(
                f"Who: {fields.get('owner') or 'nobody is named'}. When: {fields.get('due_words') or 'no date'}."
            )
        return [*found, *fields.get("odd", ())]


def lines_of(rows: Sequence[PapersProposal], ticked: Iterable[str] = ()) -> list[PaperRow]:
    """Proposals as lines in their order, each with what is kept of it already."""
    chosen, kept = set(ticked), Records.of(rows)
    return [PaperRow(one, str(one.pk) in chosen, kept.said(one)) for one in sorted(rows, key=_order)]


def _order(one: PapersProposal) -> tuple[Any, ...]:
    """Document by document, as it is printed; activities by their days, those without one last."""
    diary = one.kind == "activity"
    return (
        one.document.read_at,
        one.document_id,
        diary,
        str(one.day or "9999") if diary else "",
        one.page or 0,
        one.line or 0,
    )


@dataclass(frozen=True)
class Records:
    """What is kept of the days that proposals are about: one question for each kind, however many there are."""

    meetings: set[dt.date]
    actions: dict[dt.date, list[ActionRecord]]
    activities: dict[dt.date, list[ActivityRecord]]

    @staticmethod
    def of(rows: Sequence[PapersProposal]) -> Records:
        """What is kept of the committee whose papers they are."""
        days = {one.day for one in rows if one.day}
        whose: dict[str, Any] = {"committee": rows[0].document.committee_id if rows else ""}
        actions: dict[dt.date, list[ActionRecord]] = {}
        for point in ActionRecord.objects.filter(**whose, meeting__on__in=days).select_related("meeting"):
            actions.setdefault(point.meeting.on, []).append(point)
        activities: dict[dt.date, list[ActivityRecord]] = {}
        for done in ActivityRecord.objects.filter(**whose, on__in=days):
            activities.setdefault(done.on or dt.date.min, []).append(done)
        held = MeetingRecord.objects.filter(**whose, on__in=days, deleted=False)
        return Records(set(held.values_list("on", flat=True)), actions, activities)

    def said(self, one: PapersProposal) -> str:
        """That a proposal is kept already; empty where it is not, and of one that is decided."""
        if one.day is None or one.state != "proposed":
            return ""
        if one.kind == "meeting":
            there = one.day in self.meetings
        elif one.kind == "action":
            line = one.line if one.page is None else None
            held = self.actions.get(one.day, ())
            there = any(same_words(old.text, one.text) or (line is not None and old.line == line) for old in held)
        else:
            there = any(same_words(old.title, title_of(one.text)) for old in self.activities.get(one.day, ()))
        return KEPT[one.kind] if there else ""


def what_may_tell(rows: Sequence[PapersProposal]) -> list[str]:
    """What in the proposals may tell of one person, each in a sentence with where it stands (N43)."""
    return [f"{one.document.name}, line {place}: {what}." for one, place, what in personal_of(rows)]
