"""Numbered entries of a document: what a committee numbered, with its sub-points, its chapter's paragraph and its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from peelian.reading import Block, Document, blocks_of
from peelian.reading.lines import Line
from peelian.scrutiny.importing.answering import ANSWER_HEAD, ANSWER_LEAD
from peelian.scrutiny.importing.wording import (
    CITED,
    FOUND_TOO,
    HEAD,
    HEAD_OF_SEVERAL,
    LIST_ENDS,
    LIST_HEADING,
    SAID_TO_BE,
)

_NUMBER = re.compile(r"^(?P<number>\d{1,3}(?:\.\d{1,3})?)(?P<stop>[.)]?)\s*(?=[A-Z“\"'‘(])")
_CELL_NUMBER = re.compile(r"(?:r(?:ec(?:ommendation)?)?\.?\s*)?(\d{1,3})[.)]?", re.IGNORECASE)
_WITHIN = re.compile(r"(?:^|(?<=[\s;:,]))\((?P<letter>[a-z]|[ivx]{1,4})\)\s+")
"""A sub-point within a sentence: (a) … (b) …"""
_APART = re.compile(r"^(?P<first>[A-Z][a-z]?) (?P<rest>[a-z]+)\b")
_ALONE = re.compile(r"(?<![\w’'])[A-Za-z]+(?![\w’'])")
_STOPS = re.compile(r"[.?!:;][\"'”’)\]]*$")
_FAR = 14
"""So many blocks without a further number end a list."""
_LONGEST_HEADING = 120
_PAGED = re.compile(r"(?:\.{3,}|\t|\s)\s*\d{1,3}$")
"""A heading of the table of contents: its page stands behind it."""


@dataclass(frozen=True)
class Point:
    """A sub-point. ``printed``: whether the document gives it this letter; else it is ours, by its order."""

    letter: str
    text: str
    page: int | None
    line: int
    printed: bool

    def to_json(self) -> dict[str, object]:
        """As the fields of a proposal hold it."""
        return {"letter": self.letter, "text": self.text, "page": self.page, "line": self.line, "printed": self.printed}


@dataclass(frozen=True)
class Entry:
    """``what`` is how the document names it (recommendation, conclusion, …), empty where it only numbers it.

    ``text`` is what stands before its sub-points; ``cites`` the paragraph of the chapter; ``section`` the heading above;
    ``page`` and ``line`` are where its head stands, ``text_page`` and ``text_line`` where its words begin. ``first`` and ``last``
    are places of blocks; ``listed`` whether it stands in a list of them all.
    """

    what: str
    number: str
    text: str
    points: tuple[Point, ...]
    page: int | None
    line: int
    text_page: int | None
    text_line: int
    first: int
    last: int
    section: str = ""
    cites: str = ""
    listed: bool = False
    italic: bool = False
    asked: bool = False
    """Whether the list that it stands in is headed as one of recommendations, and of nothing else."""

    @property
    def whole(self) -> str:
        """Its text with its sub-points."""
        return " ".join((self.text, *(point.text for point in self.points))).strip()


def blocks_with_numbers(document: Document) -> list[Block]:
    """The blocks of a document; a paragraph's number begins a block of its own even where the print sets no space after it.

    A first word that the print sets apart from its first letter (``T he``) is whole again where the document has it whole.
    """
    lines = list(_cells(document.lines)) if document.kind == "docx" else document.lines
    blocks = blocks_of(list(_headed(list(_numbered(lines)))))
    known = Counter(word for block in blocks for word in _ALONE.findall(block.text))
    return [_mended(block, known) for block in blocks]


def _headed(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, where the file sets no gap around them too: a head of an entry or of an answer as a block of its own.

    A head in the middle of a sentence is none: the line before ends one, and what is below a bare head begins anew.
    """
    bare, ended = False, True
    for at, line in enumerate(lines):
        found = _opens(line.text) if line.look == "text" and (line.begins or ended) else None
        begins = found == "said" or (found == "bare" and _anew(lines[at + 1] if at + 1 < len(lines) else None))
        yield replace(line, begins=True) if (begins or bare) and line.look == "text" else line
        bare = begins and found == "bare"
        ended = bare or line.look == "heading" or bool(_STOPS.search(line.text))


