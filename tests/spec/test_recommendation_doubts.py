"""What somebody could try with a recommendation, and what the ledger says to it: half answers, later entries, doubled steps."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.ledger import DAY, SHOWN, drafted, number, published
from tests.support.office import Office

from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.packfile import PackError
from peelian.plans.entry import mapping
from peelian.plans.records import Body
from peelian.scrutiny.ledger import actions, stepping
from peelian.scrutiny.ledger.exporting import news
from peelian.scrutiny.ledger.form import form_of, read_report
from peelian.scrutiny.ledger.life import check_evidence, state_of
from peelian.scrutiny.ledger.models import ActivityRecord, RecommendationRecord, RecommendationStep, ReportRecord
from peelian.scrutiny.ledger.publishing import report_path
from peelian.scrutiny.ledger.queries import ledger_of, waiting
from peelian.scrutiny.ledger.records import Answer, Evidence, LedgerStep, Recommendation, Report, SubPoint, Text
from peelian.scrutiny.ledger.shelf import Ledger
from peelian.scrutiny.ledger.standing import Life
from peelian.scrutiny.ledger.timing import answers, deliveries

BODY, COMMITTEE = "mopac", "a-committee"
POINTS = tuple(SubPoint(letter, f"Thing {letter}") for letter in "abc")


def after(days: int) -> dt.date:
    return DAY + dt.timedelta(days)


def step(kind: Any, days: int = 0, **more: Any) -> LedgerStep:
    by = COMMITTEE if kind in ("verdict", "closed", "reopened", "withdrawn", "linked", "unlinked") else BODY
    return LedgerStep(kind, after(days), by, **more)


def answered(days: int, *said: tuple[str, Any]) -> LedgerStep:
    return step("answered", days, answers=tuple(Answer(point, status, "Words.") for point, status in said))


def held(*steps: LedgerStep, points: tuple[SubPoint, ...] = POINTS, on: int = 90, **more: Any) -> Life:
    asked = Recommendation(
        f"{COMMITTEE}/r/1", f"{COMMITTEE}/r", "1", "Do it", (Text("summary", "Do:", points),), (BODY,), steps=steps,
        **{"due": after(28), "due_by": "law", **more},
    )  # fmt: skip
    return Life(
        Report(f"{COMMITTEE}/r", COMMITTEE, COMMITTEE, "report", "A report", DAY, "", (asked,)), asked, BODY, after(on)
    )


# Answers, point by point


def test_an_answer_to_one_point_leaves_the_others_owed_and_overdue() -> None:
    one = held(answered(5, ("a", "accepted")))
    assert one.unanswered == ("b", "c")
    assert [(late.what, late.points, late.days) for late in one.overdue] == [("answer", ("b", "c"), 62)]
    assert one.answered_on is None
    assert answers([one]).curve.ended == 0, "a body that answers one point of three has not answered in time"


def test_points_that_are_answered_one_after_the_other_make_a_whole_answer() -> None:
    one = held(answered(5, ("a", "accepted")), answered(9, ("b", "accepted")), answered(40, ("c", "rejected")))
    assert (one.unanswered, one.answered_on, one.late, one.overdue) == ((), after(40), 12, ())
    assert one.answer and one.answer.id == "partly", "what was said of a and b is not lost by what is said of c"


def test_a_later_answer_to_a_point_replaces_the_earlier_one_to_that_point_alone() -> None:
    one = held(answered(5, ("", "accepted")), answered(9, ("b", "rejected")))
    assert {point: said.status for point, said in one.answers.items()} == {"": "accepted", "b": "rejected"}
    assert one.answer and one.answer.id == "partly"
    again = held(answered(5, ("", "accepted")), answered(9, ("b", "rejected")), answered(12, ("", "accepted")))
    assert again.answer and again.answer.id == "accepted"
    assert again.answered_on == after(5)


def test_that_something_was_not_answered_is_no_answer() -> None:
    for points in ((), POINTS):
        one = held(answered(5, ("", "no-answer")), points=points)
        assert one.state.id == "made"
        assert one.answered_on is None
        assert [late.what for late in one.overdue] == ["answer"]
        assert one.answer and one.answer.id == "no-answer"
    kept = held(answered(5, ("", "accepted")), answered(9, ("", "no-answer")))
    assert kept.answer and kept.answer.id == "accepted", "what was said stays said"


# Claims that are taken back, and the day of a delivery


def claimed(days: int, status: str) -> LedgerStep:
    return step("claimed", days, status=status, reason="Why.", evidence=(SHOWN,))


def verdict(days: int, status: str) -> LedgerStep:
    return step("verdict", days, status=status, reason="Why.")


YES = answered(1, ("", "accepted"))


def test_a_body_that_takes_its_claim_back_is_overdue_again() -> None:
    one = held(YES, claimed(10, "delivered"), claimed(20, "not-delivered"), deliver_by=after(15))
    assert [late.what for late in one.overdue] == ["delivery"]
    assert (one.claim and one.claim.id, one.delivered_on) == ("not-delivered", None)


def test_a_delivery_has_the_day_of_the_claim_that_was_upheld_and_of_no_other() -> None:
    assert held(YES, claimed(10, "delivered"), verdict(30, "delivered")).delivered_on == after(10)
    assert held(YES, claimed(10, "under-way"), verdict(30, "delivered")).delivered_on == after(30)
    assert held(YES, claimed(10, "not-delivered"), verdict(30, "delivered")).delivered_on == after(30)
    assert held(YES, claimed(10, "delivered"), verdict(30, "partly")).delivered_on is None


def test_the_last_of_two_verdicts_of_one_day_holds() -> None:
    assert held(verdict(9, "not"), verdict(9, "delivered")).verdict == held(verdict(9, "delivered")).verdict


def test_what_was_closed_reopened_and_withdrawn_ended_on_the_day_of_its_withdrawal() -> None:
    closed = (verdict(5, "partly"), step("closed", 6, reason="x"))
    assert held(*closed).ended_on == after(6)
    reopened = (*closed, step("reopened", 10, reason="x"))
    assert held(*reopened).ended_on is None
    withdrawn = held(*reopened, step("withdrawn", 50, reason="x"))
    assert withdrawn.ended_on == after(50)
    assert [(one.days, one.over) for one in deliveries([withdrawn]).curve.held] == [(50, False)]


# Who may say what, in a file too


def in_file(*steps: dict[str, Any], addressees: tuple[str, ...] = (BODY,), **more: Any) -> Report:
    bodies = {name: Body(name, name, name, "") for name in (COMMITTEE, BODY, "mps", "hmicfrs")}
    form = {
        "id": f"{COMMITTEE}/r", "committee": COMMITTEE, "kind": "report", "title": "A report", "date": DAY.isoformat(),
        "recommendations": [
            {"number": "1", "title": "Do it", "addressees": list(addressees), "texts": [{"place": "summary", "text": "Do it."}],
             "steps": list(steps)},
        ],
    }  # fmt: skip
    return read_report(mapping(form | more, "r.json"), bodies)


JUDGED = {"kind": "verdict", "date": "2026-03-09", "by": COMMITTEE, "status": "not", "reason": "No."}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"kind": "closed", "date": "2026-03-10", "by": BODY, "reason": "Done."}, "Only the committee can"),
        (
            {"kind": "verdict", "date": "2026-03-10", "by": BODY, "status": "delivered", "reason": "x"},
            "Only the committee can",
        ),
        ({"kind": "acknowledged", "date": "2026-03-10", "by": "mps"}, "was not asked this"),
        (
            {"kind": "verdict", "date": "2026-03-10", "by": COMMITTEE, "about": "mps", "status": "not", "reason": "x"},
            "was not asked",
        ),
        ({"kind": "acknowledged", "date": "2026-02-10", "by": BODY}, "before the report of 2 March 2026"),
        (
            {"kind": "verdict", "date": "2026-03-08", "by": COMMITTEE, "status": "not", "reason": "x"},
            "in the order of days",
        ),
    ],
)
def test_a_file_in_which_somebody_takes_a_step_that_is_not_theirs_is_refused(bad: dict[str, Any], said: str) -> None:
    in_file(JUDGED)
    with pytest.raises(PackError) as refused:
        in_file(JUDGED, bad)
    assert said in str(refused.value)


# In the records


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def office(db: Any) -> Office:
    return Office()


@pytest.fixture
def report(office: Office, house: House) -> ReportRecord:
    return published(office, house)


@pytest.fixture
def first(report: ReportRecord) -> RecommendationRecord:
    return number(report, "1")


SAID = (Answer("", "accepted", "We will."),)


def test_a_step_that_is_sent_twice_is_on_record_once(office: Office, house: House, first: RecommendationRecord) -> None:
    lia, chris = office.by("lia"), office.by("chris")
    for _ in range(2):
        try:
            stepping.answer(first, "mopac", SAID, after(3), house, by=lia)
            stepping.claim(first, "mopac", "delivered", after(5), house, evidence=[SHOWN], by=lia, reason="Out.")
            stepping.verdict(first, "not", after(9), house, about="mopac", by=chris, reason="It is empty.")
        except PeelianError as error:
            assert error.code in ("said-already", "out-of-order")
    with pytest.raises(PeelianError, match="on record already"):
        stepping.verdict(first, "not", after(9), house, by=chris, reason="It is empty.")
    assert [one.kind for one in RecommendationStep.objects.all()] == ["answered", "claimed", "verdict"]
    stepping.verdict(first, "not", after(10), house, about="mopac", by=chris, reason="It is empty.")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "x", "//evil.example", "data:text/html,x", "ftp://x"])
def test_where_something_can_be_read_is_an_address_or_nothing(
    office: Office, house: House, first: RecommendationRecord, link: str
) -> None:
    with pytest.raises(PeelianError, match="no address"):
        stepping.answer(first, "mopac", SAID, after(3), house, link=link, by=office.by("clara"))
    with pytest.raises(PeelianError, match="no address"):
        stepping.acknowledge(first, "mopac", after(3), house, link=link, by=office.by("lia"))
    with pytest.raises(PeelianError, match="no address"):
        drafted(office, house, slug="other", link=link)
    with pytest.raises(PeelianError, match="no address"):
        actions.record_activity(
            office.organisation("london-assembly-pcc"),
            house,
            kind="visit",
            title="x",
            on=DAY,
            link=link,
            by=office.by("clara"),
        )
    draft = drafted(office, house, slug="third")
    with pytest.raises(PeelianError, match="no address"):
        actions.write(draft, house, version=draft.version, link=link, by=office.by("clara"))


def test_half_an_answer_stays_on_the_list_of_who_owes_it(office: Office, house: House, report: ReportRecord) -> None:
    second = number(report, "2")
    stepping.answer(second, "mps", [Answer("a", "accepted", "Yes.")], after(3), house, by=office.by("max"))
    assert [due.life.unanswered for due in waiting(ledger_of(house), ["mps"], "addressee")] == [("b",)]
    stepping.answer(second, "mps", [Answer("b", "noted", "Seen.")], after(4), house, by=office.by("max"))
    assert waiting(ledger_of(house), ["mps"], "addressee") == []


def test_a_body_that_the_pack_no_longer_names_still_owes_what_it_was_asked(
    office: Office, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = drafted(office, house, slug="bail")
    actions.add(draft, "3", ["home-office"], {"title": "Do it", "texts": [{"place": "summary", "text": "Do."}]}, house,
                by=office.by("clara"))  # fmt: skip
    actions.publish(draft, house, by=office.by("chris"))
    for module in ("shelf", "actions"):
        whole = __import__(f"peelian.scrutiny.ledger.{module}", fromlist=["read_bodies"]).read_bodies
        monkeypatch.setattr(
            f"peelian.scrutiny.ledger.{module}.read_bodies",
            lambda path, whole=whole: {key: one for key, one in whole(path).items() if key != "home-office"},
        )
    (house.root / "scrutiny").touch()
    name = f"{draft.name}/3"
    assert ledger_of(house).recommendation(name).addressees == ("home-office",)
    stepping.verdict(
        number(draft, "3"), "not", after(9), house, by=office.by("chris"), reason="Nobody is there any more."
    )
    assert [one.kind for one in ledger_of(house).recommendation(name).steps] == ["verdict"]
    with pytest.raises(PeelianError, match="there is no body home-office"):
        actions.add(drafted(office, house, slug="new"), "3", ["home-office"], {"title": "x", "texts": []}, house,
                    by=office.by("clara"))  # fmt: skip


def test_another_kind_of_report_brings_its_own_duty(office: Office, house: House) -> None:
    draft = drafted(office, house)
    for kind, duty in (
        ("plan-response", "plan"),
        ("letter", "none"),
        ("annual-report-response", "annual-report"),
        ("report", "none"),
    ):
        draft.refresh_from_db()
        actions.write(draft, house, version=draft.version, kind=kind, by=office.by("clara"))
        draft.refresh_from_db()
        assert (draft.kind, draft.duty) == (kind, duty)
    havering = actions.begin(
        office.organisation("havering"), "x", house, kind="letter", title="x", on=DAY, by=office.by("hanna")
    )
    actions.write(havering, house, version=1, kind="report", by=office.by("hanna"))
    havering.refresh_from_db()
    assert havering.duty == "crime-and-disorder"


def test_what_was_done_for_a_closed_investigation_stays(office: Office, house: House) -> None:
    clara, chris, committee = office.by("clara"), office.by("chris"), office.organisation("london-assembly-pcc")
    held = actions.begin_investigation(committee, "bail", house, title="Bail", terms="How.", by=clara)
    done = actions.record_activity(
        committee, house, kind="visit", title="A suite", on=DAY, investigation=held, by=clara
    )
    actions.open_investigation(held, DAY, house, by=chris)
    actions.close_investigation(held, after(9), house, by=chris)
    with pytest.raises(WrongStep, match="is closed"):
        actions.remove_activity(done, house, by=clara, reason="Twice.")
    assert ActivityRecord.objects.exists()


def test_the_file_says_when_a_step_was_put_on_record(office: Office, house: House, first: RecommendationRecord) -> None:
    stepping.answer(first, "mopac", SAID, after(3), house, by=office.by("lia"))
    told = json.loads(report_path(house.root, first.report.name).read_text(encoding="utf-8"))
    made = told["recommendations"][0]["steps"][0]["made"]
    assert made[:10] >= (today() - dt.timedelta(1)).isoformat() > after(3).isoformat()


def test_a_life_reads_the_same_from_its_form() -> None:
    one = held(YES, claimed(10, "delivered"), verdict(30, "partly"))
    again = in_file(*(form_of(step) for step in one.recommendation.steps)).recommendations[0]
    assert state_of(again.steps, BODY) == "judged"
    assert tuple(replace(step, made=None) for step in again.steps) == one.recommendation.steps


@pytest.mark.parametrize("where", ["burglary", "../../office", "Burglary in Havering", "a/b@yesterday", "x/y/z/w"])
def test_a_figure_that_shows_something_is_named_as_its_page_is(where: str) -> None:
    with pytest.raises(PeelianError, match="names no figure"):
        check_evidence(Evidence("figure", "Burglary", where))
    for good in ("burglary/E09000016", "burglary/E09000016/2026-04", "burglary/E23000001/2026-04@2026-05-01"):
        check_evidence(Evidence("figure", "Burglary", good))


def test_a_feed_tells_nothing_that_has_not_come_yet() -> None:
    later = (today() + dt.timedelta(2)).isoformat()
    coming = {"kind": "acknowledged", "date": later, "by": BODY}
    one = in_file({"kind": "acknowledged", "date": "2026-03-09", "by": BODY})
    other = in_file(coming)
    kinds = [[entry.kind for entry in news(Ledger((held,)), {})] for held in (one, other)]
    assert kinds == [["acknowledged", "report"], ["report"]]
