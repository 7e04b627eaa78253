"""A published quarter: one file of the house, sealed by its hash and never edited; a correction is another edition.

``quarters/<area>/<period>.<edition>.json``. The public site reads these files and no record; each follows its record, which
keeps the text of the file (healing.py writes again what is missing).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from peelian.core.following import put_once, sealed
from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period

FOLDER = "quarters"


def path_of(root: Path, area: str, period: str, edition: int) -> Path:
    """Where an edition lies."""
    return root / FOLDER / area.replace(":", "_") / f"{period}.{edition}.json"


def text_of(content: dict[str, Any]) -> str:
    """A sealed edition as its file has it."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def put(root: Path, text: str) -> Path:
    """Write a sealed edition, all of it or nothing. Raises PeelianError where it is there already with other content."""
    content = json.loads(text)
    path = path_of(root, content["area"], content["period"], content["edition"])
    if put_once(path, text, "Make a correction of it."):
        os.utime(root / FOLDER)  # pages of the house are kept until this moves
    return path


def editions(root: Path, area: str, period: str) -> list[dict[str, Any]]:
    """Every edition of a quarter, oldest first. Raises PeelianError for one that was altered."""
    paths = (root / FOLDER / area.replace(":", "_")).glob(f"{period}.*.json")
    return [_read(path) for path in sorted(paths, key=lambda path: int(path.name.split(".")[1]))]


def _names(root: Path, area: str) -> list[str]:
    names = {path.name.split(".")[0] for path in (root / FOLDER / area.replace(":", "_")).glob("[!.]*.json")}
    return sorted(names, key=lambda name: (Period.parse(name).last, -Period.parse(name).months), reverse=True)


def listed(root: Path, area: str) -> tuple[list[dict[str, Any]], list[Period]]:
    """The last edition of each quarter of an area, newest quarter first; and those whose files were altered."""
    found, altered = [], []
    for name in _names(root, area):
        try:
            found.append(editions(root, area, name)[-1])
        except PeelianError:
            altered.append(Period.parse(name))
    return found, altered


def altered(root: Path) -> list[str]:
    """Every edition whose seal does not hold, as ``<area>/<file>``."""
    found = []
    for path in sorted((root / FOLDER).glob("*/[!.]*.json")):
        try:
            _read(path)
        except PeelianError:
            found.append(f"{path.parent.name}/{path.name}")
    return found


def everything(root: Path) -> Iterator[dict[str, Any]]:
    """Every edition of every area; those that were altered are passed over."""
    for path in sorted((root / FOLDER).glob("*/[!.]*.json")):
        with suppress(PeelianError):
            yield _read(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        content = {key: value for key, value in found.items() if key != "seal"}
        if sealed(content)["seal"] == found["seal"]:
            return found
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise _altered(path) from error
    raise _altered(path)


def _altered(path: Path) -> PeelianError:
    return PeelianError(
        "altered-quarter", f"{path.name} is not what was published: its seal does not hold.", "Restore it from a backup.",
        {"file": str(path)},
    )  # fmt: skip
