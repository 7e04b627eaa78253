"""Papers that are read in at the desk: kept with their committee, each meeting, action and activity decided by a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet

from peelian.core.acting import Actor, acting, action, now
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.reading import Document, Line
from peelian.scrutiny.importing.confirming_activities import confirm_activities
from peelian.scrutiny.importing.confirming_papers import Wish, confirm_papers
from peelian.scrutiny.importing.papers import import_papers
from peelian.scrutiny.importing.papers_read import Day, activities_of, days_of, parts_in, place_of
from peelian.scrutiny.importing.proposals import Imported, Proposal
from peelian.scrutiny.meetings.models import CommitteeRecord, MeetingRecord
from peelian.scrutiny.meetings.papers import PapersDocument, PapersProposal


def proposed(document: Document, found: Imported) -> list[dict[str, Any]]:
    """What a document proposes that can be taken in, as rows: a meeting a day, its actions, the activities of a diary."""
    rows = []
    for day in days_of([(document, found)]).values():
        rows.append(_meeting(day))
        rows += [_row("action", one, day.on, _told(one, "owner", "due_words")) for one in day.actions]
    for one in activities_of(found):
        on = dt.date.fromisoformat(one.fields["date"]) if "date" in one.fields else None
        odd = [held for held in found.remarks if (held.page, held.line) == (one.page, one.line)]
        personal = [(place_of(held), held.what) for held in odd if held.fields.get("kind") == "redaction"]
        rows.append(_row("activity", one, on, {"personal": personal, **_told(one, "date_words")}))
    return rows


def undated(document: Document, found: Imported) -> list[str]:
    """Agendas and minutes on which no day was found: they cannot be taken in."""
    heads = (part for part in parts_in(document.name, found) if not part.meeting.fields.get("date"))
    return [f"The {part.kind} at line {place_of(part.meeting)} have no day and are left aside." for part in heads]


def _meeting(day: Day) -> dict[str, Any]:
    first = day.parts[0].meeting
    told = [f"{part.kind} from line {place_of(part.meeting)}, {len(part.items)} items" for part in day.parts]
    odd = [
        f"Line {place_of(one)}: {one.what}."
        for part in day.parts
        for one in part.remarks
        if one.fields.get("kind") != "redaction"
    ]
    fields = {
        "personal": [(place_of(one), one.what) for _, one in day.personal], "odd": [*odd, *day.told],
        "called": str(first.fields.get("committee", "")), "told": told,
    }  # fmt: skip
    sure = min(part.meeting.confidence for part in day.parts)
    return _row("meeting", first, day.on, fields) | {"text": "; ".join(told).capitalize(), "confidence": sure}


def _told(one: Proposal, *names: str) -> dict[str, Any]:
    return {name: one.fields[name] for name in names if one.fields.get(name)}


def _row(kind: str, one: Proposal, on: dt.date | None, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": kind, "day": on, "place": place_of(one), "page": one.page, "line": one.line, "text": one.text,
        "confidence": round(one.confidence, 2), "fields": {key: value for key, value in fields.items() if value},
    }  # fmt: skip


def foretold(committee: CommitteeRecord, document: Document, found: Imported) -> int:
    """How many proposals would be new if these papers were kept with their committee."""
    kept = PapersDocument.objects.filter(committee=committee, sha256=document.sha256).first()
    return len(_fresh(kept, proposed(document, found)))


def _fresh(kept: PapersDocument | None, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    there = (
        set(PapersProposal.objects.filter(document=kept).values_list("kind", "day", "place", "text")) if kept else set()
    )
    return [one for one in rows if (one["kind"], one["day"], one["place"], one["text"]) not in there]


@action("papers.read-in")
def keep(
    committee: CommitteeRecord, document: Document, found: Imported, *, by: Actor, reason: str = ""
) -> tuple[PapersDocument, int]:
    """Keep what papers propose with their committee; returns the document and how many proposals are new. Nothing is public by it.

    The same file again adds only what is proposed anew.
    """
    by.must(P.WRITE_PAPERS, committee.owner)
    lines, rows = [asdict(line) for line in document.lines], proposed(document, found)
    kept = PapersDocument.objects.filter(committee=committee, sha256=document.sha256).first()
    if kept is None:
        [kept] = PapersDocument.objects.bulk_create([
            PapersDocument(committee=committee, name=document.name[:200], sha256=document.sha256, lines=lines, read_at=now())
        ])  # fmt: skip
    fresh = _fresh(kept, rows)
    PapersProposal.objects.bulk_create([PapersProposal(document=kept, **one) for one in fresh])
    if fresh and not kept.lines:
        PapersDocument.objects.filter(pk=kept.pk).update(lines=lines)
    acting().about(kept)
    acting().note(kept, "document", kept.sha256)
    acting().note(kept, "proposed", len(fresh))
    return kept, len(fresh)


@action("papers.confirm")
def confirm(
    chosen: Sequence[PapersProposal], house: House, *, redacted: bool = False, by: Actor, reason: str = ""
) -> list[str]:
    """Take in what a person has chosen of the papers of one committee, all of it or nothing; returns what was done, in words.

    Raises PeelianError for what was decided already, an action whose meeting is neither chosen nor kept, and what may tell of one
    person and was not looked at (``redacted``).
    """
    held = _undecided([*chosen, *_of_one_line(chosen)], by)
    _must_be_seen(held, redacted=redacted)
    acting().about(held[0].document)
    said: list[str] = []
    for document in dict.fromkeys(one.document for one in held):
        said += _taken_in(document, [one for one in held if one.document_id == document.pk], house, by)
    for one in held:
        acting().change(one, state="confirmed", became=_became(one), author=by.person)
    _forget(held)
    return list(dict.fromkeys(said))


def _of_one_line(chosen: Sequence[PapersProposal]) -> list[PapersProposal]:
    """The other activities of a line that tells of several days: they are recorded together."""
    return [
        other
        for one in chosen if one.kind == "activity"
        for other in PapersProposal.objects.filter(document=one.document, kind="activity", place=one.place, state="proposed")
    ]  # fmt: skip


def _taken_in(document: PapersDocument, held: Sequence[PapersProposal], house: House, by: Actor) -> list[str]:
    read = as_read(document)
    found, committee = import_papers(read), document.committee
    days = list(dict.fromkeys(str(one.day) for one in held if one.kind != "activity"))
    _must_have_meetings(held)
    said = []
    if days:
        wish = Wish(days, [one.place for one in held if one.kind == "action"], redacted=True, left=False)
        said += confirm_papers(house, [(read, found)], committee.pk, wish, by=by)
    places = list(dict.fromkeys(one.place for one in held if one.kind == "activity"))
    return said + (confirm_activities(house, read, found, committee.pk, places, redacted=True, by=by) if places else [])


def _must_have_meetings(held: Sequence[PapersProposal]) -> None:
    """Raises PeelianError for an action of a meeting that nobody has taken in, nor chosen with it."""
    chosen = {one.day for one in held if one.kind == "meeting"}
    for one in held:
        kept = _meetings_of(one).exclude(minutes="none")
        if one.kind == "action" and one.day not in chosen and not kept.exists():
            raise PeelianError(
                "wrong-meeting", f"The action at line {one.place} is of the meeting of {one.day}, which is not taken in.",
                "Choose that meeting too.", {"line": one.place},
            )  # fmt: skip


def personal_of(rows: Sequence[PapersProposal]) -> list[tuple[PapersProposal, str, str]]:
    """What may tell of one person in what is proposed: the proposal, where it stands, and what it is (N43)."""
    return [(one, place, what) for one in rows for place, what in one.fields.get("personal", ())]


def _must_be_seen(held: Sequence[PapersProposal], *, redacted: bool) -> None:
    found = personal_of(held)
    if found and not redacted:
        told = " ".join(f"{one.document.name}, line {place}: {what}." for one, place, what in found)
        raise PeelianError(
            "look-first", f"This is held back. {told}", "Take it out of the file and read that in, or look at each and say so.",
            {"lines": [place for _, place, _ in found]},
        )  # fmt: skip


def _became(one: PapersProposal) -> str:
    """The meeting that it became, or at which it arose; empty of an activity."""
    kept = _meetings_of(one).order_by("slug").first()
    return kept.id_of if kept and one.kind != "activity" else ""


def _meetings_of(one: PapersProposal) -> QuerySet[MeetingRecord]:
    """The meetings of its committee on its day that were not called off."""
    rows: QuerySet[MeetingRecord] = MeetingRecord.objects.filter(committee=one.document.committee, deleted=False)
    return rows.filter(on=one.day or dt.date.min).exclude(state__in=("cancelled", "postponed"))


@action("papers.reject")
def reject(chosen: Sequence[PapersProposal], *, by: Actor, reason: str) -> None:
    """Say that proposals are not to be taken in, and why. Raises PeelianError without a reason, and for what is decided."""
    held = _undecided(chosen, by)
    if not reason.strip():
        raise PeelianError("no-reason", "Rejecting needs a reason.", "Say why it is not taken in.")
    acting().about(held[0].document)
    for one in held:
        acting().change(one, state="rejected", why=reason.strip(), author=by.person)
    _forget(held)


def _undecided(chosen: Sequence[PapersProposal], by: Actor) -> list[PapersProposal]:
    """The proposals, held. Raises PeelianError where there is none, of several committees, or where one is decided."""
    rows = PapersProposal.objects.select_for_update(of=("self",)).select_related("document__committee__organisation")
    held = list(rows.filter(pk__in=[one.pk for one in chosen]))
    for owner in {one.owner for one in held}:
        by.must(P.WRITE_PAPERS, owner)
    if not held or len({one.document.committee_id for one in held}) > 1:
        raise PeelianError("nothing-chosen", "Nothing is chosen.", "Choose at least one of the proposals.")
    if done := next((one for one in held if one.state != "proposed"), None):
        raise PeelianError("decided", f"{done} is {done.get_state_display()} already.", "Choose among the others.")
    return held


def _forget(held: Sequence[PapersProposal]) -> None:
    """Forget the lines of documents of which everything is decided."""
    for document in {one.document_id for one in held}:
        if not PapersProposal.objects.filter(document=document, state="proposed").exists():
            PapersDocument.objects.filter(pk=document).update(lines=[])


def as_read(document: PapersDocument) -> Document:
    """A document as it was read."""
    lines = tuple(_lines(document))
    pages = max((line.page for line in lines if line.page), default=None)
    return Document("pdf" if pages else "text", document.sha256, document.name, lines, pages)


def _lines(document: PapersDocument) -> Iterator[Line]:
    for line in document.lines:
        yield Line(**line)
