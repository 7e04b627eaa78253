"""Agendas and minutes as parts of a file of papers: where each begins, its items and their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Literal

from peelian.reading import Block, Line
from peelian.scrutiny.importing.days import days_in, times_in
from peelian.scrutiny.importing.papering import (
    AGENDA,
    COMMITTEE,
    ENDS,
    ITEM,
    KINDS,
    MINUTES,
    PAGES,
    PLACE,
    QUORUM,
    SIZE,
    WHEN,
)
from peelian.scrutiny.meetings.records import ItemKind

_HEAD = 14
"""So many blocks before the first item may say when and where a meeting is."""
_LONGEST_PLACE = 120
_PLACE_LABEL = re.compile(r"^(?:place|venue|location)\b:?\s+", re.IGNORECASE)
_CAPITALS = 0.7
_LONGEST_TITLE, _LOWEST = 120, 6
_SMALL = frozenset({"of", "the", "and", "for", "on", "to", "in", "by", "a", "with", "from", "at", "held", "or"})
_AGAIN = re.compile(r"\s*\((?:agenda )?item \w{1,4}\)\s*$", re.IGNORECASE)
"""The number of the agenda's item behind a minute's title."""
_JUMP = 2
"""A number may skip one item that was not read."""


@dataclass
class Item:
    """An item as printed: number, title, pages of the pack, and the blocks below it."""

    number: str
    title: str
    head: Block
    first_page: int | None = None
    last_page: int | None = None
    blocks: list[Block] = field(default_factory=list)

    @property
    def kind(self) -> ItemKind:
        """What its title names."""
        return next((kind for kind, pattern in KINDS if pattern.search(self.title)), "other")


@dataclass
class Part:
    """An agenda or minutes: what stands before the first item, and the items."""

    kind: Literal["agenda", "minutes"]
    start: Block
    head: list[Block] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def about(self, *kinds: ItemKind) -> list[Block]:
        """What stands below its items of these kinds."""
        return [block for item in self.items if item.kind in kinds for block in item.blocks]

    @property
    def said(self) -> str:
        """The head as one text."""
        return "\n".join(block.text for block in self.head)

    @property
    def on(self) -> date | None:
        """The day of the meeting: the first with a year before the items."""
        return next((day.on for day in days_in(self.said, None) if day.on), None)

    @property
    def hours(self) -> tuple[time | None, time | None]:
        """When it begins and ends."""
        return times_in(self.said)

    @property
    def place(self) -> str:
        """Where it is held, by the line of the head that names a building or a room; empty where none does."""
        for block in self.head:
            for line in lines_of(block):
                kept = _PLACE_LABEL.sub("", " ".join(WHEN.sub(" ", line).split())).strip(" ,:*-–")
                if PLACE.search(kept) and len(kept) < _LONGEST_PLACE:
                    return kept
        return ""

    @property
    def quorum(self) -> int | None:
        """How many must be there, where the head says it."""
        found = QUORUM.search(self.said)
        return int(found[1]) if found else None

    @property
    def size(self) -> int | None:
        """How many members it has, where the head says it."""
        found = SIZE.search(self.said)
        return int(found[1]) if found else None


def lines_of(block: Block) -> list[str]:
    """The text of a block line by line, as printed."""
    ends = [*(start for start, _, _ in block.starts[1:]), len(block.text)]
    return [block.text[start:end].strip() for (start, _, _), end in zip(block.starts, ends, strict=True)]


def titled(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with a numbered title that stands on one of its own as a heading, so that nothing before it runs on into it."""
    for at, line in enumerate(lines):
        alone = line.begins and (at + 1 == len(lines) or lines[at + 1].begins)
        match = ITEM.match(line.text) if alone and line.look == "text" else None
        if match and _is_title(match["title"], bool(match["first"]), line.bold):
            yield replace(line, look="heading", level=_LOWEST)
        elif _in_capitals(line, lines[at + 1] if at + 1 < len(lines) else None):
            yield replace(line, look="heading", level=_LOWEST, text=f"{line.label}. {line.text}", label="")
        else:
            yield line


def _in_capitals(line: Line, below: Line | None) -> bool:
    """Whether a numbered line is a title in capitals, with the words of its item right below it."""
    return (
        line.look == "bullet" and line.label.isdigit() and _shouts(line.text) and below is not None and below.look == "text"
        and not below.begins and not _shouts(below.text)
    )  # fmt: skip


def _shouts(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) >= _CAPITALS * len(letters) > 0


def parts_of(blocks: Sequence[Block]) -> list[Part]:
    """Every agenda and every set of minutes of a file, in its order; without any of their items, none."""
    parts: list[Part] = []
    part: Part | None = None
    for block in blocks:
        kind = _begins(block)
        if kind and not (part and part.kind == kind and not part.items):
            part = Part(kind, block, _before(blocks, block) if kind == "agenda" else [])
            part.head.append(block)
            parts.append(part)
        elif part and ENDS.search(block.text.strip()):
            part = None if part.items else part
        elif part:
            _take(part, block)
    return [one for one in parts if one.items]