def _opens(text: str) -> str:
    """Whether a line is a bare head, or has what is said behind it; empty where it is neither."""
    head = HEAD.match(text)
    rest = text[head.end() :] if head else ""
    if ANSWER_HEAD.match(text) or (head and not rest):
        return "bare"
    return "said" if ANSWER_LEAD.match(text) or (head and _said_behind(head[0], rest)) else ""


def _said_behind(head: str, rest: str) -> bool:
    """Whether a head has its text behind it, and is no subject of a sentence."""
    return rest[:1].isupper() and head.rstrip()[-1:] in ":.)–—-"


def _anew(line: Line | None) -> bool:
    """Whether what stands below a bare head begins a sentence or a list."""
    return line is not None and (line.look != "text" or not line.text[:1].islower())


def _mended(block: Block, known: Counter[str]) -> Block:
    apart = _APART.match(block.text)
    if not apart or apart["first"] in ("A", "I") or (len(apart["first"]) > 1 and known[apart["first"].casefold()]):
        return block
    whole = apart["first"] + apart["rest"]
    if not (known[whole] or known[whole.casefold()]):
        return block
    starts = tuple((max(0, at - 1) if at else 0, line, page) for at, line, page in block.starts)
    return replace(block, text=whole + block.text[apart.end() :], starts=starts)


def _cells(lines: Sequence[Line]) -> Iterator[Line]:
    """Cells of a table as paragraphs; one that holds a number alone numbers the cell beside it."""
    number = ""
    for line in lines:
        if line.look != "table":
            number = ""
            yield line
            continue
        alone = _CELL_NUMBER.fullmatch(line.text)
        if alone:
            number = alone[1]
            continue
        yield replace(line, look="bullet" if number else "text", label=number)
        number = ""


def _numbered(lines: Sequence[Line]) -> Iterator[Line]:
    last: dict[str, int] = {}
    for line in lines:
        number = _NUMBER.match(line.text) if line.look == "text" and not line.label else None
        if line.label:
            _remember(line.label, last)
        if number and _follows(number["number"], number["stop"], last, line.begins):
            _remember(number["number"], last)
            yield replace(line, text=line.text[number.end() :], look="bullet", label=number["number"], begins=True)
        else:
            yield line


def _parts(number: str) -> tuple[str, int]:
    before, _, after = number.rpartition(".")
    return before, int(after) if after.isdigit() else -1


def _remember(number: str, last: dict[str, int]) -> None:
    chapter, at = _parts(number)
    if at >= 0:
        last[chapter] = at


def _follows(number: str, stop: str, last: dict[str, int], begins: bool) -> bool:
    """Whether a number at a line's beginning numbers a paragraph: the next of its row, or the same again."""
    chapter, at = _parts(number)
    before = last.get(chapter, 0)
    if chapter:
        return before <= at <= before + 3
    return bool(stop) and begins and before <= at <= before + 1


def entries_of(blocks: Sequence[Block], *, answered: bool = False) -> list[Entry]:
    """Every entry that is named as one or stands in a list of them all, in the order of the document.

    ``answered``: in a response, where what follows the first paragraph of an entry is no longer of it.
    """
    named = list(_named(blocks, answered=answered))
    within = {place for entry in named for place in range(entry.first, entry.last + 1)}
    listed = [entry for entry in _listed(blocks) if entry.first not in within]
    return sorted((*named, *listed), key=lambda entry: entry.first)


def _named(blocks: Sequence[Block], *, answered: bool) -> Iterator[Entry]:
    """Entries below or behind a head such as "Recommendation 6"."""
    at, joined, section = 0, False, ""
    while at < len(blocks):
        head = _head(blocks[at])
        if not head:
            if blocks[at].look == "heading":
                section = blocks[at].text
            joined = joined and blocks[at].look in ("note", "heading")
            at += 1
            continue
        what, number, rest = head
        body, last = _body(blocks, at, rest, loose=not answered and (joined or _next_is_head(blocks, at)))
        if body and not _refers(rest):
            yield _entry(what, number, body, blocks[at], (at, last), section)
            joined = True
        at = last + 1


