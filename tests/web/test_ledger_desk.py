"""The desk of recommendations: a committee writes and judges, the bodies that it asks answer, each with their own pages."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from peelian.cli import main
from peelian.core.acting import COMMAND, NotAllowed
from peelian.core.jobs.models import Job
from peelian.core.jobs.uploads import held
from peelian.core.jobs.working import run
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.public.selectors.investigations import Looked
from peelian.reading import read_document
from peelian.scrutiny.importing import import_report
from peelian.scrutiny.jobs import ask_to_read_in
from peelian.scrutiny.ledger import actions, reading_in
from peelian.scrutiny.ledger.models import (
    ActivityRecord,
    InvestigationRecord,
    RecommendationRecord,
    RecommendationStep,
    ReportDocument,
    ReportProposal,
    ReportRecord,
)
from peelian.scrutiny.ledger.queries import closed_to, ledger_of
from peelian.scrutiny.ledger.records import Investigation
from peelian.scrutiny.ledger.taking_in import take_in_investigations, take_in_ledger
from peelian.workspace.boards import works_of
from peelian.workspace.ledger import desk
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.ledger import DAY, drafted, entry, number, published
from tests.support.office import Office
from tests.web.test_quarter_desk import Desk as AnyDesk
from tests.web.test_quarter_desk import errors, plain

HOME = "/office/recommendations"
BODY, COMMITTEE = "mopac", "london-assembly-pcc"
SHOWN = {"evidence-0-what": "The dashboard", "evidence-0-where": "https://example.org/d", "evidence-0-kind": "link"}


class Desk(AnyDesk):
    """Somebody at their desk, who sends a form and reads what is wrong with it."""

    def post(self, address: str, **data: Any) -> str:
        """The page that came back; empty where the form was taken."""
        answer = self.client.post(address, data)
        assert answer.status_code in (200, 302), f"{address}: {answer.status_code}"
        return plain(answer) if answer.status_code == 200 else ""


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


@pytest.fixture
def report(office: Office, house: House) -> ReportRecord:
    return published(office, house)


@pytest.fixture
def clara(office: Office, house: House) -> Desk:
    return Desk(office, "clara")


@pytest.fixture
def chris(office: Office, house: House) -> Desk:
    return Desk(office, "chris")


@pytest.fixture
def lia(office: Office, house: House) -> Desk:
    return Desk(office, "lia")


def answers_of(record: RecommendationRecord, body: str = BODY) -> str:
    return f"{HOME}/answers/{record.pk}/{body}"


def test_a_report_goes_from_nothing_to_everybodys_page(clara: Desk, chris: Desk, house: House) -> None:
    clara.post(f"{HOME}/begin", kind="report", title="Knives in schools", on="2025-03-02", addressees="MOPAC")
    record = ReportRecord.objects.get()
    page = f"{HOME}/reports/{record.pk}"
    assert record.slug == "knives-in-schools-2025", "by the year of the report"
    assert "It makes no recommendation" in clara.get(page)
    clara.post(
        f"{page}/add", number="1", title="Publish the figures", addressees="mopac", text="Publish the figures of every school.",
        deliver_by="2026-09-30", deliver_words="by autumn", requested="2026-05-02",
        **{"points-0-text": "of primary schools", "points-1-text": "of secondary schools"}, **SHOWN,
    )  # fmt: skip
    assert "Nothing is missing" in clara.get(page)
    assert "Publish</a>" not in clara.get(page), "the officer does not publish"
    said = chris.get(f"{page}/publish")
    assert "A day is asked for, and only asked for" in said
    chris.post(f"{page}/publish")
    found = ledger_of(house).recommendation(f"{COMMITTEE}/{record.slug}/1")
    assert [(point.letter, point.text) for point in found.texts[0].points] == [
        ("a", "of primary schools"), ("b", "of secondary schools"),
    ]  # fmt: skip
    assert (found.due, found.due_by, found.deliver_by) == (dt.date(2026, 5, 2), "requested", dt.date(2026, 9, 30))
    assert found.evidence[0].where == "https://example.org/d"


def test_a_form_that_lacks_something_says_what_at_its_field(clara: Desk, office: Office, house: House) -> None:
    draft = drafted(office, house)
    text = clara.post(f"{HOME}/reports/{draft.pk}/add", number="x", title="", addressees="Nobody at all", text="")
    said = errors(text)
    assert "Write digits" in said
    assert "“In a few words” is empty" in said
    assert "There is no body “Nobody at all”" in said


def test_more_rows_lose_nothing(clara: Desk, office: Office, house: House) -> None:
    draft = drafted(office, house)
    text = clara.post(f"{HOME}/reports/{draft.pk}/add", number="3", title="Half written", more="points")
    assert 'value="Half written"' in text
    assert errors(text) == ""


def test_somebody_elses_change_is_not_written_over(clara: Desk, office: Office, house: House) -> None:
    draft = drafted(office, house)
    page = f"{HOME}/reports/{draft.pk}/1"
    same = {"number": "1", "title": "Other", "addressees": "mopac", "text": "Other."}
    clara.post(page, version="1", **same)
    assert "Somebody else changed this" in errors(clara.post(page, version="1", **same))


def test_what_a_form_does_not_ask_stays(clara: Desk, office: Office, house: House) -> None:
    from peelian.scrutiny.ledger import actions

    draft = drafted(office, house)
    one = number(draft, "1")
    body = {**one.body, "differs": "The list says more.", "repeats": [f"{COMMITTEE}/older/1"]}
    actions.change(one, ["mopac"], body, house, version=1, by=office.by("clara"))
    clara.post(
        f"{HOME}/reports/{draft.pk}/1",
        version="2",
        number="1",
        title="Another title",
        addressees="mopac",
        text="Publish.",
    )
    one.refresh_from_db()
    assert (one.body["differs"], one.body["repeats"]) == ("The list says more.", [f"{COMMITTEE}/older/1"])
    assert one.body["title"] == "Another title"


def test_both_sides_of_one_recommendation(lia: Desk, chris: Desk, report: ReportRecord, house: House) -> None:
    first = number(report, "1")
    mine = answers_of(first)
    assert f'href="{mine}"' in lia.get(f"{HOME}/answers")
    lia.post(f"{mine}/acknowledged", on="2026-03-10")
    lia.post(f"{mine}/answered", on="2026-04-10", status_="accepted", text_="We will.")
    said = lia.post(f"{mine}/claimed", status="delivered", on="2026-05-10", reason="It is out.")
    assert "needs evidence" in said
    assert RecommendationStep.objects.filter(kind="claimed").count() == 0
    lia.post(f"{mine}/claimed", status="delivered", on="2026-05-10", reason="It is out.", **SHOWN)
    assert f'href="{HOME}/{first.pk}"' in chris.get(HOME), "it waits for the verdict, and leads to where that is given"
    chris.post(f"{HOME}/{first.pk}/verdict", status="partly", on="2026-06-01", reason="Half of it.")
    page = lia.get(mine)
    assert "Delivered in part" in page
    assert "Close it</a>" not in page, "the body closes nothing"
    chris.post(f"{HOME}/{first.pk}/closed", on="2026-06-02", reason="Enough.")
    chris.post(f"{HOME}/{first.pk}/reopened", on="2026-06-03", reason="Not enough.")
    assert [step.kind for step in RecommendationStep.objects.all()] == [
        "acknowledged", "answered", "claimed", "verdict", "closed", "reopened",
    ]  # fmt: skip


def test_points_are_answered_one_by_one(lia: Desk, report: ReportRecord) -> None:
    second = number(report, "2")
    page = lia.get(f"{answers_of(second)}/answered")
    assert "(a) an officer in each school" in page
    lia.post(
        f"{answers_of(second)}/answered", on="2026-04-10",
        status_a="accepted", text_a="Yes.", status_b="rejected", text_b="No day.",
    )  # fmt: skip
    step = RecommendationStep.objects.get()
    assert [(one["point"], one["status"]) for one in step.answers] == [("a", "accepted"), ("b", "rejected")]


def test_a_verdict_of_two_bodies_names_one(chris: Desk, lia: Desk, report: ReportRecord, house: House) -> None:
    second = number(report, "2")
    assert "Which body it is about" in chris.get(f"{HOME}/{second.pk}/verdict")
    chris.post(f"{HOME}/{second.pk}/verdict", status="not", on="2026-06-01", reason="No.", about="mps")
    assert RecommendationStep.objects.get().about == "mps"


def test_a_step_that_is_not_open_says_so(lia: Desk, report: ReportRecord) -> None:
    first = number(report, "1")
    assert "this step is not open" in lia.get(f"{answers_of(first)}/claimed")
    assert "late-reason" not in lia.get(answers_of(first)), "no law sets a number of days for this committee"


def test_nobody_finds_what_their_own_body_was_not_asked(office: Office, report: ReportRecord, house: House) -> None:
    max_ = Desk(office, "max")
    first = number(report, "1")
    assert max_.client.get(answers_of(first)).status_code == 404
    assert max_.client.get(answers_of(first, "mps")).status_code == 404
    hanna = Desk(office, "hanna")
    assert hanna.client.get(f"{HOME}/reports/{report.pk}").status_code == 404
    assert hanna.client.get(f"{HOME}/{first.pk}").status_code == 404


def test_the_officer_notes_a_published_answer_and_links_repeats(
    clara: Desk, office: Office, report: ReportRecord, house: House
) -> None:
    first = number(report, "1")
    clara.post(
        f"{HOME}/{first.pk}/note/mopac/answered", on="2026-04-10", link="https://example.org/r",
        status_="noted", text_="Seen.",
    )  # fmt: skip
    step = RecommendationStep.objects.get()
    assert (step.by_body, step.noted_by) == ("mopac", COMMITTEE)
    assert clara.client.get(f"{HOME}/{first.pk}/note/mopac/claimed").status_code == 403
    published(office, house, slug="knives-2024", on=dt.date(2024, 5, 1))
    page = clara.get(f"{HOME}/{first.pk}/link")
    assert "100% alike" in page
    clara.post(f"{HOME}/{first.pk}/link", like=f"{COMMITTEE}/knives-2024/1")
    assert [one.id for one in ledger_of(house).asked_before(first.name)] == [f"{COMMITTEE}/knives-2024/1"]


def test_an_investigation_is_prepared_opened_and_written(clara: Desk, chris: Desk, house: House) -> None:
    clara.post(f"{HOME}/investigations/begin", title="Bail", terms="How bail is used.", topics=["Policing", "justice"])
    held = InvestigationRecord.objects.get()
    page = f"{HOME}/investigations/{held.pk}"
    clara.post(
        f"{HOME}/activities/record",
        kind="visit",
        title="A suite",
        on="2026-02-01",
        bodies="mps; Hestia",
        investigation=held.pk,
    )
    chris.post(f"{page}/step/open", on="2026-01-10")
    clara.post(
        f"{page}/write",
        version="1",
        title="Bail",
        terms="How bail is used.",
        topics=["Policing", "justice"],
        **{"findings-0-text": "Too long."},
    )
    assert ledger_of(house).investigation(held.pk).findings == (), "nobody else reads it before it is published"
    assert "Too long." in clara.get(page)
    assert f"{page}/step/publish" not in clara.get(page) and f"{page}/step/publish" in chris.get(page)
    assert clara.client.post(f"{page}/step/publish", {"reason": "Mine."}).status_code in (403, 404)
    assert "not published yet" in errors(chris.post(f"{page}/step/close", on="2026-02-10"))
    assert "Say it in a sentence" in errors(chris.post(f"{page}/step/publish"))
    chris.post(f"{page}/step/publish", reason="The committee agreed its findings.")
    found = ledger_of(house).investigation(held.pk)
    assert [one.text for one in found.findings] == ["Too long."]
    assert [(one.what, one.reason, one.before) for one in found.changes] == [
        ("findings", "The committee agreed its findings.", ())
    ]
    assert found.activities[0].bodies == ("mps", "Hestia")
    clara.post(f"{HOME}/activities/{ActivityRecord.objects.get().pk}/remove")
    assert ActivityRecord.objects.exists(), "it must be said why"
    clara.post(f"{HOME}/activities/{ActivityRecord.objects.get().pk}/remove", reason="recorded twice")
    assert not ActivityRecord.objects.exists()


def test_public_words_of_an_investigation_keep_what_stood_before(
    office: Office, clara: Desk, chris: Desk, house: House
) -> None:
    clara.post(f"{HOME}/investigations/begin", title="Bail", terms="How bail is used.", topics=["Policing"])
    held = InvestigationRecord.objects.get()
    page, told = f"{HOME}/investigations/{held.pk}", {"title": "Bail", "topics": ["Policing"]}
    chris.post(f"{page}/step/open", on="2026-01-10")
    clara.post(f"{page}/write", version="1", terms="How long bail lasts.", **told)
    assert ledger_of(house).investigation(held.pk).terms == "How bail is used."
    assert "How long bail lasts." not in (house.root / "scrutiny" / "investigations.json").read_text(), (
        "nor in any file"
    )
    assert "How long bail lasts." in clara.get(f"{page}/write"), "the draft is written on"
    assert {held.key} <= set(closed_to(office.person("ivy"))), "and its events tell nobody else of it"
    shown = chris.get(f"{page}/step/publish")
    now, _, then = shown.partition("<h3>Stands there now</h3>")[2].partition("<h3>Will stand there</h3>")
    assert "How bail is used." in now and "How long bail lasts." in then, (
        "who publishes reads what, beside what stands there"
    )
    chris.post(f"{page}/step/publish", reason="The first terms were too wide.")
    found = ledger_of(house).investigation(held.pk)
    assert [(one.what, one.on, one.reason, one.before) for one in found.changes] == [
        ("terms", today(), "The first terms were too wide.", ("How bail is used.",))
    ]
    assert found.terms == "How long bail lasts."
    assert "Nothing waits to be published" in chris.get(f"{page}/step/publish")
    clara.post(f"{page}/write", version="3", terms="Other words.", **told)
    clara.post(f"{page}/write", version="4", terms="How long bail lasts.", **told)
    held.refresh_from_db()
    assert (held.draft, len(held.changes)) == (None, 1), "what is taken back waits no more"
    chris.post(f"{page}/step/close", on="2026-02-10")
    held.refresh_from_db()
    assert held.state == "closed"


def test_words_that_wait_to_be_published_stand_on_the_board_of_who_publishes_them(
    office: Office, clara: Desk, chris: Desk, house: House
) -> None:
    clara.post(f"{HOME}/investigations/begin", title="Bail", terms="How bail is used.")
    held = InvestigationRecord.objects.get()
    page = f"{HOME}/investigations/{held.pk}"
    chris.post(f"{page}/step/open", on="2026-01-10")
    publishing = f'href="{page}/step/publish"'
    assert publishing not in chris.get("/office"), "nothing waits of what is public as it stands"
    actions.write_investigation(held, house, version=1, terms="How long bail lasts.", by=office.by("clara"))
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(3)):
        chris.client.force_login(office.person("chris"))
        board = chris.get("/office")
    chris.client.force_login(office.person("chris"))
    _, _, yours = board.partition('id="yours-title"')
    assert publishing in yours and "you can: publish what was written" in yours and "for 3 days, since" in yours
    [told] = [one for one in works_of(office.person("clara")) if one.key == held.key]
    assert told.href == page and not told.waits_for(office.person("clara").key, {P.SEE_PAPERS, P.WRITE_PAPERS})
    assert not [one for one in works_of(office.person("hugo")) if one.key == held.key], (
        "no other committee's chair reads it"
    )
    chris.post(f"{page}/step/publish", reason="The first terms were too wide.")
    assert publishing not in chris.get("/office")


def test_an_investigation_without_days_is_called_the_same_at_the_desk_and_in_public(
    clara: Desk, office: Office, house: House
) -> None:
    committee = office.organisation(COMMITTEE)
    told = [Investigation("old", COMMITTEE, "An old one", "How it was.", None, None, years="FY2019-20"),
            Investigation("ended", COMMITTEE, "Another", "How it was.", None, DAY)]  # fmt: skip
    take_in_investigations(committee, told, (), house, by=COMMAND)
    listed = clara.get(HOME)
    assert "State not on record" in listed.split("An old one")[1].split("</tr>")[0]
    assert "Closed" in listed.split("Another")[1].split("</tr>")[0]
    assert "state not on record" in clara.get(f"{HOME}/investigations/old")
    found = [Looked(ledger_of(house), one, "") for one in ledger_of(house).investigations]
    assert {one.found.id: one.stands for one in found} == {"old": "State not on record", "ended": "Closed"}


def test_what_was_done_beside_any_investigation_is_listed_and_can_be_taken_out(
    clara: Desk, chris: Desk, office: Office, house: House
) -> None:
    told = {"kind": "visit", "bodies": "", "investigation": ""}
    clara.post(f"{HOME}/activities/record", title="A suite", on="2026-02-01", **told)
    clara.post(f"{HOME}/activities/record", title="A depot", on="2026-02-03", **told)
    actions.record_activity(
        office.organisation("mopac"), house, kind="launch", title="Not theirs", month="2026-02", by=COMMAND
    )
    _, _, page = clara.get(HOME).partition('id="diary"')
    assert page.index("A depot") < page.index("A suite") and "Not theirs" not in page
    assert "Take it out" in page and "Take it out" not in chris.get(HOME), (
        "the chair reads it, the officer takes it out"
    )
    clara.post(f"{HOME}/activities/{ActivityRecord.objects.get(title='A suite').pk}/remove", reason="recorded twice")
    _, _, page = clara.get(HOME).partition('id="diary"')
    assert "A suite" not in page and "A depot" in page


def test_boards_and_search_lead_there(
    office: Office, clara: Desk, lia: Desk, report: ReportRecord, house: House
) -> None:
    drafted(office, house, slug="more", title="A draft about stalking")
    titles = {name: [one.title for one in works_of(office.person(name))] for name in ("clara", "lia", "chris")}
    assert "A draft about stalking" in titles["clara"]
    assert titles["lia"] == ["2 recommendations for MOPAC to answer or deliver"]
    assert f"{HOME}/{number(report, '1').pk}" in clara.get("/office/search?q=figures")
    assert answers_of(number(report, "1")) in lia.get("/office/search?q=figures")
    assert "A draft about" in clara.get("/office/search?q=stalking")
    assert "A draft about" not in lia.get("/office/search?q=stalking")


# What is read in


def test_the_sixteen_are_read_in_and_confirmed_with_their_printed_words(
    office: Office, clara: Desk, house: House, seeds: Path, capsys: Any
) -> None:
    """The response to the draft plan: each of its sixteen recommendations twice, in the list and in the chapter."""
    take_in_ledger(house)
    document = next(seeds.glob("001_*"))
    record = reading_in.report_named(f"{COMMITTEE}/draft-plan-2021-25")
    read = read_document(document)
    kept, fresh = reading_in.keep(record, read, import_report(read), by=COMMAND)
    assert reading_in.keep(record, read, import_report(read), by=COMMAND)[1] == 0, "the same document adds nothing"
    rows = ReportProposal.objects.filter(document=kept, kind="recommendation")
    assert rows.count() == 32 and fresh == 57, "the findings of the report too"
    page = clara.get(f"{HOME}/reports/{record.pk}/proposals")
    assert "Recommendation 16" in page
    for one in rows.filter(reference__in=("7", "9", "13")):
        clara.post(
            f"{HOME}/reports/{record.pk}/proposals/{one.pk}", number=one.reference, title="as it is", addressees="mopac"
        )
    seventh = ledger_of(house).recommendation(f"{COMMITTEE}/draft-plan-2021-25/7")
    assert {text.words for text in seventh.texts} == {"printed"}
    assert (
        seventh.title == "Give a day for the new way of working with communities, and a time in which they are paid"
    ), "its title and what is noted of it stay"
    assert seventh.differs
    sixth = ledger_of(house).recommendation(f"{COMMITTEE}/draft-plan-2021-25/6")
    assert {text.words for text in sixth.texts} == {"ours"}
    again = rows.filter(reference="7").first()
    assert again is not None
    assert "is confirmed already" in clara.get(f"{HOME}/reports/{record.pk}/proposals/{again.pk}")


def test_a_printed_text_is_never_replaced(office: Office, clara: Desk, report: ReportRecord, house: House) -> None:
    proposal = {
        "kind": "recommendation", "reference": "1", "text": "Something else.", "page": 1, "line": 3,
        "confidence": 1.0, "fields": {},
    }  # fmt: skip
    reading_in.keep_document(report, "r.pdf", "1" * 64, [], [proposal], by=COMMAND)
    one = ReportProposal.objects.get()
    text = clara.post(f"{HOME}/reports/{report.pk}/proposals/{one.pk}", number="1", title="x", addressees="mopac")
    assert "has its printed text already" in text
    clara.post(f"{HOME}/reports/{report.pk}/proposals/{one.pk}/reject")
    one.refresh_from_db()
    assert one.state == "rejected"


def test_an_answer_that_was_read_in_is_confirmed_with_its_link(clara: Desk, report: ReportRecord, house: House) -> None:
    proposal = {
        "kind": "response", "reference": "1", "text": "We agree.", "page": 2, "line": 9, "confidence": 0.9,
        "fields": {"status": "accepted", "status_words": "We agree."},
    }  # fmt: skip
    reading_in.keep_document(report, "a.pdf", "2" * 64, [], [proposal], response_of="mopac", by=COMMAND)
    one = ReportProposal.objects.get()
    page = f"{HOME}/reports/{report.pk}/proposals/{one.pk}"
    assert 'value="accepted" selected' in clara.get(page)
    clara.post(
        page,
        number="1",
        shown="1",
        body="mopac",
        status_="accepted",
        text_="We agree.",
        on="2026-04-02",
        link="https://example.org/a.pdf",
    )
    step = RecommendationStep.objects.get()
    assert (step.kind, step.by_body, step.noted_by, step.link) == (
        "answered",
        "mopac",
        COMMITTEE,
        "https://example.org/a.pdf",
    )


def test_the_day_that_a_recommendation_names_is_kept_with_it(
    office: Office, clara: Desk, house: House, seeds: Path
) -> None:
    """Of the sixth of the response to the draft plan a day is read, of the fifteenth a month: it is over with its last day."""
    record = drafted(office, house)
    for one in list(record.recommendations.all()):
        actions.remove(one, by=office.by("clara"))
    read = read_document(next(seeds.glob("001_*")))
    reading_in.keep(record, read, import_report(read), by=COMMAND)
    for printed, day in (("6", dt.date(2022, 9, 30)), ("15", dt.date(2022, 6, 30))):
        for one in ReportProposal.objects.filter(kind="recommendation", reference=printed):
            page = f"{HOME}/reports/{record.pk}/proposals/{one.pk}"
            first = clara.get(page)
            dated = {"deliver_by": day.isoformat(), "deliver_words": one.fields["due_words"]}
            assert (f'value="{day:%Y-%m-%d}"' in first) == (one.fields["version"] == "summary")
            clara.post(page, number=printed, title="A title", addressees="mopac", **dated)
        held = record.recommendations.get(number=printed)
        assert len(held.body["texts"]) == 2 and held.body["deliver_by"] == day.isoformat()


def test_a_finding_becomes_one_of_the_investigation_of_its_report(office: Office, clara: Desk, house: House) -> None:
    report = drafted(office, house)
    proposal = {
        "kind": "finding",
        "reference": None,
        "text": "No school counts.",
        "page": 3,
        "line": 40,
        "confidence": 0.6,
    }
    reading_in.keep_document(report, "r.pdf", "4" * 64, [], [proposal | {"fields": {}}], by=COMMAND)
    page = f"{HOME}/reports/{report.pk}/proposals/{ReportProposal.objects.get().pk}"
    assert "comes from no investigation" in clara.post(page)
    clara.post(f"{HOME}/investigations/begin", title="Schools", terms="Whether schools count.")
    told = InvestigationRecord.objects.get()
    actions.write(report, house, version=report.version, investigation=told, by=office.by("clara"))
    clara.post(page)
    told.refresh_from_db()
    assert told.findings == [{"id": "no-school-counts", "text": "No school counts.", "line": 40}]
    assert ReportProposal.objects.get().state == "confirmed"
    reading_in.keep_document(report, "r.pdf", "5" * 64, [], [proposal | {"fields": {}}], by=COMMAND)
    clara.post(f"{HOME}/reports/{report.pk}/proposals/{ReportProposal.objects.get(state='proposed').pk}")
    told.refresh_from_db()
    assert [one["id"] for one in told.findings] == ["no-school-counts", "no-school-counts-2"]


def test_an_answer_to_each_point_is_confirmed_point_by_point(
    clara: Desk, report: ReportRecord, house: House, office: Office
) -> None:
    """What is proposed for (a) and (b) stands at (a) and (b); another recommendation brings its own points first."""
    fields = {"status": "noted", "answers": [
        {"point": "a", "status": "accepted", "text": "We will."}, {"point": "b", "status": "rejected", "text": "We cannot."},
    ]}  # fmt: skip
    proposal = {
        "kind": "response",
        "reference": "2",
        "text": "(a) We will. (b) We cannot.",
        "page": 2,
        "line": 9,
        "confidence": 0.9,
    }
    reading_in.keep_document(
        report, "a.pdf", "3" * 64, [], [proposal | {"fields": fields}], response_of="mopac", by=COMMAND
    )
    page = f"{HOME}/reports/{report.pk}/proposals/{ReportProposal.objects.get().pk}"
    drawn = clara.get(page)
    assert 'name="status_a"' in drawn and "We cannot.</textarea>" in drawn
    told = {
        "body": "mopac",
        "on": "2026-04-02",
        "link": "https://example.org/a.pdf",
        "status_": "noted",
        "text_": "We note it.",
    }
    other = clara.post(page, number="1", shown="2", **told)
    assert "points of this one now" in other and 'name="status_a"' not in other
    assert not RecommendationStep.objects.exists()
    clara.post(page, number="2", shown="2", **told | {
        "status_": "", "text_": "", "status_a": "accepted", "text_a": "We will.", "status_b": "rejected", "text_b": "We cannot.",
    })  # fmt: skip
    [answered] = ledger_of(house).recommendation(f"{report.name}/2").steps
    assert [(one.point, one.status) for one in answered.answers] == [("a", "accepted"), ("b", "rejected")]


def uploaded(desk: Desk, report: ReportRecord, text: str | bytes, name: str = "paper.md", body: str = "") -> str:
    """What the desk says of a document that is read in there: at once, and once a worker has read it."""
    content = text if isinstance(text, bytes) else text.encode()
    answer = desk.client.post(
        f"{HOME}/reports/{report.pk}/proposals/read-in",
        {"file": SimpleUploadedFile(name, content), "body": body},
    )
    if answer.status_code == 200:
        return plain(answer)
    assert answer.status_code == 302
    job = Job.objects.latest("pk")
    assert answer["Location"] == f"/office/jobs/{job.pk}"
    run(job.pk)
    return desk.get(answer["Location"])


PRINTED = "# A report\n\n" + "".join(
    f"### Recommendation {number}\n\nThe Met should publish part {number} of what its training costs in each year.\n\n"
    for number in (1, 2, 3)
)


def test_a_document_is_read_in_at_the_desk(office: Office, clara: Desk, house: House) -> None:
    draft = drafted(office, house)
    assert "3 to be looked at" in uploaded(clara, draft, PRINTED)
    assert [one.reference for one in ReportProposal.objects.all()] == ["1", "2", "3"]
    assert "says nothing that was not read in before" in uploaded(clara, draft, PRINTED, "again.md")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (b"%PDF-1.7 and nothing", "is damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "a picture"),
        (b"Dear Chair, thank you.", "recommends nothing"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_in_words_and_not_kept(
    office: Office, clara: Desk, house: House, content: bytes, said: str
) -> None:
    report = drafted(office, house)
    page = uploaded(clara, report, content)
    assert said in page and "Paper.md" not in page and not ReportProposal.objects.exists()
    assert not list(held(house)), "what is refused is not kept"
    if content:
        assert "The document is not kept" in page and "Try again" not in page
        assert f"{HOME}/reports/{report.pk}/proposals#read-in" in page


def test_a_page_never_waits_for_a_document_and_says_that_it_is_being_read(
    office: Office, clara: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = drafted(office, house)
    page = f"{HOME}/reports/{report.pk}/proposals"
    monkeypatch.setattr("peelian.reading.document.read_bytes", lambda *_: pytest.fail("the request reads it"))
    answer = clara.client.post(
        f"{page}/read-in", {"file": SimpleUploadedFile("paper.md", PRINTED.encode()), "body": ""}
    )
    job = Job.objects.latest("pk")
    assert answer["Location"] == f"/office/jobs/{job.pk}"
    assert "Waiting for a worker" in clara.get(answer["Location"]) and "Look again" in clara.get(answer["Location"])
    assert f"/office/jobs/{job.pk}" in clara.get(page) and "is being read in" in clara.get(page)
    monkeypatch.undo()
    run(job.pk)
    done = clara.get(answer["Location"])
    assert "3 to be looked at" in done and f'href="{page}?read=' in done
    assert "is being read in" not in clara.get(page) and not list(held(house)), "read, and tidied away"
    assert ReportDocument.objects.get(report=report).name == "paper.md"


def test_a_killed_worker_leaves_the_document_for_the_next_and_a_stopped_job_does_not_keep_it(
    office: Office, clara: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = drafted(office, house)
    first = ask_to_read_in(report, "paper.md", PRINTED.encode(), house, by=office.by("clara"))

    def no_disk(*_: Any) -> None:
        raise OSError("the disk does not answer")

    with monkeypatch.context() as patch:
        patch.setattr("peelian.scrutiny.jobs.import_report", no_disk)
        run(first.pk)
    assert Job.objects.get(pk=first.pk).state == "waiting" and len(list(held(house))) == 1
    run(first.pk)
    assert Job.objects.get(pk=first.pk).state == "done" and not list(held(house))
    second = ask_to_read_in(report, "paper.md", PRINTED.encode(), house, by=office.by("clara"))
    clara.client.post(f"/office/jobs/{second.pk}/stop")
    third = ask_to_read_in(report, "paper.md", PRINTED.encode(), house, by=office.by("clara"))
    run(third.pk)
    assert not list(held(house)), "the next one tidies what was stopped before it began"
    assert ReportProposal.objects.count() == 3, "the same document three times is one"


def test_the_same_bytes_under_another_name_are_said_to_be_the_document_that_is_there(
    office: Office, clara: Desk, house: House
) -> None:
    draft = drafted(office, house)
    first = uploaded(clara, draft, PRINTED)
    assert "It is the same document" not in first
    said = uploaded(clara, draft, PRINTED, name="renamed.md")
    assert f"It is the same document that is there as paper.md, read in on {today():%-d %B %Y}" in said
    assert "See the document that is there" in said
    [kept] = ReportDocument.objects.all()
    href = re.search(r'href="([^"]*read=[^"]*)"', said)
    assert href and "part 2 of what its training costs" in clara.get(href[1].replace("&amp;", "&"))
    assert "the same document" not in uploaded(clara, draft, PRINTED + "More.", name="renamed.md"), kept.name


def test_a_response_that_is_uploaded_as_a_report_is_said_to_be_one(office: Office, clara: Desk, house: House) -> None:
    draft = drafted(office, house)
    answered = "# The response\n\n" + "".join(
        f"**Recommendation {number}**: The Met should publish part {number} of what its training costs in each year.\n\n"
        "We accept this recommendation and will publish it in June.\n\n"
        for number in (1, 2, 3)
    )
    said = uploaded(clara, draft, answered)
    assert "reads as a response" in said and "at the desk “The response of …”" in said
    assert "reads as a response" not in uploaded(clara, draft, PRINTED)


def test_nobody_has_a_document_read_into_a_report_that_is_not_theirs(office: Office, house: House) -> None:
    report = drafted(office, house)
    with pytest.raises(NotAllowed):
        ask_to_read_in(report, "paper.md", b"x", house, by=office.by("hanna"))
    assert not list(held(house)) and not Job.objects.exists()


def test_what_is_odd_about_a_proposal_stands_with_it(office: Office, clara: Desk, house: House, seeds: Path) -> None:
    draft = drafted(office, house)
    page = uploaded(clara, draft, next(seeds.glob("001_*")).read_bytes(), "001.txt")
    assert re.search(r"001\.txt is read in: \d+ to be looked at\.", page)
    seventh = ReportProposal.objects.filter(reference="7").first()
    assert seventh is not None and "two printed texts differ" in clara.get(
        f"{HOME}/reports/{draft.pk}/proposals/{seventh.pk}"
    )


def test_a_response_is_aligned_to_the_report_that_was_read_in(office: Office, clara: Desk, house: House) -> None:
    draft = drafted(office, house)
    uploaded(clara, draft, PRINTED)
    said = PRINTED.replace("each year.", "each year.\n\nMOPAC accepts this recommendation.", 1)
    uploaded(clara, draft, said, "response.md", BODY)
    told = {one.reference: one.fields["status"] for one in ReportProposal.objects.filter(kind="response")}
    assert told["1"] == "accepted" and told["3"] == "no-answer"


def test_a_response_is_aligned_to_whichever_printing_it_quotes(office: Office, clara: Desk, house: House) -> None:
    draft = drafted(office, house)
    uploaded(clara, draft, PRINTED)
    other = "# Another\n\n### Recommendation 41\n\nThe Mayor should tell every borough what its patrols cost.\n"
    uploaded(clara, draft, other, "annex.md")
    said = PRINTED.replace("each year.", "each year.\n\nMOPAC accepts this recommendation.", 1)
    assert "to be looked at" in uploaded(clara, draft, said, "response.md", BODY)
    told = {one.reference: one.fields["status"] for one in ReportProposal.objects.filter(kind="response")}
    assert told["1"] == "accepted"
    page = uploaded(clara, draft, "# Reply\n\n### Recommendation 99\n\nThank you for your letter.\n", "odd.md", BODY)
    assert "quotes no recommendation of annex.md" in page and "is not kept" in page


def test_an_answer_to_a_number_that_the_report_does_not_have_is_never_presumed_to_be_of_another(
    clara: Desk, report: ReportRecord, house: House
) -> None:
    proposal = {"kind": "response", "reference": "9", "text": "We agree.", "page": 2, "line": 3, "confidence": 0.9,
                "fields": {"status": "accepted"}}  # fmt: skip
    reading_in.keep_document(report, "a.pdf", "3" * 64, [], [proposal], response_of="mopac", by=COMMAND)
    page = f"{HOME}/reports/{report.pk}/proposals/{ReportProposal.objects.get().pk}"
    shown = clara.get(page).partition('name="number"')[2].partition("</select>")[0]
    assert shown.index('<option value="">Choose one') < shown.index('value="1"') and "selected" not in shown
    told = {
        "shown": "",
        "body": "mopac",
        "on": "2026-04-02",
        "link": "https://example.org/a",
        "status_": "accepted",
        "text_": "Yes.",
    }
    assert "Choose the recommendation that it answers" in clara.post(page, number="", **told)
    assert not RecommendationStep.objects.exists()
    assert clara.post(page, number="1", **told) == ""
    assert [one.kind for one in ledger_of(house).recommendation(f"{report.name}/1").steps] == ["answered"]


def test_what_was_read_in_is_shown_by_document_and_in_pages(office: Office, clara: Desk, house: House) -> None:
    draft, many = drafted(office, house), "# Long\n\n" + "".join(
        f"### Recommendation {number}\n\nThe Met should publish part {number} of its plan.\n\n" for number in range(1, 46)
    )  # fmt: skip
    uploaded(clara, draft, many, "long.md")
    done = uploaded(clara, draft, "# Other\n\n### Recommendation 51\n\nThe Met should count again.\n", "other.md")
    page = f"{HOME}/reports/{draft.pk}/proposals"
    other = ReportDocument.objects.get(name="other.md")
    assert f"{page}?read={other.sha256}" in done
    for query in (f"read={other.sha256}", f"document={other.pk}"):
        text = clara.get(f"{page}?{query}")
        assert text.count('class="pe-read"') == 1 and "should count again" in text
        assert f'<option value="{other.pk}" selected>' in text
    first, second = (clara.get(f"{page}?state=proposed&page={number}") for number in (1, 2))
    assert (first.count('class="pe-read"'), second.count('class="pe-read"')) == (40, 6)
    assert "state=proposed&amp;document=&amp;page=2" in first
    assert clara.get(f"{page}?document=999").count('class="pe-read"') == 0


def test_the_report_says_where_documents_are_read_in_and_how_many_proposals_wait(
    office: Office, clara: Desk, chris: Desk, house: House
) -> None:
    draft = drafted(office, house)
    home, read = f"{HOME}/reports/{draft.pk}", f'href="{HOME}/reports/{draft.pk}/proposals#read-in"'
    assert read in clara.get(home) and read not in chris.get(home)
    assert [one.state.title for one in works_of(office.person("chris")) if one.key == draft.key] == [
        "Ready to be published"
    ]
    uploaded(clara, draft, PRINTED)
    assert [one.state.title for one in works_of(office.person("chris")) if one.key == draft.key] == ["Being written"]
    assert "3 proposals read in from its documents are still to be looked at" in chris.get(f"{home}/publish")


def test_a_response_to_a_report_that_was_written_here_is_aligned_to_its_records(
    clara: Desk, report: ReportRecord, house: House
) -> None:
    uploaded(
        clara, report, "# Reply\n\n### Recommendation 1\n\nWe accept this recommendation in part.\n", "reply.md", BODY
    )
    told = {one.reference: (one.fields["status"], one.text) for one in ReportProposal.objects.all()}
    assert told["1"] == ("partly", "We accept this recommendation in part.")
    assert {status for number, (status, _) in told.items() if number != "1"} == {"no-answer"}


def test_a_paper_that_comes_again_says_what_changed_and_what_is_gone(office: Office, clara: Desk, house: House) -> None:
    draft = drafted(office, house)
    uploaded(clara, draft, PRINTED)
    again = PRINTED.replace(
        "part 2 of what its training costs in each year", "part 2 of what its training costs in each quarter"
    )
    again = again[: again.index("### Recommendation 3")]
    assert "1 of these changed, 1 are no longer printed" in uploaded(clara, draft, again, "second.md")
    told = {one.reference: one for one in ReportProposal.objects.all()}
    assert ReportProposal.objects.count() == 4, "what stays the same is not proposed again"
    assert told["2"].fields["earlier"]["document"] == "paper.md" and told["3"].fields["not_in"] == "second.md"
    page = clara.get(f"{HOME}/reports/{draft.pk}/proposals")
    assert "<del>year.</del> <ins>quarter.</ins>" in page and "No longer printed" in page


def test_a_clerk_goes_from_one_proposal_to_the_next(office: Office, clara: Desk, house: House) -> None:
    draft = drafted(office, house)
    uploaded(clara, draft, PRINTED)
    pages = [f"{HOME}/reports/{draft.pk}/proposals/{one.pk}" for one in ReportProposal.objects.order_by("pk")]
    assert f'href="{pages[0]}"' in clara.get(f"{HOME}/reports/{draft.pk}/proposals")
    first = clara.get(pages[0])
    assert "3 to be looked at · line 3 of paper.md" in first and "('Printed'" not in first
    told = {"number": "21", "title": "Publish it", "addressees": "mps"}
    assert clara.client.post(pages[0], told)["Location"] == f"{pages[1]}#words"
    assert clara.client.post(f"{pages[1]}/reject", {"next": "1"})["Location"] == f"{pages[2]}#words"
    assert clara.client.post(pages[2], told | {"number": "22"})["Location"] == f"{HOME}/reports/{draft.pk}/proposals"


def test_a_clerk_who_has_named_the_response_once_is_not_asked_for_it_again(
    office: Office, clara: Desk, report: ReportRecord, house: House
) -> None:
    proposals = [
        {"kind": "response", "reference": "1", "text": f"We agree, {line}.", "page": 2, "line": line, "confidence": 0.9,
         "fields": {"status": "partly", "status_sure": False}}
        for line in (3, 9)
    ]  # fmt: skip
    reading_in.keep_document(report, "a.pdf", "2" * 64, [], proposals, response_of="mopac", by=COMMAND)
    first, second = (
        f"{HOME}/reports/{report.pk}/proposals/{one.pk}" for one in ReportProposal.objects.order_by("line")
    )
    page = clara.get(first)
    assert "cannot be told from its words; perhaps" in page and 'value="partly" selected' not in page
    told = {
        "number": "1",
        "shown": "1",
        "body": "mopac",
        "text_": "We agree.",
        "on": "2026-04-02",
        "link": "https://example.org/a.pdf",
    }
    assert "choose what it comes to" in clara.post(first, status_="", **told)
    clara.post(first, status_="accepted", **told)
    page = clara.get(second)
    assert 'value="https://example.org/a.pdf"' in page and 'value="2026-04-02"' in page


def test_the_command_keeps_a_response_with_its_report(
    office: Office, report: ReportRecord, house: House, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "response.txt"
    path.write_text(
        "Recommendation 1: Publish the figures of every school.\n\nResponse: We accept this recommendation.\n"
    )
    monkeypatch.setattr("peelian.cli.office.use_records", lambda _: house)
    assert main(["import", "response", str(path), "--into", report.name, "--of", "mopac", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["report"] == report.name
    assert told["proposed"] >= 1
    assert ReportProposal.objects.get(reference="1").document.response_of == "mopac"


@pytest.mark.parametrize(
    ("of", "said"), [([], "It is not said whose response"), (["--of", "havering"], "asks nothing of havering")]
)
def test_the_command_keeps_no_response_of_nobody(
    office: Office, report: ReportRecord, house: House, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch,
    of: list[str], said: str,
) -> None:  # fmt: skip
    """It would be taken for another printing of the report, and what that proposes for no longer printed."""
    path = tmp_path / "response.txt"
    path.write_text("Recommendation 1\nPublish the figures of every school.\nResponse: Accepted.\n")
    monkeypatch.setattr("peelian.cli.office.use_records", lambda _: house)
    assert main(["import", "response", str(path), "--into", report.name, *of]) == 2
    told = capsys.readouterr().err
    assert said in told and "mopac, mps" in told
    assert not ReportProposal.objects.exists()
    assert main(["import", "response", str(path), "--of", "mopac"]) == 2
    assert "with which report" in capsys.readouterr().err


def test_the_command_aligns_a_response_to_the_report_that_it_is_kept_with(
    office: Office, report: ReportRecord, house: House, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the desk does: what the report asks and the response does not answer is proposed too."""
    path = tmp_path / "response.txt"
    path.write_text("Recommendation 1\nPublish the figures of every school.\nResponse: Accepted.\n")
    monkeypatch.setattr("peelian.cli.office.use_records", lambda _: house)
    assert main(["import", "response", str(path), "--into", report.name, "--of", "mopac"]) == 0
    told = {one.reference: one.fields["status"] for one in ReportProposal.objects.all()}
    assert told == {"1": "accepted", "2": "no-answer"}


