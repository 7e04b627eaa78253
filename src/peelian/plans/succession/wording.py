"""What a wording carries: its terms, how much it promises, and which way it wants a number to go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from peelian.plans.succession.tables import FALLING, NEGATIONS, PLAIN, RISING, STOP, STRENGTH, SYNONYMS
from peelian.reading.wordings import plain

_TOKEN = re.compile(r"[\w£%+'-]+")
_LEVELS = {phrase: level for level, phrases in STRENGTH for phrase in phrases}
_SIGNAL = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _LEVELS), key=len, reverse=True)) + r")\b")
_NEGATION = re.compile(r"\b(?:" + "|".join(map(re.escape, NEGATIONS)) + r"|\w+n't)\b")


def sentences(text: str) -> list[str]:
    """The sentences of a passage, split at a full stop, question or exclamation mark before a capital or a number."""
    return [part for part in re.split(r"(?<=[.!?])[\"')]*\s+(?=[\"'(]?[A-Z0-9£])", plain(text)) if part]


def strength(text: str) -> int:
    """How much a wording promises, 0 to 3: its weakest verb of trying or looking, else its strongest of vouching."""
    found = [_LEVELS[hit] for hit in _SIGNAL.findall(plain(text).casefold())]
    weak = [level for level in found if level < PLAIN]
    return min(weak) if weak else max([PLAIN, *found])


def change_of_strength(older: str, newer: str) -> tuple[str | None, str]:
    """``weaker``, ``stronger`` or None, and the words that say so. A negation that was added is weaker."""
    before, after = plain(older).casefold(), plain(newer).casefold()
    negated = len(_NEGATION.findall(after)) - len(_NEGATION.findall(before))
    if negated:
        words = set(_NEGATION.findall(after if negated > 0 else before))
        said = f"a negation was {'added' if negated > 0 else 'removed'}: {', '.join(sorted(words))}"
        return ("weaker" if negated > 0 else "stronger"), said
    step = strength(newer) - strength(older)
    if not step:
        return None, ""
    gone, come = (
        sorted(set(_SIGNAL.findall(a)) - set(_SIGNAL.findall(b))) for a, b in ((before, after), (after, before))
    )
    told = [f"“{', '.join(words)}” {what}" for words, what in ((gone, "is gone"), (come, "is new")) if words]
    return ("stronger" if step > 0 else "weaker"), "; ".join(told)


def direction(text: str) -> str | None:
    """Which way a wording wants a number to go; None where it has no word of rising or falling, or both kinds."""
    words = set(_TOKEN.findall(plain(text).casefold()))
    rising, falling = bool(words & RISING), bool(words & FALLING)
    return None if rising == falling else "higher" if rising else "lower"


_CANON = {phrase: row[0].replace(" ", "_") for row in SYNONYMS for phrase in row}
_PHRASE = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _CANON), key=len, reverse=True)) + r")\b(?!')")


@lru_cache(maxsize=20_000)
def terms(text: str) -> tuple[str, ...]:
    """The words that carry meaning, stemmed, with those that mean one thing in the field made one."""
    text = _PHRASE.sub(lambda hit: _CANON[hit[0]], plain(text).casefold())
    words = (re.sub(r"(?<=\d),(?=\d{3}\b)", "", word).strip("'-+_") for word in _TOKEN.findall(text))
    return tuple(
        stem(word.removesuffix("'s"))
        for word in words
        if word and word not in STOP and (len(word) > 1 or word.isdigit())
    )


_ENDINGS = ("isations", "isation", "ations", "ingly", "ation", "ments", "ities", "ment", "ions", "ings", "ness", "ance",
            "ence", "ally", "ised", "ises", "ion", "ing", "ies", "ity", "ise", "ive", "ers", "ed", "es", "er", "al", "ly", "s",
            "e", "y")  # fmt: skip


def stem(word: str) -> str:
    """A word without its ending, so that ``publish``, ``publishes`` and ``publishing`` are one; numbers stay whole."""
    if "_" in word or any(letter.isdigit() for letter in word):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (4 if len(ending) > 1 else 3):
            return word[: -len(ending)]
    return word


def pairs(text: str) -> tuple[str, ...]:
    """Terms and each two that stand side by side: what tells a promise from others about the same subject."""
    found = terms(text)
    return (*found, *(f"{a} {b}" for a, b in pairwise(found)))


def joined(texts: Iterable[str]) -> str:
    """Several wordings as one."""
    return ". ".join(text.strip().rstrip(".") for text in texts if text.strip())
