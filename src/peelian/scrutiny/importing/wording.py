"""The usual ways in which committees write what they ask for, as tables.

Each row is one way of saying it. To teach the import another, add a row here and a sentence to its test.
"""

from __future__ import annotations

import re


def any_of(*rows: str) -> re.Pattern[str]:
    """One pattern of all rows, in any case."""
    return re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE)


_NUMBER = r"\d{1,3}(?:\.\d{1,2})?"
HEAD = re.compile(
    r"^(?:(?:the )?(?:committee|panel|board|assembly|government|inquiry|scrutiny)(?:'s)?\s+)?"
    r"(?:(?P<what>recommendation|conclusion|finding|proposal)s?\s+(?:no\.?\s*)?|(?P<short>(?-i:R(?:ec(?=[.\s]))?)\.?\s*))"
    rf"(?P<number>[A-Z]?{_NUMBER}[a-z]?)\b(?!\s*(?:and|to|,|[-–&])\s*\d)"
    r"(?(short)(?:[:.)]\s+|\s+[–—-]\s+)(?=\S)|\s*[:.)–—-]*\s*)",
    re.IGNORECASE,
)
"""A line that names an entry by what it is and its number; what follows on the line is its text. R4: and Rec 4: name one too,
with their text behind them.
"""
HEAD_OF_SEVERAL = re.compile(
    rf"^(?:response to\s+)?recommendations?\s+(?P<numbers>{_NUMBER}"
    rf"(?:\s*(?:,|and|&|to|[-–])\s*(?:recommendations?\s+)?{_NUMBER})+)\s*[:.]*\s*$",
    re.IGNORECASE,
)
"""A heading over one answer to several."""
LIST_HEADING = any_of(
    r"^(?:(?:chapter|annex)\s+\w+\s*[:.–-]?\s*|\d+\s*[:.–-]?\s*)?(?:(?:summary|list|table) of )?"
    r"(?:(?:our|the|key|main|all|principal|committee.s) )*"
    r"(?:conclusions?,? (?:and|&) recommendations?|recommendations?(?: (?:and|&) conclusions?)?|findings and recommendations?)\W*$",
)
"""A heading over the list of them all."""
FOUND_TOO = any_of(r"\b(?:conclusions?|findings?)\b")
"""A heading over a list in which not everything recommends."""
LIST_ENDS = any_of(
    r"^(?:appendix|annex|formal minutes|members\b|witnesses|list of (?:witnesses|members|written)|declarations?|glossary)\b",
    r"^(?:chapter\s+\w+\s*:|other formats|about the committee|published written evidence)",
)
_PARAGRAPH = r"(?:paragraphs?|paras?\.?)\s*"
CITED = re.compile(rf"\s*\((?:see\s+)?{_PARAGRAPH}(?P<at>\d{{1,3}}(?:\.\d{{1,3}})?)[^)]*\)\s*\.?\s*$", re.IGNORECASE)
"""Where the list says in which paragraph of its chapter an entry stands."""
SAID_TO_BE = re.compile(
    r"\s*\((?P<what>recommendation|conclusion)s?(?:\s*\d*)?"
    rf"(?:,\s*{_PARAGRAPH}(?P<at>\d{{1,3}}(?:\.\d{{1,3}})?)[^)]*)?\)\s*\.?\s*$",
    re.IGNORECASE,
)
"""The same where the list also says what an entry is."""

