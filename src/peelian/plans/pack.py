"""Read a pack's bodies, plan and yardsticks, and refuse with file, line and remedy what does not hold together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import cast

from peelian.figures.pack import load_pack
from peelian.figures.packfile import PackError
from peelian.plans.entry import Entry, read_list, read_mapping
from peelian.plans.records import (
    Band,
    Baseline,
    Body,
    Commitment,
    Consultation,
    Detail,
    DifferenceKind,
    Money,
    Objective,
    Plan,
    Target,
    Theme,
    Tolerance,
    Wanted,
    Yardstick,
)

Bodies = dict[str, Body]
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_pack(pack: Path) -> Plan | None:
    """The plan of a pack with its yardsticks; None where it holds none.

    Raises PackError for the first thing that cannot be right.
    """
    measures, measuring = load_pack(pack).measure_files(), pack / "yardsticks.yaml"
    if not (pack / "plan.yaml").is_file():
        if measuring.is_file():
            raise PackError(measuring, 1, "has no plan to read.", "Add plan.yaml, or take the yardsticks out.")
        return None
    bodies = read_bodies(pack / "bodies.yaml")
    entry = read_mapping(pack / "plan.yaml")
    plan = _plan(entry, bodies, measures)
    objectives = {one.id for one in plan.objectives}
    yardsticks = read_yardsticks(measuring, objectives, measures) if measuring.is_file() else ()
    _check_objectives_are_read(entry, {yardstick.objective for yardstick in yardsticks})
    return replace(plan, yardsticks=yardsticks)


def read_bodies(path: Path) -> Bodies:
    """The bodies of a pack by id; none where it has no such file."""
    if not path.is_file():
        return {}
    entries = read_list(path)
    for entry in entries:
        entry.check(("id", "name", "short", "kind"))
    _check_ids(entries)
    return {e.text("id"): Body(e.text("id"), e.text("name"), e.text("short"), e.text("kind")) for e in entries}


def read_yardsticks(path: Path, objectives: Collection[str], measures: Collection[str]) -> tuple[Yardstick, ...]:
    """The yardsticks of a pack: each for a known objective and measure, none twice."""
    seen: set[tuple[str, str]] = set()
    yardsticks = []
    for entry in read_list(path):
        yardstick = _yardstick(entry, objectives, measures)
        key = (yardstick.objective, yardstick.measure)
        if key in seen:
            entry.fail("measure", f"{key[0]} is read by {key[1]} twice.", "Keep one of the two yardsticks.")
        seen.add(key)
        yardsticks.append(yardstick)
    return tuple(yardsticks)


def _plan(entry: Entry, bodies: Bodies, measures: Collection[str]) -> Plan:
    entry.check(
        ("id", "title", "status", "document", "first_line", "last_line", "years", "owner", "area", "themes"),
        ("consultation", "scrutiny", "promises"),
    )
    years = entry.child("years")
    years.check(("from", "to"))
    themes = entry.entries("themes")
    _check_shape(entry, themes)
    plan = Plan(
        id=entry.text("id"),
        title=entry.text("title"),
        status=entry.one_of("status", ("draft", "final", "superseded")),
        document=entry.text("document"),
        first_line=entry.whole("first_line"),
        last_line=entry.whole("last_line"),
        first_month=years.month("from"),
        last_month=years.month("to"),
        consultation=_consultation(entry.optional_child("consultation")),
        owner=_body(entry, "owner", bodies),
        scrutiny=_body(entry, "scrutiny", bodies) if entry.data.get("scrutiny") else None,
        area=entry.text("area"),
        themes=tuple(_theme(theme, bodies, measures) for theme in themes),
        promises=tuple(_commitment(promise, None, bodies, measures) for promise in entry.entries("promises")),
    )
    if plan.first_month > plan.last_month:
        years.fail("to", "the plan ends before it starts.", "Put the earlier month after `from:`.")
    _check_lines(entry, plan)
    return plan


def _check_shape(entry: Entry, themes: tuple[Entry, ...]) -> None:
    """Refuse ids that are missing, malformed or used twice, and objectives that name a commitment nobody made."""
    commitments = [one for theme in themes for one in theme.entries("commitments")]
    objectives = [one for theme in themes for one in theme.entries("objectives")]
    _check_ids(themes)
    _check_ids([*commitments, *entry.entries("promises")])
    _check_ids(objectives)
    known = {one.text("id") for one in commitments}
    for objective in objectives:
        _known(objective, "commitments", objective.texts("commitments"), known, "commitment of this plan")


def _check_ids(entries: Iterable[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        identifier = entry.text("id")
        if not _ID.fullmatch(identifier):
            entry.fail("id", f"id {identifier!r} is malformed.", "Use lower-case words and digits joined by hyphens.")
        if identifier in seen:
            entry.fail("id", f"id {identifier} is used twice.", "Give each its own; one once published stays.")
        seen.add(identifier)


def _check_lines(entry: Entry, plan: Plan) -> None:
    """Refuse a line that lies outside the plan's part of the document."""
    for owner in _all_entries(entry):
        for key in ("line", "due_line"):
            line = owner.optional_whole(key)
            if line is not None and not plan.first_line <= line <= plan.last_line:
                owner.fail(
                    key,
                    f"{key} {line} lies outside the plan.",
                    f"Give a line of {plan.document} from {plan.first_line} to {plan.last_line}.",
                )
        for line in owner.wholes("passages"):
            if not plan.first_line <= line <= plan.last_line:
                owner.fail(
                    "passages",
                    f"passage {line} lies outside the plan.",
                    f"Give lines of {plan.document} from {plan.first_line} to {plan.last_line}.",
                )


