"""Whatever bytes come as a report, a response or meeting papers: proposals, or a refusal in plain words; never a traceback."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import docx
import pytest
from tests.spec.test_reading_fuzz import wounded

from peelian.figures.errors import PeelianError
from peelian.reading import Document, read_bytes
from peelian.scrutiny.importing import import_papers, import_report, import_response

SECONDS = 20
PER_SEED = 40
LARGEST = 30_000


def survives(content: bytes, name: str) -> str:
    """What became of the bytes: how many proposals, or the code of the refusal. Whatever is proposed stands in the document."""
    began = time.monotonic()
    try:
        document = read_bytes(content, name)
    except PeelianError as error:
        assert error.message and error.remedy
        return error.code
    proposed = sum(_read(document, read) for read in (import_report, import_papers, import_response))
    assert time.monotonic() - began < SECONDS
    return f"{document.kind}: {'some' if proposed else 'none'}"


def _read(document: Document, read: object) -> int:
    try:
        found = read(document)  # type: ignore[operator]
    except PeelianError as error:
        assert error.message and error.remedy
        return 0
    places = {(line.page, line.number) for line in document.lines}
    for one in found.proposals:
        assert 0 < one.confidence <= 1
        assert (one.page, one.line) in places, "nothing is proposed that does not stand somewhere"
        assert one.to_json()["kind"] == one.kind
    return len(found.proposals)


@pytest.mark.parametrize("seed", range(6))
def test_hundreds_of_wounded_texts_are_read_or_refused(seed: int, seeds: Path) -> None:
    draw = random.Random(seed)
    contents = [path.read_bytes()[:LARGEST] for path in sorted(seeds.glob("*.txt"))]
    outcomes = {survives(wounded(draw.choice(contents), draw), "x.txt") for _ in range(PER_SEED)}
    assert any(outcome.endswith("some") for outcome in outcomes)


@pytest.mark.parametrize("seed", range(8))
def test_wounded_reports_and_responses_are_read_or_refused(seed: int, data: Path) -> None:
    draw = random.Random(seed)
    path = draw.choice(sorted((data / "recommendations").glob("*response.pdf")))
    survives(wounded(path.read_bytes(), draw), path.name)


@pytest.mark.parametrize("seed", range(4))
def test_lines_in_any_order_are_read_or_refused(seed: int, seeds: Path) -> None:
    draw = random.Random(seed)
    for path in sorted(seeds.glob("00[0124]_*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()[:700]
        draw.shuffle(lines)
        survives("\n".join(lines).encode(), path.name)


def report_in_word() -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    document.add_heading("Recommendations", 1)
    for number in range(1, 6):
        document.add_heading(f"Recommendation {number}", 2)
        document.add_paragraph(f"The force should do thing {number} by June 2031:")
        document.add_paragraph("in every borough", style="List Bullet")
    document.save(stream)
    return stream.getvalue()


def test_a_report_in_word_is_read() -> None:
    found = import_report(read_bytes(report_in_word(), "report.docx"))
    asked = found.of("recommendation")
    assert [one.reference for one in asked] == ["1", "2", "3", "4", "5"]
    assert (asked[0].fields["due"], asked[0].fields["points"][0]["text"]) == ("2031-06", "in every borough")


@pytest.mark.parametrize("seed", range(30))
def test_wounded_reports_in_word_are_read_or_refused(seed: int) -> None:
    survives(wounded(report_in_word(), random.Random(seed)), "report.docx")


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "Recommendation 1",
        "### Recommendation 1\n\n### Recommendation 1\n",
        "Recommendation 999999999999999999999: do it",
        "MINUTES\n\n1 A\n\n1 A\n\n1 A\n",
        "AGENDA\n\n99 NINETY-NINE (Pages 9 - 3)\n",
        "PCD 1\tA\nPCD 99999\tB\nPCD 2\tC\n",
        "31 February 2020: I met nobody.\nThis report covers the period from 31 February to 30 February 2020.\n",
        "(a) (b) (c)\n" * 500,
        "Recommendation 1: " + "the Met should " * 20_000,
        "the Committee recommends that, " * 5_000,
        "((((((" * 3_000,
        "A\u202e\u0000B Recommendation 1: \ufeffdo it",
    ],
)
def test_odd_texts_end_soon_and_without_a_traceback(text: str) -> None:
    survives(text.encode(), "odd.txt")


def test_an_archive_that_is_no_letter_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert survives(stream.getvalue(), "report.docx") == "wrong-kind"
