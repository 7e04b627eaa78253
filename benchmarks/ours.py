"""Our side, through the command alone: houses of the generated pack, loaded and released."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Run, timed

VINTAGE = "2026-01"
_LINKED = 1 << 16
"""Files larger than this are linked into a copy of a house, not copied: a house never changes a file in place."""


@dataclass(frozen=True)
class House:
    """A house of our own in a folder."""

    root: Path
    pack: Path

    def command(self, *arguments: str | Path) -> Run:
        """Run ``peelian`` on the house."""
        settings = {"PEELIAN_DATA": str(self.root), "PEELIAN_PACK": str(self.pack)}
        return timed(("benchmarks.command", *arguments), settings, self.root.with_suffix(".log"))

    def load(self, *paths: Path) -> Run:
        """Load files and folders."""
        return self.command("load", "--vintage", VINTAGE, *paths)

    def release(self) -> Run:
        """Seal a release."""
        return self.command("release")

    def copy(self, root: Path) -> House:
        """The same house elsewhere, so that a run can be repeated from the same state."""
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.root, root, copy_function=_copied)
        return House(root, self.pack)

    def remove(self) -> None:
        """Start anew."""
        shutil.rmtree(self.root, ignore_errors=True)


def _copied(source: str, target: str) -> None:
    if Path(source).stat().st_size > _LINKED:
        os.link(source, target)
    else:
        shutil.copy2(source, target)
