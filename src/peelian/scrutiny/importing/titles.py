"""A few words for what a recommendation asks, as a list would name it: a proposal that a person writes over. Pure functions."""

from __future__ import annotations

import re

LONGEST = 90
MOST = 14
"""Words of a title."""
_SENTENCE = re.compile(r"(?<=[.?!;])\s+(?=[\"'“(]?[A-Z0-9£])")
_ASKS = re.compile(r"\b(?:recommends?|urges?|should|must|calls? (?:on|for)|needs? to|ought to)\b", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:we|(?:the|this) (?:committee|assembly))\b[^.;:]{0,30}?\b(?:recommends?|urges?|calls? on)\b"
    r"(?:,? (?:therefore|also|again))*,?(?: that\b,?)?(?: (?:therefore|at the earliest opportunity),)*\s+",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:an?|the|of|to|i[ns]|on|at|by|for|with|from|and|n?or|but|that|which|who|whose|whether|this|these|its|their|as|are|be|been|"
    r"should|must|will|would|could|can|about|into|than|our|any|all|some|such|includ(?:e|es|ing))[,.;:(]*",
    re.IGNORECASE,
)
"""Words that a title does not end with: something follows them."""


def short_title(text: str) -> str:
    """What is asked in at most fourteen words: the first sentence that asks, without *We recommend that*; ``…`` where it is cut."""
    sentences = _SENTENCE.split(" ".join(text.split()))
    asking = next((one for one in sentences if _ASKS.search(one)), sentences[0])
    words = _LEAD.sub("", asking).rstrip(".;:").split()
    kept = words[:MOST]
    while len(kept) > 1 and len(" ".join(kept)) > LONGEST:
        kept.pop()
    while len(kept) > 1 and _LOOSE.fullmatch(kept[-1]):
        kept.pop()
    title = " ".join(kept)[:LONGEST].rstrip(" ,.;:(")
    return title[:1].upper() + title[1:] + ("…" if len(kept) < len(words) else "")
