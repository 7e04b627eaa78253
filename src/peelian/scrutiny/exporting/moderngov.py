"""The calls of ModernGov's web service, answered from our records: names, order and quirks as clients of the real one parse them.

Elements are lower case and never closed in one tag; booleans are ``True`` and ``False``; dates are dd/MM/yyyy, times ``10.00 am``;
counts have a space before them; titles, names and places are HTML inside XML, so that their marks are encoded twice. What is exempt
has its title and ``isrestricted``, and no words: the records that this reads have none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from peelian.scrutiny.exporting.markup import element, escaped, group, html_of, twice
from peelian.scrutiny.exporting.numbers import number_of
from peelian.scrutiny.exporting.published import (
    LONDON,
    Attached,
    Published,
    agenda_is_out,
    aware,
    closed,
    item_key,
    minutes_are_out,
    paper_file,
    papers_of,
    withheld,
)
from peelian.scrutiny.meetings.outcomes import lead_of
from peelian.scrutiny.meetings.records import Attendance, Committee, Item, Meeting, MemberRole, Paper

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
ALL = -1
"""The number that asks for every committee."""
NOT_LIMITED = "<!-- not a dd/MM/yyyy date: the range is not limited by it -->"
STATUS = {
    "planned": "Provisional", "called": "Confirmed", "held": "Confirmed", "cancelled": "Cancelled", "postponed": "Postponed",
}  # fmt: skip
CATEGORY = {
    "assembly-committee": "London Assembly committees", "crime-and-disorder-committee": "Overview and scrutiny",
    "overview-board": "Overview and scrutiny", "topic-group": "Overview and scrutiny",
    "police-and-crime-panel": "Police and crime panels", "neighbourhood-board": "Neighbourhood boards",
}  # fmt: skip
ROLE: dict[MemberRole, str] = {
    "chair": "Chair", "deputy-chair": "Vice-Chair", "member": "Committee Member", "co-opted": "Co-opted Member",
    "substitute": "Substitute", "adviser": "Adviser",
}  # fmt: skip
PRESENCE = {
    "present": "Present", "substitute": "Present, as substitute", "apologies": "Apologies", "absent": "Absent",
    "attending": "In attendance", "witness": "In attendance",
}  # fmt: skip
DECIDED = {"agreed", "agreed-as-amended", "not-agreed", "deferred", "referred", "withdrawn"}
_DATE = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*")


@dataclass
class Refused(Exception):
    """A call that cannot be answered, in the words in which ASP.NET says so."""

    message: str


@dataclass(frozen=True)
class Asked:
    """What a call is answered from: what is out, the site's own address (``https://host``), and the moment."""

    held: Published
    site: str
    now: dt.datetime
    given: Mapping[str, str]

    def number(self, name: str) -> int:
        """A parameter that must be a whole number. Raises Refused."""
        text = self.given.get(name.casefold())
        if text is None:
            raise Refused(f"Missing parameter: {name}.")
        if not re.fullmatch(r"\s*[-+]?\d{1,10}\s*", text):
            raise Refused(f"Cannot convert {text[:40]} to System.Int32.")
        return int(text)

    def day(self, name: str) -> tuple[dt.date | None, bool]:
        """A parameter that may be a date, and whether it was given and could not be read: then the range is not limited by it."""
        text = self.given.get(name.casefold(), "")
        match = _DATE.fullmatch(text)
        try:
            found = dt.date(int(match[3]), int(match[2]), int(match[1])) if match else None
        except ValueError:
            found = None
        return found, bool(text.strip()) and found is None

    def meetings(self, committee: int) -> tuple[list[Meeting], str]:
        """The meetings of a committee, or of all, within the range, and a remark on the range; nothing of an unknown committee."""
        first, bad_first = self.day("sFromDate")
        last, bad_last = self.day("sToDate")
        if committee == ALL:
            of: Iterable[Meeting] = self.held.held
        else:
            of = self.held.by_committee.get(self.held.committee_numbered.get(committee, ""), ())
        kept = [one for one in of if (first is None or first <= one.on) and (last is None or one.on <= last)]
        return kept, NOT_LIMITED if bad_first or bad_last else ""


