"""What was made to a body that is gone is owed by who took its place, from that day on, and nothing is rewritten."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.ledger import entry, number
from tests.support.office import Office

from peelian.core.acting import NotAllowed
from peelian.figures.house import House, today
from peelian.figures.packfile import PackError
from peelian.plans.entry import mapping
from peelian.plans.pack import read_bodies
from peelian.plans.records import Body, Successor
from peelian.scrutiny.ledger import actions, stepping
from peelian.scrutiny.ledger.exporting import news, row_of
from peelian.scrutiny.ledger.form import form_of, read_report
from peelian.scrutiny.ledger.owing import Handed, handed_on, owing, since, until
from peelian.scrutiny.ledger.publishing import report_path
from peelian.scrutiny.ledger.queries import ledger_of, waiting
from peelian.scrutiny.ledger.records import Answer, LedgerStep, Recommendation, Report, Text
from peelian.scrutiny.ledger.shelf import Ledger
from peelian.scrutiny.ledger.standing import Life, overdue_in
from peelian.scrutiny.ledger.timing import answers

YES = (Answer("", "accepted", "We will."),)
GONE = dt.date(2012, 1, 16)
LONDON = ROOT / "src/peelian/packs/london/bodies.yaml"


def body(name: str, *succeeded: tuple[str, dt.date]) -> Body:
    return Body(name, name, name, "police-force", None, tuple(Successor(*one) for one in succeeded))


def on(year: int) -> dt.date:
    return dt.date(year, 1, 1)


# The rule


def test_who_owes_follows_from_the_day_through_any_number_of_successors() -> None:
    bodies = {one.id: one for one in (
        body("a", ("b", on(2010)), ("c", on(2010))), body("b", ("d", on(2015))), body("c"), body("d"),
    )}  # fmt: skip
    handed = handed_on(bodies, ["a"])
    assert owing(handed, "a", dt.date(2009, 12, 31)) == ("a",)
    assert owing(handed, "a", on(2010)) == ("b", "c"), "the day itself is theirs"
    assert owing(handed, "a", on(2015)) == ("d", "c")
    assert owing(handed, "c", on(2015)) == ("c",)
    assert [since(handed, "a", one) for one in "abcd"] == [None, on(2010), on(2010), on(2015)]
    assert [until(handed, one) for one in "abcd"] == [on(2010), on(2015), None, None]


def test_several_bodies_can_become_one_and_each_hands_on_its_own() -> None:
    bodies = {one.id: one for one in (body("a", ("c", on(2010))), body("b", ("c", on(2011))), body("c"))}
    handed = handed_on(bodies, ["a", "b"])
    assert (since(handed, "a", "c"), since(handed, "b", "c")) == (on(2010), on(2011))
    assert owing(handed, "b", on(2010)) == ("b",)
    assert handed_on(bodies, ["c"]) == ()


def test_london_knows_who_took_whose_place() -> None:
    bodies = read_bodies(LONDON)
    assert owing(handed_on(bodies, ["mpa"]), "mpa", GONE - dt.timedelta(1)) == ("mpa",)
    assert owing(handed_on(bodies, ["mpa"]), "mpa", GONE) == ("mopac",)
    assert owing(handed_on(bodies, ["hmic"]), "hmic", dt.date(2017, 7, 19)) == ("hmicfrs",)


@pytest.mark.parametrize(
    ("succeeded", "refused"),
    [
        ("[{by: nobody, from: 2012-01-16}]", "no other body"), ("[{by: a, from: 2012-01-16}]", "no other body"),
        ("[{by: b, from: 2012-01-16}, {by: b, from: 2013-01-16}]", "twice"), ("[{by: b, from: 2020-01-01}]", "was gone by"),
        ("[{by: b}]", "from"),
    ],
)  # fmt: skip
def test_a_succession_that_cannot_be_is_refused(tmp_path: Path, succeeded: str, refused: str) -> None:
    text = (f"- {{id: a, name: A, short: A, kind: x, succeeded: {succeeded}}}\n"
            "- {id: b, name: B, short: B, kind: x, succeeded: [{by: c, from: 2020-01-01}]}\n"
            "- {id: c, name: C, short: C, kind: x}\n")  # fmt: skip
    (tmp_path / "bodies.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=refused):
        read_bodies(tmp_path / "bodies.yaml")


# A recommendation


def a_life(*steps: LedgerStep, on: dt.date, made: dt.date = dt.date(2011, 6, 1)) -> Life:
    text = Text("summary", "Do it.", ())
    asked = Recommendation(
        "c/r/1", "c/r", "1", "Do it", (text,), ("mpa",), due=dt.date(2011, 9, 1), due_by="requested", steps=steps,
        handed=(Handed("mpa", "mopac", GONE),),
    )  # fmt: skip
    return Life(Report("c/r", "c", "c", "report", "A report", made, "", (asked,)), asked, "mpa", on)


def test_the_feed_of_who_took_a_bodys_place_tells_of_what_it_owes_now() -> None:
    steps = (
        LedgerStep("answered", on(2013), "mopac", about="mpa", answers=YES),
        LedgerStep("verdict", on(2014), "c", about="mpa", status="partly", reason="Half of it."),
    )
    held = Ledger((a_life(*steps, on=on(2026)).report,))
    for body in ("mpa", "mopac", "c"):
        assert [one.kind for one in news(held, {}, body)] == ["verdict", "answered", "report"]
    assert news(held, {}, "mps") == []


def test_it_is_overdue_with_whoever_owes_it_and_never_twice() -> None:
    before, after = a_life(on=GONE - dt.timedelta(1)), a_life(on=on(2026))
    assert (before.owed_by, before.passed_on) == (("mpa",), None)
    assert (after.owed_by, after.passed_on, after.addressee) == (("mopac",), GONE, "mpa")
    assert after.of("mpa")
    assert after.of("mopac")
    assert not after.owed("mpa")
    assert [len([one for one in (after,) if one.owed(body) and one.overdue]) for body in ("mpa", "mopac")] == [0, 1]
    assert row_of(after)["owed_by"] == "mopac"
    assert row_of(after)["addressee"] == "mpa", "what it was made to stays"


def test_the_curve_of_each_body_watches_what_it_owed_itself() -> None:
    """Kaplan and Meier with late entry: at risk from the day on which a body took another's place, and not before."""
    now, made = dt.date(2012, 6, 1), dt.date(2011, 6, 1)
    silent = a_life(on=now)
    said = LedgerStep("answered", dt.date(2012, 3, 1), "mopac", about="mpa", answers=YES)
    early = LedgerStep("answered", dt.date(2011, 7, 1), "mpa", answers=YES)
    held = [silent, a_life(said, on=now), a_life(early, on=now)]
    handed = (GONE - made).days
    assert [(one.entered, one.days, one.over) for one in answers(held, "mopac").curve.held] == [
        (handed, (now - made).days, False), (handed, (dt.date(2012, 3, 1) - made).days, True),
    ]  # fmt: skip
    assert [(one.entered, one.days, one.over) for one in answers(held, "mpa").curve.held] == [
        (0, handed - 1, False), (0, handed - 1, False), (0, 30, True),
    ]  # fmt: skip
    assert [one.over for one in answers(held).curve.held] == [False, True, True], "of all bodies together none is lost"
    of_heir = answers(held, "mopac").curve
    assert [of_heir.at_risk(days) for days in (0, handed - 1, handed, handed + 1)] == [0, 0, 2, 2]
    assert [(one.at_risk, one.ended) for one in of_heir.points[1:]] == [(2, 1)]


