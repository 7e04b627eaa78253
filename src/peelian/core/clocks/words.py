"""What a deadline says of itself: units, and the one sentence with which it answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from peelian.core.clocks.dates import WEEKDAYS, in_full, moment
from peelian.core.clocks.rules import CLEAR, Rule

if TYPE_CHECKING:
    from peelian.core.clocks.deadlines import Deadline

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def ordinal(number: int) -> str:
    """``1st``, ``22nd``, ``113th``."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def units(rule: Rule, number: int) -> str:
    """``20 working days``, ``one month``, ``12 weeks``."""
    unit = "days" if rule.unit == "calendar days" else rule.unit
    plain = _SMALL[number] if unit in ("weeks", "months") and number < len(_SMALL) else str(number)
    return f"{plain} {unit.removesuffix('s') if number == 1 else unit}"


def day_unit(rule: Rule) -> str:
    """What one counted day is called: ``working day``, ``clear day``, ``day``."""
    named = ("working days", "clear days", "clear working days")
    return rule.unit.removesuffix("s") if rule.unit in named else "day"


def sentence(found: Deadline) -> str:
    """The answer as one sentence that a person can repeat, and what else must be known of it."""
    rule = found.rule
    if found.at is not None:
        return f"{rule.duty} before {moment(found.at)}: {rule.number} hours before {rule.zero} at {moment(found.start_at)}."
    if found.due is None:
        open_stop = found.stops[-1]
        asked = rule.stop(open_stop.kind).asked
        since = in_full(open_stop.first)
        return f"The clock stands still since {since}: {asked}, and not answered yet. There is no due date until it is."
    when = {"by": "by", "not before": "until"}[rule.bound]
    return " ".join([f"{rule.duty} {when} {in_full(found.due)}: {_how(found)}.", *_also(found)])


def _how(found: Deadline) -> str:
    rule, begin = found.rule, in_full(found.begin)
    counted = units(rule, found.number)
    day = f"{_zero(found)}, {begin}"
    if rule.period and rule.direction == "before":
        return f"the {rule.period} begins on {begin}"
    if rule.period:
        ends = f"the {rule.period} ends on {begin}"
        return f"{counted} after {ends}" if found.number else f"that is the last day of the {rule.period}"
    if rule.unit in CLEAR:
        return f"{counted} lie between that day and {day}"
    if rule.first == "with":
        return f"the last {'day of' if rule.unit == 'months' else 'of'} {counted} beginning with {day}"
    if rule.unit == "working days":
        return f"the {ordinal(found.number)} working day after {day}"
    return f"{counted} {rule.direction} {day}"


def _zero(found: Deadline) -> str:
    """The day that is counted from, also where a stop or a late hour has put another in its place."""
    if found.restarted:
        return f"the day that the clock began anew ({found.restarted})"
    return found.rule.zero


def _also(found: Deadline) -> list[str]:
    told = []
    if found.extensions:
        added = sum(extension.number for extension in found.extensions)
        told.append(f"Extended by {units(found.rule, added)}.")
    stopped = sum(day.kind == "stopped" for day in found.days)
    if stopped:
        told.append(f"{stopped} {'day was' if stopped == 1 else 'days were'} left out while the clock stood still.")
    if found.last != found.due and found.last is not None:
        told.append(f"Counted out it is {in_full(found.last)}, which is no working day.")
    elif not found.rule.roll and found.due is not None and found.due.weekday() >= 5:
        told.append(f"That is a {WEEKDAYS[found.due.weekday()]}, and the rule does not move it.")
    if found.computed:
        told.append(f"The bank holidays of {found.computed} are not announced yet: they are computed by the Acts.")
    return told


def hours(length: timedelta) -> str:
    """``14 hours 30 minutes``, ``1 hour``."""
    whole, minutes = divmod(int(length.total_seconds()) // 60, 60)
    told = [f"{whole} {'hour' if whole == 1 else 'hours'}"] if whole else []
    return " ".join([*told, f"{minutes} minutes"] if minutes or not whole else told)