def get_committees(asked: Asked) -> str:
    """Every committee, those that have ended too."""
    held = asked.held.committees
    return group("committees", [element("committeescount", f" {len(held)}"), *(_committee(asked, one) for one in held)])


def _committee(asked: Asked, one: Committee) -> str:
    return group("committee", [
        element("committeeid", str(asked.held.committee_number[one.id])),
        twice("committeetitle", one.title),
        element("committeedeleted", "False"),
        element("committeeexpired", _flag(one.until is not None and one.until < asked.now.astimezone(LONDON).date())),
        twice("committeecategory", CATEGORY[one.kind]),
    ])  # fmt: skip


def get_meetings(asked: Asked) -> str:
    """The meetings of a committee in a range, under their committees; the number 0 asks for every committee here."""
    number = asked.number("lCommitteeId")
    found, remark = asked.meetings(number or ALL)
    wanted = {one.committee for one in found} | {asked.held.committee_numbered.get(number, "")}
    parts = []
    for committee in asked.held.committees:
        if committee.id in wanted:
            own = [one for one in found if one.committee == committee.id]
            parts.append(group("committee", [
                element("committeeid", str(asked.held.committee_number[committee.id])),
                twice("committeetitle", committee.title),
                element("committeemeetingcount", f" {len(own)}"),
                group("committeemeetings", (group("meeting", _stub(asked, one)) for one in own)),
            ]))  # fmt: skip
    counts = [element("meetingscount", f" {len(found)}"), element("committeescount", f" {len(parts)}")]
    return group("getmeetings", [remark, *counts, *parts])


def get_all_meetings_by_date(asked: Asked) -> str:
    """The meetings of a range in the order of their days, of every committee for -1; the newest first unless asked otherwise."""
    found, remark = asked.meetings(asked.number("lCommitteeId"))
    if asked.given.get("bisascendingdateorder", "").strip().casefold() not in ("true", "1"):
        found.reverse()
    rows = (group("meeting", [*_stub(asked, one), *_of_committee(asked, one)]) for one in found)
    return group("getmeetingsbydate", [remark, element("meetingscount", f" {len(found)}"), group("meetings", rows)])


def _of_committee(asked: Asked, one: Meeting) -> list[str]:
    return [
        element("committeeid", str(asked.held.committee_number[one.committee])),
        twice("committeetitle", asked.held.committee_of[one.committee].title),
        twice("meetinglocation", one.place),
    ]


def _stub(asked: Asked, one: Meeting) -> list[str]:
    return [
        element("meetingid", str(asked.held.meeting_number[one.id])),
        element("meetingdate", _day(one.on)),
        element("meetingstatus", STATUS[one.state]),
        element("meetingtime", _time(one.begins)),
        element("iswebcast", _flag(bool(one.broadcast))),
    ]


def get_meeting(asked: Asked) -> str:
    """One meeting with its agenda, its papers, what is out of its minutes, and who came."""
    number = asked.number("lMeetingId")
    one = asked.held.meeting_of.get(asked.held.meeting_numbered.get(number, ""))
    if one is None or one.deleted or one.committee not in asked.held.committee_of:
        return element("error", f"There is no meeting with the number {number}.")
    out, minuted, was_held = agenda_is_out(one, asked.now), minutes_are_out(one), one.state == "held"
    decided = minuted and any(_is_decision(item) for item in one.items)
    committee = asked.held.committee_of[one.committee]
    return group("meeting", [
        element("meetingid", str(number)),
        element("meetingdate", _day(one.on)),
        element("meetingstatus", STATUS[one.state]),
        element("isdisplayallowed", "True"),
        element("meetingtime", _time(one.begins)),
        element("meetingactualstarttime", _time(one.begins) if was_held else ""),
        element("meetingplannedfinishtime", "" if was_held else _time(one.ends)),
        element("meetingactualfinishtime", _time(one.ends) if was_held else ""),
        twice("meetinglocation", one.place),
        twice("meetingvenue", one.place),
        element("iswebcast", _flag(bool(one.broadcast))),
        element("committeeid", str(asked.held.committee_number[committee.id])),
        twice("committeetitle", committee.title),
        element("agendaid", str(number)),
        element("agendapublished", _flag(out)),
        element("decisionpublished", _flag(decided)),
        element("minutepublished", _flag(minuted)),
        element("meetingroom"),
        group("agendaitems", [_item(asked, one, item, at) for at, item in enumerate(one.items, start=1)] if out else []),
        group("attendees", _attendees(asked, one, committee)),
    ])  # fmt: skip


