"""The release calendar as pages read it: a file of the house, written by the office, so that no page asks a database."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON
from peelian.figures.lake import damaged
from peelian.figures.periods import Period
from peelian.ui import format as words

NAME = "calendar.json"


@dataclass(frozen=True)
class Planned:
    """A release that is planned: its moment, and whether the exact day is fixed."""

    row: dict[str, Any]

    @property
    def at(self) -> dt.datetime:
        """The moment."""
        return dt.datetime.fromisoformat(self.row["at"])

    @property
    def day(self) -> str:
        """``Monday 14 December 2026``."""
        local = self.at.astimezone(LONDON)
        return f"{local:%A} {words.day(local)}"

    @property
    def hour(self) -> str:
        """``09:30``."""
        return f"{self.at.astimezone(LONDON):%H:%M}"

    @property
    def title(self) -> str:
        """What it is."""
        return str(self.row["title"])

    @property
    def covers(self) -> str:
        """``November 2026``."""
        return Period.parse(self.row["covers"]).label()

    @property
    def state(self) -> str:
        """``provisional``, ``fixed``, ``cancelled``."""
        return "cancelled" if self.row["cancelled"] else "fixed" if self.row["fixed"] else "provisional"

    @property
    def moves(self) -> list[str]:
        """Each earlier day that had been fixed, and why it moved."""
        return [
            f"Moved from {words.day(dt.date.fromisoformat(item['from']))}: {item['why']}" for item in self.row["moves"]
        ]


def changed(root: Path) -> int:
    """When the calendar was last written, in nanoseconds; 0 while there is none."""
    try:
        return (root / NAME).stat().st_mtime_ns
    except OSError:
        return 0


def planned(root: Path) -> list[Planned]:
    """Every planned release, in order of moments. Raises PeelianError where the file cannot be read."""
    stamp = changed(root)
    return list(_read(root / NAME, stamp)) if stamp else []


@lru_cache(maxsize=4)
def _read(path: Path, _stamp: int) -> tuple[Planned, ...]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["entries"]
        found = tuple(sorted((Planned(row) for row in rows), key=lambda item: item.at))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(path) from error
    return found


def ahead(root: Path, now: dt.datetime) -> list[Planned]:
    """What is not out yet; empty where the file cannot be read, for pages that only mention it."""
    try:
        return [item for item in planned(root) if item.at > now and not item.row["cancelled"]]
    except PeelianError:
        return []
