"""Passages about a single person that say something sensitive: to be looked at before anything is published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from peelian.reading import Block, Sentence, sentences_of
from peelian.scrutiny.importing.proposals import Certainty, Remark
from peelian.scrutiny.importing.wording import any_of

_PERSON = (
    r"(?:caller|complainant|resident|victim|patient|service user|offender|suspect|perpetrator|tenant|neighbour|pupil|student|child"
    r"|boy|girl|teenager|young person|man|woman|mother|father|parent|individual|person|family|household|lady|gentleman"
    r"|witness|detainee|prisoner|claimant|applicant|carer|pensioner|driver|employee)"
)
_LIKE = (
    r"(?:particular |single |certain |specific |elderly |young |local |vulnerable |disabled |\d{1,3}[- ]year[- ]old )*"
)
ONE = any_of(
    rf"\b(?:one|a|an|the|this|that|another) {_LIKE}{_PERSON}\b(?!s)(?!['’]s (?:office|commissioner))",
)
"""Somebody who is one and has no name."""
ALONE = any_of(
    rf"\b(?:one|single) {_LIKE}{_PERSON}\b",
    r"\bonly one (?:case|person|victim)\b",
    rf"\ba (?:particular|single|certain) {_PERSON}\b",
)
FEW = any_of(
    rf"\b(?:two|three|four|[2-4]) {_LIKE}(?:{_PERSON}s|children|women|men|families|people)\b(?! (?:in|out of) (?:ten|\d))",
)
"""So few that neighbours may know them: the most that a small-numbers rule hides as well."""
SENSITIVE = any_of(
    r"\bdementia\b|\balzheimer|\bautis|\b(?:learning )?disabilit(?:y|ies)\b|\bdisabled\b",
    r"\bmental(?:ly)? (?:health|ill|illness|capacity)\b|\bdelusion|\bparanoi|\bschizophren|\bpsychosis|\bdepress(?:ion|ed)\b",
    r"\bsuffer(?:s|ed|ing)? from\b|\bdiagnos|\billness\b|\bhospital|\bmedication\b|\bHIV\b|\bpregnan|\bmiscarriage",
    r"\b(?:poor|deteriorating|ill|failing) health\b",
    r"\bself-harm|\bsuicid|\balcoholi|\baddict(?:ion|ed)|\bdrug (?:user|addict)",
    r"\bconvict(?:ed|ion)|\barrested\b|\bcharged with\b|\bon bail\b|\bin custody\b",
    r"\bsexual(?:ly)? (?:assault|abuse|orientation)|\braped?\b|\bimmigration status\b|\basylum seeker",
    r"\b(?:her|his|their) (?:religion|faith|ethnicity)\b|\bin care\b|\bfoster|\bchild protection plan\b|\bhomeless\b",
)
"""What the law calls special, or what nobody should learn of a person from public papers."""
SUPPOSED = any_of(r"\b(?:might|may|could|can|would|should|whether|if|any|each|every|when|where)\b", r"\bvictims\b")
"""What makes a sentence about anybody rather than about somebody."""
_TRACE = any_of(rf"\b(?:the|this|that) {_PERSON}\b", r"\b(?:he|she|his|her|they|their)\b")
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
