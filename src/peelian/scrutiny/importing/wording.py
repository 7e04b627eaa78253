"""The usual ways in which committees and those who answer them write, as tables.

Each row is one way of saying it. To teach the import another, add a row here and a sentence to its test.
"""

from __future__ import annotations

import re
from typing import Literal


def _any(*rows: str) -> re.Pattern[str]:
    """One pattern of all rows, in any case."""
    return re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE)


HEAD = re.compile(
    r"^(?:(?:the )?(?:committee|panel|board|assembly|government|inquiry|scrutiny)(?:'s)?\s+)?(?P<what>recommendation|conclusion|finding|proposal)s?"
    r"\s+(?:no\.?\s*)?(?P<number>[A-Z]?\d{1,3}(?:\.\d{1,2})?[a-z]?)\b(?!\s*(?:and|to|,|[-–&])\s*\d)\s*[:.)–—-]*\s*",
    re.IGNORECASE,
)
"""A line that names an entry by what it is and its number; what follows on the line is its text."""
HEAD_OF_SEVERAL = re.compile(
    r"^(?:response to\s+)?recommendations?\s+(?P<numbers>\d{1,3}(?:\.\d{1,2})?(?:\s*(?:,|and|&|to|[-–])\s*(?:recommendations?\s+)?"
    r"\d{1,3}(?:\.\d{1,2})?)+)\s*[:.]*\s*$",
    re.IGNORECASE,
)
"""A heading over one answer to several."""
LIST_HEADING = _any(
    r"^(?:chapter\s+\w+\s*[:.–-]?\s*|annex\s+\w+\s*[:.–-]?\s*|\d+\s*[:.–-]?\s*)?(?:(?:summary|list|table) of )?"
    r"(?:(?:our|the|key|main|all|principal|committee.s) )*"
    r"(?:conclusions?,? (?:and|&) recommendations?|recommendations?(?: (?:and|&) conclusions?)?|findings and recommendations?)\W*$",
)
"""A heading over the list of them all."""
LIST_ENDS = _any(
    r"^(?:appendix|annex|formal minutes|members(?: and|\b)|witnesses|list of (?:witnesses|members|written)|declarations?|glossary"
    r"|chapter\s+\w+\s*:|other formats|about the committee|published written evidence)\b",
)
CITED = re.compile(r"\s*\((?:see\s+)?(?:paragraphs?|paras?\.?)\s+(?P<at>\d{1,3}(?:\.\d{1,3})?)[^)]*\)\s*\.?\s*$", re.IGNORECASE)
"""Where the list says in which paragraph of its chapter an entry stands."""
SAID_TO_BE = re.compile(
    r"\s*\((?P<what>recommendation|conclusion)s?(?:\s*\d*)?(?:,\s*(?:paragraphs?|paras?\.?)\s*(?P<at>\d{1,3}(?:\.\d{1,3})?)[^)]*)?\)\s*\.?\s*$",
    re.IGNORECASE,
)
"""The same where the list also says what an entry is."""

