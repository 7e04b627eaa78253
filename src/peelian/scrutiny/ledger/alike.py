"""Which earlier recommendations ask for much the same: likeness of words, for a person to look at. Pure; decides nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from peelian.scrutiny.ledger.records import Recommendation
from peelian.scrutiny.ledger.shelf import Ledger

ALIKE = 60.0
"""From which likeness (0 to 100) a pair is worth a look: a house rule, low because a person looks at each."""
_EMPTY = frozenset(re.findall(
    "[a-z]+",
    "the a an of to and in for on by with that this it its is be are should include includes plan final committee recommends "
    "recommend recommendation commit commitment commitments specific",
))  # fmt: skip
"""Words that every recommendation has."""


@dataclass(frozen=True)
class Like:
    """An earlier recommendation with how much its words are like (0 to 100), and which words both have."""

    recommendation: Recommendation
    score: float
    shared: tuple[str, ...]


def alike(ledger: Ledger, one: Recommendation) -> list[Like]:
    """Recommendations of earlier reports that may ask for the same, likest first."""
    since = ledger.report(one.report).since
    own = words_of(one)
    found = []
    for report in ledger.reports:
        if report.id == one.report or not report.since or (since and report.since > since):
            continue
        for other in report.recommendations:
            theirs = words_of(other)
            score = likeness(own, theirs)
            if score >= ALIKE:
                found.append(Like(other, score, tuple(sorted(set(own) & set(theirs)))))
    return sorted(found, key=lambda like: (-like.score, like.recommendation.id))


def words_of(one: Recommendation) -> list[str]:
    """The words of a recommendation that say something, in the order of print: of its list, else of its chapter, else its title."""
    text = one.text("summary") or one.text("chapter")
    said = " ".join([text.text, *(point.text for point in text.points)]) if text and text.text else one.title
    return [
        word for word in re.findall(r"[a-z0-9+]+", said.lower().replace("’", "").replace("'", "")) if word not in _EMPTY
    ]


def likeness(own: list[str], theirs: list[str]) -> float:
    """How much two lists of words are like, from 0 to 100, whatever their order and however much longer one of them is."""
    if not own or not theirs:
        return 0.0
    first, second = " ".join(own), " ".join(theirs)
    return float(0.5 * fuzz.token_set_ratio(first, second) + 0.5 * fuzz.token_sort_ratio(first, second))
