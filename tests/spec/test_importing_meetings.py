"""Meetings from elsewhere: a ModernGov service, its saved answers, our own form. Everything is proposed; a person confirms it."""

from __future__ import annotations

import datetime as dt
import json
import random
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from tests.support import meetings as made
from tests.support import moderngov_host as host

from peelian import cli
from peelian.figures.errors import PeelianError
from peelian.reading import xml
from peelian.reading.xml import read_xml
from peelian.scrutiny.importing.meeting_files import read_paths
from peelian.scrutiny.importing.moderngov import MeetingRead, MeetingsFound, Wanted, read_files
from peelian.scrutiny.importing.moderngov_fields import day_of, hour_of, link_of
from peelian.scrutiny.importing.moderngov_service import fetch, read_service, service_address
from peelian.scrutiny.importing.page_text import decoded, words_of
from peelian.scrutiny.meetings.form import form_of

TODAY = dt.date(2026, 3, 1)


def read(*answers: str, **wanted: Any) -> MeetingsFound:
    """What answers hold, each under its number."""
    return read_files(((f"{number}.xml", text.encode()) for number, text in enumerate(answers)), Wanted(**wanted))


@pytest.fixture
def one() -> MeetingRead:
    """The meeting of 10 February, with the list that names its committee."""
    (found,) = read(
        host.LIST,
        host.meeting(),
        first=dt.date(2026, 2, 1),
        last=dt.date(2026, 2, 28),
        base="http://democracy.example/",
    ).read
    return found


# What is read of a meeting


def test_a_meeting_has_its_day_hours_place_and_state(one: MeetingRead) -> None:
    meeting = one.meeting
    assert (meeting.id, meeting.title) == ("crime-disorder-sub-committee/2026-02-10", "Crime & Disorder Sub-Committee")
    assert (meeting.begins, meeting.ends, meeting.place) == (
        dt.time(19, 30),
        dt.time(21, 0),
        "Council Chamber, Town Hall",
    )
    assert (meeting.state, meeting.extras) == ("held", {"moderngov": "4967"})


def test_entities_that_were_encoded_twice_are_taken_out_twice_and_others_once(one: MeetingRead) -> None:
    assert one.meeting.items[1].title == 'Chair\'s "Announcements" & News'
    for text, meant in (
        ("AT&T", "AT&T"), ("R&D; costs", "R&D; costs"), ("Tom &amp; Jerry", "Tom & Jerry"), ("&#39;&#x2019;&eacute;", "'’é"),
        ("&nosuch; &#0; &#xD800; &#99999999;", "&nosuch; &#0; &#xD800; &#99999999;"), ("a\u00a0b&nbsp;c", "a b c"),
        ("&amp;lt;", "&lt;"),
    ):  # fmt: skip
        assert decoded(text) == meant


def test_bodies_become_words_without_what_runs(one: MeetingRead) -> None:
    assert (
        one.meeting.items[2].recommended
        == "To note the report of the Director & the Chair’s letter.\n\n- first\n- second"
    )
    assert one.meeting.items[2].minute == "The report was noted.\nOfficers will write."
    assert one.meeting.items[2].minute_number == "3b"
    assert words_of("&lt;p&gt;twice&lt;/p&gt;&lt;p&gt;encoded&lt;/p&gt;") == "twice\n\nencoded"
    assert words_of("plain < words & more") == "plain < words & more"
    assert words_of("<style>p {}</style><p>a<p>b</div></p>") == "a\n\nb"


def test_items_have_a_number_each_and_a_kind(one: MeetingRead) -> None:
    assert [(item.number, item.kind) for item in one.meeting.items] == [
        ("1", "apologies"), ("2", "announcements"), ("3", "report"), ("4", "other"), ("5", "next-meeting"), ("5-7", "urgent"),
    ]  # fmt: skip


