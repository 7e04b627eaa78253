"""A validator of OParl 1.1, written from the specification: what each type must and may have, and a walk through all of it.

The tables are the facts of the specification's schema files; its sentences are not here. ``!`` marks what an object must have.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

VERSION = "https://schema.oparl.org/1.1/"
COMMON = "id:url! type:type! license:string keyword:strings created:moment! modified:moment! web:url deleted:bool"
WITHOUT = {"System": {"keyword"}}
"""Of what is common, what a type has not."""
TYPES = {
    "System": "oparlVersion:version! otherOparlVersions:urls license:url body:list=Body! name:string contactEmail:string"
              " contactName:string website:url vendor:url product:url",
    "Body": "system:ref=System shortName:string name:string! website:url license:url licenseValidSince:moment oparlSince:moment"
            " ags:string rgs:string equivalent:urls contactEmail:string contactName:string organization:list=Organization!"
            " person:list=Person! meeting:list=Meeting! paper:list=Paper! legislativeTerm:inners=LegislativeTerm!"
            " agendaItem:list=AgendaItem! consultation:list=Consultation! file:list=File! locationList:list=Location!"
            " legislativeTermList:list=LegislativeTerm! membership:list=Membership! classification:string"
            " location:inner=Location mainOrganization:ref=Organization",
    "Organization": "body:ref=Body name:string membership:refs=Membership meeting:list=Meeting consultation:list=Consultation"
                    " shortName:string post:strings subOrganizationOf:ref=Organization organizationType:string"
                    " classification:string startDate:date endDate:date website:url location:inner=Location externalBody:url"
                    " memberCount:whole votingMemberCount:whole",
    "Person": "body:ref=Body name:string familyName:string givenName:string formOfAddress:string affix:string title:strings"
              " gender:string phone:strings email:strings location:ref=Location locationObject:inner=Location status:strings"
              " membership:inners=Membership image:inner=File life:string lifeSource:string",
    "Membership": "person:ref=Person organization:ref=Organization role:string votingRight:bool startDate:date endDate:date"
                  " onBehalfOf:ref=Organization",
    "Meeting": "name:string meetingState:string cancelled:bool start:moment end:moment location:inner=Location"
               " organization:refs=Organization participant:refs=Person invitation:inner=File resultsProtocol:inner=File"
               " verbatimProtocol:inner=File auxiliaryFile:inners=File agendaItem:inners=AgendaItem",
    "AgendaItem": "meeting:ref=Meeting number:string order:whole! name:string public:bool consultation:ref=Consultation"
                  " result:string resolutionText:string resolutionFile:inner=File auxiliaryFile:inners=File start:moment"
                  " end:moment",
    "Paper": "body:ref=Body name:string reference:string date:date paperType:string relatedPaper:refs=Paper"
             " superordinatedPaper:refs=Paper subordinatedPaper:refs=Paper mainFile:inner=File auxiliaryFile:inners=File"
             " location:inners=Location originatorPerson:refs=Person underDirectionOf:refs=Organization"
             " originatorOrganization:refs=Organization consultation:inners=Consultation",
    "File": "name:string fileName:string mimeType:string date:date size:whole sha1Checksum:string sha512Checksum:string"
            " text:string accessUrl:url! downloadUrl:url externalServiceUrl:url masterFile:ref=File derivativeFile:refs=File"
            " fileLicense:url meeting:refs=Meeting agendaItem:refs=AgendaItem person:ref=Person paper:refs=Paper",
    "Location": "description:string geojson:object streetAddress:string room:string postalCode:string subLocality:string"
                " locality:string bodies:refs=Body organizations:refs=Organization persons:refs=Person meetings:refs=Meeting"
                " papers:refs=Paper",
    "Consultation": "paper:ref=Paper agendaItem:ref=AgendaItem meeting:ref=Meeting organization:refs=Organization"
                    " authoritative:bool role:string",
    "LegislativeTerm": "body:ref=Body name:string startDate:date endDate:date",
}  # fmt: skip
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def fields_of(kind: str) -> dict[str, tuple[str, str, bool]]:
    """Field -> what it is, which type it names, and whether it must be there."""
    found = {}
    for told in f"{COMMON} {TYPES[kind]}".split():
        name, _, rest = told.rstrip("!").partition(":")
        what, _, of = rest.partition("=")
        found[name] = (what, of, told.endswith("!"))
    return {name: told for name, told in found.items() if name not in WITHOUT.get(kind, ())}


@dataclass
class Validator:
    """Walks from the system through every list to every object, and keeps what is wrong with them, in words."""

    get: Callable[[str], Any]
    """Answers an address with its JSON, having looked at status and headers."""
    wrong: list[str] = field(default_factory=list)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    inner: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Objects within others: they may say less than alone, and nothing else."""
    named: list[tuple[str, str, str]] = field(default_factory=list)
    """Who names whom, and of which type."""

    def walk(self, system: str) -> list[str]:
        """Everything that is wrong, from the system's address on."""
        self._object(self.get(system), "System", system)
        walked: set[str] = set()
        while todo := [(address, kind) for address, kind in self.lists.items() if address not in walked]:
            for address, kind in todo:
                walked.add(address)
                for one in self.pages(address):
                    self._object(one, kind, address)
        for where, told in self.inner:
            alone = self.objects.get(str(told.get("id")), {})
            within = all(key in alone and alone[key] == value for key, value in told.items())
            self._expect(within, f"{told.get('id')} is another within {where}")
        for of, address, kind in self.named:
            held = self.objects.get(address)
            if held is None:
                self.wrong.append(f"{of} names {address}, which no list has")
            elif held["type"] != VERSION + kind:
                self.wrong.append(f"{of} names {address} as a {kind}, and it is {held['type']}")
        self._expect("license" in self.objects[system], "the system names no licence, which all below it would have")
        for address, held in self.objects.items():
            if self.get(address) != held:
                self.wrong.append(f"{address} is another object alone than in its list")
        return self.wrong

    def pages(self, address: str) -> list[dict[str, Any]]:
        """The objects of a list, page after page; whatever is wrong with a page is kept."""
        found: list[dict[str, Any]] = []
        here: str | None = address
        number = 0
        while here:
            number += 1
            page = self.get(here)
            for key, of in (("data", list), ("pagination", dict), ("links", dict)):
                if not isinstance(page.get(key), of):
                    self.wrong.append(f"{here} has no {key}")
                    return found
            found += page["data"]
            told, links = page["pagination"], page["links"]
            last = told["currentPage"] == told["totalPages"]
            self._expect(told["currentPage"] == number, f"{here} is page {told['currentPage']}, not {number}")
            self._expect(last == ("next" not in links), f"{here} has no next page, or one too many")
            self._expect(last or len(page["data"]) == told["elementsPerPage"], f"{here} is not full")
            self._expect(links["self"] == here or number == 1, f"{here} calls itself {links['self']}")
            here = links.get("next")
            if last:
                self._expect(
                    len(found) == told["totalElements"], f"{address} has {len(found)}, not {told['totalElements']}"
                )
        return found

    def _expect(self, right: bool, wrong: str) -> None:
        if not right:
            self.wrong.append(wrong)

    def _object(self, told: dict[str, Any], kind: str, where: str) -> None:
        self._check(told, kind, where)
        self.objects.setdefault(str(told.get("id")), told)

    def _check(self, told: dict[str, Any], kind: str, where: str) -> None:
        of = str(told.get("id"))
        known = fields_of(kind)
        if told.get("deleted"):
            self._expect(
                set(told) == {"id", "type", "created", "modified", "deleted"}, f"{of} was deleted and says more"
            )
        for name, (_, _, must) in known.items():
            if must and name not in told and not told.get("deleted"):
                self.wrong.append(f"{of} ({kind}, in {where}) has no {name}")
        for name, value in told.items():
            if ":" in name:
                self._expect(name.startswith("peelian:"), f"{of} has {name}")
            elif name not in known:
                self.wrong.append(f"{of} ({kind}) has {name}, which its type has not")
            else:
                self._value(of, kind, name, value, *known[name][:2])

    def _value(self, of: str, kind: str, name: str, value: Any, what: str, to: str) -> None:
        if value is None or (value == [] and (kind, name) != ("Body", "legislativeTerm")) or value == "":
            self.wrong.append(f"{of}: {name} is empty and should be left out")
        if what in ("inner", "inners"):
            for one in value if what == "inners" else [value]:
                self._check(one, to, of)
                self.inner.append((of, one))
                self.named.append((of, one["id"], to))
        elif what in ("ref", "refs"):
            for one in value if what == "refs" else [value]:
                self._expect(_is_url(one), f"{of}: {name} is no address: {one!r}")
                self.named.append((of, one, to))
        elif what == "list":
            self._expect(_is_url(value), f"{of}: {name} is no address: {value!r}")
            self.lists |= {value: to} if _is_url(value) else {}
        elif what == "type":
            self._expect(value == VERSION + kind, f"{of} says it is {value}, not a {kind}")
        else:
            self._expect(CHECKS[what](value), f"{of}: {name} is no {what}: {value!r}")


def _is_url(value: Any) -> bool:
    parts = urlsplit(value) if isinstance(value, str) else None
    return bool(parts and parts.scheme in ("http", "https") and parts.netloc and " " not in parts.geturl())


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


CHECKS: dict[str, Callable[[Any], bool]] = {
    "url": _is_url,
    "urls": lambda value: isinstance(value, list) and all(map(_is_url, value)),
    "string": lambda value: isinstance(value, str),
    "strings": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    "bool": lambda value: isinstance(value, bool),
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "date": _is_date,
    "moment": lambda value: (
        isinstance(value, str) and bool(_MOMENT.fullmatch(value)) and bool(dt.datetime.fromisoformat(value))
    ),
    "object": lambda value: isinstance(value, dict),
    "version": lambda value: value in (VERSION, "https://schema.oparl.org/1.0/"),
}
