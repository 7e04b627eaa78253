"""Files on their way into the lake, or documents to be read in: kept in a folder of the house until a worker has taken them in.

A folder of uploads is seen whole or not at all: it is written beside and renamed. Its name is random; the files keep the names
that they came with, because names tell vintages.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from peelian.figures.errors import PeelianError
from peelian.figures.house import House, cannot_write, no_room
from peelian.figures.lake import sync

FOLDER = "uploads"
_NAME = re.compile(r"[0-9a-f]{32}")
_LONGEST = 200
_REFUSED = re.compile(r"[\x00-\x1f\x7f/\\]")


def keep_uploads(house: House, files: Iterable[tuple[str, Iterable[bytes]]]) -> str:
    """Write files (name and chunks of bytes) into a new folder; returns its name for the job's arguments.

    Raises PeelianError for a name that is no file name, two of one name, or a house that cannot be written.
    """
    name = secrets.token_hex(16)
    folder = house.root / FOLDER / name
    draft = folder.with_suffix(".part")
    try:
        draft.mkdir(parents=True)
        for given, chunks in files:
            path = draft / _file_name(given, draft)
            with path.open("xb") as stream:
                for chunk in chunks:
                    stream.write(chunk)
            sync(path)
        draft.rename(folder)
        sync(folder.parent)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        if cannot_write(error, house.root):
            raise no_room(error, house.root) from error
        raise
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return name


def _file_name(given: str, folder: Path) -> str:
    name = _REFUSED.sub("_", given).strip().lstrip(".")
    if not name or len(name.encode()) > _LONGEST:
        raise PeelianError("bad-name", f"{given[:80]!r} is no name of a file.", "Rename the file and send it again.")
    if (folder / name).exists():
        raise PeelianError("same-name", f"Two files are called {name}.", "Send one at a time, or rename one.")
    return name


def folder_of(house: House, name: str) -> Path:
    """The folder of that name. Raises PeelianError where there is none (any more)."""
    folder = house.root / FOLDER / name
    if not _NAME.fullmatch(name) or not folder.is_dir():
        raise PeelianError("no-upload", "The uploaded files are not there any more.", "Send them again.")
    return folder


def is_there(house: House, name: str) -> bool:
    """Whether a folder of uploads is still kept."""
    return bool(_NAME.fullmatch(name)) and (house.root / FOLDER / name).is_dir()


def forget(house: House, name: str) -> None:
    """Remove a folder that has been loaded; under the lock, so that no backup is taken in between."""
    with house.lock():
        shutil.rmtree(folder_of(house, name), ignore_errors=True)


def held(house: House) -> Iterator[Path]:
    """Every folder of uploads that is whole."""
    root = house.root / FOLDER
    if root.is_dir():
        yield from sorted(path for path in root.iterdir() if _NAME.fullmatch(path.name))
