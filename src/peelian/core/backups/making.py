"""Make a backup: one point in time, then everything at leisure, while others go on working."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from peelian import __version__
from peelian.audit.models import Head
from peelian.core.backups import records
from peelian.core.backups.archive import ABOUT, FORMAT, RECORDS, Member, Writer, belongs, name_of, writing
from peelian.core.readiness import must_be_ready
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, Progress, no_room

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EXDEV, errno.EMLINK, errno.ENOSYS)


@dataclass
class Backup:
    """What was backed up."""

    file: Path
    files: int
    rows: int
    size: int
    packed: int = 0
    releases: int = 0
    events: int = 0
    sealed: int = 0
    """Exempt texts, encrypted under keys that no backup holds."""
    damaged: list[str] = field(default_factory=list)
    """Files of the house that are not what their name says; they are in the backup as they are."""


def back_up(house: House, target: Path, progress: Progress = lambda *_: None) -> Backup:
    """Write records and files of one point in time into one file.

    The house's lock is held only while every file gets a second name; loads, releases and actions go on meanwhile.
    Raises PeelianError where the file cannot be written, would lie in the house, or another backup is being made.
    """
    target = target.resolve()
    _must_be_writable(house, target)
    must_be_ready()
    with _scratch(house) as scratch:
        about = _take_point(house, scratch, progress)
        members = _members(scratch)
        about |= {"format": FORMAT, "members": [[item.name, item.path, item.size] for item in members]}
        about["folders"] = _empty_folders(scratch / "house")
        made = Backup(
            target, files=sum(not item.path.startswith(RECORDS) for item in members), rows=sum(about["rows"].values()),
            size=sum(item.size for item in members), releases=about["releases"], events=about["audit"][0],
            sealed=about["rows"]["core.exemptpart"],
        )  # fmt: skip
        try:
            with writing(target) as out:
                out.add_json(ABOUT, about)
                made.damaged = _write(out, scratch, members, progress)
                out.close()
        except OSError as error:
            raise no_room(error, target.parent) from error
    made.packed = target.stat().st_size
    return made


def _must_be_writable(house: House, target: Path) -> None:
    if target.is_relative_to(house.root.resolve()):
        raise PeelianError(
            "inside-the-house",
            "A backup inside the house goes with the house.",
            "Name a file elsewhere, best on another disk.",
        )
    if not target.parent.is_dir() or target.is_dir():
        raise PeelianError("no-folder", f"{target} cannot be a file.", "Name a file in a folder that is there.")
    if not house.root.is_dir():
        raise PeelianError("no-house", f"There is no house at {house.root}.", "Name it with --data or PEELIAN_DATA.")


@contextmanager
def _scratch(house: House) -> Iterator[Path]:
    """A folder of the house for second names; one backup at a time."""
    root = house.root / "backing-up"
    try:
        root.mkdir(exist_ok=True)
        handle = os.open(root / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise no_room(error, house.root) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PeelianError(
                "already-backing-up", "Another backup is being made.", "Wait until it is done."
            ) from error
        for left in root.iterdir():  # by one that was killed
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
        folder = root / uuid.uuid4().hex
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)


def _take_point(house: House, scratch: Path, progress: Progress) -> dict[str, Any]:
    """The records of a moment, and a second name for every file of the same moment: whatever records name is among them."""
    with ExitStack() as stack:
        with house.lock():
            alias = stack.enter_context(records.one_point())
            releases = _second_names(house.root, scratch / "house")
        moment = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        head = Head.objects.using(alias).filter(pk=1).first()
        told = records.dump(scratch / RECORDS.rstrip("/"), alias, progress)
    return {
        "made": moment, "peelian": __version__, "kind": house.kind, "pack": house.pack_name, "releases": releases,
        "audit": [head.number, head.hash] if head else [0, ""], **told,
    }  # fmt: skip


def _second_names(root: Path, target: Path) -> int:
    """Hard links, or copies where the disk has none; returns how many releases there are. Records' own files are no files."""
    for folder, folders, files in os.walk(root):
        here = Path(folder).relative_to(root)
        folders[:] = [name for name in folders if belongs((here / name).as_posix())]
        (target / here).mkdir(parents=True, exist_ok=True)
        for name in files:
            source = Path(folder, name)
            if belongs((here / name).as_posix()) and source.is_file() and not _of_records(source):
                _second_name(source, target / here / name)
    return sum(1 for _ in target.glob("releases/*/manifest.json"))


def _of_records(path: Path) -> bool:
    """Whether a file is the records' own, wherever in the house an address has put them."""
    if connection.vendor != "sqlite":
        return False
    database = Path(connection.settings_dict["NAME"]).resolve()
    return path.name.startswith(database.name) and path.parent.resolve() == database.parent


def _second_name(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(source, target)


def _members(scratch: Path) -> list[Member]:
    """Every file, records first."""
    found: list[Member] = []
    for part in (RECORDS.rstrip("/"), "house"):
        root = scratch / part
        for path in sorted(item for item in root.rglob("*") if item.is_file()):
            place = path.relative_to(root).as_posix()
            place = RECORDS + place if part != "house" else place
            found.append(Member(name_of(place, len(found)), place, path.stat().st_size))
    return found


def _empty_folders(root: Path) -> list[str]:
    """Folders without a file: that one is there can mean something."""
    return sorted(
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_dir() and not any(path.iterdir())
    )


def _write(out: Writer, scratch: Path, members: list[Member], progress: Progress) -> list[str]:
    wrong = []
    for done, member in enumerate(members):
        progress(done, len(members), member.path)
        place = member.path if member.path.startswith(RECORDS) else f"house/{member.path}"
        if not _as_named(member.path, out.add(member, scratch / place)):
            wrong.append(member.path)
    progress(len(members), len(members), "")
    return wrong


def _as_named(path: str, sha256: str) -> bool:
    """Whether a file that is named by its hash has it."""
    match path.split("/"):
        case ["lake", _, name, "original"] | ["parts", _, name]:
            return name == sha256
    return True