def test_documents_keep_their_address_where_it_is_one_of_the_web(one: MeetingRead) -> None:
    assert [(paper.id, paper.link) for paper in one.meeting.items[2].papers] == [
        ("report-burglary", "http://democracy.example/mgConvert2PDF.aspx?ID=60860"), ("appendix", "http://democracy.example/documents/s1.pdf"),
        ("tricks", ""),
    ]  # fmt: skip
    for bad in (
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//",
        "/documents/1.pdf",
        "http://",
        "http://[",
        "ftp://a/b",
        'http://a/"b',
    ):
        assert link_of(bad) == ""


def test_of_what_is_restricted_only_the_title_is_taken(one: MeetingRead) -> None:
    closed = one.meeting.items[3]
    assert (closed.title, closed.minute, closed.recommended, closed.papers) == ("CCTV contract", "", "", ())
    assert one.restricted == {"4": "Paragraph 3 of Schedule 12A"}
    assert one.documents == {"3": (("Prices", "Paragraph 3"),)}
    found = read(host.meeting())
    assert host.SECRET not in repr(found) and "CANARY" not in json.dumps(
        [each.to_json() for each in found.imported().proposals]
    )


def test_attendance_is_taken_where_it_is_known(one: MeetingRead) -> None:
    assert [(who.name, who.presence, who.for_) for who in one.meeting.attendance] == [
        ("Councillor Anne O'Hara", "present", ""), ("Bilal Khan", "apologies", ""), ("Eve Stone", "substitute", "Bilal Khan"),
    ]  # fmt: skip


def test_a_host_that_ignores_the_range_is_held_to_it() -> None:
    found = read(host.LIST, first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))
    assert [str(meeting.on) for meeting in found.meetings] == ["2026-01-13", "2026-02-10", "2026-06-09"]
    assert "1 meetings lie outside" in found.remarks[0].what


def test_what_only_a_list_says_is_a_meeting_without_an_agenda() -> None:
    found = read(host.LIST, first=dt.date(2026, 1, 1))
    assert [(meeting.state, meeting.begins, meeting.items) for meeting in found.meetings] == [
        ("cancelled", dt.time(10, 0), ()), ("called", dt.time(19, 30), ()), ("planned", dt.time(12, 0), ()),
    ]  # fmt: skip


def test_a_meeting_that_has_not_come_was_not_held_whatever_its_host_fills_in() -> None:
    """Hosts write the planned hour as the one at which it began, and publish an empty set of minutes."""
    with time_machine.travel("2026-02-09T23:30:00Z", tick=False):
        found = read(host.LIST, host.meeting(meetingactualstarttime="7.30 pm"), first=dt.date(2026, 2, 1))
    [one] = [one for one in found.read if one.number == "4967"]
    assert (one.meeting.state, one.meeting.minutes, one.meeting.attendance) == ("called", None, ())
    assert "has not come" in " ".join(remark.what for remark in found.remarks)
    with time_machine.travel("2026-02-10T00:30:00Z", tick=False):
        assert read(host.meeting()).read[0].meeting.state == "held", "on its own day it may have been"


def test_a_second_meeting_of_a_day_is_told_apart() -> None:
    twice = host.listed(("1", "10/02/2026", "Confirmed", "7 pm"), ("2", "10/02/2026", "Cancelled", "9 am"))
    assert [meeting.id.rpartition("/")[2] for meeting in read(twice).meetings] == ["2026-02-10", "2026-02-10-2"]
    assert [meeting.begins for meeting in read(twice).meetings] == [dt.time(9, 0), dt.time(19, 0)]


def test_what_cannot_be_placed_is_said() -> None:
    found = read(
        host.listed(
            ("1", "soon", "Confirmed", ""), ("", "10/02/2026", "Confirmed", ""), ("3", "10/02/2026", "Muddled", "")
        )
    )
    said = " ".join(remark.what for remark in found.remarks)
    assert (
        "Meeting 1 has no date that can be read (soon)" in said
        and "has no number" in said
        and "status Muddled: read as called" in said
    )


