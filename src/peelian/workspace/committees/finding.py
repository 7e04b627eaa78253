"""Committees, meetings, their items and actions in the office's search: for who may see their papers, drafts and all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, ItemRecord
from peelian.ui.excerpts import excerpt
from peelian.ui.meeting import COMMITTEES
from peelian.workspace.committees.desk import home_of
from peelian.workspace.searching import KINDS, Hit, Kind, holding


def meetings(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """What is written of meetings now. Of what is exempt there is nothing here to be found."""
    ours = person.where(P.SEE_PAPERS)
    if not ours:
        return
    for one in CommitteeRecord.objects.filter(organisation__in=ours).filter(holding(words, "title", "terms")):
        yield Hit(one.title, f"/office/committees/{one.pk}", COMMITTEES[one.kind])
    items = ItemRecord.objects.filter(meeting__committee__organisation__in=ours, meeting__deleted=False)
    texts = ("title", "recommended", "minute", "meeting__title", "meeting__place")
    for item in items.filter(holding(words, *texts)).select_related("meeting__committee"):
        yield Hit(
            str(item), f"{home_of(item.meeting)}#item-{item.pk}",
            f"{item.meeting} · {excerpt(words, item.recommended, item.minute)}",
        )  # fmt: skip


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


KINDS[4:4] = [Kind("meetings", "Committees and meetings", meetings), Kind("actions", "Actions of committees", actions)]
