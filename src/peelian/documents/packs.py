"""Agenda packs: frozen at dispatch as one sealed content, printed from it for everybody or for those who may read what is exempt.

The papers of a pack are numbered 1, 2, 3 and go on through supplementary packs; cover and agenda are i, ii, iii. Exempt papers
stand at the end, as E1, E2, and only where their texts are handed in: so every page that both readers have bears the same number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal

from peelian.core.following import sealed
from peelian.documents.pdf import Part, Print, Printed, pages_of
from peelian.documents.prose import prose
from peelian.documents.quarters import QuarterInPrint
from peelian.documents.rendering import rendered, stub_of, stub_seen
from peelian.documents.wording import LONDON, ROLES, cut, day_of_week, hour, moment, whole
from peelian.figures.errors import PeelianError
from peelian.localities.publishing import editions
from peelian.scrutiny.meetings.records import Committee, Item, Meeting, Paper
from peelian.ui import format as words

PackKind = Literal["main", "supplementary"]
_KINDS: dict[PackKind, tuple[str, ...]] = {"main": ("main",), "supplementary": ("supplementary", "late")}
BANNER = "Restricted: contains exempt information. Not for publication."


def quarters_for(meeting: Meeting, root: Path, areas: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The newest published edition of each quarterly report among the papers, by what the paper calls it.

    ``areas`` says which area an organisation reports on (``havering``: ``E09000016``). Raises PeelianError for a report that is
    not published.
    """
    return {paper.quarter: _quarter(paper.quarter, root, areas) for paper in _papers(meeting.items) if paper.quarter}


def _quarter(name: str, root: Path, areas: Mapping[str, str]) -> dict[str, Any]:
    organisation, _, period = name.partition(":")
    found = editions(root, areas.get(organisation, organisation), period)
    if not found:
        raise PeelianError(
            "unknown-quarter", f"No quarterly report is published as {name}.",
            "Publish it before the pack goes out, or take the paper off the agenda.", {"paper": name},
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
) -> dict[str, Any]:
    """What a pack is made of at the moment of dispatch, sealed: whatever changes later, the pack stays what went out.

    ``body`` is the name of whose committee it is. A supplementary pack holds the papers that came late, and its pages begin
    at ``first_page``. Nothing exempt is in it. Raises PeelianError where a supplementary pack would be empty, or a quarterly
    report is not handed in.
    """
    items = [_item(item, _KINDS[kind], quarters) for item in meeting.items]
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
            "id": committee.id, "title": committee.title, "quorum": committee.quorum, "terms": committee.terms,
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


def _item(item: Item, kinds: tuple[str, ...], quarters: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "number": item.number, "title": item.title, "recommended": item.recommended, "urgent": item.urgent,
        "stub": stub_of(item.stub), "tabled": [paper.title for paper in item.papers if paper.kind == "tabled"],
        "papers": [_paper(paper, quarters) for paper in item.papers if paper.kind in kinds],
    }  # fmt: skip


