"""Search across what one may see, and nothing else: a canary of each kind is planted and looked for as everybody."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peelian.core import actions
from peelian.core.acting import COMMAND
from peelian.core.jobs.models import Job
from peelian.figures.house import House
from peelian.plans import actions as plans
from peelian.workspace import searching
from tests.support import rooms
from tests.support.office import CAST, Office, with_second_factor
from tests.web.conftest import Html

pytestmark = pytest.mark.django_db
WORD = "quokka"
MOPAC_DRAFTS = {"draft", "remark", "commentary", "action", "note"}
SEEN: dict[str, set[str]] = {
    "alice": {"person", "clock", "event"},
    "ivy": {"person", "clock", "event", "organisation"},
    "bob": MOPAC_DRAFTS | {"job"},
    "carol": MOPAC_DRAFTS,
    "dev": MOPAC_DRAFTS | {"clock"},
    "harry": {"event", "person"},
    "esther": {"report", "said of it", "report remark"},
    "femi": {"report", "said of it", "report remark"},
    "grace": set(),
    "jo": set(),
    "olive": {"plan", "item of it"},
    "sadie": {"plan", "item of it"},
    "clara": set(),
    "chris": set(),
    "mina": set(),
    "lia": set(),
    "max": set(),
    "dora": set(),
    "finn": set(),
    "drew": set(),
    "debbie": set(),
    "hanna": set(),
    "hugo": set(),
}
"""By name: the canaries that are found. All are of MOPAC but the report, which is Havering's.

