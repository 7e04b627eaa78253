"""Deadlines, by the examples that the law and its guidance give: each test is a sentence about one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import ROOT

from peelian.core.clocks.calendars import Calendar, read_calendar, united_kingdom
from peelian.core.clocks.changes import recompute, uses
from peelian.core.clocks.counting import period_end, period_start, with_months
from peelian.core.clocks.deadlines import Deadline, Extension, Stop, deadline
from peelian.core.clocks.rules import StopRule, read_rules, rule, rules
from peelian.core.clocks.statutory import DIVISIONS, easter, statutory
from peelian.figures.errors import PeelianError

UK = united_kingdom()
DAY = timedelta(1)


def find(name: str, start: str, *stops: Stop, extend: int = 0, calendar: Calendar = UK) -> Deadline:
    """The deadline of a rule, from a date as text."""
    more = (Extension(extend),) if extend else ()
    return deadline(rule(name), date.fromisoformat(start), calendar=calendar, stops=stops, extensions=more)


def stop(kind: str, first: str, last: str | None = None) -> Stop:
    """A stop, from dates as text."""
    return Stop(kind, date.fromisoformat(first), date.fromisoformat(last) if last else None)


def why(found: Deadline, day: str) -> str:
    """What a deadline says of one of its days."""
    return next(item.why for item in found.days if item.date == date.fromisoformat(day))


def due(name: str, start: str, *stops: Stop, extend: int = 0) -> str:
    """The due date as text."""
    return str(find(name, start, *stops, extend=extend).due)


# ---- freedom of information and its relatives (DOMAIN 1.7)


def test_a_request_for_information_is_due_on_the_twentieth_working_day_after_receipt() -> None:
    found = find("foi-reply", "2026-11-26")
    assert found.due == date(2026, 12, 29)
    assert found.days[0].why == "day of receipt, not counted"
    assert why(found, "2026-11-27") == "counted: working day 1"
    assert why(found, "2026-11-28") == "Saturday"
    assert found.days[-1].why == "counted: working day 20"


def test_a_bank_holiday_anywhere_in_the_united_kingdom_is_no_working_day_for_it() -> None:
    found = find("foi-reply", "2026-07-01")
    assert why(found, "2026-07-13") == "Battle of the Boyne (substitute day), a bank holiday in Northern Ireland"
    assert found.due == date(2026, 7, 30)
    assert due("mayors-letters", "2026-07-01") == "2026-07-29", "by England's calendar it is a day less"
    assert "St Andrew’s Day, a bank holiday in Scotland" in why(find("foi-reply", "2026-11-26"), "2026-11-30")
    assert (
        why(find("foi-reply", "2026-12-18"), "2027-01-04") == "2 January (substitute day), a bank holiday in Scotland"
    )
    assert why(find("foi-reply", "2026-05-29"), "2026-06-15") == "World Cup bank holiday in Scotland"


def test_christmas_and_new_year_are_told_by_name() -> None:
    found = find("foi-reply", "2026-12-18")
    assert found.due == date(2027, 1, 21)
    assert why(found, "2026-12-25") == "Christmas Day, a public holiday"
    assert why(found, "2026-12-28") == "Boxing Day (substitute day), a bank holiday"
    assert found.sentence == (
        "The answer is due by Thursday 21 January 2027: the 20th working day after the day of receipt, Friday 18 December 2026."
    )


def test_clarification_begins_a_request_for_information_anew() -> None:
    """Section 10(6): the date of receipt is then that of the clarification; nothing counted before it stays."""
    found = find("foi-reply", "2026-03-02", stop("clarification", "2026-03-10", "2026-03-16"))
    assert found.due == find("foi-reply", "2026-03-16").due
    assert why(found, "2026-03-03").startswith("set aside: the clock began anew on Monday 16 March 2026")
    assert why(found, "2026-03-16") == "clarification received, not counted"
    assert "began anew (clarification received), Monday 16 March 2026" in found.sentence


def test_a_fees_notice_leaves_out_the_day_it_is_given_and_the_day_it_is_paid() -> None:
    """Section 10(2): the working days of the period that begins with the notice and ends with the payment."""
    plain, stopped = (
        find("foi-reply", "2026-03-02"),
        find("foi-reply", "2026-03-02", stop("fee", "2026-03-10", "2026-03-12")),
    )
    assert why(stopped, "2026-03-10") == why(stopped, "2026-03-12") == "clock stopped: fees notice given"
    assert plain.due == date(2026, 3, 31)  # 17 March is St Patrick's Day
    assert stopped.due == date(2026, 4, 7), "three working days more, over Good Friday and Easter Monday"


def test_a_clock_that_was_stopped_and_not_started_again_has_no_due_date() -> None:
    found = find("foi-reply", "2026-03-02", stop("clarification", "2026-03-10"))
    assert found.due is None and found.remaining(date(2026, 3, 20)) is None and not found.overdue(date(2030, 1, 1))
    assert found.sentence.startswith("The clock stands still since Tuesday 10 March 2026: clarification asked for")
    assert found.days[-1].date == date(2026, 3, 10)


def test_an_extension_is_counted_in_the_rules_own_unit() -> None:
    assert due("foi-reply", "2026-03-02", extend=20) == "2026-04-30"
    assert due("eir-reply", "2026-03-02", extend=20) == due("eir-internal-review", "2026-03-02") == "2026-04-30"
    assert due("sar-reply", "2026-01-31", extend=2) == "2026-04-30", "three months from receipt, not one and then two"


def test_a_request_for_ones_own_data_is_due_on_the_same_day_of_the_next_month() -> None:
    """The Information Commissioner's examples: 3 September, and the end of a shorter month; a weekend moves it on."""
    assert due("sar-reply", "2026-09-03") == "2026-10-05", "3 October is a Saturday"
    assert due("sar-reply", "2025-09-03") == "2025-10-03"
    assert due("sar-reply", "2026-03-31") == "2026-04-30"
    assert due("sar-reply", "2026-11-25") == "2026-12-29", "Christmas Day, the weekend and Boxing Day's substitute"
    assert (
        why(find("sar-reply", "2026-09-03"), "2026-10-03")
        == "counted: day 30; Saturday, the last day moves to the next working day"
    )


