"""The form of a decision and what is checked of it (NEEDS N40, N41, N43): references, gaps, lacks, consultees, days, warnings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.decisions import ADVICE, FORM, GROUND

from peelian.core.clocks.calendars import united_kingdom
from peelian.decisions.checks import (
    compare_consultees,
    due_of,
    faults,
    out_of_order,
    publication,
    punctuality,
)
from peelian.decisions.form import read_decision, to_form
from peelian.decisions.lacking import STAGES, Facts, Withheld, lacks
from peelian.decisions.pack import decisions_of, read_content, read_file, series_of
from peelian.decisions.procedure import CallIn, call_in_ends, effect, notice_lacks
from peelian.decisions.records import Advice, Decision, Deferral, KeyNotice, PrivateMeeting, Signature
from peelian.decisions.references import Reference, Series, gaps, missing, reference
from peelian.decisions.shelf import shelf, totals
from peelian.decisions.warnings import warnings
from peelian.figures.errors import PeelianError
from peelian.figures.pack import PACKS
from peelian.figures.packfile import PackError
from peelian.plans.entry import mapping
from peelian.reading.persons import warned

LONDON = PACKS / "london"
UK = united_kingdom()
TODAY = dt.date(2026, 11, 26)
SERIES = Series("pcd", "PCD", "Decisions", "mopac", "Deputy Mayor", False, ADVICE, "Chief Executive Officer")
ITEMS = {"commitment:crime-prevention-fund"}


def form(**changed: Any) -> Decision:
    """The whole form of tests/support, with keys changed; None takes one out."""
    told = {key: value for key, value in (FORM | changed).items() if value is not None}
    return read_content({"reference": "PCD 1560", **told}, "the form")


def signed(**changed: Any) -> Decision:
    """The same with everything signed."""
    by = {"post": "Deputy Mayor", "name": "Debbie Diaz", "day": "2026-11-26"}
    advice = [
        {"subject": one, "text": "Nothing stands against it.", "signature": {**by, "post": "Adviser"}} for one in ADVICE
    ]
    return form(**({"officer": by, "director": by, "maker": by, "interests": "None.", "advice": advice} | changed))


def facts(**changed: Any) -> Facts:
    return Facts(**({"series": SERIES, "today": TODAY, "calendar": UK, "items": ITEMS} | changed))


def sentences(decision: Decision, before: str = "signed", **changed: Any) -> list[str]:
    return [one.sentence for one in lacks(decision, facts(**changed), before)]


def mda() -> Decision:
    return next(one for one in decisions_of(LONDON) if one.id == "MDA-1217")


# references


def test_what_nobody_can_see_is_not_kept() -> None:
    made = form(title="\u202eGrants\u200b for wards", fund="\u200b\u2060 ")
    assert (made.title, made.fund) == ("Grants for wards", "")
    assert form(title="नमस्ते 👩‍🚒").title == "नमस्ते 👩‍🚒", "joiners belong to letters"


def test_a_reference_is_one_however_it_is_written() -> None:
    assert {reference(text) for text in ("PCD 188", "pcd-188", "PCD188", "PCD No. 188")} == {Reference("PCD", 0, 188)}
    assert reference("DMPCD 2016 16") == Reference("DMPCD", 2016, 16) == reference("DMPCD-2016-16")
    assert (str(reference("dmpcd-2016-16")), reference("PCD 188").key) == ("DMPCD 2016 16", "PCD-188")


@pytest.mark.parametrize("text", ["", "PCD", "188", "PCD 188 b", "P 1", "PCD 1234567"])
def test_what_is_no_reference_is_refused_with_how_one_is_written(text: str) -> None:
    with pytest.raises(PeelianError, match="no reference") as told:
        reference(text)
    assert told.value.remedy == "Write it like PCD 188 or DMPCD 2016 16."


@given(st.sets(st.integers(1, 400), min_size=1))
def test_what_is_known_and_what_is_missing_make_up_the_whole_row(numbers: set[int]) -> None:
    held = [Reference("PCD", 0, one) for one in numbers]
    gone = {number for gap in gaps(held) for number in range(gap.first.number, gap.last.number + 1)}
    assert gone | numbers == set(range(min(numbers), max(numbers) + 1))
    assert not gone & numbers
    assert missing(held) == len(gone)


def test_numbers_of_other_series_and_years_are_no_neighbours() -> None:
    held = [Reference("PCD", 0, 1), Reference("MDA", 0, 9), Reference("DMPCD", 2016, 2), Reference("DMPCD", 2017, 7)]
    assert gaps(held) == []


def test_the_next_number_follows_the_highest_of_its_series_and_year() -> None:
    yearly = replace(SERIES, prefix="DMPCD", yearly=True)
    held = [Reference("PCD", 0, 132), Reference("PCD", 0, 218), Reference("DMPCD", 2016, 16)]
    assert SERIES.next(held, 2026) == Reference("PCD", 0, 219)
    assert yearly.next(held, 2016) == Reference("DMPCD", 2016, 17)
    assert yearly.next(held, 2017) == Reference("DMPCD", 2017, 1)


def test_nineteen_decisions_are_listed_in_order_and_sixty_eight_numbers_are_missing(tmp_path: Path) -> None:
    register = shelf(tmp_path, LONDON)
    series = next(one for one in register.series if one.id == "pcd")
    known = register.numbers_of(series)
    assert [one.number for one in known] == [
        132, 139, 170, 174, 183, 186, 188, 197, 198, 199, 200, 201, 203, 209, 210, 212, 213, 216, 218,
    ]  # fmt: skip
    assert (len(known), register.missing_of(series)) == (19, 68)
    assert [str(gap) for gap in register.gaps_of(series)][:2] == ["PCD 133 to 138", "PCD 140 to 169"]


def test_each_of_the_nineteen_stands_in_the_report_at_the_line_that_is_named(seeds: Path) -> None:
    lines = next(seeds.glob("002_*")).read_text(encoding="utf-8").splitlines()
    for one in decisions_of(LONDON):
        if one.printed and one.printed.document == "seed-002":
            assert lines[one.printed.line - 1].startswith(f"{one.reference}\t")


def test_a_sum_says_how_many_it_leaves_out(tmp_path: Path) -> None:
    found = totals(list(shelf(tmp_path, LONDON).filed))
    assert (found.stated, found.count, found.without, found.none, found.withheld) == ({}, 20, 20, 1, 0)


# the form


def test_a_form_read_from_what_it_is_written_as_is_the_same() -> None:
    for one in (*decisions_of(LONDON), form(), signed()):
        assert read_decision(mapping(to_form(one), "the form")) == one


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"money": [{"amount": "12.345"}]}, "no amount of money"),
        ({"money": [{"amount": "-1"}]}, "no amount of money"),
        ({"money": [{"amount": "NaN"}]}, "no amount of money"),
        ({"money": [{"amount": "1", "years": ["2026-28"]}]}, "no financial year"),
        ({"money": [{"amount": "1", "currency": "pounds"}]}, "no currency"),
        ({"money_is": "none"}, "is not what `money` says"),
        ({"kind": "great"}, "is not known"),
        ({"plan_items": ["theme:x"]}, "no item of a plan"),
        ({"plan": None}, "not which plan"),
        ({"grants": [{**FORM["grants"][0], "ends": "2026-01-01"}]}, "ends before it starts"),
        ({"grants": [{**FORM["grants"][0], "id": "a"}, {**FORM["grants"][0], "id": "a"}]}, "two grants are named a"),
        ({"grants": [{**FORM["grants"][0], "id": "a-1"}]}, "names no grant"),
        ({"title": "\u200b"}, "title says nothing"),
        ({"money": [{"amount": "5", "years": ["0000-01"]}]}, "no financial year"),
        ({"advice": [{"subject": "legal"}, {"subject": "legal"}]}, "stands twice"),
        (
            {"advice": [{"subject": "legal", "not_required": "x", "signature": {"post": "x"}}]},
            "signed, and said to be not required",
        ),
        ({"colour": "red"}, "unknown colour"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_where_and_what_to_do(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(PackError, match=says) as told:
        form(**changed)
    assert told.value.remedy


def test_a_mistake_in_a_file_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text("reference: PCD 1\ntitle: x\nmoney:\n- amount: many\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"form.yaml, line 4: amount 'many' is no amount"):
        read_file(tmp_path / "form.yaml")


def test_amounts_are_exact_and_added_up_by_currency() -> None:
    made = form(money=[{"amount": "0.10"}, {"amount": 0.2}, {"amount": "1,000.00", "currency": "EUR"}])
    assert made.totals == {"GBP": Decimal("0.30"), "EUR": Decimal("1000.00")}


# what a form lacks


def test_a_whole_form_with_every_signature_lacks_nothing() -> None:
    assert sentences(signed()) == []
    assert faults(signed(), facts(), TODAY) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"summary": None}, "There is no executive summary."),
        ({"decision": None}, "It does not say what is decided."),
        ({"options": None}, "No option that was considered and rejected is named, nor why there was none."),
        ({"options": [{"title": "To wait"}]}, "It does not say why “To wait” was rejected."),
        ({"money": None, "grants": None}, "No amount is stated, nor why there is none."),
        ({"fund": None}, "It does not say from which fund or budget it is paid."),
        ({"delegation": None}, "It does not say which resolution or scheme gives the power to decide."),
        ({"delegation": {"source": "Scheme", "to": "x", "scope": "y", "limit": "100000"}},
         "It commits 120,000.00; the power goes up to 100,000.00."),
        ({"delegation": {"source": "Scheme", "to": "x", "scope": "y", "day": "2026-11-27"}},
         "The power is of 2026-11-27, a day that has not come."),
        ({"summary": "\u200b \u2060"}, "There is no executive summary."),
        ({"plan_items": ["commitment:moon"]}, "The plan plan-2017-21 has no commitment moon."),
        ({"deferral": {"reason": "x"}}, "Publication is deferred, and it does not say until what date."),
        ({"deferral": {"until": "2027-01-01"}}, "Publication is deferred, and it does not say why."),
        ({"deferral": {"until": "2026-11-26", "reason": "x"}}, "Publication is deferred until 2026-11-26, which has come."),
        ({"part_2": True}, "It says that there is a Part 2, and nothing stands in it."),
        ({"money": None, "money_is": "withheld", "no_money": "x", "grants": None},
         "The amount is said to stand in Part 2, and there is no Part 2."),
        ({"grants": [{"title": "G", "recipient_name": "N", "amount": "1"}]},
         "The grant “G” lacks an identifier of its recipient and its purpose."),
        ({"money": [{"amount": "200000", "currency": "EUR"}], "delegation": {"source": "Scheme", "to": "x", "scope": "y"}},
         "It awards 120,000.00 in grants, more than the amount that it states."),
        ({"money": [{"amount": "120000"}, {"amount": "9", "currency": "EUR"}]},
         "It commits EUR 9.00; the power goes up to 500,000.00 pounds, so state it in pounds."),
        ({"grants": [{**FORM["grants"][0], "recipient": "Elm"}]},
         "The grant “Lights for Elm ward” names its recipient by Elm, no identifier of org-id.guide."),
        ({"money": [{"amount": "5"}]}, "It awards 120,000.00 in grants, more than the amount that it states."),
    ],
)  # fmt: skip
def test_each_lack_of_a_form_is_named_before_advice_is_asked_for(changed: dict[str, Any], says: str) -> None:
    assert sentences(form(**changed), "advice") == [says]


def test_a_plan_that_is_not_kept_cannot_be_looked_up() -> None:
    assert sentences(form(), "advice", items=None) == [
        "No plan plan-2017-21 is kept here, so its items cannot be looked up."
    ]


def test_every_subject_is_signed_or_not_required_with_a_reason() -> None:
    left = tuple(one for one in signed().advice if one.subject != "legal")
    assert sentences(replace(signed(), advice=left)) == ["Legal comments: neither signed nor said to be not required."]
    spared = replace(signed(), advice=(*left, Advice("legal", not_required="No question of law arises.")))
    assert sentences(spared) == []
    mute = replace(signed(), advice=(*left, Advice("legal", "", Signature("Adviser", "Finn", TODAY))))
    assert sentences(mute) == ["Legal comments: signed, and nothing is said."]


def test_finance_can_only_be_not_required_where_no_money_is() -> None:
    others = tuple(one for one in signed().advice if one.subject != "financial")
    spared = replace(signed(), advice=(*others, Advice("financial", not_required="None.")))
    assert sentences(spared) == ["Money is involved, so financial comments are required."]
    free = replace(spared, money=(), money_is="none", no_money="It costs nothing.", fund="", grants=())
    assert sentences(free) == []


def test_advice_on_another_substance_is_needed_anew() -> None:
    assert sentences(signed(), stale=frozenset({"legal"})) == [
        "Legal comments: signed before what is decided, or Part 2, became another."
    ]


def test_part_2_needs_a_text_a_ground_a_rationale_a_review_date_and_a_seal() -> None:
    made = signed(part_2=True)
    whole = Withheld("The offers", True, (GROUND,), dt.date(2027, 5, 1), 49)
    assert sentences(made, withheld=(whole,)) == []
    for changed, says in (
        ({"length": 0}, "“The offers” in Part 2 is empty."),
        ({"grounds": ()}, "“The offers” in Part 2 names no ground for withholding it."),
        ({"grounds": (replace(GROUND, reason=""),)}, "“The offers” in Part 2 does not say why it is withheld."),
        ({"review_on": None}, "“The offers” in Part 2 has no day on which it is looked at again."),
        ({"sealed": False}, "Seal Part 2 first: “The offers” is not sealed yet."),
    ):
        assert sentences(made, withheld=(replace(whole, **changed),)) == [says]  # type: ignore[arg-type]
    assert sentences(signed(), withheld=(whole,)) == [
        "Something stands in Part 2, and the form says that there is none."
    ]


def test_a_later_stage_lacks_at_least_what_an_earlier_one_does() -> None:
    bare = read_content({"reference": "PCD 1", "title": "x"}, "the form")
    found = [{one.sentence for one in lacks(bare, facts(), stage)} for stage in STAGES]
    assert all(one <= two for one, two in pairwise(found))
    assert "The lead officer has not signed." in found[2]
    assert "Chief Executive Officer has not countersigned." in found[3]


# publication


def test_publication_is_due_one_working_day_after_approval() -> None:
    assert due_of(mda(), UK) == dt.date(2020, 9, 25)
    friday = publication(dt.date(2026, 12, 24), UK)
    assert friday.due == dt.date(2026, 12, 29), "over Christmas, whose Saturday holiday moves to Monday"
    assert due_of(form(deferral={"until": "2027-01-05", "reason": "x"}), UK) == dt.date(2027, 1, 5)
    assert due_of(form(), UK) is None, "nobody has taken it yet"


def test_late_publication_is_counted_in_working_days() -> None:
    told = punctuality(mda(), dt.date(2020, 9, 29), UK, TODAY)
    assert (told.late, told.working_days) == (True, 2)
    assert (
        told.sentence
        == "Published 2020-09-29, 2 working days late: due 2020-09-25, one working day after it was taken."
    )
    in_time = punctuality(mda(), dt.date(2020, 9, 25), UK, TODAY)
    assert (in_time.late, in_time.working_days) == (False, 0)
    assert punctuality(mda(), None, UK, dt.date(2020, 9, 28)).late, "not out, and it should be"


def test_a_decision_of_which_nobody_knows_the_day_is_neither_late_nor_in_time() -> None:
    told = punctuality(decisions_of(LONDON)[1], None, UK, TODAY)
    assert (told.due, told.late) == (None, False)
    assert "not known here" in told.sentence


# MDA 1217, from end to end


def test_the_members_decision_of_2020_is_sound_and_its_consultees_do_not_agree() -> None:
    series = next(one for one in series_of(LONDON) if one.id == "mda")
    assert faults(mda(), facts(series=series)) == []
    said = compare_consultees(mda())
    assert [(one.name, one.certain) for one in said] == [
        ("Caroline Pidgeon MBE AM", True), ("Deputy Chairman", True), ("Deputy Chairman", False),
    ]  # fmt: skip
    assert "is in the list of consultees, but the decision does not say that they were consulted" in said[0].sentence
    late = faults(mda(), facts(series=series), dt.date(2020, 9, 28))
    assert [one.what for one in late] == ["publication"]


def test_names_are_one_with_and_without_honours() -> None:
    asked = {
        "source": "x",
        "to": "x",
        "scope": "x",
        "consult": [{"name": "Steve O’Connell AM"}, {"name": "Sian Berry"}],
    }
    agreed = form(delegation=asked, consulted=[{"name": "Steve O'Connell"}, {"name": "Sian Berry AM"}], consultees=None)
    assert compare_consultees(agreed) == []
    forgotten = form(
        delegation=asked, consulted=[{"name": "Steve O'Connell"}], consultees=[{"name": "Steve O'Connell"}]
    )
    assert [one.sentence for one in compare_consultees(forgotten)] == [
        "The power names Sian Berry, who is neither said to have been consulted nor in the list of consultees.",
    ]


def test_what_is_signed_after_it_had_to_be_is_found() -> None:
    late = {"post": "Adviser", "name": "Finn", "day": "2026-11-27"}
    advice = [{"subject": "legal", "text": "x", "signature": late}]
    found = out_of_order(signed(advice=advice, director=late))
    assert [one.what for one in found] == ["advice:legal", "director"]
    assert out_of_order(form()) == []


def test_a_decision_that_nobody_signed_or_dated_is_said_to_be_none() -> None:
    assert "Nobody has signed that it is taken." in [one.sentence for one in faults(signed(maker=None), facts())]
    undated = signed(maker={"post": "Deputy Mayor"})
    assert "It does not say on which day it was taken." in [one.sentence for one in faults(undated, facts())]


# notices and call-in


NOTICE = KeyNotice(dt.date(2026, 10, 27), None, "", "", dt.date(2026, 11, 25))


def key(notice: KeyNotice | None = NOTICE) -> Decision:
    return replace(signed(), kind="key", key_notice=notice)


def test_a_key_decision_is_announced_twenty_eight_clear_days_before() -> None:
    assert list(notice_lacks(key(), UK)) == []
    late = key(replace(NOTICE, forward_plan=dt.date(2026, 10, 28)))
    assert [law for _, law in notice_lacks(late, UK)] == ["SI 2012/2089 reg 9 to 11"]
    assert [law for _, law in notice_lacks(key(None), UK)] == ["SI 2012/2089 reg 9"]


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(9999, 12, 31)])
def test_a_day_beyond_every_calendar_is_said_and_stops_no_page(day: dt.date) -> None:
    [(said, law)] = notice_lacks(key(replace(NOTICE, decision_day=day)), UK)
    assert said.startswith("The days of its notices cannot be counted: ")
    assert law == "SI 2012/2089 reg 9"


def test_general_exception_needs_five_clear_days_and_a_reason() -> None:
    held = replace(
        NOTICE, forward_plan=None, exception=dt.date(2026, 11, 17), why="The grant was announced on the 10th."
    )
    assert list(notice_lacks(key(held), UK)) == []
    assert (
        "that of the general exception by 2026-11-17, and was on 2026-11-18"
        in next(notice_lacks(key(replace(held, exception=dt.date(2026, 11, 18))), UK))[0]
    )
    assert "why that was impracticable" in next(notice_lacks(key(replace(held, why="")), UK))[0]
    late = replace(held, exception=dt.date(2026, 11, 18), urgent_agreed_by="Chair of scrutiny")
    assert list(notice_lacks(key(late), UK)) == [], "special urgency is for where five clear days are impracticable too"


def test_special_urgency_needs_who_agreed_and_why() -> None:
    held = replace(NOTICE, forward_plan=None, urgent_agreed_by="Chair of scrutiny", why="The roof fell in.")
    assert list(notice_lacks(key(held), UK)) == []


def test_a_private_meeting_needs_two_notices_and_what_was_said_against_it() -> None:
    held = PrivateMeeting(
        dt.date(2026, 11, 25),
        dt.date(2026, 10, 27),
        dt.date(2026, 11, 17),
        "Prices.",
        "None were received.",
        "Nothing to answer.",
        "",
    )
    made = replace(signed(), private=held)
    assert list(notice_lacks(made, UK)) == []
    late = replace(
        made, private=replace(held, first_notice=dt.date(2026, 10, 28), second_notice=None, representations="")
    )
    assert [law for _, law in notice_lacks(late, UK)] == ["SI 2012/2089 reg 5(2)", "SI 2012/2089 reg 5(4)"]
    urgent = replace(
        made, private=replace(held, first_notice=None, second_notice=None, urgent_agreed_by="Chair of scrutiny")
    )
    assert list(notice_lacks(urgent, UK)) == []


def test_a_key_decision_is_held_until_the_days_of_call_in_are_over() -> None:
    out = dt.date(2026, 11, 26)
    assert call_in_ends(out, UK) == dt.date(2026, 12, 3)
    assert effect(key(), None, [], UK, out).held
    assert effect(key(), out, [], UK, dt.date(2026, 12, 3)).held
    assert not effect(key(), out, [], UK, dt.date(2026, 12, 4)).held
    assert not effect(signed(), None, [], UK, out).held, "an ordinary decision waits for nobody"


def test_what_was_called_in_is_held_until_it_is_settled() -> None:
    out, called = dt.date(2026, 11, 26), CallIn(dt.date(2026, 11, 30), "Three members", "Cost", "Overview board")
    later = dt.date(2027, 1, 5)
    assert effect(key(), out, [called], UK, later).held
    assert not effect(key(), out, [replace(called, outcome="upheld", settled=later)], UK, later).held
    assert effect(key(), out, [replace(called, outcome="reconsidered", settled=later)], UK, later).held


def test_only_who_agreed_that_it_is_not_to_be_called_in_takes_the_days_of_call_in_away() -> None:
    out = dt.date(2026, 11, 26)
    special = replace(NOTICE, urgent_agreed_by="Chair of scrutiny", why="The roof fell in.")
    assert effect(key(special), out, [], UK, out).held, "regulation 11 is about the notice, not about call-in"
    urgent = replace(NOTICE, no_call_in_by="The Mayor of the council", no_call_in_why="The roof fell in.")
    told = effect(key(urgent), None, [], UK, out)
    assert not told.held
    assert "The Mayor of the council agreed that it is too urgent to be called in: The roof fell in." in told.sentence
    for half in (replace(urgent, no_call_in_why=""), replace(urgent, no_call_in_by="")):
        assert [law for _, law in notice_lacks(key(half), UK)] == ["the council's constitution (LGA 2000 s.9F)"]


def test_what_was_reconsidered_can_take_effect() -> None:
    out, later, end = dt.date(2026, 11, 26), dt.date(2027, 1, 5), dt.date(2027, 1, 12)
    back = CallIn(dt.date(2026, 11, 30), "Three members", "Cost", "Board", outcome="reconsidered", settled=later)
    told = effect(key(), out, [back], UK, end)
    assert told.held
    assert "not carried out until that is decided" in told.sentence
    for result, held in (("confirmed", False), ("changed", False), ("dropped", True)):
        assert effect(key(), out, [replace(back, result=result, concluded=end)], UK, end).held is held, result
    in_no_time = replace(back, outcome="lapsed")
    assert not effect(key(), out, [in_no_time], UK, end).held, "a committee that is too late stops nothing"


# what must be looked at


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Write to jane.doe@example.org.", "is an e-mail address"),
        ("Ring 020 7946 0018 first.", "is a telephone number"),
        ("She lives at SW1A 1AA.", "is a full postcode"),
        ("a 17-year-old from Romford", "tells somebody's age"),
        ("one caller is named", "tells of one person"),
        ("an individual police officer", "tells of one person"),
        ("three victims in the ward", "counts fewer than five people"),
    ],
)
def test_what_may_tell_of_a_person_is_shown_with_its_words(text: str, sign: str) -> None:
    assert [one.why for one in warned(text)] == [sign]
    assert any(one.what == "summary" and sign in one.sentence and one.around for one in warnings(form(summary=text)))


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"part_2_reason": "One caller is named."}, "part-2"),
        ({"deferral": {"until": "2027-01-01", "reason": "One caller is asked first."}}, "deferral"),
        ({"key_notice": {"why": "One caller is in danger."}}, "notices"),
        ({"private": {"representations": "One resident wrote."}}, "notices"),
        ({"money": [{"amount": "5", "what": "For one victim"}]}, "money"),
        ({"delegation": {"source": "Scheme", "scope": "To house one family"}}, "delegation"),
    ],
)
def test_every_text_that_becomes_public_is_looked_at(changed: dict[str, Any], what: str) -> None:
    assert what in {one.what for one in warnings(form(**changed)) if "tells of one person" in one.sentence}


@pytest.mark.parametrize(
    "text", ["Grants of £120,000 in 2026-27.", "Three wards get money.", "Section 106 agreements", "PCD 188"]
)
def test_what_tells_of_nobody_is_left_alone(text: str) -> None:
    assert warned(text) == []


def test_a_deferral_that_was_changed_counts_from_its_new_day() -> None:
    made = replace(signed(), deferral=Deferral(dt.date(2026, 12, 1), "x"))
    assert punctuality(made, dt.date(2026, 12, 10), UK, TODAY, dt.date(2026, 12, 10)).late is False
    assert punctuality(made, dt.date(2026, 12, 10), UK, TODAY).late is True
