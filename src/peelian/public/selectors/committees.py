"""A committee as its page shows it: who sits on it, when it meets, what it asked for, who came."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from peelian.core.clocks.calendars import Calendar
from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings.records import Committee, Meeting, Member
from peelian.scrutiny.meetings.rules import attended, open_at
from peelian.scrutiny.meetings.shelf import Shelf
from peelian.ui.components import Cell, Column, Fact, FigureTable, Link, Row
from peelian.ui.format import counted, day
from peelian.ui.meeting import COMMITTEES, ROLES, ActionLine, MeetingPage, lines, tally
from peelian.ui.meeting_words import rules_over_time

RECENT = 12
"""Meetings that were, which a committee's page tells of."""


@dataclass(frozen=True)
class CommitteePage:
    """A committee on a day, with everything that is public of it."""

    committee: Committee
    shelf: Shelf
    today: dt.date
    calendar: Calendar

    @property
    def href(self) -> str:
        """Its address."""
        return f"/committees/{self.committee.id}"

    @property
    def kind(self) -> str:
        """What sort of committee it is."""
        return COMMITTEES[self.committee.kind]

    @cached_property
    def meetings(self) -> list[MeetingPage]:
        """Its meetings, newest first."""
        return [self.meeting(one) for one in reversed(self.shelf.meetings_of(self.committee.id))]

    def meeting(self, one: Meeting) -> MeetingPage:
        """A meeting of it as a page."""
        own = lines(self.shelf.arisen_at(one.id), self.shelf.meetings, self.today)
        sittings = self.shelf.meetings_of(self.committee.id)
        return MeetingPage(one, self.committee, own, self.today, self.calendar, sittings=sittings)

    @property
    def coming(self) -> list[MeetingPage]:
        """Meetings to come, the next first."""
        return [one for one in reversed(self.meetings) if self._to_come(one)]

    def _to_come(self, one: MeetingPage) -> bool:
        return one.meeting.on >= self.today and one.meeting.state != "held"

    @property
    def past(self) -> list[MeetingPage]:
        """Meetings that were, newest first."""
        return [one for one in self.meetings if not self._to_come(one)]

    @property
    def recent(self) -> list[MeetingPage]:
        """The last of them, each with what is known of it."""
        return self.past[:RECENT]

    @property
    def older(self) -> list[MeetingPage]:
        """Those before, by their days alone."""
        return self.past[RECENT:]

    @cached_property
    def actions(self) -> list[ActionLine]:
        """Its actions, oldest first."""
        return lines(self.shelf.actions_of(self.committee.id), self.shelf.meetings, self.today)

    @property
    def open_actions(self) -> list[ActionLine]:
        """Those that are open, overdue ones first."""
        return sorted((one for one in self.actions if one.action.state == "open"), key=lambda one: not one.late)

    @property
    def tally(self) -> str:
        """What is open, in a sentence."""
        return tally(self.actions)

    @property
    def say(self) -> str:
        """When it meets, in a sentence."""
        following = next((one for one in self.coming if one.meeting.state in ("planned", "called")), None)
        if following:
            return f"It meets next on {following.when}."
        if self.past:
            return f"No meeting of it is planned here. The last that is known was on {day(self.past[0].meeting.on)}."
        return "No meeting of it is known here."

    @cached_property
    def seen_on(self) -> dt.date:
        """The day of which its members are shown: today, or the last day on which a seat is known."""
        if self.committee.sitting(self.today):
            return self.today
        ends = [one.until for one in self.committee.members if one.until]
        return max(ends, default=self.today)

    @property
    def members(self) -> list[Member]:
        """Who sits on it on that day."""
        return [one for one in self.committee.sitting(self.seen_on) if one.role != "substitute"]

    @property
    def members_words(self) -> str:
        """Of which day the members are."""
        if not self.members:
            return ""
        if self.seen_on == self.today:
            return f"{counted(len(self.members), 'member', 'members')} today."
        return f"The last that are known: as of {day(self.seen_on)}. Who sits on it now is not on record here."

    @property
    def earlier(self) -> list[str]:
        """Who held a seat at another time, or as a substitute."""
        shown = {one.name for one in self.members}
        return [
            f"{one.name}, {ROLES[one.role].lower()}{f', {_span(one)}' if _span(one) else ''}"
            for one in self.committee.members
            if one.name not in shown
        ]

    def table(self) -> FigureTable:
        """Its members with how often each was there."""
        came = {
            name: (there, sent, could)
            for name, there, sent, could in attended(self.shelf.meetings_of(self.committee.id), self.committee)
        }
        whence = any(one.party or one.body for one in self.members)
        rows = []
        for one in self.members:
            cells = [Cell(one.name, note="" if one.votes else "no vote"), Cell(ROLES[one.role])]
            if whence:
                cells.append(Cell(one.party or one.body or "not said"))
            if came:
                cells.append(Cell(_came(came.get(one.name)), order=came.get(one.name, (0,))[0]))
            rows.append(Row(tuple(cells)))
        columns = [
            Column("Name"),
            Column("Role"),
            *([Column("Party")] if whence else []),
            *([Column("Meetings attended", numeric=True)] if came else []),
        ]
        return FigureTable("members", "Members", tuple(columns), tuple(rows), caption_hidden=True)

    @property
    def facts(self) -> list[Fact]:
        """What it is and by what rules it meets."""
        own = self.committee.ruled(self.today)
        parent = next((one for one in self.shelf.committees if one.id == own.parent), None)
        counting = "weekends and bank holidays counted" if own.weekends_count else "weekends and bank holidays left out"
        found = [
            Fact("What it is", self.kind),
            *([Fact("Set up by", parent.title, f"/committees/{parent.id}")] if parent else []),
            Fact("Quorum", f"{own.quorum} voting members" if own.quorum else "not known here"),
            Fact("Notice", f"{own.clear_days} clear days before a meeting", note=counting),
            Fact("Minutes", "published as a draft" if own.publishes_drafts else "published once they are agreed"),
        ]
        found += [Fact(f"Rule {span}", words) for span, words in rules_over_time(self.committee)]
        if own.reply_days:
            found.append(
                Fact(
                    "Answers to its reports",
                    f"within {own.reply_days} days of the report",
                    note="SI 2009/942, regulation 7",
                )
            )
        return found

    @property
    def within(self) -> list[Link]:
        """The committees that it has set up."""
        return [Link(one.title, f"/committees/{one.id}") for one in self.shelf.within(self.committee.id)]

    def open_at(self, slug: str) -> tuple[Meeting, list[ActionLine]]:
        """What was open when a meeting began: its summary list of actions. Raises PeelianError for no meeting of it."""
        meeting = self.shelf.meeting(f"{self.committee.id}/{slug}")
        still = open_at(self.shelf.actions_of(self.committee.id), self.shelf.meetings, meeting)
        return meeting, lines(still, self.shelf.meetings, meeting.on)


def _came(found: tuple[int, int, int] | None) -> str:
    if found is None:
        return "not on record"
    there, sent, could = found
    return f"{there} of {could}{f' (apologies {sent})' if sent else ''}" if could else str(there)


def _span(one: Member) -> str:
    if one.since and one.until and one.since == one.until:
        return day(one.since)
    begins, ends = (f"from {day(one.since)}" if one.since else ""), (f"to {day(one.until)}" if one.until else "")
    return f"{begins} {ends}".strip()


def committee_page(shelf: Shelf, committee_id: str, today: dt.date, calendar: Calendar) -> CommitteePage:
    """A committee by id. Raises PeelianError."""
    return CommitteePage(shelf.committee(committee_id), shelf, today, calendar)


def topic_title(topic: str) -> str:
    """A topic as it is said: ``Stop and search``."""
    said = topic.replace("-", " ")
    return said[:1].upper() + said[1:]


def must_be_topic(shelf: Shelf, topic: str) -> None:
    """Raises PeelianError for a topic that no committee follows."""
    if topic not in shelf.topics:
        raise PeelianError(
            "unknown-topic",
            f"No committee follows a topic {topic}.",
            "The list of committees has every topic.",
            {"topic": topic},
        )
