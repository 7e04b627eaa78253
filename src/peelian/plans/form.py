"""A plan in its form, a mapping read field by field: a pack's YAML, an edition's JSON and the records' own content alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from peelian.plans import further
from peelian.plans.entry import Bodies, Entry, body_of, check_ids, known
from peelian.plans.records import (
    SUBJECTS,
    Commitment,
    Consultation,
    Detail,
    Money,
    Objective,
    Plan,
    Theme,
)


def read_form(entry: Entry, bodies: Bodies, measures: Collection[str]) -> Plan:
    """A plan in its form, without its yardsticks. Raises PackError for the first thing that cannot be right."""
    entry.check(
        ("id", "title", "status", "document", "first_line", "last_line", "years", "owner", "area", "themes"),
        ("consultation", "scrutiny", "promises", "known_from", "about", *further.KEYS),
    )
    years = entry.child("years")
    years.check(("from", "to"))
    themes = entry.entries("themes")
    _check_shape(entry, themes)
    plan = Plan(
        id=entry.text("id"),
        title=entry.text("title"),
        status=entry.one_of("status", ("draft", "final", "superseded")),
        document=entry.optional_text("document"),
        first_line=entry.optional_whole("first_line"),
        last_line=entry.optional_whole("last_line"),
        first_month=years.month("from"),
        last_month=years.month("to"),
        consultation=_consultation(entry.optional_child("consultation")),
        owner=body_of(entry, "owner", bodies),
        scrutiny=body_of(entry, "scrutiny", bodies) if entry.data.get("scrutiny") else None,
        area=entry.text("area"),
        themes=tuple(_theme(theme, bodies, measures) for theme in themes),
        promises=tuple(_commitment(promise, None, bodies, measures) for promise in entry.entries("promises")),
        known_from=entry.optional_text("known_from"),
        about=entry.optional_text("about") or "",
        **further.read_further(entry, bodies, measures),
    )
    if plan.first_month > plan.last_month:
        years.fail("to", "the plan ends before it starts.", "Put the earlier month after `from:`.")
    _check_lines(entry, plan)
    return plan


def _check_shape(entry: Entry, themes: tuple[Entry, ...]) -> None:
    """Refuse ids that are missing, malformed or used twice, and objectives that name a commitment nobody made."""
    commitments = [one for theme in themes for one in theme.entries("commitments")]
    objectives = [one for theme in themes for one in theme.entries("objectives")]
    check_ids(themes)
    check_ids([*commitments, *entry.entries("promises")])
    check_ids(objectives)
    made = {one.text("id") for one in commitments}
    for objective in objectives:
        known(objective, "commitments", objective.texts("commitments"), made, "commitment of this plan")


def _check_lines(entry: Entry, plan: Plan) -> None:
    """Refuse a line that lies outside the plan's part of the document; of a plan that no document prints yet, any line."""
    inside = range(plan.first_line or 0, (plan.last_line or -1) + 1)
    for owner in _all_entries(entry):
        for key in ("line", "due_line"):
            line = owner.optional_whole(key)
            if line is not None and line not in inside:
                owner.fail(key, f"{key} {line} lies outside the plan.", _lines_of(plan))
        for line in owner.wholes("passages"):
            if line not in inside:
                owner.fail("passages", f"passage {line} lies outside the plan.", _lines_of(plan))


def _lines_of(plan: Plan) -> str:
    if plan.document is None:
        return "No document prints this plan yet: leave the line empty."
    return f"Give a line of {plan.document} from {plan.first_line} to {plan.last_line}."


def _all_entries(entry: Entry) -> Iterable[Entry]:
    for theme in entry.entries("themes"):
        yield theme
        yield from theme.entries("objectives")
        yield from (part for one in theme.entries("commitments") for part in _with_parts(one))
    yield from (part for one in entry.entries("promises") for part in _with_parts(one))
    beside = (one for key in further.KEYS for one in entry.entries(key))
    yield from (one for one in beside if one.data.get("document") is None)  # another document has lines of its own


def _with_parts(commitment: Entry) -> Iterable[Entry]:
    yield commitment
    yield from commitment.entries("money")
    yield from commitment.entries("details")


