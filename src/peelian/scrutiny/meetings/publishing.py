"""What is out of committees and meetings, as files of the house: the public site reads these and no record.

They follow the records:

``scrutiny/committees.json``                    every committee with its members
``scrutiny/meetings/<committee>/<day>.json``    what everybody may read of a meeting at its state; of one taken back, that it was
``scrutiny/actions.json``                       every action of a meeting whose minutes are out, with what was said of it since
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from peelian.figures.errors import PeelianError

FOLDER = "scrutiny"


def text_of(content: dict[str, Any]) -> str:
    """A file as it is written."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def committees_path(root: Path) -> Path:
    """Where the committees lie."""
    return root / FOLDER / "committees.json"


def meeting_path(root: Path, meeting: str) -> Path:
    """Where a meeting lies, by its id ``<committee>/<day>``."""
    return root / FOLDER / "meetings" / f"{meeting}.json"


def actions_path(root: Path) -> Path:
    """Where the actions lie."""
    return root / FOLDER / "actions.json"


def meeting_files(root: Path) -> list[Path]:
    """Every file of a meeting, by committee and day."""
    return sorted((root / FOLDER / "meetings").glob("*/[!.]*.json"))


def touch(root: Path) -> None:
    """Pages of the house are kept until this moves."""
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    os.utime(root / FOLDER)


def changed(root: Path) -> int:
    """When anything of scrutiny was last written, in nanoseconds; 0 while nothing is."""
    try:
        return (root / FOLDER).stat().st_mtime_ns
    except OSError:
        return 0


def read_file(path: Path) -> Any:
    """A file that follows the records; None where there is none. Raises PeelianError where it cannot be read."""
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise altered_file(path) from error


def altered_file(path: Path) -> PeelianError:
    """What to say of a file that is not what was published; it is named within the house, as everybody reads it."""
    folder = len(path.parts) - 1 - path.parts[::-1].index(FOLDER)
    name = "/".join(path.parts[folder:])
    return PeelianError(
        "altered-meeting", f"{name} is not what was published.",
        "Move the file away, and let peelian office prepare write it again; or restore it from a backup.", {"file": name},
    )  # fmt: skip
