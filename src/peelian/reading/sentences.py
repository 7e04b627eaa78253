"""The sentences of a block, each with the line at which it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from peelian.reading.blocks import Block

_STOP = re.compile(r"[.?!]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9£])")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sir|Prof|Rev|Sgt|Insp|Supt|No|Nos|Vol|Fig|Art|para|paras|pp?|e\.g|i\.e|etc|cf|vs?|al|approx|Ltd|Inc|Co"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Cllr|Hon)|\b[A-Z](?:\.[A-Z])*)\.$"
)
"""What ends with a stop that ends no sentence."""


@dataclass(frozen=True)
class Sentence:
    """``ordinal`` counts the sentences of its block from 1; ``block`` is where it was found."""

    text: str
    line: int
    page: int | None
    ordinal: int
    block: Block


def sentences_of(block: Block) -> list[Sentence]:
    """The sentences of a block; what stands before a list and ends with a colon is one of them."""
    found: list[Sentence] = []
    for start, end in _spans(block.text):
        line, page = block.at(start)
        found.append(Sentence(block.text[start:end], line, page, len(found) + 1, block))
    return found


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(text):
        if _SHORT.search(text[max(start, stop.start() - 12) : stop.start() + 1]) and text[stop.start()] == ".":
            continue
        yield start, stop.end()
        start = stop.end() + len(text[stop.end() :]) - len(text[stop.end() :].lstrip())
    if text[start:].strip():
        yield start, len(text.rstrip())
