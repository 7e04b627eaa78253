"""A response aligned to what it answers: which passages quote a recommendation, and what is said to each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from peelian.figures.errors import PeelianError
from peelian.reading import Block, Document
from peelian.scrutiny.importing.answering import ANSWER_HEAD, ANSWER_LEAD, QUOTE_HEAD
from peelian.scrutiny.importing.details import ASKED, asked_by
from peelian.scrutiny.importing.entries import Entry, blocks_with_numbers, entries_of, entry_at
from peelian.scrutiny.importing.matching import best, held, share_out, words_of
from peelian.scrutiny.importing.proposals import Imported, Proposal, Remark
from peelian.scrutiny.importing.reports import found_in
from peelian.scrutiny.importing.stance import stance_of
from peelian.scrutiny.importing.wording import HEAD, HEAD_OF_SEVERAL

_QUOTED = 0.6
"""A passage quotes where so much of it stands in what it answers."""
_UNLIKE = 0.3
"""A passage with less than so much in common with what it is named after is no quotation of it."""
_FEWEST = 6
"""Words of a passage that can be told as a quotation."""
_SURE, _BY_FORM = 0.95, 0.85
_LONGEST_HEAD = 120
_POINT = re.compile(r"^\(?([a-z]|[ivx]{1,4})[).]\s+")


@dataclass
class Quote:
    """A passage that quotes: ``entry`` as the response prints it, ``asked`` what it was aligned to, ``share`` how much alike."""

    entry: Entry
    asked: Entry | None = None
    share: float = 0.0
    point: str = ""

    @property
    def number(self) -> str:
        """The number of what is quoted: the report's where that is known."""
        return self.asked.number if self.asked else self.entry.number


