"""What is overdue follows from what is owed: an answer until it is given, the delivery of what was accepted, and by whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.ledger import SHOWN, drafted, entry, number, published
from tests.support.office import Office

from peelian.figures.house import House, today
from peelian.scrutiny.ledger import actions, stepping
from peelian.scrutiny.ledger.models import RecommendationRecord
from peelian.scrutiny.ledger.queries import ledger_of, waiting
from peelian.scrutiny.ledger.records import Answer, LedgerStep, Recommendation, Report, SubPoint, Text
from peelian.scrutiny.ledger.standing import Life, overdue_in
from peelian.scrutiny.ledger.timing import deliveries
from peelian.workspace import boards
from peelian.workspace.ledger.desk import ReportDesk

DAY = dt.date(2026, 1, 5)
BODY, COMMITTEE = "mopac", "a-committee"
LATE = 150


def after(days: int) -> dt.date:
    return DAY + dt.timedelta(days)


def answered(days: int, **said: Any) -> LedgerStep:
    """An answer to the whole (``whole="rejected"``), or to points by their letters."""
    given = tuple(Answer("" if point == "whole" else point, status, "Words.") for point, status in said.items())
    return LedgerStep("answered", after(days), BODY, answers=given)


def life(*steps: LedgerStep, points: str = "", on: int = LATE, **more: Any) -> Life:
    text = Text("summary", "Do:", tuple(SubPoint(letter, "It.") for letter in points))
    name, fields = f"{COMMITTEE}/r", {"deliver_by": after(30), **more}
    asked = Recommendation(f"{name}/1", name, "1", "Do it", (text,), (BODY,), steps=steps, **fields)
    report = Report(name, COMMITTEE, COMMITTEE, "report", "A report", DAY, "", (asked,))
    return Life(report, asked, BODY, after(on))


def late(*steps: LedgerStep, **more: Any) -> list[str]:
    return [one.what for one in life(*steps, **more).overdue]


@pytest.mark.parametrize("due", [{}, {"due": after(10), "due_by": "requested"}, {"due": after(10), "due_by": "law"}])
@pytest.mark.parametrize(
    ("said", "owed"),
    [
        ("accepted", ["delivery"]), ("partly", ["delivery"]), ("rejected", []), ("noted", []), ("no-answer", ["answer"]),
        ("", ["answer"]),
    ],
)  # fmt: skip
def test_a_delivery_is_owed_only_of_what_was_accepted(said: str, owed: list[str], due: dict[str, Any]) -> None:
    steps = (answered(5, whole=said),) if said else ()
    assert late(*steps, **due) == owed
    assert late(*steps, on=10, **due) == [], "the day itself is not late"


def test_who_says_nothing_is_overdue_at_the_latest_when_it_was_to_be_done() -> None:
    silent = life()
    assert [(one.what, one.due, one.by_delivery) for one in silent.overdue] == [("answer", after(30), True)]
    asked = life(due=after(10), due_by="requested")
    assert [(one.what, one.due, one.by_delivery) for one in asked.overdue] == [("answer", after(10), False)]
    assert late(on=30) == []
    assert late(deliver_by=None) == [], "by no day nothing is overdue"


def test_one_point_that_was_accepted_is_owed_though_the_others_were_rejected() -> None:
    assert late(answered(5, a="rejected", b="accepted"), points="ab") == ["delivery"]
    assert late(answered(5, a="rejected"), points="ab") == ["answer"], "nothing is said of the other one"
    assert late(answered(5, a="accepted"), points="ab") == ["answer", "delivery"]
    refused = life(answered(5, a="rejected", b="noted"), points="ab")
    assert not refused.overdue
    assert refused.answer is not None
    assert refused.answer.id == "noted", "neither point was accepted, so the whole was not accepted in part"
    assert refused.waits_for.startswith("the committee")


def test_what_the_body_takes_back_is_owed_no_longer_and_what_it_takes_up_again_is() -> None:
    turned = (
        answered(5, a="accepted", b="accepted"),
        answered(8, a="rejected", b="rejected"),
        answered(9, b="rejected"),
    )
    assert late(*turned, points="ab") == []
    assert life(*turned, points="ab").refused_on == after(8)
    assert late(*turned, answered(12, b="partly"), points="ab") == ["delivery"]
    assert life(*turned, answered(12, b="partly"), points="ab").refused_on is None


def test_a_rejected_one_is_not_said_to_be_done_late() -> None:
    claimed = LedgerStep("claimed", after(60), BODY, status="delivered", reason="Done all the same.", evidence=(SHOWN,))
    assert life(answered(5, whole="accepted"), claimed).delivered_late == 30
    assert life(answered(5, whole="rejected"), claimed).delivered_late == 0


def test_what_was_rejected_leaves_the_curve_of_deliveries_on_that_day() -> None:
    no = answered(20, whole="rejected")
    held = [life(no), life(answered(20, whole="accepted")), life()]
    curve = deliveries(held).curve
    assert [(one.days, one.over) for one in curve.held] == [(20, False), (LATE, False), (LATE, False)]
    found = LedgerStep("verdict", after(40), COMMITTEE, status="delivered", reason="It is there.")
    assert [(one.days, one.over) for one in deliveries([life(no, found)]).curve.held] == [(40, True)], (
        "done all the same"
    )


def test_a_recommendation_counts_once_however_many_are_late_with_it() -> None:
    held = [life(), life(answered(5, whole="accepted")), life(answered(5, whole="rejected"))]
    assert [bool(one.overdue) for one in held] == [True, True, False]
    assert overdue_in(held) == 1
    assert overdue_in([held[2]]) == 0


@pytest.mark.django_db
def test_what_is_overdue_waits_for_its_body_wherever_it_stands(tmp_path: Any) -> None:
    """The board's count was short of the page's: it left out what the committee had judged and the body still owes."""
    office, house = Office(), House(tmp_path)
    report = drafted(office, house, on=today() - dt.timedelta(100))
    by_a_day = {"deliver_by": (today() - dt.timedelta(20)).isoformat()}
    for one in report.recommendations.all():
        asked = entry(f"Do {one.number}", **by_a_day)
        actions.change(one, ["mopac"], asked, house, version=one.version, by=office.by("clara"))
    actions.publish(report, house, by=office.by("chris"))
    first, long_ago = number(report, "1"), today() - dt.timedelta(90)
    stepping.answer(first, "mopac", (Answer("", "accepted", "Yes."),), long_ago, house, by=office.by("lia"))
    stepping.verdict(first, "not", long_ago, house, about="mopac", by=office.by("chris"), reason="Nothing is there.")
    ledger = ledger_of(house)
    page = [one for one in ledger.asked_of("mopac", today()) if one.overdue]
    board = [due.life for due in waiting(ledger, ["mopac"], "addressee") if due.life.overdue]
    assert {one.recommendation.number for one in board} == {one.recommendation.number for one in page} == {"1", "2"}
    assert overdue_in(page) == overdue_in(board) == 2


@pytest.fixture
def asked_long_ago(tmp_path: Any, settings: Any) -> tuple[Office, House]:
    """A report of long ago, published: its first recommendation was to be answered 56 days ago, its second by no day."""
    settings.PEELIAN_DATA = tmp_path
    office, house = Office(), House(tmp_path)
    report = drafted(office, house, on=today() - dt.timedelta(6114))
    one = number(report, "1")
    due = today() - dt.timedelta(56)
    actions.change(one, ["mopac"], one.body, house, version=one.version, requested=due, by=office.by("clara"))
    actions.publish(report, house, by=office.by("chris"))
    return office, house


def on_board(office: Office, who: str) -> dict[str, str]:
    person = office.person(who)
    return {one.work.title: one.long for one in boards.waiting(boards.works_of(person), person)}


@pytest.mark.django_db
def test_a_board_says_for_how_long_something_is_owed_as_the_ledger_does(asked_long_ago: tuple[Office, House]) -> None:
    office, house = asked_long_ago
    [owed] = [one for one in ledger_of(house).asked_of("mopac", today()) if one.overdue]
    assert [one.days for one in owed.overdue] == [56]
    [(title, long)] = on_board(office, "lia").items()
    assert title == "2 recommendations for MOPAC to answer or deliver, 1 overdue"
    assert long.startswith("for 56 days, since ")
    answer = (Answer("", "accepted", "Yes."),)
    asked = RecommendationRecord.objects.get(number="1")
    stepping.answer(asked, "mopac", answer, today(), house, by=office.by("lia"))
    assert on_board(office, "lia") == {"1 recommendation for MOPAC to answer or deliver": ""}, (
        "by no day nothing is owed"
    )


@pytest.mark.django_db
def test_a_claim_waits_for_its_verdict_since_the_day_on_which_it_was_made(asked_long_ago: tuple[Office, House]) -> None:
    office, house = asked_long_ago
    asked, lia = RecommendationRecord.objects.get(number="1"), office.by("lia")
    claimed = today() - dt.timedelta(7)
    stepping.answer(asked, "mopac", (Answer("", "accepted", "Yes."),), claimed, house, by=lia)
    stepping.claim(asked, "mopac", "delivered", claimed, house, evidence=[SHOWN], reason="It is out.", by=lia)
    other = published(office, house, slug="other", on=today() - dt.timedelta(7000))
    stepping.link(asked, f"{other.name}/1", today(), house, by=office.by("clara"))
    assert on_board(office, "chris")["1 recommendation to be judged"].startswith("for 7 days, since ")


@pytest.mark.django_db
def test_nothing_is_owed_to_a_report_that_nobody_has(tmp_path: Any) -> None:
    office, house = Office(), House(tmp_path)
    report = drafted(office, house, on=today() - dt.timedelta(100))
    one = number(report, "1")
    due = today() - dt.timedelta(20)
    actions.change(one, ["mopac"], one.body, house, version=one.version, requested=due, by=office.by("clara"))
    report.refresh_from_db()

    def said(column: int) -> list[str]:
        return [row.cells[column].text for row in ReportDesk(report, house, office.by("chris")).table.rows]

    assert said(2) == ["not published yet", "not published yet"] and said(3) == ["", ""]
    actions.publish(report, house, by=office.by("chris"))
    report.refresh_from_db()
    assert said(3) == ["answer for 20 days", ""]
