"""Meetings out of what ModernGov's web service answers: committees, lists of meetings, meetings; from the service or saved files.

Hosts do not keep to the range that is asked for, so it is kept to here. Most encode the entities of titles twice: they are taken
out where they do. Of a restricted item or document only its title is taken, whatever else the host sends of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree.ElementTree import Element

from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.reading.xml import read_xml
from peelian.scrutiny.importing.moderngov_fields import (
    attendance_of,
    day_of,
    decided_in,
    hour_of,
    kind_of,
    link_of,
    place_of,
    said,
    shortened,
    slug_of,
    state_of,
    true,
)
from peelian.scrutiny.importing.page_text import decoded, words_of
from peelian.scrutiny.importing.proposals import Imported, Proposal, Remark
from peelian.scrutiny.meetings.form import form_of
from peelian.scrutiny.meetings.records import Item, Meeting, Minutes, Paper

MOST_MEETINGS, MOST_ITEMS, LONGEST_NUMBER = 2_000, 300, 8
ANSWERS = ("committees", "getmeetings", "getmeetingsbydate", "meeting")


@dataclass(frozen=True)
class MeetingRead:
    """A meeting as it was read. ``number`` and ``committee_number`` are the host's.

    By the numbers of items: ``restricted`` holds what the host says of the ground of each that is, ``documents`` the restricted
    documents of those that are open, ``decided`` what was decided.
    """

    meeting: Meeting
    number: str
    committee: str
    committee_number: str
    name: str
    agenda_out: bool = False
    restricted: dict[str, str] = field(default_factory=dict)
    documents: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    decided: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CommitteeRead:
    """A committee of a host, by its number there."""

    number: str
    title: str
    ended: bool


@dataclass(frozen=True)
class MeetingsFound:
    """The meetings that were read, by day, and what a person should look at."""

    read: tuple[MeetingRead, ...]
    remarks: tuple[Remark, ...] = ()
    committees: tuple[CommitteeRead, ...] = ()

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The records alone."""
        return tuple(one.meeting for one in self.read)

    def imported(self) -> Imported:
        """As proposals: each meeting, then its items."""
        return Imported(tuple(one for meeting in self.read for one in proposals_of(meeting)), self.remarks)


