"""Files that are withheld: which kinds are kept, how large, how they are cut in pieces, and what their envelope says. Pure.

A file's name and kind lie in its envelope, encrypted. Until its release its length alone is told, and of a PDF its pages.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from peelian.figures.errors import PeelianError

LARGEST = 25 << 20
"""Bytes of one file; a larger one is several."""
PIECE = 1 << 20
"""Bytes of one piece."""
LONGEST_NAME = 150
PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
ENDINGS = {
    PDF: "pdf", "image/png": "png", "image/jpeg": "jpg", "image/tiff": "tif",
    f"{_OFFICE}.wordprocessingml.document": "docx", f"{_OFFICE}.spreadsheetml.sheet": "xlsx",
    f"{_OFFICE}.presentationml.presentation": "pptx", f"{_OPEN}.text": "odt", f"{_OPEN}.spreadsheet": "ods",
    "text/csv": "csv", "text/plain": "txt",
}  # fmt: skip
"""Every kind that is kept, with how the name of such a file ends."""
SAID = "PDF, PNG, JPEG, TIFF, DOCX, XLSX, PPTX, ODT, ODS, CSV or plain text"
_SIGNS = (
    (b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)  # fmt: skip
_PARTS = {
    "word/document.xml": f"{_OFFICE}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}.presentationml.presentation",
}
_COUNT = Path(__file__).parents[2] / "reading" / "pages.py"
_PATIENCE = 60


@dataclass(frozen=True)
class File:
    """A file as somebody chose it; neither its name nor its bytes show in a traceback."""

    name: str = field(repr=False)
    media: str
    content: bytes = field(repr=False)

    @property
    def length(self) -> int:
        """Its bytes."""
        return len(self.content)

    @property
    def envelope(self) -> str:
        """What of it is encrypted beside its bytes."""
        told = {"name": self.name, "media": self.media, "length": self.length, "sha256": sha256_of(self.content)}
        return json.dumps(told, ensure_ascii=False)


@dataclass(frozen=True)
class Envelope:
    """What stands in a file's envelope."""

    name: str = field(repr=False)
    media: str
    length: int
    sha256: str


def envelope_of(text: str) -> Envelope:
    """An envelope as it was written. Raises ValueError, KeyError or TypeError for what is none."""
    told = json.loads(text)
    return Envelope(str(told["name"]), str(told["media"]), int(told["length"]), str(told["sha256"]))


def opened_envelope(envelope: Envelope) -> str:
    """What everybody reads of an envelope once its file is released: no name."""
    return json.dumps({"media": envelope.media, "sha256": envelope.sha256})


def chosen(name: str, content: bytes) -> File:
    """A file that somebody chose. Raises PeelianError, which repeats neither its name nor a word of it, where it is not kept."""
    if not content:
        raise PeelianError("no-file", "The file is empty.", "Choose the one that is to be withheld.")
    if len(content) > LARGEST:
        raise PeelianError(
            "large-file",
            f"The file has more than {LARGEST >> 20} MB.",
            "Make two of it, or a scan with fewer dots per inch.",
        )
    media = media_of(content, name)
    if media is None:
        raise PeelianError("wrong-file", "This kind of file is not kept here.", f"Choose a file in {SAID}.")
    said = "".join(
        letter for letter in unicodedata.normalize("NFC", name) if letter.isprintable() and letter not in "/\\"
    )
    return File(said.strip()[-LONGEST_NAME:] or "file", media, content)


def media_of(content: bytes, name: str = "") -> str | None:
    """Its kind by its content; a text that is named so is CSV. None for a kind that is not kept."""
    found = next((media for sign, media in _SIGNS if content.startswith(sign)), None)
    if found is not None:
        return found
    if content.startswith(b"PK"):
        return _of_archive(content)
    if b"\0" in content or not _is_text(content):
        return None
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def _of_archive(content: bytes) -> str | None:
    """The kind of a file that is an archive inside. Only its list of members is read, and of one member its first bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            names = set(held.namelist())
            if "mimetype" in names:
                with held.open("mimetype") as said:
                    media = said.read(100).decode("ascii", "replace").strip()
                return media if media in ENDINGS else None
            return next((media for part, media in _PARTS.items() if part in names), None)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def pages_of(file: File) -> int | None:
    """How many pages a PDF has; None of any other file, and of one that cannot be opened. It goes through a pipe, over no disk."""
    if file.media != PDF:
        return None
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_COUNT)], input=file.content, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return int(done.stdout) if done.stdout.isdigit() else None


def pieces_of(content: bytes) -> Iterator[bytes]:
    """The pieces of a file, in their order."""
    view = memoryview(content)
    for start in range(0, len(content), PIECE):
        yield bytes(view[start : start + PIECE])


def sha256_of(content: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def commitment_of_file(salt: str, pieces: Iterable[bytes]) -> str:
    """``sha256:…`` of a line with the salt, and the file behind it, byte by byte."""
    counted = hashlib.sha256(f"{salt}\n".encode())
    for piece in pieces:
        counted.update(piece)
    return f"sha256:{counted.hexdigest()}"


def neutral_name(of: str, media: str) -> str:
    """What a copy is called: nothing of what it was called."""
    return f"exempt-part-{of}.{ENDINGS.get(media, 'bin')}"
