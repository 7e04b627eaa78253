"""The two printed texts of one recommendation, word by word: what differs in form, what in substance, what a person must judge.

How a text is introduced, its modal verbs, articles, endings and abbreviations are form. A number, a date, a negation, a word that
says how much or under which condition, and a word of content that stands for another are substance. Two verbs of one direction
(increase, improve), and one thing or several, are for a person: a machine cannot tell whether more is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from peelian.plans.succession.tables import NEGATIONS, STOP, SYNONYMS
from peelian.plans.succession.wording import stem
from peelian.reading.wordings import Difference, differences, folded, plain
from peelian.scrutiny.ledger.records import Text

Weight = Literal["form", "ask", "substance"]
_ORDER: tuple[Weight, ...] = ("form", "ask", "substance")
_INTRODUCES = re.compile(
    r"^(?P<lead>[^.:]{0,120},\s+)?(?:the |this )?(?:committee|panel|board|assembly|we|sub-committee)\s+"
    r"(?:also |further |therefore |strongly )*(?:recommend|urge|propose|ask|request|invite|call (?:on|upon))s?\s+(?:that\s+)?"
    r"|^(?:therefore|to address this(?: \w+)?|accordingly|to this end|in addition),\s+",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\s*\(see (?:below|above|also|(?:the )?(?:chapter|section|box|table|paragraph|para|page)s?\b)[^)]*\)"
    r"|\s*\(paragraphs? \d[^)]*\)|\s+in (?:paragraphs?|paras?\.?) \d[\d.]*|(?<=\s)\((?:[a-z]|[ivx]{1,4})\)\s+",
    re.IGNORECASE,
)
"""Where something stands, and letters of sub-points."""
_MODAL = frozenset({"should"})
_FILL = frozenset({"a", "an", "the", "therefore", "further", "also", "however", "furthermore", "thus", "and", "see"})
SCOPE = frozenset(
    """how whether if unless only all every each any some both either most least minimum maximum or and/or may must might could can
    by before after until within between up over under more less than except including solely mainly where possible when
    """.split()  # noqa: SIM905 - a list of words is read more easily as words
)
"""Words that make a request wider, narrower or conditional."""
LIGHT = frozenset({"include", "make", "contain", "have", "give", "provide", "set", "out"})
"""Verbs that carry a noun and no meaning of their own: to make commitments is to include them."""
ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"increase", "improve", "raise", "enhance", "strengthen", "grow", "expand", "boost", "build"}),
    frozenset({"reduce", "cut", "lower", "decrease", "minimise", "limit"}),
    frozenset({"set", "establish", "create", "introduce", "develop", "form"}),
    frozenset({"identify", "specify", "define", "outline", "describe"}),
    frozenset({"publish", "release", "report", "share"}),
    frozenset({"ensure", "guarantee", "secure"}),
    frozenset({"tackle", "address", "combat", "respond"}),
    frozenset({"support", "assist", "help"}),
)
"""Verbs of one direction: whether they ask for the same is for a person to judge."""
_NEGATIONS = frozenset(NEGATIONS) | {"no", "nor", "none", "cannot"}
_DEFINED = re.compile(r"\s\(([A-Z][A-Za-z&]{1,9}?)(s?)\)")
_REACH, _MOST_WORDS = 160, 8
"""Letters and words before a bracket in which its long name is looked for."""
_SMALL = ("and", "of", "for", "the", "in", "&", "to", "a")
_NUMBER = re.compile(
    r"\d|^(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|half|twice|double)$"
)
_COUNTED = re.compile(r"\b(an? )?([a-z’'-]+)")
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_SAME = {phrase: row[0] for row in SYNONYMS for phrase in row}


@dataclass(frozen=True)
class Change:
    """One run of words that differs. ``why`` says by which rule it weighs what it weighs."""

    removed: str
    added: str
    weight: Weight
    why: str

    def said(self) -> str:
        """What stands in the list and what in the chapter."""
        if not self.added:
            return f"only the list has “{self.removed}”"
        if not self.removed:
            return f"only the chapter has “{self.added}”"
        return f"the list has “{self.removed}”, the chapter “{self.added}”"


@dataclass(frozen=True)
class Compared:
    """Two texts compared: every word of both, the changes that are left once form is set aside, and the heaviest of them."""

    words: tuple[Difference, ...]
    changes: tuple[Change, ...]

    def said(self) -> str:
        """The heaviest changes in plain words; empty where only form differs."""
        heavy = [change for change in self.changes if change.weight == self.weight and change.weight != "form"]
        return "; ".join(f"{change.said()} ({change.why})" for change in heavy)

    @property
    def weight(self) -> Weight:
        """``form`` where nothing else differs."""
        return max((change.weight for change in self.changes), key=_ORDER.index, default="form")


def whole(text: Text) -> str:
    """A text with its sub-points."""
    return " ".join((text.text, *(point.text for point in text.points)))


def compare(summary: str, chapter: str, abbreviations: Mapping[str, str] | None = None) -> Compared:
    """The text of the list against that of the chapter. ``abbreviations``: by short name what the document says it stands for."""
    known = {**(abbreviations or {}), **abbreviations_in(f"{plain(summary)} . {plain(chapter)}")}
    before, after = _words(summary, known), _words(chapter, known)
    matcher = SequenceMatcher(None, [_key(word) for word in before], [_key(word) for word in after], autojunk=False)
    changes = [_weighed(before[a:b], after[c:d], known) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    changes += [Change(one, other, "ask", "one thing or several") for one, other in _counted(summary, chapter)]
    return Compared(differences(summary, chapter), tuple(changes))


def abbreviations_in(text: str) -> dict[str, str]:
    """By short name the words that a text says it stands for: National Crime Agency (NCA)."""
    return dict(_defined(text))


def _defined(text: str) -> Iterator[tuple[str, str]]:
    for match in _DEFINED.finditer(text):
        words = text[max(0, match.start() - _REACH) : match.start()].split()[-_MOST_WORDS:]
        for first in range(len(words)):
            if words[first].casefold() not in _SMALL and _spells(words[first:], [match[1]]):
                long = " ".join(words[first:])
                yield match[1], long.removesuffix("s") if match[2] else long
                break


def _spells(words: Sequence[str], short: Sequence[str]) -> bool:
    """Whether the first letters of some words, small ones aside or not, are an abbreviation."""
    if len(short) != 1 or len(words) < 2:
        return False
    name = folded(short[0]).removesuffix("s")
    return name in (_initials(words), _initials(words, small=True)) or folded(short[0]) == _initials(words)


def _initials(words: Sequence[str], *, small: bool = False) -> str:
    kept = [word for word in words if small or word.casefold() not in _SMALL]
    return "".join(word[0] for word in kept).casefold()


def _words(text: str, abbreviations: Mapping[str, str]) -> list[str]:
    """The words that are compared: without introduction and modal verbs, long names as their abbreviations."""
    text = _REFERENCE.sub("", _said(plain(text))).replace("/ ", "/")
    for short, long in abbreviations.items():
        spelt = re.escape(long).replace(r"\ ", r"\s+")
        text = re.sub(
            rf"\b(?:{spelt})(s?)(?:\s+\({re.escape(short)}s?\))?(?!\w)", rf"{short}\1", text, flags=re.IGNORECASE
        )
    return [word for word in text.split() if folded(word) and folded(word) not in _MODAL]


def _said(text: str) -> str:
    """A text without its introduction; one that says a condition is of the text."""
    for _ in range(2):
        introduced = _INTRODUCES.match(text)
        if not introduced or SCOPE & {folded(word) for word in (introduced["lead"] or "").split()}:
            break
        text = text[introduced.end() :]
    return text


def _root(word: str) -> str:
    return stem(stem(word))


def _key(word: str) -> str:
    """A word as it is matched: in the form without endings of a verb, the field's synonyms as one."""
    word = folded(word)
    return _root(_SAME.get(word, word)) if word not in SCOPE and not _NUMBER.search(word) else word


