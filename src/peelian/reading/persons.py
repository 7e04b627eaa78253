"""What in a text may tell of one person: words and shapes, and a warning for who is about to publish. Nothing is changed here.

A committee's minutes told of one caller's illness (seed-004, line 233). Such a sentence is found by its shape: one person, singled
out by a word for what they are in the matter, or a count below five of such people, or a way to reach somebody. ``warned`` casts
a wide net over what a room writes; what is read in from papers is judged sentence by sentence with the same words (ONE, SENSITIVE).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _any_of(*rows: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE)


PERSON = (
    r"(?:caller|complainant|resident|victim|patient|service user|offender|suspect|perpetrator|tenant|neighbour|pupil|student|child"
    r"|boy|girl|teenager|young person|man|woman|mother|father|parent|individual|person|family|household|lady|gentleman"
    r"|witness|detainee|prisoner|claimant|applicant|carer|pensioner|driver|employee)"
)
_LIKE = (
    r"(?:particular |single |certain |specific |elderly |young |local |vulnerable |disabled |\d{1,3}[- ]year[- ]old )*"
)
ONE = _any_of(
    rf"\b(?:one|a|an|the|this|that|another) {_LIKE}{PERSON}\b(?!s)(?!['’]s (?:office|commissioner))",
)
"""Somebody who is one and has no name."""
ALONE = _any_of(
    rf"\b(?:one|single) {_LIKE}{PERSON}\b",
    r"\bonly one (?:case|person|victim)\b",
    rf"\ba (?:particular|single|certain) {PERSON}\b",
)
FEW = _any_of(
    rf"\b(?:two|three|four|[2-4]) {_LIKE}(?:{PERSON}s|children|women|men|families|people)\b(?! (?:in|out of) (?:ten|\d))",
)
"""So few that neighbours may know them: the most that a small-numbers rule hides as well."""
SENSITIVE = _any_of(
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
SUPPOSED = _any_of(r"\b(?:might|may|could|can|would|should|whether|if|any|each|every|when|where)\b", r"\bvictims\b")
"""What makes a sentence about anybody rather than about somebody."""
_WHO = rf"(?:{PERSON}|informant|(?:police )?officer|member of staff)"
"""In what a room writes itself, who works there may be meant too."""
_MANY = rf"(?:{PERSON}s|children|men|women|families|informants)"
_SINGLED = "single|particular|certain|specific|lone|elderly|young|vulnerable|known"
_HEALTH = (
    r"dementia|alzheimer|schizophreni\w*|autis\w*|bipolar|psychosis|suicid\w*|HIV|pregnan\w*|overdos\w*|self[- ]harm\w*"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "tells of one person",
        _any_of(
            rf"\b(?:one|an?|the|1)\s+(?:{_SINGLED})\s+(?:\w+\s+)?{_WHO}\b",
            rf"\b(?:one|1)\s+(?:\w+\s+)?{_WHO}\b",
            rf"\ban individual\s+(?:\w+\s+)?{_WHO}\b",
        ),
    ),
    ("counts fewer than five people", _any_of(rf"\b(?:two|three|four|[2-4])\s+(?:\w+\s+)?{_MANY}\b")),
    (
        "tells somebody's age",
        _any_of(
            r"\baged?\s\d{1,3}\b(?!\s?[-–]|\sto\b|\sand\b)",
            r"(?<![-–/\d])(?<!to )(?<!and )\b\d{1,3}[- ]years?[- ]old\b",
        ),
    ),
    ("speaks of somebody's health", _any_of(rf"\b(?:{_HEALTH})\b")),
    ("is an e-mail address", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b")),
    ("is a telephone number", re.compile(r"(?<![\w.,£])(?:\+44\s?|0)(?:\d\s?){9,10}(?!\d)")),
    ("is a full postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b")),
    ("is a date of birth", _any_of(r"\b(?:born|date of birth|d\.?o\.?b\.?)\b[^.\n]{0,20}\d")),
)


@dataclass(frozen=True)
class Warned:
    """A place in a text: what about it, and the words from ``start`` to ``end``."""

    why: str
    words: str
    start: int
    end: int

    @property
    def sentence(self) -> str:
        """For who wrote it."""
        return f"“{self.words}” {self.why}. Is it needed, and may it be published?"


def warned(text: str) -> list[Warned]:
    """Every place that may tell of one person, in order; a place is named once."""
    found = [
        Warned(why, match[0], match.start(), match.end())
        for why, pattern in _PATTERNS
        for match in pattern.finditer(text)
    ]
    kept: list[Warned] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept
