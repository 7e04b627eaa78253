"""Whether a summary says more than the records it stands on: ties, numbers, strength of wording and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from peelian.plans.succession.facts import Fact, facts
from peelian.plans.succession.wording import strength
from peelian.reading.wordings import plain


@dataclass(frozen=True)
class Sentence:
    """One sentence of the summary edition, and the ids of the records that it is said of."""

    id: str
    text: str
    ties: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """What a sentence is held against: the record's wordings (print, title, details), and the bodies that own or share it.

    ``due`` is a month or None; ``facts`` are further printed values, such as ``money £3400000``.
    """

    id: str
    texts: tuple[str, ...]
    bodies: tuple[str, ...] = ()
    due: str | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What is wrong with a sentence: a code, in words, and what to do."""

    sentence: str
    code: str
    says: str
    remedy: str


def contradictions(
    sentences: Iterable[Sentence], records: Mapping[str, Record], bodies: Mapping[str, Sequence[str]] | None = None
) -> tuple[Finding, ...]:
    """Everything that is wrong, in the order of the sentences; nothing where each says no more than its records.

    ``bodies`` are the names by which each body is known (id → name, short name), so that one that neither owns nor shares a
    record is noticed.
    """
    return tuple(finding for sentence in sentences for finding in _of(sentence, records, bodies or {}))


def _of(sentence: Sentence, records: Mapping[str, Record], bodies: Mapping[str, Sequence[str]]) -> list[Finding]:
    if not sentence.ties:
        return [
            Finding(sentence.id, "no-tie", "It is said of no record.", "Name the record it is about, or take it out.")
        ]
    unknown = [tie for tie in sentence.ties if tie not in records]
    if unknown:
        said = f"It is said of {', '.join(unknown)}, which the plan does not hold."
        return [Finding(sentence.id, "unknown-tie", said, "Name a record of this plan.")]
    tied = [records[tie] for tie in sentence.ties]
    return [*_numbers(sentence, tied), *_strength(sentence, tied), *_bodies(sentence, tied, bodies)]


def _numbers(sentence: Sentence, tied: Sequence[Record]) -> list[Finding]:
    held = {_value(fact) for record in tied for text in record.texts for fact in facts(text)}
    held |= {f"date {record.due}" for record in tied if record.due} | {
        value for record in tied for value in record.facts
    }
    years = {value[5:9] for value in held if value.startswith("date ")}
    bounds = {(_value(fact), fact.bound) for record in tied for text in record.texts for fact in facts(text)}
    findings = []
    for fact in facts(sentence.text):
        value = _value(fact)
        if value not in held and not (fact.kind == "year" and fact.value in years):
            said = f"It says {fact}, which {_names(tied)} does not hold."
            findings.append(
                Finding(sentence.id, "number-not-held", said, "Say what the record says, or correct the record.")
            )
        elif fact.bound in ("at least", "more than", "at most", "less than") and not _bound_held(fact, value, bounds):
            said = f"It says {fact}, and {_names(tied)} gives the number without that bound."
            findings.append(Finding(sentence.id, "bound-not-held", said, "Take the bound over as the record has it."))
    return findings


def _bound_held(fact: Fact, value: str, bounds: set[tuple[str, str]]) -> bool:
    """Whether a record gives the number with this bound; a number of a field, which has none, is no contradiction."""
    known = {bound for held, bound in bounds if held == value}
    return not known or fact.bound in known


def _value(fact: Fact) -> str:
    kind = "date" if fact.kind in ("day", "month", "year", "years") else fact.kind
    return f"{kind} {fact.value}"


def _strength(sentence: Sentence, tied: Sequence[Record]) -> list[Finding]:
    """A sentence of several records may promise as much as the strongest of them; a record's own words are its first text."""
    said = max(map(strength, _CLAUSE.split(plain(sentence.text))))
    held = max(strength(record.texts[0]) for record in tied if record.texts)
    if said <= held:
        return []
    weak = next(record for record in tied if strength(record.texts[0]) == held)
    told = f"It promises more than {_names(tied)}: the record says “{_hedge(weak.texts[0])}”."
    return [Finding(sentence.id, "stronger-than-record", told, "Promise no more than the record does.")]


_CLAUSE = re.compile(r";|,? and (?=will\b|we\b|must\b)")
_HEDGES = re.compile(
    r"\b(?:seek|press for|review|aim|propose|encourage|explore|consider|lobby|may|could|intend|trial|pilot|support)\w*"
)


def _hedge(text: str) -> str:
    hit = _HEDGES.search(plain(text).casefold())
    return hit[0] if hit else plain(text)[:60]


def _bodies(sentence: Sentence, tied: Sequence[Record], bodies: Mapping[str, Sequence[str]]) -> list[Finding]:
    allowed = {body for record in tied for body in record.bodies}
    text, findings = plain(sentence.text), []
    for body, names in bodies.items():
        said = next((name for name in names if re.search(rf"\b{re.escape(name)}\b", text)), None)
        if said and body not in allowed:
            told = f"It names {said}, which neither owns nor shares {_names(tied)}."
            findings.append(
                Finding(sentence.id, "body-not-held", told, "Name only owner and partners, or add the partner.")
            )
    return findings


def _names(tied: Sequence[Record]) -> str:
    return ", ".join(record.id for record in tied)
