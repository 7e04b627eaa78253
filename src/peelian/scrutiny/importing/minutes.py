"""What minutes say: who was there, what the committee did with each item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from peelian.reading import Block, sentences_of
from peelian.scrutiny.importing.papering import APOLOGIES, INSTEAD, OFFICE, OUTCOMES, STOOD_IN, TITLES
from peelian.scrutiny.meetings.records import OutcomeKind

_PRESENT = re.compile(
    r"^\W*(?:(?:(?:members?|councillors?|also)\s+)?(?:present|in attendance|attending)|committee members?)\W*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?:members?|councillors?|also)\s+)?(?:present|in attendance|apologies)\b[^.]{0,30}:", re.IGNORECASE
)
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_PARTICLES = frozenset({"de", "van", "den", "der", "von", "la", "le", "of"})
_LONGEST_NAME = 5
_NO_NAME = frozenset(
    {"officers", "members", "councillors", "also", "present", "none", "public", "press", "apologies", "the"}
)


def attendance_in(head: Sequence[Block], items: Sequence[Block] = ()) -> list[dict[str, Any]]:
    """Who was there, who stood in for whom, and who sent apologies; only names that are printed.

    ``head`` is what stands before the items, ``items`` what stands below items about apologies and substitutes.
    """
    found: list[dict[str, Any]] = []
    present = False
    for block in (part for one in head for part in _labelled(one)):
        label = _PRESENT.match(block.text)
        rest = _listed(block, label.end() if label else 0)
        apologies = APOLOGIES.search(block.text)
        if apologies:
            found += [{"name": name, "presence": "apologies"} for name in _names(apologies["names"])]
            present = False
        elif (label or present) and rest.strip():
            found += _present(rest)
            present = False
        elif label:
            present = True
    for block in items:
        apologies, stood_in = APOLOGIES.search(block.text), STOOD_IN.search(block.text)
        if apologies:
            found += [{"name": name, "presence": "apologies"} for name in _names(apologies["names"])]
        if stood_in:
            found = _stood_in(found, _bare(stood_in["name"]), _bare(stood_in["for"] or ""))
    return found


def _labelled(block: Block) -> Iterator[Block]:
    """The block, or its parts where a line within it says anew who was there or who was not."""
    cuts = [place for place, (at, _, _) in enumerate(block.starts) if at and _LABEL.match(block.text[at:])]
    for first, last in zip([0, *cuts], [*cuts, len(block.starts)], strict=True):
        starts = block.starts[first:last]
        begin = starts[0][0] if starts else 0
        end = block.starts[last][0] if last < len(block.starts) else len(block.text)
        moved = tuple((at - begin, line, page) for at, line, page in starts)
        yield replace(block, text=block.text[begin:end].strip(), starts=moved)


def _listed(block: Block, start: int) -> str:
    """What a block says from here on; names that stand a line each are parted by semicolons."""
    said = block.text[start:]
    ends = [at - start for at, _, _ in block.starts if at > start]
    if not ends or re.search(r"[,;]|\band\b", said):
        return said
    return "; ".join(said[first:last].strip() for first, last in zip([0, *ends], [*ends, len(said)], strict=True))


def _stood_in(found: list[dict[str, Any]], name: str, instead: str) -> list[dict[str, Any]]:
    """The attendance with one who is said to be a substitute as one; who is listed with initials is known by the last name."""
    listed = [other["name"] for other in found if other["name"].split()[-1:] == name.split()[-1:]]
    one = {"name": max([name, *listed], key=len), "presence": "substitute", **({"for": instead} if instead else {})}
    return [*(other for other in found if other["name"] not in listed), one]


def _present(text: str) -> list[dict[str, Any]]:
    found = []
    for part in _split(text.rstrip(". ")):
        instead, office = INSTEAD.search(part), OFFICE.search(part)
        name = _bare(re.sub(r"\([^()]*\)", "", part))
        if not _is_name(name):
            continue
        one: dict[str, Any] = {"name": name, "presence": "substitute" if instead else "present"}
        if instead:
            one["for"] = _bare(instead["name"])
        elif office:
            one["office"] = office["office"].strip()
        found.append(one)
    return found


def _names(text: str) -> list[str]:
    return [name for part in _split(text) if _is_name(name := _bare(part))]


def _is_name(name: str) -> bool:
    """Whether it is a few words with capitals, of any script: Żółć and علي are names, and of the latter no letter is small."""
    words = name.split()
    return 0 < len(words) <= _LONGEST_NAME and name.casefold() not in _NO_NAME and all(
        _NAME_WORD.fullmatch(word) and (not word[0].islower() or (at > 0 and word in _PARTICLES))
        for at, word in enumerate(words)
    )  # fmt: skip


def _split(text: str) -> list[str]:
    return re.split(r"\s*(?:,|;|\n|\band\b(?![^()]*\)))\s*(?![^()]*\))", text)


def _bare(name: str) -> str:
    return " ".join(TITLES.sub("", name.strip().lstrip("+*")).split()).strip(" .+*")


def outcome_in(blocks: Sequence[Block]) -> tuple[OutcomeKind, str, int, int | None] | None:
    """What the committee did with an item by the last sentence that says so: kind, words, line and page; None where none does."""
    sentences = [one for block in blocks if block.look in ("text", "bullet", "heading") for one in sentences_of(block)]
    for sentence in reversed(sentences):
        for kind, pattern in OUTCOMES:
            if pattern.search(sentence.text):
                return kind, sentence.text, sentence.line, sentence.page
    return None