_WE = r"(?:we|i|the (?:committee|sub-committee|panel|board|assembly|topic group|working group|inquiry|commission))"
_ASK = r"(?:recommend|urge|invite|encourage|ask|request|call (?:on|upon|for)|propose that|advise|press|suggest|repeat our|expect)"
_ADVERB = r"(?:\s+(?:also|further|therefore|strongly|again|would|now|thus|accordingly|\w+ly|believes?|that))*"
ASKS = any_of(
    rf"\b{_WE}{_ADVERB}\s+{_ASK}s?\b(?! to (?:see|be|maintain|continue|work|do)\b)",
    r"\b(?:and|we|therefore) (?:strongly )?(?:urge|recommend|call (?:on|upon)|invite|encourage)s? "
    r"(?:the|that|ministers|them|it|government|[A-Z])",
    r"\bit is recommended\b",
    r"\brecommendations? (?:is|are) that\b",
    r"^recommend(?:s|ed)? that\b",
    r"\bcommittee(?:'s)? recommend",
)
"""Words that ask: a recommendation whatever else its paragraph says."""
_SHOULD = r"(?:should|must|ought to|needs? (?:both )?to|ha(?:s|ve) to|will need both to)"
MUST = any_of(rf"\b{_SHOULD}(?::|\s+)(?!(?:not )?(?:be (?:noted|remembered|said|clear)|have been)\b)")
"""Words that demand, of somebody."""
_GROUPS = (
    r"(?:ministers?|they|departments?|officers?|boroughs?|councils?|local authorities|police forces?|government"
    r"|final Plan|draft Plan|plan)"
)
OF_WHOM = re.compile(
    r"(?:^|[.;:,]\s+|\bthat\s+)(?:[Tt]o \w+[^.;]*?,\s+)?"
    rf"(?P<who>(?:[Tt]he |[Ii]ts |[Tt]heir |[Aa]ll |[Bb]oth |[Ee]ach )?(?:[A-Z][\w’'&-]*|{_GROUPS})"
    r"(?:[ ,]+(?:[A-Z][\w’'&-]*|of|for|and|the|in|&))*(?:,[^.;]{3,120}?,)?)"
    rf"(?:\s+\([^()]*\))?\s+(?:also |further |now |urgently |therefore )?{_SHOULD}\b"
)
"""Somebody, by a name or as a group, of whom something is demanded."""
PRINCIPLE = any_of(
    rf"^(?:however,? )?{_WE} (?:also )?(?:agree|acknowledge|accept|recogni[sz]e|note|welcome|commend|conclude|find|found)\b",
    r"^(?:it is|there is|there are|in general|although|though|while|whilst)\b",
)
"""What opens a sentence that judges: a should that follows is of a principle."""
CONDITION = any_of(
    rf"^(?:however, |but )?should (?:the|it|they|this|any|a)\b[^,]*(?:,|$)(?!.*\b{_SHOULD}\b)",
)
"""A should that says if."""
FORMULA = re.compile(
    rf"(?:\b{_WE}|\band)\s+(?:also |further |therefore |strongly |would )*"
    r"(?:recommend|urge|call (?:on|upon)|invite|encourage|ask|request|propose)s?(?:\s+(?:further|therefore))?"
    r"(?:\s+that)?(?:\s*,[^,;.]{3,80},)?\s+(?:that\s+)?",
    re.IGNORECASE,
)
"""How a recommendation is introduced, before it says who is to do what."""
ADDRESSED = re.compile(
    r"^(?:(?:at|in|by|as|with) [^,]{3,80},\s+)?"
    r"(?P<who>(?:the |all |both |each )?(?:[A-Z][\w’'&-]*|ministers|government|boroughs|councils|local authorities|departments)"
    r"(?:\s+(?:[A-Z][\w’'&-]*|of|for|and|the|&|in(?= [A-Z])))*)(?=\s|,)"
)
"""To whom it is addressed, at its beginning."""
FOR_WHOM = re.compile(r"\bcommitment (?:for|from) (?P<who>(?:the )?[A-Z][\w&-]*(?: [A-Z][\w&-]*)*) to\b")
NO_BODY = any_of(
    r"^(?:the )?(?:final |draft |new |revised )?(?:police and crime )?(?:plan|strategy|report|review|committee|guidance"
    r"|recommendations?|programme|it|this|these|they|there|we|where|when|if|as|in|given|to|for|however|furthermore|therefore"
    r"|moreover|whilst|while|although|other)\b"
)
"""What begins a recommendation and is nobody."""
NO_BODY_ENDS = any_of(r"\b(?:plan|strategy|programme|report|bill|act|guidance|fund|framework|scheme|model|initiative)$")
"""What ends the name of a thing."""
_FEELS = r"(?:concerned|clear|disappointed|pleased|encouraged)"
THINKS = any_of(
    rf"\bthe (?:sub-)?(?:committee|panel)\s+(?:\w+ly\s+)?(?:is|was|remains?)\s+(?:\w+ly\s+)?{_FEELS}\b",
    r"\bthe (?:sub-)?(?:committee|panel)\s+(?:\w+ly\s+)?"
    r"(?:welcomes?|believes?|agrees?|appreciates?|concludes?|found|finds|considers)\b",
    rf"\bwe (?:are|remain) (?:\w+ly )?{_FEELS}\b",
    r"\bwe (?:\w+ly )?(?:conclude|found that|find that|welcome|do not (?:believe|think))\b",
    r"\bit is (?:\w+ly )?(?:concerning|disappointing|encouraging|unacceptable|not good enough|of concern)\b",
)
"""A judgement of the committee's own, in prose."""
