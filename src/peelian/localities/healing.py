"""The files of published quarters follow their records: what a killed process did not write is written by whoever looks next."""

from __future__ import annotations

import json
from pathlib import Path

from peelian.localities.models import QuarterReport
from peelian.localities.publishing import path_of, put


def heal(root: Path, report: QuarterReport | None = None) -> list[str]:
    """Write the file of every published report (or of one) that has none; returns their names. A file that is there stays."""
    rows = QuarterReport.objects.filter(state="published").exclude(sealed="")
    found = []
    for text in (rows.filter(pk=report.pk) if report else rows).values_list("sealed", flat=True).iterator():
        if not _path(root, text).is_file():
            found.append(put(root, text).name)
    return found


def _path(root: Path, text: str) -> Path:
    content = json.loads(text)
    return path_of(root, content["area"], content["period"], content["edition"])
