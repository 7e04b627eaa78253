"""A report in another language, large print or braille: whom to ask, and each request logged until it is met."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from peelian.audit.models import Event, Kept
from peelian.core.acting import NotAllowed
from peelian.core.records import writing
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.plans.pack import read_bodies
from peelian.scrutiny.ledger import requesting
from peelian.scrutiny.ledger.following import check, follow
from peelian.scrutiny.ledger.models import FormatRequest, ReportRecord
from peelian.scrutiny.ledger.publishing import INDEX, touch
from peelian.scrutiny.ledger.queries import ledger_of
from peelian.workspace.boards import works_of
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.ledger import drafted, published
from tests.support.office import Office
from tests.web.test_ledger_desk import HOME, Desk
from tests.web.test_quarter_desk import errors

CONTACT = "Ask for Zofia at 020 7946 0958"
RESPONSE = "/recommendations/london-assembly-pcc/draft-plan-2021-25"
YEAR = "/committees/london-assembly-pcc/annual-report/FY2019-20"


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


@pytest.fixture
def kept(illustrative_house: House, copy_of: Callable[[House], House], settings: Any) -> House:
    """A house with a release, so that it has public pages."""
    made = copy_of(illustrative_house)
    settings.PEELIAN_DATA = made.root
    return made


@pytest.fixture
def report(office: Office, house: House) -> ReportRecord:
    return published(office, house)


@pytest.fixture
def clara(office: Office, house: House) -> Desk:
    return Desk(office, "clara")


def ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)


def logged(office: Office, house: House, report: ReportRecord, days: int = 0, **more: Any) -> FormatRequest:
    told = {"format": "braille", "received": ago(days), "contact": CONTACT, **more}
    return requesting.log(report, house, by=office.by("clara"), **told)


def everything_kept() -> str:
    """All that the audit holds, in its events and beside them."""
    events = [(one.label, one.changes, one.apart) for one in Event.objects.all()]
    return json.dumps(events, default=str) + json.dumps([one.value for one in Kept.objects.all()], default=str)


# Whom to ask


def test_a_report_and_the_year_of_its_committee_say_whom_to_ask(client: Client, illustrative: Any) -> None:
    for address in (RESPONSE, YEAR):
        page = client.get(address).content.decode()
        assert "In another language, large print or braille" in page, address
        assert 'href="tel:02079834100"' in page and "assembly.translations@london.gov.uk" in page, address
        assert "asked for," not in page, "nobody has asked"


def test_where_the_pack_names_nobody_nothing_is_said(client: Client, office: Office, house: House) -> None:
    assert read_bodies(house.pack / "bodies.yaml")["mopac"].formats is None


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        ("{}", "names no telephone and no e-mail"),
        ("{email: nobody}", "'nobody' is no address"),
        ("{telephone: later}", "'later' is no number"),
        ("{fax: '020 7946 0958'}", "fax"),
    ],
)
def test_a_pack_that_names_nobody_to_reach_is_refused_with_its_line(tmp_path: Path, formats: str, said: str) -> None:
    path = tmp_path / "bodies.yaml"
    path.write_text(f"- {{id: ours, name: Ours, short: Ours, kind: council,\n   formats: {formats}}}\n")
    with pytest.raises(PeelianError) as refused:
        read_bodies(path)
    assert said in str(refused.value) and "bodies.yaml, line 2" in str(refused.value)


# Logged until it is met


def test_a_request_goes_from_a_telephone_call_to_what_was_sent(clara: Desk, report: ReportRecord) -> None:
    page = f"{HOME}/reports/{report.pk}"
    assert "Nobody has asked for it" in clara.get(page)
    clara.post(f"{page}/formats", format="language", language="Polish", received=ago(12).isoformat(), contact=CONTACT)
    held = FormatRequest.objects.get()
    here = f"{HOME}/formats/{held.pk}"
    text = clara.get(here)
    assert "In Polish" in text and "It has waited for 12 days" in text and CONTACT in text
    assert "In Polish" in clara.get(HOME) and "12 days" in clara.get(HOME)
    clara.post(f"{here}/meet", on=ago(2).isoformat(), sent="The summary in Polish")
    held.refresh_from_db()
    assert (held.state, held.ended, held.sent, held.contact) == ("met", ago(2), "The summary in Polish", "")
    text = clara.get(here)
    assert "The summary in Polish" in text and CONTACT not in text
    assert "Asked for in another format" not in clara.get(HOME)
    assert "It is met already" in clara.get(f"{here}/meet")


def test_what_is_wanted_no_more_is_withdrawn(clara: Desk, office: Office, house: House, report: ReportRecord) -> None:
    held = logged(office, house, report)
    clara.post(f"{HOME}/formats/{held.pk}/withdraw", on=today().isoformat())
    held.refresh_from_db()
    assert (held.state, held.contact) == ("withdrawn", "")


def test_open_requests_stand_on_the_officers_board_the_longest_waiting_first(
    clara: Desk, office: Office, house: House, report: ReportRecord
) -> None:
    logged(office, house, report, 3)
    logged(office, house, report, 40, format="large-print")
    requesting.meet(logged(office, house, report, 50), today(), "It", house, by=office.by("clara"))
    works = [one for one in works_of(office.person("clara")) if "formats" in one.href]
    assert [(one.title, one.since) for one in works] == [
        (f"Large print: {report.title}", ago(40)),
        (f"Braille: {report.title}", ago(3)),
    ]
    board = clara.get("/office")
    assert board.index("for 40 days") < board.index("for 3 days")
    for other in ("chris", "bob", "lia"):
        assert not [one for one in works_of(office.person(other)) if "formats" in one.href], other


def test_a_form_that_lacks_something_says_what_at_its_field(clara: Desk, report: ReportRecord) -> None:
    address = f"{HOME}/reports/{report.pk}/formats"
    said = errors(clara.post(address, format="language", received=(today() + dt.timedelta(1)).isoformat(), contact=""))
    assert "Name the language" in said and "Write a telephone" in said
    said = errors(clara.post(address, format="audio", language="Polish", received=ago(1).isoformat(), contact="x"))
    assert "Leave it out" in said
    later = (today() + dt.timedelta(1)).isoformat()
    assert "has not come yet" in errors(clara.post(address, format="audio", received=later, contact="x"))
    assert not FormatRequest.objects.exists()


def test_what_cannot_be_is_refused(office: Office, house: House, report: ReportRecord) -> None:
    by, held = office.by("clara"), logged(office, house, report, 5)
    with pytest.raises(PeelianError, match="asked for on"):
        requesting.meet(held, ago(6), "It", house, by=by)
    with pytest.raises(PeelianError, match="what was sent"):
        requesting.meet(held, today(), " ", house, by=by)
    with pytest.raises(ValidationError, match="Name the language"):
        logged(office, house, report, format="language")
    with pytest.raises(NotAllowed):
        requesting.meet(held, today(), "It", house, by=office.by("chris"))
    requesting.withdraw(held, today(), house, by=by)
    with pytest.raises(WrongStep):
        requesting.meet(held, today(), "It", house, by=by)
    with pytest.raises(PeelianError, match="not published"):
        logged(office, house, drafted(office, house, slug="draft", title="A draft"))


# Who asked


def test_how_to_reach_who_asked_is_kept_until_the_request_ends_and_by_no_event(
    office: Office, house: House, report: ReportRecord
) -> None:
    held = logged(office, house, report)
    assert FormatRequest.objects.get().contact == CONTACT
    assert CONTACT not in everything_kept()
    requesting.meet(held, today(), "It in braille", house, by=office.by("clara"))
    assert FormatRequest.objects.get().contact == ""
    assert CONTACT not in everything_kept() and "It in braille" in everything_kept()


def test_the_database_itself_keeps_no_contact_of_what_is_met(
    office: Office, house: House, report: ReportRecord
) -> None:
    held = logged(office, house, report)
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        FormatRequest.objects.filter(pk=held.pk).update(state="met")


def test_everybody_reads_counts_and_nothing_else(client: Client, office: Office, kept: House) -> None:
    house = kept
    report = published(office, house)
    logged(office, house, report, format="language", language="Polish")
    requesting.meet(logged(office, house, report), today(), "A copy by post", house, by=office.by("clara"))
    requesting.withdraw(logged(office, house, report), today(), house, by=office.by("clara"))
    asked = ledger_of(house).formats[report.name]
    assert (asked.asked, asked.open, asked.met) == (2, 1, 1), "what was withdrawn is not counted"
    files = "".join(path.read_text() for path in (house.root / "scrutiny").rglob("*.json"))
    year = "/committees/london-assembly-pcc/annual-report/FY2025-26"
    pages = [client.get(address).content.decode() for address in (f"/recommendations/{report.name}", year)]
    for page in pages:
        assert "2 asked for, 1 open." in page
    for address in (f"/recommendations/{report.name}.json", f"{year}.json", "/recommendations.atom"):
        pages.append(client.get(address).content.decode())
    for word in (CONTACT, "Polish", "A copy by post", "Braille"):
        assert all(word not in text for text in (files, *pages)), word
    assert check(house.root) == []


def test_an_index_whose_counts_were_altered_is_refused(office: Office, house: House, report: ReportRecord) -> None:
    logged(office, house, report)
    path = house.root / "scrutiny" / INDEX
    told = json.loads(path.read_text())
    told["formats"][report.name] = {"asked": "many", "open": 1}
    path.write_text(json.dumps(told))
    touch(house.root)
    with pytest.raises(PeelianError, match=INDEX):
        ledger_of(house)
    assert check(house.root) == [
        f"scrutiny/{INDEX} is not what its records say; peelian office prepare writes it again"
    ]
    follow(house.root)
    assert check(house.root) == []
