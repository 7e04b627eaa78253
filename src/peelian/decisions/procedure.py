"""What a council's executive owes the public before and after a decision: notices, and the days of call-in. Pure.

SI 2012/2089: a key decision is announced 28 clear days before (reg 9), by general exception 5 clear days before (reg 10), or as
urgent with scrutiny's agreement (reg 11); a private meeting by two notices (reg 5). Call-in is a council's own rule (DOMAIN 5.3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from peelian.core.clocks.calendars import Calendar
from peelian.core.clocks.deadlines import deadline
from peelian.core.clocks.rules import rule
from peelian.decisions.records import Decision, KeyNotice, PrivateMeeting
from peelian.figures.errors import PeelianError

LAW = "SI 2012/2089 reg {}"
CONSTITUTION = "the council's constitution (LGA 2000 s.9F)"
FORWARD_PLAN, EXCEPTION = "key-decision-28-clear-days", "key-decision-general-exception"
FIRST_NOTICE, SECOND_NOTICE = "private-meeting-28-clear-days", "private-meeting-second-notice"
CALL_IN = "key-decision-call-in"
Missing = tuple[str, str]


def last_day(name: str, of: dt.date, calendar: Calendar) -> dt.date:
    """The last day by which something had to be done, by a rule of the clocks' reviewed file."""
    found = deadline(rule(name), of, calendar=calendar).due
    assert found is not None
    return found


def notice_lacks(decision: Decision, calendar: Calendar) -> Iterator[Missing]:
    """What of the notices is missing, each with its law."""
    if decision.kind == "key":
        yield from _counted(_key(decision.key_notice, calendar), 9)
    if decision.private:
        yield from _counted(_private(decision.private, calendar), 5)


def _counted(found: Iterator[Missing], regulation: int) -> Iterator[Missing]:
    """The same; where a day is so far away that no calendar reaches it, that."""
    try:
        yield from found
    except PeelianError as error:
        yield f"The days of its notices cannot be counted: {error.message}", LAW.format(regulation)


def _key(notice: KeyNotice | None, calendar: Calendar) -> Iterator[Missing]:
    if notice is None or notice.decision_day is None:
        yield "It is a key decision, and the day on which it is to be taken is not announced.", LAW.format(9)
        return
    yield from _no_call_in(notice)
    day = notice.decision_day
    in_time = last_day(FORWARD_PLAN, day, calendar)
    if notice.forward_plan and notice.forward_plan <= in_time:
        return
    late = f"Its notice in the forward plan must be public by {in_time}"
    if notice.exception and not notice.urgent_agreed_by:
        by = last_day(EXCEPTION, day, calendar)
        if notice.exception > by:
            yield f"{late}; that of the general exception by {by}, and was on {notice.exception}.", LAW.format(10)
    elif not (notice.exception or notice.urgent_agreed_by):
        yield f"{late}, and it follows neither the general exception nor special urgency.", LAW.format("9 to 11")
        return
    if not notice.why:
        yield f"{late}, and it does not say why that was impracticable.", LAW.format("10 and 11")


def _no_call_in(notice: KeyNotice) -> Iterator[Missing]:
    if notice.no_call_in_by and not notice.no_call_in_why:
        yield "It is not to be called in, and it does not say why it is too urgent for that.", CONSTITUTION
    if notice.no_call_in_why and not notice.no_call_in_by:
        yield "It is not to be called in, and it does not say who agreed to that.", CONSTITUTION


def _private(held: PrivateMeeting, calendar: Calendar) -> Iterator[Missing]:
    if held.meeting is None:
        yield "It is taken in private, and the day of the meeting is missing.", LAW.format(5)
        return
    if not held.reasons:
        yield "It is taken in private, and its notice gives no reasons.", LAW.format("5(2)")
    if held.urgent_agreed_by:
        return
    for name, day, which, law in (
        (FIRST_NOTICE, held.first_notice, "first", "5(2)"), (SECOND_NOTICE, held.second_notice, "second", "5(4)"),
    ):  # fmt: skip
        by = last_day(name, held.meeting, calendar)
        if day is None or day > by:
            was = f"was on {day}" if day else "is not on record"
            yield f"The {which} notice of the private meeting must be public by {by}, and {was}.", LAW.format(law)
    if held.second_notice and not held.representations:
        yield (
            "The second notice does not say which representations were received, or that there were none.",
            LAW.format("5(4)"),
        )
    if held.representations and not held.response:
        yield "Representations against meeting in private are on record, and no response to them.", LAW.format("5(4)")


