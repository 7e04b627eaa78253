"""Files of the house that say what is out of a room: how they are written, read and doubted. The public site reads these alone."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peelian.core.following import sealed
from peelian.figures.errors import PeelianError


def text_of(content: Any) -> str:
    """A file as it is written."""
    return json.dumps(content, ensure_ascii=False, indent=1)


@dataclass(frozen=True)
class Files:
    """The files of one room: their folder in the house, and the code of the error that one was altered."""

    folder: str
    code: str

    def touch(self, root: Path) -> None:
        """Pages of the house are kept until this moves. It moves when something else is public than before, and never for a draft:
        whoever asks whether a page is still the same would learn when somebody writes.
        """
        (root / self.folder).mkdir(parents=True, exist_ok=True)
        os.utime(root / self.folder)

    def changed(self, root: Path) -> int:
        """When anything of them was last written, in nanoseconds; 0 while nothing is."""
        try:
            return (root / self.folder).stat().st_mtime_ns
        except OSError:
            return 0

    def read(self, path: Path) -> Any:
        """A file that follows the records; None where there is none. Raises PeelianError where it cannot be read."""
        if not path.is_file():
            return None
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise self.altered(path) from error

    def read_sealed(self, path: Path) -> dict[str, Any]:
        """A file that is never edited. Raises PeelianError where it is missing or was altered."""
        try:
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if sealed({key: value for key, value in found.items() if key != "seal"})["seal"] == found["seal"]:
                return found
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise self.altered(path) from error
        raise self.altered(path)

    def altered(self, path: Path) -> PeelianError:
        """What to say of a file that is not what was published; it is named within the house, as everybody reads it."""
        folder = len(path.parts) - 1 - path.parts[::-1].index(self.folder)
        name = "/".join(path.parts[folder:])
        return PeelianError(
            self.code, f"{name} is not what was published.",
            "Move the file away, and let peelian office prepare write it again; or restore it from a backup.", {"file": name},
        )  # fmt: skip
