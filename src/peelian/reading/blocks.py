"""Lines as blocks: headings, items of a list and paragraphs, put together again where a page, a note or a box parted them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from peelian.reading.lines import Line, Look

_ENDS = re.compile(r"[.?!:;…][\"'”’)\]]*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)-$")
_LONGEST_WORD = 80
_REACH = 12
"""So many blocks (a box, a quotation, notes) may stand between the two parts of a sentence."""
_MOST_PARTS = 40
_FULL = 60
"""A paragraph that breaks off is at least so long; what is shorter and ends without a stop is a caption or a name."""


@dataclass(frozen=True)
class Block:
    """A heading, an item of a list, a paragraph, a row of a table or a note. ``starts`` says where in its text each line begins.

    ``line`` and ``page`` are where it begins; ``place`` is its rank among the blocks of the document.
    """

    look: Look
    text: str
    line: int
    page: int | None
    level: int = 0
    label: str = ""
    bold: bool = False
    place: int = 0
    starts: tuple[tuple[int, int, int | None], ...] = field(default=(), repr=False)
    italic: bool = False

    def at(self, offset: int) -> tuple[int, int | None]:
        """The line and page of the letter at this place of its text."""
        index = bisect_right(self.starts, offset, key=lambda start: start[0]) - 1
        _, line, page = self.starts[max(index, 0)]
        return line, page


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a document, in its order. Lines that are a block's second part are no block of their own."""
    known = _words(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_block(group, place, known) for place, group in enumerate(_mend(groups))]


def _goes_on(before: Line, line: Line) -> bool:
    if line.begins or line.look == "bullet":
        return False
    if line.look == "heading" or before.look == "heading":
        return line.look == before.look and line.level == before.level
    return line.look == before.look or (line.look == "text" and before.look in ("bullet", "note"))


def _mend(groups: list[list[Line]]) -> list[list[Line]]:
    """The groups, with what breaks off in the middle of a sentence put together with its second part."""
    pairs = _pairs(groups)
    taken: set[int] = set()
    for at, group in enumerate(groups):
        if at in taken or group[0].look not in ("text", "bullet"):
            continue
        for _ in range(_MOST_PARTS):  # the second part may break off as well
            rest = _second_part(groups, at, pairs, taken) if _breaks_off(group) else None
            if rest is None:
                break
            taken.add(rest)
            group.extend(groups[rest])
    return [group for at, group in enumerate(groups) if at not in taken]


def _pairs(groups: list[list[Line]]) -> frozenset[tuple[str, str]]:
    """Every two words that stand side by side on a line, where both have capitals: names."""
    found: set[tuple[str, str]] = set()
    for line in (line for group in groups for line in group):
        words = _WORD.findall(line.text)
        found.update(pair for pair in pairwise(words) if pair[0][0].isupper() and pair[1][0].isupper())
    return frozenset(found)


def _breaks_off(group: list[Line]) -> bool:
    return sum(len(line.text) for line in group[-_FULL:]) >= _FULL and not _ENDS.search(group[-1].text[-20:])


def _second_part(groups: list[list[Line]], at: int, pairs: frozenset[tuple[str, str]], taken: set[int]) -> int | None:
    """The place of the paragraph that goes on where this one breaks off; None where nothing is sure to.

    Notes and quotations in bold may stand between, and a box: a heading with what is below it. A list ends the search, and so
    does a paragraph that is in no box and begins anew.
    """
    last = groups[at][-1]
    boxed = False
    for place in range(at + 1, min(at + 1 + _REACH + _MOST_PARTS, len(groups))):
        first = groups[place][0]
        if place in taken or first.look in ("note", "table"):
            continue
        if first.look == "heading" and groups[at][0].look == "text":
            boxed = True
        elif first.look != "text":
            return None
        elif not first.bold or last.bold:
            after_text = groups[place - 1][0].look == "text"
            if (first.text[0].islower() and not first.text.startswith(("http", "www."))) or (
                not boxed and first.text[0].isdigit()
            ):
                return place
            if not boxed or (after_text and _is_name(last.text, first.text, pairs)):
                return place if boxed else None
    return None


def _is_name(text: str, following: str, pairs: frozenset[tuple[str, str]]) -> bool:
    """Whether the last word and the first of what follows are a name that stands whole elsewhere in the document."""
    before, after = _WORD.findall(text[-40:]), _WORD.match(following)
    return bool(before and after) and (before[-1], after[0] if after else "") in pairs


def _words(lines: Iterable[Line]) -> frozenset[str]:
    """Every word of the document that no line's end breaks, in lower case."""
    found: set[str] = set()
    for line in lines:
        if "\u00ad" in line.text or line.text.endswith("-"):
            found.update(word.casefold() for word in _WORD.findall(line.text)[:-1])
        else:
            found.update(word.casefold() for word in _WORD.findall(line.text))
    return frozenset(found)


def _block(group: list[Line], place: int, known: frozenset[str]) -> Block:
    text, starts = "", []
    for line in group:
        if text:
            text = _joint(text, line.text, known)
        starts.append((len(text), line.number, line.page))
        text += line.text
    first = group[0]
    return Block(
        first.look,
        text.replace("\u00ad", ""),
        first.number,
        first.page,
        first.level,
        first.label,
        first.bold,
        place,
        tuple(starts),
        first.italic,
    )


def _joint(text: str, following: str, known: frozenset[str]) -> str:
    """The text as it goes on into what follows: a word that the line's end broke is whole again, others get a space.

    Whether a hyphen at the end of a line is the word's own is told by how the document writes the word elsewhere.
    """
    if text.endswith("\u00ad"):
        text = f"{text[:-1]}-"
    broken = _BROKEN_WORD.search(text[-_LONGEST_WORD:])  # the text grows line by line: only its end is looked at
    following_word = _WORD.match(following)
    if not broken or not following_word:
        return f"{text} "
    whole = f"{broken[1]}{following_word[0]}".casefold()
    hyphened = f"{broken[1]}-{following_word[0]}".casefold()
    if hyphened not in known and (whole in known or following[0].islower()):
        return text[:-1]
    return text