def _head(block: Block) -> tuple[str, str, str] | None:
    """What an entry is, its number, and the text that follows on the line."""
    if block.look not in ("heading", "text", "bullet") or HEAD_OF_SEVERAL.match(block.text):
        return None
    match = HEAD.match(block.text)
    if not match or (block.look == "bullet" and not block.bold and not block.text[match.end() :]):
        return None
    rest = block.text[match.end() :].strip()
    ends = match[0].rstrip()[-1:] in ":.)–—-"
    if rest and not (ends or block.bold or block.look == "heading"):
        return None  # a sentence that speaks of a recommendation
    return (match["what"] or "recommendation").lower(), match["number"], rest


def _refers(rest: str) -> bool:
    return bool(_PAGED.search(rest)) and len(rest) < 120 and not rest.endswith(".")


def _body(blocks: Sequence[Block], at: int, rest: str, *, loose: bool) -> tuple[list[Block], int]:
    """The blocks of an entry, and the place of the last: its first paragraph and the list below it; in a list of entries all."""
    body: list[Block] = [replace(blocks[at], text=rest, look="text")] if rest else []
    last = at
    for place in range(at + 1, len(blocks)):
        block = blocks[place]
        if block.look == "note":
            continue
        if (block.look == "heading" and not (not body and block.bold and len(block.text) > 40)) or _head(block):
            break
        started = any(one.look in ("text", "heading") for one in body)
        if _begins_another_list(body, block):
            break
        if (
            started
            and block.look != "bullet"
            and not (block.bold and body[0].bold)
            and not (loose and _in_list(blocks, place))
        ):
            break
        body.append(block)
        last = place
    return body, last


def _begins_another_list(body: Sequence[Block], block: Block) -> bool:
    """Whether an item with a letter follows items without, or its letter again: then it answers them and is none of them."""
    if block.look != "bullet" or not block.label.isalpha():
        return False
    items = [one.label for one in body[1:] if one.look == "bullet"]
    return "" in items or block.label in items


def _next_is_head(blocks: Sequence[Block], at: int) -> bool:
    """Whether the next heading is the head of another entry: then this one is in a list of them."""
    following = next((block for block in blocks[at + 1 : at + _FAR] if block.look == "heading" or _head(block)), None)
    return following is not None and _head(following) is not None


def _in_list(blocks: Sequence[Block], place: int) -> bool:
    """Whether a further paragraph leads straight to the next entry or heading."""
    after = [block for block in blocks[place + 1 : place + 3] if block.look != "note"]
    return bool(after) and (_head(after[0]) is not None or after[0].look in ("heading", "bullet"))


def _listed(blocks: Sequence[Block]) -> list[Entry]:
    """Numbered paragraphs below a heading that says that they are all conclusions or recommendations."""
    lists = [_list_below(blocks, place) for place, block in enumerate(blocks) if _is_list_heading(block)]
    return max(lists, key=len, default=[])


def _is_list_heading(block: Block) -> bool:
    text = block.text
    if _PAGED.search(text) or block.look not in ("heading", "text") or len(text) > _LONGEST_HEADING:
        return False
    return any(LIST_HEADING.search(one) for one in _spelt(text))


def _spelt(text: str) -> tuple[str, str]:
    """A heading as it stands, and as it is meant: small capitals leave a space behind a word's first letter (C ONCLUSIONS)."""
    return text, re.sub(r"\b([A-Z]) (?=[A-Z]{2})", r"\1", text)


