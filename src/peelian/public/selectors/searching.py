"""Finding words in what everybody may read: what matches, in which order, and the place where the words stand. Pure.

What can be found at all is said by ``findable``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from peelian.ui.excerpts import excerpt, folded, marked

LEAST, LONGEST, MOST = 2, 120, 8
"""Letters at least and at most, and words at most, that are looked for."""
_TERMS = re.compile(r'"([^"]+)"?|([^\s"]+)')
WORST = 6
"""One more than the last rank."""


@dataclass(frozen=True)
class Query:
    """What was asked: the text as typed, and the terms that must all be there. What stands in quotation marks is one term."""

    text: str
    terms: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Query:
        """The query that somebody typed; without terms where it is too short to mean anything."""
        text = " ".join(typed.replace("\0", " ").split())[:LONGEST].strip()
        found = [" ".join((quoted or word).split()) for quoted, word in _TERMS.findall(folded(text))]
        terms = tuple(dict.fromkeys(one for one in found if one))[:MOST]
        return cls(text, terms if len("".join(terms)) >= LEAST else ())

    @cached_property
    def phrase(self) -> str:
        """The terms as one text, which ranks first where it stands so."""
        return " ".join(self.terms)

    @cached_property
    def begins(self) -> tuple[re.Pattern[str], ...]:
        """The phrase, then each term, where a word begins with it."""
        return tuple(re.compile(rf"(?<!\w){re.escape(one)}") for one in (self.phrase, *self.terms))


@dataclass(frozen=True)
class Passage:
    """A text of something that can be found; ``label`` says which, ``at`` is its place on the page (``#history``)."""

    label: str
    text: str
    at: str = ""


@dataclass(frozen=True, eq=False)
class Entry:
    """Something that can be found: its name, its address, where it belongs in words, and its texts.

    One word at least must be its own, in its title or texts; ``where`` only helps to narrow down (``cctv havering``).
    """

    title: str
    href: str
    where: str = ""
    passages: tuple[Passage, ...] = ()

    @cached_property
    def name(self) -> str:
        """Its title as it is compared."""
        return folded(self.title)

    @cached_property
    def own(self) -> str:
        """Its title and its texts as they are compared."""
        return folded(" ".join("\n".join((self.title, *(one.text for one in self.passages))).split()))

    @cached_property
    def around(self) -> str:
        """Where it belongs, as it is compared."""
        return folded(self.where)


@dataclass(frozen=True)
class Hit:
    """Something that was found, for a page: texts in parts, of which those that were looked for are marked."""

    href: str
    title: list[tuple[str, bool]]
    where: list[tuple[str, bool]]
    label: str
    text: list[tuple[str, bool]]


@dataclass(frozen=True)
class Found:
    """Everything that was found of one kind, the best first; ``rank`` is that of the best."""

    entries: Sequence[Entry]
    rank: int


def find(entries: Iterable[Entry], query: Query) -> Found:
    """What holds every term, by rank; of one rank in the order in which it was given."""
    if not query.terms:
        return Found((), WORST)
    held = list(entries)
    for term in sorted(
        query.terms, key=len, reverse=True
    ):  # the longest is likely the rarest: the others look at what is left
        held = [one for one in held if term in one.own or term in one.around]
    ranked = [(_rank(one, query), one) for one in held if any(term in one.own for term in query.terms)]
    ranked.sort(key=lambda pair: pair[0])
    return Found([one for _, one in ranked], ranked[0][0] if ranked else WORST)


def holds(entries: Iterable[Entry], term: str) -> bool:
    """Whether anything holds one term."""
    return any(term in one.own for one in entries)


def _rank(entry: Entry, query: Query) -> int:
    """0 is exactly the title; then the phrase in it, its words there, parts of words there; the phrase in a text; the rest."""
    name, phrase, words = entry.name, query.begins[0], query.begins[1:]
    if query.phrase in name:
        if name == query.phrase:
            return 0
        if phrase.search(name):
            return 1
    if all(term in name for term in query.terms):
        return 2 if all(word.search(name) for word in words) else 3
    return 4 if f" {query.phrase}" in entry.own else 5


def hit(entry: Entry, query: Query) -> Hit:
    """An entry with the place where the words stand: the text that holds the phrase, or else most of the words."""
    passage = max(entry.passages, key=lambda one: _weight(one, query), default=None)
    if passage is None:
        return Hit(entry.href, marked(query.terms, entry.title), marked(query.terms, entry.where), "", [])
    text = " ".join(passage.text.split())
    looked = [query.phrase] if query.phrase in folded(text) else query.terms
    at = passage.at if _weight(passage, query) else ""
    return Hit(
        entry.href.partition("#")[0] + at if at else entry.href, marked(query.terms, entry.title), marked(query.terms, entry.where),
        passage.label, marked(query.terms, excerpt(looked, text)),
    )  # fmt: skip


def _weight(passage: Passage, query: Query) -> int:
    text = folded(" ".join(passage.text.split()))
    return sum(term in text for term in query.terms) + 10 * (query.phrase in text)
