"""The usual ways in which bodies answer, as tables: what stands over an answer, and what says yes, no, in part or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peelian.scrutiny.importing.wording import any_of
from peelian.scrutiny.ledger.records import AnswerStatus

_BODY = (
    r"(?:(?:uk )?government|mayor(?: of london)?|mopac|met(?:ropolitan police(?: service)?)?|mps|council|cabinet|executive"
    r"|department|ministry|home office|officer|cabinet member|commissioner|force)"
)
ANSWER_HEAD = any_of(
    rf"^(?:the )?(?:{_BODY}|\w+)?(?:'s|’s)?\s*(?:initial |formal |full )?(?:response|reply|answer|comments?)"
    r"(?: to (?:recommendations?|conclusions?)[\w\s,.&-]{0,40})?\s*[:.]?$",
)
"""A heading over an answer."""
ANSWER_LEAD = re.compile(
    rf"^(?:(?:the )?{_BODY}(?:'s|’s)?\s+)?(?:response|reply|answer)\s*[:–-]\s*(?=\S)", re.IGNORECASE
)
"""The same before an answer, on its line."""
QUOTE_HEAD = any_of(r"\b(?:recommendation|conclusion)s?\b")
"""A heading that repeats over what is quoted."""

_WHO = (
    r"(?:we|i|the (?:uk |welsh |scottish |australian |current |previous )?(?:government|mayor|deputy mayor|council|department"
    r"|met|mps|cabinet|secretary of state|executive|ministry|agency|cabinet secretary|home office|commissioner|board"
    r"|cabinet member|force|constabulary|pcc|authority|college|service)"
    r"(?: (?:of|for) (?-i:[A-Z]\w+)(?: and (?-i:[A-Z]\w+))?)?|government|mopac"
    r"|(?-i:(?:[Tt]he )?[A-Z]{2,8})|(?-i:[A-Z][a-z]+ (?:Police|Council|Constabulary))|ministers|hmg)"
)
_HOW = r"(?:\s+(?:also|fully|strongly|therefore|wholly|generally|entirely|readily|\w+ly))*"
_YES = r"(?:accepts?|agrees?(?: with| to)?|supports?|endorses?|concurs? with)"
_NOT = r"(?:(?:do(?:es)?|did|will|would) not|cannot|can not|(?:is|are) (?:not able|unable) to)"
_ASKED = (
    r"(?:(?:the|this|these|that|those|your|both|all|each|(?:all|each|both) of (?:the|these))\s+)?"
    r"(?:(?:committee|panel|board|assembly|inquiry|commission|inspectorate|house)(?:'s|s')?\s+)?"
    r"(?:(?:first|second|third|main|key|\w+ing)\s+)?(?:recommendations?|conclusions?|proposals?|findings?|suggestions?|views?)\b"
)
"""The recommendation itself, as answers call it."""
_HEDGE = (
    r"(?:in[- ]principle|in[- ]part|partially|partly|broadly|subject to|with (?:some |the following )?"
    r"(?:caveats?|reservations?|modifications?|amendments?)|the (?:principle|spirit|intent|intention|thrust|aim|aims)\b)"
)
_WORD_OF_YES = r"(?:accepted|agreed|supported|endorsed|accept|agree|support)"
_AT_HEAD = r"^\W*(?:(?:this |the )?recommendations?(?: [\d.]+)?(?: is| are| has been| have been)?\s*[:–-]?\s*)?"
_ENDS = r"\s*(?:[.:;,(–-]|$|\s(?-i:[A-Z]))"


@dataclass(frozen=True)
class Wording:
    """Words that tell how an answer stands to what was asked. ``why``: what makes them say so."""

    rule: str
    status: AnswerStatus
    pattern: re.Pattern[str]
    why: str


LABELS = (
    Wording(
        "stated", "partly",
        any_of(rf"{_AT_HEAD}(?:fully )?{_WORD_OF_YES}[\s,–-]+{_HEDGE}",
               rf"{_AT_HEAD}(?:partially|partly|in[- ]part|in[- ]principle|part)\b"
               rf"[\s,–-]*(?:{_WORD_OF_YES}|{_ENDS})"),
        "a label that takes a part, or the principle",
    ),
    Wording(
        "stated", "rejected",
        any_of(rf"{_AT_HEAD}(?:rejected|declined|disagreed?|reject|(?:do |does )?not (?:accept|agree|support|endorse)(?:ed|d)?)\b"),
        "a label that refuses",
    ),
    Wording(
        "stated", "accepted",
        any_of(rf"{_AT_HEAD}(?:fully )?(?:{_WORD_OF_YES}|implemented|completed?|yes)(?: in full)?{_ENDS}"),
        "a label that takes it, without a hedge",
    ),
    Wording(
        "stated", "noted",
        any_of(rf"{_AT_HEAD}(?:noted?|under (?:further )?consideration|(?:subject to|for) (?:further )?consideration){_ENDS}"),
        "a label that takes no side",
    ),
)  # fmt: skip
"""A verdict that an answer begins with: the body's own word, and nothing else is asked."""

