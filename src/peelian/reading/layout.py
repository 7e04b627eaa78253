"""Lines of a PDF file as it prints them: what runs along every page goes; headings, bullets and paragraphs are told by the print.

A PDF file holds letters and their places, and no paragraph: that one begins is a judgement by gaps, sizes and marks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from statistics import median
from typing import Any

from peelian.reading.lines import Line, Look
from peelian.reading.marks import ALONE, BULLETS, split_mark

_EDGE = 0.12
"""Headers and footers lie within this share of the page's height from its edge."""
_FEWEST = 3
_SHARE = 0.25
"""What stands at the edge of so many pages, its numbers aside, runs along them."""
_PAGE_NUMBER = re.compile(r"^(?:page\s+)?\W*(?:\d{1,4}|[ivxl]{1,6})\W*(?:(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)
_LARGER = 1.12
"""A heading is so many times the size of the text."""
_SMALLER = 0.88
_GAP = 1.35
"""A paragraph begins where the distance to the line before is so many times the usual."""
_LONGEST_HEADING, _LONGEST_OF_BOLD = 160, 100
"""Characters of a heading: of one in large letters, and of one in bold letters of the text's size."""
_APART = 2.0
"""Lines whose distance is so many times their size are no longer of one piece."""
_LEVEL, _BEFORE = 0.6, 6
"""A bullet is that level with its line, and that far before it, in sizes of the letter."""
_DIGITS = re.compile(r"\d{1,6}")
_LONE_NUMBER = re.compile(r"^\d{1,3}$")
_RAISED = 0.85
"""A raised number is so much smaller than the line it stands before, or less."""
_FOOTNOTE = re.compile(r"^\d{1,3}\s+\S")


def lines_of_pages(told: list[dict[str, Any]], pages: list[dict[str, Any]]) -> tuple[list[Line], list[str]]:
    """Lines from what ``extract.py`` says of each, and notes for a person."""
    told = _from_the_top(list(_with_their_marks(list(_with_their_numbers(told)))))
    running = _running(told, pages)
    kept = [line for at, line in enumerate(told) if at not in running]
    if not kept:
        return [], []
    many = "1 line of running headers, footers and page numbers was" if len(running) == 1 else (
        f"{len(running)} lines of running headers, footers and page numbers were"
    )  # fmt: skip
    notes = [f"{many} left out."] if running else []
    return list(_looked_at(kept)), notes


def _from_the_top(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines of each page from its top down, numbered so, where the file holds boxes before or after what they part.

    A page with anything side by side, as in columns, tables and charts, stays as the file has it.
    """
    found: list[dict[str, Any]] = []
    for _, lines in groupby(told, key=lambda line: line["page"]):
        page = list(lines)
        pieces = sorted(_pieces(page), key=lambda piece: -piece[0]["y"])
        if all(before[-1]["y"] > piece[0]["y"] for before, piece in pairwise(pieces)):
            page = [line for piece in pieces for line in piece]
            page = [{**line, "number": number} for number, line in enumerate(page, start=1)]
        found += page
    return found


def _pieces(page: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Lines that the file holds one below the other, without a gap."""
    piece: list[dict[str, Any]] = []
    for line in page:
        step = piece[-1]["y"] - line["y"] if piece else 0.0
        size = max(line["size"], piece[-1]["size"] if piece else 0.0, 6)
        if piece and not -0.7 * size < step < _APART * size:
            yield piece
            piece = []
        piece.append(line)
    if piece:
        yield piece


def _with_their_numbers(told: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A footnote whose raised number the file holds on a line of its own has it before its words again: no page number then."""
    body = _body_size(told) if told else 0.0
    number: dict[str, Any] | None = None
    for line in told:
        if number and line["size"] <= body * _SMALLER and _is_numbered_by(number, line):
            yield {**line, "text": f"{number['text']} {line['text']}", "x": number["x"], "number": number["number"]}
            number = None
            continue
        if number:
            yield number
        number = line if _LONE_NUMBER.match(line["text"]) else None
        if number is None:
            yield line
    if number:
        yield number


def _is_numbered_by(number: dict[str, Any], line: dict[str, Any]) -> bool:
    """Whether a small number stands raised and straight before a line."""
    size = max(line["size"], 6)
    return bool(
        number["page"] == line["page"]
        and number["size"] < _RAISED * line["size"]
        and 0 < number["y"] - line["y"] < size
        and -0.5 * size < line["x"] - number["right"] < 2 * size
    )


def _with_their_marks(told: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A bullet that stands on a line of its own goes before the line beside it, wherever the file holds it; without one it goes."""
    marks: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for line in told:
        if ALONE.match(line["text"]):
            marks[line["page"]].append(line)
    for line in told:
        if ALONE.match(line["text"]):
            continue
        mark = min(
            (one for one in marks[line["page"]] if _is_beside(one, line)),
            key=lambda one: line["x"] - one["x"],
            default=None,
        )
        if mark:
            marks[line["page"]].remove(mark)
            number = min(line["number"], mark["number"])
            yield {**line, "text": f"• {line['text']}", "x": min(line["x"], mark["x"]), "number": number}
        elif line["dot"] and line["text"][0] not in BULLETS:
            yield {**line, "text": f"• {line['text']}"}
        else:
            yield line


def _is_beside(mark: dict[str, Any], line: dict[str, Any]) -> bool:
    """Whether a bullet stands straight before a line."""
    size = max(mark["size"], line["size"], 6)
    return abs(mark["y"] - line["y"]) < _LEVEL * size and -0.5 * size < line["x"] - mark["x"] < _BEFORE * size


def _running(told: list[dict[str, Any]], pages: list[dict[str, Any]]) -> set[int]:
    """Which lines are headers, footers or page numbers."""
    at_edge = [
        (at, line)
        for at, line in enumerate(told)
        if not _EDGE < line["y"] / (pages[line["page"] - 1]["height"] or 1) < 1 - _EDGE
    ]
    seen: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for _, line in at_edge:
        seen[_masked(line["text"])].append((line["page"], line["text"]))
    needed = max(_FEWEST, _SHARE * len(pages))
    return {
        at
        for at, line in at_edge
        if _PAGE_NUMBER.match(line["text"])
        or (
            len({page for page, _ in seen[_masked(line["text"])]}) >= needed
            and _runs(line, seen[_masked(line["text"])])
        )
    }


def _runs(line: dict[str, Any], alike: list[tuple[int, str]]) -> bool:
    """Whether a line runs along: it is printed again as it is, or its number counts the pages. A numbered heading does neither."""
    if sum(text == line["text"] for _, text in alike) > 1:
        return True
    steps = Counter(page - int(number) for page, text in alike for number in set(_DIGITS.findall(text)))
    return bool(steps) and steps.most_common(1)[0][1] > len(alike) / 2


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold()


def _looked_at(told: list[dict[str, Any]]) -> Iterator[Line]:
    body, pitch = _body_size(told), _usual_pitch(told)
    levels = _levels(told, body)
    note = False
    for group in _groups(told, pitch, body):
        note = _is_note(group, note, body)
        if note:
            yield from _as(group, "note")
        elif _is_heading(group, body):
            size = round(group[0]["size"], 1)
            yield from _as(group, "heading", level=levels.get(size, len(levels) + 1))
        elif mark := split_mark(group[0]["text"]):
            yield from _as([{**group[0], "text": mark[1]}], "bullet", label=mark[0])
            yield from _as(group[1:], "text", follows=True)
        else:
            yield from _as(group, "text")


def _as(
    group: list[dict[str, Any]], look: Look, *, follows: bool = False, level: int = 0, label: str = ""
) -> Iterator[Line]:
    for at, line in enumerate(group):
        text = " ".join(line["text"].split())
        begins = at == 0 and not follows
        yield Line(
            line["number"],
            text,
            line["page"],
            look,
            level,
            line["bold"],
            label,
            begins,
            italic=line.get("italic", False),
        )


def _groups(told: list[dict[str, Any]], pitch: float, body: float) -> Iterator[list[dict[str, Any]]]:
    """Lines that belong together by their distance, size and marks."""
    group: list[dict[str, Any]] = []
    for line in told:
        mark = split_mark(line["text"])
        begins = _begins(line, group[-1] if group else None, pitch, body)
        sure = mark and not mark[0] and line["text"][0] not in "-–—*o"
        if group and (begins or sure or (mark and group[-1]["text"][-1] in ".;:,?")):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _is_note(group: list[dict[str, Any]], after_note: bool, body: float) -> bool:
    """Whether these are footnotes: small print that begins with its number, and what goes on below one."""
    if group[0]["size"] > body * _SMALLER:
        return False
    return bool(_FOOTNOTE.match(group[0]["text"])) or (after_note and not split_mark(group[0]["text"]))


def _body_size(told: list[dict[str, Any]]) -> float:
    """The size that most of the text has."""
    sizes: Counter[float] = Counter()
    for line in told:
        sizes[round(line["size"], 1)] += len(line["text"])
    return max(sizes.most_common(1)[0][0], 0.1)


def _levels(told: list[dict[str, Any]], body: float) -> dict[float, int]:
    """The level of a heading by its size: the largest is 1."""
    sizes = {round(line["size"], 1) for line in told if line["size"] > body * _LARGER}
    return {size: min(level, 6) for level, size in enumerate(sorted(sizes, reverse=True), start=1)}


def _usual_pitch(told: list[dict[str, Any]]) -> float:
    """The usual distance from line to line, in sizes of the letter."""
    steps = [
        (before["y"] - line["y"]) / line["size"]
        for before, line in pairwise(told)
        if before["page"] == line["page"] and line["size"] and 0 < before["y"] - line["y"] < 3 * line["size"]
    ]
    return median(steps) if steps else 1.2


def _begins(line: dict[str, Any], before: dict[str, Any] | None, pitch: float, body: float) -> bool:
    if before is None or before["page"] != line["page"]:
        return True
    step = before["y"] - line["y"]
    if step <= 0 or step > _GAP * pitch * max(line["size"], before["size"], 1):
        return (
            step < -0.5 * line["size"] or step > 0
        )  # another column or box; letters of one line do not begin anything
    if abs(line["size"] - before["size"]) > 0.1 * body:
        return True
    return _is_short(before, line)


def _is_short(before: dict[str, Any], line: dict[str, Any]) -> bool:
    """Whether the line before ended well before the margin that this one reaches: after a sentence, or after bold letters."""
    ended = before["text"][-1] in ".?!:" or (before["bold"] and not line["bold"])
    return ended and before["right"] < line["right"] - 8 * line["size"]


def _is_heading(group: list[dict[str, Any]], body: float) -> bool:
    text = " ".join(line["text"] for line in group)
    if len(text) > _LONGEST_HEADING or text[-1] in ".;," or not any(character.isalpha() for character in text):
        return False
    if all(line["size"] > body * _LARGER for line in group):
        return True
    if text[-1] == ":" or len(text) > _LONGEST_OF_BOLD or _is_bullet(group[0]):
        return False
    return all(line["bold"] and line["size"] >= body * _SMALLER for line in group)


def _is_bullet(line: dict[str, Any]) -> bool:
    mark = split_mark(line["text"])
    return mark is not None and not mark[0]
