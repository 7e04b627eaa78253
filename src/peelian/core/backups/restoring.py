"""Restore a backup into an empty place. All of it is read and checked before anything is where somebody looks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from peelian.core.backups.archive import RECORDS, Member, belongs, damaged, read
from peelian.figures.errors import PeelianError
from peelian.figures.house import Progress, cannot_write, no_room
from peelian.figures.lake import sync

_ROOM = 1.1
"""So much more than its files a restore needs: records are unpacked, then taken in."""
_HARMLESS = {"lost+found", "secret-key", "exempt-keys"}
"""What an empty place may have."""
_LAST = ("releases", "house.json")
"""What makes a house visible comes last."""
SCRATCH = "restoring"


@dataclass(frozen=True)
class Restored:
    """What was restored."""

    about: dict[str, Any]
    files: int
    rows: int
    events: int


def restore(
    root: Path, file: Path, open_records: Callable[[Path], None], progress: Progress = lambda *_: None
) -> Restored:
    """Unpack, check, take the records in, verify the audit, and only then move everything into its place.

    ``open_records`` is called when the files are unpacked, with the folder that is the house until all is done; it sets up
    Django. Raises PeelianError where the place is not empty, or the backup is damaged, hostile or of a newer version.
    """
    if not file.is_file():
        raise PeelianError("no-file", f"There is no file {file}.", "Name the file that peelian backup wrote.")
    with _place(root) as scratch:
        about, files = _unpack(file, scratch, progress)
        open_records(scratch)
        events = _take_records(file, scratch / RECORDS.rstrip("/"), about, progress)
        shutil.rmtree(scratch / RECORDS.rstrip("/"))
        os.sync()
        _move(scratch, root)
    return Restored(about, files, sum(about["rows"].values()), events)


@contextmanager
def _place(root: Path) -> Iterator[Path]:
    """A folder within the empty place; it is removed if anything goes wrong."""
    scratch = root / SCRATCH
    try:
        root.mkdir(parents=True, exist_ok=True)
        there = sorted(path.name for path in root.iterdir() if path.name not in _HARMLESS)
        if there == [SCRATCH]:
            raise _not_empty(root, "An earlier restore was interrupted here.", f"Remove {scratch} and begin again.")
        if there:
            raise _not_empty(root, f"{root} is not empty: it holds {there[0]}.", "Name an empty folder with --data.")
        scratch.mkdir()
    except OSError as error:
        raise no_room(error, root) from error
    try:
        yield scratch
    except OSError as error:
        if cannot_write(error, root):
            raise no_room(error, root) from error
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _not_empty(root: Path, what: str, remedy: str) -> PeelianError:
    return PeelianError("not-empty", what, remedy, {"folder": str(root)})


def _unpack(file: Path, scratch: Path, progress: Progress) -> tuple[dict[str, Any], int]:
    """Write every file into the scratch folder; returns what the backup says about itself and how many files it has."""
    about: dict[str, Any] = {}

    def begin(told: dict[str, Any]) -> Callable[[Member], IO[bytes]]:
        about.update(told)
        needed = int(_ROOM * sum(int(size) for _, _, size in told["members"]))
        if needed > (free := shutil.disk_usage(scratch).free):
            raise PeelianError(
                "no-room",
                f"It needs {needed:,} bytes, and the disk has {free:,}.",
                "Make room, or name a folder on a larger disk.",
            )
        return open_member

    def open_member(member: Member) -> IO[bytes]:
        path = scratch / member.path
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")

    files = 0
    for done, member in enumerate(read(file, begin)):
        progress(done, len(about["members"]), member.path)
        files += not member.path.startswith(RECORDS)
    for folder in map(str, about["folders"]):
        if not belongs(folder):
            raise damaged(file, f"{folder!r} does not belong into a house")
        (scratch / folder).mkdir(parents=True, exist_ok=True)
    return about, files


def _take_records(file: Path, folder: Path, about: dict[str, Any], progress: Progress) -> int:
    """Fill the records' database and verify the audit in it; returns how many events there are."""
    from django.db import connections

    from peelian.audit.verifying import verify
    from peelian.core.backups import records

    try:
        listed = {str(label): int(count) for label, count in about["rows"].items()}
        number, sha256 = about["audit"]
        about = about | {"rows": listed, "migrations": [(str(app), str(name)) for app, name in about["migrations"]]}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise damaged(file, "its list of records cannot be read") from error
    if missing := [label for label in listed if not (folder / f"{label}.jsonl").is_file()]:
        raise damaged(file, f"the records {missing[0]} are missing")
    records.must_be_empty()
    events = 0

    def check() -> None:
        nonlocal events
        verdict = verify([(number, sha256)] if number else [])
        if not verdict.sound:
            raise damaged(
                file, f"its audit is not whole: event {verdict.faults[0]['event']} {verdict.faults[0]['what']}"
            )
        events = verdict.events

    records.load(folder, about, progress, check)
    connections.close_all()
    return events


def _move(scratch: Path, root: Path) -> None:
    """Give everything its place, what makes it visible last."""
    names = sorted((path.name for path in scratch.iterdir()), key=lambda name: (name in _LAST, name))
    for name in names:
        if not (name == "secret-key" and (root / name).exists()):
            (scratch / name).rename(root / name)
    sync(root)
