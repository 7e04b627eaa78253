"""Names in addresses: of a title's first words, and free."""

from __future__ import annotations

import pytest

from peelian.plans.kinds import new_slug
from peelian.plans.names import free_name, name_of_words
from peelian.scrutiny.ledger.reading_in import finding_name


@pytest.mark.parametrize(
    ("taken", "name"),
    [([], "a"), (["b"], "a"), (["a"], "a-2"), (["a", "a-2"], "a-3"), (["a", "a-3"], "a-2"), (["a-2"], "a")],
)
def test_the_first_name_that_is_not_taken(taken: list[str], name: str) -> None:
    assert free_name("a", taken) == name
    assert free_name("a", iter(taken)) == name, "what can be read once alone is enough"


def test_a_name_has_so_many_words_of_a_text_and_no_other_letters() -> None:
    assert name_of_words("The Met’s Plan, 2021–25: why?", 5, "x") == "the-met-s-plan-2021"
    assert name_of_words("…", 5, "x") == "x"


def test_plans_and_findings_are_named_alike() -> None:
    assert (
        new_slug("Fewer knives in all of the schools", ["fewer-knives-in-all-of-the"]) == "fewer-knives-in-all-of-the-2"
    )
    assert finding_name("Too few", ["too-few", "too-few-2"]) == "too-few-3"
    assert finding_name("!", []) == "finding"
