"""The two printed texts of one recommendation: what differs in form, what in substance, and what a person must judge.

The rules are general: none knows a number or a document. The draft plan has sixteen pairs; three of them differ in substance (1, 7,
13) and one is for a person (9). The two reports of Parliament have 64 pairs; every run of words that differs in them was looked at:
names written out, articles, references to paragraphs and chapters, and nothing else.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from peelian.reading import read_document
from peelian.scrutiny.importing import Imported, import_report
from peelian.scrutiny.ledger.texts import compare


@pytest.fixture(scope="module")
def draft_plan(seeds: Path) -> Imported:
    [path] = seeds.glob("001_*.txt")
    return import_report(read_document(path))


def weights(found: Imported) -> dict[str, str]:
    return {
        str(one.reference): one.fields["compared"]["weight"]
        for one in found.of("recommendation")
        if "compared" in one.fields
    }


def test_all_sixteen_pairs_are_compared_and_four_are_more_than_form(draft_plan: Imported) -> None:
    told = weights(draft_plan)
    assert len(told) == 16
    assert {number: weight for number, weight in told.items() if weight != "form"} == {
        "1": "substance", "7": "substance", "13": "substance", "9": "ask",
    }  # fmt: skip


def test_every_word_of_both_texts_is_shown_kept_removed_or_added(draft_plan: Imported) -> None:
    for one in draft_plan.of("recommendation"):
        if "compared" in one.fields:
            parts = {part for part, _ in one.fields["compared"]["words"]}
            assert {"kept", "added"} <= parts  # the chapter says who recommends


def test_what_a_person_should_look_at_says_both_wordings(draft_plan: Imported) -> None:
    said = {remark.fields["number"]: remark.what for remark in draft_plan.remarks}
    assert list(said) == ["1", "7", "9", "13"]
    assert "only the list has “how” (a word of scope or condition differs)" in said["13"]
    assert "the list has “increase”, the chapter “improve” (verbs of one direction)" in said["9"]


@pytest.mark.parametrize("pair", ["behaviour-change", "space-economy"])
def test_lists_that_repeat_their_chapters_differ_in_form_only(pair: str, data: Path) -> None:
    told = weights(import_report(read_document(data / "recommendations" / f"{pair}-report.pdf")))
    assert (len(told), set(told.values())) == ({"behaviour-change": 23, "space-economy": 41}[pair], {"form"})


ASKED = (
    "The final Plan should include a commitment to publish results of all reviews each year, and to train 40 officers."
)


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ("The final Plan should include", "The Committee recommends that the final Plan includes", "form"),
        ("The final Plan", "Therefore, the final Plan", "form"),
        ("publish results", "publish the results", "form"),
        ("should include a", "should make a", "form"),
        ("a commitment", "commitments", "ask"),
        ("publish", "release", "ask"),
        ("40 officers", "50 officers", "substance"),
        ("all reviews", "some reviews", "substance"),
        ("to publish", "not to publish", "substance"),
        ("all reviews", "all inspections", "substance"),
        ("reviews each year", "reviews where possible each year", "substance"),
        ("should include", "must include", "substance"),
        (", and to train 40 officers", "", "substance"),
        ("The final Plan", "If the pilot works, the Committee recommends that the final Plan", "substance"),
    ],
)
def test_what_each_kind_of_change_weighs(before: str, after: str, weight: str) -> None:
    assert before in ASKED
    altered = ASKED.replace(before, after)
    assert compare(ASKED, altered).weight == weight
    assert compare(altered, ASKED).weight == weight  # either way round


def test_an_abbreviation_is_its_name() -> None:
    long = "MOPAC should work with the National Crime Agency (NCA) and Independent Advisers."
    assert (
        compare(long, "The Committee recommends that MOPAC works with the NCA and Independent Advisers.").weight
        == "form"
    )
    short = "The Committee recommends that MOPAC works with the NCA and the IAs."
    assert compare(long, short).weight == "substance"  # a text that names it nowhere cannot be known to mean it
    assert compare(long, short, {"IA": "Independent Adviser"}).weight == "form"


def test_a_text_against_itself_has_no_change() -> None:
    assert compare(ASKED, ASKED).changes == ()
