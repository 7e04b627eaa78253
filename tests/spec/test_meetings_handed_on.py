# ruff: noqa: F811  fixtures of another file are arguments here
"""What an office does with a meeting is seen by every program that follows it; what a person confirmed from elsewhere is kept."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import icalendar
import pytest
from django.test import Client
from tests.support import moderngov_host as host
from tests.support.atom import ATOM, wrong_with
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.support.panel import FIRST, MEETS, clock, house, meeting, office  # noqa: F401

from peelian import cli
from peelian.core.exempt import actions as exempt
from peelian.core.exempt.records import Ground
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.scrutiny.importing.confirming import confirm
from peelian.scrutiny.importing.moderngov import Wanted, read_files
from peelian.scrutiny.meetings import agenda, committees, life
from peelian.scrutiny.meetings.models import CommitteeRecord, MeetingRecord
from peelian.scrutiny.meetings.shelf import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(office: Office) -> CommitteeRecord:
    """A committee with a seat."""
    made = committees.found(
        office.organisation("london-assembly-pcc"), "the-panel", title="The Panel", kind="assembly-committee", quorum=2,
        areas=["E12000007"], by=office.by("clara"),
    )  # fmt: skip
    committees.seat(made, "Ada Ash", role="chair", since=dt.date(2026, 1, 1), by=office.by("clara"))
    return made


def events(client: Client) -> dict[str, Any]:
    """The panel's calendar by day."""
    text = client.get("/committees/the-panel/calendar.ics").content
    return {f"{one.decoded('dtstart'):%d %b}": one for one in icalendar.Calendar.from_ical(text).walk("VEVENT")}


def news(client: Client) -> list[str]:
    """The titles of the panel's feed."""
    from xml.etree import ElementTree as ET

    text = client.get("/committees/the-panel/feed.atom").content
    assert wrong_with(text) == []
    return [one.findtext(f"{ATOM}title") or "" for one in ET.fromstring(text).iter(f"{ATOM}entry")]


def oparl(client: Client, path: str, **query: str) -> Any:
    return json.loads(client.get(f"/oparl/v1.1/{path}", query).content)


def test_a_meeting_that_is_moved_is_moved_everywhere(
    meeting: MeetingRecord, office: Office, clock: Any, client: Client
) -> None:
    before = events(client)["24 Nov"]
    clock.move_to(FIRST + dt.timedelta(days=1))
    life.write(meeting, version=meeting.version, begins=dt.time(14), by=office.by("clara"))
    after = events(client)["24 Nov"]
    assert before["uid"] == after["uid"] and after["sequence"] > before["sequence"]
    assert after.decoded("dtstart").hour == 14 and after.decoded("last-modified") == FIRST + dt.timedelta(days=1)
    assert oparl(client, "meeting/the-panel/2026-11-24")["modified"].startswith("2026-11-03T12:00:00")
    clock.move_to(FIRST + dt.timedelta(days=2))
    life.postpone(meeting, dt.date(2026, 12, 1), by=office.by("clara"), reason="The hall is flooded.")
    told = events(client)
    assert (told["24 Nov"]["status"], told["01 Dec"]["status"]) == ("CANCELLED", "TENTATIVE")
    assert set(news(client)) == {"Postponed: The Panel, 24 November 2026", "Planned: The Panel, 1 December 2026"}
    assert oparl(client, "meeting/the-panel/2026-11-24")["cancelled"] is True
    text = client.get("/mgWebService.asmx/GetAllMeetingsByDate?lCommitteeId=-1").content.decode()
    assert "<meetingstatus>Postponed<" in text and "<meetingdate>01/12/2026<" in text


def test_a_meeting_that_was_taken_back_is_gone_but_for_who_copied_it(
    meeting: MeetingRecord, office: Office, clock: Any, client: Client
) -> None:
    clock.move_to(FIRST + dt.timedelta(days=1))
    life.take_back(meeting, by=office.by("clara"), reason="Entered twice.")
    assert events(client) == {} and news(client) == []
    gone = oparl(client, "meeting/the-panel/2026-11-24")
    assert gone["deleted"] is True and set(gone) == {"id", "type", "created", "modified", "deleted"}
    listed = oparl(client, "body/london-assembly-pcc/meeting", modified_since="2026-11-03T00:00:00Z")["data"]
    assert [one["id"] for one in listed] == [gone["id"]]
    assert oparl(client, "body/london-assembly-pcc/meeting")["data"] == []


def test_no_program_reads_an_agenda_before_it_is_out_nor_what_is_exempt_after(
    meeting: MeetingRecord, office: Office, clock: Any, client: Client
) -> None:
    clara = office.by("clara")
    item = agenda.add_item(meeting, "Camera contract", by=clara)
    agenda.add_paper(item, "Report on cameras", text="Open words of the report.", by=clara)
    part = exempt.keep(
        item.key, office.organisation("london-assembly-pcc"), "Camera contract", "CANARY the price",
        [Ground("sch-12a", "3", "Bidders would know it.")], "Monitoring Officer", dt.date(2027, 6, 1), by=clara,
    )  # fmt: skip
    doors = (
        "/committees/the-panel/calendar.ics", "/committees/the-panel/feed.atom", "/oparl/v1.1/body/london-assembly-pcc/meeting",
        "/oparl/v1.1/body/london-assembly-pcc/agendaitem", "/oparl/v1.1/body/london-assembly-pcc/file",
        "/mgWebService.asmx/GetAllMeetingsByDate?lCommitteeId=-1", "/ieListDocuments.aspx",
    )  # fmt: skip

    def told() -> str:
        return "".join(client.get(door).content.decode() for door in doors)

    assert "Camera" not in told()
    exempt.seal(part, by=office.by("chris"))
    life.call(meeting, dt.date(2026, 11, 2), ["website"], by=clara)
    agenda.dispatch(meeting, seen=True, by=clara)
    out = told()
    assert "Camera contract" in out and "CANARY" not in out


