"""What committees do in the office's search, for who may see their papers, drafts and all: meetings, papers, actions, reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.scrutiny.ledger.models import InvestigationRecord, ReportRecord
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, ItemRecord, MeetingRecord, PaperRecord
from peelian.ui.excerpts import excerpt
from peelian.ui.meeting import COMMITTEES
from peelian.workspace.committees.desk import home_of
from peelian.workspace.searching import KINDS, MOST, Hit, Kind, holding


def meetings(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """What is written of meetings now. Of what is exempt there is nothing here to be found."""
    ours = person.where(P.SEE_PAPERS)
    if not ours:
        return
    for one in CommitteeRecord.objects.filter(organisation__in=ours).filter(holding(words, "title", "terms")):
        yield Hit(one.title, f"/office/committees/{one.pk}", COMMITTEES[one.kind])
    held = MeetingRecord.objects.filter(committee__organisation__in=ours, deleted=False)
    for meeting in held.filter(holding(words, "title", "place")).select_related("committee")[: MOST + 1]:
        yield Hit(str(meeting), home_of(meeting), meeting.place)
    items = ItemRecord.objects.filter(meeting__committee__organisation__in=ours, meeting__deleted=False)
    texts = ("title", "recommended", "minute", "meeting__title", "meeting__place")
    for item in items.filter(holding(words, *texts)).select_related("meeting__committee")[: MOST + 1]:
        yield Hit(
            str(item), f"{home_of(item.meeting)}#item-{item.pk}",
            f"{item.meeting} · {excerpt(words, item.recommended, item.minute)}",
        )  # fmt: skip


def papers(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Papers by title and by what is printed of them. What is exempt of them is kept elsewhere, and is not looked into."""
    ours = person.where(P.SEE_PAPERS)
    if not ours:
        return
    rows = PaperRecord.objects.filter(item__meeting__committee__organisation__in=ours, item__meeting__deleted=False)
    for paper in rows.filter(holding(words, "title", "text")).select_related("item__meeting__committee")[: MOST + 1]:
        meeting = paper.item.meeting
        yield Hit(paper.title, f"{home_of(meeting)}#item-{paper.item_id}", f"{meeting} · {excerpt(words, paper.text)}")


def asked(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Reports and investigations of one's own committees, drafts too."""
    ours = person.where(P.SEE_PAPERS)
    if not ours:
        return
    for report in ReportRecord.objects.filter(organisation__in=ours).filter(holding(words, "title", "slug"))[
        : MOST + 1
    ]:
        yield Hit(report.title, f"/office/recommendations/reports/{report.pk}", report.get_kind_display())
    for one in InvestigationRecord.objects.filter(organisation__in=ours).filter(holding(words, "title", "terms"))[
        : MOST + 1
    ]:
        yield Hit(one.title, f"/office/recommendations/investigations/{one.pk}", excerpt(words, one.terms))


def actions(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """What committees asked to be done: for the committee, and for the body that was asked."""
    ours, bodies = person.where(P.SEE_PAPERS), person.where(P.ANSWER_COMMITTEE)
    if not ours and not bodies:
        return
    rows = ActionRecord.objects.filter(holding(words, "text", "who")).select_related("committee", "meeting")
    for point in rows:
        if point.committee.organisation_id in ours:
            yield Hit(point.text, f"/office/actions/{point.slug}", str(point))
        elif point.asked_id in bodies:
            yield Hit(point.text, f"/office/asked/{point.slug}", str(point))


KINDS[4:4] = [
    Kind("meetings", "Committees and meetings", meetings),
    Kind("papers", "Papers", papers),
    Kind("actions", "Actions of committees", actions),
    Kind("asked", "Reports and investigations", asked),
]