def _list_below(blocks: Sequence[Block], start: int) -> list[Entry]:
    found: list[Entry] = []
    asked = not any(FOUND_TOO.search(one) for one in _spelt(blocks[start].text))
    section, last_seen, row = "", start, ""
    held: list[Block] = []
    for place in range(start + 1, len(blocks)):
        block = blocks[place]
        number = block.label if block.look == "bullet" and block.label[:1].isdigit() else ""
        if (block.look == "heading" and LIST_ENDS.search(block.text)) or place - last_seen > _FAR:
            break
        if number and (not row or _next_in_row(row, number)):
            _close(found, held, section_of := section)
            held, row, last_seen, section = [block], number, place, section_of
        elif held and (block.look == "bullet" or (block.look == "text" and _goes_on(held, found))):
            held.append(block)
            last_seen = place
        elif block.look in ("heading", "text"):
            if held:
                _close(found, held, section)
                held = []
            section = block.text
    _close(found, held, section)
    return [replace(one, asked=asked) for one in found]


def _goes_on(held: Sequence[Block], found: Sequence[Entry]) -> bool:
    """Whether a paragraph is of the entry before it: the others of the list end with where they stand, and this has not yet."""
    return any(entry.cites for entry in found) and not any(_cited(block.text)[2] for block in held)


def _next_in_row(before: str, number: str) -> bool:
    (chapter, at), (following, then) = _parts(before), _parts(number)
    return chapter == following and at < then <= at + 3


def _close(found: list[Entry], held: list[Block], section: str) -> None:
    if held:
        entry = _entry("", held[0].label, held, held[0], (held[0].place, held[-1].place), section)
        found.append(replace(entry, listed=True, italic=held[0].italic))


def _entry(what: str, number: str, body: Sequence[Block], head: Block, span: tuple[int, int], section: str) -> Entry:
    texts = [block for block in body if block.look != "bullet" or block is body[0]]
    bullets = [block for block in body if block.look == "bullet" and block is not body[0]]
    points = tuple(
        Point(block.label or letter_of(at), block.text, block.page, block.line, bool(block.label))
        for at, block in enumerate(bullets)
    )
    text, inner = _within(" ".join(block.text for block in texts), texts[0] if texts else head)
    points = (*inner, *points) if inner else points
    text, said, cites = _cited(text)
    if points and not cites:
        last, said_there, cites = _cited(points[-1].text)
        points, said = (*points[:-1], replace(points[-1], text=last)), said or said_there
    first = texts[0] if texts else head
    return Entry(
        what or said, number, text, points, head.page, head.line, first.page, first.line, *span, section, cites
    )


def entry_at(blocks: Sequence[Block], block: Block) -> Entry:
    """The entry of a numbered paragraph with the list that follows it."""
    held = [block]
    for one in blocks[block.place + 1 :]:
        if one.look == "note":
            continue
        if one.look != "bullet" or one.label[:1].isdigit() or _begins_another_list(held, one):
            break
        held.append(one)
    return _entry("", block.label, held, block, (block.place, held[-1].place), "")


def letter_of(at: int) -> str:
    """The letter of the sub-point at this place, from 0."""
    return chr(ord("a") + at) if at < 26 else str(at + 1)


def _within(text: str, block: Block) -> tuple[str, tuple[Point, ...]]:
    """Sub-points that stand within the sentence, where they are numbered from the first on."""
    marks = list(_WITHIN.finditer(text))
    if len(marks) < 2 or [mark["letter"] for mark in marks] not in (
        [letter_of(at) for at in range(len(marks))],
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"][: len(marks)],
    ):
        return text, ()
    points = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(text)
        line, page = block.at(min(mark.start(), max(len(block.text) - 1, 0)))
        points.append(Point(mark["letter"], text[mark.end() : end].strip(), page, line, True))
    return text[: marks[0].start()].rstrip(), tuple(points)


def _cited(text: str) -> tuple[str, str, str]:
    """The text without where it stands in its chapter, what it is said to be, and the paragraph."""
    said = SAID_TO_BE.search(text)
    if said:
        return text[: said.start()].rstrip(), said["what"].lower(), said["at"] or ""
    cited = CITED.search(text)
    if not cited:
        return text, "", ""
    kept = text[: cited.start()].rstrip()
    return kept if kept.endswith((".", "?", "!")) else f"{kept}.", "", cited["at"]
