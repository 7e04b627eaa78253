"""The sentence that an answer's status rests on is shown whole, or as many whole words of it as there is room for."""

from __future__ import annotations

import pytest

from peelian.scrutiny.importing.stance import shown, stance_of

LONG = "The Mayor accepts this recommendation " + "and will ask every borough to publish what it holds of this " * 6


@pytest.mark.parametrize("words", ["", "We accept this.", "a" * 160])
def test_what_fits_is_shown_whole(words: str) -> None:
    assert shown(words) == words


def test_what_does_not_fit_ends_with_a_whole_word_and_an_ellipsis() -> None:
    found = shown(LONG)
    assert found.endswith("…") and len(found) <= 160
    assert LONG.startswith(found[:-1]) and LONG[len(found) - 1] == " ", "not in mid-word"
    assert shown("b" * 200) == "b" * 159 + "…", "one word longer than the room"
    assert shown(f"{'c' * 150}, dddddddddddddd") == f"{'c' * 150}…", "no comma before it"


def test_the_words_of_a_stance_are_cut_so() -> None:
    found = stance_of(LONG)
    assert (found.status, found.words) == ("accepted", shown(" ".join(LONG.split())))
