"""ModernGov's web service: programs that read councils' sites read ours, unmodified.

Three public clients were read (a scraper of all councils' minutes, a reader of two committees' decisions, a collector that speaks
SOAP), and what each does with an answer is done here again, over HTTP, in our own words.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from peelian.scrutiny.exporting import moderngov
from peelian.scrutiny.importing.moderngov import Wanted, read_files
from peelian.scrutiny.meetings.records import Item, Outcome
from tests.support import meetings as made
from tests.web.listening import listening

GOLDEN = Path(__file__).parent / "moderngov"
TOWNS = made.published().committee_number["towns-and-crime"]
HELD = made.published().meeting_number["towns-and-crime/2026-04-21"]


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> Path:
    """A house whose office has published the made-up meetings."""
    settings.PEELIAN_DATA = tmp_path
    made.put(tmp_path)
    return tmp_path


@pytest.fixture
def site(house: Path) -> Iterator[str]:
    """The address at which it listens."""
    with listening() as address:
        yield address


def text_at(address: str, **sent: str) -> str:
    """What an address answers; with ``sent``, to a form that was posted."""
    data = urllib.parse.urlencode(sent).encode() if sent else None
    with urllib.request.urlopen(address, data, timeout=10) as answer:
        return answer.read().decode()


def call(client: Client, name: str, status: int = 200, **given: Any) -> str:
    answer = client.get(f"/mgWebService.asmx/{name}", given)
    assert answer.status_code == status, answer.content
    return answer.content.decode()


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("GetCommittees", {}),
        ("GetMeetings", {"lCommitteeId": TOWNS, "sFromDate": "01/06/2026", "sToDate": "31/12/2026"}),
        ("GetMeeting", {"lMeetingId": HELD}),
        ("GetAllMeetingsByDate", {"lCommitteeId": -1, "sFromDate": "01/01/2026", "sToDate": "30/06/2026"}),
    ],
)
def test_answers_are_what_they_were(house: Path, client: Client, name: str, given: dict[str, Any]) -> None:
    """Golden files: whoever changes an answer sees what every client will see. They are broken into lines between elements."""
    found = call(client, name, **given).replace("><", ">\n<")
    assert found == (GOLDEN / f"{name}.xml").read_text(encoding="utf-8")


# A scraper of minutes: the tree of elements, wherever they are, with their texts cut of spaces


def scraped(site: str, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    found = []
    committees = ET.fromstring(text_at(f"{site}/mgWebService.asmx/GetCommittees"))
    for committee in committees.iter("committee"):
        number = (committee.findtext("committeeid") or "").strip()
        asked = f"lCommitteeId={number}&sFromDate={first:%d/%m/%Y}&sToDate={last:%d/%m/%Y}"
        for stub in ET.fromstring(text_at(f"{site}/mgWebService.asmx/GetMeetings?{asked}")).iter("meeting"):
            meeting = (stub.findtext("meetingid") or "").strip()
            detail = ET.fromstring(text_at(f"{site}/mgWebService.asmx/GetMeeting?lMeetingId={meeting}"))
            documents, seen = [], set()
            for one in detail.iter("linkeddoc"):
                address = (one.findtext("url") or "").strip()
                if address and address not in seen:
                    seen.add(address)
                    documents.append(((one.findtext("title") or "").strip(), address, one.findtext("attachmentid")))
            found.append({
                "id": meeting, "committee": (committee.findtext("committeetitle") or "").strip(),
                "date": dt.datetime.strptime((detail.findtext("meetingdate") or "").strip(), "%d/%m/%Y").date(),  # noqa: DTZ007
                "status": (detail.findtext("meetingstatus") or "").strip(), "location": detail.findtext("meetinglocation"),
                "minutes": (detail.findtext("minutepublished") or "").strip() == "True", "documents": documents,
                "body": [one.text for one in detail.iter("minutesnonemptyhtmlbody") if one.text and one.text.strip()],
                "page": f"{site}/ieListDocuments.aspx?CId={number}&MId={meeting}",
            })  # fmt: skip
    return found


def test_a_scraper_of_minutes_finds_every_meeting_with_its_papers(site: str) -> None:
    found = scraped(site, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert [(one["date"].isoformat(), one["status"], one["minutes"], len(one["documents"])) for one in found] == [
        ("2026-04-21", "Confirmed", True, 3),
        ("2026-06-16", "Cancelled", False, 0),
        ("2026-06-16", "Confirmed", False, 3),
        ("2026-09-15", "Provisional", False, 0),
        ("2026-01-20", "Confirmed", True, 1),
    ]
    held = found[0]
    assert held["committee"] == "Towns &amp; Crime Sub-Committee", "as the real service writes it: HTML inside XML"
    assert held["location"] == "Committee Room 3B, Town Hall"
    assert held["documents"][2][1] == "http://maps.example/burglary?a=1&b=2"
    assert held["body"][2] == "<p>The Committee asked about wards.</p>\n<p>Officers will write.</p>"


def test_the_pages_that_a_scraper_links_to_lead_to_ours(site: str, client: Client) -> None:
    for one in scraped(site, dt.date(2026, 4, 1), dt.date(2026, 4, 30)):
        answer = client.get(one["page"].removeprefix(site))
        assert (answer.status_code, answer.headers["Location"]) == (302, "/committees/towns-and-crime/2026-04-21")
    paper = made.published().paper_number["towns-and-crime/2026-04-21/report"]
    answer = client.get(f"/mgConvert2PDF.aspx?ID={paper}")
    assert answer.headers["Location"] == "/oparl/v1.1/file/towns-and-crime/2026-04-21/paper-report/text"
    assert client.get(answer.headers["Location"]).content == b"Burglary fell."
    assert (
        client.get(f"/ieListMeetings.aspx?CId={TOWNS}&Year=2026").headers["Location"] == "/committees/towns-and-crime"
    )
    for nothing in (
        "ieListDocuments.aspx?MId=1",
        "mgConvert2PDF.aspx?ID=x",
        "ieListMeetings.aspx",
        "mgCommitteeDetails.aspx?ID=9",
    ):
        assert client.get(f"/{nothing}").status_code == 404


def test_a_link_to_an_item_or_its_decision_leads_to_where_it_stands(site: str, client: Client) -> None:
    """A reader of decisions makes such a link of the number of each item that was decided."""
    meeting = ET.fromstring(text_at(f"{site}/mgWebService.asmx/GetMeeting?lMeetingId={HELD}"))
    numbers = [one.findtext("agendaitemid") or "" for one in meeting.iter("agendaitem")]
    assert len(set(numbers)) == 5
    page = client.get("/committees/towns-and-crime/2026-04-21").content.decode()
    for printed, number in zip(("1", "2", "4a", "5", "6"), numbers, strict=True):
        for link in (f"ieDecisionDetails.aspx?AIId={number}", f"mgAi.aspx?ID={number}"):
            answer = client.get(f"/{link}")
            assert (answer.status_code, answer.headers["Location"]) == (
                302,
                f"/committees/towns-and-crime/2026-04-21#item-{printed}",
            )
        assert f'id="item-{printed}"' in page
    for nothing in (
        "ieDecisionDetails.aspx",
        "ieDecisionDetails.aspx?AIId=1",
        "mgAi.aspx?ID=x",
        f"mgAi.aspx?ID={HELD}",
    ):
        assert client.get(f"/{nothing}").status_code == 404


def test_an_item_leads_nowhere_before_its_agenda_is_out(tmp_path: Path, settings: Any, client: Client) -> None:
    settings.PEELIAN_DATA = tmp_path
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    held = made.published(meetings=(made.meeting(agenda_out=soon),))
    made.put(tmp_path, held)
    assert len(held.item_number) == 5
    for number in held.item_number.values():
        assert client.get(f"/mgAi.aspx?ID={number}").status_code == 404


# An archive's harvester: two slashes before each call, and a list on each meeting's page


def at(client: Client, path: str, query: str = "", method: str = "GET") -> Any:
    """What a path is answered with as it comes: a client of tests or a server of the library would mend its slashes first."""
    return client.request(PATH_INFO=path, QUERY_STRING=query, REQUEST_METHOD=method)


def test_an_address_with_two_slashes_is_the_same_address(house: Path, client: Client) -> None:
    """A client that is given the site with its slash writes another: ModernGov's server takes them for one, and so do we."""
    for path, query in (
        ("mgwebservice.asmx/GetCommittees", ""),
        ("mgwebservice.asmx/GetMeeting", f"lmeetingid={HELD}"),
    ):
        answer = at(client, f"//{path}", query)
        assert answer.status_code == 200 and answer.content == at(client, f"/{path}", query).content
    assert at(client, "//mgWebService.asmx/GetCommittees", method="POST").status_code == 200
    page = at(client, "//ieListDocuments.aspx", f"CId={TOWNS}&MId={HELD}")
    assert (page.status_code, page.headers["Location"]) == (302, "/committees/towns-and-crime/2026-04-21")