@dataclass(frozen=True)
class Wanted:
    """Which meetings are wanted: of a committee (its number or words of its title at the host), from a day to a day, both included.

    ``into`` is our own committee that they are for; without it they are named after the title. ``base`` is the host's address, for
    links that leave it out.
    """

    committee: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    into: str = ""
    base: str = ""

    def covers(self, day: dt.date) -> bool:
        """Whether a day is in the range."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def is_of(self, number: str, title: str) -> bool:
        """Whether a committee of the host is meant."""
        asked = self.committee.strip()
        return not asked or asked == number or (not asked.isdigit() and asked.casefold() in title.casefold())


def read_files(files: Iterable[tuple[str, bytes]], wanted: Wanted) -> MeetingsFound:
    """Meetings from saved answers: a meeting's own answer goes before what a list says of it.

    One file that cannot be read does not keep the others from it: it becomes a remark. Raises PeelianError where none can be.
    """
    reader, refused, count = _Reader(wanted), [], 0
    for name, data in files:
        count += 1
        try:
            reader.take(name, read_answer(data, name))
        except PeelianError as error:
            refused.append(error)
    if refused and len(refused) == count:
        raise refused[0]
    reader.remarks += [Remark(f"{one.message} {one.remedy}", None, None, "certain", one.where) for one in refused]
    return reader.found()


def read_answer(data: bytes, name: str) -> Element:
    """An answer of the service, out of its envelope where it is in one. Raises PeelianError for anything else."""
    root = read_xml(data, name)
    found = next((one for one in root.iter() if one.tag in ANSWERS), None)
    if found is None or (found is not root and root.tag not in ("Envelope", "string")):
        said = decoded("".join(root.itertext()))[:200]
        raise PeelianError(
            "not-moderngov", f"{name} is XML, but no answer of ModernGov's service. It says: {said or 'nothing'}",
            f"Save what one of {', '.join(('GetCommittees', 'GetMeetings', 'GetMeeting'))} answers.", {"file": name},
        )  # fmt: skip
    return found


class _Reader:
    """Takes answer after answer, in whatever order they come."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.remarks: list[Remark] = []
        self.committees: dict[str, CommitteeRead] = {}
        self.of: dict[str, tuple[str, str]] = {}
        """The host's committee of each meeting: number and title."""
        self.stubs: dict[str, tuple[str, Element]] = {}
        self.details: dict[str, tuple[str, Element]] = {}

    def take(self, name: str, answer: Element) -> None:
        """An answer under the name of its file or address."""
        if answer.tag == "meeting":
            self._keep(self.details, name, answer)
        for one in answer.iter("committee") if answer.tag in ("committees", "getmeetings") else ():
            number, title = said(one, "committeeid"), decoded(said(one, "committeetitle"))
            ended = "true" in (said(one, "committeeexpired").casefold(), said(one, "committeedeleted").casefold())
            self.committees.setdefault(number, CommitteeRead(number, title, ended))
            for stub in one.iter("meeting"):
                self._list(name, stub, (number, title))
        if answer.tag == "getmeetingsbydate":
            for stub in answer.iter("meeting"):
                self._list(name, stub, (said(stub, "committeeid"), decoded(said(stub, "committeetitle"))))

    def _list(self, name: str, stub: Element, committee: tuple[str, str]) -> None:
        """A meeting as a list names it. A number that another committee has already is another host's, or was given twice."""
        number = said(stub, "meetingid")
        before = self.of.setdefault(number, committee)
        if number and before != committee:
            self._look(
                f"Meeting {number} is of {before[1] or before[0]}, and in {name} of {committee[1] or committee[0]}: "
                "the first was taken. Read the answers of one host at a time.",
                "certain",
                meeting=number,
            )
            return
        self._keep(self.stubs, name, stub)

    def _keep(self, held: dict[str, tuple[str, Element]], name: str, answer: Element) -> None:
        number = said(answer, "meetingid")
        if not number:
            self._look(f"A meeting in {name} has no number and was left out.", "certain")
        elif number in held and held is self.details:
            self._look(f"Meeting {number} is in {held[number][0]} and again in {name}: the first was read.", "certain")
        else:
            held.setdefault(number, (name, answer))

    def _look(self, what: str, certainty: Any, **fields: Any) -> None:
        self.remarks.append(Remark(what, None, None, certainty, fields))

    def found(self) -> MeetingsFound:
        """Everything that is wanted, by day."""
        outside, read = 0, []
        for number in dict.fromkeys((*self.details, *self.stubs)):
            name, answer = self.details.get(number) or self.stubs[number]
            committee_number, title = self._committee(number, answer)
            if not self.wanted.is_of(committee_number, title):
                continue
            day = day_of(said(answer, "meetingdate"))
            self._tell_moved(number, name, day)
            if day is None:
                self._look(
                    f"Meeting {number} has no date that can be read ({said(answer, 'meetingdate') or 'none'}): left out.",
                    "certain",
                )
            elif not self.wanted.covers(day):
                outside += 1
            else:
                read.append(self._read(name, answer, number, day, (committee_number, title)))
        if outside:
            self._look(
                f"{outside} meetings lie outside the days that were asked for and were left out: hosts do not keep to them.",
                "certain",
            )
        if len(read) > MOST_MEETINGS:
            self._look(
                f"{len(read):,} meetings were found; the first {MOST_MEETINGS:,} are proposed. Ask for fewer days.",
                "certain",
            )
        ordered = sorted(read, key=lambda one: (one.meeting.on, one.meeting.begins or dt.time.min, one.number))[
            :MOST_MEETINGS
        ]
        return MeetingsFound(tuple(_named(ordered)), tuple(self.remarks), tuple(self.committees.values()))

    def _tell_moved(self, number: str, name: str, day: dt.date | None) -> None:
        """Say it where a meeting's own answer and the list give it different days."""
        listed = day_of(said(self.stubs[number][1], "meetingdate")) if number in self.stubs else None
        if day and listed and listed != day:
            self._look(
                f"Meeting {number} is on {day} by its own answer ({name}) and on {listed} by the list "
                f"({self.stubs[number][0]}): read as {day}. It was moved, or its number was given twice.",
                "ask",
                meeting=number,
            )

    def _committee(self, number: str, answer: Element) -> tuple[str, str]:
        """Which committee a meeting is of: from a list, from its own answer, or from what its documents and items name."""
        if number in self.of:
            return self.of[number]
        title = next(
            (
                decoded(said(one, "committeetitle"))
                for one in (answer, *answer.iter("linkeddoc"))
                if said(one, "committeetitle")
            ),
            "",
        )
        title = title or next((decoded(said(one, "refertocommittee")) for one in answer.iter("agendaitem")), "")
        return said(answer, "committeeid"), title

    def _read(self, name: str, answer: Element, number: str, day: dt.date, committee: tuple[str, str]) -> MeetingRead:
        state, sure = state_of(answer)
        if not sure:
            self._look(
                f"Meeting {number} has the status {said(answer, 'meetingstatus') or 'none'}: read as {state}.",
                "ask",
                meeting=number,
            )
        ahead = day > today()
        if ahead and state == "held":
            state = "called"
            self._look(
                f"Meeting {number} is on {day}, which has not come, and its host says that it was held: read as called.",
                "ask",
                meeting=number,
            )
        own = self.wanted.into or slug_of(committee[1]) or "committee"
        items = _Items(self, number)
        for place, one in enumerate(answer.iter("agendaitem"), start=1):
            items.take(one, place)
        meeting = Meeting(
            id=f"{own}/{day}", committee=own, title=shortened(committee[1], 200) or "Meeting", on=day,
            begins=hour_of(said(answer, "meetingactualstarttime") or said(answer, "meetingtime")),
            ends=hour_of(said(answer, "meetingactualfinishtime") or said(answer, "meetingplannedfinishtime")),
            place=place_of(answer),
            state=state, items=tuple(items.kept), attendance=() if ahead else tuple(attendance_of(answer)),
            minutes=Minutes("draft") if true(answer, "minutepublished") and not ahead else None,
            source=name[-120:], extras={"moderngov": number},
        )  # fmt: skip
        return MeetingRead(
            meeting, number, committee[1], committee[0], name, true(answer, "agendapublished"),
            items.restricted, items.documents, items.decided,
        )  # fmt: skip