def test_a_form_is_read_with_the_steps_of_who_took_its_place_and_of_nobody_else() -> None:
    bodies = {**read_bodies(LONDON), "c": body("c")}
    said = LedgerStep("answered", dt.date(2012, 3, 1), "mopac", about="mpa", answers=YES)
    report = a_life(said, on=on(2026)).report
    written = form_of(report)
    assert "handed" not in written["recommendations"][0], "it follows from the pack"
    assert read_report(mapping(written, "a file"), bodies).recommendations[0].handed == (Handed("mpa", "mopac", GONE),)
    for wrong in (
        replace(said, on=dt.date(2011, 12, 1)),
        replace(said, by="mps"),
        replace(said, about=""),
    ):
        asked = replace(report.recommendations[0], steps=(wrong,))
        with pytest.raises(PackError, match="was not asked this"):
            read_report(mapping(form_of(replace(report, recommendations=(asked,))), "a file"), bodies)


# At the desk


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def office(db: Any) -> Office:
    return Office()


@pytest.fixture
def first(office: Office, house: House) -> Any:
    clara = office.by("clara")
    report = actions.begin(
        office.person("clara").held[0].organisation, "old-2011", house, kind="report", by=clara, title="An old report",
        on=dt.date(2011, 6, 1),
    )  # fmt: skip
    asked = entry("Do it")
    actions.add(report, "1", ["mpa"], asked, house, requested=dt.date(2011, 9, 1), by=clara)
    actions.publish(report, house, by=office.by("chris"))
    return number(report, "1")


def test_the_successor_answers_and_claims_in_its_place_and_nothing_is_rewritten(
    office: Office, house: House, first: Any
) -> None:
    ledger = ledger_of(house)
    assert [due.life.addressee for due in waiting(ledger, ["mopac"], "addressee")] == ["mpa"]
    assert waiting(ledger, ["mpa"], "addressee") == []
    assert overdue_in(ledger.asked_of("mopac", today())) == 1
    with pytest.raises(NotAllowed):
        stepping.answer(first, "mpa", YES, today(), house, by=office.by("hanna"))
    stepping.answer(first, "mpa", YES, today(), house, by=office.by("lia"))
    held = ledger_of(house).asked_of("mopac", today())
    assert [(one.addressee, one.state.id, one.overdue) for one in held] == [("mpa", "answered", ())]
    step = held[0].steps[0]
    assert (step.by, step.about, step.noted_by) == ("mopac", "mpa", "")
    written = json.loads(report_path(house.root, first.report.name).read_text(encoding="utf-8"))
    assert written["recommendations"][0]["addressees"] == ["mpa"]


def test_what_it_said_before_it_was_gone_is_noted_as_its_own(office: Office, house: House, first: Any) -> None:
    stepping.answer(first, "mpa", YES, dt.date(2011, 8, 1), house, by=office.by("clara"))
    step = ledger_of(house).asked_of("mpa", today())[0].steps[0]
    assert (step.by, step.about, step.noted_by) == ("mpa", "", "london-assembly-pcc")