def test_the_days_of_forms_are_the_first_ones(lia: Desk, report: ReportRecord) -> None:
    text = lia.post(f"{answers_of(number(report, '1'))}/acknowledged", on=(today() + dt.timedelta(3)).isoformat())
    assert "has not come yet" in errors(text)
    text = lia.post(f"{answers_of(number(report, '1'))}/acknowledged", on=(DAY - dt.timedelta(3)).isoformat())
    assert "is before that" in errors(text)


# Numbers, as reports print them


@pytest.mark.parametrize(("typed", "kept"), [("8.6", "8.6"), ("12a", "12a"), ("12A", "12a"), ("123.456", "123.456")])
def test_a_recommendation_keeps_the_number_that_its_report_prints(
    clara: Desk,
    chris: Desk,
    lia: Desk,
    client: Any,
    illustrative_house: House,
    copy_of: Any,
    office: Office,
    settings: Any,
    typed: str,
    kept: str,
) -> None:
    house = copy_of(illustrative_house)
    settings.PEELIAN_DATA = house.root
    draft = drafted(office, house)
    page = f"{HOME}/reports/{draft.pk}"
    assert clara.post(f"{page}/add", number=typed, title="By paragraph", addressees="mopac", text="Do it.") == ""
    assert f'href="{page}/{kept}"' in clara.get(page)
    assert "By paragraph" in clara.get(f"{page}/{kept}")
    chris.post(f"{page}/publish")
    one = number(draft, kept)
    lia.post(f"{answers_of(one)}/acknowledged", on="2026-03-10")
    address = f"/recommendations/{draft.name}/{kept}"
    assert "By paragraph" in client.get(address).content.decode()
    assert json.loads(client.get(f"{address}.json").content)["recommendations"][0]["number"] == kept
    assert ledger_of(house).recommendation(f"{draft.name}/{kept}").steps[0].kind == "acknowledged"


