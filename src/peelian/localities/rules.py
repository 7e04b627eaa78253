"""The quarterly report's states and checks: a table and pure functions; no database.

What is demanded follows seed-004, lines 1722 to 1736 (corrective action for every red), and the needs N15, N16, N26, N43 and N47.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow
from peelian.figures.decided import BodyRule, Indicator
from peelian.figures.judge.ratings import QUESTIONS
from peelian.figures.periods import Period
from peelian.figures.releases.quarter import Line
from peelian.reading.persons import warned

QUARTER = Workflow(
    "quarterly report",
    (
        State("draft", "Being written", "the borough's analyst", P.WRITE_QUARTER),
        State("in-review", "In review", "somebody of the borough who did not write it", P.REVIEW_QUARTER),
        State("reviewed", "Reviewed", "the borough's lead", P.SIGN_OFF_QUARTER),
        State("published", "Published"),
        State("dropped", "Dropped"),
    ),
    (
        Step("quarter.send", "Send for review", ("draft",), "in-review", P.WRITE_QUARTER),
        Step("quarter.pass", "Pass the review", ("in-review",), "reviewed", P.REVIEW_QUARTER, ("author",)),
        Step(
            "quarter.send-back",
            "Send back",
            ("in-review", "reviewed"),
            "draft",
            P.REVIEW_QUARTER,
            ("author",),
            reason=True,
        ),
        Step("quarter.publish", "Sign off and publish", ("reviewed",), "published", P.SIGN_OFF_QUARTER, ("author",)),
        Step("quarter.drop", "Drop", ("draft",), "dropped", P.WRITE_QUARTER, reason=True),
    ),
)
DUE = "borough-quarter"
"""The house rule of the clocks by which a quarter's report is due."""


def last_day(period: Period) -> dt.date:
    """The last day of a period."""
    year, month = divmod(period.last + 1, 12)
    return dt.date(year, month + 1, 1) - dt.timedelta(days=1)


def shows(report: Period, own: Period) -> bool:
    """Whether a report shows the borough's own figure of a period: of its own, and of those that it compares with."""
    return own.kind in (report.kind, "fytd") and report.last - own.last in (0, 3, 12)


@dataclass(frozen=True)
class Said:
    """What a report says of an indicator."""

    commentary: str = ""
    action: str = ""
    action_owner: str = ""
    action_by: str = ""


@dataclass(frozen=True)
class Demanded:
    """One thing that is missing before a report can go on, or (``warning``) that somebody must look at."""

    measure: str
    what: str
    warning: bool = False
    field: str = ""
    """What it is about: a text of the report or the indicator, the year's ``rule``, ``indicators``, ``demand`` or ``figures``."""


TEXTS = {
    "introduction": "The introduction", "demand_note": "The note on demand", "why_corrected": "What it corrects, and why",
}  # fmt: skip
"""The texts that a report has of its own, beside those of its indicators."""


@dataclass(frozen=True)
class Text:
    """A text that is published with a report: what it is about (as ``Demanded.field``), what it is called, its words."""

    field: str
    title: str
    words: str


def demanded(
    lines: Iterable[Line], said: Mapping[str, Said], rule: BodyRule, demand: int, *, titles: Mapping[str, str],
    texts: Iterable[Text] = (),
) -> list[Demanded]:  # fmt: skip
    """What is missing. ``demand`` is how many measures of demand have a figure; ``texts`` are those of no indicator."""
    found = []
    if rule.rule.open:
        questions = ", nor ".join(QUESTIONS[name] for name in rule.rule.open)
        found.append(
            Demanded(
                "", f"The borough's rule does not say {questions}. Answer it in the year's settings.", field="rule"
            )
        )
    lines = list(lines)
    if not lines:
        found.append(
            Demanded("", "The report has no indicator: choose at least one in the year's settings.", field="indicators")
        )
    if any(line.rated.rating.colour == "red" for line in lines) and not demand:
        found.append(
            Demanded(
                "",
                "A red figure is shown with the demand beside it: choose at least one measure of demand that has a figure.",
                field="demand",
            )
        )
    for text in texts:
        found += [
            Demanded("", f"{text.title}: {item.sentence}", warning=True, field=text.field)
            for item in warned(text.words)
        ]
    for line in lines:
        found += _of_line(line, said.get(line.rated.indicator.measure, Said()), titles)
    return found


