"""What is out of the ledger, as files of the house: the public site reads these and no record. They follow the records.

``scrutiny/reports/<body>/<slug>.json``   a report with its recommendations and everything that happened to them
``scrutiny/investigations.json``          investigations, with what was done for them, and activities beside them
``scrutiny/ledger.json``                  which reports are out: with it the house speaks, and no longer its pack
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from peelian.figures.errors import PeelianError

FOLDER = "scrutiny"
REPORTS, INVESTIGATIONS, INDEX = "reports", "investigations.json", "ledger.json"


def text_of(content: Any) -> str:
    """A file as it is written."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def report_path(root: Path, report: str) -> Path:
    """Where a report lies (``<body>/<slug>``)."""
    return root / FOLDER / REPORTS / f"{report}.json"


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
    """A file of the ledger; None where there is none. Raises PeelianError where it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise altered_file(path) from error


def altered_file(path: Path) -> PeelianError:
    """What to say of a file that is not what was published; it is named within the house, as everybody reads it."""
    folder = len(path.parts) - 1 - path.parts[::-1].index(FOLDER)
    name = "/".join(path.parts[folder:])
    return PeelianError(
        "altered-ledger", f"{name} is not what was published.",
        "Move the file away, and let peelian office prepare write it again; or restore it from a backup.", {"file": name},
    )  # fmt: skip