@pytest.mark.parametrize("typed", ["", "x", "4aa", "4.", ".6", "8.6.1", "1234", "4 a", "４"])
def test_what_is_no_number_is_refused_at_its_field(clara: Desk, office: Office, house: House, typed: str) -> None:
    draft = drafted(office, house)
    said = errors(
        clara.post(f"{HOME}/reports/{draft.pk}/add", number=typed, title="x", addressees="mopac", text="Do it.")
    )
    assert "Give it its number" in said if typed == "" else "4, 8.6, 12a" in said


def test_what_is_found_in_a_document_under_such_a_number_is_confirmed(
    clara: Desk, office: Office, house: House
) -> None:
    draft = drafted(office, house)
    proposal = {
        "kind": "recommendation", "reference": "8.6", "text": "Publish it.", "page": 1, "line": 3, "confidence": 1.0, "fields": {},
    }  # fmt: skip
    reading_in.keep_document(draft, "r.pdf", "1" * 64, [], [proposal], by=COMMAND)
    one = ReportProposal.objects.get()
    clara.post(f"{HOME}/reports/{draft.pk}/proposals/{one.pk}", number="8.6", title="Publish it", addressees="mopac")
    assert number(draft, "8.6").body["texts"][0]["text"] == "Publish it."


# Words of people, not of machines


