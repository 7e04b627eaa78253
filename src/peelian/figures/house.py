"""A house: one folder that holds everything stored. It is real or illustrative, never both."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from peelian.figures.areas import Areas
from peelian.figures.catalogue import Catalogue, load_catalogue
from peelian.figures.errors import PeelianError
from peelian.figures.lake import Lake, damaged

PACKS = Path(__file__).parent.parent / "packs"
LONDON = ZoneInfo("Europe/London")


def today() -> dt.date:
    """The date in London, which every date a person reads is in."""
    return dt.datetime.now(LONDON).date()


class House:
    """Lake, releases and lock under one folder."""

    def __init__(self, root: Path, pack: str = "london") -> None:
        self.root = root
        self.lake = Lake(root / "lake")
        self.pack = PACKS / str(self._settings.get("pack", pack))
        if not self.pack.is_dir():
            raise PeelianError(
                "unknown-pack",
                f"No pack {self.pack.name}.",
                f"Use one of {', '.join(_packs())}.",
                {"pack": self.pack.name},
            )

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
            draft = self.root / f".house-{uuid.uuid4().hex}"
            draft.write_text(json.dumps({"kind": kind, "pack": self.pack.name}), encoding="utf-8")
            draft.replace(self._file)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One writer at a time; what a killed writer left half-done is cleared away. Waits for its turn.

        Raises PeelianError where the folder cannot be written.
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
            shutil.rmtree(self.root / "tmp", ignore_errors=True)
        finally:
            os.close(handle)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The pack's catalogue. Raises PackError."""
        return load_catalogue(self.pack)

    @property
    def areas(self) -> Areas:
        """The pack's areas."""
        return self.catalogue.areas


def _packs() -> list[str]:
    return sorted(path.name for path in PACKS.iterdir() if (path / "areas.yaml").is_file())