Who reads the audit finds there what its sentences name: who was invited. Of a release that is not out it tells them nothing.
"""
EVERY = set().union(*SEEN.values())


def canary(kind: str) -> str:
    return f"{WORD} {kind.replace(' ', '')}bird"


@pytest.fixture
def planted(office: Office) -> Office:
    """One thing of each kind that holds the word, each with a word of its own behind it."""
    everybody = office.everybody()
    for person in everybody.values():
        with_second_factor(person)
    office.join(canary("person"), "mopac", "reader")
    actions.add_organisation(slug="zoo", name=canary("organisation"), short="Zoo", kind="other", by=COMMAND)
    kept = everybody["carol"]
    rooms.clock(office, canary("clock"), waits_for=office.join("Nora North", "mopac", "reader"))
    record = rooms.draft(office, canary("draft"), author=everybody["bob"], remarks=canary("remark"))
    rooms.words(record, "", author=kept)
    for name, which in (("commentarys", "commentary"), ("correctiveactions", "action"), ("figurenotes", "note")):
        held = getattr(record, name).get()
        rooms.change(held, **{"what" if which == "action" else "text": canary(which)})
    report = rooms.report(office, author=everybody["esther"], text=canary("report"), remarks=canary("report remark"))
    rooms.change(report.words.get(), commentary=canary("said of it"))
    job = rooms.job(office, "bob")
    Job.bookkeeping.filter(pk=job.pk).update(what=canary("job"))
    plan = plans.begin(
        office.organisation("mopac"), "plan-2025-29", by=office.by("olive"), title=canary("plan"), first_month="2025-04",
        last_month="2029-03", area="E23000001",
    ).plan  # fmt: skip
    theme = {"id": "streets", "title": "Streets", "line": None, "about": canary("item of it")}
    plans.add(plan, "theme", theme, House(Path()).pack, by=office.by("olive"))
    actions.change_person(everybody["harry"], title="Auditor", reason=canary("event"), by=office.by("ivy"))
    return office


def searched(office: Office, name: str, text: str) -> str:
    client = Client()
    client.force_login(office.person(name))
    answer = client.get("/office/search", {"q": text})
    assert answer.status_code == 200
    page = answer.content.decode()
    return " ".join(page.partition('<div id="found"')[2].replace("<mark>", "").replace("</mark>", "").split())


def found_by(office: Office, name: str, text: str = WORD) -> set[str]:
    told = searched(office, name, text)
    return {kind for kind in EVERY if canary(kind) in told}


@pytest.mark.parametrize("name", list(CAST))
def test_each_finds_what_they_may_see_and_no_word_of_the_rest(name: str, planted: Office) -> None:
    found = set()
    for kind in EVERY:  # alone, so that a long list hides nothing
        told = found_by(planted, name, canary(kind))
        assert told <= SEEN[name], f"{name} finds {told - SEEN[name]}"
        found |= told
    assert found == SEEN[name]


def test_what_is_not_found_is_not_counted_either(planted: Office) -> None:
    assert "Nothing found" in searched(planted, "jo", WORD)
    for name in ("alice", "ivy", "harry"):
        for kind in ("commentary", "action", "note", "remark", "report", "job"):
            assert "Nothing found" in searched(planted, name, canary(kind)), (
                f"the audit tells {name} of what is written: {kind}"
            )


def test_a_stranger_is_sent_to_sign_in_and_who_left_finds_nothing(planted: Office) -> None:
    answer = Client().get("/office/search", {"q": WORD})
    assert answer.status_code == 302 and "/account/login/" in answer.headers["Location"]
    bob = planted.bob
    actions.leave(bob, by=COMMAND, reason="gone")
    assert searching.search(planted.bob, WORD) == []


def test_somebody_of_another_organisation_with_the_same_role_finds_nothing(planted: Office) -> None:
    for role in ("analyst", "administrator", "auditor", "quality-reviewer"):
        person = planted.join(f"{role.title()} Other", "mps", role)
        told = [hit.title + hit.text for group in searching.search(person, WORD) for hit in group.hits]
        assert told == [], role


def test_of_a_colleague_one_reads_the_roles_where_one_looks_after_people(office: Office) -> None:
    office.give("bob", "mps", "auditor")
    [hit] = [hit for group in searching.search(office.alice, "bassett") for hit in group.hits if "/people/" in hit.href]
    assert hit.text == "works here · Performance analyst, MOPAC"


def test_pre_release_access_finds_the_release_while_it_holds_and_never_a_reviewers_remark(planted: Office) -> None:
    from peelian.performance.models import ReleaseRecord

    record, soon = ReleaseRecord.objects.get(), dt.datetime.now(dt.UTC) + dt.timedelta(hours=30)
    rooms.access(record, planted.jo, granted_by=planted.dev)
    assert found_by(planted, "jo") == set(), "it is a draft"
    rooms.change(record, state="scheduled", at=soon)
    assert found_by(planted, "jo") == set(), "access opens 24 hours before"
    rooms.change(record, at=soon - dt.timedelta(hours=12))
    assert found_by(planted, "jo") == {"draft", "commentary", "action", "note"}
    assert found_by(planted, "grace") == set()
    rooms.change(record.prereleases.get(), withdrawn_at=dt.datetime.now(dt.UTC))
    assert found_by(planted, "jo") == set()


def test_once_it_is_out_everybody_finds_it_at_its_public_address(planted: Office) -> None:
    from peelian.performance.models import ReleaseRecord

    rooms.change(ReleaseRecord.objects.get(), state="scheduled", at=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1))
    assert found_by(planted, "jo") == {"draft", "commentary", "action", "note"}
    assert 'href="/releases/2026-11-19"' in searched(planted, "jo", WORD)
    assert "/office/releases/" in searched(planted, "carol", WORD)


def test_a_published_report_is_found_by_all_but_not_what_its_reviewer_remarked(planted: Office) -> None:
    from peelian.localities.models import QuarterReport

    report = QuarterReport.objects.get()
    rooms.change(report, state="published", published_at=dt.datetime.now(dt.UTC))
    assert found_by(planted, "jo") == set(), "Havering covers no area yet, so there is no public page"
    actions.give_area(planted.organisation("havering"), "E09000016", dt.date(2000, 1, 1), by=COMMAND)
    assert found_by(planted, "jo") == {"report", "said of it"}
    assert 'href="/areas/E09000016/quarters/FY2026-27-Q2/1"' in searched(planted, "jo", WORD)
    assert found_by(planted, "jo", canary("report remark")) == set()


def test_measures_and_places_are_found_at_their_public_pages(
    office: Office, illustrative_house: House, settings: Any
) -> None:
    settings.PEELIAN_DATA = illustrative_house.root
    told = [hit.href for group in searching.search(office.jo, "burglary") for hit in group.hits]
    assert "/measures/burglary" in told
    assert "/areas/E09000016" in [hit.href for group in searching.search(office.jo, "haver") for hit in group.hits]


def test_searching_asks_as_many_questions_however_much_is_found(planted: Office) -> None:
    office = planted
    office.give("bob", "mopac", "installation-manager")
    office.give("bob", "havering", "borough-analyst")
    asked = []
    for number in (1, 12):
        for at in range(number):
            record = rooms.draft(office, f"{WORD} {at}", author=office.bob, draft=f"2026-{number:02}-{at + 1:02}")
            rooms.words(record, WORD, author=office.carol)
            rooms.clock(office, f"{WORD} {at}", waits_for=office.bob)
            office.join(f"N{number}x{at} {WORD.title()}", "mopac", "reader")
            job = rooms.job(office, "bob")
            Job.bookkeeping.filter(pk=job.pk).update(what=WORD)
        with CaptureQueriesContext(connection) as found:
            groups = searching.search(office.bob, WORD)
        asked.append(len(found))
        assert {group.kind.key for group in groups} >= {
            "clocks",
            "releases",
            "quarters",
            "commentary",
            "people",
            "jobs",
            "events",
        }
    assert asked[0] == asked[1] <= 60
    assert [group.more for group in groups if group.kind.key == "clocks"] == [True]


@pytest.mark.parametrize(
    "text", ["", "x", "%", "_", "'", "\\", "\0", "💥💥", "<script>", "a" * 5_000, "%25 _", "(", "[a-z]+", "²²", "१२"]
)
def test_whatever_is_typed_gets_an_answer(text: str, office: Office) -> None:
    with_second_factor(office.ivy)
    told = searched(office, "ivy", text)
    assert "<script>" not in told


def test_a_per_cent_sign_is_a_sign_and_no_wildcard(office: Office) -> None:
    rooms.clock(office, "Letter about 100% more", waits_for=office.bob)
    rooms.clock(office, "Letter about nothing", waits_for=office.bob)
    assert [hit.title for group in searching.search(office.bob, "100%") for hit in group.hits] == [
        "Letter about 100% more"
    ]


def test_every_word_must_be_there_and_the_place_is_shown(office: Office) -> None:
    rooms.report(
        office,
        author=office.esther,
        text="far before. " * 30 + "Burglary rose in Romford after the summer. " + "x " * 200,
    )
    with_second_factor(office.esther)
    [hit] = [
        hit
        for group in searching.search(office.esther, "romford burglary")
        for hit in group.hits
        if "edition" not in hit.title
    ][:1]
    assert hit.text.startswith("… ") and "Burglary rose in Romford" in hit.text and len(hit.text) < 300
    assert searching.search(office.esther, "romford arson") == []
    client = Client()
    client.force_login(office.esther)
    page = client.get("/office/search?q=romford").content.decode()
    assert "<mark>Romford</mark>" in page
    assert Html(page).headings[0] == (1, "Search")
    box = client.get("/office").content.decode()
    assert 'action="/office/search"' in box, "the box is in every head of the office"


def test_what_a_committee_prepares_is_found_by_those_who_see_its_papers_and_by_nobody_else(office: Office) -> None:
    from peelian.scrutiny.ledger import actions as ledger
    from peelian.scrutiny.meetings import agenda, committees, life

    for person in office.everybody().values():
        with_second_factor(person)
    by, body = office.by("clara"), office.organisation("london-assembly-pcc")
    panel = committees.found(body, "the-panel", title="The Panel", kind="assembly-committee", quorum=1, by=by)
    meeting = life.plan(panel, dt.date(2030, 12, 15), place=canary("meeting"), by=by)
    item = agenda.add_item(meeting, canary("item"), kind="report", recommended=canary("asked"), by=by)
    agenda.add_paper(item, canary("paper"), text=canary("print"), by=by)
    house = House(Path())
    ledger.begin(body, "a-report", house, kind="report", title=canary("letter"), by=by)
    ledger.begin_investigation(body, "an-investigation", house, title=canary("inquiry"), terms=canary("terms"), by=by)
    kinds = ("meeting", "item", "asked", "paper", "print", "letter", "inquiry", "terms")
    for name in CAST:
        found = {kind for kind in kinds if canary(kind) in searched(office, name, canary(kind))}
        assert found == (set(kinds) if name in ("clara", "chris", "mina") else set()), name