def test_days_and_years_are_written_as_people_write_them(
    office: Office, clara: Desk, chris: Desk, lia: Desk, house: House
) -> None:
    take_in_ledger(house)
    month = ReportRecord.objects.exclude(month="").first()
    year = ReportRecord.objects.filter(month="", on=None).exclude(years="").first()
    assert month, "the pack tells of a report by its month"
    page = clara.get(HOME)
    assert f">{month.month}<" not in page
    assert ">FY20" not in page
    assert year is None or "no date known" in page
    report = published(office, house)
    first = number(report, "1")
    said = errors(lia.post(f"{answers_of(first)}/acknowledged", on="2026-02-27"))
    assert "The report is of 2 March 2026: 27 February 2026 is before that" in said
    lia.post(f"{answers_of(first)}/acknowledged", on="2026-03-10")
    said = errors(lia.post(f"{answers_of(first)}/answered", on="2026-03-09", status_="accepted", text_="Yes."))
    assert "The last step is of 10 March 2026: 9 March 2026 is before that" in said
    clara.post(f"{HOME}/investigations/begin", title="Bail", terms="How.")
    later = (today() + dt.timedelta(400)).isoformat()
    said = errors(
        chris.post(f"{HOME}/investigations/{InvestigationRecord.objects.get(title='Bail').pk}/step/open", on=later)
    )
    assert later not in said
    assert "has not come yet" in said