VERDICTS = (
    Wording(
        "verdict", "rejected",
        any_of(rf"\b{_WHO}{_HOW}\s+(?:{_NOT}{_HOW}\s+{_YES}|rejects?|declines?|disagrees? with)\s+{_ASKED}",
               rf"\b{_ASKED} (?:is|are|was|were|has been) (?:not (?:accepted|agreed|supported)|rejected|declined)\b"),
        "refuses, and names the recommendation as what it refuses",
    ),
    Wording(
        "verdict", "partly",
        any_of(rf"\b{_WHO}(?:\s+\w+ly)?\s+{_HEDGE}\s+{_YES}\s+(?:with )?{_ASKED}",
               rf"\b{_WHO}{_HOW}\s+{_YES}\s+{_HEDGE}\s+(?:with |to |of )*{_ASKED}",
               rf"\b{_WHO}{_HOW}\s+{_YES}\s+{_ASKED}[^.;]{{0,40}}?\b{_HEDGE}",
               rf"\b{_ASKED} (?:is|are|was|has been|have been) (?:accepted|agreed|supported|implemented)?\s*{_HEDGE}"),
        "takes the recommendation with a hedge in the same breath: in part, in principle, its spirit, subject to",
    ),
    Wording(
        "verdict", "accepted",
        any_of(rf"\b{_WHO}{_HOW}\s+(?:welcomes and )?{_YES}\s+{_ASKED}(?! (?:that|of) (?:there|more))",
               rf"\b{_ASKED} (?:(?:is|are|was|has been|have been|is being) (?:now |already |fully )?"
               r"(?:accepted|agreed|supported|implemented|taken forward))\b",
               rf"\b{_WHO}\s+will (?:implement|adopt|take forward) {_ASKED}"),
        "takes the recommendation, and names it as what it takes",
    ),
    Wording(
        "verdict", "noted",
        any_of(rf"^(?:{_WHO}{_HOW}\s+(?:acknowledges? [^.]{{0,80}} and )?notes?)\s+{_ASKED}"),
        "begins with taking note of the recommendation, which is neither yes nor no",
    ),
)  # fmt: skip
"""A sentence whose object is the recommendation itself; the first in the answer counts."""

_DOES_NOT = rf"\b{_WHO}{_HOW}\s+(?:do(?:es)? not|cannot|can not|(?:is|are) (?:not able|unable) to)\s+(?:\w+ly )?"
REJECTS = Wording(
    "refuses", "rejected",
    any_of(
        rf"{_DOES_NOT}(?:agree|accept|support|intend|propose|plan|see (?:a|the|any) (?:need|case|reason|merit))",
        rf"{_DOES_NOT}believe (?:that )?(?:it is|there is|such|an? )",
        rf"{_DOES_NOT}consider (?:that )?(?:it|there is|such|an? |(?:\w+ ){{1,4}}necessary)",
        rf"{_DOES_NOT}think (?:that )?(?:it is|there is|the)",
        rf"{_DOES_NOT}have (?:any )?(?:current )?plans\b",
        rf"\b{_WHO}{_HOW}\s+(?:rejects?|disagrees?|ha(?:s|ve) no (?:current )?plans"
        r"|(?:is|are) not (?:persuaded|convinced|minded))\b",
        rf"\b{_WHO}\s+(?:will|would) not (?:therefore )?(?:be )?"
        r"(?:taking|publish|introduc|implement|creat|establish|commission|appoint|seek)",
        r"\bno (?:current )?plans to\b",
        r"\bit is (?:not|neither) (?:\w+ )?(?:appropriate|necessary|practical|proportionate|possible)\b",
    ),
    "says no to what is asked, without naming the recommendation",
)  # fmt: skip
IN_PART = Wording(
    "in-part", "partly",
    any_of(
        rf"\b{_WHO}{_HOW}\s+(?:partially|partly|broadly)\s+(?:accepts?|agrees?|supports?)\b",
        rf"\b{_WHO}{_HOW}\s+(?:accepts?|agrees?|supports?)\s*{_HEDGE}",
        rf"\b{_WHO}{_HOW}\s+(?:accepts?|agrees? with|supports?)\s+(?:part of|some of)\b",
    ),
    "agrees with a part, or with the principle",
)  # fmt: skip
PRINCIPLE_ONLY = Wording(
    "principle", "partly",
    any_of(rf"\b{_WHO}{_HOW}\s+agrees?\s+(?:that |on |with )?(?:it is|it's|the) "
           r"(?:\w+ )?(?:important|essential|vital|right|importance)\b"),
    "agrees that the matter is important, not that what was asked will be done",
)  # fmt: skip
ACCEPTS = Wording(
    "agrees", "accepted",
    any_of(
        rf"\b{_WHO}{_HOW}\s+(?:agrees?|accepts?|supports?|endorses?|concurs?|shares? the)\b(?!\s+(?:that )?(?:there (?:is|are)))",
        rf"\b{_WHO}\b[^.;]{{0,160}}\band shares? (?:the|this|your) (?:view|concern|aim|ambition)",
    ),
    "agrees with what is said, in other words than the recommendation's",
)  # fmt: skip
TAKEN_UP = Wording(
    "taken-up", "accepted",
    any_of(
        r"\b(?:suggestions?|recommendations?|points?|findings?|this|these|they)\b[^.]{0,60}?\b(?:will|can) (?:also )?"
        r"(?:be (?:included|taken (?:forward|up|into account)|reflected|implemented|adopted)|feed into)\b"
    ),
    "what was recommended will be part of what is done",
)  # fmt: skip
CONSIDERS_IT = Wording(
    "considers-it", "noted",
    any_of(
        rf"\b(?:will|shall) (?:\w+ )?(?:consider|reflect on|take (?:\w+ ){{0,3}}account of)\s+"
        rf"(?:the (?:House|Committee)\b[^.]{{0,20}}|{_ASKED})",
        r"\bwill (?:therefore )?give (?:\w+ ){0,3}consideration to\b",
        rf"\bwill consider {_ASKED}",
    ),
    "will consider the recommendation: neither yes nor no",
)  # fmt: skip
_VAGUE = (
    r"(?:give|consider|continue|keep|look at|explore|reflect|take (?:\w+ )*(?:into account|account of)|note|also consider"
    r"|of course)"
)
COMMITS = Wording(
    "commits", "partly",
    any_of(rf"\b{_WHO}{_HOW}\s+(?:will|shall|(?:is|are) going to|commits? to|intends? to|plans? to)\s+(?!(?:\w+ )?{_VAGUE}\b)"),
    "promises something, in other words than what was asked",
)  # fmt: skip
KEEPS = Wording("promises-it", "accepted", COMMITS.pattern, "promises, in the words of everything that was asked")
DONE = Wording(
    "tells", "noted",
    any_of(
        rf"\b{_WHO}{_HOW}\s+(?:has|have)\s+(?:already|recently|now)\s+\w+",
        r"\b(?:has|have|is|are) already (?:been |being )?\w+(?:ed|ing|en|one|ade|place)\b",
    ),
    "tells what is done, and says neither yes nor no",
)  # fmt: skip
CONSIDERS = Wording(
    "considers", "noted",
    any_of(
        r"\bwill (?:\w+ )?(?:consider|explore|reflect|look at"
        r"|take (?:\w+ ){0,4}(?:into account|account of)|keep (?:\w+ ){0,4}under review)\b",
        rf"\b{_WHO}{_HOW}\s+(?:notes?|welcomes?|recogni[sz]es?|acknowledges?|understands?|thanks?)\b",
    ),
    "takes the matter in and promises nothing",
)  # fmt: skip