@pytest.mark.parametrize(
    ("text", "hour"),
    [("10.00 am", "10:00"), ("12.00 pm", "12:00"), ("12.15 am", "00:15"), ("7pm", "19:00"), ("19:30", "19:30"),
     ("12 noon", "12:00"), ("12.00 midnight", "00:00"), ("9.05pm", "21:05"), ("", None),
     ("evening", None), ("25.00", None), ("10.75 am", None)],
)  # fmt: skip
def test_hours_are_read_as_they_are_written(text: str, hour: str | None) -> None:
    found = hour_of(text)
    assert (f"{found:%H:%M}" if found else None) == hour


def test_days_are_read_as_they_are_written() -> None:
    assert [day_of(text) for text in ("01/02/2026", "1/2/2026 00:00:00", "31/02/2026", "2026-02-01", "")] == [
        dt.date(2026, 2, 1), dt.date(2026, 2, 1), None, None, None,
    ]  # fmt: skip


# Proposals


def test_proposals_are_those_of_the_examples(one: MeetingRead) -> None:
    rows = [each.to_json() for each in MeetingsFound((one,)).imported().proposals]
    assert [row["kind"] for row in rows] == ["meeting", *["agenda-item"] * 6]
    assert set(rows[0]) == {"kind", "reference", "text", "page", "line", "confidence", "fields"}
    assert rows[0]["text"] == "Crime & Disorder Sub-Committee, 10 February 2026"
    assert rows[0]["fields"]["moderngov"] == "4967" and rows[0]["fields"]["state"] == "held"
    assert (rows[4]["text"], rows[4]["fields"]["restricted"]) == ("CCTV contract", True)
    assert rows[3]["fields"]["restricted_papers"] == [{"title": "Prices", "ground": "Paragraph 3"}]


# Files and folders


def test_a_folder_of_saved_answers_is_read_together(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "list.xml").write_text(host.LIST, encoding="utf-8")
    (tmp_path / "sub" / "4967.xml").write_text(host.meeting(), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not read", encoding="utf-8")
    found = read_paths(
        [tmp_path], Wanted(committee="disorder", first=dt.date(2026, 1, 1), into="havering-crime-and-disorder")
    )
    assert [len(meeting.items) for meeting in found.meetings] == [0, 6, 0]
    assert {meeting.committee for meeting in found.meetings} == {"havering-crime-and-disorder"}
    assert read_paths([tmp_path], Wanted(committee="planning")).read == ()


def test_one_broken_file_does_not_keep_the_others_from_it(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(host.LIST[:-60], encoding="utf-8")
    (tmp_path / "b.xml").write_text(host.meeting(), encoding="utf-8")
    found = read_paths([tmp_path], Wanted())
    assert len(found.read) == 1 and any(
        one.what.startswith("a.xml was not read. It is cut off") for one in found.remarks
    )


def test_a_link_that_leads_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "unpacked", tmp_path / "secret.xml"
    inside.mkdir()
    outside.write_text(host.meeting(), encoding="utf-8")
    (inside / "a.xml").symlink_to(outside)
    with pytest.raises(PeelianError, match=r"holds no \.xml"):
        read_paths([inside], Wanted())


def test_a_number_that_two_hosts_gave_is_said_and_the_first_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(host.LIST, encoding="utf-8")
    other = host.LIST.replace("Crime &amp;amp; Disorder", "Planning").replace("Crime", "Planning").replace("144", "9")
    (tmp_path / "b.xml").write_text(other, encoding="utf-8")
    alone, found = read_paths([tmp_path / "a.xml"], Wanted()), read_paths([tmp_path], Wanted())
    assert found.meetings == alone.meetings
    assert sum("Read the answers of one host at a time" in one.what for one in found.remarks) >= 3


def test_a_meeting_whose_list_gives_another_day_is_said(tmp_path: Path) -> None:
    (tmp_path / "list.xml").write_text(host.LIST, encoding="utf-8")
    (tmp_path / "moved.xml").write_text(host.meeting(day="17/02/2026"), encoding="utf-8")
    found = read_paths([tmp_path], Wanted())
    assert dt.date(2026, 2, 17) in {one.on for one in found.meetings}
    assert any(
        "on 2026-02-17 by its own answer" in one.what and "on 2026-02-10 by the list" in one.what
        for one in found.remarks
    )


def test_our_own_form_is_read_as_yaml_and_as_json(tmp_path: Path) -> None:
    held = made.meeting()
    (tmp_path / "one.yaml").write_text(yaml.safe_dump(form_of(held), allow_unicode=True), encoding="utf-8")
    (tmp_path / "two.json").write_text(json.dumps(form_of(made.meetings()[2])), encoding="utf-8")
    found = read_paths([tmp_path], Wanted())
    assert found.meetings == (held, made.meetings()[2])
    assert found.read[0].restricted == {"5": "sch-12a 3"}
    (tmp_path / "one.yaml").write_text("id: [broken", encoding="utf-8")
    assert "one.yaml" in read_paths([tmp_path], Wanted()).remarks[0].what


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day: 2023-02-29\n", "“2023-02-29” is no day"), ("quorum: 0x_\n", "“0x_” is no day, and no number"),
        (f"id: {'[' * 200_000}", "nested more than 100 levels"), (f"id:\n  {'- ' * 100_000}x\n", "nested more than 100 levels"),
        ("\n".join(f"{' ' * at}a:" for at in range(2_000)), "nested more than 100 levels"),
    ],
)  # fmt: skip
def test_a_file_in_our_own_form_that_cannot_be_read_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    """The days that no calendar has, and what would end the process: 200,000 levels did."""
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PeelianError, match=said):
        read_paths([tmp_path], Wanted())


