"""How what is done to committees and meetings reads in the audit."""

from __future__ import annotations

from collections.abc import Iterator

from peelian.audit.presenting import Telling, phrases, tells
from peelian.core.queries import CLOSED_TO
from peelian.scrutiny.meetings import following  # noqa: F401  writes again what a release or a review has changed
from peelian.scrutiny.meetings.queries import closed_to

CLOSED_TO.append(closed_to)
phrases({
    "committee.take-in": "took a committee in from the pack: {whom}",
    "committee.found": "set up a committee: {whom}",
    "committee.write": "changed what is said of a committee: {whom}",
    "committee.change-rule": "changed quorum or clear days from a day on: {whom}",
    "committee.remove-rule": "took out a change of quorum or clear days: {whom}",
    "committee.seat": "gave somebody a seat on {whom}",
    "committee.end-seat": "let a seat end on {whom}",
    "meeting.take-in": "took in a meeting that stood in the pack or in papers: {whom}",
    "meeting.take-in-minutes": "added draft minutes that were read from papers to {whom}",
    "papers.read-in": "read papers of a committee in: {whom}",
    "papers.reject": "rejected what was read from papers: {whom}",
    "meeting.plan": "planned a meeting: {whom}",
    "meeting.write": "changed where or when a meeting is: {whom}",
    "meeting.call": "called a meeting: {whom}",
    "meeting.hold": "noted that a meeting was held: {whom}",
    "meeting.adjourn": "noted that a meeting was adjourned: {whom}",
    "meeting.take-adjournment-back": "took back that a meeting was adjourned, which was noted by mistake: {whom}",
    "meeting.resume": "fixed when an adjourned meeting goes on: {whom}",
    "meeting.cancel": "cancelled a meeting: {whom}",
    "meeting.postpone": "postponed a meeting: {whom}",
    "meeting.take-back": "took a meeting back that was entered by mistake: {whom}",
    "meeting.add-item": "added an item to the agenda of {whom}",
    "meeting.write-item": "changed an item on the agenda of {whom}",
    "meeting.move-item": "moved an item on the agenda of {whom}",
    "meeting.remove-item": "took an item off the agenda of {whom}",
    "meeting.add-paper": "added a paper to {whom}",
    "meeting.write-paper": "changed a paper of {whom}",
    "meeting.remove-paper": "took a paper away from {whom}",
    "meeting.withdraw-paper": "withdrew a paper of {whom}",
    "meeting.page": "numbered the pages of the papers of {whom}",
    "meeting.take-pages": "took over the pages of the printed pack of {whom}",
    "meeting.dispatch": "sent out the agenda and papers of {whom}",
    "minutes.attendance": "noted who was at {whom}",
    "minutes.write": "wrote a minute of {whom}",
    "minutes.declare": "noted that an interest was declared at {whom}",
    "minutes.vote": "noted a vote at {whom}",
    "minutes.ask": "noted a question to a witness at {whom}",
    "minutes.correct-question": "corrected a question to a witness in the draft minutes of {whom}",
    "minutes.strike": "took something out of the draft minutes of {whom}",
    "minutes.open": "published the draft minutes of {whom}",
    "minutes.agree": "noted that the committee agreed the minutes of {whom}",
    "minutes.sign": "signed the minutes of {whom}",
    "minutes.correct": "corrected the minutes of {whom}, as a later meeting resolved",
    "minutes.set-right": "corrected an outcome, votes or interests in the minutes of {whom}, as a later meeting resolved",
    "minutes.set-attendance-right": "corrected who was there in the minutes of {whom}, as a later meeting resolved",
    "action-point.raise": "noted something to be done: {whom}",
    "action-point.write": "changed what is to be done, by whom or when: {whom}",
    "action-point.say": "noted what was said of an action: {whom}",
    "action-point.claim": "said for the body that was asked that it is done: {whom}",
    "action-point.close": "closed an action as done: {whom}",
    "action-point.drop": "dropped an action: {whom}",
    "action-point.reopen": "opened an action again: {whom}",
})  # fmt: skip


@tells("papers.confirm")
def _(told: Telling) -> str:
    """What was taken in, from which file."""
    return f"{told.who} took in {' and '.join(_taken_in(told)) or 'what was kept already'}, read from {told.whom}."


def _taken_in(told: Telling) -> Iterator[str]:
    changes = told.changes()
    made = {
        record for record, field, before, _ in changes if _is(record, "meeting") and (field, before) == ("slug", None)
    }
    if made:
        yield _many(len(made), "meeting")
    written = {
        record
        for record, field, _, after in changes
        if _is(record, "meeting") and (field, after) == ("minutes", "draft")
    }
    if written - made:
        yield f"the draft minutes of {_many(len(written - made), 'meeting')}"
    for kind, one, more in (("action-point", "action", "actions"), ("activity", "activity", "activities")):
        if found := {record for record, *_ in changes if _is(record, kind)}:
            yield _many(len(found), one, more)


def _is(record: str, kind: str) -> bool:
    return record.partition(":")[0] == kind


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or f'{one}s'}"
