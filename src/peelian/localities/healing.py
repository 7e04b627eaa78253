"""The files of published quarters follow their records: what a killed process did not write is written by whoever looks next."""

from __future__ import annotations

import json
from pathlib import Path

from peelian.localities.models import QuarterReport
from peelian.localities.publishing import FOLDER, altered, path_of, put


def heal(root: Path, report: QuarterReport | None = None) -> list[str]:
    """Write the file of every published report (or of one) that has none; returns their names. A file that is there stays."""
    rows = QuarterReport.objects.filter(state="published").exclude(sealed="")
    found = []
    for text in (rows.filter(pk=report.pk) if report else rows).values_list("sealed", flat=True).iterator():
        if not _path(root, text).is_file():
            found.append(put(root, text).name)
    return found


def check(root: Path) -> list[str]:
    """What is wrong with the files of published quarters, in words: altered, missing, or not what the record says.

    Of a report that was published before records kept the text of the file, only the seal of the file can be checked.
    """
    broken = set(altered(root))
    found = [f"{FOLDER}/{name} was altered: its seal does not hold" for name in sorted(broken)]
    rows = QuarterReport.objects.filter(state="published").exclude(sealed="")
    for text in rows.order_by("organisation", "period", "number").values_list("sealed", flat=True).iterator():
        path = _path(root, text)
        name = f"{path.parent.name}/{path.name}"
        if not path.is_file():
            found.append(f"{FOLDER}/{name} is missing; peelian office prepare writes it again")
        elif name not in broken and path.read_text(encoding="utf-8") != text:
            found.append(f"{FOLDER}/{name} is not what its record says was published")
    return found


def _path(root: Path, text: str) -> Path:
    content = json.loads(text)
    return path_of(root, content["area"], content["period"], content["edition"])