def check_objectives_are_read(entry: Entry, read: Collection[str]) -> None:
    """Refuse an objective with neither a yardstick nor a reason, or with both."""
    for objective in (one for theme in entry.entries("themes") for one in theme.entries("objectives")):
        name, no_source = objective.text("id"), objective.optional_text("no_source")
        if name not in read and no_source is None:
            objective.fail(
                "id",
                f"objective {name} has neither a yardstick nor a reason.",
                "Add a yardstick, or say under no_source why no data source exists yet.",
            )
        if name in read and no_source is not None:
            objective.fail(
                "no_source",
                f"objective {name} has a yardstick, and no_source says that it has none.",
                "Set no_source to null; say under gap what the yardsticks leave out.",
            )


def _theme(entry: Entry, bodies: Bodies, measures: Collection[str]) -> Theme:
    entry.check(("id", "title", "line", "about", "commitments", "objectives"))
    theme = entry.text("id")
    return Theme(
        id=theme,
        title=entry.text("title"),
        line=entry.optional_whole("line"),
        about=entry.text("about"),
        commitments=tuple(_commitment(one, theme, bodies, measures) for one in entry.entries("commitments")),
        objectives=tuple(_objective(one, theme) for one in entry.entries("objectives")),
    )


def _commitment(entry: Entry, theme: str | None, bodies: Bodies, measures: Collection[str]) -> Commitment:
    entry.check(
        ("id", "title", "line", "owner", "partners", "due", "due_line", "measures"),
        ("due_words", "passages", "money", "details", "text"),
    )
    return Commitment(
        id=entry.text("id"),
        title=entry.text("title"),
        line=entry.optional_whole("line"),
        theme=theme,
        owner=body_of(entry, "owner", bodies),
        partners=tuple(bodies[one] for one in known(entry, "partners", entry.texts("partners"), bodies, "body")),
        due=entry.optional_month("due"),
        due_line=entry.optional_whole("due_line"),
        due_words=entry.optional_text("due_words"),
        passages=entry.wholes("passages"),
        money=tuple(_money(one) for one in entry.entries("money")),
        details=tuple(_detail(one) for one in entry.entries("details")),
        measures=known(entry, "measures", entry.texts("measures"), measures, "measure"),
        text=entry.optional_text("text"),
    )


def _money(entry: Entry) -> Money:
    entry.check(("amount", "currency", "line", "what"))
    if not re.fullmatch("[A-Z]{3}", entry.text("currency")):
        entry.fail("currency", f"currency {entry.text('currency')!r} is no code.", "Write three capitals, such as GBP.")
    return Money(entry.whole("amount"), entry.text("currency"), entry.optional_whole("line"), entry.text("what"))


def _detail(entry: Entry) -> Detail:
    entry.check(("title", "line"), ("due", "due_words", "from", "value", "unit"))
    if (entry.data.get("value") is None) != (entry.data.get("unit") is None):
        entry.fail("title", "a detail has a value without a unit, or a unit without a value.", "Give both or neither.")
    return Detail(
        title=entry.text("title"),
        line=entry.optional_whole("line"),
        due=entry.optional_month("due"),
        due_words=entry.optional_text("due_words"),
        start=str(entry.period("from")) if entry.data.get("from") is not None else None,
        value=entry.optional_number("value"),
        unit=entry.optional_text("unit"),
    )


def _objective(entry: Entry, theme: str) -> Objective:
    entry.check(("id", "title", "line", "commitments", "no_source"), ("gap", "subjects", "text"))
    return Objective(
        id=entry.text("id"),
        title=entry.text("title"),
        line=entry.optional_whole("line"),
        theme=theme,
        commitments=entry.texts("commitments"),
        no_source=entry.optional_text("no_source"),
        gap=entry.optional_text("gap"),
        subjects=known(entry, "subjects", entry.texts("subjects"), SUBJECTS, "subject of objectives"),
        text=entry.optional_text("text"),
    )


def _consultation(entry: Entry | None) -> Consultation | None:
    if entry is None:
        return None
    entry.check(("opens", "closes", "line"))
    consultation = Consultation(entry.day("opens"), entry.day("closes"), entry.optional_whole("line"))
    if consultation.opens > consultation.closes:
        entry.fail("closes", "the consultation closes before it opens.", "Put the earlier day after `opens:`.")
    return consultation
