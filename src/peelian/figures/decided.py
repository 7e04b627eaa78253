"""What named people and bodies have decided about how figures are judged: new baselines, and colour rules with their targets.

Both are data of the pack (``baselines.yaml``, ``ratings.yaml``), sealed with the catalogue of each release.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from peelian.figures.areas import Areas
from peelian.figures.errors import PeelianError
from peelian.figures.judge.ratings import COMPARED_WITH, Rule, Target
from peelian.figures.pack import Entry, Pack
from peelian.figures.packfile import PackError, check_keys
from peelian.figures.periods import Period, parse_month

WANTED = {"higher": 1, "lower": -1}
_BASELINE = ("id", "measure", "area", "from", "reason", "by", "decided")
_RULE = ("id", "body", "title", "amber", "unchanged", "compared_with", "two_sided", "source", "indicators")
_INDICATOR = ("measure", "area", "wanted", "tolerance", "targets")
_CHOICES: dict[str, tuple[Any, ...]] = {
    "amber": ("tolerance", "movement"), "unchanged": ("amber", "red", None), "compared_with": (*COMPARED_WITH, None),
    "two_sided": (True, False, None),
}  # fmt: skip


@dataclass(frozen=True)
class Baseline:
    """From a month on the limits of a measure's control chart at an area are made anew, because a named person said so."""

    id: str
    measure: str
    area: str
    month: int
    reason: str
    by: str
    decided: str


