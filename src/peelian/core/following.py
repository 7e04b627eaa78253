"""Files of the house that follow the records: written anew from them after each change."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

from peelian.figures.lake import sync


def rewrite(path: Path, text: Callable[[], str]) -> None:
    """Write a file in one step, where it says something else. ``text`` reads the records while nobody else can write it:
    of two that write at once the later has read both changes, whichever was kept first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = text()
        if path.is_file() and path.read_text(encoding="utf-8") == said:
            return
        draft = path.with_name(f".{path.name}.new")
        draft.write_text(said, encoding="utf-8")
        sync(draft)
        draft.replace(path)
        sync(path.parent)