@dataclass
class Answered:
    """Quotes that stand together, and the blocks that answer them."""

    quotes: list[Quote]
    answer: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is said to them."""
        return said(self.answer)


def said(blocks: Sequence[Block]) -> str:
    """The text of an answer, a paragraph a line, items with the letters or numbers that they are printed with."""
    return "\n".join(
        f"({block.label}) {block.text}" if block.label else ANSWER_LEAD.sub("", block.text) for block in blocks
    )


def import_response(document: Document, report: Document | None = None) -> Imported:
    """What a response answers to each recommendation and conclusion, in its order, or in the report's where that is given.

    Raises PeelianError where it quotes nothing that is numbered and, with a report, nothing of that report.
    """
    asked = [one.entry for one in found_in(blocks_with_numbers(report))] if report else []
    blocks = _apart(blocks_with_numbers(document), asked)
    first = [entry for at, entry in enumerate(asked) if entry.number not in {one.number for one in asked[:at]}]
    recommends = {one.entry.number: one.recommends for one in found_in(blocks_with_numbers(report))} if report else {}
    groups = _groups(blocks, asked)
    if not groups or (report and not any(quote.asked for group in groups for quote in group.quotes)):
        raise PeelianError(
            "no-answers",
            f"{document.name} quotes no recommendation{f' of {report.name}' if report else ' that is numbered'}.",
            "Look whether it is the response to this report." if report else "Give the report too, with --report.",
            {"file": document.name},
        )
    if not report and _is_report(groups):
        raise PeelianError(
            "no-answers",
            f"{document.name} reads as a report: it prints recommendations, and no answers between them.",
            "Use peelian import report, or name the response and give the report with --report.",
            {"file": document.name},
        )
    proposals = [one for group in groups for one in _proposals(group, recommends)]
    if report:
        proposals += _missing(first, recommends, groups)
    return Imported(tuple(proposals), (*_remarks(groups), *(_strange(groups) if report else ())))


def answered_groups(blocks: Sequence[Block]) -> list[Answered]:
    """What a document quotes by its numbers, with what it says to each; nothing where it reads as a report itself."""
    groups = _groups(blocks, [])
    return [] if not groups or _is_report(groups) else groups


def _is_report(groups: Sequence[Answered]) -> bool:
    """Whether a list of entries stands unbroken, or most of them are printed twice: a report does that, and no response."""
    entries = [quote.entry for group in groups for quote in group.quotes]
    listed = [entry for entry in entries if entry.listed]
    parted = sum(any(quote.entry.listed for quote in group.quotes) for group in groups)
    twice = sum(count > 1 for count in Counter(entry.number for entry in entries).values())
    return bool(listed and parted * 2 <= len(listed)) or twice * 4 > len(entries)


def _groups(blocks: Sequence[Block], asked: Sequence[Entry]) -> list[Answered]:
    quotes = _quotes(blocks, asked)
    places = {place for quote in quotes for place in range(quote.entry.first, quote.entry.last + 1)}
    heads = _repeated_heads(blocks)
    groups: list[Answered] = []
    for at, quote in enumerate(quotes):
        if groups and not _between(blocks, quotes[at - 1], quote, heads):
            groups[-1].quotes.append(quote)
        else:
            groups.append(Answered([quote]))
    for at, group in enumerate(groups):
        start = group.quotes[-1].entry.last + 1
        end = groups[at + 1].quotes[0].entry.first if at + 1 < len(groups) else len(blocks)
        group.answer = _trimmed([block for block in blocks[start:end] if block.place not in places], heads)
    return groups


def _quotes(blocks: Sequence[Block], asked: Sequence[Entry]) -> list[Quote]:
    """What the response quotes, in its order: by its numbers, and by the words of the report where that is known."""
    printed = [_named_only(entry, asked) for entry in _printed(blocks)]
    if not asked:
        return [Quote(entry) for entry in printed]
    quotes = [quote for entry in printed if (quote := _aligned(Quote(entry), asked) or _unknown(entry, asked))]
    taken = {place for quote in quotes for place in range(quote.entry.first, quote.entry.last + 1)}
    for block in blocks:
        if (
            block.place not in taken
            and block.look in ("text", "bullet", "heading")
            and (found := _by_words(block, asked))
        ):
            quotes.append(found)
    return sorted(quotes, key=lambda quote: quote.entry.first)


def _named_only(entry: Entry, asked: Sequence[Entry]) -> Entry:
    """An entry that is only named, where what stands below its heading is no quotation but the answer already.

    With the report that is told by its words; without it by what they say: they ask for nothing and take a side.
    """
    if not entry.what or entry.last == entry.first or _is_quoted(entry.whole, entry.number, asked):
        return entry
    return replace(entry, text="", points=(), last=entry.first)


def _is_quoted(text: str, number: str, asked: Sequence[Entry]) -> bool:
    """Whether words below or behind a heading quote what it names, and are not what is said to it."""
    same = [one.whole for one in asked if one.number == number]
    if not same and best(text, [one.whole for one in asked])[1] < _UNLIKE:
        return asked_by(text)[0] or stance_of(text).rule == "tells"
    return best(text, [one.whole for one in asked])[1] >= _UNLIKE or held(text, same[0]) >= _UNLIKE


def _apart(blocks: Sequence[Block], asked: Sequence[Entry]) -> list[Block]:
    """The blocks, a heading and the answer that goes on behind it on its line in two."""
    found: list[Block] = []
    for block in blocks:
        head = HEAD.match(block.text)
        rest = block.text[head.end() :] if head else ""
        if not head or not rest or _is_quoted(rest, head["number"], asked):
            found.append(replace(block, place=len(found)))
            continue
        cut = head.end()
        found.append(replace(block, look="heading", text=block.text[:cut].strip(), place=len(found)))
        starts = ((0, *block.at(cut)), *((at - cut, line, page) for at, line, page in block.starts if at > cut))
        line, page = block.at(cut)
        found.append(
            replace(block, look="text", text=rest, line=line, page=page, starts=starts, label="", place=len(found))
        )
    return found


def _printed(blocks: Sequence[Block]) -> list[Entry]:
    """Entries that the response numbers as the committee did: named, listed, or in one row of numbers."""
    named = entries_of(blocks, answered=True)
    rows: list[Entry] = []
    for block in blocks:
        if block.look == "bullet" and re.fullmatch(r"\d{1,3}(?:\.\d{1,3})?", block.label):
            rows.append(entry_at(blocks, block))
    within = {place for entry in rows for place in range(entry.first, entry.last + 1)}
    if len(rows) <= sum(1 for entry in named if entry.first in within) or not _quotes_somebody(rows, blocks):
        return named
    return sorted([*rows, *(entry for entry in named if entry.first not in within)], key=lambda entry: entry.first)


def _quotes_somebody(rows: Sequence[Entry], blocks: Sequence[Block]) -> bool:
    """Whether most of a row of numbered paragraphs stand below a heading that says so, or ask, or cite a paragraph."""
    heads = _repeated_heads(blocks)
    quoted = sum(
        bool(entry.cites)
        or asked_by(entry.whole)[1] == ASKED
        or any(block.text.strip().casefold() in heads for block in blocks[max(0, entry.first - 3) : entry.first])
        for entry in rows
    )
    return quoted * 2 > len(rows)


def _aligned(quote: Quote, asked: Sequence[Entry]) -> Quote | None:
    """The quote with the report's entry that it is of: by its words, whatever number it prints; None where it is of none."""
    at, share = best(quote.entry.whole, [entry.whole for entry in asked])
    if at >= 0 and (share >= _QUOTED or held(quote.entry.whole, asked[at].whole) >= 0.8):
        return replace(quote, asked=asked[at], share=share)
    same = [entry for entry in asked if entry.number == quote.entry.number]
    if same and not quote.entry.whole.strip():
        return replace(quote, asked=same[0], share=_QUOTED)
    return None