class _Items:
    """The items of one meeting, each under a number of its own."""

    def __init__(self, reader: _Reader, meeting: str) -> None:
        self.reader, self.meeting = reader, meeting
        self.kept: list[Item] = []
        self.restricted: dict[str, str] = {}
        self.documents: dict[str, tuple[tuple[str, str], ...]] = {}
        self.decided: dict[str, str] = {}

    def take(self, one: Element, place: int) -> None:
        """An item. Of a restricted one its title is read and nothing else of it is looked at."""
        title = shortened(decoded(said(one, "agendaitemtitle")))
        if len(self.kept) >= MOST_ITEMS or not title or said(one, "isdisplayallowed").casefold() == "false":
            self.reader._look(
                f"An item of meeting {self.meeting} was left out: {_why_out(self.kept, title)}.", "certain", place=place
            )
            return
        number = self._number(one, place)
        if true(one, "isrestricted"):
            self.restricted[number] = decoded(said(one, "restrictionsRef"))
            self.kept.append(Item(number, title, kind_of(title)))
            return
        open_, closed = self._papers(one)
        if closed:
            self.documents[number] = tuple(closed)
        minuted = true(one, "isminutepublished")
        decided = words_of(said(one, "decisionnonemptyhtmlbody")) if true(one, "isdecisionpublished") else ""
        if decided:
            self.decided[number] = decided
        outcome = decided_in(decided)
        minute = words_of(said(one, "minutesnonemptyhtmlbody")) if minuted else ""
        if decided and outcome is None:
            self._ask(number, decided)
            minute = minute if decided in minute else f"{minute}\n\n{decided}".strip()
        self.kept.append(Item(
            number, title, kind_of(title, bool(open_)), recommended=words_of(said(one, "agendatext")), papers=tuple(open_),
            minute=minute, outcome=outcome,
            minute_number=(said(one, "minutesitemnumber") + said(one, "minutesitemsubnumber"))[:LONGEST_NUMBER] if minuted else "",
        ))  # fmt: skip

    def _ask(self, number: str, decided: str) -> None:
        self.reader._look(
            f"What was decided of item {number} of meeting {self.meeting} names no outcome that is known; its words are kept in "
            f"the minute: “{shortened(decided)}”", "ask", item=number,
        )  # fmt: skip

    def _number(self, one: Element, place: int) -> str:
        """As it is printed; where that is empty or taken, by its place."""
        printed = said(one, "fulldisplaynumberformat").rstrip(".").strip()
        number = (printed or (said(one, "agendaitemnumber") + said(one, "agendaitemsubnumber")).strip("0 "))[
            :LONGEST_NUMBER
        ]
        taken = [item.number for item in self.kept]
        own = f"{number}-{place}"
        return (
            number if number and number not in taken else own if number and len(own) <= LONGEST_NUMBER else f"n-{place}"
        )

    def _papers(self, one: Element) -> tuple[list[Paper], list[tuple[str, str]]]:
        """Its documents that are open, and those that are not with what is said of their ground."""
        open_: dict[str, Paper] = {}
        closed: list[tuple[str, str]] = []
        for place, document in enumerate(one.iter("linkeddoc"), start=1):
            title = shortened(decoded(said(document, "title"))) or "Untitled document"
            if true(document, "isrestricted"):
                closed.append((title, decoded(said(document, "restrictionsRef"))))
                continue
            link = link_of(said(document, "url"), self.reader.wanted.base)
            if not link and said(document, "url"):
                self.reader._look(
                    f"A document of meeting {self.meeting} leads nowhere that can be read: “{title}”.", "certain"
                )
            name = slug_of(title)[:60].strip("-") or f"paper-{place}"
            open_.setdefault(name if name not in open_ else f"{name}-{place}", Paper(name, title, "main", link=link))
        return [replace(paper, id=name) for name, paper in open_.items()], closed


