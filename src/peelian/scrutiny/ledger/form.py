"""Reports, recommendations and investigations in their form: a pack's YAML, a house's JSON and the records' own content alike.

A key of the form is a field of the record (records.py), but for a day, which is ``date``: YAML takes ``on`` for true. What a record
has by itself is left out: a recommendation's id, who made it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from itertools import pairwise
from typing import Any, cast, get_args

from peelian.figures.errors import PeelianError
from peelian.figures.periods import day_name
from peelian.plans.entry import Bodies, Entry, check_ids, known
from peelian.plans.records import Body
from peelian.scrutiny.ledger.life import KINDS, due_of, state_of
from peelian.scrutiny.ledger.owing import handed_on, owing
from peelian.scrutiny.ledger.records import (
    LINKS,
    NUMBER,
    NUMBERED,
    OF_COMMITTEE,
    Activity,
    ActivityKind,
    Answer,
    AnswerStatus,
    Evidence,
    EvidenceKind,
    Finding,
    Investigation,
    LedgerStep,
    Recommendation,
    Report,
    ReportKind,
    Reworded,
    StepKind,
    SubPoint,
    Text,
)

_SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = re.compile(rf"{_SLUG}/{_SLUG}")
_NUMBER = re.compile(NUMBER)
_TOUCHED = re.compile(r"(commitment|objective|measure):[a-z0-9-]+")
_YEAR = re.compile(r"FY[0-9]{4}-[0-9]{2}")


def named_in(form: Mapping[str, Any]) -> Bodies:
    """The bodies that a published report asks, by their id alone: it stays readable when its pack no longer knows one of them."""
    asked = [form.get("addressees", []), *(one.get("addressees", []) for one in form.get("recommendations", []))]
    return {name: Body(name, name, name, "") for names in asked for name in names}


def read_report(entry: Entry, bodies: Bodies) -> Report:
    """A report, its recommendations and what happened to them. Raises PackError for the first thing that cannot be right."""
    entry.check(
        ("id", "committee", "kind", "title", "date", "recommendations"),
        ("month", "counted", "duty", "date_words", "addressed_to", "addressees", "topic", "years", "investigation", "meeting",
         "plan", "link", "source", "lines", "answer_line", "published"),
    )  # fmt: skip
    name = entry.text("id")
    if not _ID.fullmatch(name):
        entry.fail("id", f"id {name!r} is malformed.", "Write <body>/<report> in lower-case words joined by hyphens.")
    body = known(entry, "id", (name.partition("/")[0],), bodies, "body")[0]
    kind = cast(ReportKind, entry.one_of("kind", get_args(ReportKind)))
    duty = entry.optional_text("duty") or KINDS[kind].duties[0]
    if duty not in KINDS[kind].duties:
        entry.fail(
            "duty", f"a {KINDS[kind].title.lower()} brings no duty “{duty}”.", f"Use {', '.join(KINDS[kind].duties)}."
        )
    on = day(entry, "date")
    report = Report(
        id=name, body=body, committee=entry.text("committee"), kind=kind, title=entry.text("title"), on=on,
        month=entry.optional_month("month") or "", counted=entry.optional_whole("counted"), duty=duty,
        addressees=known(entry, "addressees", entry.texts("addressees"), bodies, "body"), years=_year(entry),
        lines=entry.wholes("lines"), answer_line=entry.optional_whole("answer_line"), published=_moment(entry, "published"),
        recommendations=tuple(_recommendation(one, name, duty, on, bodies) for one in entry.entries("recommendations")),
        **_texts(entry, "date_words", "addressed_to", "topic", "investigation", "meeting", "plan", "link", "source"),
    )  # fmt: skip
    _check_report(entry, report)
    return report


def _check_report(entry: Entry, report: Report) -> None:
    numbers = [one.number for one in report.recommendations]
    for place, one in enumerate(numbers):
        if one in numbers[:place]:
            entry.child("recommendations", place).fail("number", f"number {one} is used twice.", "Give each its own.")
    if numbers and report.counted is not None and report.counted != len(numbers):
        entry.fail(
            "counted", f"{report.counted} are counted, and {len(numbers)} are here.",
            "Add those that are missing, or leave the count out.",
        )  # fmt: skip
    if report.on and report.month and report.month != f"{report.on:%Y-%m}":
        entry.fail("month", f"{report.month} is not the month of {day_name(report.on)}.", "Leave the month out.")


def _recommendation(entry: Entry, report: str, duty: str, on: dt.date | None, bodies: Bodies) -> Recommendation:
    entry.check(
        ("number", "title", "addressees", "texts"),
        ("requested", "deliver_by", "deliver_words", "evidence", "findings", "touches", "repeats", "differs", "steps"),
    )
    number = entry.text("number")
    if not _NUMBER.fullmatch(number):
        entry.fail("number", f"number {number!r} is malformed.", NUMBERED)
    addressees = known(entry, "addressees", entry.texts("addressees"), bodies, "body")
    if not addressees:
        entry.fail("addressees", "it is addressed to nobody.", "Name at least one body that it asks something of.")
    requested = day(entry, "requested")
    due, due_by, due_law = due_of(duty, on, requested)
    made = Recommendation(
        id=f"{report}/{number}", report=report, number=number, title=entry.text("title"), addressees=addressees,
        requested=requested, texts=tuple(_text(one) for one in entry.entries("texts")),
        due=due, due_by=cast(Any, due_by), due_law=due_law,
        deliver_by=day(entry, "deliver_by"), evidence=_evidence(entry), findings=entry.texts("findings"),
        touches=_matching(entry, "touches", _TOUCHED, "commitment:<id>, objective:<id> or measure:<id>"),
        repeats=_matching(entry, "repeats", re.compile(rf"{_ID.pattern}/{_NUMBER.pattern}"), "<body>/<report>/<number>"),
        steps=tuple(_step(one) for one in entry.entries("steps")),
        handed=handed_on(bodies, addressees), **_texts(entry, "deliver_words", "differs"),
    )  # fmt: skip
    for place, step in enumerate(made.steps):
        _check_step(entry.child("steps", place), made, step, on)
    for addressee in addressees:
        _in_order(entry, made, addressee)
        _or_fail(entry, "steps", partial(state_of, made.steps, addressee))
    return made


def _check_step(entry: Entry, asked: Recommendation, step: LedgerStep, on: dt.date | None) -> None:
    """Refuse a step of somebody whose step it cannot be: it would count for nobody, or close what the committee alone may."""
    maker = asked.report.partition("/")[0]
    if step.kind in OF_COMMITTEE and step.by != maker:
        entry.fail("by", f"{step.by} cannot take the step “{step.kind}”.", f"Only the committee can: write {maker}.")
    heir = step.about and step.by in owing(asked.handed, step.about, step.on)
    if step.kind not in OF_COMMITTEE and step.by not in asked.addressees and not heir:
        entry.fail("by", f"{step.by} was not asked this.", f"It was addressed to {', '.join(asked.addressees)}.")
    if step.about and step.about not in asked.addressees:
        entry.fail("about", f"{step.about} was not asked this.", f"It was addressed to {', '.join(asked.addressees)}.")
    if on and step.on < on:
        entry.fail(
            "date", f"it is of {day_name(step.on)}, before the report of {day_name(on)}.", "Correct one of the two."
        )


def _in_order(entry: Entry, asked: Recommendation, addressee: str) -> None:
    dated = [one for one in asked.steps if one.concerns(addressee) and one.kind not in LINKS]
    for before, after in pairwise(dated):
        if after.on < before.on:
            entry.fail(
                "steps",
                f"a step of {day_name(after.on)} stands after one of {day_name(before.on)}.",
                "Put them in the order of days.",
            )


def _text(entry: Entry) -> Text:
    entry.check(("place", "text"), ("points", "page", "line", "words"))
    points = tuple(_point(one) for one in entry.entries("points"))
    letters = [point.letter for point in points]
    if len(set(letters)) < len(letters):
        entry.fail("points", "a letter is used twice.", "Letter the points a, b, c in the order of print.")
    return Text(
        place=cast(Any, entry.one_of("place", ("summary", "chapter"))), text=_texts(entry, "text")["text"], points=points,
        page=entry.optional_whole("page"), line=entry.optional_whole("line"),
        words=cast(Any, entry.optional_one_of("words", ("printed", "ours")) or "printed"),
    )  # fmt: skip


def _point(entry: Entry) -> SubPoint:
    entry.check(("letter", "text"), ("line",))
    return SubPoint(entry.text("letter"), entry.text("text"), entry.optional_whole("line"))


def _step(entry: Entry) -> LedgerStep:
    entry.check(
        ("kind", "date", "by"),
        ("about", "status", "reason", "answers", "evidence", "to", "link", "noted_by", "made", "number"),
    )
    return LedgerStep(
        kind=cast(StepKind, entry.one_of("kind", get_args(StepKind))), on=entry.day("date"), by=entry.text("by"),
        answers=tuple(_answer(one) for one in entry.entries("answers")), evidence=_evidence(entry),
        made=_moment(entry, "made"), number=entry.optional_whole("number") or 0,
        **_texts(entry, "about", "status", "reason", "to", "link", "noted_by"),
    )  # fmt: skip


def _answer(entry: Entry) -> Answer:
    entry.check(("point", "status", "text"))
    status = cast(AnswerStatus, entry.one_of("status", get_args(AnswerStatus)))
    return Answer(status=status, **_texts(entry, "point", "text"))


def _evidence(entry: Entry) -> tuple[Evidence, ...]:
    found = []
    for one in entry.entries("evidence"):
        one.check(("kind", "what", "where"))
        kind = cast(EvidenceKind, one.one_of("kind", get_args(EvidenceKind)))
        found.append(Evidence(kind, one.text("what"), one.text("where")))
    return tuple(found)


def read_investigation(entry: Entry, bodies: Bodies) -> Investigation:
    """An investigation with its activities and findings. Raises PackError."""
    entry.check(
        ("id", "committee", "title", "terms", "opened", "closed"),
        ("activities", "findings", "topics", "years", "source", "lines", "changes"),
    )
    check_ids(entry.entries("findings"))
    found = Investigation(
        id=entry.text("id"), committee=entry.text("committee"), title=entry.text("title"), opened=day(entry, "opened"),
        closed=day(entry, "closed"), topics=entry.texts("topics"), years=_year(entry), lines=entry.wholes("lines"),
        activities=tuple(read_activity(one, bodies) for one in entry.entries("activities")),
        findings=tuple(_finding(one) for one in entry.entries("findings")), **_texts(entry, "terms", "source"),
        changes=tuple(_reworded(one) for one in entry.entries("changes")),
    )  # fmt: skip
    if found.opened and found.closed and found.closed < found.opened:
        entry.fail("closed", "it closes before it opens.", "Put the earlier day after `opened:`.")
    return found


def read_activity(entry: Entry, bodies: Bodies) -> Activity:
    """Something that a committee did. Whom it met stands by the pack's id, or in words. Raises PackError."""
    entry.check(
        ("kind", "title"),
        (
            "date",
            "month",
            "committee",
            "bodies",
            "place",
            "meeting",
            "investigation",
            "topic",
            "source",
            "line",
            "link",
            "years",
        ),
    )
    return Activity(
        kind=cast(ActivityKind, entry.one_of("kind", get_args(ActivityKind))), title=entry.text("title"), on=day(entry, "date"),
        month=entry.optional_month("month") or "", bodies=entry.texts("bodies"), line=entry.optional_whole("line"),
        years=_year(entry), **_texts(entry, "committee", "place", "meeting", "investigation", "topic", "source", "link"),
    )  # fmt: skip


