"""The usual ways in which plans are written, as tables: what introduces a list, who promises, what is a promise and what is none.

Each row is one way of saying it. To teach the import another, add a row here and a sentence to its test.
"""

from __future__ import annotations

import re
from typing import Literal

ListKind = Literal["commitment", "objective", "question"]


def _any(*rows: str) -> re.Pattern[str]:
    """One pattern of all rows, in any case."""
    return re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE)


LEADS: tuple[tuple[ListKind, re.Pattern[str]], ...] = (
    ("question", _any(
        r"\bfollowing (?:consultation )?questions\b", r"\bconsultation questions\b", r"\bquestions (?:for|we are asking)\b",
    )),
    ("objective", _any(
        r"\bobjectives?\b",
        r"\bsuccess (?:will|would|should|might)? ?(?:look|mean|be)\w*\b",
        r"\bwe will (?:know|have succeeded)",
        r"\b(?:intended|expected|desired|our) outcomes\b",
        r"\bmeasures? of success\b",
        r"\bmeasured? (?:our |my )?success\b",
    )),
    ("commitment", _any(
        r"\b(?:we|i|mopac|the (?:deputy )?mayor|the (?:police and crime )?commissioner|the chief constable|the pcc|my office)"
        r"(?:[ ,]+\w+){0,3}?[ ,]+(?:propose|intend|plan|aim|pledge|promise|commit|undertake|will|shall|want)s?\b",
        r"\b(?:our|my|key|the mayor.s|proposed) (?:\w+ ){0,2}(?:commitments?|pledges|promises|actions|proposals)\b",
        r"\bcommitted to\b",
        r"\bcommitments (?:are|include)\b",
        r"^what (?:we|i) will do\b",
    )),
)  # fmt: skip
"""What introduces a list says what its items are; the first that fits decides."""
GERUNDS = _any(r"\b(?:we|our|partnership|partners|together)\b.*\bby:$")
"""What introduces a list of acts that each begin with a word in -ing."""

LIST_HEADING = _any(
    r"^\W*\d*\W*(?:(?:our|my|the|key|draft|proposed) )*"
    r"(?:commitments?|pledges|objectives|outcomes|priorities|questions|actions|proposals)\b",
    r"^(?:what )?success (?:will|would)? ?looks?\b",
    r"^what (?:will |would )?success\b",
    r"^what (?:we|i) will do\b",
    r"^(?:we|i|the chief constable) will\W*$",
    r"^measures? of success\b",
    r"^consultation questions\b",
    r"^how (?:we|i) will (?:do|deliver|know|measure)\b",
    r"^what happens next\b",
    r"^contents\b",
)
"""A heading that names a part which every chapter has; it is no chapter of its own."""

TITLE = _any(
    r"\bpolice(?:,? fire)?,? (?:and|&) crime plan\b",
    r"\bpolicing(?: and crime)? plan\b",
    r"\bcommunity safety plan\b",
    r"\bsafer \w+ plan\b",
)
PART_ENDS = _any(
    r"^\W*this page is (?:intentionally|deliberately) (?:left )?blank\W*$",
    r"^\W*page intentionally (?:left )?blank\W*$",
)
"""What parts two papers that were bound into one file."""
QUESTION_LABEL = re.compile(r"^(?P<label>[A-Z][A-Z ,&/]{2,40}?)\s*[-–—:]\s+(?=[A-Z])")

ACTING_KINDS = ("policing-body", "police-force", "regional-authority", "transport-authority", "mayor", "fire-authority")
"""Kinds of body whose acts a plan promises; what others will do is their own promise."""
PERSONS = (
    "we",
    "I",
    "MOPAC",
    "the Mayor and Deputy Mayor",
    "the Deputy Mayor(?: for [A-Z]\\w+(?: and [A-Z]\\w+)*)?",
    "the Mayoralty",
    "the Mayor",
    "the Police and Crime Commissioner",
    "the Commissioner",
    "the PCC",
    "the Chief Constable",
    "my office",
    "our office",
    "the force",
    "the constabulary",
    "[A-Z]\\w+(?: and [A-Z]\\w+)? (?:Police|Constabulary)",
)
"""Who speaks or acts in a plan, beside the bodies that the pack knows."""

PROMISING = (
    r"(?:will|shall)(?:,[^,;:.]{1,40},)?(?!\s+(?:ha(?:d|ve|s)\s+to|need|not be able))",
    r"'ll",
    r"(?:is|are|am)\s+going\s+to",
    r"(?:propose|intend|plan|pledge|promise|undertake|commit|aim)s?\s+to",
    r"(?:is|are|am)\s+to(?!\s+(?:be\b|blame))",
    r"(?:has|have|is|are|am)\s+committed\s+to",
    r"(?:is|are|am)\s+(?:also\s+)?(?:investing|scrapping|introducing|launching|recruiting|doubling|funding|increasing\s+the)(?=\s)",
)
"""The words between who promises and what."""

