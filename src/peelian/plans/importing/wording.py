"""The usual ways in which plans are written, as tables: what introduces a list, who promises, what is a promise and what is none.

Each table is read from above: the first row that fits decides.
"""

from __future__ import annotations

import re
from typing import Literal

ListKind = Literal["commitment", "objective", "question"]

_I = re.IGNORECASE


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, _I)


LEADS: tuple[tuple[ListKind, re.Pattern[str]], ...] = (
    ("question", _rule(r"\bfollowing (?:consultation )?questions\b|\bconsultation questions\b|\bquestions (?:for|we are asking)\b")),
    ("objective", _rule(r"\bobjectives?\b|\bsuccess (?:will|would|should|might)? ?(?:look|mean|be)\w*\b|\bwe will (?:know|have succeeded)"
                        r"|\b(?:intended|expected|desired|our) outcomes\b|\bmeasures? of success\b")),
    ("commitment", _rule(r"\b(?:we|i|mopac|the (?:deputy )?mayor|the (?:police and crime )?commissioner|the pcc|my office)(?:[ ,]+\w+){0,3}?"
                         r"[ ,]+(?:propose|intend|plan|aim|pledge|promise|commit|undertake|will|shall|want)s?\b")),
    ("commitment", _rule(r"\b(?:our|my|key|the mayor.s|proposed) (?:\w+ ){0,2}(?:commitments?|pledges|promises|actions|proposals)\b"
                         r"|\bcommitted to\b|\bcommitments (?:are|include)\b|^what (?:we|i) will do\b")),
)  # fmt: skip
"""What introduces a list says what its items are."""

LIST_HEADING = _rule(
    r"^(?:\W*\d*\W*)(?:(?:our|my|the|key|draft|proposed) )*(?:commitments?|pledges|objectives|outcomes|priorities|questions|actions|proposals)\b"
    r"|^(?:what )?success (?:will|would)? ?looks?\b|^what (?:we|i) will do\b|^what (?:will |would )?success\b|^measures? of success\b"
    r"|^consultation questions\b|^how (?:we|i) will (?:do|deliver|know|measure)\b|^what happens next\b|^contents\b"
)
"""A heading that names a part which every chapter has; it is no chapter of its own."""

TITLE = _rule(
    r"\bpolice(?:,? fire)?,? (?:and|&) crime plan\b|\bpolicing(?: and crime)? plan\b|\bcommunity safety plan\b|\bsafer \w+ plan\b"
)
PART_ENDS = _rule(
    r"^\W*this page is (?:intentionally|deliberately) (?:left )?blank\W*$|^\W*page intentionally (?:left )?blank\W*$"
)
QUESTION_LABEL = re.compile(r"^(?P<label>[A-Z][A-Z ,&/]{2,40}?)\s*[-–—:]\s+(?=[A-Z])")

ACTING_KINDS = ("policing-body", "police-force", "regional-authority", "transport-authority", "mayor", "fire-authority")
"""Kinds of body whose acts a plan promises; what others will do is their own promise."""

PERSONS = (
    "we", "I", "MOPAC", "the Mayor", "the Deputy Mayor(?: for [A-Z]\\w+(?: and [A-Z]\\w+)*)?", "the Mayoralty", "the Mayor and Deputy Mayor",
    "the Commissioner", "the Police and Crime Commissioner", "the PCC", "my office", "our office", "the force", "the constabulary",
)  # fmt: skip
"""Who speaks or acts in a plan, beside bodies that the pack knows."""

PROMISING = (
    r"(?:will|shall)(?:,[^,;:.]{1,40},)?(?!\s+(?:ha(?:d|ve|s)\s+to|need|not be able))",
    r"(?:propose|intend|plan|pledge|promise|undertake|commit|aim)s?\s+to",
    r"(?:is|are|am)\s+to(?!\s+(?:be\b|blame))",
    r"(?:has|have|is|are|am)\s+committed\s+to",
    r"(?:is|are|am)\s+(?:also\s+)?(?:investing|scrapping|introducing|launching|recruiting|doubling|funding|increasing\s+the)(?=\s)",
)
"""The words between who promises and what; a table of patterns."""