def _reworded(entry: Entry) -> Reworded:
    entry.check(("what", "date", "reason"), ("before",))
    what = cast(Any, entry.one_of("what", ("title", "terms", "topics", "findings", "committee")))
    return Reworded(what, entry.day("date"), entry.text("reason"), entry.texts("before"))


def _finding(entry: Entry) -> Finding:
    entry.check(("id", "text"), ("evidence", "line"))
    return Finding(entry.text("id"), entry.text("text"), _evidence(entry), entry.optional_whole("line"))


def day(entry: Entry, key: str) -> dt.date | None:
    """A day, or None where the key is absent or null."""
    return None if entry.data.get(key) is None else entry.day(key)


def _moment(entry: Entry, key: str) -> dt.datetime | None:
    value = entry.data.get(key)
    try:
        return None if value is None else dt.datetime.fromisoformat(str(value))
    except ValueError:
        entry.fail(key, f"{key} {value!r} is no moment.", "Write it as '2026-12-01T09:30:00+00:00'.")


def _year(entry: Entry) -> str:
    return "".join(_matching(entry, "years", _YEAR, "FY2019-20", one=True))


def _matching(entry: Entry, key: str, pattern: re.Pattern[str], form: str, one: bool = False) -> tuple[str, ...]:
    values = tuple(filter(None, (entry.optional_text(key),))) if one else entry.texts(key)
    for value in values:
        if not pattern.fullmatch(value):
            entry.fail(key, f"{value!r} is malformed.", f"Write {form}.")
    return values