def _of_line(line: Line, said: Said, titles: Mapping[str, str]) -> Iterable[Demanded]:
    measure = line.rated.indicator.measure
    title = titles[measure]
    if line.missing and not said.commentary.strip():
        yield Demanded(measure, f"{title} has no figure: say why, and when there will be one.", field="commentary")
    if line.needs_action:
        why = "is red" if line.rated.rating.needs_action else "has worsened by more than chance"
        if not said.action.strip():
            yield Demanded(measure, f"{title} {why}: say what is done about it.", field="action")
        elif not (said.action_owner.strip() and said.action_by):
            yield Demanded(measure, f"{title}: say who does what is done about it, and by when.", field="action_owner")
    for field, name, text in (
        ("commentary", "commentary", said.commentary),
        ("action", "corrective action", said.action),
        ("action_owner", "who does it", said.action_owner),
    ):
        yield from (
            Demanded(measure, f"{title}, {name}: {item.sentence}", warning=True, field=field) for item in warned(text)
        )
        yield from (
            Demanded(measure, f"{title}, {name}: {item}", field=field)
            for item in contradictions(text, line.rated.rating.colour)
        )


def taken_over(indicator: Indicator, year: str, goal: str = "") -> dict[str, Any]:
    """An indicator of a rule as the settings of a year have it: a target of every quarter, and those of the year's own quarters.

    A tolerance that is a share of the target becomes per cent; a year's number with a profile becomes its quarters' shares.
    """
    every = [{"period": None, "low": item.low, "high": item.high} for item in indicator.targets if item.period is None]
    quarters = [Period.of("quarter", Period.parse(year).first + 3 * place) for place in range(4)]
    named = {item.period for item in indicator.targets}
    own = [
        {"period": str(quarter), "low": str(target.low), "high": str(target.high)}
        for quarter in quarters
        if {str(quarter), year} & named and (target := indicator.target(quarter)) is not None
    ]
    tolerance = None if indicator.tolerance is None else Decimal(indicator.tolerance)
    if tolerance is not None and not indicator.points:
        tolerance *= 100
    return {
        "measure": indicator.measure, "goal": goal, "wanted": indicator.wanted, "targets": own + every, "tolerance": tolerance,
        "points": indicator.points,
    }  # fmt: skip


_COLOUR = re.compile(r"\b(red|amber|green)\b(?=[\s-]*(?:rated|rating|status|flag(?:ged)?|indicator|\())", re.I)
_RATED = re.compile(
    r"\b(?:rated|rating(?: is| of)?|status(?: is| of)?|shown as|is|as)\s+[‘'“\"*]*(red|amber|green)\b", re.I
)


def contradictions(text: str, colour: str | None) -> list[str]:
    """Where a text gives an indicator another colour than its rating: there is one status, and it is not typed."""
    named = {match[1].lower() for pattern in (_COLOUR, _RATED) for match in pattern.finditer(text)}
    is_what = f"is {colour}" if colour else "has no colour"
    return [f"the text says {name}, the indicator {is_what}." for name in sorted(named - {colour or ""})]


def cycle(year: Period, published: Iterable[str], started: Iterable[str], last: int) -> list[tuple[Period, str]]:
    """Every quarter of a financial year with where its report is: published, being written, missing, not over yet.

    ``last`` is the month of today. A final quarter without a report is made good by the year's outturn, and asks for it.
    """
    out, begun = set(published), set(started)
    found = []
    for place in range(4):
        quarter = Period.of("quarter", year.first + 3 * place)
        name = str(quarter)
        if name in out:
            state = "published"
        elif place == 3 and str(year) in out:
            state = "covered by the year's outturn"
        elif name in begun:
            state = "being written"
        elif quarter.last >= last:
            state = "not over yet"
        else:
            state = "missing: the year's outturn is needed instead" if place == 3 else "missing"
        found.append((quarter, state))
    return found
