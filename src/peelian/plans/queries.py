"""What pages and reports ask of a plan."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from peelian.plans.pack import read_bodies, read_pack
from peelian.plans.records import Body, Plan, Yardstick


@cache
def load_plan(pack_dir: Path) -> Plan:
    """The plan of a pack with its yardsticks, read once per process: a pack changes only with the program."""
    return read_pack(pack_dir)


def yardsticks(pack_dir: Path) -> tuple[Yardstick, ...]:
    """Every yardstick of a pack, in the pack's order."""
    return load_plan(pack_dir).yardsticks


def bodies(pack_dir: Path) -> tuple[Body, ...]:
    """Every body of a pack, in the pack's order."""
    return tuple(read_bodies(pack_dir / "bodies.yaml").values())