def test_a_meeting_in_our_own_form_that_has_not_come_was_not_held(tmp_path: Path) -> None:
    held = form_of(replace(made.meeting(), state="held"))
    (tmp_path / "one.json").write_text(json.dumps(held), encoding="utf-8")
    with time_machine.travel("2026-04-20T12:00:00Z", tick=False), pytest.raises(PeelianError, match="was not held yet"):
        read_paths([tmp_path], Wanted())
    with time_machine.travel("2026-04-21T12:00:00Z", tick=False):
        assert read_paths([tmp_path], Wanted()).meetings[0].state == "held"


def test_saved_envelopes_are_opened() -> None:
    body = host.meeting().partition("?>\n")[2]
    soap = (
        f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><r>{body}</r></s:Body></s:Envelope>'
    )
    assert len(read(soap).read) == 1


# What is hostile, broken or something else

BOMB = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><meeting><meetingid>&c;</meetingid></meeting>'
REFUSED = {
    "an entity bomb": (BOMB.encode(), "xml-with-dtd"),
    "an entity from a file": (
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><meeting>&b;</meeting>',
        "xml-with-dtd",
    ),
    "a document type elsewhere": (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><meeting/>', "xml-with-dtd"),
    "nothing": (b" \n", "xml-empty"),
    "a web page": (b"<html><body><p>Please enable cookies<br></body>", "xml-is-a-page"),
    "a page with a document type": (b"<!DOCTYPE html><html><body>Attention</body></html>", "xml-with-dtd"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "xml-broken"),
    "cut off": (host.meeting().encode()[:-9], "xml-broken"),
    "cut off within a letter": ("<meeting>é".encode()[:-1], "xml-broken"),
    "another encoding than it says": (
        '<?xml version="1.0" encoding="utf-8"?><meeting>é</meeting>'.encode("latin-1"),
        "xml-broken",
    ),
    "an encoding that nobody knows": (b'<?xml version="1.0" encoding="x-klingon"?><meeting/>', "xml-broken"),
    "an entity that nobody declared": (b"<meeting><meetingid>&nbsp;</meetingid></meeting>", "xml-broken"),
    "two roots": (b"<meeting/><meeting/>", "xml-broken"),
    "too deep": (b"<a>" * 200 + b"</a>" * 200, "xml-too-big"),
    "too many attributes": (b"<a " + b" ".join(b'a%d="1"' % one for one in range(300)) + b"/>", "xml-too-big"),
    "other XML": (b"<rss><channel><title>News</title></channel></rss>", "not-moderngov"),
    "an error page in XML": (b"<error>No access</error>", "not-moderngov"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_in_words(case: str) -> None:
    data, code = REFUSED[case]
    with pytest.raises(PeelianError) as refused:
        read_files([("saved.xml", data)], Wanted())
    assert refused.value.code == code and "saved.xml" in refused.value.message and refused.value.remedy


def test_other_encodings_that_say_so_are_read() -> None:
    for encoding in ("utf-16", "iso-8859-1", "windows-1252"):
        where = "<meetingdate>01/02/2026</meetingdate><meetinglocation>Café</meetinglocation>"
        text = f'<?xml version="1.0" encoding="{encoding}"?><meeting><meetingid>1</meetingid>{where}</meeting>'
        (found,) = read_files([("a.xml", text.encode(encoding))], Wanted()).read
        assert found.meeting.place == "Café"


def test_size_is_bounded_before_anything_is_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(PeelianError, match="33,554,432 are read at most"):
        read_xml(b" " * (xml.MOST_BYTES + 1), "big.xml")
    big = tmp_path / "big.xml"
    with big.open("wb") as handle:
        handle.truncate(5 << 30)
    tracemalloc.start()
    with pytest.raises(PeelianError, match="too big"):
        read_paths([big], Wanted())
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 1000)
    with pytest.raises(PeelianError, match="more than 1,000 elements"):
        read_xml(b"<a>" + b"<b/>" * 2000 + b"</a>", "many.xml")


def test_a_meeting_without_end_is_cut_and_said() -> None:
    found = read(host.meeting(items="".join(host.item(str(number), f"Item {number}") for number in range(1, 400))))
    assert len(found.meetings[0].items) == 300 and "more than 300" in found.remarks[0].what


def spoiled(text: str, chance: random.Random) -> bytes:
    """An answer with something wrong: bytes turned, cut, doubled or swapped, tags renamed, texts exchanged."""
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.randint(1, 60))
        match chance.randrange(6):
            case 0:
                data[start] = chance.randrange(256)
            case 1:
                del data[start:end]
            case 2:
                data[start:start] = data[start:end]
            case 3:
                data[start:end] = chance.choice(
                    (b"&#0;", b"<![CDATA[<x>]]>", b"<!--", b"\xff\xfe", b"&lt;", b"</agendaitem>", b"31/02/2026")
                )
            case 4:
                data = bytearray(
                    data.replace(b"<meetingdate>", chance.choice((b"<meetingday>", b"<meetingdate> 9999999999/")))
                )
            case _:
                data = bytearray(data.replace(b"True", chance.choice((b"TRUE", b"yes", b"False", b""))))
    return bytes(data)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_wrong_with_an_answer_it_is_read_or_refused_in_words(seed: int) -> None:
    """A thousand spoiled answers: none gives anything but meetings or a refusal, and none the words of the restricted item."""
    chance = random.Random(seed)
    for _ in range(125):
        whole = chance.choice((host.COMMITTEES, host.LIST, host.meeting()))
        try:
            found = read_files([("spoiled.xml", spoiled(whole, chance))], Wanted(base="http://democracy.example/"))
        except PeelianError as error:
            assert error.message and error.remedy
            continue
        json.dumps([row.to_json() for row in found.imported().proposals])
        for meeting in found.meetings:
            assert len({item.number for item in meeting.items}) == len(meeting.items)


# The service itself


def test_a_service_is_asked_one_committee_in_one_range(monkeypatch: pytest.MonkeyPatch) -> None:
    with host.listening(host.usual()) as site:
        wanted = Wanted(
            committee="crime & disorder sub-committee", first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31)
        )
        found = read_service(site.address, wanted, today=TODAY, pause=0)
    assert site.asked == [
        "/mgWebService.asmx/GetCommittees",
        "/mgWebService.asmx/GetMeetings?lCommitteeId=144&sFromDate=01/01/2026&sToDate=31/12/2026",
        *(f"/mgWebService.asmx/GetMeeting?lMeetingId={number}" for number in (4966, 4967, 4970)),
    ]  # fmt: skip
    assert all(agent.startswith("Peelian/") for agent in site.agents) and len(site.agents) == 1
    assert [(str(meeting.on), meeting.state, len(meeting.items)) for meeting in found.meetings] == [
        ("2026-01-13", "cancelled", 0), ("2026-02-10", "held", 6), ("2026-06-09", "planned", 0),
    ]  # fmt: skip
    assert any("Of meeting 4970 only day and state are read" in remark.what for remark in found.remarks)


