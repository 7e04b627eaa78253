"""A body's report to those who scrutinise it: decisions by number, activities by day, and the period that it says it covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from peelian.reading import Block, sentences_of
from peelian.scrutiny.importing.days import Day, days_in
from peelian.scrutiny.importing.papering import ACTED, ACTIVITIES, AHEAD, DECISIONS, PERIOD, SERIES
from peelian.scrutiny.importing.proposals import Proposal, Remark

_FEWEST = 3
"""Rows of a series of decisions: fewer may be anything."""
_MOST_GAPS = 2000
_ABOVE = 4
_SURE, _SAID = 0.95, 0.85


def decisions_in(blocks: Sequence[Block]) -> Iterator[Proposal]:
    """The rows of a register of decisions: reference and title."""
    rows = [
        (block, match)
        for block in blocks
        if block.look != "heading" and (match := SERIES.match(block.text)) is not None
    ]
    counted = Counter(match["series"] for _, match in rows)
    said = {match["series"] for block, match in rows if _said_to_be(blocks, block)}
    for block, match in rows:
        if counted[match["series"]] >= _FEWEST and match["series"] in said:
            fields = {"series": match["series"], "number": int(match["number"])}
            reference = f"{match['series']} {match['number']}"
            yield Proposal("decision", reference, match["title"].strip(), block.page, block.line, _SURE, fields)


def _said_to_be(blocks: Sequence[Block], row: Block) -> bool:
    """Whether what stands straight above a row speaks of decisions: other rows of letters and numbers are references to papers."""
    above = [block for block in blocks if row.place - _ABOVE <= block.place < row.place]
    return any(DECISIONS.search(block.text) for block in above)


def gaps_in(decisions: Sequence[Proposal]) -> Iterator[Remark]:
    """The numbers of each series that are missing between its first and its last, and what stands out of order or twice."""
    for series, group in groupby(
        sorted(decisions, key=lambda one: str(one.fields["series"])), lambda one: one.fields["series"]
    ):
        several = list(group)
        numbers = [int(one.fields["number"]) for one in several]
        missing = sorted(set(range(min(numbers), max(numbers) + 1)) - set(numbers))
        if missing and len(missing) <= _MOST_GAPS:
            what = f"{len(missing)} numbers of {series} between {min(numbers)} and {max(numbers)} are not listed"
            yield Remark(what, several[0].page, several[0].line, "certain", {"series": series, "numbers": missing})
        for before, one in pairwise(several):
            if int(one.fields["number"]) == int(before.fields["number"]):
                yield Remark(f"{one.reference} is listed twice", one.page, one.line, "certain")
            elif int(one.fields["number"]) < int(before.fields["number"]):
                yield Remark(f"{one.reference} stands out of order", one.page, one.line, "certain")


def date_of(blocks: Sequence[Block]) -> date | None:
    """The day of a report: the first with a year at its beginning."""
    return next((day.on for block in blocks[:15] for day in days_in(block.text, None) if day.on), None)


def period_of(blocks: Sequence[Block]) -> tuple[date, date, Block] | None:
    """The period that a report says it covers, and where; None where it does not say."""
    for block in blocks:
        said = PERIOD.search(block.text)
        if not said:
            continue
        last = next((day.on for day in days_in(said["last"], None) if day.on), None)
        first = next((day.on for day in days_in(said["first"], last) if day.on), None) if last else None
        if first and last and first <= last:
            return first, last, block
    return None


def activities_in(blocks: Sequence[Block], near: date | None) -> Iterator[Proposal]:
    """What those who report did on a day, in the order of print: meetings with bodies, visits, launches."""
    section = ""
    for block in blocks:
        if block.look == "heading" or (block.look == "bullet" and block.label and len(block.text) < 90):
            section = block.text
        if block.look not in ("text", "bullet"):
            continue
        for sentence in sentences_of(block):
            acted = ACTED.search(sentence.text)
            if not acted:
                continue
            for day in days_in(sentence.text, near):
                fields: dict[str, Any] = {
                    "form": "activity",
                    "activity": _activity(acted["verb"] or "held"),
                    "date": day.on.isoformat() if day.on else None,
                    "date_words": day.words,
                    "section": section,
                    "what": _about(sentence.text, day),
                }
                fields = {key: value for key, value in fields.items() if value}
                yield Proposal("meeting", None, sentence.text, sentence.page, sentence.line, _SAID, fields)


def _activity(verb: str) -> str:
    return next((kind for kind, verbs in ACTIVITIES if verb in verbs), "meeting")


def _about(text: str, day: Day) -> str:
    """Of a sentence with several days, the part that ends with this one."""
    days = list(days_in(text, None))
    if len(days) < 2:
        return ""
    places = [0, *(one.at + len(one.words) for one in days)]
    at = next(index for index, one in enumerate(days) if one.at == day.at)
    return text[places[at] : places[at + 1]].strip(" ,;.")


def outside(activities: Sequence[Proposal], period: tuple[date, date, Block]) -> Iterator[Remark]:
    """Activities on days that the report says it does not cover."""
    first, last, _ = period
    for one in activities:
        on = one.fields.get("date")
        if on and not first <= date.fromisoformat(on) <= last:
            what = f"{on} is outside the period that the report says it covers, {first} to {last}"
            yield Remark(what, one.page, one.line, "certain", {"date": on})


def behind(blocks: Sequence[Block], day: date | None) -> Iterator[Remark]:
    """Rows below a heading that speaks of what is ahead, with a day before that of the report."""
    ahead = False
    for block in blocks:
        if block.look == "heading" or (block.look == "bullet" and block.label):
            ahead = bool(AHEAD.search(block.text))
        elif ahead and day:
            for one in days_in(block.text, day):
                if one.on and one.on < day:
                    what = f"{one.words} is called future, and the report is of {day}"
                    yield Remark(what, block.page, block.line, "certain", {"date": one.on.isoformat()})
