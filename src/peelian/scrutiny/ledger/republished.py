"""A paper that came again with other words: what of it is new, what changed, what stayed, and what is no longer printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from peelian.reading.wordings import same_words

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Before:
    """What an earlier printing proposed: its record's key, what it is, its words, and what became of it."""

    pk: int
    kind: str
    reference: str
    version: str
    text: str
    state: str
    document: str

    @property
    def key(self) -> Key:
        """By what it is known in another printing."""
        return self.kind, self.reference, self.version


@dataclass(frozen=True)
class Again:
    """``fresh`` is to be looked at, each that changed with what it was (``earlier``); ``gone`` are keys of records."""

    fresh: tuple[dict[str, Any], ...]
    same: int
    gone: tuple[int, ...]


def key_of(proposal: Mapping[str, Any]) -> Key:
    """By what a proposal is known in another printing of its paper."""
    return proposal["kind"], proposal["reference"] or "", str(proposal["fields"].get("version") or "")


def told_apart(before: Iterable[Before], proposals: Iterable[dict[str, Any]]) -> Again:
    """Proposals of a new printing against those of the ones before, the newest of which comes last.

    What says the same, but for punctuation, is not proposed again; what has no number is always new, for it cannot be told apart.
    """
    known = {one.key: one for one in before if one.reference}
    fresh, same, seen = [], 0, set()
    for proposal in proposals:
        key = key_of(proposal)
        seen.add(key)
        earlier = known.get(key)
        if earlier and _says_the_same(earlier, proposal):
            same += 1
        elif earlier:
            was = {"text": earlier.text, "document": earlier.document, "state": earlier.state}
            fresh.append({**proposal, "fields": {**proposal["fields"], "earlier": was}})
        else:
            fresh.append(proposal)
    gone = tuple(one.pk for key, one in known.items() if key not in seen)
    return Again(tuple(fresh), same, gone)


def _says_the_same(earlier: Before, proposal: Mapping[str, Any]) -> bool:
    return same_words(earlier.text, proposal["text"])
