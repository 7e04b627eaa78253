"""The job that drafts a release's figures."""

from __future__ import annotations

from peelian.core.jobs.kinds import Ending, Work, job
from peelian.core.permissions import Permission
from peelian.figures.releases.build import draft
from peelian.performance.actions import must_be_written, take_figures
from peelian.performance.models import ReleaseRecord

DRAFT = "release.draft"


@job(DRAFT, title="Draft figures", permission=Permission.DRAFT_RELEASE)
def draft_figures(work: Work) -> Ending:
    """Draft the figures of a release under its id, from all that is loaded. Argument: ``record``.

    Made again under the same id it comes to the same, so it may be run again after any interruption.
    """
    record = ReleaseRecord.objects.select_related("entry").get(pk=work.arguments["record"])
    must_be_written(record)  # before anything in the house is another: somebody may be reviewing it
    at = record.entry.at if record.entry else None
    made = draft(work.house, record.draft, at=at, corrects=record.corrects or None, progress=work.progress)
    told = {
        "release": made.id,
        "series": made.manifest["series"],
        "revised": made.changes["revised"],
        "new": made.changes["new"],
    }
    return Ending(told, records=lambda: take_figures(record, work.house, by=work.by))
