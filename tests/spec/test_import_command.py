"""``peelian import report``, ``response`` and ``papers`` as somebody runs them: what is said, the JSON, the exit codes."""

from __future__ import annotations

import html
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
import weasyprint

from peelian import cli
from peelian.reading import read_document

FIELDS = {"kind", "reference", "text", "page", "line", "confidence", "fields"}


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = cli.main(["import", *map(str, arguments)])
    told = capsys.readouterr()
    return code, told.out, told.err


def answer(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    code, out, _ = run(capsys, *arguments, "--json")
    return code, json.loads(out)


@pytest.fixture
def draft_plan(seeds: Path) -> Path:
    [path] = seeds.glob("001_*.txt")
    return path


def test_a_report_as_json_is_a_list_of_proposals_with_their_places(
    capsys: pytest.CaptureFixture[str], draft_plan: Path
) -> None:
    code, told = answer(capsys, "report", draft_plan)
    assert code == 0 and all(set(one) == FIELDS for one in told["proposals"])
    [sixth] = [one for one in told["proposals"] if one["reference"] == "6" and one["fields"]["version"] == "summary"]
    assert (sixth["kind"], sixth["page"], sixth["line"], sixth["confidence"]) == ("recommendation", None, 149, 0.98)
    assert {"addressee": "MOPAC", "due": "2022-09-30", "version": "summary"}.items() <= sixth["fields"].items()
    assert {one["certainty"] for one in told["findings"]} == {"ask"}


def test_several_reports_are_read_and_one_that_is_no_report_is_refused_beside_them(
    capsys: pytest.CaptureFixture[str], draft_plan: Path, tmp_path: Path
) -> None:
    again, empty = tmp_path / "again.txt", tmp_path / "empty.pdf"
    shutil.copyfile(draft_plan, again)
    empty.write_bytes(b"")
    code, told = answer(capsys, "report", draft_plan, again, empty)
    assert (code, len(told["documents"])) == (1, 1)
    assert [one["code"] for one in told["refused"]] == ["duplicate", "empty"]
    assert {one["document"] for one in told["proposals"]} == {draft_plan.name}
    code, out, _ = run(capsys, "report", draft_plan, again)
    assert code == 1 and "REFUSED again.txt is the same file as" in out


def test_one_file_that_cannot_be_read_is_an_error_with_what_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, said = run(capsys, "papers", tmp_path / "nothing.pdf")
    assert code == 2 and "Check name and rights." in said
    code, told = answer(capsys, "papers", tmp_path / "nothing.pdf")
    assert (code, told["error"]["code"]) == (2, "unreadable")


def test_a_response_says_status_place_and_what_is_not_answered(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    folder = data / "recommendations"
    code, told = answer(
        capsys, "response", folder / "space-economy-response.pdf", "--report", folder / "space-economy-report.pdf"
    )
    assert code == 0 and {one["kind"] for one in told["proposals"]} == {"response"}
    statuses = {one["reference"]: one["fields"]["status"] for one in told["proposals"]}
    assert (len(statuses), statuses["60"], statuses["33"]) == (41, "no-answer", "rejected")
    assert told["report"]["name"] == "space-economy-report.pdf"


def test_a_response_against_itself_is_refused(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    path = data / "recommendations" / "behaviour-change-response.pdf"
    code, told = answer(capsys, "response", path, "--report", path)
    assert (code, told["error"]["code"]) == (2, "duplicate")


def test_papers_are_printed_a_line_each_with_what_to_look_at(capsys: pytest.CaptureFixture[str], seeds: Path) -> None:
    [path] = seeds.glob("004_*.txt")
    code, out, _ = run(capsys, "papers", path)
    assert code == 0
    assert "look: minute 12 says what was told, and not what the committee did with it, line 186 (likely)" in out
    assert "\n2 meetings, 17 agenda-items, 11 actions\nTake a meeting in with --into COMMITTEE --confirm DATE" in out


def in_word(path: Path, first: int, last: int, to: Path) -> Path:
    """Lines of a Markdown file as paragraphs of a DOCX file: headings and bullets by their styles, marks gone."""
    document = docx.Document()
    for line in read_document(path).between(first, last).lines:
        style = {"heading": "Heading 2", "bullet": "List Bullet"}.get(line.look)
        document.add_paragraph(
            f"{line.label} {line.text}".strip() if line.look != "heading" else line.text, style=style
        )
    document.save(str(to))
    return to


def printed(path: Path, first: int, last: int, to: Path) -> Path:
    """The same lines printed to a PDF file."""
    parts = [
        "<style>@page{size:A4;margin:20mm;@bottom-center{content:'Page ' counter(page)}} body{font:11pt sans-serif}</style>"
    ]
    for line in read_document(path).between(first, last).lines:
        text = html.escape(f"{line.label} {line.text}".strip())
        tag = {"heading": "h3", "bullet": "li"}.get(line.look, "p")
        shown = f"<b>{text}</b>" if line.bold else text
        small = ' style="font-size:8pt"' if line.look == "note" else ""
        parts.append(f"<ul><li>{text}</li></ul>" if tag == "li" else f"<{tag}{small}>{shown}</{tag}>")
    weasyprint.HTML(string="\n".join(parts)).write_pdf(to)
    return to


def test_the_same_papers_printed_give_the_same_proposals(
    capsys: pytest.CaptureFixture[str], seeds: Path, tmp_path: Path
) -> None:
    [path] = seeds.glob("004_*.txt")
    _, told = answer(capsys, "papers", printed(path, 1, 273, tmp_path / "papers.pdf"))
    kinds = Counter(one["kind"] for one in told["proposals"])
    assert kinds == {"agenda-item": 17, "action": 11, "meeting": 2}
    assert {one["fields"].get("due_words") for one in told["proposals"] if one["kind"] == "action"} >= {
        "next week",
        "by November",
    }
    assert {one.get("kind") for one in told["findings"]} == {"no-outcome", "redaction"}


def test_the_same_report_printed_gives_the_same_recommendations(
    capsys: pytest.CaptureFixture[str], draft_plan: Path, tmp_path: Path
) -> None:
    _, told = answer(capsys, "report", printed(draft_plan, 1, 600, tmp_path / "report.pdf"))
    asked = [one for one in told["proposals"] if one["kind"] == "recommendation"]
    assert len(asked) == 32 and all(one["page"] for one in asked)
    points = {(one["reference"], len(one["fields"].get("points", ()))) for one in asked}
    assert {("1", 2), ("2", 4), ("7", 2), ("3", 0)} <= points
    assert [one["number"] for one in told["findings"]] == ["1", "7", "9", "13"]


def test_the_same_papers_in_word_give_the_same_proposals(
    capsys: pytest.CaptureFixture[str], seeds: Path, tmp_path: Path
) -> None:
    [path] = seeds.glob("004_*.txt")
    _, told = answer(capsys, "papers", in_word(path, 1, 273, tmp_path / "papers.docx"))
    _, plain = answer(capsys, "papers", path)
    for kind in ("agenda-item", "action", "meeting"):
        texts = [
            [(one["reference"], one["text"]) for one in each["proposals"] if one["kind"] == kind]
            for each in (told, plain)
        ]
        assert len(texts[0]) == {"agenda-item": 17, "action": 11, "meeting": 2}[kind]
        assert texts[0] == texts[1]


def test_the_same_report_in_word_gives_the_same_recommendations(
    capsys: pytest.CaptureFixture[str], draft_plan: Path, tmp_path: Path
) -> None:
    _, told = answer(capsys, "report", in_word(draft_plan, 1, 600, tmp_path / "report.docx"))
    _, plain = answer(capsys, "report", draft_plan)
    shown = [
        [
            (one["reference"], one["text"], one["fields"]["version"], len(one["fields"].get("points", ())))
            for one in each["proposals"]
            if one["kind"] == "recommendation"
        ]
        for each in (told, plain)
    ]
    assert len(shown[0]) == 32 and shown[0] == shown[1]
