"""Load files into a house: recognise, read, check against the pack, keep; and report on every one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from peelian.figures import revision
from peelian.figures.archives import Item, extract, items_of, refuse_closed, refuse_nested
from peelian.figures.fit import findings_of
from peelian.figures.gate import Gate
from peelian.figures.house import House, Progress, cannot_write, no_room, today
from peelian.figures.lake import Draft, Snapshot, check_vintage, find_vintage, hash_file
from peelian.figures.sources.base import (
    Finding,
    PassedOver,
    RefusedFile,
    Settings,
    Source,
    named,
    note,
    printable,
    warning,
)
from peelian.figures.sources.document import Document
from peelian.figures.sources.known import recognise
from peelian.figures.walking import refuse_no_file, walk

ALWAYS_WELCOME = {"published-tables"}
"""What a printed document says is real in either kind of house."""

WORKERS = 3
"""Files read at once: one more than two cores, because each waits for the disk now and then."""
MOST_FINDINGS = 100
"""Of one file so many are told."""
BATCH = 12
"""So many files are read under one lock: another writer waits no longer than that."""


@dataclass
class FileReport:
    """What became of one file."""

    file: str
    outcome: str
    path: str = ""
    dataset: str | None = None
    vintage: str | None = None
    vintage_from: str | None = None
    rows: int | None = None
    periods: list[str] | None = None
    areas: int | None = None
    snapshot: str | None = None
    unchanged: bool = False
    findings: list[Finding] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The report as EXAMPLES promises it."""
        return {**asdict(self), "findings": [finding.to_json() for finding in self.findings]}


def load(
    house: House,
    paths: Iterable[Path],
    *,
    vintage: str | None = None,
    settings: Settings | None = None,
    progress: Progress = lambda done, total, name: None,
) -> list[FileReport]:
    """Load files and folders. Every file gets a report; a refused one changes nothing.

    Raises PeelianError where a path does not exist, the vintage is none, or the house cannot be written.
    """
    if vintage:
        check_vintage(vintage)
    items = [item for path in walk(paths, house.root) for item in items_of(path)]
    reports: list[FileReport] = []
    loader = _Loader(house, vintage, settings or Settings())
    with ThreadPoolExecutor(WORKERS) as pool:
        for start in range(0, len(items), BATCH):
            batch = items[start : start + BATCH]
            with house.lock(), _reading(pool, loader, batch) as reads:
                for item, read in zip(batch, reads, strict=True):
                    progress(len(reports), len(items), item.name)
                    reports.append(replace(loader.keep(read.result()), path=printable(str(item.path))))
    progress(len(items), len(items), "")
    return reports


@contextmanager
def _reading(pool: ThreadPoolExecutor, loader: _Loader, batch: list[Item]) -> Iterator[list[Future[_Read]]]:
    """Files being read. Whatever happens, none is read any more when the house's lock is given back."""
    loader.begin()
    reads = [pool.submit(loader.read, item) for item in batch]
    try:
        yield reads
    finally:
        for read in reads:
            read.cancel()
        wait(reads)


@dataclass(frozen=True)
class _Read:
    """A file that has been read and not been kept yet; or, without a snapshot, what became of it."""

    report: FileReport
    draft: Draft | None = None
    written: Snapshot | None = None


