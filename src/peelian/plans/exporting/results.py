"""What StratML Part 2 measures of a plan: an indicator for each yardstick, for each commitment and for each of its milestones.

An instance of measurement holds the targets and the results of the same days; what has no other beside it stands alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peelian.figures.periods import Period, parse_month
from peelian.plans.records import Commitment, Detail, Plan, Target, Yardstick
from peelian.plans.standing import Standing, missing_years
from peelian.plans.statuses import Claim

_LIMITS = {"lower": "at most", "higher": "at least", "none": ""}


@dataclass(frozen=True)
class Actual:
    """A figure that is out: its period, its value (None where ``symbol`` says why), and the release that it is of."""

    period: Period
    value: Decimal | None
    release: str
    symbol: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class Result:
    """A target or a result: its days, a number or a name and a word for what has none, and a sentence."""

    first: dt.date | None = None
    last: dt.date | None = None
    value: Decimal | None = None
    words: tuple[str, str] | None = None
    text: str = ""


Instance = tuple[tuple[Result, ...], tuple[Result, ...]]
"""Targets, and what was reached."""


@dataclass(frozen=True)
class Indicator:
    """What is measured. ``key`` names it among the plan's items; ``serves`` are the objectives that it is to bring about."""

    key: tuple[str, str, str]
    title: str
    unit: str
    stage: str
    type: str
    instances: tuple[Instance, ...]
    serves: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def first_day(month: int) -> dt.date:
    """The first day of a month by its ordinal."""
    return dt.date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> dt.date:
    """The last day of a month by its ordinal."""
    return first_day(month + 1) - dt.timedelta(days=1)


def of_yardstick(plan: Plan, yardstick: Yardstick, actuals: Iterable[Actual], title: str, unit: str) -> Indicator:
    """A yardstick with its targets and the figures that are out: an outcome, in numbers."""
    wanted = {"lower": "Lower is wanted.", "higher": "Higher is wanted.", "none": "No direction is wanted."}
    notes = [f"{wanted[yardstick.wanted]} {yardstick.why}"]
    notes += [f"Read as: {yardstick.reading}"] if yardstick.reading else []
    notes += [yardstick.rule] if yardstick.rule else []
    if yardstick.tolerance:
        notes.append(f"On target within {yardstick.tolerance.value} ({yardstick.tolerance.kind})")
    if yardstick.baseline:
        notes.append(f"Baseline: {yardstick.baseline.period.label()}, from {yardstick.baseline.source}")
    notes += [f"No target for {year.label()}" for year in missing_years(plan, yardstick)]
    key = ("yardstick", yardstick.objective, yardstick.measure)
    return Indicator(key, title, unit, "Outcome", "Quantitative", _paired(yardstick, actuals), notes=tuple(notes))


def _paired(yardstick: Yardstick, actuals: Iterable[Actual]) -> tuple[Instance, ...]:
    """Targets with the figures of the same period; first what has no period, then by period."""
    targets: dict[Period | None, list[Result]] = {}
    for target in yardstick.targets:
        targets.setdefault(target.by, []).append(_target(target, _LIMITS[yardstick.wanted]))
    if yardstick.band:
        band = f"{yardstick.band.low} to {yardstick.band.high}"
        targets.setdefault(None, []).append(Result(words=("band", band), text="To stay within, both ends included"))
    reached = {one.period: _actual(one) for one in actuals}
    timed = sorted({period for period in (*targets, *reached) if period})
    undated: tuple[Instance, ...] = ((tuple(targets[None]), ()),) if None in targets else ()
    return undated + tuple(
        (tuple(targets.get(period, ())), (reached[period],) if period in reached else ()) for period in timed
    )


def _target(target: Target, limit: str) -> Result:
    printed = f"printed at line {target.line}" if target.line else ""
    undated = "no date is printed" if target.by is None else ""
    text = "; ".join(filter(None, (limit, undated, printed)))
    if target.by is None:
        return Result(value=target.value, text=text)
    return Result(first_day(target.by.first), last_day(target.by.last), target.value, text=text)


def _actual(one: Actual) -> Result:
    text = f"{one.period.label()}, release {one.release}{'; illustrative' if one.illustrative else ''}"
    words = ("no figure", one.symbol) if one.value is None else ("marked", one.symbol) if one.symbol else None
    return Result(first_day(one.period.first), last_day(one.period.last), one.value, words, text)


def of_commitment(standing: Standing, one: Commitment) -> list[Indicator]:
    """Whether a commitment is kept, and the same of each of its milestones: outputs, by status or by the number promised."""
    serves = tuple(objective.id for objective in standing.plan.objectives_served_by(one.id))
    whole = Indicator(
        ("commitment", one.id, "kept"), "Whether it is kept", "status", "Output", "Qualitative",
        _kept(one.due, standing.history("commitment", one.id)), serves,
    )  # fmt: skip
    ids = [detail.id for detail in one.details]
    return [whole, *(
        _milestone(standing, one, detail, ids[:place].count(detail.id)) for place, detail in enumerate(one.details)
    )]  # fmt: skip


def _milestone(standing: Standing, one: Commitment, detail: Detail, namesakes: int) -> Indicator:
    """``namesakes`` are the milestones before it that have the same title: no two identifiers of a file may be the same."""
    claims = standing.history("commitment", one.id, detail.id)
    key = ("milestone", one.id, f"{detail.id}.{namesakes}" if namesakes else detail.id)
    kind = "Qualitative" if detail.value is None else "Quantitative"
    start = Period.parse(detail.start) if detail.start else None
    kept = _kept(detail.due, claims, detail.value, start)
    return Indicator(key, detail.title, detail.unit or "status", "Output", kind, kept)


def _kept(
    due: str | None, claims: Sequence[Claim], value: Decimal | None = None, start: Period | None = None
) -> tuple[Instance, ...]:
    """To be kept, in time where a time is promised, and by how much where a number is; and every claim, oldest first."""
    target = Result(
        first_day(start.first) if start else None, last_day(parse_month(due)) if due else None, value,
        ("status", "Kept"), "" if due else "No month is promised",
    )  # fmt: skip
    return (((target,), tuple(_claimed(claim) for claim in claims)),)


def _claimed(claim: Claim) -> Result:
    evidence = "; ".join(f"{one.title} {one.link}" for one in claim.evidence)
    return Result(last=claim.on, words=("status", claim.what.title), text=f"{claim.reason} Evidence: {evidence}")
