"""One promise in different words: which passages of a document say it again, and what one of them leaves out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from peelian.plans.succession.facts import facts
from peelian.plans.succession.items import Item
from peelian.plans.succession.tables import SYNONYMS
from peelian.plans.succession.wording import pairs, sentences, terms
from peelian.reading.wordings import plain

Table = NDArray[np.float32]
LEAST = 0.25
"""From this likeness on a sentence says the promise: the highest at which the six ward-officer passages of seed 004 are linked,
rounded down; docs/explanation/comparing-plans.md says how many false links it lets in."""
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]s?\b")
_NAMES = {phrase: row[0] for row in SYNONYMS for phrase in row}


@dataclass(frozen=True)
class Said:
    """One passage that says a commitment: its line, the sentence, how alike it is (0 to 1), and what it leaves out."""

    line: int
    sentence: str
    likeness: float
    leaves_out: tuple[str, ...]


@dataclass(frozen=True)
class Promise:
    """A commitment with every passage that says it. ``elements`` are what its own wording, or most passages, name."""

    commitment: str
    elements: tuple[str, ...]
    said: tuple[Said, ...]

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines of its passages, in print order."""
        return tuple(said.line for said in self.said)


def same_promise(
    passages: Iterable[tuple[int, str]],
    commitments: Sequence[Item],
    least: float = LEAST,
    names: Mapping[str, str] | None = None,
) -> tuple[Promise, ...]:
    """For each commitment the passages that say it in their own words; commitments that none says are left out.

    A passage is a line and its text; of a long one the sentence counts that is nearest. A sentence goes to one commitment only,
    the nearest. The commitment's own line, where it is among the passages, is part of its wording. ``names`` are words for
    bodies (what is printed → the body's id) that a passage may leave out, beside acronyms, numbers and dates.
    """
    spoken = [(line, sentence) for line, text in passages for sentence in sentences(text) if _promises(text, sentence)]
    names = names or {}
    if not spoken or not commitments:
        return ()
    wordings = [_wordings(item, spoken) for item in commitments]
    bare = [_without(names, sentence) for _, sentence in spoken]
    known = [[_without(names, part) for part in parts] for parts in wordings]
    likeness = _likeness(bare, known) * _about(bare, known)
    best = np.argmax(likeness, axis=1)
    promises = []
    for place, item in enumerate(commitments):
        found: dict[int, tuple[float, str]] = {}
        for at, (line, sentence) in enumerate(spoken):
            if best[at] == place and likeness[at, place] >= least:
                found[line] = max(found.get(line, (0.0, "")), (float(likeness[at, place]), sentence))
        if found:
            promises.append(_promise(item, wordings[place], found, names))
    return tuple(promises)


def _promises(text: str, sentence: str) -> bool:
    """Whether a sentence may promise something: it is a point of a list, or one of its verbs looks ahead."""
    return text.lstrip().startswith(("- ", "* ", "• ")) or bool(_AHEAD.search(sentence.casefold()))


_AHEAD = re.compile(r"\b(?:will|shall|propos\w+|commit\w*|deliver\w*|introduc\w+|guarantee\w*|pledg\w+|continue to|seek\w*|aims? to"
                    r"|want to|plans? to|intend\w*|ambition)\b")  # fmt: skip


def _without(names: Mapping[str, str], text: str) -> str:
    """The text without the names of bodies: two promises of one body are not one for that."""
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, names))})\b", " ", text, flags=re.IGNORECASE) if names else text


def _wordings(item: Item, spoken: Sequence[tuple[int, str]]) -> list[str]:
    """The commitment's own line, our title, and those of its details that speak of what the title speaks of."""
    own = [sentence for line, sentence in spoken if line == item.line]
    title = set(terms(item.title))
    details = [part for part in sentences(item.text) if len(title & set(terms(part))) > 1]
    return [*dict.fromkeys((*own, item.title, *details))]


