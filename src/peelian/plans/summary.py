"""The summary for residents held against the plan that it sums up: no sentence says more than the records that it is tied to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peelian.figures.periods import month_name, parse_month
from peelian.plans.records import Body, Plan, Theme
from peelian.plans.succession.contradictions import Finding, Record, Sentence, contradictions

BLOCKING = ("no-tie", "unknown-tie", "number-not-held", "bound-not-held", "body-not-held")
"""What keeps a plan from being issued. Stronger wording is told by words alone, so a person judges it."""
_TEXTS = (
    "title",
    "text",
    "about",
    "promise",
    "why",
    "where",
    "due_words",
    "expected_words",
    "gap",
    "no_source",
    "body",
)
_MONTHS = ("due", "starts", "ends", "expected")


def findings(plan: Plan, bodies: Iterable[Body]) -> tuple[Finding, ...]:
    """Everything in the summary that its records do not bear out, in the order of its sentences."""
    known = {body.id: (body.name, body.short) for body in bodies}
    sentences = [Sentence(one.id, one.text, one.about) for one in plan.summary]
    return contradictions(sentences, {one.id: one for one in _records(plan, known)}, known)


def blocking(found: Iterable[Finding]) -> tuple[str, ...]:
    """Those that keep a plan from being issued, in words."""
    return tuple(f"The summary, {one.sentence}: {one.says} {one.remedy}" for one in found if one.code in BLOCKING)


def _records(plan: Plan, known: dict[str, tuple[str, str]]) -> Iterator[Record]:
    for theme in plan.themes:
        yield _record(theme, [text for one in (*theme.commitments, *theme.objectives) for text in _texts(one)], known)
    among: Sequence[Sequence[Any]] = (
        plan.commitments, plan.promises, plan.objectives, plan.programmes, plan.publications, plan.pilots, plan.reviews,
        plan.findings, plan.trade_offs,
    )  # fmt: skip
    for one in (item for held in among for item in held):
        yield _record(one, [], known)


def _record(one: Any, more: list[str], known: dict[str, tuple[str, str]]) -> Record:
    texts = (*_texts(one), *more)
    named = {body for body, names in known.items() if any(name in text for name in names for text in texts)}
    owners = {body.id for key in ("owner", "by") if isinstance(body := getattr(one, key, None), Body)}
    owners |= {body.id for body in getattr(one, "partners", ())}
    if isinstance(one, Theme):
        owners |= {body.id for item in one.commitments for body in (item.owner, *item.partners)}
    return Record(one.id, texts, tuple(sorted(named | owners)), getattr(one, "due", None))


def _texts(one: Any) -> list[str]:
    """Every wording and value of a record, its dates as words."""
    found = [value for key in _TEXTS if isinstance(value := getattr(one, key, None), str)]
    found += [_month(value) for key in _MONTHS if (value := getattr(one, key, None))]
    for detail in getattr(one, "details", ()):
        months = " ".join(_month(value) for value in (detail.due,) if value)
        value = "" if detail.value is None else f"{detail.value} {detail.unit}"
        found.append(f"{detail.title} {value} {months} {detail.due_words or ''} {detail.start or ''}".strip())
    found += [
        f"{item.what} £{item.amount}" if item.currency == "GBP" else item.what for item in getattr(one, "money", ())
    ]
    return found + [aim.text for aim in getattr(one, "aims", ())]


def _month(month: str) -> str:
    """A month as a sentence has it, from and by which it counts: ``January 2017``, ``from January 2017``."""
    name = month_name(parse_month(month))
    return f"{name}; from {name}; by {name}; by the end of {name}"