def test_without_dates_a_year_back_and_a_year_ahead_is_asked_for() -> None:
    with host.listening(host.usual()) as site:
        read_service(site.address, Wanted(committee="144"), today=TODAY, pause=0)
    assert "sFromDate=01/03/2025&sToDate=01/03/2027" in site.asked[1]


@pytest.mark.parametrize(
    ("committee", "said"),
    [
        ("", "It is not said which committee is meant"),
        ("crime", "2 committees match 'crime'"),
        ("cricket", "No committee matches 'cricket'"),
    ],
)
def test_which_committee_is_meant_must_be_clear(committee: str, said: str) -> None:
    with host.listening(host.usual()) as site, pytest.raises(PeelianError) as refused:
        read_service(site.address, Wanted(committee=committee), today=TODAY, pause=0)
    assert said in refused.value.message and "144 Crime & Disorder Sub-Committee" in refused.value.remedy


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_a_host_that_refuses_programs_is_said_with_what_to_do(status: int) -> None:
    with host.listening(host.Host({"GetCommittees": status})) as site, pytest.raises(PeelianError) as refused:
        read_service(site.address, Wanted(committee="1"), today=TODAY)
    assert f"it does not answer programs (status {status})" in refused.value.message
    assert "save each answer as an .xml file into one folder" in refused.value.remedy
    assert "GetCommittees" in refused.value.remedy and len(site.asked) == 1, "it is not asked again and again"


