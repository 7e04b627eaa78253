"""Why a step of a meeting is not open, and what would open it: each as a sentence for who asked for it."""

from __future__ import annotations

from collections.abc import Iterator

from peelian.figures.house import today
from peelian.scrutiny.meetings.models import MeetingRecord
from peelian.scrutiny.meetings.queries import goes_on, resuming
from peelian.scrutiny.meetings.rules import MEETING, MINUTES
from peelian.ui.format import day


def why_closed(name: str, meeting: MeetingRecord, later: bool) -> str:
    """Why a step cannot be taken where a meeting stands; empty where it can. ``later``: a later meeting was held."""
    if meeting.deleted:
        return "The meeting was taken back: nothing can be done with it any more. Plan another one."
    return next(_WHY[name](meeting, later), "")


def _is(meeting: MeetingRecord) -> str:
    return f"The meeting is {MEETING.state(meeting.state).title.lower()}"


def _call(meeting: MeetingRecord, later: bool) -> Iterator[str]:
    if meeting.state == "called":
        yield f"It is called already, with notice of {day(meeting.notice_on) if meeting.notice_on else 'a day not on record'}."
    if meeting.state != "planned":
        yield f"{_is(meeting)}: only one that is planned is called."
    if meeting.on <= today():
        yield (
            f"Its day, {day(meeting.on)}, has come: notice is given before it. Note that it was held, postpone it to a day to "
            "come, or cancel it."
        )


def _dispatch(meeting: MeetingRecord, later: bool) -> Iterator[str]:
    if meeting.agenda == "out":
        yield "The agenda is out already. What comes now comes as a supplementary, late or tabled paper, or as an urgent item."
    if meeting.state == "planned":
        yield "The meeting is not called yet. Call it first: an agenda goes out to a meeting of which notice was given."
    if meeting.state != "called":
        yield f"{_is(meeting)}: no agenda goes out to it."
    if meeting.on < today():
        yield f"Its day, {day(meeting.on)}, is past. Note that it was held, with why its agenda was not out; or cancel it."


def _hold(meeting: MeetingRecord, later: bool) -> Iterator[str]:
    if meeting.state == "held":
        yield "That it was held is on record already."
    if meeting.state not in ("planned", "called"):
        yield f"{_is(meeting)}, so it was not held."
    if meeting.on > today() and meeting.state == "planned":
        yield "The meeting is not called yet. Call it, and send out its agenda, first."
    if meeting.on > today():
        yield f"Its day has not come. It can be noted as held from {day(meeting.on)} on."


def _drafts(meeting: MeetingRecord) -> Iterator[str]:
    if meeting.minutes == "none":
        yield "There are no minutes yet. They are begun once the meeting is noted as held."
    if meeting.minutes != "draft":
        yield f"The minutes are {MINUTES.state(meeting.minutes).title.lower()} already."


def _open(meeting: MeetingRecord, later: bool) -> Iterator[str]:
    yield from _drafts(meeting)
    if not meeting.committee.publishes_drafts:
        yield "This committee publishes its minutes once they are agreed. Its settings say so, and can be changed."
    if meeting.minutes_open:
        yield "The draft is published already: everybody reads it as it changes."


def _agree(meeting: MeetingRecord, later: bool) -> Iterator[str]:
    yield from _drafts(meeting)
    if not later:
        yield "No later meeting of the committee is noted as held. Once one is, that it agreed these minutes can be noted."


def _sign(meeting: MeetingRecord, later: bool) -> Iterator[str]:
    if meeting.minutes == "signed":
        yield f"They are signed already, by {meeting.signed_by}."
    if meeting.minutes == "none":
        yield "There are no minutes yet. They are begun once the meeting is noted as held."
    if meeting.minutes == "draft":
        yield "The committee has not agreed the minutes yet. The officer notes that it did, and then they can be signed."


def _aside(meeting: MeetingRecord, later: bool) -> Iterator[str]:
    if meeting.state == "held":
        yield "The meeting was held. Its record stays."
    if meeting.state not in ("planned", "called"):
        yield f"{_is(meeting)} already."


def _adjourn(meeting: MeetingRecord, later: bool) -> Iterator[str]:
    if meeting.state not in ("called", "held"):
        yield f"{_is(meeting)}: only a meeting that began is adjourned. One that has not is postponed."
    if meeting.on > today():
        yield f"Its day, {day(meeting.on)}, has not come. Postpone it to another one."
    if meeting.agenda != "out":
        yield "Its agenda is not out. Note that it was held, which opens it; then note that it was adjourned."
    if meeting.minutes in ("agreed", "signed"):
        yield "The committee has agreed its minutes. A resolution of a later meeting corrects them."
    if meeting.adjourned:
        yield "That it was adjourned is on record already."


def _resume(meeting: MeetingRecord, later: bool) -> Iterator[str]:
    if not meeting.adjourned:
        yield "It was not adjourned."
    elif (following := goes_on(meeting)) is not None:
        yield f"It goes on on {day(following.on)}. Postpone that sitting to another day."


def _not_adjourned(meeting: MeetingRecord, later: bool) -> Iterator[str]:
    if not meeting.adjourned:
        yield "It was not adjourned."
    if meeting.minutes in ("agreed", "signed"):
        yield "The committee has agreed its minutes. A resolution of a later meeting corrects them."
    if (following := resuming(meeting).filter(state="held").first()) is not None:
        yield f"The sitting of {day(following.on)} that goes on was held. What was done at it stays on its record."


def _take_back(meeting: MeetingRecord, later: bool) -> Iterator[str]:
    if meeting.state == "held":
        yield "The meeting was held. Its record stays."


_WHY = {
    "call": _call, "dispatch": _dispatch, "hold": _hold, "open": _open, "agree": _agree, "sign": _sign, "postpone": _aside,
    "cancel": _aside, "take-back": _take_back, "adjourn": _adjourn, "resume": _resume,
    "not-adjourned": _not_adjourned,
}  # fmt: skip
