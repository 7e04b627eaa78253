"""Rules of deadlines: what starts a clock, what it counts, what stops or extends it. Data, from a file that people review."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from peelian.core.clocks.calendars import CALENDARS
from peelian.figures.errors import PeelianError
from peelian.figures.packfile import PackError, check_keys, load_yaml

FILE = Path(__file__).parent / "rules.yaml"
Unit = Literal["working days", "clear working days", "calendar days", "clear days", "weeks", "months", "hours"]
Direction = Literal["after", "before"]
Period = Literal["month", "quarter", "financial year", "calendar year"]
Standing = Literal["law", "code", "house"]
Effect = Literal["restart", "pause"]
STANDINGS: dict[Standing, str] = {
    "law": "law",
    "code": "code of practice or guidance, not law",
    "house": "house rule, not law",
}
WORKING = ("working days", "clear working days")
CLEAR = ("clear days", "clear working days")
DAYS = (*WORKING, *CLEAR, "calendar days", "weeks")


@dataclass(frozen=True)
class StopRule:
    """What may stop a clock. ``pause``: the days between do not count, its first and last day only where said.

    ``restart``: counting begins anew on the day it ends, as if the request had come then.
    """

    kind: str
    asked: str  # how its beginning is said: "clarification asked for"
    answered: str
    effect: Effect
    law: str
    counts_first: bool = False
    counts_last: bool = False


@dataclass(frozen=True)
class ExtensionRule:
    """By how much a clock may be lengthened, in the rule's own unit; how often, by whom, and where that is said."""

    number: int
    by: str
    law: str
    times: int = 1


@dataclass(frozen=True)
class Rule:
    """One deadline. ``start`` says what day it is counted from, ``zero`` names that day, ``duty`` begins the answer.

    ``first``: whether counting begins with the start day itself or after it. ``direction`` before: counted back, as notice of a
    meeting is. ``period``: counted from the end of the period that the start lies in (before: from its beginning). ``bound``:
    by that day at the latest, or not before it. ``roll``: where to the last day moves if it is no working day of ``calendar``.
    ``cut_off``: what is received later than that on a day counts as received on the next working day.
    """

    id: str
    group: str
    title: str
    law: str
    standing: Standing
    start: str
    zero: str
    duty: str
    unit: Unit
    number: int
    first: Literal["with", "after"] = "after"
    direction: Direction = "after"
    period: Period | None = None
    bound: Literal["by", "not before"] = "by"
    calendar: str = ""
    roll: Literal["", "next", "previous"] = ""
    cut_off: time | None = None
    at: time | None = None
    extension: ExtensionRule | None = None
    stops: tuple[StopRule, ...] = ()
    note: str = ""

    @property
    def holidays(self) -> str:
        """The calendar by which this rule knows a working day, also where it only needs one to move a day."""
        return self.calendar or "england-and-wales"

    def stop(self, kind: str) -> StopRule:
        """The rule's words on a kind of stop. Raises PeelianError where such a thing does not stop this clock."""
        for found in self.stops:
            if found.kind == kind:
                return found
        known = f"It stops for: {', '.join(item.kind for item in self.stops)}." if self.stops else "Nothing stops it."
        raise PeelianError("no-such-stop", f"Nothing called {kind!r} stops this clock: {self.title}.",
                           known, {"rule": self.id, "stop": kind})  # fmt: skip


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """All rules of the reviewed file by id, in its order."""
    return read_rules(FILE)


def rule(name: str) -> Rule:
    """One rule. Raises PeelianError for an unknown name."""
    found = rules().get(name)
    if found is None:
        raise PeelianError("unknown-rule", f"There is no deadline rule {name[:60]!r}.",
                           "Choose one of the list at /deadlines.", {"rule": name[:60]})  # fmt: skip
    return found


_REQUIRED = ("id", "group", "title", "law", "standing", "start", "zero", "duty", "unit", "number")
_ALLOWED = (*_REQUIRED, "first", "direction", "period", "bound", "calendar", "roll", "cut_off", "at", "extension",
            "stops", "note")  # fmt: skip
_CHOICES: dict[str, tuple[str, ...]] = {
    "unit": get_args(Unit),
    "standing": get_args(Standing),
    "direction": get_args(Direction),
    "period": get_args(Period),
    "first": ("with", "after"),
    "bound": ("by", "not before"),
    "roll": ("next", "previous"),
    "calendar": CALENDARS,
}


def read_rules(path: Path) -> dict[str, Rule]:
    """Read a file of rules. Raises PackError, with file and line, for what cannot be counted by."""
    data, line = load_yaml(path)
    found: dict[str, Rule] = {}
    for at, entry in enumerate(data or []):
        made = _rule(path, line((at,)), entry)
        if made.id in found:
            raise PackError(path, line((at,)), f"{made.id} is there twice.", "Give each rule its own id.")
        found[made.id] = made
    return found


def _rule(path: Path, line: int, entry: Any) -> Rule:
    check_keys(path, line, entry, required=_REQUIRED, allowed=_ALLOWED)
    for name, choices in _CHOICES.items():
        if name in entry and entry[name] not in choices:
            raise PackError(path, line, f"{name} is {entry[name]!r}.", f"Use one of {', '.join(choices)}.")
    if not isinstance(entry["number"], int) or entry["number"] < 0:
        raise PackError(path, line, f"number is {entry['number']!r}.", "Write a whole number.")
    extension = entry.get("extension")
    made = Rule(**{
        **entry,
        "extension": ExtensionRule(**extension) if extension else None,
        "stops": tuple(StopRule(**item) for item in entry.get("stops") or []),
        "cut_off": _time(path, line, entry.get("cut_off")),
        "at": _time(path, line, entry.get("at")),
    })  # fmt: skip
    _check(path, line, made)
    return made


def _check(path: Path, line: int, made: Rule) -> None:
    """What a kind of counting needs, or cannot have."""
    back = made.direction == "before"
    faults = {
        "counts working days by no calendar": made.unit in WORKING and not made.calendar,
        "moves its last day by no calendar": bool(made.roll) and not made.calendar,
        "counts months or a period's units backwards": back and (made.unit == "months" or made.first == "with"),
        "counts nothing from nothing": made.number == 0 and not made.period,
        "counts hours otherwise than back from a moment": made.unit == "hours" and not (back and made.at),
        "counts clear days from a first day": made.unit in CLEAR and made.first == "with",
        "stops or extends what is counted back": back and bool(made.stops or made.extension),
        "has an id that is no address": not re.fullmatch(r"[a-z0-9-]+", made.id),
    }
    for fault, found in faults.items():
        if found:
            raise PackError(path, line, f"{made.id} {fault}.", "See docs/reference/clocks.md for what each unit needs.")


def _time(path: Path, line: int, text: Any) -> time | None:
    if text is None:
        return None
    try:
        return time.fromisoformat(cast(str, text))
    except (TypeError, ValueError):
        raise PackError(path, line, f"{text!r} is no time of day.", 'Write it in quotes: "17:00".') from None
