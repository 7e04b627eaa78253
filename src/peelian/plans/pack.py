"""Read a pack's bodies, plan and yardsticks, and refuse with file, line and remedy what does not hold together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from peelian.figures.pack import load_pack
from peelian.figures.packfile import PackError
from peelian.plans.entry import Bodies, check_ids, read_list, read_mapping
from peelian.plans.form import check_objectives_are_read, read_form
from peelian.plans.further import read_yardstick
from peelian.plans.records import Body, Plan, Yardstick


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
    plan = read_form(entry, bodies, measures)
    objectives = {one.id for one in plan.objectives}
    yardsticks = read_yardsticks(measuring, objectives, measures) if measuring.is_file() else ()
    check_objectives_are_read(entry, {yardstick.objective for yardstick in yardsticks})
    return replace(plan, yardsticks=yardsticks)


def read_bodies(path: Path) -> Bodies:
    """The bodies of a pack by id; none where it has no such file."""
    if not path.is_file():
        return {}
    entries = read_list(path)
    for entry in entries:
        entry.check(("id", "name", "short", "kind"))
    check_ids(entries)
    return {e.text("id"): Body(e.text("id"), e.text("name"), e.text("short"), e.text("kind")) for e in entries}


def read_yardsticks(path: Path, objectives: Collection[str], measures: Collection[str]) -> tuple[Yardstick, ...]:
    """The yardsticks of a pack: each for a known objective and measure, none twice."""
    seen: set[tuple[str, str]] = set()
    yardsticks = []
    for entry in read_list(path):
        yardstick = read_yardstick(entry, objectives, measures)
        key = (yardstick.objective, yardstick.measure)
        if key in seen:
            entry.fail("measure", f"{key[0]} is read by {key[1]} twice.", "Keep one of the two yardsticks.")
        seen.add(key)
        yardsticks.append(yardstick)
    return tuple(yardsticks)
