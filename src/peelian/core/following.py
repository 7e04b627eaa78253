"""Files of the house that follow the records: written anew from them after each change, or sealed once and never edited."""

from __future__ import annotations

import fcntl
import hashlib
import os
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from peelian.audit.chain import canonical
from peelian.figures.errors import PeelianError
from peelian.figures.lake import sync


def rewrite(path: Path, text: Callable[[], str]) -> bool:
    """Write a file in one step, where it says something else; whether it did. ``text`` reads the records while nobody else can
    write it: of two that write at once the later has read both changes, whichever was kept first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = text()
        if path.is_file() and path.read_bytes() == said.encode():
            return False
        draft = path.with_name(f".{path.name}.new")
        draft.write_text(said, encoding="utf-8")
        sync(draft)
        draft.replace(path)
        sync(path.parent)
    return True


def sealed(content: dict[str, Any]) -> dict[str, Any]:
    """The content with its seal: SHA-256 of everything else in canonical form."""
    return content | {"seal": f"sha256:{hashlib.sha256(canonical(content)).hexdigest()}"}


def unsealed(content: dict[str, Any]) -> dict[str, Any]:
    """What the seal of a content covers: everything else in it."""
    return {key: value for key, value in content.items() if key != "seal"}


def put_once(path: Path, text: str, remedy: str) -> bool:
    """Write a file that is never edited, all of it or nothing; False where it is there already and says the same.

    Raises PeelianError, with what to do, where it is there with other content.
    """
    if path.is_file():
        if path.read_bytes() == text.encode():
            return False
        raise PeelianError("published-already", f"{path.name} is published and stays as it is.", remedy)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{uuid.uuid4().hex}")
    draft.write_text(text, encoding="utf-8")
    sync(draft)
    try:
        with suppress(FileExistsError):  # somebody else healed it meanwhile
            os.link(draft, path)
    finally:
        draft.unlink()
    sync(path.parent)
    return True
