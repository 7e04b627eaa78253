"""The usual ways in which agendas, minutes and monthly reports are written, as tables."""

from __future__ import annotations

import re

from peelian.scrutiny.importing.wording import any_of
from peelian.scrutiny.meetings.records import ItemKind, OutcomeKind

AGENDA = any_of(r"^(?:(?:supplementary|public|draft) )?agenda(?: items?)?(?: (?:-|–) part (?:1|i|a))?\W*$")
MINUTES = any_of(
    r"^(?:draft |public )?minutes (?:of|from) (?:a|the|an) (?:\w+ ){0,4}meeting\b", r"^(?:draft )?minutes\W*$"
)
"""What a part of the papers begins with."""
ENDS = any_of(
    r"^this page (?:is )?(?:intentionally|deliberately) (?:left )?blank\W*$", r"^chair(?:man|person|woman)?\W*$",
    r"^page intentionally (?:left )?blank\W*$",
)  # fmt: skip
ITEM = re.compile(
    r"^(?P<number>\d{1,3}[a-z]?)(?![.:]\d)[.)]?\s+(?!(?:am|pm)\b)(?P<title>\S.*?)\s*"
    r"(?:\((?:Pages?|Pgs?\.?)\s+(?P<first>\d{1,4})(?:\s*(?:-|–|to)\s*(?P<last>\d{1,4}))?\))?\s*$",
    re.IGNORECASE,
)
"""An item with its pages, where they are printed behind it."""
PAGES = re.compile(r"\(Pages?\s+(?P<first>\d{1,4})(?:\s*(?:-|–|to)\s*(?P<last>\d{1,4}))?\)", re.IGNORECASE)
QUORUM = re.compile(r"\bquorum\s*(?:is|of|:|=)?\s*(\d{1,3})\b", re.IGNORECASE)
SIZE = re.compile(r"\bmembers\s*:?\s*(\d{1,3})\b", re.IGNORECASE)
PLACE = re.compile(
    r"\b(?:Hall|Room|Chambers?|Civic|House|Centre|Road|Street|Offices?|Building|Library|School|Microsoft Teams|Zoom|[Vv]irtual)\b"
)
"""What the line that says where a meeting is has in it."""
WHEN = re.compile(
    r"\b\d{1,2}(?:[.:]\d\d)?\s*(?:am|pm)\b|\b\d{1,2}[.:]\d\d\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,?"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+(?:19|20)\d\d\b|\b(?:date|time|venue|place)\s*:",
    re.IGNORECASE,
)
COMMITTEE = any_of(
    r"\b(?:committee|sub-\s*committee|board|panel|cabinet|council|assembly|working party|topic group|forum|commission)\W*$"
)

KINDS: tuple[tuple[ItemKind, re.Pattern[str]], ...] = (
    ("announcements", any_of(r"\bannouncements?\b(?!.*substitute)", r"^welcome\b")),
    ("apologies", any_of(r"\bapologies\b", r"\bsubstitute\b")),
    ("interests", any_of(r"\b(?:disclosures?|declarations?) (?:of (?:\w+ )*interests?|by members)\b", r"\blobbying\b")),
    ("minutes", any_of(r"^minutes\b")),
    ("actions", any_of(r"\b(?:summary|list) of actions\b", r"\bmatters arising\b", r"\baction (?:log|tracker)\b")),
    ("exclusion", any_of(r"\bexclusion of (?:the )?(?:press|public)\b")),
    ("urgent", any_of(r"\burgent business\b", r"\bany other (?:urgent )?business\b")),
    ("next-meeting", any_of(r"\b(?:date of )?next meeting\b", r"\bdates? of (?:future )?meetings?\b")),
    ("questions", any_of(r"\bquestions?\b")),
    ("petition", any_of(r"\bpetitions?\b")),
    ("motion", any_of(r"\bmotions?\b")),
    ("performance", any_of(r"\bperformance\b", r"\bindicators?\b")),
    ("presentation", any_of(r"\bpresentation\b")),
    ("update", any_of(r"\bupdate\b")),
    ("report", any_of(r"\breport\b", r"\bassessment\b", r"\breview\b", r"\bplan\b", r"\bstrategy\b")),
)  # fmt: skip
"""What kind of item a title names; the first that fits."""
NOTHING = any_of(r"^\W*(?:there (?:were|was) no\w*\b|no \w+ (?:were|was)\b|none\W*$|nil\W*$|not applicable)")
"""A minute of an item that brought nothing."""
NEEDS_NO_OUTCOME: frozenset[ItemKind] = frozenset({"announcements", "apologies", "interests", "next-meeting"})