def _item(asked: Asked, meeting: Meeting, item: Item, at: int) -> str:
    """An item: of an exempt one its title, its number and that it is restricted."""
    minuted, restricted = minutes_are_out(meeting), withheld(item)
    minute = html_of(item.minute) if minuted and not restricted else ""
    decision = html_of(_decided(item)) if minuted and not restricted else ""
    number, sub = _minute_number(item.minute_number) if minuted else ("", "")
    return group("agendaitem", [
        element("agendaitemid", str(asked.held.item_number[item_key(meeting, item, at)])),
        twice("agendaitemtitle", item.title),
        element("agendatext", "" if closed(item) else html_of(item.recommended)),
        element("actualmeetingdate", _day(meeting.on)),
        element("agendaitemnumber", str(at)),
        element("agendaitemsubnumber"),
        element("fulldisplaynumberformat", f"{item.number}." if item.number else ""),
        element("decisionnonemptyhtmlbody", decision),
        element("minutesnonemptyhtmlbody", minute),
        element("declarationcount", str(len(item.interests))),
        element("isdecision", _flag(_is_decision(item))),
        element("isdecisionpublished", _flag(bool(decision))),
        element("isminutepublished", _flag(bool(minute))),
        element("isrestricted", _flag(closed(item))),
        element("isdisplayallowed", "True"),
        element("meetingdate", _day(meeting.on)),
        element("meetingtime", _time(meeting.begins)),
        element("minutesitemnumber", number),
        element("minutesitemsubnumber", sub),
        element("preferreddate", _day(meeting.on)),
        group("linkeddocuments", (_linked(asked, one) for one in papers_of(meeting) if one.item is item)),
    ])  # fmt: skip


def _decided(item: Item) -> str:
    """What the committee did with an item: in a sentence, then in the words of the minutes where they have any."""
    return f"{lead_of(item.outcome)}\n\n{item.outcome.words}" if item.outcome else ""


def _is_decision(item: Item) -> bool:
    return not withheld(item) and item.outcome is not None and item.outcome.kind in DECIDED


def _linked(asked: Asked, one: Attached) -> str:
    return group("linkeddoc", _document(asked, one))


def _document(asked: Asked, one: Attached) -> list[str]:
    """A paper: an exempt one is listed by its title, with the paragraph it rests on, and leads nowhere."""
    paper, restricted = one.paper, withheld(one.paper)
    committee = asked.held.committee_of[one.meeting.committee]
    return [
        element("attachmentid", str(asked.held.paper_number[one.key])),
        twice("title", paper.title),
        element("isurl", _flag(not restricted and (bool(paper.link) or not paper.text))),
        element("url", "" if restricted else absolute(asked.site, paper_file(one))),
        element("isrestricted", _flag(restricted)),
        twice("restrictionsRef", _ground(paper)),
        element("publicationdate", _published(one)),
        element("meetingdate", _day(one.meeting.on)),
        twice("committeetitle", committee.title),
        element("isdecisionattachment", "False"),
        twice("ownertitle", one.item.title),
    ]


def absolute(site: str, address: str) -> str:
    """An address with its host: ours where it names none."""
    return f"{site}{address}" if address.startswith("/") else address


