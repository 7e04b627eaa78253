"""What pages and reports ask of a plan."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from peelian.plans.pack import read_bodies, read_pack, read_yardsticks
from peelian.plans.records import Body, Plan, Yardstick


@cache
def load_plan(pack_dir: Path) -> Plan:
    """The plan of a pack with its yardsticks, read once per process: a pack changes only with the program."""
    return read_pack(pack_dir)


@cache
def plan_as_released(pack_dir: Path, yardsticks_file: Path) -> Plan:
    """The plan of a pack, read by the yardsticks that a release was sealed with (JSON, which YAML readers read)."""
    plan = load_plan(pack_dir)
    measures = frozenset(file.stem for file in (pack_dir / "measures").glob("*.yaml"))
    objectives = {objective.id for objective in plan.objectives}
    return replace(plan, yardsticks=read_yardsticks(yardsticks_file, objectives, measures))


def yardsticks(pack_dir: Path) -> tuple[Yardstick, ...]:
    """Every yardstick of a pack, in the pack's order."""
    return load_plan(pack_dir).yardsticks


def bodies(pack_dir: Path) -> tuple[Body, ...]:
    """Every body of a pack, in the pack's order."""
    return tuple(read_bodies(pack_dir / "bodies.yaml").values())
