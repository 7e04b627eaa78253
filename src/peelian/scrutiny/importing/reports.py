"""A report or a letter of a committee as proposals: its recommendations in both printed texts, and what it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from peelian.figures.errors import PeelianError
from peelian.reading import Block, Document, sentences_of
from peelian.scrutiny.importing.details import (
    PRINTED,
    PRINTED_ONLY,
    UNSURE,
    addressees_in,
    asked_by,
    asks,
    due_in,
    names_a_day,
)
from peelian.scrutiny.importing.entries import Entry, blocks_with_numbers, entries_of
from peelian.scrutiny.importing.matching import held
from peelian.scrutiny.importing.proposals import Imported, Kind, Proposal, Remark
from peelian.scrutiny.importing.wording import THINKS
from peelian.scrutiny.ledger.texts import abbreviations_in, compare

_IN_PROSE = 0.55
_JUDGES = 0.6
_SAME = 0.6
"""A sentence is of the list's text where so much of it stands there."""
_FEWEST_OF_EACH, _MOST = 3, 0.7
"""A list tells by its print where it has so many of each kind, and so many of a kind are of it by their words."""
_DIFFER = {"substance": "differ in substance", "ask": "differ, and a person must judge how much"}
_FEWEST = 8
"""Words of a recommendation in prose."""


_MOST_SHOWN = 12
MOST_ENTRIES = 600
"""Each is compared with every paragraph: the longest list known has 112."""


@dataclass(frozen=True)
class Found:
    """An entry with what it is taken for: ``version`` is summary (the list) or chapter (where it is argued)."""

    entry: Entry
    recommends: bool
    confidence: float
    version: str


def import_report(document: Document) -> Imported:
    """What a report proposes: recommendations, each as often as it is printed, and findings.

    Raises PeelianError for a document in which nothing recommends and nothing is found.
    """
    blocks = blocks_with_numbers(document)
    found = found_in(blocks)
    proposals = [_proposal(one) for one in found]
    proposals += _of_chapters(blocks, found)
    if not any(one.recommends for one in found):
        proposals += _in_prose(blocks, {place for one in found for place in range(one.entry.first, one.entry.last + 1)})
    if not any(not one.recommends for one in found):
        proposals += _judgements(blocks, found)
    if not proposals:
        raise PeelianError(
            "no-recommendations",
            f"{document.name} recommends nothing, and judges nothing in a committee's own name.",
            "Look whether it is a report or a letter of a committee; for other papers use peelian import papers.",
            {"file": document.name},
        )
    proposals = _with_addressee(sorted(proposals, key=lambda one: (one.page or 0, one.line or 0)))
    proposals, differing = compared(proposals, abbreviations_in("\n".join(block.text for block in blocks)))
    return Imported(tuple(proposals), (*_remarks(proposals, blocks, found), *differing))


def found_in(blocks: Sequence[Block]) -> list[Found]:
    """The entries of a report, each with what it is taken for. Raises PeelianError for more than any report has."""
    entries = entries_of(blocks)
    if len(entries) > MOST_ENTRIES:
        raise PeelianError(
            "too-many",
            f"It numbers {len(entries):,} recommendations and conclusions; {MOST_ENTRIES} are the most that are compared.",
            "Save the pages with its list as a file of their own, and read that in.",
        )
    first_of = {(entry.what, entry.number): entry for entry in reversed(entries)}
    twice = {key for key, count in Counter((entry.what, entry.number) for entry in entries).items() if count > 1}
    listed = _in_lists(entries)
    by_print = _told_by_print(entries)
    found = []
    for entry in entries:
        recommends, confidence = by_print.get(entry.first) or asks(entry)
        key = (entry.what, entry.number)
        summary = entry.listed or (entry.first in listed and (key not in twice or first_of[key] is entry))
        found.append(Found(entry, recommends, confidence, "summary" if summary else "chapter"))
    return found


def _told_by_print(entries: Sequence[Entry]) -> dict[int, tuple[bool, float]]:
    """What entries are by how the list prints them, where it prints recommendations in italics and conclusions upright.

    That it does is told by the words: most in italics ask, and most that are upright do not. What the words say against the print
    is less sure.
    """
    listed = [entry for entry in entries if entry.listed and not entry.what]
    italic, upright = ([one for one in listed if one.italic is slanted] for slanted in (True, False))
    if min(len(italic), len(upright)) < _FEWEST_OF_EACH:
        return {}
    asked = [sum(asks(one)[0] for one in several) / len(several) for several in (italic, upright)]
    if asked[0] < _MOST or asked[1] > 1 - _MOST:
        return {}
    return {one.first: (one.italic, PRINTED if asks(one)[0] is one.italic else PRINTED_ONLY) for one in listed}


def _in_lists(entries: Sequence[Entry]) -> set[int]:
    """Where entries stand that follow each other with nothing but a heading between: those of a list."""
    found: set[int] = set()
    for before, entry in pairwise(entries):
        if entry.first - before.last <= 2:
            found |= {before.first, entry.first}
    return found


