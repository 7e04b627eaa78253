"""Meeting papers as proposals: meetings, items, outcomes, actions, decisions and activities, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from peelian.figures.errors import PeelianError
from peelian.reading import Block, Document, blocks_of
from peelian.scrutiny.importing.agendas import Item, Part, committee_of, gaps_in_pages, number_of, parts_of, titled
from peelian.scrutiny.importing.forward import forward_in
from peelian.scrutiny.importing.minutes import attendance_in, outcome_in
from peelian.scrutiny.importing.monthly import (
    activities_in,
    behind,
    date_of,
    decisions_in,
    gaps_in,
    outside,
    period_of,
)
from peelian.scrutiny.importing.papering import NEEDS_NO_OUTCOME, NOTHING, URGENT
from peelian.scrutiny.importing.proposals import Imported, Proposal, Remark
from peelian.scrutiny.importing.redaction import redactions_in

_SURE, _ITEM = 0.95, 0.93
_PRESENT = ("present", "substitute")


def import_papers(document: Document) -> Imported:
    """What papers propose, in their order, and what is odd in them.

    Raises PeelianError for a document that holds no agenda, no minutes, no register of decisions and no dated activities.
    """
    blocks = blocks_of(list(titled(document.lines)))
    parts = parts_of(blocks)
    proposals = [one for part in parts for one in _of_part(part)]
    remarks = [one for part in parts for one in _remarks(part)]
    remarks += _quorums(parts)
    read, found = _monthly(blocks, parts)
    proposals += read
    remarks += found
    remarks += redactions_in(blocks)
    if not proposals:
        raise PeelianError(
            "no-papers",
            f"{document.name} holds no agenda, no minutes, no list of decisions and no dated activities.",
            "For a report or a response use peelian import report or peelian import response.",
            {"file": document.name},
        )
    return Imported(
        tuple(sorted(proposals, key=_place)), tuple(sorted(remarks, key=lambda one: (one.page or 0, one.line or 0)))
    )


def _place(one: Proposal) -> tuple[int, int]:
    return one.page or 0, one.line or 0


def _of_part(part: Part) -> Iterator[Proposal]:
    yield _meeting(part)
    for item in part.items:
        yield _item(part, item)
        if part.kind == "minutes":
            for one in forward_in(item.blocks, part.on):
                fields = {
                    "owner": one.owner,
                    "due": one.when.due,
                    "due_words": one.when.words,
                    "dated": one.when.kind,
                    "item": item.number,
                    "form": one.form,
                    "meeting": part.on.isoformat() if part.on else None,
                }
                fields = {key: value for key, value in fields.items() if value}
                yield Proposal("action", item.number, one.text, one.page, one.line, one.confidence, fields)


def _meeting(part: Part) -> Proposal:
    committee, (begins, ends) = committee_of(part), part.hours
    attendance = attendance_in(part.head, part.about("apologies", "announcements")) if part.kind == "minutes" else []
    fields: dict[str, Any] = {
        "part": part.kind,
        "committee": committee,
        "date": part.on.isoformat() if part.on else None,
        "begins": begins.isoformat("minutes") if begins else None,
        "ends": ends.isoformat("minutes") if ends else None,
        "place": part.place,
        "quorum": part.quorum,
        "members": part.size,
        "attendance": attendance,
        "items": len(part.items),
    }
    fields = {key: value for key, value in fields.items() if value not in (None, [], "")}
    text = " ".join(filter(None, (committee, part.on.isoformat() if part.on else "")))
    return Proposal("meeting", None, text, part.start.page, part.start.line, _SURE if part.on else 0.6, fields)


def _item(part: Part, item: Item) -> Proposal:
    fields: dict[str, Any] = {"part": part.kind, "kind": item.kind, "meeting": part.on.isoformat() if part.on else None}
    said = "\n\n".join(block.text for block in item.blocks)
    if part.kind == "agenda":
        fields["recommended"] = said
        if item.first_page is not None:
            fields |= {"pages": [item.first_page, item.last_page]}
    else:
        fields["minute"] = said
        outcome = outcome_in(item.blocks)
        if outcome:
            fields |= {"outcome": outcome[0], "outcome_words": outcome[1], "outcome_line": outcome[2]}
    urgent = (
        next((block.text for block in item.blocks if URGENT.search(block.text)), "") if item.kind != "urgent" else ""
    )
    fields |= {"urgent": urgent, "last": list(_end(item))}
    fields = {key: value for key, value in fields.items() if value not in (None, "")}
    return Proposal("agenda-item", item.number, item.title, item.head.page, item.head.line, _ITEM, fields)


def _end(item: Item) -> tuple[int | None, int]:
    """Page and line of the last line of an item."""
    _, line, page = (item.blocks[-1] if item.blocks else item.head).starts[-1]
    return page, line


def _remarks(part: Part) -> Iterator[Remark]:
    for item, what in gaps_in_pages(part.items):
        yield Remark(what, item.head.page, item.head.line, "certain", {"item": item.number})
    for before, item in pairwise(part.items):
        if number_of(item) > number_of(before) + 1:
            what = f"item {number_of(before) + 1} is not there"
            yield Remark(what, item.head.page, item.head.line, "likely", {"item": item.number})
    if part.kind != "minutes":
        return
    for item in part.items:
        nothing = len(item.blocks) == 1 and NOTHING.search(item.blocks[0].text)
        if item.kind not in NEEDS_NO_OUTCOME and not nothing and not outcome_in(item.blocks):
            what = f"minute {item.number} says what was told, and not what the committee did with it"
            yield Remark(what, item.head.page, item.head.line, "likely", {"item": item.number, "kind": "no-outcome"})


def _quorums(parts: Sequence[Part]) -> Iterator[Remark]:
    """Minutes of fewer members than the quorum that an agenda of the same committee says."""
    quorums = {committee_of(part): part.quorum for part in parts if part.quorum}
    for part in parts:
        there = sum(
            one["presence"] in _PRESENT for one in attendance_in(part.head, part.about("apologies", "announcements"))
        )
        quorum = quorums.get(committee_of(part))
        if part.kind == "minutes" and quorum and 0 < there < quorum:
            what = f"{there} members were there, and the quorum is {quorum}"
            yield Remark(what, part.start.page, part.start.line, "likely", {"kind": "quorum"})


def _monthly(blocks: Sequence[Block], parts: Sequence[Part]) -> tuple[list[Proposal], list[Remark]]:
    """Decisions and activities outside agendas and minutes."""
    within = {block.place for part in parts for item in part.items for block in item.blocks}
    rest = [block for block in blocks if block.place not in within]
    decisions = list(decisions_in(rest))
    period = period_of(rest)
    day = date_of(rest)
    # without decisions or a stated period a day in the first person is a story, not a diary
    activities = list(activities_in(rest, day or (period[1] if period else None))) if decisions or period else []
    remarks = [*gaps_in(decisions), *(outside(activities, period) if period else ())]
    remarks += behind(rest, day) if decisions or period else ()
    if activities and [_on(one) for one in activities] != sorted(_on(one) for one in activities):
        first = next(later for before, later in pairwise(activities) if _on(later) < _on(before))
        remarks.append(
            Remark("the activities are not printed in the order of their days", first.page, first.line, "certain")
        )
    return [*decisions, *activities], remarks


def _on(one: Proposal) -> date:
    return date.fromisoformat(one.fields.get("date") or "0001-01-01")
