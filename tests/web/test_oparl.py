"""OParl 1.1: a client that begins at the system finds everything, page by page, and every object is what the specification asks."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from peelian.scrutiny.exporting.oparl import Objects
from peelian.scrutiny.meetings.records import Outcome
from tests.support import meetings as made
from tests.support.oparl import TYPES, VERSION, Validator

BASE = "http://testserver/oparl/v1.1"
TOWNS = f"{BASE}/organization/towns-and-crime"
HELD = f"{BASE}/meeting/towns-and-crime/2026-04-21"
MEETINGS = f"{BASE}/body/barchester/meeting"
Get = Callable[..., Any]


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> Path:
    """A house whose office has published the made-up meetings."""
    settings.PEELIAN_DATA = tmp_path
    made.put(tmp_path)
    return tmp_path


@pytest.fixture
def get(client: Client) -> Get:
    """The JSON of an address, sent as the specification wants it."""

    def fetch(address: str, status: int = 200, **query: str) -> Any:
        answer = client.get(address.removeprefix("http://testserver"), query or None)
        assert answer.status_code == status, f"{address}: {answer.status_code} {answer.content[:200]!r}"
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert not answer.content.startswith(b"\xef\xbb\xbf")
        return json.loads(answer.content)

    return fetch


def test_a_validator_finds_nothing_wrong_from_the_system_on(house: Path, get: Get) -> None:
    validator = Validator(get)
    assert validator.walk(f"{BASE}/") == []
    kinds = {one["type"].removeprefix(VERSION) for one in validator.objects.values()}
    assert kinds == set(TYPES) - {"LegislativeTerm"}, "no term of office is known; every other type is served"
    assert len(validator.objects) > 40


def test_nor_in_the_meetings_of_the_pack(tmp_path: Path, settings: Any, get: Get) -> None:
    settings.PEELIAN_DATA = tmp_path
    validator = Validator(get)
    assert validator.walk(f"{BASE}/") == []
    bodies = {one["name"] for one in validator.objects.values() if one["type"] == VERSION + "Body"}
    assert "London Borough of Havering" in bodies


@pytest.mark.parametrize(
    ("kind", "spoil", "said"),
    [
        ("Meeting", {"start": "2026-04-21T19:30:00"}, "start is no moment"),
        ("Meeting", {"name": None}, "name is empty"),
        ("File", {"accessUrl": "/somewhere"}, "accessUrl is no url"),
        ("AgendaItem", {"order": "1"}, "order is no whole"),
        ("Organization", {"meeting": ["x"]}, "meeting is no address"),
        ("Person", {"membership": []}, "membership is empty"),
        ("Paper", {"venue": "x"}, "which its type has not"),
        ("Paper", {"deleted": True}, "was deleted and says more"),
        ("System", {"keyword": ["crime"]}, "which its type has not"),
    ],
)
def test_the_validator_sees_what_is_wrong(house: Path, get: Get, kind: str, spoil: dict[str, Any], said: str) -> None:
    def spoiled(address: str) -> Any:
        told = get(address)
        for one in told.get("data", [told]):
            if one.get("type") == VERSION + kind:
                one.update(spoil)
        return told

    assert any(said in one for one in Validator(spoiled).walk(f"{BASE}/"))


def test_the_validator_sees_a_system_without_a_licence(house: Path, get: Get) -> None:
    """Readers refuse every object that has no licence, of its own or of its system: so did liboparl with all of ours."""

    def unlicensed(address: str) -> Any:
        told = get(address)
        told.pop("license", None)
        return told

    assert any("no licence" in one for one in Validator(unlicensed).walk(f"{BASE}/"))


def test_its_licence_is_the_one_that_every_page_names(house: Path, get: Get, client: Client) -> None:
    page = client.get("/committees").content.decode()
    assert f'<a href="{get(f"{BASE}/")["license"]}" rel="license">Open Government Licence v3.0</a>' in page


def test_every_object_has_one_address(house: Path, client: Client) -> None:
    for other in ("/oparl", "/oparl/", "/oparl/v1.1"):
        answer = client.get(other)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/oparl/v1.1/")
    assert client.get("/oparl/v1.1/body/").status_code == 404
    assert client.get("/oparl/v1.1/Meeting/towns-and-crime/2026-04-21").status_code == 404


def test_a_meeting_says_when_where_who_and_what_became_of_each_item(house: Path, get: Get) -> None:
    meeting = get(HELD)
    assert (meeting["start"], meeting["end"]) == ("2026-04-21T19:30:00+01:00", "2026-04-21T21:05:00+01:00")
    assert meeting["meetingState"] == "durchgeführt" and meeting["cancelled"] is False
    assert meeting["location"]["description"] == "Committee Room 3B, Town Hall"
    assert len(meeting["participant"]) == 3, "two members and a substitute; the witness has no seat"
    assert [(one["number"], one["order"], one["public"], one.get("result")) for one in meeting["agendaItem"]] == [
        ("1", 1, True, None), ("2", 2, True, "Agreed"), ("4a", 3, True, "Referred"), ("5", 4, False, None), ("6", 5, True, None),
    ]  # fmt: skip
    item = meeting["agendaItem"][2]
    assert item["peelian:outcome"] == {"kind": "referred", "to": "Cabinet"}
    assert item["peelian:vote"] == [{"for": 4, "against": 1, "abstained": 0}]
    assert len(item["peelian:consultation"]) == 2, "OParl itself lets an item have one"


def test_a_meeting_of_which_only_the_day_is_known_invents_no_hour(house: Path, get: Get) -> None:
    planned = get(f"{BASE}/meeting/towns-and-crime/2026-09-15")
    assert "start" not in planned and planned["peelian:day"] == "2026-09-15"
    assert planned["meetingState"] == "terminiert"


def test_every_meeting_has_a_state_those_that_will_not_be_held_too(house: Path, get: Get) -> None:
    """A public reader has no meeting without a state, no paper without a reference and no consultation without a role."""
    states = {one["id"].rpartition("/")[2]: one["meetingState"] for one in get(MEETINGS)["data"]}
    assert states == {
        "2026-04-21": "durchgeführt", "2026-06-16": "eingeladen", "2026-06-16-2": "abgesagt", "2026-09-15": "terminiert",
    }  # fmt: skip


def test_a_paper_has_its_reference_and_what_it_was_before_a_meeting_for(house: Path, get: Get) -> None:
    papers = get(f"{BASE}/body/barchester/paper")["data"]
    assert all(one["id"] == f"{BASE}/paper/{one['reference']}" for one in papers)
    roles = {
        one["paper"].removeprefix(f"{BASE}/paper/towns-and-crime/"): (one["role"], one.get("authoritative"))
        for one in get(f"{BASE}/body/barchester/consultation")["data"]
    }
    assert roles["2026-04-21/report"] == roles["2026-04-21/map"] == ("Decision", True)
    assert roles["2026-04-21/prices"] == ("Consideration", None), "exempt: not even whether it was decided"
    assert roles["2026-06-16/report"] == ("Consideration", None), "its minutes are not out"


@pytest.mark.parametrize(
    ("outcome", "role", "decides"),
    [
        (Outcome("noted"), "For information", False),
        (Outcome("deferred"), "Decision", True),
        (None, "Consideration", None),
    ],
)
def test_the_role_of_a_paper_follows_the_outcome(outcome: Outcome | None, role: str, decides: bool | None) -> None:
    item = replace(made.items()[2], outcome=outcome)
    held = made.published(meetings=(made.meeting(items=(item,)),))
    told = Objects(held, "http://testserver").entries["consultation/towns-and-crime/2026-04-21/report"].make()
    assert (told["role"], told.get("authoritative")) == (role, decides)


def test_what_is_exempt_is_known_to_exist_and_has_no_file(house: Path, get: Get) -> None:
    paper = get(f"{BASE}/paper/towns-and-crime/2026-04-21/prices")
    assert "mainFile" not in paper and "web" not in paper
    assert paper["peelian:exempt"]["grounds"][0]["paragraph"] == "3" and paper["peelian:exempt"]["length"] == 1200
    get(f"{BASE}/file/towns-and-crime/2026-04-21/paper-prices", 404)


def test_files_are_what_their_objects_say(house: Path, get: Get, client: Client) -> None:
    files = [one for one in get(f"{BASE}/body/barchester/file")["data"] if "downloadUrl" in one]
    assert {one["fileName"] for one in files} == {
        "2026-04-21-agenda.md", "2026-04-21-minutes.md", "2026-04-21-report.md", "2026-06-16-agenda.md", "2026-06-16-report.md",
    }  # fmt: skip
    for one in files:
        read, saved = client.get(one["accessUrl"]), client.get(one["downloadUrl"])
        assert read.content == saved.content and len(read.content) == one["size"]
        assert hashlib.sha512(read.content).hexdigest() == one["sha512Checksum"]
        assert "Content-Disposition" not in read.headers
        assert saved.headers["Content-Disposition"] == f'attachment; filename="{one["fileName"]}"'
        assert client.get(one["accessUrl"], headers={"If-None-Match": read.headers["ETag"]}).status_code == 304
    linked = get(f"{BASE}/file/towns-and-crime/2026-04-21/paper-map")
    assert linked["accessUrl"] == "http://maps.example/burglary?a=1&b=2" and "size" not in linked
    text = client.get(f"{BASE}/file/towns-and-crime/2026-04-21/minutes/text").content.decode()
    assert "## 5. CCTV contract\n\nExempt: not open to the public.\n" in text


def ids(page: dict[str, Any]) -> list[str]:
    return [one["id"].rpartition("/")[2] for one in page["data"]]


def test_what_was_withdrawn_stays_as_what_it_was(house: Path, get: Get) -> None:
    """Soft deletion: 200, and nothing but that it was; who asks what has changed hears of it."""
    gone = get(f"{BASE}/meeting/towns-and-crime/2026-02-03")
    assert gone == {
        "id": f"{BASE}/meeting/towns-and-crime/2026-02-03", "type": f"{VERSION}Meeting", "deleted": True,
        "created": "2026-03-01T09:00:00+00:00", "modified": "2026-05-20T08:00:00+00:00",
    }  # fmt: skip
    assert "2026-02-03" not in ids(get(MEETINGS))
    assert "2026-02-03" in ids(get(MEETINGS, modified_since="2026-05-20T08:00:00Z"))
    assert "2026-02-03" not in ids(get(MEETINGS, modified_since="2026-05-20T08:00:01Z"))
    assert get(f"{BASE}/paper/towns-and-crime/2026-02-03/report")["deleted"] is True


def test_who_does_not_ask_what_was_modified_gets_no_list_with_what_was_withdrawn(house: Path, get: Get) -> None:
    """OParl 1.1, Filter: only ``modified_since`` brings it, alone or beside another filter."""
    early, late = "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"
    for query in ({"created_since": early}, {"created_until": late}, {"modified_until": late}):
        assert "2026-02-03" not in ids(get(MEETINGS, **query)), query
    assert "2026-02-03" in ids(get(MEETINGS, modified_since=early, created_since=early))


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({}, ["2026-04-21", "2026-06-16", "2026-06-16-2", "2026-09-15"]),
        ({"modified_since": "2026-05-29T16:00:00Z"}, ["2026-06-16", "2026-09-15"]),
        ({"modified_since": "2026-05-29T17:00:00+01:00"}, ["2026-06-16", "2026-09-15"]),
        ({"modified_since": "2026-05-29T17:00:00 01:00"}, ["2026-06-16", "2026-09-15"]),
        ({"modified_until": "2026-05-20T08:00:00Z"}, ["2026-04-21", "2026-06-16-2"]),
        ({"created_until": "2026-03-01T09:00:00Z"}, ["2026-04-21", "2026-06-16", "2026-06-16-2"]),
        ({"created_since": "2026-03-01T09:00:01Z"}, ["2026-09-15"]),
        ({"created_since": "2030-01-01T00:00:00Z"}, []),
    ],
)
def test_lists_are_filtered_by_moments(house: Path, get: Get, query: dict[str, str], kept: list[str]) -> None:
    """A plus that a client did not encode comes as a space; both are read."""
    assert ids(get(MEETINGS, **query)) == kept


def test_every_list_takes_every_filter(house: Path, get: Get) -> None:
    validator = Validator(get)
    validator.walk(f"{BASE}/")
    far = "2100-01-01T00:00:00Z"
    for address in validator.lists:
        for name in ("created_since", "modified_since"):
            assert get(address, **{name: far})["data"] == [], address
        for name in ("created_until", "modified_until"):
            assert get(address, **{name: far})["data"] == get(address)["data"], address


@pytest.mark.parametrize(
    "query",
    [{"modified_since": "2026-05-29"}, {"modified_since": "2026-05-29T16:00:00"}, {"created_until": "2026-13-01T00:00:00Z"},
     {"page": "0"}, {"page": "two"}, {"page": "-1"}, {"elementsPerPage": "0"}, {"limit": "0"}, {"limit": "ten"},
     {"page": "9" * 30}],
)  # fmt: skip
def test_a_parameter_that_cannot_be_read_is_refused_with_the_error_object(
    house: Path, get: Get, query: dict[str, str]
) -> None:
    error = get(MEETINGS, 400, **query)
    assert set(error) == {"type", "message", "debug"} and error["type"] == f"{VERSION}Error"


def test_what_is_not_there_is_said_with_the_error_object(house: Path, get: Get) -> None:
    for path in (
        "meeting/towns-and-crime/1999-01-01",
        "person/1",
        "x",
        "body/nobody",
        "file/towns-and-crime/2026-04-21/x/text",
    ):
        assert get(f"{BASE}/{path}", 404)["type"] == f"{VERSION}Error"
    assert get(MEETINGS, 404, page="2")["message"].startswith("There is no page 2.")


def many(root: Path, count: int) -> None:
    """So many meetings of one committee, a fortnight apart."""
    first = dt.date(2016, 1, 5)
    held = tuple(
        made.meeting(id=f"towns-and-crime/{day}", on=day, made=dt.datetime.combine(day, dt.time(9), dt.UTC))
        for day in (first + dt.timedelta(days=14 * number) for number in range(count))
    )
    made.put(root, made.published(meetings=held))


def test_pages_hold_a_hundred_and_keep_what_was_asked(tmp_path: Path, settings: Any, get: Get) -> None:
    settings.PEELIAN_DATA = tmp_path
    many(tmp_path, 230)
    validator = Validator(get)
    assert len(validator.pages(MEETINGS)) == 230 and validator.wrong == []
    page = get(MEETINGS, created_since="2017-01-01T00:00:00+01:00", elementsPerPage="50", page="2")
    assert page["pagination"] == {"totalElements": 204, "elementsPerPage": 50, "currentPage": 2, "totalPages": 5}
    assert (
        page["links"]["next"] == f"{MEETINGS}?created_since=2017-01-01T00%3A00%3A00%2B01%3A00&elementsPerPage=50&page=3"
    )
    assert len(validator.pages(page["links"]["first"])) == 204 and validator.wrong == []
    assert get(MEETINGS, elementsPerPage="5000")["pagination"]["elementsPerPage"] == 100
    assert get(MEETINGS, limit="5000")["pagination"]["elementsPerPage"] == 100


def test_a_limit_is_the_size_of_a_page_and_stays_so_page_after_page(tmp_path: Path, settings: Any, get: Get) -> None:
    """Two public clients ask for it by this name, and set it again on every link that they follow."""
    settings.PEELIAN_DATA = tmp_path
    many(tmp_path, 12)
    page = get(MEETINGS, limit="5")
    assert len(page["data"]) == page["pagination"]["elementsPerPage"] == 5
    validator = Validator(get)
    assert len(validator.pages(page["links"]["first"])) == 12 and validator.wrong == []
    again = get(f"{page['links']['next']}&limit=5")
    assert again["pagination"] == {"totalElements": 12, "elementsPerPage": 5, "currentPage": 2, "totalPages": 3}


def test_later_meetings_disturb_no_page_that_was_read(tmp_path: Path, settings: Any, get: Get) -> None:
    settings.PEELIAN_DATA = tmp_path
    many(tmp_path, 120)
    before = ids(get(MEETINGS))
    many(tmp_path, 140)
    assert ids(get(MEETINGS)) == before


def test_inner_objects_can_be_left_out(house: Path, get: Get) -> None:
    meeting = get(MEETINGS, omit_internal="true")["data"][0]
    assert "agendaItem" not in meeting and "location" not in meeting and meeting["organization"] == [TOWNS]
    assert "omit_internal=true" in get(MEETINGS, omit_internal="true")["links"]["self"]


def test_it_is_only_read(house: Path, client: Client) -> None:
    assert client.post("/oparl/v1.1/").status_code == 405
