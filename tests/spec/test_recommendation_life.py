"""A recommendation's life: made, acknowledged, answered, claimed with evidence, judged by the committee, closed by it alone."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.ledger import DAY, SHOWN, drafted, entry, number, published
from tests.support.office import Office

from peelian.audit.models import Event
from peelian.audit.verifying import verify
from peelian.core.acting import NotAllowed
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.scrutiny.ledger import actions, stepping
from peelian.scrutiny.ledger.following import check, heal
from peelian.scrutiny.ledger.life import (
    ANSWERS,
    CLAIMS,
    DUTIES,
    ENDED,
    FINAL,
    KINDS,
    MADE,
    MOVES,
    OPEN,
    STAGES,
    VERDICTS,
    due_of,
    duty_of,
    state_after,
    state_of,
)
from peelian.scrutiny.ledger.life import check as check_step
from peelian.scrutiny.ledger.models import RecommendationRecord, RecommendationStep, ReportRecord
from peelian.scrutiny.ledger.publishing import report_path
from peelian.scrutiny.ledger.queries import alike_before, closed_to, ledger_of, waiting
from peelian.scrutiny.ledger.records import Answer, Evidence, LedgerStep, Recommendation, Report, Text
from peelian.scrutiny.ledger.shelf import Ledger, repeats_of
from peelian.scrutiny.ledger.standing import Life, lives, whole_state
from peelian.scrutiny.ledger.taking_in import take_in_ledger

pytestmark = pytest.mark.django_db
YES = (Answer("", "accepted", "We will."),)
BODY, COMMITTEE = "mopac", "london-assembly-pcc"


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
    """Recommendation 1, to MOPAC alone."""
    return number(report, "1")


def day(after: int) -> dt.date:
    return DAY + dt.timedelta(after)


def life(house: House, name: str = f"{COMMITTEE}/knives-2026/1", on: dt.date | None = None, body: str = BODY) -> Life:
    """A recommendation as everybody reads it."""
    ledger = ledger_of(house)
    found = ledger.recommendation(name)
    return next(one for one in lives(ledger.report(found.report), found, on or today()) if one.addressee == body)


# The table, walked whole


SAID: dict[str, dict[str, Any]] = {
    "acknowledged": {}, "answered": {"answers": YES}, "late-reason": {"reason": "why"},
    "claimed": {"status": "delivered", "reason": "why", "evidence": (SHOWN,)}, "closed": {"reason": "why"},
    "verdict": {"status": "delivered", "reason": "why"}, "reopened": {"reason": "why"}, "withdrawn": {"reason": "why"},
    "linked": {"to": "a-body/a-report/1"}, "unlinked": {"to": "a-body/a-report/1", "reason": "why"},
}  # fmt: skip


def a_step(kind: Any, **more: Any) -> LedgerStep:
    by = BODY if MOVES[kind].who == "addressee" else COMMITTEE
    return LedgerStep(kind, DAY, by, **{**SAID[kind], **more})


def a_recommendation(*steps: LedgerStep) -> Recommendation:
    text = Text("summary", "Do it.", ())
    return Recommendation(f"{COMMITTEE}/r/1", f"{COMMITTEE}/r", "1", "Do it", (text,), (BODY,), steps=steps)


def every_life(longest: int) -> Iterator[tuple[LedgerStep, ...]]:
    """Every run of steps up to a length that the checks let through, one by one."""
    ahead: list[tuple[LedgerStep, ...]] = [()]
    for _ in range(longest):
        ahead = [(*held, step) for held in ahead for step in _next(held)]
        yield from ahead


def _next(held: tuple[LedgerStep, ...]) -> Iterator[LedgerStep]:
    variants = [a_step(kind) for kind in MOVES if kind not in ("linked", "unlinked", "verdict", "late-reason")]
    variants += [a_step("verdict", status=status) for status in VERDICTS]
    for step in variants:
        try:
            check_step(step, a_recommendation(*held), BODY, DAY)
        except PeelianError:
            continue
        yield step


def test_in_every_life_there_is_only_the_committee_closes_and_only_after_its_verdict() -> None:
    """Every run of up to six steps that can be: tens of thousands of lives."""
    seen = 0
    for steps in every_life(6):
        seen += 1
        state, last = state_of(steps, BODY), steps[-1]
        assert (state in ENDED) == (last.kind in ("closed", "withdrawn"))
        if state in ENDED:
            assert last.by == COMMITTEE
        if last.kind == "closed":
            verdicts = [one.status for one in steps if one.kind == "verdict"]
            assert verdicts
            assert verdicts[-1] in FINAL
        if last.kind == "claimed":
            assert last.evidence
            assert any(one.kind == "answered" for one in steps)
    assert seen > 20_000


def test_no_step_leads_out_of_what_is_withdrawn_and_every_state_can_be_reached() -> None:
    reached, ahead = {MADE}, [MADE]
    while ahead:
        state = ahead.pop()
        for kind, move in MOVES.items():
            if state in move.before and (after := state_after(state, kind)) not in reached:
                reached.add(after)
                ahead.append(after)
    assert reached == set(STAGES)
    assert [kind for kind, move in MOVES.items() if "withdrawn" in move.before] == ["linked", "unlinked"]
    assert [kind for kind, move in MOVES.items() if "closed" in move.before] == ["reopened", "linked", "unlinked"]


@pytest.mark.parametrize(("state", "kind"), list(itertools.product(STAGES, MOVES)))
def test_a_step_is_open_exactly_where_the_table_says(state: str, kind: str) -> None:
    if state in MOVES[kind].before:
        assert state_after(state, kind) == (MOVES[kind].after or state)
    else:
        with pytest.raises(PeelianError, match="not open"):
            state_after(state, kind)


def test_what_a_body_does_never_moves_a_recommendation_out_of_the_committees_sight() -> None:
    for move in MOVES.values():
        if move.who == "addressee":
            assert move.after in ("", *OPEN)


@pytest.mark.parametrize("status", ["delivered", "partly"])
def test_nobody_claims_delivery_without_evidence(status: str) -> None:
    asked = a_recommendation(a_step("answered"))
    with pytest.raises(PeelianError, match="needs evidence"):
        check_step(a_step("claimed", status=status, evidence=()), asked, BODY, DAY)
    check_step(a_step("claimed", status="under-way", evidence=()), asked, BODY, DAY)


@pytest.mark.parametrize("kind", ["claimed", "verdict", "closed", "reopened", "withdrawn"])
def test_what_says_something_of_delivery_says_why(kind: str) -> None:
    before = {"claimed": "answered", "closed": "verdict", "reopened": "closed"}.get(kind)
    steps = [a_step(before)] if before else []
    steps = [a_step("verdict"), *steps] if kind == "reopened" else steps
    with pytest.raises(PeelianError, match="reason"):
        check_step(a_step(kind, reason=" "), a_recommendation(*steps), BODY, DAY)


def test_a_verdict_of_too_early_closes_nothing() -> None:
    asked = a_recommendation(a_step("verdict", status="too-early"))
    with pytest.raises(PeelianError, match="no verdict that it could be closed after"):
        check_step(a_step("closed"), asked, BODY, DAY)


def test_evidence_can_be_found() -> None:
    asked = a_recommendation(a_step("answered"))
    for bad in (
        Evidence("link", "A page", "somewhere"),
        Evidence("figure", "A figure", " "),
        Evidence("paper", " ", "x"),
    ):
        with pytest.raises(PeelianError):
            check_step(a_step("claimed", evidence=(bad,)), asked, BODY, DAY)
    check_step(
        a_step("claimed", evidence=(Evidence("figure", "Robbery", "robbery/E23000001@2026-01-01"),)), asked, BODY, DAY
    )


# What the law demands


def test_the_law_demands_an_answer_within_28_calendar_days_of_the_date_of_a_boroughs_report() -> None:
    found = due_of("crime-and-disorder", dt.date(2026, 2, 3), None)
    assert found == (dt.date(2026, 3, 3), "law", "Police and Justice Act 2006 s.19; SI 2009/942 reg 7")
    assert due_of("crime-and-disorder", dt.date(2026, 12, 4), dt.date(2027, 3, 1))[0] == dt.date(2027, 1, 1), (
        "a bank holiday counts, and what the committee asks for beside it moves nothing"
    )


def test_in_london_a_day_is_only_asked_for() -> None:
    assert due_of("none", DAY, dt.date(2026, 5, 2)) == (dt.date(2026, 5, 2), "requested", "")
    assert due_of("none", DAY, None) == (None, "", "")


def test_a_response_to_the_plan_must_be_answered_though_no_law_says_when() -> None:
    for duty in ("plan", "annual-report", "proposal"):
        assert DUTIES[duty].must
        assert due_of(duty, DAY, None)[:2] == (None, "")
        assert due_of(duty, DAY, day(60))[:2] == (day(60), "requested")


def test_a_panel_outside_london_sets_the_day_and_the_law_backs_it() -> None:
    assert due_of("panel", DAY, day(40)) == (day(40), "law", "PRSRA 2011 s.29(3)")


def test_the_duty_follows_from_what_it_is_and_who_made_it() -> None:
    found = {
        (kind, maker): duty_of(kind, maker) for kind in KINDS for maker in ("scrutiny-committee", "council", "panel")
    }
    assert found["report", "council"] == "crime-and-disorder"
    assert found["report", "panel"] == found["letter", "panel"] == "panel"
    assert found["report", "scrutiny-committee"] == found["letter", "council"] == found["motion", "panel"] == "none"
    assert {found["plan-response", maker] for maker in ("scrutiny-committee", "panel")} == {"plan"}


def test_havering_is_answered_late_with_a_reason_where_28_days_were_not_reasonably_possible(
    office: Office, house: House
) -> None:
    chair = office.joined(office.organisation("havering"), "committee-chair", "Hugo Hart")
    report = published(office, house, "hanna", chair, slug="burglary")
    name, asked = "havering/burglary/1", number(report, "1")
    assert life(house, name, day(28)).overdue == ()
    late = life(house, name, day(29)).overdue
    assert [(one.what, one.days, one.by_law) for one in late] == [("answer", 1, True)]
    stepping.give_late_reason(asked, "mopac", day(20), house, by=office.by("lia"), reason="The figures come in May.")
    late = life(house, name, day(40)).overdue
    assert [(one.days, one.reason) for one in late] == [(12, "The figures come in May.")], "a reason does not hide it"
    stepping.answer(asked, "mopac", YES, day(45), house, by=office.by("lia"))
    told = life(house, name, day(50))
    assert (told.overdue, told.late) == ((), 17)


def test_where_no_law_sets_a_number_nothing_can_be_late_for_it(office: Office, house: House, first: Any) -> None:
    with pytest.raises(PeelianError, match="No law sets a number of days"):
        stepping.give_late_reason(first, "mopac", day(1), house, by=office.by("lia"), reason="Busy.")


# A report is written, then published


def test_nobody_reads_of_a_report_before_it_is_published(office: Office, house: House) -> None:
    draft = drafted(office, house)
    assert not report_path(house.root, draft.name).exists()
    assert f"{COMMITTEE}/knives-2026" not in [one.id for one in ledger_of(house).reports]
    actions.publish(draft, house, by=office.by("chris"))
    assert [one.id for one in ledger_of(house).reports] == [f"{COMMITTEE}/knives-2026"]


def test_the_officer_writes_and_the_chair_publishes(office: Office, house: House) -> None:
    draft = drafted(office, house)
    for who in ("clara", "mina", "lia", "hanna"):
        with pytest.raises(NotAllowed):
            actions.publish(draft, house, by=office.by(who))
    for who in ("chris", "mina", "lia", "hanna"):
        with pytest.raises(NotAllowed):
            actions.add(draft, "3", ["mopac"], entry("More"), house, by=office.by(who))


def test_a_report_says_everything_that_it_lacks_before_it_is_published(office: Office, house: House) -> None:
    draft = actions.begin(
        office.organisation(COMMITTEE), "empty", house, kind="letter", title="A letter", by=office.by("clara")
    )
    actions.add(draft, "2", ["mopac"], {"title": "Do it", "texts": []}, house, by=office.by("clara"))
    with pytest.raises(PeelianError) as refused:
        actions.publish(draft, house, by=office.by("chris"))
    assert refused.value.where["missing"] == [
        "It has no date: what is due is counted from it.", "Its numbers leave out 1.",
        "Recommendation 2: it has no text.",
    ]  # fmt: skip


def test_the_text_of_a_published_report_is_never_edited(office: Office, house: House, report: Any, first: Any) -> None:
    with pytest.raises(WrongStep, match="its text stays"):
        actions.write(report, house, version=report.version, title="Another", by=office.by("clara"))
    with pytest.raises(WrongStep, match="its text stays"):
        actions.change(first, ["mopac"], entry("Another"), house, version=first.version, by=office.by("clara"))
    with pytest.raises(WrongStep, match="its text stays"):
        actions.remove(first, by=office.by("clara"))


def test_a_recommendation_names_a_body_that_is_known(office: Office, house: House) -> None:
    draft = drafted(office, house)
    with pytest.raises(PeelianError, match="there is no body nobody"):
        actions.add(draft, "3", ["nobody"], entry("Do it"), house, by=office.by("clara"))
    with pytest.raises(PeelianError, match="addressed to nobody"):
        actions.add(draft, "3", [], entry("Do it"), house, by=office.by("clara"))


def test_nobody_writes_over_what_somebody_else_wrote_meanwhile(office: Office, house: House) -> None:
    draft = drafted(office, house)
    one = number(draft, "1")
    actions.change(one, ["mopac"], entry("Publish more"), house, version=1, by=office.by("clara"))
    with pytest.raises(PeelianError, match="Somebody else changed this"):
        actions.change(one, ["mopac"], entry("Publish less"), house, version=1, by=office.by("clara"))


# The two sides


def test_from_made_to_closed(office: Office, house: House, first: RecommendationRecord) -> None:
    lia, chris = office.by("lia"), office.by("chris")
    stepping.acknowledge(first, "mopac", day(3), house, by=lia)
    stepping.answer(first, "mopac", YES, day(40), house, by=lia)
    stepping.claim(first, "mopac", "delivered", day(90), house, evidence=[SHOWN], by=lia, reason="It is out.")
    told = life(house)
    assert (told.state.id, told.claim and told.claim.id, told.verdict) == ("claimed", "delivered", None)
    stepping.verdict(first, "partly", day(120), house, about="mopac", by=chris, reason="Ten schools are missing.")
    told = life(house)
    assert told.claim and told.verdict
    assert (told.claim.title, told.verdict.title, told.disputed) == ("Delivered", "Delivered in part", True), (
        "both are shown, and that they differ"
    )
    stepping.claim(first, "mopac", "delivered", day(150), house, evidence=[SHOWN], by=lia, reason="Now all are in it.")
    assert not life(house).judged_since, "the verdict is older than the claim now"
    stepping.verdict(first, "delivered", day(170), house, about="mopac", by=chris, reason="All schools are in it.")
    stepping.close(first, day(171), house, about="mopac", by=chris, reason="Done.")
    told = life(house)
    assert (told.state.id, told.delivered_on, told.ended_on) == ("closed", day(150), day(171))
    stepping.reopen(first, day(200), house, about="mopac", by=chris, reason="The dashboard is gone.")
    assert life(house).state.id == "judged"
    assert verify([]).sound


def test_the_committee_alone_closes_and_judges(office: Office, house: House, first: RecommendationRecord) -> None:
    for who in ("lia", "clara", "mina", "max", "ivy"):
        for act in (
            lambda by: stepping.verdict(first, "delivered", day(9), house, by=by, reason="Done."),
            lambda by: stepping.close(first, day(9), house, by=by, reason="Done."),
            lambda by: stepping.withdraw(first, day(9), house, by=by, reason="Done."),
        ):
            with pytest.raises(NotAllowed):
                act(office.by(who))


def test_a_liaison_answers_for_their_own_body_alone(office: Office, house: House, report: ReportRecord) -> None:
    first, second = number(report, "1"), number(report, "2")
    with pytest.raises(NotAllowed):
        stepping.answer(first, "mopac", YES, day(9), house, by=office.by("max"))
    with pytest.raises(PeelianError, match="mps was not asked this"):
        stepping.answer(first, "mps", YES, day(9), house, by=office.by("max"))
    stepping.answer(second, "mps", YES, day(9), house, by=office.by("max"))
    name = f"{COMMITTEE}/knives-2026/2"
    assert (life(house, name).state.id, life(house, name, body="mps").state.id) == ("made", "answered")
    ledger = ledger_of(house)
    found = ledger.recommendation(name)
    assert whole_state(lives(ledger.report(found.report), found, today())).id == "made", (
        "as far as the slower of the two"
    )


def test_an_answer_says_something_of_each_point_in_its_own_words(office: Office, house: House, report: Any) -> None:
    second = number(report, "2")
    lia = office.by("lia")
    with pytest.raises(PeelianError, match="no point z"):
        stepping.answer(second, "mopac", [Answer("z", "accepted", "Yes.")], day(9), house, by=lia)
    with pytest.raises(PeelianError, match="has no words"):
        stepping.answer(second, "mopac", [Answer("a", "accepted", " ")], day(9), house, by=lia)
    answers = [Answer("a", "accepted", "Yes."), Answer("b", "rejected", "No day can be named.")]
    stepping.answer(second, "mopac", answers, day(9), house, by=lia)
    told = life(house, f"{COMMITTEE}/knives-2026/2")
    assert told.answer and told.answer.id == "partly", "two answers that differ are partly"
    step = told.last("answered")
    assert step and step.answers == tuple(answers)


def test_the_officer_can_note_an_answer_that_a_body_published_but_not_speak_for_it(
    office: Office, house: House, first: RecommendationRecord
) -> None:
    clara = office.by("clara")
    with pytest.raises(NotAllowed):
        stepping.answer(first, "mopac", YES, day(9), house, by=clara)
    stepping.answer(first, "mopac", YES, day(9), house, link="https://example.org/response.pdf", by=clara)
    step = life(house).last("answered")
    assert step and (step.by, step.noted_by) == ("mopac", COMMITTEE)
    with pytest.raises(NotAllowed):
        stepping.claim(first, "mopac", "delivered", day(10), house, evidence=[SHOWN], by=clara, reason="It is out.")


def test_for_a_body_without_an_office_here_the_officer_notes_what_it_said(office: Office, house: House) -> None:
    draft = drafted(office, house, slug="bail")
    actions.add(draft, "3", ["home-office"], entry("Change the guidance on bail"), house, by=office.by("clara"))
    actions.publish(draft, house, by=office.by("chris"))
    third = number(draft, "3")
    stepping.answer(third, "home-office", YES, day(9), house, by=office.by("clara"))
    stepping.claim(
        third, "home-office", "delivered", day(30), house, evidence=[SHOWN], by=office.by("clara"), reason="Out."
    )
    told = life(house, f"{COMMITTEE}/bail/3", body="home-office")
    assert [one.noted_by for one in told.steps] == [COMMITTEE] * 2


def test_steps_follow_each_other_in_time(office: Office, house: House, first: RecommendationRecord) -> None:
    lia = office.by("lia")
    with pytest.raises(PeelianError, match="is before that"):
        stepping.acknowledge(first, "mopac", day(-1), house, by=lia)
    with pytest.raises(PeelianError, match="has not come yet"):
        stepping.acknowledge(first, "mopac", today() + dt.timedelta(1), house, by=lia)
    stepping.acknowledge(first, "mopac", day(5), house, by=lia)
    with pytest.raises(PeelianError, match="is before that"):
        stepping.answer(first, "mopac", YES, day(4), house, by=lia)


def test_what_is_withdrawn_asks_for_nothing_more(office: Office, house: House, first: RecommendationRecord) -> None:
    stepping.withdraw(first, day(5), house, by=office.by("chris"), reason="The law has changed.")
    with pytest.raises(PeelianError, match="withdrawn by the committee"):
        stepping.answer(first, "mopac", YES, day(6), house, by=office.by("lia"))
    assert life(house).ended


# Overdue


def overdue_of(one: Recommendation, on: dt.date) -> list[str]:
    report = Report(one.report, COMMITTEE, COMMITTEE, "report", "A report", DAY, "", (one,))
    return [late.what for late in Life(report, one, BODY, on).overdue]


def test_delivery_is_overdue_until_the_committee_has_nothing_against_it() -> None:
    asked = replace(a_recommendation(), deliver_by=day(30), due=day(10), due_by="requested")
    late = dt.date(2026, 6, 1)
    assert overdue_of(asked, day(10)) == []
    assert overdue_of(asked, day(11)) == ["answer"]
    assert overdue_of(asked, late) == ["answer"], "nobody delivers what nobody accepted"

    def with_steps(*steps: LedgerStep) -> list[str]:
        return overdue_of(replace(asked, steps=steps), late)

    answered, claimed = a_step("answered"), a_step("claimed")
    assert with_steps(answered) == ["delivery"]
    assert with_steps(answered, a_step("claimed", status="under-way", evidence=())) == ["delivery"]
    assert with_steps(answered, claimed) == [], "said to be delivered: the verdict is awaited"
    assert with_steps(answered, claimed, a_step("verdict", status="not")) == ["delivery"], (
        "the committee finds otherwise"
    )
    assert with_steps(answered, claimed, a_step("verdict", status="not"), claimed) == []
    assert with_steps(answered, claimed, a_step("verdict")) == []
    assert with_steps(a_step("verdict", status="not"), a_step("closed")) == [], "what is closed is awaited no more"


def test_what_was_done_after_its_day_stays_late_whatever_is_claimed() -> None:
    asked = replace(a_recommendation(), deliver_by=dt.date(2026, 2, 1))

    def late(*steps: LedgerStep) -> int:
        one = replace(asked, steps=(a_step("answered"), *steps))
        return Life(
            Report(one.report, COMMITTEE, COMMITTEE, "report", "A report", DAY, "", (one,)),
            one,
            BODY,
            dt.date(2026, 6, 1),
        ).delivered_late

    claimed = a_step("claimed")
    assert late() == 0 == late(a_step("claimed", status="under-way", evidence=()))
    assert late(claimed) == (claimed.on - dt.date(2026, 2, 1)).days > 0
    assert late(claimed, a_step("verdict")) == late(claimed), "found delivered, and late all the same"
    assert late(claimed, a_step("verdict", status="not")) == 0, "then it is overdue, and not done late"


def test_a_day_of_the_past_is_read_without_what_happened_since(office: Office, house: House, first: Any) -> None:
    stepping.answer(first, "mopac", YES, day(40), house, by=office.by("lia"))
    assert life(house, on=day(39)).state.id == "made"
    assert life(house, on=day(40)).state.id == "answered"


# Repeats


def test_asked_three_times(office: Office, house: House, first: RecommendationRecord) -> None:
    chris, clara = office.by("chris"), office.by("clara")
    names = [first.name]
    for year in (2024, 2025):
        on = dt.date(year, 5, 1)
        published(office, house, slug=f"knives-{year}", title=f"Knives {year}", on=on)
        names.append(f"{COMMITTEE}/knives-{year}/1")
    likely = alike_before(house, first.name)
    assert [like.recommendation.id for like in likely[:2]] == [names[1], names[2]]
    assert likely[0].score == 100
    with pytest.raises(PeelianError, match="published"):
        stepping.link(first, f"{COMMITTEE}/knives-1999/1", day(1), house, by=clara)
    with pytest.raises(NotAllowed):
        stepping.link(first, names[2], day(1), house, by=chris)
    stepping.link(first, names[2], day(1), house, by=clara)
    stepping.link(number(ReportRecord.objects.get(slug="knives-2025"), "1"), names[1], day(1), house, by=clara)
    ledger = ledger_of(house)
    assert [one.id for one in ledger.asked_before(names[0])] == [names[1], names[2]], "through the one between"
    assert [one.id for one in ledger.asked_again(names[1])] == [names[2], names[0]]
    with pytest.raises(PeelianError, match="linked to"):
        stepping.link(first, names[2], day(2), house, by=clara)
    assert alike_before(house, names[0]) == []


def test_a_link_that_was_a_mistake_is_undone_by_a_step_that_keeps_it_on_record(
    office: Office, house: House, first: RecommendationRecord
) -> None:
    clara = office.by("clara")
    old = published(office, house, slug="knives-2024", title="Knives 2024", on=dt.date(2024, 5, 1))
    earlier = f"{old.name}/1"
    with pytest.raises(PeelianError, match="not linked"):
        stepping.unlink(first, earlier, day(1), house, by=clara, reason="Another thing.")
    stepping.link(first, earlier, day(1), house, by=clara)
    with pytest.raises(PeelianError, match="needs a reason"):
        stepping.unlink(first, earlier, day(2), house, by=clara)
    with pytest.raises(NotAllowed):
        stepping.unlink(first, earlier, day(2), house, by=office.by("chris"), reason="Another thing.")
    with pytest.raises(PeelianError, match="is before that"):
        stepping.unlink(first, earlier, DAY, house, by=clara, reason="Another thing.")
    stepping.unlink(first, earlier, day(2), house, by=clara, reason="It asks for another thing.")
    ledger = ledger_of(house)
    assert (ledger.asked_before(first.name), ledger.asked_again(earlier)) == ([], [])
    told = [(one.kind, one.to, one.reason) for one in ledger.recommendation(first.name).steps]
    assert told == [("linked", earlier, ""), ("unlinked", earlier, "It asks for another thing.")], "both stay"
    with pytest.raises(PeelianError, match="not linked"):
        stepping.unlink(first, earlier, day(3), house, by=clara, reason="Again.")
    with pytest.raises(PeelianError, match="is before that"):
        stepping.link(first, earlier, day(1), house, by=clara)
    stepping.link(first, earlier, day(2), house, by=clara)
    assert [one.id for one in ledger_of(house).asked_before(first.name)] == [earlier], "it can be linked again"


def test_a_link_that_a_report_was_made_with_is_undone_too() -> None:
    made = replace(a_recommendation(), repeats=("a-body/a-report/1", "a-body/a-report/2"))
    check_step(a_step("unlinked"), made, BODY, DAY)
    assert repeats_of(replace(made, steps=(a_step("unlinked"),))) == ("a-body/a-report/2",)


def test_links_in_a_circle_end() -> None:
    one, other = (
        replace(a_recommendation(), id=f"a/{n}/1", report=f"a/{n}", repeats=(f"a/{3 - n}/1",)) for n in (1, 2)
    )
    ledger = Ledger(tuple(Report(held.report, "a", "a", "report", "A", DAY, "", (held,)) for held in (one, other)))
    assert [held.id for held in ledger.asked_before("a/1/1")] == ["a/2/1"]


# What waits for whom


def test_a_board_shows_what_waits_for_each_side(office: Office, house: House, first: RecommendationRecord) -> None:
    def held(body: str, side: str) -> list[str]:
        return [due.life.recommendation.number for due in waiting(ledger_of(house), [body], side)]

    assert held("mopac", "addressee") == ["1", "2"]
    assert held("mps", "addressee") == ["2"]
    stepping.answer(first, "mopac", YES, day(9), house, by=office.by("lia"))
    assert held("mopac", "addressee") == ["2"]
    assert held(COMMITTEE, "committee") == []
    stepping.claim(first, "mopac", "delivered", day(10), house, evidence=[SHOWN], by=office.by("lia"), reason="Out.")
    assert held(COMMITTEE, "committee") == ["1"]


# Files and records


def test_the_files_hold_no_persons_name_and_the_events_hold_every_step(
    office: Office, house: House, first: Any
) -> None:
    stepping.answer(first, "mopac", YES, day(9), house, by=office.by("lia"))
    text = report_path(house.root, f"{COMMITTEE}/knives-2026").read_text(encoding="utf-8")
    for name in ("Lia", "Lopez", "Clara", "Cole", "Chris", "Cohen"):
        assert name not in text
    told = Event.objects.get(action="recommendation.answer")
    assert (told.subject, told.actor) == (first.key, office.by("lia").key)


def test_a_file_that_was_lost_or_altered_is_told_and_written_again(office: Office, house: House, first: Any) -> None:
    assert check(house.root) == []
    path = report_path(house.root, f"{COMMITTEE}/knives-2026")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("every school", "no school"), encoding="utf-8")
    assert len(check(house.root)) == 1
    assert heal(house.root) == []
    assert path.read_text(encoding="utf-8") == text
    path.unlink()
    assert "is missing" in check(house.root)[0]
    assert heal(house.root) == [f"{COMMITTEE}/knives-2026"]
    assert check(house.root) == []


def test_the_pack_is_taken_in_once_and_reads_the_same(office: Office, house: House) -> None:
    before = ledger_of(house)
    assert len(take_in_ledger(house)) == len(before.reports) + len(before.investigations)
    after = ledger_of(house)
    assert [one.id for one in after.reports] == [one.id for one in before.reports]
    assert [replace(one, published=None) for one in after.reports] == list(before.reports)
    assert {one.id: one for one in after.investigations} == {one.id: one for one in before.investigations} | {
        one.id: replace(one, activities=tuple(replace(held, investigation=one.id) for held in one.activities))
        for one in before.investigations
    }
    assert take_in_ledger(house) == []
    assert check(house.root) == []


def test_investigations_are_prepared_in_the_office_and_opened_by_the_chair(office: Office, house: House) -> None:
    clara, committee = office.by("clara"), office.organisation(COMMITTEE)
    held = actions.begin_investigation(committee, "bail", house, title="Bail", terms="How bail is used.", by=clara)
    actions.record_activity(
        committee, house, kind="visit", title="A custody suite", on=DAY, investigation=held, bodies=["mps"], by=clara
    )
    published(office, house)
    assert ledger_of(house).investigations == ()
    assert "custody suite" not in json.dumps([path.read_text() for path in (house.root / "scrutiny").rglob("*.json")])
    with pytest.raises(NotAllowed):
        actions.open_investigation(held, DAY, house, by=clara)
    actions.open_investigation(held, DAY, house, by=office.by("chris"))
    found = ledger_of(house).investigation("bail")
    assert [one.title for one in found.activities] == ["A custody suite"]
    actions.close_investigation(held, day(10), house, by=office.by("chris"))
    held.refresh_from_db()
    with pytest.raises(PeelianError, match="is closed"):
        actions.record_activity(committee, house, kind="visit", title="More", on=DAY, investigation=held, by=clara)


def test_a_report_does_not_name_an_investigation_that_nobody_may_read_of(office: Office, house: House) -> None:
    clara, committee = office.by("clara"), office.organisation(COMMITTEE)
    held = actions.begin_investigation(committee, "canary", house, title="Secret", terms="Why.", by=clara)
    published(office, house, investigation=held)
    path = report_path(house.root, f"{COMMITTEE}/knives-2026")
    assert "canary" not in path.read_text(encoding="utf-8")
    actions.open_investigation(held, DAY, house, by=office.by("chris"))
    assert ledger_of(house).report(f"{COMMITTEE}/knives-2026").investigation == "canary"
    assert check(house.root) == []


def test_what_nobody_may_read_yet_is_in_nobody_elses_audit(office: Office, house: House) -> None:
    clara, committee = office.by("clara"), office.organisation(COMMITTEE)
    held = actions.begin_investigation(committee, "canary", house, title="Secret", terms="Why.", by=clara)
    draft = drafted(office, house)
    assert {held.key, draft.key} <= set(closed_to(office.person("ivy")))
    assert closed_to(office.person("mina")) == []
    actions.publish(draft, house, by=office.by("chris"))
    assert draft.key not in closed_to(office.person("ivy"))


def test_a_link_holds_up_no_earlier_day() -> None:
    asked = a_recommendation(a_step("linked", to="a-body/a-report/1"))
    before = replace(a_step("answered"), on=DAY - dt.timedelta(3))
    check_step(before, asked, BODY, DAY)
    with pytest.raises(PeelianError, match="is before that"):
        check_step(before, a_recommendation(a_step("acknowledged")), BODY, DAY)


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_taken_reads_the_same_in_the_order_of_days(seed: int) -> None:
    """Steps are kept by day: whatever the checks let through can be read back in that order."""
    chance, steps = random.Random(seed), []
    for _ in range(40):
        kind = chance.choice(list(MOVES))
        more = {"to": f"a-body/a-report/{len(steps)}"} if kind == "linked" else {}
        step = replace(a_step(kind, **more), on=DAY + dt.timedelta(chance.randrange(30)), number=len(steps))
        kept = tuple(sorted(steps, key=lambda one: (one.on, one.number)))
        try:
            check_step(step, a_recommendation(*kept), BODY, DAY + dt.timedelta(40), "crime-and-disorder")
        except PeelianError:
            continue
        steps.append(step)
        state_of(sorted(steps, key=lambda one: (one.on, one.number)), BODY)
    assert steps


def test_what_has_not_happened_is_no_activity(office: Office, house: House) -> None:
    committee, clara = office.organisation(COMMITTEE), office.by("clara")
    for when in ({"on": today() + dt.timedelta(1)}, {"month": "2040-01"}, {}):
        with pytest.raises(PeelianError):
            actions.record_activity(committee, house, kind="visit", title="A visit", by=clara, **when)


def test_the_manual_draws_this_table() -> None:
    from tests.support.ledger_reference import recommendation_life_page

    page = (ROOT / "docs/reference/recommendation-life.md").read_text(encoding="utf-8")
    assert page == recommendation_life_page(), "run scripts/reference.py"


def test_every_word_of_an_answer_a_claim_and_a_verdict_has_its_sign() -> None:
    for table in (ANSWERS, CLAIMS, VERDICTS):
        assert len({one.sign for one in table.values()}) == len(table)
        assert RecommendationStep._meta.get_field("status").max_length >= max(map(len, table))