_WE = r"(?:we|i|the (?:committee|sub-committee|panel|board|assembly|topic group|working group|inquiry|commission))"
_ADVERB = r"(?:\s+(?:also|further|therefore|strongly|again|would|now|thus|accordingly|\w+ly|believes?|that))*"
ASKS = _any(
    rf"\b{_WE}{_ADVERB}\s+(?:recommend|urge|invite|encourage|ask|request|call (?:on|upon|for)|propose|advise|press|suggest|repeat our|expect)s?\b",
    r"\b(?:and|we|to|therefore) (?:strongly )?(?:urge|recommend|call (?:on|upon)|invite|encourage)s? (?:the|that|ministers|them|it|government|[A-Z])",
    r"\bit is recommended\b",
    r"\brecommendations? (?:is|are) that\b",
    r"^recommend(?:s|ed)? that\b",
    r"\bcommittee(?:'s)? recommend",
)
"""Words that ask: a recommendation whatever else its paragraph says."""
MUST = _any(
    r"\b(?:should|must|ought to|needs? to|ha(?:s|ve) to|will need to|is to be asked to)\s+(?!(?:not )?(?:be (?:noted|remembered|said|clear)|have been)\b)"
)
"""Words that demand, of somebody."""
OF_WHOM = re.compile(
    r"(?:^|[.;:,]\s+|\bthat\s+)(?:[Tt]o \w+[^.;]*?,\s+)?(?P<who>(?:[Tt]he |[Ii]ts |[Tt]heir |[Aa]ll |[Bb]oth |[Ee]ach )?"
    r"(?:[A-Z][\w’'&-]*|ministers?|they|departments?|officers?|boroughs?|councils?|local authorities|police forces?|government|final Plan|draft Plan|plan)"
    r"(?:[ ,]+(?:[A-Z][\w’'&-]*|of|for|and|the|in|&))*(?:,[^.;]{3,120}?,)?)\s+(?:also |further |now |urgently |therefore )?"
    r"(?:should|must|ought to|needs? to|will need to|ha(?:s|ve) to)\b"
)
"""Somebody, by a name or as a group, of whom something is demanded."""
PRINCIPLE = _any(
    rf"^(?:however,? )?{_WE} (?:also )?(?:agree|acknowledge|accept|recogni[sz]e|note|welcome|commend|conclude|find|found)\b",
    r"^(?:it is|there is|there are|in general|although|though|while|whilst)\b",
)
"""What opens a paragraph that judges: a should that follows is of a principle."""
FORMULA = re.compile(
    rf"(?:\b{_WE}|\band)\s+(?:also |further |therefore |strongly |would )*"
    r"(?:recommend|urge|call (?:on|upon)|invite|encourage|ask|request|propose)s?(?:\s+(?:further|therefore))?"
    r"(?:\s+that)?(?:\s*,[^,;.]{3,80},)?\s+(?:that\s+)?",
    re.IGNORECASE,
)
"""How a recommendation is introduced, before it says who is to do what."""
ADDRESSED = re.compile(
    r"^(?:(?:at|in|by|as|with) [^,]{3,80},\s+)?(?P<who>(?:the |all |both |each )?(?:[A-Z][\w’'&-]*|ministers|government|boroughs|councils"
    r"|local authorities|departments)(?:\s+(?:[A-Z][\w’'&-]*|of|for|and|the|&|in(?= [A-Z])))*)"
    r"(?=\s|,)"
)
"""To whom it is addressed, at its beginning."""
FOR_WHOM = re.compile(r"\bcommitment (?:for|from) (?P<who>(?:the )?[A-Z][\w&-]*(?: [A-Z][\w&-]*)*) to\b")
NO_BODY = _any(
    r"^(?:the )?(?:final |draft |new |revised )?(?:police and crime )?(?:plan|strategy|report|review|committee|guidance|recommendations?|programme|it|this|these|they|there|we|where|when|if|as|in|given|to|for)\b"
)
"""What begins a recommendation and is nobody."""
THINKS = _any(
    r"\bthe (?:sub-)?(?:committee|panel)\s+(?:\w+ly\s+)?(?:is|was|remains?)\s+(?:\w+ly\s+)?(?:concerned|clear|disappointed|pleased|encouraged)\b",
    r"\bthe (?:sub-)?(?:committee|panel)\s+(?:\w+ly\s+)?(?:welcomes?|believes?|agrees?|appreciates?|concludes?|found|finds|considers)\b",
    r"\bwe (?:are|remain) (?:\w+ly )?(?:concerned|disappointed|pleased|encouraged)\b",
    r"\bwe (?:\w+ly )?(?:conclude|found that|find that|welcome|do not (?:believe|think))\b",
    r"\bit is (?:\w+ly )?(?:concerning|disappointing|encouraging|unacceptable|not good enough|of concern)\b",
)
"""A judgement of the committee's own, in prose."""

ANSWER_HEAD = _any(
    r"^(?:the )?(?:(?:uk )?government|mayor(?: of london)?|mopac|met(?:ropolitan police(?: service)?)?|mps|council|cabinet|executive|department|"
    r"ministry|home office|officer|cabinet member|commissioner|force|\w+)?(?:'s|’s)?\s*(?:initial |formal |full )?(?:response|reply|answer|comments?)"
    r"(?: to (?:recommendations?|conclusions?)[\w\s,.&-]{0,40})?\s*[:.]?$",
)
"""A heading over an answer."""
ANSWER_LEAD = re.compile(
    r"^(?:(?:the )?(?:uk )?(?:government|mayor|mopac|mps|council|department)(?:'s|’s)?\s+)?(?:response|reply|answer)\s*[:–-]\s*(?=\S)", re.IGNORECASE
)
QUOTE_HEAD = re.compile(r"\b(?:recommendation|conclusion)s?\b", re.IGNORECASE)
"""A heading that repeats over what is quoted."""

