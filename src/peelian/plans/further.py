"""What a plan's form says beside its themes, commitments and objectives, read field by field."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, cast

from peelian.plans.entry import Bodies, Entry, body_of, check_ids, known
from peelian.plans.records import (
    HEADS,
    PROGRAMME_KINDS,
    Aim,
    Band,
    Baseline,
    Content,
    DifferenceKind,
    Finding,
    Pilot,
    Programme,
    Publication,
    Review,
    Sentence,
    Target,
    Tolerance,
    TradeOff,
    Wanted,
    Yardstick,
)

KEYS = ("contents", "summary", "trade_offs", "reviews", "pilots", "programmes", "publications", "findings")
WANTED = ("lower", "higher", "none")


def read_further(entry: Entry, bodies: Bodies, measures: Collection[str]) -> dict[str, Any]:
    """Every record of a plan's form beside its themes, as fields of Plan. Raises PackError for an item that nobody made."""
    items = named(entry)
    commitments = {one.text("id") for one in (*_nested(entry, "commitments"), *entry.entries("promises"))}
    readers: dict[str, Callable[[Entry], Any]] = {
        "contents": _content,
        "summary": lambda one: _sentence(one, items),
        "trade_offs": lambda one: _trade_off(one, items),
        "reviews": lambda one: _review(one, items),
        "pilots": lambda one: _pilot(one, items, measures),
        "programmes": lambda one: _programme(one, bodies, commitments, measures),
        "publications": lambda one: _publication(one, bodies, items),
        "findings": lambda one: _finding(one, bodies),
    }
    for key in KEYS[1:]:
        check_ids(entry.entries(key))
    _check_each_name_is_one_item(entry)
    _check_heads(entry.entries("contents"))
    return {key: tuple(read(one) for one in entry.entries(key)) for key, read in readers.items()}


def named(entry: Entry) -> frozenset[str]:
    """The ids of everything in a plan's form that another entry can point at."""
    return frozenset(one.text("id") for one in _pointed_at(entry))


def _pointed_at(entry: Entry) -> list[Entry]:
    themes = entry.entries("themes")
    return [*themes, *_nested(entry, "commitments"), *_nested(entry, "objectives"),
            *(one for key in ("promises", *KEYS[2:]) for one in entry.entries(key))]  # fmt: skip


def _nested(entry: Entry, key: str) -> list[Entry]:
    return [one for theme in entry.entries("themes") for one in theme.entries(key)]


def _check_each_name_is_one_item(entry: Entry) -> None:
    """A sentence or a review points at an item by its name alone, so no two items of whatever kind have the same."""
    seen: set[str] = set()
    for one in _pointed_at(entry):
        if (name := one.text("id")) in seen:
            one.fail("id", f"id {name} is used twice.", "Items of different kinds need different names too.")
        seen.add(name)


def _check_heads(contents: tuple[Entry, ...]) -> None:
    heads = [one.data.get("head") for one in contents]
    for place, one in enumerate(contents):
        if heads[place] in heads[:place]:
            one.fail("head", f"{heads[place]} is set out twice.", "Put both into one entry.")


def _content(entry: Entry) -> Content:
    entry.check(("head", "text"), ("line",))
    return Content(entry.one_of("head", tuple(HEADS)), entry.text("text"), entry.optional_whole("line"))


def _sentence(entry: Entry, items: Collection[str]) -> Sentence:
    entry.check(("id", "text", "about"), ("where",))
    about = known(entry, "about", entry.texts("about"), items, "item of this plan")
    return Sentence(entry.text("id"), entry.text("text"), about, entry.optional_text("where"))


def _trade_off(entry: Entry, items: Collection[str]) -> TradeOff:
    entry.check(("id", "title", "of", "why"), ("line", "document"))
    return TradeOff(
        id=entry.text("id"),
        title=entry.text("title"),
        of=known(entry, "of", (entry.text("of"),), items, "item of this plan")[0],
        why=entry.text("why"),
        line=entry.optional_whole("line"),
        document=entry.optional_text("document"),
    )


def _review(entry: Entry, items: Collection[str]) -> Review:
    entry.check(("id", "title", "body", "expected", "touches"), ("expected_words", "line", "document"))
    return Review(
        id=entry.text("id"),
        title=entry.text("title"),
        body=entry.text("body"),
        expected=entry.optional_month("expected"),
        expected_words=entry.optional_text("expected_words"),
        touches=known(entry, "touches", entry.texts("touches"), items, "item of this plan"),
        line=entry.optional_whole("line"),
        document=entry.optional_text("document"),
    )


