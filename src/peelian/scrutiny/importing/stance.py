"""What an answer says to a recommendation: accepted, partly, rejected or noted, and the words that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peelian.scrutiny.importing.answering import (
    ACCEPTS,
    CARRIES_ON,
    COMMITS,
    CONCEDES,
    CONSIDERED,
    CONSIDERS,
    DONE,
    IN_PART,
    OTHERWISE,
    REJECTS,
    STATED,
    TAKEN_UP,
    TO_CARRY_ON,
    TO_CONSIDER,
)
from peelian.scrutiny.ledger.records import AnswerStatus

_SENTENCE = re.compile(r"(?<=[.?!])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9£])")
_BUT = re.compile(
    r"\b(?:however|but|although|nevertheless|at this stage|at present|instead|rather than)\b", re.IGNORECASE
)
_SHOWN = 160
CONFIDENCE = {
    "stated": 0.95, "in-part": 0.85, "refuses": 0.8, "agrees": 0.7, "agrees-later": 0.6, "yes-and-no": 0.6, "taken-up": 0.6,
    "carries-on": 0.7, "considered": 0.6, "otherwise": 0.6, "commits": 0.45, "considers": 0.5, "tells": 0.5, "silent": 0.9,
}  # fmt: skip
"""How often a rule was right on the answers judged by hand, rounded down (tests/spec/test_importing_answers.py)."""


@dataclass(frozen=True)
class Stance:
    """``words`` is the sentence that the status rests on, empty where nothing says it; ``rule`` is of CONFIDENCE."""

    status: AnswerStatus
    words: str
    rule: str

    @property
    def confidence(self) -> float:
        """How sure the rule is."""
        return CONFIDENCE[self.rule]


def stance_of(text: str, asked: str = "") -> Stance:
    """What an answer says as a whole to what was asked. A person reads it: most answers say it in many words, or not at all.

    accepted: it agrees, or says that it does what is asked. partly: in part, in principle, something else, less or later, or a
    promise that may not be what was asked. rejected: it says no. noted: it will consider what it was asked to do, or tells what is
    done without saying yes or no.
    """
    text = text.strip()
    if not text:
        return Stance("no-answer", "", "silent")
    sentences = [one.replace("’", "'") for one in _SENTENCE.split(" ".join(text.split())) if one]
    for status, pattern in STATED:
        if pattern.search(text):
            return Stance(status, sentences[0][:_SHOWN], "stated")
    return _by_verbs(sentences) or _by_deeds(sentences, asked)


def _by_verbs(sentences: list[str]) -> Stance | None:
    """Where somebody agrees, accepts, refuses or has no plans."""
    yes, part = _first(ACCEPTS, sentences), _first(IN_PART, sentences)
    no = _first(REJECTS, [one for one in sentences if not CONCEDES.search(one)])
    if part:
        return Stance("partly", part, "in-part")
    if yes and no:
        first = _place(yes, sentences) < _place(no, sentences)
        return Stance("partly" if first else "rejected", no, "yes-and-no")
    if no:
        return Stance("rejected", no, "refuses")
    if yes:
        at_once = _place(yes, sentences) < 2 and not _BUT.search(yes)
        return Stance("accepted", yes, "agrees" if at_once else "agrees-later")
    return None


def _by_deeds(sentences: list[str], asked: str) -> Stance:
    """Where nobody agrees or refuses: what is taken up, gone on with, done otherwise, promised, considered or told."""
    to_carry_on, to_consider = bool(TO_CARRY_ON.search(asked)), bool(TO_CONSIDER.search(asked))
    rules: tuple[tuple[bool, re.Pattern[str], AnswerStatus, str], ...] = (
        (True, TAKEN_UP, "accepted", "taken-up"),
        (to_carry_on, CARRIES_ON, "accepted", "carries-on"),
        (to_consider, CONSIDERED, "accepted", "considered"),
        (True, OTHERWISE, "partly", "otherwise"),
        (True, COMMITS, "partly", "commits"),
        (True, CONSIDERS, "noted", "considers"),
    )
    for applies, pattern, status, rule in rules:
        words = _first(pattern, sentences) if applies else ""
        if words:
            return Stance(status, words, rule)
    return Stance("noted", _first(DONE, sentences), "tells")


def _first(pattern: re.Pattern[str], sentences: list[str]) -> str:
    return next((one[:_SHOWN] for one in sentences if pattern.search(one)), "")


def _place(words: str, sentences: list[str]) -> int:
    return next(at for at, one in enumerate(sentences) if one.startswith(words))
