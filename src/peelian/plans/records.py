"""What a plan consists of, as frozen records that refuse nothing: `pack.py` has checked them before they exist."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period, parse_month

Wanted = Literal["lower", "higher", "none"]
DifferenceKind = Literal["percent", "points", "count"]


@dataclass(frozen=True)
class Reach:
    """How a body is reached: by telephone, by e-mail, or by either."""

    telephone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Successor:
    """That another body took a body's place, wholly or with others, on a day."""

    by: str
    on: date


@dataclass(frozen=True)
class Body:
    """An organisation that owns, shares or scrutinises; `short` is how a table names it."""

    id: str
    name: str
    short: str
    kind: str
    formats: Reach | None = None
    """Whom to ask for what it publishes in another language, in large print or in braille; None where nobody is named."""
    succeeded: tuple[Successor, ...] = ()
    """Who took its place, and when; empty while it is there."""


@dataclass(frozen=True)
class Money:
    """An amount in whole units of its currency that the plan puts to a commitment, and what it is for."""

    amount: int
    currency: str
    line: int | None
    what: str


@dataclass(frozen=True)
class Detail:
    """One dated, costed or counted promise inside a commitment: a milestone on the way to keeping it.

    `due` is the month by which, `start` the period from which; `due_words` keeps the print where it says less than a
    month. `value` and `unit` hold a number that is promised, such as 2 constables a ward or 30 percent.
    """

    title: str
    line: int | None
    due: str | None = None
    due_words: str | None = None
    start: str | None = None
    value: Decimal | None = None
    unit: str | None = None

    @property
    def id(self) -> str:
        """Its title as an address has it."""
        return "-".join(re.findall("[a-z0-9]+", self.title.lower()))


@dataclass(frozen=True)
class Commitment:
    """What the plan says will be done, by whom and by when. `theme` is None for a promise outside the themes' lists.

    `line` is None where no document prints it yet; `text` holds the plan's own words where the records have them.
    """

    id: str
    title: str
    line: int | None
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
    text: str | None = None

    def due_has_passed(self, on: date) -> bool:
        """Whether the month by which it is due, or by which one of its details is, ended before the given day."""
        dates = [self.due, *(detail.due for detail in self.details)]
        return any(month_has_ended(due, on) for due in dates if due)


@dataclass(frozen=True)
class Objective:
    """What success would look like.

    `no_source` says why nothing measures it yet; `gap` says what the figures that do measure it leave out. `subjects` are what
    the law has objectives be about (PRSRA 2011 s.7(2)): keys of ``SUBJECTS``.
    """

    id: str
    title: str
    line: int | None
    theme: str
    commitments: tuple[str, ...]
    no_source: str | None
    gap: str | None
    subjects: tuple[str, ...] = ()
    text: str | None = None


@dataclass(frozen=True)
class Theme:
    """A chapter of the plan with its commitments and objectives; `about` is our summary for residents."""

    id: str
    title: str
    line: int | None
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

    `reading` is set where one series is read in opposite ways: "more reports" or "fewer victims". `yearly` asks for a target in
    every year of the plan; `targets_due` is the month by which targets are to be set; where `with_people` is true they are set
    with the people they are for, and `set_with` says which engagement they rest on.
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
    yearly: bool = False
    targets_due: str | None = None
    with_people: bool = False
    set_with: str | None = None

    @property
    def id(self) -> str:
        """How its record is named."""
        return f"{self.objective}.{self.measure}"


@dataclass(frozen=True)
class TradeOff:
    """What will be done less because of an item of the plan (`of`: a theme, commitment or objective)."""

    id: str
    title: str
    of: str
    why: str
    line: int | None
    document: str | None = None


@dataclass(frozen=True)
class Review:
    """A review or inspection that is awaited: whose, when expected, and the items that it reopens when it concludes."""

    id: str
    title: str
    body: str
    expected: str | None
    expected_words: str | None
    touches: tuple[str, ...]
    line: int | None
    document: str | None = None