STATES = _rule(
    r"^(?:be(?!\s+(?:\w+ly\s+)?(?:\w+ing)\b)|need|have\b(?!\s+regard)|face|depend|rely|mean|remain|become|see\b|know|want|benefit|demand|require|find|"
    r"feel|recogni[sz]e|believe|understand|appear|seem|cost|total|equal|increasingly|likely|probably|still|take (?:\w+ ){1,3}for granted|"
    r"leave no|never (?:take|forget)|not (?:take|forget|give up|tolerate))\b"
)
"""What is no act: a state, an expectation or a way of speaking."""

UNCERTAIN = _rule(r"(?:\b(?:what|how|whether|if|unless|until|(?<!is )why|when)|\bset out (?:how|what)|[“\"‘]\s*)\s*$")
"""What stands before a promise and makes it none: a question, a condition or somebody's words."""

OF_THIS_DOCUMENT = _rule(r"^(?:set out|outline|describe|explain|summari[sz]e)\b")
IN_THIS_DOCUMENT = _rule(
    r"\bin (?:this|my|our|the) (?:draft )?(?:\w+ and \w+ )?(?:plan|document|chapter|section|strategy|report)\b|\bbelow\b|\boverleaf\b"
)

ACTS = (
    r"published|introduced|launched|established|created|set up|appointed|recruited|allocated|awarded|invested|redirected|rolled out|developed|"
    r"designed|evaluated|reviewed|considered|taken|given|selected|commissioned|delivered|provided|supported|made available|monitored|tested|"
    r"trialled|piloted|maintained|protected|extended|expanded|increased|consulted|included|strengthened|improved|reinvested|implemented|"
    r"produced|scrutinised|ring-?fenced|doubled|assessed|refreshed|updated|prioriti[sz]ed|tackled"
)
"""What is done by whoever makes the plan, where a sentence leaves out who does it."""
PASSIVE = _rule(
    rf"\b(?:will|shall|is due to|are due to|is to|are to|to)(?:\s+(?:also|then|now|first|\w+ly))?\s+(?:be|begin|start)(?:\s+(?:being|to be))?"
    rf"(?:\s+(?:also|then|\w+ly))?\s+(?P<act>{ACTS})\b"
)
OF_OTHERS = _rule(r"\bthat (?:they|he|she|people|everybody|victims|residents)\s*$")
"""What stands before a passive that is somebody's belief about themselves."""
CONDITION = _rule(r"\b(?:if|unless|whether)\b[^,;:.]*$")
BARE_PASSIVE = _rule(r"^to\b")
"""A passive without will counts only where it says when or by whom."""
THERE_WILL_BE = _rule(
    r"\bthere will be\s+(?:an?\s+(?:new|additional|annual|extra|dedicated)|additional|extra|more|new|two|three|four|five|\d)"
)
INCLUDES = _rule(r"^(?:this|these|it|they|the \w+)\s+will\s+(?:also\s+)?(?:include|involve)\b")
"""What spells out the promise before it."""
AND_WILL = _rule(r"\b(?:and|but)\s+(?:will|shall)\s+(?:also\s+)?(?P<act>\w+)")

OTHERS_PUBLISH = _rule(r"\b(?:when|once|after|until|as soon as)\b[^,;:]*\bpublish\w*")
AIMS = _rule(r"^(?:\w+ )?(?:our|my|the) (?:\w+ ){0,3}(?:aim|ambition|goal|aspiration|vision|hope|intention)s?\b")
PLAN_ITSELF = _rule(r"^(?:the|this|our)\s+(?:\w+ ){0,3}(?:plan|strategy|document|chapter|section)\b")
BY_OTHERS = _rule(
    r"\bby (?:the )?(?:government|ministers|parliament|home secretary|courts?|offenders|criminals|victims)\b"
)
OF_PAST = _rule(r"\bsaid (?:that )?(?:we|they|it) would\b")

GERUNDS = _rule(r"\b(?:we|our|partnership|partners|together)\b.*\bby:$")
"""What introduces a list of acts that each begin with a word in -ing."""

PUBLICATION = _rule(
    r"\bpublish(?:es|ed|ing)?\b|\bpublicly available\b|\bavailable (?:to the public|online|on (?:the|our|its|\w+) website)\b|\bopen data\b|\bmake (?:\w+ ){1,6}public\b"
)

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
