"""What a pack says of releases: when they are planned, and which measures tell demand (``calendar.yaml``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from peelian.figures.packfile import PackError, check_keys, load_yaml
from peelian.performance.rules import CalendarRule

_RULE = ("id", "title", "organisation", "day", "hour", "lag", "why")


@dataclass(frozen=True)
class ReleasePack:
    """The house rules of a pack. A pack without the file has none."""

    rules: tuple[CalendarRule, ...] = ()
    demand: tuple[str, ...] = ()


@cache
def release_pack(pack: Path) -> ReleasePack:
    """Read a pack's rules. Raises PackError, with file and line, for what cannot be used."""
    path = pack / "calendar.yaml"
    if not path.is_file():
        return ReleasePack()
    data, line = load_yaml(path)
    check_keys(path, 1, data, required=(), allowed=("releases", "demand"))
    rules = tuple(_rule(path, line(("releases", at)), entry) for at, entry in enumerate(data.get("releases") or ()))
    return ReleasePack(rules, tuple(data.get("demand") or ()))


def _rule(path: Path, line: int, entry: dict[str, Any]) -> CalendarRule:
    check_keys(path, line, entry, required=_RULE, allowed=_RULE)
    try:
        hour = dt.time.fromisoformat(entry["hour"])
    except (TypeError, ValueError) as error:
        raise PackError(path, line, f"{entry['hour']!r} is no time.", "Write '09:30'.") from error
    if not isinstance(entry["day"], int) or not 1 <= entry["day"] <= 28:
        raise PackError(path, line, f"no day {entry['day']} in every month.", "Use 1 to 28.")
    return CalendarRule(
        entry["id"], entry["title"], entry["organisation"], entry["day"], hour, int(entry["lag"]), entry["why"]
    )
