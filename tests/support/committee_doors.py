"""The doors of the desk of committees, for the guard that walks every door as every role (tests/guards/test_access.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from peelian.core.acting import COMMAND
from peelian.core.exempt import actions as exempt
from peelian.core.exempt.records import Ground
from peelian.figures.house import today
from peelian.scrutiny.meetings import actions, agenda, committees, life, minutes
from peelian.scrutiny.meetings.actions import Wanted
from peelian.scrutiny.meetings.models import MeetingRecord

PAPERS = frozenset({"committee-officer", "committee-chair", "committee-member"})
CLERK, LIAISON = frozenset({"committee-officer"}), frozenset({"committee-liaison"})
SEALERS = frozenset({"committee-chair"})
LISTS: dict[str, frozenset[str]] = {"committees": PAPERS, "found-committee": CLERK, "asked": LIAISON}
"""Doors of no record."""
RECORDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("committee-desk", "committee-actions", "committee-papers", "meeting-desk", "meeting-preview", "meeting-step", "action",
         "restricted-pack"), PAPERS
    ),
    **dict.fromkeys(
        ("committee-settings", "committee-rules", "committee-rule-remove", "committee-papers-read-in",
         "committee-papers-decide",
         "committee-seat", "committee-seat-end", "plan-meeting", "meeting-write", "meeting-pages",
         "meeting-print",
         "meeting-item-add", "meeting-item", "meeting-item-move", "meeting-item-remove", "meeting-paper-add", "meeting-paper",
         "meeting-paper-remove", "meeting-paper-withdraw", "meeting-attendance",
         "minute", "minute-interest", "minute-vote", "minute-question",
         "minute-question-correct", "minute-correct-data", "meeting-attendance-correct",
         "minute-correct", "minute-action", "minute-strike", "meeting-exempt-add", "meeting-exempt", "meeting-exempt-remove",
         "action-write"), CLERK,
    ),
    "meeting-exempt-seal": SEALERS, "action-claim": LIAISON,
}  # fmt: skip
"""Doors of one record: who is of another body finds nothing there."""


def addresses_of(organisation: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """An address of each kind, of a committee of that organisation: nobody of the cast keeps its papers."""
    made = committees.found(organisation, "audit-panel", title="Audit Panel", kind="overview-board", by=COMMAND)
    seat = committees.seat(made, "Ada Ash", role="chair", by=COMMAND)
    meeting = life.plan(made, today(), by=COMMAND)
    life.call(meeting, today() - dt.timedelta(days=30), ["website"], by=COMMAND)
    item = agenda.add_item(meeting, "Accounts", kind="report", by=COMMAND)
    paper = agenda.add_paper(item, "Accounts", text="Sums.", by=COMMAND)
    agenda.dispatch(meeting, reason="It is a test.", by=COMMAND)
    life.hold(meeting, by=COMMAND)
    minutes.declare(item, "Ada Ash", "personal", by=COMMAND)
    minutes.ask(
        item,
        "Sums",
        asked_by="Ada Ash",
        answered_by="The treasurer",
        question="Do they add up?",
        answer="Yes.",
        by=COMMAND,
    )
    point = actions.raise_action(item, Wanted("Add them up.", asked=organisation), by=COMMAND)
    ground = Ground("foi", "43", "Talks are going on.")
    part = exempt.keep(
        item.key, organisation, "The sums", "text", [ground], "Chair", today() + dt.timedelta(days=30), by=COMMAND
    )
    meeting = MeetingRecord.objects.get(pk=meeting.pk)
    committee, here = {"slug": made.pk}, {"slug": made.pk, "day": meeting.slug}
    for name in ("committee-desk", "committee-actions", "committee-settings", "committee-seat", "plan-meeting"):
        yield name, committee
    yield "committee-seat-end", {**committee, "pk": seat.pk}
    for name in ("committee-rules", "committee-papers", "committee-papers-read-in", "committee-papers-decide"):
        yield name, committee
    yield "committee-rule-remove", {**committee, "since": "2026-01-01"}
    for name in (
        "meeting-desk",
        "meeting-preview",
        "meeting-write",
        "meeting-pages",
        "meeting-print",
        "meeting-item-add",
        "meeting-attendance",
        "meeting-attendance-correct",
    ):
        yield name, here
    yield "meeting-step", {**here, "name": "sign"}
    yield "restricted-pack", {**here, "number": 1}
    of_item = ("meeting-item", "meeting-item-move", "meeting-item-remove", "meeting-paper-add", "minute", "minute-interest",
               "minute-vote", "minute-question", "minute-correct", "minute-action")  # fmt: skip
    for name in of_item:
        yield name, {**here, "pk": item.pk}
    yield "minute-question-correct", {**here, "pk": item.pk, "place": 0}
    yield "minute-correct-data", {**here, "pk": item.pk, "what": "outcome"}
    yield "minute-strike", {**here, "pk": item.pk, "what": "interests", "place": 0}
    for name in ("meeting-paper", "meeting-paper-remove", "meeting-paper-withdraw"):
        yield name, {**here, "pk": paper.pk}
    yield "meeting-exempt-add", {**here, "of": "item", "of_pk": item.pk}
    for name in ("meeting-exempt", "meeting-exempt-remove", "meeting-exempt-seal"):
        yield name, {**here, "pk": part.pk}
    for name in ("action", "action-write", "action-claim"):
        yield name, {"slug": point.slug}