def _paper(paper: Paper, quarters: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    if paper.quarter and paper.quarter not in quarters:
        raise PeelianError(
            "unknown-quarter", f"{paper.title} is the quarterly report {paper.quarter}, which was not handed in.",
            "Freeze the pack with the reports that its papers name.", {"paper": paper.id},
        )  # fmt: skip
    return {
        "id": paper.id, "title": paper.title, "kind": paper.kind, "author": paper.author, "reason": paper.reason,
        "link": paper.link, "background": list(paper.background), "stub": stub_of(paper.stub),
        "text": "" if paper.stub else paper.text,
        "quarter": quarters[paper.quarter] if paper.quarter and not paper.stub else None,
    }  # fmt: skip


def _papers(items: Iterable[Item]) -> Iterator[Paper]:
    for item in items:
        yield from item.papers


def document_of(pack: dict[str, Any], opened: Mapping[str, str] | None = None) -> Print:
    """A frozen pack as it is printed: for everybody; or, where the texts of exempt parts are handed in by the id of their stub,
    for those who may read them, and then marked so on every page.

    Raises PeelianError for a text whose stub is not in the pack.
    """
    _check_opened(pack, opened or {})
    entries = [_Entry(item, paper, at) for at, (item, paper) in enumerate(_entries(pack), start=1)]
    exempt = [_exempt(number, stub, (opened or {})[stub["id"]])
              for number, stub in enumerate((one for one in _stubs(pack) if one["id"] in (opened or {})), start=1)]  # fmt: skip
    places = {stub["id"]: part.name for stub, part in zip(
        (one for one in _stubs(pack) if one["id"] in (opened or {})), exempt, strict=True)}  # fmt: skip
    seen = _seen(pack, entries, places)
    kind = "Agenda" if pack["kind"] == "main" else "Supplementary agenda"
    title = f"{kind}: {pack['committee']['title']}, {day_of_week(date.fromisoformat(pack['meeting']['on']))}"
    front = [Part("cover", rendered("cover", seen), series="front", look="cover"),
             Part("agenda", rendered("agenda", seen), head="Agenda", series="front")]  # fmt: skip
    return Print(
        title=f"{title} (restricted)" if opened else title, author=pack["body"],
        about=f"{kind} and papers of {pack['meeting']['title']}", made=datetime.fromisoformat(pack["dispatched_at"]),
        parts=(*front, *(_part(entry, seen) for entry in entries), *exempt), first_page=pack["first_page"],
        banner=BANNER if opened else "", foot=cut(f"{pack['committee']['title']}, {words.day(_day(pack))}"),
    )  # fmt: skip


def ranges_of(pack: dict[str, Any], printed: Printed) -> dict[str, tuple[int, int]]:
    """First and last page of each paper, by its id, as printed on the pages."""
    return {paper["id"]: printed.ranges[f"paper-{at}"] for at, (_, paper) in enumerate(_entries(pack), start=1)}


class _Entry:
    """A paper of the pack with its item and its place."""

    def __init__(self, item: dict[str, Any], paper: dict[str, Any], at: int) -> None:
        self.item, self.paper, self.part = item, paper, f"paper-{at}"
        self.is_first = paper is next(one for one in item["papers"] if _printed(one))


def _entries(pack: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for item in pack["items"]:
        for paper in item["papers"]:
            if _printed(paper):
                yield item, paper


def _printed(paper: dict[str, Any]) -> bool:
    """Whether a paper has pages; one that is only published elsewhere has none."""
    return bool(paper["text"] or paper["quarter"] or paper["stub"])


def _stubs(pack: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in pack["items"]:
        if item["stub"]:
            yield item["stub"]
        for paper in item["papers"]:
            if paper["stub"]:
                yield paper["stub"]


def _check_opened(pack: dict[str, Any], opened: Mapping[str, str]) -> None:
    if unknown := sorted(set(opened) - {stub["id"] for stub in _stubs(pack)}):
        raise PeelianError(
            "unknown-stub",
            f"The pack has no exempt part {', '.join(unknown)}.",
            "Open those that it names.",
            {"meeting": pack["meeting"]["id"]},
        )


def _seen(pack: dict[str, Any], entries: list[_Entry], places: Mapping[str, str]) -> dict[str, Any]:
    """What the templates of cover, agenda and papers are told."""
    meeting, committee = pack["meeting"], pack["committee"]
    parts = {id(entry.paper): entry.part for entry in entries}
    return {
        "pack": pack, "committee": committee | {"title_whole": whole(committee["title"])}, "meeting": meeting,
        "supplementary": pack["kind"] == "supplementary",
        "day": day_of_week(_day(pack)), "begins": hour(time.fromisoformat(meeting["begins"])) if meeting["begins"] else "",
        "dispatched": moment(datetime.fromisoformat(pack["dispatched_at"]).astimezone(LONDON)),
        "members": [one | {"role_words": ROLES[one["role"]]} for one in committee["members"]],
        "items": [_item_seen(item, parts, places) for item in pack["items"]], "restricted": bool(places),
    }  # fmt: skip


def _item_seen(item: dict[str, Any], parts: Mapping[int, str], places: Mapping[str, str]) -> dict[str, Any]:
    papers = [
        paper | {"part": parts.get(id(paper)), "pages": pages_of(parts[id(paper)]) if id(paper) in parts else "",
                 "stub": stub_seen(paper["stub"], places), "outside": paper["link"].startswith(("https://", "http://"))}
        for paper in item["papers"]
    ]  # fmt: skip
    return item | {
        "papers": papers,
        "recommended_html": prose(item["recommended"], 2),
        "stub": stub_seen(item["stub"], places),
    }


def _part(entry: _Entry, seen: dict[str, Any]) -> Part:
    item, paper = entry.item, entry.paper
    shown = next(
        one
        for shown in seen["items"]
        if shown["number"] == item["number"]
        for one in shown["papers"]
        if one["id"] == paper["id"]
    )
    again = entry.is_first and paper["title"] == item["title"] and not paper["quarter"]
    context = {
        "item": item, "paper": shown, "first": entry.is_first, "again": again, "text": prose(paper["text"], 2 if again else 3),
        "quarter": QuarterInPrint(paper["quarter"]) if paper["quarter"] else None,
    }  # fmt: skip
    look = "turned" if paper["quarter"] else ""
    return Part(entry.part, rendered("paper", context), head=cut(f"Item {item['number']}: {item['title']}"), look=look)


def _exempt(number: int, stub: dict[str, Any], text: str) -> Part:
    context = {"stub": stub_seen(stub), "text": prose(text, 2), "number": number}
    return Part(
        f"exempt-{number}",
        rendered("exempt", context),
        head=cut(f"Exempt: {stub['title']}"),
        series="exempt",
        look="exempt",
    )


def _day(pack: dict[str, Any]) -> date:
    return date.fromisoformat(pack["meeting"]["on"])
