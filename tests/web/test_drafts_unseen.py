"""Nobody outside learns from an address when somebody writes a draft: its bytes, its entity tag and its day of change stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from peelian.core.exempt import actions as exempt
from peelian.decisions import actions as decisions
from peelian.figures.house import House, today
from peelian.scrutiny.ledger import actions as reports
from peelian.scrutiny.meetings import agenda, committees, life, minutes
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord
from tests.support import decisions as furnished
from tests.support import ledger, programs
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office

pytestmark = pytest.mark.django_db
PANEL = "the-panel"
NOW = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
ADDRESSES = (
    "/", "/plan", "/plan.json", "/plans", "/committees", f"/committees/{PANEL}", f"/committees/{PANEL}/2026-11-02",
    f"/committees/{PANEL}/2026-11-24", f"/committees/{PANEL}/actions", f"/committees/{PANEL}/calendar.ics",
    f"/committees/{PANEL}/feed.atom", "/oparl/v1.1/", "/oparl/v1.1/body", "/oparl/v1.1/body/london-assembly-pcc",
    "/mgWebService.asmx/GetCommittees",
    "/recommendations", "/recommendations.json", "/recommendations.atom", "/bodies", "/investigations", "/decisions",
    "/decisions.json", "/decisions.atom", "/withheld", "/scrutiny", "/search?q=draft", "/data",
    "/recommendations.csv", "/bodies.json", "/bodies/mopac", "/bodies/mopac.json", "/bodies/mopac.atom", "/investigations.json",
    "/decisions.csv", "/withheld.json", "/withheld.atom", "/plan.csv", "/calendar.json",
    "/areas/E12000007/meetings.ics", "/areas/E12000007/meetings.atom",
    f"/committees/{PANEL}/annual-report/FY2026-27", f"/committees/{PANEL}/annual-report/FY2026-27.json",
)  # fmt: skip


@pytest.fixture
def furnished_house(
    office: Office, illustrative_house: House, copy_of: Callable[[House], House], settings: Any
) -> House:
    """A report and a decision that are out, a meeting that is planned, and one that was held and has draft minutes."""
    house = copy_of(illustrative_house)
    settings.PEELIAN_DATA = house.root
    with time_machine.travel(NOW, tick=False):
        ledger.published(office, house)
        furnished.published(office, house, furnished.begun(office, house))
        committee = committees.found(
            office.organisation("london-assembly-pcc"), PANEL, title="The Panel", kind="assembly-committee", quorum=1,
            areas=["E12000007"], by=office.by("clara"),
        )  # fmt: skip
        life.plan(committee, dt.date(2026, 11, 24), begins=dt.time(10), place="City Hall", by=office.by("clara"))
        held = life.plan(committee, today(), begins=dt.time(9), place="City Hall", by=office.by("clara"))
        agenda.add_item(held, "Knife crime", kind="report", recommended="Note it.", by=office.by("clara"))
        life.hold(held, reason="It was called by telephone.", seen=True, by=office.by("clara"))
        reports.begin_investigation(
            office.organisation("london-assembly-pcc"),
            "draft",
            house,
            title="Draft",
            terms="It.",
            by=office.by("clara"),
        )
    return house


def meeting(day: str) -> MeetingRecord:
    found: MeetingRecord = MeetingRecord.objects.get(committee=PANEL, slug=day)
    return found


def _item(office: Office, house: House) -> None:
    agenda.add_item(meeting("2026-11-24"), "A draft item", kind="report", by=office.by("clara"))


def _minute(office: Office, house: House) -> None:
    item = ItemRecord.objects.get(meeting=meeting("2026-11-02"))
    minutes.write(item, version=item.version, minute="A draft minute.", seen=True, by=office.by("clara"))


def _report(office: Office, house: House) -> None:
    ledger.drafted(office, house, slug="draft")


def _decision(office: Office, house: House) -> None:
    furnished.begun(office, house, title="A draft")


def _correction(office: Office, house: House) -> None:
    from peelian.decisions.models import DecisionRecord

    decisions.correct(DecisionRecord.objects.get(), by=office.by("dora"), reason="A draft of a correction.")


def _part(office: Office, house: House) -> None:
    item = agenda.add_item(meeting("2026-11-24"), "Another draft item", kind="report", by=office.by("clara"))
    exempt.keep(
        item.key, office.organisation("london-assembly-pcc"), "A draft part", "A draft.", (furnished.GROUND,), "Director",
        review_on=today() + dt.timedelta(days=90), by=office.by("clara"),
    )  # fmt: skip


WRITES = {
    "an item of an agenda": _item, "a minute": _minute, "a report": _report, "a decision": _decision,
    "an exempt part": _part, "a correction": _correction,
}  # fmt: skip


def told(client: Any) -> dict[str, tuple[Any, ...]]:
    """What each address says: its status, its tag, its day of change, its bytes."""
    found = {}
    for address in (*ADDRESSES, *programs.addresses(PANEL)):
        answer = client.get(address)
        found[address] = (answer.status_code, answer.get("ETag"), answer.get("Last-Modified"), answer.content)
    return found


@pytest.mark.parametrize("what", sorted(WRITES))
def test_a_draft_leaves_every_public_answer_as_it_was(
    client: Any, office: Office, furnished_house: House, what: str
) -> None:
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        before = told(client)
        assert {at: status for at, (status, *_) in before.items() if status not in (200, 302)} == {}
        WRITES[what](office, furnished_house)
        after = told(client)
    assert before.keys() == after.keys() and [address for address in before if before[address] != after[address]] == []


def test_what_is_published_is_told_at_once(client: Any, office: Office, furnished_house: House) -> None:
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        before = told(client)
        life.call(meeting("2026-11-24"), dt.date(2026, 11, 2), ["website"], by=office.by("clara"))
        after = told(client)
    address = f"/committees/{PANEL}/2026-11-24"
    assert before[address][1] != after[address][1] and before[address][3] != after[address][3]
