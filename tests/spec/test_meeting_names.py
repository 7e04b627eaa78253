"""What an agenda names is there: measures, items of plans, quarterly reports; else it is refused with what comes nearest."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db.models import QuerySet
from django.test import Client
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.documents import quarter
from tests.support.office import Office, with_second_factor

from peelian.core.acting import COMMAND
from peelian.core.actions import give_area
from peelian.core.following import sealed
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.pack import PACKS
from peelian.figures.packfile import PackError
from peelian.localities.actions import set_rule
from peelian.localities.publishing import put, text_of
from peelian.plans.entry import mapping
from peelian.scrutiny.meetings import actions, agenda, committees, life
from peelian.scrutiny.meetings.form import read_meeting
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord
from peelian.scrutiny.meetings.pack import read_pack
from peelian.scrutiny.meetings.reports import askable
from peelian.scrutiny.meetings.taking_in import take_in_meeting

pytestmark = pytest.mark.django_db
HOME = "/office/committees/the-panel/2026-11-24"


@pytest.fixture
def office(db: Any, tmp_path: Path, settings: Any) -> Iterator[Office]:
    settings.PEELIAN_DATA = tmp_path
    with time_machine.travel(dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC), tick=False):
        made = Office()
        give_area(made.organisation("havering"), "E09000016", dt.date(2016, 4, 1), by=COMMAND)
        yield made


@pytest.fixture
def meeting(office: Office) -> MeetingRecord:
    panel = committees.found(
        office.organisation("london-assembly-pcc"), "the-panel", title="The Panel", kind="assembly-committee",
        by=office.by("clara"),
    )  # fmt: skip
    return life.plan(panel, dt.date(2026, 11, 24), by=office.by("clara"))


@pytest.fixture
def clara(office: Office) -> Client:
    client, person = Client(), office.person("clara")
    with_second_factor(person)
    client.force_login(person)
    return client


def test_an_item_is_about_what_is_there(meeting: MeetingRecord, office: Office) -> None:
    by = office.by("clara")
    touches = ["measure:knife-crime", "commitment:business-crime"]
    item = agenda.add_item(meeting, "Knife crime", kind="report", touches=touches, by=by)
    assert item.touches == touches
    for typed, near in (
        ("measure:knife-crim", r"There is no measure knife-crim\. Near it: measure:knife-crime \(Knife crime\)"),
        ("commitment:knife-crime", r"There is no commitment knife-crime\. Near it: .*commitment:knife-crime-strategy"),
        ("Knife crime", r"no item of a plan or measure Knife crime\. Near it: measure:knife-crime"),
    ):
        with pytest.raises(PeelianError, match=near):
            agenda.add_item(meeting, "Another", kind="report", touches=[typed], by=by)
        with pytest.raises(PeelianError, match=near):
            agenda.write_item(item, version=item.version, touches=[*touches, typed], by=by)


def test_what_an_item_named_before_stays_though_it_is_there_no_more(meeting: MeetingRecord, office: Office) -> None:
    by = office.by("clara")
    item = agenda.add_item(meeting, "Knife crime", kind="report", by=by)
    QuerySet(ItemRecord).filter(pk=item.pk).update(touches=["commitment:of-a-plan-long-gone"])
    kept = ["commitment:of-a-plan-long-gone", "measure:knife-crime"]
    agenda.write_item(item, version=item.version, touches=kept, by=by)
    item.refresh_from_db()
    assert item.touches == kept


def test_the_desk_offers_names_and_refuses_another(meeting: MeetingRecord, clara: Client) -> None:
    page = clara.get(f"{HOME}/items/add").content.decode()
    assert '<datalist id="list-touches">' in page and '<option value="Knife crime"></option>' in page
    assert page.count('list="list-touches"') == 3, "inputs that work without a script"
    told = {"title": "Knife crime", "kind": "report", "number": "1", "touches": ["Knife cryme", ""]}
    said = clara.post(f"{HOME}/items/add", told).content.decode()
    assert "There is no plan item or measure “Knife cryme”. Near it: Knife crime" in said and "Knife cryme" in said
    assert not meeting.items.exists()
    answer = clara.post(f"{HOME}/items/add", told | {"touches": ["knife CRIME", "commitment:business-crime"]})
    assert answer.status_code == 302
    item = meeting.items.get()
    assert item.touches == ["measure:knife-crime", "commitment:business-crime"]
    assert 'value="Knife crime"' in clara.get(f"{HOME}/items/{item.pk}").content.decode()


def test_an_action_is_about_what_is_there(meeting: MeetingRecord, office: Office) -> None:
    by = office.by("clara")
    item = agenda.add_item(meeting, "Knife crime", kind="report", by=by)
    QuerySet(MeetingRecord).filter(pk=meeting.pk).update(state="held", agenda="out", minutes="draft")
    with pytest.raises(PeelianError, match="no measure knife-crim"):
        actions.raise_action(item, actions.Wanted("Write to us", touches=("measure:knife-crim",)), by=by)
    point = actions.raise_action(item, actions.Wanted("Write to us", touches=("measure:knife-crime",)), by=by)
    with pytest.raises(PeelianError, match="no measure knife-crim"):
        actions.write(point, version=1, touches=["measure:knife-crim"], by=by)


def test_a_meeting_of_a_file_is_about_what_is_there(meeting: MeetingRecord, office: Office, tmp_path: Path) -> None:
    form = {
        "id": "the-panel/2026-12-01", "committee": "the-panel", "title": "The Panel", "day": "2026-12-01", "state": "planned",
        "items": [{"number": 3, "title": "Knives", "kind": "report", "touches": ["measure:knife-crim"]}],
    }  # fmt: skip
    read = read_meeting(mapping(form, "a file"), ["the-panel"])
    with pytest.raises(PeelianError, match="Item 3: there is no measure knife-crim"):
        take_in_meeting(read, [], House(tmp_path), by=office.by("clara"))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "london"
    shutil.copytree(PACKS / "london", folder)
    return folder


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "quarter: havering:FY2016-17-Q3",
            "quarter: havring:FY2016-17-Q3",
            "line 55: there is no body havring. Near it: havering",
        ),
        (
            "quarter: havering:FY2016-17-Q3",
            "quarter: havering:FY2016-17-Q4",
            "line 55: quarter 4 of 2016/17 was not over on",
        ),
        ("quarter: havering:FY2016-17-Q3", "quarter: havering:FY2016-19-Q3", "line 55: havering:FY2016-19-Q3 names no"),
        ("quarter: havering:FY2016-17-Q3", "quarter: Quarter 3", "line 55: Quarter 3 names no quarterly report"),
        (
            "'measure:asb-incidents'",
            "'measure:asb-incident'",
            "line 58: there is no measure asb-incident. Near it: measure:asb",
        ),
    ],
)
def test_a_file_of_a_pack_names_what_the_pack_has(pack: Path, old: str, new: str, said: str) -> None:
    path = pack / "scrutiny" / "meetings" / "havering-2017-01-17.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PackError) as error:
        read_pack(pack)
    assert said in str(error.value), str(error.value)


def test_reports_are_offered_that_exist_or_can_be_asked_for(office: Office, tmp_path: Path) -> None:
    on = dt.date(2026, 11, 24)
    havering = [key for key in askable(on) if key.startswith("havering:")]
    assert havering[0] == "havering:FY2026-27-Q2", "quarter 3 is not over"
    assert len(havering) == 8 and havering[-1] == "havering:FY2024-25-Q3"
    assert askable(on)["havering:FY2026-27-Q2"] == "Havering, quarter 2 of 2026/27"
    assert next(iter(askable(dt.date(2027, 1, 1)))) == "havering:FY2026-27-Q3"
    assert "havering:FY2016-17-Q3" not in havering
    put(tmp_path, text_of(sealed({key: value for key, value in quarter().items() if key != "seal"})))
    assert "havering:FY2016-17-Q3" in askable(on), "it is published"
    assert "havering:FY2016-17-Q2" not in askable(on)
    rule = {"title": "Rating", "amber": "movement", "unchanged": "amber", "compared_with": "previous quarter"}
    set_rule(office.organisation("havering"), "FY2016-17", two_sided=False, source="Board paper", **rule, by=COMMAND)
    assert "havering:FY2016-17-Q2" in askable(on), "it has a rule of that year"


def test_a_paper_is_a_report_of_the_list(meeting: MeetingRecord, office: Office, clara: Client) -> None:
    by = office.by("clara")
    item = agenda.add_item(meeting, "Performance", kind="performance", by=by)
    home = f"{HOME}/items/{item.pk}/papers"
    assert '<option value="Havering, quarter 2 of 2026/27"></option>' in clara.get(home).content.decode()
    for named, said in (
        ("havering:FY2026-27-Q3", "Quarter 3 of 2026/27 is not over on the day of the meeting. Near it: havering:FY2026-27-Q2"),
        ("havering:FY2010-11-Q3", "Nobody can be asked for the quarterly report havering:FY2010-11-Q3 any more"),
        ("E09000016:FY2026-27-Q3", "Quarter 3 of 2026/27 is not over"),
    ):  # fmt: skip
        with pytest.raises(PeelianError, match=said.partition(". Near")[0]):
            agenda.add_paper(item, "Performance", quarter=named, by=by)
        assert said in clara.post(home, {"title": "Performance", "quarter": named}).content.decode()
    assert clara.post(home, {"title": "Performance", "quarter": "Havering, quarter 2 of 2026/27"}).status_code == 302
    paper = item.papers.get()
    assert paper.quarter == "havering:FY2026-27-Q2"
    with pytest.raises(PeelianError, match="is not over"):
        agenda.write_paper(paper, version=1, quarter="havering:FY2026-27-Q3", by=by)
    agenda.write_paper(paper, version=1, quarter="E09000016:FY2026-27-Q2", by=by)
