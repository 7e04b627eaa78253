"""What somebody must look at before a decision is public: texts that may tell of a person (NEEDS N43), and what does not agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peelian.decisions.checks import compare_consultees
from peelian.decisions.records import Decision
from peelian.reading.persons import warned

AROUND = 40
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
        Warned(what, f"{title}: {one.sentence}", _around(text, one.start, one.end))
        for what, title, text in texts_of(decision)
        for one in warned(text)
    ]
    found += [Warned("consultees", one.sentence) for one in compare_consultees(decision)]
    if not decision.plan_items and not decision.known_from:
        found.append(Warned("plan_items", "It names no item of the plan that it serves."))
    return found


def _around(text: str, start: int, end: int) -> str:
    """The words around a place of a text."""
    first, last = max(0, start - AROUND), end + AROUND
    return f"{'…' if first else ''}{text[first:last].strip()}{'…' if last < len(text) else ''}"


def _notices(decision: Decision) -> Iterator[tuple[str, str, str]]:
    if notice := decision.key_notice:
        for text in (notice.why, notice.no_call_in_why):
            yield "notices", "Notices", text
    if held := decision.private:
        for text in (held.reasons, held.representations, held.response):
            yield "notices", "Notices of the private meeting", text


def texts_of(decision: Decision) -> Iterator[tuple[str, str, str]]:
    """Every text of a decision that becomes public: its field, the field's title, the text."""
    for what, title in TEXTS.items():
        yield what, title, getattr(decision, what)
    if decision.part_2_reason:
        yield "part-2", "What Part 2 is about", decision.part_2_reason
    if decision.deferral:
        yield "deferral", "Why publication is deferred", decision.deferral.reason
    if decision.delegation:
        yield "delegation", "The power to decide", decision.delegation.scope
    yield from _notices(decision)
    for amount in decision.money:
        yield "money", "Amounts", amount.what
    for option in decision.options:
        yield "options", "Options", f"{option.title}. {option.why_not}"
    for said in decision.advice:
        yield f"advice:{said.subject}", "Advice", said.text or said.not_required
    for grant in decision.grants:
        yield "grants", "Grants", f"{grant.title}. {grant.purpose}"
    for paper in decision.papers:
        yield "papers", "Background papers", paper.title