def test_asking_which_data_are_meant_stops_the_month_by_as_many_days() -> None:
    found = find("sar-reply", "2026-06-01", stop("clarification", "2026-06-10", "2026-06-14"))
    assert found.due == date(2026, 7, 6)  # 1 July and five days
    assert due("sar-reply", "2026-06-01", stop("identity", "2026-06-10", "2026-06-14")) == "2026-07-14"


# ---- the Mayor and the Assembly (DOMAIN 1.3)


def test_a_question_that_cannot_be_answered_at_the_meeting_is_answered_by_the_third_working_day_after() -> None:
    assert due("assembly-question-third-working-day", "2026-11-19") == "2026-11-24"
    assert due("assembly-question-third-working-day", "2026-12-22") == "2026-12-29"


def test_five_clear_working_days_lie_between_the_mayors_report_and_the_meeting() -> None:
    found = find("mayors-report-five-clear-days", "2026-11-19")
    assert found.due == date(2026, 11, 11)
    assert [item.date.day for item in found.days if item.number] == [18, 17, 16, 13, 12]
    assert found.days[0].why == "day of the meeting, not counted"
    assert found.days[-1].why == "the last day for it, not one of the days between"


def test_a_summons_is_given_two_weeks_before() -> None:
    found = find("summons-two-weeks", "2026-06-15")
    assert found.due == date(2026, 6, 1) and (found.start - date(2026, 6, 1)).days == 14


# ---- meetings and boroughs (DOMAIN 1.4 to 1.6)


def test_an_agenda_is_open_for_five_clear_days_without_weekends_and_bank_holidays() -> None:
    assert due("meeting-agenda-five-clear-days", "2026-06-03") == "2026-05-26", "not Monday 25 May, a bank holiday"
    assert due("meeting-agenda-five-clear-days", "2026-06-01") == "2026-05-21"


