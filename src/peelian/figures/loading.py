"""Load files into a house: recognise, read, check against the pack, keep; and report on every one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from peelian.figures.areas import Areas
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.lake import Snapshot, check_vintage, find_vintage, hash_file
from peelian.figures.sources import recognise
from peelian.figures.sources.base import Finding, Reading, RefusedFile, Settings, Source, named, note, warning
from peelian.figures.sources.document import Document

Progress = Callable[[int, int, str], None]
ALWAYS_WELCOME = {"published-tables"}
"""What a printed document says is real in either kind of house."""

GEOGRAPHY = {"ward-lookup", "lsoa-lookup", "boundaries-borough"}


@dataclass
class FileReport:
    """What became of one file."""

    file: str
    outcome: str
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
    files = list(_walk(paths, house.root))
    reports = []
    for done, path in enumerate(files):
        progress(done, len(files), path.name)
        with house.lock():
            reports.append(_load_one(house, path, vintage, settings or Settings()))
    progress(len(files), len(files), "")
    return reports


def _walk(paths: Iterable[Path], root: Path) -> Iterable[Path]:
    """Every file once, in order of name, without hidden files, sidecars and what the house itself holds."""
    own = root.resolve()
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise PeelianError("no-such-file", f"{path} does not exist.", "Correct the path.", {"file": str(path)})
        for found in sorted(path.rglob("*")) if path.is_dir() else [path]:
            real = found.resolve()
            hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
            if (
                found.is_file()
                and not hidden
                and found.suffix != ".vintage"
                and real not in seen
                and own not in real.parents
            ):
                seen.add(real)
                yield found


def _load_one(house: House, path: Path, told: str | None, settings: Settings) -> FileReport:
    document = Document(path)
    try:
        recognition = recognise(document)
        if recognition.passed_over:
            return FileReport(path.name, "passed-over", findings=[note(recognition.passed_over, "passed over")])
        if recognition.source is None:
            columns = named(document.header) or "none"
            raise RefusedFile(
                f"no reader knows this content (columns: {columns})",
                "docs/reference/sources.md lists what is read; a renamed column must get its old name back",
            )
        return _keep(house, document, recognition.source, told, settings)
    except RefusedFile as error:
        return FileReport(path.name, "refused", findings=[error.finding])
    except OSError as error:
        found = Finding("refused", f"cannot be read ({error.strerror})", "Check that the file may be read.")
        return FileReport(path.name, "refused", findings=[found])


def _keep(house: House, document: Document, source: Source, told: str | None, settings: Settings) -> FileReport:
    refuse_wrong_house(house, source.dataset, document.path)
    sha256 = hash_file(document.path)
    if house.lake.holds(sha256):
        held = house.lake.get(sha256)
        return _report(
            document.name, held, [note(f"the same bytes are held already, as {held.file}", "nothing changed")], True
        )
    vintage, how, finding = find_vintage(document.path, told, today())
    reading = source.read(document, settings)
    reading.findings.extend(check_areas(reading, house.areas))
    if finding and source.facts:
        reading.findings.append(finding)
    house.settle("illustrative" if source.dataset == "illustrative" else house.kind or "real")
    snapshot = house.lake.add(
        document.path, sha256, reading, vintage=(vintage, how), reader=source.version, settings=asdict(settings)
    )
    return _report(document.name, snapshot, reading.findings, False)


def _report(name: str, snapshot: Snapshot, findings: list[Finding], unchanged: bool) -> FileReport:
    warned = any(finding.severity == "warning" for finding in findings)
    return FileReport(
        name,
        "accepted-with-warnings" if warned else "accepted",
        snapshot.dataset,
        snapshot.vintage,
        snapshot.vintage_from,
        snapshot.rows,
        snapshot.periods,
        snapshot.areas,
        snapshot.sha256,
        unchanged,
        findings,
    )


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


def check_areas(reading: Reading, areas: Areas) -> list[Finding]:
    """Which of a file's areas the pack does not know. Raises RefusedFile where it knows none of them.

    Ward codes come from files, so only their boroughs are checked.
    """
    column = "borough" if "borough" in reading.table.column_names else "area"
    if reading.dataset in GEOGRAPHY or column not in reading.table.column_names or not reading.table.num_rows:
        return []
    printed = [str(name) for name in pc.unique(reading.table.column(column).combine_chunks()).to_pylist()]
    unknown = [name for name in printed if areas.match(name) is None]
    if len(unknown) == len(printed):
        raise RefusedFile(
            f"none of its areas is known to the pack: {named(printed)}",
            "Load it into a house of its own pack, or add the names to areas.yaml.",
        )
    findings = []
    if unknown:
        findings.append(
            warning(
                f"{len(unknown)} areas are unknown to the pack: {named(unknown)}",
                "their figures are left out of every area",
            )
        )
    others = [name for name in printed if (found := areas.match(name)) and areas[found].kind == "other"]
    if others and reading.dataset in ("mps-borough", "mps-ward"):
        findings.append(
            note(
                f"{named(others)} stand among the boroughs and are none",
                "counted in the force's total, never in a rate",
            )
        )
    return findings


def days_since(vintage: str, day: dt.date) -> int:
    """Days from a vintage (the last day of its month, where it names none) to ``day``."""
    year, month, *rest = (int(part) for part in vintage.split("-"))
    first_of_next = dt.date(year + month // 12, month % 12 + 1, 1)
    published = dt.date(year, month, rest[0]) if rest else first_of_next - dt.timedelta(days=1)
    return (day - published).days
