"""What an answer says to a recommendation: accepted, partly, rejected or noted, and the words that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peelian.scrutiny.importing.answering import (
    ACCEPTS,
    COMMITS,
    CONSIDERS,
    DONE,
    IN_PART,
    REJECTS,
    STATED,
)
from peelian.scrutiny.ledger.records import AnswerStatus

_SENTENCE = re.compile(r"(?<=[.?!])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9£])")
_BUT = re.compile(
    r"\b(?:however|but|although|nevertheless|at this stage|at present|instead|rather than)\b", re.IGNORECASE
)
_SHOWN = 160


@dataclass(frozen=True)
class Stance:
    """``words`` is the sentence that the status rests on, empty where nothing says it."""

    status: AnswerStatus
    words: str
    confidence: float


def stance_of(text: str) -> Stance:
    """What an answer says as a whole. A person reads it: most answers say it in many words, or not at all.

    accepted: it agrees, or says that it does what is asked. partly: in part, in principle, or both yes and no. rejected: it says
    no. noted: it welcomes or will consider, or tells what is done without saying yes or no.
    """
    text = text.strip()
    if not text:
        return Stance("no-answer", "", 0.9)
    sentences = [one.replace("’", "'") for one in _sentences(text)]
    for status, pattern in STATED:
        if pattern.search(text):
            return Stance(status, sentences[0][:_SHOWN], 0.95)
    return _by_verbs(sentences) or _by_deeds(sentences)


def _by_verbs(sentences: list[str]) -> Stance | None:
    """Where somebody agrees, accepts, refuses or has no plans."""
    yes, no, part = (_first(pattern, sentences) for pattern in (ACCEPTS, REJECTS, IN_PART))
    if part:
        return Stance("partly", part, 0.85)
    if yes and no:
        return (
            Stance("partly", no, 0.6) if _place(yes, sentences) < _place(no, sentences) else Stance("rejected", no, 0.6)
        )
    if no:
        return Stance("rejected", no, 0.8)
    if yes:
        return Stance("accepted", yes, 0.85 if _place(yes, sentences) < 2 and not _BUT.search(yes) else 0.6)
    return None


def _by_deeds(sentences: list[str]) -> Stance:
    """Where nobody agrees or refuses: what is promised or done, and else what is taken in."""
    commits, done = _first(COMMITS, sentences), _first(DONE, sentences)
    considers = _first(CONSIDERS, sentences)
    if considers and not commits:
        return Stance("noted", considers, 0.55)
    if commits:
        return Stance("accepted", commits, 0.45)
    return Stance("noted", done, 0.4)


def _first(pattern: re.Pattern[str], sentences: list[str]) -> str:
    return next((one[:_SHOWN] for one in sentences if pattern.search(one)), "")


def _place(words: str, sentences: list[str]) -> int:
    return next(at for at, one in enumerate(sentences) if one.startswith(words))


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(" ".join(text.split())) if part]
