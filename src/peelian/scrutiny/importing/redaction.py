"""Passages about a single person that say something sensitive: to be looked at before anything is published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from peelian.reading import Block, Sentence, sentences_of
from peelian.reading.persons import ALONE, FEW, ONE, PERSON, SENSITIVE, SUPPOSED
from peelian.scrutiny.importing.proposals import Certainty, Remark
from peelian.scrutiny.importing.wording import any_of

_TRACE = any_of(rf"\b(?:the|this|that) {PERSON}\b", r"\b(?:he|she|his|her|they|their)\b")
_COUNTED = re.compile(r"\b\d{2,}\b (?:calls|incidents|reports|offences|visits|complaints)\b", re.IGNORECASE)


def redactions_in(blocks: Sequence[Block]) -> Iterator[Remark]:
    """Paragraphs in which one unnamed person, or very few, are spoken of, and in which something sensitive is said of them.

    Somebody's age, number of calls or place beside it makes it likely that neighbours know who it is.
    """
    for block in blocks:
        if block.look not in ("text", "bullet"):
            continue
        sentences = sentences_of(block)
        for at, sentence in enumerate(sentences):
            if FEW.search(sentence.text) and SENSITIVE.search(sentence.text) and not SUPPOSED.search(sentence.text):
                yield _remark(sentence.line, sentence.page, _told_of([sentence]), "ask", "very few people are")
                break
            if not ONE.search(sentence.text):
                continue
            told = _told_of(sentences[at : at + 3])
            single = ALONE.search(sentence.text) or _COUNTED.search(sentence.text)
            if told and single:
                yield _remark(sentence.line, sentence.page, told, "likely")
                break
            if told and SENSITIVE.search(sentence.text) and not SUPPOSED.search(sentence.text):
                yield _remark(sentence.line, sentence.page, told, "ask")
                break


def _told_of(sentences: Sequence[Sentence]) -> str:
    """What is said of the person: in the sentence that speaks of one, or in those after it that speak of the same."""
    for at, sentence in enumerate(sentences):
        if at and not _TRACE.search(sentence.text):
            return ""
        found = SENSITIVE.search(sentence.text)
        if found:
            return found[0].strip()
    return ""


def _remark(line: int, page: int | None, told: str, certainty: Certainty, who: str = "one person is") -> Remark:
    what = f"{who} spoken of, with what should not be public ({told}): redact before it is published"
    return Remark(what, page, line, certainty, {"kind": "redaction", "words": told})
