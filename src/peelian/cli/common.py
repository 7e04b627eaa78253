"""What every part of the command shares: exit codes, the house, answers as JSON, a line that fills."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peelian.figures.errors import PeelianError
from peelian.figures.house import House

DONE, COMPLAINT, USAGE = 0, 1, 2
_BAR = 28


def house_of(options: argparse.Namespace) -> House:
    """The house that a command is about."""
    root = options.data or Path(os.environ.get("PEELIAN_DATA") or "data")
    return House(root, options.pack or os.environ.get("PEELIAN_PACK") or None)


def print_json(data: Any) -> None:
    """An answer for programs."""
    print(json.dumps(data, indent=1, ensure_ascii=False, default=str))


def progress_of(options: argparse.Namespace) -> Callable[[int, int, str], None]:
    """A line that fills, on a terminal; silence elsewhere and with --json."""
    if options.json or not sys.stderr.isatty():
        return lambda done, total, name: None

    def show(done: int, total: int, name: str) -> None:
        filled = "#" * (_BAR * done // max(total, 1))
        ending = "\r\033[K" if done == total else ""
        print(f"\r\033[K[{filled:<{_BAR}}] {done}/{total} {name[:60]}", end=ending, file=sys.stderr, flush=True)

    return show


def open_release(options: argparse.Namespace, house: House) -> Any:
    """The release that is asked for, else the newest. Raises PeelianError where there is none."""
    from peelian.figures.releases.release import Releases

    releases = Releases(house.root)
    wanted = getattr(options, "release", None)
    if wanted and wanted in releases.embargoed():
        releases = _behind_the_door(options, house, wanted)
    found = releases.open(wanted) if wanted else releases.newest()
    if found is None:
        raise PeelianError(
            "no-release", f"There is no release in {house.root} yet.", "Run peelian load FOLDER, then peelian release."
        )
    return found


def _behind_the_door(options: argparse.Namespace, house: House, wanted: str) -> Any:
    """The releases with those that are not out. Raises PeelianError where that is not asked for."""
    from peelian.figures.house import LONDON
    from peelian.figures.releases.release import Releases

    if not getattr(options, "embargoed", False):
        held = Releases(house.root).embargoed()[wanted]
        until = f"{held.at.astimezone(LONDON):%d %B %Y %H:%M}" if held else "its publication can be read"
        raise PeelianError(
            "embargoed",
            f"The release {wanted} is not out until {until}.",
            "Add --embargoed if you may see it; do not pass on what it says.",
            {"release": wanted},
        )
    return Releases(house.root, including_embargoed=True)
