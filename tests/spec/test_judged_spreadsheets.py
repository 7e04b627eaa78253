"""The spreadsheets beside the reports are no truth: rows that do not hold what is printed (docs/reference/judged-papers.md).

A model made them. Each row is held against the letters of the report's entry and of the whole answer, which were judged by hand
(judged/*.csv): whether its words are the print's, whatever its spaces, quotation marks and references to paragraphs.
"""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

JUDGED = Path(__file__).parent / "judged"
SHEETS = {
    "behaviour-change": "Behaviour_Change_Recommendations_Responses.xlsx",
    "space-economy": "Space_Economy_Recommendations_Responses.xlsx",
}


def digest(text: str) -> str:
    kept = "".join(character for character in text.casefold() if character.isalnum())
    return hashlib.sha256(kept.encode()).hexdigest()[:16]


def rows_of(pair: str, data: Path) -> dict[int, tuple[str, str, str]]:
    """By row of the sheet: the report's number, what it gives as the recommendation, and as the answer."""
    book = CalamineWorkbook.from_path(data / "recommendations" / SHEETS[pair])
    rows = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    numbers = [row["number"] for row in read("response-answers.csv", pair) if row["page"]]
    return {
        at: (number, str(row[4]), str(row[9]))
        for number, (at, row) in zip(numbers, enumerate(rows[1:], 2), strict=True)
    }


def read(name: str, pair: str) -> list[dict[str, str]]:
    with (JUDGED / name).open(encoding="utf-8") as stream:
        return [row for row in csv.DictReader(stream) if row["pair"] == pair]


def bare(text: str) -> str:
    """A recommendation without the paragraph behind it and without letters of sub-points, as its digest was made."""
    return re.sub(r"\((?:a|b|c)\)", "", re.sub(r"\s*\(paragraph\s+[\d.]+\)\.?$", "", text.strip()))


@pytest.mark.parametrize(
    ("pair", "rows"), [("behaviour-change", {3, 28, 29, 30, 31, 32, 33, 34}), ("space-economy", {12})]
)
def test_rows_whose_recommendation_is_not_the_reports(pair: str, rows: set[int], data: Path) -> None:
    printed = {row["number"]: row["digest"] for row in read("report-entries.csv", pair)}
    wrong = {at for at, (number, asked, _) in rows_of(pair, data).items() if digest(bare(asked)) != printed[number]}
    assert wrong == rows


@pytest.mark.parametrize(
    ("pair", "rows"), [("behaviour-change", {19, 20, 24, 27}), ("space-economy", {3, 7, 15, 21, 22})]
)
def test_rows_whose_answer_is_not_the_responses(pair: str, rows: set[int], data: Path) -> None:
    printed = {row["number"]: row["digest"] for row in read("response-answers.csv", pair)}
    wrong = {at for at, (number, _, said) in rows_of(pair, data).items() if digest(said) != printed[number]}
    assert wrong == rows


def test_conclusions_are_listed_as_recommendations(data: Path) -> None:
    kinds = {row["number"]: row["kind"] for row in read("report-entries.csv", "behaviour-change")}
    rows = {at for at, (number, _, _) in rows_of("behaviour-change", data).items() if kinds[number] == "conclusion"}
    assert rows == {2, 4, 5, 15, 16, 18, 22, 31, 32, 33}