def _texts(entry: Entry, *keys: str) -> dict[str, str]:
    """Texts that may be empty or absent, by key."""
    return {key: entry.text(key) if entry.data.get(key) else "" for key in keys}


def _or_fail(entry: Entry, key: str, read: Callable[[], object]) -> None:
    try:
        read()
    except PeelianError as error:
        entry.fail(key, error.message, error.remedy)


DERIVED: dict[type, Collection[str]] = {
    Report: ("body",),
    Recommendation: ("id", "report", "due", "due_by", "due_law", "handed"),
}
"""What is not written into the form, because it follows from the rest."""


def form_of(record: Any) -> Any:
    """A record in its form, as JSON has it: days as text, and nothing that is empty but what every reader asks for."""
    if is_dataclass(record) and not isinstance(record, type):
        left_out = DERIVED.get(type(record), ())
        told = {one.name: getattr(record, one.name) for one in fields(record) if one.name not in left_out}
        kept = _KEPT.get(type(record), ())
        return {
            _RENAMED.get(key, key): form_of(value)
            for key, value in told.items()
            if key in kept or value not in (None, "", ())
        }
    if isinstance(record, tuple | list):
        return [form_of(one) for one in record]
    return record.isoformat() if isinstance(record, dt.date) else record


_RENAMED = {"on": "date"}
_KEPT: dict[type, Collection[str]] = {
    Report: ("on", "recommendations"), Text: ("text",), Answer: ("point", "text"),
    Recommendation: ("texts",), Investigation: ("terms", "opened", "closed"), LedgerStep: (),
}  # fmt: skip