@dataclass(frozen=True)
class Aim:
    """What a pilot is to show: in words, and by which measure it would be seen."""

    text: str
    measure: str | None
    wanted: Wanted


@dataclass(frozen=True)
class Pilot:
    """A trial with aims that are set before it starts, so that it can be proved or reversed."""

    id: str
    title: str
    commitment: str | None
    where: str
    starts: str | None
    ends: str | None
    aims: tuple[Aim, ...]
    line: int | None
    document: str | None = None


@dataclass(frozen=True)
class Programme:
    """A strategy, action plan, review, service or system beside the plan: what it promises, and the measures it should move."""

    id: str
    title: str
    kind: str
    owner: Body
    promise: str
    due: str | None
    due_words: str | None
    commitments: tuple[str, ...]
    measures: tuple[str, ...]
    line: int | None
    document: str | None


@dataclass(frozen=True)
class Publication:
    """Something the plan says will be published: what, by whom, by when; `every` is set where it recurs (year, quarter)."""

    id: str
    title: str
    by: Body
    due: str | None
    due_words: str | None
    every: str | None
    commitment: str | None
    line: int | None
    document: str | None = None


@dataclass(frozen=True)
class Finding:
    """What an inspection or inquiry found or recommended, and who has to answer it by when."""

    id: str
    title: str
    body: str
    owner: Body
    due: str | None
    due_words: str | None
    line: int | None
    document: str | None


@dataclass(frozen=True)
class Content:
    """How the plan sets out one of the things that a plan must (``HEADS``)."""

    head: str
    text: str
    line: int | None

    @property
    def id(self) -> str:
        """How its record is named."""
        return self.head


@dataclass(frozen=True)
class Sentence:
    """One sentence of the summary for residents, tied to the records it rests on (`about`: ids).

    `where` is an area id where it is for one place, else None.
    """

    id: str
    text: str
    about: tuple[str, ...]
    where: str | None


HEADS = {
    "objectives": "the police and crime objectives",
    "policing": "the policing that the chief officer is to provide",
    "resources": "the financial and other resources given to the chief officer",
    "reporting": "the means by which the chief officer reports to the body",
    "measuring": "the means by which performance is measured",
    "grants": "the crime and disorder reduction grants, and their conditions",
}
"""The six things that a plan must set out: PRSRA 2011 s.7(1)(a) to (f), in that order."""
SUBJECTS = {
    "policing": "the policing of the area",
    "reduction": "crime and disorder reduction in the area",
    "national": "the force's national or international functions",
}
"""What police and crime objectives are about: PRSRA 2011 s.7(2)."""
PROGRAMME_KINDS = ("strategy", "action plan", "review", "service", "system", "pilot")


@dataclass(frozen=True)
class Consultation:
    """When a draft could be answered, first and last day included."""

    opens: date
    closes: date
    line: int | None


@dataclass(frozen=True)
class Plan:
    """A police and crime plan with everything that hangs on it. Look-ups of an unknown id raise PeelianError."""

    id: str
    title: str
    status: str
    document: str | None
    first_line: int | None
    last_line: int | None
    first_month: str
    last_month: str
    consultation: Consultation | None
    owner: Body
    scrutiny: Body | None
    area: str
    themes: tuple[Theme, ...]
    promises: tuple[Commitment, ...]
    yardsticks: tuple[Yardstick, ...] = field(default=(), repr=False)
    known_from: str | None = None
    """Why it is known only in part; None where the whole plan is here."""
    about: str = ""
    contents: tuple[Content, ...] = ()
    summary: tuple[Sentence, ...] = ()
    trade_offs: tuple[TradeOff, ...] = ()
    reviews: tuple[Review, ...] = ()
    pilots: tuple[Pilot, ...] = ()
    programmes: tuple[Programme, ...] = ()
    publications: tuple[Publication, ...] = ()
    findings: tuple[Finding, ...] = ()

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
