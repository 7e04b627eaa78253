"""Agenda packs as they are printed from their frozen content: for everybody, or for those who may read what is exempt.

The papers of a pack are numbered 1, 2, 3 and go on through supplementary packs; cover and agenda are i, ii, iii. Exempt papers
stand at the end, as E1, E2, and only where their texts are handed in: so every page that both readers have bears the same number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from peelian.documents.freezing import PaperKey
from peelian.documents.pdf import Part, Print, pages_of
from peelian.documents.quarters import QuarterInPrint
from peelian.documents.rendering import frozen_stubs, rendered, stub_seen, stubs_seen
from peelian.documents.wording import LONDON, ROLES, cut, day_of_week, hour, moment, whole
from peelian.figures.errors import PeelianError
from peelian.ui import format as words
from peelian.ui.prose import prose

BANNER = "Restricted: contains exempt information. Not for publication."


def document_of(pack: dict[str, Any], opened: Mapping[str, str] | None = None) -> Print:
    """A frozen pack as it is printed: for everybody; or, where the texts of exempt parts are handed in by the id of their stub,
    for those who may read them, and then marked so on every page.

    Raises PeelianError for a text whose stub is not in the pack.
    """
    texts = opened or {}
    _check_opened(pack, texts)
    entries = [_Entry(item, paper, at) for at, (item, paper) in enumerate(_entries(pack), start=1)]
    shown = [stub for stub in stubs_in(pack) if stub["id"] in texts]
    exempt = [_exempt(number, stub, texts[stub["id"]]) for number, stub in enumerate(shown, start=1)]
    places = {stub["id"]: part.name for stub, part in zip(shown, exempt, strict=True)}
    seen = _seen(pack, entries, places)
    kind = "Agenda" if pack["kind"] == "main" else "Supplementary agenda"
    title = f"{kind}: {pack['committee']['title']}, {day_of_week(_day(pack))}"
    front = [Part("cover", rendered("cover", seen), series="front", look="cover"),
             Part("agenda", rendered("agenda", seen), head="Agenda", series="front")]  # fmt: skip
    return Print(
        title=f"{title} (restricted)" if texts else title, author=pack["body"],
        about=f"{kind} and papers of {pack['meeting']['title']}", made=datetime.fromisoformat(pack["dispatched_at"]),
        parts=(*front, *(_part(entry, seen) for entry in entries), *exempt), first_page=pack["first_page"],
        banner=BANNER if texts else "", foot=cut(f"{pack['committee']['title']}, {words.day(_day(pack))}"),
    )  # fmt: skip


def ranges_of(pack: dict[str, Any], ranges: Mapping[str, tuple[int, int]]) -> dict[PaperKey, tuple[int, int]]:
    """First and last page of each paper, by the number of its item and its id. ``ranges`` are those of the printed or kept file."""
    return {
        (item["number"], paper["id"]): ranges[f"paper-{at}"] for at, (item, paper) in enumerate(_entries(pack), start=1)
    }


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


def stubs_in(pack: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The stubs of a pack, in the order of its agenda."""
    for item in pack["items"]:
        yield from frozen_stubs(item)
        for paper in item["papers"]:
            yield from frozen_stubs(paper)


def _check_opened(pack: dict[str, Any], opened: Mapping[str, str]) -> None:
    if unknown := sorted(set(opened) - {stub["id"] for stub in stubs_in(pack)}):
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
                 "stubs": stubs_seen(paper, places), "outside": paper["link"].startswith(("https://", "http://"))}
        for paper in item["papers"]
    ]  # fmt: skip
    return item | {
        "papers": papers,
        "recommended_html": prose(item["recommended"], 2),
        "stubs": stubs_seen(item, places),
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
