"""On which day and at what hour a meeting can be: no two of one committee at once, and no day that is a slip of the pen.

No law says how soon an adjourned meeting goes on; it is the same meeting, and goes on after it was broken off.
"""

from __future__ import annotations

import datetime as dt

from peelian.core.clocks.dates import in_full
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.scrutiny.meetings.models import CommitteeRecord, MeetingRecord

YEARS_AHEAD = 5
"""How far ahead a meeting can be planned: a day beyond is a slip of the pen."""
GOES_ON_WITHIN = 366
"""Days within which an adjourned meeting goes on: a day beyond is another year by a slip of the pen."""


def must_be_near(on: dt.date) -> None:
    """Raises PeelianError for a day so far ahead that nobody plans it."""
    if on.year - today().year > YEARS_AHEAD:
        raise PeelianError(
            "far-day", f"{in_full(on)} is more than {YEARS_AHEAD} years ahead.", "Look at the year again."
        )


def must_be_another(
    committee: CommitteeRecord, on: dt.date, begins: dt.time | None, *, but: MeetingRecord | None = None
) -> None:
    """Raises PeelianError where another meeting begins at that hour, or is known to have gone on then: a form that is sent twice
    plans one meeting, and a committee does not meet twice at once. ``but`` is the one that is moved.
    """
    rows = MeetingRecord.objects.filter(
        committee=committee, on=on, deleted=False, state__in=("planned", "called", "held")
    )
    for one in (one for one in rows if one != but):
        if one.begins == begins or (begins and one.begins and one.ends and one.begins < begins < one.ends):
            raise PeelianError(
                "same-meeting", f"There is a meeting on {in_full(on)} at that hour already.",
                "Give a second one of the day its own hour.", {"day": str(on)},
            )  # fmt: skip


def must_go_on_after(
    meeting: MeetingRecord, to: dt.date, begins: dt.time | None, broken_off: dt.time | None = None
) -> None:
    """Raises PeelianError where a meeting would go on before it was adjourned (``broken_off``, else when it ended), more than a
    year after it, or while the committee has another.
    """
    if to < meeting.on:
        raise PeelianError(
            "bad-day", f"It was adjourned on {in_full(meeting.on)}.", "It goes on on that day or a later one."
        )
    if (to - meeting.on).days > GOES_ON_WITHIN:
        raise PeelianError(
            "far-day", f"{in_full(to)} is more than a year after the day on which it was adjourned.",
            "Look at the year again. A sitting that is fixed can be put off to a later day.",
        )  # fmt: skip
    since = broken_off or meeting.ends or meeting.begins
    if to == meeting.on and begins and since and begins < since:
        raise PeelianError(
            "early-hour", f"It had gone on until {since:%H:%M} that day, or later.", "It goes on after that hour."
        )
    must_be_another(meeting.committee, to, begins, but=meeting)
