"""Forward statements of minutes: what somebody is to do after the meeting, who, and by when.

Minutes report speech, so what was promised stands as ``would``, ``was looking to`` or ``was expected to``. What would follow if
something else happened, what an event is, and what was announced long ago are no promises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from peelian.reading import Block, sentences_of
from peelian.reading.sentences import Sentence
from peelian.scrutiny.importing.days import When, when_in
from peelian.scrutiny.importing.wording import any_of

_ADVERB = r"(?:\s+(?:also|now|then|shortly|soon|therefore|be able to|\w+ly))*"
_ACTS = (
    r"sent|circulated|provided|supplied|submitted|presented|reported|published|shared|forwarded|arranged|brought|taken|invited"
    r"|asked|contacted|consulted|appointed|recruited|completed|resolved|investigated|reviewed|followed up|fed back|added|included"
    r"|considered|raised|written|drawn up|prepared|updated|available|ready|in place|set up|established|convened"
)
_ACTOR = (
    r"(?P<actor>(?:[Tt]he\s+)?(?:[A-Z][\w&'’-]*(?:\s+(?:[A-Z][\w&'’-]*|of|the|and|for|&))*|officers?|members?|police|brigade|council|team"
    r"|chair(?:man|person)?|clerk|department|boroughs?|partners|he|she|they))"
)
_BE = r"(?:is|are|was|were|had been|has been|have been)"
PASSIVE = re.compile(rf"\b(?:would|will|is to|are to|was to|were to){_ADVERB}\s+be{_ADVERB}\s+(?:{_ACTS})\b")
EXPECTED = re.compile(rf"\b{_BE} expected to be{_ADVERB}\s+(?:{_ACTS})\b")
_DOING = (
    r"(?:looking (?:to|at|into)|planning to|hoping to|making|working (?:on|towards)"
    r"|(?:driving|leading|developing|preparing|drafting|undertaking|carrying out) (?:an?|the) (?:\w+ ){0,2}"
    r"(?:work|plan|review|strategy|report|policy))"
)
LOOKING = re.compile(rf"\b{_ACTOR}\s+(?:(?:would|will) be|{_BE}){_ADVERB}\s+{_DOING}\b")
ACTIVE = re.compile(
    rf"(?:^|\bthat\s+|[,;]\s+(?:and\s+)?){_ACTOR}\s+(?:would|will)"
    rf"{_ADVERB}\s+(?P<verb>\w+)"
)
UNDERTOOK = re.compile(
    rf"\b{_ACTOR}(?:,[^,;:]{{1,40}},)?{_ADVERB}\s+(?:undertook|agreed|offered|promised|committed|(?:was|were) asked)\s*(?:to\b|:)"
)
"""What introduces a list of things that somebody is to do, or says one."""
STATED = re.compile(r"^\W*action(?:\s*(?:point|by|for))?\s*(?:\d+\s*)?[:–-]\s*(?P<text>\S.*)$", re.IGNORECASE)
_FORMS = (("passive", PASSIVE), ("expected", EXPECTED), ("looking", LOOKING), ("active", ACTIVE))
_NO_ACT = frozenset(
    """be allow mean help cause cost depend expand include involve lead like remain result revert see become need have require
    make want grow continue know find feel benefit affect improve reduce increase enable give""".split()  # noqa: SIM905 - read as words
)
"""Verbs of what follows by itself."""
_NOT = any_of(
    r"\b(?:would|will) not\b",
    r"\bunlikely\b",
    r"\bhad (?:previously |already )?(?:announced|decided|agreed|confirmed)\b",
    r"\bwould (?:have|like)\b",
    r"\bquestion(?:ed|s)?\b.{0,30}\b(?:whether|how|why)\b",
    r"\basked (?:whether|if|how|why|when)\b",
)
"""What makes a sentence no promise."""
_IF = any_of(r"(?<!see )(?<!determine )\bif\b(?! possible)", r"\bshould the\b", r"\bunless\b")
_BY_ITSELF = any_of(r"^(?:this|it|that|these|those)\b")
_CONFIDENCE = {"stated": 0.97, "undertaking": 0.9, "passive": 0.8, "expected": 0.75, "looking": 0.7, "active": 0.65}
_PARAGRAPH = re.compile(r"\d+\.\d+")
"""The number of a paragraph of minutes, which no item of a list has."""
_WHO_IT_IS = re.compile(r"\b([A-Za-z]+)$")


@dataclass(frozen=True)
class Forward:
    """A statement of what is to be done. ``owner`` as printed, empty where nobody is named; ``form`` is the rule that found it."""

    text: str
    line: int
    page: int | None
    owner: str
    when: When
    form: str

    @property
    def confidence(self) -> float:
        """How sure the rule is."""
        return _CONFIDENCE[self.form]


def forward_in(blocks: Sequence[Block], said_on: date | None) -> Iterator[Forward]:
    """The forward statements of a minute, each once; what the same owner says in the next sentence is of the same statement."""
    supposed, owner = False, ""
    for block in blocks:
        if block.look not in ("text", "bullet"):
            continue
        introduces = block.text.rstrip().endswith(":")
        if block.look != "bullet" or introduces or _PARAGRAPH.fullmatch(block.label):
            supposed = introduces and bool(_IF.search(block.text))
            owner = _undertaker(block.text) if introduces else ""
            if owner:
                continue
        elif supposed:
            continue
        elif owner:
            yield Forward(block.text, block.line, block.page, owner, when_in(block.text, said_on), "undertaking")
            continue
        yield from _of_block(block, said_on)


def _undertaker(text: str) -> str:
    """Who undertook what the list below says, by the last sentence before it; empty where nobody did."""
    found = list(UNDERTOOK.finditer(text.replace("’", "'")))
    return found[-1]["actor"] if found and not _NOT.search(text) else ""


def _of_block(block: Block, said_on: date | None) -> Iterator[Forward]:
    held: Forward | None = None
    for sentence in sentences_of(block):
        found = _of_sentence(sentence, said_on)
        if held and found and _same(held.owner, found.owner):
            held = Forward(f"{held.text} {found.text}", held.line, held.page, held.owner, held.when, held.form)
            continue
        if held:
            yield held
        held = found
    if held:
        yield held


def _same(one: str, other: str) -> bool:
    """Whether two names end with the same word: the brigade is the Fire Brigade."""
    first, second = _WHO_IT_IS.search(one), _WHO_IT_IS.search(other)
    return bool(first and second and first[1].casefold() == second[1].casefold())


def _of_sentence(sentence: Sentence, said_on: date | None) -> Forward | None:
    text = sentence.text.replace("’", "'")
    stated = STATED.match(text)
    if stated:
        return Forward(stated["text"], sentence.line, sentence.page, "", when_in(text, said_on), "stated")
    if _NOT.search(text) or _IF.search(text) or text.rstrip().endswith("?"):
        return None
    undertook = UNDERTOOK.search(text)
    if undertook and not re.search(r"\bagreed to (?:the|a|an|note|take|accept|defer|approve|adopt)\b", text):
        return Forward(
            sentence.text, sentence.line, sentence.page, undertook["actor"], when_in(text, said_on), "undertaking"
        )
    for form, pattern in _FORMS:
        match = pattern.search(text)
        if match and _holds(form, match, text):
            owner = (match.groupdict().get("actor") or "") if form in ("looking", "active") else ""
            return Forward(sentence.text, sentence.line, sentence.page, owner, when_in(text, said_on), form)
    return None


def _holds(form: str, match: re.Match[str], text: str) -> bool:
    if form == "active":
        return match["verb"] not in _NO_ACT and not _BY_ITSELF.search(match["actor"])
    if form == "looking":
        return match["actor"].casefold() not in ("which", "there")
    return form == "expected" or not _BY_ITSELF.search(text)
