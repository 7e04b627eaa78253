"""What is out of decisions, as files of the house: the public site reads these and no record. They follow the records.

``decisions/<reference>/<n>.json``   a version as it was signed, sealed by its hash and never edited
``decisions/<reference>.json``       what stands around it: when it was out, what is exempt of it, whether it was called in
``decisions/index.json``             which decisions are out, which are signed and deferred, which numbers were given back
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from peelian.core.following import put_once, sealed
from peelian.figures.errors import PeelianError

FOLDER = "decisions"


def text_of(content: dict[str, Any]) -> str:
    """A file as it is written."""
    return json.dumps(content, ensure_ascii=False, indent=1)


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


def touch(root: Path) -> None:
    """Pages of the house are kept until this moves."""
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    os.utime(root / FOLDER)


def changed(root: Path) -> int:
    """When anything of decisions was last written, in nanoseconds; 0 while nothing is."""
    try:
        return (root / FOLDER).stat().st_mtime_ns
    except OSError:
        return 0


def read_version(root: Path, reference: str, number: int) -> dict[str, Any]:
    """A sealed version. Raises PeelianError where it is missing or was altered."""
    path = version_path(root, reference, number)
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if sealed({key: value for key, value in found.items() if key != "seal"})["seal"] == found["seal"]:
            return found
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise altered_file(path) from error
    raise altered_file(path)


def read_file(path: Path) -> Any:
    """A file that follows the records; None where there is none. Raises PeelianError where it cannot be read."""
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise altered_file(path) from error


def altered(root: Path) -> list[str]:
    """Every version whose seal does not hold, as ``<reference>/<number>``."""
    found = []
    for path in sorted((root / FOLDER).glob("*/[!.]*.json")):
        try:
            read_version(root, path.parent.name, int(path.stem))
        except (PeelianError, ValueError):
            found.append(f"{path.parent.name}/{path.stem}")
    return found


def altered_file(path: Path) -> PeelianError:
    """What to say of a file that is not what was published; it is named within the house, as everybody reads it."""
    folder = len(path.parts) - 1 - path.parts[::-1].index(FOLDER)
    name = "/".join(path.parts[folder:])
    return PeelianError(
        "altered-decision", f"{name} is not what was published.",
        "Move the file away, and let peelian office prepare write it again; or restore it from a backup.", {"file": name},
    )  # fmt: skip
