"""What in a text may tell of one person: found by pattern, said as a warning, decided by a person. Nothing is changed here.

A committee's minutes told of one caller's illness (seed-004, line 233). Such a sentence is found by its shape: one person, singled
out by a word for what they are in the matter, or a count below five of such people, or a way to reach somebody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PEOPLE = (
    "caller|victim|resident|complainant|suspect|offender|child|boy|girl|man|woman|person|patient|tenant|pupil|student|witness|"
    "family|household|individual|neighbour|informant|perpetrator|teenager"
)
_MANY = _PEOPLE.replace("child", "children").replace("|man|", "|men|").replace("woman", "women")
_SINGLED = "single|particular|certain|specific|lone|elderly|young|vulnerable|known"
_HEALTH = (
    r"dementia|alzheimer|schizophreni\w*|autis\w*|bipolar|psychosis|suicid\w*|HIV|pregnan\w*|overdos\w*|self[- ]harm\w*"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "tells of one person",
        re.compile(
            rf"\b(?:(?:one|a|an|the|1)\s+(?:{_SINGLED})\s+(?:\w+\s+)?(?:{_PEOPLE})|(?:one|1)\s+(?:\w+\s+)?(?:{_PEOPLE}))\b",
            re.I,
        ),
    ),
    ("counts fewer than five people", re.compile(rf"\b(?:two|three|four|[2-4])\s+(?:\w+\s+)?(?:{_MANY})s?\b", re.I)),
    ("speaks of somebody's health", re.compile(rf"\b(?:{_HEALTH})\b", re.I)),
    ("is an e-mail address", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b")),
    ("is a telephone number", re.compile(r"(?<![\w.,])(?:\+44\s?|0)(?:\d\s?){9,10}(?!\d)")),
    ("is a full postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b")),
    ("is a date of birth", re.compile(r"\b(?:born|date of birth|d\.?o\.?b\.?)\b[^.\n]{0,20}\d", re.I)),
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
