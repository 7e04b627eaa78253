"""Load files into a house: recognise, read, check against the pack, keep; and report on every one."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from peelian.figures.areas import Areas
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.lake import Snapshot, check_vintage, find_vintage, hash_file
from peelian.figures.packfile import load_yaml
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
    files = list(_walk(paths, house.root))
    reports = []
    for done, path in enumerate(files):
        progress(done, len(files), path.name)
        with house.lock():
            report = _load_one(house, path, vintage, settings or Settings())
        reports.append(replace(report, path=str(path)))
    progress(len(files), len(files), "")
    return reports


OWN = ("lake", "parts", "releases", "tmp", "lock", "house.json")
"""What a house keeps for itself: never loaded, wherever the house lies."""


def _walk(paths: Iterable[Path], root: Path) -> Iterable[Path]:
    """Every file once, in order of name, without hidden files, sidecars and what the house itself holds."""
    own = {(root / name).resolve() for name in OWN}
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path):
            real = found.resolve()
            inside = real in own or bool(own & set(real.parents))
            if found.suffix != ".vintage" and real not in seen and not inside:
                seen.add(real)
                yield found


def _below(path: Path) -> Iterator[Path]:
    """A file, or the files of a folder and its folders, links to folders included. Raises PeelianError."""
    if not path.exists():
        raise PeelianError("no-such-file", f"{path} does not exist.", "Correct the path.", {"file": str(path)})
    if path.is_file():
        yield path
        return
    walked: set[str] = set()
    for folder, folders, files in os.walk(path, followlinks=True, onerror=_refuse_folder):
        real = os.path.realpath(folder)
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if real not in walked else []
        walked.add(real)
        yield from (
            Path(folder, name) for name in sorted(files) if not name.startswith(".") and Path(folder, name).is_file()
        )


def _refuse_folder(error: OSError) -> None:
    raise PeelianError(
        "cannot-read",
        f"{error.filename} cannot be read ({error.strerror}).",
        "Check that the folder may be read.",
        {"folder": str(error.filename)},
    ) from error


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
        return _held_already(document.name, house.lake.get(sha256), told)
    vintage, how, finding = find_vintage(document.path, told, today())
    reading = source.read(document, settings)
    reading.findings.extend(check_areas(reading, house.areas))
    reading.findings.extend(check_categories(reading, house.pack))
    if finding and source.facts:
        reading.findings.append(finding)
    house.settle("illustrative" if source.dataset == "illustrative" else house.kind or "real")
    snapshot = house.lake.add(
        document.path, sha256, reading, vintage=(vintage, how), reader=source.version, settings=asdict(settings)
    )
    return _report(document.name, snapshot, reading.findings, False)


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
    findings += _narrow({areas.match(name) for name in printed}, areas)
    others = [name for name in printed if (found := areas.match(name)) and areas[found].kind == "other"]
    if others and reading.dataset in ("mps-borough", "mps-ward"):
        findings.append(
            note(
                f"{named(others)} stand among the boroughs and are none",
                "counted in the force's total, never in a rate",
            )
        )
    return findings


def check_categories(reading: Reading, pack: Path) -> list[Finding]:
    """Main categories of the file's classification that it has no row of, but for those that the pack calls sometimes absent."""
    if reading.classification is None or not (pack / "classifications.yaml").is_file():
        return []
    known, _ = load_yaml(pack / "classifications.yaml")
    entry = known.get(reading.classification, {})
    expected = {major for major, _ in entry.get("pairs", ())} - set(entry.get("sometimes_absent", ()))
    absent = sorted(expected - set(pc.unique(reading.table.column("major").combine_chunks()).to_pylist()))
    return [warning(f"no row of {name} is in it", "totals lack it; its own measures come from an older file, if there is one")
            for name in absent]  # fmt: skip


def _narrow(found: set[str | None], areas: Areas) -> list[Finding]:
    """A warning where a file names some boroughs of a force and not all of them."""
    boroughs = {area.id for area in areas.of_kind("borough") if area.policed_by == areas.force.id}
    held = boroughs & found
    if not held or held == boroughs:
        return []
    return [
        warning(
            f"only {len(held)} of {len(boroughs)} boroughs are in it",
            "no sum of boroughs is made from it, and it does not take the place of a fuller file",
        )
    ]


def days_since(vintage: str, day: dt.date) -> int:
    """Days from a vintage (the last day of its month, where it names none) to ``day``."""
    year, month, *rest = (int(part) for part in vintage.split("-"))
    first_of_next = dt.date(year + month // 12, month % 12 + 1, 1)
    published = dt.date(year, month, rest[0]) if rest else first_of_next - dt.timedelta(days=1)
    return (day - published).days