class _Loader:
    """Reads files side by side, keeps them in order. What is kept is the very copy that was read."""

    def __init__(self, house: House, told: str | None, settings: Settings) -> None:
        self.house, self.told, self.settings = house, told, settings
        self.gate = Gate()
        self.count, self.held = -1, list[Snapshot]()

    def begin(self) -> None:
        """Look at the lake once for a whole batch. The caller holds the house's lock."""
        self.sizes = self.house.lake.sizes()
        count = self.house.lake.count()
        if count != self.count:
            self.count, self.held = count, self.house.lake.whole()

    def read(self, item: Item) -> _Read:
        """Everything but making it visible. Raises PeelianError where the house cannot be written."""
        try:
            refuse_no_file(item.path)
            if item.packed:
                return self._unpacked(item)
            refuse_closed(item.path)
            return self._recognised(item, item.path)
        except RefusedFile as error:
            return _Read(FileReport(item.name, "refused", findings=[error.finding]))
        except PassedOver as error:
            return _Read(FileReport(item.name, "passed-over", findings=[error.finding]))
        except OSError as error:
            if cannot_write(error, self.house.root):
                raise no_room(error, self.house.root) from error
            found = Finding("refused", f"cannot be read ({error.strerror})", "Check that the file may be read.")
            return _Read(FileReport(item.name, "refused", findings=[found]))

    def _unpacked(self, item: Item) -> _Read:
        """A member of an archive, unpacked into a file of the house's own that goes into the draft or away."""
        target = self.house.root / "tmp" / uuid.uuid4().hex
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            extract(item, target)
            refuse_nested(target)
            return self._recognised(item, target)
        finally:
            target.unlink(missing_ok=True)

    def _recognised(self, item: Item, path: Path) -> _Read:
        document = Document(path, item.name)
        with self.gate.passing(document):
            return self._told(item, document)

    def _told(self, item: Item, document: Document) -> _Read:
        recognition = recognise(document)
        if recognition.passed_over:
            return _Read(FileReport(item.name, "passed-over", findings=[note(recognition.passed_over, "passed over")]))
        if recognition.source is None:
            columns = named(document.header) or "none"
            raise RefusedFile(
                f"no reader knows this content (columns: {columns})",
                "docs/reference/sources.md lists what is read; a renamed column must get its old name back",
            )
        return self._staged(item, document, recognition.source)

    def _staged(self, item: Item, document: Document, source: Source) -> _Read:
        refuse_wrong_house(self.house, source.dataset, item.path)
        lake, path = self.house.lake, document.path
        if path.stat().st_size in self.sizes and lake.holds(sha256 := hash_file(path)):
            return _Read(_held_already(item.name, lake.get(sha256), self.told))
        draft = lake.stage(path, lines=document.form == "table", own=item.packed)
        try:
            return self._written(item, Document(draft.original, item.name, draft.scan), source, draft)
        except BaseException:
            draft.drop()
            raise

    def _written(self, item: Item, document: Document, source: Source, draft: Draft) -> _Read:
        vintage, how, finding = find_vintage(item.path, self.told, today(), archive=item.member is not None)
        if not source.recognise(document):
            raise RefusedFile("it changed while it was being read", "Load it again when nothing writes to it.")
        try:
            reading = source.read(document, self.settings)
        except (pa.ArrowException, MemoryError, RecursionError) as error:
            why = str(error).partition("\n")[0][:120]
            raise RefusedFile(f"it cannot be read ({why})", "Fetch the file again.") from error
        reading.findings.extend(findings_of(reading, self.house.areas, self.house.pack))
        if finding and source.facts:
            reading.findings.append(finding)
        _shorten(reading.findings)
        written = self.house.lake.write(
            draft, item.name, reading, vintage=(vintage, how), reader=source.version, settings=asdict(self.settings)
        )
        return _Read(_report(item.name, written, reading.findings, False), draft, written)

    def keep(self, read: _Read) -> FileReport:
        """Make it visible, unless the same bytes have come meanwhile. The caller holds the house's lock."""
        if read.draft is None or read.written is None:
            return read.report
        lake, written = self.house.lake, read.written
        try:
            refuse_wrong_house(self.house, written.dataset, Path(written.file))
        except RefusedFile as error:
            read.draft.drop()
            return FileReport(written.file, "refused", findings=[error.finding])
        if lake.holds(written.sha256):
            read.draft.drop()
            return _held_already(written.file, lake.get(written.sha256), self.told)
        self.house.settle("illustrative" if written.dataset == "illustrative" else self.house.kind or "real")
        found = revision.findings(replace(written, folder=read.draft.folder), self.held)
        told = [*written.findings, *(finding.to_json() for finding in found)]
        kept = lake.keep(read.draft, replace(written, findings=told), self.count)
        if kept.order != self.count:
            found = [
                note("what was held of it was damaged", "mended; its vintage and all else it says stay what they were")
            ]
        self.held.append(kept)
        self.count += 1
        return _report(written.file, kept, [*read.report.findings, *found], False)


def _shorten(findings: list[Finding]) -> None:
    """Leave out what nobody would read: a report says what is odd, it does not repeat the file."""
    spare = len(findings) - MOST_FINDINGS
    if spare > 0:
        findings[MOST_FINDINGS:] = [
            warning(f"{spare:,} more findings are not listed", "mend the first ones and load it again")
        ]


def _held_already(name: str, held: Snapshot, told: str | None) -> FileReport:
    findings = [note(f"the same bytes are held already, as {held.file}", "nothing changed")]
    if told and told != held.vintage:
        findings.append(
            warning(
                f"it is held as of vintage {held.vintage}, not {told}",
                "a snapshot is never edited; load it into a new house to give it another vintage",
            )
        )
    return _report(name, held, findings, True)


def _report(name: str, snapshot: Snapshot, findings: list[Finding], unchanged: bool) -> FileReport:
    warned = any(finding.severity == "warning" for finding in findings)
    return FileReport(
        name, "accepted-with-warnings" if warned else "accepted", dataset=snapshot.dataset, vintage=snapshot.vintage,
        vintage_from=snapshot.vintage_from, rows=snapshot.rows, periods=snapshot.periods, areas=snapshot.areas,
        snapshot=snapshot.sha256, unchanged=unchanged, findings=findings,
    )  # fmt: skip


def refuse_wrong_house(house: House, dataset: str, path: Path) -> None:
    """Real files and generated ones never share a house. Raises RefusedFile with the command that starts another."""
    if dataset in ALWAYS_WELCOME:
        return
    if house.illustrative and dataset != "illustrative":
        raise RefusedFile(
            "this house is illustrative: its figures are generated, and a real file would be mixed with them",
            f"start a real house: PEELIAN_DATA={house.root}-real peelian load {path}",
        )
    if house.kind == "real" and dataset == "illustrative":
        raise RefusedFile(
            "this house is real, and the file holds generated figures",
            f"start an illustrative house: PEELIAN_DATA={house.root}-illustrative peelian load {path}",
        )