@dataclass(frozen=True)
class CallIn:
    """A key decision called in: by whom, why, what the committee did with it (``outcome``), and what came of it where that was to
    send it back or on (``result``). Both are empty while they are open.
    """

    day: dt.date
    by: str
    reason: str
    referred_to: str
    outcome: str = ""
    settled: dt.date | None = None
    note: str = ""
    result: str = ""
    concluded: dt.date | None = None
    conclusion: str = ""

    @property
    def open(self) -> str:
        """What is still to be said of it: ``outcome``, ``result``, or nothing."""
        return "outcome" if not self.outcome else "result" if self.outcome in SENT_ON and not self.result else ""


OUTCOMES = {
    "upheld": "stands as it was taken",
    "lapsed": "stands, because the committee did not settle it in the time that it had",
    "reconsidered": "goes back to who took it",
    "referred": "goes to the full council",
}
"""What a committee does with a decision that was called in."""
SENT_ON = ("reconsidered", "referred")
"""Outcomes after which somebody else has the last word."""
RESULTS = {
    "confirmed": "was confirmed as it was taken",
    "changed": "was changed by a correction",
    "dropped": "was given up",
}
"""What came of a decision that went back to who took it, or to the council. It is not called in again: what was confirmed or
changed can be carried out."""


@dataclass(frozen=True)
class Effect:
    """Whether a decision may be carried out. ``held`` says that it must not be."""

    held: bool
    sentence: str


def call_in_ends(published: dt.date, calendar: Calendar) -> dt.date:
    """The last day on which a key decision can be called in."""
    return last_day(CALL_IN, published, calendar)


def effect(
    decision: Decision, published: dt.date | None, called_in: Iterable[CallIn], calendar: Calendar, today: dt.date
) -> Effect:
    """Whether a decision may be carried out on a day. What is no key decision, or was too urgent to be called in, may at once."""
    notice = decision.key_notice
    if decision.kind != "key":
        return Effect(False, "It may be carried out since it was taken.")
    if notice and notice.no_call_in_by:
        why = f": {notice.no_call_in_why.rstrip('.')}" if notice.no_call_in_why else ""
        said = f"{notice.no_call_in_by} agreed that it is too urgent to be called in{why}"
        return Effect(False, f"It may be carried out since it was taken. {said}.")
    if published is None:
        return Effect(True, "It is not carried out before it is published and the days of call-in are over.")
    last, ends = next(iter(reversed(list(called_in))), None), call_in_ends(published, calendar)
    if last is not None:
        return _of_call_in(last)
    if today <= ends:
        return Effect(True, f"It can be called in until {ends}, and is not carried out before that is over.")
    return Effect(False, f"Nobody called it in until {ends}: it may be carried out since then.")


def _of_call_in(last: CallIn) -> Effect:
    if last.open == "outcome":
        to = f" and referred to {last.referred_to}" if last.referred_to else ""
        return Effect(True, f"It was called in on {last.day}{to}: it is not carried out until that is settled.")
    settled = f"It was called in on {last.day}; since {last.settled} it {OUTCOMES[last.outcome]}"
    if last.open == "result":
        return Effect(True, f"{settled}, and is not carried out until that is decided.")
    if not last.result:
        return Effect(False, f"{settled}: it may be carried out since then.")
    said = f"It was called in on {last.day}, and on {last.concluded} it {RESULTS[last.result]}"
    if last.result == "dropped":
        return Effect(True, f"{said}: it is not carried out.")
    return Effect(False, f"{said}: it may be carried out since then.")