def _published(one: Attached) -> str:
    """The day in London on which a paper was opened to the public."""
    out = one.paper.added or one.meeting.agenda_out
    return _day(aware(out).astimezone(LONDON).date()) if out else ""


def _ground(paper: Paper) -> str:
    """The law's paragraphs that a paper is withheld under."""
    grounds = dict.fromkeys(one for stub in paper.stubs if stub.released_at is None for one in stub.grounds)
    schemes = {"sch-12a": "Schedule 12A paragraph", "foi": "FOIA 2000 section", "eir": "EIR 2004 regulation"}
    return "; ".join(f"{schemes.get(one.scheme, one.scheme)} {one.paragraph}".strip() for one in grounds)


def get_attachment(asked: Asked) -> str:
    """What is known of one paper, and where it lies."""
    number = asked.number("lAttachmentId")
    one = asked.held.attached.get(asked.held.paper_numbered.get(number, ""))
    if one is None or not agenda_is_out(one.meeting, asked.now):
        return element("error", f"There is no attachment with the number {number}.")
    return group("attachment", [group("attachmentdetails", _document(asked, one))])


def _attendees(asked: Asked, meeting: Meeting, committee: Committee) -> Iterable[str]:
    """Who came, or before it is known, who is expected: the members who sit on its day."""
    if meeting.attendance:
        return (_attendee(asked, meeting, committee, one) for one in meeting.attendance)
    expected = [Attendance(one.name, "present") for one in committee.sitting(meeting.on) if one.role != "substitute"]
    return (_attendee(asked, meeting, committee, one, "Expected") for one in expected)


def _attendee(asked: Asked, meeting: Meeting, committee: Committee, one: Attendance, said: str = "") -> str:
    seat = next((seat for seat in committee.sitting(meeting.on) if seat.name == one.name), None)
    known = {
        "membertype": "U" if seat else "O", "memberid": str(number_of("member", one.name)), "name": one.name,
        "roledescription": ROLE[seat.role] if seat else "", "attendance": said or PRESENCE[one.presence],
        "politicalparty": seat.party if seat else "", "ward": "",
        "representing": one.for_ or one.body or (seat.body if seat else ""),
    }  # fmt: skip
    told = "".join(f' {name}="{escaped(value)}"' for name, value in known.items())
    return f"<attendee{told}>{element('url', f'{asked.site}/committees/{committee.id}')}</attendee>"


def _minute_number(text: str) -> tuple[str, str]:
    """``12b`` as the number and what follows it; what begins with no digit is not a number."""
    match = re.fullmatch(r"(\d+)[.\s]*(.*)", text.strip())
    return (match[1], match[2]) if match else ("", text.strip())


def _flag(told: bool) -> str:
    return "True" if told else "False"


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def _time(hour: dt.time | None) -> str:
    """``10.00 am``; noon is ``12.00 pm``."""
    if hour is None:
        return ""
    return f"{(hour.hour + 11) % 12 + 1}.{hour.minute:02} {'am' if hour.hour < 12 else 'pm'}"


CALLS: dict[str, tuple[Callable[[Asked], str], tuple[str, ...]]] = {
    "GetCommittees": (get_committees, ()),
    "GetMeetings": (get_meetings, ("lCommitteeId", "sFromDate", "sToDate")),
    "GetAllMeetingsByDate": (
        get_all_meetings_by_date,
        ("lCommitteeId", "sFromDate", "sToDate", "bIsAscendingDateOrder"),
    ),
    "GetMeeting": (get_meeting, ("lMeetingId",)),
    "GetAttachment": (get_attachment, ("lAttachmentId",)),
}
"""Each call by its name, and what it takes."""


def named(call: str) -> str | None:
    """The call's own spelling, whatever case it is asked in; None where there is no such call."""
    return next((name for name in CALLS if name.casefold() == call.casefold()), None)


def answer(call: str, asked: Asked) -> str:
    """The XML that a call is answered with, without its first line. Raises Refused."""
    return CALLS[call][0](asked)