def test_two_slashes_lead_to_nothing_else(house: Path, client: Client) -> None:
    for path in ("//committees", "//oparl/v1.1/", "//xmgWebService.asmx", "//office/"):
        assert at(client, path).status_code == 404
    for path in ("//committees", "//office/", "//xmgWebService.asmx"):
        assert at(client, path, method="POST").status_code == 405


@pytest.mark.parametrize("day", ["2026-04-21", "2026-06-16", "2026-06-16-2", "2026-09-15"])
def test_every_meetings_page_has_the_list_that_a_harvester_looks_for(house: Path, client: Client, day: str) -> None:
    """It takes the first list of that class, and of each entry what stands first: a link. Without, it gives up."""
    page = client.get(f"/committees/towns-and-crime/{day}").content.decode()
    (found,) = re.findall(r'<ul class="[^"]*\bmgActionList\b[^"]*">(.*?)</ul>', page, re.DOTALL)
    entries = re.findall(r"<li>(.*?)</li>", found, re.DOTALL)
    assert entries and all(one.startswith('<a href="/') for one in entries)


# A reader of two committees: patterns on the text of the answer, entities taken out twice


def tag(text: str, name: str) -> str:
    match = re.search(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
    return html.unescape(html.unescape(match[1])).strip() if match else ""


def test_a_reader_with_patterns_gets_titles_with_their_marks(site: str) -> None:
    committees = text_at(f"{site}/mgWebService.asmx/GetCommittees?lDummy=0")
    known = {
        tag(one, "committeetitle"): tag(one, "committeeid")
        for one in re.findall(r"<committee>(.*?)</committee>", committees, re.DOTALL)
        if "True" not in (tag(one, "committeeexpired"), tag(one, "committeedeleted"))
    }
    assert list(known) == ["Towns & Crime Sub-Committee"], "the panel has ended"
    asked = f"lCommitteeId={known['Towns & Crime Sub-Committee']}&sFromDate=01/04/2026&sToDate=30/04/2026"
    (stub,) = re.findall(
        r"<meeting>(.*?)</meeting>", text_at(f"{site}/mgWebService.asmx/GetMeetings?{asked}"), re.DOTALL
    )
    meeting = text_at(f"{site}/mgWebService.asmx/GetMeeting?lMeetingId={tag(stub, 'meetingid')}")
    assert tag(meeting, "agendapublished") == "True"
    items = re.findall(r"<agendaitem>(.*?)</agendaitem>", meeting, re.DOTALL)
    assert [(tag(one, "fulldisplaynumberformat"), tag(one, "agendaitemtitle"), tag(one, "isrestricted")) for one in items] == [
        ("1.", "Chair's Announcements", "False"), ("2.", 'Minutes of "7 March"', "False"),
        ("4a.", "Burglary < 2,000 & falling", "False"), ("5.", "CCTV contract", "True"),
        ("6.", "Date of Next Meeting", "False"),
    ]  # fmt: skip
    assert all(int(tag(one, "agendaitemnumber")) > 0 and int(tag(one, "agendaitemid")) > 0 for one in items)


def test_a_reader_of_decisions_finds_what_was_resolved(site: str) -> None:
    meeting = ET.fromstring(text_at(f"{site}/mgWebService.asmx/GetMeeting?lMeetingId={HELD}"))
    assert meeting.findtext("decisionpublished") == "True"
    decided = [
        (html.unescape(one.findtext("agendaitemtitle") or ""), one.findtext("decisionnonemptyhtmlbody"))
        for one in meeting.iter("agendaitem")
        if one.findtext("isrestricted") != "True" and one.findtext("isdisplayallowed") == "True"
        and one.findtext("isdecision") == "True" and one.findtext("isdecisionpublished") == "True"
    ]  # fmt: skip
    assert decided == [
        ('Minutes of "7 March"', "<p>Agreed.</p>\n<p>That the minutes be signed.</p>"),
        ("Burglary < 2,000 & falling", "<p>Referred to Cabinet.</p>\n<p>That it be referred.</p>"),
    ]


OUTCOMES = [
    (Outcome("noted"), "<p>Noted.</p>", "False"),
    (Outcome("agreed"), "<p>Agreed.</p>", "True"),
    (Outcome("agreed-as-amended", "With a date."), "<p>Agreed as amended.</p>\n<p>With a date.</p>", "True"),
    (Outcome("not-agreed"), "<p>Not agreed.</p>", "True"),
    (Outcome("deferred", until="5 May 2026"), "<p>Deferred until 5 May 2026.</p>", "True"),
    (Outcome("withdrawn"), "<p>Withdrawn.</p>", "True"),
    (Outcome("none-needed"), "<p>No decision was needed.</p>", "False"),
    (None, "", "False"),
]


@pytest.mark.parametrize(("outcome", "body", "decision"), OUTCOMES)
def test_every_outcome_is_served_once_the_minutes_are_out_and_comes_back_as_it_was(
    outcome: Outcome | None, body: str, decision: str
) -> None:
    item = Item("1", "Burglary", "report", minute="They spoke.", outcome=outcome)
    for minutes, restricted in ((True, False), (False, False), (True, True)):
        one = replace(item, stub=made.stub("Burglary") if restricted else None)
        of = made.meeting(items=(one,), **({} if minutes else {"minutes": None}))
        held = made.published(meetings=(of,))
        asked = moderngov.Asked(held, "", made.NOW, {"lmeetingid": str(held.meeting_number[of.id])})
        told = moderngov.answer("GetMeeting", asked)
        served = ET.fromstring(told).find("agendaitems/agendaitem")
        assert served is not None
        out = minutes and not restricted
        assert served.findtext("decisionnonemptyhtmlbody") == (body if out else "")
        assert served.findtext("isdecisionpublished") == str(out and bool(body))
        assert served.findtext("isdecision") == ("False" if restricted else decision)
        (back,) = read_files([("a", told.encode())], Wanted()).meetings
        assert back.items[0].outcome == (outcome if out else None)


@pytest.mark.parametrize(
    ("said", "outcome", "minute"),
    [
        ("The Board noted the report.", Outcome("noted", "The Board noted the report."), "They spoke."),
        ("RESOLVED: to write to the Met.", Outcome("agreed", "RESOLVED: to write to the Met."), "They spoke."),
        ("A letter will be sent.", None, "They spoke.\n\nA letter will be sent."),
    ],
)
def test_a_decision_in_a_councils_own_words_is_read_as_what_they_name_and_else_kept(
    said: str, outcome: Outcome | None, minute: str
) -> None:
    answer = f"""<meeting><meetingid>7</meetingid><meetingdate>21/04/2026</meetingdate><committeetitle>Board</committeetitle>
    <meetingstatus>Confirmed</meetingstatus><minutepublished>True</minutepublished><agendaitems><agendaitem>
    <agendaitemtitle>Burglary</agendaitemtitle><isminutepublished>True</isminutepublished><isdecisionpublished>True</isdecisionpublished>
    <minutesnonemptyhtmlbody>They spoke.</minutesnonemptyhtmlbody><decisionnonemptyhtmlbody>{said}</decisionnonemptyhtmlbody>
    </agendaitem></agendaitems></meeting>"""
    found = read_files([("a", answer.encode())], Wanted())
    assert (found.meetings[0].items[0].outcome, found.meetings[0].items[0].minute) == (outcome, minute)
    assert any(said in one.what for one in found.remarks) is (outcome is None)


# A collector that speaks SOAP

ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
    '<{0} xmlns="http://moderngov.co.uk/namespaces">{1}</{0}></soap:Body></soap:Envelope>'
)