def _proposal(found: Found) -> Proposal:
    entry = found.entry
    fields = {"version": found.version, **_fields(entry)} if found.recommends else _fields(entry)
    kind: Kind = "recommendation" if found.recommends else "finding"
    return Proposal(kind, entry.number, entry.text, entry.page, entry.line, found.confidence, fields)


def _fields(entry: Entry) -> dict[str, Any]:
    addressees = addressees_in(entry.whole)
    fields = {
        "addressee": addressees[0] if addressees else None,
        "addressees": addressees if len(addressees) > 1 else None,
        "addressee_by": "words" if addressees else None,
        **due_in(entry.whole),
        "points": [point.to_json() for point in entry.points],
        "section": entry.section,
        "paragraph": entry.cites,
        "text_page": entry.text_page,
        "text_line": entry.text_line,
    }
    return {key: value for key, value in fields.items() if value not in (None, [], "")}


def _of_chapters(blocks: Sequence[Block], found: Sequence[Found]) -> list[Proposal]:
    """The chapter's text of each entry whose list says in which paragraph it stands."""
    proposals = []
    for one in found:
        entry = one.entry
        block = _paragraph(blocks, entry) or (_elsewhere(blocks, entry) if entry.cites else None)
        part = _part_like(blocks, block, entry) if block and entry.cites and one.recommends else None
        if part and block:
            text, points, page, line = part
            fields = {**_fields(entry), "version": "chapter", "points": points, "text_page": page, "text_line": line}
            fields["paragraph"] = block.label
            fields = {key: value for key, value in fields.items() if value not in (None, [], "") and key != "section"}
            proposals.append(
                Proposal("recommendation", entry.number, text, block.page, block.line, one.confidence, fields)
            )
    return proposals


def _paragraph(blocks: Sequence[Block], entry: Entry) -> Block | None:
    """The paragraph of a chapter that an entry of the list says it stands in: the one of that number that holds its words."""
    return _holding(blocks, entry, [block for block in blocks if block.label == entry.cites])


def _holding(blocks: Sequence[Block], entry: Entry, among: Sequence[Block]) -> Block | None:
    """The one of these paragraphs that holds the words of an entry; None where none does."""
    others = [block for block in among if not entry.first <= block.place <= entry.last]
    scored = [(held(entry.text, _with_rest(blocks, block)), block) for block in others]
    share, block = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return block if share >= _SAME else None


def _elsewhere(blocks: Sequence[Block], entry: Entry) -> Block | None:
    """The numbered paragraph that holds the words of an entry, whatever its number."""
    return _holding(blocks, entry, [block for block in blocks if block.look == "bullet" and block.label[:1].isdigit()])


def _with_rest(blocks: Sequence[Block], block: Block) -> str:
    """A paragraph with the items and the broken-off part that follow it."""
    return " ".join([block.text, *(one.text for one in _rest(blocks, block))])


def _rest(blocks: Sequence[Block], block: Block) -> list[Block]:
    rest: list[Block] = []
    for one in blocks[block.place + 1 : block.place + 20]:
        if one.look == "heading" or (one.look == "bullet" and one.label[:1].isdigit()):
            break
        if one.look in ("bullet", "text"):
            rest.append(one)
    return rest


def _part_like(
    blocks: Sequence[Block], block: Block, entry: Entry
) -> tuple[str, list[dict[str, object]], int | None, int] | None:
    """The sentences of a paragraph that are the list's text, with their sub-points and place."""
    sentences = [one for one in sentences_of(block) if held(one.text, entry.whole) >= _SAME]
    sentences += [
        one
        for part in _rest(blocks, block)
        if part.look == "text"
        for one in sentences_of(part)
        if held(one.text, entry.whole) >= _SAME
    ]
    if not sentences:
        return None
    bullets = [one for one in _rest(blocks, block) if one.look == "bullet" and held(one.text, entry.whole) >= _SAME]
    points: list[dict[str, object]] = [
        {"letter": point.letter, "text": bullet.text, "page": bullet.page, "line": bullet.line, "printed": False}
        for point, bullet in zip(entry.points, bullets, strict=False)
    ]
    first = sentences[0]
    return " ".join(one.text for one in sentences), points, first.page, first.line


def _in_prose(blocks: Sequence[Block], taken: set[int]) -> list[Proposal]:
    """Sentences that recommend, in a letter or a report that numbers none."""
    proposals = []
    for block in blocks:
        if block.look not in ("text", "bullet") or block.place in taken:
            continue
        for sentence in sentences_of(block):
            asked, confidence = asked_by(sentence.text)
            if asked and confidence > UNSURE + 0.2 and len(sentence.text.split()) >= _FEWEST:
                addressees = addressees_in(sentence.text)
                fields = {"version": "chapter", **due_in(sentence.text), "paragraph": block.label or None}
                fields |= {"addressee": addressees[0], "addressee_by": "words"} if addressees else {}
                fields = {key: value for key, value in fields.items() if value}
                proposals.append(
                    Proposal("recommendation", None, sentence.text, sentence.page, sentence.line, _IN_PROSE, fields)
                )
    return proposals


