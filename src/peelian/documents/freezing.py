"""Agenda packs frozen at dispatch: one sealed content, from which they are printed whenever they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from peelian.core.following import sealed
from peelian.documents.rendering import stubs_of, withheld
from peelian.figures.errors import PeelianError
from peelian.localities.publishing import editions
from peelian.scrutiny.meetings.records import Committee, Item, Meeting, Paper

PackKind = Literal["main", "supplementary"]
PaperKey = tuple[str, str]
"""Number of the item, and id of the paper in it."""
_KINDS: dict[PackKind, tuple[str, ...]] = {"main": ("main",), "supplementary": ("supplementary", "late")}


def quarters_for(meeting: Meeting, root: Path, areas: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The newest published edition of each quarterly report among the papers, by what the paper calls it.

    ``areas`` says which area an organisation reports on (``havering``: ``E09000016``). Raises PeelianError for a report that is
    not published.
    """
    return {
        paper.quarter: _quarter(paper.quarter, root, areas)
        for item in meeting.items
        for paper in item.papers
        if paper.quarter
    }


def _quarter(name: str, root: Path, areas: Mapping[str, str]) -> dict[str, Any]:
    organisation, _, period = name.partition(":")
    found = editions(root, areas.get(organisation, organisation), period)
    if not found:
        raise PeelianError(
            "unknown-quarter", f"No quarterly report is published as {name}.",
            "Publish it, and have the pack printed again.", {"paper": name},
        )  # fmt: skip
    return found[-1]


def frozen(
    committee: Committee,
    meeting: Meeting,
    *,
    body: str,
    at: datetime,
    quarters: Mapping[str, dict[str, Any]],
    kind: PackKind = "main",
    first_page: int = 1,
    before: Collection[PaperKey] = (),
) -> dict[str, Any]:
    """What a pack is made of at the moment of dispatch, sealed: whatever changes later, the pack stays what went out.

    ``body`` is the name of whose committee it is. A supplementary pack holds the papers that came late, and its pages begin
    at ``first_page``; those that went out ``before`` are left out of it. Nothing exempt is in either. Raises PeelianError where a
    supplementary pack would be empty, or a quarterly report is not handed in.
    """
    items = [_item(item, _of_pack(item, kind, before), quarters) for item in meeting.items]
    if kind == "supplementary":
        items = [item for item in items if item["papers"]]
        if not items:
            raise PeelianError(
                "no-late-papers", f"No paper of {meeting.title} came late.",
                "A supplementary pack is made of papers marked as supplementary or late.", {"meeting": meeting.id},
            )  # fmt: skip
    return sealed({
        "kind": kind, "first_page": first_page, "dispatched_at": at.isoformat(timespec="seconds"), "body": body,
        "committee": {
            "id": committee.id, "title": committee.title, "quorum": committee.ruled(meeting.on).quorum, "terms": committee.terms,
            "members": [
                {"name": one.name, "role": one.role, "party": one.party, "votes": one.votes, "body": one.body}
                for one in committee.sitting(meeting.on)
            ],
        },
        "meeting": {
            "id": meeting.id, "title": meeting.title, "on": meeting.on.isoformat(), "place": meeting.place,
            "begins": meeting.begins.isoformat() if meeting.begins else None, "contact": meeting.contact,
            "broadcast": meeting.broadcast, "exclusion": meeting.exclusion,
        },
        "items": items,
    })  # fmt: skip


def late_papers(meeting: Meeting, before: Collection[PaperKey] = ()) -> list[PaperKey]:
    """Papers that came late and did not go out before, by the number of their item and their id."""
    return [(item.number, paper.id) for item in meeting.items for paper in _of_pack(item, "supplementary", before)]


def _of_pack(item: Item, kind: PackKind, before: Collection[PaperKey]) -> list[Paper]:
    return [paper for paper in item.papers if paper.kind in _KINDS[kind] and (item.number, paper.id) not in before]


def _item(item: Item, papers: list[Paper], quarters: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "number": item.number, "title": item.title, "recommended": item.recommended, "urgent": item.urgent,
        **stubs_of(item), "tabled": [paper.title for paper in item.papers if paper.kind == "tabled"],
        "papers": [_paper(paper, quarters) for paper in papers],
    }  # fmt: skip


def _paper(paper: Paper, quarters: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    if paper.quarter and paper.quarter not in quarters:
        raise PeelianError(
            "unknown-quarter", f"{paper.title} is the quarterly report {paper.quarter}, which was not handed in.",
            "Freeze the pack with the reports that its papers name.", {"paper": paper.id},
        )  # fmt: skip
    closed = bool(withheld(paper))
    return {
        "id": paper.id, "title": paper.title, "kind": paper.kind, "author": paper.author, "reason": paper.reason,
        "link": paper.link, "background": list(paper.background), **stubs_of(paper), "text": "" if closed else paper.text,
        "quarter": quarters[paper.quarter] if paper.quarter and not closed else None,
    }  # fmt: skip
