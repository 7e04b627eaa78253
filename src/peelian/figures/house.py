"""A house: one folder that holds everything stored. It is real or illustrative, never both."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from peelian.figures.areas import Areas
from peelian.figures.catalogue import Catalogue, load_catalogue
from peelian.figures.errors import PeelianError
from peelian.figures.lake import Lake, damaged, sync
from peelian.figures.pack import PACKS

DEFAULT_PACK = "london"
"""Of a new house for which nobody names another."""
Progress = Callable[[int, int, str], None]
"""Told of long work: how much is done, how much there is, and what is next."""
LONDON = ZoneInfo("Europe/London")


def today() -> dt.date:
    """The date in London, which every date a person reads is in."""
    return dt.datetime.now(LONDON).date()


class House:
    """Lake, releases and lock under one folder.

    ``pack`` is the name of a pack that comes with Peelian, or the folder of another. What a house was made with it keeps
    for good. Raises PeelianError for a pack that is not there, and where another is asked for than the house's own.
    """

    def __init__(self, root: Path, pack: str | None = None) -> None:
        self.root = root
        self.lake = Lake(root / "lake")
        own = self._settings.get("pack")
        self.pack = _folder(own or pack or DEFAULT_PACK)
        if own and pack and _folder(pack) != self.pack:
            raise PeelianError(
                "other-pack",
                f"This house was made with the pack {own} and keeps it.",
                f"Start another house for {pack}: PEELIAN_DATA={root}-{Path(pack).name} PEELIAN_PACK={pack} …",
                {"house": str(root), "pack": own, "asked": pack},
            )

    @property
    def pack_name(self) -> str:
        """How the house's pack is asked for: its name where it comes with Peelian, else its folder."""
        return self.pack.name if self.pack.parent == PACKS else str(self.pack)

    @property
    def _file(self) -> Path:
        return self.root / "house.json"

    @property
    def _settings(self) -> dict[str, str]:
        if not self._file.is_file():
            return {}
        try:
            return dict(json.loads(self._file.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            raise damaged(self._file) from error

    @property
    def kind(self) -> str | None:
        """``real``, ``illustrative``, or None while nothing has been loaded."""
        return self._settings.get("kind")

    @property
    def illustrative(self) -> bool:
        """Whether its figures are generated."""
        return self.kind == "illustrative"

    def settle(self, kind: str) -> None:
        """Make a new house real or illustrative, for good. Raises PeelianError if it is the other already."""
        if self.kind not in (None, kind):
            raise PeelianError(
                "wrong-house",
                f"This house is {self.kind}.",
                f"Start another: PEELIAN_DATA={self.root}-{kind} …",
                {"house": str(self.root)},
            )
        if self.kind is None:
            self.root.mkdir(parents=True, exist_ok=True)
            draft = self.root / "tmp" / uuid.uuid4().hex
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps({"kind": kind, "pack": self.pack_name}), encoding="utf-8")
            sync(draft)
            draft.replace(self._file)
            sync(self.root)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One writer at a time; what a killed writer left half-done is cleared away. Waits for its turn.

        Raises PeelianError where the folder cannot be written, or the disk is full.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.root / "lock", os.O_CREAT | os.O_RDWR, 0o644)
        except OSError as error:
            raise PeelianError(
                "cannot-write",
                f"{self.root} cannot be written ({error.strerror}).",
                "Choose another folder with PEELIAN_DATA.",
                {"folder": str(self.root)},
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            shutil.rmtree(self.root / "tmp", ignore_errors=True)
            yield
        except OSError as error:
            if cannot_write(error, self.root):
                raise no_room(error, self.root) from error
            raise
        finally:
            shutil.rmtree(self.root / "tmp", ignore_errors=True)
            os.close(handle)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The pack's catalogue. Raises PackError."""
        return load_catalogue(self.pack)

    @property
    def areas(self) -> Areas:
        """The pack's areas."""
        return self.catalogue.areas


def _folder(pack: str) -> Path:
    """Where a pack lies. Raises PeelianError where there is none that has areas."""
    folder = Path(pack).resolve() if "/" in pack else PACKS / pack
    if not (folder / "areas.yaml").is_file():
        shared = " It is shared by other packs and has no areas of its own." if folder.is_dir() else ""
        raise PeelianError(
            "unknown-pack",
            f"No pack {pack}.{shared}",
            f"Use one of {', '.join(_packs())}, or the folder of your own.",
            {"pack": pack},
        )
    return folder


def cannot_write(error: OSError, root: Path) -> bool:
    """Whether an error is the house's own disk: full, read-only, or a file of the house."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
    return full or str(error.filename or "").startswith(str(root))


def no_room(error: OSError, root: Path) -> PeelianError:
    """What to say of a house that cannot be written any more."""
    return PeelianError(
        "cannot-write",
        f"{root} cannot be written ({os.strerror(error.errno) if error.errno else error}).",
        "Make room or choose another folder with PEELIAN_DATA; what was there before is whole, and the same command goes on.",
        {"folder": str(root)},
    )


def _packs() -> list[str]:
    return sorted(path.name for path in PACKS.iterdir() if (path / "areas.yaml").is_file())
