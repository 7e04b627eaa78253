"""Small rules of the import of scrutiny's papers: days, entries, likeness, and whom a recommendation asks."""

from __future__ import annotations

from datetime import date, time

import pytest

from peelian.reading import read_bytes
from peelian.scrutiny.importing.days import days_in, times_in, when_in
from peelian.scrutiny.importing.details import addressees_in, asked_by, due_in, last_day
from peelian.scrutiny.importing.entries import blocks_with_numbers, entries_of
from peelian.scrutiny.importing.matching import alike, best, held, share_out

MEETING = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("on 9 May 2026", date(2026, 5, 9)),
        ("on the 2nd of January", date(2027, 1, 2)),  # the nearest to the meeting
        ("on 28 October", date(2026, 10, 28)),
        ("on 31 February 2026", None),
    ],
)
def test_a_day_without_a_year_is_the_nearest(said: str, day: date | None) -> None:
    assert [one.on for one in days_in(said, MEETING)] == [day]


@pytest.mark.parametrize(
    ("said", "begins", "ends"),
    [
        ("(7.00 - 8.35 pm)", time(19, 0), time(20, 35)),
        ("10am", time(10, 0), None),
        ("at 18:30", time(18, 30), None),
        ("12.15 pm to 1.45 pm", time(12, 15), time(13, 45)),
        ("10.00 - 12.30 pm", time(10, 0), time(12, 30)),
        ("7.00 pm to 12.15 am", time(19, 0), time(0, 15)),
        ("12.30 am", time(0, 30), None),
        ("no hour", None, None),
    ],
)
def test_hours_of_a_meeting(said: str, begins: time | None, ends: time | None) -> None:
    assert times_in(said) == (begins, ends)


@pytest.mark.parametrize(
    ("said", "kind", "due"),
    [
        ("by 12 December", "date", "2026-12-12"),
        ("by the end of January", "date", "2027-01"),
        ("next week", "date", "2026-11-15"),
        ("at the next meeting", "meeting", None),
        ("next year", "none", None),
        ("in due course", "none", None),
        ("with no word of time", "none", None),
    ],
)
def test_by_when_something_is_to_be_done(said: str, kind: str, due: str | None) -> None:
    found = when_in(f"A list would be sent {said}.", MEETING)
    assert (found.kind, found.due) == (kind, due)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("We recommend that the Met publish it.", True),
        ("The Panel urges ministers to think again.", True),
        ("We welcome the plan. The Mayor should now fund it.", True),
        ("Grants should be paid within a month.", True),
        ("We agree with the principle that ministers should explain themselves.", False),
        ("Should the Mayor wish to go on, more money is needed.", False),
        ("The plan is a good one.", False),
        ("We propose to maintain the target.", False),
    ],
)
def test_whether_words_ask_for_something(text: str, asks: bool) -> None:
    assert asked_by(text)[0] is asks


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We recommend that the Department of Health, with its partners, should act.", ["Department of Health"]),
        ("The Committee recommends that MOPAC and the Met publish it.", ["MOPAC and the Met"]),
        ("We recommend that, at the earliest opportunity, the Government appoint one.", ["Government"]),
        ("The Advanced Research Agency (ARA) should fund it.", ["Advanced Research Agency"]),
        ("The final Plan should include a commitment for MOPAC to set up a group.", ["MOPAC"]),
        ("The final Plan should say so.", []),
        ("We recommend that the Government's approach continues.", ["Government"]),
        ("The National Capability Plan must not be late.", []),
    ],
)
def test_whom_a_recommendation_asks(text: str, names: list[str]) -> None:
    assert addressees_in(text) == names


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("It should be done by 30 September 2022.", {"due": "2022-09-30", "due_words": "by 30 September 2022"}),
        ("It should be done by June 2022.", {"due": "2022-06", "due_words": "by June 2022"}),
        ("It should be done within six months.", {"due_words": "within six months"}),
        ("A plan was promised by June 2020. It should be published.", {}),  # not what is asked
        ("It should give a date in 2022.", {}),
        ("It should be done by 31 June 2022.", {"due": "2022-06", "due_words": "by 31 June 2022"}),
    ],
)
def test_by_when_a_recommendation_asks(text: str, due: dict[str, str]) -> None:
    assert due_in(text) == due


def test_a_due_month_ends_with_its_last_day() -> None:
    assert (last_day("2024-02"), last_day("2024-02-03"), last_day("soon")) == (
        date(2024, 2, 29),
        date(2024, 2, 3),
        None,
    )


def test_numbers_of_a_row_begin_entries_and_other_numbers_do_not() -> None:
    document = read_bytes(
        b"# Report\n\n## Conclusions and recommendations\n\n1. The Met should act. (Paragraph 4)\n\nIt cost\n2 million pounds.\n\n"
        b"2. The Mayor should act. (Paragraph 5)\n\n## Appendix\n\n3. Nothing of the list.\n",
        "x.md",
    )
    found = entries_of(blocks_with_numbers(document))
    assert [(one.number, one.cites) for one in found] == [("1", "4"), ("2", "5")]


def test_how_much_of_a_passage_stands_in_another() -> None:
    assert held("the Met should act", "We say that the Met should act soon") == 1.0
    assert held("act the Met should", "the Met should act") == pytest.approx(2 / 3)
    assert alike("a b c d", "a b c d") == 1.0 and alike("a b", "c d") == 0.0
    assert best("b c d", ["x y", "a b c d"]) == (1, pytest.approx(0.8))


def test_parts_of_an_answer_are_shared_out_by_words_that_only_one_question_has() -> None:
    asked = ["Appoint a scientist who advises on society", "Review guidance on obesity and smoking"]
    parts = [
        "We will appoint an adviser on society, a scientist.",
        "Guidance on smoking and obesity is under review.",
        "Thank you.",
    ]
    assert share_out(parts, asked) == [0, 1, None]
