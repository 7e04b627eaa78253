"""What an answer says to a recommendation: accepted, partly, rejected or noted, the words that say so, and whether that is sure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peelian.scrutiny.importing.answering import (
    ACCEPTS,
    BY_DEEDS,
    CARRIES_ON,
    CONCEDES,
    CONSIDERED,
    IN_PART,
    KEEPS,
    LABELS,
    OTHERWISE,
    PRINCIPLE_ONLY,
    REJECTS,
    TO_CARRY_ON,
    TO_CONSIDER,
    VERDICTS,
    Wording,
)
from peelian.scrutiny.importing.details import asked_by
from peelian.scrutiny.importing.matching import echoed
from peelian.scrutiny.ledger.records import AnswerStatus

_SENTENCE = re.compile(r"(?<=[.?!])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9£])")
_QUOTES = str.maketrans("‘’‛", "'''")
"""Apostrophes as they are printed, the left one of a careless typesetter among them."""
_SHOWN = 160
"""Characters of a sentence that are shown of it."""
_AT_ONCE = 2
"""Sentences in which an answer says yes or no to what was asked, and not to something on the way."""
_ECHO = 0.5
"""A promise is of what was asked where it has half of the words of each thing that was."""
CONFIDENCE = {
    "stated": 0.95, "verdict": 0.95, "in-part": 0.85, "refuses": 0.85, "considers-it": 0.85, "silent": 0.9,
    "carries-on": 0.8, "considered": 0.8, "taken-up": 0.8, "promises-it": 0.6, "agrees": 0.8, "principle": 0.6,
    "refuses-later": 0.6, "yes-and-no": 0.6, "otherwise": 0.6, "considers": 0.6, "tells": 0.5, "commits": 0.45,
}  # fmt: skip
"""How often a rule was right on the answers judged by hand, rounded down (tests/spec/test_importing_answers.py)."""
SURE = 0.8
"""A status below this is a guess: it cannot be told from the words, and a person reads the answer."""


@dataclass(frozen=True)
class Stance:
    """``words`` is the sentence that the status rests on, empty where nothing says it; ``rule`` is of CONFIDENCE."""

    status: AnswerStatus
    words: str
    rule: str
    shared: bool = False
    """Whether one answer stands to several: then it is not sure to which of them its words speak."""

    @property
    def confidence(self) -> float:
        """How sure the rule is."""
        return round(CONFIDENCE[self.rule] * (0.8 if self.shared else 1.0), 2)

    @property
    def sure(self) -> bool:
        """Whether the words say it; where they do not, the status is only the likeliest."""
        return self.confidence >= SURE


def stance_of(text: str, asked: str = "", *, shared: bool = False) -> Stance:
    """What an answer says as a whole to what was asked. A person reads it: most answers say it in many words, or not at all.

    In this order: a label at its head; a sentence about the recommendation itself; hedges, refusals and agreement to what is said;
    what is done or promised. accepted: it agrees, or says that it does what is asked. partly: in part, in principle, something
    else, less or later, or a promise that may not be what was asked. rejected: it says no. noted: it will consider what it was
    asked to do, or tells what is done without saying yes or no.
    """
    text = text.strip().translate(_QUOTES)
    if not text:
        return Stance("no-answer", "", "silent")
    sentences = [one for one in _SENTENCE.split(" ".join(text.split())) if one]
    for label in LABELS:
        if label.pattern.search(text):
            return _stance(label, sentences[0], shared=shared)
    return _by_verdict(sentences, shared) or _by_verbs(sentences, asked, shared) or _by_deeds(sentences, asked, shared)


def _stance(wording: Wording, words: str, rule: str = "", *, shared: bool) -> Stance:
    return Stance(wording.status, shown(words), rule or wording.rule, shared)


def shown(words: str) -> str:
    """A sentence, or as many whole words of it as are shown, with an ellipsis."""
    if len(words) <= _SHOWN:
        return words
    cut = words[:_SHOWN]  # the ellipsis takes the place of at least one letter
    return f"{(cut[: cut.rfind(' ')] if ' ' in cut else cut[:-1]).rstrip(' ,;:–-')}…"


def _by_verdict(sentences: list[str], shared: bool) -> Stance | None:
    """The first sentence about the recommendation itself; a yes that is taken back by a later no is a part of it."""
    for at, sentence in enumerate(sentences):
        found = next((one for one in VERDICTS if one.pattern.search(sentence)), None)
        if found is None or (found.status == "noted" and at):
            continue
        no = _first(REJECTS, sentences[at + 1 :]) if found.status == "accepted" else ""
        return Stance("partly", shown(no), "yes-and-no", shared) if no else _stance(found, sentence, shared=shared)
    return None


def _by_verbs(sentences: list[str], asked: str, shared: bool) -> Stance | None:
    """Where somebody agrees, refuses or has no plans, and does not name the recommendation."""
    part, no = _first(IN_PART, sentences), _first(REJECTS, sentences)
    yes = _first(ACCEPTS, sentences)
    if part:
        return _stance(IN_PART, part, shared=shared)
    if yes and no:
        first = sentences.index(yes) < sentences.index(no)
        return Stance("partly" if first else "rejected", shown(no), "yes-and-no", shared)
    if no:
        if sentences.index(no) < _AT_ONCE:
            return _stance(REJECTS, no, shared=shared)
        several = len(_asking(asked)) > 1
        return Stance("partly" if several else "rejected", shown(no), "refuses-later", shared)
    if yes and PRINCIPLE_ONLY.pattern.search(yes):
        return _stance(PRINCIPLE_ONLY, yes, shared=shared)
    return _stance(ACCEPTS, yes, shared=shared) if yes else None


def _by_deeds(sentences: list[str], asked: str, shared: bool) -> Stance:
    """Where nobody agrees or refuses: what is taken up, gone on with, done otherwise, promised, considered or told."""
    asking = _asking(asked)
    going_on = sum(bool(TO_CARRY_ON.search(one)) for one in asking)
    applies = {
        CARRIES_ON.rule: going_on * 2 >= len(asking),
        CONSIDERED.rule: any(TO_CONSIDER.search(one) for one in asking),
        KEEPS.rule: bool(asked) and all(echoed(one, sentences) >= _ECHO for one in asking),
    }
    for wording in BY_DEEDS:
        words = _first(wording, sentences) if applies.get(wording.rule, True) else ""
        if words:
            return _stance(wording, words, shared=shared)
    return Stance("noted", "", "tells", shared)


def _asking(asked: str) -> list[str]:
    """The sentences that ask for something; all of it where none does."""
    return [one for one in _SENTENCE.split(asked) if asked_by(one)[0]] or [asked]


def _first(wording: Wording, sentences: list[str]) -> str:
    """The first sentence with such words; a refusal, or something else, that is only conceded does not count."""
    conceded = wording in (REJECTS, OTHERWISE)
    return next(
        (one for one in sentences if wording.pattern.search(one) and not (conceded and CONCEDES.search(one))), ""
    )