def _likeness(spoken: Sequence[str], wordings: Sequence[Sequence[str]]) -> Table:
    """Sentence × commitment: how alike a sentence is to the nearest of a commitment's wordings."""
    flat = [part for parts in wordings for part in parts]
    owner = np.array([place for place, parts in enumerate(wordings) for _ in parts])
    near = _overlap(spoken, flat)
    return np.stack([near[:, owner == place].max(axis=1, initial=0.0) for place in range(len(wordings))], axis=1)


def _about(spoken: Sequence[str], wordings: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
    """Whether a sentence shares two words with the commitment's first wordings that few sentences of the document hold."""
    bags = [set(terms(sentence)) for sentence in spoken]
    seen = Counter(term for bag in bags for term in bag)
    common = {term for term, count in seen.items() if count > COMMON * len(spoken) and len(spoken) > 50}
    own = [set(terms(" ".join(parts[:2]))) - common for parts in wordings]
    return np.array([[len(bag & wanted) > 1 for wanted in own] for bag in bags], dtype=bool)


COMMON = 0.04
"""A word in more than this share of a document's sentences says nothing of which promise it is."""
FEW = 1.8
"""Weight, of about two rare words, that is added to the shorter text, so that two shared words do not make a likeness."""


def _overlap(spoken: Sequence[str], wordings: Sequence[str]) -> Table:
    """Sentences × wordings: shared weight of terms and neighbours by the weight of the shorter text."""
    bags = [frozenset(pairs(text)) for text in (*spoken, *wordings)]
    seen = Counter(term for bag in bags for term in bag)
    place = {term: at for at, term in enumerate(seen)}
    held = np.zeros((len(bags), max(len(place), 1)), dtype=np.float32)
    for row, bag in enumerate(bags):
        for term in bag:
            held[row, place[term]] = np.sqrt(
                max(np.log((1 + len(bags)) / (0.5 + seen[term])), 0.0) / np.log(1 + len(bags)) + 0.02
            )
    weight = (held * held).sum(axis=1)
    first, second = held[: len(spoken)], held[len(spoken) :]
    least = np.minimum.outer(weight[: len(spoken)], weight[len(spoken) :])
    return np.asarray(first @ second.T / (least + FEW), dtype=np.float32)


def _promise(
    item: Item, own: Sequence[str], found: Mapping[int, tuple[float, str]], names: Mapping[str, str]
) -> Promise:
    named = {line: elements(sentence, names) for line, (_, sentence) in found.items()}
    often = Counter(element for held in named.values() for element in held)
    wanted = elements(own[0], names) if own else set()
    if item.dues:
        wanted |= {f"date {due}" for due in item.dues[:1]}
    wanted |= {element for element, count in often.items() if count > len(found) / 2}
    said = tuple(
        Said(line, sentence, round(likeness, 3), tuple(sorted(_missing(wanted, named[line]))))
        for line, (likeness, sentence) in sorted(found.items())
    )
    return Promise(item.id, tuple(sorted(wanted)), said)


def elements(text: str, names: Mapping[str, str] | None = None) -> set[str]:
    """What a sentence names: numbers with their kind, dates, money, acronyms and words of the field, and known bodies."""
    text = plain(text)
    found = {
        f"{'date' if fact.kind in ('day', 'month', 'year', 'years') else fact.kind} {fact.value}"
        for fact in facts(text)
    }
    lower = text.casefold()
    found |= {_NAMES.get(hit.casefold(), hit) for hit in _ACRONYM.findall(text)}
    found |= {
        name for phrase, name in _NAMES.items() if phrase in _ROLES and re.search(rf"\b{re.escape(phrase)}\b", lower)
    }
    found |= {
        body for printed, body in (names or {}).items() if re.search(rf"\b{re.escape(printed.casefold())}\b", lower)
    }
    return found


_ROLES = {phrase for row in SYNONYMS if row[0] in ("officer", "pcso", "idva", "isva") for phrase in row}


def _missing(wanted: Collection[str], held: Collection[str]) -> set[str]:
    """What is wanted and not held. A year is said by a month of it."""
    years = {element[5:9] for element in held if element.startswith("date ")}
    return {
        element
        for element in wanted
        if element not in held and not (element.startswith("date ") and element[5:9] in years)
    }