def test_the_notice_falls_on_a_working_day_where_the_clear_days_begin_on_a_monday() -> None:
    found = find("meeting-agenda-five-clear-days", "2026-06-15")
    assert found.due == date(2026, 6, 5) and found.last == date(2026, 6, 7)
    assert why(found, "2026-06-07") == "Sunday: the last day moves to the previous working day"
    assert "Counted out it is Sunday 7 June 2026, which is no working day." in found.sentence


def test_a_private_meeting_has_28_clear_days_of_notice_weekends_included() -> None:
    found = find("private-meeting-28-clear-days", "2026-06-30")
    assert found.due == date(2026, 6, 1) and found.days[-2].number == 28


def test_a_borough_report_is_answered_within_28_days_of_its_date() -> None:
    assert due("borough-report-28-days", "2026-06-01") == "2026-06-29"
    assert "That is a Saturday, and the rule does not move it." in find("borough-report-28-days", "2026-06-06").sentence


# ---- specified information (DOMAIN 1.2)


@pytest.mark.parametrize(
    ("published", "last"),
    [
        ("2026-06-15", "2026-07-14"), ("2026-05-31", "2026-06-30"), ("2026-01-31", "2026-02-28"), ("2028-01-31", "2028-02-29"),
        ("2026-01-29", "2026-02-28"), ("2026-01-28", "2026-02-27"), ("2026-02-28", "2026-03-27"), ("2026-12-01", "2026-12-31"),
        ("2026-12-31", "2027-01-30"),
    ],
)  # fmt: skip
def test_a_month_beginning_with_a_day_has_that_day_as_its_first(published: str, last: str) -> None:
    for name in ("peel-within-one-month-beginning-with", "iopc-month", "national-priorities-after-peel"):
        found = find(name, published)
        assert str(found.due) == last
        assert (found.days[0].number, found.days[-1].number) == (1, (date.fromisoformat(last) - found.start).days + 1)


def test_comments_on_an_inspection_are_due_on_the_last_of_56_days_beginning_with_publication() -> None:
    found = find("hmicfrs-56-days", "2026-11-26")
    assert found.due == date(2027, 1, 20) and found.days[0].number == 1 and found.days[-1].number == 56


def test_what_follows_a_month_a_quarter_or_a_year_is_counted_from_its_end() -> None:
    assert due("quarter-end-publication", "2026-05-12") == due("month-end-publication", "2026-06-01") == "2026-07-28"
    assert due("financial-year-end-publication", "2026-11-26") == "2027-04-28"
    assert (
        "20 working days after the quarter ends on Tuesday 30 June 2026"
        in find("quarter-end-publication", "2026-05-12").sentence
    )
    calendar_year = replace(rule("month-end-publication"), period="calendar year")
    assert deadline(calendar_year, date(2026, 5, 12), calendar=UK).due == date(2027, 1, 29)


def test_a_budget_is_published_before_its_financial_year_begins() -> None:
    assert (
        due("budget-before-financial-year", "2027-04-01")
        == due("budget-before-financial-year", "2028-03-31")
        == "2027-03-31"
    )
    assert (
        find("budget-before-financial-year", "2027-04-01").days[-1].why
        == "the last day before the financial year begins"
    )


def test_a_review_is_due_after_six_and_twelve_months() -> None:
    assert due("staff-review-six-months", "2026-08-31") == "2027-02-28"
    assert due("office-details-review-yearly", "2028-02-29") == "2029-02-28"


def test_a_plan_is_issued_within_the_financial_year_of_the_election() -> None:
    assert due("plan-issued", "2024-05-02") == "2025-03-31"
    assert due("plan-ends", "2028-05-04") == "2029-03-31"


# ---- house rules and the documents


def test_twelve_weeks_from_1_december_2016_end_on_23_february_2017() -> None:
    found = find("consultation-open-12-weeks", "2016-12-01")
    assert found.due == date(2017, 2, 23) and found.days[-1].number == 84 and len(found.days) == 85
    assert not found.overdue(date(2018, 1, 1)), "it may close later"
    assert due("consultation-response-12-weeks", "2017-02-23") == "2017-05-18"


