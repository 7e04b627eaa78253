"""Whether the records' tables are what this program needs."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from peelian.figures.errors import PeelianError


class Readiness(Enum):
    """How the records stand. A database of a later version is ready: an older process works on while it is replaced."""

    READY = "ready"
    NONE = "no tables yet"
    BEHIND = "of an earlier version"
    UNREACHABLE = "unreachable"


def readiness() -> tuple[Readiness, str]:
    """How the records stand, and what is the matter in words."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and "memory" not in name and not Path(name).exists():
        return Readiness.NONE, "The records have no tables yet."  # looking would make the file
    try:
        if not connection.introspection.table_names():
            return Readiness.NONE, "The records have no tables yet."
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Readiness.UNREACHABLE, f"The records' database cannot be reached: {str(error).strip()}"
    finally:
        if not connection.in_atomic_block:
            connection.close()
    if plan:
        names = ", ".join(f"{migration.app_label} {migration.name}" for migration, _ in plan[:3])
        more = f" and {len(plan) - 3} more" if len(plan) > 3 else ""
        return Readiness.BEHIND, f"The records are of an earlier version: {names}{more} are not applied."
    return Readiness.READY, ""


REFUSED = {
    Readiness.NONE: ("no-records", "Run peelian office prepare; it makes them."),
    Readiness.BEHIND: (
        "records-behind", "Run peelian office prepare (after peelian backup); docs/operations/upgrading.md says how."
    ),
    Readiness.UNREACHABLE: ("records-unreachable", "Look at PEELIAN_DATABASE, and whether the server runs."),
}  # fmt: skip
"""The code of the refusal, and what to do, where records are not as this program needs them."""


def must_be_ready() -> None:
    """Raises PeelianError where there are no records that this program could read."""
    _refuse(set(REFUSED))


def must_not_be_behind() -> None:
    """Raises PeelianError where the program would meet tables that it does not know; there may be none yet."""
    _refuse({Readiness.BEHIND})


def _refuse(states: set[Readiness]) -> None:
    found, what = readiness()
    if found in states:
        code, remedy = REFUSED[found]
        raise PeelianError(code, what, remedy)