STATES = _any(
    r"^be\b(?!\s+(?:\w+ly\s+)?\w+ing\b)",
    r"^(?:need|face|depend|rely|mean|remain|become|see|know|want|benefit|demand|require|find|feel|cost|total|equal|appear|seem)\b",
    r"^(?:recogni[sz]e|believe|understand|increasingly|likely|probably|still)\b",
    r"^have\b(?!\s+regard)",
    r"^(?:never |not )?take (?:\w+ ){1,3}for granted",
    r"^leave no\b",
    r"^(?:never|not) (?:take|forget|give up|tolerate)\b",
)
"""What is no act: a state, an expectation or a way of speaking."""

UNCERTAIN = _any(
    r"\b(?:what|how|whether|if|unless|until|(?<!is )why|when)\s*$", r"\bset out (?:how|what)\s*$", r"[“\"‘]\s*$"
)
"""What stands before a promise and makes it none: a question, a condition or somebody's words."""
CONDITION = _any(r"\b(?:if|unless|whether)\b[^,;:.]*$")
OF_OTHERS = _any(r"\bthat (?:they|he|she|people|everybody|victims|residents)\s*$")
"""What stands before a passive that is somebody's belief about themselves."""
OF_THIS_DOCUMENT = _any(r"^(?:set out|outline|describe|explain|summari[sz]e)\b")
IN_THIS_DOCUMENT = _any(
    r"\bin (?:this|my|our|the) (?:draft )?(?:\w+ and \w+ )?(?:plan|document|chapter|section|strategy|report)\b",
    r"\bbelow\b",
    r"\boverleaf\b",
)

_ACTS = """
published introduced launched established created appointed recruited allocated awarded invested redirected developed designed
evaluated reviewed considered taken given selected commissioned delivered provided supported monitored tested trialled piloted
maintained protected extended expanded increased consulted included strengthened improved reinvested implemented produced
scrutinised ringfenced ring-fenced doubled assessed refreshed updated prioritised prioritized tackled
"""
"""What is done by whoever makes the plan, where a sentence leaves out who does it."""
PASSIVE = _any(
    r"\b(?:will|shall|is due to|are due to|is to|are to|to)(?:\s+(?:also|then|now|first|\w+ly))?"
    r"\s+(?:be|begin|start)(?:\s+(?:being|to be))?(?:\s+(?:also|then|\w+ly))?"
    rf"\s+(?P<act>{'|'.join(_ACTS.split())}|set up|rolled out|made available)\b"
)
BARE_PASSIVE = _any(r"^to\b")
"""A passive without will counts only where it says by whom."""
THERE_WILL_BE = _any(
    r"\bthere will be\s+(?:an?\s+(?:new|additional|annual|extra|dedicated)|additional|extra|more|new|two|three|four|five|\d)"
)
INCLUDES = _any(r"^(?:this|these|it|they|the \w+)\s+will\s+(?:also\s+)?(?:include|involve)\b")
"""What spells out the promise before it."""
AND_WILL = _any(r"\b(?:and|but)\s+(?:will|shall)\s+(?:also\s+)?(?P<act>\w+)")

AIMS = _any(r"^(?:\w+ )?(?:our|my|the) (?:\w+ ){0,3}(?:aim|ambition|goal|aspiration|vision|hope|intention)s?\b")
PLAN_ITSELF = _any(r"^(?:the|this|our)\s+(?:\w+ ){0,3}(?:plan|strategy|document|chapter|section)\b")
BY_OTHERS = _any(
    r"\bby (?:the )?(?:government|ministers|parliament|home secretary|courts?|offenders|criminals|victims)\b"
)

PUBLICATION = _any(
    r"\bpublish(?:es|ed|ing)?\b",
    r"\bpublicly available\b",
    r"\bavailable (?:to the public|online|on (?:the|our|its|\w+) website)\b",
    r"\bopen data\b",
    r"\bmake (?:\w+ ){1,6}public\b",
)
OTHERS_PUBLISH = _any(r"\b(?:when|once|after|until|as soon as)\b[^,;:]*\bpublish\w*")
"""A condition that speaks of what somebody else will publish."""

CALLED: dict[str, tuple[str, ...]] = {
    "councils": ("London Boroughs", "Borough Councils", "Boroughs", "local authorities", "local authority", "councils"),
    "health": ("NHS England", "NHS"),
    "policing-body": ("Deputy Mayor for Policing and Crime", "Mayor"),
}
"""What a body of this kind is called beside its names."""
NICKNAMES: dict[str, tuple[str, ...]] = {
    "Metropolitan Police Service": ("Met", "Metropolitan Police"),
    "Voluntary and community organisations": (
        "voluntary sector",
        "voluntary and community sector",
        "voluntary organisations",
    ),
    "Her Majesty's Inspectorate of Constabulary": ("HMICFRS",),
    "HM Courts and Tribunals Service": ("Court Service", "Courts"),
    "National Probation Service": ("Probation",),
}
"""What a body of this name is called in everybody's mouth."""