# What a person confirmed


def found(*answers: str) -> Any:
    return read_files(
        ((f"{number}.xml", text.encode()) for number, text in enumerate(answers)), Wanted(into="the-panel")
    )


def test_a_meeting_that_was_confirmed_is_kept_once(panel: CommitteeRecord, house: House, office: Office) -> None:
    read = found(host.LIST, host.meeting())
    assert confirm(house, read, "the-panel", ["4967", "4967"]) == [
        "Taken in: Crime & Disorder Sub-Committee, 10 February 2026. "
        "Restricted papers were left out: item 3, “Prices” (Paragraph 3)."
    ]
    (kept,) = [one for one in shelf(house.root, house.pack).meetings if one.committee == "the-panel"]
    assert (kept.id, kept.extras, len(kept.items)) == ("the-panel/2026-02-10", {"moderngov": "4967"}, 6)
    assert kept.items[3].recommended == "Not open to the public, says who published it (Paragraph 3 of Schedule 12A)."
    assert "CANARY" not in repr(kept)
    assert confirm(house, read, "the-panel", ["4967"]) == ["Meeting 4967 is kept already; it stays as it is."]


def test_a_meeting_that_came_again_with_other_words_says_what_changed(
    panel: CommitteeRecord, house: House, office: Office
) -> None:
    confirm(house, found(host.meeting()), "the-panel", ["4967"])
    agenda = host.AGENDA.replace("Burglary", "Burglary and robbery", 1)
    again = found(host.meeting(day="17/02/2026", items=agenda + host.item("9", "A late item")))
    [said] = confirm(house, again, "the-panel", ["4967"])
    assert said.startswith("Meeting 4967 is kept already; it stays as it is. It says otherwise now:")
    assert "day 2026-02-10, now 2026-02-17" in said and "item 9 is new" in said and "item 3: other title" in said
    assert MeetingRecord.objects.get().on == dt.date(2026, 2, 10)


def test_a_meeting_that_is_kept_already_is_not_made_twice(panel: CommitteeRecord, house: House, office: Office) -> None:
    confirm(house, found(host.meeting()), "the-panel", ["4967"])
    again = found(host.meeting("5000"), host.meeting("5001", meetingtime="10.00 am"))
    said = confirm(house, again, "the-panel", ["5000", "5001"])
    assert said[0].startswith("Meeting 5000 was not taken in: one of 2026-02-10 is kept already.")
    assert MeetingRecord.objects.get(slug="2026-02-10-2").begins == dt.time(10)


def test_what_is_not_there_is_said_before_anything_is_taken_in(
    panel: CommitteeRecord, house: House, office: Office
) -> None:
    read = found(host.meeting())
    with pytest.raises(PeelianError, match="No meeting 5 was read"):
        confirm(house, read, "the-panel", ["4967", "5"])
    with pytest.raises(PeelianError, match="The records have no committee cricket"):
        confirm(house, read, "cricket", ["4967"])
    assert not MeetingRecord.objects.exists()


def test_the_command_takes_in_what_is_named_and_nothing_else(
    panel: CommitteeRecord, house: House, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "saved.xml"
    saved.write_text(host.LIST, encoding="utf-8")
    asked = ["import", "meetings", str(saved), "--data", str(house.root), "--confirm", "4966"]
    assert cli.main(asked) == cli.USAGE
    assert "Name our committee with --into" in capsys.readouterr().err
    assert cli.main([*asked, "--into", "the-panel"]) == cli.DONE
    assert capsys.readouterr().out == "Taken in: Crime & Disorder Sub-Committee, 13 January 2026.\n"
    assert MeetingRecord.objects.count() == 1


def test_a_paper_that_was_exempt_is_read_by_programs_from_its_release_on(
    meeting: MeetingRecord, office: Office, clock: Any, client: Client
) -> None:
    clara = office.by("clara")
    paper = agenda.add_paper(agenda.add_item(meeting, "Cameras", by=clara), "Tenders", by=clara)
    part = exempt.keep(
        paper.key, office.organisation("london-assembly-pcc"), "Tenders", "The tenders, word by word.",
        [Ground("sch-12a", "3", "Bidders would know it.")], "Monitoring Officer", dt.date(2027, 6, 1), by=clara,
    )  # fmt: skip
    exempt.seal(part, by=office.by("chris"))
    life.call(meeting, dt.date(2026, 11, 2), ["website"], by=clara)
    agenda.dispatch(meeting, seen=True, by=clara)
    at = f"file/the-panel/2026-11-24/paper-{paper.slug}"
    assert client.get(f"/oparl/v1.1/{at}").status_code == 404
    exempt.release(part, by=office.by("chris"), reason="The contract is signed.")
    assert client.get(f"/oparl/v1.1/{at}/text").content.decode() == "The tenders, word by word."
    told = oparl(client, f"paper/the-panel/2026-11-24/{paper.slug}")["peelian:exempt"]
    assert told["releasedAt"].startswith("2026-11-02") and told["salt"] and told["commitment"].startswith("sha256:")
