"""What pages and reports ask of a plan."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from peelian.figures.pack import load_pack
from peelian.plans.pack import read_bodies, read_pack, read_yardsticks
from peelian.plans.records import Body, Plan, Yardstick


@cache
def load_plan(pack_dir: Path) -> Plan | None:
    """The plan of a pack with its yardsticks, read once per process: a pack changes only with the program.

    None where the pack holds no plan.
    """
    return read_pack(pack_dir)


@cache
def plan_as_released(pack_dir: Path, yardsticks_file: Path) -> Plan | None:
    """The plan of a pack, read by the yardsticks that a release was sealed with (JSON, which YAML readers read)."""
    plan = load_plan(pack_dir)
    if plan is None:
        return None
    objectives = {objective.id for objective in plan.objectives}
    return replace(plan, yardsticks=read_yardsticks(yardsticks_file, objectives, load_pack(pack_dir).measure_files()))


def yardsticks(pack_dir: Path) -> tuple[Yardstick, ...]:
    """Every yardstick of a pack, in the pack's order; none where it holds no plan."""
    plan = load_plan(pack_dir)
    return plan.yardsticks if plan else ()


def bodies(pack_dir: Path) -> tuple[Body, ...]:
    """Every body of a pack, in the pack's order."""
    return tuple(read_bodies(pack_dir / "bodies.yaml").values())
