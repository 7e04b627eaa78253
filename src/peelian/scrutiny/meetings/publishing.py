"""What is out of committees and meetings, as files of the house: the public site reads these and no record.

They follow the records:

``scrutiny/committees.json``                    every committee with its members
``scrutiny/meetings/<committee>/<day>.json``    what everybody may read of a meeting at its state; of one taken back, that it was
``scrutiny/actions.json``                       every action of a meeting whose minutes are out, with what was said of it since
"""

from __future__ import annotations

from pathlib import Path

from peelian.core.published import Files

FOLDER = "scrutiny"
FILES = Files(FOLDER, "altered-meeting")
touch, changed, read_file, altered_file = FILES.touch, FILES.changed, FILES.read, FILES.altered


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