def _judgements(blocks: Sequence[Block], found: Sequence[Found]) -> Iterator[Proposal]:
    """Sentences in which the committee itself judges, where the report numbers no conclusions."""
    taken = {place for one in found for place in range(one.entry.first, one.entry.last + 1)}
    section = ""
    for block in blocks:
        if block.look == "heading":
            section = block.text
        if block.look != "text" or block.place in taken:
            continue
        for sentence in sentences_of(block):
            if THINKS.search(sentence.text.replace("’", "'")) and not asked_by(sentence.text)[0]:
                fields = {"section": section} if section else {}
                yield Proposal("finding", None, sentence.text, sentence.page, sentence.line, _JUDGES, fields)


def _with_addressee(proposals: list[Proposal]) -> list[Proposal]:
    """Where a recommendation names nobody, whom the most of the others of the document name; that it is so is said."""
    named = Counter(
        one.fields["addressee"] for one in proposals if one.kind == "recommendation" and "addressee" in one.fields
    )
    if not named:
        return proposals
    usual = named.most_common(1)[0][0]
    return [
        one
        if one.kind != "recommendation" or "addressee" in one.fields
        else Proposal(
            one.kind, one.reference, one.text, one.page, one.line, one.confidence,
            {**one.fields, "addressee": usual, "addressee_by": "others"},
        )
        for one in proposals
    ]  # fmt: skip


def compared(proposals: Sequence[Proposal], abbreviations: Mapping[str, str]) -> tuple[list[Proposal], list[Remark]]:
    """The proposals with the differences of a recommendation's two printed texts beside the chapter's, and what to look at."""
    summaries = {one.reference: one for one in proposals if one.fields.get("version") == "summary"}
    found, remarks = [], []
    for one in proposals:
        summary = summaries.get(one.reference) if one.fields.get("version") == "chapter" and one.reference else None
        if summary is None:
            found.append(one)
            continue
        between = compare(_whole(summary), _whole(one), abbreviations)
        told = {
            "weight": between.weight,
            "words": [list(part) for part in between.words],
            "changes": [vars(change) for change in between.changes],
        }
        found.append(replace(one, fields={**one.fields, "compared": told}))
        if between.weight != "form":
            fields = {"number": one.reference, "kind": "texts", "weight": between.weight}
            what = f"{one.reference}: its two printed texts {_DIFFER[between.weight]}: {between.said()}"
            remarks.append(Remark(what, one.page, one.line, "ask", fields))
    return found, remarks


def _whole(one: Proposal) -> str:
    return " ".join((one.text, *(str(point["text"]) for point in one.fields.get("points", ()))))


def _no_days(proposals: Sequence[Proposal]) -> Iterator[Remark]:
    """Deadlines on a day that no calendar has: their month is kept, and a person asks what was meant."""
    for one in proposals:
        words, due = str(one.fields.get("due_words", "")), str(one.fields.get("due", ""))
        if one.kind == "recommendation" and names_a_day(words) and len(due) == len("2022-09"):
            fields = {"number": one.reference, "kind": "no-such-day"}
            yield Remark(f"{words}: there is no such day; read as the month", one.page, one.line, "certain", fields)


def _remarks(proposals: Sequence[Proposal], blocks: Sequence[Block], found: Sequence[Found]) -> Iterator[Remark]:
    if not any(one.kind == "recommendation" for one in proposals):
        yield Remark("nothing in it recommends: is it a report?", None, None, "ask")
    numbers = [
        int(one.entry.number)
        for one in found
        if one.entry.number.isdigit() and (one.entry.what == "recommendation" or one.entry.asked)
    ]
    missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    if missing:
        said = ", ".join(map(str, missing[:_MOST_SHOWN]))
        said += f" and {len(missing) - _MOST_SHOWN} more" if len(missing) > _MOST_SHOWN else ""
        yield Remark(f"numbers are missing: {said}", None, None, "likely", {"numbers": missing})
    yield from _no_days(proposals)
    cited = [one for one in found if one.entry.cites and one.recommends]
    lost = [one for one in cited if not _paragraph(blocks, one.entry)]
    if len(lost) * 2 > len(cited) > 1:
        yield Remark("the paragraphs that its list names are not in this file", None, None, "certain")
        lost = []
    for one in lost:
        entry = one.entry
        if entry.cites:
            there = _elsewhere(blocks, entry)
            stand = f"stand in {there.label}" if there else "are not there"
            what = f"{entry.number} is said to stand in paragraph {entry.cites}, and its words {stand}"
            fields = {"number": entry.number, "paragraph": entry.cites, "found": there.label if there else None}
            yield Remark(what, entry.page, entry.line, "likely", fields)