def posted(site: str, name: str, body: str, kind: str = "text/xml; charset=utf-8") -> ET.Element:
    asked = urllib.request.Request(
        f"{site}/mgWebService.asmx", ENVELOPE.format(name, body).encode(),
        {"Content-Type": kind, "SOAPAction": f"http://moderngov.co.uk/namespaces/{name}"},
    )  # fmt: skip
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith(kind.partition(";")[0])
        return ET.fromstring(answer.read())


def local(node: ET.Element) -> str:
    return node.tag.split("}")[-1]


@pytest.mark.parametrize("kind", ["text/xml; charset=utf-8", "application/soap+xml; charset=utf-8"])
def test_a_collector_that_speaks_soap_is_answered_in_an_envelope(site: str, kind: str) -> None:
    asked = "<lCommitteeId>-1</lCommitteeId><sFromDate>01/06/2026</sFromDate><sToDate>30/06/2026</sToDate>"
    root = posted(site, "GetAllMeetingsByDate", asked, kind)
    (count,) = [one.text for one in root.iter() if local(one) == "meetingscount"]
    found = [{local(part): part.text for part in one} for one in root.iter() if local(one) == "meeting"]
    assert count == " 2" and [one["meetingdate"] for one in found] == ["16/06/2026", "16/06/2026"]
    assert {one["committeetitle"] for one in found} == {"Towns &amp; Crime Sub-Committee"}
    path = [local(one) for one in root.iter()][:5]
    assert path == [
        "Envelope",
        "Body",
        "GetAllMeetingsByDateResponse",
        "GetAllMeetingsByDateResult",
        "getmeetingsbydate",
    ]


