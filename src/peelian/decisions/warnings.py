"""What somebody must look at before a decision is public: texts that may tell of a person (NEEDS N43), and what does not agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from peelian.decisions.checks import compare_consultees
from peelian.decisions.records import Decision

AROUND = 40
SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    ("a telephone number", re.compile(r"(?<![\d£,.])(?:\+44\s?|0)\d{2,4}[\s-]?\d{3,4}[\s-]?\d{3,4}\b")),
    ("a postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b")),
    ("somebody's age", re.compile(r"\b(?:aged?\s\d{1,3}\b|\d{1,3}[- ]years?[- ]old)", re.IGNORECASE)),
    ("a single person", re.compile(
        r"\b(?:one|a single|an individual|1)\s(?:\w+\s){0,2}"
        r"(?:victim|complainant|caller|resident|child|patient|suspect|offender|witness|officer|person|member of staff|employee)\b",
        re.IGNORECASE)),
    ("a count so small that it may tell of people", re.compile(
        r"\b(?:two|three|four|[2-4])\s(?:\w+\s){0,1}(?:victims|complainants|callers|children|patients|suspects|offenders|witnesses)\b",
        re.IGNORECASE)),
)  # fmt: skip
TEXTS = {
    "title": "Title", "summary": "Executive summary", "decision": "What is decided", "introduction": "Introduction",
    "issues": "Issues", "no_options": "Options", "no_money": "Money", "interests": "Interests",
}  # fmt: skip


@dataclass(frozen=True)
class Warned:
    """Something to be looked at: in which field, in words, with the text around it."""

    what: str
    sentence: str
    around: str = ""


def warnings(decision: Decision) -> list[Warned]:
    """Everything to be looked at before it is public; none of it forbids publication."""
    found = [
        Warned(what, f"{title}: it may name {sign}.", around)
        for what, title, text in texts_of(decision)
        for sign, around in signs_in(text)
    ]
    found += [Warned("consultees", one.sentence) for one in compare_consultees(decision)]
    if not decision.plan_items and not decision.known_from:
        found.append(Warned("plan_items", "It names no item of the plan that it serves."))
    return found


def signs_in(text: str) -> Iterator[tuple[str, str]]:
    """What in a text may tell of a person, each with the words around it; once for each kind."""
    for sign, pattern in SIGNS:
        if hit := pattern.search(text):
            start, end = max(0, hit.start() - AROUND), hit.end() + AROUND
            yield sign, f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def texts_of(decision: Decision) -> Iterator[tuple[str, str, str]]:
    """Every text of a decision that becomes public: its field, the field's title, the text."""
    for what, title in TEXTS.items():
        yield what, title, getattr(decision, what)
    for option in decision.options:
        yield "options", "Options", f"{option.title}. {option.why_not}"
    for said in decision.advice:
        yield f"advice:{said.subject}", "Advice", said.text or said.not_required
    for grant in decision.grants:
        yield "grants", "Grants", f"{grant.title}. {grant.purpose}"
    for paper in decision.papers:
        yield "papers", "Background papers", paper.title
