"""What a plan consists of, as frozen records that refuse nothing: `pack.py` has checked them before they exist."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period, parse_month

Wanted = Literal["lower", "higher", "none"]
DifferenceKind = Literal["percent", "points", "count"]


@dataclass(frozen=True)
class Body:
    """An organisation that owns, shares or scrutinises; `short` is how a table names it."""

    id: str
    name: str
    short: str
    kind: str


@dataclass(frozen=True)
class Money:
    """An amount in whole units of its currency that the plan puts to a commitment, and what it is for."""

    amount: int
    currency: str
    line: int
    what: str


@dataclass(frozen=True)
class Detail:
    """One dated, costed or counted promise inside a commitment.

    `due` is the month by which, `start` the period from which; `due_words` keeps the print where it says less than a
    month. `value` and `unit` hold a number that is promised, such as 2 constables a ward or 30 percent.
    """

    title: str
    line: int
    due: str | None = None
    due_words: str | None = None
    start: str | None = None
    value: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Commitment:
    """What the plan says will be done, by whom and by when. `theme` is None for a promise outside the themes' lists."""

    id: str
    title: str
    line: int
    theme: str | None
    owner: Body
    partners: tuple[Body, ...]
    due: str | None
    due_line: int | None
    due_words: str | None
    passages: tuple[int, ...]
    money: tuple[Money, ...]
    details: tuple[Detail, ...]
    measures: tuple[str, ...]

    def due_has_passed(self, on: date) -> bool:
        """Whether the month by which it is due, or by which one of its details is, ended before the given day."""
        dates = [self.due, *(detail.due for detail in self.details)]
        return any(month_has_ended(due, on) for due in dates if due)


@dataclass(frozen=True)
class Objective:
    """What success would look like.

    `no_source` says why nothing measures it yet; `gap` says what the figures that do measure it leave out.
    """

    id: str
    title: str
    line: int
    theme: str
    commitments: tuple[str, ...]
    no_source: str | None
    gap: str | None


@dataclass(frozen=True)
class Theme:
    """A chapter of the plan with its commitments and objectives; `about` is our summary for residents."""

    id: str
    title: str
    line: int
    about: str
    commitments: tuple[Commitment, ...]
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class Baseline:
    """The period a yardstick starts from, and the document or data set that holds its figure."""

    period: Period
    source: str


@dataclass(frozen=True)
class Target:
    """A value to reach; `by` is None where the plan names no date and the value holds throughout."""

    by: Period | None
    value: Decimal
    line: int | None


@dataclass(frozen=True)
class Tolerance:
    """How far off target still counts as on it."""

    kind: DifferenceKind
    value: Decimal


@dataclass(frozen=True)
class Band:
    """A range to stay within, both ends included."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Yardstick:
    """An objective read by a measure: the direction wanted, and what the figure is held against.

    `reading` is set where one series is read in opposite ways: "more reports" or "fewer victims".
    """

    objective: str
    measure: str
    wanted: Wanted
    reading: str | None
    baseline: Baseline | None
    targets: tuple[Target, ...]
    tolerance: Tolerance | None
    band: Band | None
    rule: str | None
    why: str


@dataclass(frozen=True)
class Consultation:
    """When a draft could be answered, first and last day included."""

    opens: date
    closes: date
    line: int


@dataclass(frozen=True)
class Plan:
    """A police and crime plan with everything that hangs on it. Look-ups of an unknown id raise PeelianError."""

    id: str
    title: str
    status: str
    document: str
    first_line: int
    last_line: int
    first_month: str
    last_month: str
    consultation: Consultation | None
    owner: Body
    scrutiny: Body | None
    area: str
    themes: tuple[Theme, ...]
    promises: tuple[Commitment, ...]
    yardsticks: tuple[Yardstick, ...] = field(default=(), repr=False)

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """Every commitment of every theme, in print order; `promises` stand apart."""
        return tuple(commitment for theme in self.themes for commitment in theme.commitments)

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """Every objective of every theme, in print order."""
        return tuple(objective for theme in self.themes for objective in theme.objectives)

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id."""
        return _one(self.themes, "theme", theme_id)

    def objective(self, objective_id: str) -> Objective:
        """The objective with this id."""
        return _one(self.objectives, "objective", objective_id)

    def commitment(self, commitment_id: str) -> Commitment:
        """The commitment, or the promise outside the themes' lists, with this id."""
        return _one((*self.commitments, *self.promises), "commitment", commitment_id)

    def yardsticks_of(self, objective_id: str) -> tuple[Yardstick, ...]:
        """The yardsticks of one objective, in the pack's order; none where no data source exists yet."""
        self.objective(objective_id)
        return tuple(yardstick for yardstick in self.yardsticks if yardstick.objective == objective_id)

    def yardsticks_on(self, measure_id: str) -> tuple[Yardstick, ...]:
        """Every reading of one measure: two of them may want opposite directions."""
        return tuple(yardstick for yardstick in self.yardsticks if yardstick.measure == measure_id)

    def wanted_of(self, measure_id: str) -> str:
        """What the plan wants of a measure, where all that read it want one thing; else empty."""
        wanted = {yardstick.wanted for yardstick in self.yardsticks_on(measure_id)}
        return wanted.pop() if len(wanted) == 1 else ""

    def yearly_target(self, measure_id: str) -> Target | None:
        """The newest target of a measure that is of a whole year; None where the plan sets none."""
        years = [
            (target.by.last, target)
            for yardstick in self.yardsticks_on(measure_id)
            for target in yardstick.targets
            if target.by and target.by.months == 12
        ]
        return max(years, key=lambda entry: entry[0])[1] if years else None

    def objectives_of(self, measure_id: str) -> tuple[Objective, ...]:
        """The objectives that a measure speaks to, in print order; none for a measure no yardstick uses."""
        named = {yardstick.objective for yardstick in self.yardsticks_on(measure_id)}
        return tuple(objective for objective in self.objectives if objective.id in named)

    def commitments_of(self, measure_id: str) -> tuple[Commitment, ...]:
        """The commitments and promises whose delivery a measure would show."""
        return tuple(entry for entry in (*self.commitments, *self.promises) if measure_id in entry.measures)

    def objectives_served_by(self, commitment_id: str) -> tuple[Objective, ...]:
        """The objectives that a commitment is meant to bring about."""
        return tuple(objective for objective in self.objectives if commitment_id in objective.commitments)


def month_has_ended(month: str, on: date) -> bool:
    """Whether a month such as ``2017-12`` lies wholly before the given day."""
    return parse_month(month) < on.year * 12 + on.month - 1


_Entry = TypeVar("_Entry", Theme, Objective, Commitment)


def _one(entries: tuple[_Entry, ...], kind: str, wanted: str) -> _Entry:
    for entry in entries:
        if entry.id == wanted:
            return entry
    raise PeelianError(f"unknown-{kind}", f"No {kind} {wanted}.", f"The plan lists every {kind}.", {kind: wanted})