def test_a_host_that_fails_is_not_there_or_answers_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer, said in (
        (500, "it failed (status 500)"),
        (404, "no web service there"),
        ("<html><p>Hello", "It is a web page, not XML"),
    ):
        with host.listening(host.Host({"GetCommittees": answer})) as site, pytest.raises(PeelianError) as refused:
            read_service(site.address, Wanted(committee="1"), today=TODAY)
        assert said in refused.value.message
    with pytest.raises(PeelianError, match="cannot be reached"):
        fetch("http://127.0.0.1:9/mgWebService.asmx/GetCommittees")


def test_a_slow_host_and_an_endless_one_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        host.listening(host.Host({"GetCommittees": host.silent(5)})) as site,
        pytest.raises(PeelianError, match="said nothing for 0 seconds"),
    ):
        fetch(f"{site.address}/mgWebService.asmx/GetCommittees", timeout=0.3)
    with (
        host.listening(host.Host({"GetCommittees": host.endless})) as site,
        pytest.raises(PeelianError, match="not whole after"),
    ):
        fetch(f"{site.address}/mgWebService.asmx/GetCommittees", whole=0.4)


def test_a_host_cannot_send_us_to_a_file() -> None:
    def away(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "file:///etc/passwd")
        handler.end_headers()

    with host.listening(host.Host({"GetCommittees": away})) as site, pytest.raises(PeelianError, match="was not read"):
        fetch(f"{site.address}/mgWebService.asmx/GetCommittees")