def test_a_decision_approved_on_24_september_2020_is_published_on_the_next_working_day() -> None:
    assert due("decision-publication-1-working-day", "2020-09-24") == "2020-09-25"


def test_a_house_rule_says_that_it_is_one() -> None:
    assert rule("mayors-letters").standing == rule("quarter-end-publication").standing == "house"
    assert rule("foi-internal-review").standing == "code"


def test_what_comes_after_the_cut_off_counts_as_received_on_the_next_working_day() -> None:
    late, on_time = datetime(2026, 12, 24, 17, 1), datetime(2026, 12, 24, 17, 0)  # noqa: DTZ001 a time in London
    found = deadline(rule("mayors-letters"), late, calendar=UK, cut_off=time(17))
    assert found.begin == date(2026, 12, 29)
    assert why(found, "2026-12-24") == "received after 17:00: counts as received on Tuesday 29 December 2026"
    assert why(found, "2026-12-25") == "Christmas Day, a public holiday"
    assert why(found, "2026-12-29").startswith("day of receipt, not counted")
    assert deadline(rule("mayors-letters"), on_time, calendar=UK, cut_off=time(17)).begin == date(2026, 12, 24)
    own = replace(rule("mayors-letters"), cut_off=time(16, 30))
    assert deadline(own, on_time, calendar=UK).begin == date(2026, 12, 29), "a rule may have its own"


def test_access_before_a_release_is_24_hours_that_pass() -> None:
    found = find("pre-release-24-hours", "2026-03-29")  # the clocks go forward that night
    assert found.at is not None and found.at.isoformat() == "2026-03-28T08:30:00+00:00"
    assert [item.why for item in found.days] == ["8 hours 30 minutes of it", "15 hours 30 minutes of it"]
    back = find("pre-release-24-hours", "2026-10-25").at
    assert back is not None and back.isoformat() == "2026-10-24T10:30:00+01:00"
    assert "before 09:30 on Thursday 17 December 2026" in find("pre-release-24-hours", "2026-12-18").sentence


def test_what_is_left_is_told_in_days_of_the_rules_kind() -> None:
    found = find("foi-reply", "2026-12-18")
    assert found.remaining(date(2026, 12, 18)) == 20
    assert found.remaining(date(2027, 1, 18)) == 3
    assert (found.remaining(date(2027, 1, 21)), found.overdue(date(2027, 1, 21))) == (0, False)
    assert (found.remaining(date(2027, 1, 25)), found.overdue(date(2027, 1, 25))) == (-2, True)
    assert find("borough-report-28-days", "2026-06-01").remaining(date(2026, 6, 27)) == 2


# ---- what is refused


def refusal(name: str, start: str, *stops: Stop, extensions: Sequence[Extension] = ()) -> str:
    with pytest.raises(PeelianError) as refused:
        deadline(rule(name), date.fromisoformat(start), calendar=UK, stops=stops, extensions=extensions)
    assert refused.value.message and refused.value.remedy and refused.value.where
    return refused.value.code


def test_a_day_beyond_the_calendar_is_refused() -> None:
    assert refusal("foi-reply", "1999-12-31") == "outside-calendar"
    assert (
        refusal("foi-reply", "2040-12-20")
        == refusal("office-details-review-yearly", "2040-01-01")
        == "outside-calendar"
    )
    assert refusal("private-meeting-28-clear-days", "2000-01-20") == "outside-calendar"