def test_an_envelope_without_a_call_is_a_fault(site: str) -> None:
    for name, body in (("DropTables", ""), ("GetMeeting", ""), ("GetMeeting", "<lMeetingId>x</lMeetingId>")):
        with pytest.raises(urllib.error.HTTPError) as refused:
            posted(site, name, body)
        assert refused.value.code == 400
        assert [local(one) for one in ET.fromstring(refused.value.read()).iter()][2] == "Fault"


# A client that is made from the service's description

WSDL, XSD = "{http://schemas.xmlsoap.org/wsdl/}", "{http://www.w3.org/2001/XMLSchema}"
WIRES = {
    "{http://schemas.xmlsoap.org/wsdl/soap/}": "text/xml",
    "{http://schemas.xmlsoap.org/wsdl/soap12/}": "application/soap+xml",
}


def described(site: str) -> ET.Element:
    return ET.fromstring(text_at(f"{site}/mgWebService.asmx?WSDL"))


def test_what_is_described_can_be_asked_as_it_is_described(site: str) -> None:
    """Such a client takes from the description where to ask, in which envelope, by which elements, and in which it is answered."""
    told = described(site)
    space = told.get("targetNamespace")
    elements = {one.get("name"): one for one in told.find(f"{WSDL}types/{XSD}schema") or ()}
    parts = {one.get("name"): (one[0].get("element") or "").removeprefix("tns:") for one in told.iter(f"{WSDL}message")}
    asked = 0
    for port in told.iter(f"{WSDL}port"):
        (wire,) = [space for space in WIRES if port[0].tag == f"{space}address"]
        (binding,) = [one for one in told.iter(f"{WSDL}binding") if f"tns:{one.get('name')}" == port.get("binding")]
        for operation in binding.iter(f"{WSDL}operation"):
            name = operation.get("name") or ""
            assert operation[0].get("soapAction") == f"{space}/{name}" and operation[0].tag == f"{wire}operation"
            takes = [one.get("name") or "" for one in elements[parts[f"{name}SoapIn"]].iter(f"{XSD}element")][1:]
            assert takes == list(moderngov.CALLS[name][1])
            body = "".join(
                f"<{one}>{HELD if one == 'lMeetingId' else -1}</{one}>" for one in takes if one.startswith("l")
            )
            root = posted(port[0].get("location", "").removesuffix("/mgWebService.asmx"), name, body, WIRES[wire])
            answered = [one.get("name") for one in elements[parts[f"{name}SoapOut"]].iter(f"{XSD}element")]
            assert [local(one) for one in root.iter()][2:4] == answered == [f"{name}Response", f"{name}Result"]
            asked += 1
    assert asked == 2 * len(moderngov.CALLS)