def _unknown(entry: Entry, asked: Sequence[Entry]) -> Quote | None:
    """A quote of what a response names by a number that the report does not have: it is no part of the answer before it."""
    return Quote(entry) if entry.what and entry.number not in {one.number for one in asked} else None


def _by_words(block: Block, asked: Sequence[Entry]) -> Quote | None:
    """A passage that quotes without a number."""
    if len(words_of(block.text)) < _FEWEST:
        return None
    shares = [held(block.text, entry.whole) for entry in asked]
    top = max(shares, default=0.0)
    if top < 0.75:
        return None
    entry = asked[shares.index(top)]
    point = next((one.letter for one in entry.points if held(block.text, one.text) >= 0.75), "")
    found = Entry("", "", block.text, (), block.page, block.line, block.page, block.line, block.place, block.place)
    return Quote(found, entry, top, point)


def _repeated_heads(blocks: Sequence[Block]) -> frozenset[str]:
    """Headings that stand over every quotation, or over every answer."""
    counted = Counter(block.text.strip().casefold() for block in blocks if block.look == "heading")
    return frozenset(text for text, count in counted.items() if count > 2 and QUOTE_HEAD.search(text))


def _between(blocks: Sequence[Block], before: Quote, quote: Quote, heads: frozenset[str]) -> bool:
    """Whether anything is answered between two quotes."""
    return bool(_trimmed(blocks[before.entry.last + 1 : quote.entry.first], heads))


def _trimmed(answer: Sequence[Block], heads: frozenset[str]) -> list[Block]:
    """An answer without headings over it and without those that belong to what follows; notes are no answer."""
    kept = [block for block in answer if block.look != "note" and not _is_label(block, heads)]
    while kept and (kept[-1].look == "heading" or _is_title(kept[-1])):
        kept.pop()
    while kept and kept[0].look == "heading":
        kept.pop(0)
    return [block for block in kept if any(character.isalpha() for character in block.text)]


def _is_title(block: Block) -> bool:
    """A short line that ends no sentence: a title over what follows, or an address below a note."""
    return block.look == "text" and len(block.text) < 100 and block.text[-1] not in ".?!:;”\"’')"


def _is_label(block: Block, heads: frozenset[str]) -> bool:
    text = block.text.strip()
    if any(text.casefold().startswith(head) for head in heads) and len(text) < _LONGEST_HEAD:
        return True
    head = HEAD.match(text) if block.look == "heading" else None
    bare = bool(head and head.end() == len(text))
    return bare or bool(ANSWER_HEAD.match(text) or HEAD_OF_SEVERAL.match(text))


