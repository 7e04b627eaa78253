"""Take a file in: what it is by its content, and its lines. Whatever the file holds, the answer is lines or a plain refusal."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

from peelian.figures.errors import PeelianError
from peelian.figures.sources.archive import MEBIBYTE, Limits, check_archive
from peelian.figures.sources.base import RefusedFile, printable
from peelian.reading.layout import lines_of_pages
from peelian.reading.letters import lines_of_letter
from peelian.reading.lines import Document, Kind, Line
from peelian.reading.markdown import lines_of_text, looks_like_markdown

__all__ = ["LARGEST", "Document", "Line", "read_bytes", "read_document"]

LARGEST = 64 * MEBIBYTE
"""Bytes of a file: a plan of a hundred pages with its photographs is 5 to 20 MB."""
LONGEST = 2_000_000
"""Characters of text, some seven hundred pages: what is longer is no plan and no report."""
LETTER = Limits(members=4096, size=512 * MEBIBYTE, times=250, small=16 * MEBIBYTE)
TIMEOUT = 180
"""Seconds for opening: more than the process may spend computing, for a machine that is busy."""
_EXTRACT = Path(__file__).with_name("extract.py")
_OLD = b"\xd0\xcf\x11\xe0"
_PDF_WITHIN = 1024
"""A PDF file says so within its first kilobyte."""
_LEAST_LETTERS = 20
"""Letters on a page, on average: a scan with a stamp or a page number on it has fewer."""
_AS_TEXT = "Save it as PDF, DOCX or text, and read that in."
_AGAIN = "Fetch or save the file again."

_LIGATURE = re.compile("[\ufb00-\ufb06]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
"""Controls, spaces of no width, and marks that change the direction of what follows: a soft hyphen is none, it breaks words."""
_HYPHENS = str.maketrans("\u2010\u2011", "--")

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")
_WRONG: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "an RTF file", _AS_TEXT),
    (b"<?xml", "an XML file", _AS_TEXT),
    (b"<!doctype html", "a web page", "Print the page as PDF, or save its text, and read that in."),
    (b"<html", "a web page", "Print the page as PDF, or save its text, and read that in."),
    (b"%!PS", "a PostScript file", _AS_TEXT),
    (b"\x1f\x8b", "a packed file", "Unpack it, and read in what is in it."),
    (b"7z\xbc\xaf", "a packed file", "Unpack it, and read in what is in it."),
    (b"Rar!", "a packed file", "Unpack it, and read in what is in it."),
    *((magic, "a picture", "Read in the document itself; a picture of text has to be put through text recognition first.")
      for magic in _PICTURES),
)  # fmt: skip
"""How a file of another kind begins, in any case, what it is, and what to do."""


def read_document(path: Path) -> Document:
    """A file's lines. Raises PeelianError for what cannot be read: no such file, wrong kind, encrypted, damaged, empty, a scan."""
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        name = printable(path.name or str(path))
        raise PeelianError(
            "unreadable", f"{name} cannot be read ({error.strerror}).", "Check name and rights.", {"file": name}
        ) from error
    return read_bytes(content, path.name)