def test_the_description_says_which_parameters_are_numbers_and_must_be_given(site: str) -> None:
    found = {one.get("name"): (one.get("type"), one.get("minOccurs")) for one in described(site).iter(f"{XSD}element")}
    assert found["lCommitteeId"] == found["lMeetingId"] == found["lAttachmentId"] == ("s:int", "1")
    assert found["sFromDate"] == found["sToDate"] == ("s:string", "0")
    assert found["bIsAscendingDateOrder"] == ("s:boolean", "0")


def test_the_description_is_asked_for_in_any_case_and_never_in_place_of_a_call(house: Path, client: Client) -> None:
    for asked in ("?WSDL", "?wsdl", "?singleWsdl&Wsdl="):
        answer = client.get(f"/mgWebService.asmx{asked}")
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8" and b"<wsdl:definitions" in answer.content
    assert b"<soap:Envelope" in client.post("/mgWebService.asmx?WSDL", b"", content_type="text/xml").content
    assert b"wsdl" not in client.get("/mgWebService.asmx").content


# What the service says to what it cannot answer


def test_a_form_that_is_posted_is_answered_as_an_address_is(site: str) -> None:
    address = f"{site}/mgWebService.asmx/GetMeeting"
    assert text_at(address, lMeetingId=str(HELD)) == text_at(f"{address}?lMeetingId={HELD}")


