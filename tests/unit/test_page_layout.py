"""Lines of a PDF page: in which order they are read, and which run along every page. Pages are as ``extract.py`` tells them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peelian.reading import read_document
from peelian.reading.layout import lines_of_pages

HEIGHT = 800.0


def line(
    text: str, y: float, *, page: int = 1, number: int = 0, x: float = 72.0, right: float = 500.0
) -> dict[str, Any]:
    return {
        "text": text, "y": y, "page": page, "number": number, "x": x, "right": right, "size": 10.0, "bold": False, "italic": False,
        "dot": False,
    }  # fmt: skip


def read(*told: dict[str, Any], pages: int = 1) -> list[tuple[int | None, int, str]]:
    """Page, number and text of each line that is kept."""
    lines, _ = lines_of_pages(list(told), [{"letters": 100, "height": HEIGHT}] * pages)
    return [(one.page, one.number, one.text) for one in lines]


def test_boxes_that_the_file_holds_first_are_read_where_they_stand() -> None:
    box = [line("We ask for a plan.", 500, number=1), line("We ask for it soon.", 488, number=2)]
    flow = [line("Before the box.", 560, number=3), line("Below the box.", 440, number=4)]
    assert [(number, text) for _, number, text in read(*box, *flow)] == [
        (1, "Before the box."), (2, "We ask for a plan."), (3, "We ask for it soon."), (4, "Below the box."),
    ]  # fmt: skip


def test_bullets_that_the_file_holds_behind_all_lines_go_before_theirs() -> None:
    lines = [
        line("The plan should:", 600, number=1),
        line("say who answers", 580, number=2, x=90),
        line("say when", 560, number=3, x=90),
    ]
    marks = [line("•", 580, number=4, x=78, right=82), line("•", 560, number=5, x=78, right=82)]
    found, _ = lines_of_pages([*lines, *marks], [{"letters": 100, "height": HEIGHT}])
    assert [(one.number, one.look, one.text) for one in found] == [
        (1, "text", "The plan should:"), (2, "bullet", "say who answers"), (3, "bullet", "say when"),
    ]  # fmt: skip


def test_a_bullet_with_nothing_beside_it_goes() -> None:
    assert read(line("A line.", 600, number=1), line("•", 300, number=2)) == [(1, 1, "A line.")]


def test_columns_stay_as_the_file_has_them() -> None:
    left = [line(f"left {number}", 600 - 12 * number, number=number, right=250) for number in (1, 2, 3)]
    right = [line(f"right {number}", 606 - 12 * number, number=3 + number, x=300) for number in (1, 2, 3)]
    assert [number for _, number, _ in read(*left, *right)] == [1, 2, 3, 4, 5, 6]


def test_a_numbered_heading_at_the_top_of_pages_does_not_run_along_them() -> None:
    told = []
    for page, number in ((1, 3), (2, 4), (3, 8), (4, 9)):
        told += [line(f"Recommendation {number}", 760, page=page), line("What is asked for here.", 400, page=page)]
    assert [text for _, _, text in read(*told, pages=4)].count("Recommendation 8") == 1


def test_headers_that_repeat_or_count_the_pages_run_along_them() -> None:
    told = []
    for page in (1, 2, 3, 4):
        told += [
            line(f"Committee papers, page {page + 6}", 770, page=page),
            line("A report of the panel", 40, page=page),
        ]
        told += [line("What is asked for here.", 400, page=page)]
    assert {text for _, _, text in read(*told, pages=4)} == {"What is asked for here."}


def test_italics_are_seen_though_a_number_before_them_stands_upright(data: Path) -> None:
    report = read_document(data / "recommendations" / "space-economy-report.pdf").on_pages(104, 104)
    numbered = {one.label: one.italic for one in report.lines if one.label}
    assert numbered == {"1": False, "2": False, "3": False, "4": True, "5": True, "6": False, "7": False, "8": True}
