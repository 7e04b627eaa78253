"""What is out of plans, as files of the house: the public site reads these and no record. They follow the records.

``plans/<plan>/editions/<n>.json``   a text that went out, sealed by its hash and never edited
``plans/<plan>/claims.json``         what was claimed of its items, newest last
``plans/<plan>/document.json``       the lines of the document that prints it
``plans/<plan>/from-<older>.json``   what became of the items of an older plan, as a person decided it
``plans/index.json``                 which plans and editions are out
``plans/yardsticks.json``            the yardsticks of the plan in force, from day to day, for the next release
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from peelian.audit.chain import canonical
from peelian.core.following import put_once
from peelian.core.published import Files
from peelian.figures.errors import PeelianError

FOLDER = "plans"
FILES = Files(FOLDER, "altered-plan")
touch, changed, read_file, altered_file = FILES.touch, FILES.changed, FILES.read, FILES.altered


def fingerprint(form: dict[str, Any]) -> str:
    """What tells one wording of a plan from another: SHA-256 of its form."""
    return f"sha256:{hashlib.sha256(canonical(form)).hexdigest()}"


def folder_of(root: Path, plan: str) -> Path:
    """Where the files of a plan lie."""
    return root / FOLDER / plan


def edition_path(root: Path, plan: str, number: int) -> Path:
    """Where an edition lies."""
    return folder_of(root, plan) / "editions" / f"{number}.json"


def put(root: Path, text: str) -> Path:
    """Write a sealed edition, all of it or nothing. Raises PeelianError where it is there already with other content."""
    content = json.loads(text)
    path = edition_path(root, content["plan"]["id"], content["edition"])
    if put_once(path, text, "Begin another version."):
        touch(root)
    return path


def read_edition(root: Path, plan: str, number: int) -> dict[str, Any]:
    """An edition. Raises PeelianError where it is missing or was altered."""
    return FILES.read_sealed(edition_path(root, plan, number))


def altered(root: Path) -> list[str]:
    """Every edition whose seal does not hold, as ``<plan>/<number>``."""
    found = []
    for path in sorted((root / FOLDER).glob("*/editions/[!.]*.json")):
        plan, number = path.parent.parent.name, path.stem
        try:
            read_edition(root, plan, int(number))
        except PeelianError:
            found.append(f"{plan}/{number}")
    return found


def yardsticks_of(forms: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The yardsticks that a release is sealed with: those of the plans in force, in order."""
    return [one for form in forms for one in form.get("yardsticks") or ()]