def sends_to(address: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """A host that answers with another address."""

    def away(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", address)
        handler.end_headers()

    return away


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST.", "2130706433", "0x7f.1"])
def test_a_host_cannot_send_us_into_a_network_that_is_not_public(name: str) -> None:
    with host.listening(host.usual()) as inside:
        port = inside.address.rsplit(":", 1)[1]
        hidden = f"http://{name}:{port}/mgWebService.asmx/GetCommittees"
        with (
            host.listening(host.Host({"GetCommittees": sends_to(hidden)})) as site,
            pytest.raises(PeelianError) as refused,
        ):
            fetch(f"{site.address}/mgWebService.asmx/GetCommittees")
    assert inside.asked == []
    assert "no public address" in refused.value.message or "cannot be reached" in refused.value.message


def test_a_host_may_send_us_to_another_page_of_its_own() -> None:
    with host.listening(host.usual()) as site:
        whole = f"{site.address}/mgWebService.asmx/GetCommittees"
        with host.listening(host.Host({"GetMeetings": sends_to(whole)})) as other:
            assert b"committee" in fetch(f"{other.address}/mgWebService.asmx/GetMeetings")


def test_a_host_that_sends_its_headers_letter_by_letter_is_left_at_the_hour() -> None:
    def trickles(handler: BaseHTTPRequestHandler) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 4000:
            handler.wfile.write(bytes((letter,)))
            handler.wfile.flush()
            time.sleep(0.02)

    began = time.monotonic()
    with (
        host.listening(host.Host({"GetCommittees": trickles})) as site,
        pytest.raises(PeelianError, match="not whole after"),
    ):
        fetch(f"{site.address}/mgWebService.asmx/GetCommittees", timeout=5, whole=0.5)
    assert time.monotonic() - began < 4


def test_an_address_is_taken_as_a_person_has_it() -> None:
    for text, service in (
        ("democracy.example.gov.uk", "https://democracy.example.gov.uk"), ("http://a.gov.uk/", "http://a.gov.uk"),
        ("https://a.gov.uk/mgWebService.asmx/GetMeeting?lMeetingId=1", "https://a.gov.uk"),
        ("https://a.gov.uk/x/mgwebservice.asmx", "https://a.gov.uk/x"),
        ("https://a.gov.uk/ieListMeetings.aspx?CId=1", "https://a.gov.uk"), ("https://a.gov.uk/democracy", "https://a.gov.uk/democracy"),
    ):  # fmt: skip
        assert service_address(text) == f"{service}/mgWebService.asmx"
    for bad in ("file:///etc/passwd", "ftp://a.gov.uk", "https://", "https://me:pass@a.gov.uk", "http://[::"):
        with pytest.raises(PeelianError, match="no address of a web site"):
            service_address(bad)


# The command


def ask(*arguments: str) -> int:
    return cli.main(["import", "meetings", *arguments])


def test_the_command_prints_meetings_with_their_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "4967.xml").write_text(host.meeting(), encoding="utf-8")
    assert ask(str(tmp_path)) == cli.DONE
    said = capsys.readouterr().out
    assert "2026-02-10 19:30  Meeting  [held]  Council Chamber, Town Hall" in said
    assert "       4  CCTV contract  [restricted]" in said and "1 meeting, 6 items" in said and host.SECRET not in said


def test_as_json_it_is_a_list_of_proposals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.xml").write_text(host.LIST, encoding="utf-8")
    assert ask(str(tmp_path), "--json", "--from", "2026-02-01", "--to", "2026-02-28", "--committee", "144") == cli.DONE
    (row,) = json.loads(capsys.readouterr().out)["proposals"]
    assert (row["kind"], row["reference"], row["fields"]["date"]) == ("meeting", "4967", "2026-02-10")


def test_the_command_reads_a_service(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peelian.scrutiny.importing.moderngov_service.time.sleep", lambda _: None)
    with host.listening(host.usual()) as site:
        assert ask(site.address, "--committee", "144", "--from", "2026-01-01", "--to", "2026-12-31") == cli.DONE
    assert "3 meetings, 6 items" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere/at-all.xml",), "is not there"),
        (("a.gov.uk", "b.gov.uk"), "is no single address"),
        (("a.gov.uk", "--from", "2026-02-02", "--to", "2026-02-01"), "before the first"),
    ],
)
def test_asking_wrongly_is_said(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(*arguments) == cli.USAGE
    assert said in capsys.readouterr().err
