"""Meetings from files: saved answers of ModernGov, one or a folder of them, and our own form in YAML or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.plans.entry import read_mapping
from peelian.reading.xml import MOST_BYTES
from peelian.scrutiny.importing.moderngov import MeetingRead, MeetingsFound, Wanted, read_files
from peelian.scrutiny.importing.proposals import Remark
from peelian.scrutiny.meetings.form import read_meeting
from peelian.scrutiny.meetings.records import Item, Paper

MOST_FILES = 5_000
OWN_FORM = (".yaml", ".yml", ".json")
READ = (".xml", *OWN_FORM)


def read_paths(paths: Sequence[Path], wanted: Wanted) -> MeetingsFound:
    """Meetings from files and folders, whatever each holds.

    A file that cannot be read is a remark where others can be. Raises PeelianError where none can be, and where there is none.
    """
    files = list(_files(paths))
    saved = [path for path in files if path.suffix.casefold() not in OWN_FORM]
    own = [path for path in files if path.suffix.casefold() in OWN_FORM]
    found = MeetingsFound(())
    refused: list[PeelianError] = []
    if saved:
        try:
            found = read_files(((path.name, _bytes(path)) for path in saved), wanted)
        except PeelianError as error:
            if not own:
                raise
            refused.append(error)
    read = list(found.read)
    for path in own:
        try:
            read += _own(path, wanted)
        except PeelianError as error:
            if len(files) == 1:
                raise
            refused.append(error)
    if refused and not read and not found.remarks:
        raise refused[0]
    remarks = (
        *found.remarks,
        *(Remark(f"{one.message} {one.remedy}", None, None, "certain", one.where) for one in refused),
    )
    return MeetingsFound(
        tuple(sorted(read, key=lambda one: (one.meeting.on, one.meeting.id))), remarks, found.committees
    )


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    count = 0
    for path in paths:
        inside = (
            sorted(one for one in path.rglob("*") if one.suffix.casefold() in READ and _lies_in(one, path))
            if path.is_dir()
            else [path]
        )
        if path.is_dir() and not inside:
            raise PeelianError(
                "no-files",
                f"{path} holds no .xml, .yaml or .json file.",
                "Name the folder in which they lie.",
                {"folder": str(path)},
            )
        for one in inside:
            count += 1
            if count > MOST_FILES:
                raise PeelianError(
                    "too-many-files",
                    f"There are more than {MOST_FILES:,} files.",
                    "Name a smaller folder.",
                    {"folder": str(path)},
                )
            yield one


def _lies_in(one: Path, folder: Path) -> bool:
    """Whether a file lies in the folder, and is no link that leads out of it: folders are unpacked from what strangers send."""
    return one.is_file() and one.resolve().is_relative_to(folder.resolve())


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise PeelianError("cannot-read", f"{path} is no file.", "Name a file that was saved.", {"file": str(path)})
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PeelianError("xml-too-big", f"{path.name} is too big: {MOST_BYTES:,} bytes are read at most.",
                               "Save it in parts.", {"file": path.name})  # fmt: skip
        return path.read_bytes()
    except OSError as error:
        raise PeelianError("cannot-read", f"{path} cannot be read ({error.strerror}).", "Look at its name and its rights.",
                           {"file": str(path)}) from error  # fmt: skip


def _own(path: Path, wanted: Wanted) -> list[MeetingRead]:
    """A meeting in our own form. Raises PackError, also for one that was held on a day that has not come."""
    _bytes(path)
    entry = read_mapping(path)
    meeting = read_meeting(entry, (entry.text("committee"),))
    if meeting.state == "held" and meeting.on > today():
        entry.fail(
            "state", f"a meeting of {meeting.on} was not held yet.", "Correct its day, or write `state: called`."
        )
    if not wanted.covers(meeting.on) or not wanted.is_of(meeting.committee, meeting.title):
        return []
    restricted = {item.number: _grounds(item) for item in meeting.items if item.stub and not item.stub.released_at}
    documents = {item.number: tuple(_closed(item)) for item in meeting.items}
    return [MeetingRead(
        meeting, meeting.extras.get("moderngov", meeting.id), meeting.title, meeting.committee, path.name, bool(meeting.items),
        restricted, {number: held for number, held in documents.items() if held},
    )]  # fmt: skip


def _closed(item: Item) -> Iterator[tuple[str, str]]:
    """The papers of an item that are withheld, with their grounds."""
    for paper in item.papers:
        if paper.stub and not paper.stub.released_at:
            yield paper.title, _grounds(paper)


def _grounds(closed: Item | Paper) -> str:
    grounds = [f"{one.scheme} {one.paragraph}" for stub in closed.stubs if not stub.released_at for one in stub.grounds]
    return "; ".join(dict.fromkeys(grounds))