def test_the_service_minds_no_case(house: Path, client: Client) -> None:
    assert (
        client.get("/mgwebservice.asmx/getcommittees").content == client.get("/mgWebService.asmx/GetCommittees").content
    )
    assert client.get(f"/MGWEBSERVICE.ASMX/GETMEETING?LMEETINGID={HELD}").status_code == 200


def test_nothing_else_can_be_posted(house: Path, client: Client) -> None:
    assert client.post("/committees").status_code == 405
    assert client.post(f"/ieListDocuments.aspx?MId={HELD}").status_code == 405


def test_the_service_says_what_it_answers(house: Path, client: Client) -> None:
    text = client.get("/mgWebService.asmx").content.decode()
    assert "http://testserver/mgWebService.asmx/GetMeetings?lCommitteeId=&sFromDate=&sToDate=" in text


def test_a_range_that_cannot_be_read_is_not_limited_and_says_so(house: Path, client: Client) -> None:
    """As the real service does, which then answers with everything; ours leaves a remark."""
    for bad in ("2026-06-01", "31/02/2026", "soon", "0"):
        text = call(client, "GetMeetings", lCommitteeId=TOWNS, sFromDate=bad, sToDate="31/12/2026")
        assert "<meetingscount> 4<" in text and "<!-- not a dd/MM/yyyy date" in text
    assert "<!--" not in call(client, "GetMeetings", lCommitteeId=TOWNS, sFromDate="", sToDate="")
    assert "<meetingscount> 0<" in call(
        client, "GetMeetings", lCommitteeId=TOWNS, sFromDate="31/12/2026", sToDate="01/01/2026"
    )


