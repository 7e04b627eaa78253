"""Whatever bytes come: lines, or a refusal in plain words; never a traceback, and never without end."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from peelian.figures.errors import PeelianError
from peelian.plans.importing import import_plan
from peelian.plans.words import mentions_of
from peelian.reading import Document, read_bytes
from peelian.scrutiny.importing import Imported, import_papers, import_report, import_response

SECONDS = 15


def survives(content: bytes) -> str:
    """What became of the bytes: the kind that they were read as, or the code of the refusal."""
    began = time.monotonic()
    try:
        document = read_bytes(content, "x")
        import_plan(document, ())
        mentions_of("we will", document.lines)
        outcome: str = document.kind
    except PeelianError as error:
        assert error.message and error.remedy
        outcome = error.code
    assert time.monotonic() - began < SECONDS
    return outcome


def wounded(content: bytes, draw: random.Random) -> bytes:
    """A file with one wound: cut off, bytes altered, a piece lost, noise put in, a piece twice."""
    piece, at = bytearray(content), draw.randrange(len(content))
    ways: tuple[Callable[[], object], ...] = (
        lambda: piece.__delitem__(slice(at, None)),
        lambda: [
            piece.__setitem__(draw.randrange(len(piece)), draw.randrange(256)) for _ in range(draw.randrange(1, 200))
        ],
        lambda: piece.__delitem__(slice(at, at + draw.randrange(1, 5000))),
        lambda: piece.__setitem__(slice(at, at), draw.randbytes(draw.randrange(1, 2000))),
        lambda: piece.__setitem__(slice(at, at), piece[at // 2 : at // 2 + draw.randrange(1, 20_000)]),
    )
    draw.choice(ways)()
    return bytes(piece)


@pytest.mark.parametrize("seed", range(24))
def test_a_wounded_report_is_read_or_refused(seed: int, data: Path) -> None:
    draw = random.Random(seed)
    path = draw.choice(sorted((data / "reports").glob("*.pdf")))
    assert survives(wounded(path.read_bytes(), draw)) in {
        "pdf",
        "damaged",
        "no-text",
        "wrong-kind",
        "encrypted",
        "markdown",
        "text",
    }


def letter() -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    document.add_heading("Police and crime plan", 1)
    document.add_paragraph("We propose to:")
    for number in range(20):
        document.add_paragraph(f"open {number} offices by 2020", style="List Bullet")
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("seed", range(24))
def test_a_wounded_letter_is_read_or_refused(seed: int) -> None:
    draw, stream = random.Random(seed), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(letter())) as whole, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in whole.namelist():
            content = whole.read(name)
            altered = name in ("word/document.xml", "word/styles.xml") and draw.random() < 0.6
            packed.writestr(name, wounded(content, draw) if altered else content)
    content = stream.getvalue() if draw.random() < 0.7 else wounded(stream.getvalue(), draw)
    assert survives(content) in {"docx", "damaged", "wrong-kind", "empty", "encrypted"}


PIECES = (
    "we ", "A ", "Metropolitan Police And ", "(", "[", "[a](", "<a ", "_a", "1 a ", "“we will ", "by the end of ", "- - ", "&amp;",
    "<sup>", "1 2 3 of May ", "1,111", "the ", "we, ", "# Police and Crime Plan\n", "- We will do it\n",
    "lower case without an end for all of it and more words\n\n",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_that_repeats_itself_does_not_take_for_ever(piece: str) -> None:
    assert survives((piece * (200_000 // len(piece))).encode()) in {"text", "markdown", "empty"}


SCRUTINY = (
    "Recommendation 1 ", "Recommendation 1\n\n", "1. The Met should act.\n\n", "PCD 1 - title\n", "The Government agrees with ",
    "will consider the House of ", "1. APOLOGIES\n\n", "on 9 May 2026 ", "The Met The Met ", "RESOLVED that ", "we fully ",
)  # fmt: skip


@pytest.mark.parametrize("piece", SCRUTINY)
@pytest.mark.parametrize("read", [import_report, import_response, import_papers])
def test_papers_that_repeat_themselves_do_not_take_for_ever(piece: str, read: Callable[[Document], Imported]) -> None:
    began = time.monotonic()
    try:
        read(read_bytes((piece * (40_000 // len(piece))).encode(), "x"))
    except PeelianError as error:
        assert error.message and error.remedy
    assert time.monotonic() - began < SECONDS


def test_a_plan_of_very_many_promises_is_compared_in_time() -> None:
    listed = "".join(f"- Publish strategy{number} for knife crime\n" for number in range(3000))
    assert (
        survives(f"We propose to:\n\n{listed}\n{'We will publish a strategy for knife crime. ' * 1000}".encode())
        == "markdown"
    )
