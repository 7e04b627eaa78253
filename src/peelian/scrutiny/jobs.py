"""A report, a response or papers of a committee are read in by a worker, never by a page: three hundred pages take ten seconds and
more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.utils.timezone import localtime

from peelian.core.acting import Actor
from peelian.core.jobs.actions import ask
from peelian.core.jobs.kinds import Ending, Work, job
from peelian.core.jobs.models import OPEN_STATES, Job
from peelian.core.jobs.uploads import folder_of, forget, held, keep_uploads
from peelian.core.jobs.working import StopAsked
from peelian.core.permissions import Permission
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.periods import day_name
from peelian.reading import Document, read_document
from peelian.scrutiny.importing import Imported, import_papers, import_report
from peelian.scrutiny.importing import reading_in as papers
from peelian.scrutiny.ledger import reading_in
from peelian.scrutiny.ledger.models import ReportDocument, ReportRecord
from peelian.scrutiny.meetings.models import CommitteeRecord
from peelian.scrutiny.meetings.papers import PapersDocument

READ_IN, PAPERS = "report.read-in", "papers.read-in"
STEPS = 3
_MOST_DOUBTS = 4
NOTHING_NEW = "It says nothing that was not read in before."


@job(READ_IN, title="Read a document in", permission=Permission.WRITE_PAPERS)
def read_in(work: Work) -> Ending:
    """Read an uploaded document of a report in. Arguments: ``upload``, ``report`` (its key), ``body`` whose response it is, if any.

    What is refused, or stopped, is not kept. Done twice it comes to the same: a document is known by its content.
    """
    return _with_upload(work, _read)


@job(PAPERS, title="Read papers in", permission=Permission.WRITE_PAPERS)
def read_papers_in(work: Work) -> Ending:
    """The same of a file of papers. Arguments: ``upload``, ``committee`` (its key)."""
    return _with_upload(work, _read_papers)


def _with_upload(work: Work, read: Callable[[Work, Path], Ending]) -> Ending:
    folder = folder_of(work.house, work.arguments["upload"])
    try:
        return read(work, next(folder.iterdir()))
    except (PeelianError, StopAsked):
        forget(work.house, folder.name)
        raise


def _read(work: Work, path: Path) -> Ending:
    body = str(work.arguments["body"])
    record = ReportRecord.objects.select_related("organisation").filter(pk=work.arguments["report"]).first()
    if record is None or record.owner != work.organisation:
        raise PeelianError(
            "unknown-report", "The report is not there any more.", "Begin it anew, and read it in there."
        )
    work.progress(0, STEPS, f"opening {path.name}")
    document = _opened(path)
    work.progress(1, STEPS, f"looking through {len(document.lines):,} lines")
    found = reading_in.answers_to(record, document) if body else import_report(document)
    work.progress(2, STEPS, "keeping what was found")
    told = reading_in.foretold(record, document, found, response_of=body)
    there = ReportDocument.objects.filter(report=record, sha256=document.sha256).defer("lines").first()
    result = {"report": record.pk, "sha256": document.sha256, "fresh": told.fresh, "same": there is not None}
    return Ending(
        result | {"words": _words(document, found, told, there)},
        records=lambda: reading_in.keep(record, document, found, response_of=body, by=work.by),
        after=lambda: _tidy(work.house),
    )


def _read_papers(work: Work, path: Path) -> Ending:
    committee = CommitteeRecord.objects.select_related("organisation").filter(pk=work.arguments["committee"]).first()
    if committee is None or committee.owner != work.organisation:
        raise PeelianError(
            "unknown-committee", "The committee is not there any more.", "Read the papers in at another."
        )
    work.progress(0, STEPS, f"opening {path.name}")
    document = _opened(path)
    work.progress(1, STEPS, f"looking through {len(document.lines):,} lines")
    found = _papers_in(document)
    work.progress(2, STEPS, "keeping what was found")
    fresh = papers.foretold(committee, document, found)
    there = PapersDocument.objects.filter(committee=committee, sha256=document.sha256).defer("lines").first()
    odd = [one.what for one in found.remarks if one.line is None][:_MOST_DOUBTS]
    said = _begun(document, fresh, there) + ([] if fresh else [NOTHING_NEW]) + _noted(document, odd)
    return Ending(
        {"committee": committee.pk, "fresh": fresh, "words": [*said, *papers.undated(document, found)]},
        records=lambda: papers.keep(committee, document, found, by=work.by),
        after=lambda: _tidy(work.house),
    )


def _papers_in(document: Document) -> Imported:
    """What papers propose. Raises PeelianError where nothing in them can be taken in."""
    try:
        found = import_papers(document)
    except PeelianError as error:
        if error.code == "no-papers":
            raise _nothing() from error
        raise
    if not papers.proposed(document, found):
        raise _nothing(*papers.undated(document, found))
    return found


def _nothing(*left: str) -> PeelianError:
    said = " ".join(["No agenda, minutes or diary with a day were found in it.", *left])
    return PeelianError("nothing-found", said, "Enter it on the desk.")


def _opened(path: Path) -> Document:
    """A document. Raises PeelianError, whose words do not begin with a file's name."""
    try:
        return read_document(path)
    except PeelianError as error:
        said = f"The file {error.message}" if error.message.startswith(path.name) else error.message
        raise PeelianError(error.code, said, error.remedy, error.where) from error