def test_a_link_is_undone_at_the_desk_with_a_reason(
    office: Office, clara: Desk, chris: Desk, report: ReportRecord, house: House
) -> None:
    published(office, house, slug="knives-2024", title="Knives 2024", on=dt.date(2024, 5, 1))
    first = number(report, "1")
    home, undo = f"{HOME}/{first.pk}", f"{HOME}/{first.pk}/unlink"
    assert undo not in clara.get(home), "there is none to undo"
    assert "It is linked to no earlier recommendation" in clara.get(undo)
    clara.post(f"{home}/link", like=f"{COMMITTEE}/knives-2024/1")
    assert undo in clara.get(home) and undo not in chris.get(home)
    assert "Publish the figures of every school (number 1 of “Knives 2024”)" in clara.get(undo)
    assert "Say it in a sentence" in errors(clara.post(undo, earlier=f"{COMMITTEE}/knives-2024/1", reason=""))
    assert "Choose one" in errors(clara.post(undo, reason="It asks for another thing."))
    assert clara.post(undo, earlier=f"{COMMITTEE}/knives-2024/1", reason="It asks for another thing.") == ""
    told = clara.get(home)
    assert "undid the link to an earlier one" in told and "It asks for another thing." in told
    assert undo not in told and f"{home}/link" in told


