"""What a report lacks before it can be published. Pure functions."""

from __future__ import annotations

import datetime as dt
import re

from peelian.figures.periods import day_name
from peelian.scrutiny.ledger.life import DUTIES, KINDS
from peelian.scrutiny.ledger.records import Recommendation, Report


def lacks(report: Report, today: dt.date) -> list[str]:
    """Everything that is missing or cannot be if it were published today, in words; empty where nothing is."""
    found = []
    if report.on is None:
        found.append("It has no date: what is due is counted from it.")
    elif report.on > today:
        found.append(
            f"It is dated {day_name(report.on)}, which has not come yet. "
            "Publish it on that day, or change its date to today or before."
        )
    if not report.recommendations:
        found.append("It makes no recommendation.")
    found += _out_of_order(report)
    for one in report.recommendations:
        found += [f"Recommendation {one.number}: {what}" for what in _of_one(report, one)]
    return found


def _out_of_order(report: Report) -> list[str]:
    """Whole numbers that are left out; where it numbers by paragraph (8.6) any may be missing."""
    plain = [int(one.number) for one in report.recommendations if one.number.isdigit()]
    missing = sorted(set(range(1, max(plain, default=0) + 1)) - set(plain))
    parts = {int(re.split(r"\D", one.number)[0]) for one in report.recommendations if not one.number.isdigit()}
    gaps = [str(one) for one in missing if one not in parts]
    return [f"Its numbers leave out {', '.join(gaps)}."] if gaps else []


def _of_one(report: Report, one: Recommendation) -> list[str]:
    found = []
    if not one.texts or not any(text.text for text in one.texts):
        found.append("it has no text.")
    if one.requested and report.on and one.requested <= report.on:
        found.append(f"an answer is asked for by {day_name(one.requested)}, which is not after the report.")
    if one.deliver_by and report.on and one.deliver_by <= report.on:
        found.append(f"it asks for something by {day_name(one.deliver_by)}, which is not after the report.")
    if DUTIES[report.duty].body_sets and one.requested is None:
        found.append(f"the committee has to set the day of the answer ({DUTIES[report.duty].law}).")
    return found


def worth_knowing(report: Report) -> list[str]:
    """What somebody should know before they publish: what the law says of answers to this kind of report."""
    duty = DUTIES[report.duty]
    said = [f"{KINDS[report.kind].title}: {KINDS[report.kind].authority}.", duty.means]
    unasked = [one.number for one in report.recommendations if one.due is None]
    if unasked and not duty.body_sets:
        said.append(f"No answer is asked for by a day: {', '.join(unasked)}.")
    return said
