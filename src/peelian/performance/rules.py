"""A release's states and checks: a table and pure functions; no database.

What is demanded follows seed-004, lines 1722 to 1755 (corrective action for every red, demand beside performance), and the needs
N15, N16, N18 and N26. Pre-release access follows the Pre-release Access to Official Statistics Order 2008 (SI 2008/2998).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from peelian.core.clocks.calendars import Calendar
from peelian.core.clocks.statutory import ENGLAND_AND_WALES
from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow
from peelian.figures.errors import PeelianError
from peelian.figures.judge.direction import SIX, Verdict
from peelian.figures.periods import Period
from peelian.figures.releases.judging import judgement
from peelian.figures.releases.publication import BEFORE
from peelian.figures.releases.rating import ratings_at
from peelian.figures.releases.release import Release
from peelian.plans.records import Plan

AUTHOR, REVIEWER = "author", "reviewer"
RELEASE = Workflow(
    "release",
    (
        State("draft", "Being written", "its author", P.DRAFT_RELEASE),
        State("in-review", "In review", "a quality reviewer who did not write it", P.REVIEW_RELEASE),
        State("reviewed", "Reviewed", "the person responsible", P.SIGN_OFF_RELEASE),
        State("signed-off", "Signed off", "the person responsible, to set its moment", P.SIGN_OFF_RELEASE),
        State("scheduled", "Scheduled", "the clock; until then the person responsible", P.SIGN_OFF_RELEASE),
        State("released", "Released"),
        State("withdrawn", "Withdrawn"),
    ),
    (
        Step("release.send", "Send for review", ("draft",), "in-review", P.DRAFT_RELEASE),
        Step("release.send-back", "Send back", ("in-review", "reviewed"), "draft", P.REVIEW_RELEASE, (AUTHOR,), reason=True),
        Step("release.pass", "Pass the review", ("in-review",), "reviewed", P.REVIEW_RELEASE, (AUTHOR,)),
        Step("release.reopen", "Reopen", ("in-review", "reviewed", "signed-off"), "draft", P.DRAFT_RELEASE, reason=True),
        Step("release.sign-off", "Sign off", ("reviewed",), "signed-off", P.SIGN_OFF_RELEASE, (AUTHOR,)),
        Step("release.schedule", "Schedule", ("signed-off",), "scheduled", P.SIGN_OFF_RELEASE, (AUTHOR,)),
        Step("release.postpone", "Postpone", ("scheduled",), "scheduled", P.SIGN_OFF_RELEASE, reason=True),
        Step("release.hold", "Take off the schedule", ("scheduled",), "signed-off", P.SIGN_OFF_RELEASE, reason=True),
        Step("release.withdraw", "Withdraw", ("draft", "in-review", "reviewed", "signed-off"), "withdrawn", P.DRAFT_RELEASE,
             reason=True),
    ),
)  # fmt: skip
"""``released`` is never stored: a scheduled release is released when its moment has come."""
WORKING_DAYS = ENGLAND_AND_WALES
EXACT_BEFORE = dt.timedelta(weeks=4)
"""The exact day of a release is fixed so long before it (Code of Practice for Statistics)."""
AHEAD = 12
"""Months that the calendar shows ahead (Code of Practice for Statistics)."""
MOST_PRE_RELEASE = 30
"""More people than these are no minimum, which is what the Order asks for: a house rule."""


def state_at(state: str, at: dt.datetime | None, now: dt.datetime, to_place: str = "") -> str:
    """The state as it is at a moment: a scheduled release is out by the clock, unless it waits to be placed (``to_place``)."""
    return "released" if state == "scheduled" and not to_place and at is not None and at <= now else state


@dataclass(frozen=True)
class Needed:
    """A reading that needs corrective action: the objective (empty for a body's own indicator), the measure, where, and why."""

    objective: str
    measure: str
    area: str
    why: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What a corrective action must name to answer it."""
        return self.objective, self.measure, self.area


def needing_action(release: Release, plan: Plan | None) -> list[Needed]:
    """Every red by a body's rule, and every real worsening of what the plan wants otherwise, at the body's own area.

    One series that two objectives read in opposite ways worsens for one of them at most, and that one is named.
    """
    area = release.areas[plan.area] if plan else release.catalogue.force
    found = list(_worsened(release, plan, area.id)) if plan else []
    for measure in release.catalogue:
        for rated in ratings_at(release, measure, area):
            if rated.rating.needs_action:
                found.append(Needed("", measure.id, area.id, f"red by {rated.rule.body}’s rule: {rated.rating.why}"))
    return found


def _worsened(release: Release, plan: Plan, area_id: str) -> Iterator[Needed]:
    worse = {"lower": Verdict.HIGHER, "higher": Verdict.LOWER}
    for yardstick in plan.yardsticks:
        measure = release.catalogue.measures.get(yardstick.measure)
        if measure is None or yardstick.wanted not in worse:
            continue
        found = judgement(release, measure, area_id, release.areas[area_id].kind, SIX)
        if found is not None and found.verdict == worse[yardstick.wanted]:
            moved = "more" if found.verdict == Verdict.HIGHER else "fewer"
            why = (
                f"{abs(found.ratio - 1):.0%} {moved} in its last six months than was to be expected, which is more than chance"
                " produces"
            )
            yield Needed(yardstick.objective, measure.id, area_id, why)


@dataclass(frozen=True)
class Acted:
    """A corrective action as the rules read it."""

    objective: str
    measure: str
    area: str
    what: str
    does: str
    by_when: dt.date | None
    demand: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Which reading it answers."""
        return self.objective, self.measure, self.area


@dataclass(frozen=True)
class Missing:
    """One thing that a release lacks before it can be reviewed, and the reading that it is about."""

    what: str
    needed: Needed | None = None


def missing(
    needed: Iterable[Needed], acted: Iterable[Acted], shown: Collection[str], *, titles: dict[str, str]
) -> list[Missing]:
    """What is lacking, reading by reading. ``shown``: measures that the release has figures of at the place.

    Demand that stands beside a red must be there to be looked at (N26).
    """
    by_key = {item.key: item for item in acted}
    found = []
    for item in needed:
        title, action = titles.get(item.measure, item.measure), by_key.get(item.key)
        if action is None or not action.what.strip():
            found.append(Missing(f"{title}: {item.why}. Say what is done about it.", item))
            continue
        if not (action.does.strip() and action.by_when):
            found.append(Missing(f"{title}: say who does it, and by when.", item))
        if not set(action.demand) & set(shown):
            found.append(
                Missing(f"{title}: name the demand that stands beside it, with figures in this release.", item)
            )
    return found


def check_access(hours: Decimal, reason: str, longer: str, *, listed: int, released: bool) -> None:
    """Whether somebody may be put on the pre-release list. Raises PeelianError with the rule that it would break."""
    if released:
        raise PeelianError(
            "released", "The release is out: there is nothing to see before.", "Nothing needs to be done."
        )
    if not reason.strip():
        raise PeelianError(
            "no-reason", "Pre-release access needs a reason.", "Say why they need to see it before others."
        )
    if hours <= 0:
        raise PeelianError("no-time", "Access for no time is no access.", "Give the hours before it is out.")
    if dt.timedelta(hours=float(hours)) > BEFORE and not longer.strip():
        raise PeelianError(
            "too-long",
            f"{hours} hours are more than the 24 that the Order of 2008 allows.",
            "Give 24 hours or fewer; exceptionally, a reason that is published with the release.",
        )
    if listed >= MOST_PRE_RELEASE:
        raise PeelianError(
            "too-many",
            f"{listed} people are on the list already.",
            "The Order asks for the fewest: withdraw somebody first.",
        )


@dataclass(frozen=True)
class Planned:
    """A release that a house rule proposes."""

    day: dt.date
    covers: Period


@dataclass(frozen=True)
class CalendarRule:
    """How a pack plans its releases: monthly, on the first working day from a day of the month on."""

    id: str
    title: str
    organisation: str
    from_day: int
    hour: dt.time
    lag: int
    why: str

    def planned(self, first: dt.date, calendar: Calendar, months: int = AHEAD) -> list[Planned]:
        """The releases of the months after a day, as they follow from the rule and the bank holidays."""
        found = []
        for step in range(months + 1):
            month = first.year * 12 + first.month - 1 + step
            day = dt.date(month // 12, month % 12 + 1, self.from_day)
            while calendar.closed(day, WORKING_DAYS):
                day += dt.timedelta(days=1)
            if day > first:
                found.append(Planned(day, Period.of("month", month - self.lag)))
        return found[:months]


def check_move(day: dt.date, new: dt.date, *, fixed: bool, reason: str, today: dt.date, calendar: Calendar) -> None:
    """Whether a planned day may be moved. Raises PeelianError with why not."""
    if new <= today:
        raise PeelianError("past-day", f"{new} is not ahead.", "Choose a later day.")
    if why := calendar.closed(new, WORKING_DAYS):
        raise PeelianError("not-a-working-day", f"{new} is no working day: {why}.", "Choose another.")
    if new != day and fixed and not reason.strip():
        raise PeelianError(
            "no-reason", "The day was fixed and announced.", "Say why it moves: the reason is published."
        )


def check_fix(day: dt.date, today: dt.date) -> str:
    """What is said where a day is fixed later than it should be; empty in time."""
    left = day - today
    return "" if left >= EXACT_BEFORE else f"fixed {left.days} days before; the Code of Practice asks for four weeks"
