"""Committees and meetings as objects of OParl 1.1, the interface of councils' information systems (docs/reference/oparl.md).

Each object has one address below ``base``, and holds what its type has in the specification, version 1.1;
what OParl has no field for has the prefix ``peelian:``. Fields without a value are left out, as it asks.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote

from peelian.scrutiny.exporting.numbers import numbered
from peelian.scrutiny.exporting.oparl_lists import Entry
from peelian.scrutiny.exporting.oparl_texts import agenda_text, minutes_text
from peelian.scrutiny.exporting.oparl_words import (
    KINDS,
    LICENCE,
    NOT_DECIDED,
    OUTCOMES,
    PAPERS,
    ROLES,
    STATES,
    exempt_in,
    outcome_of,
    role_of,
    vote_of,
)
from peelian.scrutiny.exporting.published import (
    LONDON,
    Attached,
    Published,
    aware,
    begins,
    closed,
    ends,
    minutes_are_out,
    page_of,
    paper_page,
    papers_of,
    withheld,
)
from peelian.scrutiny.meetings.form import form_of
from peelian.scrutiny.meetings.records import Committee, Item, Meeting, Member

VERSION = "https://schema.oparl.org/1.1/"
LISTS = {
    "organization": "organization", "person": "person", "meeting": "meeting", "paper": "paper", "agendaItem": "agendaitem",
    "consultation": "consultation", "file": "file", "locationList": "location", "legislativeTermList": "legislativeterm",
    "membership": "membership",
}  # fmt: skip
"""A body's lists by the field that names each, and what the objects in it are called in addresses."""
IN_THE_ROOM = ("present", "substitute", "attending", "witness")


