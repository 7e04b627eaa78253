"""The usual ways in which bodies answer, as tables: what stands over an answer, and what says yes, no, in part or neither."""

from __future__ import annotations

import re
from typing import Literal

from peelian.scrutiny.importing.wording import any_of

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

Stance = Literal["accepted", "partly", "rejected", "noted"]
STATED: tuple[tuple[Stance, re.Pattern[str]], ...] = (
    ("partly", any_of(r"^\W*(?:partially|partly|in part|agreed? in (?:part|principle)|accept(?:ed)? in (?:part|principle))\b")),
    ("rejected", any_of(r"^\W*(?:rejected|not (?:accepted|agreed)|reject|disagree|do not (?:accept|agree))\b")),
    ("accepted", any_of(r"^\W*(?:accepted|agreed|accept|agree|yes)\s*(?:[.:;,–-]|$)")),
    ("noted", any_of(r"^\W*(?:noted|note)\s*(?:[.:;,–-]|$)")),
)  # fmt: skip
"""A verdict that an answer begins with."""

_WHO = (
    r"(?:we|i|the (?:uk )?(?:government|mayor|deputy mayor|council|department|met|mps|cabinet|secretary of state|executive"
    r"|ministry|agency|cabinet secretary|home office|commissioner|board|cabinet member)|government|mopac"
    r"|(?-i:(?:[Tt]he )?[A-Z]{2,8})|ministers|hmg)"
)
_HOW = r"(?:\s+(?:also|fully|strongly|therefore|broadly|wholly|generally|entirely|readily|\w+ly))*"
_DOES_NOT = rf"\b{_WHO}{_HOW}\s+(?:do(?:es)? not|cannot|can not|(?:is|are) (?:not able|unable) to)\s+(?:\w+ly )?"
REJECTS = any_of(
    rf"{_DOES_NOT}(?:agree|accept|support|intend|propose|plan|see (?:a|the|any) (?:need|case|reason|merit))",
    rf"{_DOES_NOT}believe (?:that )?(?:it is|there is|such|an? )",
    rf"{_DOES_NOT}consider (?:that )?(?:it|there is|such|an? |(?:\w+ ){{1,4}}necessary)",
    rf"{_DOES_NOT}think (?:that )?(?:it is|there is|the)",
    rf"\b{_WHO}{_HOW}\s+(?:rejects?|disagrees?|ha(?:s|ve) no (?:current )?plans|(?:is|are) not (?:persuaded|convinced|minded))\b",
    rf"\b{_WHO}\s+(?:will|would) not (?:therefore )?(?:be )?"
    r"(?:taking|publish|introduc|implement|creat|establish|commission|appoint|seek)",
    r"\bno plans to\b",
    r"\bit is (?:not|neither) (?:\w+ )?(?:appropriate|necessary|practical|proportionate|possible)\b",
)
IN_PART = any_of(
    rf"\b{_WHO}{_HOW}\s+(?:partially|partly)\s+(?:accepts?|agrees?)\b",
    rf"\b{_WHO}{_HOW}\s+(?:accepts?|agrees?)\s*(?:in part|in principle|partially|partly)\b",
    rf"\b{_WHO}{_HOW}\s+(?:accepts?|agrees? with)\s+(?:the (?:principle|spirit|thrust|intention|aim)|part of|some of)\b",
    r"\baccept(?:ed|s)? (?:in part|in principle)\b",
)
ACCEPTS = any_of(
    rf"\b{_WHO}{_HOW}\s+(?:agrees?|accepts?|supports?|endorses?|concurs?|shares? the)\b"
    r"(?!\s+(?:that )?(?:there (?:is|are)))",
    r"\b(?:this|the|your|that) recommendation (?:is|has been|was) (?:accepted|agreed|implemented|taken forward)\b",
)
_VAGUE = (
    r"(?:give|consider|continue|keep|look at|explore|reflect|take (?:\w+ )*(?:into account|account of)|note|also consider"
    r"|of course)"
)
COMMITS = any_of(
    rf"\b{_WHO}{_HOW}\s+(?:will|shall|(?:is|are) going to|(?:has|have|is|are) committed to|intends? to|plans? to)\s+"
    rf"(?!(?:\w+ )?{_VAGUE}\b)",
)
"""What is promised."""
DONE = any_of(
    rf"\b{_WHO}{_HOW}\s+(?:has|have)\s+(?:already|recently|now)\s+\w+",
    r"\b(?:has|have|is|are) already (?:been |being )?\w+(?:ed|ing|en|one|ade|place)\b",
)
CONSIDERS = any_of(
    r"\bwill (?:\w+ )?(?:give (?:\w+ ){0,3}consideration|consider|explore|reflect|look at"
    r"|take (?:\w+ ){0,4}(?:into account|account of)|keep (?:\w+ ){0,4}under review)\b",
    rf"\b{_WHO}{_HOW}\s+(?:notes?|welcomes?|recogni[sz]es?|acknowledges?|understands?|thanks?)\b",
)
"""What takes a recommendation in and promises nothing."""

CARRIES_ON = any_of(
    r"\b(?:will|shall) (?:also )?(?:continue|remain|maintain)\b", r"\bcontinues? to\b", r"\b(?:has|have) been maintained\b",
    r"\blooks? forward to\b", r"\bcontinued (?:investment|support)\b",
)  # fmt: skip
"""An answer that goes on with what is done."""
TO_CARRY_ON = any_of(
    r"\bcontinu(?:e|es|ed|ing|ation)\b",
    r"\b(?:maintain|remain|keep)\b",
    r"\bwe (?:commend|support|affirm|endorse|welcome)\b",
)
"""What asks for no more than to go on, or praises what is done."""
CONSIDERED = any_of(
    r"\b(?:will|are|is) (?:also )?(?:consider|explore|assess|examine|look at|considering|exploring|assessing|be assessed)\b",
    r"\bwill consider\b", r"\bremain an? (?:\w+ )?consideration\b",
)  # fmt: skip
TO_CONSIDER = any_of(r"\b(?:should|to) (?:\w+ )?(?:consider|explore|examine)\b", r"\bpriority consideration\b")
"""What asks to be considered, and an answer that considers it."""
TAKEN_UP = any_of(
    r"\b(?:suggestions?|recommendations?|points?|findings?|this|these|they)\b[^.]{0,60}?\bwill (?:also )?"
    r"(?:be (?:included|taken (?:forward|up|into account)|reflected|implemented|adopted)|feed into)\b"
)
OTHERWISE = any_of(
    r"\brather than\b", r"\binstead\b(?! of being)", r"\bnot (?:yet|routinely|currently) \w+", r"\bis (?:\w+ly )?independent\b",
    r"\bunable to\b", r"\bin the process of (?:reformat|replac|review)", r"\bas part of (?:this|the) (?:new|wider)\b",
)  # fmt: skip
"""What is done is something else, less or later than what was asked."""
CONCEDES = any_of(r"^(?:although|while|whilst|though)\b")
"""A refusal within a concession is none of the answer."""