_WHO = r"\bthe (?:sub-\s*)?(?:committee|board|panel|cabinet|council|group|meeting|members|assembly|commission)\b"
_DID = rf"(?:{_WHO}|\bmembers\b|\bit was)\s+(?:\w+ly\s+|then\s+|also\s+)?"
OUTCOMES: tuple[tuple[OutcomeKind, re.Pattern[str]], ...] = (
    ("deferred", any_of(
        rf"{_DID}(?:deferred|postponed|adjourned)\b", r"\b(?:item|report|matter|decision) (?:was|were|be) deferred\b",
    )),
    ("withdrawn", any_of(r"\b(?:item|report|motion|petition) (?:was|were|had been) withdrawn\b")),
    ("referred", any_of(rf"{_DID}referred\b", r"\b(?:item|report|matter) (?:was|were|be) referred to\b")),
    ("not-agreed", any_of(
        rf"{_DID}(?:did not agree|rejected|declined)\b", r"\bmotion (?:was|fell|is) (?:lost|not carried|fell)\b",
    )),
    ("agreed-as-amended", any_of(
        r"\b(?:agreed|approved|adopted)\b[^.]{0,60}\b(?:as amended|subject to (?:the )?(?:\w+ )?(?:amend|correct))",
    )),
    ("agreed", any_of(
        rf"{_DID}(?:agreed|approved|adopted|endorsed|resolved|accepted|authorised)\b(?!\s+(?:that\s+)?with\b)",
        r"\b(?:was|were) (?:agreed|approved|adopted)\b(?: as a correct record| and signed)?",
        r"^\W*resolved\b", r"\b(?:motion|recommendations?) (?:was|were) (?:carried|agreed|approved)\b",
    )),
    ("noted", any_of(rf"{_DID}noted\b", r"\b(?:was|were|be) noted\b", r"^\W*noted\b")),
)  # fmt: skip
"""What a committee did with an item, by what its minute says."""
URGENT = any_of(r"\burgent matter\b", r"\bas a matter of urgency\b", r"\b100B\(4\)")
APOLOGIES = re.compile(
    r"\bapolog(?:y|ies)\b[^.]*?\b(?:from|on behalf of|:)\s*(?P<names>(?:[^.]|(?<=\b[A-Z])\.)+?)"
    r"(?=\s+and (?:Cllr|Councillor)\b[^.]*\b(?:attended|was present)|(?<!\b[A-Z])\.|$)",
    re.IGNORECASE,
)
STOOD_IN = re.compile(
    r"\b(?:Cllr\.?|Councillor)\s+(?P<name>[A-Z][^.]{1,40}?)\s+(?:was present|attended|was in attendance|substituted)\s+"
    r"(?:as (?:a |the )?(?:named )?substitute(?: member)?\s*)?(?:for (?:Cllr\.?|Councillor)\s+(?P<for>[A-Z][^.,]{1,40}))?",
    re.IGNORECASE,
)
"""Who stood in for whom, in a sentence."""
INSTEAD = re.compile(
    r"\((?:in (?:place|lieu) of|substitut\w+ for|sub(?:stitute)? for|for)\s+(?P<name>[^()]+)\)", re.IGNORECASE
)
OFFICE = re.compile(r"\((?P<office>[^()]*\b(?:chair|vice|deputy|co-?opt)[^()]*)\)", re.IGNORECASE)
TITLES = re.compile(
    r"^(?:\+|\*|and\s+)?\s*(?:Councillors?|Cllrs?\.?|Mrs?|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Members?|Rev\.?)\b\.?\s*:?\s*"
)

SERIES = re.compile(r"^(?P<series>[A-Z]{2,6})\s?(?P<number>\d{1,5})\b[\s:|–-]+(?P<title>\S.*)$")
"""A row of a register of decisions."""
DECISIONS = any_of(r"\bdecisions?\b(?! makers?)")
"""What is said above a register of decisions."""
PERIOD = re.compile(
    r"\b(?:covers?|covering|for) the period\b[^.]*?\bfrom\s+(?P<first>[^.]{3,30}?)\s+(?:to|until|-|–)\s+(?P<last>[^.]{6,30})",
    re.IGNORECASE,
)
AHEAD = any_of(
    r"\b(?:future|forthcoming|upcoming|planned) (?:\w+ ){0,2}(?:meetings?|events?|decisions?)\b", r"\blooking ahead\b"
)
_I = r"(?:I|the Mayor and I|we|my (?:office|team|deputy))"
ACTED = re.compile(
    rf"\b{_I}\b[^.;]{{0,40}}?\b(?P<verb>met|spoke|attended|chaired|co-chaired|convened|launched|hosted|visited|opened|addressed"
    r"|gave|welcomed|joined|took part)\b|\b(?P<held>(?:events?|sessions?|meetings?|roundtables?|workshops?) (?:was|were) held)\b"
)
"""What somebody who reports did on a day."""
ACTIVITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("launch", ("launched", "opened")),
    ("visit", ("visited",)),
    ("roundtable", ("hosted", "convened")),
)
"""Kinds of activity by their verb; every other is a meeting."""