def _words(document: Document, found: Imported, told: reading_in.Foretold, there: ReportDocument | None) -> list[str]:
    """What came of it, sentence by sentence; what is odd about a proposal stands with it. ``there`` is the same document, kept."""
    said = _begun(document, told.fresh, there)
    if told.changed or told.gone:
        said.append(
            f"It was read in before with other words: {told.changed} of these changed, {told.gone} are no longer printed."
        )
    elif not told.fresh:
        said.append(NOTHING_NEW)
    return said + _noted(document, [one.what for one in found.remarks if not reading_in.about(one)][:_MOST_DOUBTS])


def _begun(document: Document, fresh: int, there: ReportDocument | PapersDocument | None) -> list[str]:
    said = [f"{document.name} is read in: {fresh} to be looked at."]
    if there:
        read_on = day_name(localtime(there.read_at).date())
        said.append(
            f"It is the same document that is there as {there.name}, read in on {read_on}: the same to the last byte."
        )
    return said


def _noted(document: Document, odd: list[str]) -> list[str]:
    return [*document.notes, *(f"{one[:1].upper()}{one[1:]}." for one in odd)]


def _tidy(house: House) -> None:
    """Remove every document that was read in, stopped or given up: also of a worker that was killed just before this."""
    for folder in held(house):
        ours = Job.objects.filter(kind__in=(READ_IN, PAPERS), arguments__upload=folder.name)
        if ours.exists() and not ours.filter(state__in=OPEN_STATES).exists():
            forget(house, folder.name)


def ask_to_read_in(report: ReportRecord, name: str, content: bytes, house: House, *, body: str = "", by: Actor) -> Job:
    """Keep a document until a worker has read it, and ask for that. Raises NotAllowed, and PeelianError for a name that is none."""
    by.must(Permission.WRITE_PAPERS, report.owner)
    upload = keep_uploads(house, [(name, [content])])
    return ask(READ_IN, {"upload": upload, "report": report.pk, "body": body}, organisation=report.owner, by=by)


def ask_to_read_papers(committee: CommitteeRecord, name: str, content: bytes, house: House, *, by: Actor) -> Job:
    """The same of a file of papers of a committee."""
    by.must(Permission.WRITE_PAPERS, committee.owner)
    upload = keep_uploads(house, [(name, [content])])
    return ask(PAPERS, {"upload": upload, "committee": committee.pk}, organisation=committee.owner, by=by)


def papers_under_way(committee: CommitteeRecord) -> list[Job]:
    """The papers of a committee that are being read, or wait to be."""
    return list(
        Job.objects.filter(kind=PAPERS, arguments__committee=committee.pk, state__in=OPEN_STATES).order_by("pk")
    )


def under_way(report: ReportRecord) -> list[Job]:
    """The documents of a report that are being read, or wait to be."""
    return list(Job.objects.filter(kind=READ_IN, arguments__report=report.pk, state__in=OPEN_STATES).order_by("pk"))