def test_stops_that_make_no_sense_are_refused() -> None:
    fee = stop("fee", "2026-03-10", "2026-03-12")
    assert refusal("mayors-letters", "2026-03-02", fee) == "no-such-stop"
    assert refusal("foi-reply", "2026-03-02", fee, stop("fee", "2026-03-12", "2026-03-13")) == "stop-overlaps"
    assert refusal("foi-reply", "2026-03-11", fee) == "stop-overlaps"
    assert refusal("foi-reply", "2026-03-02", stop("fee", "2026-03-12", "2026-03-10")) == "stop-backwards"
    assert refusal("foi-reply", "2026-03-02", stop("fee", "2026-04-01", "2026-04-02")) == "stop-too-late"
    assert (
        refusal("foi-reply", "2026-03-02", stop("fee", "2026-03-10"), stop("fee", "2026-03-20", "2026-03-21"))
        == "stop-open"
    )
    assert refusal("pre-release-24-hours", "2026-03-02", fee) == "no-such-stop"


def test_extensions_that_the_rule_does_not_have_are_refused() -> None:
    late, told = Extension(20, told=date(2026, 4, 1)), Extension(20, told=date(2026, 3, 31))
    assert refusal("mayors-letters", "2026-03-02", extensions=[told]) == "no-extension"
    assert refusal("pre-release-24-hours", "2026-03-02", extensions=[told]) == "no-extension"
    assert refusal("foi-reply", "2026-03-02", extensions=[Extension(21)]) == "extension-too-long"
    assert refusal("foi-reply", "2026-03-02", extensions=[told, told]) == "extension-too-long"
    assert refusal("foi-reply", "2026-03-02", extensions=[late]) == "extension-too-late"
    assert deadline(rule("foi-reply"), date(2026, 3, 2), calendar=UK, extensions=[told]).due == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("unit: fortnights", "unit is 'fortnights'"), ("number: -1", "number is -1"), ("calendar: france", "calendar is 'france'"),
        ("extra: 1", "unknown extra"), ("unit: clear days\n  first: with", "clear days from a first day"),
        ("direction: before\n  stops: [{kind: a, asked: b, answered: c, effect: pause, law: d}]", "stops or extends"),
        ("roll: next", "moves its last day by no calendar"), ("cut_off: noon", "no time of day"),
        ("unit: working days", "working days by no calendar"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_counted_by_is_refused_with_its_line(tmp_path: Path, written: str, said: str) -> None:
    base = "- {name}: x\n  group: x\n  title: x\n  law: x\n  standing: law\n  start: x\n  zero: x\n  duty: x\n"
    lines = dict(part.strip().split(": ", 1) for part in ("unit: calendar days", "number: 5"))
    key = written.split(":", 1)[0]
    kept = "".join(f"  {name}: {value}\n" for name, value in lines.items() if name != key)
    file = tmp_path / "rules.yaml"
    file.write_text(base.replace("{name}", "id") + kept + f"  {written}\n", encoding="utf-8")
    with pytest.raises(PeelianError, match=r"rules.yaml, line 1: .*") as refused:
        read_rules(file)
    assert said in refused.value.message


# ---- calendars


def days_of(calendar: Calendar, division: str, year: int) -> list[str]:
    return [f"{item.date:%m-%d}" for item in calendar.holidays if item.date.year == year and division in item.divisions]


BY_HAND = {
    2012: ("01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26", "01-02 01-03 04-06 05-07 06-04 06-05 08-06 11-30 12-25 12-26",
           "01-02 03-19 04-06 04-09 05-07 06-04 06-05 07-12 08-27 12-25 12-26"),
    2013: ("01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26", "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26",
           "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26"),
    2014: ("01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26", "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",
           "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26"),
    2015: ("01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28", "01-01 01-02 04-03 05-04 05-25 08-03 11-30 12-25 12-28",
           "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28"),
    2016: ("01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27", "01-01 01-04 03-25 05-02 05-30 08-01 11-30 12-26 12-27",
           "01-01 03-17 03-25 03-28 05-02 05-30 07-12 08-29 12-26 12-27"),
    2017: ("01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26", "01-02 01-03 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
           "01-02 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26"),
    2018: ("01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26", "01-01 01-02 03-30 05-07 05-28 08-06 11-30 12-25 12-26",
           "01-01 03-19 03-30 04-02 05-07 05-28 07-12 08-27 12-25 12-26"),
    2019: ("01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26", "01-01 01-02 04-19 05-06 05-27 08-05 12-02 12-25 12-26",
           "01-01 03-18 04-19 04-22 05-06 05-27 07-12 08-26 12-25 12-26"),
    2020: ("01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28", "01-01 01-02 04-10 05-08 05-25 08-03 11-30 12-25 12-28",
           "01-01 03-17 04-10 04-13 05-08 05-25 07-13 08-31 12-25 12-28"),
    2021: ("01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28", "01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28",
           "01-01 03-17 04-02 04-05 05-03 05-31 07-12 08-30 12-27 12-28"),
    2022: ("01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
           "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27",
           "01-03 03-17 04-15 04-18 05-02 06-02 06-03 07-12 08-29 09-19 12-26 12-27"),
    2023: ("01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26", "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26",
           "01-02 03-17 04-07 04-10 05-01 05-08 05-29 07-12 08-28 12-25 12-26"),
    2024: ("01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26", "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26",
           "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26"),
    2025: ("01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26", "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",
           "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26"),
    2026: ("01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28", "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
           "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28"),
    2027: ("01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28", "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
           "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28"),
}  # fmt: skip
"""gov.uk's list, typed by hand: England and Wales, Scotland, Northern Ireland."""


@pytest.mark.parametrize("year", BY_HAND)
def test_the_bank_holidays_are_those_of_gov_uk(year: int) -> None:
    assert tuple(" ".join(days_of(UK, division, year)) for division in DIVISIONS) == BY_HAND[year]


def test_earlier_one_off_days_are_there() -> None:
    assert " ".join(days_of(UK, "england-and-wales", 2002)) == "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26"
    assert " ".join(days_of(UK, "england-and-wales", 2011)) == "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27"
    assert "11-30" not in days_of(UK, "scotland", 2006) and "11-30" in days_of(UK, "scotland", 2007)
    assert days_of(UK, "scotland", 2000)[:2] == ["01-03", "01-04"]


def test_the_years_announced_are_as_the_statutes_have_them_but_for_the_one_off_days() -> None:
    first = UK.as_version(1)
    for year in range(2000, 2041):
        held = [
            (item.date, item.title, item.divisions, item.substitute)
            for item in first.holidays
            if item.date.year == year
        ]
        assert held == [(item.date, item.title, item.divisions, item.substitute) for item in statutory(year)]


def test_each_day_says_whether_it_is_announced_or_computed() -> None:
    assert {item.announced for item in UK.holidays if item.date.year <= UK.announced_to} == {True}
    assert {item.announced for item in UK.holidays if item.date.year > UK.announced_to} == {False}
    assert "The bank holidays of 2028 are not announced yet" in find("foi-reply", "2028-05-02").sentence
    assert "announced" not in find("borough-report-28-days", "2028-05-02").sentence, "it counts no working days"


def test_easter_is_on_its_known_days() -> None:
    assert [easter(year).isoformat()[5:] for year in (2000, 2008, 2011, 2019, 2024, 2026, 2038)] == [
        "04-23", "03-23", "04-24", "04-21", "03-31", "04-05", "04-25",
    ]  # fmt: skip


def test_a_deadline_can_be_computed_as_the_calendar_then_stood() -> None:
    """A request of 25 August 2022, before anybody knew of the funeral: due a day later since."""
    then, now = UK.known_on(date(2022, 9, 1)), UK
    assert (then.version.number, UK.known_on(date(2022, 9, 10)).version.why) == (
        6,
        "the state funeral of Queen Elizabeth II",
    )
    assert find("foi-reply", "2022-08-25", calendar=then).due == date(2022, 9, 23)
    assert find("foi-reply", "2022-08-25", calendar=now).due == date(2022, 9, 26)
    assert UK.known_on(date(1990, 1, 1)).version.number == 1


def test_a_holiday_added_late_moves_the_deadlines_that_are_running_and_says_why() -> None:
    then = UK.known_on(date(2022, 9, 1))
    running = [find("foi-reply", "2022-08-25", calendar=then), find("foi-reply", "2022-09-20", calendar=then),
               find("borough-report-28-days", "2022-09-01", calendar=then)]  # fmt: skip
    changes = recompute(running, then, UK.known_on(date(2022, 9, 10)))
    assert [(str(change.before.due), str(change.after.due)) for change in changes] == [("2022-09-23", "2022-09-26")]
    assert "due Monday 26 September 2022 instead of Friday 23 September 2022" in changes[0].sentence
    assert "the state funeral of Queen Elizabeth II; known from Saturday 10 September 2022" in changes[0].sentence


def test_removing_a_holiday_tells_which_running_deadlines_counted_on_it() -> None:
    running = [find("foi-reply", "2026-06-01"), find("mayors-letters", "2026-06-01"), find("foi-reply", "2026-07-01")]
    assert list(uses(date(2026, 6, 15), running)) == running[:1], "England's calendar never had it"
    ending_on_it = find("sar-reply", "2026-11-28")
    assert list(uses(date(2026, 12, 28), [ending_on_it])) == [ending_on_it], "a last day moves off it"
    assert list(uses(date(2026, 12, 25), [ending_on_it])) == [], "it counts every day but the last"
    without = UK.without(date(2026, 6, 15), known=date(2026, 11, 26), by="an administrator", why="entered by mistake")
    assert [str(change.after.due) for change in recompute(running, UK, without)] == ["2026-06-29"]
    assert without.as_version(UK.version.number).on(date(2026, 6, 15)) == UK.on(date(2026, 6, 15)), (
        "the version before stays"
    )
    assert (without.version.by, without.version.why, without.version.number) == (
        "an administrator",
        "entered by mistake",
        10,
    )


def test_a_holiday_can_be_removed_in_one_part_of_the_kingdom() -> None:
    fewer = UK.without(date(2026, 12, 28), ["scotland"], known=date(2026, 11, 26), by="x")
    assert fewer.closed(date(2026, 12, 28), "scotland") == ""
    assert fewer.closed(date(2026, 12, 28), "united-kingdom").endswith(
        "a bank holiday in England, Wales and Northern Ireland"
    )


def test_what_cannot_be_entered_into_a_calendar_is_refused() -> None:
    known = date(2026, 11, 26)
    for code, day, divisions in (
        ("holiday-on-weekend", date(2027, 1, 2), DIVISIONS), ("holiday-held", date(2027, 1, 1), DIVISIONS),
        ("outside-calendar", date(2041, 1, 1), DIVISIONS), ("unknown-division", date(2027, 1, 5), ("france",)),
        ("unknown-division", date(2027, 1, 5), ()),
    ):  # fmt: skip
        with pytest.raises(PeelianError) as refused:
            UK.with_holiday(day, "A day", divisions, known=known, by="x")
        assert refused.value.code == code
    for code, act in (
        ("no-such-holiday", lambda: UK.without(date(2027, 1, 5), known=known, by="x")),
        ("version-order", lambda: UK.with_holiday(date(2027, 1, 5), "A day", known=date(2020, 1, 1), by="x")),
        ("unknown-version", lambda: UK.as_version(99)),
        ("unknown-rule", lambda: rule("never")),
    ):
        with pytest.raises(PeelianError) as refused:
            act()
        assert refused.value.code == code


def test_a_damaged_calendar_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "holidays.yaml"
    for entry, said in (("{date: 2026-01-03, title: x, in: [ew]}", "no weekday"),
                        ("{date: 2026-01-05, title: x, in: [fr]}", "names no parts"),
                        ("{date: 2026-01-05, title: x}", "lacks in")):  # fmt: skip
        file.write_text(f"announced_to: 2026\nwritten: 2026-11-26\nregular:\n  - {entry}\n", encoding="utf-8")
        with pytest.raises(PeelianError, match=r"holidays.yaml, line 4") as refused:
            read_calendar(file)
        assert said in refused.value.message


# ---- what holds of every rule

STARTS = st.dates(date(2001, 6, 1), date(2039, 6, 1))
NAMES = st.sampled_from(list(rules()))
PAUSING = st.sampled_from([("foi-reply", "fee"), ("eir-reply", "fee"), ("sar-reply", "clarification")])


@given(NAMES, STARTS)
def test_the_numbers_of_the_counted_days_have_no_gaps(name: str, start: date) -> None:
    found = deadline(rule(name), start, calendar=UK)
    numbers = [item.number for item in found.days if item.number]
    assert numbers == list(range(1, len(numbers) + 1))
    one = (found.days[-1].date - found.start).days
    assert [item.date for item in found.days] == [
        found.start + (DAY if one >= 0 else -DAY) * at for at in range(abs(one) + 1)
    ]
    assert found.days[-1].date == found.due
    assert all(item.why for item in found.days)
    if found.rule.unit in ("working days", "clear days", "clear working days", "calendar days"):
        assert len(numbers) == found.number
    assert all((item.kind == "counted") == (item.number is not None) for item in found.days)


@given(NAMES, STARTS, st.integers(0, 400))
def test_a_holiday_more_never_makes_a_deadline_earlier_nor_a_notice_later(name: str, start: date, ahead: int) -> None:
    found = deadline(rule(name), start, calendar=UK)
    day = min(start, found.due or start) + DAY * ahead
    if day.weekday() >= 5 or UK.on(day):
        return
    after = found.by(UK.with_holiday(day, "A new day", known=date(2026, 11, 26), by="x"))
    assert found.due is not None and after.due is not None
    assert after.due <= found.due if found.rule.direction == "before" else after.due >= found.due


@given(PAUSING, STARTS, st.integers(1, 10), st.integers(0, 30))
def test_a_stop_leaves_out_exactly_its_own_days(pair: tuple[str, str], start: date, after: int, long: int) -> None:
    name, kind = pair
    begins = start + DAY * after
    plain = deadline(rule(name), start, calendar=UK)
    stopped = deadline(rule(name), start, calendar=UK, stops=[Stop(kind, begins, begins + DAY * long)])
    assert plain.due is not None and stopped.due is not None and stopped.due >= plain.due
    assert sum(item.kind == "stopped" for item in stopped.days) == long + 1
    if name != "sar-reply":
        assert len([item for item in stopped.days if item.number]) == stopped.number


@given(STARTS, st.integers(0, 20), st.booleans())
def test_a_stop_of_no_length_changes_nothing_where_both_its_days_count(start: date, after: int, first: bool) -> None:
    """A house may pause from one day to another and count both; asked and answered on one day, nothing is lost."""
    pause = StopRule("asked", "asked back", "answered", "pause", "the house", counts_first=first, counts_last=True)
    own = replace(rule("mayors-letters"), stops=(pause,))
    day = start + DAY * after
    assert (
        deadline(own, start, calendar=UK, stops=[Stop("asked", day, day)]).due == find("mayors-letters", str(start)).due
    )


@given(STARTS, st.sampled_from(["month", "quarter", "financial year", "calendar year"]))
def test_a_period_begins_where_the_one_before_it_ends(day: date, period: str) -> None:
    first, last = period_start(day, period), period_end(day, period)  # type: ignore[arg-type]
    assert first <= day <= last and first.day == 1 and (last + DAY).day == 1
    assert period_end(first - DAY, period) == first - DAY  # type: ignore[arg-type]


@given(STARTS, st.integers(1, 12))
def test_months_beginning_with_a_day_never_overlap_by_more_than_short_months_make_them(day: date, number: int) -> None:
    last = with_months(day, number)
    assert 28 * number <= (last - day).days + 1 <= 31 * number
    assert with_months(day + DAY, number) >= last


def test_the_manual_lists_the_rules_as_they_are() -> None:
    from peelian.ui.deadlines import in_short

    text = (ROOT / "docs" / "reference" / "clocks.md").read_text(encoding="utf-8")
    listed = [line for line in text.splitlines() if line.startswith("| `") and line.count(" | ") == 4]
    assert listed == [
        f"| `{item.id}` | {item.title} | {in_short(item)} | {item.standing} | {item.law} |" for item in rules().values()
    ]
