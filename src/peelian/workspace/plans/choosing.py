"""What the items of a plan can name: bodies, measures and places of the pack, and the plan's other items."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from peelian.figures.catalogue import load_catalogue
from peelian.figures.periods import Period, parse_month
from peelian.plans.actions import POINTED_AT
from peelian.plans.kinds import KINDS
from peelian.plans.models import PlanItem, PlanRecord
from peelian.plans.queries import bodies
from peelian.workspace.plans.fields import Among
from peelian.workspace.plans.items import Choices
from peelian.workspace.plans.months import month


@lru_cache(maxsize=4)
def _of_pack(pack: Path) -> tuple[Among, Among, Among]:
    """Bodies, measures and places: a pack changes only with the program."""
    catalogue = load_catalogue(pack)
    return (
        Among.of("bodies", "body", ((one.id, one.name) for one in bodies(pack))),
        Among.of("measures", "measure", ((one.id, one.title) for one in catalogue)),
        Among.of("areas", "place", ((one.id, one.name) for one in catalogue.areas if one.kind != "lsoa")),
    )


def measure_titles(pack: Path) -> dict[str, str]:
    """Titles of measures by id."""
    return dict(_of_pack(pack)[1].names)


def body_names(pack: Path) -> dict[str, str]:
    """Names of bodies by id."""
    return dict(_of_pack(pack)[0].names)


def place_names(pack: Path) -> dict[str, str]:
    """Names of places by id."""
    return dict(_of_pack(pack)[2].names)


def choices_of(plan: PlanRecord, pack: Path) -> Choices:
    """What an item of a plan can name now."""
    rows = list(PlanItem.objects.filter(plan=plan))
    found_bodies, measures, areas = _of_pack(pack)
    promised = [one for one in rows if one.kind == "commitment"]
    return Choices(
        found_bodies, measures, areas,
        Among.of("items", "item of this plan", _named(one for one in rows if one.kind in POINTED_AT)),
        Among.of("commitments", "commitment of this plan", ((one.slug, str(one)) for one in promised)),
        _pairs(rows, "theme"), _pairs(rows, "objective"), frozenset(one.slug for one in rows if one.kind == "content"),
        frozenset(one.slug for one in rows), tuple(map(str, years_of(plan))), bool(plan.document),
    )  # fmt: skip


def _named(rows: Iterable[PlanItem]) -> Iterable[tuple[str, str]]:
    return [(one.slug, f"{one} ({KINDS[one.kind].title})") for one in rows]


def _pairs(rows: Iterable[PlanItem], kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.slug, str(one)) for one in rows if one.kind == kind)


def years_of(plan: PlanRecord) -> list[Period]:
    """The financial years of a plan."""
    first, last = parse_month(plan.first_month), parse_month(plan.last_month)
    return [Period.of("fy", month) for month in range(first, last + 1, 12)]


def words_of(value: Any, choices: Choices) -> str:
    """A value of an entry in words, for people who compare two."""
    if isinstance(value, list):
        return "; ".join(words_of(one, choices) for one in value) or "nothing"
    if isinstance(value, dict):
        return ", ".join(
            words_of(one, choices) if key in _SELF_EVIDENT else f"{key.replace('_', ' ')} {words_of(one, choices)}"
            for key, one in value.items() if one is not None and key not in ("currency", "line")
        )  # fmt: skip
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    for among in (choices.bodies, choices.measures, choices.items, choices.areas):
        if value in among.names:
            return among.names[value]
    return dict(choices.themes).get(str(value)) or month(str(value))


_SELF_EVIDENT = ("text", "title", "what", "measure")
"""What needs no name of its own in a list of rows."""
