"""Printed files in the house: made once, kept under the hash of all that they follow from, looked at whenever they are read.

What is restricted is never kept; it is printed for each who asks and may.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from peelian.documents.pdf import TIMEOUT, Print, Printed, printed
from peelian.figures.lake import sync

FOLDER = "documents"


@dataclass(frozen=True)
class Kept:
    """A file that is kept: ``key`` names it, ``sha256`` is of its bytes, ``ranges`` are the pages of its numbered parts."""

    key: str
    path: Path
    sha256: str
    ranges: dict[str, tuple[int, int]]

    def printed(self) -> Printed:
        """The bytes with the pages."""
        return Printed(self.path.read_bytes(), self.ranges)


def kept(
    root: Path, document: Print, told: Callable[[int, int], None] | None = None, *, seconds: float = TIMEOUT
) -> Kept:
    """The file of a document, made now if it is not there or not what was made. Two who ask at once wait for one printing.

    Raises PeelianError where it cannot be printed, and ValueError for a document that not everybody may read.
    """
    if document.banner:
        raise ValueError("what is restricted is not kept")
    if (there := found(root, document.key)) is not None:
        return there
    path = _path(root, document.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (there := found(root, document.key)) is not None:
            return there
        made = printed(document, told, seconds=seconds)
        _write(path, made.content)
        about = {"sha256": made.sha256, "title": document.title, "ranges": made.ranges}
        _write(path.with_suffix(".json"), json.dumps(about, ensure_ascii=False, indent=1).encode())
    return Kept(document.key, path, made.sha256, made.ranges)


def found(root: Path, key: str) -> Kept | None:
    """The file that is kept under a key; None where there is none, or it is not what was made."""
    path = _path(root, key)
    try:
        about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        if hashlib.sha256(path.read_bytes()).hexdigest() != about["sha256"]:
            return None
        return Kept(
            key, path, about["sha256"], {name: (first, last) for name, (first, last) in about["ranges"].items()}
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path(root: Path, key: str) -> Path:
    return root / FOLDER / key[:2] / f"{key}.pdf"


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{uuid.uuid4().hex}")
    draft.write_bytes(content)
    sync(draft)
    draft.replace(path)
    sync(path.parent)
