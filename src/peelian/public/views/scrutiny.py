"""What committees asked for, and whether it came of anything: the first page of scrutiny."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from peelian.figures.house import today
from peelian.public.pages import show, site_of
from peelian.public.selectors.investigations import looked_into
from peelian.public.selectors.recommendations import when_words
from peelian.public.selectors.reports import tally
from peelian.scrutiny.ledger.life import STAGES, Stage
from peelian.scrutiny.ledger.shelf import shelf as ledger_out
from peelian.scrutiny.ledger.standing import Life, overdue_in
from peelian.scrutiny.meetings.records import Committee, Meeting
from peelian.scrutiny.meetings.shelf import Shelf
from peelian.scrutiny.meetings.shelf import shelf as meetings_out
from peelian.ui import format as words

SHOWN = 6
COMING = ("planned", "called")


@dataclass(frozen=True)
class Diary:
    """A committee with its next meeting and its last, each None where there is none."""

    committee: Committee
    next: Meeting | None
    last: Meeting | None


def scrutiny(request: HttpRequest) -> HttpResponse:
    """Meetings ahead, where every recommendation stands, what is overdue, and who scrutinises."""
    site, day = site_of(request), today()
    meetings, ledger = meetings_out(site.house.root, site.house.pack), ledger_out(site.house.root, site.house.pack)
    held = list(ledger.lives(day))
    late = sorted((one for one in held if one.overdue), key=lambda one: -max(late.days for late in one.overdue))
    late = list({one.recommendation.id: one for one in reversed(late)}.values())[::-1]  # each once, with who is latest
    ahead = [one for one in meetings.meetings if one.on >= day and one.state in COMING]
    diaries = [
        Diary(one, meetings.next(one.id, day), _last(meetings.meetings_of(one.id), day)) for one in meetings.committees
    ]
    return show(
        request, "scrutiny", title="Scrutiny", nav="scrutiny",
        description="What committees asked of the Mayor's office and the police, what they were told, and what was done.",
        nothing=not meetings.committees and not ledger.reports, asked=sum(len(one.recommendations) for one in ledger.reports),
        bodies=len({one.addressee for one in held}), tally=_tally(held), late=late[:SHOWN],
        more_late=max(overdue_in(held) - SHOWN, 0), late_count=overdue_in(held),
        reports=[(one, when_words(one)) for one in ledger.reports[:SHOWN]],
        more_reports=len(ledger.reports) > SHOWN, looked=looked_into(site)[:3],
        ahead=[(one, words.day(one.on)) for one in ahead[:SHOWN]], diaries=diaries,
        open_actions=sum(one.state == "open" for one in meetings.actions), to_do=_to_do(meetings),
    )  # fmt: skip


def _tally(held: list[Life]) -> list[tuple[Stage, int]]:
    """How many recommendations stand where, in the order of their life; what nothing stands at is left out."""
    return [(STAGES[state], count) for state, _, count in tally(held)]


def _to_do(meetings: Shelf) -> list[tuple[Committee, int]]:
    """Each committee that has open actions, with how many."""
    counts = {one: sum(action.state == "open" for action in meetings.actions_of(one.id)) for one in meetings.committees}
    return [(one, count) for one, count in counts.items() if count]


def _last(meetings: tuple[Meeting, ...], day: dt.date) -> Meeting | None:
    past = [one for one in meetings if one.on < day and one.state == "held"]
    return past[-1] if past else None