def test_a_report_whose_day_lies_ahead_says_why_it_cannot_be_published_and_what_to_do(
    office: Office, clara: Desk, chris: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = today() + dt.timedelta(3)
    draft = drafted(office, house, on=ahead)
    page = f"{HOME}/reports/{draft.pk}"
    why = f"It is dated {ahead:%-d %B %Y}, which has not come yet. Publish it on that day, or change its date"
    assert why in clara.get(page)
    said = chris.get(f"{page}/publish")
    assert why in said
    assert "Publish it</button>" not in said, "no button that does nothing"
    waits = [one.state.title for one in works_of(office.person("chris")) if one.key == draft.key]
    assert waits == ["Being written"], "and the board does not call it ready"
    said = chris.post(f"{page}/publish")
    assert (why in said, 'role="alert"' in said) == (True, True), "who sends it all the same reads why"
    assert ReportRecord.objects.get(pk=draft.pk).state == "drafting"
    for module in (actions, desk):
        monkeypatch.setattr(module, "today", lambda: ahead)
    assert why not in chris.get(page)
    chris.post(f"{page}/publish")
    assert ReportRecord.objects.get(pk=draft.pk).state == "published"


def test_what_publishing_refuses_is_said_beside_the_button(
    office: Office, chris: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = drafted(office, house)

    def refuse(*_told: Any, **_more: Any) -> None:
        raise PeelianError("busy", "Somebody else is writing it.", "Come back later.")

    monkeypatch.setattr(actions, "publish", refuse)
    said = chris.post(f"{HOME}/reports/{draft.pk}/publish")
    assert "Not published:</strong> Somebody else is writing it. Come back later." in said
    assert said.index("Not published:") < said.index("Publish it</button>")


def test_who_answers_is_led_to_what_their_own_body_was_asked(office: Office, lia: Desk, house: House) -> None:
    answer = lia.client.get(HOME)
    assert (answer.status_code, answer.headers.get("Location")) == (302, f"{HOME}/answers")
    assert Desk(office, "bob").client.get(HOME).status_code == 403
    hanna = Desk(office, "hanna")
    assert hanna.client.get(HOME).status_code == 200, "an officer of another committee finds her own"


def test_no_desk_speaks_to_a_command_line(clara: Desk, office: Office, house: House) -> None:
    draft = drafted(office, house)
    for address in (f"{HOME}/reports/{draft.pk}", f"{HOME}/reports/{draft.pk}/proposals"):
        page = clara.get(address)
        assert "peelian import" not in page
        assert "<code>" not in page
        assert "ead in" in page


def test_a_running_clock_says_how_many_days_are_left_or_over(office: Office, house: House) -> None:
    """Of a borough's report by law, within 28 days of its date."""
    chair = office.joined(office.organisation("havering"), "committee-chair", "Hugo Hart")
    lia, hanna = Desk(office, "lia"), Desk(office, "hanna")
    for slug, ago, said in (("new", 18, "10 days left"), ("due", 28, "due today"), ("old", 31, "3 days over")):
        report = published(office, house, "hanna", chair, slug=slug, title=slug, on=today() - dt.timedelta(ago))
        assert (said if slug != "old" else "answer for 3 days") in lia.get(f"{HOME}/answers"), slug
        assert said in lia.get(answers_of(number(report, "1"))), slug
        assert said in hanna.get(f"{HOME}/{number(report, '1').pk}"), slug


def test_a_step_that_ends_something_says_what_it_brings(chris: Desk, report: ReportRecord, house: House) -> None:
    first = number(report, "1")
    page = chris.get(f"{HOME}/{first.pk}/withdrawn")
    assert "Ask for it no more" in page
    assert "Nobody can take this back" in page
    assert "Do nothing" not in page
    assert "Back without saying anything" in page


# What is lost from nobody's sight


def test_what_was_put_off_as_too_early_and_what_is_overdue_stays_on_the_committees_list(
    clara: Desk, chris: Desk, office: Office, house: House
) -> None:
    report = published(office, house, on=today() - dt.timedelta(90))
    first = number(report, "1")
    chris.post(f"{HOME}/{first.pk}/verdict", status="too-early", on=today().isoformat(), reason="Next year.")
    page = clara.get(HOME)
    assert "Publish the figures of every school" in page.partition('id="waiting"')[2].partition('id="reports"')[0]
    chris.post(f"{HOME}/{first.pk}/verdict", status="not", on=today().isoformat(), reason="Nothing is there.")
    assert "Publish the figures" not in clara.get(HOME).partition('id="waiting"')[2].partition('id="reports"')[0]
    assert 'id="owed"' not in clara.get(HOME)
    chair = office.joined(office.organisation("havering"), "committee-chair", "Hugo Hart")
    late = published(office, house, "hanna", chair, slug="old", title="Old", on=today() - dt.timedelta(31))
    owed = Desk(office, "hanna").get(HOME).partition("Overdue</h2>")[2].partition('id="reports"')[0]
    assert f"{HOME}/{number(late, '1').pk}" in owed
    assert "answer for 3 days" in owed


def test_which_of_two_bodies_a_verdict_is_about_is_chosen_and_never_presumed(
    chris: Desk, office: Office, report: ReportRecord, house: House
) -> None:
    second = number(report, "2")
    page = f"{HOME}/{second.pk}"
    said = errors(chris.post(f"{page}/verdict", status="not", on="2026-06-01", reason="No."))
    assert "Choose the body" in said
    chris.post(f"{page}/verdict", status="not", on="2026-06-01", reason="No.", about="mps")
    text = chris.get(f"{page}/closed")
    assert 'value="mps"' in text
    assert 'value="mopac"' not in text, "nothing is to be closed with a body that was not judged"


def test_a_very_long_title_still_makes_a_report(clara: Desk, house: House) -> None:
    clara.post(f"{HOME}/begin", kind="report", title="x" * 200, on="2026-03-02", addressees="MOPAC")
    assert len(ReportRecord.objects.get().slug) <= 80
    clara.post(f"{HOME}/investigations/begin", title="y" * 200, terms="Why.")
    assert len(InvestigationRecord.objects.get().pk) <= 80


def test_an_address_that_is_none_is_refused_at_its_field(lia: Desk, clara: Desk, report: ReportRecord) -> None:
    first = number(report, "1")
    text = lia.post(
        f"{answers_of(first)}/answered", on="2026-03-09", status_="accepted", text_="Yes.", link="javascript:alert(1)"
    )
    assert "Begin it with https://" in errors(text)
    text = clara.post(f"{HOME}/begin", kind="letter", title="A letter", on="2026-03-02", link="www.example.org")
    assert "Begin it with https://" in errors(text)
    assert not RecommendationStep.objects.exists()


def test_a_form_that_is_sent_twice_says_so(lia: Desk, report: ReportRecord) -> None:
    told = {"on": "2026-03-09", "status_": "accepted", "text_": "Yes."}
    assert lia.post(f"{answers_of(number(report, '1'))}/answered", **told) == ""
    assert "on record already" in errors(lia.post(f"{answers_of(number(report, '1'))}/answered", **told))
    assert RecommendationStep.objects.count() == 1


# Whose report it is


def test_of_several_committees_of_a_council_a_form_asks_which_and_the_law_follows(
    client: Any, illustrative_house: House, copy_of: Any, office: Office, settings: Any
) -> None:
    from peelian.scrutiny.meetings.taking_in import take_in_committees

    house = copy_of(illustrative_house)
    settings.PEELIAN_DATA = house.root
    take_in_committees(house)
    hanna = Desk(office, "hanna")
    told = {"kind": "report", "on": "2026-03-02", "addressees": "mps"}
    assert "Choose the committee" in errors(hanna.post(f"{HOME}/begin", title="Burglary", **told))
    duties = {}
    for committee in ("havering-crime-and-disorder", "havering-overview-and-scrutiny-board"):
        assert hanna.post(f"{HOME}/begin", title=committee, committee=f"havering/{committee}", **told) == ""
        made = ReportRecord.objects.get(committee=committee)
        duties[committee] = made.duty
        page = f"{HOME}/reports/{made.pk}/head"
        hanna.post(page, version=made.version, title="Another", **{**told, "kind": "letter"})
        made.refresh_from_db()
        hanna.post(page, version=made.version, title="Another", **told)
        made.refresh_from_db()
        assert made.duty == duties[committee], "back where it was"
    assert duties == {
        "havering-crime-and-disorder": "crime-and-disorder",
        "havering-overview-and-scrutiny-board": "none",
    }
    hanna.post(
        f"{HOME}/investigations/begin", title="Why", terms="Why.", committee="havering/havering-crime-and-disorder"
    )
    hanna.post(
        f"{HOME}/activities/record", kind="visit", title="A visit", on="2026-03-02", bodies="",
        committee="havering/havering-crime-and-disorder",
    )  # fmt: skip
    assert InvestigationRecord.objects.get().committee == "havering-crime-and-disorder"
    assert ActivityRecord.objects.get().committee == "havering-crime-and-disorder"
    chair = Desk(office, "hanna")
    office.give("hanna", "havering", "committee-chair")
    chair.post(f"{HOME}/investigations/{InvestigationRecord.objects.get().pk}/step/open", on="2026-03-02")
    page = client.get("/investigations").content.decode()
    assert "Havering Crime &amp; Disorder Sub-Committee" in page


def test_who_writes_for_one_committee_alone_is_not_asked_which(clara: Desk) -> None:
    assert "Which committee" not in clara.get(f"{HOME}/begin")


# What was made to a body that is gone


def test_the_liaison_of_its_successor_answers_at_the_desk_what_was_made_to_a_body_that_is_gone(
    office: Office, clara: Desk, chris: Desk, lia: Desk, house: House
) -> None:
    by = office.by("clara")
    report = actions.begin(
        office.organisation(COMMITTEE),
        "old-2011",
        house,
        kind="report",
        by=by,
        title="An old report",
        on=dt.date(2011, 6, 1),
    )
    actions.add(report, "1", ["mpa"], entry("Publish every search"), house, requested=dt.date(2011, 9, 1), by=by)
    actions.publish(report, house, by=office.by("chris"))
    asked = number(ReportRecord.objects.get(pk=report.pk), "1")
    page = f"{HOME}/answers/{asked.pk}/mpa"
    assert "MPA, now owed by MOPAC" in lia.get(f"{HOME}/answers") and page in lia.get(f"{HOME}/answers")
    assert page in lia.get("/office/search?q=every+search")
    text = lia.get(page)
    assert "the body that took the place of who was asked" in text and f"{page}/answered" in text
    lia.post(f"{page}/answered", on="2026-04-01", status_="accepted", text_="MOPAC publishes them.")
    [step] = ledger_of(house).recommendation("london-assembly-pcc/old-2011/1").steps
    assert (step.by, step.about) == ("mopac", "mpa")
    assert "in the place of MPA" in clara.get(f"{HOME}/{asked.pk}")
    assert clara.client.get(f"{HOME}/{asked.pk}/note/mpa/claimed").status_code == 403, "MOPAC answers here for itself"
