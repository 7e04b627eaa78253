"""Promises in prose: which sentences say that the makers of the plan will do something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peelian.plans.importing.wording import (
    ACTING_KINDS,
    AIMS,
    AND_WILL,
    BARE_PASSIVE,
    BY_OTHERS,
    CONDITION,
    IN_THIS_DOCUMENT,
    INCLUDES,
    OF_OTHERS,
    OF_THIS_DOCUMENT,
    PASSIVE,
    PERSONS,
    PLAN_ITSELF,
    PROMISING,
    STATES,
    THERE_WILL_BE,
    UNCERTAIN,
)
from peelian.plans.records import Body
from peelian.reading.dates import dates_in
from peelian.reading.sentences import Sentence

CONFIDENCE = {"said": 0.93, "body": 0.85, "passive": 0.65, "goes-on": 0.75, "aim": 0.7}
"""How sure a rule is; measured on sentences judged by hand (tests/spec/test_importing_a_plan.py)."""
_LONGEST = 4000
"""Letters of a sentence: what is longer is a table that lost its lines."""
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_ADVERB = r"(?:\s+(?:also|now|always|therefore|then|jointly|again|further|all|both|continue\s+to|\w+ly))*"
_ASIDE = r"(?:\s*(?:,|-|–|\()[^;:.]{1,90}?(?:,|-|–|\)))?"


@dataclass(frozen=True)
class Promise:
    """A sentence that promises; ``subject`` is who does it as printed, None where that is left out. ``rule``: of CONFIDENCE."""

    sentence: Sentence
    subject: str | None
    rule: str


class PromiseFinder:
    """Finds promises, knowing which bodies a plan's makers are; made once for a document."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        """``bodies``: all that are known; those of ACTING_KINDS act for the plan."""
        acting = {name for body in bodies if body.kind in ACTING_KINDS for name in (body.name, body.short)}
        known = "|".join(re.escape(name) for name in sorted(acting | {"Met"}, key=len, reverse=True))
        body = rf"(?:[Tt]he\s+)?(?:{known})(?:\s+(?:[A-Z][\w&']*|and|\([A-Z]+\)))*"
        person = "|".join(rf"[{p[0].upper()}{p[0].lower()}]{p[1:]}" if p[0].islower() else p for p in PERSONS)
        self._promise = re.compile(
            rf"(?<![\w'’-])(?P<subject>(?P<person>{person})|{body}){_ASIDE}{_ADVERB}(?:\s+|(?='ll))"
            rf"(?P<word>{'|'.join(PROMISING)}){_ADVERB}(?=(?P<act>\s+\S[^.;]*|$))"
        )
        self._doer = re.compile(rf"(?<![\w'’-])(?P<subject>(?:{person})|{body})(?=[\s,.])")
        self._opening = re.compile(rf"(?:^|[,;:–]\s*|\band\s+)(?P<subject>(?:{person})|{body})(?=[\s,])")

    def find(self, sentences: Sequence[Sentence]) -> list[Promise]:
        """The promises among the sentences of one block, in its order."""
        found: list[Promise] = []
        for sentence in sentences:
            goes_on = bool(found) and found[-1].sentence.ordinal == sentence.ordinal - 1
            promise = self._judge(sentence, goes_on)
            if promise:
                found.append(promise)
        return found

    def _judge(self, sentence: Sentence, goes_on: bool) -> Promise | None:
        text = _QUOTED.sub(" ", sentence.text.replace("’", "'"))
        if text.rstrip().endswith("?") or len(text) > _LONGEST:
            return None
        for match in self._promise.finditer(text):
            if _is_promise(text, match):
                return Promise(sentence, match["subject"], "said" if match["person"] else "body")
        if goes_on and INCLUDES.search(text):
            return Promise(sentence, None, "goes-on")
        doer = self._opening.search(text)
        further = AND_WILL.search(text, doer.end()) if doer else None
        if doer and further and not STATES.search(text[further.start("act") :]):
            return Promise(sentence, doer["subject"], "body")
        if AIMS.search(text):  # an aim with a date is a promise to be held to
            return Promise(sentence, None, "aim") if any(date.role == "due" for date in dates_in(text)) else None
        return Promise(sentence, None, "passive") if _is_passive(text, self._doer) else None


def _is_promise(text: str, match: re.Match[str]) -> bool:
    act = match["act"].strip()
    if (
        not act
        or UNCERTAIN.search(text[: match.start()])
        or (STATES.search(act) and match["word"].startswith(("will", "shall", "'ll")))
    ):
        return False
    return not (OF_THIS_DOCUMENT.search(act) and IN_THIS_DOCUMENT.search(text))


def _is_passive(text: str, doer: re.Pattern[str]) -> bool:
    """Whether a sentence says that something will be done, and nobody else is to do it."""
    if THERE_WILL_BE.search(text):
        return True
    if BY_OTHERS.search(text):
        return False
    for match in PASSIVE.finditer(text):
        before = text[: match.start()]
        if UNCERTAIN.search(before) or OF_OTHERS.search(before) or CONDITION.search(before):
            continue
        if BARE_PASSIVE.search(match[0]) and not (
            re.match(r"\s+by\b", text[match.end() :]) and doer.search(text, match.end())
        ):
            continue
        if PLAN_ITSELF.search(text) and match["act"] != "published":
            continue
        if match["act"] != "included" or not dates_in(text):
            return True
    return False
