"""What a recommendation asks in a few words, as a list would name it."""

from __future__ import annotations

import pytest

from peelian.scrutiny.importing.titles import LONGEST, MOST, short_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("We recommend that the Mayor publish the figures.", "The Mayor publish the figures"),
        ("The Committee therefore recommends that MOPAC should set a target.", "MOPAC should set a target"),
        ("Trust is low. MOPAC should set a target for it by March.", "MOPAC should set a target for it by March"),
        ("The plan should include commitments to", "The plan should include commitments…"),
        ("The plan includes", "The plan…"),
        ("set a day", "Set a day"),
        ("MOPAC should" + " publish it and" * 9, "MOPAC should" + " publish it and" * 3 + " publish it…"),
        ("x" * 300, "X" + "x" * (LONGEST - 1)),
        ("", ""),
    ],
)  # fmt: skip
def test_it_names_what_is_asked_and_leaves_no_word_hanging(text: str, title: str) -> None:
    assert short_title(text) == title


@pytest.mark.parametrize("words", range(1, 60, 7))
def test_it_is_never_long(words: int) -> None:
    title = short_title("accountability " * words)
    assert len(title) <= LONGEST + 1
    assert len(title.split()) <= MOST