def _proposals(group: Answered, recommends: dict[str, bool]) -> Iterator[Proposal]:
    """One proposal for each that was answered together."""
    numbers = list(dict.fromkeys(quote.number for quote in group.quotes))
    first = group.answer[0] if group.answer else None
    owned = _owned(group, numbers)
    for at, number in enumerate(numbers):
        quotes = [one for one in group.quotes if one.number == number]
        quote = quotes[0]
        own = [block for block, owner in zip(group.answer, owned, strict=True) if owner in (None, at)]
        stance = stance_of(
            said(own or group.answer),
            (quote.asked or quote.entry).whole,
            shared=len(numbers) > 1,
        )
        others = [one for one in numbers if one != number]
        fields = {
            "status": stance.status,
            "status_words": stance.words,
            "status_by": stance.rule,
            "status_confidence": stance.confidence,
            "status_sure": stance.sure,
            "answered_with": others,
            "printed_number": quote.entry.number if quote.asked and quote.entry.number != number else None,
            "recommends": recommends.get(number),
            "quoted": {"page": quote.entry.page, "line": quote.entry.line, "alike": round(quote.share, 2) or None},
            "about_this": [{"page": block.page, "line": block.line} for block in own] if len(own) < len(group.answer) else None,
            "points": [one.point for one in quotes if one.point],
            "answers": _by_point(group, quote),
            "last": _end(group.answer),
        }  # fmt: skip
        yield Proposal(
            "response",
            number or None,
            group.text,
            first.page if first else quote.entry.page,
            first.line if first else quote.entry.line,
            _SURE if quote.share >= 0.8 else _BY_FORM,
            {key: value for key, value in fields.items() if value not in (None, [], "")},
        )


def _owned(group: Answered, numbers: Sequence[str]) -> list[int | None]:
    """For each block of an answer to several, which of them it is about; None for all."""
    wholes = [
        " ".join((one.asked or one.entry).whole for one in group.quotes if one.number == number) for number in numbers
    ]
    return share_out([block.text for block in group.answer], wholes) if len(numbers) > 1 else [None] * len(group.answer)


def _end(answer: Sequence[Block]) -> dict[str, int | None] | None:
    if not answer:
        return None
    line, page = answer[-1].at(len(answer[-1].text))
    return {"page": page, "line": line}


def _by_point(group: Answered, quote: Quote) -> list[dict[str, object]]:
    """Answers to single sub-points, where the answer has their letters."""
    asked = {point.letter: point.text for point in (quote.asked or quote.entry).points}
    parts: list[tuple[str, list[str]]] = []
    for block in group.answer:
        mark = _POINT.match(block.text)
        letter = block.label or (mark[1] if mark else "")
        if letter in asked:
            parts.append((letter, [block.text[mark.end() :] if mark else block.text]))
        elif parts:
            parts[-1][1].append(block.text)
    found: list[dict[str, object]] = []
    for letter, texts in parts:
        text = "\n".join(texts)
        found.append({"point": letter, "status": stance_of(text, asked[letter]).status, "text": text})
    return found if len(found) > 1 else []


def _missing(asked: Sequence[Entry], recommends: dict[str, bool], groups: Sequence[Answered]) -> Iterator[Proposal]:
    """What the report asks and the response does not speak of."""
    spoken = {quote.asked.number for group in groups for quote in group.quotes if quote.asked}
    for entry in asked:
        if entry.number not in spoken and recommends[entry.number]:
            fields = {"status": "no-answer", "status_confidence": 0.8, "status_sure": True, "recommends": True}
            yield Proposal("response", entry.number, "", None, None, 0.8, fields)


def _remarks(groups: Sequence[Answered]) -> Iterator[Remark]:
    quotes = [quote for group in groups for quote in group.quotes]
    numbered = [quote for quote in quotes if quote.entry.number]
    other = [quote for quote in numbered if quote.asked and quote.entry.number != quote.asked.number]
    if len(other) > len(numbered) / 2:
        yield Remark("it numbers what it answers in its own way; references are the report's", None, None, "certain")
        other = []
    seen: Counter[str] = Counter()
    for quote in numbered:
        entry = quote.entry
        seen[entry.number] += 1
        if seen[entry.number] == 2:
            yield Remark(
                f"{entry.number} is printed twice", entry.page, entry.line, "certain", {"number": entry.number}
            )
    for quote in other:
        entry, number = quote.entry, quote.number
        what = f"printed as {entry.number}, and its words are those of {number}"
        yield Remark(what, entry.page, entry.line, "certain", {"number": entry.number, "of": number})
    for group in groups:
        if not group.answer:
            entry, number = group.quotes[-1].entry, group.quotes[-1].number
            yield Remark(f"nothing is said to {number}", entry.page, entry.line, "likely", {"number": number})


def _strange(groups: Sequence[Answered]) -> Iterator[Remark]:
    """What it answers and the report does not ask, by its number and its words."""
    for entry in (quote.entry for group in groups for quote in group.quotes if not quote.asked):
        what = f"it answers {entry.number}, and the report has none of that number and none of its words"
        yield Remark(what, entry.page, entry.line, "ask", {"number": entry.number, "kind": "not-asked"})