def _all_entries(entry: Entry) -> Iterable[Entry]:
    for theme in entry.entries("themes"):
        yield theme
        yield from theme.entries("objectives")
        yield from (part for one in theme.entries("commitments") for part in _with_parts(one))
    yield from (part for one in entry.entries("promises") for part in _with_parts(one))


def _with_parts(commitment: Entry) -> Iterable[Entry]:
    yield commitment
    yield from commitment.entries("money")
    yield from commitment.entries("details")


def _check_objectives_are_read(entry: Entry, read: Collection[str]) -> None:
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
        line=entry.whole("line"),
        about=entry.text("about"),
        commitments=tuple(_commitment(one, theme, bodies, measures) for one in entry.entries("commitments")),
        objectives=tuple(_objective(one, theme) for one in entry.entries("objectives")),
    )


def _commitment(entry: Entry, theme: str | None, bodies: Bodies, measures: Collection[str]) -> Commitment:
    entry.check(
        ("id", "title", "line", "owner", "partners", "due", "due_line", "measures"),
        ("due_words", "passages", "money", "details"),
    )
    return Commitment(
        id=entry.text("id"),
        title=entry.text("title"),
        line=entry.whole("line"),
        theme=theme,
        owner=_body(entry, "owner", bodies),
        partners=tuple(bodies[one] for one in _known(entry, "partners", entry.texts("partners"), bodies, "body")),
        due=entry.optional_month("due"),
        due_line=entry.optional_whole("due_line"),
        due_words=entry.optional_text("due_words"),
        passages=entry.wholes("passages"),
        money=tuple(_money(one) for one in entry.entries("money")),
        details=tuple(_detail(one) for one in entry.entries("details")),
        measures=_known(entry, "measures", entry.texts("measures"), measures, "measure"),
    )


def _money(entry: Entry) -> Money:
    entry.check(("amount", "currency", "line", "what"))
    if not re.fullmatch("[A-Z]{3}", entry.text("currency")):
        entry.fail("currency", f"currency {entry.text('currency')!r} is no code.", "Write three capitals, such as GBP.")
    return Money(entry.whole("amount"), entry.text("currency"), entry.whole("line"), entry.text("what"))