class Objects:
    """Everything that is served below an address, each object made when it is asked for. ``site`` is the host's own address."""

    def __init__(self, held: Published, site: str, prefix: str = "/oparl/v1.1") -> None:
        self.held, self.site, self.base = held, site, f"{site}{prefix}"

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every object by its path below ``base``."""
        made = (*self._bodies(), *self._people(), *self._meetings(), *self._places())
        return {one.path: one for one in made}

    @cached_property
    def lists(self) -> dict[str, list[Entry]]:
        """Every list by its path: the bodies, each body's objects of a type, each committee's meetings and consultations."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for keeper in self._keepers:
            found.update({f"body/{keeper}/{name}": [] for name in LISTS.values()})
        for committee in self.held.committees:
            found.update({f"organization/{committee.id}/{name}": [] for name in ("meeting", "consultation")})
        for path, one in self.entries.items():
            kind, _, rest = path.partition("/")
            if kind == "body":
                found["body"].append(one)
                continue
            found[f"body/{self._keeper_of(kind, rest)}/{kind}"].append(one)
            if kind in ("meeting", "consultation"):
                found[f"organization/{rest.partition('/')[0]}/{kind}"].append(one)
        return found

    @cached_property
    def texts(self) -> dict[str, tuple[str, Callable[[], str]]]:
        """The files that are served from here, by their path: the name under which one is saved, and its Markdown."""
        found: dict[str, tuple[str, Callable[[], str]]] = {}
        for meeting in self.held.held:
            day = meeting.id.partition("/")[2]
            if meeting.items:
                found[f"file/{meeting.id}/agenda"] = f"{day}-agenda.md", partial(agenda_text, meeting)
            if minutes_are_out(meeting) and any(one.minute or one.outcome for one in meeting.items):
                found[f"file/{meeting.id}/minutes"] = f"{day}-minutes.md", partial(minutes_text, meeting)
        for one in self.held.attached.values():
            if one.paper.text and not withheld(one.paper):
                found[_file(one)] = (
                    f"{one.meeting.id.partition('/')[2]}-{one.name}.md",
                    partial(str, one.paper.text),
                )
        return found

    def withdrawn(self, path: str) -> dict[str, Any] | None:
        """What is left of an object of a meeting that was withdrawn, by its path; None of all others."""
        kind, _, rest = path.partition("/")
        meeting = self.held.meeting_of.get("/".join(rest.split("/")[:2]))
        if meeting is None or not meeting.deleted or kind not in ("agendaitem", "paper", "file", "consultation"):
            return None
        return self._gone(path, meeting)

    def system(self) -> dict[str, Any]:
        """Where every client begins."""
        place = f" for {self.held.place}" if self.held.place else ""
        return self._object("", "System", self._first, self.held.at, {
            "oparlVersion": VERSION, "name": f"Peelian{place}: committees and meetings", "body": self._url("body"),
            "license": LICENCE, "website": f"{self.site}/", "web": f"{self.site}/committees",
        })  # fmt: skip

    # bodies and their committees

    @cached_property
    def _keepers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.organisation for one in self.held.committees))

    @cached_property
    def _first(self) -> dt.datetime:
        """When the first of all that is served came here."""
        return min((self.held.made(one) for one in self.held.meetings), default=self.held.at)

    @cached_property
    def _since(self) -> dict[str, dt.datetime]:
        """When the first meeting of each committee came here; committees do not say themselves."""
        found: dict[str, dt.datetime] = {}
        for one in self.held.meetings:
            found[one.committee] = min(self.held.made(one), found.get(one.committee, self.held.made(one)))
        return found

    def _bodies(self) -> Iterator[Entry]:
        for name in self._keepers:
            yield self._entry(f"body/{name}", self._first, self.held.at, partial(self._body, name))
        for one in self.held.committees:
            made = self._since.get(one.id, self._first)
            yield self._entry(f"organization/{one.id}", made, self.held.at, partial(self._organization, one))

    def _body(self, name: str) -> dict[str, Any]:
        committee = next(one for one in self.held.committees if one.organisation == name)
        keeper, path = self.held.keeper(committee), f"body/{name}"
        found = self._object(path, "Body", self._first, self.held.at, {
            "system": f"{self.base}/", "name": keeper.name, "shortName": keeper.short if keeper.short != keeper.name else "",
            "website": keeper.website, "web": f"{self.site}/committees",
            **{field: self._url(f"{path}/{kind}") for field, kind in LISTS.items()},
        })  # fmt: skip
        return {**found, "legislativeTerm": []}  # demanded, and no term of office is known

    def _organization(self, one: Committee) -> dict[str, Any]:
        path = f"organization/{one.id}"
        parent = one.parent if one.parent in self.held.committee_of else None
        return self._object(path, "Organization", self._since.get(one.id, self._first), self.held.at, {
            "body": self._url(f"body/{one.organisation}"), "name": one.title,
            "membership": [self._url(self._seat(one, seat)) for seat in one.members],
            "meeting": self._url(f"{path}/meeting"), "consultation": self._url(f"{path}/consultation"),
            "post": [ROLES[role] for role in dict.fromkeys(seat.role for seat in one.members)],
            "subOrganizationOf": self._url(f"organization/{parent}") if parent else "",
            "organizationType": "Gremium", "classification": KINDS[one.kind],
            "startDate": _day(one.since), "endDate": _day(one.until), "keyword": list(one.topics),
            "web": f"{self.site}/committees/{one.id}",
        })  # fmt: skip

    # people and their seats

    @cached_property
    def _person_number(self) -> dict[str, int]:
        names = {f"{one.organisation}/{seat.name}" for one in self.held.committees for seat in one.members}
        return numbered("person", sorted(names))

    @cached_property
    def _seat_number(self) -> dict[str, int]:
        return numbered("seat", (_seat_key(one, seat) for one in self.held.committees for seat in one.members))

    def _person(self, committee: Committee, name: str) -> str:
        return f"person/{self._person_number[f'{committee.organisation}/{name}']}"

    def _seat(self, committee: Committee, seat: Member) -> str:
        return f"membership/{self._seat_number[_seat_key(committee, seat)]}"

    @cached_property
    def _seats(self) -> dict[str, list[tuple[Committee, Member]]]:
        """The seats of each person, by the person's path."""
        found: dict[str, list[tuple[Committee, Member]]] = defaultdict(list)
        for one in self.held.committees:
            for seat in one.members:
                found[self._person(one, seat.name)].append((one, seat))
        return found

    def _people(self) -> Iterator[Entry]:
        for path, seats in self._seats.items():
            made = min(self._since.get(one.id, self._first) for one, _ in seats)
            yield self._entry(path, made, self.held.at, partial(self._of_person, path, made))
            for one, seat in seats:
                since = self._since.get(one.id, self._first)
                yield self._entry(self._seat(one, seat), since, self.held.at, partial(self._membership, one, seat))

    def _of_person(self, path: str, made: dt.datetime) -> dict[str, Any]:
        seats = self._seats[path]
        return self._object(path, "Person", made, self.held.at, {
            "body": self._url(f"body/{seats[0][0].organisation}"), "name": seats[0][1].name,
            "membership": [self._membership(one, seat) for one, seat in seats],
        })  # fmt: skip

    def _membership(self, one: Committee, seat: Member) -> dict[str, Any]:
        return self._object(self._seat(one, seat), "Membership", self._since.get(one.id, self._first), self.held.at, {
            "person": self._url(self._person(one, seat.name)), "organization": self._url(f"organization/{one.id}"),
            "role": ROLES[seat.role], "votingRight": seat.votes, "startDate": _day(seat.since), "endDate": _day(seat.until),
            "peelian:party": seat.party, "peelian:body": seat.body,
        })  # fmt: skip

    # meetings, their agendas and papers

    def _meetings(self) -> Iterator[Entry]:
        for one in self.held.oldest_first:
            if one.committee not in self.held.committee_of:
                continue
            if one.deleted:
                path = f"meeting/{one.id}"
                yield self._entry(
                    path, self.held.made(one), self.held.changed(one), partial(self._gone, path, one), gone=True
                )
                continue
            yield self._of(f"meeting/{one.id}", one, partial(self._meeting, one))
            for at, item in enumerate(one.items, start=1):
                yield self._of(_item_path(one, item, at), one, partial(self._item, one, item, at))
                for attached in _papers(one, item):
                    yield self._of(f"paper/{attached.key}", one, partial(self._paper, attached, at))
                    yield self._of(f"consultation/{attached.key}", one, partial(self._consultation, attached, at))
                    if attached.paper.withdrawn:
                        yield self._entry(
                            _file(attached), self.held.made(one), self.held.changed(one), partial(self._gone, _file(attached), one),
                            gone=True,
                        )  # fmt: skip
                    if self._has_file(attached):
                        yield self._of(_file(attached), one, partial(self._paper_file, attached, at))
            for name in ("agenda", "minutes"):
                if f"file/{one.id}/{name}" in self.texts:
                    yield self._of(f"file/{one.id}/{name}", one, partial(self._meeting_file, one, name))

    def _meeting(self, one: Meeting) -> dict[str, Any]:
        committee = self.held.committee_of[one.committee]
        seated = {seat.name for seat in committee.members}
        starts, over = begins(one), ends(one)
        state = "durchgeführt" if one.state == "held" and minutes_are_out(one) else STATES[one.state]
        return self._made(f"meeting/{one.id}", "Meeting", one, {
            "name": one.title, "meetingState": state, "cancelled": one.state in ("cancelled", "postponed"),
            "start": starts.isoformat() if starts else "", "end": over.isoformat() if over else "",
            "location": self._place(one.place) if one.place else None,
            "organization": [self._url(f"organization/{one.committee}")],
            "participant": [
                self._url(self._person(committee, who.name)) for who in one.attendance
                if who.presence in IN_THE_ROOM and who.name in seated
            ],
            "invitation": self._file_of(one, "agenda"), "resultsProtocol": self._file_of(one, "minutes"),
            "agendaItem": [self._item(one, item, at) for at, item in enumerate(one.items, start=1)],
            "keyword": list(dict.fromkeys((*committee.topics, *(topic for item in one.items for topic in item.topics)))),
            "web": f"{self.site}{page_of(one)}",
            "peelian:day": one.on.isoformat(), "peelian:state": one.state, "peelian:why": one.why,
            "peelian:adjourned": form_of(one.adjourned) if one.adjourned else None,
            "peelian:resumes": self._url(f"meeting/{one.resumes}") if one.resumes else "",
        })  # fmt: skip

    def _item(self, one: Meeting, item: Item, at: int) -> dict[str, Any]:
        """An item. OParl lets it have one consultation, of the first paper; ``peelian:consultation`` has all."""
        papers = _papers(one, item)
        asked = [self._url(f"consultation/{paper.key}") for paper in papers]
        out = minutes_are_out(one) and not withheld(item)
        return self._made(_item_path(one, item, at), "AgendaItem", one, {
            "meeting": self._url(f"meeting/{one.id}"), "number": item.number, "order": at, "name": item.title,
            "public": not closed(item), "consultation": asked[0] if asked else "",
            "result": OUTCOMES[item.outcome.kind] if out and item.outcome else "",
            "resolutionText": item.outcome.words if out and item.outcome else "",
            "auxiliaryFile": [self._paper_file(paper, at) for paper in papers[1:] if self._has_file(paper)],
            "keyword": list(item.topics), "web": f"{self.site}{page_of(one)}",
            "peelian:consultation": asked if len(asked) > 1 else [],
            "peelian:outcome": outcome_of(item.outcome) if out and item.outcome else None,
            "peelian:vote": [vote_of(vote) for vote in item.votes] if out else [],
            **exempt_in(item),
        })  # fmt: skip

    def _paper(self, one: Attached, at: int) -> dict[str, Any]:
        committee = self.held.committee_of[one.meeting.committee]
        return self._made(f"paper/{one.key}", "Paper", one.meeting, {
            "body": self._url(f"body/{committee.organisation}"), "name": one.paper.title, "reference": one.key,
            "date": _day(_out(one.meeting)), "paperType": PAPERS[one.paper.kind],
            "mainFile": self._paper_file(one, at) if self._has_file(one) else None, "consultation": [self._consultation(one, at)],
            "web": absolute(self.site, paper_page(one)) if not withheld(one.paper) else "",
            "peelian:author": one.paper.author, "peelian:background": list(one.paper.background), "peelian:late": one.paper.reason,
            "peelian:withdrawn": one.paper.withdrawn,
            **exempt_in(one.paper),
        })  # fmt: skip

    def _consultation(self, one: Attached, at: int) -> dict[str, Any]:
        outcome = one.item.outcome if minutes_are_out(one.meeting) and not withheld(one.item) else None
        return self._made(f"consultation/{one.key}", "Consultation", one.meeting, {
            "paper": self._url(f"paper/{one.key}"), "agendaItem": self._url(_item_path(one.meeting, one.item, at)),
            "meeting": self._url(f"meeting/{one.meeting.id}"),
            "organization": [self._url(f"organization/{one.meeting.committee}")],
            "authoritative": outcome.kind not in NOT_DECIDED if outcome else None, "role": role_of(outcome),
        })  # fmt: skip

    def _has_file(self, one: Attached) -> bool:
        return not withheld(one.paper) and bool(one.paper.link or one.paper.text)

    def _paper_file(self, one: Attached, at: int) -> dict[str, Any]:
        path = _file(one)
        told = self._text_file(path) if path in self.texts else {"accessUrl": absolute(self.site, one.paper.link)}
        return self._made(path, "File", one.meeting, {
            "name": one.paper.title, **told, "date": _day(_out(one.meeting)), "paper": [self._url(f"paper/{one.key}")],
            "agendaItem": [self._url(_item_path(one.meeting, one.item, at))], "web": absolute(self.site, paper_page(one)),
        })  # fmt: skip

    def _file_of(self, one: Meeting, name: str) -> dict[str, Any] | None:
        return self._meeting_file(one, name) if f"file/{one.id}/{name}" in self.texts else None

    def _meeting_file(self, one: Meeting, name: str) -> dict[str, Any]:
        path = f"file/{one.id}/{name}"
        out = _out(one) if name == "agenda" or one.minutes is None else one.minutes.published_on
        return self._made(path, "File", one, {
            "name": f"{name.capitalize()}: {one.title}, {one.on.day} {one.on:%B %Y}", **self._text_file(path), "date": _day(out),
            "meeting": [self._url(f"meeting/{one.id}")], "web": f"{self.site}{page_of(one)}",
        })  # fmt: skip

    def _text_file(self, path: str) -> dict[str, Any]:
        name, text = self.texts[path][0], self.texts[path][1]().encode()
        return {
            "fileName": name, "mimeType": "text/markdown", "size": len(text), "sha512Checksum": hashlib.sha512(text).hexdigest(),
            "accessUrl": self._url(f"{path}/text"), "downloadUrl": self._url(f"{path}/download"),
        }  # fmt: skip

    # places

    @cached_property
    def _at_place(self) -> dict[str, list[Meeting]]:
        found: dict[str, list[Meeting]] = defaultdict(list)
        for one in self.held.held:
            if one.place:
                found[one.place].append(one)
        return found

    @cached_property
    def _place_number(self) -> dict[str, int]:
        return numbered("place", self._at_place)

    def _places(self) -> Iterator[Entry]:
        for place, held in self._at_place.items():
            yield self._entry(
                f"location/{self._place_number[place]}", *self._span(held), partial(self._place_alone, place)
            )

    def _place(self, place: str) -> dict[str, Any]:
        held = self._at_place[place]
        return self._object(
            f"location/{self._place_number[place]}", "Location", *self._span(held), {"description": place}
        )

    def _place_alone(self, place: str) -> dict[str, Any]:
        """A place with the meetings held there: inside a meeting that would be each meeting of years, a hundred times a page."""
        return {**self._place(place), "meetings": [self._url(f"meeting/{one.id}") for one in self._at_place[place]]}

    def _span(self, held: list[Meeting]) -> tuple[dt.datetime, dt.datetime]:
        return min(map(self.held.made, held)), max(map(self.held.changed, held))

    # how an object is made

    def _keeper_of(self, kind: str, rest: str) -> str:
        if kind == "person":
            return self._seats[f"person/{rest}"][0][0].organisation
        if kind == "membership":
            return self._body_of_seat[int(rest)]
        if kind == "location":
            return self.held.committee_of[self._at_place[self._placed[int(rest)]][0].committee].organisation
        return self.held.committee_of[rest.partition("/")[0]].organisation

    @cached_property
    def _body_of_seat(self) -> dict[int, str]:
        of = {_seat_key(one, seat): one.organisation for one in self.held.committees for seat in one.members}
        return {number: of[key] for key, number in self._seat_number.items()}

    @cached_property
    def _placed(self) -> dict[int, str]:
        return {number: place for place, number in self._place_number.items()}

    def _entry(
        self,
        path: str,
        created: dt.datetime,
        modified: dt.datetime,
        make: Callable[[], dict[str, Any]],
        *,
        gone: bool = False,
    ) -> Entry:
        return Entry(path, created, max(created, modified), make, gone)

    def _of(self, path: str, meeting: Meeting, make: Callable[[], dict[str, Any]]) -> Entry:
        return self._entry(path, self.held.made(meeting), self.held.changed(meeting), make)

    def _made(self, path: str, kind: str, meeting: Meeting, told: dict[str, Any]) -> dict[str, Any]:
        return self._object(path, kind, self.held.made(meeting), self.held.changed(meeting), told)

    def _gone(self, path: str, meeting: Meeting) -> dict[str, Any]:
        kind = {"agendaitem": "AgendaItem"}.get(path.partition("/")[0], path.partition("/")[0].capitalize())
        return self._made(path, kind, meeting, {"deleted": True})

    def _object(
        self, path: str, kind: str, created: dt.datetime, modified: dt.datetime, told: dict[str, Any]
    ) -> dict[str, Any]:
        said = {key: value for key, value in told.items() if value is not None and value not in ("", [])}
        moments = {"created": _moment(created), "modified": _moment(max(created, modified))}
        return {"id": self._url(path), "type": f"{VERSION}{kind}", **said, **moments}

    def _url(self, path: str) -> str:
        return f"{self.base}/{quote(path)}"


def absolute(site: str, address: str) -> str:
    """An address with its host: ours where it names none."""
    return f"{site}{address}" if address.startswith("/") else address


def _item_path(meeting: Meeting, item: Item, at: int) -> str:
    return f"agendaitem/{meeting.id}/{item.number.replace('/', '-') or f'item-{at}'}"


def _papers(meeting: Meeting, item: Item) -> list[Attached]:
    return [one for one in papers_of(meeting) if one.item is item]


def _file(one: Attached) -> str:
    return f"file/{one.meeting.id}/paper-{one.name}"


def _seat_key(committee: Committee, seat: Member) -> str:
    return f"{committee.id}/{seat.name}/{seat.role}/{seat.since}"


def _out(meeting: Meeting) -> dt.date | None:
    return aware(meeting.agenda_out).astimezone(LONDON).date() if meeting.agenda_out else None


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _moment(moment: dt.datetime) -> str:
    return aware(moment).isoformat(timespec="seconds")