TO_CARRY_ON = any_of(
    r"\bcontinu(?:e|es|ing|ation)\b",
    r"\bcontinued (?:\w+ )?support\b",
    r"\b(?:maintain|remain|keep)\b",
    r"\bwe (?:commend|support|affirm|endorse|welcome)\b",
)
"""What asks for no more than to go on, or praises what is done."""
CARRIES_ON = Wording(
    "carries-on", "accepted",
    any_of(
        r"\b(?:will|shall) (?:also )?(?:continue|remain|maintain)\b",
        r"\bcontinues? to\b",
        r"\b(?:has|have) been maintained\b",
        r"\blooks? forward to\b",
        r"\bcommitted to continuing\b",
    ),
    "asked to go on with something, goes on with it",
)  # fmt: skip
TO_CONSIDER = any_of(r"\b(?:should|to) (?:\w+ )?(?:consider|explore|examine)\b", r"\bpriority consideration\b")
CONSIDERED = Wording(
    "considered", "accepted",
    any_of(
        r"\b(?:will|are|is) (?:also )?(?:consider|explore|assess|examine|look at|considering|exploring|assessing|be assessed)\b",
        r"\bwill consider\b",
        r"\bremain an? (?:\w+ )?consideration\b",
    ),
    "asked to consider something, considers it",
)  # fmt: skip
OTHERWISE = Wording(
    "otherwise", "partly",
    any_of(
        r"\brather than\b", r"\binstead\b(?! of being)", r"\bnot (?:yet|routinely|currently) \w+", r"\bis (?:\w+ly )?independent\b",
        r"\bunable to\b", r"\bin the process of (?:reformat|replac|review)", r"\bas part of (?:this|the) (?:new|wider)\b",
    ),
    "what is done is something else, less or later than what was asked",
)  # fmt: skip
CONCEDES = any_of(r"^(?:although|while|whilst|though)\b")
"""A refusal within a concession is none of the answer."""
SPOKEN_OF = (IN_PART, REJECTS, PRINCIPLE_ONLY, ACCEPTS)
BY_DEEDS = (TAKEN_UP, CARRIES_ON, CONSIDERED, CONSIDERS_IT, OTHERWISE, KEEPS, COMMITS, CONSIDERS, DONE)
"""In the order in which they are asked; the first that is found decides."""
