"""Text questions of a committee: how often and where a plan speaks of something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from peelian import cli
from peelian.figures.errors import PeelianError
from peelian.plans.words import mentions_of
from peelian.reading import Line, read_document


def lines(*texts: str) -> list[Line]:
    return [Line(number, text) for number, text in enumerate(texts, start=1)]


def count(query: str, *texts: str, plural: bool = False) -> int:
    return len(mentions_of(query, lines(*texts), plural=plural).mentions)


def test_the_draft_plan_speaks_of_fraud_ten_times_and_never_of_lgbt(seeds: Path) -> None:
    [path] = seeds.glob("004_*.txt")
    plan = read_document(path).between(274, 1600)
    fraud = mentions_of("fraud", plan.lines)
    assert fraud.places == {(None, 415): 7, (None, 727): 1, (None, 793): 1, (None, 802): 1}
    assert fraud.by_chapter == {"The city we serve": 7, "Strategic policing capabilities": 3}
    assert mentions_of("LGBT", plan.lines).mentions == ()


def test_whole_words_are_found_in_any_case_and_within_names() -> None:
    assert count("fraud", "Fraud, FRAUD and Action Fraud; fraud-related. A fraudster defrauds.") == 4
    assert count("LGBT", "LGBT+ groups, the LGBT community, lgbtq") == 2
    assert count("LGBT+", "LGBT+ groups, the LGBT community") == 1


def test_a_phrase_is_found_over_the_end_of_a_line_and_with_hyphens_but_not_over_a_paragraph() -> None:
    across = [Line(1, "of stop and"), Line(2, "search, and stop-and-search", begins=False)]
    found = mentions_of("stop  and search", across)
    assert [(one.line, one.found) for one in found.mentions] == [(1, "stop and search"), (2, "stop-and-search")]
    assert count("stop and search", "They stop", "and search") == 0
    broken = [Line(1, "of anti\u00ad"), Line(2, "social acts", begins=False)]
    assert len(mentions_of("antisocial", broken).mentions) == 1


def test_the_plural_counts_where_it_is_asked_for() -> None:
    said = ("One board, two boards, a strategy and strategies.",)
    assert (count("board", *said), count("board", *said, plural=True)) == (1, 2)
    assert (count("strategy", *said), count("strategy", *said, plural=True)) == (1, 2)


def test_a_snippet_is_cut_at_words_and_stays_in_its_paragraph() -> None:
    [one] = mentions_of("knife", lines("Before.", "word " * 30 + "knife crime " + "more " * 30, "After.")).mentions
    assert one.snippet.startswith("…word") and one.snippet.endswith("more…") and "Before" not in one.snippet


def test_marks_in_a_question_are_letters_and_an_empty_question_is_refused() -> None:
    assert count("a.c", "abc a.c") == 1
    assert count("(MPS", "the (MPS) and MPS") == 1
    for wrong in ("", "  ", "!?", "x" * 300):
        with pytest.raises(PeelianError):
            mentions_of(wrong, lines("text"))


def test_the_command_says_how_often_and_where(seeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [path] = seeds.glob("004_*.txt")
    common = (str(path), "--lines", "274-1600", "--data", str(tmp_path))
    assert cli.main(["words", "fraud", *common, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["count"], answer["mentions"][0]["line"]) == (10, 415)
    assert cli.main(["words", "LGBT", *common]) == 0
    assert "LGBT: not once" in capsys.readouterr().out