@dataclass(frozen=True)
class PeriodTarget:
    """What a body set for a period, or for every one (None); ``profile`` shares a year's number out over its quarters."""

    period: str | None
    low: str
    high: str
    profile: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """A measure at an area that a body rates, and the targets it has set. Numbers are kept as they are written."""

    rule: str
    measure: str
    area: str
    wanted: str
    tolerance: str | None
    points: bool
    targets: tuple[PeriodTarget, ...]

    @property
    def better(self) -> int:
        """1 where more is better, -1 where less is."""
        return WANTED[self.wanted]

    def target(self, period: Period) -> Target | None:
        """The target of a quarter: its own, its share of its year's, or one for every quarter; None where none is set."""
        year = str(Period.of("fy", period.last))
        for text, wanted in ((str(period), False), (year, True), (None, False)):
            for item in self.targets:
                if item.period == text and (item.profile or not wanted):
                    share = (
                        Decimal(item.profile[(period.last % 12 - 3) % 12 // 3]) / 100 if item.profile else Decimal(1)
                    )
                    tolerance = Decimal(self.tolerance) if self.tolerance is not None else None
                    low, high = Decimal(item.low) * share, Decimal(item.high) * share
                    return Target(low, high, tolerance, points=self.points)
        return None


@dataclass(frozen=True)
class BodyRule:
    """How a body colours its figures, and where it says so."""

    id: str
    body: str
    title: str
    rule: Rule
    source: str
    indicators: tuple[Indicator, ...]


def baselines(pack: Pack, measures: Collection[str], areas: Areas) -> tuple[Baseline, ...]:
    """The confirmed baselines of a pack. Raises PackError for an unknown measure or area, or one that nobody stands for."""
    found = []
    for entry in pack.entries("baselines.yaml", _BASELINE):
        _known(entry, (), measures, areas)
        for key in ("reason", "by"):
            if not isinstance(entry.data[key], str) or not entry.data[key].strip():
                raise PackError(
                    entry.path, entry.line(key), f"{key} is empty.", "A new baseline needs a reason and a named person."
                )
        month = _month(entry)
        found.append(Baseline(entry.data["id"], entry.data["measure"], entry.data["area"], month, entry.data["reason"],
                              entry.data["by"], _day(entry)))  # fmt: skip
    return tuple(found)


def rules(pack: Pack, measures: Collection[str], areas: Areas) -> tuple[BodyRule, ...]:
    """The colour rules of a pack. Raises PackError for what no rule can be made of."""
    return tuple(_rule(entry, measures, areas) for entry in pack.entries("ratings.yaml", _RULE))


def _rule(entry: Entry, measures: Collection[str], areas: Areas) -> BodyRule:
    data = entry.data
    for key, choices in _CHOICES.items():
        if data[key] not in choices:
            named = ", ".join("null" if choice is None else str(choice) for choice in choices)
            raise PackError(entry.path, entry.line(key), f"{key} {data[key]!r} is unknown.", f"Use one of {named}.")
    indicators = tuple(_indicator(entry, place, measures, areas) for place in range(len(data["indicators"] or [])))
    rule = Rule(data["amber"], data["unchanged"], data["compared_with"], data["two_sided"])
    return BodyRule(data["id"], data["body"], data["title"], rule, str(data["source"]), indicators)


def _indicator(entry: Entry, place: int, measures: Collection[str], areas: Areas) -> Indicator:
    at, data = ("indicators", place), entry.data["indicators"][place]
    check_keys(entry.path, entry.line(*at), data, required=_INDICATOR, allowed=_INDICATOR)
    _known(entry, at, measures, areas)
    if data["wanted"] not in WANTED:
        raise PackError(
            entry.path, entry.line(*at, "wanted"), f"wanted {data['wanted']!r} is unknown.", "Use lower or higher."
        )
    tolerance = data["tolerance"]
    if tolerance is not None:
        line = entry.line(*at, "tolerance")
        check_keys(entry.path, line, tolerance, required=("kind", "value"), allowed=("kind", "value"))
        if tolerance["kind"] not in ("percent", "points"):
            raise PackError(
                entry.path, line, f"tolerance in {tolerance['kind']!r} is unknown.", "Use percent or points."
            )
    points = tolerance is not None and tolerance["kind"] == "points"
    room = None if tolerance is None else _number(entry, at, tolerance["value"])
    if room is not None and not points:
        room = str(Decimal(room) / 100)
    targets = tuple(_target(entry, (*at, "targets", item)) for item in range(len(data["targets"] or [])))
    return Indicator(entry.data["id"], data["measure"], data["area"], data["wanted"], room, points, targets)


def _target(entry: Entry, at: tuple[str | int, ...]) -> PeriodTarget:
    data: Any = entry.data
    for step in at:
        data = data[step]
    check_keys(entry.path, entry.line(*at), data, required=(), allowed=("period", "value", "low", "high", "profile"))
    if ("value" in data) == ("low" in data or "high" in data):
        raise PackError(
            entry.path, entry.line(*at), "a target is a value, or a band of low and high.", "Write one of the two."
        )
    low, high = (_number(entry, at, data.get(key, data.get("value"))) for key in ("low", "high"))
    period = data.get("period")
    profile = tuple(_number(entry, at, share) for share in data.get("profile") or ())
    if profile and (len(profile) != 4 or sum(map(Decimal, profile)) != 100):
        raise PackError(
            entry.path, entry.line(*at), "a profile is four shares that make 100.", "Write [25, 25, 25, 25] or others."
        )
    if period is not None:
        kind = _period(entry, at, str(period)).kind
        if kind != ("fy" if profile else "quarter"):
            raise PackError(entry.path, entry.line(*at), f"{period} is no {'year with a profile' if profile else 'quarter'}.",
                            "Write FY2016-17-Q3, or FY2016-17 with a profile of its quarters.")  # fmt: skip
    return PeriodTarget(None if period is None else str(period), low, high, profile)


def _period(entry: Entry, at: tuple[str | int, ...], text: str) -> Period:
    try:
        return Period.parse(text)
    except PeelianError as error:
        raise PackError(entry.path, entry.line(*at), error.message, error.remedy) from error


def _number(entry: Entry, at: tuple[str | int, ...], value: Any) -> str:
    try:
        return str(Decimal(str(value)))
    except InvalidOperation as error:
        raise PackError(entry.path, entry.line(*at), f"{value!r} is no number.", "Write a number.") from error


def _known(entry: Entry, at: tuple[str | int, ...], measures: Collection[str], areas: Areas) -> None:
    data: Any = entry.data
    for step in at:
        data = data[step]
    for key, known in (("measure", measures), ("area", areas)):
        if data[key] not in known:
            raise PackError(entry.path, entry.line(*at, key), f"{key} {data[key]!r} is unknown.", "Correct the id.")


def _month(entry: Entry) -> int:
    try:
        return parse_month(str(entry.data["from"]))
    except PeelianError as error:
        raise PackError(entry.path, entry.line("from"), error.message, "Write the first month as 2019-03.") from error


def _day(entry: Entry) -> str:
    try:
        return dt.date.fromisoformat(str(entry.data["decided"])).isoformat()
    except ValueError as error:
        raise PackError(
            entry.path, entry.line("decided"), f"{entry.data['decided']!r} is no date.", "Write 2026-11-26."
        ) from error


def baselines_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Baseline, ...]:
    """Those that a release keeps."""
    return tuple(Baseline(**entry) for entry in data)


def rules_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[BodyRule, ...]:
    """Those that a release keeps."""
    return tuple(
        BodyRule(
            **{
                **entry,
                "rule": Rule(**entry["rule"]),
                "indicators": tuple(map(_indicator_from_json, entry["indicators"])),
            }
        )
        for entry in data
    )


def _indicator_from_json(entry: Mapping[str, Any]) -> Indicator:
    targets = tuple(PeriodTarget(**{**item, "profile": tuple(item["profile"])}) for item in entry["targets"])
    return Indicator(**{**entry, "targets": targets})
