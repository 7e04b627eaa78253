"""An adjournment that was noted by mistake is taken back, with the sitting that was planned for it."""

from __future__ import annotations

from peelian.core.acting import Actor, acting, action
from peelian.core.running.actions import clocks_of, drop_clock
from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings.models import MeetingRecord
from peelian.scrutiny.meetings.queries import resuming
from peelian.scrutiny.meetings.rules import CORRECTABLE
from peelian.scrutiny.meetings.writing import held, must_write, refuse, standing, told, written


@action("meeting.take-adjournment-back")
def take_adjournment_back(meeting: MeetingRecord, *, by: Actor, reason: str) -> MeetingRecord:
    """Take back that a meeting was adjourned, where that was a mistake: it was held, its items wait for their outcome again, and
    the sittings that were to go on with it are taken back too. The hour of the adjournment is no end of it any more.

    Raises WrongStep where it was not adjourned, where its minutes are agreed and where a sitting that goes on was held;
    PeelianError without a reason.
    """
    must_write(by, meeting.owner)
    kept = standing(meeting)
    if not kept.adjourned:
        refuse("It was not adjourned.", "There is nothing to take back.")
    if kept.minutes in CORRECTABLE:
        refuse("The committee has agreed its minutes.", "A resolution of a later meeting corrects them.")
    if not any(letter.isalnum() for letter in reason):
        raise PeelianError("no-reason", "Taking an adjournment back needs a reason.", "Say what the mistake was.")
    act, others = acting(), [held(one) for one in resuming(kept)]
    if any(one.state == "held" for one in others):
        refuse("The sitting that goes on was held.", "What was done at it stays on its record.")
    for one in others:
        act.change(one, deleted=True, version=one.version + 1)
        for clock in clocks_of(one):
            drop_clock(clock)
        act.about(one)
        written(one)
    broken = kept.adjourned.get("at")
    ends = None if kept.ends and broken == f"{kept.ends:%H:%M}" else kept.ends
    act.change(kept, adjourned=None, ends=ends, version=kept.version + 1)
    act.about(kept)
    written(kept)
    told(kept.committee)
    return kept
