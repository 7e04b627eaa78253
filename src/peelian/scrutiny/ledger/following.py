"""The files of the ledger follow its records: written after each change, and again where a killed process did not."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from peelian.core.following import rewrite
from peelian.core.models import Organisation
from peelian.core.published import text_of
from peelian.scrutiny.ledger.content import public_investigations, public_report
from peelian.scrutiny.ledger.formats import counts
from peelian.scrutiny.ledger.models import ActivityRecord, FormatRequest, InvestigationRecord, ReportRecord
from peelian.scrutiny.ledger.publishing import FOLDER, INDEX, INVESTIGATIONS, report_path, touch


def follow(root: Path) -> None:
    """Write every file of the ledger that says something else than the records."""
    if not kept():
        return
    wrote = [rewrite(report_path(root, name), partial(_report, pk)) for pk, name in published()]
    wrote.append(rewrite(root / FOLDER / INVESTIGATIONS, lambda: text_of(public_investigations())))
    wrote.append(rewrite(root / FOLDER / INDEX, lambda: text_of(_index())))
    if any(wrote):
        touch(root)


def kept() -> bool:
    """Whether an office keeps anything of the ledger; else the pack speaks."""
    return any(model.objects.exists() for model in (ReportRecord, InvestigationRecord, ActivityRecord))


def published() -> list[tuple[int, str]]:
    """The number and name of every report that is out."""
    rows = ReportRecord.objects.filter(state="published").order_by("organisation", "slug")
    return [(pk, f"{body}/{slug}") for pk, body, slug in rows.values_list("pk", "organisation", "slug")]


def _report(pk: int) -> str:
    return text_of(public_report(ReportRecord.objects.select_related("organisation").get(pk=pk)))


def _index() -> dict[str, Any]:
    """The reports that are out, how often each was asked for in another format, and the bodies of this office, which a report may
    name beside those of the pack.
    """
    asked = FormatRequest.objects.values_list("report__organisation", "report__slug", "state")
    return {
        "reports": [name for _, name in published()],
        "formats": {
            name: {"asked": one.asked, "open": one.open}
            for name, one in sorted(counts((f"{body}/{slug}", state) for body, slug, state in asked).items())
        },
        "bodies": {
            one.pk: {"name": one.name, "short": one.short, "kind": one.kind} for one in Organisation.objects.order_by("pk")
        },
    }  # fmt: skip


def heal(root: Path) -> list[str]:
    """Write whatever does not follow; returns the reports that had no file."""
    missing = [name for _, name in published() if not report_path(root, name).is_file()]
    follow(root)
    if kept():
        touch(root)  # whoever was killed may have written, and not said so
    return missing


def check(root: Path) -> list[str]:
    """What is wrong with the ledger's files, in words: missing, or not what the records say."""
    if not kept():
        return []
    found = []
    for pk, name in published():
        found += _differs(report_path(root, name), f"{FOLDER}/reports/{name}", json.loads(_report(pk)))
    found += _differs(root / FOLDER / INVESTIGATIONS, f"{FOLDER}/{INVESTIGATIONS}", public_investigations())
    return found + _differs(root / FOLDER / INDEX, f"{FOLDER}/{INDEX}", _index())


def _differs(path: Path, name: str, said: Any) -> list[str]:
    if not path.is_file():
        return [f"{name} is missing; peelian office prepare writes it again"]
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        held = None
    return [] if held == said else [f"{name} is not what its records say; peelian office prepare writes it again"]
