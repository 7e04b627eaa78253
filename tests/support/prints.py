"""The pack's published tables and the documents that they are entered from, read side by side."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from tests.conftest import SHARED, needed

PACK = Path(__file__).resolve().parents[2] / "src" / "peelian" / "packs" / "london"
SEEDS = SHARED / "seeds"
HEADER = (
    "document,page_or_line,body,measure,area,period,value,unit,compared_period,compared_value,"
    "printed_change,change_unit,note,numerator,denominator,doubt,status,target,target_low,target_high,tolerance"
)
NUMBERS = (
    "value",
    "compared_value",
    "printed_change",
    "numerator",
    "denominator",
    "target",
    "target_low",
    "target_high",
)
FALLS = re.compile(r"\b(fall|fallen|fell|cut|reduced|reduction|lower|fewer|less|down)\b", re.IGNORECASE)


@cache
def seed(number: int) -> list[str]:
    """The lines of a document with an empty one in front, so that lines[1] is line 1."""
    found = sorted(SEEDS.glob(f"{number:03d}_*.txt"))
    if not found:
        needed(f"the documents: seed {number:03d} is not in ../shared/seeds, so line numbers cannot be checked")
    return ["", *found[0].read_text(encoding="utf-8").splitlines()]


def documents() -> list[str]:
    """The ids of the documents that have a table."""
    return sorted(path.stem for path in (PACK / "published").glob("*.csv"))


@cache
def rows(document: str) -> list[dict[str, str]]:
    """The rows of one table as they stand in the file."""
    with (PACK / "published" / f"{document}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        found = list(reader)
    assert ",".join(reader.fieldnames or ()) == HEADER
    return found


@cache
def every_row() -> list[dict[str, str]]:
    """All rows of all tables."""
    return [row for document in documents() for row in rows(document)]


def line_numbers(row: dict[str, str]) -> range:
    """The lines that a row names: ``227-229`` is three."""
    first, _, last = row["page_or_line"].partition("-")
    return range(int(first), int(last or first) + 1)


def plain(text: str) -> str:
    """A text with the separators of thousands taken out."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", text)


def printed_lines(row: dict[str, str]) -> str:
    """The line or lines of the document that a row names, without separators of thousands."""
    lines = seed(int(row["document"].removeprefix("seed-")))
    numbers = line_numbers(row)
    return plain("\n".join(lines[numbers.start : numbers.stop]))


def stands(number: str, text: str) -> bool:
    """Whether a number is printed in a text as a number of its own; a fall may be printed without its sign, in words."""
    if re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", text):
        return True
    return number.startswith("-") and bool(FALLS.search(text)) and stands(number[1:], text)


def missing(row: dict[str, str]) -> list[str]:
    """The numbers of a row that are not on the lines it names."""
    text = printed_lines(row)
    none = {"0"} if re.search(r"\bNo\b", text) else set()
    return [row[name] for name in NUMBERS if row[name] and row[name] not in none and not stands(row[name], text)]