def _detail(entry: Entry) -> Detail:
    entry.check(("title", "line"), ("due", "due_words", "from", "value", "unit"))
    if (entry.data.get("value") is None) != (entry.data.get("unit") is None):
        entry.fail("title", "a detail has a value without a unit, or a unit without a value.", "Give both or neither.")
    return Detail(
        title=entry.text("title"),
        line=entry.whole("line"),
        due=entry.optional_month("due"),
        due_words=entry.optional_text("due_words"),
        start=str(entry.period("from")) if entry.data.get("from") is not None else None,
        value=entry.optional_number("value"),
        unit=entry.optional_text("unit"),
    )


def _objective(entry: Entry, theme: str) -> Objective:
    entry.check(("id", "title", "line", "commitments", "no_source"), ("gap",))
    return Objective(
        id=entry.text("id"),
        title=entry.text("title"),
        line=entry.whole("line"),
        theme=theme,
        commitments=entry.texts("commitments"),
        no_source=entry.optional_text("no_source"),
        gap=entry.optional_text("gap"),
    )


def _consultation(entry: Entry | None) -> Consultation | None:
    if entry is None:
        return None
    entry.check(("opens", "closes", "line"))
    consultation = Consultation(entry.day("opens"), entry.day("closes"), entry.whole("line"))
    if consultation.opens > consultation.closes:
        entry.fail("closes", "the consultation closes before it opens.", "Put the earlier day after `opens:`.")
    return consultation


def _yardstick(entry: Entry, objectives: Collection[str], measures: Collection[str]) -> Yardstick:
    required = ("objective", "measure", "wanted", "baseline", "targets", "tolerance", "band", "rule", "why")
    entry.check(required, ("reading",))
    return Yardstick(
        objective=_known(entry, "objective", (entry.text("objective"),), objectives, "objective of the plan")[0],
        measure=_known(entry, "measure", (entry.text("measure"),), measures, "measure")[0],
        wanted=cast(Wanted, entry.one_of("wanted", ("lower", "higher", "none"))),
        reading=entry.optional_text("reading"),
        baseline=_baseline(entry.optional_child("baseline")),
        targets=tuple(_target(one) for one in entry.entries("targets")),
        tolerance=_tolerance(entry.optional_child("tolerance")),
        band=_band(entry.optional_child("band")),
        rule=entry.optional_text("rule"),
        why=entry.text("why"),
    )


def _baseline(entry: Entry | None) -> Baseline | None:
    if entry is None:
        return None
    entry.check(("period", "source"))
    return Baseline(entry.period("period"), entry.text("source"))


def _target(entry: Entry) -> Target:
    entry.check(("by", "value"), ("line",))
    by = entry.period("by") if entry.data["by"] is not None else None
    return Target(by, entry.number("value"), entry.optional_whole("line"))


def _tolerance(entry: Entry | None) -> Tolerance | None:
    if entry is None:
        return None
    entry.check(("kind", "value"))
    return Tolerance(cast(DifferenceKind, entry.one_of("kind", ("percent", "points", "count"))), entry.number("value"))


def _band(entry: Entry | None) -> Band | None:
    if entry is None:
        return None
    entry.check(("low", "high"))
    band = Band(entry.number("low"), entry.number("high"))
    if band.low > band.high:
        entry.fail("high", "the band's high end lies below its low end.", "Put the smaller number after `low:`.")
    return band


def _body(entry: Entry, key: str, bodies: Bodies) -> Body:
    return bodies[_known(entry, key, (entry.text(key),), bodies, "body")[0]]


def _known(entry: Entry, key: str, names: tuple[str, ...], known: Collection[str], kind: str) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            entry.fail(key, f"there is no {kind} {name}.", f"Correct the id, or add the {kind} to the pack first.")
    return names