def _why_out(kept: Sequence[Item], title: str) -> str:
    if len(kept) >= MOST_ITEMS:
        return f"it has more than {MOST_ITEMS}"
    return "the host does not display it" if title else "it has no title"


def _named(read: Sequence[MeetingRead]) -> Iterator[MeetingRead]:
    """Each meeting under its own name: a second of a committee on one day has -2 behind it."""
    times: dict[str, int] = {}
    for one in read:
        times[one.meeting.id] = times.get(one.meeting.id, 0) + 1
        nth = times[one.meeting.id]
        yield one if nth == 1 else replace(one, meeting=replace(one.meeting, id=f"{one.meeting.id}-{nth}"))


def proposals_of(one: MeetingRead) -> Iterator[Proposal]:
    """A meeting and its items as proposals (EXAMPLES)."""
    meeting = one.meeting
    fields: dict[str, Any] = {
        "meeting": meeting.id, "committee": one.committee, "committee_number": one.committee_number, "date": meeting.on.isoformat(),
        "begins": f"{meeting.begins:%H:%M}" if meeting.begins else None, "ends": f"{meeting.ends:%H:%M}" if meeting.ends else None,
        "place": meeting.place, "state": meeting.state, "agenda_published": one.agenda_out,
        "minutes_published": bool(meeting.minutes), "attendance": [form_of(who) for who in meeting.attendance],
        "source": one.name, "moderngov": one.number,
    }  # fmt: skip
    text = f"{meeting.title}, {meeting.on.day} {meeting.on:%B %Y}"
    yield Proposal("meeting", one.number, text, None, None, 0.98 if one.committee else 0.8, _told(fields))
    for item in meeting.items:
        told: dict[str, Any] = {
            "meeting": meeting.id, "kind": item.kind, "restricted": item.number in one.restricted,
            "ground": one.restricted.get(item.number, ""), "recommended": item.recommended, "minute": item.minute,
            "minute_number": item.minute_number, "decision": one.decided.get(item.number, ""),
            "outcome": form_of(item.outcome) if item.outcome else {},
            "papers": [{"title": paper.title, "link": paper.link} for paper in item.papers],
            "restricted_papers": [{"title": title, "ground": ground} for title, ground in one.documents.get(item.number, ())],
        }  # fmt: skip
        yield Proposal("agenda-item", item.number, item.title, None, None, 0.98, _told(told))


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in ("", None, [], {})}