def _pilot(entry: Entry, items: Collection[str], measures: Collection[str]) -> Pilot:
    entry.check(("id", "title", "where", "starts", "ends", "aims"), ("commitment", "line", "document"))
    return Pilot(
        id=entry.text("id"),
        title=entry.text("title"),
        commitment=_one_item(entry, "commitment", items),
        where=entry.text("where"),
        starts=entry.optional_month("starts"),
        ends=entry.optional_month("ends"),
        aims=tuple(_aim(one, measures) for one in entry.entries("aims")),
        line=entry.optional_whole("line"),
        document=entry.optional_text("document"),
    )


def _aim(entry: Entry, measures: Collection[str]) -> Aim:
    entry.check(("text",), ("measure", "wanted"))
    measure = entry.optional_text("measure")
    if measure is not None:
        known(entry, "measure", (measure,), measures, "measure")
    return Aim(entry.text("text"), measure, cast(Wanted, entry.optional_one_of("wanted", WANTED) or "none"))


def _programme(entry: Entry, bodies: Bodies, items: Collection[str], measures: Collection[str]) -> Programme:
    entry.check(
        ("id", "title", "kind", "owner", "promise", "due"),
        ("due_words", "commitments", "measures", "line", "document"),
    )
    return Programme(
        id=entry.text("id"),
        title=entry.text("title"),
        kind=entry.one_of("kind", PROGRAMME_KINDS),
        owner=body_of(entry, "owner", bodies),
        promise=entry.text("promise"),
        due=entry.optional_month("due"),
        due_words=entry.optional_text("due_words"),
        commitments=known(entry, "commitments", entry.texts("commitments"), items, "commitment of this plan"),
        measures=known(entry, "measures", entry.texts("measures"), measures, "measure"),
        line=entry.optional_whole("line"),
        document=entry.optional_text("document"),
    )


def _publication(entry: Entry, bodies: Bodies, items: Collection[str]) -> Publication:
    entry.check(("id", "title", "by", "due"), ("due_words", "every", "commitment", "line", "document"))
    return Publication(
        id=entry.text("id"),
        title=entry.text("title"),
        by=body_of(entry, "by", bodies),
        due=entry.optional_month("due"),
        due_words=entry.optional_text("due_words"),
        every=entry.optional_one_of("every", ("year", "quarter", "month")),
        commitment=_one_item(entry, "commitment", items),
        line=entry.optional_whole("line"),
        document=entry.optional_text("document"),
    )


def _finding(entry: Entry, bodies: Bodies) -> Finding:
    entry.check(("id", "title", "body", "owner", "due"), ("due_words", "line", "document"))
    return Finding(
        id=entry.text("id"),
        title=entry.text("title"),
        body=entry.text("body"),
        owner=body_of(entry, "owner", bodies),
        due=entry.optional_month("due"),
        due_words=entry.optional_text("due_words"),
        line=entry.optional_whole("line"),
        document=entry.optional_text("document"),
    )


def _one_item(entry: Entry, key: str, items: Collection[str]) -> str | None:
    name = entry.optional_text(key)
    return name if name is None else known(entry, key, (name,), items, "item of this plan")[0]


def read_yardstick(entry: Entry, objectives: Collection[str], measures: Collection[str]) -> Yardstick:
    """A yardstick for a known objective and measure. Raises PackError."""
    required = ("objective", "measure", "wanted", "baseline", "targets", "tolerance", "band", "rule", "why")
    entry.check(required, ("reading", "yearly", "targets_due", "with_people", "set_with"))
    return Yardstick(
        objective=known(entry, "objective", (entry.text("objective"),), objectives, "objective of the plan")[0],
        measure=known(entry, "measure", (entry.text("measure"),), measures, "measure")[0],
        wanted=cast(Wanted, entry.one_of("wanted", ("lower", "higher", "none"))),
        reading=entry.optional_text("reading"),
        baseline=_baseline(entry.optional_child("baseline")),
        targets=tuple(_target(one) for one in entry.entries("targets")),
        tolerance=_tolerance(entry.optional_child("tolerance")),
        band=_band(entry.optional_child("band")),
        rule=entry.optional_text("rule"),
        why=entry.text("why"),
        yearly=entry.flag("yearly"),
        targets_due=entry.optional_month("targets_due"),
        with_people=entry.flag("with_people"),
        set_with=entry.optional_text("set_with"),
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