def read_bytes(content: bytes, name: str) -> Document:
    """The lines of a file that is at hand as bytes; raises as ``read_document``."""
    name = printable(name)
    if len(content) > LARGEST:
        raise refused(name, "too-large", f"has more than {LARGEST >> 20} MB", "Save it without its pictures.")
    if not content.strip(b"\x00 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise refused(name, "empty", "is empty", _AGAIN)
    kind, lines, pages, notes = _lines(content, name)
    if not any(line.text for line in lines):
        raise refused(name, "empty", "holds no text", _AGAIN)
    lines, unseen = _cleaned(lines)
    if unseen:
        notes = [*notes, f"{unseen} characters that nobody sees in print were left out."]
    return Document(kind, hashlib.sha256(content).hexdigest(), name, tuple(lines), pages, tuple(notes))


def _cleaned(lines: list[Line]) -> tuple[list[Line], int]:
    """Lines with ligatures as the letters they are, and without what is not seen, such as marks of direction; how much went."""
    cleaned, unseen = [], 0
    for line in lines:
        text, count = _UNSEEN.subn("", _LIGATURE.sub(lambda found: normalize("NFKC", found[0]), line.text))
        unseen += count
        text = text.translate(_HYPHENS)
        cleaned.append(line if text == line.text else replace(line, text=" ".join(text.split())))
    return cleaned, unseen


def refused(name: str, code: str, what: str, remedy: str, **where: Any) -> PeelianError:
    """A refusal of a document: ``what`` is said of the file, and follows its name."""
    return PeelianError(code, f"{name} {what}.", remedy, {"file": name, **where})


def _lines(content: bytes, name: str) -> tuple[Kind, list[Line], int | None, list[str]]:
    if b"%PDF-" in content[:_PDF_WITHIN]:
        told = _extract(content, name, "pdf")
        _refuse_scan(name, told)
        lines, notes = lines_of_pages(told["lines"], told["pages"])
        return "pdf", lines, len(told["pages"]), [*notes, *_pages_without_text(told)]
    if content.startswith(b"PK"):
        _refuse_archive(content, name)
        told = _extract(content, name, "docx")
        return "docx", lines_of_letter(told["lines"]), None, told["notes"]
    _refuse_wrong(content, name)
    text, notes = _decode(content, name)
    kind: Kind = "markdown" if looks_like_markdown(text) else "text"
    return kind, lines_of_text(text, marked=kind == "markdown"), None, notes


def _refuse_wrong(content: bytes, name: str) -> None:
    if content.startswith(_OLD):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise refused(name, "encrypted", "is encrypted", "Save it without a password.")
        raise refused(name, "wrong-kind", "is a file of Office before 2007", "Open it and save it as DOCX or PDF.")
    head = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, what, remedy in _WRONG:
        if head.startswith(magic.lower()):
            raise refused(name, "wrong-kind", f"is {what}, no document that can be read", remedy)


def _decode(content: bytes, name: str) -> tuple[str, list[str]]:
    """Text by its mark or as UTF-8; else as windows-1252, which is said. Raises PeelianError for what is no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return _of_length(content.decode(encoding), name), []
            except UnicodeDecodeError as error:
                raise refused(
                    name, "damaged", "breaks off or is damaged: it is not the text it says it is", _AGAIN
                ) from error
    controls = sum(content.count(bytes((code,))) for code in (*range(9), *range(14, 32)) if code != 27)
    if controls * 100 > len(content) or b"\x00" in content:
        raise refused(name, "wrong-kind", "is no text, no DOCX file and no PDF file", _AS_TEXT)
    try:
        return _of_length(content.decode("utf-8"), name), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        note = f"Not UTF-8 from line {line} on: read as windows-1252. Look at dashes, quotation marks and £."
        return _of_length(content.decode("cp1252", errors="replace"), name), [note]


def _of_length(text: str, name: str) -> str:
    if len(text) > LONGEST:
        what = f"holds {len(text):,} characters, and {LONGEST:,} are the most"
        raise refused(name, "too-large", what, "Save the part that is wanted as a file of its own.")
    return text


def _refuse_archive(content: bytes, name: str) -> None:
    """Raises PeelianError for a ZIP file that is no letter, or that an honest program could not have made."""
    with tempfile.TemporaryDirectory(prefix="peelian-reading-") as folder:
        path = Path(folder, "letter.zip")
        path.write_bytes(content)
        try:
            members = check_archive(path, LETTER)
        except RefusedFile as error:
            code = "encrypted" if "encrypted" in error.finding.what else "damaged"
            raise refused(name, code, f"is refused: {error.finding.what}", error.finding.remedy) from error
    if "word/document.xml" in members:
        return
    for member, what in (
        ("xl/workbook.xml", "a workbook"), ("ppt/presentation.xml", "a presentation"), ("content.xml", "an OpenDocument file"),
    ):  # fmt: skip
        if member in members:
            raise refused(name, "wrong-kind", f"is {what}, no document that can be read", _AS_TEXT)
    raise refused(
        name, "wrong-kind", "is an archive, no document that can be read", "Unpack it, and read in what is in it."
    )


def _extract(content: bytes, name: str, kind: str) -> dict[str, Any]:
    """What the process of its own says of the file. Raises PeelianError."""
    with tempfile.TemporaryDirectory(prefix="peelian-reading-") as folder:
        path = Path(folder, f"document.{kind}")
        path.write_bytes(content)
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_EXTRACT), kind, str(path), str(LONGEST)],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise refused(name, "too-large", "takes too long to open", _AS_TEXT) from error
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        told = {"problem": "large"}
    problem = told.get("problem")
    if problem == "password":
        raise refused(name, "encrypted", "is encrypted", "Save it without a password.")
    if problem == "broken":
        raise refused(name, "damaged", "is damaged, and cannot be opened", _AGAIN)
    if problem == "long":
        raise refused(name, "too-large", told["why"], "Save the part that is wanted as a file of its own.")
    if problem:
        raise refused(name, "too-large", "takes more memory, time or text than any document needs", _AS_TEXT)
    return told


def _refuse_scan(name: str, told: dict[str, Any]) -> None:
    letters, pages = sum(page["letters"] for page in told["pages"]), len(told["pages"])
    if letters < _LEAST_LETTERS * max(1, pages):
        what = f"has no text layer: {letters} letters on {pages} pages, so its pages are pictures"
        raise refused(
            name, "no-text", what, "Ask for the file it was printed from, or put it through text recognition first."
        )


def _pages_without_text(told: dict[str, Any]) -> list[str]:
    empty = [str(at) for at, page in enumerate(told["pages"], start=1) if not page["letters"]]
    if not empty:
        return []
    named = ", ".join(empty[:12]) + (" …" if len(empty) > 12 else "")
    return [f"{len(empty)} of {len(told['pages'])} pages have no text, and were not read: {named}."]