Stance = Literal["accepted", "partly", "rejected", "noted"]
_WHO = (
    r"(?:we|i|the (?:uk )?(?:government|mayor|deputy mayor|council|department|met|mps|cabinet|secretary of state|executive|ministry|agency"
    r"|cabinet secretary|home office|commissioner|board|cabinet member)|government|mopac|(?-i:(?:[Tt]he )?[A-Z]{2,8})|ministers|hmg)"
)
_HOW = r"(?:\s+(?:also|fully|strongly|therefore|broadly|wholly|generally|entirely|readily|\w+ly))*"
STATED: tuple[tuple[Stance, re.Pattern[str]], ...] = (
    ("partly", re.compile(r"^\W*(?:partially|partly|in part|agreed? in (?:part|principle)|accept(?:ed)? in (?:part|principle))\b", re.IGNORECASE)),
    ("rejected", re.compile(r"^\W*(?:rejected|not (?:accepted|agreed)|reject|disagree|do not (?:accept|agree))\b", re.IGNORECASE)),
    ("accepted", re.compile(r"^\W*(?:accepted|agreed|accept|agree|yes)\s*(?:[.:;,–-]|$)", re.IGNORECASE)),
    ("noted", re.compile(r"^\W*(?:noted|note)\s*(?:[.:;,–-]|$)", re.IGNORECASE)),
)
"""A verdict that an answer begins with."""
REJECTS = _any(
    rf"\b{_WHO}{_HOW}\s+(?:do(?:es)? not|cannot|can not|is not able to|are not able to|is unable to|are unable to)\s+(?:\w+ly )?"
    r"(?:agree|accept|support|believe (?:that )?(?:it is|there is|such|an? )|consider (?:that )?(?:it|there is|such|an? |(?:\\w+ ){1,4}necessary)|think (?:that )?(?:it is|there is|the)|intend|propose|plan|see (?:a|the|any) (?:need|case|reason|merit))",
    rf"\b{_WHO}{_HOW}\s+(?:rejects?|disagrees?|has no (?:current )?plans|have no (?:current )?plans|(?:is|are) not (?:persuaded|convinced|minded))\b",
    rf"\b{_WHO}\s+(?:will|would) not (?:therefore )?(?:be )?(?:taking|publish|introduc|implement|creat|establish|commission|appoint|seek)",
    r"\bno plans to\b",
    r"\bit is (?:not|neither) (?:\w+ )?(?:appropriate|necessary|practical|proportionate|possible)\b",
)
IN_PART = _any(
    rf"\b{_WHO}{_HOW}\s+(?:(?:partially|partly)\s+(?:accepts?|agrees?)|(?:accepts?|agrees?)\s*(?:in part|in principle|partially|partly)|(?:accepts?|agrees? with)\s+(?:the (?:principle|spirit|thrust|intention|aim)|part of|some of))\b",
    r"\baccept(?:ed|s)? (?:in part|in principle)\b",
)
ACCEPTS = _any(
    rf"\b{_WHO}{_HOW}\s+(?:agrees?|accepts?|supports?|endorses?|concurs?|shares? the)\b(?!\s+(?:that )?(?:obesity|there (?:is|are)))",
    r"\b(?:this|the|your|that) recommendation (?:is|has been|was) (?:accepted|agreed|implemented|taken forward)\b",
)
COMMITS = _any(
    rf"\b{_WHO}{_HOW}\s+(?:will|shall|is going to|are going to|has committed to|have committed to|is committed to|are committed to|intends? to|plans? to)\s+"
    r"(?!(?:\w+ )?(?:give|consider|continue|keep|look at|explore|reflect|take (?:\w+ )*(?:into account|account of)|note|also consider|of course)\b)",
)
DONE = _any(
    rf"\b{_WHO}{_HOW}\s+(?:has|have)\s+(?:already|recently|now)\s+\w+",
    r"\b(?:has|have|is|are) already (?:been |being )?\w+(?:ed|ing|en|one|ade|place)\b",
)
CONSIDERS = _any(
    r"\bwill (?:\w+ )?(?:give (?:\w+ ){0,3}consideration|consider|explore|reflect|look at|take (?:\w+ ){0,4}(?:into account|account of)|keep (?:\w+ ){0,4}under review)\b",
    rf"\b{_WHO}{_HOW}\s+(?:notes?|welcomes?|recogni[sz]es?|acknowledges?|understands?|thanks?)\b",
)
"""What takes a recommendation in and promises nothing."""