def test_zero_asks_for_every_committee_only_where_the_real_service_has_it_so(house: Path, client: Client) -> None:
    assert "<committeescount> 2<" in call(client, "GetMeetings", lCommitteeId=0)
    assert "<meetingscount> 0<" in call(client, "GetAllMeetingsByDate", lCommitteeId=0)
    assert "<meetingscount> 5<" in call(client, "GetAllMeetingsByDate", lCommitteeId=-1)


def test_numbers_that_nobody_has_are_answered_with_nothing(house: Path, client: Client) -> None:
    assert call(client, "GetMeetings", lCommitteeId=12).count("<meeting>") == 0
    assert "<error>There is no meeting with the number 12.</error>" in call(client, "GetMeeting", lMeetingId=12)
    withdrawn = made.published().meeting_number["towns-and-crime/2026-02-03"]
    assert "<error>" in call(client, "GetMeeting", lMeetingId=withdrawn)


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("GetMeeting", {}, "Missing parameter: lMeetingId."),
        ("GetMeetings", {"sFromDate": "01/01/2026"}, "Missing parameter: lCommitteeId."),
        ("GetMeeting", {"lMeetingId": "five"}, "Cannot convert five to System.Int32."),
        ("GetMeeting", {"lMeetingId": "9" * 400}, "Cannot convert 9999"),
        ("DropTables", {}, "DropTables Web Service method name is not valid."),
    ],
)
def test_what_is_asked_wrongly_is_said_in_its_words(
    house: Path, client: Client, name: str, given: dict[str, str], said: str
) -> None:
    assert call(client, name, 400, **given).startswith(said)


def test_an_attachment_is_described_and_an_exempt_one_leads_nowhere(house: Path, client: Client) -> None:
    numbers = made.published().paper_number
    found = ET.fromstring(call(client, "GetAttachment", lAttachmentId=numbers["towns-and-crime/2026-04-21/map"]))
    details = {one.tag: one.text for one in found.findall("attachmentdetails/*")}
    assert (
        details["title"] == "Map"
        and details["url"] == "http://maps.example/burglary?a=1&b=2"
        and details["isurl"] == "True"
    )
    for name, page in (("minutes-7-march", "True"), ("report", "False"), ("prices", "False")):
        told = call(client, "GetAttachment", lAttachmentId=numbers[f"towns-and-crime/2026-04-21/{name}"])
        assert f"<isurl>{page}</isurl>" in told, "whether it is a page of the web, or a text of ours, or nothing"
    exempt = call(client, "GetAttachment", lAttachmentId=numbers["towns-and-crime/2026-04-21/prices"])
    assert "<url></url><isrestricted>True</isrestricted><restrictionsRef>Schedule 12A paragraph 3<" in exempt
    assert "<error>" in call(client, "GetAttachment", lAttachmentId=1)


def test_a_copy_that_is_still_true_is_not_sent_again(house: Path, client: Client) -> None:
    first = client.get(f"/mgWebService.asmx/GetMeeting?lMeetingId={HELD}")
    again = client.get(
        f"/mgWebService.asmx/GetMeeting?lMeetingId={HELD}", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304 and not again.content


def test_the_meetings_of_a_pack_are_answered_where_no_office_keeps_any(
    tmp_path: Path, settings: Any, client: Client
) -> None:
    settings.PEELIAN_DATA = tmp_path
    text = call(client, "GetAllMeetingsByDate", lCommitteeId=-1, sFromDate="01/11/2016", sToDate="01/11/2016")
    assert "<committeetitle>Havering Crime &amp;amp; Disorder Sub-Committee</committeetitle>" in text