def _begins(block: Block) -> Literal["agenda", "minutes"] | None:
    text = block.text.strip()
    if block.look not in ("heading", "text") or len(text) > 300:
        return None
    if AGENDA.search(text):
        return "agenda"
    return (
        "minutes"
        if MINUTES.search(text) and (text.isupper() or block.look == "heading" or block.bold or _has_day(text))
        else None
    )


def _has_day(text: str) -> bool:
    return any(day.on for day in days_in(text, None))


def _before(blocks: Sequence[Block], block: Block) -> list[Block]:
    """The headings that stand straight before an agenda: whose it is."""
    return [one for one in blocks[max(0, block.place - 4) : block.place] if one.look in ("heading", "text")]


def _take(part: Part, block: Block) -> None:
    item = _item(block, part.items[-1] if part.items else None, agenda=part.kind == "agenda")
    if item:
        part.items.append(item)
    elif part.items:
        pages = PAGES.fullmatch(block.text.strip())
        if pages and part.items[-1].first_page is None:
            part.items[-1].first_page, part.items[-1].last_page = (
                int(pages["first"]),
                int(pages["last"] or pages["first"]),
            )
        part.items[-1].blocks.append(block)
    else:
        part.head.append(block)


def _item(block: Block, before: Item | None, *, agenda: bool) -> Item | None:
    """An item where a block is a numbered title that follows the one before. In an ``agenda`` a title may be in small letters."""
    if block.look not in ("heading", "text", "bullet") or len(block.text) > 250:
        return None
    label = block.label if block.look == "bullet" and block.label[:1].isdigit() else ""
    match = ITEM.match(f"{label} {block.text}" if label else block.text)
    if not match or not _follows(match["number"], before):
        return None
    if not _is_title(match["title"], bool(match["first"]), block.bold or block.look == "heading") and not (
        agenda and label and _is_short(match["title"])
    ):
        return None
    first = int(match["first"]) if match["first"] else None
    last = int(match["last"] or match["first"]) if match["first"] else None
    return Item(match["number"], _AGAIN.sub("", match["title"]).strip(" .:"), block, first, last)


def _is_short(title: str) -> bool:
    """Whether it begins as a title and does not end as a sentence does."""
    return title[:1].isupper() and len(title) < _LONGEST_TITLE and title[-1] not in ".?!:;,"


def _is_title(title: str, paged: bool, stands_out: bool) -> bool:
    if not any(letter.isalpha() for letter in title) or title.rstrip().endswith((";", ",")):
        return False
    if paged or stands_out or _shouts(title):
        return True
    # a numbered line of plain print: a title has capitals, and does not end as a sentence does
    words = [word for word in title.split() if word[:1].isalpha()]
    raised = sum(word[0].isupper() or word in _SMALL for word in words)
    return len(title) < _LONGEST_TITLE and title[-1] not in ".?!:" and raised >= 0.8 * len(words)


def _follows(number: str, before: Item | None) -> bool:
    at = _whole(number)
    if before is None:
        return True
    last = number_of(before)
    return last < at <= last + _JUMP or (at == last and number != before.number)


def number_of(item: Item) -> int:
    """The whole number of an item: of 4a it is 4."""
    return _whole(item.number)


def _whole(number: str) -> int:
    return int(re.sub(r"\D.*$", "", number))


def committee_of(part: Part) -> str:
    """Whose meeting it is, as the head prints it; empty where it does not say."""
    at = part.head.index(part.start)
    for block in (*reversed(part.head[: at + 1]), *part.head[at + 1 :]):  # what stands nearest above says it best
        for line in (block.text, *lines_of(block)):  # a name may take two lines
            text = re.sub(r"^.*?\bmeeting(?: of(?: the)?\s+|:?\s+(?=[A-Z]))", "", line, flags=re.IGNORECASE).strip(
                " :*"
            )
            name = COMMITTEE.search(text)
            if name and len(text) < 90 and _CASED.match(text):
                return re.sub(r"-\s+", "-", text)
    found = _OF.search(part.start.text)
    return re.sub(r"-\s+", "-", found[1].strip()) if found else ""


_CASED = re.compile(r"^[A-Z0-9]")
_OF = re.compile(
    r"\bMEETING OF (?:THE )?([A-Z][A-Z &,'-]*?(?:COMMITTEE|BOARD|PANEL|CABINET|COUNCIL|ASSEMBLY|GROUP|FORUM|COMMISSION))\b"
)


def gaps_in_pages(items: Sequence[Item]) -> Iterator[tuple[Item, str]]:
    """Items whose pages do not follow those of the item before, and how."""
    last = 0
    for item in items:
        if item.first_page is None or item.last_page is None:
            continue
        if item.last_page < item.first_page:
            yield item, f"item {item.number} ends on page {item.last_page}, before it begins"
        elif item.first_page > last + 1:
            yield item, f"pages {last + 1} to {item.first_page - 1} are of no item"
        elif item.first_page <= last:
            yield item, f"item {item.number} begins on page {item.first_page}, and the item before ends on {last}"
        last = max(last, item.last_page)
