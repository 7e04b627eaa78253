"""A sentence of the summary says no more than its records: ties, numbers and dates, strength of wording, bodies."""

from __future__ import annotations

import pytest

from peelian.plans.succession.contradictions import Record, Sentence, contradictions

RECORDS = {
    record.id: record
    for record in (
        Record(
            "ward-officers",
            ("At least two officers in every ward by December 2017", "One PCSO in each"),
            ("mps", "mopac"),
            "2017-12",
        ),
        Record("gangs", ("Review how the police fight gangs",), ("mopac",)),
        Record("powers", ("Press for powers over courts",), ("mopac", "moj")),
        Record("fund", ("Keep the fund whole",), ("mopac",), None, ("money £72000000",)),
        Record("pathfinders", ("Two pathfinders before any change",), ("mps",)),
    )
}
BODIES = {
    "mps": ("Metropolitan Police Service", "Met"),
    "mopac": ("MOPAC",),
    "moj": ("Ministry of Justice",),
    "tfl": ("TfL", "Transport for London"),
}


def codes(text: str, *ties: str) -> list[str]:
    return [finding.code for finding in contradictions([Sentence("s1", text, ties)], RECORDS, BODIES)]


@pytest.mark.parametrize(
    ("text", "ties"),
    [
        ("The Met will put at least two officers into your ward by the end of 2017.", ("ward-officers",)),
        ("Your ward gets two officers and a PCSO by December 2017.", ("ward-officers",)),
        ("MOPAC will review how gangs are policed.", ("gangs",)),
        ("We will press the Ministry of Justice for powers over the courts.", ("powers",)),
        ("The fund of £72m stays.", ("fund",)),
        ("We will review gangs policing and put two officers into every ward.", ("gangs", "ward-officers")),
    ],
)
def test_a_sentence_that_says_what_its_records_say_is_sound(text: str, ties: tuple[str, ...]) -> None:
    assert codes(text, *ties) == []


@pytest.mark.parametrize(
    ("text", "ties", "code"),
    [
        ("Two officers in every ward.", (), "no-tie"),
        ("Two officers in every ward.", ("ward-officers", "nowhere"), "unknown-tie"),
        ("Three officers in every ward.", ("ward-officers",), "number-not-held"),
        ("Two officers in every ward by March 2018.", ("ward-officers",), "number-not-held"),
        ("Two officers in every ward by 2018.", ("ward-officers",), "number-not-held"),
        ("The fund of £73m stays.", ("fund",), "number-not-held"),
        ("Up to two officers in every ward.", ("ward-officers",), "bound-not-held"),
        ("At least two pathfinders come first.", ("pathfinders",), "bound-not-held"),
        ("We will change how the police fight gangs.", ("gangs",), "stronger-than-record"),
        ("We will review gangs policing, and we will close the unit.", ("gangs",), "stronger-than-record"),
        ("London will have powers over its courts.", ("powers",), "stronger-than-record"),
        ("We guarantee two officers in every ward.", ("ward-officers",), "stronger-than-record"),
        ("TfL will keep the fund whole.", ("fund",), "body-not-held"),
    ],
)
def test_a_sentence_that_says_more_is_found_out(text: str, ties: tuple[str, ...], code: str) -> None:
    assert codes(text, *ties) == [code]


def test_a_finding_names_the_sentence_what_is_wrong_and_what_to_do() -> None:
    [finding] = contradictions([Sentence("s7", "We will change how gangs are policed.", ("gangs",))], RECORDS)
    assert finding.sentence == "s7"
    assert finding.says == "It promises more than gangs: the record says “review”."
    assert finding.remedy == "Promise no more than the record does."


def test_every_fault_of_a_sentence_is_told() -> None:
    assert codes("TfL will put three officers into every ward.", "ward-officers") == [
        "number-not-held",
        "body-not-held",
    ]
