"""Which files are loaded where a folder is named, however its links lead and whatever lies in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from peelian.figures.errors import PeelianError
from peelian.figures.sources.base import PassedOver

OWN = ("lake", "parts", "blocks", "releases", "tmp", "lock", "house.json")
"""What a house keeps for itself: never loaded, wherever the house lies."""


def walk(paths: Iterable[Path], root: Path) -> Iterable[Path]:
    """Every file once, in order of name, without hidden files, sidecars and what the house itself holds."""
    own = {Path(os.path.realpath(root / name)) for name in OWN}
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path):
            real = Path(os.path.realpath(found))
            inside = real in own or bool(own & set(real.parents))
            if found.suffix != ".vintage" and real not in seen and not inside:
                seen.add(real)
                yield found


def _below(path: Path) -> Iterator[Path]:
    """A file, or the files of a folder and its folders, links to folders included. Raises PeelianError."""
    if not os.path.lexists(path):
        raise PeelianError("no-such-file", f"{path} does not exist.", "Correct the path.", {"file": str(path)})
    if not path.is_dir():
        yield path
        return
    walked: set[tuple[int, int]] = set()
    waiting = [path]
    while waiting:
        folder = waiting.pop()
        about = folder.stat()
        if (about.st_dev, about.st_ino) not in walked:  # a link may lead back to where it stands
            walked.add((about.st_dev, about.st_ino))
            folders, files = _listed(folder)
            yield from files
            waiting += reversed(folders)


def _listed(folder: Path) -> tuple[list[Path], list[Path]]:
    """The folders in a folder and everything else in it, in order of name, without what is hidden. Raises PeelianError."""
    try:
        with os.scandir(folder) as entries:
            shown = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)
            kinds = [(_is_folder(entry), Path(entry.path)) for entry in shown]
    except OSError as error:
        raise PeelianError(
            "cannot-read",
            f"{folder} cannot be read ({error.strerror}).",
            "Check that the folder may be read.",
            {"folder": str(folder)},
        ) from error
    return [path for is_folder, path in kinds if is_folder], [path for is_folder, path in kinds if not is_folder]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def refuse_no_file(path: Path) -> None:
    """Raise PassedOver for a pipe, a device or a link to nothing: opening one could wait for ever."""
    mode = path.stat().st_mode if path.exists() else 0
    if not stat.S_ISREG(mode):
        what = "a link to nothing" if not mode else "a pipe, a socket or a device"
        raise PassedOver(f"{what}, no file", "passed over")
