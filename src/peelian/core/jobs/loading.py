"""The job that loads uploaded files into the lake."""

from __future__ import annotations

from peelian.core.jobs.kinds import Ending, Work, job
from peelian.core.jobs.models import FINISHED, Job
from peelian.core.jobs.uploads import folder_of, forget, held
from peelian.core.permissions import Permission
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.sources.base import Settings


@job("files.load", title="Load files", permission=Permission.LOAD_FILES)
def load_files(work: Work) -> Ending:
    """Load a folder of uploads. Arguments: ``upload`` (its name), and where told ``vintage``, ``dates``, ``decimal``.

    The same bytes again change nothing, so it may be run again after any interruption.
    """
    told, house = work.arguments, work.house
    folder = folder_of(house, told["upload"])
    reports = load(
        house,
        [folder],
        vintage=told.get("vintage"),
        settings=Settings(told.get("dates"), told.get("decimal")),
        progress=work.progress,
    )
    refused = sum(report.outcome == "refused" for report in reports)
    listed = [{**report.to_json(), "path": ""} for report in reports]
    return Ending({"files": listed, "refused": refused}, after=lambda: _tidy(house))


def _tidy(house: House) -> None:
    """Remove what is in the lake now: of this job, and of one whose worker was killed just before this."""
    for folder in held(house):
        if Job.objects.filter(kind="files.load", state=FINISHED, arguments__upload=folder.name).exists():
            forget(house, folder.name)
