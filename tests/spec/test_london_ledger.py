"""What London's documents say of recommendations and of a committee's year, as the pack holds it (NEEDS N37, N38, N45)."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from pathlib import Path

import pytest
from tests.conftest import ROOT

from peelian.plans.entry import mapping
from peelian.plans.pack import read_bodies, read_further_plans
from peelian.plans.queries import find
from peelian.scrutiny.ledger.activities import once, perhaps, same, year_of
from peelian.scrutiny.ledger.form import form_of, read_investigation, read_report
from peelian.scrutiny.ledger.records import Activity
from peelian.scrutiny.ledger.shelf import Ledger, of_pack
from peelian.scrutiny.ledger.standing import lives

PACK = ROOT / "src/peelian/packs/london"
RESPONSE = "london-assembly-pcc/draft-plan-2021-25"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return of_pack(PACK)


def activities(ledger: Ledger) -> list[Activity]:
    return [one for held in ledger.investigations for one in held.activities] + list(ledger.activities)


def lines_of(seeds: Path, number: str) -> list[str]:
    return next(seeds.glob(f"{number}_*")).read_text(encoding="utf-8").split("\n")


def test_the_response_makes_sixteen_recommendations_all_to_mopac(ledger: Ledger) -> None:
    report = ledger.report(RESPONSE)
    assert [one.number for one in report.recommendations] == [str(number) for number in range(1, 17)]
    assert {one.addressees for one in report.recommendations} == {("mopac",)}
    assert (report.on, report.month) == (None, "2022-02"), "it prints no date"


def test_every_line_is_where_the_document_prints_it(ledger: Ledger, seeds: Path) -> None:
    lines = [re.sub(r"[*#\s]+", " ", line).strip() for line in lines_of(seeds, "001")]
    for one in ledger.report(RESPONSE).recommendations:
        for text in one.texts:
            at = text.line
            assert at is not None
            heading = lines[at - 3] if text.place == "summary" else next(filter(None, reversed(lines[: at - 1])))
            assert heading.rstrip(":") == f"Recommendation {one.number}", (one.number, text.place)
            assert text.points == () or len(text.points) == sum(
                lines_of(seeds, "001")[number].startswith("- ")
                for number in range(at, at + 8)
                if all(line.startswith("- ") or not line for line in lines_of(seeds, "001")[at : number + 1])
            )
            assert all(lines_of(seeds, "001")[point.line - 1].startswith("- ") for point in text.points if point.line)
        summary, chapter = (one.text(place) for place in ("summary", "chapter"))
        assert summary and chapter and len(summary.points) == len(chapter.points)


def test_its_sentences_are_ours_and_not_the_documents(ledger: Ledger, seeds: Path) -> None:
    """No run of eight words of ours stands in the document."""
    for report in ledger.reports:
        words = re.findall(r"[a-z']+", " ".join(lines_of(seeds, report.source.removeprefix("seed-"))).lower())
        theirs = {tuple(words[at : at + 8]) for at in range(len(words) - 7)}
        for one in report.recommendations:
            for text in (
                one.title,
                *(held.text for held in one.texts),
                *(p.text for held in one.texts for p in held.points),
            ):
                own = re.findall(r"[a-z']+", text.lower())
                copied = [own[at : at + 8] for at in range(len(own) - 7) if tuple(own[at : at + 8]) in theirs]
                assert copied == [], (one.number, copied)


def test_two_of_them_go_overdue_on_their_own_dates(ledger: Ledger) -> None:
    report = ledger.report(RESPONSE)

    def overdue(day: dt.date) -> list[str]:
        return [one.number for one in report.recommendations for held in lives(report, one, day) if held.overdue]

    assert overdue(dt.date(2022, 6, 30)) == []
    assert overdue(dt.date(2022, 7, 1)) == ["15"], "June 2022 is over"
    assert overdue(dt.date(2022, 9, 30)) == ["15"], "the day itself is not late"
    assert overdue(dt.date(2022, 10, 1)) == ["6", "15"]
    late = lives(report, ledger.recommendation(f"{RESPONSE}/6"), dt.date(2022, 10, 31))[0].overdue
    assert [(one.what, one.days, one.by_law) for one in late] == [("answer", 31, False)], (
        "nothing was accepted: what is owed is the answer, at the latest by the day on which it was to be done"
    )


def test_the_law_makes_mopac_answer_a_response_to_its_draft_plan_and_says_no_day(ledger: Ledger) -> None:
    one = lives(ledger.report(RESPONSE), ledger.recommendation(f"{RESPONSE}/1"), dt.date(2026, 1, 1))[0]
    assert (one.duty.must, one.duty.days, one.duty.law) == (True, None, "PRSRA 2011 s.6(6)(e)-(f)")
    assert (one.recommendation.due, one.recommendation.due_by) == (None, "")


def test_what_it_touches_is_in_the_plan_that_it_answers(ledger: Ledger) -> None:
    plan = next(one for one in read_further_plans(PACK) if one.id == "plan-2021-25")
    for one in ledger.report(RESPONSE).recommendations:
        for item in one.touches:
            kind, _, name = item.partition(":")
            assert find(plan, kind, name), (one.number, item)
    assert [one.number for one in ledger.touching("commitment:fraud-and-criminal-finance")] == ["9", "10"]


def test_a_person_noted_where_the_two_printed_texts_differ(ledger: Ledger) -> None:
    noted = [one.number for one in ledger.report(RESPONSE).recommendations if one.differs]
    assert noted == ["1", "7", "9", "13"]


def test_the_annual_report_tells_of_seven_letters_and_two_reports(ledger: Ledger) -> None:
    nine = [one for one in ledger.reports if one.source == "seed-000"]
    assert sorted(one.kind for one in nine) == ["letter"] * 7 + ["report"] * 2
    assert {one.title: one.counted for one in nine if one.counted} == {
        "The progress and performance of the Violence Reduction Unit": 10, "Domestic abuse in London": 16,
    }  # fmt: skip
    assert all(one.topic and (one.since or one.years) and one.date_words for one in nine)
    assert [one.title for one in nine if not one.addressees] == [
        "The progress and performance of the Violence Reduction Unit"
    ], "no line says to whom that letter went"
    assert all(244 <= line <= 349 for one in nine for line in one.lines)


def test_an_activity_that_is_printed_twice_appears_once(ledger: Ledger) -> None:
    told = [one for one in activities(ledger) if year_of(one) == "FY2019-20"]
    occasions = once(told)
    twice = {one.lines for one in occasions if one.twice}
    visits = {(244, 376), (262, 378), (267, 386), (277, 385)}
    assert visits < twice, "the four that the section on visits prints again"
    assert twice - visits == {(248, 321), (252, 329)}, "and two that a chapter tells once more: a meeting and a launch"
    assert len(told) - len(occasions) == 6


def test_two_that_may_be_one_are_shown_to_a_person_and_not_put_together(ledger: Ledger) -> None:
    pairs = perhaps(once(activities(ledger)))
    assert [(one.lines, other.lines) for one, other in pairs] == [((287,), (370,))]


def test_two_days_are_two_occasions() -> None:
    day = Activity("session", "A meeting", dt.date(2026, 1, 7), "", "a-committee", topic="knives")
    later = Activity("session", "A meeting", dt.date(2026, 1, 14), "", "a-committee", topic="knives")
    month = Activity("briefing", "A briefing", None, "2026-01", "a-committee", topic="knives")
    visit = Activity("visit", "A visit", None, "2026-01", "a-committee", topic="knives")
    elsewhere = Activity("session", "A meeting", dt.date(2026, 1, 7), "", "another", topic="knives")
    assert not same(day, later)
    assert same(day, month)
    assert not same(day, visit)
    assert not same(day, elsewhere)
    assert len(once([day, later, month, visit, elsewhere])) == 4


def test_reading_what_was_written_gives_the_same(ledger: Ledger) -> None:
    bodies = read_bodies(PACK / "bodies.yaml")
    for report in ledger.reports:
        assert read_report(mapping(form_of(report), "a report"), bodies) == report
    for one in ledger.investigations:
        assert read_investigation(mapping(form_of(one), "an investigation"), bodies) == one


def test_reports_stand_newest_first(ledger: Ledger) -> None:
    months = [one.since for one in ledger.reports if one.since]
    assert all(later >= earlier for later, earlier in pairwise(months))