def _weighed(before: list[str], after: list[str], abbreviations: Mapping[str, str]) -> Change:
    """The weight of a run that differs."""
    removed, added = ([folded(word) for word in words] for words in (before, after))
    if _spells(_spelt(before, abbreviations), after) or _spells(_spelt(after, abbreviations), before):
        return Change(" ".join(before), " ".join(after), "form", "an abbreviation")
    weight, why = _weight(removed, added)
    return Change(" ".join(before), " ".join(after), weight, why)


def _spelt(words: Sequence[str], abbreviations: Mapping[str, str]) -> list[str]:
    """Words with the abbreviations among them written out."""
    return [part for word in words for part in abbreviations.get(word, word).split()]


def _weight(removed: list[str], added: list[str]) -> tuple[Weight, str]:
    """What a run that differs weighs, by the first rule that fits."""
    changed = set(removed) ^ set(added)
    left, right = ([word for word in words if word not in STOP] for words in (removed, added))
    content = set(left) | set(right)
    roots = [{_root(word) for word in words} for words in (left, right)]
    one_way = any(all(one <= {_root(word) for word in group} for one in roots) for group in ALIKE)
    rules: tuple[tuple[bool, Weight, str], ...] = (
        (any(_NUMBER.search(word) or word in _MONTHS for word in changed), "substance", "a number or a date differs"),
        (bool(changed & _NEGATIONS), "substance", "a negation differs"),
        (bool(changed & SCOPE), "substance", "a word of scope or condition differs"),
        (content <= _FILL, "form", "only small words differ"),
        (content <= LIGHT | {f"{word}s" for word in LIGHT}, "form", "a verb that only carries its noun"),
        (bool(left and right) and one_way, "ask", "verbs of one direction"),
        (True, "substance", "words of content differ"),
    )
    return next((weight, why) for fits, weight, why in rules if fits)


def _counted(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Things that are several in one text and one in the other: ``commitments`` and ``a commitment``."""
    one, other = (set(_COUNTED.findall(plain(text).casefold())) for text in (before, after))
    for here, there, turned in ((one, other, False), (other, one, True)):
        for article, word in here:
            several = f"{word}s"
            if article and ("", several) in there and not any(held == word for _, held in there):
                yield (f"a {word}", several) if not turned else (several, f"a {word}")
