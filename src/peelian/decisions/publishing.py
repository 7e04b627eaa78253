"""What is out of decisions, as files of the house: the public site reads these and no record. They follow the records.

``decisions/<reference>/<n>.json``   a version as it was signed, sealed by its hash and never edited
``decisions/<reference>.json``       what stands around it: when it was out, what is exempt of it, whether it was called in
``decisions/index.json``             which decisions are out, which are signed and deferred, which numbers were given back
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from peelian.core.following import put_once
from peelian.core.published import Files
from peelian.figures.errors import PeelianError

FOLDER = "decisions"
FILES = Files(FOLDER, "altered-decision")
touch, changed, read_file, altered_file = FILES.touch, FILES.changed, FILES.read, FILES.altered


def version_path(root: Path, reference: str, number: int) -> Path:
    """Where a sealed version lies."""
    return root / FOLDER / reference / f"{number}.json"


def facts_path(root: Path, reference: str) -> Path:
    """Where it is said what stands around a decision."""
    return root / FOLDER / f"{reference}.json"


def index_path(root: Path) -> Path:
    """Where it is said what is out."""
    return root / FOLDER / "index.json"


def put(root: Path, text: str) -> Path:
    """Write a sealed version, all of it or nothing. Raises PeelianError where it is there already with other content."""
    content = json.loads(text)
    path = version_path(root, content["id"], content["version"])
    if put_once(path, text, "Begin a correction of it."):
        touch(root)
    return path


def read_version(root: Path, reference: str, number: int) -> dict[str, Any]:
    """A sealed version. Raises PeelianError where it is missing or was altered."""
    return FILES.read_sealed(version_path(root, reference, number))


def altered(root: Path) -> list[str]:
    """Every version whose seal does not hold, as ``<reference>/<number>``."""
    found = []
    for path in sorted((root / FOLDER).glob("*/[!.]*.json")):
        try:
            read_version(root, path.parent.name, int(path.stem))
        except (PeelianError, ValueError):
            found.append(f"{path.parent.name}/{path.stem}")
    return found
